"""The truth of the sample's uploads as frames, to compare with what the intake recovers from them."""

from __future__ import annotations

import pandas as pd

from analysis.samples.offices import make_week
from analysis.samples.records import STATUS_FIELDS

_SOURCE = ("period_id", "as_of", "source_file", "source_sheet", "source_row")
_WHO = ("enterprise_id", "in_register", "name", "county_code")
_DATES = (
    "as_of",
    "resumed_on",
    "planned_on",
    "applied_on",
    "inspected_on",
    "approved_on",
    "assigned_on",
    "due_on",
    "done_on",
)
_WHOLE = ("staff_normal", "staff_back", "mask_stock", "source_row", "workers_needed", "workers_present")
_REAL = (
    "capacity_pct", "output_10k_cny", "power_kwh", "power_base_kwh", "total_investment_10k_cny", "amount",
    "dependence_pct", "share_pct", "stock_days",
)  # fmt: skip
_FLAGS = ("in_register", "resolved")


def truth(period: str) -> pd.DataFrame:
    """One row per return that a careful reader finds in a period's uploads, in the columns of the ``status`` table.

    Superseded files, doubles and hidden rows are left out; an enterprise that is not on the register is kept with
    ``in_register`` false and no ``enterprise_id``. Values that the rulings make missing are missing. A column that an
    office's form does not have is missing too. Raises KeyError for a period that the sample does not have.
    """
    return _frame(make_week(period).records.status, (*_WHO, "period_id", "as_of", *STATUS_FIELDS, *_SOURCE[2:]))


def difficulties(period: str) -> pd.DataFrame:
    """One row per return and category that its cells name (``none`` too), in the columns of ``difficulties``.

    Labelled as docs/difficulties.md says: only what is still open has a category, nothing open is one row ``none``;
    ``resolved``, ``amount`` and ``unit`` are the text's (does it say that something is solved; its first open need).
    A blank cell names nothing.
    """
    columns = (*_WHO, "category", "direction", "amount", "unit", "resolved", "text", "origin", *_SOURCE)
    return _frame(make_week(period).records.difficulties, columns)


def projects(period: str) -> pd.DataFrame:
    """One row per project in an office's project table, in the columns of ``projects``."""
    columns = (
        "name", "county_code", "continuing_or_new", "level", "total_investment_10k_cny", "state", "resumed_on",
        "planned_on", "workers_needed", "workers_present", *_SOURCE,
    )  # fmt: skip
    return _frame(make_week(period).records.projects, columns)


def suppliers(period: str) -> pd.DataFrame:
    """One row per enterprise, input and supplier in an office's supply table, in the columns of ``suppliers``."""
    columns = (
        "enterprise_id", "name", "county_code", "supplier_id", "supplier_name", "input", "dependence_pct", "share_pct",
        "stock_days", *_SOURCE,
    )  # fmt: skip
    return _frame(make_week(period).records.suppliers, columns)


def tasks(period: str) -> pd.DataFrame:
    """One row per task that came back or was handed out by the leadership, in the columns of ``tasks``."""
    columns = (
        "task_id", "text", "source", "owner", "assigned_on", "due_on", "done_on", "state", "answer", *_SOURCE,
    )  # fmt: skip
    return _frame(make_week(period).records.tasks, columns)


def planted(period: str) -> pd.DataFrame:
    """One row per problem put into the uploads on purpose: office, period_id, file, sheet, cell, rule, field."""
    return _frame(make_week(period).records.planted, ("office", "period_id", "file", "sheet", "cell", "rule", "field"))


def _frame(rows: list[dict], columns: tuple[str, ...]) -> pd.DataFrame:
    """Rows as a frame with the types of the store: nullable numbers, dates at midnight, missing as missing."""
    frame = pd.DataFrame([{name: row.get(name) for name in columns} for row in rows], columns=list(columns))
    for name in frame.columns:
        if name in _DATES:
            frame[name] = pd.to_datetime(frame[name]).astype("datetime64[s]")
        elif name in _WHOLE:
            frame[name] = frame[name].astype("Int64")
        elif name in _REAL:
            frame[name] = frame[name].astype("Float64")
        elif name in _FLAGS:
            frame[name] = frame[name].astype("boolean")
        else:
            frame[name] = frame[name].astype("string")
    return frame
