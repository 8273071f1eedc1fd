"""Step 2 of the intake: where the tables lie in a sheet. Pure: a sheet in, tables out, nothing else looked at.

Each row becomes a string of one letter per cell (`layout.letters`); the best cut of the first rows into titles,
header and body is found (`layout.headers`); the rows below get their fates (`layout.scan`) until the next table
begins. How it decides, and what it gets wrong, is told in docs/layout.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial

from analysis.intake.layout.across import find_across
from analysis.intake.layout.body import Body
from analysis.intake.layout.forms import Form, find_form
from analysis.intake.layout.governing import governing_groups, unworded_totals
from analysis.intake.layout.grid import Grid
from analysis.intake.layout.header_merges import with_covered
from analysis.intake.layout.headers import WINDOW, Header, find_header, is_template
from analysis.intake.layout.labelled import find_labelled
from analysis.intake.layout.merged import Merged
from analysis.intake.layout.pairs import Pair, split_records
from analysis.intake.layout.paths import clean_words, header_words
from analysis.intake.layout.scan import scan
from analysis.intake.layout.sides import side_bands
from analysis.intake.layout.words import name_labels
from analysis.intake.sheet import CellValue, Sheet

_MOST = 1000  # tables of one sheet; what follows is left as notes
_TITLES = 12  # rows above a form, and rows of its labels
_PATIENCE = 400  # filled rows without a table after which the rest of a sheet is prose


@dataclass(frozen=True)
class Table:
    """One table of a sheet. Rows and columns are 1-based, and a row is in at most one of the lists of fates.

    ``unit_rows`` (人, 万元) and ``number_rows`` (1 2 3, 甲 乙, 填是或否) are header rows that say only that. A template
    without data has ``last_row == first_row - 1``. ``groups``: body row -> text of the group row that governs it.
    ``confidence`` is how much better the chosen header is than the next best, 0.5 (a toss-up) to 1.
    """

    kind: str  # "list" | "form"
    header_rows: list[int]
    first_row: int
    last_row: int
    first_column: int
    last_column: int
    title_rows: list[int] = field(default_factory=list)
    unit_rows: list[int] = field(default_factory=list)
    number_rows: list[int] = field(default_factory=list)
    group_rows: list[int] = field(default_factory=list)
    total_rows: list[int] = field(default_factory=list)
    note_rows: list[int] = field(default_factory=list)
    repeated_header_rows: list[int] = field(default_factory=list)
    groups: dict[int, str] = field(default_factory=dict)
    confidence: float = 0.0
    pairs: list[Pair] = field(default_factory=list, repr=False)  # of a form: its labels with their values

    def data_rows(self, sheet: Sheet) -> list[int]:
        """The rows of its body that hold data of their own and are not blank."""
        apart = {*self.group_rows, *self.total_rows, *self.note_rows, *self.repeated_header_rows}
        return [r for r in range(self.first_row, self.last_row + 1) if r not in apart and sheet.rows[r - 1]]

    def filled(self, sheet: Sheet, column: int) -> list[CellValue]:
        """What stands in a column of its body, totals among it."""
        rows = sheet.rows[self.first_row - 1 : self.last_row]
        return [cells[column - 1] for cells in rows if len(cells) >= column and cells[column - 1] is not None]


def find_tables(sheet: Sheet) -> list[Table]:
    """The tables of a sheet, top to bottom and left to right; [] where there is none (cover sheets, instructions)."""
    grid = Grid.of(sheet)
    if tables := _across(grid) or _labelled(grid):
        return tables
    if form := find_form(grid):
        return [_form_table(form)]
    return _labels_above(grid) or _lists(grid, grid.filled)


def find_form_of(sheet: Sheet) -> Table | None:
    """The form that a sheet is whose name or title says whose it is, so that it need not ask; None where it is none."""
    form = find_form(Grid.of(sheet), named=True)
    return _form_table(form) if form else None


def header_paths(sheet: Sheet, table: Table) -> dict[int, tuple[str, ...]]:
    """Column -> its header's words, top down, merges spread, cleaned; a unit from a unit row comes last.

    Columns without a word are left out, and so are column numbers and hidden rows of an export's field names.
    """
    rows = [row for row in table.header_rows if row not in table.number_rows]
    rows = [row for row in rows if row not in sheet.hidden_rows] or rows
    return header_words(sheet, rows, table.unit_rows, range(table.first_column, table.last_column + 1))


def form_records(table: Table) -> list[dict[str, tuple[int, int]]]:
    """One dict per filled form: label -> (row, column) of its value. `企业名称：xxx` in one cell is its own value."""
    return [
        {label: (row, column) for label, (_, _, _, row, column) in record.items()}
        for record in split_records(table.pairs)
    ]


def spread_merges(sheet: Sheet) -> Merged:
    """A reader of what every cell shows: `.value(row, column)` is the value of its merged range, cheap to ask often."""
    return Merged(sheet)


def _lists(grid: Grid, rows: list[int]) -> list[Table]:
    """The list tables among filled rows, one after another."""
    tables: list[Table] = []
    start, skipped = 0, []
    while start < len(rows) and len(skipped) < _PATIENCE and len(tables) < _MOST:
        header = find_header(grid, rows[start : start + WINDOW])
        if header is None:
            skipped += rows[start : start + WINDOW]
            start += WINDOW
            continue
        top = start + len(header.title_rows) + len(header.header_rows)
        body = scan(grid, header, rows[top:])
        stop = top + body.stop
        if body.is_empty and not is_template(grid, header):
            skipped += rows[start:stop]
            start = stop
            continue
        tables += _side_by_side(grid, header, body, rows[start:stop]) or [_table(grid, header, body, skipped)]
        start, skipped = stop, []
    if tables and (skipped or start < len(rows)):
        tables[-1] = replace(tables[-1], note_rows=[*tables[-1].note_rows, *skipped, *rows[start:]])
    return tables


def _side_by_side(grid: Grid, header: Header, body: Body, rows: list[int]) -> list[Table]:
    """The tables of each band of columns where the header shows more than one; [] where it is one table."""
    worded = [row for row in header.header_rows if row not in (*header.unit_rows, *header.number_rows)]
    bands = side_bands(grid, worded, [*body.data, *body.totals][:300], header.title_rows)
    if len(bands) < 2:
        return []
    tables: list[Table] = []
    inside = set(rows)
    for first, last in bands:
        part = grid.band(first, last)
        for table in _lists(part, [row for row in part.filled if row in inside]):
            above = {*table.title_rows, *(row for row in header.title_rows if row < table.first_row)}
            tables.append(replace(table, title_rows=sorted(above.difference(table.header_rows))))
    return tables


def _table(grid: Grid, header: Header, body: Body, above: list[int]) -> Table:
    beside = {row + step for row in body.totals for step in (1, -1)}  # a country's figures may follow the whole's
    areas = [row for row in body.area_rows if row not in beside]
    found = unworded_totals(grid, body.data, body.groups, body.totals, areas, by_sum=not body.lists_enterprises)
    totals = sorted({*body.totals, *found})
    data = [row for row in body.data if row not in found]
    inside = [*data, *totals, *body.groups, *body.repeated]
    header_rows = with_covered(grid, header.header_rows, min(inside, default=len(grid.letters) + 1))
    first = header_rows[-1] + 1 if header_rows else min(inside)
    first_row = min(inside, default=first)
    last_row = max(inside, default=first - 1)
    heads = [*body.groups, *body.group_totals]
    everything = {row for row in totals if row not in body.group_totals}
    first_column, last_column = _columns(grid, header, data or inside)
    return Table(
        kind="list",
        header_rows=header_rows,
        first_row=first_row,
        last_row=last_row,
        first_column=first_column,
        last_column=last_column,
        title_rows=[*above, *header.title_rows, *body.titles],
        unit_rows=header.unit_rows,
        number_rows=header.number_rows,
        group_rows=body.groups,
        total_rows=totals,
        note_rows=body.notes,
        repeated_header_rows=body.repeated,
        groups=governing_groups(grid, heads, data, everything),
        confidence=header.confidence if inside else min(header.confidence, 0.7),
    )


def _columns(grid: Grid, header: Header, rows: list[int]) -> tuple[int, int]:
    """First and last column: as far as the header reaches, and further while the body's columns go on beside it.

    Left of it stand the rows' own words, often with a blank corner above them and a blank column behind.
    """
    used = grid.used(rows[:200])
    reach = grid.used(header.header_rows)
    for row in header.header_rows:
        for _, first, _, last in grid.spans.get(row, ()):
            reach.update((first, last))
    reach = reach or used
    first, last = min(reach), max(reach)
    first = min(first, *used) if used else first
    while last + 1 in used:
        last += 1
    return first, last


def _across(grid: Grid) -> list[Table]:
    """The lists on their side, one below the other, and what tables follow them; [] where there is none."""
    tables: list[Table] = []
    rest = grid.filled
    while found := find_across(grid, rest):
        block, pairs = found
        tables.append(_form_table(Form.of(grid, block, pairs, [row for row in rest if row < block[0]], [])))
        rest = [row for row in rest if row > block[-1]]
    if tables and rest:
        others = _lists(grid, rest)
        tables[-1] = replace(tables[-1], note_rows=[] if others else rest)
        tables += others
    return tables


def _labelled(grid: Grid) -> list[Table]:
    """The forms that are written each into one cell, as one table; [] where there are none."""
    found = find_labelled(grid)
    if not found:
        return []
    rows, pairs = found
    above, below = [row for row in grid.filled if row < rows[0]], [row for row in grid.filled if row > rows[-1]]
    return [_form_table(Form.of(grid, rows, pairs, above, below))]


def _form_table(form: Form) -> Table:
    return Table(
        kind="form",
        header_rows=[],
        first_row=form.rows[0],
        last_row=form.rows[-1],
        first_column=form.first_column,
        last_column=form.last_column,
        title_rows=form.above,
        note_rows=form.below,
        confidence=0.9,
        pairs=form.pairs,
    )


def _labels_above(grid: Grid) -> list[Table]:
    """A form each of whose rows of labels, no label twice, stands above their answers, the enterprise's name below the
    first that asks for it; [] where it is none."""
    top = next((row for row in grid.filled[:_TITLES] if name_labels().intersection(grid.texts(row))), 0)
    last = grid.filled[-1] if grid.filled else 0
    rows = range(top, last + 1, 2)
    if not top or not 1 < len(rows) <= _TITLES or not all(map(partial(_asks_below, grid), rows)):
        return []
    cells = [(row, column) for row in rows for column in grid.columns(row)]
    pairs = [(clean_words(grid.sheet.value(*cell)), *cell, cell[0] + 1, cell[1]) for cell in cells]
    if len({label for label, *_ in pairs}) < len(pairs):
        return []
    inside = [row for row in grid.filled if row >= top]
    above = [row for row in grid.filled if row < top]
    form = _form_table(Form.of(grid, inside, pairs, above, []))
    return [replace(form, header_rows=[*rows])]


def _asks_below(grid: Grid, row: int) -> bool:
    """Whether a row is of labels, most of them known, and nothing stands below it but answers to them."""
    letters = grid.packed(row)
    known = sum(map(letters.count, "Hh"))
    answered = grid.columns(row + 1) if row < len(grid.letters) else []
    return set(letters) <= {*"Hht"} and 2 * known > len(letters) and {*answered} <= {*grid.columns(row)}
