"""Published figures beside our own, aligned by days after the Spring Festival: worked by hand."""

import pandas as pd
import pytest

from analysis import metrics
from analysis.errors import SurveyError
from analysis.surveys import load_survey


def row(date="2020-02-20", area="甲省", measure="resumption", value="85", source="甲省公布"):
    return {"date": date, "area": area, "measure": measure, "value": value, "source": source}


def own(*days, measure="resumption"):
    return pd.DataFrame({"measure": measure, "date": pd.to_datetime(list(days)), "rate_pct": [90.0] * len(days)})


@pytest.mark.parametrize(
    ("day", "days"),
    # New Year's Day of the lunar calendar: 19 February 2015, 25 January 2020, 10 February 2024.
    [
        *(("2020-01-25", 0), ("2020-02-25", 31), ("2015-03-11", 20), ("2024-02-19", 9)),
        *(("2020-01-20", -5), ("1999-02-20", None)),
    ],
)
def test_days_after_the_festival(day, days):
    found = metrics.days_after_festival(pd.Series([pd.Timestamp(day)])).iloc[0]
    assert pd.isna(found) if days is None else found == days


def test_last_year_is_compared_at_the_same_distance_from_the_festival():
    """14 February 2020 is day 20, as 11 March 2015 is; 19 February 2024 is day 9, 11 days off."""
    published = metrics.benchmarks([row("2015-03-11", "本州", value="97.9"), row("2024-02-19", "本省", value="91.7")])
    found = metrics.compare(own("2020-02-14"), published).set_index("their_area")
    assert found.loc["本州", ["days_after", "their_days_after", "days_apart"]].tolist() == [20, 20, 0]
    assert found.loc["本州", "gap_points"] == pytest.approx(-7.9)
    assert found.loc["本省", ["days_apart", "value_status"]].tolist() == [11, "not_near"]
    assert pd.isna(found.loc["本省", "their_pct"])


def test_the_nearest_figure_counts_and_none_is_made_up():
    published = metrics.benchmarks([row("2020-02-10", value="26"), row("2020-02-14", value="50"), row("2020-02-20")])
    found = metrics.compare(own("2020-02-12", "2020-02-13", "2020-02-25"), published, within_days=3)
    assert found["their_pct"].tolist()[:2] == [26, 50]  # two days from both: the earlier
    assert found["value_status"].tolist() == ["ok", "ok", "not_near"]


def test_each_year_and_area_is_a_series_and_measures_are_kept_apart():
    published = metrics.benchmarks([row(), row("2021-03-10"), row(area="乙省"), row(measure="staff", value="59")])
    found = metrics.compare(own("2020-02-20"), published)
    assert sorted(zip(found["their_area"], found["their_date"].dt.year, strict=True)) == [
        ("乙省", 2020), ("甲省", 2020), ("甲省", 2021)
    ]  # fmt: skip
    assert metrics.compare(own("2020-02-20", measure="capacity"), published).empty


def test_without_a_rate_or_a_festival_there_is_no_gap():
    blank = own("2020-02-20").assign(rate_pct=pd.array([pd.NA], dtype="Float64"))
    assert metrics.compare(blank, metrics.benchmarks([row()]))["value_status"].tolist() == ["missing"]
    found = metrics.compare(own("1999-02-20"), metrics.benchmarks([row()]))
    assert found["value_status"].tolist() == ["no_festival"]
    assert found["gap_points"].isna().all()


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([row(date="20.2.2020")], "line 2: the date '20.2.2020' must be like"),
        ([row(), row(area="乙省", value="lots")], "line 3: .*the value 'lots' a percentage"),
        ([row(value="120")], "line 2: 120 is no percentage"),
        ([row(source="")], "line 2: lacks source"),
        ([row(), row(area="乙省", measure="resumtion")], "line 3: no measure 'resumtion'"),
        ([row(), row(value="86")], "line 3: date, area and measure are there already"),
    ],
    ids=["date", "number", "above 100", "no source", "measure", "twice"],
)
def test_a_wrong_line_is_named(rows, message):
    with pytest.raises(SurveyError, match=message):
        metrics.benchmarks(rows)


def test_the_sample_survey_has_published_figures_beside_it():
    published = metrics.benchmarks(load_survey("qiannan").benchmarks)
    assert metrics.compare(own("2020-02-25"), published)["value_status"].eq("ok").any()
    assert metrics.benchmarks([]).empty


def test_what_the_file_says_in_english_is_kept_beside_and_else_repeated():
    table = metrics.benchmarks([row() | {"source_en": "published by A"}, row(date="2020-02-21")])
    assert table["source_en"].tolist() == ["published by A", "甲省公布"]
    assert table["area_en"].tolist() == ["甲省", "甲省"]
