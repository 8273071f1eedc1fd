"""Rules across the fields of a return. Each failure is a finding at its cell."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.intake.context import Context
from analysis.intake.entities import values_of
from analysis.intake.parts import Part
from analysis.intake.totals import ADDITIVE


def check_status(status: pd.DataFrame, parts: list[Part], context: Context) -> pd.DataFrame:
    """The status rows with impossible numbers made missing; every failed rule is a finding at its cell."""
    if status.empty:
        return status
    failures = [(name, rule, wrong) for name, rule, wrong in _failures(status) if wrong.any()]
    for name, rule, wrong in failures:
        rows = values_of(status[wrong], "part_index", "place", "source_row", "name_column", name)
        for index, place, *name_cell, value in rows:
            part = parts[index]
            column = part.first(name)
            context.findings.add(
                rule,
                part.place,
                part.cell(column, place) if column is not None else tuple(name_cell),
                field=name,
                value=f"{value:g}",
                action="missing" if rule in _IMPOSSIBLE else "kept",
            )
    for name, rule, wrong in failures:
        if rule in _IMPOSSIBLE:
            status.loc[wrong, name] = None
    return status


_IMPOSSIBLE = ("number_negative",)


def _failures(status: pd.DataFrame) -> Iterator[tuple[str, str, pd.Series]]:
    """(column, rule, which rows fail it)."""
    is_running, back = status["state"].isin(["running", "partial"]), status["staff_back"]
    for name in (*ADDITIVE, "capacity_pct"):
        yield name, "number_negative", _true(status[name] < 0)
    yield "capacity_pct", "capacity_above_100", _true(status["capacity_pct"] > 100)
    yield "staff_back", "staff_back_above_normal", _true(back > status["staff_normal"])
    yield "staff_back", "running_without_staff", _true(is_running & back.eq(0))


def _true(flags: pd.Series) -> pd.Series:
    return flags.fillna(False).astype(bool)
