"""A grid filled row by row, where spans from rows above take their places: tables of HTML and Word."""

from __future__ import annotations

from ..sheet import Sheet
from .grid import Grid


class FlowGrid:
    """Rows of cells with spans. Spans are kept as intervals, so a cell that spans a whole sheet costs nothing."""

    def __init__(self, name: str) -> None:
        self._grid = Grid(name)
        self._row = 0
        self._column = 1
        self._taken: list[tuple[int, int, int]] = []  # first column, last column, last row

    def add_line(self, text: str) -> None:
        """Text outside of the cells, which browsers show above the table wherever it is written; blank text is none."""
        if text:
            self._grid.above.append(text)

    def next_row(self, hidden: bool = False) -> None:
        """Begin a row."""
        self._row += 1
        self._column = 1
        self._taken = [span for span in self._taken if span[2] >= self._row]
        if hidden:
            self._grid.hidden_rows.add(self._row)

    def add_cell(self, text: str, row_span: int = 1, column_span: int = 1) -> None:
        """Put a cell at the next free place of the row."""
        if not self._row:
            self.next_row()
        if self._taken:
            self._skip_taken()
        self._grid.put(self._row, self._column, text)
        last_row, last_column = self._row + row_span - 1, self._column + column_span - 1
        if row_span > 1 or column_span > 1:
            self._grid.merge(self._row, self._column, last_row, last_column)
        if row_span > 1:
            self._taken.append((self._column, last_column, last_row))
        self._column = last_column + 1

    def _skip_taken(self) -> None:
        moved = True
        while moved:
            moved = False
            for first, last, _ in self._taken:
                if first <= self._column <= last:
                    self._column, moved = last + 1, True

    def sheet(self) -> Sheet:
        """The finished Sheet."""
        return self._grid.sheet()
