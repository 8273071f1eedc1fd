"""Staff back at work and capacity in use, over the enterprises that gave the numbers."""

from typing import NamedTuple, get_args

import numpy as np
import pandas as pd

from analysis.metrics.counts import combine
from analysis.metrics.grouping import (
    Base,
    By,
    Scope,
    belongs,
    first_of,
    group_keys,
    has_return,
    missing_where_nan,
    numbers,
    one_of,
    require,
    share_pct,
    totals,
)
from analysis.metrics.rates import resumption_rate
from analysis.store.weights import Weight, usual_weight

_WEIGHTS = {"output": "annual_output_10k_cny", "staff": "staff_normal_register"}


def staff_rate(panel: pd.DataFrame, by: By = (), scope: Scope = "above_scale", base: Base = "expected") -> pd.DataFrame:
    """Share of normal staff back at work (返岗率).

    rate_pct = 100 * sum of staff_back / sum of staff_normal, over the enterprises of scope and base whose
    return has both numbers and staff_normal > 0. Unit: percent; numerator and denominator in persons.
    One row per group: ``enterprises`` with both numbers, ``missing`` without, ``implausible``: more staff
    back than normal, or a negative number. Implausible rows are left out of the sums and counted.

    ``value_status``: ok, missing (no enterprise gave both numbers), no_return, empty. Source:
    docs/indicators.md, 返岗率. Raises ValueError for an unknown base, scope or column.
    """
    require(panel, ["enterprise_id"], "the panel")
    rates = _shares(panel, by, scope, base, staff_terms(panel), measure="staff")
    return rates.assign(**{name: rates[name].round().astype("Int64") for name in ("numerator", "denominator")})


def capacity(
    panel: pd.DataFrame,
    by: By = (),
    weight: Weight | None = None,
    scope: Scope = "above_scale",
    base: Base = "expected",
) -> pd.DataFrame:
    """Mean capacity in use (产能恢复), weighted by normal yearly output or staff of the register, or plain; if nothing
    is said, by the ``usual_weight``.

    rate_pct = sum of weight * capacity_pct / sum of weight, over the enterprises of scope and base with a value
    of 0 to 100 and a positive weight. Unit: percent; ``denominator`` is the sum of the weights (10,000 yuan,
    persons, or enterprises), ``numerator`` the weighted part in use. One row per group, with ``enterprises``
    that have a value, ``missing``, and ``implausible`` (below 0 or above 100; left out of the mean).

    Source: docs/indicators.md, 产能利用率. Raises ValueError for an unknown weight, base, scope or column.
    """
    weight = weight or usual_weight(panel)
    return _shares(panel, by, scope, base, capacity_terms(panel, weight), measure="capacity", weight=weight)


class Measures(NamedTuple):
    """Three results of the same groups: the resumption rate, staff back, capacity in use."""

    rate: pd.DataFrame
    staff: pd.DataFrame
    capacity: pd.DataFrame


def measures(counts: pd.DataFrame, panel: pd.DataFrame, by: By = (), base: Base = "expected") -> Measures:
    """The rate of ``counts`` (added up to the groups of ``by``) beside staff and capacity of the panel they are of."""
    rate = resumption_rate(combine(counts, by), base=base)
    return Measures(rate, staff_rate(panel, by, base=base), capacity(panel, by, base=base))


def staff_terms(panel: pd.DataFrame) -> pd.DataFrame:
    """What each row adds above and below the line of ``staff_rate``; ``given``: both numbers, ``plausible``: used."""
    back, normal = numbers(panel, "staff_back"), numbers(panel, "staff_normal")
    given = back.notna() & normal.notna() & (normal != 0)
    plausible = given & (back >= 0) & (normal > 0) & (back <= normal)
    return pd.DataFrame({"above": back, "below": normal, "given": given, "plausible": plausible})


def capacity_terms(panel: pd.DataFrame, weight: Weight) -> pd.DataFrame:
    """What each row adds above and below the line of ``capacity``, as ``staff_terms``."""
    one_of(weight, get_args(Weight), "weight")
    value = numbers(panel, "capacity_pct")
    size = pd.Series(1.0, index=panel.index) if weight == "none" else numbers(panel, _WEIGHTS[weight])
    given = value.notna() & (size > 0)
    plausible = given & value.between(0, 100)
    return pd.DataFrame({"above": value * size / 100.0, "below": size, "given": given, "plausible": plausible})


def _shares(
    panel: pd.DataFrame, by: By, scope: Scope, base: Base, terms: pd.DataFrame, *, measure: str, **about: str
) -> pd.DataFrame:
    """100 * sum above / sum below over plausible rows, with how many enterprises gave what, and of what it is."""
    keys = group_keys(panel, by)
    inside = belongs(panel, scope, base).to_numpy()
    returned = has_return(panel).to_numpy()
    terms = terms[inside]
    given, plausible = terms["given"].to_numpy(), terms["plausible"].to_numpy()
    marked = panel.loc[inside, keys].assign(
        numerator=np.where(plausible, terms["above"], 0.0),
        denominator=np.where(plausible, terms["below"], 0.0),
        within=1,
        enterprises=plausible.astype(int),
        implausible=(given & ~plausible).astype(int),
        returned=returned[inside].astype(int),
    )
    sums = totals(marked, keys, ["numerator", "denominator", "within", "enterprises", "implausible", "returned"])
    within, enterprises, implausible = (sums[name].to_numpy(int) for name in ("within", "enterprises", "implausible"))
    found = enterprises > 0
    above, below = (np.where(found, sums[name], np.nan) for name in ("numerator", "denominator"))
    return sums[keys].assign(
        measure=measure,
        base=base,
        basis="count",
        **about,
        numerator=missing_where_nan(above),
        denominator=missing_where_nan(below),
        enterprises=pd.array(enterprises, dtype="Int64"),
        missing=pd.array(within - enterprises - implausible, dtype="Int64"),
        implausible=pd.array(implausible, dtype="Int64"),
        rate_pct=missing_where_nan(share_pct(above, below)),
        value_status=first_of({"empty": within == 0, "no_return": sums["returned"] == 0, "missing": ~found}),
    )
