"""Columns that tell of difficulties beside their texts: needs, amounts, whether solved, whether there are any."""

import pytest
from small_survey import ONE, TWO, cleaned

HEAD = ["企业名称", "是否复工"]


def told(folder, columns, *rows):
    """(cell, category, amount, unit, resolved) of each difficulty that one list tells."""
    found = cleaned(folder, {"甲县2月25日": [[*HEAD, *columns], *rows]})["difficulties"]
    if found.empty:
        return []
    found = found[["source_cell", "category", "amount", "unit", "resolved"]].astype(object)
    return [tuple(row) for row in found.where(found.notna(), None).sort_values("source_cell").values.tolist()]


@pytest.mark.parametrize(
    ("header", "cell", "expected"),
    [
        ("缺工人数", 12, ("labour", 12, "人", False)),
        ("用工缺口（人）", "12人", ("labour", 12, "人", False)),
        ("资金需求（亿元）", 1.2, ("funds", 12000, "万元", False)),
        ("流动资金缺口（万元）", 1500000, ("funds", 1500000, "万元", False)),
        ("电煤缺口（吨）", 300, ("energy", 300, "吨", False)),
        ("缺工人数", "√", ("labour", None, None, False)),
        ("资金需求", "流动资金紧张", ("funds", None, None, False)),  # words, where a number is asked for
        ("缺少原材料", "无纺布2吨", ("raw_material", 2, "吨", False)),
        ("缺少原材料", "√", ("raw_material", None, None, False)),
        ("运输需求", "货车5辆", ("logistics", 5, "辆", False)),
        ("是否存在困难", "否", ("none", None, None, False)),
        ("缺工人数", 0, ("none", None, None, False)),  # who lacks nobody has answered too
        ("缺工人数", "0.0", ("none", None, None, False)),  # as some programs write it
        ("缺少原材料", "无", ("none", None, None, False)),
    ],
)
def test_a_column_of_needs_is_a_difficulty_at_its_cell(tmp_path, header, cell, expected):
    assert told(tmp_path, [header], [ONE, "是", cell]) == [("C2", *expected)]


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("缺工人数", ""), ("资金需求", "-"),
        ("主要原材料", "磷矿石"), ("主要原材料", "无"),  # what it works with, not what it lacks
        ("是否存在困难", "是"),  # which is not told
    ],
)  # fmt: skip
def test_a_column_of_needs_may_tell_of_none(tmp_path, header, cell):
    assert told(tmp_path, [header], [ONE, "是", cell]) == []


def test_a_need_that_a_text_states_too_is_told_once(tmp_path):
    rows = [ONE, "是", "缺工12人", 12], [TWO, "是", "缺工112人", 12]
    assert told(tmp_path, ["存在困难", "缺工人数"], *rows) == [
        ("C2", "labour", 12, "人", False), ("C3", "labour", 112, "人", False), ("D3", "labour", 12, "人", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("labour", "funds", "expected"),
    [
        (0, 0, [("C2", "none", None, None, False)]),
        (0, 500, [("D2", "funds", 500, "万元", False)]),
        ("", 0, [("D2", "none", None, None, False)]),
    ],
)
def test_who_needs_nothing_that_is_asked_has_no_difficulties(tmp_path, labour, funds, expected):
    assert told(tmp_path, ["缺工人数", "资金需求（万元）"], [ONE, "是", labour, funds]) == expected


def test_needs_answered_by_1_and_0_are_ticks_beside_others(tmp_path):
    rows = [ONE, "是", 1, 1, 0], [TWO, "否", 0, 1, 1]
    assert told(tmp_path, ["缺工", "缺口罩", "缺资金"], *rows) == [
        ("C2", "labour", None, None, False), ("D2", "protective_supplies", None, None, False),
        ("D3", "protective_supplies", None, None, False), ("E3", "funds", None, None, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "amount", "expected"),
    [
        ("口罩不足", "3000只", ("protective_supplies", 3000, "只", False)),
        ("缺工", "约12人", ("labour", 12, "人", False)),
        ("缺工14人", "3000只", ("labour", 14, "人", False)),  # the text's own number stays
        ("流动资金紧张", "见附件2", ("funds", None, None, False)),
    ],
)
def test_an_amount_beside_a_text_is_that_of_its_difficulty(tmp_path, text, amount, expected):
    assert told(tmp_path, ["存在困难", "需求数量"], [ONE, "是", text, amount]) == [("C2", *expected)]


@pytest.mark.parametrize(
    ("header", "amount", "unit"),
    [("涉及金额（万元）", 500, "万元"), ("所需金额（亿元）", 0.05, "万元"), ("需求量（吨）", 500, "吨")],
)
def test_an_amount_is_told_in_the_unit_of_its_header(tmp_path, header, amount, unit):
    text = "流动资金缺口" if unit == "万元" else "缺煤"
    [(_, _, number, told_in, _)] = told(tmp_path, ["存在困难", header], [ONE, "是", text, amount])
    assert (number, told_in) == (500, unit)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("是", [("C2", "none", None, None, True)]),
        ("√", [("C2", "none", None, None, True)]),
        ("已解决", [("C2", "none", None, None, True)]),
        ("已解决，口罩已到货", [("C2", "none", None, None, True)]),
        ("已于2月20日解决", [("C2", "none", None, None, True)]),
        ("3月5日解决", [("C2", "labour", 136, "人", False), ("C2", "protective_supplies", 136, "人", False)]),
        ("否", [("C2", "labour", 136, "人", False), ("C2", "protective_supplies", 136, "人", False)]),
        ("正在协调", [("C2", "labour", 136, "人", False), ("C2", "protective_supplies", 136, "人", False)]),
        ("", [("C2", "labour", 136, "人", False), ("C2", "protective_supplies", 136, "人", False)]),
    ],
)
def test_a_column_tells_that_all_of_a_row_is_solved(tmp_path, answer, expected):
    row = [ONE, "是", "缺工136人；口罩不足", answer]
    assert told(tmp_path, ["存在困难", "是否解决"], row) == expected


def test_the_state_of_a_task_in_a_list_of_difficulties_tells_whether_they_are_solved(tmp_path):
    found = cleaned(
        tmp_path,
        {
            "甲县2月25日": [HEAD, [ONE, "是"], [TWO, "是"]],
            "甲县2月25日问题清单": [
                ["企业名称", "存在问题", "责任单位", "办理情况"],
                [ONE, "缺煤", "州工信局", "已办结"],
                [TWO, "缺煤", "州工信局", "正在办理"],
            ],
        },
    )["difficulties"]
    assert sorted(found[["source_cell", "category", "resolved"]].values.tolist()) == [
        ["B2", "none", True], ["B3", "energy", False],
    ]  # fmt: skip


def test_a_ticked_kind_that_is_solved_is_none(tmp_path):
    head = ["企业名称", "是否复工", "存在困难", "", "困难是否解决"], ["", "", "资金", "用工", ""]
    rows = [ONE, "是", "√", "", "是"], [TWO, "是", "", "√", "否"]
    found = cleaned(tmp_path, {"甲县2月25日": [*head, *rows]})["difficulties"]
    assert sorted(found[["source_cell", "category", "resolved"]].values.tolist()) == [
        ["C3", "none", True], ["D4", "labour", False],
    ]  # fmt: skip
