"""How badly a difficulty goes with production, and which go together: by hand and against DuckDB."""

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis import metrics


def named(*rows):
    return pd.DataFrame(rows, columns=["enterprise_id", "category"])


def test_severity_by_hand(make):
    """E0, E1 and E4 name labour, E2 and E3 nothing; E5 did not answer. E4 states no staff, E1 no capacity."""
    panel = make.panel({"running": 2, "stopped": 1, "partial": 1, "unknown": 2})
    panel["staff_normal"] = pd.array([100, 100, 50, 50, None, 10], "Int64")
    panel["staff_back"] = pd.array([40, 80, 0, 50, 5, 0], "Int64")
    panel["capacity_pct"] = pd.array([30, None, 0, 90, 70, 0], "Float64")
    told = named(("E0", "labour"), ("E1", "labour"), ("E4", "labour"), ("E0", "funds"), ("E2", "none"), ("E3", "none"))
    found = metrics.severity(told, panel).set_index("category")
    labour = found.loc["labour"]
    assert labour["enterprises"] == 3
    # Of the two with a known state none stands still; of the two others one does.
    assert (labour["idle_pct"], labour["idle_pct_others"], labour["idle_known"]) == (0, 50, 2)
    # 60 + 20 of 200 away; of the others 50 of 100.
    assert (labour["staff_away_pct"], labour["staff_away_pct_others"], labour["staff_away_known"]) == (40, 50, 2)
    # 100 - (30 + 70) / 2, and 100 - (0 + 90) / 2.
    assert (labour["capacity_short_pct"], labour["capacity_short_pct_others"]) == pytest.approx((50, 55))
    assert found.index.tolist() == ["funds", "labour"]
    assert found.loc["funds", "staff_away_pct"] == 60


def test_nobody_to_compare_with_is_missing_not_zero(make):
    panel = make.panel({"running": 1}, staff_normal=None, staff_back=None, capacity_pct=None)
    row = metrics.severity(named(("E0", "labour")), panel).iloc[0]
    assert row[["idle_pct"]].tolist() == [0]
    assert row[["idle_pct_others", "staff_away_pct", "capacity_short_pct"]].isna().all()
    assert metrics.severity(named(), panel).empty


def test_together_by_hand(make):
    """Five answered: transport and materials together in two of three, funds beside them once."""
    told = named(
        ("E0", "logistics"), ("E0", "raw_material"), ("E1", "logistics"), ("E1", "raw_material"), ("E1", "funds"),
        ("E2", "logistics"), ("E3", "none"), ("E4", "raw_material"),
    )  # fmt: skip
    found = metrics.co_occurrence(told, make.panel({"running": 7}))
    first = found.iloc[0]
    assert (first["category"], first["other"], first["both"], first["named"]) == ("logistics", "raw_material", 2, 3)
    assert (first["share_pct"], first["expected_pct"]) == pytest.approx((100 * 2 / 3, 60))
    assert len(found) == 6
    assert metrics.co_occurrence(named(("E0", "funds")), make.panel({"running": 2})).empty


@pytest.mark.parametrize("seed", range(2))
def test_together_agrees_with_duckdb(seed, make):
    random = np.random.default_rng(seed)
    enterprises = make.register(random, 200)
    panel = metrics.panel(enterprises, make.returns(random, enterprises, make.week(9)), make.week(9))
    told = named(*zip(random.choice(enterprises["enterprise_id"], 300), random.choice(list("abcd"), 300), strict=True))
    members = panel.loc[panel["above_scale"] & panel["normal_before_festival"], ["enterprise_id", "size"]]  # noqa: F841
    truth = duckdb.sql(
        """
        with said as (select distinct size, enterprise_id, category from members join told using (enterprise_id))
        select a.size, a.category, b.category as other, count(*) as n
        from said a join said b on a.enterprise_id = b.enterprise_id and a.category <> b.category
        group by all order by all
        """
    ).df()
    found = metrics.co_occurrence(told, panel, by="size").sort_values(["size", "category", "other"])
    columns = ["size", "category", "other"]
    assert found[[*columns, "both"]].values.tolist() == truth[[*columns, "n"]].values.tolist()
