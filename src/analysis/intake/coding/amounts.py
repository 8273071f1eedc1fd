"""Quantities in a text: where they stand, what they count, and which of them is a need."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from analysis.intake.coding.lexicon import Lexicon

DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
HUMAN = "一二两三四五六七八九十百千万亿零〇半"
# A quantity of these is a price, a share or a date, never a need.
NOT_A_NEED = re.compile(
    r"\s*(?:%|％|‰|成(?!品)|倍|折|℃|号(?!人)|日(?!用)|月(?!用)|年(?!用)|时|点|小时|分钟|趟|期|级|类|项|家|元/|元每|都|也)"
)


class Quantity(NamedTuple):
    """A number with its measure word; `kind` is money, time, person, goods, or empty without a measure word."""

    start: int
    end: int
    value: float
    unit: str
    kind: str


@lru_cache(maxsize=8)
def _pattern(units: frozenset[str]) -> re.Pattern[str]:
    measure = "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True))
    return re.compile(
        rf"(?:(?P<digits>\d+(?:\.\d+)?)(?P<thousand>[千百十])?|(?P<words>[{HUMAN}]+))"
        rf"(?:[-~—至到]\d+(?:\.\d+)?)?(?:多|余|来|几|好几)?(?P<many>[万亿千](?!元|块|瓦|克|米))?(?:多|余|来)?"
        rf"(?P<measure>{measure})?(?P<half>半)?(?P<rate>/(?:天|日|月|周)|每天|每日)?"
    )


def find_quantities(text: str, lexicon: Lexicon) -> list[Quantity]:
    """Every quantity of a normalised text, in reading order; shares, dates and prices are left out.

    Money is in 万元, persons in 人, days in 天; other things keep their measure word (万 and 千 multiplied out).
    """
    found = []
    for match in _pattern(frozenset(lexicon.units)).finditer(text):
        quantity = _quantity(match, text, lexicon)
        if quantity:
            found.append(quantity)
    return found


def _quantity(match: re.Match[str], text: str, lexicon: Lexicon) -> Quantity | None:
    words, measure = match["words"], match["measure"]
    many = match["many"] or ""
    if words and not measure and not many and len(words) > 1 and words[-1] in "万亿":
        words, many = words[:-1], words[-1]
    if words and not measure and not many:
        return None
    value = spoken_number(words) if words else float(match["digits"]) * PLACES.get(match["thousand"] or "", 1)
    if value is None:
        return None
    start = match.start("digits") if match["digits"] else match.start("words")
    if NOT_A_NEED.match(text, match.end("measure") if measure else match.end()):
        return Quantity(start, match.end(), value, "%", "share") if not measure else None
    kind, unit, factor = lexicon.units.get(measure or "", ("", "", 1.0))
    if kind == "money" or (not measure and many):
        if not measure:
            kind, unit, factor = "money", "万元", PLACES[many] / 10_000
        else:
            factor *= PLACES.get(many, 1)
    else:
        factor *= PLACES.get(many, 1)
    if match["half"] and measure:
        value += 0.5
    if match["rate"] and kind == "goods":
        unit += "/天"
    return Quantity(start, match.end(), round(value * factor, 6), unit, kind)


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
