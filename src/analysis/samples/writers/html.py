"""A web page that a reporting system saves under the name of a workbook."""

from __future__ import annotations

from datetime import date
from html import escape
from pathlib import Path

from analysis.samples.grid import Grid, Upload

_PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{title}</title></head>
<body>
{tables}
</body>
</html>
"""


def write(upload: Upload, path: Path) -> None:
    """One table per grid; merges become spans."""
    tables = "\n".join(_table(grid) for grid in upload.sheets)
    page = _PAGE.format(title=escape(upload.sheets[0].name), tables=tables)
    path.write_text(page, encoding="utf-8", newline="\n")


def _table(grid: Grid) -> str:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in grid.merges}
    covered = {
        (row, column)
        for top, left, bottom, right in grid.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    } - set(spans)
    lines = ["<table border=1>"]
    for row in range(1, grid.last_row + 1):
        cells = [
            _cell(grid.cells.get((row, column)), *spans.get((row, column), (1, 1)))
            for column in range(1, grid.last_column + 1)
            if (row, column) not in covered
        ]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return "\n".join([*lines, "</table>"])


def _cell(value: object, rows: int, columns: int) -> str:
    span = (f" rowspan={rows}" if rows > 1 else "") + (f" colspan={columns}" if columns > 1 else "")
    text = value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
    return f"<td{span}>{escape(text)}</td>"
