"""Who is on the register of a period, and which of their returns counts."""

import pandas as pd
import pytest

from analysis import metrics

ENTERPRISES = pd.DataFrame(
    [
        ("A", "522701", None, None),
        ("B", "522702", None, None),
        ("left the week before", "522702", None, "2020-02-23"),
        ("left during the week", "522702", None, "2020-02-26"),
        ("joins next week", "522702", "2020-03-02", None),
        ("moved", "522701", None, "2020-02-25"),
        ("moved", "522722", "2020-02-26", None),
    ],
    columns=["enterprise_id", "county_code", "since", "until"],
).assign(staff_normal=7, since=lambda f: pd.to_datetime(f["since"]), until=lambda f: pd.to_datetime(f["until"]))
STATUS = pd.DataFrame(
    [
        ("A", "2020-W09", "2020-02-24", "stopped", True),
        ("A", "2020-W09", "2020-02-27", "running", True),
        ("A", "2020-W08", "2020-02-23", "planned", True),
        ("A", "2020-W10", "2020-03-02", "stopped", True),
        ("B", "2020-W08", "2020-02-20", "running", True),
        ("moved", "2020-W09", "2020-02-28", "partial", False),
        ("stranger", "2020-W09", "2020-02-28", "running", True),
    ],
    columns=["enterprise_id", "period_id", "as_of", "state", "in_register"],
).assign(staff_normal=5, as_of=lambda f: pd.to_datetime(f["as_of"]))


@pytest.fixture
def rows(make):
    return metrics.panel(ENTERPRISES, STATUS, make.week(9)).set_index("enterprise_id")


def test_the_register_of_the_period(rows):
    assert rows.index.tolist() == ["A", "B", "left during the week", "moved"]
    assert rows.loc["moved", "county_code"] == "522722"


def test_the_latest_return_within_the_period(rows):
    assert rows.loc["A", "state"] == "running"
    assert rows.loc["A", "age_days"] == 3
    assert (rows.loc["A", "staff_normal"], rows.loc["A", "staff_normal_register"]) == (5, 7)


def test_no_return_is_missing(rows):
    assert pd.isna(rows.loc["B", "state"])
    assert pd.isna(rows.loc["moved", "state"]), "a return outside the register counts nowhere"
    assert pd.isna(rows.loc["B", "age_days"])


def test_a_period_nobody_reported(make):
    rows = metrics.panel(ENTERPRISES, STATUS, make.week(20)).assign(above_scale=True, normal_before_festival=True)
    rate = metrics.resumption_rate(metrics.count_states(rows)).iloc[0]
    assert (rate["value_status"], rate["denominator"], rate["missing"]) == ("no_return", 4, 4)


def test_stacked_panels(make):
    stacked = metrics.panels(ENTERPRISES, STATUS, [make.week(8), make.week(9)])
    states = stacked.set_index(["period_id", "enterprise_id"])["state"]
    assert states[("2020-W08", "A")] == "planned"
    assert states[("2020-W08", "B")] == "running"
    assert stacked["period_id"].value_counts().to_dict() == {"2020-W08": 5, "2020-W09": 4}


def test_duplicates_are_refused(make):
    with pytest.raises(ValueError, match=r"status has 1 row\(s\) with the same enterprise_id and as_of"):
        metrics.panel(ENTERPRISES, pd.concat([STATUS, STATUS.iloc[[1]]]), make.week(9))
    with pytest.raises(ValueError, match="the register has 1 row"):
        metrics.panel(pd.concat([ENTERPRISES, ENTERPRISES.iloc[[0]]]), STATUS, make.week(9))


def test_a_period_is_no_text():
    with pytest.raises(TypeError, match=r"open_tables\(\).period, in place of '2020-W09'"):
        metrics.panel(ENTERPRISES, STATUS, "2020-W09")
