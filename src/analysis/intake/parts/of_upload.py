"""A sheet's tables with their columns known: what is asked where, what kind of table it is, which rows are its body."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import chain

from analysis.intake.findings import Cell, Findings, Place
from analysis.intake.headers.column import ColumnMatch, is_kept, is_personal
from analysis.intake.headers.columns import match_headers
from analysis.intake.headers.days import with_months
from analysis.intake.headers.kinds import table_kind
from analysis.intake.headers.two_languages import said_once
from analysis.intake.layout.letters import letter_of
from analysis.intake.layout.words import compared
from analysis.intake.layout.words import words as words_of
from analysis.intake.locate import Table, find_tables, header_paths, spread_merges
from analysis.intake.parts.codes_in_names import split_codes
from analysis.intake.parts.contacts import hide_contacts
from analysis.intake.parts.days_above import days_above, days_as_names
from analysis.intake.parts.days_in_parts import join_parts, mark_parts
from analysis.intake.parts.form_plan import FormPlan, answer_of, plan_form
from analysis.intake.parts.legend_tables import legend_lines
from analysis.intake.parts.long_lists import as_forms
from analysis.intake.parts.notes_below import tell_notes
from analysis.intake.parts.pairs_in_cells import mark_pairs, split_pairs
from analysis.intake.parts.part import Part
from analysis.intake.parts.told_columns import told_columns
from analysis.intake.parts.turned import plan_turned
from analysis.intake.sheet import CellValue, Sheet, column_letter
from analysis.intake.uploads import Upload, says_correction
from analysis.intake.values.personal import MASK, is_name, mask_personal
from analysis.vocabulary import Vocabulary, key

LOW_CONFIDENCE = 0.5
_EXPLAINED = 100  # rows of a sheet that may explain the tables on the others
_HEAD_OF_CORRECTIONS = 8  # rows among which the list of corrections has its header
_SAYS_WHERE = ("单元格", "Cell")  # as it stands in that header


def find_parts(
    upload: Upload, sheets: list[Sheet], words: Vocabulary, measures: Mapping[str, str], findings: Findings
) -> list[Part]:
    """Every table of an upload, in order; a sheet without one is a part of kind ``none``.

    Every row of every sheet has one fate in one part. ``measures``: where a survey names the sheets it wants
    (sheet -> measure), these are summaries and every other table is listed and left alone.
    """
    parts: list[Part] = []
    told: list[CellValue] = []
    for number, sheet in enumerate(sheets, start=1):
        place = Place(upload.upload_id, upload.file, upload.period_id, str(number), sheet.name)
        if sheet.hidden:
            findings.add("sheet_hidden", place)
            parts.append(Part(place, upload, "hidden", fates=dict.fromkeys(range(1, sheet.height + 1), "hidden")))
            continue
        if _is_our_list(sheet):
            parts.append(Part(place, upload, "none", fates=dict.fromkeys(range(1, sheet.height + 1), "other table")))
            continue
        found = _of_sheet(upload, sheet, place, words, findings, measures)
        if found[0].kind == "none":
            told += _lines_of(sheet)
        if sheet.height <= _EXPLAINED and any(part.kind in ("none", "other") for part in found):
            told += legend_lines(sheet.rows)
        parts += found
    for part in parts if told else ():
        part.sheet_notes = [*part.sheet_notes, *told]
    return parts


def _is_our_list(sheet: Sheet) -> bool:
    """Whether a sheet is the list of corrections that we sent (``feedback``): offices send our workbook back."""
    heads = words_of("corrections_zh"), words_of("corrections_en")
    zh, en = _SAYS_WHERE
    rows = [row for row in sheet.rows[:_HEAD_OF_CORRECTIONS] if zh in row or en in row]
    texts = ({compared(value) for value in row if isinstance(value, str)} for row in rows)
    return any(said <= row for row in texts for said in heads)


def _lines_of(sheet: Sheet) -> list[CellValue]:
    """The texts of a sheet without a table: 填表说明 of the tables on the others."""
    return [value for row in sheet.rows[:_EXPLAINED] for value in row if isinstance(value, str)]


def _of_sheet(
    upload: Upload, sheet: Sheet, place: Place, words: Vocabulary, findings: Findings, measures: Mapping[str, str]
) -> list[Part]:
    left_alone = bool(measures) and sheet.name not in measures
    quiet = Findings() if left_alone else findings
    found = []
    for number, table in enumerate(find_tables(sheet), start=1):
        here = Place(place.upload_id, place.file, place.period_id, f"{place.part}.{number}", sheet.name)
        make = _form if table.kind == "form" else _list
        found.append(make(upload, sheet, table, here, words, quiet))
    if not found:
        found = [Part(Place(place.upload_id, place.file, place.period_id, place.part, sheet.name), upload, "none")]
    for part in found:
        if measures and part.kind != "none":
            part.kind = "other" if left_alone else "summary"
    _settle_fates(sheet, found)
    found[0].titles = [*sheet.above, *found[0].titles]
    for number, part in enumerate(found):
        part.sheet_titles = [title for above in found[:number] for title in above.titles]
        part.sheet_notes = [text for other in found if other is not part for text in other.notes]
        part.is_correction = any(says_correction(title) for title in part.titles if isinstance(title, str))
        _notice(part, quiet)
    return found


def _list(upload: Upload, sheet: Sheet, table: Table, place: Place, words: Vocabulary, findings: Findings) -> Part:
    above = (value for row in table.title_rows for value in sheet.rows[row - 1] if isinstance(value, str))
    paths = with_months(said_once(sorted(header_paths(sheet, table).items())), above)
    # A hidden column is stale: it takes no field from one that is seen.
    matches = _public(tuple(path for path in paths if path[0] not in sheet.hidden_columns), words)
    stale = _public(tuple(path for path in paths if path[0] in sheet.hidden_columns), words)
    matches = told_columns(matches, sheet, table, words)
    if forms := as_forms(sheet, table, matches, words):
        return _form(upload, sheet, forms, place, words, findings)
    if plan := plan_turned(sheet, table, matches, words):
        return _planned(upload, sheet, table, place, plan, findings)
    matches = mark_pairs(mark_parts(matches, words), words)
    part = _part(upload, sheet, table, place, matches)
    part.columns = _usable(matches, sheet, table, place, words, findings)
    for match in stale:
        findings.add("column_hidden", place, _header(sheet, table, match), value="/".join(match.path))
    apart = ("title", "header", "group", "total", "note", "blank")
    left_out = {row for row, fate in part.fates.items() if fate in apart}
    hidden = set(sheet.hidden_rows)
    part.rows = [row for row in range(table.first_row, table.last_row + 1) if row not in left_out and row not in hidden]
    if days := days_as_names(sheet, part.rows, matches):
        part.rows = [row for row in part.rows if row not in days]
        part.fates |= dict.fromkeys(days, "group")
    gone = [row for row in range(table.first_row, table.last_row + 1) if row in hidden]
    part.fates |= dict.fromkeys(gone, "hidden") | dict.fromkeys(part.rows, "kept")
    for row in gone:
        findings.add(
            "row_hidden", place, (row, next((m.column for m in matches if m.field == "name"), table.first_column))
        )
    part.groups = [table.groups.get(row, "") for row in part.rows]
    part.group_rows = list(table.group_rows)
    part.days = days_above(sheet, part.rows, part.fates)
    read = [match.column for match in part.columns]
    contacts = [match.column for match in matches if is_personal(match, words)]
    cells = spread_merges(sheet).columns([*read, *contacts], part.rows)
    part.columns, part.cells = split_codes(*split_pairs(*join_parts(part.columns, cells[: len(read)])))
    part.totals = {row: [sheet.value(row, match.column) for match in part.columns] for row in table.total_rows}
    hide_contacts(part, cells[len(read) :], findings)
    tell_notes(part, sheet, table.note_rows, findings)
    return part


def _form(upload: Upload, sheet: Sheet, table: Table, place: Place, words: Vocabulary, findings: Findings) -> Part:
    """A form, or many: each record a row, numbered by the row of the name."""
    return _planned(upload, sheet, table, place, plan_form(tuple(table.pairs), table.first_row, words), findings)


def _planned(upload: Upload, sheet: Sheet, table: Table, place: Place, plan: FormPlan, findings: Findings) -> Part:
    part = _part(upload, sheet, table, place, plan.matches)
    part.titles += [f"{label}：{answer_of(sheet, label, cell)}" for label, cell in plan.of_the_form]
    part.columns, part.where, part.rows, part.described = plan.columns, plan.where, plan.rows, plan.described
    part.cells = [[answer_of(sheet, label, cell) for label, cell in asked] for asked in plan.asked]
    hide_contacts(part, [[answer_of(sheet, *asked) for asked in labels] for labels in plan.contacts], findings)
    part.groups = [""] * len(part.rows)
    part.fates |= dict.fromkeys(range(table.first_row, table.last_row + 1), "kept")
    return part


def _part(upload: Upload, sheet: Sheet, table: Table, place: Place, matches: list[ColumnMatch]) -> Part:
    fates = {row: "blank" for row, cells in enumerate(sheet.rows, start=1) if not cells or _is_blank(cells)}
    for fate, rows in (
        ("title", table.title_rows),
        ("header", [*table.header_rows, *table.unit_rows, *table.number_rows, *table.repeated_header_rows]),
        ("group", table.group_rows),
        ("total", table.total_rows),
        ("note", table.note_rows),
    ):
        fates |= dict.fromkeys(rows, fate)
    titles = [_own_first(sheet.rows[row - 1], table) for row in table.title_rows]
    return Part(
        place,
        upload,
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


@lru_cache(1024)  # offices use the same headers on every sheet and every week
def _public(paths: tuple[tuple[int, tuple[str, ...]], ...], words: Vocabulary) -> list[ColumnMatch]:
    """The columns of a table without data in their headers: rows of data may have been taken for a header, and a word
    in it that is none may be a person. So it is where an enterprise or a code stands among the words, and where a
    name stands beside 负责人. A telephone number in a header is masked as in any text. ``paths``: columns with their
    words, in order. Not to be changed."""
    matches = match_headers(dict(paths), words)
    letters = {word: letter_of(word.lower()) for match in matches for word in match.path}
    is_data = not {"e", "c"}.isdisjoint(letters.values())
    found = []
    beside_person = False
    for match in matches:
        said = [
            MASK if letters[w] not in "Hhu" and (is_data or (beside_person and is_name(w))) else mask_personal(w)
            for w in match.path
        ]
        found.append(match._replace(path=tuple(said), suggestion="") if tuple(said) != match.path else match)
        known = (words.columns.exact.get(key(word)) for word in match.path)
        beside_person = any(alias and words.fields[alias.field].kind == "personal" for alias in known)
    return found


def _usable(
    matches: list[ColumnMatch], sheet: Sheet, table: Table, place: Place, words: Vocabulary, findings: Findings
) -> list[ColumnMatch]:
    """The columns that are read: known, not personal, and not a second one of a field."""
    usable = []
    for match in matches:
        for rule in match.rules:
            if rule in ("header_unknown", "header_only_day") and not any(
                sheet.value(row, match.column) is not None for row in range(table.first_row, table.last_row + 1)
            ):
                continue  # a column left blank, such as one that parts two others
            cell = _header(sheet, table, match)
            findings.add(
                rule,
                place,
                cell,
                beside=_repeats(sheet, table, cell) if rule == "header_unknown" else (),
                field=match.field or "",
                value="/".join(match.path),
                suggestion=match.suggestion or "",
                column=column_letter(match.column),
            )
        if is_kept(match, words) and "header_duplicate" not in match.rules:
            usable.append(match)
    return usable


def _header(sheet: Sheet, table: Table, match: ColumnMatch) -> Cell:
    """The cell of a column's lowest word; where it has none of its own (merges), its cell in the lowest header row."""
    aside = {*table.unit_rows, *table.number_rows, *sheet.hidden_rows}
    own = [row for row in table.header_rows if row not in aside and sheet.value(row, match.column) is not None]
    return (own or table.header_rows or [table.first_row])[-1], match.column


def _repeats(sheet: Sheet, table: Table, cell: Cell) -> list[Cell]:
    """The cells that say the same in the headers of further pages."""
    said = sheet.value(*cell)
    return [
        (row, cell[1]) for row in table.repeated_header_rows if said is not None and sheet.value(row, cell[1]) == said
    ]


def _settle_fates(sheet: Sheet, parts: list[Part]) -> None:
    """Give each row of the sheet to the one part that says most about it; rows no part names go to the first."""
    rank = {fate: place for place, fate in enumerate(("kept", "hidden", "total", "group", "header", "title", "note"))}
    owners: dict[int, tuple[int, int]] = {}
    for index, part in enumerate(parts if len(parts) > 1 else ()):
        for row, fate in part.fates.items():
            claim = (rank.get(fate, 9), index)
            owners[row] = min(owners.get(row, claim), claim)
    for index, part in enumerate(parts if len(parts) > 1 else ()):
        part.fates = {row: fate for row, fate in part.fates.items() if owners[row][1] == index}
    first, unnamed = parts[0].fates, "other table" if parts[0].kind != "none" else "note"
    for row, cells in enumerate(sheet.rows, start=1):
        if row not in owners and row not in first:
            first[row] = "blank" if _is_blank(cells) else unnamed


def _is_blank(cells: list[CellValue]) -> bool:
    return not cells or (cells[-1] is None and all(value is None for value in cells))


def _notice(part: Part, findings: Findings) -> None:
    """Tables of no known kind, and those whose place in the sheet is uncertain, are findings."""
    if part.kind == "other":
        findings.add("table_unknown", part.place, (part.first_row, 1))
        part.fates = {row: "other table" if fate == "kept" else fate for row, fate in part.fates.items()}
    elif part.kind != "none" and part.confidence < LOW_CONFIDENCE:
        findings.add(
            "table_uncertain", part.place, (part.first_row, 1), first_row=part.first_row, last_row=part.last_row
        )
