"""The tables of an upload, each with its columns known, and the one fate of every row. A form need not ask whose it is
where the sheet, its title or its file is called after the enterprise."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache
from itertools import chain

from analysis.intake.findings import Findings, Place
from analysis.intake.headers.legends import legend_lines
from analysis.intake.layout.letters import row_letters
from analysis.intake.layout.pairs import asks_for_name, is_enterprise
from analysis.intake.layout.words import compared, either, squeeze
from analysis.intake.layout.words import words as words_of
from analysis.intake.locate import Table, find_form_of, find_tables
from analysis.intake.parts.of_table import part_named, part_of
from analysis.intake.parts.part import Part
from analysis.intake.parts.shown_cells import tell_unseen
from analysis.intake.parts.unread import size_of, tell_sizes
from analysis.intake.setting import Setting
from analysis.intake.sheet import CellValue, Sheet, is_blank_row
from analysis.intake.uploads import Upload, says_correction

LOW_CONFIDENCE = 0.6  # of a header: 0.5 is a toss-up, and the least there is
_LEFT_OUT = frozenset({"none", "other"})  # kinds of tables of which nothing is read
_EXPLAINED = 100  # rows of a sheet that may explain the tables on the others
_HEAD_OF_CORRECTIONS = 8  # rows among which the list of corrections has its header
_SAYS_WHERE = ("单元格", "Cell")  # as it stands in that header
_KINDS_OF_ANSWERS = frozenset({"Open-Ended Response", "Open-Ended Comment", "Response"})
_IMPORT_ID = '{"ImportId"'
_NAME = "企业名称"
_ANSWERED = frozenset("9ad")  # letters of numbers, answers and days
_ABOVE = 3  # rows of a sheet among which its title is


def find_parts(upload: Upload, sheets: list[Sheet], setting: Setting, findings: Findings) -> list[Part]:
    """Every table of an upload, in order; a sheet without one is a part of kind ``none``.

    Every row of every sheet has one fate in one part. Where the setting's ``measures`` name the sheets a survey wants,
    these are summaries and every other table is listed and left alone.
    """
    parts: list[Part] = []
    told: list[CellValue] = []
    on_sheets: list[tuple[Sheet, list[Part]]] = []
    for number, sheet in enumerate(sheets, start=1):
        place = Place(upload.upload_id, upload.file, upload.period_id, str(number), sheet.name)
        if sheet.hidden:
            findings.add("choices_hidden" if _lists_choices(sheet) else "sheet_hidden", place)
            parts.append(Part(place, upload, "hidden", fates=dict.fromkeys(range(1, sheet.height + 1), "hidden")))
            continue
        if _is_our_list(sheet):
            parts.append(Part(place, upload, "none", fates=dict.fromkeys(range(1, sheet.height + 1), "other table")))
            continue
        found = _of_sheet(upload, _without_marks_of_forms(sheet), place, setting, findings)
        if found[0].kind == "none":
            told += _lines_of(sheet)
        if sheet.height <= _EXPLAINED and not _LEFT_OUT.isdisjoint([part.kind for part in found]):
            told += legend_lines(sheet.rows)
        on_sheets.append((sheet, found))
        parts += found
    listed = sum(map(size_of, parts))
    for sheet, found in on_sheets if listed else ():
        tell_sizes(sheet, found, listed, findings)
    for part in parts if told else ():
        part.sheet_notes = [*part.sheet_notes, *told]
    return parts


def _without_marks_of_forms(sheet: Sheet) -> Sheet:
    """A sheet without what online forms write below the questions: Open-Ended Response, {"ImportId":"QID1"}."""
    said = [cell for row in sheet.rows[:_ABOVE] for cell in row]
    if _KINDS_OF_ANSWERS.isdisjoint(said) and not (said and str(said[-1]).startswith(_IMPORT_ID)):
        return sheet
    rows = [
        [None if cell in _KINDS_OF_ANSWERS or str(cell).startswith(_IMPORT_ID) else cell for cell in row]
        for row in sheet.rows[:_ABOVE]
    ]
    return replace(sheet, rows=[*rows, *sheet.rows[_ABOVE:]])


def _lists_choices(sheet: Sheet) -> bool:
    """Whether a sheet holds nothing but the answers that the cells of others offer: 是 | 否 over 大型 | 中型."""
    letters = set(chain.from_iterable(map(row_letters, sheet.rows)))
    return 1 < sheet.height <= _EXPLAINED and letters.isdisjoint("e9dyc")


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


def _of_sheet(upload: Upload, sheet: Sheet, place: Place, setting: Setting, findings: Findings) -> list[Part]:
    measures = setting.measures
    left_alone = bool(measures) and sheet.name not in measures
    quiet = Findings() if left_alone else findings
    found = _tables(upload, sheet, place, setting, quiet)
    if not found:
        if row := _row_of_returns(sheet):
            quiet.add("table_unknown", place, (row, 1))
        found = [Part(place, upload, "none", titles=[*sheet.above, *sheet.beside])]
    for part in found:
        if measures and part.kind != "none":
            part.kind = "other" if left_alone else "summary"
    _settle_fates(sheet, found)
    if sheet.shown:
        tell_unseen(sheet, place, quiet)
    for number, part in enumerate(found):
        part.sheet_titles = [*(title for above in found[:number] for title in above.titles), *sheet.beside]
        part.sheet_notes = [text for other in found if other is not part for text in other.notes]
        part.is_correction = any(says_correction(title) for title in part.titles if isinstance(title, str))
        _notice(part, part.kind == "other" and _is_aside(part, found, sheet), quiet)
    return found


def _row_of_returns(sheet: Sheet) -> int | None:
    """The first row of a sheet without a table that names an enterprise and a number or an answer all the same."""
    lines = enumerate(map(row_letters, sheet.rows), start=1)
    return next((row for row, letters in lines if "e" in letters and not _ANSWERED.isdisjoint(letters)), None)


def _is_aside(part: Part, found: list[Part], sheet: Sheet) -> bool:
    """Whether a table stands beside or below others that are read and names no enterprise: 类别 | 企业数."""
    rows = sheet.rows[part.first_row - 1 : part.last_row]
    others_are_read = any(other.kind not in _LEFT_OUT for other in found)
    return others_are_read and not any("e" in row_letters(cells) for cells in rows)


def _tables(upload: Upload, sheet: Sheet, place: Place, setting: Setting, findings: Findings) -> list[Part]:
    """The tables of a sheet. What nothing would be read of may be the form of the enterprise it is called after."""

    def numbered(number: int) -> Place:
        return Place(place.upload_id, place.file, place.period_id, f"{place.part}.{number}", place.sheet)

    noted = Findings()
    found = [
        part_of(upload, sheet, table, numbered(number), setting, noted)
        for number, table in enumerate(find_tables(sheet), start=1)
    ]
    if _LEFT_OUT.issuperset(part.kind for part in found) and (name := named_elsewhere(sheet, upload.stem)):
        noted_of_form, form = Findings(), form_named_elsewhere(sheet)
        part = form and part_named(upload, sheet, form, name, numbered(1), setting.words, noted_of_form)
        if part and part.kind == "ledger":
            found, noted = [part], noted_of_form
    findings.take(noted.notes())
    return found


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
            first[row] = "blank" if is_blank_row(cells) else unnamed


def _notice(part: Part, is_aside: bool, findings: Findings) -> None:
    """Tables of no known kind, those that only say who there is, and those whose place in the sheet is uncertain, are
    findings."""
    if part.kind == "other":
        findings.add("table_aside" if is_aside else "table_unknown", part.place, (part.first_row, 1))
        part.fates = {row: "other table" if fate == "kept" else fate for row, fate in part.fates.items()}
    if part.kind == "register":
        findings.add("table_is_register", part.place, (part.first_row, 1))
    if part.kind not in _LEFT_OUT and part.confidence < LOW_CONFIDENCE:
        findings.add(
            "table_uncertain", part.place, (part.first_row, 1), first_row=part.first_row, last_row=part.last_row
        )


def named_elsewhere(sheet: Sheet, file: str) -> str:
    """The enterprise by which a title, the sheet or its ``file`` is called; '' for none."""
    rows = ([value for value in row if value is not None] for row in sheet.rows[:_ABOVE])
    alone = [row for row in rows if len(row) < 2 or not _goes_on(row[1])]
    titles = [value for row in alone for value in row[:1] if isinstance(value, str)]
    return next(filter(None, (*map(_named_in, (*sheet.above, *titles)), *map(_called, (sheet.name, file)))), "")


def _goes_on(value: CellValue) -> bool:
    """Whether a cell behind another makes their row one of a list: a second enterprise, or something asked."""
    return isinstance(value, str) and (is_enterprise(value) or row_letters([value]) == "H")


def form_named_elsewhere(sheet: Sheet) -> Table | None:
    """A sheet as a form that does not ask for the name, with a label for it; None where it is none."""
    table = find_form_of(sheet)
    if table is None or any(asks_for_name(label) for label, *_ in table.pairs):
        return None
    first = (table.first_row, 1)
    return replace(table, pairs=[(_NAME, *first, *first), *table.pairs])


@lru_cache(1 << 10)
def _called(name: str) -> str:
    """The name, if it is an enterprise's."""
    return name if is_enterprise(name) else ""


@lru_cache(1 << 10)
def _named_in(title: str) -> str:
    """The enterprise that a title begins with: 某某有限公司复工情况表."""
    text = squeeze(title)
    found = _titled().match(text)
    return found[1] if found else _called(text)


@cache
def _titled() -> re.Pattern[str]:
    about = "关于|[复开返停生]|情况|登记|信息|调查|申报|申请|企业"
    return re.compile(rf"(.{{2,30}}?(?:{either('enterprise_ending')}))(?:{about})")
