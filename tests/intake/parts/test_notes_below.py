"""What is said below a list of its enterprises is not read, and told."""

import pytest
from small_survey import ONE, TWO, cleaned

NOTED = [
    "更正：甲县二厂已于2月25日复工，返岗12人，上表有误。",
    "注：甲县一厂为上周数据。",
    "另：甲县三厂因环保停产，3月底前不复工。",
    "（补报：某厂已复工）",
]
PLAIN = [
    "注：1.正常生产指产能达80%以上；2.请如实填报。",
    "如有错误请及时更正。",
    "审核人：",
    "填报单位（盖章）：甲县一厂",
]


def told(folder, note):
    rows = [
        ["企业复工情况（2月25日）"],
        ["企业名称", "是否复工", "返岗人数"],
        [ONE, "是", 30],
        [TWO, "否", 0],
        [],
        [note],
    ]
    tables = cleaned(folder, {"甲县": rows})
    assert tables["status"].sort_values("source_row")["state"].tolist() == ["running", "stopped"]
    found = tables["findings"]
    return [] if found.empty else found.loc[found["rule"].eq("note_not_read"), "cells"].tolist()


@pytest.mark.parametrize("note", NOTED)
def test_a_note_that_says_more_is_told(tmp_path, note):
    assert told(tmp_path, note) == ["A6"]


@pytest.mark.parametrize("note", PLAIN)
def test_other_notes_are_not(tmp_path, note):
    assert told(tmp_path, note) == []
