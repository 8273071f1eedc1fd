"""Where the values of a tidy row stand: in its own row of an upload, or in one of another list that completed it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

COMPLETED = "source_more"  # the column that tells it
_PLACE = ("upload_id", "part", "source_file", "source_sheet", "source_row")


def told_by(row: Mapping[str, object], fields: Iterable[str]) -> dict[str, object]:
    """What is noted of a row that completes another: which ``fields`` it told, and where it stands."""
    return {"fields": [*fields]} | {name: row[name] for name in _PLACE} | {"source_column": row["name_column"]}


def noted(completing: list[dict[str, object]]) -> str:
    """The rows that complete another as text, to be stored beside it."""
    return json.dumps(completing, ensure_ascii=False, default=int)


def completing(row: Mapping[str, object]) -> list[dict[str, object]]:
    """The rows that completed one of a tidy table, each as ``told_by`` noted it."""
    stored = row.get(COMPLETED)
    return json.loads(stored) if isinstance(stored, str) else []


def source_of(row: Mapping[str, object], field: str) -> Mapping[str, object]:
    """The row with the place of the one that told a field: mostly its own."""
    other = next((other for other in completing(row) if field in other["fields"]), None)
    return {**row, **other} if other else row
