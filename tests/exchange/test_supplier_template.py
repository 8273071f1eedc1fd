"""The three columns that ask who supplies whom: what is filled in reads back as links, without a finding."""

import json

import openpyxl
import pytest
from exchange_world import make_survey
from typer.testing import CliRunner

from analysis.cli import app
from analysis.intake.clean import clean
from analysis.intake.uploads import list_uploads

WEEK = "2020-W09"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_filled_in_reads_back_as_suppliers(tmp_path, lang):
    survey = make_survey(tmp_path / "survey")
    told = ["--survey", str(survey.folder), "--week", WEEK, "--office", "甲县", "--lang", lang, "--suppliers"]
    result = CliRunner().invoke(app, ["template", *told, "--out", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    [path] = (tmp_path / "out").iterdir()
    book = openpyxl.load_workbook(path)
    sheet = book.active
    names = [sheet.cell(row, 1).value for row in (5, 6)]
    assert names == ["甲县一厂（虚构）", "甲县二厂（虚构）"]
    assert sheet.max_column == 3
    sheet.cell(5, 2).value, sheet.cell(5, 3).value = "磷矿石", "甲县二厂（虚构）、外省虚构矿业有限公司"
    sheet.cell(7, 1).value, sheet.cell(7, 2).value, sheet.cell(7, 3).value = names[0], "煤", "乙县三厂（虚构）"
    (tmp_path / "raw" / WEEK).mkdir(parents=True)
    book.save(tmp_path / "raw" / WEEK / path.name)
    tables = clean(survey, list_uploads(survey, tmp_path / "raw")).tables
    rows = tables["suppliers"].sort_values(["input", "supplier_name"])
    assert rows[["input", "supplier_name"]].values.tolist() == [
        ["煤", "乙县三厂（虚构）"],
        ["磷矿石", "外省虚构矿业有限公司"],
        ["磷矿石", "甲县二厂（虚构）"],
    ]
    assert rows["enterprise_id"].nunique() == 1
    assert rows["supplier_id"].str.startswith("outside-").sum() == 1
    assert tables["parts"]["kind"].tolist() == ["suppliers"]
    assert rows["as_of"].astype(str).str[:10].unique().tolist() == ["2020-03-01"]
    assert set(tables["findings"]["rule"]) == {"office_missing"}


def test_a_blank_template_says_nothing(tmp_path):
    survey = make_survey(tmp_path / "survey")
    told = ["--survey", str(survey.folder), "--week", WEEK, "--suppliers", "--out", str(tmp_path / "raw" / WEEK)]
    assert CliRunner().invoke(app, ["template", *told]).exit_code == 0
    tables = clean(survey, list_uploads(survey, tmp_path / "raw")).tables
    assert len(list((tmp_path / "raw" / WEEK).iterdir())) == 3
    assert tables["suppliers"].empty


def test_other_programs_are_told_the_paths(tmp_path):
    survey, out = make_survey(tmp_path / "survey"), tmp_path / "out"
    told = ["--survey", str(survey.folder), "--week", WEEK, "--suppliers", "--out", str(out), "--json"]
    result = CliRunner().invoke(app, ["template", *told])
    assert sorted(json.loads(result.stdout)["paths"]) == sorted(map(str, out.iterdir()))
