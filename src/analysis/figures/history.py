"""The way of a percentage over the report's periods, for the small line beside a figure."""

from __future__ import annotations

import pandas as pd

from analysis.figures.context import Report
from analysis.figures.exhibit import History
from analysis.figures.words import is_missing, join, say
from analysis.metrics import hide_small

# Longer ways show their last periods only: a line of a hundred pixels cannot hold more.
MOST_PERIODS = 12


def by_period(data: Report, result: pd.DataFrame | None) -> list[float | None]:
    """The rate of each of the report's periods, in their order; None where there is none.

    ``result``: at most one row per period, with ``period_id`` and ``rate_pct``.
    """
    if result is None or result.empty or "period_id" not in result.columns:
        return [None for _ in data.periods]
    shown = hide_small(result, data.audience.least_group)
    rates = dict(zip(shown["period_id"], shown["rate_pct"], strict=True))
    values = [rates.get(period.id) for period in data.periods]
    return [None if is_missing(value) else float(value) for value in values]


def history(data: Report, result: pd.DataFrame | None) -> History | None:
    """The last periods of a rate, as values and in words; None where fewer than two of them have one."""
    values = by_period(data, result)[-MOST_PERIODS:]
    known = [(p, value) for p, value in zip(data.periods[-MOST_PERIODS:], values, strict=True) if value is not None]
    if len(known) < 2:
        return None
    points = [say("history.point", data.lang, period=period.short(data.lang), rate=value) for period, value in known]
    return History(values, join(points, data.lang))


def histories(data: Report, rates: pd.DataFrame, column: str, codes: pd.Series) -> list[History]:
    """One history per code of ``column``, in the order of ``codes``; an empty one where there is none to show.

    A period is hidden whole before its groups are taken apart: what is hidden for one depends on the others.
    """
    shown = [hide_small(rates[rates["period_id"].eq(p.id)], data.audience.least_group) for p in data.periods]
    every = pd.concat(shown) if shown else rates.iloc[:0]
    return [history(data, every[every[column].eq(code).fillna(False)]) or History() for code in codes]
