"""A column that asks for the reason and for difficulties at once. All enterprises are fictional."""

import pytest
from small_survey import ONE, TWO, cleaned


@pytest.mark.parametrize(
    ("header", "said"),
    [("未复工原因及困难", ["none"]), ("未复工原因及存在的主要问题", ["none"]), ("未复工原因", [])],
)
def test_none_answers_where_difficulties_are_asked(tmp_path, header, said):
    rows = [["企业名称", "是否复工", header], [ONE, "是", "无"], [TWO, "否", "缺煤"]]
    found = cleaned(tmp_path, {"甲县2月25日": rows})["difficulties"]
    assert found["category"].tolist() == ["energy", *said] or found["category"].tolist() == [*said, "energy"]


def test_what_excludes_is_told_at_the_cell_that_says_it(tmp_path):
    rows = [["企业名称", "是否复工", "未复工原因", "备注"], [ONE, "否", "订单减少", "已退库"], [TWO, "是", None, None]]
    findings = cleaned(tmp_path, {"甲县2月25日": rows})["findings"]
    assert findings.loc[findings["rule"].eq("excluded_in_remark"), "cells"].tolist() == ["D2"]
