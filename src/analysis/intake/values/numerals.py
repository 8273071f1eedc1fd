"""Chinese numerals, alone or mixed with digits: 三十五, 一万二, 3千5百, 1.2万, 二〇二〇."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {character: value for value, characters in enumerate(
    ("零〇○", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
) for character in characters}  # fmt: skip
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_SCALES = "".join(_SMALL) + "".join(_LARGE)
DIGIT_CLASS = "".join(_DIGITS)
NUMERAL_CLASS = DIGIT_CLASS + _SCALES
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[" + NUMERAL_CLASS + "]")
_WHOLE = re.compile(r"(?:\d+(?:\.\d+)?|[" + NUMERAL_CLASS + "])+")


def chinese_number(text: str) -> Decimal | None:
    """The value of a numeral, None where the text is none. 一万二 is 12000, 二百五 is 250, 三点五亿 is 3.5 of them."""
    whole, point, fraction = text.partition("点")
    if point:
        bare = fraction.rstrip(_SCALES)
        digits = [_DIGITS.get(character) for character in bare]
        start = chinese_number(whole)
        if start is None or not digits or None in digits:
            return None
        scale = chinese_number("一" + fraction[len(bare) :])
        return None if scale is None else (start + Decimal("0." + "".join(map(str, digits)))) * scale
    if not text or not _WHOLE.fullmatch(text):
        return None
    if len(text) > 1 and all(character in _DIGITS for character in text):
        return Decimal("".join(str(_DIGITS[character]) for character in text)) if set(text) & set("零〇○") else None
    return _value(_TOKEN.findall(text))


def _value(tokens: list[str]) -> Decimal | None:
    total = section = Decimal(0)
    number: Decimal | None = None
    last_unit, zero_seen = 1, False
    for token in tokens:
        if token in _SMALL:
            unit = _SMALL[token]
            section += (Decimal(1) if number is None else number) * unit
            number, last_unit, zero_seen = None, unit, False
        elif token in _LARGE:
            unit = _LARGE[token]
            section += number or 0
            total = total * unit if not section and total else total + (section or 1) * unit
            section, number, last_unit, zero_seen = Decimal(0), None, unit, False
        elif number is not None and number != 0:
            return None
        else:
            number = Decimal(_DIGITS[token]) if token in _DIGITS else Decimal(token)
            zero_seen = zero_seen or number == 0
    if number is None:
        return total + section
    # 二百五, 一万二: a last digit right after a unit counts in the next lower one.
    shortened = last_unit >= 100 and not zero_seen and number < 10 and len(tokens) > 1
    return total + section + number * (Decimal(last_unit) / 10 if shortened else 1)
