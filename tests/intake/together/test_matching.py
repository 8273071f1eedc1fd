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
