"""Rules across the fields of a return. Each failure is a finding at its cell."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.intake.context import Context
from analysis.intake.parts.part import Part
from analysis.intake.rows.totals import ADDITIVE
from analysis.intake.together.gathered import values_of
from analysis.vocabulary.entries import RESUMED


def check_status(status: pd.DataFrame, parts: list[Part], context: Context) -> pd.DataFrame:
    """The status rows with impossible numbers made missing; every failed rule is a finding at its cell."""
    if status.empty:
        return status
    failures = [(name, rule, np.flatnonzero(wrong)) for name, rule, wrong in _failures(status) if wrong.any()]
    for name, rule, wrong in failures:
        rows = values_of(status, "part_index", "place", "as_of", "source_row", "name_column", name, at=wrong)
        for index, place, day, *name_cell, value in rows:
            part = parts[index]
            context.findings.add(
                rule,
                part.place,
                part.cell_of(name, place, day, tuple(name_cell)),
                field=name,
                value=f"{value:g}",
                action="missing" if rule in _IMPOSSIBLE else "kept",
            )
    for name, rule, wrong in failures:
        if rule in _IMPOSSIBLE:
            status.iloc[wrong, status.columns.get_loc(name)] = None
    return status


_IMPOSSIBLE = ("number_negative",)


def _failures(status: pd.DataFrame) -> Iterator[tuple[str, str, np.ndarray]]:
    """(column, rule, which rows fail it). A missing number fails none."""
    numbers = {name: status[name].to_numpy(float, na_value=np.nan) for name in (*ADDITIVE, "capacity_pct")}
    for name, values in numbers.items():
        yield name, "number_negative", values < 0
        numbers[name] = np.where(values < 0, np.nan, values)  # it is missing for the rules below
    for name in ("staff_normal", "staff_back"):
        yield name, "persons_not_whole", np.abs(numbers[name] - np.rint(numbers[name])) > 1e-6
    yield "capacity_pct", "capacity_above_100", numbers["capacity_pct"] > 100
    yield "staff_back", "staff_back_above_normal", numbers["staff_back"] > numbers["staff_normal"]
    is_stopped = status["state"].isin(["stopped", "planned"]).to_numpy()
    yield "capacity_pct", "stopped_with_capacity", is_stopped & (numbers["capacity_pct"] > 0)
    is_running = status["state"].isin(RESUMED).to_numpy()
    yield "staff_back", "running_without_staff", is_running & (numbers["staff_back"] == 0)
