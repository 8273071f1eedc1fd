"""Cells by the names a spreadsheet gives them: C5, and lists of ranges such as C5:C17,C20."""

from __future__ import annotations

import re

from analysis.intake.findings import Cell

Range = tuple[int, int, int, int]  # first row, first column, last row, last column: 1-based, inclusive
_NAME = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


def parse_cell(name: str) -> Cell:
    """C5 -> (5, 3). Raises ValueError for what is no cell's name."""
    found = _NAME.fullmatch(name.strip().upper().replace("$", ""))
    if not found:
        raise ValueError(f"{name!r} is no cell; write it like C5")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def parse_ranges(text: object) -> list[Range]:
    """The ranges of a finding's ``cells``; none for a blank."""
    if not isinstance(text, str) or not text:
        return []
    pieces = (piece.partition(":") for piece in text.split(","))
    return [(*parse_cell(first), *parse_cell(last or first)) for first, _, last in pieces]


def covers(ranges: list[Range], cell: Cell) -> bool:
    """Whether a cell lies in one of the ranges."""
    row, column = cell
    return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in ranges)
