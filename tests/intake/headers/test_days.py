"""Days that headers name."""

from datetime import date

import pytest

from analysis.intake.headers.days import HeaderDate, take_date, with_months, with_noughts, with_periods


@pytest.mark.parametrize(
    ("days", "titles", "found"),
    [
        (["24日", "25日"], ["返岗情况", "（2020年2月）"], ["2020年2月24日", "2020年2月25日"]),
        (["24号", "25号"], ["截至2月25日"], ["2月24号", "2月25号"]),
        (["29日", "1日"], ["截至3月1日"], ["29日", "1日"]),
        (["24日", "24日"], ["2020年2月"], ["24日", "24日"]),
        (["24日", "25日"], ["返岗情况"], ["24日", "25日"]),
    ],
)
def test_days_without_a_month_have_that_of_the_title(days, titles, found):
    paths = [(column, (day, "返岗人数")) for column, day in enumerate(days)]
    assert [path[0] for _, path in with_months(paths, titles)] == found


@pytest.mark.parametrize(
    ("word", "rest", "day"),
    [("31aug", "", (None, 8, 31)), ("sep2,2022", "", (2022, 9, 2)), ("staffon1sep", "staffon1sep", None)],
)
def test_english_days_as_headers_have_them(word, rest, day):
    assert take_date(word) == (rest, day and HeaderDate(*day))


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (["9.28", "9.29", "9.3"], ["9.28", "9.29", "9.30"]),
        (["9.9", "9.1", "9.11"], ["9.9", "9.10", "9.11"]),
        (["9.1", "9.2", "9.3"], ["9.1", "9.2", "9.3"]),
        (["9.29", "10.3"], ["9.29", "10.3"]),
    ],
)
def test_a_day_stored_as_a_number_has_its_nought_again(days, found):
    paths = [(column, (day,)) for column, day in enumerate(days)]
    assert [path[0] for _, path in with_noughts(paths)] == found


def test_a_span_of_days_is_named_by_its_last():
    assert take_date("2月24日-3月1日产值") == ("产值", HeaderDate(None, 3, 1))


@pytest.mark.parametrize(
    ("words", "titles", "found"),
    [
        (["第8周返岗人数", "第9周返岗人数"], ["返岗情况"], ["2021年2月28日返岗人数", "2021年3月7日返岗人数"]),
        (["第8周", "第9周"], ["2020年返岗情况"], ["2020年2月23日", "2020年3月1日"]),
        (["2020年第8周", "2020年第9周"], ["2021年汇总"], ["2020年2月23日", "2020年3月1日"]),
        (["第9周返岗人数", "返岗人数"], ["2020年返岗情况"], ["第9周返岗人数", "返岗人数"]),
        (["第8期", "第9期"], ["2020年返岗情况"], ["第8期", "第9期"]),
    ],
    ids=["near", "year of the title", "its own year", "one alone", "no weeks"],
)
def test_weeks_beside_each_other_are_their_last_days(words, titles, found):
    paths = with_periods(enumerate((word,) for word in words), titles, "iso_week", date(2021, 3, 1))
    assert [path[0] for _, path in paths] == found
