"""A sheet of cells as it was received: values, merges, what is hidden. No judgement, no third-party imports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class CellError:
    """An error the spreadsheet shows in a cell (``#REF!``, ``#N/A``): not a blank, and not text."""

    code: str

    def __str__(self) -> str:
        return self.code


CellValue = None | str | int | float | bool | datetime | date | time | timedelta | CellError
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column: 1-based, inclusive


def is_blank_row(cells: Sequence[CellValue]) -> bool:
    return not cells or (cells[-1] is None and all(value is None for value in cells))


@lru_cache(1 << 14)  # as many columns as a sheet has
def column_letter(column: int) -> str:
    """The spreadsheet's name of a 1-based column: 1 -> A, 27 -> AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """The spreadsheet's name of a cell: 5, 3 -> C5."""
    return f"{column_letter(column)}{row}"


class Shown(NamedTuple):
    """What a sheet shows of a cell beside its value.

    ``format``: ``percent`` (0.8 is 80 %), ``month`` or ``year`` (not its first day), ``/10000万`` (in 万), ``=`` and a
    format's code (是 is shown for 1). ``marks``: ``struck`` (through), ``corrected`` (words of it are), ``commented``
    (on), ``unseen`` (left out), ``unseen nought`` (kept).
    """

    format: str = ""
    marks: frozenset[str] = frozenset()

    def marked(self, mark: str) -> Shown:
        """The same with a mark more."""
        return self._replace(marks=self.marks | {mark})


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. ``rows[r - 1][c - 1]`` is the cell in row r, column c as the spreadsheet counts them.

    Rows may be ragged and hold None for blanks; of a merged range only the top left cell has a value.
    Hidden rows and columns are in ``rows``, and named in ``hidden_rows`` and ``hidden_columns``. ``above``: the lines
    above a table of a page or document, which are no rows of it. ``beside``: those in boxes and in the heads of pages,
    which count where titles say nothing. ``shown``: the cells (row, column) of which more than the value is seen, where
    the container tells.
    """

    name: str
    rows: list[list[CellValue]]
    merges: tuple[Merge, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = field(default=frozenset())
    hidden_columns: frozenset[int] = field(default=frozenset())
    above: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    shown: Mapping[tuple[int, int], Shown] = field(default_factory=dict)

    @classmethod
    def from_rows(cls, rows: Iterable[Sequence[object]], name: str = "") -> Sheet:
        """A sheet from plain lists of cell values; empty text counts as blank."""
        return cls(name, [[None if value == "" else value for value in row] for row in rows])

    @property
    def height(self) -> int:
        return len(self.rows)

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)

    def value(self, row: int, column: int) -> CellValue:
        """The cell at a 1-based row and column; None outside the sheet."""
        if not 1 <= row <= len(self.rows):
            return None
        cells = self.rows[row - 1]
        return cells[column - 1] if 1 <= column <= len(cells) else None
