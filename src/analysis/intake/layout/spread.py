"""Sheets whose merged cells were written out: the same title, label or group in each of the columns it spanned."""

from __future__ import annotations

from dataclasses import replace

from analysis.intake.sheet import Sheet

Run = tuple[int, int, int]  # row, first and last column
_ALONE = frozenset("lTgn")  # letters of what is merged by itself in a row of other cells
_LEAST = 3  # columns that a row alone has to fill


def gathered(sheet: Sheet, letters: list[str], rows: list[int]) -> Sheet:
    """The sheet with what is said again beside itself in some of its rows merged; itself where nothing is."""
    runs = [run for row in rows for run in _runs(sheet, row, letters[row - 1])]
    if not runs:
        return sheet
    lines = list(sheet.rows)
    for row, first, last in runs:
        lines[row - 1] = [*lines[row - 1][:first], *[None] * (last - first), *lines[row - 1][last:]]
    return replace(sheet, rows=lines, merges=(*sheet.merges, *((row, first, row, last) for row, first, last in runs)))


def _runs(sheet: Sheet, row: int, line: str) -> list[Run]:
    """Where a row says the same in adjacent cells: in all of them, in all behind a label, or labels and notes."""
    cells = sheet.rows[row - 1]
    runs, start = [], 0
    for column in range(1, len(line) + 1):
        if column == len(line) or cells[column] != cells[start]:
            if column - start > 1 and line[start] != " ":
                runs.append((row, start + 1, column))
            start = column
    filled = len(line) - line.count(" ")
    whole = [run for run in runs if run[2] - run[1] + 1 == filled >= _LEAST]
    valued = [run for run in runs if run[2] - run[1] + 2 == filled >= _LEAST and line[run[1] - 2] in "Hhl"]
    return whole or valued or [run for run in runs if line[run[1] - 1] in _ALONE]
