"""Forms whose labels are not known, stand twice, or are worded in two ways. All enterprises are fictional."""

import pytest
from small_survey import ONE, TWO, cleaned

FORM = [["企业名称", ONE], ["是否复工", "是"], ["员工总数", 120]]


def told(tables, rule):
    findings = tables["findings"].reindex(columns=["rule", "cells", "value"])
    return findings.loc[findings["rule"] == rule, ["cells", "value"]].values.tolist()


def test_a_label_that_is_not_known_is_told(tmp_path):
    tables = cleaned(tmp_path, {"甲县2月25日": [*FORM, ["乌拉乌拉指标", 33], ["另一个指标", None]]})
    assert tables["status"]["staff_normal"].tolist() == [120]
    assert told(tables, "header_unknown") == [["A4", "乌拉乌拉指标"]]


def test_of_many_forms_at_each(tmp_path):
    rows = [*FORM, ["乌拉乌拉指标", 33], ["企业名称", TWO], *FORM[1:], ["乌拉乌拉指标", 34]]
    tables = cleaned(tmp_path, {"甲县2月25日": rows})
    assert len(tables["status"]) == 2
    assert told(tables, "header_unknown") == [["A4,A8", "乌拉乌拉指标"]]


def test_a_second_answer_to_a_label_is_told(tmp_path):
    tables = cleaned(tmp_path, {"甲县2月25日": [*FORM, ["返岗人数", 80], ["产值（万元）", 5], ["返岗人数", 90]]})
    assert tables["status"]["staff_back"].tolist() == [80]
    assert told(tables, "header_duplicate") == [["A6", "返岗人数"]]


@pytest.mark.parametrize(("answer", "cells"), [(387, [["B4", "单位名称"]]), (ONE, []), (None, [])])
def test_a_second_label_for_the_name_is_told_if_its_answer_is_another(tmp_path, answer, cells):
    tables = cleaned(tmp_path, {"甲县2月25日": [*FORM, ["单位名称", answer]]})
    assert tables["status"]["name"].tolist() == [ONE]
    assert told(tables, "header_duplicate") == cells


def test_the_same_label_in_other_words_loses_its_words(tmp_path):
    rows = [*FORM[:2], ["返岗人数：80"], ["企业名称", TWO], FORM[1], ["到岗人数：40"]]
    tables = cleaned(tmp_path, {"甲县2月25日": rows})
    assert tables["status"].sort_values("source_row")["staff_back"].tolist() == [80, 40]
    assert told(tables, "number_from_text") == []


def test_a_label_that_is_asked_nowhere_is_read_below_the_word_of_its_section(tmp_path):
    rows = [
        ["基本情况", "企业名称", ONE],
        ["", "职工总数", 120],
        ["复工情况", "是否复工", "是"],
        ["", "乌拉乌拉", 1],
        ["困难诉求", "用工方面", "缺20人"],
        ["", "资金方面", "缺200万元"],
        ["", "原材料方面", "无"],
    ]
    tables = cleaned(tmp_path, {"甲县2月25日": rows})
    found = tables["difficulties"].sort_values("source_cell")[["source_cell", "category", "text"]].values.tolist()
    assert found == [["C5", "labour", "缺20人"], ["C6", "funds", "缺200万元"]]
    assert told(tables, "header_unknown") == [["B4", "乌拉乌拉"]]
