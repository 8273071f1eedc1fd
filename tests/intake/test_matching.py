"""Which return holds where several speak of an enterprise, and what becomes of the rows of the others."""

import csv
import json
from collections import Counter

import pytest

from analysis.intake.clean import clean
from analysis.intake.uploads import list_uploads
from analysis.survey import load_survey

SETTINGS = {
    "survey.yml": "title: {zh: 虚构州}\narea: '00'\nregions: own\n",
    "regions.csv": "code,name,name_en,aliases\n00,虚构州,,\n01,甲县,Jia,\n",
    "register.csv": "name,county_code\n甲县一厂（虚构）,01\n甲县二厂（虚构）,01\n",
}
ONE, TWO = "甲县一厂（虚构）", "甲县二厂（虚构）"
HEAD = ["企业名称", "是否复工", "返岗人数"]


@pytest.fixture
def fates(tmp_path):
    """Files of one office and day (name -> rows) -> by file, how many rows have which fate."""
    (tmp_path / "survey").mkdir()
    for name, text in SETTINGS.items():
        (tmp_path / "survey" / name).write_text(text, encoding="utf-8")

    def run(**files):
        folder = tmp_path / "raw" / "2020-W09"
        folder.mkdir(parents=True)
        for name, rows in files.items():
            with (folder / f"甲县2月25日{name}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(rows)
        survey = load_survey(tmp_path / "survey")
        counted = {name: Counter() for name in files}
        for part in clean(survey, list_uploads(survey, tmp_path / "raw")).tables["parts"].to_dict("records"):
            counted[part["source_file"].removesuffix(".csv").rpartition("日")[2]].update(json.loads(part["fates"]))
        return {name: dict(found) for name, found in counted.items()}

    return run


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
def test_rows_that_another_stands_for_are_merged(fates, files, expected):
    assert fates(**files) == expected
