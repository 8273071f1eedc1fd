"""How a day is written in a text: one grammar for titles, names of files, headers and cells.

``in_figures`` puts the days of a text in one spelling (25 Feb 2020 and 二〇二〇年二月二十五日 are 2020年2月25日), and
``written_days`` finds those written as ``_PLAIN`` and ``_PERHAPS`` list. Which of them is meant, and whether 2.25 is a
day at all, the reader decides.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from analysis.intake.values.numerals import DIGIT_CLASS, chinese_number

# How a day may be written, the numbers that it gives (y, m, d; _ none) and its form: Y is a year, N a day or a month, a
# blank any blanks; no digit is before it or behind it.
_PLAIN = (
    ("compact", "ymd", r"Y(0[1-9]|1[0-2])([0-3]\d)(?:\d{4}|\d{6})?"),  # 20200225, 202002251700
    ("full", "ymd", r"(\d{4}) [年./-]{1,2} N [月./-]{1,2} N"),
    ("minguo", "yymd", r"(?:民[国國] (\d{2,3})|(?<![./-])(1\d\d|[6-9]\d(?= 年))) [年./-] N [月./-] N"),  # from 1912
    ("short", "ymd", r"([0-5]\d) 年 N [月.] N"),
    ("day_first", "dmy", r"(?<!\.)N\.N\.Y"),  # 25.2.2020, as in German
    ("any_order", "d_my", r"(?<![./-])N(?P<point>[/-])N(?P=point)Y"),  # 25/02/2020
    ("words", "md", r"N 月 N(?! [户家个人名次万元%])"),
)
# What is written so may be no day, or none alone.
_PERHAPS = (
    ("two_digits", "y_md", r"(?<![./-])(?=\d\d\D|\d\D\d+\D\d\d)N(?P<mark>[./-])N(?P=mark)N"),  # 20.2.25, 25/02/20
    ("pointed", "md", r"(?<!\d\.)N[./-]N(?!\.\d| [年%])"),  # 2.25
    ("four_digits", "md", r"(0[1-9]|1[0-2])([0-2]\d|3[01])"),
    ("month", "ym", r"(?:Y 年 )?N 月份?"),
    ("day", "d", r"N(?= [日号])"),
    ("end", "d", r"(?<=[-~—–至到])(?<![日号].)(?<!-\d-)(?<!-\d\d-)N(?![-.:/月%时点])"),  # of 2.19-25
)
_PLAINLY = frozenset(how for how, *_ in _PLAIN)
_YEARS_FROM = {"minguo": 1911, "short": 2000}
_HOUR = (
    r"(?:[T\s]*(?:[上下中]午|晚上?)?"
    r"(?:\d{1,2}[时点](?:\d{1,2}分|整)?|\d{1,2}(?::\d\d){1,2}(?:\.\d+)?Z?(?: ?[AaPp][Mm])?))"
)
_TO = re.compile(r"\s*(?:\([^()]{1,6}\))?起?\s*(?:[-~—–]{1,3}|至|到|to|until)\s*")

# The same of English days: N may be 25th, M is a month's name, f the first day of a span, or a day alone.
_ENGLISH = (
    ("year_before", "ymd", r"Y[ ./-]?M[ ./-]?N"),
    ("day_before", "dmyy", r"N[ ./-]*(?:of *)?M\.?(?:,?[ ./-]*Y|-(\d\d)(?!:))?"),
    ("month_before", "mfdy", r"M\.? *N(?: ?[-–] ?N)?(?:,? *Y)?"),
)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_NUMBERS = {name[:3].lower(): number for number, name in enumerate(_MONTHS, start=1)}
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS).replace("(?:tember)?", "t?(?:ember)?")
_MONTH = _MONTH.replace("May(?:)?", "(?-i:May|MAY)|may(?! +[a-z])")  # 12 may resume


def _any_of(writings: tuple[tuple[str, str, str], ...], number: str) -> str:
    forms = "|".join(f"(?P<{how}>{form})" for how, _, form in writings)
    return f"(?:{forms})".replace("N", number).replace("Y", r"((?:19|20)\d\d)")


_DAY = re.compile(
    r"(?<!\d)"
    + _any_of(_PLAIN + _PERHAPS, r"(\d{1,2})").replace(" ", r"\s*")
    + rf"(?![\doO]|月(?!报))(?:\s*[日号])?{_HOUR}?"
)
_ENGLISH_DAY = re.compile(
    r"(?<![a-z\d])" + _any_of(_ENGLISH, r"(\d{1,2})(?:st|nd|rd|th)?").replace("M", f"({_MONTH})") + r"(?![a-z\d])",
    re.IGNORECASE,
)
# A month and nothing else: March 2020, mid-March, end of March.
_ENGLISH_MONTH = re.compile(
    rf"(?:(end|late|mid|early|beginning|start)[ -](?:of )?)?({_MONTH})(?:,? ((?:19|20)\d\d))?", re.IGNORECASE
)
_PARTS = {"end": "底", "late": "下旬", "mid": "中旬", "early": "上旬", "beginning": "初", "start": "初"}
_ORDERS = {how: order for how, order, _ in _PLAIN + _PERHAPS + _ENGLISH}
_NUMERALS = DIGIT_CLASS + "十廿卅"
_NUMERAL = re.compile(rf"[{_NUMERALS}]{{1,4}}(?=[年月日号])|(?<=月)[{_NUMERALS}]{{1,4}}")
_APART = re.compile(r"(?<!\d)((?:19|20)\d\d)(\s+|\s*[、·・,]\s*)(\d{1,2})\2(\d{1,2})(?!\d)")  # 2020 2 25, 2020、2、25
_POINT = re.compile(r"(?<=\d)(?:[。·・\\_]|[—–―]{1,2})(?=\d)")


class WrittenDay(NamedTuple):
    """A day as it stands in a text from ``start`` to ``end``, its hour included. What is not told is None.

    ``how`` names its form. Of a span (2月19日-25日) it is the last day, ``first`` the one with which it begins.
    """

    start: int
    end: int
    how: str
    year: int | None
    month: int | None
    day: int | None
    first: WrittenDay | None = None

    @property
    def is_plain(self) -> bool:
        """Whether what is written so is a day wherever it stands."""
        return self.how in _PLAINLY

    def readings(self, year: int = 0) -> list[date]:
        """The days of the calendar that may be meant, the likeliest order first; ``year``: of a day that has none."""
        year, month, day = self.year or year, self.month, self.day
        orders = [(year, month, day)]
        if self.how == "any_order":
            orders = [(year, day, month), *orders]
        elif self.how == "two_digits":
            orders = [(2000 + year, month, day), (2000 + day, month, year), (2000 + day, year, month)]
        return [found for order in orders if (found := calendar_day(*order))]


def calendar_day(year: int, month: int, day: int) -> date | None:
    """None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def in_figures(text: str) -> str:
    """A text (NFKC) with its days in figures, points, dashes and the words 年月日 between them."""
    text = _NUMERAL.sub(_numeral, english_in_figures(text).replace("元月", "1月"))
    return _POINT.sub("-", _APART.sub(r"\1-\3-\4", text))


def english_in_figures(text: str) -> str:
    """A text with its English days in figures, while blanks part them from its other words: 25 Feb as 2月25日."""
    return _ENGLISH_DAY.sub(_english, text)


def month_in_figures(text: str) -> str:
    """A text that is an English month and nothing else as a Chinese one, any other as it is: end of March as 3月底."""
    found = _ENGLISH_MONTH.fullmatch(text.strip())
    if not found:
        return text
    year = f"{found[3]}年" if found[3] else ""
    return f"{year}{_NUMBERS[found[2][:3].lower()]}月{_PARTS.get((found[1] or '').lower(), '')}"


def _english(found: re.Match[str]) -> str:
    said = _said(found)
    year = f"{said['y']}年" if "y" in said else ""
    return f"{year}{_NUMBERS[said['m'][:3].lower()]}月" + "-".join(f"{said[name]}日" for name in "fd" if name in said)


def _numeral(found: re.Match[str]) -> str:
    number = chinese_number(found[0].replace("廿", "二十").replace("卅", "三十"))
    return found[0] if number is None else str(number)


def _said(found: re.Match[str]) -> dict[str, str]:
    """What a match gives for each letter of its order."""
    numbers = zip(_ORDERS[found.lastgroup], found.groups()[found.lastindex :], strict=False)
    return {name: number for name, number in numbers if number and name != "_"}


def written_days(text: str) -> list[WrittenDay]:
    """The days of a text (``in_figures``) in their order; months alone and days without a month among them."""
    days: list[WrittenDay] = []
    for found in _DAY.finditer(text):
        how, said = found.lastgroup, {name: int(number) for name, number in _said(found).items()}
        if "y" in said and how in _YEARS_FROM:
            said["y"] += _YEARS_FROM[how]
        day = WrittenDay(found.start(), found.end(), how, said.get("y"), said.get("m"), said.get("d"))
        if days and (span := _span(days[-1], day, text)):
            days[-1] = span
        elif how != "end":
            days.append(day)
    return days


def _span(first: WrittenDay, last: WrittenDay, text: str) -> WrittenDay | None:
    """Two days as the ends of a span; None where they are two days."""
    if not (first.month and first.day and last.day and _TO.fullmatch(text, first.end, last.start)):
        return None
    if not last.month:  # 2月19日-25日
        return first._replace(end=last.end, day=last.day, first=first) if last.day > first.day else None
    years = first.year or last.year, last.year or first.year
    how = last.how if last.year or not first.year else first.how  # 2020.2.19-2.25
    return last._replace(start=first.start, how=how, year=years[1], first=first._replace(year=years[0]))
