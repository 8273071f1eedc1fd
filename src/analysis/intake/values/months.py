"""The English names of months, as a pattern and as numbers."""

from __future__ import annotations

_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_NUMBERS = {name[:3].lower(): number for number, name in enumerate(_NAMES, start=1)}
# Whole or cut short; text in lower case asks for it in lower case.
MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _NAMES).replace("(?:tember)?", "t?(?:ember)?")


def month_number(name: str) -> int:
    return _NUMBERS[name[:3].lower()]
