"""The timetable of resumption: plans and what became of them, the approval funnel, flows between states."""

from datetime import date

import numpy as np
import pandas as pd

from analysis.metrics.grouping import (
    By,
    Scope,
    belongs,
    carried,
    columns_of,
    first_of,
    group_keys,
    grouped,
    percent,
    refuse_duplicates,
    require,
    resumed,
    sums_by,
)
from analysis.metrics.panel import ROW_COLUMNS
from analysis.vocabulary.entries import RESUMED

OUTCOMES = ("on_time", "ahead", "late", "overdue", "pending", "no_plan", "no_plan_resumed")
STAGES = ("applied", "inspected", "approved", "resumed")


def timetable(panels: pd.DataFrame, on: date) -> pd.DataFrame:
    """The ledger of plans (复工复产时间表台账) as of the day ``on``: one row per enterprise of base expected.

    ``panels`` stacks the periods so far (see ``panels``). first_planned_on and last_planned_on are the first and
    the last date stated; ``postponed`` counts how often a later date followed. actual_on is the date of resumption
    stated last, else the date of the first return that says resumed (``actual_is_latest``: it happened by then).
    slip_days = actual_on (where not resumed: ``on``) - first_planned_on; negative is early; missing
    while the plan lies ahead. ``outcome``: on_time, ahead (resumed, and its plan is not due yet), late, overdue,
    pending, no_plan, no_plan_resumed.
    Unit: days. Carried states are no evidence of resumption.

    Source: docs/indicators.md. Raises ValueError for missing columns or an enterprise twice in a period.
    """
    require(panels, ["enterprise_id", "period_id", "state", "planned_on", "resumed_on", "as_of"], "the panels")
    refuse_duplicates(panels, ["enterprise_id", "period_id"], "the panels")
    rows = panels[belongs(panels, "above_scale", "expected")].copy()
    for column in ("planned_on", "resumed_on", "as_of"):
        rows[column] = pd.to_datetime(rows[column])
    rows["_seen"] = rows["as_of"].where(resumed(rows) & ~carried(rows))
    # Periods in the order of the calendar: their ids may be printed names.
    order = rows.groupby("period_id")["as_of"].min().sort_values(na_position="first")
    rows["_order"] = rows["period_id"].map({name: place for place, name in enumerate(order.index)})
    rows = rows.sort_values(["enterprise_id", "_order"], kind="stable").reset_index(drop=True)
    rows["_known"] = rows.groupby("enterprise_id")["planned_on"].ffill()
    rows["_later"] = rows["planned_on"] > rows.groupby("enterprise_id")["_known"].shift()
    grouped = rows.groupby("enterprise_id", sort=False)
    latest = grouped.tail(1).set_index("enterprise_id")
    ledger = latest[[c for c in ROW_COLUMNS if c in latest.columns and c != "enterprise_id"]].assign(
        state=latest["state"],
        first_planned_on=grouped["planned_on"].first(),
        last_planned_on=grouped["planned_on"].last(),
        postponed=grouped["_later"].sum().astype("Int64"),
        _stated=grouped["resumed_on"].last(),
        _seen=grouped["_seen"].first(),
    )
    # A date without any return that says resumed is a plan typed in the wrong column, not an event.
    running = ledger["_seen"].notna()
    stated = running & ledger["_stated"].notna() & (ledger["_stated"] <= pd.Timestamp(on))
    ledger["actual_on"] = ledger["_stated"].where(stated, ledger["_seen"])
    ledger["actual_is_latest"] = running & ~stated
    return _judged(ledger, pd.Timestamp(on)).drop(columns=["_stated", "_seen"]).reset_index()


def _judged(ledger: pd.DataFrame, on: pd.Timestamp) -> pd.DataFrame:
    """Slip in days and the outcome of each plan."""
    done, planned = ledger["actual_on"].notna(), ledger["first_planned_on"]
    until = ledger["actual_on"].where(done, on)
    slip = (until - planned).dt.days.astype("Int64")
    ledger["slip_days"] = slip.where(done | (planned < on))
    conditions = {
        "no_plan": ~done & planned.isna(),
        "no_plan_resumed": done & planned.isna(),
        "ahead": done & (planned > on),
        "on_time": done & (ledger["actual_on"] <= planned),
        "late": done,
        "overdue": planned < on,
    }
    ledger["outcome"] = first_of(conditions, "pending")
    return ledger


def kept_plans(ledger: pd.DataFrame, on: date, by: By = ()) -> pd.DataFrame:
    """Share of the plans that fell due by ``on`` that were kept: resumed by the first planned date.

    rate_pct = 100 * on_time / (first planned date on or before ``on``). Unit: percent; one row per group with
    numerator, denominator, and the median slip of those due in days. ``ledger`` as of the same day. Source:
    docs/indicators.md.
    """
    keys = columns_of(by)
    require(ledger, [*keys, "outcome", "first_planned_on", "slip_days"], "the ledger")
    due = ledger[ledger["first_planned_on"].le(pd.Timestamp(on)).fillna(False)]
    marked = due[keys].assign(
        numerator=due["outcome"].eq("on_time").astype(int),
        denominator=1,
        slip=due["slip_days"].to_numpy(dtype=float, na_value=np.nan),
    )
    sums = {name: (name, "sum") for name in ("numerator", "denominator")}
    table = grouped(marked, keys).agg(**sums, median_slip_days=("slip", "median")).reset_index(drop=not keys)
    return table.assign(rate_pct=percent(table["numerator"], table["denominator"]))


def funnel(panel: pd.DataFrame, by: By = (), scope: Scope = "above_scale") -> pd.DataFrame:
    """Applied, inspected, approved, resumed: one row per group and stage, of the enterprises that were asked.

    Not every office asks for the same days: an enterprise was ``asked`` for a stage where some return of its file
    names a day of it (``resumed``: for any of them). ``enterprises`` of these reached the stage (a day is there;
    resumed: running or partial by a return of this period), ``in_order`` passed every earlier stage asked for too;
    share_pct = 100 * enterprises / asked, missing where nobody was asked. ``expected``: all of base expected. Units:
    enterprises, percent. The difference between enterprises and in_order at ``resumed`` are those that run without a
    day the others of their office have.
    """
    keys = group_keys(panel, by)
    rows = panel[belongs(panel, scope, "expected")]
    asked = pd.DataFrame({stage: _asked(rows, f"{stage}_on") for stage in STAGES[:-1]}, index=rows.index)
    asked["resumed"] = asked.any(axis=1)
    reached = pd.DataFrame({stage: rows[f"{stage}_on"].notna() for stage in STAGES[:-1]}, index=rows.index)
    reached["resumed"] = resumed(rows) & ~carried(rows)
    passed = (reached | ~asked).astype(int).cummin(axis=1).astype(bool)
    tables = []
    for place, stage in enumerate(STAGES):
        here = asked[stage]
        marked = rows[keys].assign(enterprises=(reached[stage] & here).astype(int), asked=here.astype(int))
        marked = marked.assign(in_order=(passed[stage] & here).astype(int), expected=1)
        sums = sums_by(marked, keys, ["enterprises", "in_order", "asked", "expected"])
        tables.append(sums.assign(stage=stage, _place=place))
    table = pd.concat(tables, ignore_index=True).sort_values([*keys, "_place"], kind="stable", ignore_index=True)
    table["share_pct"] = percent(table["enterprises"], table["asked"])
    return table[[*keys, "stage", "enterprises", "in_order", "asked", "expected", "share_pct"]]


def running_without_approval(panel: pd.DataFrame, scope: Scope = "above_scale") -> pd.DataFrame:
    """Enterprises that run (by a return of this period) and name no date of approval: one row each, with its source.

    ``applied`` and ``inspected`` say how far they came. An office none of whose returns names an approval does not ask
    for it, so its enterprises are not listed.
    """
    require(panel, ["approved_on", "applied_on", "inspected_on", "state"], "the panel")
    working = belongs(panel, scope, "expected") & resumed(panel) & ~carried(panel)
    found = panel[working & panel["approved_on"].isna() & _asked(panel, "approved_on")]
    shown = [c for c in ROW_COLUMNS if c in found.columns]
    return (
        found[[*shown, "state"]]
        .assign(applied=found["applied_on"].notna(), inspected=found["inspected_on"].notna())
        .reset_index(drop=True)
    )


def state_flows(now: pd.DataFrame, before: pd.DataFrame, by: By = (), scope: Scope = "above_scale") -> pd.DataFrame:
    """How many enterprises went from which state to which: one row per group, ``from_state`` and ``to_state``.

    "missing" is no return of the period's own, "outside" not in base expected of that period. Groups are those of now,
    for enterprises that left those of before. ``relapse``: from running or partial to planned or stopped.
    Every enterprise in either base counts once.
    """
    keys = group_keys(now, by)
    require(before, keys, "the panel of before")
    sides = []
    for panel, what in ((now, "to_state"), (before, "from_state")):
        refuse_duplicates(panel, ["enterprise_id"], "the panel")
        inside = panel[belongs(panel, scope, "expected")]
        state = inside["state"].mask(carried(inside)).fillna("missing")
        sides.append(inside[["enterprise_id", *keys]].assign(**{what: state}))
    both = sides[0].merge(sides[1], on="enterprise_id", how="outer", suffixes=("", "_before"))
    gone = both["to_state"].isna()
    for key in keys:
        both[key] = both[key].mask(gone, both[f"{key}_before"])
    both[["from_state", "to_state"]] = both[["from_state", "to_state"]].fillna("outside")
    table = sums_by(both.assign(enterprises=1), [*keys, "from_state", "to_state"], ["enterprises"])
    relapse = table["from_state"].isin(RESUMED) & table["to_state"].isin(["planned", "stopped"])
    return table.assign(relapse=relapse)


def _asked(panel: pd.DataFrame, column: str) -> pd.Series:
    """True for rows whose file names a value of ``column`` for anybody: there, a blank one means that it is lacking."""
    given = panel[column].notna()
    if "upload_id" not in panel.columns:
        return pd.Series(bool(given.any()), index=panel.index)
    return given | panel["upload_id"].isin(panel.loc[given, "upload_id"].dropna())
