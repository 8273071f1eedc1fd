"""Resumption by the meter: the published index, users and kilowatt-hours by hand and against DuckDB."""

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis import metrics


@pytest.mark.parametrize(("users", "kwh", "index"), [(57.60, 45.28, 51.44), (60.15, 47.27, 53.71)])
def test_index_of_zhejiang_as_published(users, kwh, index):
    assert round(metrics.electricity_index(users, kwh), 2) == index


def test_by_hand(make):
    """Loads of 30, 29, 150 and 0 percent; one without a base, one negative, one unknown."""
    columns = {
        "power_kwh": pd.array([30, 29, 150, 0, 5, -5, None], "Float64"),
        "power_base_kwh": pd.array([100, 100, 100, 100, 0, 100, 100], "Float64"),
    }
    found = metrics.electricity(make.panel({"running": 7}, **columns)).set_index("measure")
    assert found.loc["electricity_users", ["numerator", "denominator", "rate_pct"]].tolist() == [2, 4, 50.0]
    assert found.loc["electricity_kwh", ["numerator", "denominator", "rate_pct"]].tolist() == [209, 400, 52.25]
    assert found.loc["electricity_index", "rate_pct"] == 51.125
    assert found["missing"].tolist() == [2, 2, 2]
    assert found["implausible"].tolist() == [1, 1, 1]


def test_half_of_the_base_elsewhere(make):
    panel = make.panel({"running": 2}, power_kwh=[40.0, 60.0], power_base_kwh=[100.0, 100.0])
    assert metrics.electricity(panel, threshold_pct=50)["rate_pct"].tolist() == [50, 50, 50]


def test_no_meters(make):
    found = metrics.electricity(make.panel({"running": 2}))
    assert found["value_status"].unique().tolist() == ["missing"]
    assert found["rate_pct"].isna().all()


def test_a_threshold_of_nothing_is_refused(make):
    with pytest.raises(ValueError, match="above 0"):
        metrics.electricity(make.panel({"running": 2}), threshold_pct=0)


SQL = """
select {by}, 100.0 * count(*) filter (where power_kwh >= 0.3 * power_base_kwh) / count(*) as users,
    100.0 * sum(power_kwh) / sum(power_base_kwh) as kwh
from rows where above_scale and normal_before_festival and power_kwh >= 0 and power_base_kwh > 0
group by {by} order by {by} nulls last
"""


@pytest.mark.parametrize("by", ["county_code", "size"])
@pytest.mark.parametrize("seed", range(3))
def test_agrees_with_duckdb(seed, by, make):
    random = np.random.default_rng(seed)
    enterprises = make.register(random, 300)
    panel = metrics.panel(enterprises, make.returns(random, enterprises, make.week(9)), make.week(9))
    rows = panel[[by, "above_scale", "normal_before_festival", "power_kwh", "power_base_kwh"]]  # noqa: F841
    truth = duckdb.sql(SQL.format(by=by)).df()
    found = metrics.electricity(panel, by=by).sort_values(by)
    for measure, column in (("electricity_users", "users"), ("electricity_kwh", "kwh")):
        rates = found.loc[found["measure"].eq(measure), "rate_pct"].dropna()
        assert rates.tolist() == pytest.approx(truth[column].tolist())
    assert metrics.load_gaps(panel, by=by)["power_pct"].notna().any()
