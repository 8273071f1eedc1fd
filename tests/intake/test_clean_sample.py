"""The sample's uploads against the truth they were written from, cell by cell."""

import json
from pathlib import Path

import pandas as pd
import pytest

from analysis.samples.truth import recorded
from analysis.store import load

ROOT = Path(__file__).parents[2]
PERIODS = ["2020-W06", "2020-W07", "2020-W08", "2020-W09"]
DATES = ["resumed_on", "planned_on", "applied_on", "inspected_on", "approved_on"]
NUMBERS = [
    "staff_normal", "staff_back", "capacity_pct", "output_10k_cny", "power_kwh", "power_base_kwh", "mask_stock",
]  # fmt: skip
CODES = ["in_register", "county_code", "state", "state_reason", "source_row"]
KEY = ["who", "as_of"]


def keyed(frame):
    who = frame["enterprise_id"].astype("object").fillna(frame["name"])
    return frame.assign(who=who, as_of=pd.to_datetime(frame["as_of"])).set_index(KEY).sort_index()


@pytest.fixture(scope="module")
def status(processed):
    return keyed(load(processed, "status"))


@pytest.fixture(scope="module")
def wanted():
    return keyed(pd.concat([recorded("status", period) for period in PERIODS]))


def test_every_enterprise_week_is_found_and_none_extra(status, wanted):
    assert status.index.is_unique
    assert list(status.index) == list(wanted.index)


@pytest.mark.parametrize("column", CODES)
def test_codes_are_equal(status, wanted, column):
    got, want = status[column].astype("object"), wanted[column].astype("object")
    differing = ~((got == want) | (got.isna() & want.isna()))
    if column == "county_code":  # the truth leaves the county of enterprises outside the register open
        differing &= status["in_register"]
    assert status[differing].empty


@pytest.mark.parametrize("column", DATES)
def test_dates_are_equal(status, wanted, column):
    got, want = pd.to_datetime(status[column]), pd.to_datetime(wanted[column])
    assert status[~((got == want) | (got.isna() & want.isna()))].empty


@pytest.mark.parametrize("column", NUMBERS)
def test_numbers_are_equal(status, wanted, column):
    got = status[column].astype("Float64").astype("float64")
    want = pd.to_numeric(wanted[column]).astype("Float64").astype("float64")
    assert status[~(((got - want).abs() < 1e-6) | (got.isna() & want.isna()))].empty


@pytest.mark.parametrize("period", PERIODS)
def test_every_planted_problem_is_found_at_its_cell(processed, period):
    findings = load(processed, "findings", [period])
    found = {
        (file, rule, cell)
        for file, rule, cells in findings[["file", "rule", "cells"]].itertuples(index=False)
        for cell in expanded(cells)
    }
    planted = recorded("planted", period)
    missed = [
        (problem.file, problem.sheet, problem.cell, problem.rule)
        for problem in planted.itertuples()
        if problem.file and (f"{period}/{problem.file}", problem.rule, problem.cell) not in found
        and not (not problem.cell and any(f == f"{period}/{problem.file}" and r == problem.rule for f, r, _ in found))
    ]  # fmt: skip
    assert missed == []


def expanded(cells):
    """A5:A7,C2 -> A5, A6, A7, C2; an empty text -> ''."""
    for piece in (cells or "").split(","):
        first, _, last = piece.partition(":")
        letters = first.rstrip("0123456789")
        numbers = [int(cell[len(letters) :]) for cell in (first, last or first) if cell]
        yield from [f"{letters}{n}" for n in range(numbers[0], numbers[1] + 1)] if numbers else [""]


def test_the_office_that_sent_nothing_is_named(processed):
    findings = load(processed, "findings", ["2020-W07"])
    assert findings.loc[findings["rule"].eq("office_missing"), "value"].tolist() == ["独山县"]


def test_fates_of_rows_add_up_to_the_sheets(processed):
    """A second reader counts the rows of every sheet of the xlsx uploads."""
    import openpyxl

    parts = load(processed, "parts", ["2020-W08"])
    sheets = parts[parts["source_file"].str.endswith(".xlsx")].groupby(["source_file", "sheet"])
    for (file, name), rows in sheets:
        counted = sum(sum(json.loads(fates).values()) for fates in rows["fates"])
        sheet = openpyxl.load_workbook(ROOT / "data/raw" / file)[name]
        assert counted == sheet.max_row, (file, name)


def test_no_personal_data_is_stored(processed):
    content = b"".join(path.read_bytes() for path in processed.rglob("*.parquet"))
    texts = " ".join(
        str(value)
        for table in ("status", "difficulties", "projects", "findings", "parts")
        for value in load(processed, table).select_dtypes(["object", "str"]).to_numpy().ravel()
    )
    assert b"1380000" not in content
    assert "1380000" not in texts
    assert "示例工" not in texts


def test_the_same_uploads_give_the_same_bytes(processed, tmp_path):
    from analysis.jobs import clean

    clean(survey="qiannan", raw=ROOT / "data/raw", processed=tmp_path / "again", say=lambda line: None)
    for path in processed.rglob("*.parquet"):
        assert path.read_bytes() == (tmp_path / "again" / path.relative_to(processed)).read_bytes(), path.name
