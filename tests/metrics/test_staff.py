"""Staff back and capacity in use: worked by hand and against DuckDB."""

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis import metrics


def staff_panel(make, pairs):
    back, normal = zip(*pairs, strict=True)
    columns = {"staff_back": pd.array(back, "Int64"), "staff_normal": pd.array(normal, "Int64")}
    return make.panel({"running": len(pairs)}, **columns)


STAFF = [
    ("sums, not the mean of rates", [(90, 100), (1, 10)], (91, 110, 2, 0, 0), 82.727, "ok"),
    ("a row with one number is left out", [(90, 100), (5, None), (None, 50)], (90, 100, 1, 2, 0), 90.0, "ok"),
    ("more back than normal", [(50, 100), (12, 10)], (50, 100, 1, 0, 1), 50.0, "ok"),
    ("negative", [(50, 100), (-5, 10), (3, -10)], (50, 100, 1, 0, 2), 50.0, "ok"),
    ("nobody normally", [(0, 0), (4, 8)], (4, 8, 1, 1, 0), 50.0, "ok"),
    ("nobody gave both", [(None, 10), (4, None)], (None, None, 0, 2, 0), None, "missing"),
    ("only implausible ones", [(12, 10)], (None, None, 0, 0, 1), None, "missing"),
    ("nobody is back", [(0, 10)], (0, 10, 1, 0, 0), 0.0, "ok"),
]


@pytest.mark.parametrize(("pairs", "sums", "rate", "status"), [case[1:] for case in STAFF], ids=[c[0] for c in STAFF])
def test_staff_by_hand(pairs, sums, rate, status, make):
    found = metrics.staff_rate(staff_panel(make, pairs)).iloc[0]
    names = ("numerator", "denominator", "enterprises", "missing", "implausible")
    assert [None if pd.isna(found[name]) else found[name] for name in names] == list(sums)
    assert pd.isna(found["rate_pct"]) if rate is None else found["rate_pct"] == pytest.approx(rate, abs=5e-4)
    assert found["value_status"] == status


CAPACITY = [
    ("by output", "output", [80, 40], [300, 100], [10, 10], 70.0),
    ("by staff", "staff", [80, 40], [300, 100], [10, 30], 50.0),
    ("plain", "none", [80, 40], [300, 100], [10, 30], 60.0),
    ("no output known", "output", [80, 40], [None, 100], [10, 30], 40.0),
    ("a value over 100 is left out", "none", [80, 140], [1, 1], [1, 1], 80.0),
    ("a negative one too", "none", [-1, 55], [1, 1], [1, 1], 55.0),
    ("a missing one is not 0", "none", [None, 55], [1, 1], [1, 1], 55.0),
    ("none known", "none", [None, None], [1, 1], [1, 1], None),
]


@pytest.mark.parametrize(
    ("weight", "values", "output", "staff", "rate"), [case[1:] for case in CAPACITY], ids=[c[0] for c in CAPACITY]
)
def test_capacity_by_hand(weight, values, output, staff, rate, make):
    columns = {"capacity_pct": values, "annual_output_10k_cny": output, "staff_normal_register": staff}
    columns = {name: pd.array(numbers, "Float64") for name, numbers in columns.items()}
    found = metrics.capacity(make.panel({"running": 2}, **columns), weight=weight).iloc[0]
    assert pd.isna(found["rate_pct"]) if rate is None else found["rate_pct"] == pytest.approx(rate)
    assert found["weight"] == weight


@pytest.mark.parametrize(
    ("output", "staff", "told", "weight", "rate"),
    [
        ([300, 100, None], [10, 30, 10], {}, "output", 70.0),  # most have an output: (80 * 300 + 40 * 100) / 400
        ([300, None, None], [10, 30, 10], {}, "staff", 52.0),  # (80 * 10 + 40 * 30 + 60 * 10) / 50
        ([None, 100, None], [None, 30, None], {}, "none", 60.0),
        ([300, 100, None], [10, 30, 10], {"capacity_weight": "staff"}, "staff", 52.0),  # so is the survey's whole
    ],
)
def test_what_the_register_does_not_know_of_most_weighs_nothing(output, staff, told, weight, rate, make):
    columns = {"capacity_pct": [80, 40, 60], "annual_output_10k_cny": output, "staff_normal_register": staff}
    columns = {name: pd.array(numbers, "Float64") for name, numbers in columns.items()}
    panel = make.panel({"running": 3}, **columns, **told)
    found = metrics.capacity(panel).iloc[0]
    assert (found["weight"], found["rate_pct"]) == (weight, pytest.approx(rate))
    behind = metrics.rows_behind(panel, found.drop("weight"))
    assert behind[["above", "below"]].sum().tolist() == pytest.approx([found["numerator"], found["denominator"]])


SQL = """
select county_code,
    sum(staff_back) filter (where fine) as numerator, sum(staff_normal) filter (where fine) as denominator,
    count(*) filter (where fine) as enterprises,
    sum(capacity_pct * annual_output_10k_cny) filter (where capacity_pct between 0 and 100)
        / sum(annual_output_10k_cny) filter (where capacity_pct between 0 and 100) as capacity_pct
from (select *, staff_back <= staff_normal and staff_normal > 0 as fine from rows)
where above_scale and normal_before_festival group by county_code order by county_code nulls last
"""


@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_duckdb(seed, make):
    random = np.random.default_rng(seed)
    enterprises = make.register(random, 400)
    panel = metrics.panel(enterprises, make.returns(random, enterprises, make.week(9)), make.week(9))
    rows = panel.drop(columns=["source_row", "part"])  # noqa: F841
    truth = duckdb.sql(SQL).df()
    found = metrics.staff_rate(panel, by="county_code")
    for column in ("numerator", "denominator", "enterprises"):
        assert found[column].tolist() == truth[column].tolist()
    assert metrics.capacity(panel, by="county_code")["rate_pct"].tolist() == pytest.approx(
        truth["capacity_pct"].tolist()
    )


def test_excluded_enterprises_leave_the_adjusted_base(make):
    panel = make.panel({"running": 1, "excluded": 1}, staff_back=[8, 0], staff_normal=[10, 10])
    assert metrics.staff_rate(panel)["rate_pct"].tolist() == [40.0]
    assert metrics.staff_rate(panel, base="adjusted")["rate_pct"].tolist() == [80.0]


def test_empty_scope_and_silence(make):
    assert metrics.staff_rate(make.panel({"running": 1}), scope="below_scale")["value_status"].tolist() == ["empty"]
    assert metrics.capacity(make.panel({"missing": 1}))["value_status"].tolist() == ["no_return"]


def test_unknown_weight(make):
    with pytest.raises(ValueError, match="unknown weight 'gold'; use one of output, staff, none"):
        metrics.capacity(make.panel({"running": 1}), weight="gold")


def test_the_three_measures_of_the_same_groups_are_each_what_it_is_alone(make):
    panel = staff_panel(make, [(90, 100), (1, 10), (None, 50)]).assign(
        size=["large", "small", "small"], park=["a", "a", "b"]
    )
    found = metrics.measures(metrics.count_states(panel, ["size", "park"]), panel, "size", "replied")
    assert found.rate.equals(metrics.resumption_rate(metrics.count_states(panel, "size"), base="replied"))
    assert found.staff.equals(metrics.staff_rate(panel, "size", base="replied"))
    assert found.capacity.equals(metrics.capacity(panel, "size", base="replied"))
