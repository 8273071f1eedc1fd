"""What a sheet of a form asks for: each cell with its group and measure, and rows and columns nobody can place."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from analysis.exchange.form.figures import Group
from analysis.exchange.form.names import Names, is_sequence
from analysis.intake.locate import Table, find_tables, header_paths, spread_merges
from analysis.intake.sheet import Sheet, column_letter


@dataclass(frozen=True)
class Asked:
    """One cell of a form (1-based row and column), whose group and measure are known; ``header``: its words."""

    row: int
    column: int
    group: Group
    measure: str
    header: tuple[str, ...]


@dataclass(frozen=True)
class Left:
    """What could not be filled in, or needs a look: cells (``B5``, ``C:C`` a column, ``7:7`` a row), and why.

    ``reason`` is a key ``form.left.<reason>`` of the labels, ``words`` fill its placeholders.
    """

    sheet: str
    cells: str
    reason: str
    words: dict[str, str] = field(default_factory=dict)


def asked_of(sheet: Sheet, names: Names) -> Iterator[Asked | Left]:
    """Everything a sheet asks for. A sheet without a table asks for nothing."""
    tables = [table for table in find_tables(sheet) if table.header_rows]
    for table, after in zip_longest(tables, tables[1:]):
        last = min([*after.title_rows, *after.header_rows]) - 1 if after else sheet.height
        side = after is not None and last < max(table.header_rows)  # tables side by side share their rows
        yield from _table(sheet, table, table.last_row if side else last, names)


def _table(sheet: Sheet, table: Table, last: int, names: Names) -> Iterator[Asked | Left]:
    paths = header_paths(sheet, table)
    rows = range(max([*table.header_rows, *table.unit_rows, *table.number_rows]) + 1, last + 1)
    measures = {column: measure for column, path in paths.items() if (measure := names.measure(path))}
    groups = {column: group for column, path in paths.items() if (group := names.group(path[-1]))}
    if measures:
        yield from _groups_below(sheet, table, rows, paths, measures, names)
    elif groups:
        yield from _measures_below(sheet, rows, paths, groups, names)


def _groups_below(sheet, table: Table, rows: range, paths, measures, names: Names) -> Iterator[Asked | Left]:
    """The usual form: a measure per column, a group per row."""
    shown = spread_merges(sheet)
    others = [column for column, path in paths.items() if column not in measures and not is_sequence(path)]
    naming: set[int] = set()
    for row in rows:
        texts = {
            column: str(shown.value(row, column)) for column in others if isinstance(shown.value(row, column), str)
        }
        found = {column: group for column, text in texts.items() if (group := names.group(text))}
        naming |= set(found)
        if len(set(found.values())) == 1:
            group = next(iter(found.values()))
            yield from (Asked(row, column, group, measure, paths[column]) for column, measure in measures.items())
        elif found:
            yield Left(sheet.name, f"{row}:{row}", "crossed", {"name": " / ".join(texts.values())})
        elif texts and row not in table.note_rows:
            yield Left(sheet.name, f"{row}:{row}", "row", {"name": next(iter(texts.values()))})
    for column in others:
        if column not in naming and naming:
            letter = column_letter(column)
            yield Left(sheet.name, f"{letter}:{letter}", "column", {"name": "/".join(paths[column])})


def _measures_below(sheet, rows: range, paths, groups, names: Names) -> Iterator[Asked | Left]:
    """The form turned round: a group per column, a measure per row."""
    shown = spread_merges(sheet)
    others = [column for column, path in paths.items() if column not in groups and not is_sequence(path)]
    for row in rows:
        path = tuple(str(value) for column in others if isinstance(value := shown.value(row, column), str))
        path = tuple(dict.fromkeys(path))
        measure = next((m for end in range(len(path), 0, -1) if (m := names.measure(path[:end]))), None)
        if measure:
            yield from (Asked(row, column, group, measure, path) for column, group in groups.items())
        elif path:
            yield Left(sheet.name, f"{row}:{row}", "measure", {"name": "/".join(path)})
