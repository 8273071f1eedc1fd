"""The scorecard against two periods worked out by hand."""

import json
from types import SimpleNamespace

import pandas as pd
import pytest
from exchange_world import NAMES, PERSON, PHONE, make_survey, rows_of, save, save_sheets

from analysis.exchange.commands import scores
from analysis.exchange.scorecard import scorecard
from analysis.jobs import clean

# (upload, period, office, received_at, outcome): 01 is on time, then late; 02 sends one period, later; 03 nothing.
UPLOADS = [
    ("a", "2020-W08", "01", "2020-02-23T23:59:00", "superseded"),
    ("b", "2020-W08", "01", "2020-02-24T10:00:00", "accepted"),
    ("c", "2020-W09", "01", "2020-03-02T00:00:01", "accepted"),
    ("d", "2020-W09", "02", None, "accepted"),
    ("e", "2020-W09", "03", "2020-02-25T08:00:00", "quarantined"),
    ("f", "2020-W07", "03", "2020-02-15T08:00:00", "accepted"),
]
FATES = {
    "a": {"kept": 40, "title": 2},
    "b": {"kept": 30, "merged": 10},
    "c": {"kept": 40},
    "d": {"kept": 8, "total": 1},
}
# d is a sheet of two forms of four rows each.
COLUMNS = {"d": json.dumps([{"field": "name", "column": "B", "unit": "", "cells": ["B3", "B9"]}])}
# (upload, period, rule, severity, count); assumptions (info) and the bureau's own business do not count.
FINDINGS = [
    ("b", "2020-W08", "number_vague", "warning", 1),
    ("b", "2020-W08", "date_year_assumed", "info", 30),
    ("c", "2020-W09", "number_vague", "warning", 2),
    ("c", "2020-W09", "cell_error", "warning", 3),
    ("c", "2020-W09", "upload_superseded", "warning", 1),
    ("d", "2020-W09", "number_negative", "error", 1),
]


@pytest.fixture
def board(tmp_path):
    survey = make_survey(tmp_path / "survey")
    uploads = pd.DataFrame(UPLOADS, columns=["upload_id", "period_id", "office", "received_at", "outcome"])
    offices = uploads.set_index("upload_id")["office"]
    periods_of = uploads.set_index("upload_id")["period_id"]
    parts = [
        {"upload_id": name, "part": "1.1", "period_id": periods_of[name], "office": offices[name], "kind": "ledger",
         "fates": json.dumps(fates), "columns": COLUMNS.get(name, "[]")}
        for name, fates in FATES.items()
    ]  # fmt: skip
    findings = pd.DataFrame(FINDINGS, columns=["upload_id", "period_id", "rule", "severity", "count"]).assign(
        part="1.1"
    )
    status = pd.DataFrame(columns=["upload_id", "part", "period_id"])
    periods = [survey.period("2020-W08"), survey.period("2020-W09")]
    tables = SimpleNamespace(
        survey=survey, uploads=uploads, parts=pd.DataFrame(parts), findings=findings, periods=periods, status=status
    )
    return scorecard(tables).set_index("office")


def test_the_verb_prints_the_table_and_writes_its_page_with_what_is_repeated(tmp_path):
    """甲县 writes 若干 in two periods running, 乙县 reports once and well, 丙县 not at all."""
    make_survey(tmp_path / "survey")
    for period, day in (("2020-W08", "2020年2月18日"), ("2020-W09", "2020年2月25日")):
        save(tmp_path / "raw" / period / "甲县.xlsx", rows_of("甲县", day=day, back="若干"))
    save(tmp_path / "raw/2020-W09/乙县.xlsx", rows_of("乙县"))
    places = {"survey": str(tmp_path / "survey"), "processed": tmp_path / "processed"}
    clean(**places, raw=tmp_path / "raw", say=lambda line: None)
    found = scores(**places, out=tmp_path / "out", lang="zh")
    assert found.lines()[1:4] == [
        "丙县\t2\t0\t–\t0\t0\t–\t0", "甲县\t2\t2\t–\t4\t4\t100.0\t1", "乙县\t2\t1\t–\t1\t0\t0.0\t0",
    ]  # fmt: skip
    html = found.page.read_text(encoding="utf-8")
    assert "甲县（2期）" in html
    assert "若干" in html
    assert PHONE not in html
    assert PERSON not in html


def test_of_a_file_of_several_offices_and_weeks_each_is_heard_and_has_its_own_findings(tmp_path):
    """甲县 and 乙县 share a workbook, in which 乙县 has a vague number; 丙县 gives two weeks in one table."""
    make_survey(tmp_path / "survey")
    sheets = {county: rows_of(county, back=back) for county, back in (("甲县", 50), ("乙县", "若干"))}
    save_sheets(tmp_path / "raw/2020-W09/两县.xlsx", sheets)
    weeks = [["企业名称", "2月18日是否复工", "2月25日是否复工"], [NAMES["丙县"][0], "否", "是"]]
    save(tmp_path / "raw/2020-W09/丙县.xlsx", weeks)
    save(tmp_path / "raw/2020-W08/甲县.xlsx", rows_of("甲县", day="2020年2月18日"))
    places = {"survey": str(tmp_path / "survey"), "processed": tmp_path / "processed"}
    clean(**places, raw=tmp_path / "raw", say=lambda line: None)
    found = scores(**places, out=tmp_path / "out", lang="zh")
    # office, periods due, reported, on time, rows, to mend, per 100 rows, repeated
    assert found.lines()[1:4] == [
        "乙县\t2\t1\t–\t1\t1\t100.0\t0", "甲县\t2\t2\t–\t4\t0\t0.0\t0", "丙县\t2\t2\t–\t1\t0\t0.0\t0",
    ]  # fmt: skip


def test_rows_findings_and_their_ratio(board):
    assert board["rows"].to_dict() == {"01": 120, "02": 2, "03": 0}
    assert board["findings"].to_dict() == {"01": 6, "02": 1, "03": 0}
    assert board["findings_per_100_rows"].fillna(-1).to_dict() == {"01": 5.0, "02": 50.0, "03": -1}


def test_on_time_is_the_first_usable_file_before_the_last_days_cut_off(board):
    assert board["periods_due"].tolist() == [2, 2, 2]
    assert board["periods_reported"].to_dict() == {"01": 2, "02": 1, "03": 0}
    assert board["periods_on_time"].fillna(-1).to_dict() == {"01": 1, "02": -1, "03": -1}


def test_repeat_offences_are_rules_broken_in_two_periods(board):
    assert board["repeated_rules"].to_dict() == {"01": "number_vague", "02": "", "03": ""}
    assert board["repeat_offences"].to_dict() == {"01": 1, "02": 0, "03": 0}
