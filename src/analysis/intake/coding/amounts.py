"""Quantities in a text: where they stand, what they count, and which of them is a need."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
HUMAN = "一二两三四五六七八九十百千万亿零〇半"
# A quantity of these is a price, a share or a date, never a need.
NOT_A_NEED = re.compile(
    r"\s*(?:%|％|‰|成(?!品)|倍|折|℃|号(?!人)|日(?!用)|月(?!用)|年(?!用)|时|点|小时|分钟|趟|期|级|类|项|家|元/|元每|都|也)"
)


class Quantity(NamedTuple):
    """A number with its measure word, up to `end` in its text.

    `kind` is money, time, person, goods, share, or empty without a measure word.
    """

    end: int
    value: float
    unit: str
    kind: str


class Unit(NamedTuple):
    """What a measure word counts: its kind, the unit written for it, and how many of that it is."""

    kind: str
    unit: str
    factor: float


class Measures(NamedTuple):
    """The measure words, and what a quantity with one of them looks like."""

    units: dict[str, Unit]
    pattern: re.Pattern[str]


def quantity_pattern(units: Iterable[str]) -> re.Pattern[str]:
    """A number in digits or words, and what may follow: a range, 多, 万, a measure word, 半, 每天.

    The number starts with one set of signs, which is what is searched for fastest.
    """
    longest_first = [re.escape(unit) for unit in sorted(units, key=len, reverse=True)]
    first_signs = "".join(sorted({re.escape(unit[0]) for unit in units}))
    measure = f"(?=[{first_signs}])(?:{'|'.join(longest_first)})"
    return re.compile(
        rf"(?P<number>[\d{HUMAN}](?:(?<=\d)\d*(?:\.\d+)?[千百十]?|(?<!\d)[{HUMAN}]*))"
        rf"(?:[-~—至到]\d+(?:\.\d+)?)?(?:多|余|来|几|好几)?(?P<many>[万亿千](?!元|块|瓦|克|米))?(?:多|余|来)?"
        rf"(?P<measure>{measure})?(?P<half>半)?(?P<rate>/(?:天|日|月|周)|每天|每日)?"
    )


def find_quantities(text: str, measures: Measures) -> dict[int, Quantity]:
    """Every quantity of a normalised text by where it starts, in reading order; dates and prices are left out.

    Money is in 万元, persons in 人, days in 天; other things keep their measure word (万 and 千 multiplied out).
    """
    found = {}
    for match in measures.pattern.finditer(text):
        quantity = _quantity(match, measures.units)
        if quantity is not None:
            found[match.start()] = quantity
    return found


def _quantity(match: re.Match[str], units: dict[str, Unit]) -> Quantity | None:
    number, many, measure, half, rate = match.groups()
    in_digits = number[0].isdecimal()
    if not (in_digits or measure or many):
        if number[-1] not in "万亿" or len(number) == 1:
            return None
        number, many = number[:-1], number[-1]
    value = _in_digits(number) if in_digits else spoken_number(number)
    if value is None:
        return None
    end = match.end()
    if NOT_A_NEED.match(match.string, match.end("measure") if measure else end):
        return None if measure else Quantity(end, value, "%", "share")
    if measure:
        kind, unit, factor = units[measure]
        if half:
            value += 0.5
        if many:
            factor *= PLACES[many]
        if rate and kind == "goods":
            unit += "/天"
    elif many:
        kind, unit, factor = "money", "万元", PLACES[many] / 10_000
    else:
        kind, unit, factor = "", "", 1.0
    return Quantity(end, value * factor, unit, kind)


def _in_digits(number: str) -> float:
    """1.5 -> 1.5, 3千 -> 3000."""
    return float(number[:-1]) * PLACES[number[-1]] if number[-1] in PLACES else float(number)


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
