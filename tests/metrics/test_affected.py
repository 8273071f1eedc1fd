"""Who is hit by any difficulty, which way goods cannot move, what is needed and how long stocks last."""

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis import metrics

COLUMNS = ["enterprise_id", "category", "direction", "amount", "unit", "resolved", "confidence", "source_cell"]
ROWS = pd.DataFrame(
    [
        # One text, two categories: its one amount stands on both rows.
        ("E0", "labour", None, 2000.0, "只", False, 0.9, "F5"),
        ("E0", "protective_supplies", None, 2000.0, "只", False, 0.9, "F5"),
        ("E0", "logistics", "in", None, None, False, 0.9, "G5"),
        ("E0", "logistics", "out", None, None, False, 0.9, "H5"),
        ("E1", "logistics", None, 3.0, "天", True, 0.9, "F6"),
        ("E2", "logistics", "out", 1.0, "周", False, 0.9, "F7"),
        ("E3", "other", None, 500.0, "只", False, 0.2, "F8"),
        ("E4", "none", None, 900.0, "只", True, 0.9, "F9"),
        ("stranger", "logistics", "in", 7000.0, "只", False, 0.9, "F10"),
    ],
    columns=COLUMNS,
).astype({"direction": "str", "unit": "str", "amount": "Float64", "resolved": "boolean"})


@pytest.fixture
def panel(make):
    """Seven expected enterprises: E5 and E6 gave no answer; E3's output is not known."""
    frame = make.panel({"running": 7}, staff_normal_register=[100, 50, 20, 10, 5, 5, 5])
    return frame.assign(annual_output_10k_cny=pd.array([1000, 500, 200, None, 5, 5, 5], "Float64"))


def test_who_is_hit(panel):
    found = metrics.affected(ROWS, panel).iloc[0]
    assert found[["numerator", "denominator", "missing", "rate_pct"]].tolist() == [4, 5, 2, 80]
    assert found[["low_pct", "high_pct"]].tolist() == pytest.approx([100 * 4 / 7, 100 * 6 / 7])
    assert found[["some_solved", "stated", "doubtful", "only_other"]].tolist() == [2, 4, 1, 1]
    assert found[["staff_at_risk", "staff_known"]].tolist() == [180, 4]
    assert found[["output_at_risk_10k_cny", "output_known"]].tolist() == [1700, 3]


def test_each_enterprise_has_one_direction(panel):
    """E0 names both directions in two cells, E1 none, E2 that products do not leave."""
    assert metrics.directions(ROWS, panel).values.tolist() == [["out", 1], ["both", 1], ["unstated", 1]]


def test_an_amount_counts_once_however_many_categories_its_text_has(panel):
    found = metrics.needs_by_unit(ROWS, panel)
    assert found.values.tolist() == [["只", 2500, 2, 1250, 2000]]


def test_how_long_stocks_last(panel):
    """Three days and one week: no amounts to add up."""
    found = metrics.stock_lasting(ROWS, panel, short_days=3).iloc[0]
    assert found[["enterprises", "short", "least_days", "median_days"]].tolist() == [2, 1, 3, 5]


@pytest.mark.parametrize("metric", ["affected", "directions", "needs_by_unit", "stock_lasting"])
@pytest.mark.parametrize("answers", [ROWS.iloc[:0], ROWS.tail(1), ROWS[ROWS["category"].eq("none")]])
def test_nothing_open_is_no_error(metric, answers, panel):
    found = getattr(metrics, metric)(answers, panel)
    assert found.drop(columns="missing", errors="ignore").get("numerator", pd.Series([0])).sum() == 0
    assert len(getattr(metrics, metric)(ROWS, panel.iloc[:0])) <= 1


def test_nobody_answered_is_no_rate(panel):
    found = metrics.affected(ROWS.iloc[:0], panel).iloc[0]
    assert pd.isna(found["rate_pct"])
    assert found[["low_pct", "high_pct"]].tolist() == [0, 100]


@pytest.mark.parametrize("seed", range(3))
def test_affected_by_county_and_industry_agrees_with_duckdb(seed, make):
    random = np.random.default_rng(seed)
    enterprises = make.register(random, 200)
    panel = metrics.panel(enterprises, make.returns(random, enterprises, make.week(9)), make.week(9))
    named = pd.DataFrame(
        {
            "enterprise_id": random.choice(enterprises["enterprise_id"], 150),
            "category": random.choice(["labour", "funds", "none"], 150),
            "resolved": random.random(150) < 0.2,
        }
    )
    rows = panel.drop(columns=[column for column in panel if column.endswith("_on")])  # noqa: F841
    truth = duckdb.sql(
        """
        with members as (select *, enterprise_id in (select enterprise_id from named) as answered,
            enterprise_id in (select enterprise_id from named where category <> 'none') as hit,
            enterprise_id in (select enterprise_id from named where resolved) as solving
            from rows where above_scale and normal_before_festival)
        select count(*) filter (hit), count(*) filter (answered), count(*) filter (not answered),
            count(*) filter (solving), coalesce(sum(staff_normal_register) filter (hit), 0)
        from members group by county_code, industry_code order by county_code nulls last, industry_code
        """
    ).fetchall()
    found = metrics.affected(named, panel, by=["county_code", "industry_code"])
    columns = ["numerator", "denominator", "missing", "some_solved", "staff_at_risk"]
    assert found[columns].values.tolist() == [list(map(float, row)) for row in truth]
