"""One row per registered enterprise and period, with its latest return or none."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

import pandas as pd

from analysis.metrics.grouping import refuse_duplicates, require, truth

# What a return says, and where it stands in the upload; the rest of a panel comes from the register.
PROVENANCE = ("upload_id", "part", "source_file", "source_sheet", "source_row")
FURTHER_PROVENANCE = ("source_column", "source_more")
RETURN_COLUMNS = (
    *("state", "state_reason", "resumed_on", "planned_on", "applied_on", "inspected_on", "approved_on"),
    *("staff_normal", "staff_back", "capacity_pct", "output_10k_cny", "power_kwh", "power_base_kwh", "mask_stock"),
    *("as_of", *PROVENANCE, *FURTHER_PROVENANCE),
)
# What a list of enterprises shows of each: who and where it is, and the row that says so.
ROW_COLUMNS = (
    *("period_id", "enterprise_id", "name", "county_code", "park", "industry_code", "size"),
    *("supervision_group", "batch", "as_of", *PROVENANCE),
)
_TEXTS = ("state_reason", "upload_id", "part", "source_file", "source_sheet", "source_more")


class HasDates(Protocol):
    """A reporting period: an id and its first and last day (see ``analysis.periods.Period``)."""

    id: str
    first: date
    last: date


def panel(enterprises: pd.DataFrame, status: pd.DataFrame, period: HasDates) -> pd.DataFrame:
    """The register of a period, each enterprise beside its latest return within the period.

    One row per enterprise whose entry is valid on some day of the period (``since`` and ``until`` included;
    the entry that began last where several are). All columns of the register, its staff as
    ``staff_normal_register``; the columns of the return, missing where there is none; ``age_days`` is the
    number of days from the return's date to the period's last day. Rows of ``status`` that are not in the
    register count nowhere.

    Source: docs/indicators.md. Raises ValueError for missing columns, for two entries of one enterprise that
    begin on the same day, and for two returns of one enterprise with the same date; TypeError for what is no period.
    """
    if not hasattr(period, "last"):
        raise TypeError(
            f"应给出一期，例如 open_tables().period，不是 {period!r} / "
            f"give a period, such as open_tables().period, in place of {period!r}"
        )
    require(enterprises, ["enterprise_id"], "enterprises")
    require(status, ["enterprise_id", "period_id", "as_of", "state"], "status")
    register = _valid(enterprises, period).rename(columns={"staff_normal": "staff_normal_register"})
    # The register's own upload and row give way to those of the return.
    register = register.drop(columns=[c for c in RETURN_COLUMNS if c in register.columns])
    returns = _latest(status, period.id)
    rows = register.merge(returns, on="enterprise_id", how="left", validate="one_to_one")
    rows["period_id"] = pd.Series(period.id, index=rows.index, dtype="str")
    age = pd.Timestamp(period.last) - pd.to_datetime(rows["as_of"])
    rows["age_days"] = age.dt.days.astype("Int64")
    return rows


def panels(enterprises: pd.DataFrame, status: pd.DataFrame, periods: Iterable[HasDates]) -> pd.DataFrame:
    """The panels of several periods, one below the other: one row per enterprise and period."""
    periods = [periods] if hasattr(periods, "last") else periods
    stacked = [panel(enterprises, status, period) for period in periods]
    if not stacked:
        raise ValueError("没有给出任何一期 / no period was given, so there is nothing to stack")
    return pd.concat(stacked, ignore_index=True)


def _valid(enterprises: pd.DataFrame, period: HasDates) -> pd.DataFrame:
    """Register entries valid on some day of the period, one per enterprise."""
    valid = pd.Series(True, index=enterprises.index)
    since = pd.Series(pd.NaT, index=enterprises.index, dtype="datetime64[s]")
    if "since" in enterprises.columns:
        since = pd.to_datetime(enterprises["since"])
        valid &= ~(since > pd.Timestamp(period.last))
    if "until" in enterprises.columns:
        valid &= ~(pd.to_datetime(enterprises["until"]) < pd.Timestamp(period.first))
    entries = enterprises[valid].assign(_since=since[valid])
    refuse_duplicates(entries, ["enterprise_id", "_since"], "the register")
    entries = entries.sort_values("_since", na_position="first", kind="stable")
    return entries.drop_duplicates("enterprise_id", keep="last").drop(columns="_since").sort_index(ignore_index=True)


def _latest(status: pd.DataFrame, period_id: str) -> pd.DataFrame:
    """The last return of each enterprise in the period, with every column of a return."""
    rows = status[truth(status["period_id"].eq(period_id))]
    if "in_register" in rows.columns:
        rows = rows[truth(rows["in_register"])]
    refuse_duplicates(rows, ["enterprise_id", "as_of"], "status")
    rows = rows.sort_values("as_of", na_position="first", kind="stable").drop_duplicates("enterprise_id", keep="last")
    absent = [column for column in RETURN_COLUMNS if column not in rows.columns]
    empty = {column: pd.Series(index=rows.index, dtype=_dtype(column)) for column in absent}
    return rows.assign(**empty)[["enterprise_id", *RETURN_COLUMNS]]


def _dtype(column: str) -> str:
    """The type of a return's column that the survey never asked for."""
    if column.endswith("_on"):
        return "datetime64[s]"
    return "str" if column in _TEXTS else "Float64"
