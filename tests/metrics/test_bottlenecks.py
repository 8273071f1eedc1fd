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
    """Six expected, four answered; labour is named by E0 and E3, solved at E1."""
    panel = make.panel({"running": 6}, staff_normal_register=[100, 5, 5, 40, 5, 5])
    panel["annual_output_10k_cny"] = pd.array([1000, 1, 1, None, 1, 1], "Float64")
    found = metrics.bottleneck_shares(NAMED, panel).set_index("category")
    assert found.index.tolist() == ["labour", "logistics"]
    labour = found.loc["labour"]
    assert (labour["numerator"], labour["denominator"], labour["missing"], labour["resolved"]) == (2, 4, 2, 1)
    assert labour["share_pct"] == 50
    assert labour[["low_pct", "high_pct"]].tolist() == pytest.approx([100 * 2 / 6, 100 * 4 / 6])
    assert (labour["staff_at_risk"], labour["staff_known"]) == (140, 2)
    assert (labour["output_at_risk_10k_cny"], labour["output_known"]) == (1000, 1)


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
        where category <> 'none' and not resolved group by 1, 2
        order by m.county_code nulls last, numerator desc, category
        """
    ).df()
    found = metrics.bottleneck_shares(named, panel, by="county_code")
    found = found[found["numerator"] > 0]
    assert found[["category", "numerator", "denominator"]].values.tolist() == truth.iloc[:, 1:].values.tolist()


def test_what_became_of_each():
    before = difficulties(
        ("a", "labour", False),
        ("b", "labour", False),
        ("c", "labour", False),
        ("d", "labour", False),
        ("e", "labour", True),
    )
    now = difficulties(
        ("a", "labour", False),
        ("b", "labour", True),
        ("c", "none", False),
        ("f", "funds", False),
        ("e", "labour", False),
        ("g", "funds", True),
    )
    found = metrics.bottleneck_changes(now, before).set_index("difficulty_id")["change"].to_dict()
    assert found == {
        "a/labour": "persisting",
        "b/labour": "solved",
        "c/labour": "no_longer_named",
        "d/labour": "not_answered",
        "e/labour": "new",
        "f/funds": "new",
    }


def test_refusals(make):
    panel = make.panel({"running": 6})
    with pytest.raises(ValueError, match="not comparable"):
        metrics.bottleneck_shares(NAMED.assign(choice=["single"] * 3 + ["multiple"] * 4), panel)
    with pytest.raises(ValueError, match="several periods"):
        metrics.bottleneck_shares(NAMED.assign(period_id=["a"] * 3 + ["b"] * 4), panel)
