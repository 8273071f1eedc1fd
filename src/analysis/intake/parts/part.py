"""A table of an upload as the steps of the intake hand it on: its columns, its body, what became of its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, fields
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from analysis.intake.findings import Cell, Findings, Place
from analysis.intake.headers.column import ColumnMatch
from analysis.intake.headers.days import HeaderDate
from analysis.intake.sheet import CellValue
from analysis.intake.uploads import Upload

ENTERPRISE_LISTS = ("ledger", "difficulties")  # kinds of parts
FATES = (
    "kept", "merged", "title", "header", "group", "total", "note", "blank", "hidden", "other table", "rejected",
)  # fmt: skip


class Filled(NamedTuple):
    """Columns of a table with their cells, as in ``Part``."""

    columns: Sequence[ColumnMatch]
    cells: Sequence[Sequence[CellValue]]

    def first(self, name: str) -> int | None:
        """The place of the first column of a field."""
        return next((at for at, match in enumerate(self.columns) if match.field == name), None)

    def with_cells(self, place: int, cells: Sequence[CellValue]) -> Filled:
        """The same with other cells in one column."""
        return self._replace(cells=[*self.cells[:place], cells, *self.cells[place + 1 :]])

    def with_column(self, match: ColumnMatch, cells: Sequence[CellValue]) -> Filled:
        """The same with a column more."""
        return Filled([*self.columns, match], [*self.cells, cells])


@dataclass(slots=True)
class Part:
    """One table of an upload (or a sheet without one), its columns and body as columns of cells.

    ``cells[j][i]`` is the value in column j (see ``columns``) of the i-th body row, ``rows[i]`` its sheet row.
    """

    place: Place
    upload: Upload
    kind: str
    columns: Sequence[ColumnMatch] = field(default_factory=list)
    rows: Sequence[int] = field(default_factory=list)
    cells: Sequence[Sequence[CellValue]] = field(default_factory=list)
    where: list[list[Cell]] | None = None  # of a form, whose values do not stand in columns
    groups: Sequence[str] = ()
    group_rows: Sequence[int] = ()
    days: Sequence[HeaderDate | None] = ()  # of each row, where rows of their own say it (see ``days_above``)
    totals: dict[int, list[CellValue]] = field(default_factory=dict)  # sheet row -> value in each column
    heads: Sequence[tuple[Cell, int, int]] = ()  # headings that say a state, first and last row beneath each
    titles: Sequence[CellValue] = ()
    headings: Sequence[CellValue] = ()  # the same, the nearest row first
    sheet_titles: Sequence[CellValue] = ()  # of the tables above it on its sheet, and what stands beside it
    notes: Sequence[str] = ()
    sheet_notes: Sequence[str] = ()  # of the other tables on its sheet, and of sheets without a table
    fates: dict[int, str] = field(default_factory=dict)
    first_row: int = 0
    last_row: int = 0
    confidence: float = 1.0
    as_of: date | None = None
    as_of_stated: bool = True
    dated_by_rows: bool = False  # nothing but a column of its own says the day
    state_elsewhere: bool = False  # another list of its upload asks for the state
    office: str | None = None
    is_correction: bool = False  # as a title says
    returns: dict[str, list] = field(default_factory=dict)  # of a list: what ledger.read_returns read
    answers: dict[str, list] = field(default_factory=dict)  # and answers.read_answers
    projects: dict[str, list] = field(default_factory=dict)  # of a list of projects: what read_projects read
    described: str = ""  # its columns (see ``described``)
    counted: dict[str, int] = field(default_factory=dict)  # of a list that was settled: fate -> rows
    told_elsewhere: Sequence[int] = ()  # and rows whose fate another table on its sheet tells
    merged: dict[int, int | None] | None = None  # rows that another one stands for: which, if it is in this part
    superseded_by: str | None = None
    _first: dict[str, int] | None = field(default=None, repr=False, compare=False)

    def __reduce__(self) -> tuple[type[Part], tuple]:
        """As values in their order, without their names: a child sends many."""
        return Part, _VALUES(self)

    @property
    def order(self) -> tuple:
        """Its place among the tables of one office and date: the last one holds (see ``Upload.order``)."""
        return self.upload.order(self.is_correction)

    def cell(self, column: int, index: int) -> Cell:
        """Where the value in a column (its place in ``columns``) of the index-th row stands in the sheet."""
        if self.where is not None:
            return self.where[column][index]
        return self.rows[index], self.columns[column].column

    def note(
        self, findings: Findings, rule: str, column: int, index: int, value: object = None, **more: object
    ) -> None:
        """A finding about the cell of the index-th row in a column; ``more`` as for ``Findings.add``."""
        field = self.columns[column].field or ""
        findings.add(rule, self.place, self.cell(column, index), field=field, value=value, **more)

    def cell_of(self, name: str, index: int, day: date, otherwise: Cell) -> Cell:
        """Where the index-th row has a field, of columns that headers date the one of ``day``; ``otherwise`` where no
        column has it (it was ticked, or told by a heading)."""
        column = self.first(name)
        if column is None:
            return otherwise
        if self.columns[column].date:
            dated = (at for at in self.named(name) if _is_day(self.columns[at].date, day))
            column = next(dated, column)
        return self.cell(column, index)

    def named(self, name: str) -> Iterator[int]:
        """The places in ``columns`` of a field."""
        return (index for index, match in enumerate(self.columns) if match.field == name)

    def first(self, *names: str) -> int | None:
        """The first column of a field; of several fields that of the first that has one."""
        if self._first is None:
            self._first = {match.field: index for index, match in reversed(list(enumerate(self.columns)))}
        for name in names:
            if name in self._first:
                return self._first[name]
        return None

    def value(self, name: str, index: int) -> CellValue:
        """What the index-th row has in the first column of a field; None where there is none."""
        column = self.first(name)
        return None if column is None else self.cells[column][index]

    def merge(self, row: int, holder: int | None) -> None:
        """Another row stands for this one, ``holder`` if it is in this part."""
        if row in self.told_elsewhere:
            return
        if self.merged is None:
            self.merged = {}
        self.merged[row] = holder

    def fate_counts(self) -> dict[str, int]:
        if not (self.fates or self.merged or self.superseded_by):
            return self.counted
        counts = Counter(self.fates.values())
        for fate, count in self.counted.items():
            counts[fate] += count
        if merged := counts["kept"] if self.superseded_by else len(self.merged or ()):
            counts["kept"] -= merged
            counts["merged"] += merged
        return {fate: count for fate in FATES if (count := counts.get(fate))}

    def settle(self, wanted: Set[str]) -> None:
        """Forget what nobody asks once the rows are typed and the columns described (see ``described.columns_of``): all
        but the cells of some fields and the number of rows of each fate. The parent has all uploads in memory."""
        self.told_elsewhere = tuple(row for row in self.rows if row not in self.fates)
        self.counted, self.fates = self.fate_counts(), {}
        self.totals, self.groups, self.group_rows, self.notes, self.sheet_notes = {}, (), (), (), ()
        self.days = ()
        self._first = None
        for rows in (self.returns, self.answers, self.projects):
            for column in [column for column, values in rows.items() if values.count(None) == len(values)]:
                del rows[column]
        fields = [match.field for match in self.columns]
        self.cells = [cells if field in wanted else () for field, cells in zip(fields, self.cells, strict=True)]
        self.columns, self.where, self.headings = (), None, ()
        if wanted.isdisjoint(fields):
            self.cells, self.titles, self.sheet_titles = (), (), ()  # else titles may say the unit


def _is_day(named: HeaderDate | None, day: date) -> bool:
    return named is not None and (named.month, named.day) == (day.month, day.day)


_VALUES = attrgetter(*(each.name for each in fields(Part)))
