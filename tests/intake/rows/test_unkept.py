"""Columns that are understood and kept nowhere."""

import pytest
from small_survey import ONE, TWO, cleaned


@pytest.mark.parametrize(
    ("header", "row", "told"),
    [
        (["企业名称", "是否复工", "湖北籍人数", "营业收入"], [ONE, "是", 2, 70], [("C2,D2", "湖北籍人数、营业收入")]),
        (["企业名称", "是否复工", "湖北籍人数"], [ONE, "是", ""], []),  # nothing is said
        (["企业名称", "所属行业", "乡镇", "是否复工", "备注"], [ONE, "纺织业", "某镇", "是", "小厂"], []),  # who it is
        (["企业名称", "是否复工", "返岗率"], [ONE, "是", "60%"], [("C2", "返岗率")]),
        (["企业名称", "是否复工", "职工总数", "返岗人数", "返岗率"], [ONE, "是", 100, 60, "60%"], []),  # compared
        (["企业名称", "是否复工", "主要原材料"], [ONE, "是", "磷矿石"], [("C2", "主要原材料")]),
        (["企业名称", "是否复工", "缺少原材料"], [ONE, "是", "磷矿石"], []),
        (["项目名称", "是否复工", "存在困难"], ["虚构大桥", "是", "缺砂石"], [("C2", "存在困难")]),
        (["县（市）", "应复工企业数", "已复工企业数", "产值（万元）"], ["甲县", 2, 1, 500], [("D2", "产值(万元)")]),
        (["企业名称", "供应商", "库存可用天数", "产值（万元）"], [ONE, TWO, 5, 500], [("D2", "产值(万元)")]),
    ],
)  # fmt: skip
def test_what_no_table_keeps_is_told_once_for_a_table(tmp_path, header, row, told):
    found = cleaned(tmp_path, {"甲县2月25日": [header, row]})["findings"]
    rows = found.to_dict("records")
    assert [(row["cells"], row["value"]) for row in rows if row["rule"] == "columns_not_kept"] == told
