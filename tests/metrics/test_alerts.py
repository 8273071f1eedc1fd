"""Warnings, each with the rows behind it."""

import pandas as pd
import pytest

from analysis import metrics

WEEKS = ["2020-W07", "2020-W08", "2020-W09"]
# county: its rates of three weeks and the weeks below a prefecture of 50, 70, 90 in a row up to the last.
COUNTIES = {
    "always below": ([40, 60, 80], 3),
    "since last week": ([55, 60, 80], 2),
    "only now": ([55, 75, 80], None),
    "caught up": ([40, 60, 95], None),
    "level": ([50, 70, 90], None),
    "a silent week breaks the run": ([40, None, 80], None),
}


def frames():
    rows = [(name, *row) for name, (values, _) in COUNTIES.items() for row in zip(values, WEEKS, strict=True)]
    rates = pd.DataFrame(rows, columns=["county_code", "rate_pct", "period_id"])
    rates = rates.assign(base="expected", numerator=10, denominator=20)
    whole = pd.DataFrame({"period_id": WEEKS, "rate_pct": [50.0, 70.0, 90.0], "base": "expected"})
    return rates.astype({"rate_pct": "Float64"}), whole


@pytest.mark.parametrize("name", COUNTIES)
def test_counties_below_the_prefecture(name):
    found = metrics.below_whole(*frames(), WEEKS).set_index("county_code")
    expected = COUNTIES[name][1]
    assert (name in found.index) == (expected is not None)
    if expected:
        assert found.loc[name, "periods_below"] == expected
        assert found.loc[name, "since"] == WEEKS[-expected]
        assert found.loc[name, "gap_points"] == 10


def test_small_bases_and_unlike_bases():
    rates, whole = frames()
    assert metrics.below_whole(rates.assign(denominator=9), whole, WEEKS).empty
    # A rate of persons: 20 persons of nine enterprises are nine enterprises.
    assert metrics.below_whole(rates.assign(enterprises=9, denominator=2000), whole, WEEKS).empty
    assert len(metrics.below_whole(rates.assign(enterprises=10, denominator=2000), whole, WEEKS)) == 2
    with pytest.raises(ValueError, match="different bases"):
        metrics.below_whole(rates.assign(base="replied"), whole, WEEKS)
    with pytest.raises(ValueError, match=r"row\(s\) with the same period_id"):
        metrics.below_whole(pd.concat([rates, rates]), whole, WEEKS)


def test_key_enterprises_not_running(make):
    panel = make.panel({"running": 1, "stopped": 2, "missing": 1, "excluded": 1}, source_row=[5, 6, 7, None, 9])
    panel["key_enterprise"] = [True, True, False, True, True]
    found = metrics.key_not_running(panel)
    assert found["enterprise_id"].tolist() == ["E1", "E3"]
    assert found["silent"].tolist() == [False, True]
    assert found["source_row"].tolist()[0] == 6


def test_plans_passed(make):
    planned = pd.to_datetime(["2020-02-20", "2020-02-20", "2020-03-01", "2020-02-28", None])
    panel = make.panel({"running": 1, "planned": 3, "stopped": 1}, planned_on=planned)
    found = metrics.plans_passed(panel, pd.Timestamp("2020-03-01").date())
    assert dict(zip(found["enterprise_id"], found["days_overdue"], strict=True)) == {"E1": 10, "E3": 2}


def test_relapses(make):
    before = make.panel({"running": 2, "stopped": 1, "partial": 1})
    now = make.panel({"stopped": 1, "missing": 1, "planned": 2})
    found = metrics.relapses(now, before)
    assert found["enterprise_id"].tolist() == ["E0", "E3"]
    assert found["state_before"].tolist() == ["running", "partial"]


def test_short_stock():
    suppliers = pd.DataFrame({"enterprise_id": list("abcd"), "stock_days": pd.array([2, 3, None, 0], "Float64")})
    assert metrics.short_stock(suppliers)["enterprise_id"].tolist() == ["d", "a"]
