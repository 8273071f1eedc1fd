"""docs/tables.md tells an analyst every column of every table, and none that is not there."""

import re
from pathlib import Path

from analysis.store.schemas import TABLES

PAGE = Path(__file__).parents[2] / "docs" / "tables.md"
# Told once above for all tables of rows from uploads.
COMMON = {"upload_id", "part", "source_file", "source_sheet", "source_row"}


def described() -> dict[str, set[str]]:
    """Table to the columns that stand in the first cells under its heading, or in the second of those named there."""
    found: dict[str, set[str]] = {}
    for section in PAGE.read_text("utf-8").split("\n## ")[1:]:
        heading, *lines = section.splitlines()
        for line in (line for line in lines if line.startswith("| ") and "`" in line):
            first, second, *_ = line.strip("| ").split(" | ")
            table, names = (first, second) if first in TABLES else (heading.split(" ")[0], first)
            found.setdefault(table, set()).update(re.findall(r"`(\w+)`", names))
    return found


def test_every_column_of_every_table_is_described():
    columns = {name: set(schema.names) for name, schema in TABLES.items()}
    told = {name: names | (COMMON & columns[name]) for name, names in described().items()}
    assert told == columns
