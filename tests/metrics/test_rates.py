"""Resumption rates: worked by hand, as published, and against DuckDB."""

import csv
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import metrics
from analysis.metrics.grouping import number_groups

CASES = Path(__file__).parent / "cases"


def read(name):
    with open(CASES / name, encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("case", read("rates.csv"), ids=lambda case: case["case"])
def test_worked_by_hand(case, make):
    answers = {name: int(count) for name, count in (word.split("=") for word in case["answers"].split())}
    rate = metrics.resumption_rate(metrics.count_states(make.panel(answers)), base=case["base"]).iloc[0]
    for column in ("numerator", "denominator", "missing", "excluded"):
        assert rate[column] == int(case[column]), column
    for column in ("rate", "low", "high"):
        value = rate[f"{column}_pct"]
        assert (pd.isna(value)) if case[column] == "" else value == pytest.approx(float(case[column]), abs=5e-4), column
    assert (rate["value_status"], rate["base"], rate["basis"]) == (case["value_status"], case["base"], "count")


@pytest.mark.parametrize("case", read("published.csv"), ids=lambda case: f"{case['area']} {case['date']}")
def test_published_pairs_come_out_as_published(case):
    counts = pd.DataFrame(
        {"answer": ["running"], "numerator": [int(case["numerator"])], "denominator": [int(case["denominator"])]}
    )
    rate = metrics.resumption_rate(counts).iloc[0]
    assert round(rate["rate_pct"], int(case["decimals"])) == float(case["printed_pct"])
    assert (rate["numerator"], rate["denominator"]) == (int(case["numerator"]), int(case["denominator"]))


SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "domain" / "published_series.csv"


@pytest.mark.skipif(not SHARED.exists(), reason="the series of published figures is not beside the project")
def test_every_published_pair():
    series = pd.read_csv(SHARED).dropna(subset=["value_pct", "numerator", "denominator"])
    counts = series[["area", "metric", "date", "numerator", "denominator"]].assign(answer="running")
    rates = metrics.resumption_rate(counts).merge(series, on=["area", "metric", "date"])
    assert len(rates) == len(series) > 8
    digits = series["value_pct"].map(lambda value: len(f"{value:g}".partition(".")[2]))
    printed = [round(rate, digit) for rate, digit in zip(rates["rate_pct"], digits, strict=True)]
    assert printed == rates["value_pct"].tolist()


PUBLISHED = [
    ("both parts", [("running", 83.9, "ok"), ("partial", 9.7, "ok"), ("stopped", 6.4, "ok")], 93.6, 93.6, 93.6, "ok"),
    ("suppressed part", [("running", 50, "ok"), ("partial", None, "suppressed")], None, 50, 100, "suppressed"),
    (
        "suppressed part, known rest",
        [("running", 50, "ok"), ("partial", None, "suppressed"), ("stopped", 30, "ok")],
        *(None, 50, 70, "suppressed"),
    ),
    ("not asked is left out", [("running", 70, "ok"), ("partial", None, "not_asked")], 70, 70, 70, "ok"),
    ("nothing asked", [("running", None, "not_asked"), ("partial", None, "not_asked")], None, None, None, "not_asked"),
    ("missing part", [("running", 70, "ok"), ("partial", None, "missing")], None, 70, 100, "missing"),
    ("blank is missing, never 0", [("running", None, None)], None, 0, 100, "missing"),
    ("not sure widens the bounds", [("running", 80, "ok"), ("unknown", 5, "ok")], 80, 80, 85, "ok"),
    ("only other answers", [("stopped", 20, "ok")], None, None, None, "missing"),
    ("parts rounded up", [("running", 90.1, "ok"), ("partial", 10.0, "ok")], 100, 100, 100, "ok"),
    ("more than all", [("running", 90, "ok"), ("partial", 30, "ok")], None, None, None, "inconsistent"),
]


@pytest.mark.parametrize(("answers", "rate", "low", "high", "status"), [c[1:] for c in PUBLISHED], ids=lambda v: "")
def test_published_percentages(answers, rate, low, high, status):
    rows = pd.DataFrame(answers, columns=["answer", "rate_pct", "value_status"]).assign(period_id="w", source_row=4)
    found = metrics.resumption_rate(rows, base="replied").iloc[0]
    assert found["value_status"] == status
    assert (found["basis"], found["base"]) == ("published", "replied")
    assert pd.isna(found["numerator"])
    assert pd.isna(found["denominator"])
    for value, expected in ((found["rate_pct"], rate), (found["low_pct"], low), (found["high_pct"], high)):
        assert pd.isna(value) if expected is None else value == expected


def test_answers_beyond_the_stated_denominator_give_no_rate():
    counts = pd.DataFrame({"answer": ["running", "partial"], "numerator": [90, 20], "denominator": [100, 100]})
    rate = metrics.resumption_rate(counts).iloc[0]
    assert rate["value_status"] == "inconsistent"
    assert pd.isna(rate["rate_pct"])


def test_a_suppressed_count_gives_a_lower_bound_only():
    counts = pd.DataFrame(
        {
            "answer": ["running", "partial"],
            "numerator": [40, None],
            "denominator": [100, 100],
            "value_status": ["ok", "suppressed"],
        }
    )
    rate = metrics.resumption_rate(counts).iloc[0]
    assert (rate["value_status"], rate["low_pct"]) == ("suppressed", 40)
    assert pd.isna(rate["rate_pct"])
    assert pd.isna(rate["high_pct"])


def test_counts_and_published_percentages_side_by_side():
    rows = pd.DataFrame(
        {
            "member": ["a", "b"],
            "answer": ["running", "running"],
            "numerator": [3, None],
            "denominator": [4, None],
            "rate_pct": [None, 61.5],
        }
    )
    rates = metrics.resumption_rate(rows).set_index("member")
    assert rates["basis"].to_dict() == {"a": "count", "b": "published"}
    assert rates["rate_pct"].to_dict() == {"a": 75.0, "b": 61.5}


SQL = """
with latest as (
    select *, row_number() over (partition by enterprise_id order by as_of desc) as place from returned
    where period_id = '2020-W09'
), rows as (
    select e.county_code, e.normal_before_festival as expected, r.state from enterprises e
    left join latest r on r.enterprise_id = e.enterprise_id and r.place = 1 where e.above_scale
)
select county_code,
    count(*) filter (where {inside}) as denominator,
    count(*) filter (where {inside} and state in ('running', 'partial')) as numerator,
    count(*) filter (where {inside} and (state is null or state = 'unknown')) as missing
from rows group by county_code order by county_code nulls last
"""
INSIDE = {
    "register": "true",
    "expected": "expected",
    "adjusted": "expected and state is distinct from 'excluded'",
    "replied": "expected and state is not null",
}


@pytest.mark.parametrize("base", metrics.BASES)
@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_duckdb(base, seed, make):
    random = np.random.default_rng(seed)
    enterprises = make.register(random, 300)
    returned = make.returns(random, enterprises, make.week(9), share=(0.8, 0.1, 1.0, 0.0)[seed])
    returned = pd.concat([returned, make.returns(random, enterprises, make.week(8))])
    truth = duckdb.sql(SQL.format(inside=INSIDE[base])).df()
    panel = metrics.panel(enterprises, returned, make.week(9))
    rates = metrics.resumption_rate(metrics.count_states(panel, by="county_code"), base=base)
    for column in ("numerator", "denominator", "missing"):
        assert rates[column].tolist() == truth[column].tolist(), column
    sound = rates["value_status"].eq("ok").to_numpy()
    expected_pct = 100 * truth["numerator"][sound] / truth["denominator"][sound]
    assert rates["rate_pct"][sound].tolist() == pytest.approx(expected_pct.tolist())
    high = 100 * (truth["numerator"] + truth["missing"])[sound] / truth["denominator"][sound]
    assert rates["high_pct"][sound].tolist() == pytest.approx(high.tolist())


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10**6), pieces=st.integers(1, 5), scope=st.sampled_from(["above_scale", "below_scale", "all"])
)
def test_counts_of_any_split_add_up(make, seed, pieces, scope):
    random = np.random.default_rng(seed)
    enterprises = make.register(random, 60)
    panel = metrics.panel(enterprises, make.returns(random, enterprises, make.week(9)), make.week(9))
    whole = metrics.count_states(panel, by=["industry_code"], scope=scope)
    split = random.integers(0, pieces, len(panel))
    parts = [
        metrics.count_states(panel[split == i], by=["county_code", "industry_code"], scope=scope) for i in range(pieces)
    ]
    pd.testing.assert_frame_equal(metrics.combine(pd.concat(parts), by="industry_code"), whole, check_dtype=False)


@pytest.mark.parametrize("unresumed_reply", [0.9, 0.5, 0.0], ids=["at random", "fewer unresumed", "no unresumed"])
@pytest.mark.parametrize("seed", range(20))
def test_truth_lies_within_the_bounds(seed, unresumed_reply, make):
    random = np.random.default_rng(seed)
    states = random.choice(["running", "stopped"], 200, p=[0.7, 0.3])
    replies = random.random(200) < np.where(states == "running", 0.9, unresumed_reply)
    panel = make.panel({"running": 200}, county_code=random.choice(["a", "b", "c"], 200))
    panel["state"] = pd.Series(states).where(replies)
    rates = metrics.resumption_rate(metrics.count_states(panel, by="county_code"))
    truth = pd.Series(states == "running").groupby(panel["county_code"]).mean().mul(100).to_numpy()
    assert (rates["low_pct"].to_numpy() <= truth + 1e-9).all()
    assert (rates["high_pct"].to_numpy() >= truth - 1e-9).all()


def test_a_prefecture_is_counted_not_averaged(make):
    panel = make.panel({"running": 91, "stopped": 9}, county_code=["a"] * 90 + ["b"] * 10)
    counts = metrics.count_states(panel, by="county_code")
    assert metrics.resumption_rate(counts)["rate_pct"].tolist() == [100.0, 10.0]
    assert metrics.resumption_rate(metrics.combine(counts))["rate_pct"].tolist() == [91.0]


def test_stated_denominators_add_up_with_their_counts():
    counts = pd.DataFrame(
        {
            "member": ["a", "a", "b"],
            "answer": ["running", "partial", "running"],
            "numerator": [5, 2, 1],
            "denominator": [10, 10, 30],
        }
    )
    total = metrics.resumption_rate(metrics.combine(counts)).iloc[0]
    assert (total["numerator"], total["denominator"], total["rate_pct"]) == (8, 40, 20.0)


def test_an_aggregate_is_never_added_to_its_parts():
    counts = pd.DataFrame(
        {
            "member": ["all", "a", "b"],
            "is_aggregate": [True, False, False],
            "answer": "running",
            "numerator": [6, 5, 1],
            "denominator": [40, 10, 30],
        }
    )
    assert metrics.combine(counts)[["numerator", "denominator"]].values.tolist() == [[6, 40]]


def test_what_was_left_out_is_listed_by_reason(make):
    panel = make.panel({"running": 3, "excluded": 3})
    panel["state_reason"] = [None] * 3 + ["cancelled", "deregistered", None]
    found = metrics.exclusions(metrics.count_states(panel))
    assert dict(zip(found["reason"], found["enterprises"], strict=True)) == {
        "cancelled": 1,
        "deregistered": 1,
        "unstated": 1,
    }


def refuse(call, *words):
    with pytest.raises(ValueError) as error:  # noqa: PT011
        call()
    assert all(word in str(error.value) for word in words), str(error.value)


def test_refusals(make):
    panel = make.panel({"running": 2, "stopped": 1})
    counts = metrics.count_states(panel)
    refuse(lambda: metrics.resumption_rate(counts, base="somehow"), "unknown base 'somehow'", "expected")
    refuse(lambda: metrics.count_states(panel, scope="big"), "unknown scope 'big'")
    refuse(lambda: metrics.count_states(panel, by="planet"), "planet")
    refuse(lambda: metrics.count_states(panel.assign(state="open")), "unknown state", "open")
    refuse(lambda: metrics.count_states(pd.concat([panel, panel])), "3 row(s)", "enterprise_id")
    later = panel.assign(period_id="2020-W10")
    refuse(lambda: metrics.count_states(pd.concat([panel, later])), "several periods")
    refuse(lambda: metrics.resumption_rate(counts.assign(numerator=-1)), "negative")
    refuse(lambda: metrics.resumption_rate(pd.concat([counts, counts.assign(measure="other")])), "several measures")
    refuse(lambda: metrics.resumption_rate(counts.assign(answer="yes")), "unknown answer", "yes")
    published = pd.DataFrame({"answer": ["running"], "numerator": [None], "rate_pct": [4.0]})
    refuse(lambda: metrics.combine(published), "percentages")
    overlapping = counts.assign(dimension=["size", "industry"])
    refuse(lambda: metrics.combine(overlapping), "dimensions overlap")
    aggregates = pd.concat([counts.assign(is_aggregate=True)] * 2)
    refuse(lambda: metrics.combine(aggregates), "aggregates overlap")


def test_an_empty_scope_is_one_row_that_says_so(make):
    rate = metrics.resumption_rate(metrics.count_states(make.panel({"running": 3}), scope="below_scale"))
    assert rate["value_status"].tolist() == ["empty"]
    assert rate["rate_pct"].isna().all()


def test_groups_are_numbered_as_they_come_and_a_missing_key_is_one():
    frame = pd.DataFrame({"county": ["b", None, "a", "b", None], "size": [1, 1, 1, 1, 2]})
    group, groups = number_groups(frame, ["county", "size"])
    assert group.tolist() == [0, 1, 2, 0, 3]
    assert groups["county"].fillna("?").tolist() == ["b", "?", "a", "?"]


def test_without_keys_there_is_one_group_even_of_no_rows():
    nobody = pd.DataFrame({"answer": pd.Series(dtype="str"), "numerator": pd.Series(dtype="Int64")})
    rate = metrics.resumption_rate(nobody).iloc[0]
    assert rate["value_status"] == "empty"
    assert pd.isna(rate["denominator"])
