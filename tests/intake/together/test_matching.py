"""Which return holds where several speak of an enterprise, and what becomes of the rows of the others."""

import json
from collections import Counter

import pytest
from small_survey import ONE, TWO, cleaned

HEAD = ["企业名称", "是否复工", "返岗人数"]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"表": [HEAD, [ONE, "是", 5], [TWO, "否", 0]]}, {"表": {"header": 1, "kept": 2}}),
        # the fuller row holds
        (
            {"表": [HEAD, [ONE, "是", ""], [ONE, "是", 5], [TWO, "否", 0]]},
            {"表": {"header": 1, "kept": 2, "merged": 1}},
        ),
        # a later file replaces one that it mostly repeats
        (
            {
                "表1": [HEAD, [ONE, "否", 0], [TWO, "否", 0], [TWO, "否", 0]],
                "表2": [HEAD, [ONE, "是", 5], [TWO, "否", 0]],
            },
            {"表1": {"header": 1, "merged": 3}, "表2": {"header": 1, "kept": 2}},
        ),
        # tables side by side: a row of the sheet has one fate, though two tables have it
        (
            {"表": [[*HEAD, "", *HEAD], [ONE, "是", 5, "", ONE, "是", 5], [TWO, "否", 0, "", TWO, "否", 0]]},
            {"表": {"header": 1, "kept": 2}},
        ),
    ],
)
def test_rows_that_another_stands_for_are_merged(tmp_path, files, expected):
    tables = cleaned(tmp_path, {f"甲县2月25日{name}": rows for name, rows in files.items()})
    counted = {name: Counter() for name in files}
    for part in tables["parts"].to_dict("records"):
        counted[part["source_file"].removesuffix(".csv").rpartition("日")[2]].update(json.loads(part["fates"]))
    assert counted == expected


STATES = [["企业名称", "是否复工", "复工时间", "存在困难"], [ONE, "是", "2月12日", "缺煤"], [TWO, "否", "", "缺工"]]
STAFF = [["企业名称", "职工总数", "返岗人数"], [ONE, 60, 50], [TWO, 30, 0]]
MASKS = [["企业名称", "口罩库存（只）"], [ONE, 300], [TWO, 500]]


@pytest.mark.parametrize(
    ("files", "rules"),
    [
        # on one sheet below each other
        (
            {"表": [["复工情况"], *STATES, [], ["用工情况"], *STAFF, [], ["防疫物资"], *MASKS]},
            {"row_completes", "state_elsewhere"},
        ),
        # in files of their own, whichever comes first
        ({"表1复工": STATES, "表2用工": STAFF, "表3物资": MASKS}, {"row_completes", "state_not_asked"}),
        ({"表1物资": MASKS, "表2用工": STAFF, "表3复工": STATES}, {"row_completes", "state_not_asked"}),
    ],
)
def test_lists_that_ask_for_different_things_make_one_return(tmp_path, files, rules):
    found = cleaned(tmp_path, files)
    status = found["status"].sort_values("name")[["state", "staff_normal", "staff_back", "mask_stock"]]
    assert status.values.tolist() == [["running", 60, 50, 300], ["stopped", 30, 0, 500]]
    assert sorted(found["difficulties"]["category"]) == ["energy", "labour"]
    assert {rule for rule in found["findings"]["rule"] if rule.startswith(("row", "state", "upload"))} == rules


def test_a_correction_of_the_staff_alone_does_not_complete_a_list_that_asks_for_it(tmp_path):
    files = {"表1": [HEAD, [ONE, "是", 5], [TWO, "否", 0]], "表2更正": [["企业名称", "返岗人数"], [ONE, 6]]}
    found = cleaned(tmp_path, files)
    assert "row_completes" not in found["findings"]["rule"].tolist()
