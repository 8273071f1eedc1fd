"""The one place that divides enterprises: the resumption rate with its base and bounds."""

import numpy as np
import pandas as pd

from analysis.metrics.counts import expected_rows, group_columns
from analysis.metrics.grouping import (
    BASES,
    Base,
    By,
    carried,
    first_of,
    group_keys,
    missing_where_nan,
    number_groups,
    numbers,
    one_of,
    refuse_unknown,
    require,
    share_pct,
    totals,
)
from analysis.vocabulary.entries import NOT_RESUMED, RESUMED, STATES

ANSWERS = (*STATES, "missing")
_INTEGERS = ["resumed", "numerator", "denominator", "missing", "unknown", "no_return", "carried", "excluded"]


def resumption_rate(counts: pd.DataFrame, *, base: Base = "expected", by: By | None = None) -> pd.DataFrame:
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
        raise ValueError("计数中有几种指标，请先选定一种 / the counts hold several measures; choose one first")
    keys = group_columns(counts) if by is None else group_keys(counts, by)
    rows = _normal_form(counts)
    group, groups = number_groups(rows, keys)
    rates = _rate_of_counts(rows, group, base)
    if "rate_pct" in counts.columns:
        published = np.bincount(group, rows["numerator"].notna())[group] == 0
        if published.any():
            found = rate_of_percentages(rows.assign(_group=group)[published], ["_group"]).set_index("_group")
            rates = pd.concat([rates.drop(index=found.index), found])
    rates = groups.join(rates)
    rates["basis"] = rates["basis"].fillna("count")
    rates["value_status"] = rates["value_status"].fillna("empty")
    measure = counts["measure"].iloc[0] if "measure" in counts.columns and len(counts) else "resumption"
    rates.insert(len(keys), "measure", pd.Series(measure, index=rates.index, dtype="str"))
    rates.insert(len(keys) + 1, "base", pd.Series(base, index=rates.index, dtype="str"))
    return rates


def _rate_of_counts(rows: pd.DataFrame, group: np.ndarray, base: Base) -> pd.DataFrame:
    """Rates from counts, one row per group of ``number_groups``; see ``resumption_rate``."""
    sums = _sums(rows, group, base)
    stated = sums["stated"]
    sums["missing"] = sums["unknown"] + sums["no_return"]
    sums["numerator"] = sums["resumed"]
    sums["denominator"] = np.where(np.isnan(stated), sums["within"], stated - sums["outside"])
    status = _why_missing(sums)
    fine = status == "ok"
    bounded = fine | (status == "no_return")
    part_known = np.isin(status, ["suppressed", "missing"]) & ~np.isnan(stated)
    hidden = np.isin(status, ["suppressed", "not_asked", "missing", "inconsistent"])
    unknown = {
        **dict.fromkeys(_INTEGERS, np.zeros(len(status), dtype=bool)),
        **dict.fromkeys(["numerator", "resumed"], hidden),
        "denominator": hidden & (np.isnan(stated) | (status == "inconsistent")),
    }
    low = sums["resumed"] - sums["carried_resumed"]
    return pd.DataFrame(
        {
            "basis": pd.Series("count", index=range(len(status)), dtype="str"),
            **{n: pd.arrays.IntegerArray(sums[n].round().astype("int64"), unknown[n].copy()) for n in _INTEGERS},
            "rate_pct": _percent_where(fine, sums["resumed"], sums["denominator"]),
            "low_pct": _percent_where(bounded | part_known, low, sums["denominator"]),
            "high_pct": _percent_where(bounded, low + sums["missing"], sums["denominator"]),
            "value_status": pd.Series(status, dtype="str"),
        }
    )


def _sums(rows: pd.DataFrame, group: np.ndarray, base: Base) -> dict[str, np.ndarray]:
    """Per group: enterprises of each kind, its stated denominator, and which of its answers have no value."""
    answer, known = rows["answer"].to_numpy(dtype=object), expected_rows(rows).to_numpy()
    status, again = rows["value_status"].to_numpy(dtype=object), rows["carried"].to_numpy()
    silent, excluded = (answer == "missing") | again, answer == "excluded"
    inside = {
        "register": np.ones(len(rows), dtype=bool),
        "expected": known,
        "adjusted": known & ~excluded,
        "replied": known & ~silent,
    }[base]
    running = np.isin(answer, RESUMED)
    count = rows["numerator"].to_numpy()
    enterprises = {
        "resumed": inside & running,
        "carried_resumed": inside & running & again,
        "unknown": inside & (answer == "unknown") & ~again,
        "no_return": inside & silent,
        "carried": inside & again,
        "excluded": known & excluded,
        "outside": known & ~inside,
        "within": inside,
        "silent": silent & (known | (base == "register")),
    }
    lost = running & np.isnan(count)
    flags = {
        "suppressed": lost & (status == "suppressed"),
        "lost": lost & (status != "suppressed") & (status != "not_asked"),
        "asked": status != "not_asked",
    }
    sums = {name: np.bincount(group, np.where(mask, np.nan_to_num(count), 0.0)) for name, mask in enterprises.items()}
    sums |= {name: np.bincount(group, mask) > 0 for name, mask in flags.items()}
    for name, widest in {"least": np.fmin, "stated": np.fmax}.items():
        sums[name] = np.full(len(sums["within"]), np.nan)
        widest.at(sums[name], group, rows["denominator"].to_numpy())
    return sums


def _why_missing(sums: dict[str, np.ndarray]) -> np.ndarray:
    """The status of each group's rate: the first reason that applies, else ok."""
    differing = ~np.isnan(sums["stated"]) & (sums["least"] != sums["stated"])
    nobody = sums["denominator"] <= 0
    reasons = {
        "not_asked": ~sums["asked"],
        "inconsistent": differing | (sums["within"] > sums["denominator"]),
        "no_return": (sums["denominator"] - sums["no_return"] <= 0) & (~nobody | (sums["silent"] > 0)),
        "empty": nobody,
        "suppressed": sums["suppressed"],
        "missing": sums["lost"],
    }
    return first_of(reasons)


def _percent_where(shown: np.ndarray, numerator: np.ndarray, denominator: np.ndarray) -> pd.Series:
    return missing_where_nan(np.where(shown, share_pct(numerator, denominator), np.nan))


def _normal_form(counts: pd.DataFrame) -> pd.DataFrame:
    """The counts with every optional column, in plain dtypes."""
    refuse_unknown(counts["answer"].astype("object").fillna(""), ANSWERS, "回答", "answer")
    rows = counts.reset_index(drop=True)
    for column in ("numerator", "denominator", "rate_pct"):
        rows[column] = numbers(rows, column)
        if negative := int((rows[column] < 0).sum()):
            raise ValueError(
                f"计数中有{negative}行的 {column} 为负，请改正或留空 / "
                f"{column} is negative in {negative} row(s) of the counts; mend or blank them"
            )
    rows["value_status"] = rows["value_status"].astype("str").fillna("ok") if "value_status" in rows.columns else "ok"
    rows["carried"] = carried(rows)
    return rows


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
    sums["value_status"] = first_of(reasons)
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
