"""Projects: continuing ones that resumed, new ones that started."""

import pandas as pd
import pytest

from analysis import metrics

ROWS = [
    # project, kind, as of, state, workers present, needed
    ("P1", "continuing", "2020-02-25", "running", 40, 50),
    ("P2", "continuing", "2020-02-25", "stopped", 0, 50),
    ("P3", "continuing", "2020-02-18", "running", 9, 10),
    ("P4", "new", "2020-02-24", "planned", None, 10),
    ("P4", "new", "2020-02-26", "partial", 5, 10),
    ("P5", "new", "2020-03-03", "running", 5, 10),
]


def projects():
    columns = ["project_id", "continuing_or_new", "as_of", "state", "workers_present", "workers_needed"]
    frame = pd.DataFrame(ROWS, columns=columns).assign(county_code="522701")
    return frame.assign(as_of=pd.to_datetime(frame["as_of"]))


def test_kinds_apart_and_a_silent_project_is_missing(make):
    found = metrics.project_rates(projects(), make.week(9)).set_index("measure")
    resumed, started = found.loc["projects_resumed"], found.loc["projects_started"]
    assert (resumed["numerator"], resumed["denominator"], resumed["missing"]) == (1, 3, 1)
    assert (resumed["low_pct"], resumed["high_pct"]) == (pytest.approx(100 / 3), pytest.approx(200 / 3))
    assert resumed["workers_pct"] == 40.0, "40 of 100 present over the two that answered"
    assert (started["numerator"], started["denominator"], started["rate_pct"]) == (1, 1, 100.0)


def test_a_week_without_returns(make):
    found = metrics.project_rates(projects(), make.week(12), by="county_code")
    assert found["value_status"].unique().tolist() == ["no_return"]
    assert found["rate_pct"].isna().all()
    assert found["high_pct"].tolist() == [100, 100]


def test_a_project_of_no_kind_is_in_neither_rate_and_what_was_said_before_holds(make):
    """A list of one office without the column: P4 was new in the list before, of P1 nobody ever said it."""
    untold = [("P1", "2020-02-25"), ("P4", "2020-02-26")]
    frame = projects()
    of = list(zip(frame["project_id"], frame["as_of"].dt.strftime("%Y-%m-%d"), strict=True))
    frame["continuing_or_new"] = frame["continuing_or_new"].mask([pair in untold for pair in of])
    found = metrics.project_rates(frame, make.week(9)).set_index("measure")
    assert found["denominator"].to_dict() == {"projects_resumed": 2, "projects_started": 1}
    assert found["numerator"].to_dict() == {"projects_resumed": 0, "projects_started": 1}
    assert metrics.project_rates(frame.assign(continuing_or_new=None), make.week(9)).empty


def test_refusals(make):
    with pytest.raises(ValueError, match="unknown kind of project 'old'"):
        metrics.project_rates(projects().assign(continuing_or_new="old"), make.week(9))
    with pytest.raises(ValueError, match="unknown state"):
        metrics.project_rates(projects().assign(state="open"), make.week(9))
    with pytest.raises(ValueError, match="projects has 6 row"):
        metrics.project_rates(pd.concat([projects()] * 2), make.week(9))


def test_published_pair_of_qiannan(make):
    """196 of 230 key projects resumed on 11 March 2015: 85.2 %."""
    frame = pd.DataFrame(
        {
            "project_id": range(230),
            "continuing_or_new": "continuing",
            "as_of": pd.Timestamp("2020-02-25"),
            "state": ["running"] * 196 + ["stopped"] * 34,
        }
    )
    assert round(metrics.project_rates(frame, make.week(9))["rate_pct"].iloc[0], 1) == 85.2
