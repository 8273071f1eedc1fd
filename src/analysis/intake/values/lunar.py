"""Days of the first two lunar months, in which the festival lies: 正月初八, 大年初六, 二月初二, 元宵."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from analysis.intake.values.numerals import chinese_number
from analysis.intake.values.parsed import Parsed
from analysis.vocabulary.files import read_columns
from analysis.vocabulary.words import FOLDER

_FESTIVALS = FOLDER / "festivals.csv"
LUNAR = re.compile(
    r"(?:(?:农历|阴历)?正月|大年(?=初)|(?:农历|阴历)[一1]月|(?P<second>(?:农历|阴历)[二2]月|[二2]月(?=初[一二三四五六七八九十])))"
    r"(?P<day>初?[一二三四五六七八九十\d]{1,3})|元宵"
)


def lunar_day(found: re.Match, as_of: date) -> Parsed:
    """The day that a match of ``LUNAR`` names in the year of ``as_of``."""
    number = chinese_number((found["day"] or "十五").removeprefix("初"))
    start = _months_of_the_moon().get((as_of.year, 2 if found["second"] else 1))
    if start is None or number is None or not 1 <= number <= 30:
        return Parsed(None, rules=("date_unreadable",))
    return Parsed(start + timedelta(days=int(number) - 1), rules=("date_lunar",))


@lru_cache(1)
def _months_of_the_moon() -> dict[tuple[int, int], date]:
    """(year, 1 or 2) -> the first day of that lunar month, for dates such as 正月初八."""
    firsts = read_columns(_FESTIVALS)
    years = [*map(int, firsts["year"])]
    return {
        (year, month): date.fromisoformat(first)
        for month, column in enumerate(("first_day", "second_month"), start=1)
        for year, first in zip(years, firsts[column], strict=True)
    }
