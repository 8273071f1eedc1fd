"""What holds enterprises back: how many name it, what is at risk, what is new, stays, or is solved."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.metrics.grouping import Scope, group_keys, in_base, in_scope, numbers, percent, require, totals, truth


def bottleneck_shares(
    difficulties: pd.DataFrame, panel: pd.DataFrame, by: str | Sequence[str] = (), scope: Scope = "above_scale"
) -> pd.DataFrame:
    """Enterprises that name a category, over those that answered; with worst-case bounds and what is at risk.

    One row per group and category (multiple choice: shares do not add up to 100). ``difficulties`` of one
    period, ``panel`` of the same; enterprises of base expected. numerator = enterprises with an open difficulty of
    the category; denominator = enterprises that answered the question (any row, ``none`` included); missing
    = the others; share_pct = 100 * numerator / denominator; low_pct = 100 * numerator / expected; high_pct = 100 *
    (numerator + missing) / expected. ``resolved`` = enterprises that named it and only as solved. staff_at_risk
    (persons) and output_at_risk_10k_cny (normal yearly output, 10,000 yuan) sum the register's figures over
    the numerator, with how many of them have one (``staff_known``, ``output_known``).

    Categories nobody named are not listed. Source: docs/indicators.md. Raises ValueError as ``count_states``
    does, and where shares of single-choice and multiple-choice questions would be mixed (column ``choice``).
    """
    keys = group_keys(panel, by)
    require(difficulties, ["enterprise_id", "category"], "difficulties")
    if "choice" in difficulties.columns and difficulties["choice"].nunique() > 1:
        raise ValueError("shares of single-choice and multiple-choice questions are not comparable; choose one")
    if "period_id" in difficulties.columns and difficulties["period_id"].nunique() > 1:
        raise ValueError("difficulties hold several periods; choose one")
    rows = panel[in_scope(panel, scope) & in_base(panel, "expected")]
    members = rows[[*keys, "enterprise_id"]].assign(
        _all=0,
        staff=numbers(rows, "staff_normal_register"),
        output=numbers(rows, "annual_output_10k_cny"),
        answered=rows["enterprise_id"].isin(difficulties["enterprise_id"]).astype(int),
        expected=1,
    )
    named = _named(difficulties).merge(members, on="enterprise_id")
    open_ = named["open"]
    marked = named[["_all", *keys, "category"]].assign(
        numerator=open_.astype(int),
        resolved=(~open_).astype(int),
        staff_at_risk=named["staff"].where(open_).fillna(0.0),
        staff_known=(open_ & named["staff"].notna()).astype(int),
        output_at_risk_10k_cny=named["output"].where(open_).fillna(0.0),
        output_known=(open_ & named["output"].notna()).astype(int),
    )
    sums = totals(marked, ["_all", *keys, "category"], [c for c in marked if c not in ("_all", *keys, "category")])
    groups = totals(members, ["_all", *keys], ["answered", "expected"])
    table = sums.merge(groups, on=["_all", *keys]).drop(columns="_all")
    table["missing"] = table["expected"] - table["answered"]
    table["share_pct"] = percent(table["numerator"], table["answered"])
    table["low_pct"] = percent(table["numerator"], table["expected"])
    table["high_pct"] = percent(table["numerator"] + table["missing"], table["expected"])
    table = table.rename(columns={"answered": "denominator"})
    upwards = [True] * len(keys) + [False, True]
    return table.sort_values([*keys, "numerator", "category"], ascending=upwards, ignore_index=True)


def bottleneck_changes(now: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """What became of each difficulty between two periods: one row per difficulty_id.

    ``change``: new (open now, not open before), persisting (open in both), solved (open before, now marked resolved),
    no_longer_named (open before; the enterprise answered now and does not name it), not_answered (open before;
    the enterprise gave no answer now, so nothing is known). Difficulties that were open in neither are left out.
    With enterprise_id, category, and direction of the later row. Category ``none`` is no difficulty.
    """
    columns = ["difficulty_id", "enterprise_id", "category"]
    sides = []
    for frame, what in ((now, "difficulties of now"), (before, "difficulties of before")):
        require(frame, columns, what)
        real = frame[frame["category"].ne("none")]
        shown = [*columns, *(c for c in ("direction", "county_code") if c in frame.columns)]
        open_ = (~_resolved(real)).groupby(real["difficulty_id"]).any()
        sides.append(real[shown].drop_duplicates("difficulty_id").merge(open_.rename("open"), on="difficulty_id"))
    both = sides[0].merge(sides[1], on="difficulty_id", how="outer", suffixes=("", "_before"), indicator=True)
    here, past = truth(both["open"]), truth(both["open_before"])
    gone = both["_merge"].eq("right_only")
    for column in [c for c in both.columns if f"{c}_before" in both.columns and c != "open"]:
        both[column] = both[column].mask(gone, both[f"{column}_before"])
    answered = both["enterprise_id"].isin(now["enterprise_id"])
    conditions = {
        "persisting": here & past,
        "new": here,
        "solved": past & ~gone,
        "no_longer_named": past & answered,
        "not_answered": past,
    }
    both["change"] = np.select([c.to_numpy(bool) for c in conditions.values()], list(conditions), "")
    kept = [c for c in sides[0].columns if c != "open"]
    return both.loc[both["change"] != "", [*kept, "change"]].reset_index(drop=True)


def _named(difficulties: pd.DataFrame) -> pd.DataFrame:
    """One row per enterprise and category other than none; open unless every mention of it is resolved."""
    real = difficulties[difficulties["category"].ne("none")]
    open_ = (~_resolved(real)).groupby([real["enterprise_id"], real["category"]]).any()
    return open_.rename("open").reset_index()


def _resolved(difficulties: pd.DataFrame) -> pd.Series:
    if "resolved" not in difficulties.columns:
        return pd.Series(False, index=difficulties.index)
    return truth(difficulties["resolved"])
