"""What enterprises say they need, summed by unit, and for how long their stocks last."""

import pandas as pd

from analysis.metrics.answers import answers_of
from analysis.metrics.grouping import Base, By, Scope, grouped, most_first, sums_by

# How long something lasts is no amount to add up.
DAYS_OF = {"天": 1.0, "日": 1.0, "周": 7.0, "星期": 7.0, "月": 30.0, "个月": 30.0}
_SOURCE = ("as_of", "source_file", "source_sheet", "source_cell", "text")


def needs_by_unit(
    difficulties: pd.DataFrame, panel: pd.DataFrame, by: By = (), scope: Scope = "above_scale", base: Base = "expected"
) -> pd.DataFrame:
    """Stated amounts of open needs, summed by unit.

    One row per group and ``unit``, most often stated first: ``amount`` (in that unit), ``enterprises`` that stated
    one, ``median`` and ``largest`` of an enterprise. A text has one amount (its first open need) which the coding
    repeats on every category of the text: it counts once. Durations (天, 周, 个月) are in ``stock_lasting``. The
    amounts are what was written, not what all need: most enterprises state none.
    """
    answers, stated = _stated(difficulties, panel, by, scope, base)
    summed = stated[~stated["unit"].isin(list(DAYS_OF))]
    keys = [*answers.keys, "unit"]
    each = sums_by(summed, [*answers.ids, "unit"], ["amount"])
    groups = each.groupby(keys, dropna=False)["amount"]
    table = groups.agg(amount="sum", enterprises="size", median="median", largest="max").reset_index()
    return most_first(table, answers.keys, ["enterprises"], ["unit"])


def stock_lasting(
    difficulties: pd.DataFrame,
    panel: pd.DataFrame,
    by: By = (),
    scope: Scope = "above_scale",
    base: Base = "expected",
    short_days: float = 3,
) -> pd.DataFrame:
    """For how long stock or cash lasts, where a text says so: one row per group, in days.

    ``enterprises`` that gave a time, ``least_days`` and ``median_days`` over their shortest, and ``short`` = those with
    at most ``short_days``. A week counts as 7, a month as 30 days. No row where nobody gave a time.
    """
    answers, stated = _stated(difficulties, panel, by, scope, base)
    timed = stated.assign(days=stated["amount"] * stated["unit"].map(DAYS_OF).astype(float))
    timed = timed[timed["days"].notna()]
    keys = answers.keys
    each = timed.groupby(answers.ids, dropna=False)["days"].min().reset_index()
    groups = grouped(each.assign(short=each["days"].le(short_days).astype(int)), keys)
    spread = {"least_days": ("days", "min"), "median_days": ("days", "median")}
    table = groups.agg(enterprises=("days", "size"), short=("short", "sum"), **spread)
    return table.reset_index(drop=not keys)


def _stated(difficulties: pd.DataFrame, panel: pd.DataFrame, by: By, scope: Scope, base: Base):
    """The answers, and one row per amount that a text states: repeats on its other categories left out."""
    answers = answers_of(difficulties, panel, by, scope, base)
    open_ = answers.open()
    wanted = [*answers.ids, *(c for c in _SOURCE if c in open_.columns)]
    rows = open_.reindex(columns=[*wanted, "unit", "amount"])
    amounts = pd.to_numeric(rows["amount"]).astype("Float64")
    rows = rows.assign(amount=amounts.astype(float), unit=rows["unit"].astype("str"))
    kept = amounts.notna() & amounts.gt(0).fillna(False) & rows["unit"].notna()
    return answers, rows[kept.astype(bool)].drop_duplicates()
