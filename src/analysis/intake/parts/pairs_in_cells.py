"""Two numbers in one cell where the header names both: 在岗人数/总人数 over 120/150 become two columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.intake.headers.column import ColumnMatch, match_path
from analysis.intake.headers.words import unit_of
from analysis.intake.sheet import CellValue
from analysis.vocabulary import Vocabulary, nfkc

_HALVES = ("1/2", "2/2")  # which of its cells' numbers a column has, as its code
_PAIR = re.compile(r"\s*(\d[\d.,]*)\s*\D?\s*/\s*(\d[\d.,]*)\s*\D?\s*")
_BRACKETED = re.compile(r"([^()/]+)\(([^()/]+)/([^()/]+)\)")
_LONE = re.compile(r"\s*\d[\d.,]*\s*\D?\s*")
_NUMBERS = ("integer", "number", "percent")


def mark_pairs(matches: list[ColumnMatch], words: Vocabulary) -> list[ColumnMatch]:
    """The columns, one under an unknown header of two words for numbers as a column for each of them."""
    unknown = [word for match in matches if match.field is None for word in match.path]
    if not any("/" in word or "／" in word for word in unknown):
        return matches
    taken = {match.field for match in matches}
    found: list[ColumnMatch] = []
    for match in matches:
        halves = _halves(match, words)
        numbers = [half.field for half in halves if half.field and words.fields[half.field].kind in _NUMBERS]
        if len(numbers) == 2 and len(taken.union(numbers)) == len(taken) + 2:
            found += [half._replace(path=match.path, code=code) for half, code in zip(halves, _HALVES, strict=True)]
        else:
            found.append(match)
    return found


def split_pairs(
    columns: Sequence[ColumnMatch], cells: Sequence[Sequence[CellValue]]
) -> tuple[Sequence[ColumnMatch], Sequence[Sequence[CellValue]]]:
    """The columns and their cells, those of pairs with their own numbers."""
    if not any(match.code in _HALVES for match in columns):
        return columns, cells
    split = [
        [_half(cell, _HALVES.index(match.code)) for cell in own] if match.code in _HALVES else own
        for match, own in zip(columns, cells, strict=True)
    ]
    return [match._replace(code="") if match.code in _HALVES else match for match in columns], split


def _halves(match: ColumnMatch, words: Vocabulary) -> list[ColumnMatch]:
    """What the two words of an unknown header mean; none of any other."""
    if match.field is not None or "header_unknown" not in match.rules:
        return []
    path = match.path[:-1] if len(match.path) > 1 and unit_of(match.path[-1], words) else match.path
    *above, last = path
    if bracketed := _BRACKETED.fullmatch(nfkc(last)):
        what, *said = bracketed.groups()
        return [_half_of(match, above, what, word, words) for word in said]
    said = nfkc(last).split("/")
    return [match_path(match.column, (*above, word), words) for word in said] if len(said) == 2 else []


def _half_of(match: ColumnMatch, above: Sequence[str], what: str, word: str, words: Vocabulary) -> ColumnMatch:
    """What one of two words in brackets means, with or without the word before them: 用工（到岗/正常）."""
    said = [match_path(match.column, (*above, text), words) for text in (word, word + what, what + word)]
    return next((half for half in said if half.field and words.fields[half.field].kind in _NUMBERS), said[0])


def _half(cell: CellValue, which: int) -> CellValue:
    """One number of a cell. What is no pair is told with the first; which of them a lone number is, nobody says."""
    text = nfkc(str(cell)) if isinstance(cell, (str, int, float)) else ""
    if pair := _PAIR.fullmatch(text):
        return pair[which + 1]
    if which:
        return None
    return f"一个数{text}" if _LONE.fullmatch(text) else cell
