"""Tables above each other: what one looks like decides nothing about the next. The enterprises are fictional."""

import pytest

from analysis.intake.locate import find_tables
from analysis.intake.sheet import Sheet

LEDGER = [
    ["复工复产情况"],
    ["填报单位：", "荔波县工信局", "填报日期：", "2020年2月25日"],
    ["序号", "企业名称", "行业", "是否复工"],
    [1, "清江化工有限公司", "化工", "是"],
    [2, "云雾茶业有限公司", "食品", "停产"],
]
COUNTS = [["都匀市"], ["指标", "数量"], ["企业", 85], ["复工", 83], ["停工", 2]]
ON_ITS_SIDE = [
    ["企业复工复产情况"],
    [None, "甲（虚构）有限公司", "乙（虚构）有限公司"],
    ["是否复工", "是", "否"],
    ["返岗人数", 120, 0],
]
BELOW = [
    ["长顺县企业复工复产情况表"],
    ["序号", "企业名称", "生产状态", "在岗人数"],
    [1, "清江化工有限公司", "已复工", 120],
    [2, "云雾茶业有限公司", "拟复工", 0],
]


@pytest.mark.parametrize(
    ("rows", "header", "last"),
    [([*COUNTS, *LEDGER], [8], 10), ([*ON_ITS_SIDE, *BELOW], [6], 8), ([*ON_ITS_SIDE, [], *BELOW], [7], 9)],
)
def test_a_ledger_below_another_table_is_found(rows, header, last):
    first, second = find_tables(Sheet.from_rows(rows))
    assert (second.header_rows, second.last_row) == (header, last)
    assert first.last_row == (5 if rows[: len(COUNTS)] == COUNTS else 4)


HEADER = ["日期", "返岗人数", "产值"]


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        ([["企业名称：甲厂"], HEADER, ["2月24日", 34, 1], ["企业名称：乙厂"], HEADER, ["2月24日", 44, 2]], [5]),
        ([["地区", "返岗", "产值"], ["甲县", 3, 4], ["乙县", 4, 5], [None, "用工", "用电"], ["甲县", 3, 4]], [4]),
    ],
    ids=["whose label says whose it is", "with other words over its figures"],
)
def test_the_next_table_begins_without_a_gap(rows, header):
    tables = find_tables(Sheet.from_rows(rows))
    assert [table.header_rows for table in tables[1:]] == [header]
