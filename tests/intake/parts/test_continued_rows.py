"""Difficulties in rows of their own, the enterprise named once. All enterprises are fictional."""

import pytest
from small_survey import ONE, TWO, cleaned


def told(folder, *rows):
    tables = cleaned(folder, {"甲县2月25日": [*rows]})
    found = tables["difficulties"].merge(tables["enterprises"][["enterprise_id", "name"]])
    return sorted(zip(found["name"], found["category"], strict=True)), tables


def test_a_difficulty_without_a_name_is_of_the_enterprise_above(tmp_path):
    found, tables = told(
        tmp_path,
        ["序号", "企业名称", "困难诉求", "责任单位"],
        [1, ONE, "缺口罩", "县工信局"],
        ["", "", "流动资金紧张", "县金融办"],
        [2, TWO, "缺工人", ""],
    )
    assert found == [(ONE, "funds"), (ONE, "protective_supplies"), (TWO, "labour")]
    rules = tables["findings"].set_index("rule")["cells"]
    assert rules["row_continued"] == "B3"
    assert "row_without_name" not in rules


def test_so_it_is_in_a_list_of_returns(tmp_path):
    found, tables = told(
        tmp_path,
        ["企业名称", "是否复工", "返岗人数", "存在困难"],
        [ONE, "是", 20, "缺口罩"],
        ["", "", "", "流动资金紧张"],
        [TWO, "否", 0, "缺工人"],
    )
    assert found == [(ONE, "funds"), (ONE, "protective_supplies"), (TWO, "labour")]
    assert tables["status"].sort_values("source_row")["source_row"].tolist() == [2, 4]


@pytest.mark.parametrize(
    "row",
    [["", "是", 30, "缺货车"], ["", "", 30, "缺货车"]],
    ids=["another return", "a number"],
)
def test_a_row_that_answers_for_itself_is_not_counted(tmp_path, row):
    found, tables = told(tmp_path, ["企业名称", "是否复工", "返岗人数", "存在困难"], [ONE, "是", 20, "缺口罩"], row)
    assert found == [(ONE, "protective_supplies")]
    assert tables["findings"]["rule"].eq("row_without_name").sum() == 1
