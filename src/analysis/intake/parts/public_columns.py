"""The columns of a table that may be shown, those that are read, and all of a part's as one text of JSON, by which any
value goes back to its cell."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache

from analysis.intake.findings import Cell, Findings, Place, parse_cell
from analysis.intake.headers.column import ColumnMatch, is_kept
from analysis.intake.headers.columns import match_headers
from analysis.intake.headers.days import HeaderDate
from analysis.intake.headers.guesses import guess_of
from analysis.intake.headers.others import tells_of_other_times
from analysis.intake.layout.letters import letter_of, names_a_kind
from analysis.intake.locate import Table
from analysis.intake.pieces import parts_of
from analysis.intake.sheet import Sheet, cell_name, column_letter
from analysis.intake.values.personal import MASK, is_name, mask_personal
from analysis.vocabulary import Vocabulary, key

_LEFT_OUT = ("header_unknown", "header_only_day", "header_other_unit")  # columns that are not read


@lru_cache(1024)  # offices use the same headers on every sheet and every week
def public_columns(paths: tuple[tuple[int, tuple[str, ...]], ...], words: Vocabulary) -> list[ColumnMatch]:
    """The columns of a table without data in their headers: rows of data may have been taken for a header, and a word
    in it that is none may be a person. So it is where an enterprise or a code stands among the words, and where a
    name stands beside 负责人. A telephone number in a header is masked as in any text. ``paths``: columns with their
    words, in order. Not to be changed."""
    matches = match_headers(dict(paths), words)
    letters = {word: letter_of(word.lower()) for match in matches for word in match.path}
    is_data = any(
        letter in "ec" and not (names_a_kind(word) or parts_of(key(word), words))  # 已返厂, Insurance company
        for word, letter in letters.items()
    )
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


def usable_columns(
    matches: list[ColumnMatch], sheet: Sheet, table: Table, place: Place, words: Vocabulary, findings: Findings
) -> list[ColumnMatch]:
    """The columns that are read: known, not personal, and not a second one of a field."""
    usable = []
    for match in matches:
        for rule in match.rules:
            if rule in _LEFT_OUT and not any(
                sheet.value(row, match.column) is not None for row in range(table.first_row, table.last_row + 1)
            ):
                continue  # a column left blank, such as one that parts two others
            cell = header_cell(sheet, table, match)
            beside = _repeats(sheet, table, cell) if rule in _LEFT_OUT else []
            is_other = rule == "header_unknown" and tells_of_other_times(match.path, words)
            note_header("header_other_time" if is_other else rule, match, place, cell, beside, findings)
        if is_kept(match, words) and "header_duplicate" not in match.rules:
            usable.append(match)
    return usable


def note_header(
    rule: str, match: ColumnMatch, place: Place, cell: Cell, beside: list[Cell], findings: Findings
) -> None:
    """What is to be told of a header or label at a cell, and at those ``beside`` that say the same."""
    findings.add(
        rule,
        place,
        cell,
        beside=beside,
        field=match.field or "",
        value="/".join(match.path),
        suggestion=match.suggestion,
        guess=guess_of(match.suggestion),
        column=column_letter(cell[1]),
    )


def header_cell(sheet: Sheet, table: Table, match: ColumnMatch) -> Cell:
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


def describe_columns(
    columns: Sequence[ColumnMatch],
    where: list[list[Cell]] | None = None,
    asked: Sequence[Sequence[object]] | None = None,
    heads: Sequence[tuple[Cell, int, int]] = (),
) -> str:
    """A list of each column's field, letter, header path and unit.

    ``date`` (month-day) where a header names the day its column speaks of; ``cells`` of a form's records, in order:
    ``where`` as in ``Part``, "" where ``asked`` is None: the labels in each record or their answers (all are asked,
    if not given). Last the ``heads`` that say the state of rows, as in ``Part``: their cell's letter and ``row``, and
    the rows ``over``.
    """
    described = [*_columns(columns, where, asked)]
    for (row, column), first, last in heads:
        found = {"field": None, "column": column_letter(column), "header": "", "unit": "", "row": row}
        described.append(json.dumps(found | {"over": [first, last]}))
    return _joined(tuple(described))


@lru_cache(4096)  # one text for all sheets with the same form: it travels once
def _joined(columns: tuple[str, ...]) -> str:
    return f"[{', '.join(columns)}]"


def columns_of(described: str) -> tuple[list[ColumnMatch], list[list[Cell]] | None]:
    """The columns, as far as a description tells them, and of forms where each value stands (see ``Part.where``)."""
    told = [column for column in json.loads(described) if "over" not in column]
    columns = [
        ColumnMatch(
            parse_cell(f"{column['column'] or 'A'}1")[1],
            column["field"],
            unit=column["unit"],
            date=HeaderDate(None, *map(int, column["date"].split("-"))) if "date" in column else None,
        )
        for column in told
    ]
    if not any("cells" in column for column in told):
        return columns, None
    return columns, [[parse_cell(cell or "A1") for cell in column["cells"]] for column in told]


def _columns(
    columns: Sequence[ColumnMatch], where: list[list[Cell]] | None, asked: Sequence[Sequence[object]] | None
) -> Iterator[str]:
    for at, match in enumerate(columns):
        cells = None
        if where is not None:
            is_asked = asked[at] if asked else [True] * len(where[at])
            cells = tuple(
                "" if here is None else cell_name(*cell) for cell, here in zip(where[at], is_asked, strict=True)
            )
        yield _column(match.field, match.column, match.path, match.unit, match.date, cells)


@lru_cache(4096)  # offices of one form have the same columns
def _column(
    field: str | None,
    column: int,
    path: tuple[str, ...],
    unit: str,
    date: HeaderDate | None,
    cells: tuple[str, ...] | None,
) -> str:
    found = {"field": field, "column": column_letter(column), "header": "/".join(path), "unit": unit}
    if date:
        found["date"] = f"{date.month:02d}-{date.day:02d}"
    if cells is not None:
        found |= {"cells": cells, "column": next(filter(None, cells), "").rstrip("0123456789")}
    return json.dumps(found, ensure_ascii=False)
