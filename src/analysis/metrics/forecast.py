"""The rate to expect in the coming periods, from plans and what became of earlier ones; never without its record."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.metrics.grouping import (
    By,
    Scope,
    belongs,
    beside,
    columns_of,
    first_of,
    grouped,
    missing_where_nan,
    percent,
    readable,
    refuse_duplicates,
    require,
    resumed,
    sums_by,
    truth,
)
from analysis.metrics.panel import HasDates

SITUATIONS = ("running", "due", "later", "passed", "no_plan", "silent")


def expected_rates(
    panels: pd.DataFrame,
    periods: Sequence[HasDates],
    coming: Sequence[HasDates],
    by: By = (),
    scope: Scope = "above_scale",
) -> pd.DataFrame:
    """What the resumption rate of coming periods will be if plans go as plans went before.

    ``panels`` stacks ``periods`` (in order of time), ``coming`` are the periods that follow, in order. At the end of a
    period each enterprise of base expected is in one situation: running; planned to resume by the end of the period
    ahead (due) or after it (later); plan passed; no plan; silent. Of those that were in a situation h periods ago and
    answered since, k is the share that then ran: expected_pct = 100 * sum over enterprises of k / expected, k
    learnt from all earlier periods and the whole area (where nobody was in a situation before, its word is taken).
    planned_pct is the rate if every plan that lies ahead is kept and nobody stops.
    One row per group and coming period: period_id, ahead (h), planned_pct, expected_pct, and the record of the
    same forecast made at earlier periods: ``forecasts`` that can be checked by now, mean_error_points (mean of
    actual - expected), worst_error_points; low_pct and high_pct are expected_pct -/+ the worst error. Unit: percent.

    ``value_status``: ok; no_record (no forecast of that reach could be checked yet: expected_pct is missing, a number
    without a record is not shown); no_return; empty. Source: docs/indicators.md. Raises ValueError for missing columns,
    an enterprise twice in a period, and periods that are not in order.
    """
    keys = columns_of(by)
    order = [*periods, *coming]
    by_period = _split(panels, periods, order, keys, scope)
    last = len(periods) - 1
    tables = []
    for ahead, period in enumerate(coming, start=1):
        learnt = _learnt(by_period, periods, ahead)
        now = _forecast(by_period, order, last, ahead, keys, learnt)
        record = _checked(by_period, periods, ahead, keys, learnt)
        tables.append(_with_record(now, record, keys).assign(period_id=period.id, ahead=ahead))
    columns = [*keys, "period_id", "ahead", "expected", "planned_pct", "expected_pct", "low_pct", "high_pct"]
    columns += ["forecasts", "mean_error_points", "worst_error_points", "value_status"]
    if not tables:
        return pd.DataFrame(columns=columns)
    return pd.concat(tables, ignore_index=True).sort_values([*keys, "ahead"], kind="stable", ignore_index=True)[columns]


def forecast_record(
    panels: pd.DataFrame, periods: Sequence[HasDates], ahead: int = 1, by: By = (), scope: Scope = "above_scale"
) -> pd.DataFrame:
    """Every forecast of ``expected_rates`` that can be checked by now: one row per group and period it was made for.

    made_in, period_id (forecast), planned_pct, expected_pct, actual_pct and error_points = actual - expected. Each was
    made from what was known in made_in. Raises ValueError as ``expected_rates`` does.
    """
    keys = columns_of(by)
    by_period = _split(panels, periods, periods, keys, scope)
    record = _checked(by_period, periods, ahead, keys, _learnt(by_period, periods, ahead))
    return record[[*keys, "made_in", "period_id", "planned_pct", "expected_pct", "actual_pct", "error_points"]]


def _split(
    panels: pd.DataFrame, periods: Sequence[HasDates], order: Sequence[HasDates], keys: list[str], scope: Scope
) -> list[pd.DataFrame]:
    """The panel of each period, of scope and base expected."""
    require(panels, [*keys, "enterprise_id", "period_id", "state", "planned_on"], "the panels")
    refuse_duplicates(panels, ["enterprise_id", "period_id"], "the panels")
    if not periods or any(one.last >= two.first for one, two in pairwise(order)):
        told = ", ".join(period.id for period in order)
        raise ValueError(
            f"各期应按时间先后给出，至少一期已过，现为 {told or '无'} / "
            f"periods and coming ones must be given in order of time, at least one that is past, not {told or 'none'}"
        )
    rows = panels[belongs(panels, scope, "expected")]
    return [rows[truth(rows["period_id"].eq(period.id))] for period in periods]


def _checked(
    by_period: list[pd.DataFrame], periods: Sequence[HasDates], ahead: int, keys: list[str], learnt: list[pd.Series]
) -> pd.DataFrame:
    """Earlier forecasts beside what came; the first one once ``ahead`` periods had shown what plans are worth."""
    tables = []
    for made in range(ahead, len(periods) - ahead):
        table = _forecast(by_period, periods, made, ahead, keys, learnt)
        table = beside(table, _actual(by_period[made + ahead], keys), keys)
        tables.append(table.assign(made_in=periods[made].id, period_id=periods[made + ahead].id))
    if not tables:
        columns = [*keys, "made_in", "period_id", "planned_pct", "expected_pct", "actual_pct", "error_points"]
        return pd.DataFrame(columns=columns)
    table = pd.concat(tables, ignore_index=True)
    return table.assign(error_points=table["actual_pct"] - table["expected_pct"])


def _situation(rows: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> pd.Series:
    """How each enterprise stands before a forecast of what will be on ``last``; ``first``: the day after now."""
    planned = pd.to_datetime(rows["planned_on"])
    conditions = {
        "silent": ~readable(rows),
        "running": resumed(rows),
        "no_plan": planned.isna() | rows["state"].eq("excluded").fillna(False),
        "passed": planned < first,
        "due": planned <= last,
    }
    return pd.Series(first_of(conditions, "later"), index=rows.index)


def _learnt(by_period: list[pd.DataFrame], periods: Sequence[HasDates], ahead: int) -> list[pd.Series]:
    """Situation -> share that ran ``ahead`` periods later, of those that answered then (missing where nobody did): what
    is known in the period at place ``ahead``, from one pair of periods, and in each after it, from one pair more."""
    answered = ran = 0
    learnt = []
    for start in range(len(by_period) - ahead):
        then, later = by_period[start], by_period[start + ahead]
        heard = later[readable(later)]
        now = then[["enterprise_id"]].assign(situation=_at(then, periods, start, ahead))
        pairs = now.merge(heard[["enterprise_id"]].assign(ran=resumed(heard)), on="enterprise_id")
        found = pairs.groupby("situation")["ran"].agg(["size", "sum"]).reindex(SITUATIONS, fill_value=0)
        answered, ran = answered + found["size"], ran + found["sum"]
        learnt.append(ran / answered)
    return learnt


def _at(rows: pd.DataFrame, order: Sequence[HasDates], place: int, ahead: int) -> pd.Series:
    first = pd.Timestamp(order[place].last) + pd.Timedelta(days=1)
    return _situation(rows, first, pd.Timestamp(order[place + ahead].last))


def _forecast(
    by_period: list[pd.DataFrame],
    order: Sequence[HasDates],
    made: int,
    ahead: int,
    keys: list[str],
    learnt: list[pd.Series],
) -> pd.DataFrame:
    """The forecast made at period number ``made``, from what was known then (see ``_learnt``)."""
    rows = by_period[made]
    situation = _at(rows, order, made, ahead)
    if made < ahead:  # nothing could be learnt yet: the plans alone
        return _rates(rows, situation, pd.Series(np.nan, index=rows.index), keys)
    # A situation nobody was in before: its word is taken.
    taken = pd.Series({"running": 1.0, "due": 1.0}).reindex(SITUATIONS, fill_value=0.0)
    share = situation.map(learnt[made - ahead].astype(float).fillna(taken))
    return _rates(rows, situation, share.astype(float), keys)


def _rates(rows: pd.DataFrame, situation: pd.Series, share: pd.Series, keys: list[str]) -> pd.DataFrame:
    marked = rows[keys].assign(
        expected=1,
        heard=situation.ne("silent").astype(int),
        planned=situation.isin(["running", "due"]).astype(float),
        sure=share.fillna(0.0).astype(float),
        unsure=share.isna().astype(int),
    )
    sums = sums_by(marked, keys, ["expected", "heard", "planned", "sure", "unsure"])
    table = sums[[*keys, "expected", "heard"]].assign(planned_pct=percent(sums["planned"], sums["expected"]))
    return table.assign(expected_pct=percent(sums["sure"], sums["expected"]).mask(sums["unsure"] > 0))


def _actual(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    marked = rows[keys].assign(yes=resumed(rows).astype(int), size=1, heard=rows["state"].notna().astype(int))
    sums = sums_by(marked, keys, ["yes", "size", "heard"])
    return sums[keys].assign(actual_pct=percent(sums["yes"], sums["size"]).mask(sums["heard"] == 0))


def _with_record(now: pd.DataFrame, checked: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The forecast beside how far earlier ones were off; without any such, it is withheld."""
    known = checked[checked["error_points"].notna()]
    off = known["error_points"].astype(float)
    errors = known[keys].assign(off=off, apart=off.abs())
    names = {"forecasts": ("off", "size"), "mean_error_points": ("off", "mean"), "worst_error_points": ("apart", "max")}
    record = grouped(errors.astype({key: now[key].dtype for key in keys}), keys).agg(**names)
    table = beside(now, record.reset_index(drop=not keys), keys, how="left")
    table["forecasts"] = table["forecasts"].fillna(0).astype("Int64")
    for column in ("mean_error_points", "worst_error_points"):
        table[column] = missing_where_nan(table[column].to_numpy(float), table.index)
    reasons = {"empty": table["expected"], "no_return": table["heard"], "no_record": table["forecasts"]}
    table["value_status"] = first_of({reason: number.eq(0) for reason, number in reasons.items()})
    table["planned_pct"] = table["planned_pct"].mask(table["heard"].eq(0))
    table["expected_pct"] = table["expected_pct"].where(table["value_status"].eq("ok"))
    table["low_pct"] = (table["expected_pct"] - table["worst_error_points"]).clip(lower=0.0)
    table["high_pct"] = (table["expected_pct"] + table["worst_error_points"]).clip(upper=100.0)
    return table
