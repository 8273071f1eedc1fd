"""Workbooks of the old Excel, as many offices still send them (needs xlwt, a development dependency)."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from analysis.samples.grid import Upload


def write(upload: Upload, path: Path) -> None:
    """One worksheet per grid, with merges and dates."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    for grid in upload.sheets:
        sheet = book.add_sheet(grid.name)
        styles = {name: xlwt.easyxf(num_format_str=name or "General") for name in {"", *grid.formats.values()}}
        merged = {(top, left): (bottom, right) for top, left, bottom, right in grid.merges}
        for (row, column), value in sorted(grid.cells.items()):
            style = styles[grid.formats.get((row, column), "")]
            if isinstance(value, date):
                value = datetime.combine(value, datetime.min.time())
            if (row, column) in merged:
                bottom, right = merged[row, column]
                sheet.write_merge(row - 1, bottom - 1, column - 1, right - 1, value, style)
            else:
                sheet.write(row - 1, column - 1, value, style)
    book.save(str(path))
