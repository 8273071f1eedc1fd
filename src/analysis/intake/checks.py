"""Rules across the fields of a return, and the office's own totals. Each failure is a finding at its cell."""

from __future__ import annotations

import pandas as pd

from analysis.intake.context import Context
from analysis.intake.parts import Part
from analysis.intake.typed import column_parser

# Totals are compared for fields that add up over rows.
_ADDITIVE = ("staff_normal", "staff_back", "output_10k_cny", "power_kwh", "power_base_kwh", "mask_stock")
_ROUNDING = 0.005  # an office's total may be the sum of unrounded figures; of whole numbers it must be exact


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
    failed = [(name, "number_negative", status[name] < 0) for name in (*_ADDITIVE, "capacity_pct")]
    failed += [
        ("capacity_pct", "capacity_above_100", status["capacity_pct"] > 100),
        ("staff_back", "staff_back_above_normal", back > status["staff_normal"]),
        ("staff_back", "running_without_staff", is_running & back.eq(0)),
    ]
    found = [(at, name, rule) for name, rule, wrong in failed for at in status.index[wrong.fillna(False).astype(bool)]]
    return pd.DataFrame(found, columns=["index", "column", "check"])


def reconcile(rows: pd.DataFrame, parts: list[Part], context: Context) -> None:
    """Compare each list's rows with the totals its office printed; a difference is a finding at the total's cell.

    A total may be of the whole list, of the rows above it, or of the rows below it: it differs if it is none of these.
    """
    totalled = rows[rows["part_index"].isin([index for index, part in enumerate(parts) if part.totals])]
    for index, group in totalled[["part_index", "source_row", *_ADDITIVE]].groupby("part_index"):
        part = parts[index]
        columns = [column for name in _ADDITIVE if (column := part.first(name)) is not None]
        if columns:
            first = group.drop_duplicates("source_row")
            rows_of = first["source_row"].tolist()
            fields = {part.columns[column].field for column in columns}
            by_row = {name: dict(zip(rows_of, first[name].fillna(0).tolist(), strict=True)) for name in fields}
            _reconcile_part(part, by_row, columns, context)


def _reconcile_part(part: Part, by_row: dict[str, dict[int, float]], columns: list[int], context: Context) -> None:
    """``by_row``: field -> sheet row -> number."""
    for total_row, cells in part.totals.items():
        spans = _spans(part, total_row)
        for column in columns:
            name = part.columns[column].field
            sums = [sum(v for row, v in by_row[name].items() if first <= row <= last) for first, last in spans]
            stated = column_parser(part, column, context.words, part.as_of)(cells[column]).value
            if stated is None:
                continue
            whole = context.words.fields[name].kind == "integer"
            allowed = 0.5 if whole else max(1e-9, _ROUNDING * abs(stated))
            if all(abs(found - stated) > allowed for found in sums):
                cell = (total_row, part.columns[column].column)
                context.findings.add(
                    "total_differs",
                    part.place,
                    cell,
                    field=name,
                    value=stated,
                    found=f"{sums[0]:.12g}",
                    action="kept",
                )


def _spans(part: Part, total_row: int) -> list[tuple[int, int]]:
    """The whole list; the block above the total; the block below it. Blocks end at totals and group rows."""
    breaks = sorted({*part.totals, *part.group_rows} - {total_row})
    above = max((row for row in breaks if row < total_row), default=part.first_row - 1)
    below = min((row for row in breaks if row > total_row), default=part.last_row + 1)
    return [(part.first_row, part.last_row), (above + 1, total_row - 1), (total_row + 1, below - 1)]
