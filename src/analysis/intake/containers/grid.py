"""From a container's cells to a Sheet: bounds, blanks, merges that cost nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from math import isfinite

from ..errors import UnreadableUpload
from ..sheet import CellError, CellValue, Merge, Sheet, cell_name
from .as_seen import Style, as_seen
from .limits import MANY_MERGES, MAX_BUILT_AREA, MAX_COLUMNS, MAX_ROWS, SMALL_MERGE_CELLS

# What chats and pages leave in a text and no screen shows: √ with a zero width space behind it is a tick.
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")


def day_or_moment(moment: datetime) -> date | datetime:
    """A day where no time of it is told."""
    return moment.date() if moment.time() == time() else moment


def check_bounds(sheet: str, row: int, column: int) -> None:
    """Refuse a 1-based address that no spreadsheet has (``sheet_out_of_bounds``)."""
    if not (1 <= row <= MAX_ROWS and 1 <= column <= MAX_COLUMNS):
        raise UnreadableUpload("sheet_out_of_bounds", sheet=sheet, row=row, column=column)


def too_large(sheet: str, row: int, column: int) -> UnreadableUpload:
    """The refusal of a sheet whose last used cell lies absurdly far from A1; it names that cell."""
    return UnreadableUpload("sheet_too_large", sheet=sheet, cell=cell_name(row, column))


def make_sheet(
    name: str,
    rows: list[list[CellValue]],
    merges: Iterable[Merge] = (),
    *,
    hidden: bool = False,
    hidden_rows: Iterable[int] = (),
    hidden_columns: Iterable[int] = (),
    styles: Mapping[tuple[int, int], Style] | None = None,
    hides_noughts: bool = False,
) -> Sheet:
    """A Sheet without trailing blanks and invisible characters; what is hidden or merged outside its used part is left
    out.

    ``rows`` is trimmed in place. Of ``hidden_rows`` and ``hidden_columns``, ranges may be given: only their
    used part is walked.
    """
    if _INVISIBLE.search("".join([cell for row in rows for cell in row if type(cell) is str])):
        _without_invisible(rows)
    shown = as_seen(rows, styles or {}, hides_noughts) if styles or hides_noughts else {}
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    if not isfinite(sum([cell for row in rows for cell in row if type(cell) is float])):
        _without_nan(rows)
    height, width = len(rows), max(map(len, rows), default=0)
    return Sheet(
        name,
        rows,
        bounded_merges(merges, height, width),
        hidden,
        frozenset(row for row in hidden_rows if row <= height),
        frozenset(column for column in hidden_columns if column <= width),
        shown=shown,
    )


def _without_invisible(rows: list[list[CellValue]]) -> None:
    for row in rows:
        row[:] = [(_INVISIBLE.sub("", cell) or None) if type(cell) is str else cell for cell in row]


def _without_nan(rows: list[list[CellValue]]) -> None:
    """NaN and infinity, which no spreadsheet shows as numbers, become error cells in place."""
    for row in rows:
        for at, cell in enumerate(row):
            if type(cell) is float and not isfinite(cell):
                row[at] = CellError("#NUM!")


def bounded_merges(merges: Iterable[Merge], height: int, width: int) -> tuple[Merge, ...]:
    """The merges that matter, sorted and each once. One over a whole sheet is cut to the sheet's used part, so that
    nobody who walks its cells has to walk 17 thousand million."""
    unique = sorted(set(merges))
    cut_all = len(unique) > MANY_MERGES
    kept = []
    for top, left, bottom, right in unique:
        if cut_all or (bottom - top + 1) * (right - left + 1) > SMALL_MERGE_CELLS:
            bottom, right = min(bottom, height), min(right, width)
        if 1 <= top <= bottom and 1 <= left <= right and (bottom, right) != (top, left):
            kept.append((top, left, bottom, right))
    return tuple(kept)


class Grid:
    """A sheet that grows cell by cell, for the containers parsed here. Raises when it grows beyond reason."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: list[list[CellValue]] = []
        self.merges: list[Merge] = []
        self.hidden = False
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.styles: dict[tuple[int, int], Style] = {}
        self.above: list[str] = []
        self._area = 0

    def put(self, row: int, column: int, value: CellValue) -> None:
        """Set the cell at a 1-based row and column; a blank costs nothing."""
        check_bounds(self.name, row, column)
        if value is None or value == "":
            return
        if (missing_rows := row - len(self.rows)) > 0:
            self._area += missing_rows
            self.rows.extend([] for _ in range(missing_rows))
        cells = self.rows[row - 1]
        if (missing_cells := column - len(cells)) > 0:
            self._area += missing_cells
            if self._area > MAX_BUILT_AREA:
                raise too_large(self.name, row, column)
            cells.extend([None] * missing_cells)
        cells[column - 1] = value

    def put_row(self, row: int, values: list[CellValue]) -> None:
        """Set the cells of a 1-based row that lies below all others at once."""
        check_bounds(self.name, row, len(values) or 1)
        missing_rows = row - len(self.rows)
        self._area += missing_rows + len(values)
        if self._area > MAX_BUILT_AREA:
            raise too_large(self.name, row, len(values))
        if missing_rows > 1:
            self.rows.extend([] for _ in range(missing_rows - 1))
        self.rows.append(values)

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Note a merged range, cut at the edges of a spreadsheet."""
        bottom, right = min(bottom, MAX_ROWS), min(right, MAX_COLUMNS)
        if (bottom, right) != (top, left):
            self.merges.append((top, left, bottom, right))

    def sheet(self) -> Sheet:
        """The finished Sheet."""
        sheet = make_sheet(
            self.name,
            self.rows,
            self.merges,
            hidden=self.hidden,
            hidden_rows=self.hidden_rows,
            hidden_columns=self.hidden_columns,
            styles=self.styles,
        )
        return replace(sheet, above=tuple(self.above)) if self.above else sheet
