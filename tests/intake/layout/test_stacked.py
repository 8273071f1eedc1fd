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
    [],
]


@pytest.mark.parametrize("above", [COUNTS, ON_ITS_SIDE], ids=["counts", "a list on its side"])
def test_a_ledger_below_another_table_is_found(above):
    table = find_tables(Sheet.from_rows([*above, *LEDGER]))[-1]
    rows = len(above)
    assert (table.header_rows, table.first_row, table.last_row) == ([rows + 3], rows + 4, rows + 5)
