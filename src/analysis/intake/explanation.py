"""How a value came about: from the cell as it was received, through header and parser, to the tidy row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple, Protocol

import pandas as pd

from analysis.intake.enterprises.names import normalise_name
from analysis.intake.findings import Cell, covers, parse_ranges, text_of
from analysis.intake.headers.column import ColumnMatch
from analysis.intake.parts.contacts import HIDDEN, persons_in, private_cells, public_value, without
from analysis.intake.parts.part import Part
from analysis.intake.sheet import Sheet, cell_name
from analysis.intake.sources import COMPLETED, completing
from analysis.intake.together.area_statements import kept_as
from analysis.intake.values import is_blank, parse_state
from analysis.intake.wording import finding_text
from analysis.vocabulary import Vocabulary
from analysis.vocabulary.entries import TELLING_STATES

COLUMNS = ("file", "sheet", "cell", "original", "header", "field", "unit", "value", "fate", "rules", "zh", "en")
# Rules noted once, at the first cell of the column they were applied to.
_WHOLE_COLUMN = ("percent_from_fractions",)
LEFT = '<td style="text-align:left">'  # notebooks put what stands in a table to the right
_OUTSIDE = ("title", "note", "blank", "other table")  # rows that no column's header speaks of
_OF_STATE = ("state", "state_reason", "resumed_on", "planned_on")


class _Reading(NamedTuple):
    """What is read from a cell: a field, by a column and a row of a part (their places); as far as there are such."""

    part: Part | None = None
    column: int | None = None
    index: int | None = None
    field: str = ""

    @property
    def match(self) -> ColumnMatch | None:
        return None if self.column is None else self.part.columns[self.column]


class ReadUpload(Protocol):
    """What ``single.clean_upload`` gives, as far as explaining needs it."""

    file: str
    tables: dict[str, pd.DataFrame]
    findings: pd.DataFrame
    words: Vocabulary
    sheets: list[Sheet]
    parts: list[Part]


@dataclass(frozen=True, repr=False)
class Explanation:
    """``steps``: one row per cell and field read from it: file, sheet, cell, original (personal data masked), header
    (its words joined by /), field, unit, value (in the tidy table), fate of its row, rules applied, their sentences in
    zh and en."""

    steps: pd.DataFrame

    def __repr__(self) -> str:
        lines = [
            f"{row['sheet']}!{row['cell']} {_plain(row['original'])!r}"
            + (f" -> {_told(row)}" if row["field"] else f" ({row['fate'] or 'in no table'})")
            + (f": {row['zh']}" if row["zh"] else "")
            for row in self.steps.to_dict("records")
        ]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        shown = [name for name in COLUMNS if name not in ("rules", "en")]
        head = "".join(f'<th style="text-align:left">{escape(name)}</th>' for name in shown)
        body = "".join(
            "<tr>" + "".join(f"{LEFT}{escape(_plain(row[name]))}</td>" for name in shown) + "</tr>"
            for row in self.steps.to_dict("records")
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def explain_cell(upload: ReadUpload, sheet: int, cell: Cell) -> Explanation:
    """The way of a cell of one sheet (its place in ``upload.sheets``): a step for each field that is read from it."""
    parts = [part for part in upload.parts if part.place.sheet_index == sheet]
    asked = _readings_of(parts, cell)
    beside = (
        reading._replace(field=field)
        for reading in asked
        if reading.index is not None
        for column, field in _said_beside(upload, reading.part, reading.index)
        if column == reading.column
    )
    return _explained(upload, sheet, ((cell, reading) for reading in [*asked, *beside]))


def explain_row(upload: ReadUpload, part: Part, index: int, only: Sequence[str] = ()) -> Explanation:
    """The way of the index-th row of a part: a step for each field of it, or ``only`` for some."""
    fields = [(at, match.field or "") for at, match in enumerate(part.columns)]
    told = sorted([*fields, *_said_beside(upload, part, index)], key=lambda step: step[0])
    wanted = ((at, field) for at, field in told if not only or field in only)
    readings = ((part.cell(at, index), _Reading(part, at, index, field)) for at, field in wanted)
    return _explained(upload, part.place.sheet_index, readings)


def _said_beside(upload: ReadUpload, part: Part, index: int) -> list[tuple[int, str]]:
    """What a row's cells say of the state beside what they are asked, and in which column: a plan under 复工时间 or in
    the words of the state, a reason in the remarks."""
    asked = [
        (at, match)
        for field in TELLING_STATES
        for at, match in enumerate(part.columns)
        if match.field == field and not is_blank(part.cells[at][index])
    ]
    rows = _rows_of(upload, part, _table(upload, part, "state"), index) if asked else None
    if rows is None or len(rows) != 1:
        return []
    row = rows.iloc[0]
    told = {_column(upload, match.field) for _, match in asked}
    untold = [field for field in _OF_STATE if field in row and field not in told and not pd.isna(row[field])]
    said = {
        at: parse_state(part.cells[at][index], row["as_of"], upload.words, match.legend)
        for at, match in (asked if untold else ())
    }
    found = []
    for field in untold:
        name = {"state": "value", "state_reason": "reason"}.get(field, field)
        sources = [at for at, state in said.items() if getattr(state, name) == row[field]]
        found += [(at, field) for at in sources[:1]]
    return found


def _explained(upload: ReadUpload, sheet: int, readings: Iterable[tuple[Cell, _Reading]]) -> Explanation:
    hidden = private_cells(upload.sheets[sheet], upload.words)
    steps = [_step(upload, sheet, cell, hidden, reading) for cell, reading in readings]
    return Explanation(pd.DataFrame(steps, columns=list(COLUMNS)))


def _original(grid: Sheet, cell: Cell, hidden: set[Cell], read: object) -> object:
    """What a cell shows, without personal data; ``hidden``: the cells of persons, ``read``: what it was taken for."""
    value = grid.value(*cell)
    if cell in hidden and value is not None:
        return HIDDEN
    if cell in grid.shown and isinstance(read, str) and not isinstance(value, str):
        return f"{text_of(value)} ({read})"  # 0.8 (80%)
    shown = public_value(value)
    if not isinstance(shown, str):
        return shown
    return without(shown, persons_in(grid.value(*other) for other in hidden if other[0] == cell[0]))


def _step(upload: ReadUpload, sheet: int, cell: Cell, hidden: set[Cell], reading: _Reading) -> dict[str, object]:
    (row, column), (part, at, index, field), match = cell, reading, reading.match
    grid = upload.sheets[sheet]
    read = part.cells[at][index] if match and index is not None else None
    here = _findings_at(upload, sheet, cell)
    of_body = match or (part and part.where is None and row in part.rows)  # the column may be one that was not read
    notes = here + [note for note in (_about_column(upload, part, column) if of_body else []) if note not in here]
    name = cell_name(row, column)
    known = upload.words.fields.get(field)
    return {
        "file": upload.file,
        "sheet": grid.name,
        "cell": name,
        "original": _original(grid, cell, hidden, read),
        "header": "/".join(match.path) if match else "",
        "field": field,
        "unit": ((match.unit if match.field == field else "") or known.unit) if known else "",
        "value": _tidy_value(upload, reading, name) if index is not None else None,
        "fate": _fate(upload, part, row) if part else "",
        "rules": tuple(note["rule"] for note in notes),
    } | {
        lang: " ".join(finding_text(note | ({"cells": name} if note in here else {}), lang) for note in notes)
        for lang in ("zh", "en")
    }


def _readings_of(parts: Sequence[Part], cell: Cell) -> list[_Reading]:
    """What is read from a cell (of tables side by side in the one it stands in), each column once; without a column
    and row where it is in none."""
    found: list[_Reading] = []
    for part in parts:
        for at, match in enumerate(part.columns):
            cells = part.where[at] if part.where is not None else ()
            if cell in cells:
                found.append(_Reading(part, at, cells.index(cell), match.field or ""))
            elif part.where is None and match.column == cell[1] and cell[0] in part.rows:
                found.append(_Reading(part, at, part.rows.index(cell[0]), match.field or ""))
    if found:
        return found
    part = next((part for part in parts if cell[0] in part.fates), None)
    columns = part.columns if part and part.where is None and part.fates[cell[0]] not in _OUTSIDE else ()
    at = next((at for at, match in enumerate(columns) if match.column == cell[1]), None)
    return [_Reading(part, at, None, "" if at is None else columns[at].field or "")]


def _findings_at(upload: ReadUpload, sheet: int, cell: Cell) -> list[dict[str, object]]:
    """The findings whose cells hold this one, and that its sheet is hidden."""
    found = upload.findings
    here = found[found["part"].astype(str).str.split(".").str[0].eq(str(sheet + 1))] if len(found) else found
    records = here.to_dict("records")
    return [
        row
        for row in records
        if row["rule"] in ("sheet_hidden", "choices_hidden") or covers(parse_ranges(row["cells"]), cell)
    ]


def _about_column(upload: ReadUpload, part: Part, column: int) -> list[dict[str, object]]:
    """The findings about the header above a cell, and about how its whole column was read."""
    found = upload.findings
    here = found[found["part"].eq(part.place.part)] if len(found) else found
    notes = []
    for row in here.to_dict("records"):
        ranges = parse_ranges(row["cells"])
        above = any(left <= column <= right and bottom < part.first_row for _, left, bottom, right in ranges)
        whole = row["rule"] in _WHOLE_COLUMN and any(left == column for _, left, _, _ in ranges)
        if above or whole:
            notes.append(row)
    return notes


def _tidy_value(upload: ReadUpload, reading: _Reading, cell: str) -> object:
    """What stands in the tidy table for what is read in a row; None where it is not stored or missing there. ``cell``:
    of several difficulties told in a row, which."""
    (part, _, index, field), match = reading, reading.match
    own, column = _rows_of(upload, part, _table(upload, part, field), index), _column(upload, field)
    if own is not None and part.kind == "summary" and (kept := kept_as(field)):
        measure, column, answer = kept
        own = own[own["measure"].eq(measure) & (own["answer"].eq(answer) | (answer == ""))]
    elif own is None or column not in own:
        return None
    elif "source_cell" in own:
        here = own["source_cell"].eq(cell)
        own = own[here] if here.any() else own
    if match.date:
        own = own[own["as_of"].astype(str).str[5:10].eq(f"{match.date.month:02}-{match.date.day:02}")]
    values = [value for value in own[column] if not pd.isna(value)]
    return None if not values else values[0] if len(set(values)) == 1 else tuple(dict.fromkeys(values))


def _column(upload: ReadUpload, field: str) -> str:
    known = upload.words.fields.get(field)
    return {"county": "county_code", "uscc": "enterprise_id"}.get(field) or (known.column if known else field)


def _table(upload: ReadUpload, part: Part, field: str) -> str:
    """The table that a field of a part is kept in: of a list of projects, when they resumed is kept with them."""
    if part.kind == "summary":
        return "summaries"
    known = upload.words.fields.get(field)
    table = {"parts": "", "enterprises": "status"}.get(known.table, known.table) if known else "status"
    return "projects" if (table, part.kind) == ("status", "projects") else table


def _rows_of(upload: ReadUpload, part: Part, table: str, index: int) -> pd.DataFrame | None:
    """The rows of a table that come from the index-th row of a part; None where there is no such table."""
    frame = upload.tables.get(table)
    if frame is None:
        return None
    place = (part.place.part, part.rows[index])
    own = frame[frame["part"].eq(place[0]) & frame["source_row"].eq(place[1])]
    if own.empty and COMPLETED in frame:
        own = frame[frame[COMPLETED].notna()]
        told = [[(by["part"], by["source_row"]) for by in completing(row)] for row in own.to_dict("records")]
        own = own[[place in places for places in told]]
    if part.where is not None and "name" in own and (name := part.first("name")) is not None:  # forms abreast
        named = own[[normalise_name(who) == normalise_name(str(part.cells[name][index])) for who in own["name"]]]
        own = named if len(named) else own
    return own


def _fate(upload: ReadUpload, part: Part, row: int) -> str:
    """The row's fate; a row of the body that no tidy row came of was merged or rejected."""
    fate = part.fates.get(row, "kept" if row in part.rows else "")
    if fate != "kept" or part.where is not None:
        return fate
    frames = [frame for frame in upload.tables.values() if "source_row" in frame]
    if any((frame["part"].eq(part.place.part) & frame["source_row"].eq(row)).any() for frame in frames):
        return fate
    noted = [
        note for match in part.columns for note in _findings_at(upload, part.place.sheet_index, (row, match.column))
    ]
    rules = {note["rule"] for note in noted}
    return "merged" if rules & {"row_repeated", "row_conflict", "row_completes"} else "rejected"


def _told(step: dict[str, object]) -> str:
    """The field, and its value where the tidy table has one: not of what is missing, or no column of it."""
    value = _plain(step["value"])
    return f"{step['field']} = {value}" if value else str(step["field"])


def _plain(value: object) -> str:
    return "" if isinstance(value, float) and value != value else text_of(value)
