"""Any crossing of the register's dimensions in one call: against DuckDB, and adding up to the whole."""

from itertools import combinations

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis import metrics

DIMENSIONS = [
    *("county_code", "park", "industry_code", "size", "four_category", "key_enterprise"),
    *("supervision_group", "batch", "risk_grade"),
]
CROSSINGS = [[], *([one] for one in DIMENSIONS), *map(list, combinations(DIMENSIONS, 2)), DIMENSIONS]


@pytest.fixture
def panel(make):
    random = np.random.default_rng(7)
    enterprises = make.register(random, 250)
    enterprises["park"] = pd.Series(random.choice(["东园", "西园", None], 250), dtype="str")
    enterprises["risk_grade"] = pd.Series(random.choice(["low", "high", None], 250), dtype="str")
    enterprises["key_enterprise"] = enterprises["key_enterprise"].astype("boolean").mask(random.random(250) < 0.1)
    return metrics.panel(enterprises, make.returns(random, enterprises, make.week(9)), make.week(9))


def rows(frame, keys, columns):
    plain = frame[[*keys, *columns]].astype(object)
    return sorted(repr(tuple(None if pd.isna(v) else v for v in row)) for row in plain.itertuples(index=False))


def test_every_crossing_agrees_with_duckdb(panel):
    inside = panel[panel["above_scale"].fillna(False) & panel["normal_before_festival"].fillna(False)]
    small = inside[[*DIMENSIONS, "enterprise_id", "state"]]
    with duckdb.connect() as base:
        base.register("panel", small)
        for by in CROSSINGS:
            found = metrics.resumption_rate(metrics.count_states(panel, by=by))
            found = found[found["denominator"] > 0]
            truth = base.sql(
                f"select {''.join(f'{key}, ' for key in by)} cast(count(*) as bigint) as denominator, "
                "count(*) filter (where state in ('running', 'partial')) as numerator, "
                "count(*) filter (where state is null or state = 'unknown') as missing "
                f"from panel {'group by all' if by else ''}"
            ).df()
            columns = ["denominator", "numerator", "missing"]
            assert rows(found, by, columns) == rows(truth, by, columns), by


STAFF = """
select {keys} sum(staff_back) as numerator, sum(staff_normal) as denominator, count(*) as enterprises from panel
where staff_normal > 0 and staff_back between 0 and staff_normal group by all
"""
FUNNEL = "select {keys} count(planned_on) as enterprises, count(*) as expected from panel group by all"


@pytest.mark.parametrize("by", [["four_category", "risk_grade"], DIMENSIONS], ids=["two", "all nine"])
def test_other_metrics_cross_as_well(panel, by):
    keys = ", ".join(by) + ","
    inside = panel[panel["above_scale"].fillna(False) & panel["normal_before_festival"].fillna(False)]
    with duckdb.connect() as base:
        base.register("panel", inside[[*by, "staff_back", "staff_normal", "planned_on"]])
        staff = metrics.staff_rate(panel, by)
        columns = ["numerator", "denominator", "enterprises"]
        truth = base.sql(STAFF.format(keys=keys)).df().astype(dict.fromkeys(columns, "int64"))
        assert rows(staff[staff["enterprises"] > 0], by, columns) == rows(truth, by, columns)
        # The funnel counts dates; a planned date in the place of an application makes it an independent count.
        funnel = metrics.funnel(panel.assign(applied_on=panel["planned_on"]), by)
        first = funnel[funnel["stage"].eq("applied")]
        columns = ["enterprises", "expected"]
        assert rows(first, by, columns) == rows(base.sql(FUNNEL.format(keys=keys)).df(), by, columns)


@pytest.mark.parametrize("base", metrics.BASES)
def test_the_finest_crossing_adds_up_to_the_whole(panel, base):
    fine = metrics.count_states(panel, by=DIMENSIONS)
    whole = metrics.resumption_rate(metrics.count_states(panel), base=base)
    pd.testing.assert_frame_equal(metrics.resumption_rate(metrics.combine(fine), base=base), whole)
    assert metrics.resumption_rate(fine, base=base)["denominator"].sum() == whole["denominator"].iloc[0]


def test_an_unknown_dimension_is_named(panel):
    with pytest.raises(ValueError, match=r"no column.*province"):
        metrics.count_states(panel, by=["county_code", "province"])
