"""Codes that a table of their own explains. All enterprises are fictional."""

from datetime import date
from pathlib import Path

import pytest

from analysis.intake.contents import read_contents
from analysis.intake.headers.legends import legend_lines
from analysis.intake.setting import Setting
from analysis.intake.sheet import Sheet
from analysis.intake.uploads import Upload
from analysis.survey import iso_week

LIST = [["企业名称", "复工状态", "返岗人数"], ["清江化工有限公司", 1, 120], ["麦溪水泥有限公司", 0, 0]]


def states(*legend):
    upload = Upload(Path("县.xlsx"), "2020-W09/县.xlsx", "id", iso_week(2020, 9), None)
    sheets = [Sheet.from_rows(LIST, "数据"), Sheet.from_rows([*legend], "代码说明")]
    parts, _ = read_contents(upload, sheets, Setting(near=date(2020, 3, 1)))
    return parts[0].returns["state"]


@pytest.mark.parametrize(
    "legend",
    [
        [["代码项", "代码", "含义"], ["复工状态", 0, "未复工"], ["复工状态", 1, "已复工"]],
        [["代码项", "代码", "含义"], ["复工状态", "0", "未复工"], [None, "1", "已复工"]],
        [["代码", "含义"], [0, "未复工"], [1, "已复工"]],
        [
            ["项目", "代码", "含义"],
            ["是否上云", 0, "是"],
            [None, 1, "否"],
            ["复工状态", 0, "未复工"],
            [None, 1, "复工"],
        ],
        [["变量", "说明"], ["规模", "1=大型，2=中型"], ["复工状态", "0=未复工，1=已复工"]],
        [["变量", "标签", "取值"], ["resumed", "复工状态", "0=未复工；1=已复工"]],
    ],
    ids=["said each time", "said once", "of one thing", "of two, the second meant", "in one cell", "of a code book"],
)
def test_codes_mean_what_another_sheet_says(legend):
    assert states(*legend) == ["running", "stopped"]


def test_without_a_word_beside_it_a_code_stays_unknown():
    assert states(["代码", "条数"], [0, 12], [1, 17]) == ["unknown", "unknown"]


def test_signs_are_codes_too():
    rows = [["代码", "含义"], ["●", "已复工"], ["◎", "部分复工"], ["○", "未复工"]]
    assert legend_lines(rows) == ["：●=已复工，◎=部分复工，○=未复工"]


def test_a_line_for_each_thing():
    rows = [["规模"], [1, "大型"], [2, "中型"], [], ["复工状态", 1, "是"], ["复工状态", 2, "否"], ["合计", 3]]
    assert legend_lines(rows) == ["规模：1=大型，2=中型", "复工状态：1=是，2=否"]
