"""The date a table speaks of: in its title, else its unit or date row, else the sheet's or the file's name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from analysis.intake.sheet import CellValue
from analysis.intake.values.named_days import with_days_in_figures
from analysis.intake.values.numerals import DIGIT_CLASS, chinese_number
from analysis.vocabulary import nfkc

DAYS_AHEAD = timedelta(days=7)  # figures may be sent so long before the day to which they are dated
_DIGIT = re.compile(r"\d")
_NUMERAL = re.compile(rf"[{DIGIT_CLASS}十]+(?=[年月日号])")  # 二〇二〇年二月二十五日
_YEAR_FIRST = re.compile(r"(?<!\d)(20\d\d)\s*[年.\-/]\s*(\d{1,2})\s*[月.\-/]\s*(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](20\d\d|\d\d)(?![\d/.-])")  # 02/09/2022, 02-09-22
_COMPACT = re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)")
_MONTH_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_YEAR_MONTH = re.compile(r"(?<!\d)(20\d\d)\s*年\s*(\d{1,2})\s*月(?!\s*\d)")  # 2022年4月日报（4月18日）
# 民国109年2月25日, 109.2.25: counted from 1912.
_MINGUO = re.compile(r"(?<![\d./-])(?:民[国國]\s*)?(1\d\d)(?=\s*年\s*\d{1,2}\s*月|([./-])\d{1,2}\2\d{1,2}(?![\d./-]))")
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})[.\-](\d{1,2})(?![\d.])")
# In a title only where it can be nothing but a day: (2.25), (0225), 截至2.25, 日期:2.25, 复工日报2.25, 2.19-2.25.
_SET_APART = re.compile(
    r"(?:\(|截[至止]|(?:日期|时间)[:\s]*)\s*(\d{1,2})[./-](\d{1,2})(?=\)|日|\s|24时|$)|\((0[1-9]|1[0-2])([0-2]\d|3[01])\)"
    r"|(?<=[一-鿿])\s*(\d{1,2})\.(\d{1,2})$"
    r"|(?<![\d.])\d{1,2}\.\d{1,2}\s*[-—–~至到]+\s*(\d{1,2})\.(\d{1,2})(?![\d.%])"
)
_FOUR_DIGITS = re.compile(r"(?<!\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)")
_SHORT_YEAR = re.compile(r"(?<![\d.])(\d\d)[.年](\d{1,2})[.月](\d{1,2})(?![\d.])")  # 20.2.25
# 2月24日-25日 and 2020.2.24-2.25 speak of their ends.
_TO_DAY = re.compile(r"(\d{1,2}\s*月)\s*\d{1,2}\s*日?起?\s*[-—–~至到]\s*(?=\d{1,2}\s*日)")
_TO_MONTH_DAY = re.compile(r"(20\d\d[./-])\d{1,2}[./-]\d{1,2}\s*[-—–~至到]+\s*(?=\d{1,2}[./-]\d{1,2}(?!\d))")
# What a day is compared with, or since when something holds: 较2月24日, 自2月3日起每日报送, 2月20日以来, 2月10日印发.
_ITS_DAY = r"(?:20\d\d\s*年\s*)?\d{1,2}\s*月\s*\d{1,2}\s*[日号]"
_COMPARED = re.compile(
    rf"(?:较|比|与|自|从|距)\s*{_ITS_DAY}?(?:相比)?|{_ITS_DAY}(?=以来|之?后|起|开始|启用|印发|下发|会议|通知|相比)"
)
# A deadline: 请于2月25日前报送, 务必在2月25日17时之前.
_DEADLINE = re.compile(
    r"(?:20\d\d\s*年\s*)?\d{1,2}\s*月\s*\d{1,2}\s*[日号]?\s*(?:\(?(?:星期|周)[一二三四五六日天]\)?)?\s*(?:[上下中]午)?"
    r"\s*(?:\d{1,2}[时点:](?:\d{2}分?)?)?\s*(?:之|以)?前(?=[^,。;已复]{0,5}(?:报|反馈|[送交返发填]))"
)
# The day up to which figures were counted, not the one on which they were sent: 截至2月24日24时（2月25日报送）.
_CUT_OFF = re.compile(r"截[至止]\D{0,6}\d(?:(?![(),;。]|制表|填报|填表|报送|上报|打印|发布).)*")
_PIECE = re.compile(r"\d{1,4}\s*[年月日]")  # 2020年 | 2月 | 25日, a cell each
_UNDERLINED = re.compile(r"(?<=\d)_(?=\d)")
_AHEAD = timedelta(days=31)  # of its period's end: a list of next week that lies in this one's folder
_SERIALS = range(36526, 73051)  # the days of 2000 to 2099 as a spreadsheet counts them
# A line below a table says the day where it is nothing else, or behind its label: 填报时间：2020年2月25日.
_DAY_BELOW = re.compile(
    r"(?:(?:.*[\s,;。)])?(?:(?:填报|填表|制表|报送|上报|统计|数据|报表)?(?:日期|时间)\s*:"
    r"|(?i:(?<!due )date|as (?:of|at))\s*:?)\s*)?"
    r"((?:20\d\d\s*[年./-]\s*)?\d{1,2}\s*[月./-]\s*\d{1,2}\s*[日号]?)(?:\s*\d{1,2}[时点])?\s*(?:[(（]盖?公?章[)）])?"
)
# A row that says who filled the form in, or in which unit: read for a date only after the title.
_DAY_LABEL = re.compile(r"(?:日期|时间)\s*[:：]?\s*$")
_LABEL = re.compile(r"单位|填报|填表|制表|报送|报表日期|日期|时间|联系|审核")


def find_as_of(titles: Iterable[CellValue], names: Iterable[str], near: date) -> tuple[date | None, str]:
    """The as-of date and where it was found: title, row, name, or '' with None.

    ``titles``: cells above the table in reading order; ``names``: the sheet's and the file's names; ``near``: a day of
    the expected period, which gives a date without a year its year (the nearest such day).
    """
    return _found(tuple(titles), tuple(names), near)


def day_below(notes: Iterable[str], near: date) -> date | None:
    """The day that a line below a table states: the date row of a form that has it at its foot."""
    for text in notes:
        match = _DAY_BELOW.fullmatch(with_days_in_figures(nfkc(text)).strip())
        if match and (found := _last_date(match[1], near, True)):
            return found
    return None


def latest_named(cells: Iterable[CellValue], until: date) -> date | None:
    """The latest day with a year among cells, not after ``until``: what a day without one is near to, where neither a
    folder nor an arrival says when a file was sent."""
    days = [cell.date() if isinstance(cell, datetime) else cell for cell in cells if isinstance(cell, date)]
    texts = {cell for cell in cells if isinstance(cell, str) and "20" in cell}
    found = (_YEAR_FIRST.search(nfkc(text)) for text in texts)
    days += [day for match in found if match and (day := _date(*map(int, match.groups())))]
    return max((day for day in days if day <= until), default=None)


def near_year(texts: Iterable[str], until: date) -> date | None:
    """A day to which all days of the latest year that texts name are near, not after ``until``."""
    years = [int(year) for text in texts for year in _YEAR.findall(nfkc(text))]
    latest = max((year for year in years if year <= until.year), default=None)
    # Days of the year's end are not too far ahead of it, the next year's are.
    return min(date(latest, 12, 31) - _AHEAD, until) if latest else None


@lru_cache(1024)  # a file's sheets often say the same
def _found(titles: tuple[CellValue, ...], names: tuple[str, ...], near: date) -> tuple[date | None, str]:
    cells = [value for value in titles if value is not None]
    texts = [value for value in cells if isinstance(value, str)]
    for text in texts:
        if not _is_row(text) and (found := _last_date(text, near)):
            return found, "title"
    for before, value in pairwise((None, *cells)):
        if isinstance(value, datetime | date):
            return (value.date() if isinstance(value, datetime) else value), "row"
        if isinstance(value, str) and _is_row(value) and (found := _last_date(value, near)):
            return found, "row"
        if isinstance(before, str) and _DAY_LABEL.search(before) and (found := _counted(value)):
            return found, "row"
    pieces = "".join(text for text in texts if _PIECE.fullmatch(text.strip()))
    if pieces and (found := _last_date(pieces, near)):
        return found, "row"
    for name in names:
        if found := _last_date(name, near, True):
            return found, "name"
    return None, ""


def _is_row(text: str) -> bool:
    """Whether a text is no title, but says who filled the form in and when, or is a day and nothing else."""
    return bool(_LABEL.search(text) or _DAY_BELOW.fullmatch(nfkc(text).strip()))


def _counted(value: CellValue) -> date | None:
    """A day stored as a number: 20200225, or 43886 as spreadsheets count."""
    if not isinstance(value, int | float) or isinstance(value, bool) or value != int(value):
        return None
    if int(value) in _SERIALS:
        return date(1899, 12, 30) + timedelta(days=int(value))
    match = _COMPACT.fullmatch(str(int(value)))
    return _date(int(match[1]), int(match[2]), int(match[3])) if match else None


@lru_cache(4096)  # as every sheet of a file has its name
def _last_date(text: str, near: date, dotted: bool = False) -> date | None:
    """The last date in a text that it is not merely compared with (a range 2月24日-3月1日 speaks of its end)."""
    text = with_days_in_figures(nfkc(text))
    if "月" in text:
        text = _NUMERAL.sub(lambda match: str(chinese_number(match[0]) or match[0]), text)
    if not _DIGIT.search(text):
        return None
    text = _MINGUO.sub(lambda match: str(int(match[1]) + 1911), text)
    if "前" in text:
        text = _DEADLINE.sub("", text)
    text = _TO_MONTH_DAY.sub(r"\1", _TO_DAY.sub(r"\1", _UNDERLINED.sub("-", text)))
    if (cut_off := _CUT_OFF.search(text)) and (found := _last_named(cut_off[0], near, dotted)):
        return found
    return _last_named(_COMPARED.sub("", text), near, dotted)


def _last_named(text: str, near: date, dotted: bool) -> date | None:
    found: list[tuple[int, date]] = []
    for pattern in (_YEAR_FIRST, _COMPACT):
        for match in pattern.finditer(text):
            if day := _date(int(match[1]), int(match[2]), int(match[3])):
                found.append((match.end(), day))
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    for match in _YEAR_LAST.finditer(text):
        if day := _ordered(match, near):
            found.append((match.end(), day))
            text = text.replace(match[0], " " * len(match[0]))
    years = {int(match[2]): int(match[1]) for match in _YEAR_MONTH.finditer(text)}
    for match in _MONTH_DAY.finditer(text):
        month, day_of_month = int(match[1]), int(match[2])
        day = _date(years[month], month, day_of_month) if month in years else _nearest(month, day_of_month, near)
        if day:
            found.append((match.end(), day))
    for match in _SHORT_YEAR.finditer(text) if not found else ():
        if abs(2000 + int(match[1]) - near.year) < 2 and (
            day := _date(2000 + int(match[1]), *map(int, match.groups()[1:]))
        ):
            found.append((match.end(), day))
    for pattern in (_DOTTED, _FOUR_DIGITS) if dotted else (_SET_APART,):
        for match in pattern.finditer(text) if not found else ():
            month, day_of_month, *_ = filter(None, match.groups())
            if day := _nearest(int(month), int(day_of_month), near):
                found.append((match.end(), day))
    return max(found)[1] if found else None


def _ordered(match: re.Match[str], near: date) -> date | None:
    """The day nearest to ``near`` that three numbers may be, the year last or, of two digits, also first; none of two
    digits far from it."""
    first, second, last = map(int, match.groups())
    year = last if last > 99 else 2000 + last
    orders = [(year, second, first), (year, first, second), *([(2000 + first, second, last)] if last < 100 else [])]
    days = [day for order in orders if (day := _date(*order))]
    day = min(days, key=lambda day: abs(day - near), default=None)
    return day if day and (last > 99 or abs(day - near) <= _AHEAD) else None


def _nearest(month: int, day: int, near: date) -> date | None:
    """The day of that month and day closest to ``near``; nobody reports on a day long after it."""
    candidates = (_date(year, month, day) for year in (near.year - 1, near.year, near.year + 1))
    distances = {found: abs((found - near).days) for found in candidates if found and found - near <= _AHEAD}
    return min(distances, key=distances.get, default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
