"""Columns of a list that say something and have no header."""

import pytest
from small_survey import ONE, TWO, cleaned


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        ([["企业名称", "是否复工", "", "返岗人数"], [ONE, "是", "缺口罩", 9], [TWO, "否", "缺料", 0]], ["C2"]),
        ([["企业名称", "是否复工", "返岗人数"], [ONE, "是", 9, ""], [TWO, "否", 0, "缺料"]], ["D3"]),
        ([["", "企业名称", "是否复工"], [1, ONE, "是"], [2, TWO, "否"]], []),  # numbered
        ([["企业名称", "", "是否复工"], [ONE, "", "是"], [TWO, "", "否"]], []),  # a column that parts two others
    ],
)
def test_a_column_without_a_header_is_told(tmp_path, rows, cells):
    tables = cleaned(tmp_path, {"甲县2月25日": rows})
    assert sorted(tables["status"]["name"]) == sorted([ONE, TWO])
    told = [row for row in tables["findings"].to_dict("records") if row["rule"] == "column_without_header"]
    assert [row["cells"] for row in told] == cells
