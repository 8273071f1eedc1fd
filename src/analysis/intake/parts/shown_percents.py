"""Numbers that a spreadsheet shows as percentages: who types 80% gets 0.8 stored, beside others that are 75."""

from __future__ import annotations

from decimal import Decimal

from analysis.intake.parts.part import Part
from analysis.intake.sheet import CellValue, Sheet
from analysis.intake.values import percent_scale
from analysis.intake.values.percents import TOO_LARGE_FROM
from analysis.vocabulary import Vocabulary


def show_percents(part: Part, sheet: Sheet, words: Vocabulary) -> None:
    """Give cells of percentages the text that the sheet shows (80%), where their column is not one of fractions anyway.

    What would show as 300 % and more was typed as 80 into a cell of that format by a program, and stays as it is.
    """
    if not sheet.percents:
        return
    for column, match in enumerate(part.columns):
        cells = part.cells[column]
        if words.fields[match.field].kind == "percent" and percent_scale(cells) == 1:
            shown = [_shown(cell) if part.cell(column, at) in sheet.percents else cell for at, cell in enumerate(cells)]
            part.cells = [*part.cells[:column], shown, *part.cells[column + 1 :]]


def _shown(cell: CellValue) -> CellValue:
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool) and cell * 100 < TOO_LARGE_FROM
    return f"{Decimal(repr(cell)) * 100:f}%" if is_number else cell
