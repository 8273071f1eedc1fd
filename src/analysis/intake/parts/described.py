"""A part's columns as one text of JSON, by which any value goes back to its cell."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache

from analysis.intake.addresses import parse_cell
from analysis.intake.findings import Cell
from analysis.intake.headers.column import ColumnMatch
from analysis.intake.headers.days import HeaderDate
from analysis.intake.sheet import cell_name, column_letter


def describe_columns(columns: Sequence[ColumnMatch], where: list[list[Cell]] | None, first_row: int) -> str:
    """A list of each column's field, letter, header path and unit.

    ``date`` (month-day) where a header names the day its column speaks of; ``cells`` of a form's records, in order.
    ``where`` as in ``Part``: a form's record that lacks a label has it in the first column of ``first_row``.
    """
    return _joined(tuple(_columns(columns, where, first_row)))


@lru_cache(4096)  # one text for all sheets with the same form: it travels once
def _joined(columns: tuple[str, ...]) -> str:
    return f"[{', '.join(columns)}]"


def columns_of(described: str) -> tuple[list[ColumnMatch], list[list[Cell]] | None]:
    """The columns, as far as a description tells them, and of forms where each value stands (see ``Part.where``)."""
    told = json.loads(described)
    columns = [
        ColumnMatch(
            parse_cell(f"{column['column'] or 'A'}1")[1],
            column["field"],
            unit=column["unit"],
            date=HeaderDate(None, *map(int, column["date"].split("-"))) if "date" in column else None,
        )
        for column in told
    ]
    if not any("cells" in column for column in told):
        return columns, None
    return columns, [[parse_cell(cell or "A1") for cell in column["cells"]] for column in told]


def _columns(columns: Sequence[ColumnMatch], where: list[list[Cell]] | None, first_row: int) -> Iterator[str]:
    nowhere = (first_row, 1)
    for at, match in enumerate(columns):
        cells = None
        if where is not None:
            cells = tuple("" if cell == nowhere else cell_name(*cell) for cell in where[at])
        yield _column(match.field, match.column, match.path, match.unit, match.date, cells)


@lru_cache(4096)  # offices of one form have the same columns
def _column(
    field: str | None,
    column: int,
    path: tuple[str, ...],
    unit: str,
    date: HeaderDate | None,
    cells: tuple[str, ...] | None,
) -> str:
    found = {"field": field, "column": column_letter(column), "header": "/".join(path), "unit": unit}
    if date:
        found["date"] = f"{date.month:02d}-{date.day:02d}"
    if cells is not None:
        found |= {"cells": cells, "column": next(filter(None, cells), "").rstrip("0123456789")}
    return json.dumps(found, ensure_ascii=False)
