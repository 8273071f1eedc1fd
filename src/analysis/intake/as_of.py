"""The date a table speaks of: in its title, else its unit or date row, else the sheet's or the file's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from analysis.intake.sheet import CellValue
from analysis.intake.values.dates import parse_date
from analysis.intake.values.written_days import WrittenDay, in_figures, written_days
from analysis.vocabulary import nfkc

DAYS_AHEAD = timedelta(days=7)  # figures may be sent so long before the day to which they are dated
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
# Ways to write a day in which something else may be numbered, those that are sooner one first.
_DOUBTS = {"two_digits": 1, "pointed": 2, "four_digits": 3}
# In a title only where it can be nothing but a day: (2.25), (0225), 截至2.25, 日期:2.25, 复工日报2.25, 2.19-2.25.
_LED_IN = re.compile(r"(?:\(|截[至止]|(?:日期|时间)[:\s]*)\s*$")
_SET_OFF = re.compile(r"(?<=[日号时点])|\)|\s|$")
_NUMBERED = re.compile(
    r"(?:附[件表图]?|(?:^|\s)[表图件]|(?i:table|figure))\s*$|(?<![A-Za-z])[A-Za-z]$"
)  # 附件2.1, v2.2
# What a day is compared with, or since when something holds: 较2月24日, 自2月3日起每日报送, 2月20日以来, 2月10日印发.
# A deadline: 请于2月25日前报送, 务必在2月25日17时之前, 报送截止时间:2月25日, please return by 25 February.
_COMPARED = re.compile(
    r"(?:较|比|与|距|\b[Cc]ompared (?:with|to)|[报送交]截[止至](?:时间|日期)?:?|\b[Dd]eadline:?"
    r"|\b(?:return|submit|reply|send)\b[^.,:;]{0,20} by) *$"
)
_FROM = re.compile(r"(?:[自从]|\b[Ss]ince) *$")
_HELD = re.compile(
    r"\s*(?:以来|之?后|起|开始|启用|印发|下发|模板|会议|通知|相比"
    r"|(?:\(?(?:星期|周)[一二三四五六日天]\)?)?\s*(?:[上下中]午)?\s*(?:\d{1,2}[时点:](?:\d{2}分?)?)?\s*(?:之|以)?前"
    r"(?=[^,。;已复]{0,5}(?:报|反馈|[送交返发填])))"
)
# The day up to which figures were counted, not the one on which they were sent: 截至2月24日24时（2月25日报送）.
_CUT_OFF = re.compile(r"截[至止]\D{0,6}\d(?:(?![(),;。]|制表|填报|填表|报送|上报|打印|发布).)*")
_PIECE = re.compile(r"\d{1,4}\s*[年月日]")  # 2020年 | 2月 | 25日, a cell each
_ALONE = frozenset({"full", "words", "pointed"})
_WINDOW = 40  # characters before a day that say what it is
_FIRST = date(2000, 1, 1)
_SEASON = timedelta(days=100)
_AHEAD = timedelta(days=31)  # of its period's end: a list of next week that lies in this one's folder
# A line below a table says the day where it is nothing else, or behind its label: 填报时间：2020年2月25日.
_LABELLED = re.compile(
    r"(?:(?:.*[\s,;。)])?(?:(?:填报|填表|制表|报送|上报|统计|数据|报表)?(?:日期|时间)\s*:"
    r"|(?i:(?<!due )date|as (?:of|at))\s*:?)\s*)?"
)
_SEALED = re.compile(r"\s*(?:[(（]?盖?公?章[)）])?")
# A row that says who filled the form in, or in which unit: read for a date only after the title.
_DAY_LABEL = re.compile(r"(?:日期|时间)\s*[:：]?\s*$")
_LABEL = re.compile(r"单位|填报|填表|制表|报送|报表日期|日期|时间|联系|审核|(?i:date) ?:")


def find_as_of(titles: Iterable[CellValue], names: Iterable[str], near: date) -> tuple[date | None, str]:
    """The as-of date and where it was found: title, row, name, or '' with None.

    ``titles``: cells above the table in reading order; ``names``: the sheet's and the file's names; ``near``: a day of
    the expected period, which gives a date without a year its year (the nearest such day).
    """
    return _found(tuple(titles), tuple(names), near)


def day_below(notes: Iterable[str], near: date) -> date | None:
    """The day that a line below a table states: the date row of a form that has it at its foot."""
    said = (_day_alone(text) for text in notes)
    return next((found for day in said if day and (found := _of_calendar(day, near, {}))), None)


def latest_named(cells: Iterable[CellValue], until: date) -> date | None:
    """The latest day with a year among cells, not after ``until``: what a day without one is near to, where neither a
    folder nor an arrival says when a file was sent."""
    days = [cell.date() if isinstance(cell, datetime) else cell for cell in cells if isinstance(cell, date)]
    texts = {cell for cell in cells if isinstance(cell, str) and "20" in cell}
    told = (next((day for day in written_days(nfkc(text)) if day.is_plain and day.year), None) for text in texts)
    days += [found for day in told if day for found in day.readings()[:1] if found >= _FIRST]
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
        is_number = isinstance(value, int | float) and isinstance(before, str)
        if is_number and _DAY_LABEL.search(before) and (found := parse_date(value, near).value):
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
    return bool(_LABEL.search(text) or ((day := _day_alone(text)) and day.start == 0))


def _day_alone(text: str) -> WrittenDay | None:
    """The day of a text that says nothing else, but how it is called."""
    text, days = _read(text)
    if len(days) != 1 or days[0].how not in _ALONE or days[0].first or not _LABELLED.fullmatch(text, 0, days[0].start):
        return None
    return days[0] if _SEALED.fullmatch(text, days[0].end) else None


@lru_cache(4096)  # as every sheet of a file has its name
def _read(text: str) -> tuple[str, list[WrittenDay]]:
    text = in_figures(nfkc(text)).strip()
    return text, written_days(text)


def _last_date(text: str, near: date, named: bool = False) -> date | None:
    """The last date in a text that it is not merely compared with (a range 2月24日-3月1日 speaks of its end); in the
    name of a file or a sheet (``named``) 2.25 is one too."""
    text, days = _read(text)
    years = {day.month: day.year for day in days if day.how == "month" and day.year}
    days = [day for day in days if _is_day(day, text, named) and not _is_beside_it(day, text)]
    cut_off = _CUT_OFF.search(text) if days else None
    ranked = [
        (not (cut_off and cut_off.start() <= day.start < cut_off.end()), _DOUBTS.get(day.how, 0), -day.end, found)
        for day in days
        if (found := _of_calendar(day, near, years))
    ]
    return min(ranked)[-1] if ranked else None


def _is_day(day: WrittenDay, text: str, named: bool) -> bool:
    if day.how not in _DOUBTS or day.how == "two_digits":
        return day.month is not None and day.day is not None
    said, before = text[day.start : day.end], text[max(0, day.start - _WINDOW) : day.start]
    if _NUMBERED.search(before):
        return False
    if named:
        return "/" not in said
    if _LED_IN.search(before) and _SET_OFF.match(text, day.end):
        return True
    if "." not in said or "A" <= before[-1:] <= "z":  # PM2.5-10
        return False
    return day.first is not None or (day.end == len(text) and "一" <= before.rstrip()[-1:] <= "鿿")


def _is_beside_it(day: WrittenDay, text: str) -> bool:
    """Whether a day is a deadline, one that figures are compared with, or since when something holds."""
    before = text[max(0, day.start - _WINDOW) : day.start]
    if _COMPARED.search(before) or (_FROM.search(before) and not day.first):
        return True
    return bool(_HELD.match(text, day.end))


def _of_calendar(day: WrittenDay, near: date, years: Mapping[int, int]) -> date | None:
    """The day of the calendar closest to ``near`` that is meant; nobody reports on a day long after it."""
    if day.year is None and day.month not in years:
        found = [at for year in (near.year - 1, near.year, near.year + 1) for at in day.readings(year)]
        found = [at for at in found if at - near <= _AHEAD]
    else:
        found = day.readings(years.get(day.month, 0))
    if day.how in ("short", "two_digits"):
        found = [at for at in found if -_SEASON <= at - near <= _AHEAD]
    return min((at for at in found if at >= _FIRST), key=lambda at: abs(at - near), default=None)
