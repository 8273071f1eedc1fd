"""Columns known by what stands in them. All enterprises are fictional."""

import pytest
from small_survey import ONE, TWO, cleaned


@pytest.mark.parametrize(
    ("header", "states"),
    [
        ("分类", ["running", "stopped"]),
        ("目前状况", ["running", "stopped"]),
        ("供应商复工情况", ["unknown", "unknown"]),
        ("去年同期开工情况", ["unknown", "unknown"]),
        ("水电恢复生产情况", ["unknown", "unknown"]),
    ],
)
def test_states_under_other_words_are_the_enterprises_own(tmp_path, header, states):
    rows = [["企业名称", "返岗人数", header], [ONE, 80, "已复工"], [TWO, 0, "未复工"]]
    status = cleaned(tmp_path, {"甲县2月25日": rows})["status"]
    assert status.sort_values("source_row")["state"].tolist() == states


@pytest.mark.parametrize(("cells", "field"), [([50, 10], "staff_back"), (["Yes", "No"], "state")])
def test_who_is_back_at_work_is_counted_in_numbers(tmp_path, cells, field):
    head = ["Business", "Employees", "Back at work"]
    rows = [head, [ONE, 60, cells[0]], [], head, [TWO, 30, cells[1]]]
    status = cleaned(tmp_path, {"甲县2月25日": rows})["status"].sort_values("source_row")
    assert status[field].tolist() == (cells if field == "staff_back" else ["running", "stopped"])


@pytest.mark.parametrize("name", ["企业名称", "Who is it"])
def test_pieces_of_headers_are_told_by_numbers_and_days_whatever_the_names_are_asked_by(tmp_path, name):
    rows = [
        [name, "是否复工", "已回厂", "Will restart on"],
        ["清江化工有限公司", "否", "5人", "Mar 3, 2020"],
        ["云雾茶业有限公司", "是", 20, None],
        ["石湖铝业有限公司", "否", 3, "待定"],
    ]
    status = cleaned(tmp_path, {"甲县2月25日": rows})["status"].sort_values("source_row")
    assert status["staff_back"].tolist() == [5, 20, 3]
    assert [str(day) for day in status["planned_on"].dropna()] == ["2020-03-03"]


def test_who_is_at_work_is_counted_day_by_day(tmp_path):
    rows = [["企业名称", "2月24日", "2月25日"], [None, "今日上班", "今日上班"], [ONE, 5, 6], [TWO, 7, 8]]
    status = cleaned(tmp_path, {"甲县2月25日": rows})["status"]
    assert sorted(zip(status["as_of"].astype(str), status["staff_back"], strict=True)) == [
        *(("2020-02-24", 5), ("2020-02-24", 7)),
        *(("2020-02-25", 6), ("2020-02-25", 8)),
    ]


@pytest.mark.parametrize("header", ["未返岗", "外地返岗", "计划到岗"])
def test_pieces_that_say_more_are_not_told_by_numbers(tmp_path, header):
    rows = [["企业名称", "是否复工", header], [ONE, "否", 5], [TWO, "是", 20]]
    assert cleaned(tmp_path, {"甲县2月25日": rows})["status"]["staff_back"].isna().all()


@pytest.mark.parametrize("header", ["代码", "企业代码（18位）", "证照号码"])
def test_codes_of_18_characters_are_the_credit_codes(tmp_path, header):
    rows = [["企业名称", header, "是否复工"], [ONE, "91350100M000100Y44", "是"], [TWO, "91110000600037341L", "否"]]
    findings = cleaned(tmp_path, {"甲县2月25日": rows})["findings"]
    assert findings.loc[findings["rule"] == "uscc_check_character", "cells"].tolist() == ["B2"]


def test_numbers_of_another_kind_are_no_credit_codes(tmp_path):
    rows = [["企业名称", "代码", "是否复工"], [ONE, "A-001", "是"], [TWO, "91110000600037341L", "否"]]
    findings = cleaned(tmp_path, {"甲县2月25日": rows})["findings"]
    assert "uscc_check_character" not in set(findings["rule"])
