"""Lists of enterprises without a header: the names are known by what they are, the state by the title."""

import pytest
from small_survey import cleaned

NAMES = ["清江化工厂", "云雾茶业有限公司", "金龙建材厂"]  # fictional
LISTS = [[[name] for name in NAMES], [[number, name] for number, name in enumerate(NAMES, 1)]]


@pytest.mark.parametrize("rows", LISTS, ids=["names alone", "numbered"])
@pytest.mark.parametrize(("title", "state"), [("2月25日已复工企业名单", "running"), ("未复工企业名单", "stopped")])
def test_names_under_a_title_have_its_state(tmp_path, rows, title, state):
    tables = cleaned(tmp_path, {"甲县2月25日": [[title], *rows]})
    found = tables["status"].sort_values("source_row")
    assert found["name"].tolist() == NAMES
    assert found["state"].tolist() == [state] * 3
    assert "header_missing" in set(tables["findings"]["rule"])


def test_states_without_a_header_are_read_where_they_are_plain(tmp_path):
    states = ["已复工", "未复工", "已复工"]
    rows = [[*row, "化工", state] for row, state in zip(LISTS[1], states, strict=True)]
    found = cleaned(tmp_path, {"甲县2月25日": [["企业情况"], *rows]})["status"].sort_values("source_row")
    assert found["state"].tolist() == ["running", "stopped", "running"]


def test_names_without_anything_else_are_no_returns(tmp_path):
    assert cleaned(tmp_path, {"甲县2月25日": [["通讯录"], *LISTS[0]]})["status"].empty
