"""Why a rate changed: parts that add up to the whole change, for every group."""

import numpy as np
import pandas as pd

from analysis.metrics.grouping import (
    Base,
    By,
    Scope,
    beside,
    first_of,
    group_keys,
    grouped,
    has_return,
    in_base,
    in_scope,
    missing_where_nan,
    numbers,
    refuse_duplicates,
    require,
    resumed,
    sums_by,
)

PARTS = (
    *("restarted", "stopped_again", "late_returns", "returns_stopped", "joined", "left"),
    *("excluded", "readmitted", "counts", "corrections"),
)

# What sums of fractions leave where nothing is left to explain, in points.
_NOISE = 1e-9


def change_parts(
    now: pd.DataFrame,
    before: pd.DataFrame,
    by: By = (),
    base: Base = "expected",
    scope: Scope = "above_scale",
    issued: pd.DataFrame | None = None,
    counted: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The change of the resumption rate between two panels, in parts that add up to it.

    One row per group and part of ``PARTS``: ``enterprises`` concerned, ``resumed_change`` (enterprises resumed now less
    before) and ``points`` (percentage points); beside them rate_before_pct, rate_now_pct, change_points =
    their difference = the sum of points, and value_status (ok, or why one of the two rates is missing).

    With S the enterprises in the base of both periods, n their number, y = 1 where resumed and R the rates:
    one of S contributes 100 * (y_now - y_before) / n, as restarted or stopped_again (it answered both times),
    late_returns (answered only now) or returns_stopped (only before); one that entered the base contributes
    (100 * y - R_now) / n, one that left it (R_before - 100 * y) / n. Entering is ``joined``, or
    ``readmitted`` (was excluded), or late_returns on base ``replied``; leaving is ``left``, ``excluded`` or
    returns_stopped. Where S is empty they contribute 100 * y / N of their own period. An enterprise that moves between
    groups leaves one and joins the other. ``issued`` (a result of ``resumption_rate`` as it was published
    for the period before; without a row nothing was) adds ``corrections``: the rate of before as now known less the
    rate as issued, and rate_before_pct is then the one issued. ``counted`` (``change_between`` of the rates of
    ``mixed_counts``, of the same groups) is the change where offices without a list count by what they state: the two
    rates are then these, and what lists do not explain of their difference is ``counts``.

    Source: docs/indicators.md (shift-share of a ratio). Raises ValueError as ``count_states`` does.
    """
    keys = group_keys(now, by)
    require(before, keys, "the panel of before")
    sides = {"now": _side(now, keys, base, scope), "before": _side(before, keys, base, scope)}
    result = [*keys, "part", "enterprises", "resumed_change", "points", "rate_before_pct", "rate_now_pct"]
    if now.empty and before.empty:  # a survey without single enterprises; pandas cannot join two empty Arrow columns
        return pd.DataFrame(columns=[*result, "change_points", "value_status", "base"])
    who = [*keys, "enterprise_id"]
    rows = sides["now"].merge(sides["before"], on=who, how="outer", suffixes=("_now", "_before"))
    flags = [c for c in rows.columns if c not in who]
    rows[flags] = rows[flags].eq(True)  # missing on one side is no
    sizes = _sizes(rows, keys)
    rows = beside(rows, sizes, keys, how="left")
    rows["part"] = _part(rows, base)
    rows["points"] = _points(rows)
    rows["resumed_change"] = rows["yes_now"].astype(int) - rows["yes_before"].astype(int)
    rows["enterprises"] = 1
    named = rows[rows["part"] != ""]
    sums = sums_by(named, [*keys, "part"], ["enterprises", "resumed_change", "points"])
    grid = sizes.merge(pd.DataFrame({"part": PARTS}), how="cross")
    table = grid.merge(sums, on=[*keys, "part"], how="left")
    for column in ("enterprises", "resumed_change"):
        table[column] = table[column].fillna(0).astype("Int64")
    table["points"] = table["points"].fillna(0.0)
    table = _with_counts(table, keys, counted)
    table = _with_corrections(table, keys, issued)
    known = table["value_status"].eq("ok")
    for column in ("points", "rate_before_pct", "rate_now_pct", "change_points"):
        table[column] = missing_where_nan(table[column].where(known) if column != "rate_now_pct" else table[column])
    return table[[*result, "change_points", "value_status"]].assign(base=base)


def _side(panel: pd.DataFrame, keys: list[str], base: Base, scope: Scope) -> pd.DataFrame:
    """What one period says of each enterprise: in the base, resumed, answered, expected at all, excluded."""
    require(panel, ["enterprise_id", "state"], "the panel")
    refuse_duplicates(panel, ["enterprise_id"], "the panel")
    scoped = in_scope(panel, scope)
    member = scoped & in_base(panel, base)
    return panel[[*keys, "enterprise_id"]].assign(
        member=member,
        yes=member & resumed(panel),
        answered=has_return(panel),
        expected=scoped & in_base(panel, "expected"),
        excluded=panel["state"].eq("excluded").fillna(False).astype(bool),
    )


def _sizes(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Per group: enterprises in each base and in both, the two rates, and why one is missing."""
    marked = rows[keys].copy()
    for side in ("now", "before"):
        marked[f"n_{side}"] = rows[f"member_{side}"].astype(int)
        marked[f"y_{side}"] = rows[f"yes_{side}"].astype(int)
        marked[f"r_{side}"] = (rows[f"member_{side}"] & rows[f"answered_{side}"]).astype(int)
    marked["n_both"] = (rows["member_now"] & rows["member_before"]).astype(int)
    sums = sums_by(marked, keys, marked.columns.drop(keys))
    for side in ("now", "before"):
        size = sums[f"n_{side}"].to_numpy(float)
        rate = np.full(len(sums), np.nan)
        np.divide(100.0 * sums[f"y_{side}"].to_numpy(float), size, out=rate, where=sums[f"r_{side}"].to_numpy() > 0)
        sums[f"rate_{side}_pct"] = rate
    empty = (sums["n_now"] == 0) | (sums["n_before"] == 0)
    silent = (sums["r_now"] == 0) | (sums["r_before"] == 0)
    sums["value_status"] = first_of({"empty": empty, "no_return": silent})
    return sums


def _part(rows: pd.DataFrame, base: Base) -> np.ndarray:
    """The part to which each enterprise belongs; "" where it changes nothing."""
    both = rows["member_now"] & rows["member_before"]
    entered, gone = rows["member_now"] & ~rows["member_before"], rows["member_before"] & ~rows["member_now"]
    now, before = rows["answered_now"], rows["answered_before"]
    up, down = rows["yes_now"] & ~rows["yes_before"], rows["yes_before"] & ~rows["yes_now"]
    left_out = base == "adjusted"
    replies = base == "replied"
    conditions = {
        "late_returns": (both & now & ~before) | (entered & replies & rows["expected_before"] & ~before),
        "returns_stopped": (both & ~now & (before | down))
        | (gone & replies & rows["expected_now"] & ~now)
        | (entered & left_out & rows["expected_before"] & rows["excluded_before"] & ~now),
        "readmitted": entered & left_out & rows["expected_before"] & rows["excluded_before"],
        "excluded": gone & left_out & rows["expected_now"] & rows["excluded_now"],
        "restarted": both & up,
        "stopped_again": both & down,
        "joined": entered,
        "left": gone,
    }
    return first_of(conditions, "")


def _points(rows: pd.DataFrame) -> np.ndarray:
    """What each enterprise contributes to the change of its group's rate, in percentage points."""
    yes_now, yes_before = 100.0 * rows["yes_now"].to_numpy(), 100.0 * rows["yes_before"].to_numpy()
    member_now, member_before = rows["member_now"].to_numpy(), rows["member_before"].to_numpy()
    shared = rows["n_both"].to_numpy() > 0
    stayed = np.where(member_now & member_before, yes_now - yes_before, 0.0)
    entered = np.where(member_now & ~member_before, yes_now - np.where(shared, rows["rate_now_pct"], 0.0), 0.0)
    gone = np.where(member_before & ~member_now, np.where(shared, rows["rate_before_pct"], 0.0) - yes_before, 0.0)
    both = np.maximum(rows["n_both"].to_numpy(float), 1.0)
    over_now = np.where(shared, both, np.maximum(rows["n_now"], 1))
    over_before = np.where(shared, both, np.maximum(rows["n_before"], 1))
    return stayed / both + entered / over_now + gone / over_before


def _with_counts(table: pd.DataFrame, keys: list[str], counted: pd.DataFrame | None) -> pd.DataFrame:
    """The part that comes of stated counts, and the rates with them, for groups where both are known."""
    if counted is None or counted.empty:
        return table
    require(counted, [*keys, "rate_pct", "rate_pct_before"], "the counted rates")
    refuse_duplicates(counted, keys, "the counted rates")
    sides = {"_now": numbers(counted, "rate_pct"), "_before": numbers(counted, "rate_pct_before")}
    table = beside(table, counted[keys].assign(**sides), keys, how="left")
    known = table["_now"].notna() & table["_before"].notna() & table["value_status"].ne("empty")
    explained = grouped(table, keys)["points"].transform("sum")
    by_counts = table["_now"] - table["_before"] - explained
    table["points"] = table["points"].mask(
        known & table["part"].eq("counts"), by_counts.where(by_counts.abs() > _NOISE, 0)
    )
    for side in ("now", "before"):
        table[f"rate_{side}_pct"] = table[f"rate_{side}_pct"].mask(known, table[f"_{side}"])
    table.loc[table["part"].eq("counts"), ["enterprises", "resumed_change"]] = pd.NA
    return table.assign(value_status=table["value_status"].mask(known, "ok")).drop(columns=["_now", "_before"])


def _with_corrections(table: pd.DataFrame, keys: list[str], issued: pd.DataFrame | None) -> pd.DataFrame:
    """The part that is a revision of what was issued, and the change against what was issued."""
    if issued is not None and len(issued):
        require(issued, [*keys, "rate_pct"], "the issued rates")
        refuse_duplicates(issued, keys, "the issued rates")
        table = beside(table, issued[keys].assign(issued_pct=numbers(issued, "rate_pct")), keys, how="left")
        revised = table["rate_before_pct"] - table["issued_pct"]
        correction = table["part"].eq("corrections")
        table["points"] = table["points"].mask(correction, revised)
        table.loc[correction, ["enterprises", "resumed_change"]] = pd.NA
        table["rate_before_pct"] = table["issued_pct"]
        table["value_status"] = table["value_status"].mask(
            table["value_status"].eq("ok") & table["issued_pct"].isna(), "not_issued"
        )
    return table.assign(change_points=table["rate_now_pct"] - table["rate_before_pct"])
