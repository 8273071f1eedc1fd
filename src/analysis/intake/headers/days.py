"""Days that headers name: 2月25日/复工人数."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from analysis.intake.values.written_days import english_in_figures, in_figures, written_days
from analysis.periods import Periods, period_named
from analysis.vocabulary import key, nfkc

_UNTIL = re.compile(r"(?:截[至止])?[至到自从]?$")
_DAY_ENDS = re.compile(r"^(?:止|为止|当日|当天|的)")
# What leads to an English day: as at, on the, Tuesday.
_LEADS = re.compile(
    r"(?:\b(?:as )?(?:at|of|on) +)?(?:\bthe +)?(?:\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? +)?"
    r"(?=(?:\d{4}年)?\d{1,2}月\d{1,2}日)",
    re.IGNORECASE,
)
_BARE_DAY = re.compile(r"(3[01]|[12]\d|0?[1-9])[日号](?![均内前后以之间])")
_MONTH_TOLD = re.compile(r"(?:(?:19|20)\d\d年)?(?:1[0-2]|(?<!\d)0?[1-9])月")

# 2019年12月产值, 1月份用电量; not 1-2月, 2月25日, 12个月.
_OF_MONTH = re.compile(r"(?:((?:19|20)\d\d)年)?(?<![\d\-—–~至到、/.])(1[0-2]|0?[1-9])月份?(?![\d\-—–~至到、/])")
_PERIOD = re.compile(r"第\s?[\d一二三四五六七八九十]{1,3}\s?[周期轮次]|[Ww](?:eek)?\s?\d{1,2}")
_YEAR_TOLD = re.compile(r"20\d\d年?")
_DOTTED = re.compile(r"(?:1[0-2]|[1-9])\.\d{1,2}")
_LOST_NOUGHT = re.compile(r"\d{1,2}\.[123]")
_SEVERAL = 2
_LEAP_YEAR = 2020
_NO_DAYS = frozenset({"any_order", "two_digits", "four_digits", "month", "day"})  # or not which


class HeaderDate(NamedTuple):
    """A day named in a header; the year may be missing until the as-of date is known."""

    year: int | None
    month: int
    day: int


def take_date(text: str, known: Container[str] = ()) -> tuple[str, HeaderDate | None]:
    """A header without the day it names, and that day; 截至2月25日复工人数 -> 复工人数, 25 February.

    Before a word that is ``known`` 2.25 is a day too; 1.1 may be a numbering.
    """
    figures = in_figures(text)
    days = written_days(figures)
    day = next((day for day in days if day.is_plain), days[0] if len(days) == 1 else None)
    if day is None or day.how in _NO_DAYS or not day.readings(_LEAP_YEAR):
        return text, None
    for other in reversed(days):  # 2月25日返岗人数 Staff back 25 Feb
        if other.start > day.end and other.is_plain and other[4:6] == day[4:6]:
            figures = figures[: other.start] + figures[other.end :]
    said, before, after = figures[day.start : day.end], figures[: day.start], figures[day.end :]
    rest = (_UNTIL.sub("", before) + _DAY_ENDS.sub("", after)).replace("()", "")
    if not day.is_plain and rest and not (said.rstrip("日号")[-2:].isdigit() and key(rest) in known):
        return text, None
    return rest, HeaderDate(day.year, day.month, day.day)


def with_days_in_figures(text: str) -> str:
    """A header with its English days in figures, while blanks part them from its words: Staff back as at 25 Feb."""
    return _LEADS.sub("", english_in_figures(text)) if " " in text else text


def month_of(path: Iterable[str]) -> tuple[int | None, int] | None:
    """The year, if it is told, and the month that a header names; None where it names none, or two."""
    told = {found.groups() for word in path if "月" in word for found in _OF_MONTH.finditer(nfkc(word))}
    if len(told) != 1:
        return None
    year, month = told.pop()
    return int(year) if year else None, int(month)


def months_ago(path: Iterable[str], as_of: date) -> int | None:
    """How many months before a day the month is that a header names, negative for one ahead; a month without a year is
    the last of that name, if it is not the next one. None where it names none."""
    told = month_of(path)
    if told is None:
        return None
    year, month = told
    months = as_of.month - month
    return months + 12 * (as_of.year - year) if year else (months + 1) % 12 - 1


def with_months(
    paths: Iterable[tuple[int, tuple[str, ...]]], titles: Iterable[str]
) -> list[tuple[int, tuple[str, ...]]]:
    """Columns with their words, where days without a month (24日 | 25日) have that of the word above them, else of the
    first title that names one.

    Days that run on into another month than the title's (29日 | 1日) stay as they are.
    """
    paths = [(column, _with_month_above(path)) for column, path in paths]
    days = {word: int(found[1]) for _, path in paths for word in path if (found := _BARE_DAY.match(word))}
    numbers = list(dict.fromkeys(days.values()))
    if len(numbers) < 2 or numbers != sorted(numbers):
        return paths
    month = next((found[0] for title in titles if (found := _MONTH_TOLD.search(nfkc(title)))), "")
    return [(column, tuple([month + word if word in days else word for word in path])) for column, path in paths]


def _with_month_above(path: tuple[str, ...]) -> tuple[str, ...]:
    """2月返岗人数 | 24日 as 返岗人数 | 2月24日."""
    for place, (above, word) in enumerate(pairwise(path)):
        if _BARE_DAY.match(word) and (month := _MONTH_TOLD.match(above)) and not above[month.end() :][:1].isdigit():
            rest = above[month.end() :].removeprefix("份")
            return (*path[:place], *([rest] if rest else ()), month[0] + word, *path[place + 2 :])
    return path


def with_noughts(paths: Iterable[tuple[int, tuple[str, ...]]]) -> list[tuple[int, tuple[str, ...]]]:
    """Columns with their words, where a day that was stored as a number has its nought again: 9.28 | 9.29 | 9.3."""
    paths = list(paths)
    dotted = list(dict.fromkeys(word for _, path in paths for word in path if _DOTTED.fullmatch(word)))
    whole = {
        word: f"{word}0"
        for before, word in pairwise(dotted)
        if _LOST_NOUGHT.fullmatch(word) and before.split(".")[0] == word.split(".")[0]
        if int(word[-1]) < int(before.split(".")[1]) < 10 * int(word[-1])
    }
    if not whole:
        return paths
    return [(column, tuple([whole.get(word, word) for word in path])) for column, path in paths]


def with_periods(
    paths: Iterable[tuple[int, tuple[str, ...]]], titles: Iterable[str], periods: Periods, near: date
) -> list[tuple[int, tuple[str, ...]]]:
    """Columns with their words, where periods that several of them name (第8周返岗人数 | 第9周返岗人数) are their last
    days. A week without a year has that of the first title that names one, else it is near ``near``."""
    paths = list(paths)
    if not _PERIOD.search("\n".join([word for _, path in paths for word in path])):
        return paths
    year = next((found[0] for title in titles if (found := _YEAR_TOLD.search(nfkc(title)))), "")
    days = {}
    for word in dict.fromkeys(word for _, path in paths for word in path):
        if named := period_named(f"{year}{word}" if _PERIOD.match(word) else word, periods, near):
            last = named[0].last
            days[word] = word.replace(named[1].removeprefix(year), f"{last.year}年{last.month}月{last.day}日")
    if len(set(days.values())) < _SEVERAL:
        return paths
    return [(column, tuple([days.get(word, word) for word in path])) for column, path in paths]
