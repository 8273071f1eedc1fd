"""A grid filled row by row, where spans from rows above take their places."""

from __future__ import annotations

from ..sheet import CellValue, Sheet
from .grid import Grid


class FlowGrid:
    """Rows of cells with spans. Spans are kept as intervals, so a cell that spans a whole sheet costs nothing."""

    def __init__(self, name: str) -> None:
        self._grid = Grid(name)
        self._row = 0
        self._column = 1
        self._taken: list[tuple[int, int, int]] = []  # first column, last column, last row
        self._ahead: list[tuple[int, int, int]] = []  # those that the row has not passed, the nearest last

    def next_row(self, hidden: bool = False) -> bool:
        """Begin a row; whether all its places are free."""
        self._row += 1
        self._column = 1
        self._taken = [span for span in self._taken if span[2] >= self._row]
        self._ahead = sorted(self._taken, reverse=True)
        if hidden:
            self._grid.hidden_rows.add(self._row)
        return not self._taken

    def add_row(self, values: list[CellValue]) -> None:
        """Fill a row whose places are free with cells without spans."""
        self._grid.put_row(self._row, values)

    def add_cell(self, value: CellValue, row_span: int = 1, column_span: int = 1) -> None:
        """Put a cell at the next free place of the row."""
        while self._ahead and self._ahead[-1][0] <= self._column:
            self._column = max(self._column, self._ahead.pop()[1] + 1)
        self._grid.put(self._row, self._column, value)
        last_row, last_column = self._row + row_span - 1, self._column + column_span - 1
        if row_span > 1 or column_span > 1:
            self._grid.merge(self._row, self._column, last_row, last_column)
        if row_span > 1:
            self._taken.append((self._column, last_column, last_row))
        self._column = last_column + 1

    def sheet(self) -> Sheet:
        """The finished Sheet."""
        return self._grid.sheet()
