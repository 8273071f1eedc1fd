"""How days are written, in whatever text."""

import pytest

from analysis.intake.values.written_days import in_figures, written_days


@pytest.mark.parametrize(
    ("text", "how", "day"),
    [
        ("2020年2月25日", "full", (2020, 2, 25)),
        ("2020 年 2 月 25 日", "full", (2020, 2, 25)),
        ("2020-2-25", "full", (2020, 2, 25)),
        ("二〇二〇年二月二十五日", "full", (2020, 2, 25)),
        ("2020.2.25 17:00", "full", (2020, 2, 25)),
        ("Feb 25th, 2020", "full", (2020, 2, 25)),
        ("20200225", "compact", (2020, 2, 25)),
        ("109年2月25日", "minguo", (2020, 2, 25)),
        ("20年2月25日", "short", (2020, 2, 25)),
        ("25.2.2020", "day_first", (2020, 2, 25)),
        ("25/02/2020", "any_order", (2020, 2, 25)),
        ("20.2.25", "two_digits", (20, 2, 25)),
        ("2月25日24时", "words", (None, 2, 25)),
        ("25 Feb", "words", (None, 2, 25)),
        ("2.25", "pointed", (None, 2, 25)),
        ("0225", "four_digits", (None, 2, 25)),
        ("2020年2月", "month", (2020, 2, None)),
        ("25日", "day", (None, None, 25)),
    ],
)
def test_a_way_to_write_a_day(text, how, day):
    text = in_figures(text)
    (found,) = written_days(text)
    assert (found.how, found[3:6], text[found.start : found.end]) == (how, day, text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2月19日-25日", (None, 2, 19), (None, 2, 25)),
        ("2月24日(周一)至3月1日", (None, 2, 24), (None, 3, 1)),
        ("2020.2.19—2.25", (2020, 2, 19), (2020, 2, 25)),
        ("24 Feb to 1 Mar 2020", (2020, 2, 24), (2020, 3, 1)),
        ("2.19-25", (None, 2, 19), (None, 2, 25)),
    ],
)
def test_a_span_is_its_last_day_and_knows_its_first(text, first, last):
    (found,) = written_days(in_figures(text))
    assert (found.first[3:6], found[3:6]) == (first, last)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2月120家", []),
        ("3.25%", []),
        ("v1.2.3", []),
        ("1-2月", ["2月"]),
        ("2月25日-3", ["2月25日"]),
        ("5 marks", []),
        ("2020.2.1O", []),
        ("12 may stay", []),
    ],
)
def test_what_is_no_day_or_no_span(text, found):
    assert [text[day.start : day.end] for day in written_days(in_figures(text))] == found


@pytest.mark.parametrize(
    ("piece", "each"),  # what a piece gives, over and over: a pattern that is not linear would never end
    [("2", 0), ("2.2 ", 1), ("2月2,", 1), ("2日", 1), ("2020年", 0), ("Feb ", 0), ("2、", 0), (" ", 0)],
)
def test_a_text_as_long_as_a_cell_can_be(piece, each):
    repeated = 32_000 // len(piece)
    assert len(written_days(in_figures(piece * repeated))) == each * repeated
