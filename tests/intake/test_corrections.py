"""Corrections of cells: applied where the old value is there, blocking where it is not, never silent."""

import openpyxl
import pytest

from analysis.errors import SurveyError
from analysis.intake.clean import clean
from analysis.intake.uploads import list_uploads
from analysis.surveys import load_survey

SETTINGS = """
title: {zh: 虚构州, en: Fictional}
area: "00"
regions: own
periods: iso_week
"""
REGIONS = "code,name,name_en,aliases\n00,虚构州,Fictional,\n01,甲县,Jia,\n02,乙县,Yi,\n"
REGISTER = "name,county_code\n甲县一厂（虚构）,01\n甲县二厂（虚构）,01\n乙县三厂（虚构）,02\n"
HEADER = ["企业名称", "是否复工", "职工总数", "返岗人数"]


@pytest.fixture
def survey(tmp_path):
    folder = tmp_path / "survey"
    folder.mkdir()
    (folder / "survey.yml").write_text(SETTINGS, encoding="utf-8")
    (folder / "regions.csv").write_text(REGIONS, encoding="utf-8")
    (folder / "register.csv").write_text(REGISTER, encoding="utf-8")
    return folder


def upload(tmp_path, name="甲县2020年2月25日.xlsx", staff=100, period="2020-W09"):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表1"
    for row in (HEADER, ["甲县一厂（虚构）", "是", staff, 50], ["甲县二厂（虚构）", "否", 30, 0]):
        sheet.append(row)
    path = tmp_path / "raw" / period / name
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def correct(survey, *entries):
    lines = []
    for entry in entries:
        given = {"file": "2020-W09/甲县2020年2月25日.xlsx", "sheet": "表1", "cell": "C2", "expected": 100, "value": 90}
        fields = given | {"reason": "电话核实", "who": "值班员"} | entry
        lines.append("- " + "\n  ".join(f"{name}: {value}" for name, value in fields.items() if value != ""))
    (survey / "corrections.yml").write_text("\n".join(lines), encoding="utf-8")


def cleaned(survey, tmp_path, periods=()):
    return clean(load_survey(survey), list_uploads(load_survey(survey), tmp_path / "raw", periods))


def found(result, prefix="correction"):
    findings = result.tables["findings"]
    return findings[findings["rule"].str.startswith(prefix)][["rule", "severity", "cells"]].values.tolist()


def staff(result):
    status = result.tables["status"]
    return status.set_index("name")["staff_normal"].to_dict() if len(status) else {}


def test_a_correction_changes_its_cell_only_and_is_told(survey, tmp_path):
    upload(tmp_path)
    correct(survey, {})
    result = cleaned(survey, tmp_path)
    assert staff(result) == {"甲县一厂（虚构）": 90, "甲县二厂（虚构）": 30}
    assert found(result) == [["correction_applied", "info", "C2"]]


@pytest.mark.parametrize(
    ("cell", "expected", "value", "rule"),
    [
        ("C2", "'100'", 90, "correction_applied"),
        ("C2", 100.0, 90, "correction_applied"),
        ("B2", "是", "否", "correction_applied"),
        ("C2", 99, 90, "correction_stale"),
        ("C2", "null", 90, "correction_stale"),
        ("Z9", "null", 90, "correction_stale"),
    ],
    ids=["text of the number", "float", "word", "other value", "not blank", "outside of the sheet"],
)
def test_the_old_value_must_be_there(survey, tmp_path, cell, expected, value, rule):
    upload(tmp_path)
    correct(survey, {"cell": cell, "expected": expected, "value": value})
    assert [row[0] for row in found(cleaned(survey, tmp_path))] == [rule]


def test_one_that_does_not_fit_blocks_its_file_and_no_other(survey, tmp_path):
    upload(tmp_path)
    upload(tmp_path, "甲县二园区2020年2月25日.xlsx", staff=70)
    correct(survey, {"sheet": "表9"})
    result = cleaned(survey, tmp_path)
    assert dict(result.tables["uploads"][["file", "outcome"]].values) == {
        "2020-W09/甲县2020年2月25日.xlsx": "quarantined",
        "2020-W09/甲县二园区2020年2月25日.xlsx": "accepted",
    }
    assert staff(result)["甲县一厂（虚构）"] == 70


def test_a_file_that_is_not_there_is_a_finding_only_for_the_periods_cleaned(survey, tmp_path):
    upload(tmp_path)
    upload(tmp_path, "甲县2020年2月18日.xlsx", period="2020-W08")
    correct(survey, {"file": "2020-W08/别的.xlsx"})
    assert found(cleaned(survey, tmp_path, ["2020-W09"])) == []
    assert found(cleaned(survey, tmp_path)) == [["correction_without_file", "blocking", "C2"]]


def test_one_for_a_replaced_file_is_a_finding(survey, tmp_path):
    upload(tmp_path)
    upload(tmp_path, "甲县2020年2月25日（更正）.xlsx", staff=80)
    correct(survey, {})
    result = cleaned(survey, tmp_path)
    assert [row[:2] for row in found(result)] == [["correction_applied", "info"], ["correction_superseded", "warning"]]
    findings = result.tables["findings"]
    assert findings.loc[findings["rule"].eq("correction_superseded"), ["sheet", "cells"]].values.tolist() == [
        ["表1", "C2"]
    ]
    assert staff(result)["甲县一厂（虚构）"] == 80


def test_it_holds_for_the_bytes_whichever_name_they_came_under(survey, tmp_path):
    path = upload(tmp_path)
    copy = path.with_name("转发.xlsx")
    copy.write_bytes(path.read_bytes())
    correct(survey, {"file": "2020-W09/转发.xlsx"})
    assert staff(cleaned(survey, tmp_path))["甲县一厂（虚构）"] == 90


@pytest.mark.parametrize(
    "entry",
    [{"reason": "''"}, {"cell": "5C"}, {"file": "", "upload": ""}, {"extra": 1}, {"file": "甲县.xlsx"}],
    ids=["no reason", "no cell", "no file", "unknown key", "no period"],
)
def test_an_entry_that_is_wrong_is_named(survey, tmp_path, entry):
    upload(tmp_path)
    correct(survey, {}, entry)
    with pytest.raises(SurveyError, match=r"correction 2"):
        cleaned(survey, tmp_path)


def test_what_is_wrong_with_an_entry_is_said_in_both_languages(survey, tmp_path):
    upload(tmp_path)
    correct(survey, {"cell": "5C", "extra": 1})
    with pytest.raises(SurveyError, match=r"第1条更正有误：cell：写法不对；extra：没有这一项 / .*extra: is not known"):
        cleaned(survey, tmp_path)
