"""The lines of a page or document between its tables: those above a table are its title, those below the last are rows
below it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ..sheet import Sheet
from .grid import make_sheet
from .typed_lists import cells_of_lines

_OF_ALL = re.compile(r"\d\s*[年月./-]\s*\d|单位|部门")


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
