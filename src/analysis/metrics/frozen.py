"""The figures of an issue, and what became of them: changes are measured against what was issued."""

from collections.abc import Sequence

import pandas as pd

from analysis.metrics.counts import combine, count_states
from analysis.metrics.grouping import BASES, RESULT_COLUMNS, By, columns_of, one_of, require
from analysis.metrics.mixed import mixed_counts
from analysis.metrics.rates import resumption_rate
from analysis.metrics.staff import capacity, staff_rate

CROSSINGS: tuple[tuple[str, ...], ...] = (
    (),
    *((key,) for key in ("county_code", "park", "industry_code", "size", "four_category", "key_enterprise")),
    *((key,) for key in ("supervision_group", "batch", "risk_grade")),
    ("county_code", "industry_code"),
    ("county_code", "four_category"),
)
_KEYS = tuple(dict.fromkeys(key for crossing in CROSSINGS for key in crossing))
_VALUES = ("numerator", "denominator", "missing", "rate_pct", "low_pct", "high_pct", "value_status")


def frozen_figures(
    panel: pd.DataFrame, crossings: Sequence[Sequence[str]] = CROSSINGS, stated: pd.DataFrame | None = None
) -> pd.DataFrame:
    """What is frozen when a period is issued: one row per crossing, group, measure and base.

    ``crossing`` names the columns a group is of, joined by +, "" for the whole; the group stands in these columns.
    Resumption on every base; staff and capacity (by its usual weight) on base expected; above-scale. One period;
    crossings whose columns the panel lacks are left out. ``stated`` (``stated_counts`` of the period): by them count
    counties without a list, in the resumption of the whole and of each county.
    """
    tables = []
    mixed = None if stated is None else mixed_counts(panel, stated)
    for crossing in crossings:
        keys = list(crossing)
        if set(keys) <= set(panel.columns):
            by_county = mixed is not None and set(keys) <= {"county_code"}
            counts = combine(mixed, keys) if by_county else count_states(panel, keys)
            found = [resumption_rate(counts, base=base) for base in BASES]
            found += [staff_rate(panel, keys), capacity(panel, keys)]
            tables += [rates.assign(crossing="+".join(keys)) for rates in found]
    whole = pd.concat([table.dropna(axis="columns", how="all") for table in tables], ignore_index=True)
    columns = ["crossing", *_KEYS, "measure", "base", *_VALUES]
    numbers = {name: "Float64" for name in ("numerator", "denominator", "missing", "rate_pct", "low_pct", "high_pct")}
    return whole.reindex(columns=columns).astype(numbers)


def issued_rates(
    figures: pd.DataFrame, by: By = (), base: str = "expected", measure: str = "resumption"
) -> pd.DataFrame:
    """The frozen rates of one crossing, as ``change_parts`` and ``change_between`` take them (``issued=``).

    ``figures``: of ``Issue.figures`` or ``frozen_figures``. One row per group with its keys, measure, base and values.
    Raises ValueError for an unknown base and for a crossing or measure that was not issued.
    """
    one_of(base, BASES, "base")
    keys = columns_of(by)
    require(figures, ["crossing", "measure", "base"], "the issued figures")
    rows = _of_crossing(figures, keys)
    known = ", ".join(f"{one} ({its})" for one, its in rows[["measure", "base"]].drop_duplicates().to_numpy())
    rows = rows[rows["measure"].eq(measure) & rows["base"].eq(base)]
    if rows.empty:
        raise ValueError(
            f"没有定稿过 {measure} ({base})，按 {'、'.join(keys) or '总体'}；这样分的已有：{known or '无'} / "
            f"{measure} ({base}) by {' and '.join(keys) or 'the whole'} was not issued; so issued: {known or 'nothing'}"
        )
    return rows[[*keys, "measure", "base", *_VALUES]].reset_index(drop=True)


def as_issued(rates: pd.DataFrame, issued: pd.DataFrame) -> pd.DataFrame:
    """Rates over several periods in which those of issued periods are what was issued; the others stay.

    ``rates``: a result with ``period_id``; ``issued``: frozen figures with ``period_id`` and ``no``, one issue per
    period (``Tables.issued``). Same rows; where a figure was issued its values are the issued ones, ``issued_no`` is
    the number, and ``revised_pct`` the rate as now known where that is another one (percent; else missing).
    """
    require(rates, ["period_id", "measure", "base", "rate_pct"], "the rates")
    keys = [c for c in rates.columns if c not in RESULT_COLUMNS and c not in ("period_id", "as_of")]
    values = [c for c in _VALUES if c in rates.columns]
    table = rates.assign(issued_no=pd.array([pd.NA] * len(rates), dtype="Int64"), revised_pct=pd.NA)
    if issued.empty:
        return table.astype({"revised_pct": "Float64"})
    at = ["period_id", *keys, "measure", "base"]
    known = _of_crossing(issued, keys)[[*at, *values, "no"]]
    both = rates[at].merge(known, on=at, how="left", validate="many_to_one").set_index(rates.index)
    found = both["no"].notna()
    for column in values:
        table[column] = table[column].mask(found, both[column].astype(table[column].dtype))
    if "resumed" in table.columns:
        table["resumed"] = table["resumed"].mask(found, table["numerator"])
    now, then = rates["rate_pct"].astype("Float64"), both["rate_pct"].astype("Float64")
    other = found & ((now - then).abs().gt(1e-6).fillna(now.isna() != then.isna())).astype(bool)
    return table.assign(issued_no=both["no"].astype("Int64"), revised_pct=now.where(other))


def _of_crossing(figures: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """The figures of one crossing. Read back from a file yes and no are words: here they are flags again."""
    crossing = figures["crossing"].fillna("")
    same = [name for name in crossing.unique() if sorted(filter(None, name.split("+"))) == sorted(keys)]
    flags = {"True": True, "False": False, True: True, False: False}
    rows = figures[crossing.isin(same)]
    return rows.assign(**{k: rows[k].map(flags).astype("boolean") for k in keys if k == "key_enterprise"})
