"""Columns of difficulties that are answered by codes: the words that a legend in header, title or note gives them."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from analysis.intake.findings import Findings
from analysis.intake.headers.legends import legend_words
from analysis.intake.parts import Part
from analysis.intake.sheet import CellValue
from analysis.intake.typed import note
from analysis.vocabulary import Vocabulary, fold, key

CODED = ("difficulty_text", "difficulty_category", "stop_reason")
_CODE = r"(?:[1-9]|[a-f])"
_CODES = re.compile(rf"{_CODE}(?:[.、,;/\s]*{_CODE})*[.、]?")
_NUMBER = re.compile(r"\d\d")  # 13 is no 1 and 3
_LONGEST = 12


def spell_codes(part: Part, words: Vocabulary, findings: Findings) -> None:
    """Put words for the codes (1、3; BC) in columns of nothing but codes; all of them kinds, it is a column of kinds.

    A code that no legend explains is noted, and its cell is missing: what it stands for is not guessed.
    """
    kinds = words.choices["difficulty"]
    for column, match in enumerate(part.columns):
        if match.field not in CODED or not (codes := _codes_of(part.cells[column])):
            continue
        legend = _legend_of(part, column, kinds)
        for index, own in codes.items():
            said = [legend.get(code) for code in own]
            if not all(said):
                note(part, "choice_unknown", column, index, findings, part.cells[column][index])
            part.cells[column][index] = "、".join(said) if all(said) else None
        if legend and all(key(word) in kinds for word in legend.values()):
            part.columns = [*part.columns]  # a form's are those of all who fill it in
            part.columns[column] = match._replace(field="difficulty_category")


def _codes_of(cells: Sequence[CellValue]) -> dict[int, list[str]]:
    """The codes in each cell of a column that is not blank; none where one of them holds something else."""
    found: dict[int, list[str]] = {}
    for index, cell in enumerate(cells):
        text = f"{cell:g}" if isinstance(cell, float) else "" if cell is None else str(cell)
        if len(text) > _LONGEST:
            return {}
        if text := fold(text):
            if not _CODES.fullmatch(text) or _NUMBER.search(text):
                return {}
            found[index] = re.findall(_CODE, text)
    return found


def _legend_of(part: Part, column: int, kinds: Container[str]) -> dict[str, str]:
    """What codes stand for by the column's own header, else by a line that names the column or nothing but kinds: a
    line numbered 1. and 2. is mostly none."""
    path = part.columns[column].path
    if own := legend_words("".join(path)):
        return own
    lines = (*part.titles, *part.sheet_titles, *part.notes, *part.sheet_notes)
    for text in (line for line in lines if isinstance(line, str)):
        legend = legend_words(text)
        if legend and (key(path[-1]) in key(text) or all(key(word) in kinds for word in legend.values())):
            return legend
    return {}
