"""Lists of some offices and counts of others: worked by hand; no enterprise is counted twice."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import metrics

WEEK = "2020-W09"


def summaries(**offices):
    """county=(expected, reported, resumed, stopped) as stored rows."""
    rows = []
    for county, (expected, reported, resumed, stopped) in offices.items():
        for answer, number in (("replied", reported), ("running", resumed), ("stopped", stopped)):
            if number is not None:
                rows.append((county, answer, number, expected))
    frame = pd.DataFrame(rows, columns=["member", "answer", "numerator", "denominator"])
    return frame.assign(
        measure="resumption", dimension="area", is_aggregate=False, period_id=WEEK, as_of=pd.Timestamp("2020-02-25")
    )


def stated(**offices):
    return metrics.stated_counts(summaries(**offices))


@pytest.fixture
def panel(make):
    """County a sends a list (6 run, 2 stand, 2 silent of 10), county b none of its 10, county c none of its 5."""
    frame = make.panel({"running": 6, "stopped": 2, "missing": 17, "extra_stopped": 1})
    return frame.assign(county_code=["a"] * 10 + ["b"] * 10 + ["c"] * 5 + ["a"])


def rates(counts):
    table = metrics.resumption_rate(counts.drop(columns="source")).set_index("county_code")
    return {county: tuple(row) for county, row in table[["numerator", "denominator", "missing"]].iterrows()}


def test_a_list_wins_over_a_count_and_a_count_over_silence(panel):
    """a by its list, whatever it states; b: 7 of 9 reported; c states nothing."""
    counts = metrics.mixed_counts(panel, stated(a=(10, 10, 10, None), b=(10, 9, 7, None)))
    assert rates(counts) == {"a": (6, 10, 2), "b": (7, 10, 1), "c": (0, 5, 5)}
    whole = metrics.resumption_rate(metrics.combine(counts)).iloc[0]
    assert (whole["numerator"], whole["denominator"], whole["missing"]) == (13, 25, 8)
    assert counts.loc[counts["county_code"].eq("b"), "source"].unique().tolist() == ["count"]


@pytest.mark.parametrize(
    ("office", "expected"),
    [
        ((10, None, 7, None), (7, 10, 0)),  # nothing said of replies: all that are expected
        ((8, None, 7, None), (7, 10, 2)),  # states fewer than the register: the two others are missing
        ((14, None, 7, None), (3, 10, 4)),  # states four more: 3 to 7 of the resumed are among the register's ten
        ((14, None, 13, None), (9, 10, 1)),
        ((30, None, 5, None), (0, 10, 5)),  # at least 5 of the 25 that stand still are ours
        ((10, 10, 11, None), (0, 10, 10)),  # more resumed than there are: not used
        ((10, 10, -1, None), (0, 10, 10)),
        ((10, 4, 6, None), (6, 10, 4)),  # more resumed than reported: the resumed count
    ],
)
def test_what_a_stated_count_becomes(office, expected, panel):
    assert rates(metrics.mixed_counts(panel, stated(b=office)))["b"] == expected


def test_what_is_issued_takes_the_same_counts_as_the_page(panel):
    """a 6 of 10 by its list, b 7 of 10 as stated, c silent: 13 of 25; by size lists alone count."""
    figures = metrics.frozen_figures(
        panel.assign(size="small"), [[], ["county_code"], ["size"]], stated(b=(10, 9, 7, None))
    )
    shown = figures[figures["measure"].eq("resumption") & figures["base"].eq("expected")]
    found = {tuple(row) for row in shown[["crossing", "numerator", "denominator", "missing"]].itertuples(index=False)}
    counties = {("county_code", 6, 10, 2), ("county_code", 7, 10, 1), ("county_code", 0, 5, 5)}
    assert found == {("", 13, 25, 8), ("size", 6, 25, 17), *counties}


def test_periods_without_counts_stay_what_their_lists_say(panel):
    earlier = panel.assign(period_id="2020-W08")
    counts = metrics.mixed_by_period(pd.concat([earlier, panel]), stated(b=(10, 9, 7, None)))
    table = metrics.resumption_rate(metrics.combine(counts, "period_id"))
    assert table[["period_id", "numerator", "missing"]].to_numpy().tolist() == [["2020-W08", 6, 17], [WEEK, 13, 8]]


def test_disagreements_are_told(panel):
    found = metrics.count_disagreements(panel, stated(a=(12, 8, 9, 1), b=(10, 9, 7, None), c=(5, 6, 6, None)))
    told = {tuple(row) for row in found[["county_code", "field", "stated", "found", "against"]].itertuples(index=False)}
    assert told == {
        ("a", "expected_n", 12, 10, "register"),
        ("a", "resumed_n", 9, 6, "list"),
        ("a", "resumed_n", 9, 8, "itself"),
        ("c", "resumed_n", 6, 5, "itself"),
        ("c", "reported_n", 6, 5, "itself"),
    }


def test_lists_and_counts_that_agree_say_nothing(panel):
    assert metrics.count_disagreements(panel, stated(a=(10, 8, 6, 2), c=(5, 5, 5, 0))).empty


def test_the_last_day_of_a_period_counts():
    early = summaries(b=(10, 5, 3, None)).assign(as_of=pd.Timestamp("2020-02-24"))
    table = metrics.stated_counts(pd.concat([early, summaries(b=(10, 9, 7, None))]))
    assert table[["expected_n", "reported_n", "resumed_n"]].to_numpy().tolist() == [[10, 9, 7]]
    with pytest.raises(ValueError, match=r"row\(s\) with the same period_id"):
        metrics.stated_counts(pd.concat([summaries(b=(10, 9, 7, None))] * 2))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**6))
def test_every_enterprise_counts_once_however_offices_report(make, seed):
    """The true counts of a random half of the counties replace their lists; the rates stay what they were."""
    random = np.random.default_rng(seed)
    size = 80
    states = random.choice(["running", "stopped"], size)
    full = make.panel({"running": size}, county_code=random.choice(list("abcdef"), size))
    full["state"] = pd.Series(states, dtype="str")
    truth = metrics.resumption_rate(metrics.count_states(full, by="county_code"))
    by_count = truth[random.random(len(truth)) < 0.5]
    offices = {
        row["county_code"]: (row["denominator"], row["denominator"], row["numerator"], None)
        for _, row in by_count.iterrows()
    }
    part = full.assign(state=full["state"].mask(full["county_code"].isin(by_count["county_code"])))
    counts = metrics.mixed_counts(part, stated(**offices))
    columns = ["county_code", "numerator", "denominator", "rate_pct"]
    found = metrics.resumption_rate(counts.drop(columns="source"))
    pd.testing.assert_frame_equal(found[columns], truth[columns], check_dtype=False)
    # Stated by everybody, lists change nothing and agree.
    everybody = {r["county_code"]: (r["denominator"], None, r["numerator"], None) for _, r in truth.iterrows()}
    assert metrics.count_disagreements(full, stated(**everybody)).empty
    again = metrics.resumption_rate(metrics.mixed_counts(full, stated(**everybody)).drop(columns="source"))
    pd.testing.assert_frame_equal(again[columns], truth[columns], check_dtype=False)


def test_a_county_named_twice_or_two_periods_are_refused(panel):
    twice = pd.concat([stated(b=(1, 1, 1, None))] * 2)
    with pytest.raises(ValueError, match="the stated counts"):
        metrics.mixed_counts(panel, twice)
    both = pd.concat([panel, panel.assign(period_id="2020-W08")])
    with pytest.raises(ValueError, match="several periods"):
        metrics.mixed_counts(both, stated(b=(1, 1, 1, None)))
