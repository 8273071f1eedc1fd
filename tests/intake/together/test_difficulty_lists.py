"""Lists of difficulties beside lists of returns: what they tell is kept, and the returns hold."""

import pytest
from small_survey import ONE, TWO, cleaned

RETURNS = [["企业名称", "是否复工", "返岗人数"], [ONE, "是", 5], [TWO, "否", 0]]
DIFFICULTIES = [["序号", "企业名称", "存在问题"], [1, ONE, "缺煤"], [2, ONE, "缺编织袋"], [3, TWO, "招工难"]]
TOLD = [[ONE, "energy"], [ONE, "packaging"], [TWO, "labour"]]


def told(found):
    names = found["status"].set_index("enterprise_id")["name"]
    rows = found["difficulties"].assign(name=found["difficulties"]["enterprise_id"].map(names))
    return sorted(rows[["name", "category"]].values.tolist())


@pytest.mark.parametrize(
    "files",
    [
        # a list of the same day, filed before and after the returns
        {"甲县2月25日困难清单": DIFFICULTIES, "甲县2月25日复工表": RETURNS},
        {"甲县2月25日复工表": RETURNS, "甲县2月25日问题清单": DIFFICULTIES},
        # one that says no day
        {"甲县2月25日复工表": RETURNS, "甲县问题清单": DIFFICULTIES},
        # below the returns, on the same sheet
        {"甲县2月25日复工表": [*RETURNS, [], ["困难问题清单"], *DIFFICULTIES]},
    ],
)
def test_a_list_of_difficulties_beside_returns_replaces_none_and_adds_none(tmp_path, files):
    found = cleaned(tmp_path, files)
    assert sorted(found["status"][["name", "state", "staff_back"]].values.tolist()) == [
        [ONE, "running", 5], [TWO, "stopped", 0],
    ]  # fmt: skip
    assert told(found) == TOLD
    assert not {"state_blank", "upload_superseded", "row_repeated"}.intersection(found["findings"].get("rule", ()))


@pytest.mark.parametrize("returns", [{}, {"甲县2月25日复工表": RETURNS[:2]}])
def test_who_stands_only_in_a_list_of_difficulties_has_no_return(tmp_path, returns):
    found = cleaned(tmp_path, returns | {"甲县2月25日困难清单": DIFFICULTIES})
    assert found["status"][["name", "state"]].values.tolist() == [[ONE, "running"]] * len(returns)
    entry = found["enterprises"].set_index("name")["enterprise_id"]
    assert sorted(found["difficulties"][["enterprise_id", "category"]].values.tolist()) == sorted(
        [entry[name], category] for name, category in TOLD
    )
    assert "state_blank" not in {*found["findings"].get("rule", ())}


def test_a_later_list_of_difficulties_replaces_the_earlier_one(tmp_path):
    later = [DIFFICULTIES[0], [1, ONE, "缺煤"], [2, TWO, "无"]]
    found = cleaned(
        tmp_path, {"甲县2月25日复工表": RETURNS, "甲县2月25日问题1": DIFFICULTIES, "甲县2月25日问题2": later}
    )
    assert told(found) == [[ONE, "energy"], [TWO, "none"]]


def test_an_amount_may_stand_beside_its_unit(tmp_path):
    rows = [["企业名称", "需求内容", "数量", "单位"], [ONE, "缺口罩", 2000, "只"], [TWO, "缺工人", 25, "人"]]
    found = cleaned(tmp_path, {"甲县2月25日需求清单": rows})["difficulties"].sort_values("source_row")
    assert found[["category", "amount", "unit"]].values.tolist() == [
        ["protective_supplies", 2000, "只"], ["labour", 25, "人"],
    ]  # fmt: skip


@pytest.mark.parametrize(("asked", "cells"), [("是否解决", ["C2"]), ("解决情况", [])])
def test_an_answer_that_is_neither_yes_nor_no_is_told(tmp_path, asked, cells):
    rows = [["企业名称", "存在问题", asked], [ONE, "缺煤", "差不多吧"], [TWO, "招工难", "2月20日解决"]]
    findings = cleaned(tmp_path, {"甲县2月25日困难清单": rows})["findings"].reindex(columns=["rule", "cells"])
    assert findings.loc[findings["rule"].eq("choice_unknown"), "cells"].tolist() == cells
