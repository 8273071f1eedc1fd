"""The one place that divides enterprises: the resumption rate with its base and bounds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.metrics.counts import expected_rows, group_columns
from analysis.metrics.grouping import (
    BASES,
    RESUMED,
    STATES,
    Base,
    carried,
    group_keys,
    missing_where_nan,
    one_of,
    percent,
    require,
    totals,
    truth,
)
from analysis.metrics.published import rate_of_percentages

ANSWERS = (*STATES, "missing")
_SUMS = ["resumed", "carried_resumed", "unknown", "no_return", "carried", "excluded", "outside", "within", "silent"]
_INTEGERS = ["resumed", "numerator", "denominator", "missing", "unknown", "no_return", "carried", "excluded"]


def resumption_rate(
    counts: pd.DataFrame, *, base: Base = "expected", by: str | Sequence[str] | None = None
) -> pd.DataFrame:
    """Share of enterprises that restarted, with worst-case bounds.

    One row per group of ``counts`` (every column that is no count, or ``by``). resumed = running + partial;
    rate_pct = 100 * resumed / denominator of ``base``; low_pct = 100 * resumed by a return of this period /
    denominator; high_pct adds ``missing`` (no return, carried forward or unreadable) as if all had restarted.
    Unit: percent, 0 to 100. ``basis`` is "count", or "published" where a source gives only percentages: the
    rate is then the sum of its running and partial answers, and numerator and denominator stay missing. A
    stated ``denominator`` column is taken as published. Figures without ``expected`` keep their publisher's
    base: name it by ``base``.

    ``value_status`` says why a rate is missing: no_return (nobody reported), empty (nobody in the base),
    suppressed, not_asked, missing, inconsistent (answers exceed the stated denominator, or two differ).

    Source: docs/indicators.md, 复工率. Raises ValueError for an unknown base, several measures at once, or
    negative counts.
    """
    one_of(base, BASES, "base")
    require(counts, ["answer"], "the counts")
    if "measure" in counts.columns and counts["measure"].nunique(dropna=False) > 1:
        raise ValueError("the counts hold several measures; choose one first")
    keys = group_columns(counts) if by is None else group_keys(counts, by)
    rows, keyed = _normal_form(counts), ["_all", *keys]
    groups = rows[keyed].drop_duplicates() if keys else pd.DataFrame({"_all": [0]})
    counted = rows.groupby(keyed, dropna=False)["numerator"].transform("count") > 0
    if "rate_pct" not in counts.columns:
        counted[:] = True
    parts = [_rate_of_counts(rows[counted], keyed, base)]
    if not counted.all():
        published = rate_of_percentages(rows[~counted], keyed)
        parts = [*parts, published] if counted.any() else [published]
    rates = groups.merge(pd.concat(parts, ignore_index=True), on=keyed, how="left").drop(columns="_all")
    rates["basis"] = rates["basis"].fillna("count")
    rates["value_status"] = rates["value_status"].fillna("empty")
    measure = counts["measure"].iloc[0] if "measure" in counts.columns and len(counts) else "resumption"
    rates.insert(len(keys), "measure", pd.Series(measure, index=rates.index, dtype="str"))
    rates.insert(len(keys) + 1, "base", pd.Series(base, index=rates.index, dtype="str"))
    return rates


def _rate_of_counts(rows: pd.DataFrame, keys: list[str], base: Base) -> pd.DataFrame:
    """Rates of groups that have counts; see ``resumption_rate``."""
    answer, known = rows["answer"], expected_rows(rows)
    silent = answer.eq("missing") | rows["carried"]
    inside = {
        "register": pd.Series(True, index=rows.index),
        "expected": known,
        "adjusted": known & answer.ne("excluded"),
        "replied": known & ~silent,
    }[base]
    yes = inside & answer.isin(RESUMED)
    masks = {
        "resumed": yes,
        "carried_resumed": yes & rows["carried"],
        "unknown": inside & answer.eq("unknown") & ~rows["carried"],
        "no_return": inside & silent,
        "carried": inside & rows["carried"],
        "excluded": known & answer.eq("excluded"),
        "outside": known & ~inside,
        "within": inside,
        "silent": silent & (known | (base == "register")),
    }
    count = rows["numerator"].to_numpy(dtype=float, na_value=0.0)
    marked = rows[keys].assign(**{name: np.where(mask, count, 0.0) for name, mask in masks.items()})
    sums = totals(marked, keys, _SUMS).merge(_statuses(rows, keys), on=keys)
    stated = sums["stated"] - sums["outside"]
    table = sums.assign(
        basis="count",
        numerator=sums["resumed"],
        denominator=stated.where(sums["stated"].notna(), sums["within"]),
        missing=sums["unknown"] + sums["no_return"],
    )
    table["value_status"] = _why_missing(table)
    fine = table["value_status"].eq("ok")
    bounded = fine | table["value_status"].eq("no_return")
    low = table["resumed"] - table["carried_resumed"]
    table["rate_pct"] = percent(table["resumed"], table["denominator"]).where(fine)
    part_known = table["value_status"].isin(["suppressed", "missing"]) & table["stated"].notna()
    table["low_pct"] = percent(low, table["denominator"]).where(bounded | part_known)
    table["high_pct"] = percent(low + table["missing"], table["denominator"]).where(bounded)
    table[_INTEGERS] = table[_INTEGERS].round().astype("Int64")
    hidden = table["value_status"].isin(["suppressed", "not_asked", "missing", "inconsistent"])
    table.loc[hidden, ["numerator", "resumed"]] = pd.NA
    table.loc[hidden & (table["stated"].isna() | table["value_status"].eq("inconsistent")), "denominator"] = pd.NA
    return table[[*keys, "basis", *_INTEGERS, "rate_pct", "low_pct", "high_pct", "value_status"]]


def _statuses(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Per group: its stated denominator, and which of its answers have no value."""
    lost = rows["answer"].isin(RESUMED) & rows["numerator"].isna()
    marked = rows[keys].assign(
        suppressed=lost & rows["value_status"].eq("suppressed"),
        lost=lost & ~rows["value_status"].isin(["suppressed", "not_asked"]),
        asked=rows["value_status"].ne("not_asked"),
        least=rows["denominator"],
        stated=rows["denominator"],
    )
    grouped = marked.groupby(keys, dropna=False)
    return grouped.agg(
        {"suppressed": "any", "lost": "any", "asked": "any", "least": "min", "stated": "max"}
    ).reset_index()


def _why_missing(table: pd.DataFrame) -> np.ndarray:
    """The status of each group's rate: the first reason that applies, else ok."""
    differing = (table["least"] != table["stated"]).fillna(False).astype(bool)
    exceeded = (table["within"] > table["denominator"]).fillna(False).astype(bool)
    nobody = table["denominator"] <= 0
    silent = (table["denominator"] - table["no_return"] <= 0) & (~nobody | (table["silent"] > 0))
    reasons = {
        "not_asked": ~table["asked"],
        "inconsistent": differing | exceeded,
        "no_return": silent,
        "empty": nobody,
        "suppressed": table["suppressed"],
        "missing": table["lost"],
    }
    conditions = [truth(condition).to_numpy() for condition in reasons.values()]
    return np.select(conditions, list(reasons), default="ok")


def _normal_form(counts: pd.DataFrame) -> pd.DataFrame:
    """The counts with every optional column, plain dtypes, and a constant key so that one group needs no care."""
    rows = counts.reset_index(drop=True).assign(_all=0, answer=counts["answer"].to_numpy())
    unknown = set(rows["answer"].dropna().unique()) - set(ANSWERS)
    if unknown or rows["answer"].isna().any():
        raise ValueError(f"unknown answer(s) {sorted(unknown) or 'blank'}; map them to {', '.join(ANSWERS)} first")
    for column in ("numerator", "denominator", "rate_pct"):
        values = rows[column] if column in rows.columns else pd.Series(np.nan, index=rows.index)
        rows[column] = missing_where_nan(values.to_numpy(dtype=float, na_value=np.nan), rows.index)
        if (rows[column] < 0).any():
            raise ValueError(f"{column} is negative in {int((rows[column] < 0).sum())} row(s) of the counts")
    if "value_status" not in rows.columns:
        rows["value_status"] = pd.NA
    rows["value_status"] = rows["value_status"].astype("str").fillna("ok")
    rows["carried"] = carried(rows)
    return rows
