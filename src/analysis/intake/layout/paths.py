"""Header rows become a path of words per column, top down, without a row that says each a second time in Latin letters:
企业名称 over Company name, or over QYMC."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from analysis.intake.layout.letters import letter_of
from analysis.intake.layout.merged import Merged
from analysis.intake.layout.words import squeeze
from analysis.intake.sheet import Sheet

_squeezed = lru_cache(1 << 14)(squeeze)  # forms repeat their labels from sheet to sheet
_LATIN = re.compile(r"[ -~]*[A-Za-z]{2}[ -~]*")
_FEWEST = 3
_MOST = 2 / 3  # of the columns
Path = tuple[int, tuple[str, ...]]


def clean_words(value: object) -> str:
    """A header's text: NFKC, line breaks and (beside Chinese) spaces taken out, other runs of spaces made one."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _squeezed("" if value is None else str(value))


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


def said_once(paths: Sequence[Path]) -> list[Path]:
    """Columns with their words, without the last or the first ones where these are a row in Latin letters that adds
    nothing: every column that has such a word has others, by which it is told from the rest."""
    if all(len(words) < 2 for _, words in paths):
        return list(paths)
    for said, rest in ((-1, slice(None, -1)), (0, slice(1, None))):
        again = {column for column, words in paths if _is_said_again(words[said], words[rest])}
        deep = [words for _, words in paths if len(words) > 1]
        left = [words[rest] if column in again else words for column, words in paths]
        is_row = len(again) >= max(_FEWEST, _MOST * len(paths), 0.9 * len(deep))
        if is_row and len(set(left)) == len(left):
            return [(column, words) for (column, _), words in zip(paths, left, strict=True)]
    return list(paths)


def _is_said_again(word: str, others: tuple[str, ...]) -> bool:
    return bool(others) and bool(_LATIN.fullmatch(word)) and not any(map(_LATIN.fullmatch, others))
