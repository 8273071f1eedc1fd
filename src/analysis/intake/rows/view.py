"""What is read of a list at once: some of its rows, on one day, by the columns that speak of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

from analysis.intake.parts.part import Part
from analysis.intake.sheet import CellValue

_Any = TypeVar("_Any")


@dataclass(frozen=True)
class View:
    """``columns`` and ``kept`` are places in ``part.columns`` and ``part.rows``. ``read_from``: what stands in for a
    field, field -> the fields whose columns it may be read from, the best first."""

    part: Part
    as_of: date
    columns: Sequence[int]
    kept: Sequence[int]
    read_from: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def first(self) -> dict[str, int]:
        """Field -> the column it is read from."""
        own = {self.part.columns[at].field: at for at in reversed(self.columns)}
        found = {name: [own[word] for word in words if word in own] for name, words in self.read_from.items()}
        return own | {name: columns[0] for name, columns in found.items() if columns}

    def named(self, *names: str) -> list[int]:
        """All columns of some fields."""
        return [at for at in self.columns if self.part.columns[at].field in names]

    def of(self, values: Sequence[_Any]) -> Sequence[_Any]:
        """Of values of all rows those of its own."""
        return values if len(values) == len(self.kept) else [values[index] for index in self.kept]

    def cells(self, name: str) -> Sequence[CellValue]:
        """What its rows have of a field as received; None where no column has it."""
        return self.of(self.part.cells[self.first[name]]) if name in self.first else [None] * len(self.kept)
