"""Cells whose format says more than their value. Who types 80% gets 0.8 stored, beside others that are 75; who types
2020年3月 gets its first day; who strikes a row through may mean that it is not there."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from analysis.intake.containers.formats import words_for
from analysis.intake.findings import Findings, Place
from analysis.intake.parts.part import Part
from analysis.intake.sheet import CellValue, Sheet, Shown
from analysis.intake.values import percent_scale
from analysis.intake.values.percents import NEVER_A_FRACTION, TOO_LARGE_FROM
from analysis.vocabulary import Vocabulary

_TOLD = (("struck", "cell_struck"), ("corrected", "cell_corrected"), ("commented", "cell_commented"))
_PLAIN = Shown()
SCALED = re.compile(r"/(10*)(\S*)")


def show_formats(part: Part, sheet: Sheet, words: Vocabulary) -> None:
    """Give cells the text that the sheet shows: percentages, unless their column is one of fractions anyway, months
    where days are asked for, numbers of which only thousands or 万 are shown or whose unit is, and words shown for
    numbers (是 for 1) where words are asked for."""
    if not sheet.shown:
        return
    read = _TEXTS if any(shown.format[:1] == "=" for shown in sheet.shown.values()) else _NUMBERS
    for column, match in enumerate(part.columns):
        cells, kind = part.cells[column], words.fields[match.field].kind
        if kind in read and (kind != "percent" or percent_scale(cells) == 1):
            told = [sheet.shown.get(part.cell(column, at), _PLAIN).format for at in range(len(cells))]
            texts = [read[kind](cell, says) for cell, says in zip(cells, told, strict=True)]
            part.cells = [*part.cells[:column], texts, *part.cells[column + 1 :]]


def tell_shown(part: Part, sheet: Sheet, findings: Findings) -> None:
    """A finding for each row some of whose cells are struck through, which are read as they are written; for each in
    which some words of cells are, which are left out; for each that has comments, which nobody reads."""
    for told, rule in _TOLD:
        if any(told in shown.marks for shown in sheet.shown.values()):
            _tell(part, sheet, told, rule, findings)


def tell_unseen(sheet: Sheet, place: Place, findings: Findings) -> None:
    """A finding for the cells of a sheet whose values it does not show, which are left out, and one for noughts, which
    are read."""
    for mark, rule in (("unseen", "cell_unseen"), ("unseen nought", "nought_unseen")):
        if cells := [cell for cell, shown in sheet.shown.items() if mark in shown.marks]:
            findings.add(rule, place, cells[0], beside=cells[1:])


def _tell(part: Part, sheet: Sheet, told: str, rule: str, findings: Findings) -> None:
    for at in range(len(part.rows)):
        cells = [
            (column, cell)
            for column in range(len(part.columns))
            if told in sheet.shown.get(cell := part.cell(column, at), _PLAIN).marks
            and (told == "commented" or part.cells[column][at] is not None)
        ]
        if cells:
            (column, first), *others = cells
            field, value = part.columns[column].field or "", part.cells[column][at]
            findings.add(rule, part.place, first, field=field, value=value, beside=[cell for _, cell in others])


def _percent(cell: CellValue, says: str) -> CellValue:
    """80% for 0.8; what would show as 300 % and more was typed as 80 into such a cell by a program, and stays, but not
    4.2, which shows 420% whoever typed it."""
    is_share = says == "percent" and _is_number(cell)
    is_shown = is_share and (cell * 100 < TOO_LARGE_FROM or (cell < NEVER_A_FRACTION and cell % 1))
    return f"{(Decimal(repr(cell)) * 100).normalize():f}%" if is_shown else _number(cell, says)


def _month(cell: CellValue, says: str) -> CellValue:
    """2020年3月 for its first day, 2020年 for its first; another day was not typed as a month or year."""
    if not isinstance(cell, date) or cell.day != 1:
        return cell
    is_year = says == "year" and cell.month == 1
    return f"{cell.year}年" if is_year else f"{cell.year}年{cell.month}月" if says == "month" else cell


def _number(cell: CellValue, says: str) -> CellValue:
    """1.2345万 for 12345."""
    found = SCALED.match(says)
    return f"{Decimal(repr(cell)) / int(found[1]):f}{found[2]}" if found and _is_number(cell) else cell


def _words(cell: CellValue, says: str) -> CellValue:
    """是 for 1."""
    is_shown = says.startswith("=") and _is_number(cell)
    return (words_for(says[1:], cell) or cell) if is_shown else cell


def _is_number(cell: CellValue) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


_NUMBERS = {"percent": _percent, "date": _month, "number": _number, "integer": _number}
_TEXTS = _NUMBERS | dict.fromkeys(("text", "state", "yes_no", "choice", "category"), _words)
