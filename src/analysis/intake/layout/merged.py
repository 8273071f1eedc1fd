"""What the cells of merged ranges show, and merges that were written out: the same title, label or group in each of the
columns it spanned."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from analysis.intake.sheet import CellValue, Sheet

Span = tuple[int, int, int, int]  # first row, first column, last row, last column
_ROWS_AT_A_TIME = 4096  # turned into columns
Run = tuple[int, int, int]  # row, first and last column
_ALONE = frozenset("lTgno")  # letters of what is merged by itself in a row of other cells
_LEAST = 3  # columns that a row alone has to fill


class Merged:
    """The value every cell of a merged range shows: that of its top left cell. Built once, then cheap to ask."""

    def __init__(self, sheet: Sheet):
        self.sheet = sheet
        self._by_column: dict[int, list[Span]] = {}
        width, height = sheet.width, sheet.height
        for span in sorted(sheet.merges):
            if span[0] <= height:
                for column in range(span[1], min(span[3], width) + 1):
                    self._by_column.setdefault(column, []).append(span)

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """The cell that holds the value shown at a row and column."""
        spans = self._by_column.get(column)
        if spans:
            position = bisect_right(spans, (row, 1 << 30)) - 1
            if position >= 0 and spans[position][2] >= row:
                return spans[position][0], spans[position][1]
        return row, column

    def value(self, row: int, column: int) -> CellValue:
        return self.sheet.value(*self.anchor(row, column))

    def columns(self, columns: Sequence[int], rows: Sequence[int]) -> list[list[CellValue]]:
        """For each column the values shown in its cells of some rows of the sheet, in order."""
        lines = self.sheet.rows
        found: list[list[CellValue]] = [[] for _ in columns]
        for start in range(0, len(rows), _ROWS_AT_A_TIME):
            block = [lines[row - 1] for row in rows[start : start + _ROWS_AT_A_TIME]]
            across = list(itertools.zip_longest(*block))
            blank = [None] * len(block)
            for values, column in zip(found, columns, strict=True):
                values += across[column - 1] if column <= len(across) else blank
        for values, column in zip(found, columns, strict=True):
            self._show_merges(values, column, rows)
        return found

    def _show_merges(self, values: list[CellValue], column: int, rows: Sequence[int]) -> None:
        # Most merges are titles, above the rows asked for.
        spans = [span for span in self._by_column.get(column, ()) if rows and span[2] >= rows[0]]
        for span, below in itertools.zip_longest(spans, spans[1:]):
            first, last = bisect_left(rows, span[0]), bisect_right(rows, span[2])
            if below:  # of merges that overlap, the lower one shows
                last = min(last, bisect_left(rows, below[0]))
            if first < last:
                values[first:last] = [self.sheet.value(span[0], span[1])] * (last - first)


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
    """Where a row says the same in adjacent cells: in all of them, over blanks too, in all behind a label, or in
    labels, notes and numbered groups."""
    cells = sheet.rows[row - 1]
    filled = [column for column, letter in enumerate(line) if letter != " "]
    count = len(filled)
    if count >= _LEAST and all(cells[column] == cells[filled[0]] for column in filled):
        return [(row, filled[0] + 1, filled[-1] + 1)]
    runs, start = [], 0
    for column in range(1, len(line) + 1):
        if column == len(line) or cells[column] != cells[start]:
            if column - start > 1 and line[start] != " ":
                runs.append((row, start + 1, column))
            start = column
    valued = [run for run in runs if run[2] - run[1] + 2 == count >= _LEAST and line[run[1] - 2] in "Hhl"]
    alone = [run for run in runs if line[run[1] - 1] in _ALONE]
    if alone and sum(last - first + 1 for _, first, last in runs) == count:
        return runs  # 都匀市 | 都匀市 | 填报日期：2月20日 | 填报日期：2月20日
    return valued or alone
