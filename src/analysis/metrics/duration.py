"""Time to resumption from weekly returns: known only to lie between the last "no" and the first "yes"."""

from datetime import date

import numpy as np
import pandas as pd

from analysis.metrics.grouping import (
    By,
    Scope,
    columns_of,
    grouped,
    in_base,
    in_scope,
    missing_where_nan,
    number_groups,
    refuse_duplicates,
    require,
)
from analysis.vocabulary.entries import RESUMED

_NOT_YET = ("planned", "stopped")


def resumption_intervals(
    enterprises: pd.DataFrame, status: pd.DataFrame, origin: date, scope: Scope = "above_scale"
) -> pd.DataFrame:
    """When each enterprise resumed, as far as its returns tell: one row per enterprise of base expected.

    All columns of the register; ``last_no_days``, days from ``origin`` to the last return before the first "yes" that
    says planned or stopped (-1 where there is none: it may have run from the first day); ``first_yes_days``,
    to the first return that says running or partial (missing: not by the last "no"). Resumption lies in
    (last_no_days, first_yes_days]. ``returns`` counts readable ones; without any, nothing is known. Unit:
    days. Unknown and excluded states tell nothing; the first "yes" counts, relapses do not.

    Raises ValueError for missing columns or two entries of one enterprise.
    """
    require(status, ["enterprise_id", "as_of", "state"], "status")
    refuse_duplicates(enterprises, ["enterprise_id"], "the register")
    # in_base needs a state for its narrower bases only.
    member = in_scope(enterprises, scope) & in_base(enterprises.assign(state=pd.NA), "expected")
    days = (pd.to_datetime(status["as_of"]) - pd.Timestamp(origin)).dt.days.astype(float)
    returns = status[["enterprise_id"]].assign(
        days=days.clip(lower=0), yes=status["state"].isin(RESUMED), no=status["state"].isin(_NOT_YET)
    )
    returns = returns[returns["yes"] | returns["no"]]
    first_yes = returns[returns["yes"]].groupby("enterprise_id")["days"].min().rename("first_yes_days")
    noes = returns[returns["no"]].merge(first_yes, on="enterprise_id", how="left")
    noes = noes[noes["first_yes_days"].isna() | (noes["days"] < noes["first_yes_days"])]
    last_no = noes.groupby("enterprise_id")["days"].max().rename("last_no_days")
    table = (
        enterprises[member]
        .merge(last_no, on="enterprise_id", how="left")
        .merge(first_yes, on="enterprise_id", how="left")
    )
    counts = table["enterprise_id"].map(returns["enterprise_id"].value_counts()).fillna(0)
    return table.assign(last_no_days=table["last_no_days"].fillna(-1.0), returns=counts.astype("Int64"))


def resumption_curve(intervals: pd.DataFrame, by: By = ()) -> pd.DataFrame:
    """Turnbull's estimate of how many had resumed by when: one row per group and interval that carries weight.

    Maximum likelihood without assumptions about the shape (Turnbull 1976), by expectation maximisation. from_days and
    to_days bound an interval in which ``share_pct`` resumed (where in it cannot be known; to_days is missing for those
    that had not resumed at the last return); ``resumed_pct`` is the share resumed by to_days. ``enterprises`` with
    a readable return went in, ``silent`` had none. Units: days since the origin, percent.

    Agrees with lifelines' interval-censored Kaplan-Meier to 1e-6 in the tests. Source: docs/indicators.md.
    """
    keys = columns_of(by)
    require(intervals, [*keys, "last_no_days", "first_yes_days", "returns"], "the intervals")
    tables = []
    for group, members in grouped(intervals, keys):
        known = members[members["returns"] > 0]
        if known.empty:
            continue
        right = known["first_yes_days"].to_numpy(dtype=float, na_value=np.nan)
        edges, weights = turnbull(known["last_no_days"].to_numpy(float) + 1.0, np.where(np.isnan(right), np.inf, right))
        open_ended = np.isinf(edges[:, 1])
        tables.append(
            pd.DataFrame(
                {
                    **dict(zip(keys, group if keys else (), strict=True)),
                    "from_days": edges[:, 0],
                    "to_days": missing_where_nan(np.where(open_ended, np.nan, edges[:, 1])),
                    "share_pct": 100.0 * weights,
                    "resumed_pct": np.where(open_ended, np.nan, 100.0 * weights.cumsum()),
                    "enterprises": len(known),
                    "silent": len(members) - len(known),
                }
            )
        )
    if tables:
        return pd.concat(tables, ignore_index=True)
    columns = [*keys, "from_days", "to_days", "share_pct", "resumed_pct", "enterprises", "silent"]
    return pd.DataFrame(columns=columns)


def resumption_quartiles(intervals: pd.DataFrame, by: By = ()) -> pd.DataFrame:
    """Days until a quarter, half and three quarters had resumed: one row per group and quartile, as a range.

    from_days to to_days is the interval of ``resumption_curve`` in which the share is reached; both are missing, with
    value_status "not_reached", where it was not by the last return. Unit: days since the origin.
    """
    keys = columns_of(by)
    curve = resumption_curve(intervals, by)
    group = number_groups(curve, keys)[0]
    groups = curve[[*keys, "enterprises", "silent"]].iloc[np.unique(group, return_index=True)[1]].reset_index(drop=True)
    tables = []
    for quartile in (25, 50, 75):
        reached = np.flatnonzero(curve["to_days"].notna() & (curve["resumed_pct"] >= quartile - 1e-6))
        first = np.full(len(groups), -1)  # no row
        first[group[reached[::-1]]] = reached[::-1]
        days = curve[["from_days", "to_days"]].reindex(first).reset_index(drop=True)
        found = np.where(first >= 0, "ok", "not_reached")
        tables.append(groups.join(days).assign(quartile=quartile, value_status=found))
    result = pd.concat(tables, ignore_index=True)
    return result.sort_values([*keys, "quartile"], kind="stable", ignore_index=True)


def turnbull(left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Nonparametric maximum likelihood for closed intervals [left, right]; right may be infinite.

    Returns the innermost intervals (n x 2) and the probability of each, accurate to about 1e-8. Raises ValueError
    for left > right or no interval.
    """
    if len(left) == 0 or (left > right).any():
        told = list(zip(left[left > right].tolist(), right[left > right].tolist(), strict=True))[:3]
        raise ValueError(
            f"区间至少一个，左端都不得大于右端，现为 {told} / "
            f"intervals must be given, none with its left end beyond its right end, not {told}"
        )
    observed, weight = np.unique(np.column_stack([left, right]), axis=0, return_counts=True)
    # An innermost interval runs from a left end to the next end, where that is a right end; left ends first on ties.
    ends = np.concatenate([observed[:, 0], observed[:, 1]])
    kind = np.repeat([0, 1], len(observed))
    order = np.lexsort((kind, ends))
    ends, kind = ends[order], kind[order]
    at = np.flatnonzero((kind[:-1] == 0) & (kind[1:] == 1))
    inner = np.column_stack([ends[at], ends[at + 1]])
    covers = (observed[:, [0]] <= inner[:, 0]) & (inner[:, 1] <= observed[:, [1]])
    share = _most_likely(covers.astype(float), weight / weight.sum())
    kept = share > 1e-9
    return inner[kept], share[kept] / share[kept].sum()


def _most_likely(covers: np.ndarray, weight: np.ndarray, tolerance: float = 1e-11, at_most: int = 20_000) -> np.ndarray:
    """Probabilities of the columns of ``covers`` that make its rows, so weighted, most likely.

    Expectation maximisation, two steps extrapolated at a time (SQUAREM, Varadhan and Roland 2008): plain steps creep
    where an interval's share goes to nothing.
    """

    def step(share: np.ndarray) -> np.ndarray:
        return share * (weight / (covers @ share) @ covers)

    def likelihood(share: np.ndarray) -> float:
        return float(weight @ np.log(covers @ share))

    share = np.full(covers.shape[1], 1.0 / covers.shape[1])
    for _ in range(at_most):
        first = step(share)
        second = step(first)
        change, bend = first - share, second - 2 * first + share
        if np.abs(change).max() < tolerance:
            return second
        length = np.linalg.norm(change) / max(np.linalg.norm(bend), 1e-300)
        leap = np.maximum(share + 2 * length * change + length**2 * bend, 1e-14)
        leap /= leap.sum()
        share = step(leap) if likelihood(leap) >= likelihood(second) else second
    return share
