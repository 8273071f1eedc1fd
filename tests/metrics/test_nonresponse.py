"""Who is silent, what may be carried forward, and like compared with like."""

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis import metrics

OFFICES = [
    ("a", "running", "returned"),
    ("a", None, "not_listed"),
    ("a", "unknown", "unreadable"),
    ("b", None, "office_silent"),
    ("b", None, "office_silent"),
    ("c", "stopped", "returned"),
]


def test_modes_by_office(make):
    panel = make.panel({"running": 6}, county_code=[row[0] for row in OFFICES])
    panel["state"] = pd.Series([row[1] for row in OFFICES], dtype="str")
    found = metrics.nonresponse(panel).set_index(["county_code", "mode"])
    expected = pd.Series([(row[0], row[2]) for row in OFFICES]).value_counts()
    for key, row in found.iterrows():
        assert row["enterprises"] == expected.get(key, 0), key
    assert found.loc[("b", "office_silent"), "share_pct"] == 100
    assert found.loc[("a", "returned"), "share_pct"] == pytest.approx(100 / 3)
    empty_list = metrics.nonresponse(panel, reported=["a", "b", "c"]).set_index(["county_code", "mode"])
    assert empty_list.loc[("b", "not_listed"), "enterprises"] == 2


def test_response_rate(make):
    panel = make.panel({"running": 5, "unknown": 1, "excluded": 1, "missing": 3, "extra_running": 4})
    found = metrics.response_rate(panel).iloc[0]
    assert (found["numerator"], found["denominator"], found["missing"], found["rate_pct"]) == (7, 10, 3, 70.0)


def three_weeks(make):
    """One enterprise answers in week 7, one in 8, one in 9, one never."""
    enterprises = make.panel({"running": 4}).drop(columns=["state", "state_reason", "period_id"])
    status = pd.DataFrame(
        {
            "enterprise_id": ["E0", "E1", "E2"],
            "period_id": ["2020-W07", "2020-W08", "2020-W09"],
            "as_of": pd.to_datetime(["2020-02-16", "2020-02-20", "2020-02-25"]),
            "state": ["running", "running", "stopped"],
            "staff_back": pd.array([3, 4, 5], "Int64"),
        }
    ).assign(staff_normal=9)
    return [metrics.panel(enterprises, status, make.week(number)) for number in (7, 8, 9)]


def test_carried_forward_one_period_with_its_age(make):
    seven, eight, nine = three_weeks(make)
    eight_carried = metrics.carry_forward(eight, seven, make.week(8))
    found = metrics.carry_forward(nine, eight_carried, make.week(9)).set_index("enterprise_id")
    assert found["state"].fillna("").tolist() == ["", "running", "stopped", ""], "E0 was carried once already"
    assert found["carried"].tolist() == [False, True, False, False]
    assert found.loc["E1", "age_days"] == 10
    assert pd.isna(found.loc["E1", "staff_back"]), "staff is not carried"


def test_an_unreadable_state_is_not_carried(make):
    before = make.panel({"unknown": 1, "running": 1}, as_of=pd.Timestamp("2020-02-20"))
    now = make.panel({"missing": 2}, as_of=pd.NaT)
    assert metrics.carry_forward(now, before, make.week(9))["carried"].tolist() == [False, True]


def test_a_carried_state_is_in_the_rate_but_no_progress(make):
    _, eight, nine = three_weeks(make)
    carried = metrics.carry_forward(nine, eight, make.week(9))
    rate = metrics.resumption_rate(metrics.count_states(carried)).iloc[0]
    assert (rate["rate_pct"], rate["low_pct"], rate["high_pct"]) == (25, 0, 75)
    assert (rate["carried"], rate["missing"], rate["no_return"]) == (1, 3, 3)
    replied = metrics.resumption_rate(metrics.count_states(carried), base="replied").iloc[0]
    assert (replied["numerator"], replied["denominator"]) == (0, 1)
    parts = metrics.change_parts(carried, eight).set_index("part")
    assert parts["points"].abs().sum() == 0
    assert metrics.staff_rate(carried)["denominator"].tolist() == [9]


def test_everything_carried_is_still_a_period_nobody_reported(make):
    _, eight, _ = three_weeks(make)
    silent = eight.assign(state=pd.Series(pd.NA, index=eight.index, dtype="str"), as_of=pd.NaT)
    rate = metrics.resumption_rate(metrics.count_states(metrics.carry_forward(silent, eight, make.week(9)))).iloc[0]
    assert (rate["value_status"], rate["low_pct"], rate["high_pct"]) == ("no_return", 0, 100)
    assert pd.isna(rate["rate_pct"])


def test_the_same_period_cannot_be_carried_into_itself(make):
    _, eight, nine = three_weeks(make)
    with pytest.raises(ValueError, match="dated in or after the period 2020-W08"):
        metrics.carry_forward(nine, eight, make.week(8))


@pytest.mark.parametrize("seed", range(3))
def test_matched_panel_agrees_with_duckdb(seed, make):
    random = np.random.default_rng(seed)
    enterprises = make.register(random, 200)
    now, before = (
        metrics.panel(enterprises, make.returns(random, enterprises, make.week(n), 0.6), make.week(n)) for n in (9, 8)
    )
    one = now[["enterprise_id", "state"]]  # noqa: F841
    two = before[["enterprise_id", "state"]]  # noqa: F841
    truth = duckdb.sql(
        "select one.enterprise_id from one join two using (enterprise_id) where one.state <> 'unknown' "
        "and two.state <> 'unknown' order by 1"
    ).df()["enterprise_id"]
    matched = metrics.matched_panel(now, before)
    assert [sorted(frame["enterprise_id"]) for frame in matched] == [truth.tolist()] * 2
