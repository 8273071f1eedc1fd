"""Enterprises across and days down: 日期 | 甲公司 | 乙公司 over 2月24日 | 已复工 | 未复工, or 到岗 below each name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from analysis.intake.findings import Cell
from analysis.intake.headers.column import ColumnMatch, is_kept, match_path
from analysis.intake.headers.kinds import table_kind
from analysis.intake.layout.letters import row_letters
from analysis.intake.layout.pairs import Pair, is_enterprise
from analysis.intake.layout.paths import clean_words
from analysis.intake.locate import Table, header_paths, spread_merges
from analysis.intake.parts.days_by_title import counted_in
from analysis.intake.parts.described import describe_columns
from analysis.intake.parts.form_plan import FormPlan
from analysis.intake.sheet import CellValue, Sheet
from analysis.vocabulary import Vocabulary, key

_NAME, _DAY, _STATE = "企业名称", "日期", "复工情况"
_FEWEST = 2  # enterprises


class _Column(NamedTuple):
    """A column with the cell of the enterprise that it is about and what stands in it."""

    number: int
    name: Cell
    asked: ColumnMatch


def plan_days_down(sheet: Sheet, table: Table, matches: Sequence[ColumnMatch], words: Vocabulary) -> FormPlan | None:
    """What each enterprise answers on each day, a record for each of the two; None where the table is no such one."""
    if table_kind(matches) != "other" or not table.header_rows:
        return None
    rows = [row for row in table.data_rows(sheet) if row not in sheet.hidden_rows]
    paths = {column: path for column, path in header_paths(sheet, table).items() if column not in sheet.hidden_columns}
    cells = dict(zip(paths, spread_merges(sheet).columns([*paths], rows), strict=True))
    day = next((column for column in [*paths][:2] if set(row_letters(cells[column])) == {"d"}), None)
    if day is None:
        return None
    titles = [value for row in reversed(table.title_rows) for value in sheet.rows[row - 1]]
    columns: list[_Column] = []
    for number, path in paths.items():
        if number > day:
            names = [word for word in path if is_enterprise(word)]
            asked = [word for word in path if word not in names]
            meant = match_path(number, tuple(asked), words) if asked else _answered(cells[number], titles, words)
            if len(names) != 1 or meant is None or not is_kept(meant, words):
                return None
            columns.append(_Column(number, _cell_of(sheet, table, names[0], number), meant))
    return _plan(table, rows, day, columns, words) if len({column.name for column in columns}) >= _FEWEST else None


def _cell_of(sheet: Sheet, table: Table, name: str, column: int) -> Cell:
    """The cell of the name that reaches over a column."""
    cells = ((row, at) for at in range(column, 0, -1) for row in table.header_rows)
    return next((cell for cell in cells if clean_words(sheet.value(*cell)) == name), (table.header_rows[-1], column))


def _answered(cells: Sequence[CellValue], titles: Iterable[CellValue], words: Vocabulary) -> ColumnMatch | None:
    """What stands below a name alone: the enterprise's state, or the number that a title names."""
    said = [cell for cell in cells if cell is not None]
    states = [cell for cell in said if isinstance(cell, str) and key(cell) in words.states]
    if states and 2 * len(states) >= len(said):
        return match_path(0, (_STATE,), words)
    counted = counted_in(titles, words)
    return ColumnMatch(0, counted.field, unit=counted.unit) if counted else None


def _plan(table: Table, rows: list[int], day: int, columns: list[_Column], words: Vocabulary) -> FormPlan:
    fields = {(column.asked.field, column.asked.code): column.asked for column in columns}
    at = {(column.name, column.asked.field, column.asked.code): column.number for column in columns}
    records = [(row, name) for row in rows for name in dict.fromkeys(column.name for column in columns)]
    head = table.header_rows[-1]
    asked: list[list[Pair | None]] = [
        [(_NAME, *name, *name) for _, name in records],
        [(_DAY, head, day, row, day) for row, _ in records],
    ]
    for field, code in fields:
        numbers = [at.get((name, field, code)) for _, name in records]
        answers = zip(records, numbers, strict=True)
        asked.append([(str(field), head, number, row, number) if number else None for (row, _), number in answers])
    matches = [match_path(0, (_NAME,), words), match_path(0, (_DAY,), words), *fields.values()]
    matches = [match._replace(column=number) for number, match in enumerate(matches, start=1)]
    where = [[(pair[3], pair[4]) if pair else (table.first_row, 1) for pair in pairs] for pairs in asked]
    described = describe_columns(matches, where, table.first_row)
    return FormPlan(matches, matches, asked, where, [row for row, _ in records], described)
