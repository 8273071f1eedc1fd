"""Persons whom a row's own columns of contacts name, where its words name them again: hidden before they are read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from analysis.intake.findings import Findings
from analysis.intake.sheet import CellValue
from analysis.intake.values.personal import MASK, is_name, mask_personal

if TYPE_CHECKING:
    from analysis.intake.parts.part import Part

# What is asked for in an office's own words.
_WORDS = frozenset({
    "difficulty_text", "difficulty_measure", "stop_reason", "material_need", "transport_need", "packaging_need",
    "energy_need", "task_text", "task_answer", "remark",
})  # fmt: skip
_BETWEEN = re.compile(r"[^一-鿿]+")


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
                findings.add("personal_masked", part.place, part.cell(column, index), field=part.columns[column].field)
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
