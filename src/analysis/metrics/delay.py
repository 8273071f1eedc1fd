"""What standing still costs in output, as a range with its assumptions, and when it is made up for."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from analysis.metrics.grouping import (
    By,
    Scope,
    belongs,
    beside,
    carried,
    first_of,
    group_keys,
    grouped,
    missing_where_nan,
    numbers,
    require,
    resumed,
    totals,
    truth,
)
from analysis.metrics.panel import HasDates

DAYS_PER_YEAR = (300.0, 365.0)
_ORDINARY_STOPS = ("overhaul", "seasonal")
_HORIZON_DAYS = 3650


def cost_of_delay(
    panel: pd.DataFrame,
    period: HasDates,
    by: By = (),
    normal_from: date | None = None,
    days_per_year: tuple[float, float] = DAYS_PER_YEAR,
    scope: Scope = "above_scale",
) -> pd.DataFrame:
    """Output lost in a period: normal daily output x shortfall x days, summed over the enterprises of base adjusted.

    One row per group: lost_low_10k_cny, lost_high_10k_cny, normal_10k_cny (what the period normally brings, at the low
    end) and lost_low_pct, lost_high_pct of it; ``enterprises`` valued, ``output_unknown`` not (their normal output is
    not on the register). Units: 10,000 yuan at the register's prices, days, percent. The assumptions are columns:

    - ``days``: the calendar days of the period from ``normal_from`` on (the day work normally begins again; left
      out: all days), each lost as the return says for its date;
    - normal daily output = annual_output_10k_cny / ``days_per_year_high`` (low end) or / ``days_per_year_low``;
    - shortfall: 1 of those that stand still, 1 - capacity_pct / 100 of those that run. Where that is not known the low
      end is 0 and the high end 1 (no return, unreadable, carried forward) or that of those that run without a number
      (0 to 1). Overhaul and seasonal stops are normal, so 0 at the low end.

    ``value_status``: ok, missing (no enterprise with a known output), empty. Source: docs/indicators.md. Raises
    ValueError for a wrong range of days, an unknown scope or column.
    """
    fewest, most = days_per_year
    if not 0 < fewest <= most <= 366:
        raise ValueError(
            f"全年天数应是1至366以内的一段，如(250, 365)，不是{days_per_year} / "
            f"days per year must be a range within 1 to 366, such as (250, 365), not {days_per_year}"
        )
    keys = group_keys(panel, by)
    require(panel, ["state", "state_reason"], "the panel")
    days = max(0, (period.last - max(period.first, normal_from or period.first)).days + 1)
    output = numbers(panel, "annual_output_10k_cny")
    known = output.ge(0)
    low, high = _shortfall(panel)
    marked = panel[keys].assign(
        enterprises=known.astype(int),
        output_unknown=(~known).astype(int),
        lost_low_10k_cny=(output / most * days * low).where(known, 0.0),
        lost_high_10k_cny=(output / fewest * days * high).where(known, 0.0),
        normal_10k_cny=(output / most * days).where(known, 0.0),
    )[belongs(panel, scope, "adjusted")]
    sums = totals(marked, keys, ["enterprises", "output_unknown", *_MONEY])
    found = sums["enterprises"] > 0
    table = sums[keys].assign(**{name: sums[name].astype("Int64") for name in ("enterprises", "output_unknown")})
    for name in _MONEY:
        table[name] = missing_where_nan(sums[name].where(found).to_numpy(float), sums.index)
    table = _with_shares(table, fewest, most).assign(days=days, days_per_year_low=fewest, days_per_year_high=most)
    nobody = (sums["enterprises"] + sums["output_unknown"]).eq(0)
    return table.assign(value_status=first_of({"empty": nobody, "missing": ~found}))


_MONEY = ["lost_low_10k_cny", "lost_high_10k_cny", "normal_10k_cny"]


def add_costs(costs: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Losses of several periods added up: one row per group, in the shape of ``cost_of_delay``.

    Money and ``days`` are sums, shares are of what all these days normally bring; ``enterprises`` and
    ``output_unknown`` are the most of any period. A group without a value in one of them has no sum (its status).
    Raises ValueError for no period and for periods reckoned with different days per year.
    """
    if not costs:
        raise ValueError("没有给出任何一期，请给出一期 / no period was given, so there is nothing to add up")
    stacked = pd.concat(costs, ignore_index=True)
    years = stacked[["days_per_year_low", "days_per_year_high"]].drop_duplicates()
    if len(years) > 1:
        told = ", ".join(f"{low:g}-{high:g}" for low, high in years.to_numpy())
        raise ValueError(
            f"各期的全年天数不同（{told}），请都用一种 / "
            f"the periods were reckoned with different days per year ({told}); use one assumption for all"
        )
    fewest, most = years.iloc[0]
    keys = [c for c in costs[0].columns if c not in (*_MONEY, *_COST_COLUMNS)]
    groups = grouped(stacked, keys)
    table = groups[["enterprises", "output_unknown"]].max().reset_index(drop=not keys)
    sums = groups[[*_MONEY, "days"]].sum(min_count=1).reset_index()
    complete = groups["value_status"].agg(lambda found: "ok" if found.eq("ok").all() else found[found.ne("ok")].iloc[0])
    table = table.assign(**{name: sums[name] for name in [*_MONEY, "days"]}, value_status=complete.to_numpy())
    fine = table["value_status"].eq("ok")
    table[_MONEY] = table[_MONEY].where(fine)
    table = _with_shares(table, fewest, most)
    return table.assign(days_per_year_low=fewest, days_per_year_high=most)[costs[0].columns]


def _with_shares(table: pd.DataFrame, fewest: float, most: float) -> pd.DataFrame:
    """What is lost of what the days normally bring, each end with its own days per year."""
    usual = table["normal_10k_cny"].where(table["normal_10k_cny"] > 0)
    low, high = (100 * table[f"lost_{end}_10k_cny"] for end in ("low", "high"))
    return table.assign(lost_low_pct=low / usual, lost_high_pct=high * fewest / most / usual)


_COST_COLUMNS = (
    *("enterprises", "output_unknown", "lost_low_pct", "lost_high_pct", "days"),
    *("days_per_year_low", "days_per_year_high", "value_status"),
)


def made_up_after(
    lost: float, normal_per_day: float, rate_pct: float, points_per_day: float, ceiling_pct: float
) -> float | None:
    """Days from now until a loss is made up for, if output goes on rising as it does; None if not in ten years.

    Output runs at ``rate_pct`` of normal now and rises by ``points_per_day`` up to ``ceiling_pct``. Below 100 the loss
    grows, above it shrinks: the first day d at which lost + sum over days of normal * (1 - rate / 100) is at most 0.
    ``lost`` and ``normal_per_day`` in the same unit.
    """
    if lost <= 0:
        return 0.0
    day = np.arange(1, _HORIZON_DAYS + 1)
    rate = np.minimum(rate_pct + points_per_day * day, max(ceiling_pct, rate_pct))
    left = lost + np.cumsum(normal_per_day * (1 - np.maximum(rate, 0.0) / 100))
    done = np.flatnonzero(left <= 1e-9)
    return float(day[done[0]]) if len(done) else None


def make_up(
    costs: pd.DataFrame, now: pd.DataFrame, before: pd.DataFrame, days_between: int, ceiling_pct: float = 110
) -> pd.DataFrame:
    """When the losses of groups are made up for at the present rate: ``costs`` with made_up_low_days and _high_days.

    ``now`` and ``before`` are results of ``capacity`` for the same groups, ``days_between`` their days apart;
    capacity goes on rising as it did between them, up to ``ceiling_pct`` of normal (overtime and extra shifts: an
    assumption, kept as a column). points_per_week is that rise. The low loss gives made_up_low_days, the high one
    made_up_high_days (days from now; missing where never, or where a rate is missing).

    ``value_status``: ok; never (even the low loss is not made up for at this rate); never_high (the high one is not);
    else why there is no number. Source: docs/indicators.md. Raises ValueError for no days between or a group twice.
    """
    if days_between <= 0:
        raise ValueError(
            f"两期至少相隔1天（days_between），不是{days_between} / "
            f"the two periods must be at least a day apart (days_between), not {days_between}"
        )
    keys = [c for c in costs.columns if c in now.columns and c in before.columns and c not in _SHARED]
    table = costs
    for name, rates in {"_now": now, "_before": before}.items():
        require(rates, [*keys, "rate_pct"], "the capacity rates")
        side = rates[keys].assign(**{name: numbers(rates, "rate_pct")})
        table = beside(table, side, keys, how="left", validate="one_to_one")
    rise = (table["_now"] - table["_before"]) / days_between
    daily = table["normal_10k_cny"].to_numpy(float, na_value=np.nan) / np.maximum(table["days"].to_numpy(float), 1)
    usable = table["value_status"].eq("ok").to_numpy() & np.isfinite(rise.to_numpy(float)) & (daily > 0)
    for end in ("low", "high"):
        lost = table[f"lost_{end}_10k_cny"].to_numpy(float, na_value=np.nan)
        days = [
            made_up_after(amount, per_day, rate, points, ceiling_pct) if fine else None
            for amount, per_day, rate, points, fine in zip(lost, daily, table["_now"], rise, usable, strict=True)
        ]
        table[f"made_up_{end}_days"] = pd.array(days, dtype="Float64")
    never, never_high = (table[f"made_up_{end}_days"].isna().to_numpy() & usable for end in ("low", "high"))
    lacking = table["value_status"].eq("ok").to_numpy() & ~usable
    status = first_of({"never": never, "never_high": never_high, "missing": lacking}, "")
    table["value_status"] = table["value_status"].mask(status != "", status)
    table["points_per_week"] = missing_where_nan(7 * rise.to_numpy(float), table.index)
    return table.assign(ceiling_pct=float(ceiling_pct)).drop(columns=["_now", "_before"])


_SHARED = ("enterprises", "value_status", "measure", "base", "basis", "missing")


def _shortfall(panel: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The share of normal output that each enterprise falls short of, at least and at most."""
    capacity = numbers(panel, "capacity_pct")
    runs = resumed(panel) & ~carried(panel)
    stands = truth(panel["state"].isin(["planned", "stopped", "excluded"])) & ~carried(panel)
    measured = (1 - capacity / 100).where(runs & capacity.between(0, 100))
    ordinary = stands & truth(panel["state_reason"].isin(_ORDINARY_STOPS))
    low = measured.fillna((stands & ~ordinary).astype(float))
    return low, measured.fillna(1.0)
