"""Excel workbooks whose bytes depend on their cells alone."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from analysis.samples.grid import Grid, Upload

# XlsxWriter dates the members of its archives 1980; the creation time is the only other clock in the file.
_CREATED = datetime(2020, 2, 25, 18)


def write(upload: Upload, path: Path) -> None:
    """One worksheet per grid, with merges, hidden rows, date and percent formats, and true error cells."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": _CREATED, "comments": "示例数据，企业和人员均为虚构。"})
    formats: dict[tuple[str, bool], object] = {}

    def style(number_format: str, bold: bool):
        key = (number_format, bold)
        if key not in formats:
            wanted = {"bold": bold, "num_format": number_format or "General"}
            formats[key] = book.add_format(wanted | ({"align": "center", "valign": "vcenter"} if bold else {}))
        return formats[key]

    for grid in upload.sheets:
        _write_sheet(book.add_worksheet(grid.name), grid, style)
    book.close()


def _write_sheet(sheet, grid: Grid, style) -> None:
    merged = {(top, left): (bottom, right) for top, left, bottom, right in grid.merges}
    for row in sorted(grid.hidden_rows):
        sheet.set_row(row - 1, None, None, {"hidden": True})
    sheet.set_column(0, grid.last_column, 13)
    for (row, column), value in sorted(grid.cells.items()):
        shown = style(grid.formats.get((row, column), ""), row in grid.bold_rows)
        if (row, column) in merged:
            bottom, right = merged[row, column]
            sheet.merge_range(row - 1, column - 1, bottom - 1, right - 1, "", shown)
        if isinstance(value, date):
            sheet.write_datetime(row - 1, column - 1, datetime.combine(value, datetime.min.time()), shown)
        elif value == "#REF!":
            sheet.write_formula(row - 1, column - 1, "=#REF!+1", shown, "#REF!")
        elif isinstance(value, str):
            sheet.write_string(row - 1, column - 1, value, shown)
        else:
            sheet.write_number(row - 1, column - 1, value, shown)
