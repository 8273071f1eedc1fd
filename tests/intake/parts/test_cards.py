"""Cards below one another, and lists of one answer a row, in words that no table holds whole. All is fictional."""

import pytest
from small_survey import ONE as REGISTERED
from small_survey import cleaned

ONE, TWO = "虚构甲水泥有限公司", "虚构乙化肥有限公司"  # on no register


def _status(tables, *fields):
    return tables["status"].sort_values("source_row")[list(fields)].to_numpy().tolist()


def test_words_at_one_place_below_each_name_are_labels(tmp_path):
    rows = [
        ["厂名", ONE, "花名册人数", 75],
        ["现状", "已复产", "何时复工", "2020年2月15日"],
        ["现到岗", 72, "产能恢复情况", "60%"],
        [],
        ["厂名", TWO, "花名册人数", 60],
        ["现状", "停产", "何时复工", ""],
        ["现到岗", 0, "产能恢复情况", "0%"],
    ]
    tables = cleaned(tmp_path, {"甲县2月25日": rows})
    assert _status(tables, "state", "staff_normal", "staff_back", "capacity_pct") == [
        ["running", 75, 72, 60],
        ["stopped", 60, 0, 0],
    ]


def test_what_is_asked_in_a_list_may_be_put_together_from_pieces(tmp_path):
    answers = {ONE: ("复工复产", 75, 72), TWO: ("停产", 60, 0)}
    asked = ("复工了吗", "花名册人数", "现到岗")
    rows = [[name, *said] for name, given in answers.items() for said in zip(asked, given, strict=True)]
    tables = cleaned(tmp_path, {"甲县2月25日": [["企业名称", "指标", "数值"], *rows]})
    assert _status(tables, "state", "staff_normal", "staff_back") == [["running", 75, 72], ["stopped", 60, 0]]


def test_a_numbered_difficulty_below_another_heads_no_group(tmp_path):
    rows = [
        ["企业名称", "是否复工", "职工总数", "存在困难"],
        [ONE, "是", 75, "缺煤"],
        ["", "", "", "1、硫酸采购困难，周边企业都在抢；2、编织袋厂未复工，库存只够6天；3、外地技工返岗难。"],
        [TWO, "否", 60, "缺口罩"],
    ]
    found = cleaned(tmp_path, {"甲县2月25日": rows})["difficulties"]
    assert set(found["category"]) == {"energy", "chain", "labour", "packaging", "raw_material", "protective_supplies"}


@pytest.mark.parametrize("line", ["（截止2020年2月24日18:00）", "截至2月24日18：00"])
def test_a_clock_in_the_line_below_a_forms_title_is_no_label(tmp_path, line):
    form = [
        ["企业复工复产情况表"],
        [line],
        ["企业名称", REGISTERED],
        ["是否复工", "是"],
        ["职工总数", 60],
        ["返岗人数", 50],
    ]
    status = cleaned(tmp_path, {"甲县": form})["status"]
    assert [str(day) for day in status["as_of"]] == ["2020-02-24"]
    assert status[["name", "state", "staff_normal", "staff_back"]].values.tolist() == [[REGISTERED, "running", 60, 50]]
