"""Days that texts name otherwise than by month and day: 昨日, 下周一, 5天后, 正月初八, 元宵."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from analysis.intake.values.numerals import NUMERAL_CLASS, chinese_number
from analysis.intake.values.parsed import Parsed
from analysis.vocabulary.files import read_columns
from analysis.vocabulary.words import FOLDER

_WEEKDAY = re.compile(r"(本|这|下下|下|上)?个?(?:周|星期|礼拜)([一二三四五六日天末])?")
# Of a whole text: in 隔离14天后复工 nobody says from when.
_COUNTED = re.compile(
    rf"(?:预计|计划|拟|大约|约|还要|还需|再过|再|过){{0,3}}(\d{{1,2}}|[{NUMERAL_CLASS}]{{1,3}})个?(天|周|星期|礼拜)(?:之|以)?(后|前)"
    r"(?:左右|复工复产|复工|复产|开工|恢复生产)?"
)
_NEAR = {"今日": 0, "今天": 0, "当日": 0, "明日": 1, "明天": 1, "后天": 2, "昨日": -1, "昨天": -1, "前天": -2}
_FESTIVALS = FOLDER / "festivals.csv"
LUNAR = re.compile(
    r"(?:(?:农历|阴历)?正月|大年(?=初)|(?:农历|阴历)[一1]月|(?P<second>(?:农历|阴历)[二2]月|[二2]月(?=初[一二三四五六七八九十])))"
    r"(?P<day>初?[一二三四五六七八九十\d]{1,3})|元宵"
)


def near_day(text: str, as_of: date) -> Parsed | None:
    """The day a text (NFKC, no spaces) names so, of a week the last; None where it names none."""
    for word, days in _NEAR.items():
        if word in text:
            return Parsed(as_of + timedelta(days=days), rules=("date_relative",))
    if found := _COUNTED.fullmatch(text):
        return _counted(found, as_of)
    found = _WEEKDAY.search(text)
    if not found or (not found[1] and not found[2]):
        return None
    weeks = {"下": 1, "下下": 2, "上": -1}.get(found[1] or "", 0)
    monday = as_of - timedelta(days=as_of.weekday()) + timedelta(weeks=weeks)
    if not found[2]:
        span = monday, monday + timedelta(days=6)
        return Parsed(span[1], rules=("date_relative", "date_range"), span=span)
    place = {"日": 6, "天": 6, "末": 6}.get(found[2], "一二三四五六".find(found[2]))
    return Parsed(monday + timedelta(days=place), rules=("date_relative",))


def _counted(found: re.Match[str], as_of: date) -> Parsed | None:
    number = chinese_number(found[1])
    if not number:
        return None
    days = int(number) * (1 if found[2] == "天" else 7)
    return Parsed(as_of + timedelta(days=days if found[3] == "后" else -days), rules=("date_relative",))


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
