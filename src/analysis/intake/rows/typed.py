"""A part's columns as typed values. Every assumption and loss is noted at its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from analysis.intake.findings import Findings
from analysis.intake.headers.words import unit_for, units_in
from analysis.intake.parts.numbers_in_cells import tells_another, told_number
from analysis.intake.parts.part import Part
from analysis.intake.sheet import CellError, CellValue
from analysis.intake.values import (
    Parsed,
    is_blank,
    is_error,
    mask_personal,
    parse_choice,
    parse_column,
    parse_date,
    parse_number,
    parse_percent,
    parse_yes_no,
    percent_scale,
    plain_numbers,
    plain_percents,
)
from analysis.intake.values.parsed import MISSING, plain
from analysis.intake.values.percents import any_broken
from analysis.intake.values.personal import mask_name, may_tell
from analysis.vocabulary import Field, Vocabulary

_OF_FRACTIONS, _OF_TENTHS = 100.0, 10.0


def read_column(part: Part, column: int, words: Vocabulary, findings: Findings, as_of: date) -> list[object]:
    """The values of a column by the kind of its field, one per body row; missing is None.

    Numbers are in the field's unit, percentages 0-100, dates ``datetime.date``, choices their codes, texts trimmed
    and without personal data.
    """
    cells, field = part.cells[column], words.fields[part.columns[column].field]
    if (plainly := _plain_values(part, column, field, words)) is not None:
        return plainly
    if field.kind == "percent" and _scale(part, column) == _OF_FRACTIONS:
        part.note(findings, "percent_from_fractions", column, 0)
    parsed = parse_column(cells, column_parser(part, column, words, as_of))
    for index, value in enumerate(parsed):
        for rule in value.rules:
            part.note(findings, rule, column, index, cells[index])
    return [value.value for value in parsed]


def _scale(part: Part, column: int) -> float:
    """What the bare numbers of a column of percentages are multiplied by: 10 where the header counts in tenths (成),
    unless there are fractions and nothing else."""
    cells = part.cells[column]
    scale = percent_scale(cells)
    are_fractions = scale == _OF_FRACTIONS and any_broken(cells)
    return _OF_TENTHS if part.columns[column].unit == "tenth" and not are_fractions else scale


def _plain_values(part: Part, column: int, field: Field, words: Vocabulary) -> list[object] | None:
    """The values of a column that is blank, or whose cells all are what they mean; None of any other."""
    cells = part.cells[column]
    if cells.count(None) == len(cells):
        return [None] * len(cells)
    match field.kind:
        case "percent":
            return None if part.columns[column].unit == "tenth" else plain_percents(cells)
        case "integer" | "number":
            return plain_numbers(cells) if (_stated(part, column, words) or field.unit) == field.unit else None
        case "identifier":
            return _plain_texts(cells, words)
        case "date" | "yes_no":
            return None
    if field.name in words.choices or _needs_a_look([cell for cell in cells if type(cell) is str]):
        return None
    return _plain_texts(cells, words)


def _needs_a_look(texts: list[str]) -> bool:
    """Whether one of some texts may be an error or may hold personal data; asked of all at once first."""
    together = "\n".join(texts)
    return ("#" in together or may_tell(together)) and any("#" in text or may_tell(text) for text in texts)


def _plain_texts(cells: list[CellValue], words: Vocabulary) -> list[object] | None:
    """The texts of a column of nothing but texts and blanks, none of which says that nothing is said; else None."""
    if not {str, type(None)}.issuperset(map(type, cells)):
        return None
    said = {plain(cell) for cell in cells if cell is not None}
    if "" in said or not said.isdisjoint(words.marks["missing"]):
        return None
    return [cell and cell.strip() for cell in cells]


def column_parser(part: Part, column: int, words: Vocabulary, as_of: date) -> Callable[[CellValue], Parsed]:
    """How a column's cells are read: by its field's kind, and by the unit that header, title or unit row state."""
    match = part.columns[column]
    field = words.fields[match.field]
    match field.kind:
        case "integer" | "number":
            return partial(_number, field=field, stated=_stated(part, column, words), words=words)
        case "percent":
            return partial(parse_percent, scale=_scale(part, column), vocabulary=words)
        case "date":
            return partial(parse_date, as_of=as_of, vocabulary=words)
        case "yes_no":
            return partial(parse_yes_no, vocabulary=words)
        case "identifier":
            return partial(_identifier, words=words)
        case _ if field.name in words.choices:
            return partial(parse_choice, words=words.choices[field.name], vocabulary=words)
        case _ if field.name == "name":
            return partial(_name, words=words)
    return partial(_text, words=words)


def _number(value: CellValue, field: Field, stated: str, words: Vocabulary) -> Parsed:
    """A cell as a number; of several in a text the one that is told as the field's."""
    read = parse_number(value, field.unit, stated, words)
    if "number_from_text" in read.rules and tells_another(str(value), field.name, words):
        return Parsed(None, rules=("number_unreadable",))
    if read.value is not None or type(value) is not str or (own := told_number(value, field.name, words)) is None:
        return read
    told = parse_number(own, field.unit, stated, words)
    return told._replace(rules=(*told.rules, "number_from_text"))


def _stated(part: Part, column: int, words: Vocabulary) -> str:
    """The unit of a column's header, else of the titles above it; '' where none is stated."""
    match = part.columns[column]
    return match.unit or unit_for(match.field, _units_above(part, words), words)


def _units_above(part: Part, words: Vocabulary) -> Iterator[str]:
    for text in (*part.titles, *part.sheet_titles):
        if isinstance(text, str):
            yield from units_in(text, words)


def _identifier(value: CellValue, words: Vocabulary) -> Parsed:
    """A code as text. A long number has lost digits in the spreadsheet itself."""
    if is_blank(value) or (isinstance(value, str) and plain(value) in words.marks["missing"]):
        return MISSING
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Parsed(f"{value:.0f}", rules=("identifier_numeric",) if abs(value) >= 1e15 else ())
    return Parsed(str(value).strip())


def _text(value: CellValue, words: Vocabulary) -> Parsed:
    if is_blank(value) or (isinstance(value, str) and plain(value) in words.marks["missing"]):
        return MISSING
    if is_error(value) or isinstance(value, CellError):
        return Parsed(None, rules=("cell_error",))
    text = f"{value:.15g}" if isinstance(value, float) else str(value).strip()
    masked = mask_personal(text)
    return Parsed(masked, rules=("personal_masked",) if masked != text else ())


def _name(value: CellValue, words: Vocabulary) -> Parsed:
    """An enterprise's name, without the persons behind it once they are masked."""
    read = _text(value, words)
    return read._replace(value=mask_name(read.value)) if "personal_masked" in read.rules else read
