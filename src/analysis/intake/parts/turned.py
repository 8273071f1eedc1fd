"""Tables on their side: counts down one column with areas (指标 | 都匀市 | 福泉市) or one value (指标 | 本周 | 上周,
指标 | 规上 | 规下) across, and enterprises across with days down (日期 | 甲公司 | 乙公司 over 2月24日 | 已复工 |
未复工)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from analysis.intake.findings import Cell
from analysis.intake.headers.column import ColumnMatch, is_kept, match_path
from analysis.intake.headers.columns import match_headers
from analysis.intake.headers.kinds import table_kind
from analysis.intake.headers.others import means_another
from analysis.intake.headers.rules import OF_SCALE
from analysis.intake.layout.letters import letter_of, row_letters
from analysis.intake.layout.pairs import Pair, is_enterprise
from analysis.intake.layout.paths import clean_words
from analysis.intake.layout.words import compared
from analysis.intake.locate import Table, header_paths, spread_merges
from analysis.intake.parts.days_alone import counted_in
from analysis.intake.parts.form_plan import FormPlan, plan_of
from analysis.intake.parts.long_lists import are_units
from analysis.intake.places import Places
from analysis.intake.sheet import CellValue, Sheet
from analysis.vocabulary import Vocabulary, key

_AREA = "县（市）"
_AREAS = frozenset("rw")  # letters of names of areas
_NAME, _DAY, _STATE = "企业名称", "日期", "复工情况"
_FEWEST = 2  # enterprises
_LONGEST = 10_000  # rows; no table counts so many things down its side


def plan_turned(
    sheet: Sheet, table: Table, matches: Sequence[ColumnMatch], words: Vocabulary, known: Places
) -> FormPlan | None:
    """What is counted where, a record for each area; None where the table is no such one. ``known``: the survey's
    areas."""
    if table_kind(matches) != "other" or not table.header_rows:
        return None
    shown, apart = spread_merges(sheet), {*table.group_rows, *table.note_rows, *table.repeated_header_rows}
    rows = [row for row in range(table.first_row, table.last_row + 1) if row not in apart]
    if len(rows) > _LONGEST:
        return None
    for labels in matches[:2]:  # 序号 may stand before them
        behind = [match for match in matches if match.column > labels.column]
        first, *others = shown.columns([labels.column, *(match.column for match in behind)], rows)
        said = {row: text for row, text in zip(rows, first, strict=True) if isinstance(text, str)}
        units = next((m for m, cells in zip(behind, others, strict=True) if are_units(cells, words)), None)
        if units:
            said = {row: f"{text}（{shown.value(row, units.column) or ''}）" for row, text in said.items()}
        areas = [match for match in behind if _names_area(match, known)]
        heads = {0: (_AREA,)} if areas else {}
        counted = match_headers(heads | {row: (text,) for row, text in said.items()}, words)
        scale = [match for match in behind if match.path and key(match.path[-1]) in OF_SCALE]  # beside 规下 and 合计
        across = areas or scale or [match for match in behind if match is not units and _is_value(match, words)]
        if table_kind(counted) == "summary" and (areas or len(across) == 1):
            said[0] = _AREA
            read = [units, *across]
            unread = [match for match in behind if match.rules and match not in read and not _is_total(match)]
            plan = _plan(table, counted, labels.column, [match.column for match in across], said, words)
            first = min(row for row in said if row)
            return plan._replace(noted=[*plan.noted, *((match, [_head(table, match, first)]) for match in unread)])
    return None


def _head(table: Table, match: ColumnMatch, row: int) -> Pair:
    """A column's header with its cell in a row, as a label and its answer."""
    return match.path[-1], table.header_rows[-1], match.column, row, match.column


def _is_total(match: ColumnMatch) -> bool:
    return bool(match.path) and letter_of(compared(match.path[-1])) == "s"


def _plan(
    table: Table, counted: list[ColumnMatch], labels: int, across: list[int], said: dict[int, str], words: Vocabulary
) -> FormPlan:
    """``counted``: what stands in each row (0: the areas, in the last row of the header), ``labels`` and ``across``:
    the columns of the labels and of the records, ``said``: row -> label."""
    header = table.header_rows[-1]

    def asked(match: ColumnMatch) -> list[Pair]:
        row = match.column or header
        return [(said[match.column], row, labels, row, column) for column in across]

    columns = [match for match in counted if is_kept(match, words)]
    noted = [(match, asked(match)) for match in counted if match.rules and match.column]
    return plan_of(counted, columns, [*map(asked, columns)], [header] * len(across), header, noted=noted)


def _names_area(match: ColumnMatch, known: Places) -> bool:
    if not match.path:
        return False
    return letter_of(compared(match.path[-1])) in _AREAS or known.exact(match.path[-1]) is not None


def _is_value(match: ColumnMatch, words: Vocabulary) -> bool:
    """Whether a column may hold what is counted now, and not what was before (上周) or what has changed (增减)."""
    return match.field is None and bool(match.path) and not any(means_another(word, words) for word in match.path)


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
    return (
        _plan_of_days(table, rows, day, columns, words) if len({column.name for column in columns}) >= _FEWEST else None
    )


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


def _plan_of_days(table: Table, rows: list[int], day: int, columns: list[_Column], words: Vocabulary) -> FormPlan:
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
    return plan_of(matches, matches, asked, [row for row, _ in records], table.first_row)
