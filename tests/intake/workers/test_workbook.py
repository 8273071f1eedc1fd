"""Accepted sheets against a second reader, cell by cell; and what an office's largest files come to."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import crafted as c
import pytest

from analysis.intake.errors import UnreadableUpload
from analysis.intake.sheet import CellError, Sheet, Shown
from analysis.intake.workers.workbook import open_workbook, read_uploads

HOSTILE = Path(__file__).resolve().parents[3].parent / "shared" / "hostile"
needs_hostile = pytest.mark.skipif(not HOSTILE.is_dir(), reason="the collection of hostile files is not here")

# (file, cell) -> why the readers differ there.
EXPLAINED = {
    ("56278.xlsx", (1, 1)): "a trailing blank without xml:space, which XML readers may drop",
    ("60289.xlsx", (2, 2)): "_x000d_ is a line end, which openpyxl leaves as it is",
    **dict.fromkeys(
        (("bug60858.xlsx", (2, column)) for column in range(6, 26)), "a formula without its result, to openpyxl a blank"
    ),
    **dict.fromkeys(
        (("45540_form_Header.xlsx", (row, 1)) for row in range(74, 78)), "in boxes, which openpyxl leaves out"
    ),
    **dict.fromkeys((("57826.xlsx", (2, 1)), ("simple-monthly-budget.xlsx", (25, 1))), "in boxes as well"),
}
RAISED = str.maketrans("¹²", "12", "()")  # (1) raised is ¹ to us, and no other to openpyxl
NOT_READ_BY_OPENPYXL = {"SimpleStrict.xlsx", "sample.strict.xlsx"}  # Strict Open XML: it finds no sheets


def comparable(value: object) -> object:
    """A value without what two readers may do differently: the 15th digit, microseconds, line ends,
    raised digits, empty text."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return float(f"{value:.12g}")
    if isinstance(value, datetime):
        value = (value + timedelta(milliseconds=500)).replace(microsecond=0)
        return value.date() if value.time() == time() else value
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").translate(RAISED) or None
    return value


def differences(
    sheet: Sheet, second: dict[tuple[int, int], object]
) -> Iterator[tuple[tuple[int, int], object, object]]:
    """(address, ours, the second reader's) where they disagree; either may have cells the other lacks."""
    ours = {(r, k): value for r, row in enumerate(sheet.rows, 1) for k, value in enumerate(row, 1)}
    for place in sorted(ours.keys() | second.keys()):
        if comparable(ours.get(place)) != comparable(second.get(place)):
            yield place, ours.get(place), second.get(place)


def by_openpyxl(path: Path) -> list[tuple[str, dict[tuple[int, int], object]]]:
    """Name and cells of each sheet, errors as errors."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = openpyxl.load_workbook(path, data_only=True)
    return [
        (
            sheet.title,
            {
                (cell.row, cell.column): CellError(cell.value) if cell.data_type == "e" else cell.value
                for row in sheet.iter_rows()
                for cell in row
            },
        )
        for sheet in workbook.worksheets
    ]


@needs_hostile
def test_open_xml_agrees_with_openpyxl() -> None:
    compared = unexplained = 0
    paths = [path for path in sorted(HOSTILE.glob("*.xls[xm]")) if path.stat().st_size < 150_000]
    for path, sheets in read_uploads(paths):
        if isinstance(sheets, UnreadableUpload) or path.name in NOT_READ_BY_OPENPYXL:
            continue
        try:
            second = by_openpyxl(path)
        except Exception:  # the second reader is the weaker one
            continue
        assert [sheet.name for sheet in sheets] == [name for name, _ in second], path.name
        for sheet, (_, cells) in zip(sheets, second, strict=True):
            compared += len(cells)
            for place, ours, theirs in differences(sheet, cells):
                unexplained += (path.name, place) not in EXPLAINED
                assert (path.name, place) in EXPLAINED, (path.name, sheet.name, place, ours, theirs)
    assert unexplained == 0
    assert compared > 50_000


@needs_hostile
def test_xls_agrees_with_xlrd_by_its_other_way() -> None:
    """Ours reads with formats; here types and values are asked of xlrd without them, cell by cell."""
    import xlrd

    compared = 0
    for path, sheets in read_uploads(path for path in sorted(HOSTILE.glob("*.xls")) if path.stat().st_size < 30_000):
        if isinstance(sheets, UnreadableUpload):
            continue
        try:
            book = xlrd.open_workbook(path, logfile=io.StringIO())
        except Exception:
            continue
        assert [sheet.name for sheet in sheets] == book.sheet_names()
        for sheet, second in zip(sheets, book.sheets(), strict=True):
            for row in range(second.nrows):
                for column in range(second.ncols):
                    cell, ours = second.cell(row, column), sheet.value(row + 1, column + 1)
                    compared += 1
                    if "unseen" in sheet.shown.get((row + 1, column + 1), Shown()).marks:
                        continue
                    assert same_as_xlrd(ours, cell.ctype, cell.value), (path.name, row, column, ours, cell)
    assert compared > 2_000


def same_as_xlrd(ours: object, kind: int, value: object) -> bool:
    match kind:
        case 1:
            return ours == (value or None)
        case 2:
            return ours == value or (value != value and ours == CellError("#NUM!"))
        case 3:
            return isinstance(ours, date | time | timedelta | float)
        case 4:
            return ours is bool(value)
        case 5:
            return isinstance(ours, CellError)
    return ours is None


def test_what_office_suites_would_show(tmp_path: Path) -> None:
    """Every type of cell, written by one program and read by two."""

    def write(workbook: object) -> None:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet = workbook.add_worksheet("各类")
        sheet.write_row("B3", ["企业", 1, 1.5, True, "007", "915227010123456789"])
        sheet.write_datetime("B4", datetime(2020, 2, 10), day)
        sheet.write_formula("C4", "=1/0", None, "#DIV/0!")
        sheet.write_formula("D4", "=B3", None, "企业")
        sheet.merge_range("B6:C7", "合并")

    path = tmp_path / "x.xlsx"
    path.write_bytes(c.written(write))
    ((name, cells),) = by_openpyxl(path)
    (sheet,) = open_workbook(path)
    assert (sheet.name, sheet.merges) == (name, ((6, 2, 7, 3),))
    assert list(differences(sheet, cells)) == []
    assert sheet.rows[2] == [None, "企业", 1.0, 1.5, True, "007", "915227010123456789"]
    assert sheet.rows[3] == [None, date(2020, 2, 10), CellError("#DIV/0!"), "企业"]


def test_a_million_rows_are_read(tmp_path: Path) -> None:
    """Written packed as Excel would: two columns, to Excel's last row."""
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, 1_048_577))
    path = tmp_path / "million.xlsx"
    path.write_bytes(c.xlsx(c.data(rows)))
    (sheet,) = open_workbook(path)
    assert (sheet.height, sheet.rows[-1]) == (1_048_576, [1_048_576.0])


def test_a_million_lines_are_read_and_more_refused(tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    path.write_text("1,x\n" * 1_048_576)
    assert open_workbook(path)[0].height == 1_048_576
    path.write_text("1,x\n" * 1_048_577)
    with pytest.raises(UnreadableUpload) as refusal:
        open_workbook(path)
    assert refusal.value.rule == "sheet_out_of_bounds"


def test_a_batch_keeps_its_order_and_goes_on_after_refusals(tmp_path: Path) -> None:
    contents = {
        "1.xlsx": c.ledger_xlsx(),
        "2.jpg.xls": c.JPEG,
        "3.xlsx": c.ledger_xls(),
        "4.xls": c.csv_text().encode("gbk"),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    paths = [tmp_path / name for name in contents]
    outcomes = list(read_uploads(map(str, paths)))
    assert [path for path, _ in outcomes] == paths
    assert [o.rule if isinstance(o, UnreadableUpload) else o[0].rows for _, o in outcomes] == [
        c.LEDGER,
        "photo_upload",
        c.LEDGER,
        c.LEDGER,
    ]


def test_a_text_file_lends_its_name_to_its_sheet(tmp_path: Path) -> None:
    path = tmp_path / "都匀市.csv"
    path.write_text(c.csv_text())
    assert open_workbook(path)[0].name == "都匀市"
