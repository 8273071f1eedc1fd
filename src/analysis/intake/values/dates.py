"""Dates as offices write them: 2月25日, 2020.2.25, 43886, 二月二十五日, 2月底, 109年2月25日, 正月初八."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise

from analysis.intake.values.named_days import LUNAR, lunar_day, near_day
from analysis.intake.values.parsed import MISSING, Parsed, as_day, is_blank, is_error
from analysis.intake.values.written_days import WrittenDay, calendar_day, in_figures, month_in_figures, written_days
from analysis.vocabulary import Vocabulary, fold, key, nfkc, simplified, without_footnotes

_EPOCH = date(1899, 12, 30)
_SERIALS = range(20000, 60000)  # October 1954 to April 2064
_FAR = 300  # days
_YEARS_NEAR = 3  # a year of two digits further away is none, or counted from 1912
_PLAIN = re.compile(r"(?:(?P<year>[0-9]{4})年)?(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})[日号]")
_PLAIN_POINTS = re.compile(
    r"(?:(?P<year>[0-9]{4})(?P<point>[-./]))?(?P<month>[0-9]{1,2})(?(point)(?P=point)|[-./])(?P<day>[0-9]{1,2})"
)
_FIVE_DIGITS = re.compile(r"\d{5}(?:\.\d+)?")
# Midnight in China as programs write it: the day has 16 hours less in Greenwich, and another name.
_MIDNIGHT_ELSEWHERE = re.compile(r"(\d{4}-\d\d-\d\d)[T ]16:00(?::00(?:\.0+)?)?(?:Z|\+00:?00)")
_UNFILLED = re.compile(r"[_年月日号]+")  # ___月___日
_FOUR_DIGITS = re.compile(r"(0[1-9]|1[0-2])([0-2]\d|3[01])")
_LITTLE_BEFORE, _LITTLE_AFTER = re.compile(r"\D{0,4}"), re.compile(r"(?!个?(?:天|周|星期|月))\D*")  # not 3-5天后
_PART = re.compile(
    r"(?:(20\d\d)[年./-](?:\d{1,2}月?[-~至到])?)?(\d{1,2})月份?"
    r"(第[一二三四1-4]个?(?:周|星期)|底|末|下旬|中下旬|中旬|上旬|上中旬|初|中|内|前后)?(?![\dol])"
)
_DAY_ONLY = re.compile(  # not 1号线, nor 3日后, 10日内
    r"^\D{0,3}?(?<!\d)(\d{1,2})(?:号|日(?![之以]?[后内]))(?![线楼厂窑炉机车仓矿井库院门店])\D*$"
)
_OTHER_MONTH = re.compile(r"(上个?|下个?|次|本|当|这个)月|(?<![\d个每正冬腊])月(?=底|末|初|内|[上中下]旬)")
_OTHER_LUNAR = re.compile(r"农历|阴历|[正冬腊]月|月初[一二三四五六七八九十]")
_ABOUT = re.compile(r"[日号时点\d节](?:之|以)?[前后](?![期续])|左右|最[早迟晚]|不[早晚]于|\d[日号]?或|大约|大概")
_BESIDE = re.compile(r"\s*(?:[/、,;或和及]|and|or)?\s*")  # of 2月3日、2月8日 and 2020-2-3/2020-2-8 the first is taken
_UNDECIDED = re.compile(r"待定|未定|待确定|未确定|不确定|不明|另行通知|而定|无计划|暂无")
_SPANS = {"底": (-5, 0), "末": (-5, 0), "下旬": (21, 0), "中下旬": (11, 0), "中旬": (11, 20), "上旬": (1, 10),
          "上中旬": (1, 20), "初": (1, 5), "中": (11, 20)}  # fmt: skip


def parse_date(value: object, as_of: date, vocabulary: Vocabulary | None = None) -> Parsed:
    """A cell as a date; of a span of days (2月底, 2月10日-15日) the last, with ``span`` telling both ends.

    A month and day without a year take the as-of date's year, or the year before where that would lie more than six
    months ahead; a day alone takes the as-of date's month. 待定 is missing with the hint ``undecided``, a state
    (已复工) missing with the hint ``state``.
    """
    if isinstance(value, (date, datetime)):
        return _near(as_day(value), as_of)
    if is_blank(value):
        return MISSING
    if is_error(value):
        return Parsed(None, rules=("cell_error",))
    if isinstance(value, (bool, time, timedelta)):
        return Parsed(None, rules=("date_unreadable",))
    if isinstance(value, (int, float)):
        return _from_number(value, as_of)
    return _parse_text(str(value), as_of, vocabulary or Vocabulary.load())


@lru_cache(32768)
def _parse_text(text: str, as_of: date, vocabulary: Vocabulary) -> Parsed:
    if found := _plain_day(text):  # as most are written
        return _dated(found["year"] and int(found["year"]), int(found["month"]), int(found["day"]), as_of)
    if found := _MIDNIGHT_ELSEWHERE.fullmatch(text.strip()):
        return _near(date.fromisoformat(found[1]) + timedelta(days=1), as_of)
    short = fold(without_footnotes(text).strip().rstrip(".,;。、"))
    if short in vocabulary.marks["undecided"]:
        return Parsed(None, hint="undecided")
    if short in vocabulary.marks["missing"] or _UNFILLED.fullmatch(short):
        return MISSING
    if _FIVE_DIGITS.fullmatch(short):
        return _from_number(float(short), as_of)
    if found := _FOUR_DIGITS.fullmatch(short):
        return _dated(None, int(found[1]), int(found[2]), as_of)
    found = find_date(month_in_figures(text), as_of)
    if found is not None:
        return found._replace(rules=(*found.rules, "date_of_several")) if _are_several(text) else found
    if _UNDECIDED.search(short):
        return Parsed(None, hint="undecided")
    if key(short) in vocabulary.states:
        return Parsed(None, rules=("date_is_state",), hint="state")
    return Parsed(None, rules=("date_unreadable",))


def is_plain_date(value: object) -> bool:
    """Whether a cell is a text that names a day and says nothing else: 2月10日, 2020年2月10日, 2020-02-10, 2.10."""
    return isinstance(value, str) and _plain_day(value) is not None


def _are_several(text: str) -> bool:
    """Whether a text names two days right beside each other."""
    text = in_figures(nfkc(text))
    days = [day for day in written_days(text) if day.is_plain]
    return any(_BESIDE.fullmatch(text, one.end, other.start) for one, other in pairwise(days))


def _plain_day(text: str) -> re.Match | None:
    return _PLAIN.fullmatch(text) or _PLAIN_POINTS.fullmatch(text)


def find_date(text: str, as_of: date) -> Parsed | None:
    """The first date named in a text; None where it names none. 3月1日后 is taken for the day, which is told."""
    text = in_figures(simplified(nfkc(without_footnotes(text))))
    text = _OTHER_MONTH.sub(lambda m: _month_named(m[1] or "本", as_of), text)
    found = _find_date(text, short := fold(text), as_of)
    if found is None or found.value is None or not _ABOUT.search(short):
        return found
    return found._replace(rules=(*found.rules, "date_approximate"))


def _find_date(text: str, short: str, as_of: date) -> Parsed | None:
    if lunar := LUNAR.search(short):
        return lunar_day(lunar, as_of)
    if _OTHER_LUNAR.search(short):
        return Parsed(None, rules=("date_unreadable",))
    for day in written_days(text):
        if day.is_plain or day.how == "two_digits" or (day.how == "pointed" and _is_alone(day, text)):
            return _span(day, as_of) if day.first else _read(day, as_of)
    if found := _PART.search(short):
        return _part(found, as_of)
    if found := _DAY_ONLY.search(short):
        return _dated(as_of.year, as_of.month, int(found[1]), as_of, ("date_month_assumed",))
    return near_day(short, as_of)


def _is_alone(day: WrittenDay, text: str) -> bool:
    return bool(_LITTLE_BEFORE.fullmatch(text, 0, day.start) and _LITTLE_AFTER.fullmatch(text, day.end))


def year_of(month: int, day: int, as_of: date) -> int:
    """The year of a month and day: the as-of date's, or the one before where that lies more than six months ahead."""
    last_month, last_year = (as_of.month + 5) % 12 + 1, as_of.year + (as_of.month + 6 > 12)
    limit = date(last_year, last_month, min(as_of.day, calendar.monthrange(last_year, last_month)[1]))
    return as_of.year - 1 if (as_of.year, month, day) > (limit.year, limit.month, limit.day) else as_of.year


def _from_number(number: float, as_of: date) -> Parsed:
    if number in (0, 1) or number != number or abs(number) > 10**9:
        return Parsed(None, rules=("date_unreadable",))
    if int(number) in _SERIALS:
        return _near(_EPOCH + timedelta(days=int(number)), as_of, ("date_serial",))
    if number == int(number):
        days = written_days(str(int(number)))
        return _read(days[0], as_of) if days and days[0].how == "compact" else Parsed(None, rules=("date_unreadable",))
    month, _, day = repr(float(number)).partition(".")
    if not (month.isdigit() and 1 <= int(month) <= 12 and len(day) <= 2):
        return Parsed(None, rules=("date_unreadable",))
    # 2.1 typed into a cell may have been 2.10: the spreadsheet has lost the zero.
    parsed = _dated(None, int(month), int(day), as_of)
    return Parsed(parsed.value, rules=(*parsed.rules, "date_decimal")) if parsed.value else parsed


def _dated(year: int | None, month: int, day: int, as_of: date, rules: tuple[str, ...] = ()) -> Parsed:
    if year is None:
        year, rules = year_of(month, day, as_of), (*rules, "date_year_assumed")
    found = calendar_day(year, month, day)
    return _near(found, as_of, rules) if found else Parsed(None, rules=("date_invalid",))


def _near(day: date, as_of: date, rules: tuple[str, ...] = ()) -> Parsed:
    """A day as it is; one that is most of a year away may be of another year than was meant."""
    return Parsed(day, rules=rules if abs((day - as_of).days) <= _FAR else (*rules, "date_far"))


def _read(day: WrittenDay, as_of: date) -> Parsed:
    found = day.readings(0 if day.year is not None else year_of(day.month, day.day, as_of))
    rules: tuple[str, ...] = ("date_minguo",) if day.how == "minguo" else ()
    if day.how == "two_digits":
        near = [at for at in found if abs(at.year - as_of.year) <= _YEARS_NEAR]
        found = sorted(near, key=lambda at: abs(at.year - as_of.year))
        is_last = bool(found) and found[0].year != 2000 + day.year
        rules = ("date_year_assumed", "date_order_assumed") if is_last else ("date_year_assumed",)
    elif day.year is None or day.how == "short":
        rules = ("date_year_assumed",)
    elif len(set(found)) > 1:
        rules = ("date_order_assumed",)
    return _near(found[0], as_of, rules) if found else Parsed(None, rules=("date_invalid",))


def _span(day: WrittenDay, as_of: date) -> Parsed:
    first, last = _read(day.first, as_of), _read(day, as_of)
    if first.value is None or last.value is None or first.value > last.value:
        return Parsed(None, rules=("date_invalid",))
    return last._replace(rules=(*last.rules, "date_range"), span=(first.value, last.value))


def _month_named(which: str, as_of: date) -> str:
    """下月 seen from February as 3月, from December with its year."""
    months = as_of.year * 12 + as_of.month - 1 + (which[0] in "下次") - (which[0] == "上")
    year = "" if months // 12 == as_of.year else f"{months // 12}年"
    return f"{year}{months % 12 + 1}月"


def _part(found: re.Match, as_of: date) -> Parsed:
    year, month, part = found.groups()
    number, rules = int(month), () if year else ("date_year_assumed",)
    if not 1 <= number <= 12:
        return Parsed(None, rules=("date_invalid",))
    full_year = int(year) if year else year_of(number, 1, as_of)
    length = calendar.monthrange(full_year, number)[1]
    if part and part[0] == "第":
        week = "一二三四1234".index(part[1]) % 4
        first, last = 7 * week + 1, 7 * week + 7
    else:
        first, last = _SPANS.get(part or "", (1, 0))
    first, last = first if first > 0 else length + first + 1, last or length
    span = date(full_year, number, first), date(full_year, number, last)
    return Parsed(span[1], rules=(*rules, "date_range"), span=span)
