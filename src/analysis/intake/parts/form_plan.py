"""What is asked where on a form. The same on every sheet of a form, however many enterprises filled it in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from analysis.intake.findings import Cell
from analysis.intake.headers.column import ColumnMatch, is_kept, is_personal, match_path
from analysis.intake.layout.labelled import labels_in
from analysis.intake.layout.pairs import Pair, split_label, split_records
from analysis.intake.parts.numbers_in_cells import pairs_named
from analysis.intake.parts.public_columns import describe_columns, public_columns
from analysis.intake.sheet import CellValue, Sheet
from analysis.vocabulary import Vocabulary, fold

_COLON = re.compile("[:：︓﹕]")
_OF_THE_FORM = ("as_of", "office")  # what a form says of itself, as a list does in the rows above it
Asked = list[Pair | None]  # a label in each record, None where it lacks it


Noted = tuple[ColumnMatch, Sequence[Pair]]  # of what something is to be told, and where it stands


class FormPlan(NamedTuple):
    """The labels of a form, or of many on a sheet, and the cells of their answers. Not to be changed.

    ``asked[j][i]`` is the j-th column's label in the i-th record; ``where`` are the cells of their answers, for a
    label that a record lacks the first one of the form. ``rows`` are those of the names.
    ``described``: see ``describe_columns``.
    """

    matches: list[ColumnMatch]  # of all labels
    columns: list[ColumnMatch]  # of those that are read
    asked: list[Asked]
    where: list[list[Cell]]
    rows: list[int]
    described: str
    of_the_form: Sequence[Pair] = ()
    days: Asked = ()  # the label of its own day in each record, where all have one but perhaps the first
    contacts: Sequence[Asked] = ()  # what is not read because it is a person's
    noted: Sequence[Noted] = ()
    pairs: Mapping[int, list[ColumnMatch]] = MappingProxyType({})  # columns that may be two, see ``pairs_named``


def plan_of(
    matches: list[ColumnMatch],
    columns: list[ColumnMatch],
    asked: list[Asked],
    rows: list[int],
    first_row: int,
    **more: Sequence | Mapping,
) -> FormPlan:
    """A plan of these labels; a label that a record lacks is answered in ``first_row``."""
    where = [[_answer_cell(pair) if pair else (first_row, 1) for pair in pairs_of] for pairs_of in asked]
    return FormPlan(matches, columns, asked, where, rows, describe_columns(columns, where, asked), **more)


@lru_cache(64)  # an office's forms follow each other
def plan_form(pairs: tuple[Pair, ...], first_row: int, words: Vocabulary) -> FormPlan:
    """The plan of a form by its labels with their values, ``locate.Table.pairs``."""
    records = _one_spelling(split_records(list(pairs)), words)
    labels = list(dict.fromkeys(label for record in records for label in record))
    asked = [[record.get(label) for record in records] for label in labels]
    matches = public_columns(tuple((number, (label,)) for number, label in enumerate(labels, start=1)), words)
    known = list(zip(matches, asked, strict=True))
    named = pairs_named(matches, words)
    kept = [place for place, match in enumerate(matches) if place in named or is_kept(match, words)]
    columns, wanted = [matches[place] for place in kept], [asked[place] for place in kept]
    name, days = (
        next((pairs_of for match, pairs_of in zip(columns, wanted, strict=True) if match.field == field), None)
        for field in ("name", "as_of")
    )
    return plan_of(
        matches,
        columns,
        wanted,
        [_answer_cell(pair)[0] if pair else first_row for pair in name or [None] * len(records)],
        first_row,
        of_the_form=[pairs_of[0] for match, pairs_of in known if match.field in _OF_THE_FORM and pairs_of[0]],
        days=days if days and all(days[1:]) else (),
        contacts=[pairs_of for match, pairs_of in known if is_personal(match, words)],
        noted=_noted([of for place, of in enumerate(known) if place not in named], pairs),
        pairs={at: named[place] for at, place in enumerate(kept) if place in named},
    )


def _noted(known: list[tuple[ColumnMatch, Asked]], pairs: tuple[Pair, ...]) -> list[Noted]:
    """The labels that are not known, or by a guess, and those that stand in a record again, which holds the first
    answer."""
    read = {pair for _, asked in known for pair in asked}
    again: dict[str, list[Pair]] = {}
    for pair in pairs:
        if pair not in read:
            again.setdefault(pair[0], []).append(pair)
    noted = [(match, [pair for pair in asked if pair]) for match, asked in known if match.rules]
    labels = [(match, next(pair[0] for pair in asked if pair)) for match, asked in known if again]
    return noted + [
        (match._replace(rules=("header_duplicate",)), again[label]) for match, label in labels if label in again
    ]


def _answer_cell(pair: Pair) -> Cell:
    return pair[3], pair[4]


def _one_spelling(records: list[dict[str, Pair]], words: Vocabulary) -> list[dict[str, Pair]]:
    """The records with labels of one meaning called as the first of them: 产值（万元） and *产值(万元)：.

    Of two labels in one record that mean the same, the second stays what it is: a duplicate.
    """
    spelled = _spelled(dict.fromkeys(label for record in records for label in record), words)
    if not spelled:
        return records
    return [
        {label if spelled.get(label, label) in record else spelled[label]: pair for label, pair in record.items()}
        for record in records
    ]


def _spelled(labels: dict[str, None], words: Vocabulary) -> dict[str, str]:
    """Label -> the first label that means the same, where that is another one."""
    first: dict[tuple, str] = {}
    spelled: dict[str, str] = {}
    for label in labels:
        match = match_path(1, (label,), words)
        meaning = (match.field, match.code, match.unit, match.date)
        if match.field and first.setdefault(meaning, label) != label:
            spelled[label] = first[meaning]
    return spelled


def answer_of(sheet: Sheet, asked: Pair | None) -> CellValue:
    """The value beside a form's label, or behind it where both stand in one cell (企业名称：某厂)."""
    if asked is None:
        return None
    label, label_row, label_column, row, column = asked
    value = sheet.value(row, column)
    if not isinstance(value, str):
        return value
    if (label_row, label_column) == (row, column) and (answer := labels_in(value).get(label)) is not None:
        return answer or None
    if _COLON.search(value):
        said, rest = split_label(value)
        return rest or None if fold(said) == fold(label) else value
    return value
