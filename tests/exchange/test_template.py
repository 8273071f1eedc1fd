"""The template, filled in as told, reads back without a finding, in both languages; its locks and lists are there."""

from datetime import date, datetime

import openpyxl
import pytest

from analysis.errors import SurveyError
from analysis.exchange.commands import templates
from analysis.exchange.template import HEADER_ROW, office_of, template
from analysis.exchange.template_columns import template_columns
from analysis.intake.clean import clean
from analysis.intake.uploads import list_uploads
from analysis.surveys import load_survey
from analysis.vocabulary import Vocabulary, key

AS_OF = datetime(2020, 2, 25)
# What an office fills in for one enterprise, by field; state by its place in the list of choices.
FILLED = [
    {"state": 0, "resumed_on": datetime(2020, 2, 10), "staff_normal": 120, "staff_back": 100, "capacity_pct": 85,
     "output_10k_cny": 310.5, "power_kwh": 50000, "power_base_kwh": 80000, "mask_stock": 400},
    {"state": 1, "staff_normal": 60, "staff_back": 20, "capacity_pct": 40, "difficulty_text": "缺口罩500只"},
    {"state": 2, "planned_on": datetime(2020, 3, 5), "staff_normal": 30, "staff_back": 0},
    {"state": 3, "staff_normal": 15, "staff_back": 0},
    *({"state": number, "staff_normal": 20, "staff_back": 0} for number in range(4, 11)),
]  # fmt: skip
STATES = ["running", "partial", "planned", *["stopped"] * 5, *["excluded"] * 3]
REASONS = {4: "awaiting_approval", 5: "overhaul", 6: "seasonal", 7: "long_stopped", 8: "deregistered", 9: "cancelled"}


@pytest.fixture(scope="module")
def survey():
    return load_survey("qiannan")


def book_of(content, tmp_path, name="表.xlsx"):
    path = tmp_path / "raw/2020-W09" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path, openpyxl.load_workbook(path)


def fill(book, columns):
    """Type the answers below the headers; every listed enterprise beyond the tried ones resumed."""
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[HEADER_ROW] if cell.value}
    sheet.cell(2, sheet.max_column).value = AS_OF
    row = HEADER_ROW + 1
    while sheet.cell(row, 1).value:
        answers = FILLED[row - HEADER_ROW - 1] if row - HEADER_ROW <= len(FILLED) else FILLED[0]
        for column in columns:
            if column.field in answers:
                value = answers[column.field]
                value = column.choices[value] if column.field == "state" else value
                sheet.cell(row, heads[column.header]).value = value
        row += 1
    return row - HEADER_ROW - 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_filled_in_as_told_it_reads_back_without_a_finding(survey, tmp_path, lang):
    office, period = office_of(survey, "荔波县"), survey.period("2020-W09")
    path, book = book_of(template(survey, office, period, lang), tmp_path)
    columns = template_columns(survey, Vocabulary.load(survey.overlays), lang)
    listed = fill(book, columns)
    book.save(path)
    tables = clean(survey, list_uploads(survey, tmp_path / "raw")).tables
    findings = tables["findings"]
    told = findings[~findings["rule"].isin(["office_missing", "staff_far_from_register"])]  # whose staff is another
    assert told[["sheet", "cells", "rule", "value"]].values.tolist() == []
    status = tables["status"].sort_values("source_row").reset_index(drop=True)
    assert len(status) == listed > 30
    assert status["in_register"].all()
    assert set(status["office"]) == {"522722"}
    assert set(status["as_of"]) == {date(2020, 2, 25)}
    assert status["state"].head(11).tolist() == STATES
    assert status["state_reason"].dropna().head(6).to_dict() == REASONS
    first = status.iloc[0]
    assert [first[f] for f in ("staff_normal", "staff_back", "capacity_pct", "output_10k_cny")] == [120, 100, 85, 310.5]
    assert [first[f] for f in ("power_kwh", "power_base_kwh", "mask_stock")] == [50000, 80000, 400]
    assert first["resumed_on"] == date(2020, 2, 10)
    assert status["planned_on"].iloc[2] == date(2020, 3, 5)
    assert tables["difficulties"]["category"].tolist() == ["protective_supplies"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_word_to_choose_is_a_word_of_the_checks(survey, lang):
    words = Vocabulary.load(survey.overlays)
    columns = {column.field: column for column in template_columns(survey, words, lang)}
    found = [words.states[key(choice)].state for choice in columns["state"].choices]
    assert found == STATES
    for field in ("four_category", "normal_before_festival"):
        known = words.choices["yes_no" if field == "normal_before_festival" else field]
        assert all(key(choice) in known for choice in columns[field].choices)
    assert len(columns["four_category"].choices) == 4


@pytest.mark.parametrize(
    ("lang", "named"), [("zh", "还没复工的填在“计划复工时间”"), ("en", "what is planned goes under planned date")]
)
def test_a_hint_calls_a_column_as_its_header_does(survey, tmp_path, lang, named):
    office = office_of(survey, "荔波县")
    _, book = book_of(template(survey, office, survey.period("2020-W09"), lang), tmp_path)
    hints = {check.prompt for check in book.worksheets[0].data_validations.dataValidation}
    assert any(named in hint for hint in hints)


@pytest.mark.parametrize(
    ("week", "duties", "asked", "not_asked"),
    [
        ("2020-W09", None, {"节前是否正常生产", "口罩库存（个）", "四类企业"}, {"停工前是否正常生产"}),
        ("2020-W30", None, {"停工前是否正常生产", "口罩库存（个）"}, {"节前是否正常生产"}),
        ("2020-W30", [], {"停工前是否正常生产"}, {"节前是否正常生产", "口罩库存（个）"}),
    ],
    ids=["an epidemic after the festival", "in summer", "a flood in summer"],
)
def test_what_is_asked_fits_the_survey(monkeypatch, tmp_path, week, duties, asked, not_asked):
    survey = load_survey("qiannan")
    if duties is not None:
        monkeypatch.setitem(vars(survey), "duties", duties)
    _, book = book_of(template(survey, office_of(survey, "荔波县"), survey.period(week), "zh"), tmp_path)
    heads = {cell.value for cell in book.worksheets[0][HEADER_ROW]}
    assert asked <= heads
    assert not heads & not_asked
    day = "2020-3-1" if week == "2020-W09" else "2020-7-26"
    assert any(f"如 {day}。" in check.prompt for check in book.worksheets[0].data_validations.dataValidation)


def test_english_lists_hold_words_not_codes(survey):
    columns = template_columns(survey, Vocabulary.load(survey.overlays), "en")
    assert [choice for column in columns for choice in column.choices if "_" in choice] == []


def test_headers_and_listed_enterprises_are_locked_and_the_rest_is_open(survey, tmp_path):
    content = template(survey, office_of(survey, "522722"), survey.period("2020-W09"), "zh")
    sheet = book_of(content, tmp_path)[1].worksheets[0]
    assert sheet.protection.sheet
    heads = {cell.value: cell.column for cell in sheet[HEADER_ROW]}
    assert all(cell.protection.locked for cell in sheet[HEADER_ROW])
    assert {"返岗人数（人）", "产值（万元）", "用电量（千瓦时）", "产能恢复率（%）"} <= set(heads)
    assert sheet.cell(4, heads["企业名称"]).protection.locked
    assert not sheet.cell(4, heads["复工情况"]).protection.locked
    last = max(row for row in range(4, sheet.max_row + 1) if sheet.cell(row, 1).value)
    assert not sheet.cell(last + 1, heads["企业名称"]).protection.locked
    assert sheet.cell(4, heads["统一社会信用代码"]).data_type == "s"


def test_lists_and_checks_cover_listed_and_spare_rows(survey, tmp_path):
    content = template(survey, office_of(survey, "522722"), survey.period("2020-W09"), "zh")
    sheet = book_of(content, tmp_path)[1].worksheets[0]
    checks = {str(check.sqref): check for check in sheet.data_validations.dataValidation}
    kinds = [check.type for check in checks.values()]
    assert kinds.count("list") == 3
    assert {"date", "custom", "decimal", "whole"} <= set(kinds)
    states = next(check for check in checks.values() if "拟复工" in (check.formula1 or ""))
    assert states.formula1.strip('"').split(",")[:3] == ["已复工", "部分复工", "拟复工"]
    assert all(len(check.formula1 or "") <= 257 and len(check.prompt or "") <= 255 for check in checks.values())
    assert all(check.showErrorMessage for check in checks.values())
    planned = next(cell.column_letter for cell in sheet[HEADER_ROW] if cell.value == "计划复工时间")
    later = [area for area, check in checks.items() if (check.type, check.operator) == ("date", "greaterThan")]
    assert [area.split(":")[0] for area in later] == [f"{planned}{HEADER_ROW + 1}"]


@pytest.fixture
def park(tmp_path):
    """A survey in which a park reports for two counties and nobody tells categories apart."""
    folder = tmp_path / "survey"
    folder.mkdir()
    (folder / "survey.yml").write_text(
        "title: {zh: 虚构州}\narea: '00'\nregions: own\noffices: [{code: P, name: 虚构园区}]\n", encoding="utf-8"
    )
    regions = "code,name,name_en,aliases\n00,虚构州,,\n01,甲县,,\n02,乙县,,\n"
    (folder / "regions.csv").write_text(regions, encoding="utf-8")
    register = "name,county_code,park\n一厂（虚构）,01,虚构园区\n二厂（虚构）,02,虚构园区\n三厂（虚构）,02,别的\n"
    (folder / "register.csv").write_text(register, encoding="utf-8")
    return load_survey(folder)


def test_an_office_that_is_no_county_is_asked_for_the_county(park, tmp_path):
    content = template(park, park.offices[0], park.period("2020-W09"), "zh")
    sheet = book_of(content, tmp_path)[1].worksheets[0]
    rows = [[cell.value for cell in row[:3]] for row in sheet.iter_rows(HEADER_ROW, HEADER_ROW + 3)]
    assert rows == [
        ["企业名称", "统一社会信用代码", "县（市、区）"],
        ["一厂（虚构）", None, "甲县"],
        ["二厂（虚构）", None, "乙县"],
        [None, None, None],
    ]


def test_nobody_is_asked_for_categories_that_the_register_does_not_have(survey, park, tmp_path):
    for asked, office in ((True, survey.offices[0]), (False, park.offices[0])):
        content = template(survey if asked else park, office, survey.period("2020-W09"), "zh")
        sheet = book_of(content, tmp_path)[1].worksheets[0]
        assert ("四类企业" in {cell.value for cell in sheet[HEADER_ROW]}) == asked


def test_a_survey_without_offices_says_so_instead_of_making_nothing():
    with pytest.raises(SurveyError, match="nobody must report to the survey uk-bics: name them"):
        templates(survey="uk-bics", period="wave-52")
