"""Labelled numbers in the cells below a header that nobody knows: 人员情况 over 应到120，实到80 becomes two columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from analysis.intake.headers.column import ColumnMatch
from analysis.intake.headers.others import means_another
from analysis.intake.parts.pairs_in_cells import unsplit
from analysis.intake.parts.told_numbers import told_numbers
from analysis.intake.sheet import CellValue
from analysis.vocabulary import Vocabulary

_TOLD = "told"  # the code of a column that has the numbers of its field
_UNREAD = ("header_unknown", "header_duplicate")
_NUMBERS = ("integer", "number", "percent")
_LOOKED_AT = 3  # cells that show whether a column is worth reading
_MOST = 0.5  # of the cells have to be labelled numbers


def mark_numbers(
    matches: list[ColumnMatch], words: Vocabulary, cells_of: Callable[[int], Sequence[CellValue]]
) -> list[ColumnMatch]:
    """The columns, one that is not read as a column for each thing that its cells give a number of, and that this is
    assumed; what other columns ask is theirs."""
    found: list[ColumnMatch] = []
    for match in matches:
        fields = _fields_told(cells_of(match.column), words) if _is_unread(match, words) else ()
        if not fields:
            found.append(match)
            continue
        taken = {other.field for other in (*matches, *found)}
        new = [
            ColumnMatch(match.column, field, _TOLD, path=match.path, rules=("header_ambiguous",))
            for field in fields
            if field not in taken
        ]
        found += new or [match]
    return found


def numbers_of_label(
    match: ColumnMatch, cell: CellValue, taken: Sequence[str | None], words: Vocabulary
) -> list[tuple[ColumnMatch, str]]:
    """The same of a form's label, each thing with its number."""
    fields = _fields_told([cell], words) if _is_unread(match, words) else ()
    return [
        (match._replace(field=field, suggestion="", rules=("header_ambiguous",)), _numbers(cell, words)[field])
        for field in fields
        if field not in taken
    ]


def _is_unread(match: ColumnMatch, words: Vocabulary) -> bool:
    is_unread = match.field is None and not set(_UNREAD).isdisjoint(match.rules)
    return is_unread and not match.date and not any(means_another(word, words) for word in match.path)


def _fields_told(cells: Sequence[CellValue], words: Vocabulary) -> tuple[str, ...]:
    """What most cells give numbers of, two or more things; none of other cells."""
    said = [cell for cell in cells if cell is not None]
    if not any(isinstance(cell, str) and len(told_numbers(cell, words)) > 1 for cell in islice(said, _LOOKED_AT)):
        return ()
    told = [_numbers(cell, words) for cell in said]
    fields = tuple(dict.fromkeys(field for numbers in told for field in numbers))
    return fields if len(fields) > 1 and sum(map(bool, told)) > _MOST * len(said) else ()


def _numbers(cell: CellValue, words: Vocabulary) -> dict[str, str]:
    """Field -> its number, of a cell that says nothing else."""
    told = told_numbers(cell, words) if isinstance(cell, str) else ()
    if not all(field and words.fields[field].kind in _NUMBERS for field, _ in told):
        return {}
    numbers = dict(told)
    return numbers if len(numbers) == len(told) else {}


def split_numbers(
    columns: Sequence[ColumnMatch], cells: Sequence[Sequence[CellValue]], words: Vocabulary
) -> tuple[Sequence[ColumnMatch], Sequence[Sequence[CellValue]]]:
    """The columns and their cells, those of labelled numbers with their own."""
    if not any(match.code == _TOLD for match in columns):
        return columns, cells
    split = [
        [_own(cell, match.field, words) for cell in own] if match.code == _TOLD else own
        for match, own in zip(columns, cells, strict=True)
    ]
    return [match._replace(code="") if match.code == _TOLD else match for match in columns], split


def _own(cell: CellValue, field: str, words: Vocabulary) -> CellValue:
    numbers = _numbers(cell, words)
    return numbers.get(field) if numbers else unsplit(cell)
