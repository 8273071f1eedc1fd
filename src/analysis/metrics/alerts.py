"""Warnings (预警), each with the rows behind it."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from analysis.metrics.grouping import Scope, belongs, carried, numbers, refuse_duplicates, require, resumed, truth
from analysis.metrics.panel import ROW_COLUMNS


def below_whole(
    rates: pd.DataFrame,
    whole: pd.DataFrame,
    periods: Sequence[str],
    at_least: int = 2,
    group: str = "county_code",
    min_base: int = 10,
) -> pd.DataFrame:
    """Groups whose rate lay below that of the whole in each of the last ``at_least`` periods or more.

    ``rates`` (one row per group and period_id) and ``whole`` (one per period_id) are results of one metric on one
    base; ``periods`` their ids in order of time. One row per group: ``periods_below`` up to the last period
    without a break, ``since`` (the first of them), rate_pct, whole_pct and gap_points = whole_pct - rate_pct of
    the last period (percentage points), numerator and denominator. A period without a rate breaks the run; a group
    with fewer than ``min_base`` enterprises is left out (of a rate in persons or output: those that gave the numbers).
    Widest gap first.

    Raises ValueError for different bases and for a group twice in a period.
    """
    for frame, what, keys in ((rates, "the rates", ["period_id", group]), (whole, "the whole", ["period_id"])):
        require(frame, [*keys, "base", "rate_pct"], what)
        refuse_duplicates(frame, keys, what)
    ours, theirs = (set(frame["base"].dropna()) for frame in (rates, whole))
    if ours - theirs:
        told = [", ".join(sorted(bases)) for bases in (ours, theirs)]
        raise ValueError(
            f"各组与总体口径不同（{told[0]}；{told[1]}），请用同一种 / "
            f"the rates and those of the whole have different bases ({told[0]}; {told[1]}); use one"
        )
    both = rates.merge(whole[["period_id", "rate_pct"]].rename(columns={"rate_pct": "whole_pct"}), on="period_id")
    both["gap_points"] = both["whole_pct"].astype("Float64") - both["rate_pct"].astype("Float64")
    below = both.assign(_below=truth(both["gap_points"] > 0)).pivot(index=group, columns="period_id", values="_below")
    below = below.reindex(columns=list(periods)).astype("boolean").fillna(False).astype(bool)
    run = below.iloc[:, ::-1].astype(int).cumprod(axis=1).sum(axis=1)
    last = both[both["period_id"].eq(periods[-1])].merge(run.rename("periods_below"), left_on=group, right_index=True)
    size = last["enterprises"] if "enterprises" in last.columns else last["denominator"]
    last = last[(last["periods_below"] >= at_least) & truth(size >= min_base)]
    since = [periods[len(periods) - count] for count in last["periods_below"]]
    shown = [group, "period_id", "periods_below", "since", "rate_pct", "whole_pct", "gap_points"]
    last = last.assign(since=pd.Series(since, index=last.index, dtype="str"))
    table = last[[*shown, "numerator", "denominator"]]
    return table.sort_values("gap_points", ascending=False, ignore_index=True)


def key_not_running(panel: pd.DataFrame, scope: Scope = "above_scale") -> pd.DataFrame:
    """Key enterprises of base expected that do not run: one row each, with the state and its source.

    ``silent`` marks those without a return of this period (a carried state is none): not known to run, not known to
    stand still. Enterprises that are excluded are left out.
    """
    require(panel, ["key_enterprise", "state"], "the panel")
    silent = panel["state"].isna() | carried(panel)
    idle = silent | ~resumed(panel)
    listed = truth(panel["key_enterprise"]) & belongs(panel, scope, "adjusted") & idle
    found = panel[listed]
    return _shown(found, "state").assign(silent=silent[listed].to_numpy())


def plans_passed(panel: pd.DataFrame, on: date, scope: Scope = "above_scale") -> pd.DataFrame:
    """Enterprises that do not run although their planned date lies before ``on``: one row each, longest first.

    days_overdue = on - planned_on (days). Only enterprises of base adjusted; a planned date of last period's return
    that was carried forward counts, since a plan stays a plan.
    """
    require(panel, ["planned_on", "state"], "the panel")
    planned = pd.to_datetime(panel["planned_on"])
    overdue = (pd.Timestamp(on) - planned).dt.days
    listed = belongs(panel, scope, "adjusted") & ~resumed(panel) & overdue.gt(0)
    found = _shown(panel[listed], "state", "planned_on").assign(days_overdue=overdue[listed].astype("Int64").to_numpy())
    return found.sort_values("days_overdue", ascending=False, kind="stable", ignore_index=True)


def relapses(now: pd.DataFrame, before: pd.DataFrame, scope: Scope = "above_scale") -> pd.DataFrame:
    """Enterprises that ran in the period before and now say they do not: one row each, both states and the source.

    Only returns of their own in both periods count; one that fell silent is no relapse.
    """
    ran = before.loc[resumed(before) & ~carried(before), ["enterprise_id", "state"]]
    stopped = now["state"].isin(["planned", "stopped"]) & ~carried(now)
    found = now[belongs(now, scope, "expected") & stopped]
    both = found.merge(ran.rename(columns={"state": "state_before"}), on="enterprise_id")
    return _shown(both, "state", "state_before")


def short_stock(suppliers: pd.DataFrame, below_days: float = 3) -> pd.DataFrame:
    """Inputs that last for fewer than ``below_days`` days: the rows of suppliers, shortest first. Unit: days.

    ``suppliers`` is that of one period; a missing or negative stock is no warning.
    """
    require(suppliers, ["enterprise_id", "stock_days"], "suppliers")
    days = numbers(suppliers, "stock_days")
    found = suppliers[days.between(0, below_days, inclusive="left")]
    return found.sort_values(["stock_days", "enterprise_id"], ignore_index=True)


def _shown(rows: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Who it is, what it says, and where it says so."""
    return rows[[c for c in (*ROW_COLUMNS, *columns) if c in rows.columns]].reset_index(drop=True)
