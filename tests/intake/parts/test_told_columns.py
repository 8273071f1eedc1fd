"""Columns known by what stands in them. All enterprises are fictional."""

import pytest
from small_survey import ONE, TWO, cleaned


@pytest.mark.parametrize(
    ("header", "states"),
    [
        ("分类", ["running", "stopped"]),
        ("目前状况", ["running", "stopped"]),
        ("供应商复工情况", ["unknown", "unknown"]),
        ("去年同期开工情况", ["unknown", "unknown"]),
        ("水电恢复生产情况", ["unknown", "unknown"]),
    ],
)
def test_states_under_other_words_are_the_enterprises_own(tmp_path, header, states):
    rows = [["企业名称", "返岗人数", header], [ONE, 80, "已复工"], [TWO, 0, "未复工"]]
    status = cleaned(tmp_path, {"甲县2月25日": rows})["status"]
    assert status.sort_values("source_row")["state"].tolist() == states


@pytest.mark.parametrize(("cells", "field"), [([50, 10], "staff_back"), (["Yes", "No"], "state")])
def test_who_is_back_at_work_is_counted_in_numbers(tmp_path, cells, field):
    head = ["Business", "Employees", "Back at work"]
    rows = [head, [ONE, 60, cells[0]], [], head, [TWO, 30, cells[1]]]
    status = cleaned(tmp_path, {"甲县2月25日": rows})["status"].sort_values("source_row")
    assert status[field].tolist() == (cells if field == "staff_back" else ["running", "stopped"])
