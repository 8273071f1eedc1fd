"""Crosses in columns to tick. All enterprises are fictional."""

from pathlib import Path

import pytest
from small_survey import ONE, TWO, cleaned

from analysis.intake.contents import read_contents
from analysis.intake.setting import Setting
from analysis.intake.sheet import Sheet
from analysis.intake.uploads import Upload


def states(folder, header, one, two):
    tables = cleaned(folder, {"甲县2月25日": [header, [ONE, *one], [TWO, *two]]})
    return tables["status"].sort_values("source_row")["state"].tolist()


@pytest.mark.parametrize(("cross", "name"), [("X", "Company"), ("x", "企业名称"), ("×", "企业名称")])
def test_one_in_each_row_ticks(tmp_path, cross, name):
    header = [name, "Fully open", "Partly open", "Closed"]
    assert states(tmp_path, header, ["", cross, ""], ["", "", cross]) == ["partial", "stopped"]


def test_a_crossed_box_beside_an_empty_one_is_ticked(tmp_path):
    assert states(tmp_path, ["企业名称", "已复工", "未复工"], ["☒", "☐"], ["☐", "☒"]) == ["running", "stopped"]


@pytest.mark.parametrize(
    ("tick", "empty"), [("R", "£"), ("R", ""), ("P", ""), ("P", "O"), ("ü", ""), ("þ", "o"), ("þ", "¨"), ("a", "")]
)
def test_a_letter_that_a_font_of_signs_drew_ticks(tick, empty):
    header = [["企业名称", "在岗人数", "已复工", "未复工", "存在困难", ""], ["", "", "", "", "用工", "资金"]]
    rows = [*header, [ONE, 35, tick, empty, empty, empty], [TWO, 0, empty, tick, empty, tick]]
    sheet = Sheet.from_rows(rows, "甲县")
    (part,), _ = read_contents(Upload(Path("甲县.xlsx"), "甲县.xlsx", "id", None, None), [sheet], Setting())
    assert part.returns["state"] == ["running", "stopped"]
    assert list(zip(part.answers["row"], part.answers["category"], strict=True)) == [(4, "funds")]


@pytest.mark.parametrize(("one", "two"), [("A", "B"), ("o", "o"), ("R", "P")])
def test_other_letters_tick_nothing_and_are_told(tmp_path, one, two):
    tables = cleaned(tmp_path, {"甲县2月25日": [["企业名称", "已复工", "未复工"], [ONE, one, ""], [TWO, two, ""]]})
    assert tables["status"]["state"].tolist() == ["unknown", "unknown"]
    told = tables["findings"].query("rule == 'state_unreadable'")
    assert told[["cells", "value"]].values.tolist() == [["B2", one], ["B3", two]]


def test_two_in_one_row_are_two_answers(tmp_path):
    rows = [["Company", "Fully open", "Partly open", "Closed"], [ONE, "x", "", ""], [TWO, "x", "", "x"]]
    rows += [["甲县三厂（虚构）", "", "", "x"], ["甲县四厂（虚构）", "", "", ""]]
    tables = cleaned(tmp_path, {"甲县2月25日": rows})
    states = tables["status"].sort_values("source_row")["state"].tolist()
    assert states[:3] == ["running", "unknown", "stopped"]
    assert tables["findings"].query("rule == 'state_two_ticks'")["cells"].tolist() == ["B3"]


def test_beside_ticks_it_denies(tmp_path):
    assert states(tmp_path, ["企业名称", "已复工", "未复工"], ["√", "×"], ["×", "√"]) == ["running", "stopped"]


def test_beside_the_state_what_happened_and_what_is_planned_are_days(tmp_path):
    rows = [["序号", "企业名称", "复产情况", "", ""], ["", "", "状态", "实际复产", "预计复产"]]
    rows += [[1, ONE, "已复产", "02-20", ""], [2, TWO, "未复产", "", "03-02"]]
    found = cleaned(tmp_path, {"甲县2月25日": rows})["status"].sort_values("source_row")
    assert found["state"].tolist() == ["running", "planned"]
    assert [str(day) for day in (found["resumed_on"].iloc[0], found["planned_on"].iloc[1])] == [
        "2020-02-20",
        "2020-03-02",
    ]
