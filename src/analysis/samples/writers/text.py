"""Comma-separated text as a Chinese Windows saves it: GBK, ragged where lines end early."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from analysis.samples.grid import Upload


def write(upload: Upload, path: Path) -> None:
    """The first grid, one line per row, without trailing commas. Raises UnicodeEncodeError outside of GBK."""
    [grid] = upload.sheets
    with path.open("w", encoding="gbk", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\r\n")
        for row in range(1, grid.last_row + 1):
            last = max((column for at, column in grid.cells if at == row), default=0)
            values = [grid.cells.get((row, column)) for column in range(1, last + 1)]
            writer.writerow([value.isoformat() if isinstance(value, date) else value for value in values])
