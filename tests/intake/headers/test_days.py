"""Days that headers name."""

import pytest

from analysis.intake.headers.days import HeaderDate, take_date, with_months


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


def test_a_span_of_days_is_named_by_its_last():
    assert take_date("2月24日-3月1日产值") == ("产值", HeaderDate(None, 3, 1))
