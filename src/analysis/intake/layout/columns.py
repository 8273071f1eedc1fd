"""What the columns of a stretch of rows hold."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from analysis.intake.layout.grid import Grid
from analysis.intake.layout.letters import NUMERIC
from analysis.intake.layout.row_kinds import is_number_row

_SOON = 3  # rows below one in which data say the same again
_FIGURES = "".join(NUMERIC | {"y"}).encode("ascii")


@dataclass(frozen=True)
class Columns:
    """What the columns hold in the rows that look like a body."""

    numeric: frozenset[int]
    left: int  # the first column of the rows of more than one cell
    width: int
    typical: float  # cells filled in an ordinary full row
    widest: int  # cells filled in the fullest row
    grid: Grid
    rows: list[int]
    repeated: dict[tuple[int, str], set[str]] = field(default_factory=dict)  # what was asked, see ``_repeated``

    @classmethod
    def of(cls, grid: Grid, rows: list[int]) -> Columns:
        shapes = [grid.shapes[row - 1] for row in rows]
        body = [
            shape.line
            for row, shape in zip(rows, shapes, strict=True)
            if shape.holds_values and not (shape.may_number_columns and is_number_row(grid, row))
        ]
        numeric = [column for column, letters in enumerate(_down(body), 1) if _holds_figures(letters, 0.6)]
        if body and len(body) < len(rows):
            start = next(index for index, shape in enumerate(shapes) if shape.holds_values)
            below = _down([shape.line for shape in shapes[start:] if shape.size > 1])
            numeric = [column for column in numeric if _holds_figures(below[column - 1], 0.51)]
        sizes = sorted([shape.size for shape in shapes])
        typical = max(sizes[len(sizes) * 2 // 3], 0.6 * sizes[-1]) if sizes else 1
        kinds = set(shapes)
        left = min([shape.columns[0] for shape in kinds if shape.size > 1], default=grid.first_column)
        width = max(1, len(set().union(*[shape.columns for shape in kinds])))
        return cls(frozenset(numeric), left, width, typical, sizes[-1] if sizes else 1, grid, rows)

    @cached_property
    def letters(self) -> list[str]:
        """The letters down each column."""
        return _down([self.grid.line(row) for row in self.rows])

    def is_usual(self, column: int) -> bool:
        """Whether most rows have something in a column, as the names of a list whose other cells are said once."""
        letters = self.letters[column - 1] if column <= len(self.letters) else ""
        return 2 * letters.count(" ") < len(letters)

    def holds_figures_but_for_one(self, column: int, answers: bool = False) -> bool:
        """Whether a column holds figures, or answers, a word that may head it left out."""
        if column in self.numeric:
            return True
        letters = self.letters[column - 1].replace(" ", "")
        if answers and letters.count("a") == len(letters) - 1:
            return True
        return _holds_figures(letters, 0.6 * (1 - 1 / len(letters)))

    def again(self, row: int) -> int:
        """How many of a row's names and words are said more than once in their column; none in a row that comes again
        as a whole, as the header of each page does, or below a blank row but for its first word, as that of each table
        does."""
        line, letters, again = self.grid.line(row), self.letters, 0
        for column in self.grid.shapes[row - 1].named:
            # Equal words have equal letters: where there is no other such letter, none need be compared.
            if column <= len(letters) and letters[column - 1].count(line[column - 1]) > 1:
                again += self.grid.text(row, column) in self._repeated(column, line[column - 1])
        return 0 if again > 1 and self._comes_again(row) else again

    def _comes_again(self, row: int) -> bool:
        """Whether a row of words is repeated, cell by cell, its first word left out where blank rows are above."""
        shape, lines = self.grid.shapes[row - 1], self.grid.sheet.rows
        alike = [other for other in self.rows if self.grid.shapes[other - 1] is shape] if shape.may_head else ()
        first, cells = shape.columns[0], lines[row - 1]
        again = [other for other in alike if lines[other - 1][first:] == cells[first:]]
        whole = [other for other in again if lines[other - 1] == cells]
        return len(whole) > 1 or (self._is_apart(row) and sum(map(self._is_apart, again)) > 1)

    def _is_apart(self, row: int) -> bool:
        return row == 1 or not self.grid.shapes[row - 2].size

    def is_said_below(self, row: int, column: int) -> bool:
        """Whether one of the next rows says the same in a column, as data do, and is not the same header again."""
        start, lines = bisect_right(self.rows, row), self.grid.sheet.rows
        cells = lines[row - 1]
        others = (lines[below - 1] for below in self.rows[start : start + _SOON])
        return any(other[column - 1 : column] == cells[column - 1 : column] and other != cells for other in others)

    def _repeated(self, column: int, letter: str) -> set[str]:
        """The texts of one letter that are said more than once in a column."""
        if (column, letter) not in self.repeated:
            rows = itertools.compress(self.rows, map(letter.__eq__, self.letters[column - 1]))
            said = Counter([self.grid.text(row, column) for row in rows])
            self.repeated[column, letter] = {text for text, count in said.items() if count > 1}
        return self.repeated[column, letter]


def _down(lines: list[str]) -> list[str]:
    """Rows of letters, trailing blanks cut, as columns of letters."""
    width = max(map(len, lines), default=0)
    letters = "".join([line.ljust(width) for line in lines])
    return [letters[column::width] for column in range(width)]


def _holds_figures(letters: str, share: float) -> bool:
    """Whether of a column's cells at least a share are numbers, years, days or marks."""
    filled = letters.replace(" ", "").encode("ascii")
    return len(filled) - len(filled.translate(None, _FIGURES)) >= share * len(filled) > 0
