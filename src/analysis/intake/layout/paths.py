"""Header rows become a path of words per column, top down."""

from __future__ import annotations

from functools import lru_cache

from analysis.intake.layout.letters import letter_of
from analysis.intake.layout.merged import Merged
from analysis.intake.layout.words import squeeze
from analysis.intake.sheet import Sheet


def clean_words(value: object) -> str:
    """A header's text: NFKC, line breaks and (beside Chinese) spaces taken out, other runs of spaces made one."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _squeezed("" if value is None else str(value))


_squeezed = lru_cache(1 << 14)(squeeze)  # forms repeat their labels from sheet to sheet


def header_words(sheet: Sheet, rows: list[int], unit_rows: list[int], columns: range) -> dict[int, tuple[str, ...]]:
    """Column -> the words over it. A top word without a merge reaches over the blanks to its right.

    It does so only while the row below goes on and no word above says otherwise: 复工情况 | (blank) over 是否 | 时间.
    """
    merged = Merged(sheet)
    worded = [row for row in rows if row not in unit_rows]
    anchored = {row: {c: merged.anchor(row, c) for c in columns} for row in rows}
    lines = {row: {c: clean_words(sheet.value(*cell)) for c, cell in anchored[row].items()} for row in rows}
    for index, row in enumerate(worded[:-1]):
        _reach_right(lines, anchored, row, worded[:index], worded[index + 1 :], columns)
    paths: dict[int, tuple[str, ...]] = {}
    for column in columns:
        path: list[str] = []
        for row in rows:
            word = lines[row][column]
            if not word or (path and path[-1] == word) or (row in unit_rows and letter_of(word.lower()) != "u"):
                continue
            path.append(word)
        if path:
            paths[column] = tuple(path)
    return paths


def _reach_right(lines: dict, anchored: dict, row: int, above: list[int], below: list[int], columns: range) -> None:
    """Let the words of a row reach over the unmerged blanks to their right that have a word below."""
    owner = None
    for column in columns:
        word = lines[row][column]
        worded = any(lines[lower][column] and anchored[lower][column] != anchored[row][column] for lower in below)
        if word:
            owner = column if worded else None
        elif owner is None or not worded or any(lines[upper][column] != lines[upper][owner] for upper in above):
            owner = None
        else:
            lines[row][column] = lines[row][owner]
