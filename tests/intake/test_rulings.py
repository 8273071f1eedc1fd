"""Whole uploads against the rulings on ambiguous cases: what is kept of a list, and which cell a finding names."""

import csv

import pytest

from analysis.intake.clean import clean
from analysis.intake.uploads import list_uploads
from analysis.survey import load_survey

SETTINGS = "title: {zh: 虚构州}\narea: '00'\nregions: own\nperiods: iso_week\n"
REGIONS = "code,name,name_en,aliases\n00,虚构州,,\n01,甲县,Jia,\n02,乙县,Yi,\n"
REGISTER = "name,county_code\n甲县一厂（虚构）,01\n甲县二厂（虚构）,01\n甲县三厂（虚构）,01\n乙县四厂（虚构）,02\n"
ONE, TWO, THREE = "甲县一厂（虚构）", "甲县二厂（虚构）", "甲县三厂（虚构）"


@pytest.fixture
def cleaned(tmp_path):
    """Rows of CSV uploads (path below the raw folder -> rows) to status rows by enterprise name, and findings."""
    folder = tmp_path / "survey"
    folder.mkdir()
    for name, text in (("survey.yml", SETTINGS), ("regions.csv", REGIONS), ("register.csv", REGISTER)):
        (folder / name).write_text(text, encoding="utf-8")

    def run(*rows, **files):
        uploads = {"2020-W09/甲县2020年2月25日.csv": rows} if rows else files["files"]
        for name, lines in uploads.items():
            path = tmp_path / "raw" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(lines)
        survey = load_survey(folder)
        tables = clean(survey, list_uploads(survey, tmp_path / "raw")).tables
        return tables["status"].set_index("name"), tables["findings"].set_index("rule")

    return run


def test_a_negative_number_is_missing_and_its_cell_a_finding(cleaned):
    status, findings = cleaned(["企业名称", "是否复工", "返岗人数"], [ONE, "是", -5], [TWO, "是", 30])
    assert status.loc[ONE, "staff_back"] is None or status["staff_back"].isna()[ONE]
    assert status.loc[TWO, "staff_back"] == 30
    assert findings.loc["number_negative", ["cells", "field", "value"]].tolist() == ["C2", "staff_back", "-5"]


@pytest.mark.parametrize(
    ("staff", "back", "capacity", "rule", "cell"),
    [
        (100, 120, 80, "staff_back_above_normal", "D2"),
        (100, 0, 80, "running_without_staff", "D2"),
        (100, 90, 120, "capacity_above_100", "E2"),
    ],
)
def test_what_contradicts_itself_is_kept_and_its_cell_a_finding(cleaned, staff, back, capacity, rule, cell):
    header = ["企业名称", "是否复工", "职工总数", "返岗人数", "产能利用率（%）"]
    status, findings = cleaned(header, [ONE, "是", staff, back, capacity], [TWO, "是", 90, 80, 70])
    assert status.loc[ONE, ["staff_back", "capacity_pct"]].tolist() == [back, capacity]
    assert findings.loc[rule, "cells"] == cell
