"""What a parser returns, and the parts all parsers share."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from analysis.intake.sheet import CellError
from analysis.vocabulary import nfkc, without_footnotes

# An error a spreadsheet shows, as text: what a CSV or HTML export leaves of it.
_ERROR_TEXT = re.compile(r"^#(?:ref!|n/a|div/0!|value!|name\?|null!|num!|spill!|calc!|####*|#+)$", re.IGNORECASE)

_TEXTS = frozenset((str, type(None)))
# Blanks, and what programs put beside them that nobody sees: of no width, the direction of writing.
SPACES = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")


class Parsed(NamedTuple):
    """A value read from a cell. ``value`` None is missing; ``rules`` are rows of findings.csv.

    ``unit`` is the code of the unit the cell itself names; ``span`` the first and last day of a date given as a
    range; ``hint`` says what a missing value was: ``undecided`` (待定) or ``state`` (a state in place of a date).
    A tuple, because every cell makes one.
    """

    value: Any
    unit: str | None = None
    rules: tuple[str, ...] = ()
    span: tuple[date, date] | None = None
    hint: str = ""


MISSING = Parsed(None)


def is_blank(value: object) -> bool:
    """Whether a cell holds nothing: None, NaN, or text of spaces only."""
    if value is None:
        return True
    if isinstance(value, str):
        return not value or value.isspace()
    return isinstance(value, float) and math.isnan(value)


def is_error(value: object) -> bool:
    """Whether a cell shows an error (#REF! and the like)."""
    if isinstance(value, str):
        return "#" in value and bool(_ERROR_TEXT.match(value.strip()))
    return isinstance(value, CellError)


@lru_cache(1 << 14)  # rows of a list say much the same
def plain(text: str) -> str:
    """NFKC text, lower case, without spaces, marks of footnotes and the apostrophe that makes a text of a number; no
    character of a word is changed."""
    text = nfkc(without_footnotes(text))
    return (text if text.isalnum() else SPACES.sub("", text).lstrip("'‘’")).lower()


def parse_column(values: Sequence[Any], parser: Callable[[Any], Parsed]) -> list[Parsed]:
    """``parser`` applied to each value, once for each that differs in type or value."""
    if _TEXTS.issuperset(map(type, values)):
        read = {value: parser(value) for value in dict.fromkeys(values)}
        return [read[value] for value in values]
    typed = list(zip(map(type, values), values, strict=True))
    known = {each: parser(each[1]) for each in dict.fromkeys(typed)}
    return [known[each] for each in typed]


def as_day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value
