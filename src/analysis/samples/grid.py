"""A sheet before it is written: cells with merges, formats and hidden rows, free of any file format."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass
class Grid:
    """Rows and columns count from 1, as a spreadsheet shows them."""

    name: str
    cells: dict[tuple[int, int], Any] = field(default_factory=dict)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    bold_rows: set[int] = field(default_factory=set)

    @property
    def last_row(self) -> int:
        return max((row for row, _ in self.cells), default=0)

    @property
    def last_column(self) -> int:
        return max((column for _, column in self.cells), default=0)

    def put(self, row: int, column: int, value: Any, number_format: str = "") -> None:
        """Write a cell; None leaves it empty."""
        if value is None or value == "":
            return
        self.cells[row, column] = value
        if number_format:
            self.formats[row, column] = number_format

    def put_row(self, row: int, left: int, values: Iterable[Any]) -> int:
        """Write cells side by side, days as days; returns the next row."""
        for column, value in enumerate(values, start=left):
            self.put(row, column, value, "yyyy-mm-dd" if isinstance(value, date) else "")
        return row + 1

    def merge(self, first_row: int, first_column: int, last_row: int, last_column: int) -> None:
        """Merge where there is more than one cell."""
        if (first_row, first_column) != (last_row, last_column):
            self.merges.append((first_row, first_column, last_row, last_column))


@dataclass(frozen=True)
class Upload:
    """A file an office sends: its name in the period's folder, its format and its sheets."""

    name: str
    kind: str
    sheets: tuple[Grid, ...]


def put_header(grid: Grid, top: int, left: int, paths: Sequence[Sequence[str]]) -> int:
    """Write header paths as merged cells and return the first row below them.

    A path shorter than the others is stretched downwards; equal words side by side become one cell.
    """
    depth = max(map(len, paths))
    words = [[*path, *[None] * (depth - len(path))] for path in paths]
    for level in range(depth):
        column = 0
        while column < len(paths):
            path = paths[column]
            if level >= len(path):
                column += 1
                continue
            end = column
            is_last = level == len(path) - 1
            while not is_last and end + 1 < len(paths) and paths[end + 1][: level + 1] == path[: level + 1]:
                end += 1
            grid.put(top + level, left + column, words[column][level])
            grid.merge(top + level, left + column, top + (depth - 1 if is_last else level), left + end)
            column = end + 1
        grid.bold_rows.add(top + level)
    return top + depth
