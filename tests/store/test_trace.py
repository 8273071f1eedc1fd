"""A value goes back to the cell it came from: a second reader of the workbook finds the same number or day there."""

import csv
import dataclasses
import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlrd
from openpyxl.utils.cell import coordinate_from_string
from small_survey import ONE, TWO, cleaned

import analysis
from analysis.errors import SurveyError
from analysis.intake.sources import source_of
from analysis.store.trace import value_cells

RAW = Path(__file__).parents[2] / "data" / "raw"

PLAIN = {
    "name": "2020-W09",
    "staff_normal": "2020-W09",
    "staff_back": "2020-W09",
    "capacity_pct": "2020-W09",
    "resumed_on": "2020-W09",
    "planned_on": "2020-W06",  # later most have resumed
    "mask_stock": "2020-W08",
}

ANSWERS = (
    *("name", "state", "state_reason", "resumed_on", "planned_on", "applied_on", "inspected_on", "approved_on"),
    *("staff_normal", "staff_back", "capacity_pct", "output_10k_cny", "power_kwh", "power_base_kwh", "mask_stock"),
)


@pytest.fixture(scope="module")
def tables(processed):
    return analysis.open_tables("qiannan", processed=processed)


@cache
def opened(file):
    """An upload by openpyxl, xlrd or csv: (sheet, cell) -> value. None for the web page that calls itself .xls."""
    path = RAW / file
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path, data_only=True)
        return lambda sheet, cell: book[sheet][cell].value
    if path.suffix == ".csv":
        grid = list(csv.reader(path.read_text(encoding="gb18030").splitlines()))
        return lambda sheet, cell: grid[int(position(cell)[1]) - 1][position(cell)[0] - 1]
    if path.read_bytes()[:4] != b"\xd0\xcf\x11\xe0":
        return None
    old = xlrd.open_workbook(path)
    return lambda sheet, cell: old_value(old, sheet, cell)


def position(cell):
    letters, row = coordinate_from_string(cell)
    return openpyxl.utils.column_index_from_string(letters), row


def old_value(book, sheet, cell):
    column, row = position(cell)
    found = book.sheet_by_name(sheet).cell(row - 1, column - 1)
    return xlrd.xldate_as_datetime(found.value, book.datemode) if found.ctype == xlrd.XL_CELL_DATE else found.value


def same(raw, value, field):
    """Whether a cell says what the table says; None where a person could not tell at once (about, 万, a word)."""
    if field == "name":
        return re.sub(r"\s", "", str(raw)) == re.sub(r"\s", "", value) if "(" not in str(raw) else None
    if field.endswith("_on"):
        return same_day(raw, value)
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(人|只|个|%|％)?", str(raw).strip())
    if not found:
        return None
    number = float(found[1])
    return value in (number, pytest.approx(number * 100)) if field == "capacity_pct" else value == number


def same_day(raw, value):
    if isinstance(raw, datetime):
        return raw.date() == value.date()
    numbers = [int(number) for number in re.findall(r"\d+", str(raw))]
    numbers = numbers[-2:] if len(numbers) in (2, 3) else []
    return (value.month, value.day) == tuple(numbers) if numbers else None


@pytest.mark.parametrize(("field", "period"), PLAIN.items(), ids=PLAIN)
def test_the_traced_cell_holds_the_value(tables, field, period):
    rows = tables.status[tables.status["period_id"].eq(period) & tables.status["enterprise_id"].notna()]
    rows = rows.sort_values("as_of").drop_duplicates("enterprise_id", keep="last").dropna(subset=[field])
    rows = pd.concat([group.iloc[::12] for _, group in rows.groupby("source_file")])
    told = []
    for enterprise in rows["enterprise_id"]:
        cells = analysis.trace(tables, enterprise, field, period)
        if (reader := opened(cells["file"].iloc[0])) is None:
            continue
        raw = [reader(sheet, cell) for sheet, cell in zip(cells["sheet"], cells["cell"], strict=True)]
        verdicts = [same(value, cells["value"].iloc[0], field) for value in raw if value not in (None, "")]
        assert True in verdicts or None in verdicts, (cells.to_dict("records"), raw)
        told.append(True in verdicts)
    assert told.count(True) >= 20
    assert told.count(True) >= 0.6 * len(told)


def test_every_value_of_the_sample_has_a_cell(tables):
    asked = {
        place: json.loads(text) for place, text in tables.parts.set_index(["upload_id", "part"])["columns"].items()
    }
    rows = tables.status.to_dict("records")
    values = [(row, field) for row in rows for field in ANSWERS if not pd.isna(row[field])]
    told = [(source_of(row, field), field) for row, field in values]
    without = [field for row, field in told if not any(value_cells(asked[row["upload_id"], row["part"]], field, row))]
    assert (len(values) > 25_000, without) == (True, [])


def test_a_forms_value_is_found_in_the_form(tables):
    """荔波's forms: the name stands in B3, the staff back in B9 of the enterprise's own sheet."""
    rows = tables.status[
        tables.status["source_file"].str.contains("2020-W09/荔波") & tables.status["source_sheet"].eq("1")
    ]
    found = analysis.trace(tables, rows["enterprise_id"].iloc[0], "staff_back", "2020-W09")
    assert found[["sheet", "cell", "header", "value"]].values.tolist() == [["1", "B9", "已返岗人数", 118]]


INDICATORS = [[ONE, "是否复工", "是"], [ONE, "返岗人数", 6]]


@pytest.mark.parametrize(
    ("rows", "field", "cell", "value"),
    [
        ([["企业名称", ONE, TWO], ["是否复工", "是", "否"], ["返岗人数", 40, 5]], "staff_back", "C3", 5),
        ([["日期", ONE, TWO], ["2月24日", "已复工", "否"], ["2月25日", "是", "已复工"]], "state", "C3", "running"),
        ([["企业名称", ONE, "企业名称", TWO], ["返岗人数", 40, "返岗人数", 5]], "staff_back", "D2", 5),
        ([["虚构二厂复工情况"], ["是否复工", "否"], ["返岗人数", 5], ["职工总数", 9]], "staff_back", "B3", 5),
        ([["日期", TWO, ONE], ["2月24日", "否", "否"], ["2月25日", "已复工", "否"]], "name", "B1", TWO),
        ([[f"企业名称：{TWO}；返岗人数：5"], [f"企业名称：{ONE}；返岗人数：6"]], "staff_back", "A1", 5),
        ([["企业", "指标", "数值"], [TWO, "是否复工", "否"], [TWO, "返岗人数", 5], *INDICATORS], "name", "A2", TWO),
        (
            [["企业名称", "返岗人数"], ["一、已复工企业"], [ONE, 5], ["二、未复工企业"], [TWO, 0]],
            "state",
            "A4",
            "stopped",
        ),
        ([["未复工企业"], ["企业名称", "返岗人数"], [ONE, 5], [TWO, 0]], "state", "A1", "stopped"),
    ],
    ids=[
        *("across", "days down", "forms abreast", "named by its title", "a name above days", "in the first cell"),
        *("a row an indicator", "under a group", "under a title"),
    ],
)
def test_of_enterprises_abreast_each_has_its_own_cell(tmp_path, rows, field, cell, value):
    tables = cleaned(tmp_path, {"甲县2月25日": rows})
    row = tables["status"].query("name in [@TWO, '虚构二厂']").sort_values("as_of").iloc[-1]
    columns = json.loads(tables["parts"]["columns"].iloc[0])
    assert [found for found, _ in value_cells(columns, field, row.to_dict())] == [cell]
    assert row[field] == value


STATES = [["企业名称", "是否复工"], [ONE, "是"], [TWO, "否"]]
STAFF = [["职工总数", "返岗人数", "企业名称"], [60, 50, ONE], [30, 5, TWO]]
FORMS = [["企业名称", ONE, "企业名称", TWO], ["口罩库存", 300, "口罩库存", 500]]


def test_what_another_list_told_is_in_its_own_cell(tmp_path):
    """A list of states, one of staff and a sheet of forms make one return for each enterprise."""
    tables = cleaned(tmp_path, {"表1复工": STATES, "表2用工": STAFF, "表3物资": FORMS})
    row = tables["status"].query("name == @TWO").iloc[0].to_dict()
    parts = tables["parts"].set_index(["upload_id", "part"])
    found = {}
    for field in ("state", "staff_normal", "staff_back", "mask_stock"):
        told = source_of(row, field)
        cells = value_cells(json.loads(parts.loc[(told["upload_id"], told["part"]), "columns"]), field, told)
        found[field] = (told["source_file"].rpartition("/")[2], [cell for cell, _ in cells])
    assert found == {
        "state": ("表1复工.csv", ["B3"]),
        "staff_normal": ("表2用工.csv", ["A3"]),
        "staff_back": ("表2用工.csv", ["B3"]),
        "mask_stock": ("表3物资.csv", ["D2"]),
    }


def test_a_state_has_all_cells_that_may_have_decided_it(tables):
    rows = tables.status[tables.status["source_file"].str.contains("2020-W09/三都") & tables.status["source_row"].eq(7)]
    found = analysis.trace(tables, rows["enterprise_id"].iloc[0], "state")
    assert found["cell"].tolist() == ["E7", "F7", "G7", "M7"]
    assert found["header"].str.split("/").str[-1].tolist() == ["是否复工", "复工时间", "计划复工时间", "备注"]


def test_a_field_that_was_not_asked_has_no_cell(tables):
    rows = tables.status[tables.status["source_file"].str.contains("2020-W09/三都")]
    assert analysis.trace(tables, rows["enterprise_id"].iloc[0], "power_kwh").empty


@pytest.mark.parametrize(
    ("enterprise", "field", "named"),
    [("nobody", "staff_back", "nobody"), ("", "source_row", "source_row"), ("", "staff_bakc", "staff_bakc")],
)
def test_what_does_not_exist_is_named(tables, enterprise, field, named):
    enterprise = enterprise or tables.status["enterprise_id"].dropna().iloc[-1]
    with pytest.raises(SurveyError, match=named):
        analysis.trace(tables, enterprise, field)


def test_a_name_in_place_of_an_id_and_a_wrong_field_are_answered_with_what_is_meant(tables):
    row = tables.status.dropna(subset="enterprise_id").iloc[-1]
    known = tables.enterprises.set_index("enterprise_id")["name"]
    with pytest.raises(SurveyError, match=re.escape(row["enterprise_id"])):
        analysis.trace(tables, known[row["enterprise_id"]], "staff_back")
    with pytest.raises(SurveyError, match="staff_normal, staff_back"):
        analysis.trace(tables, row["enterprise_id"], "staff")


def test_the_tables_say_what_they_are_without_being_loaded(tables):
    fresh = dataclasses.replace(tables)
    assert re.fullmatch(r"<tables of [^<>]+; base expected, zh, internal; enterprises, status, .+>", repr(fresh))
    assert "status" not in vars(fresh)


def test_a_single_table_is_refused_with_what_is_wanted(tables):
    with pytest.raises(TypeError, match=r"takes the tables of open_tables\(\) first, not DataFrame"):
        analysis.trace(tables.status, "E1", "state")
