"""The cells in which a list says what holds enterprises back: texts, ticks, numbers."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from functools import lru_cache

from analysis.intake.findings import Findings
from analysis.intake.parts.part import Part
from analysis.intake.sheet import CellValue
from analysis.intake.values import is_blank, is_error, mask_personal
from analysis.intake.values.parsed import plain
from analysis.vocabulary import Vocabulary, key

_BETWEEN_CHOICES = "┋"
_NOUGHT = re.compile(r"0(?:\.0+)?")
# The place of the enterprise in ``part.rows``, row and column of the cell, and a category or a text.
Answer = tuple[int, int, int, str | None, str | None]


def texts_of(
    part: Part, column: int, places: Sequence[int], findings: Findings, unsaid: Container[str] | None = None
) -> list[Answer]:
    """The texts of a column without personal data; where some words say nothing (``unsaid``), neither these nor
    numbers."""
    cells = part.cells[column]
    told = [(at, cells[at]) for at in places if cells[at] is not None]
    told = [(at, value) for at, value in told if not (is_blank(value) or is_error(value))]
    if unsaid is not None:
        told = [
            (at, text)
            for at, text in told
            if isinstance(text, str) and plain(text).lower() not in unsaid and not is_number(text)
        ]
    found = []
    for at, value in told:
        text = str(value).strip()
        masked = _masked(text)
        if masked != text:
            part.note(findings, "personal_masked", column, at)
        found += [(at, *part.cell(column, at), None, choice) for choice in _choices(masked)]
    return found


def _choices(text: str) -> list[str]:
    """The answers that a questionnaire's export has in one cell (资金压力┋用工短缺), each by itself; else the text."""
    if _BETWEEN_CHOICES not in text:
        return [text]
    return [choice for each in text.split(_BETWEEN_CHOICES) if (choice := each.strip())]


_masked = lru_cache(4096)(mask_personal)  # rows of a list say much the same


@lru_cache(8)
def says_nothing(words: Vocabulary) -> frozenset[str]:
    """What in a column to tick, of reasons or of needs is no text."""
    return words.marks["missing"].union(words.choices["yes_no"])


def is_number(value: CellValue) -> bool:
    return isinstance(value, int | float) or (isinstance(value, str) and value.strip().isdecimal())


def is_ticked(value: CellValue, words: Vocabulary) -> bool:
    if is_blank(value) or is_error(value) or value is False:
        return False
    return value is True or words.choices["yes_no"].get(str(value).strip().lower()) == "true" or value == 1


def is_denied(value: CellValue, words: Vocabulary) -> bool:
    """否, 无, × or nought."""
    text = str(value).strip()
    return _NOUGHT.fullmatch(text) is not None or words.choices["yes_no"].get(key(text)) == "false"
