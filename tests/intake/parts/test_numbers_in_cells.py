"""Labelled numbers below a header that nobody knows. All enterprises are fictional."""

import pandas as pd
import pytest
from small_survey import ONE, TWO, cleaned


def read(folder, header, one, two):
    """normal staff, staff back, capacity of two enterprises, and the rules noted at column C."""
    rows = [["企业名称", "是否复工", header], [ONE, "是", one], [TWO, "否", two]]
    tables = cleaned(folder, {"甲县2月25日": rows})
    status, found = tables["status"].sort_values("source_row"), tables["findings"]
    numbers = status[["staff_normal", "staff_back", "capacity_pct"]].astype(object)
    rules = [] if found.empty else sorted(found.loc[found["cells"].str.startswith("C"), "rule"])
    return numbers.where(pd.notna(numbers), None).values.tolist(), rules


@pytest.mark.parametrize(
    ("header", "one", "two", "numbers"),
    [
        ("人员情况", "总人数120，实到80", "总人数60，实到0", [[120, 80, None], [60, 0, None]]),
        ("人员及产能", "到岗80人，产能恢复70%", "到岗0人，产能恢复0%", [[None, 80, 70], [None, 0, 0]]),
        ("生产情况", "产能恢复70%，职工120人", "职工60人", [[120, None, 70], [60, None, None]]),
        ("用工情况", "共120人，到岗80人", "共60人，到岗0人", [[120, 80, None], [60, 0, None]]),
        ("车间情况", "原有120人，已到80人", "原有60人，已到0人", [[120, 80, None], [60, 0, None]]),
        ("Staffing", "120 employed, 80 present", "60 employed, 0 present", [[120, 80, None], [60, 0, None]]),
        ("有关情况", "职工120人、返岗80人", None, [[120, 80, None], [None, None, None]]),
    ],
)
def test_each_is_that_of_its_words_and_this_is_told(tmp_path, header, one, two, numbers):
    assert read(tmp_path, header, one, two) == (numbers, ["header_ambiguous"] * 2)


@pytest.mark.parametrize("cell", ["男3，女5", "50", 50, "50人"])
def test_a_cell_of_other_words_is_told(tmp_path, cell):
    rows = [["企业名称", "人员情况"], [ONE, "应到60，实到50"], [TWO, "应到30，实到3"], ["甲县三厂（虚构）", cell]]
    found = cleaned(tmp_path, {"甲县2月25日": rows})["findings"]
    assert found.loc[found["rule"].eq("number_unreadable"), "cells"].tolist() == ["B4"]


@pytest.mark.parametrize(
    ("header", "cell", "rule"),
    [
        ("供应商情况", "职工120人，返岗80人", "header_unknown"),
        ("去年情况", "职工120人，返岗80人", "header_other_time"),
        ("人员情况", "男80人，女40人", "header_unknown"),
        ("人员情况", "职工120人，女职工40人", "header_unknown"),
    ],
)
def test_what_is_of_others_is_not_read(tmp_path, header, cell, rule):
    assert read(tmp_path, header, cell, cell) == ([[None] * 3] * 2, [rule])


def test_a_form_tells_them_too(tmp_path):
    rows = [
        ["企业名称", ONE],
        ["是否复工", "是"],
        ["人员情况", "应到120人，实到80人"],
        ["生产情况", "产能恢复70%，职工120人"],
    ]
    tables = cleaned(tmp_path, {"甲县2月25日": rows})
    assert tables["status"][["staff_normal", "staff_back", "capacity_pct"]].values.tolist() == [[120, 80, 70]]
    assert tables["findings"].query("rule == 'header_ambiguous'")["cells"].tolist() == ["A3", "A3", "A4", "A4"]
