"""Dates as offices write them: 2月25日, 2020.2.25, 43886, 二月二十五日, 2月底, 109年2月25日, 正月初八."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from analysis.intake.values.named_days import LUNAR, MONTH, lunar_day, month_number, near_day
from analysis.intake.values.numerals import NUMERAL_CLASS, chinese_number
from analysis.intake.values.parsed import MISSING, Parsed, as_day, is_blank, is_error
from analysis.vocabulary import Vocabulary, fold, key, nfkc, without_footnotes

_EPOCH = date(1899, 12, 30)
_SERIALS = range(20000, 60000)  # October 1954 to April 2064
_FAR = 300  # days
_THREE_NUMBERS = re.compile(
    r"^\s*(\d{4})(?:\s+|\s*[、·・]\s*)(\d{1,2})(?:\s+|\s*[、·・]\s*)(\d{1,2})\s*日?\s*$"
)  # 2020 2 25
_PLAIN = re.compile(r"(?:(?P<year>[0-9]{4})年)?(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})[日号]")
_PLAIN_POINTS = re.compile(
    r"(?:(?P<year>[0-9]{4})(?P<point>[-./]))?(?P<month>[0-9]{1,2})(?(point)(?P=point)|[-./])(?P<day>[0-9]{1,2})"
)
_FIVE_DIGITS = re.compile(r"\d{5}(?:\.\d+)?")
# Midnight in China as programs write it: the day has 16 hours less in Greenwich, and another name.
_MIDNIGHT_ELSEWHERE = re.compile(r"(\d{4}-\d\d-\d\d)[T ]16:00(?::00(?:\.0+)?)?(?:Z|\+00:?00)")
_UNFILLED = re.compile(r"[_年月日号]+")  # ___月___日
_FOUR_DIGITS = re.compile(r"(0[1-9]|1[0-2])([0-2]\d|3[01])")
_SEPARATOR = re.compile(r"(?<=\d)(?:[,。\\_]|[—–―]{1,2})(?=\d)")  # 2020,2,25
_CLOCK = re.compile(
    r"(?:[ T]|(?<=[日号]))\d{1,2}(?::|时)\d{0,2}(?::\d{2}(?:\.\d+)?)?(?:分)?(?:整)?(?: ?[AaPp][Mm])?$|(?<=[日号])24时"
)
_MONTH_NAME = MONTH.lower()
_FULL = re.compile(r"(?<!\d)(民国)?(\d{2,4})[年./-]{1,2}(\d{1,2})[月./-]{1,2}(\d{1,2})(?![\do])[日号]?")
_COMPACT = re.compile(r"(?<!\d)(20\d\d|19\d\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)")
_US = re.compile(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-]((?:19|20)\d\d)(?!\d)")
_NAMED = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?(?:of)?[- ]?({_MONTH_NAME})[a-z]*[-, ]*((?:19|20)\d\d)?"
    rf"|({_MONTH_NAME})[a-z]*[. ]*(\d{{1,2}})(?:st|nd|rd|th)?(?:[-,]? *((?:19|20)\d\d)(?!\d)|(?!\d))"
)
_MONTH_DAY = re.compile(r"(?<![\d.])(\d{1,2})月(\d{1,2})(?![\do])[日号]?")
_POINTED = re.compile(  # not 3-5天后
    r"^\D{0,4}?(?<![\d.])(\d{1,2})[./-](\d{1,2})(?![\do./-])(?!个?(?:天|周|星期|月))[日号]?\D*$"
)
_RANGE = re.compile(r"(\d{1,2})[月./](\d{1,2})[日号]?(?:-|~|—|–|至|到)(?:(\d{1,2})[月./])?(\d{1,2})(?!\d)[日号]?")
_PART = re.compile(
    r"(?:(20\d\d)[年./-])?(?:(\d{1,2})|(本|当|这个|下个|下|上个|上)?)月份?(第[一二三四1-4]个?(?:周|星期)|底|末|下旬|中下旬|中旬|上旬|上中旬|初|中|内|前后)?(?![\dol])"
)
_DAY_ONLY = re.compile(  # not 1号线, nor 3日后, 10日内
    r"^\D{0,3}?(?<!\d)(\d{1,2})(?:号|日(?![之以]?[后内]))(?![线楼厂窑炉机车仓矿井库院门店])\D*$"
)
_OTHER_MONTH = re.compile(r"(上个?|下个?|次|本|当|这个)月(?=\d{1,2}[日号])")
_OTHER_LUNAR = re.compile(r"农历|阴历|[正冬腊]月|月初[一二三四五六七八九十]")
_SMALL_NUMERALS = re.sub("[万亿百千]", "", NUMERAL_CLASS)
_NUMERAL = re.compile(rf"[{_SMALL_NUMERALS}]{{1,4}}(?=[年月日号])|(?<=月)[{_SMALL_NUMERALS}]{{1,4}}")
_ABOUT = re.compile(r"[日号\d节](?:之|以)?[前后](?![期续])|左右|最[早迟晚]|不[早晚]于|\d[日号]?或|大约|大概")
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
    text = _cleaned(text)
    if text in vocabulary.marks["undecided"]:
        return Parsed(None, hint="undecided")
    if text in vocabulary.marks["missing"] or _UNFILLED.fullmatch(text):
        return MISSING
    if _FIVE_DIGITS.fullmatch(text):
        return _from_number(float(text), as_of)
    if found := _FOUR_DIGITS.fullmatch(text):
        return _dated(None, int(found[1]), int(found[2]), as_of)
    found = find_date(text, as_of)
    if found is not None:
        return found
    if _UNDECIDED.search(text):
        return Parsed(None, hint="undecided")
    if key(text) in vocabulary.states:
        return Parsed(None, rules=("date_is_state",), hint="state")
    return Parsed(None, rules=("date_unreadable",))


def is_plain_date(value: object) -> bool:
    """Whether a cell is a text that names a day and says nothing else: 2月10日, 2020年2月10日, 2020-02-10, 2.10."""
    return isinstance(value, str) and _plain_day(value) is not None


def _plain_day(text: str) -> re.Match | None:
    return _PLAIN.fullmatch(text) or _PLAIN_POINTS.fullmatch(text)


def find_date(text: str, as_of: date) -> Parsed | None:
    """The first date named in a text (NFKC, no spaces); None where it names none. 3月1日后 is taken for the day, which
    is told."""
    found = _find_date(text, as_of)
    if found is None or found.value is None or not _ABOUT.search(text):
        return found
    return found._replace(rules=(*found.rules, "date_approximate"))


def _find_date(text: str, as_of: date) -> Parsed | None:
    text = _SEPARATOR.sub("-", _cleaned(text))
    if lunar := LUNAR.search(text):
        return lunar_day(lunar, as_of)
    if _OTHER_LUNAR.search(text):
        return Parsed(None, rules=("date_unreadable",))
    text = _NUMERAL.sub(lambda m: str(n) if (n := chinese_number(m[0])) is not None else m[0], text)
    text = _OTHER_MONTH.sub(lambda m: _month_named(m[1], as_of), text)
    if found := _RANGE.search(text):
        return _range(found, text, as_of)
    for pattern, reader in (
        (_FULL, _full), (_COMPACT, _compact), (_US, _us), (_NAMED, _named), (_MONTH_DAY, _month_day),
        (_POINTED, _month_day), (_PART, _part), (_DAY_ONLY, _day_only),
    ):  # fmt: skip
        if (found := pattern.search(text)) and (parsed := reader(found, as_of)) is not None:
            return parsed
    return near_day(text, as_of)


def year_of(month: int, day: int, as_of: date) -> int:
    """The year of a month and day: the as-of date's, or the one before where that lies more than six months ahead."""
    last_month, last_year = (as_of.month + 5) % 12 + 1, as_of.year + (as_of.month + 6 > 12)
    limit = date(last_year, last_month, min(as_of.day, calendar.monthrange(last_year, last_month)[1]))
    return as_of.year - 1 if (as_of.year, month, day) > (limit.year, limit.month, limit.day) else as_of.year


def _cleaned(text: str) -> str:
    text = nfkc(without_footnotes(text))
    if found := _THREE_NUMBERS.match(text):
        text = "-".join(found.groups())
    text = fold(_CLOCK.sub("", text.strip().rstrip(".,;。、")))
    return text.replace("元月", "1月").replace("廿", "二十").replace("卅", "三十")


def _from_number(number: float, as_of: date) -> Parsed:
    if number in (0, 1) or number != number or abs(number) > 10**9:
        return Parsed(None, rules=("date_unreadable",))
    if int(number) in _SERIALS:
        return _near(_EPOCH + timedelta(days=int(number)), as_of, ("date_serial",))
    if number == int(number):
        found = _COMPACT.fullmatch(str(int(number)))
        return _compact(found, as_of) if found else Parsed(None, rules=("date_unreadable",))
    month, _, day = repr(float(number)).partition(".")
    if not (month.isdigit() and 1 <= int(month) <= 12 and len(day) <= 2):
        return Parsed(None, rules=("date_unreadable",))
    # 2.1 typed into a cell may have been 2.10: the spreadsheet has lost the zero.
    parsed = _dated(None, int(month), int(day), as_of)
    return Parsed(parsed.value, rules=(*parsed.rules, "date_decimal")) if parsed.value else parsed


def _dated(year: int | None, month: int, day: int, as_of: date, rules: tuple[str, ...] = ()) -> Parsed:
    if year is None:
        year, rules = year_of(month, day, as_of), (*rules, "date_year_assumed")
    try:
        return _near(date(year, month, day), as_of, rules)
    except ValueError:
        return Parsed(None, rules=("date_invalid",))


def _near(day: date, as_of: date, rules: tuple[str, ...] = ()) -> Parsed:
    """A day as it is; one that is most of a year away may be of another year than was meant."""
    return Parsed(day, rules=rules if abs((day - as_of).days) <= _FAR else (*rules, "date_far"))


def _full(found: re.Match, as_of: date) -> Parsed:
    minguo, digits, month, day = found.groups()
    year, rules = int(digits), ()
    if minguo or len(digits) == 3 or (len(digits) == 2 and abs(2000 + year - as_of.year) > 3):
        if not minguo and len(digits) == 2 and "年" not in found[0]:
            return Parsed(None, rules=("date_unreadable",))
        year, rules = year + 1911, ("date_minguo",)
    elif len(digits) == 2 and "年" not in found[0] and _ends_with_year(year, int(day), as_of):
        return _dated(2000 + int(day), int(month), year, as_of, ("date_year_assumed", "date_order_assumed"))
    elif len(digits) == 2:
        year, rules = 2000 + year, ("date_year_assumed",)
    return _dated(year, int(month), int(day), as_of, rules)


def _ends_with_year(first: int, last: int, as_of: date) -> bool:
    """Whether of the first and the last number of three only the last can be the year: 18/02/20."""
    return abs(2000 + last - as_of.year) <= 1 < abs(2000 + first - as_of.year) and 1 <= first <= 31


def _compact(found: re.Match, as_of: date) -> Parsed:
    return _dated(int(found[1]), int(found[2]), int(found[3]), as_of)


def _us(found: re.Match, as_of: date) -> Parsed:
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    month, day = (second, first) if first > 12 else (first, second)
    unsure = first <= 12 and second <= 12 and first != second
    return _dated(year, month, day, as_of, ("date_order_assumed",) if unsure else ())


def _named(found: re.Match, as_of: date) -> Parsed:
    day, month, year = found[1] or found[5], found[2] or found[4], found[3] or found[6]
    return _dated(int(year) if year else None, month_number(month), int(day), as_of)


def _month_day(found: re.Match, as_of: date) -> Parsed:
    return _dated(None, int(found[1]), int(found[2]), as_of)


def _month_named(which: str, as_of: date) -> str:
    """下月 seen from February as 3月, from December with its year."""
    months = as_of.year * 12 + as_of.month - 1 + (which[0] in "下次") - (which[0] == "上")
    year = "" if months // 12 == as_of.year else f"{months // 12}年"
    return f"{year}{months % 12 + 1}月"


def _day_only(found: re.Match, as_of: date) -> Parsed:
    return _dated(as_of.year, as_of.month, int(found[1]), as_of, ("date_month_assumed",))


def _range(found: re.Match, text: str, as_of: date) -> Parsed:
    month, day, last_month, last_day = found.groups()
    year = re.search(r"(20\d\d)[年./-]$", text[: found.start()])
    ends = [
        _dated(int(year[1]) if year else None, int(m), int(d), as_of)
        for m, d in ((month, day), (last_month or month, last_day))
    ]
    if None in (ends[0].value, ends[1].value) or ends[0].value > ends[1].value:
        return Parsed(None, rules=("date_invalid",))
    return Parsed(ends[1].value, rules=(*ends[1].rules, "date_range"), span=(ends[0].value, ends[1].value))


def _part(found: re.Match, as_of: date) -> Parsed | None:
    year, month, which, part = found.groups()
    if not month and not which and not part:
        return None
    number, rules = int(month) if month else as_of.month, () if year else ("date_year_assumed",)
    if not 1 <= number <= 12:
        return Parsed(None, rules=("date_invalid",))
    full_year = int(year) if year else year_of(number, 1, as_of) if month else as_of.year
    step = 0 if month or not which else 1 if which.startswith("下") else -1 if which.startswith("上") else 0
    number, full_year = (number - 1 + step) % 12 + 1, full_year + (number - 1 + step) // 12
    length = calendar.monthrange(full_year, number)[1]
    if part and part[0] == "第":
        week = "一二三四1234".index(part[1]) % 4
        first, last = 7 * week + 1, 7 * week + 7
    else:
        first, last = _SPANS.get(part or "", (1, 0))
    first, last = first if first > 0 else length + first + 1, last or length
    span = date(full_year, number, first), date(full_year, number, last)
    return Parsed(span[1], rules=(*rules, "date_range"), span=span)
