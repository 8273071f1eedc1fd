"""From the rows that a reader of workbooks gives to a Sheet, with what the scan of its part knows."""

from __future__ import annotations

from collections.abc import Iterator

from ..sheet import CellError, CellValue, Merge, Sheet
from .grid import check_bounds, make_sheet
from .sheetscan import SheetScan


def clean_rows(
    rows: Iterator[list[CellValue]], skipped_columns: int = 0, is_long: bool = False
) -> list[list[CellValue]]:
    """Rows with None for blanks; of long lists, equal texts as one object, or they would fill the memory."""
    skipped = [None] * skipped_columns
    once = {"": None}.setdefault
    cleaned = []
    for row in rows:
        if is_long:
            cells = [once(cell, cell) if type(cell) is str else cell for cell in row]
        else:
            cells = [cell if cell or type(cell) is not str else None for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        cleaned.append(skipped + cells if skipped and cells else cells)
    return cleaned


def finished_sheet(name: str, rows: list, merges: list[Merge], hidden: bool, scan: SheetScan) -> Sheet:
    """A Sheet from read rows and what a scan knows of hidden parts and errors."""
    for (row, column), code in scan.errors.items():
        check_bounds(name, row, column)
        rows.extend([] for _ in range(row - len(rows)))
        cells = rows[row - 1]
        cells.extend([None] * (column - len(cells)))
        cells[column - 1] = CellError(code)
    width = max(map(len, rows), default=0)
    return make_sheet(
        name, rows, merges, hidden=hidden, hidden_rows=scan.hidden_rows, hidden_columns=scan.hidden_columns(width)
    )
