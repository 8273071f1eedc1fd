"""Lists of difficulties beside lists of returns: all that they tell is kept, but they answer for no return."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.intake.parts.part import Part
from analysis.intake.rows.ledger import DATES, NUMBERS
from analysis.intake.together.difficulties import COPIED
from analysis.intake.together.gathered import Columns, take_rows

_TOLD = (*COPIED, "part_index", "place", "name")


def set_apart(parts: Sequence[Part], rows: Columns) -> tuple[Columns, pd.DataFrame]:
    """The rows that may be returns, and those of lists of difficulties that are none."""
    is_beside = _gives_no_value(parts, rows)
    if not is_beside.any():
        return rows, pd.DataFrame()
    beside = pd.DataFrame({name: rows[name].take(np.flatnonzero(is_beside)) for name in _TOLD}, copy=False)
    return take_rows(rows, np.flatnonzero(~is_beside)), beside


def _gives_no_value(parts: Sequence[Part], rows: Columns) -> np.ndarray:
    """Which rows are of lists of difficulties and say neither a state nor a number nor a date."""
    lists = [index for index, part in enumerate(parts) if part.kind == "difficulties"]
    found = np.isin(rows["part_index"], lists)
    if found.any():
        found &= np.asarray(rows["state"] == "unknown", bool)
        for column in (*NUMBERS, *DATES):
            found &= pd.isna(rows[column])
    return found
