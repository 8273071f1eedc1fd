"""The tidy tables: their columns, types and keys. The one place that says what is stored.

Codes are strings, dates are dates, money is in 10,000 yuan, percentages run from 0 to 100; missing is missing.
"""

from pathlib import Path

import pyarrow as pa

from analysis.vocabulary.files import read_rows

SCHEMA_VERSION = "2"
_TYPES = {"text": pa.string(), "count": pa.int64(), "number": pa.float64(), "flag": pa.bool_(), "day": pa.date32()}


def _read() -> dict[str, pa.Schema]:
    """Table -> its columns in their order, from ``schemas.csv``."""
    columns: dict[str, dict[str, pa.DataType]] = {}
    for row in read_rows(Path(__file__).with_suffix(".csv")):
        columns.setdefault(row["table"], {})[row["column"]] = _TYPES[row["type"]]
    return {table: pa.schema(list(types.items())) for table, types in columns.items()}


TABLES = _read()
# All others have dated rows, one file per period; this is one file for all.
UNDATED = ("enterprises",)

# What identifies a row, and the order rows are written in: the same uploads always give the same bytes.
KEYS: dict[str, tuple[str, ...]] = {
    "enterprises": ("enterprise_id", "since"),
    "status": ("enterprise_id", "as_of"),
    "projects": ("project_id", "as_of"),
    "difficulties": ("enterprise_id", "as_of", "source_cell", "category", "direction"),
    "suppliers": ("enterprise_id", "supplier_id", "input", "as_of"),
    "tasks": ("task_id", "as_of", "source_row"),
    "summaries": ("measure", "period_id", "area_code", "dimension", "member", "answer"),
    "parts": ("upload_id", "part"),
    "uploads": ("file", "upload_id"),
    "findings": ("file", "sheet", "part", "rule", "field", "cells"),
}
