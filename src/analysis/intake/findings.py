"""Findings: what the intake noticed, assumed or refused, and where. Rows, not prose; sentences are made when read.
Cells go by the names that a spreadsheet gives them: C5, and lists of ranges such as C5:C17,C20."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from analysis.intake.sheet import cell_name
from analysis.intake.values import mask_personal
from analysis.intake.values.personal import MASK, may_name_somebody
from analysis.vocabulary import finding_rules

Cell = tuple[int, int]
Note = tuple[tuple, list[Cell], str]  # of a finding: by what it is told from others, its cells, its first value
Range = tuple[int, int, int, int]  # first row, first column, last row, last column: 1-based, inclusive
_NAME = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
# Who stands where a number or a day belongs was put there by mistake, and is not told.
_OF_NO_NAMES = ("number_unreadable", "date_unreadable")


class Place(NamedTuple):
    """Where a finding is: an upload, and if known a part (table) of one of its sheets."""

    upload_id: str = ""
    file: str = ""
    period_id: str = ""
    part: str = ""
    sheet: str = ""

    @property
    def source(self) -> dict[str, str]:
        """The columns by which a tidy row goes back to its table."""
        return {"upload_id": self.upload_id, "part": self.part, "source_file": self.file, "source_sheet": self.sheet}

    @property
    def sheet_index(self) -> int:
        """The place of the part's sheet among those of its upload, from 0."""
        return int(self.part.split(".")[0]) - 1


@dataclass
class Findings:
    """Collects findings; assumptions of one part, field and rule become one row, everything else one row a cell."""

    _groups: dict[tuple, list[Cell]] = field(default_factory=lambda: defaultdict(list))
    _first_value: dict[tuple, str] = field(default_factory=dict)

    def add(
        self,
        rule: str,
        place: Place,
        cell: Cell | None = None,
        /,  # a refusal has a ``cell`` among its arguments: the name of one in no table
        *,
        field: str = "",
        value: object = None,
        action: str = "",
        beside: Iterable[Cell] = (),
        **arguments: object,
    ) -> None:
        """Note one thing. ``rule`` is a row of vocabulary/findings.csv (KeyError otherwise); values are masked here.

        ``beside``: further cells of the sheet that it is about, such as the other of two that contradict each other.
        """
        severity = finding_rules()[rule]["severity"]
        shown = text_of(value)
        is_person = rule in _OF_NO_NAMES and may_name_somebody(shown.strip())
        shown = MASK if is_person else mask_personal(shown)[:80]
        told = {k: mask_personal(str(v))[:200] for k, v in arguments.items()}
        detail = json.dumps(told, ensure_ascii=False) if told else "{}"
        single = None if severity == "info" else (cell, shown)
        key = (place, field, rule, severity, action, detail, single)
        self._first_value.setdefault(key, shown)
        cells = self._groups[key]
        if cell:
            cells += [cell, *beside]

    def notes(self) -> list[Note]:
        """All that was noted so far, to be taken over by other Findings."""
        return [(key, cells, self._first_value[key]) for key, cells in self._groups.items()]

    def take(self, notes: Iterable[Note]) -> None:
        """Add what others noted, in their order."""
        for key, cells, shown in notes:
            self._first_value.setdefault(key, shown)
            self._groups[key] += cells

    def rows(self) -> list[dict[str, object]]:
        """One dict per finding, in the shape of the `findings` table."""
        return [
            {
                "upload_id": place.upload_id,
                "file": place.file,
                "part": place.part,
                "period_id": place.period_id,
                "sheet": place.sheet,
                "cells": ranges(cells),
                "count": max(len(cells), 1),
                "field": field_name,
                "rule": rule,
                "severity": severity,
                "value": self._first_value[key],
                "action": action,
                "arguments": detail,
            }
            for key, cells in self._groups.items()
            for place, field_name, rule, severity, action, detail, _ in [key]
        ]


def text_of(value: object) -> str:
    """As the cell shows it: a whole number without the point that spreadsheets' readers give it."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def ranges(cells: Iterable[Cell]) -> str:
    """A compact list of A1 ranges, runs down a column joined: C5:C17,C20."""
    runs: list[list[int]] = []
    for row, column in sorted(set(cells), key=lambda cell: (cell[1], cell[0])):
        if runs and runs[-1][0] == column and runs[-1][2] == row - 1:
            runs[-1][2] = row
        else:
            runs.append([column, row, row])
    return ",".join(
        cell_name(first, column) + (f":{cell_name(last, column)}" if last > first else "")
        for column, first, last in runs
    )


def parse_cell(name: str) -> Cell:
    """C5 -> (5, 3). Raises ValueError for what is no cell's name."""
    found = _NAME.fullmatch(name.strip().upper().replace("$", ""))
    if not found:
        raise ValueError(f"{name!r} 不是单元格；写法如 C5 / {name!r} is no cell; write it like C5")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def parse_ranges(text: object) -> list[Range]:
    """The ranges of a finding's ``cells``; none for a blank."""
    if not isinstance(text, str) or not text:
        return []
    pieces = (piece.partition(":") for piece in text.split(","))
    return [(*parse_cell(first), *parse_cell(last or first)) for first, _, last in pieces]


def covers(ranges: list[Range], cell: Cell) -> bool:
    """Whether a cell lies in one of the ranges."""
    row, column = cell
    return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in ranges)
