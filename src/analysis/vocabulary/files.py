"""Reading the small CSV files that people edit."""

from __future__ import annotations

import csv
from pathlib import Path


def read_rows(path: Path) -> list[dict[str, str]]:
    """One dict per row of a UTF-8 CSV with a header; empty lines are passed over, cells stripped."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        return [{k: (v or "").strip() for k, v in row.items() if k} for row in rows if any(row.values())]
