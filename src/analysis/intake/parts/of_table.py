"""One table of an upload with its columns known: what kind it is, which rows are its body, what stands in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from analysis.intake.findings import Findings, Place
from analysis.intake.headers.column import ColumnMatch, tells_persons
from analysis.intake.headers.days import with_months, with_noughts, with_periods
from analysis.intake.headers.kinds import table_kind
from analysis.intake.layout.letters import row_letters
from analysis.intake.layout.paths import said_once
from analysis.intake.locate import Table, header_paths, spread_merges
from analysis.intake.parts.above import (
    answers_by_headings,
    days_above,
    days_as_names,
    groups_of,
    heads_of_states,
    states_as_names,
)
from analysis.intake.parts.contacts import hide_contacts
from analysis.intake.parts.form_plan import FormPlan, Noted, answer_of, plan_form
from analysis.intake.parts.long_lists import as_forms
from analysis.intake.parts.merged_numbers import leave_out_merged_numbers
from analysis.intake.parts.numbers_in_cells import (
    mark_numbers,
    mark_pairs,
    numbers_of_label,
    pairs_named,
    split_numbers,
    split_pairs,
)
from analysis.intake.parts.part import Filled, Part
from analysis.intake.parts.public_columns import (
    describe_columns,
    header_cell,
    note_header,
    public_columns,
    usable_columns,
)
from analysis.intake.parts.shown_cells import show_formats, tell_shown
from analysis.intake.parts.split_cells import (
    broken_names,
    join_parts,
    mark_parts,
    split_codes,
    split_states,
    without_persons,
)
from analysis.intake.parts.told_areas import told_areas
from analysis.intake.parts.told_by_answers import told_labels
from analysis.intake.parts.told_columns import told_columns
from analysis.intake.parts.told_troubles import told_troubles
from analysis.intake.parts.turned import plan_days_down, plan_turned
from analysis.intake.parts.unread import tell_colours, tell_notes, tell_unread
from analysis.intake.setting import Setting
from analysis.intake.sheet import CellValue, Sheet, is_blank_row
from analysis.intake.uploads import Upload
from analysis.intake.values import is_blank
from analysis.vocabulary import Vocabulary

_MAY_ANSWER = ("register", "other", "difficulties")  # with states in the cells of the names


class _Source(NamedTuple):
    """A table of an upload's sheet, the words it is read by, and where what its headers leave open is noted."""

    upload: Upload
    sheet: Sheet
    table: Table
    place: Place
    words: Vocabulary
    findings: Findings


def part_of(upload: Upload, sheet: Sheet, table: Table, place: Place, setting: Setting, findings: Findings) -> Part:
    """The part that a table of an upload's sheet is; what its headers leave open is noted."""
    source = _Source(upload, sheet, table, place, setting.words, findings)
    part = _form(source) if table.kind == "form" else _list(source, setting)
    leave_out_merged_numbers(part, sheet, setting.words, findings)
    show_formats(part, sheet, setting.words)
    tell_shown(part, sheet, findings)
    tell_colours(part, sheet, findings)
    return part


def part_named(
    upload: Upload, sheet: Sheet, table: Table, name: str, place: Place, words: Vocabulary, findings: Findings
) -> Part:
    """The part that a form is which does not ask for the name (see ``named_elsewhere``)."""
    part = _form(_Source(upload, sheet, table, place, words, findings))
    part.cells = [[name] if match.field == "name" else own for match, own in zip(part.columns, part.cells, strict=True)]
    return part


def _list(source: _Source, setting: Setting) -> Part:
    upload, sheet, table, place, words, findings = source
    paths = _paths(upload, sheet, table, setting)
    # A hidden column is stale: it takes no field from one that is seen.
    matches = public_columns(tuple(path for path in paths if path[0] not in sheet.hidden_columns), words)
    stale = public_columns(tuple(path for path in paths if path[0] in sheet.hidden_columns), words)
    matches = told_areas(told_columns(matches, sheet, table, words), sheet, table, setting.counties, words)
    if forms := as_forms(sheet, table, matches, words):
        return _form(source._replace(table=forms))
    plan = plan_turned(sheet, table, matches, words, setting.counties) or plan_days_down(sheet, table, matches, words)
    if plan:
        return _planned(source, plan)
    matches = told_troubles(_marked(matches, sheet, table, words), sheet, table)
    part = _part(source, matches)
    part.columns = usable_columns(matches, sheet, table, place, words, findings)
    for match in stale:
        findings.add("column_hidden", place, header_cell(sheet, table, match), value="/".join(match.path))
    heads, whole = _find_body(part, sheet, table, matches, findings)
    _tell_headless(part, sheet, table, {column for column, _ in paths} | {m.column for m in matches}, findings)
    contacts = [match for match in matches if tells_persons(match, words)]
    _fill(part, source, contacts, heads, whole)
    if answers_by_headings(part):
        part.kind = "ledger"
    part.heads = heads_of_states(part, sheet, table)
    tell_notes(part, sheet, table.note_rows, findings)
    return part


def _paths(upload: Upload, sheet: Sheet, table: Table, setting: Setting) -> list[tuple[int, tuple[str, ...]]]:
    """The columns of a list with the words over them, each said once and days whole."""
    above = [value for row in table.title_rows for value in sheet.rows[row - 1] if isinstance(value, str)]
    paths = with_noughts(with_months(said_once(sorted(header_paths(sheet, table).items())), above))
    near = upload.period.last if upload.period else setting.near
    return _without_spacers(with_periods(paths, above, setting.periods, near), sheet, table)


def _marked(matches: list[ColumnMatch], sheet: Sheet, table: Table, words: Vocabulary) -> list[ColumnMatch]:
    """The columns of a list, those whose cells hold several things, or a part of a day, as a column for each."""

    def cells_of(column: int) -> list[CellValue]:
        return [sheet.value(row, column) for row in range(table.first_row, table.last_row + 1)]

    told = mark_parts(matches, words)
    return mark_numbers(mark_pairs(told, pairs_named(told, words), cells_of), words, cells_of)


def _fill(
    part: Part, source: _Source, contacts: list[ColumnMatch], heads: Mapping[int, str], whole: Mapping[int, str]
) -> None:
    """Give a list its cells, those that hold several things as a column for each; ``contacts`` are persons', ``heads``
    the rows of states among those of names, ``whole`` the names that go on in the next row."""
    _, sheet, table, _, words, findings = source
    part.group_rows = sorted({*table.group_rows, *heads})
    part.groups = groups_of(part.rows, table, heads)
    part.days = days_above(sheet, part.rows, part.fates)
    read = len(part.columns)
    cells = spread_merges(sheet).columns([match.column for match in (*part.columns, *contacts)], part.rows)
    told = without_persons(Filled(part.columns, cells[:read]))
    if whole and (name := part.first("name")) is not None:
        told = told.with_cells(
            name, [whole.get(row, cell) for row, cell in zip(part.rows, told.cells[name], strict=True)]
        )
    told = split_codes(split_numbers(split_pairs(join_parts(told)), words))
    part.columns, part.cells = split_states(told, words)
    if len(part.columns) > len(told.columns) and part.kind in _MAY_ANSWER:
        part.kind = table_kind(part.columns)
    part.totals = {row: [sheet.value(row, match.column) for match in part.columns] for row in table.total_rows}
    hide_contacts(part, cells[read:], findings)


def _without_spacers(paths: list[tuple[int, tuple]], sheet: Sheet, table: Table) -> list[tuple[int, tuple]]:
    """The columns without blank ones below a merged header: 人员情况 over 职工总数, nothing, 返岗人数."""
    body = range(table.first_row, table.last_row + 1)
    heads = {path[:-1] for _, path in paths if len(path) > 1}
    return [
        (column, path)
        for column, path in paths
        if path not in heads or any(not is_blank(sheet.value(row, column)) for row in body)
    ]


def _find_body(
    part: Part, sheet: Sheet, table: Table, matches: list[ColumnMatch], findings: Findings
) -> tuple[dict[int, str], dict[int, str]]:
    """Give a list its rows, without those that are hidden, only name the day or the state of those below, or go on with
    the name above; the states and the whole names by their rows."""
    apart = ("title", "header", "group", "total", "note", "blank")
    inside = range(table.first_row, table.last_row + 1)
    body = [row for row in inside if part.fates.get(row) not in apart and row not in sheet.hidden_rows]
    days = days_as_names(sheet, body, matches)
    heads = states_as_names(sheet, body, matches)
    whole = broken_names(sheet, body, matches)
    part.rows = [row for row in body if row not in days and row not in heads and row - 1 not in whole]
    part.fates |= {row + 1: "merged" for row in whole}
    hidden = [row for row in inside if row in sheet.hidden_rows]
    part.fates |= dict.fromkeys([*days, *heads], "group") | dict.fromkeys(hidden, "hidden")
    part.fates |= dict.fromkeys(part.rows, "kept")
    name = next((match.column for match in matches if match.field == "name"), table.first_column)
    for row in hidden:
        findings.add("row_hidden", part.place, (row, name))
    return heads, whole


def _tell_headless(part: Part, sheet: Sheet, table: Table, headed: set[int], findings: Findings) -> None:
    """A finding for each column that says something and has no header, but for numbers before the first with one."""
    first = min(headed, default=0)
    for column in range(table.first_column, table.last_column + 1) if headed else ():
        if column in headed or column in sheet.hidden_columns:
            continue
        told = {row: value for row in part.rows if not is_blank(value := sheet.value(row, column))}
        if told and not (column < first and set(row_letters([*told.values()])) == {"9"}):
            findings.add("column_without_header", part.place, (min(told), column))


def _form(source: _Source) -> Part:
    """A form, or many: each record a row, numbered by the row of the name."""
    pairs = told_labels(source.table.pairs, source.sheet, source.words)
    source = source._replace(table=replace(source.table, pairs=pairs))
    part = _planned(source, plan_form(tuple(source.table.pairs), source.table.first_row, source.words))
    tell_unread(part, source.sheet, source.table, source.findings)
    _tell_second_names(part, source.findings)
    return part


def _tell_second_names(part: Part, findings: Findings) -> None:
    """A second label that asks for the name may mean something else: Establishment: 387."""
    first, *others = [column for column, match in enumerate(part.columns) if match.field == "name"] or [0]
    for column in others:
        told = zip(part.cells[first], part.cells[column], strict=True)
        cells = [part.cell(column, at) for at, (name, cell) in enumerate(told) if cell not in (None, name)]
        if cells:
            note_header("header_duplicate", part.columns[column], part.place, cells[0], cells[1:], findings)


def _planned(source: _Source, plan: FormPlan) -> Part:
    """A table whose answers stand where a plan says."""
    _, sheet, table, _, words, findings = source
    part = _part(source, plan.matches)
    part.titles += [f"{pair[0]}：{answer_of(sheet, pair)}" for pair in plan.of_the_form]
    part.columns, part.where, part.rows, part.described = plan.columns, plan.where, plan.rows, plan.described
    answers = [[answer_of(sheet, pair) for pair in asked] for asked in plan.asked]
    part.cells = without_persons(Filled(plan.columns, answers)).cells
    if plan.pairs:
        _split_pairs_of_form(part, plan)
    hide_contacts(part, [[answer_of(sheet, pair) for pair in asked] for asked in plan.contacts], findings)
    noted = _with_numbers(part, sheet, plan.noted, words) if len(part.rows) == 1 else plan.noted
    _note_labels(part, sheet, noted, findings)
    part.groups = [""] * len(part.rows)
    part.dated_by_rows = len({answer_of(sheet, day) for day in plan.days}) > 1
    part.fates |= dict.fromkeys(range(table.first_row, table.last_row + 1), "kept")
    return part


def _split_pairs_of_form(part: Part, plan: FormPlan) -> None:
    """Give a form whose label names two numbers (在岗/职工总数) a column for each of them."""
    at = {match.column: place for place, match in enumerate(part.columns)}
    marked = mark_pairs(part.columns, plan.pairs, lambda column: part.cells[at[column]])
    places = [at[match.column] for match in marked]
    part.columns, part.cells = split_pairs(Filled(marked, [part.cells[place] for place in places]))
    part.where = [part.where[place] for place in places]
    part.described = describe_columns(part.columns, part.where, [plan.asked[place] for place in places])
    part.kind = table_kind(part.columns)


def _with_numbers(part: Part, sheet: Sheet, noted: Sequence[Noted], words: Vocabulary) -> list[Noted]:
    """Give the one record of a form what labels that nobody knows are answered with (人员情况：应到120，实到80), and
    the labels of which something is to be told."""
    found: list[Noted] = []
    for match, pairs in noted:
        taken = [column.field for column in part.columns]
        told = numbers_of_label(match, answer_of(sheet, pairs[0]), taken, words) if len(pairs) == 1 else []
        found += [(own, pairs) for own, _ in told] or [(match, pairs)]
        if told:
            part.columns = [*part.columns, *(own for own, _ in told)]
            part.cells = [*part.cells, *([number] for _, number in told)]
            part.where = [*part.where, *([pairs[0][3:]] for _ in told)]
            part.described = describe_columns(part.columns, part.where)
            part.kind = table_kind(part.columns)
    return found


def _note_labels(part: Part, sheet: Sheet, noted: Sequence[Noted], findings: Findings) -> None:
    """Labels that are not known, or known by a guess, as ``usable_columns`` notes them of a list's headers."""
    for match, pairs in noted:
        cells = [(pair[1], pair[2]) for pair in pairs if answer_of(sheet, pair) is not None]
        for rule in match.rules if cells else ():
            note_header(rule, match, part.place, cells[0], list(dict.fromkeys(cells[1:])), findings)


def _part(source: _Source, matches: list[ColumnMatch]) -> Part:
    sheet, table = source.sheet, source.table
    fates = {row: "blank" for row, cells in enumerate(sheet.rows, start=1) if is_blank_row(cells)}
    for fate, rows in (
        ("title", table.title_rows),
        ("header", [*table.header_rows, *table.unit_rows, *table.number_rows, *table.repeated_header_rows]),
        ("group", table.group_rows),
        ("total", table.total_rows),
        ("note", table.note_rows),
    ):
        fates |= dict.fromkeys(rows, fate)
    top = min([*table.title_rows, *table.header_rows, table.first_row])
    above = [] if any(sheet.rows[: top - 1]) else [[line] for line in sheet.above]
    titles = [*above, *(_own_first(sheet.rows[row - 1], table) for row in table.title_rows)]
    return Part(
        source.place,
        source.upload,
        table_kind(matches),
        titles=[*chain(*titles)],
        headings=[*chain(*reversed(titles))],
        notes=[value for row in table.note_rows for value in sheet.rows[row - 1] if isinstance(value, str)],
        fates=fates,
        first_row=table.first_row,
        last_row=table.last_row,
        confidence=table.confidence,
    )


def _own_first(cells: list[CellValue], table: Table) -> list[CellValue]:
    """What stands in a row of titles, over the table's own columns first, then over the tables beside it."""
    first, last = table.first_column - 1, table.last_column
    return [value for value in (*cells[first:last], *cells[:first], *cells[last:]) if value is not None]
