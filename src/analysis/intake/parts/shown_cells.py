"""Cells whose format says more than their value. Who types 80% gets 0.8 stored, beside others that are 75; who types
2020年3月 gets its first day; who strikes a row through may mean that it is not there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from analysis.intake.findings import Findings
from analysis.intake.parts.part import Part
from analysis.intake.sheet import CellValue, Sheet
from analysis.intake.values import percent_scale
from analysis.intake.values.percents import TOO_LARGE_FROM
from analysis.vocabulary import Vocabulary


def show_formats(part: Part, sheet: Sheet, words: Vocabulary) -> None:
    """Give cells the text that the sheet shows: percentages, unless their column is one of fractions anyway, and months
    where days are asked for."""
    if not sheet.shown:
        return
    for column, match in enumerate(part.columns):
        cells, kind = part.cells[column], words.fields[match.field].kind
        if kind == "date" or (kind == "percent" and percent_scale(cells) == 1):
            wanted, text_of = ("month", _month) if kind == "date" else ("percent", _percent)
            told = [sheet.shown.get(part.cell(column, at), "") for at in range(len(cells))]
            texts = [text_of(cell) if wanted in says else cell for cell, says in zip(cells, told, strict=True)]
            part.cells = [*part.cells[:column], texts, *part.cells[column + 1 :]]


def tell_struck(part: Part, sheet: Sheet, findings: Findings) -> None:
    """A finding for each row some of whose cells are struck through: they are read as they are written."""
    if not any("struck" in says for says in sheet.shown.values()):
        return
    for at in range(len(part.rows)):
        struck = [
            (column, cell)
            for column in range(len(part.columns))
            if "struck" in sheet.shown.get(cell := part.cell(column, at), "") and part.cells[column][at] is not None
        ]
        if struck:
            (column, first), *others = struck
            field, value = part.columns[column].field or "", part.cells[column][at]
            beside = [cell for _, cell in others]
            findings.add("cell_struck", part.place, first, field=field, value=value, beside=beside)


def _percent(cell: CellValue) -> CellValue:
    """80% for 0.8; what would show as 300 % and more was typed as 80 into such a cell by a program, and stays."""
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool) and cell * 100 < TOO_LARGE_FROM
    return f"{Decimal(repr(cell)) * 100:f}%" if is_number else cell


def _month(cell: CellValue) -> CellValue:
    """2020年3月 for its first day; another day was not typed as a month."""
    return f"{cell.year}年{cell.month}月" if isinstance(cell, date) and cell.day == 1 else cell
