"""How numbers and dates are written, case by case."""

import re
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest
from fictional_weeks import SURVEY
from hypothesis import given
from hypothesis import strategies as st

from analysis.figures import theme
from analysis.figures.context import group_name, say_for
from analysis.figures.words import (
    capital,
    format_change,
    format_count,
    format_date,
    format_number,
    format_pct,
    format_signed,
    join,
    label_of,
    money_range,
    plural,
    say,
)
from analysis.vocabulary import labels


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (100 * 771 / 771, "100%"),
        (100 * 770 / 771, "99.9%"),
        (99.97, "99.9%"),
        (99.94, "99.9%"),
        (100 * 14119 / 14560, "97.0%"),
        (50, "50.0%"),
        (0, "0%"),
        (0.01, "0.1%"),
        (0.05000001, "0.1%"),
        (99.99999999999999, "100%"),
        (None, "—"),
        (pd.NA, "—"),
        (float("nan"), "—"),
        (float("inf"), "—"),
    ],
)
def test_a_percentage_is_100_or_0_only_where_exact(value, text):
    assert format_pct(value, "zh") == text


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_no_share_of_some_prints_as_all_or_none(part, whole):
    part = min(part, whole)
    text = format_pct(100 * part / whole, "zh")
    assert (text == "100%") == (part == whole)
    assert (text == "0%") == (part == 0)
    assert "100.0" not in text
    assert text != "0.0%"


@pytest.mark.parametrize(
    ("points", "zh", "en"),
    [
        (2.13, "上升2.1个百分点", "up 2.1 percentage points"),
        (-0.3, "下降0.3个百分点", "down 0.3 percentage points"),
        (1.0, "上升1.0个百分点", "up 1.0 percentage points"),
        (0, "持平", "unchanged"),
        (0.04, "基本持平", "little changed"),
        (-0.04, "基本持平", "little changed"),
        (pd.NA, "上期无数据", "no earlier figure"),
    ],
)
def test_a_change_is_in_points_and_never_in_percent(points, zh, en):
    assert (format_change(points, "zh"), format_change(points, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [(14560, "14560", "14,560"), (0, "0", "0"), (12.5, "12.5", "12.5"), (pd.NA, "—", "—"), (-3, "−3", "−3")],
)
def test_chinese_numbers_have_no_commas(value, zh, en):
    assert (format_number(value, "zh"), format_number(value, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("value", "noun", "zh", "en"),
    [
        (1, "enterprise", "1户", "1 enterprise"),
        (771, "enterprise", "771户", "771 enterprises"),
        (0, "enterprise", "0户", "0 enterprises"),
        (230, "project", "230个", "230 projects"),
        (1, "group.industry_code", "1个行业", "1 industry"),
        (2, "group.nothing_we_know", "2个分组", "2 groups"),
    ],
)
def test_counts_have_their_measure_word_and_plural(value, noun, zh, en):
    assert (format_count(value, noun, "zh"), format_count(value, noun, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("noun", "several"),
    [
        ("county", "counties"),
        ("township", "townships"),
        ("parish", "parishes"),
        ("bay", "bays"),
        ("census", "censuses"),
        ("county or district", "counties or districts"),
    ],
)
def test_what_parts_of_an_area_are_called_has_a_plural(noun, several):
    assert plural(noun) == several


@pytest.mark.parametrize(
    ("rate", "column", "state", "late"),
    [
        ("开工率", "已开工", "未开工", "推迟开工"),
        ("复工率", "已复工", "未复工", "推迟复工"),
        ("复工面", "已复工", "未复工", "推迟复工"),
        ("复产率", "已复产", "未复产", "推迟复产"),
    ],
)
def test_words_say_what_it_is_that_the_surveys_rate_is_of(rate, column, state, late):
    survey = SURVEY.model_copy(update={"rate_name": {"zh": rate}})
    data = SimpleNamespace(survey=survey, lang="zh")
    assert say_for(data, "column.numerator") == column
    assert group_name(data, "state", "stopped") == state
    assert group_name(data, "outcome_of_plan", "late") == late


def test_only_projects_and_levels_of_work_have_a_word_of_their_own():
    fixed = r"(measure|sentence|title)\.projects_started|section\.projects|share\.heading\.projects|column\.done"
    levels = r"chain\.own|unblock\.|sentence\.assumptions|difficulty\.chain"
    own = [key for key, words in labels("zh").items() if "开工" in words]
    assert [key for key in own if not re.match(f"{fixed}|{levels}", key)] == []


@pytest.mark.parametrize(("text", "title"), [("staff back", "Staff back"), ("kWh against normal",) * 2, ("", "")])
def test_a_title_begins_with_a_capital_and_a_unit_is_left_alone(text, title):
    assert capital(text) == title


def test_signed_points_in_a_table():
    assert [format_signed(value, "zh") for value in (2.14, -0.3, 0, None, 0.01)] == ["+2.1", "−0.3", "0", "—", "+0.0"]


def test_dates_carry_their_year():
    assert format_date(date(2020, 2, 5), "zh") == "2020年2月5日"
    assert format_date(pd.Timestamp("2020-02-05"), "en") == "5 February 2020"
    assert format_date("2020-02-05", "en") == "5 February 2020"
    assert format_date("2020-02-05", "en", short=True) == "5 Feb 2020"
    assert format_date(pd.NaT, "zh") == "—"


@pytest.mark.parametrize(
    ("low", "high", "zh", "en"),
    [
        (9960, 12120, "9960万元至1.2亿元", "99.6 to 121.2 million yuan"),
        (44790, 107900, "4.5亿元至10.8亿元", "447.9 million yuan to 1.1 billion yuan"),
        (3120, 3120, "3120万元", "31.2 million yuan"),
    ],
)
def test_a_unit_of_money_is_said_once_where_both_ends_have_it(low, high, zh, en):
    assert (money_range(low, high, "zh"), money_range(low, high, "en")) == (zh, en)


def test_lists_in_sentences():
    assert join(["a", "b", "c"], "zh") == "a、b、c"
    assert [join(list("abc")[:n], "en") for n in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_every_label_has_both_languages_and_no_broken_placeholder():
    zh, en = labels("zh"), labels("en")
    for key, text in zh.items():
        assert text.strip(), key
        assert en[key].strip(), key
        for words in (text, en[key]):
            assert words.count("{") == words.count("}"), key


def test_an_unknown_key_is_our_mistake():
    with pytest.raises(KeyError):
        say("no.such.words", "zh")


@pytest.mark.parametrize(
    ("text", "most", "lines", "wrapped"),
    [
        ("煤炭开采和洗选业", 8, 4, "煤炭开采<br>和洗选业"),
        ("Coal mining and washing", 12, 3, "Coal mining<br>and washing"),
        ("酒、饮料和精制茶制造业", 8, 2, "酒、饮料<br>和精制…"),
        ("a<b>&", 20, 2, "a&lt;b&gt;&amp;"),
    ],
)
def test_labels_wrap_between_words_and_characters(text, most, lines, wrapped):
    assert theme.wrap(text, most, lines) == wrapped


@pytest.mark.parametrize("code", ["accepted", "superseded", "quarantined", "repeated", "none"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_whatever_becomes_of_a_file_has_words(code, lang):
    assert label_of("outcome", code, lang) != code
