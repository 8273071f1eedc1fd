"""Who names which bottleneck, what is at risk, and what became of it."""

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis import metrics


def difficulties(*rows):
    frame = pd.DataFrame(rows, columns=["enterprise_id", "category", "resolved"])
    return frame.assign(difficulty_id=frame["enterprise_id"] + "/" + frame["category"])


NAMED = difficulties(
    ("E0", "labour", False),
    ("E0", "labour", False),
    ("E0", "logistics", None),
    ("E1", "labour", True),
    ("E2", "none", False),
    ("E3", "labour", False),
    ("stranger", "labour", False),
)


def test_shares_bounds_and_risk(make):
    """Six expected, four answered; labour is named by E0, E1 (whose text says something else is solved) and E3."""
    panel = make.panel({"running": 6}, staff_normal_register=[100, 5, 5, 40, 5, 5])
    panel["annual_output_10k_cny"] = pd.array([1000, 1, 1, None, 1, 1], "Float64")
    found = metrics.bottleneck_shares(NAMED, panel).set_index("category")
    assert found.index.tolist() == ["labour", "logistics"]
    labour = found.loc["labour"]
    assert (labour["numerator"], labour["denominator"], labour["missing"]) == (3, 4, 2)
    assert labour["rate_pct"] == 75
    assert labour[["low_pct", "high_pct"]].tolist() == pytest.approx([100 * 3 / 6, 100 * 5 / 6])
    assert (labour["staff_at_risk"], labour["staff_known"]) == (145, 3)
    assert (labour["output_at_risk_10k_cny"], labour["output_known"]) == (1001, 2)


def test_a_sum_of_which_nothing_is_known_is_no_nought(make):
    """Nobody's output is known, and of those that name labour nobody's staff."""
    panel = make.panel({"running": 6}, staff_normal_register=[None, None, 5, None, 5, 5])
    panel["annual_output_10k_cny"] = pd.array([None] * 6, "Float64")
    risks = ["staff_at_risk", "output_at_risk_10k_cny"]
    assert metrics.bottleneck_shares(NAMED, panel)[risks].isna().all(axis=None)
    assert metrics.affected(NAMED, panel)[risks].isna().all(axis=None)


def test_coverage_counts_an_enterprise_once(make):
    """Labour reaches E0, E1, E3; logistics adds E4 only, since E0 is there already."""
    named = pd.concat([NAMED, difficulties(("E4", "logistics", False))])
    found = metrics.bottleneck_shares(named, make.panel({"running": 6}))
    assert found[["category", "numerator", "covered"]].values.tolist() == [["labour", 3, 3], ["logistics", 2, 4]]
    assert found["covered_pct"].tolist() == [75, 100]


def test_what_is_left_over_comes_last_however_often_it_is_named(make):
    named = difficulties(("E0", "other", False), ("E1", "other", False), ("E2", "funds", False))
    panel = make.panel({"running": 3})
    assert metrics.bottleneck_shares(named, panel)["category"].tolist() == ["funds", "other"]
    changes = metrics.bottleneck_changes(named, named, panel)
    assert metrics.bottleneck_outcomes(changes)["category"].tolist() == ["funds", "other"]


def test_only_the_last_answer_of_a_period_counts(make):
    """On Wednesday E0 no longer lacks staff; E1 answered on Monday only."""
    named = difficulties(("E0", "labour", False), ("E0", "none", False), ("E1", "funds", False))
    named["as_of"] = pd.to_datetime(["2020-02-24", "2020-02-26", "2020-02-24"])
    found = metrics.bottleneck_shares(named, make.panel({"running": 2}))
    assert found[["category", "numerator", "denominator"]].values.tolist() == [["funds", 1, 2]]


def test_periods_side_by_side(make):
    panel = pd.concat([make.panel({"running": 4}).assign(period_id=week) for week in ("2020-W08", "2020-W09")])
    named = pd.concat([NAMED.assign(period_id="2020-W08"), NAMED.head(3).assign(period_id="2020-W09")])
    found = metrics.bottleneck_shares(named, panel, by="period_id")
    assert found[["period_id", "category", "numerator", "denominator"]].values.tolist() == [
        ["2020-W08", "labour", 3, 4],
        ["2020-W08", "logistics", 1, 4],
        ["2020-W09", "labour", 1, 1],
        ["2020-W09", "logistics", 1, 1],
    ]


@pytest.mark.parametrize("seed", range(3))
def test_agrees_with_duckdb(seed, make):
    random = np.random.default_rng(seed)
    enterprises = make.register(random, 200)
    panel = metrics.panel(enterprises, make.returns(random, enterprises, make.week(9)), make.week(9))
    size = 150
    named = pd.DataFrame(
        {
            "enterprise_id": random.choice(enterprises["enterprise_id"], size),
            "category": random.choice(["labour", "funds", "none"], size),
            "resolved": random.random(size) < 0.2,
        }
    )
    rows = panel[["enterprise_id", "county_code", "above_scale", "normal_before_festival"]]  # noqa: F841
    truth = duckdb.sql(
        """
        with members as (select * from rows where above_scale and normal_before_festival),
        answered as (select county_code, count(distinct enterprise_id) as n
            from members join named using (enterprise_id) group by 1)
        select m.county_code, category, count(distinct m.enterprise_id) as numerator, any_value(n) as denominator
        from members m join named using (enterprise_id)
        join answered a on a.county_code is not distinct from m.county_code
        where category <> 'none' group by 1, 2
        order by m.county_code nulls last, numerator desc, category
        """
    ).df()
    found = metrics.bottleneck_shares(named, panel, by="county_code")
    found = found[found["numerator"] > 0]
    assert found[["category", "numerator", "denominator"]].values.tolist() == truth.iloc[:, 1:].values.tolist()


def test_what_became_of_each(make):
    """Eight enterprises and a stranger; what a text says is solved is not always what it no longer names."""
    earlier = difficulties(("E5", "funds", False), ("E6", "none", False))
    before = difficulties(
        ("E0", "labour", False),
        ("E1", "labour", False),
        ("E2", "labour", False),
        ("E3", "labour", False),
        ("E4", "labour", False),
        ("E5", "none", False),
        ("E6", "none", False),
        ("stranger", "labour", False),
    )
    now = difficulties(
        ("E0", "labour", True),
        ("E1", "none", True),
        ("E2", "none", False),
        ("E4", "funds", True),
        ("E5", "funds", False),
        ("E6", "funds", False),
        ("E6", "orders", False),
        ("E7", "labour", False),
    )
    panel = make.panel({"running": 8})
    found = metrics.bottleneck_changes(now, before, panel, earlier)
    assert found[["enterprise_id", "category", "change"]].values.tolist() == [
        ["E0", "labour", "persisting"],
        ["E1", "labour", "solved"],
        ["E2", "labour", "no_longer_named"],
        ["E3", "labour", "not_answered"],
        ["E4", "funds", "new"],
        ["E4", "labour", "solved"],
        ["E5", "funds", "returning"],
        ["E6", "funds", "new"],
        ["E6", "orders", "new"],
        ["E7", "labour", "newly_answered"],
    ]
    counted = metrics.bottleneck_outcomes(found).set_index("category")
    assert counted.index.tolist() == ["funds", "labour", "orders"]
    assert counted["change_matched"].tolist() == [3, -3, 1]
    assert counted.loc["labour", ["persisting", "solved", "no_longer_named", "not_answered"]].tolist() == [1, 2, 1, 1]
    assert (counted.loc["labour", "open_now"], counted.loc["labour", "open_before"]) == (2, 5)
    assert (counted.loc["labour", "solved_pct"], counted.loc["labour", "persisting_pct"]) == (40, 20)
    assert pd.isna(counted.loc["funds", "solved_pct"])


@pytest.mark.parametrize("seed", range(3))
def test_what_is_open_now_is_what_the_shares_count(seed, make):
    """Persisting, new, returning and newly answered add up to the numerator of each category, whatever the panel."""
    random = np.random.default_rng(seed)
    enterprises = make.register(random, 150)
    panel = metrics.panel(enterprises, make.returns(random, enterprises, make.week(9)), make.week(9))
    weeks = [
        pd.DataFrame(
            {
                "enterprise_id": random.choice(enterprises["enterprise_id"], 120),
                "category": random.choice(["labour", "funds", "orders", "none"], 120),
                "resolved": random.random(120) < 0.2,
            }
        )
        for _ in range(3)
    ]
    changes = metrics.bottleneck_changes(weeks[2], weeks[1], panel, weeks[0])
    now = metrics.bottleneck_outcomes(changes).set_index("category")["open_now"]
    shares = metrics.bottleneck_shares(weeks[2], panel).set_index("category")["numerator"]
    assert now[now > 0].to_dict() == shares.to_dict()
    before = metrics.bottleneck_shares(weeks[1], panel).set_index("category")["numerator"]
    assert metrics.bottleneck_outcomes(changes).set_index("category")["open_before"].to_dict() == before.to_dict()


def test_nothing_to_compare(make):
    """Nobody answered in either period: empty tables, no error."""
    nobody, panel = NAMED.iloc[:0], make.panel({"running": 2})
    changes = metrics.bottleneck_changes(nobody, nobody, panel)
    assert changes.empty
    assert metrics.bottleneck_outcomes(changes).empty
    assert metrics.bottleneck_shares(nobody, panel).empty
    assert metrics.bottleneck_shares(NAMED, panel.iloc[:0]).empty


def test_refusals(make):
    panel = make.panel({"running": 6})
    with pytest.raises(ValueError, match="not comparable"):
        metrics.bottleneck_shares(NAMED.assign(choice=["single"] * 3 + ["multiple"] * 4), panel)
    with pytest.raises(ValueError, match="several periods"):
        metrics.bottleneck_shares(NAMED.assign(period_id=["a"] * 3 + ["b"] * 4), panel)
