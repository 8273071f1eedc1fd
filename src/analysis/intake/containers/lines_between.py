"""The lines of a page or document between its tables: those above a table are its title, those below the last are rows
below it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ..sheet import CellValue, Sheet
from .grid import make_sheet
from .typed_lists import cells_of_lines

_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
_OF_ALL = re.compile(r"\d\s*[年月./-]\s*\d|单位|部门")


def goes_on(above: list[list[CellValue]], rows: list[list[CellValue]]) -> bool:
    """Whether a table merely goes on with the one above, when nothing is said between them: both are as wide, and its
    first row has a number where that of a header has none."""
    are_wide = bool(above) and max(map(len, above)) == max(map(len, rows), default=0) > 2
    return are_wide and _has_number(rows[0]) and not _has_number(above[0])


def joined(above: Sheet, sheet: Sheet) -> Sheet:
    """A table and the one that goes on with it as one."""
    down = above.height
    return replace(
        above,
        rows=[*above.rows, *sheet.rows],
        merges=(*above.merges, *((top + down, left, end + down, right) for top, left, end, right in sheet.merges)),
        hidden_rows=above.hidden_rows | {row + down for row in sheet.hidden_rows},
        hidden_columns=above.hidden_columns | sheet.hidden_columns,
        shown={**above.shown, **{(row + down, column): shown for (row, column), shown in sheet.shown.items()}},
    )


def _has_number(cells: list[CellValue]) -> bool:
    return any(isinstance(cell, str) and _NUMBER.fullmatch(cell) for cell in cells)


class LinesBetween:
    """Lines in their order. What those above the first table say of the day, the unit and the office holds for all."""

    def __init__(self, most: int | None = None) -> None:
        """``most``: how many of them are a title, or stand below."""
        self._most = most
        self._lines: list[str] = []
        self._of_all: list[str] | None = None

    def add(self, lines: Iterable[str]) -> None:
        self._lines += lines

    def above(self) -> tuple[list[str], list[str]]:
        """The lines right above the table that begins here, and those that hold for it too."""
        above, of_all = self._lines[-self._most :] if self._most else self._lines, self._of_all or []
        if self._of_all is None:
            self._of_all = [line for line in above if _OF_ALL.search(line)]
        self._lines = []
        return above, of_all

    def below(self, sheets: list[Sheet]) -> list[Sheet]:
        """The sheets of the tables, the last with the lines behind it as rows of their own."""
        if not sheets or not self._lines:
            return sheets
        *others, last = sheets
        return [*others, replace(last, rows=[*last.rows, *([line] for line in self._lines[: self._most])])]

    def alone(self) -> list[Sheet]:
        """The sheet of a document without tables, whose lines may be a list that somebody typed."""
        rows = cells_of_lines(self._lines) or [[line] for line in self._lines]
        return [make_sheet("正文", rows)] if rows else []
