"""What the columns of a stretch of rows hold, and the rows that only number or measure them."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from analysis.intake.layout.grid import Grid
from analysis.intake.layout.letters import VALUES


@dataclass(frozen=True)
class Columns:
    """What the columns hold in the rows that look like a body."""

    numeric: frozenset[int]
    left: int  # the first column of the rows of more than one cell
    width: int
    typical: float  # cells filled in an ordinary full row
    grid: Grid
    rows: list[int]

    @classmethod
    def of(cls, grid: Grid, rows: list[int]) -> Columns:
        shapes = [grid.shapes[row - 1] for row in rows]
        bodies = Counter(shapes)
        for row, shape in zip(rows, shapes, strict=True):
            if shape.may_number_columns and is_number_row(grid, row):
                bodies[shape] -= 1
        filled: dict[int, int] = {}
        figures: dict[int, int] = {}
        for shape, count in bodies.items():
            if shape.size > 1 and not VALUES.isdisjoint(shape.kinds):
                for column in shape.columns:
                    filled[column] = filled.get(column, 0) + count
                for column in shape.figures:
                    figures[column] = figures.get(column, 0) + count
        numeric = frozenset(column for column, count in filled.items() if figures.get(column, 0) >= 0.6 * count > 0)
        sizes = sorted(shape.size for shape in shapes)
        typical = max(sizes[len(sizes) * 2 // 3], 0.6 * sizes[-1]) if sizes else 1
        left = min((shape.columns[0] for shape in bodies if shape.size > 1), default=grid.first_column)
        width = max(1, len(set().union(*(shape.columns for shape in bodies))))
        return cls(numeric, left, width, typical, grid, rows)

    @cached_property
    def repeated(self) -> frozenset[tuple[int, str]]:
        """The names and words, with their columns, that are said more than once."""
        said = Counter(itertools.chain.from_iterable(map(self.grid.named, self.rows)))
        return frozenset(cell for cell, count in said.items() if count > 1)

    def again(self, row: int) -> int:
        """How many of a row's names and words are said more than once in their column."""
        return len(self.repeated.intersection(self.grid.named(row)))


def is_number_row(grid: Grid, row: int) -> bool:
    """Column numbers: 1 2 3 ..., 甲 乙 1 2 ..., (1) (2), 3=1+2: one after another, a blank column counted or not."""
    if not grid.shapes[row - 1].may_number_columns:
        return False
    numbers, others = [], 0
    for column in grid.columns(row):
        text = grid.text(row, column)
        digits = text.strip("()栏").split("=")[0].removesuffix(".0")
        if digits.isdigit() and len(digits) < 4:
            numbers.append((column, int(digits)))
        elif text in ("甲", "乙", "丙", "丁", "戊", "a", "b", "c", "-", "序号", "栏次"):
            others += 1
        else:
            return False
    steps = itertools.pairwise(numbers)
    return len(numbers) >= 2 and numbers[0][1] in (1, 2, 3) and all(b - a in (1, to - at) for (at, a), (to, b) in steps)


def is_unit_row(grid: Grid, row: int) -> bool:
    """Nothing but units, blanks and dashes."""
    letters = grid.packed(row)
    return "u" in letters and all(letter in "u-" for letter in letters)
