"""Output lost by standing still, and when it is made up for: worked by hand."""

from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis import metrics


def panel_of(make, state, capacity=None, output=3650.0, **columns):
    frame = make.panel({"running": 1}, annual_output_10k_cny=output, capacity_pct=capacity, **columns)
    return frame.assign(state=pd.Series([state], dtype="str"), state_reason=columns.get("state_reason"))


# State, capacity, reason; lost at the low end (10 a day, 7 days) and at the high end (12.1667 a day).
CASES = {
    "stands still": ("stopped", None, None, 70, 7 * 3650 / 300),
    "planned": ("planned", None, None, 70, 7 * 3650 / 300),
    "half": ("running", 50, None, 35, 3.5 * 3650 / 300),
    "full": ("running", 100, None, 0, 0),
    "runs, nobody says how much": ("partial", None, None, 0, 7 * 3650 / 300),
    "runs at an impossible rate": ("running", 140, None, 0, 7 * 3650 / 300),
    "no return": (None, None, None, 0, 7 * 3650 / 300),
    "unreadable": ("unknown", None, None, 0, 7 * 3650 / 300),
    "overhaul": ("stopped", None, "overhaul", 0, 7 * 3650 / 300),
    "a number beside a stop": ("stopped", 80, None, 70, 7 * 3650 / 300),
}


@pytest.mark.parametrize(("state", "capacity", "reason", "low", "high"), CASES.values(), ids=CASES)
def test_one_enterprise(state, capacity, reason, low, high, make):
    frame = panel_of(make, state, capacity, state_reason=reason)
    found = metrics.cost_of_delay(frame, make.week(9)).iloc[0]
    assert (found["lost_low_10k_cny"], found["lost_high_10k_cny"]) == pytest.approx((low, high))
    assert found["lost_low_pct"] == pytest.approx(100 * low / 70)
    assert found["lost_high_pct"] == pytest.approx(100 * high / (7 * 3650 / 300))
    assert (found["days"], found["days_per_year_low"], found["days_per_year_high"]) == (7, 300, 365)


def test_days_before_work_normally_begins_are_not_lost(make):
    frame = panel_of(make, "stopped")
    assert metrics.cost_of_delay(frame, make.week(9), normal_from=date(2020, 2, 27))["lost_low_10k_cny"].tolist() == [
        40
    ]
    later = metrics.cost_of_delay(frame, make.week(9), normal_from=date(2020, 3, 9)).iloc[0]
    assert (later["days"], later["lost_low_10k_cny"]) == (0, 0)
    assert pd.isna(later["lost_low_pct"])


def test_excluded_and_unvalued_enterprises(make):
    gone = metrics.cost_of_delay(panel_of(make, "excluded"), make.week(9)).iloc[0]
    assert (gone["value_status"], gone["enterprises"]) == ("empty", 0)
    blank = metrics.cost_of_delay(panel_of(make, "stopped", output=None), make.week(9)).iloc[0]
    assert (blank["value_status"], blank["output_unknown"]) == ("missing", 1)
    assert pd.isna(blank["lost_low_10k_cny"])
    negative = metrics.cost_of_delay(panel_of(make, "stopped", output=-5.0), make.week(9)).iloc[0]
    assert (negative["value_status"], negative["output_unknown"]) == ("missing", 1)


@pytest.mark.parametrize("days", [(0, 365), (365, 300), (300, 400)])
def test_wrong_range_of_days(days, make):
    with pytest.raises(ValueError, match="days per year"):
        metrics.cost_of_delay(panel_of(make, "stopped"), make.week(9), days_per_year=days)


SQL = """
select county_code, count(*) as enterprises,
  sum(o / 365 * 7 * case when state in ('planned', 'stopped') then 1
      when state in ('running', 'partial') and c between 0 and 100 then 1 - c / 100 else 0 end) as low,
  sum(o / 300 * 7 * case when state in ('running', 'partial') and c between 0 and 100 then 1 - c / 100
      else 1 end) as high
from panel where above_scale and normal_before_festival and state is distinct from 'excluded'
group by 1 order by 1 nulls last
"""


@pytest.mark.parametrize("seed", range(3))
def test_agrees_with_duckdb(seed, make):
    random = np.random.default_rng(seed)
    enterprises = make.register(random, 200)
    panel = metrics.panel(enterprises, make.returns(random, enterprises, make.week(9)), make.week(9))
    plain = panel.rename(columns={"annual_output_10k_cny": "o", "capacity_pct": "c"})
    columns = ["county_code", "o", "c", "state", "above_scale", "normal_before_festival"]
    truth = duckdb.from_df(plain[columns]).query("panel", SQL).df()
    found = metrics.cost_of_delay(panel, make.week(9), by="county_code")
    assert found["enterprises"].tolist() == truth["enterprises"].tolist()
    assert found["lost_low_10k_cny"].tolist() == pytest.approx(truth["low"].tolist())
    assert found["lost_high_10k_cny"].tolist() == pytest.approx(truth["high"].tolist())
    whole = metrics.cost_of_delay(panel, make.week(9)).iloc[0]
    assert whole["lost_low_10k_cny"] == pytest.approx(truth["low"].sum())


def test_losses_of_two_weeks_add_up(make):
    """600 a year: 7 days bring 600 / 365 * 7 at the low end. One stands both weeks, one only in the first."""
    first = make.panel({"stopped": 2}, annual_output_10k_cny=600.0, capacity_pct=100.0)
    second = make.panel({"stopped": 1, "running": 1}, annual_output_10k_cny=600.0, capacity_pct=100.0)
    weeks = [metrics.cost_of_delay(p, make.week(n)) for p, n in ((first, 8), (second, 9))]
    total = metrics.add_costs(weeks).iloc[0]
    day = 600 / 365
    assert total["lost_low_10k_cny"] == pytest.approx(3 * 7 * day)
    assert total["lost_high_10k_cny"] == pytest.approx(3 * 7 * 600 / 300)
    assert (total["days"], total["enterprises"]) == (14, 2)
    assert total["lost_low_pct"] == pytest.approx(75)
    grown = metrics.cost_of_delay(second.assign(county_code=["a", "b"]), make.week(9), by="county_code")
    only_a = metrics.cost_of_delay(first.assign(county_code="a"), make.week(8), by="county_code")
    added = metrics.add_costs([only_a, grown]).set_index("county_code")
    assert added["lost_low_10k_cny"].tolist() == pytest.approx([3 * 7 * day, 0]), "a group of one week has a sum too"
    unknown = metrics.cost_of_delay(first.assign(annual_output_10k_cny=pd.NA), make.week(8))
    assert metrics.add_costs([unknown, weeks[1]])["value_status"].tolist() == ["missing"]
    assert metrics.add_costs([unknown, weeks[1]])["lost_low_10k_cny"].isna().all()
    other = metrics.cost_of_delay(first, make.week(8), days_per_year=(250, 365))
    with pytest.raises(ValueError, match="one assumption for all"):
        metrics.add_costs([other, weeks[1]])
    with pytest.raises(ValueError, match="no period"):
        metrics.add_costs([])


# Loss, normal a day, rate now, points a day, ceiling; days until made up for.
MAKE_UP = {
    "nothing lost": (0, 10, 50, 0, 110, 0),
    "ten above normal, a unit a day": (5, 10, 110, 0, 110, 5),
    "stays at normal": (5, 10, 100, 0, 110, None),
    "the ceiling is normal": (5, 10, 90, 5, 100, None),
    "falls": (5, 10, 90, -1, 120, None),
    # 95, 100, 105, 110, 110 ...: 10 + 0.5 + 0 - 0.5 - 1 - 1 ...: 9 left on day 4, 0 on day 13.
    "rises to the ceiling": (10, 10, 90, 5, 110, 13),
    # A rate already above the ceiling stays where it is.
    "above the ceiling": (6, 10, 120, 0, 110, 3),
}


@pytest.mark.parametrize(("lost", "normal", "rate", "points", "ceiling", "days"), MAKE_UP.values(), ids=MAKE_UP)
def test_made_up_after(lost, normal, rate, points, ceiling, days):
    assert metrics.made_up_after(lost, normal, rate, points, ceiling) == days


def test_making_up_by_group(make):
    """a: loses 140 a week of 280 normal (40 a day); capacity 50 to 85 in a week: 5 points a day up to 110.
    90 95 100 105 110 ...: 140 + 4 + 2 + 0 - 2 - 4 ...: 140 left on day 5, then 4 a day: day 40. b: does not rise."""
    keys = pd.DataFrame({"county_code": ["a", "b"]})
    costs = keys.assign(
        lost_low_10k_cny=[140.0, 10.0], lost_high_10k_cny=[180.0, 20.0], normal_10k_cny=[280.0, 70.0], days=7,
        enterprises=3, value_status="ok",
    )  # fmt: skip
    now, before = (keys.assign(rate_pct=pd.array(v, dtype="Float64"), value_status="ok") for v in ([85, 60], [50, 60]))
    found = metrics.make_up(costs, now, before, days_between=7).set_index("county_code")
    assert found.loc["a", ["made_up_low_days", "made_up_high_days"]].tolist() == [40, 50]
    assert (found.loc["a", "value_status"], found.loc["a", "points_per_week"]) == ("ok", 35)
    assert found.loc["b", "value_status"] == "never"
    assert found.loc["b", ["made_up_low_days", "made_up_high_days"]].isna().all()
    unknown = metrics.make_up(costs, now.assign(rate_pct=pd.array([None, 60], dtype="Float64")), before, days_between=7)
    assert unknown["value_status"].tolist() == ["missing", "never"]
    with pytest.raises(ValueError, match="at least a day apart"):
        metrics.make_up(costs, now, before, days_between=0)
