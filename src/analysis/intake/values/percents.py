"""Percentages, 0 to 100: 80%, 0.8 in a column of fractions, 八成五, 百分之八十, 满负荷."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache

from analysis.intake.values.numbers import parse_number, plain_numbers
from analysis.intake.values.numerals import chinese_number
from analysis.intake.values.parsed import MISSING, Parsed, is_blank, is_error, plain
from analysis.vocabulary import Vocabulary

TOO_LARGE_FROM = 300
NEVER_A_FRACTION = 20  # 2,000 %
_NEARLY_ALL = 0.75
_ABOUT = re.compile(
    r"大约|约|将近|接近|近|超过|超|逾|不足|不到|左右|上下|以上|以下|以内|[><≥≤~≈+余多]=?"
    "|^(?:about|around|roughly|nearly|almost)"
)
_TENTHS = re.compile(
    r"^([零〇一二三四五六七八九十两](?:点[一二三四五六七八九])?|\d+(?:\.\d+)?)成([一二三四五六七八九半]|\d)?$"
)
_PARTS_OF = re.compile(r"^(.+)分之(.+)$")  # 百分之八十, 三分之二
_RANGE = re.compile(
    r"[\d%成一二三四五六七八九](?:-|~|—|–|至|到)[\d一二三四五六七八九]|^[一二三四五六七八九][一二三四五六七八九]成"
)
_NUMBER = re.compile(r"^([+-]?\d+(?:\.\d*)?|[+-]?\.\d+)(%|个?百分点|percent|pct|‰)?$")
_OF_WHAT = re.compile(
    "^(?:已|恢复|达到|到|至|为|正常|平时|往常|[节灾震]前|停产前|限电前|疫情?前|原来|产能|水平|生产|的|了)+"
)  # 恢复至正常的六成
_PERCENT_IN_BRACKETS = re.compile(r"([^()]+)\((\d+(?:\.\d+)?%)\)")
_IN_BRACKETS = re.compile(r"(?<=.)\([^()]*\)$")
_WORDS = {
    **dict.fromkeys(
        ["满负荷", "全负荷", "满产", "满负荷生产", "满负荷运行", "满员", "全员", "全部到岗", "全部返岗"], 100
    ),
    **dict.fromkeys(["全部恢复", "完全恢复", "全面恢复", "百分百", "百分之百", "十成", "fullcapacity", "full"], 100),
    **dict.fromkeys(["半负荷", "半负荷生产", "一半", "半数", "半", "半产", "halfcapacity", "half", "onehalf"], 50),
    **dict.fromkeys(["threequarters", "threefourths"], 75),
    **dict.fromkeys(["twothirds"], 66.67),
    **dict.fromkeys(["onethird", "athird", "third"], 33.33),
    **dict.fromkeys(["onequarter", "aquarter", "quarter", "onefourth"], 25),
}


def percent_scale(values: Iterable[object]) -> float:
    """What bare numbers of a column are multiplied by: 100 where all are at most 1, not all 0 (fractions), else 1.

    Also where nearly all are below 1 and the others little above: 0.85, 0.9, 1.05 are shown as 85 %, 90 %, 105 %. Half
    of them are enough where the others are broken numbers that are no more than a percentage may be: 0.4, 1.12.
    Texts with a percent sign, words, blanks and impossible numbers do not count. A result of 100 is the finding
    ``percent_from_fractions``.
    """
    numbers = [number for value in values if (number := _bare_number(value)) is not None and number < TOO_LARGE_FROM]
    return 100.0 if numbers and _are_fractions(numbers) else 1.0


def any_broken(values: Iterable[object]) -> bool:
    """Whether a bare number is between 0 and 1."""
    return any(0 < number < 1 for value in values if (number := _bare_number(value)) is not None)


def _are_fractions(numbers: Sequence[float]) -> bool:
    largest = max(numbers)
    if not 1 < largest < NEVER_A_FRACTION:
        return 0 < largest <= 1
    below, above = sum([0 < number < 1 for number in numbers]), [number for number in numbers if number > 1]
    is_little_above = largest * 100 < TOO_LARGE_FROM and all(number % 1 for number in above)
    return below >= (len(above) if is_little_above else _NEARLY_ALL * (below + len(above)))  # a 1 is all of it


def plain_percents(values: Sequence[object]) -> list[float | None] | None:
    """What ``parse_percent`` reads in a column of bare numbers and blanks, not fractions, at a tenth of the cost.

    None where a cell is something else.
    """
    read = plain_numbers(values)
    numbers = [value for value in read or () if value is not None]
    if not numbers or min(numbers) < 0 or max(numbers) >= TOO_LARGE_FROM or _are_fractions(numbers):
        return None
    return read


def parse_percent(value: object, scale: float = 1.0, vocabulary: Vocabulary | None = None) -> Parsed:
    """A cell as a percentage; ``scale`` is that of its column (see ``percent_scale``) and touches bare numbers only.

    八成五 is 85, 三分之二 66.67, 满负荷 100, 半负荷 50, 约80% 80; below 0, 300 and more, and ranges are missing.
    """
    if isinstance(value, (bool, date, time, timedelta)):
        return Parsed(None, rules=("number_unreadable",))
    if is_blank(value):
        return MISSING
    if is_error(value):
        return Parsed(None, rules=("cell_error",))
    bare = _bare_number(value)
    if bare is not None:
        return _checked(bare if scale == 1 else Decimal(str(bare)) * Decimal(repr(scale)), None, ())
    return _from_text(str(value), scale, vocabulary or Vocabulary.load())


@lru_cache(4096)
def _from_text(text: str, scale: float, vocabulary: Vocabulary) -> Parsed:
    text = plain(text)
    if text in vocabulary.marks["missing"]:
        return MISSING
    if text in vocabulary.marks["vague"] or text in vocabulary.marks["undecided"]:
        return Parsed(None, rules=("number_vague",))
    if (told := _PERCENT_IN_BRACKETS.fullmatch(text)) and "%" not in told[1]:  # 0.8（80%）
        text = told[2]
    text = _IN_BRACKETS.sub("", text)
    if _RANGE.search(text):
        return Parsed(None, rules=("number_range",))
    shorter = _ABOUT.sub("", text)
    rules = ("number_approximate",) if shorter != text else ()
    if shorter in _WORDS:
        return Parsed(_WORDS[shorter], "percent", (*rules, "percent_words"))
    if found := _NUMBER.match(shorter):
        factor = Decimal(repr(scale)) if not found[2] else Decimal("0.1") if found[2] == "‰" else Decimal(1)
        return _checked(Decimal(found[1]) * factor, "percent" if found[2] else None, rules)
    part = _OF_WHAT.sub("", shorter)
    if found := _TENTHS.match(part):
        return _checked(_tenths(found[1], found[2]), "tenth", rules)
    if found := _PARTS_OF.match(part):
        whole, number = map(chinese_number, found.groups())
        if whole and number is not None:
            return _checked(round(number * 100 / whole, 2), "percent", rules)
    plainly = parse_number(shorter, "percent", vocabulary=vocabulary)
    if plainly.value is not None and plainly.unit in (None, "percent") and "number_scaled" not in plainly.rules:
        return _checked(Decimal(repr(plainly.value)), plainly.unit, (*rules, *plainly.rules))
    return Parsed(None, rules=("number_unreadable",))


def _tenths(whole: str, part: str | None) -> Decimal:
    tens = chinese_number(whole) if not whole[0].isdigit() else Decimal(whole)
    rest = Decimal(0) if not part else Decimal(5) if part == "半" else chinese_number(part) or Decimal(0)
    return (tens or Decimal(0)) * 10 + rest


def _checked(number: Decimal | float, unit: str | None, rules: tuple[str, ...]) -> Parsed:
    if number >= TOO_LARGE_FROM:
        return Parsed(None, unit, ("percent_too_large",))
    if number < 0:
        return Parsed(None, unit, ("percent_negative",))
    return Parsed(int(number) if number == int(number) else float(number), unit, rules)


def _bare_number(value: object) -> Decimal | float | None:
    if isinstance(value, str):
        return _bare_text(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value if math.isfinite(value) else None
    return None


@lru_cache(4096)
def _bare_text(text: str) -> Decimal | None:
    found = _NUMBER.match(plain(text))
    return Decimal(found[1]) if found and not found[2] else None
