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


@pytest.mark.parametrize("header", ["代码", "企业代码（18位）", "证照号码"])
def test_codes_of_18_characters_are_the_credit_codes(tmp_path, header):
    rows = [["企业名称", header, "是否复工"], [ONE, "91350100M000100Y44", "是"], [TWO, "91110000600037341L", "否"]]
    findings = cleaned(tmp_path, {"甲县2月25日": rows})["findings"]
    assert findings.loc[findings["rule"] == "uscc_check_character", "cells"].tolist() == ["B2"]


def test_numbers_of_another_kind_are_no_credit_codes(tmp_path):
    rows = [["企业名称", "代码", "是否复工"], [ONE, "A-001", "是"], [TWO, "91110000600037341L", "否"]]
    findings = cleaned(tmp_path, {"甲县2月25日": rows})["findings"]
    assert "uscc_check_character" not in set(findings["rule"])


@pytest.mark.parametrize(
    ("header", "others", "table"),
    [
        ("项目（企业）", ["是否复工", "返岗人数"], "status"),
        ("项目（企业）", ["是否复工", "总投资（万元）"], "projects"),
    ],
)
def test_enterprises_below_a_word_for_projects_are_enterprises_where_nothing_else_is_of_projects(
    tmp_path, header, others, table
):
    rows = [[header, *others], ["清江化工有限公司", "是", 5], ["云雾茶业有限公司", "否", 20]]
    tables = cleaned(tmp_path, {"甲县2月25日": rows})
    assert len(tables[table]) == 2


def test_enterprises_below_a_word_for_persons_are_enterprises(tmp_path):
    rows = [
        ["Respondent", "County name", "Is it open?"],
        ["Example Mills Ltd", "Jia", "Yes"],
        ["Sample Ltd", "Jia", "No"],
    ]
    status = cleaned(tmp_path, {"甲县2月25日": rows})["status"].sort_values("source_row")
    assert status["state"].tolist() == ["running", "stopped"]


def test_enterprises_and_their_states_may_both_stand_below_words_that_nobody_knows(tmp_path):
    rows = [["谁", "咋样"], ["清江化工有限公司", "已复工"], ["云雾茶业有限公司", "未复工"]]
    status = cleaned(tmp_path, {"甲县2月25日": rows})["status"].sort_values("source_row")
    assert status["state"].tolist() == ["running", "stopped"]


def test_numbers_below_another_word_for_names_are_told(tmp_path):
    rows = [["Company", "Establishment", "Operating now?"], [ONE, 60, "Yes"], [TWO, 35, "No"]]
    found = cleaned(tmp_path, {"甲县2月25日": rows})["findings"]
    assert found.loc[found["rule"].eq("header_unknown"), "cells"].tolist() == ["B1"]


def test_names_and_states_in_sentences_below_words_that_nobody_knows(tmp_path):
    rows = [["序号", "挂牌名称", "职工总数", "铺面咋样"]]
    said = ["2月12日已营业，到岗35人", "未营业，计划2月28日营业", "尚未营业，原因正在了解"]
    names = ["清江酒业有限公司", "云雾茶业有限公司", "樟江食品有限公司"]
    rows += [[at, name, 50, text] for at, (name, text) in enumerate(zip(names, said, strict=True), 1)]
    status = cleaned(tmp_path, {"甲县2月25日": rows})["status"].sort_values("source_row")
    assert status["name"].tolist() == names
    assert status["state"].tolist() == ["running", "planned", "stopped"]


def test_what_became_of_enterprises_is_told_as_progress(tmp_path):
    rows = [["企业单位", "截至目前进展", "在厂"], [ONE, "已于2月12日复工", 80], [TWO, "计划3月2日复工", 3]]
    rows += [["云雾茶业有限公司", "？", 9], ["清江酒业有限公司", "2月20日起恢复生产，运转正常", 50]]
    status = cleaned(tmp_path, {"甲县2月25日": rows})["status"].sort_values("source_row")
    assert status["state"].tolist() == ["running", "planned", "unknown", "running"]


@pytest.mark.parametrize(("legend", "states"), [("现状代码", ["running", "stopped"]), ("审批", ["unknown", "unknown"])])
def test_a_column_is_of_states_if_a_legend_of_states_names_it(tmp_path, legend, states):
    rows = [["企业名称", "现状代码", "返岗人数"], [ONE, 1, 80], [TWO, 2, 3], [f"注：{legend} 1=已复工，2=未复工"]]
    status = cleaned(tmp_path, {"甲县2月25日": rows})["status"].sort_values("source_row")
    assert status["state"].tolist() == states


def test_a_header_of_no_word_is_named_by_no_legend(tmp_path):
    rows = [["企业名称", "*", "返岗人数"], [ONE, "a", 80], [TWO, "b", 3], ["注：1=已复工，2=未复工"]]
    findings = cleaned(tmp_path, {"甲县2月25日": rows})["findings"]
    assert findings.loc[findings["rule"].eq("header_unknown"), "cells"].tolist() == ["B1"]


@pytest.mark.parametrize("numbers", [[60, 35, 80], [60, "-", 80]], ids=["numbers", "one of them a mark"])
def test_the_names_are_looked_for_elsewhere_then(tmp_path, numbers):
    names, header = (
        ["Example Mills Ltd", "Sample Glass Ltd", "Other Mills Ltd"],
        ["Undertaking", "Establishment", "Open?"],
    )
    rows = [[name, number, "Yes"] for name, number in zip(names, numbers, strict=True)]
    rows = [header, *rows[:2], header, rows[2]]  # said again on the next page
    status = cleaned(tmp_path, {"甲县2月25日": rows})["status"].sort_values("source_row")
    assert status["name"].tolist() == names


def test_a_list_on_its_side_goes_on_below_such_a_word(tmp_path):
    rows = [
        ["Company", "Example Mills Ltd", "Sample Glass Ltd"],
        ["Operating now?", "Yes", "No"],
        ["Establishment", 60, "35 persons"],
        ["Workers back", 40, 0],
    ]
    status = cleaned(tmp_path, {"甲县2月25日": rows})["status"].sort_values("source_column")
    assert status["staff_back"].tolist() == [40, 0]
