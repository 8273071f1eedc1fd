"""Rules across the fields of a return. Each failure is a finding at its cell."""

from __future__ import annotations

import pandas as pd

from analysis.intake.context import Context
from analysis.intake.parts import Part
from analysis.intake.totals import ADDITIVE


def check_status(status: pd.DataFrame, parts: list[Part], context: Context) -> pd.DataFrame:
    """The status rows with impossible numbers made missing; every failed rule is a finding at its cell."""
    if status.empty:
        return status
    failures = _failures(status)
    for failure in failures.itertuples():
        row = status.loc[failure.index]
        part = parts[row["part_index"]]
        column = part.first(failure.column)
        context.findings.add(
            failure.check,
            part.place,
            part.cell(column, row["place"]) if column is not None else (row["source_row"], row["name_column"]),
            field=failure.column,
            value=f"{row[failure.column]:g}",
            action="missing" if failure.check in _IMPOSSIBLE else "kept",
        )
    for failure in failures[failures["check"].isin(_IMPOSSIBLE)].itertuples():
        status.loc[failure.index, failure.column] = None
    return status


_IMPOSSIBLE = ("number_negative",)


def _failures(status: pd.DataFrame) -> pd.DataFrame:
    """All failures at once: one row per failed value, with ``index``, ``column`` and ``check``."""
    is_running, back = status["state"].isin(["running", "partial"]), status["staff_back"]
    failed = [(name, "number_negative", status[name] < 0) for name in (*ADDITIVE, "capacity_pct")]
    failed += [
        ("capacity_pct", "capacity_above_100", status["capacity_pct"] > 100),
        ("staff_back", "staff_back_above_normal", back > status["staff_normal"]),
        ("staff_back", "running_without_staff", is_running & back.eq(0)),
    ]
    found = [(at, name, rule) for name, rule, wrong in failed for at in status.index[wrong.fillna(False).astype(bool)]]
    return pd.DataFrame(found, columns=["index", "column", "check"])
