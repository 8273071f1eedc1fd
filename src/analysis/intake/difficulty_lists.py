"""Lists of difficulties beside lists of returns: all that they tell is kept, but they answer for no return."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.intake.difficulties import COPIED
from analysis.intake.entities import values_of
from analysis.intake.findings import Findings
from analysis.intake.gathered import Columns, take_rows
from analysis.intake.ledger import DATES, NUMBERS
from analysis.intake.parts import Part

_TOLD = (*COPIED, "part_index", "place", "name")


def set_apart(parts: Sequence[Part], rows: Columns, findings: Findings) -> tuple[Columns, pd.DataFrame]:
    """The rows that may be returns, and those of lists of difficulties that are none.

    A list of difficulties has a row per difficulty, and where a county's returns are there, the list adds none to them.
    Where none are, who stands in it has answered, and its state is unknown.
    """
    at = np.flatnonzero(_gives_no_value(parts, rows))
    if not len(at):
        return rows, pd.DataFrame()
    others = np.setdiff1d(np.arange(len(rows["who"])), at)
    returned = {*values_of(rows, "county_code", "period_id", at=others)}
    heard: set[tuple] = set()
    apart = []
    told = ("who", "county_code", "period_id", "as_of", "part_index", "source_row", "name_column", "name")
    rows_told = zip(at, values_of(rows, *told, at=at), strict=True)
    for place, (who, county, period, as_of, index, row, column, name) in rows_told:
        if (county, period) in returned or (who, as_of) in heard:
            apart.append(place)
        else:
            heard.add((who, as_of))
            findings.add("state_blank", parts[index].place, (row, column), field="name", value=name)
    beside = pd.DataFrame({name: rows[name].take(apart) for name in _TOLD}, copy=False)
    return take_rows(rows, np.setdiff1d(np.arange(len(rows["who"])), apart)), beside


def _gives_no_value(parts: Sequence[Part], rows: Columns) -> np.ndarray:
    """Which rows are of lists of difficulties and say neither a state nor a number nor a date."""
    lists = [index for index, part in enumerate(parts) if part.kind == "difficulties"]
    found = np.isin(rows["part_index"], lists)
    if found.any():
        found &= np.asarray(rows["state"] == "unknown", bool)
        for column in (*NUMBERS, *DATES):
            found &= pd.isna(rows[column])
    return found
