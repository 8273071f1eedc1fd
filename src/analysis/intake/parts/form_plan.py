"""What is asked where on a form. The same on every sheet of a form, however many enterprises filled it in."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from analysis.intake.findings import Cell
from analysis.intake.headers.column import ColumnMatch, is_kept, is_personal, match_path
from analysis.intake.headers.columns import match_headers
from analysis.intake.layout.pairs import Pair, split_label, split_records
from analysis.intake.parts.described import describe_columns
from analysis.intake.sheet import CellValue, Sheet
from analysis.vocabulary import Vocabulary, fold

_COLONS = frozenset(":：︓﹕")
_OF_THE_FORM = ("as_of", "office")  # what a form says of itself, as a list does in the rows above it
Asked = tuple[str, Cell | None]  # a label and the cell of its answer


class FormPlan(NamedTuple):
    """The labels of a form, or of many on a sheet, and the cells of their answers. Not to be changed.

    ``asked[j][i]`` is the j-th column's label in the i-th record with the cell of its answer, None where the record
    lacks it; ``where`` are the same cells, for it the first one of the form. ``rows`` are those of the names.
    ``described``: see ``describe_columns``.
    """

    matches: list[ColumnMatch]  # of all labels
    columns: list[ColumnMatch]  # of those that are read
    asked: list[list[Asked]]
    where: list[list[Cell]]
    rows: list[int]
    of_the_form: list[Asked]
    contacts: list[list[Asked]]  # what is not read because it is a person's, as ``asked``
    described: str


@lru_cache(64)  # an office's forms follow each other
def plan_form(pairs: tuple[Pair, ...], first_row: int, words: Vocabulary) -> FormPlan:
    """The plan of a form by its labels with their values, ``locate.Table.pairs``."""
    records = _one_spelling(split_records(list(pairs)), words)
    labels = list(dict.fromkeys(label for record in records for label in record))
    matches = match_headers({number: (label,) for number, label in enumerate(labels, start=1)}, words)
    wanted = [(labels[match.column - 1], match) for match in matches if is_kept(match, words)]
    about = [labels[match.column - 1] for match in matches if match.field in _OF_THE_FORM]
    persons = [labels[match.column - 1] for match in matches if is_personal(match, words)]
    names = [label for label, match in wanted if match.field == "name"]
    columns = [match for _, match in wanted]
    where = [[record.get(label, (first_row, 1)) for record in records] for label, _ in wanted]
    return FormPlan(
        matches,
        columns,
        [[(label, record.get(label)) for record in records] for label, _ in wanted],
        where,
        [record[names[0]][0] if names and names[0] in record else first_row for record in records],
        [(label, records[0].get(label)) for label in about],
        [[(label, record.get(label)) for record in records] for label in persons],
        describe_columns(columns, where, first_row),
    )


def _one_spelling(records: list[dict[str, Cell]], words: Vocabulary) -> list[dict[str, Cell]]:
    """The records with labels of one meaning spelled as the first of them: 产值（万元） and *产值(万元)：.

    Of two labels in one record that mean the same, the second stays what it is: a duplicate.
    """
    spelled = _spelled(dict.fromkeys(label for record in records for label in record), words)
    if not spelled:
        return records
    return [
        {label if spelled.get(label, label) in record else spelled[label]: cell for label, cell in record.items()}
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


def answer_of(sheet: Sheet, label: str, cell: Cell | None) -> CellValue:
    """The value beside a form's label, or behind it where both stand in one cell (企业名称：某厂)."""
    value = sheet.value(*cell) if cell else None
    if isinstance(value, str) and not _COLONS.isdisjoint(value):
        said, rest = split_label(value)
        return rest or None if fold(said) == fold(label) else value
    return value
