"""Time to resumption: against lifelines, and worked by hand."""

import warnings

import numpy as np
import pandas as pd
import pytest

from analysis import metrics
from analysis.metrics.duration import turnbull

ORIGIN = pd.Timestamp("2020-02-03").date()


def intervals_of(seed, regular):
    """Weekly visits of 120 enterprises, some missed; irregular ones fall on different days."""
    random = np.random.default_rng(seed)
    happened = random.weibull(1.5, 120) * 20
    visits = np.arange(0, 36, 7) + (0 if regular else random.integers(0, 4, (120, 6))) + np.zeros((120, 6))
    seen = [row[random.random(6) < 0.8] for row in visits]
    left = [max((v for v in row if v < t), default=-1) for row, t in zip(seen, happened, strict=True)]
    right = [min((v for v in row if v >= t), default=np.inf) for row, t in zip(seen, happened, strict=True)]
    return np.array(left) + 1.0, np.array(right)


@pytest.mark.parametrize("seed", range(6))
def test_agrees_with_lifelines(seed):
    from lifelines.fitters.npmle import npmle

    left, right = intervals_of(seed, regular=True)
    inner, weights = turnbull(left, right)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs, intervals = npmle(left, right, tol=1e-15, max_iter=5000)
    truth = {(i.left, i.right): weight for i, weight in zip(intervals, theirs, strict=True) if weight > 1e-9}
    found = {tuple(edges): weight for edges, weight in zip(inner, weights, strict=True)}
    assert found == pytest.approx(truth, abs=1e-6)


@pytest.mark.parametrize("seed", range(6))
def test_irregular_visits_reach_the_maximum(seed):
    """At the maximum no interval, used or not, would raise the likelihood (Karush-Kuhn-Tucker; Gentleman, Geyer 1994).

    lifelines itself stops short of it here, so the certificate is the oracle.
    """
    left, right = intervals_of(seed, regular=False)
    inner, weights = turnbull(left, right)
    edges = np.unique(np.concatenate([left, right]))
    used = (left[:, None] <= inner[:, 0]) & (inner[:, 1] <= right[:, None])
    anywhere = (left[:, None] <= edges) & (edges <= right[:, None])
    per_case = 1 / (used @ weights) / len(left)
    assert weights @ np.abs(per_case @ used - 1) < 1e-7
    assert (per_case @ anywhere).max() < 1 + 1e-5


def test_complete_weekly_returns_are_the_plain_shares(make):
    """Ten enterprises: 2 ran from the first return (day 0), 3 by day 7, 4 by day 14, 1 never."""
    first_yes = [0] * 2 + [7] * 3 + [14] * 4 + [None]
    enterprises = make.panel({"running": 10}).drop(columns=["state", "state_reason", "period_id"])
    rows = [
        (f"E{i}", pd.Timestamp(ORIGIN) + pd.Timedelta(days=day), "stopped" if yes is None or day < yes else "running")
        for i, yes in enumerate(first_yes)
        for day in (0, 7, 14)
    ]
    status = pd.DataFrame(rows, columns=["enterprise_id", "as_of", "state"])
    intervals = metrics.resumption_intervals(enterprises, status, ORIGIN)
    assert intervals["last_no_days"].tolist() == [-1] * 2 + [0] * 3 + [7] * 4 + [14]
    curve = metrics.resumption_curve(intervals)
    assert curve["to_days"].dropna().tolist() == [0, 7, 14]
    assert curve["resumed_pct"].dropna().tolist() == pytest.approx([20, 50, 90])
    assert curve["share_pct"].tolist() == pytest.approx([20, 30, 40, 10])
    quartiles = metrics.resumption_quartiles(intervals).set_index("quartile")
    assert quartiles["to_days"].tolist() == [7, 7, 14]
    assert quartiles["from_days"].tolist() == [1, 1, 8]


def test_not_reached_silent_and_relapsed(make):
    enterprises = make.panel({"running": 4}).drop(columns=["state", "state_reason", "period_id"])
    days = pd.to_datetime(["2020-02-20", "2020-02-10", "2020-02-10", "2020-02-17", "2020-02-24"])
    status = pd.DataFrame(
        {
            "enterprise_id": ["E0", "E1", "E2", "E2", "E2"],
            "as_of": days,
            "state": ["stopped", "unknown", "stopped", "running", "stopped"],
        }
    )
    intervals = metrics.resumption_intervals(enterprises, status, ORIGIN).set_index("enterprise_id")
    assert intervals.loc["E2", ["last_no_days", "first_yes_days"]].tolist() == [7, 14]
    assert intervals["returns"].tolist() == [1, 0, 3, 0]
    quartiles = metrics.resumption_quartiles(intervals.reset_index()).set_index("quartile")
    assert quartiles["value_status"].tolist() == ["ok", "ok", "not_reached"]
    assert quartiles[["enterprises", "silent"]].iloc[0].tolist() == [2, 2]


def test_nobody_answered(make):
    enterprises = make.panel({"running": 2}).drop(columns=["state", "state_reason", "period_id"])
    status = pd.DataFrame({"enterprise_id": [], "as_of": pd.to_datetime([]), "state": []})
    intervals = metrics.resumption_intervals(enterprises, status, ORIGIN)
    assert len(metrics.resumption_curve(intervals)) == 0
    assert len(metrics.resumption_quartiles(intervals)) == 0


def test_intervals_must_run_forward():
    with pytest.raises(ValueError, match="left end"):
        turnbull(np.array([3.0]), np.array([2.0]))
