"""Quantities in a text: where they stand, what they count, and which of them is a need."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
HUMAN = "一二两三四五六七八九十百千万亿零〇半"
# A quantity before these is a price, a share or a date, never a need.
NOT_A_NEED = (
    "%", "％", "‰", "成(?!品)", "倍", "折", "℃", "号(?!人)", "日(?!用)", "月(?!用)", "年(?!用)", "时", "点",
    "小时", "分钟", "趟", "期", "级", "类", "项", "家", "户", "元/", "元每", "[美欧日]元", "美金",
    "港[元币]", "/(?![天日月周])", "都", "也", "[跌降涨升][到至]",
)  # fmt: skip
IN_DIGITS = re.compile(r"\d+(?:\.\d+)?")
# A text without these has no quantity: 万元, 数亿.
HAS_NUMBER = re.compile(r"[\d一二两三四五六七八九十百千半]")


@dataclass(slots=True, eq=False)
class Quantity:
    """A number with its measure word.

    `kind` is money, time, person, goods, share, or empty without a measure word. `spoken` is the number if it is
    written in words, `times` and `more` what a number in digits is multiplied by and what is added (3千, 2个半),
    `factor` that of the measure word.
    """

    text: str
    kind: str
    unit: str
    factor: float
    spoken: float | None
    times: int = 1
    more: float = 0.0

    def value(self, text: str, start: int) -> float:
        """Its value in a normalised text where it starts at this place."""
        number = float(IN_DIGITS.match(text, start)[0]) if self.spoken is None else self.spoken
        return round((number * self.times + self.more) * self.factor, 6)  # 0.3万 times 10,000 is 3,000 and no more


class Unit(NamedTuple):
    """What a measure word counts: its kind, the unit written for it, and how many of that it is."""

    kind: str
    unit: str
    factor: float


class Measures(NamedTuple):
    """The measure words, and what a quantity with one of them looks like."""

    units: dict[str, Unit]
    pattern: re.Pattern[str]


# What each number with a measure word means, by its text and by which part of the pattern it ends with.
Quantities = dict[tuple[str, int], Quantity | None]


def quantity_pattern(units: Iterable[str]) -> re.Pattern[str]:
    """A number in digits or words, and what may follow: a range, 多, 万, a measure word, 半, 每天; then what it is not.

    The number starts with one set of signs, which is what is searched for fastest.
    """
    longest_first = [re.escape(unit) for unit in sorted(units, key=len, reverse=True)]
    return re.compile(
        rf"(?P<number>[\d{HUMAN}](?<![a-z\d].)(?:(?<=\d)\d*(?:\.\d+)?(?:[百十]|千(?![瓦伏克米]))?|(?<!\d)[{HUMAN}]*))"
        rf"(?:[-~—至到]\d+(?:\.\d+)?)?(?:多|余|来|几|好几)?(?P<many>[万亿千](?!元|块|瓦|克|米))?(?:多|余|来)?"
        rf"(?P<measure>{'|'.join(longest_first)})?(?P<half>半)?"
        rf"(?P<rate>/(?:天|日|月|周)|每天|每日)?(?P<other>(?=\s*(?:{'|'.join(NOT_A_NEED)})))?"
    )


def find_quantities(text: str, measures: Measures, known: Quantities) -> dict[int, Quantity | None]:
    """Every quantity of a normalised text by where it starts, in reading order; None for dates and prices.

    Money is in 万元, persons in 人, days in 天; other things keep their measure word (万 and 千 multiplied out).
    known: quantities met before, which are looked up and added to.
    """
    found = {}
    for match in measures.pattern.finditer(text):
        # The same signs with the same last group are read in one way.
        key = (match[0], match.lastindex)
        try:
            quantity = known[key]
        except KeyError:
            quantity = known[key] = _quantity(match, measures.units)
        found[match.start()] = quantity
    return found


def _quantity(match: re.Match[str], units: dict[str, Unit]) -> Quantity | None:
    number, many, measure, half, rate, other = match.groups()
    in_digits = number[0].isdecimal()
    if not (in_digits or measure or many):
        if number[-1] not in "万亿" or len(number) == 1:
            return None
        number, many = number[:-1], number[-1]
    spoken = spoken_number(number)
    if not in_digits and spoken is None:
        return None
    times = PLACES.get(number[-1], 1) if in_digits else 1
    if other is not None and not (measure and (half or rate)):
        return None if measure else Quantity(match[0], "share", "%", 1.0, spoken, times)
    if measure:
        kind, unit, factor = units[measure]
        if many:
            factor *= PLACES[many]
        if rate and kind == "goods":
            unit += "/天"
        return Quantity(match[0], kind, unit, factor, spoken, times, 0.5 if half else 0.0)
    if many:
        return Quantity(match[0], "money", "万元", PLACES[many] / 10_000, spoken, times)
    return Quantity(match[0], "", "", 1.0, spoken, times)


def spoken_number(words: str) -> float | None:
    """三百二十 -> 320, 两三 -> 2, 十几 -> 10, 三四十 -> 30, 半 -> 0.5; None where it is no number."""
    if words == "半":
        return 0.5
    total, section, digit = 0.0, 0.0, None
    for sign in words:
        if sign in DIGITS:
            digit = DIGITS[sign] if digit is None or digit == 0 else digit
        elif sign in ("万", "亿"):
            total = (total + section + (digit or 0) or 1) * PLACES[sign]
            section, digit = 0.0, None
        elif sign in PLACES:
            section += (1 if digit is None else digit) * PLACES[sign]
            digit = None
        else:
            return None
    return total + section + (digit or 0)
