"""The committed uploads are what the sample writes, and the truth says what stands in them, cell by cell."""

from __future__ import annotations

import csv
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlrd

from analysis.samples.build import write_sample
from analysis.samples.codes import wrong_check_character
from analysis.samples.story import AS_OF
from analysis.samples.truth import recorded
from analysis.samples.world import make_world

ROOT = Path(__file__).resolve().parents[2]
RAW = ROOT / "data" / "raw"
WEEKS = list(AS_OF)


class _Rows(HTMLParser):
    """The texts of a page's table cells, row by row."""

    def __init__(self):
        super().__init__()
        self.rows: list[list[str]] = []

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        elif tag == "td":
            self.rows[-1].append("")

    def handle_data(self, data):
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.strip("\n")


@cache
def sheets(path: Path) -> dict[str, list[list[object]]]:
    """Sheet name -> rows of cells, read without any code of ours."""
    head = path.read_bytes()[:8]
    if head.startswith(b"PK"):
        book = openpyxl.load_workbook(path)
        return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}
    if head.startswith(b"\xd0\xcf"):
        old = xlrd.open_workbook(path)
        return {sheet.name: [sheet.row_values(row) for row in range(sheet.nrows)] for sheet in old.sheets()}
    if head.startswith(b"<html"):
        page = _Rows()
        page.feed(path.read_text(encoding="utf-8"))
        return {"表1": page.rows}
    with path.open(encoding="utf-8" if path.name == "received.csv" else "gbk", newline="") as lines:
        return {"平塘县企业复工复产台账": list(csv.reader(lines))}


def files(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for week in WEEKS for path in (root / week).iterdir())


@pytest.fixture(scope="module")
def again(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("sample")
    write_sample(out)
    return out


def test_regenerating_gives_the_same_files(again):
    assert files(again / "data" / "raw") == files(RAW)


@pytest.mark.parametrize("week", WEEKS)
def test_regenerating_gives_the_same_cells(again, week):
    for path in sorted((RAW / week).iterdir()):
        made = again / "data" / "raw" / week / path.name
        assert made.read_bytes() == path.read_bytes() or sheets(made) == sheets(path), path.name


def test_regenerating_gives_the_same_register(again):
    name = Path("surveys") / "qiannan" / "register.csv"
    assert (again / name).read_text(encoding="utf-8") == (ROOT / name).read_text(encoding="utf-8")


def test_uploads_take_at_most_two_megabytes():
    assert sum((RAW / name).stat().st_size for name in files(RAW)) <= 2_000_000


@pytest.mark.parametrize("week", WEEKS)
def test_twelve_offices_but_one_missing_in_the_second_week(week):
    names = [path.name for path in (RAW / week).iterdir() if path.name != "received.csv" and "交办" not in path.name]
    corrected = [name for name in names if "更正" in name]
    assert len(names) - len(corrected) == (11 if week == "2020-W07" else 12)
    assert len(corrected) == (week == "2020-W08")


@pytest.mark.parametrize("week", WEEKS)
def test_six_departments_answer_their_tasks_from_the_third_week_on_and_the_leadership_sends_its_own(week):
    names = [path.name for path in (RAW / week).iterdir() if "交办" in path.name]
    assert len(names) == (7 if week >= "2020-W08" else 0)
    assert len({name for name in names if name.startswith("州重点")}) == (week >= "2020-W08")


def test_the_late_office_arrives_after_all_others():
    with (RAW / "2020-W08" / "received.csv").open(encoding="utf-8", newline="") as lines:
        arrived = {row["file"]: row["received_at"] for row in csv.DictReader(lines)}
    assert max(arrived, key=arrived.get).startswith("独山县")
    assert max(arrived.values()).startswith("2020-02-20")


@pytest.mark.parametrize("week", WEEKS)
def test_an_enterprise_stands_once_in_the_truth(week):
    known = recorded("status", week).query("in_register")
    assert not known["enterprise_id"].duplicated().any()


@pytest.mark.parametrize("week", WEEKS)
def test_every_row_of_the_truth_stands_in_its_file(week):
    """Name and whole numbers of each return are in the very row that the truth names."""
    former = {e.name: e.former_names for e in make_world().enterprises}
    for row in recorded("status", week).itertuples():
        sheet = sheets(RAW / week / row.source_file)[row.source_sheet]
        is_form = sheet[0][0] == "企业复工复产情况登记表"
        cells = [cell for line in (sheet if is_form else [sheet[row.source_row - 1]]) for cell in line]
        texts = [re.sub(r"\s", "", str(cell)) for cell in cells if cell not in (None, "")]
        assert any(_core(text) in (_core(row.name), _core(former.get(row.name) or "-")) for text in texts), row.name
        # A trailing .0 is what xlrd makes of whole numbers.
        numbers = {re.sub(r"\.0$|人$|余人$|^约", "", text) for text in texts}
        for value in (row.staff_normal, row.staff_back, row.mask_stock):
            assert pd.isna(value) or str(value) in numbers, (row.source_file, row.source_row, value)


def _core(name: str) -> str:
    """A name without its legal form."""
    return re.sub(r"(股份有限公司|有限责任公司|有限公司|（普通合伙）)$", "", name)


@pytest.mark.parametrize(
    ("file", "label", "label_column", "column", "off_by"),
    [
        ("都匀市工业企业复工复产情况统计表（2月25日）.xlsx", "合计", 1, 10, 0),
        ("福泉市复工复产调度表20200225.xlsx", "合计", 1, 12, 0),
        ("贵定县复工情况2.25.xls", "合计", 1, 9, 0),
        ("罗甸县复工复产日报2月25日.xlsx", "合计", 1, 8, 0),
        ("龙里县企业开工情况2月25日.xlsx", "总计", 1, 9, 0),
        ("三都水族自治县复工复产情况汇总表2-25.xlsx", "合计", 1, 9, 18),
    ],
    ids=["last", "three header rows", "first, old xls", "first, groups", "after subtotals", "forgotten: planted"],
)
def test_totals_of_staff_back_add_up_unless_planted(file, label, label_column, column, off_by):
    sheet = next(iter(sheets(RAW / "2020-W09" / file).values()))
    [shown] = [row[column - 1] for row in sheet if row[label_column - 1] == label]
    rows = recorded("status", "2020-W09").query("source_file == @file")
    assert shown - off_by == rows["staff_back"].sum()


def test_all_771_are_in_the_last_week():
    wanted = {e.uscc for e in make_world().enterprises if e.above_scale and e.normal_before_festival}
    found = recorded("status", "2020-W09").query("state in ['running', 'partial']")
    assert wanted <= set(found["enterprise_id"])


@pytest.mark.parametrize("week", WEEKS)
def test_planted_problems_are_where_the_truth_says(week):
    """Each planted cell exists, and holds what its rule is about."""
    looks = {
        "number_approximate": lambda text: text.startswith("约") or text.endswith("余人"),
        "number_vague": lambda text: text == "若干",
        "cell_error": lambda text: "#REF!" in text,
        "date_invalid": lambda text: text == "2月30日",
        "percent_too_large": lambda text: text in ("350", "350.0"),
        "state_blank": lambda text: text in ("None", ""),
        "state_digit_without_legend": lambda text: text in ("0", "1"),
        "uscc_check_character": lambda text: any(
            text == wrong_check_character(e.uscc) for e in make_world().enterprises
        ),
    }
    problems = recorded("planted", week)
    for row in problems[problems["cell"] != ""].itertuples():
        letters, number = re.fullmatch(r"([A-Z]+)(\d+)", row.cell).groups()
        column = openpyxl.utils.column_index_from_string(letters)
        line = sheets(RAW / week / row.file)[row.sheet][int(number) - 1]
        text = str(line[column - 1]) if column <= len(line) else ""
        assert looks.get(row.rule, lambda text: True)(text), (row.file, row.cell, row.rule, text)


def test_planted_problems_cover_the_rulings():
    rules = set(pd.concat(recorded("planted", week) for week in WEEKS)["rule"])
    assert rules >= {
        "state_future_date", "state_planned_date_past", "state_planned_without_date", "state_blank",
        "state_digit_without_legend",
        "date_invalid", "number_approximate", "number_vague", "percent_too_large", "cell_error",
        "staff_back_above_normal", "row_repeated", "entity_unmatched", "uscc_check_character", "row_hidden",
        "total_differs", "upload_superseded", "office_missing",
    }  # fmt: skip


@pytest.mark.parametrize("week", WEEKS)
def test_difficulties_belong_to_returns_and_quote_their_cell(week):
    keys = set(recorded("status", week)["enterprise_id"].dropna())
    told = recorded("difficulties", week)
    assert set(told["enterprise_id"]) <= keys
    none = told[told["category"] == "none"]
    assert not none["enterprise_id"].isin(told[told["category"] != "none"]["enterprise_id"]).any()
    for row in told[told["origin"] == "text"].drop_duplicates("enterprise_id").itertuples():
        sheet = sheets(RAW / week / row.source_file)[row.source_sheet]
        lines = sheet if sheet[0][0] == "企业复工复产情况登记表" else [sheet[row.source_row - 1]]
        assert any(row.text in line for line in lines)


def test_tasks_come_back_with_the_words_of_their_sheet():
    """Each answered task stands in its row, under its id or its own words."""
    told = recorded("tasks", "2020-W09")
    assert {"done", "open", "dropped"} <= set(told["state"].dropna())
    for row in told.itertuples():
        line = sheets(RAW / "2020-W09" / row.source_file)[row.source_sheet][row.source_row - 1]
        assert (row.text if pd.isna(row.task_id) else row.task_id) in line
        assert pd.isna(row.answer) or row.answer in line


def test_projects_restart_in_their_own_time():
    running = [recorded("projects", week).query("state == 'running'").shape[0] for week in WEEKS]
    assert running == sorted(running)
    assert running[0] < running[-1] < len(recorded("projects", WEEKS[-1]))


def test_suppliers_are_on_the_register():
    codes = {e.uscc for e in make_world().enterprises}
    assert set(recorded("suppliers", "2020-W09")["supplier_id"]) <= codes
    assert (recorded("suppliers", "2020-W08")["stock_days"] <= 3).any()
