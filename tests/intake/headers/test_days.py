"""Days that headers name."""

from datetime import date

import pytest

from analysis.intake.headers.days import HeaderDate, take_date, with_months, with_noughts, with_periods
from analysis.intake.headers.words import read_word
from analysis.vocabulary import Vocabulary


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
    ("paths", "found"),
    [
        ([("2月", "28日"), ("3月", "1日")], [("2月28日",), ("3月1日",)]),
        (
            [("2020年2月返岗人数", "24日"), ("2020年2月返岗人数", "25日")],
            [("返岗人数", "2020年2月24日"), ("返岗人数", "2020年2月25日")],
        ),
        (
            [("24日返岗人数",), ("25日返岗人数",), ("24日用电量",)],
            [("2月24日返岗人数",), ("2月25日返岗人数",), ("2月24日用电量",)],
        ),
        ([("1-2月", "24日"), ("2月24日", "5日")], [("1-2月", "24日"), ("2月24日", "5日")]),
        ([("3日内复工",), ("7日内复工",)], [("3日内复工",), ("7日内复工",)]),
    ],
)
def test_days_have_the_month_above_them_else_that_of_the_title(paths, found):
    assert [path for _, path in with_months(enumerate(paths), ["2月返岗情况"])] == found


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


@pytest.mark.parametrize(
    ("word", "rest", "day"),
    [
        ("2月24日-3月1日产值", "产值", (None, 3, 1)),
        ("20200225产值", "产值", (2020, 2, 25)),
        ("20年2月25日产值", "产值", (2020, 2, 25)),
        ("民国109年2月25日产值", "产值", (2020, 2, 25)),
        ("二月二十五日产值", "产值", (None, 2, 25)),
        ("产值(2.25)", "产值", (None, 2, 25)),
        ("产值2.25", "产值", (None, 2, 25)),
        ("产值(25.02.2020)", "产值", (2020, 2, 25)),
        ("2月25日产值output2月25日", "产值output", (None, 2, 25)),
        ("2月25日产值output2月26日", "产值output2月26日", (None, 2, 25)),
        ("产值(1.1)", "产值(1.1)", None),
        ("3.5-7.5吨货车", "3.5-7.5吨货车", None),
        ("20200230", "20200230", None),
    ],
)
def test_a_header_says_its_day_in_many_ways(word, rest, day):
    assert take_date(word, {"产值"}) == (rest, day and HeaderDate(*day))


@pytest.mark.parametrize(
    "text", ["Staff back 25 Feb", "Staff back as at 25 February", "Staff back on Tuesday, Feb 25", "25 Feb staff back"]
)
def test_an_english_day_is_parted_from_the_words_of_its_header(text):
    assert read_word(text, Vocabulary.load())[::3] == ("staffback", HeaderDate(None, 2, 25))


def test_a_clock_behind_the_day_is_none_of_the_header():
    assert read_word("2020-02-25 18:00返岗人数", Vocabulary.load())[::3] == ("返岗人数", HeaderDate(2020, 2, 25))


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
