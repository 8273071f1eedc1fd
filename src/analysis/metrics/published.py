"""Rates of sources that print percentages and no counts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.metrics.grouping import missing_where_nan, totals
from analysis.vocabulary.entries import NOT_RESUMED, RESUMED


def rate_of_percentages(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Sum of the published percentages of the answers that mean resumed, one row per group of ``keys``.

    ``rows`` has ``answer`` mapped to states, ``rate_pct`` and ``value_status`` (ok, suppressed, not_asked, missing),
    one row per group and answer column. Answers that were not asked are left out. Where a part is suppressed or missing
    the rate is missing, low_pct is what the known parts sum to, and high_pct is 100 less the known answers that
    mean not resumed. Unit: percent. Numerator and denominator stay missing.
    """
    answer, share, status = rows["answer"], rows["rate_pct"], rows["value_status"]
    known = status.eq("ok") & share.notna()
    value = share.where(known, 0.0).astype(float)
    yes = answer.isin(RESUMED)
    hidden = yes & status.eq("suppressed")
    marked = rows[keys].assign(
        low=value.where(yes, 0.0),
        other=value.where(answer.isin(NOT_RESUMED), 0.0),
        unsure=value.where(answer.isin(["unknown", "missing"]), 0.0),
        hidden=hidden,
        lost=yes & ~known & ~hidden & status.ne("not_asked"),
        found=yes & known,
        asked=status.ne("not_asked"),
    )
    sums = totals(marked, keys, ["low", "other", "unsure", "hidden", "lost", "found", "asked"])
    # Sums of printed decimals: 83.9 + 9.7 is 93.6, not 93.60000000000001.
    low, other, unsure = (sums[column].round(9) for column in ("low", "other", "unsure"))
    reasons = {
        "not_asked": sums["asked"].eq(0),
        "inconsistent": low > 100.5,
        "suppressed": sums["hidden"] > 0,
        "missing": (sums["lost"] > 0) | sums["found"].eq(0),
    }
    sums["value_status"] = np.select(list(reasons.values()), list(reasons), default="ok")
    fine = sums["value_status"].eq("ok")
    bounded = fine | sums["value_status"].eq("suppressed") | (sums["lost"] > 0)
    bounded &= sums["value_status"].ne("inconsistent")
    high = (low + unsure).where(fine, 100.0 - other).round(9)
    table = sums[keys].assign(basis="published")
    for column in ["resumed", "numerator", "denominator", "missing", "unknown", "no_return", "carried", "excluded"]:
        table[column] = pd.array([pd.NA] * len(table), dtype="Int64")
    # Rounded parts may add up to 100.1, a share cannot.
    table["rate_pct"] = missing_where_nan(low.where(fine).clip(upper=100.0))
    table["low_pct"] = missing_where_nan(low.where(bounded).clip(upper=100.0))
    table["high_pct"] = missing_where_nan(high.where(bounded).clip(upper=100.0))
    table["value_status"] = sums["value_status"]
    return table
