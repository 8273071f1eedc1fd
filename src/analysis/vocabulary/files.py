"""Reading the small CSV files that people edit."""

from __future__ import annotations

import csv
import io
from itertools import zip_longest
from pathlib import Path


def read_text(path: Path) -> str:
    """A text that people edit: UTF-8, or GB 18030 as Excel in China saves its plain CSV files."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


def read_rows(path: Path) -> list[dict[str, str]]:
    """One dict per row of a CSV with a header; empty lines are passed over, cells stripped."""
    lines = csv.reader(io.StringIO(read_text(path), newline=""))
    names = [name.strip() for name in next(lines, ())]
    blank = [""] * len(names)
    found = []
    for cells in lines:
        if any(cells):
            row = dict(zip(names, map(str.strip, cells + blank[len(cells) :]), strict=False))
            row.pop("", None)
            found.append(row)
    return found


def read_columns(path: Path) -> dict[str, list[str]]:
    """Each column of a CSV with a header, of as many rows as ``read_rows`` gives: for lists of a country's length."""
    lines = csv.reader(io.StringIO(read_text(path), newline=""))
    names = [name.strip() for name in next(lines, ())]
    rows = [line for line in lines if any(line)]
    columns = zip_longest(names, zip_longest(*rows, fillvalue=""), fillvalue=("",) * len(rows))
    return {name: list(map(str.strip, cells)) for name, cells in columns if name}
