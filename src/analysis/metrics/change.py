"""What changed between two periods."""

import pandas as pd

from analysis.metrics.grouping import RESULT_COLUMNS, require

_PERIOD_COLUMNS = ("period_id", "as_of")


def change_between(rates_now: pd.DataFrame, rates_before: pd.DataFrame) -> pd.DataFrame:
    """Two results of the same metric side by side, with the change in percentage points.

    Takes what ``resumption_rate``, ``staff_rate`` or ``capacity`` gave for two periods. One row per group
    of either: all columns of now, those of before as ``*_before``, and change_points = rate_pct -
    rate_pct_before (percentage points; missing where either rate is missing, as for a group that is new or gone).

    Raises ValueError where bases, measures or weights differ (their difference would mean nothing), or where a group
    occurs twice in one of the two.
    """
    keys = [c for c in rates_now.columns if c not in RESULT_COLUMNS and c not in _PERIOD_COLUMNS]
    require(rates_now, ["rate_pct"], "the rates of now")
    require(rates_before, [*keys, "rate_pct"], "the rates of before")
    for column in ("measure", "base", "weight"):
        kinds = {v for rates in (rates_now, rates_before) if column in rates for v in rates[column].dropna()}
        if len(kinds) > 1:
            raise ValueError(
                f"{column} 不同的比率不能相比：{'、'.join(sorted(kinds))} / "
                f"rates of different {column} cannot be compared: {', '.join(sorted(kinds))}"
            )
    for rates in (rates_now, rates_before):
        if rates.duplicated(keys).any() if keys else len(rates) > 1:
            raise ValueError(
                "有的分组出现两次，请两边各选定一期 / a group occurs twice; choose one period on each side"
            )
    names = [c for c in rates_before.columns if c in RESULT_COLUMNS and c not in ("measure", "base", "weight")]
    before = rates_before[[*keys, *names]].rename(columns={c: f"{c}_before" for c in names})
    both = rates_now.merge(before, on=keys, how="outer", sort=False) if keys else rates_now.join(before)
    for column in ("measure", "base", "weight"):
        if column in both:
            both[column] = both[column].ffill().bfill()
    both["change_points"] = both["rate_pct"].astype("Float64") - both["rate_pct_before"].astype("Float64")
    return both
