"""Reading the small CSV files that people edit."""

from __future__ import annotations

import csv
import io
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
    rows = csv.DictReader(io.StringIO(read_text(path), newline=""))
    names = {name: name.strip() for name in rows.fieldnames or () if name}
    return [{names[k]: (v or "").strip() for k, v in row.items() if k} for row in rows if any(row.values())]
