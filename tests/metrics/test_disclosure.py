"""What the public edition hides, worked out by hand; on a whole page a linear solver tries: see test_public_page."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import metrics
from analysis.metrics.disclosure import hidden_groups

NUMBERS = st.one_of(st.integers(0, 14), st.integers(0, 200), st.just(1))


@settings(max_examples=50, deadline=None)
@given(st.lists(NUMBERS, min_size=1, max_size=12))
def test_no_small_count_can_be_worked_back(sizes):
    sizes = np.array(sizes)
    hidden, small = hidden_groups(sizes, 10), (sizes > 0) & (sizes < 10)
    assert hidden[small].all()
    assert not hidden[sizes == 0].any()
    # Whoever knows the whole knows what the hidden ones are together, and no more.
    if small.any():
        assert sizes[hidden].sum() >= 10 or sizes.sum() < 10


CASES = {
    # Counties and their sum: the smallest other that leaves room goes with the small one.
    "one small of four": ([40, 5, 60, 12], {1, 3}),
    "two small ones hide each other": ([40, 9, 8, 60], {1, 2}),
    "nothing small": ([40, 10, 60, 12], set()),
    "a zero is shown": ([40, 0, 60, 12], set()),
    # Of 2 and 3 the one could be 5 at the most: the next is hidden too.
    "two that are too small together": ([2, 3, 30, 40], {0, 1, 2}),
    # One lacks 5 to be 10, of which the other leaves 4.
    "what is hidden already comes first": ([5, 4, 30, 90], {0, 1, 2}),
    "a lone one, whose whole is as small": ([4], {0}),
    "two that are the whole, which is small too": ([2, 3], {0, 1}),
}


@pytest.mark.parametrize(("sizes", "expected"), CASES.values(), ids=CASES)
def test_by_hand(sizes, expected):
    assert set(np.flatnonzero(hidden_groups(np.array(sizes), 10))) == expected


def rates_of(**groups):
    names, numbers = zip(*groups.items(), strict=True)
    return pd.DataFrame({"county_code": names, "denominator": numbers, "rate_pct": 50.0, "value_status": "ok"})


def hidden_in(result, key="county_code"):
    return set(result.loc[result["value_status"].eq("suppressed"), key])


def test_small_groups_of_a_result_are_hidden_with_others_that_would_give_them_away():
    shown = metrics.hide_small(rates_of(a=40, b=5, c=60, d=12), 10)
    assert hidden_in(shown) == {"b", "d"}
    assert shown.set_index("county_code").loc[["b", "d"], ["denominator", "rate_pct"]].isna().all(axis=None)
    assert shown["rate_pct"].sum() == 100


def test_each_kind_of_a_result_is_looked_at_on_its_own():
    both = pd.concat([rates_of(a=40, b=5, c=60).assign(measure="x"), rates_of(a=4, b=50, c=60).assign(measure="y")])
    shown = metrics.hide_small(both.reset_index(drop=True), 10)
    assert hidden_in(shown[shown["measure"].eq("x")]) == {"b", "a"}
    assert hidden_in(shown[shown["measure"].eq("y")]) == {"a", "b"}


def test_of_staff_the_enterprises_that_told_it_are_counted_and_not_the_persons():
    staff = rates_of(a=4000, b=5000, c=6000).assign(enterprises=[30, 3, 40])
    assert hidden_in(metrics.hide_small(staff, 10)) == {"a", "b"}


def test_a_crossing_is_hidden_whole_and_a_whole_only_where_it_is_small():
    crossed = rates_of(a=400, b=500).assign(industry_code=["13", "14"])
    assert hidden_in(metrics.hide_small(crossed, 10)) == {"a", "b"}
    whole = rates_of(a=400).drop(columns="county_code")
    assert metrics.hide_small(whole, 10)["value_status"].tolist() == ["ok"]
    assert metrics.hide_small(whole.assign(denominator=9), 10)["value_status"].tolist() == ["suppressed"]


def test_a_rate_that_leaves_out_so_few_is_hidden_since_it_says_how_many():
    rates = pd.DataFrame(
        {"base": ["expected", "adjusted", "adjusted"], "excluded": [1, 1, 12], "denominator": [128, 127, 116]}
    ).assign(rate_pct=90.0, value_status="ok")
    assert metrics.hide_small(rates, 10)["value_status"].tolist() == ["ok", "suppressed", "ok"]


# Number due, number of them that did not report, and how many of these the public reads: nothing of 1 to 9.
SILENT = {"one of 21": ([21], [1], [None]), "nobody": ([21], [0], [0]), "many": ([40], [12], [12])} | {
    # 2 would be 14 less the 12 of another county: that goes too.
    "with the county that would give it away": ([40, 60, 30], [2, 12, 0], [None, None, 0]),
}


@pytest.mark.parametrize(("due", "silent", "told"), SILENT.values(), ids=SILENT)
def test_how_few_did_not_report_is_hidden_with_the_bounds_that_tell_it(due, silent, told):
    rates = pd.DataFrame({"denominator": due, "missing": silent, "no_return": silent, "rate_pct": 50.0})
    rates = rates.assign(low_pct=50.0, high_pct=60.0)
    if len(due) > 1:
        rates["county_code"] = list("abc")
    shown = metrics.hide_small(rates, 10)
    for column in ("missing", "no_return", "low_pct", "high_pct"):
        assert shown[column].isna().tolist() == [number is None for number in told]
    assert shown[["denominator", "rate_pct"]].notna().all(axis=None)


def test_how_many_gave_a_measure_is_hidden_whoever_did_not():
    staff = rates_of(a=4000, b=5000).assign(enterprises=[20, 30], missing=[1, 40], implausible=0)
    shown = metrics.hide_small(staff, 10)
    assert shown[["enterprises", "missing", "implausible"]].isna().all(axis=None)
    assert shown["rate_pct"].tolist() == [50, 50]


def test_what_is_no_result_or_for_everybody_stays():
    rows = pd.DataFrame({"enterprise_id": ["1"], "county_code": ["a"], "denominator": [1]})
    assert metrics.hide_small(rows, 10) is rows
    published = rates_of(a=4).assign(dimension="county")
    assert metrics.hide_small(published, 10) is published
    assert not hidden_in(metrics.hide_small(rates_of(a=4, b=50), 0))
