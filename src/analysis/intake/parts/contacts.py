"""Persons in a sheet: the names of a row's own contacts, hidden where its words name them again, before these are read;
and which cells hold personal data, for whatever shows a sheet again. In doubt a cell counts as one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from analysis.intake.findings import Cell, Findings
from analysis.intake.headers.column import tells_persons
from analysis.intake.headers.columns import match_headers
from analysis.intake.locate import Table, find_tables, form_records, header_paths
from analysis.intake.sheet import CellValue, Sheet
from analysis.intake.values.personal import MASK, is_name, mask_personal
from analysis.vocabulary import Vocabulary, key

# What is asked for in an office's own words.
_WORDS = frozenset({
    "difficulty_text", "difficulty_measure", "stop_reason", "material_need", "transport_need", "packaging_need",
    "energy_need", "task_text", "task_answer", "remark",
})  # fmt: skip
_BETWEEN = re.compile(r"[^一-鿿]+")
HIDDEN = "***"
# Wider than the vocabulary: a header that nobody knows must not let a name or a number through.
_LABEL = re.compile(
    r"联系(人|电话|方式)|联络[人员]|电话|手机|身份证|姓名|(负责|经办|填报|填表|审核|报送|责任)人|法人代表|法定代表人|微信|phone|mobile|contact",
    re.I,
)
_LONGEST_LABEL = 12


if TYPE_CHECKING:
    from analysis.intake.parts.part import Part


def hide_contacts(part: Part, contacts: Sequence[Sequence[CellValue]], findings: Findings) -> None:
    """Mask in each row's words the persons in its ``contacts`` (columns that are not read, along ``part.rows``)."""
    for column, match in enumerate(part.columns if contacts else ()):
        cells = part.cells[column] if match.field in _WORDS else ()
        for index, text in enumerate(cells):
            if type(text) is not str:
                continue
            masked = without(text, persons_in(named[index] for named in contacts))
            if masked == text:
                continue
            if mask_personal(masked) == masked:  # else whoever reads it finds more, and notes it
                part.note(findings, "personal_masked", column, index)
            cells[index] = masked


def persons_in(cells: Iterable[CellValue]) -> tuple[str, ...]:
    """The names of persons in cells of contacts: 李四、张三丰 13812345678."""
    return tuple(person for cell in cells if type(cell) is str and not cell.isascii() for person in _names(cell))


def without(text: str, persons: Iterable[str]) -> str:
    """A text with some persons' names masked."""
    for person in persons:
        text = text.replace(person, MASK)
    return text


@lru_cache(4096)  # who fills a list in stands in many rows
def _names(text: str) -> tuple[str, ...]:
    """The longest first."""
    return tuple(sorted(filter(is_name, set(_BETWEEN.split(text))), key=lambda name: (-len(name), name)))


def private_cells(sheet: Sheet, words: Vocabulary) -> set[Cell]:
    """The cells under personal headers, beside personal labels, and inside merges of those; values filled in only."""
    tables = find_tables(sheet)
    found = {cell for table in tables for cell in _of_table(sheet, table, tables, words)}
    headers = {row for table in tables if table.kind == "list" for row in table.header_rows}
    found |= {cell for row in range(1, sheet.height + 1) if row not in headers for cell in _beside_labels(sheet, row)}
    return found


def public_value(value: CellValue) -> CellValue:
    """A cell's value with phones, identity numbers and the like masked, also where they are stored as numbers."""
    if isinstance(value, str):
        return mask_personal(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= 1e10:
        text = f"{value:.0f}"
        return value if mask_personal(text) == text else HIDDEN
    return value


def _of_table(sheet: Sheet, table: Table, tables: list[Table], words: Vocabulary) -> Iterator[Cell]:
    if table.kind == "form":
        for record in form_records(table):
            yield from (cell for label, cell in record.items() if _is_personal(label, words))
        return
    later = [row for other in tables if other is not table for row in other.header_rows if row > table.first_row]
    end = min(later, default=sheet.height + 1)
    paths = header_paths(sheet, table)
    for match in match_headers(paths, words):
        if tells_persons(match, words) or (match.field is None and any(map(_LABEL.search, paths[match.column]))):
            yield from ((row, match.column) for row in range(table.first_row, end))


def _is_personal(label: str, words: Vocabulary) -> bool:
    alias = words.columns.exact.get(key(label))
    known = alias is not None and words.fields[alias.field].kind == "personal"
    return known or (alias is None and bool(_LABEL.search(label)))


def _beside_labels(sheet: Sheet, row: int) -> Iterator[Cell]:
    """The next filled cell to the right of 联系人 or 填报人： in a row that is no header."""
    labelled = False
    for column, value in enumerate(sheet.rows[row - 1], start=1):
        if value is None or value == "":
            continue
        is_label = isinstance(value, str) and len(value.strip()) <= _LONGEST_LABEL and bool(_LABEL.search(value))
        if labelled and not is_label:
            yield row, column
        labelled = is_label and not re.search(r"[:：]\s*\S", value)
