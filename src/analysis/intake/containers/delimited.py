"""Comma, tab, semicolon or bar separated text, and lists typed by hand, to one sheet. Every cell stays the text it is:
codes keep their zeros."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from ..sheet import CellValue, Sheet
from .grid import check_bounds, make_sheet
from .typed_lists import cells_of_lines

_DELIMITERS = ",\t;|｜│"
_LONGEST_CELL = 32_767  # Excel's own
_MOST_LINES_IN_A_CELL = 60
_LOOKED_AT = 200
_DECLARED = re.compile(r"\s*\"?sep=(.)\"?[ \t]*\r?\n")
_FORMULA_TEXT = re.compile(r'="([^"]*)"')  # how exports keep Excel from turning a code into a number


def read_delimited(text: str, name: str) -> list[Sheet]:
    """One sheet of text cells; blank lines are rows, quoted line breaks are inside their cell.

    Raises UnreadableUpload: ``sheet_out_of_bounds``.
    """
    csv.field_size_limit(2**31 - 1)
    text, delimiter = _delimiter(text)
    rows = list(_rows(text, delimiter, csv.QUOTE_MINIMAL))
    if text[-200:].count('"') > 1 and all(len(row) < 2 and "\n" not in "".join(row) for row in rows):
        # Lines that were put into quotation marks as a whole, by a program that took each for one cell.
        text, delimiter = _delimiter("\n".join(map("".join, rows)))
        rows = list(_rows(text, delimiter, csv.QUOTE_MINIMAL))
    if all(len(row) < 2 for row in rows):
        rows = cells_of_lines([cell for row in rows for cell in row or [""]]) or rows
    if any(len(cell) > _LONGEST_CELL or cell.count("\n") > _MOST_LINES_IN_A_CELL for row in rows for cell in row):
        # A lone quotation mark has swallowed what follows it: then it is no quoting.
        rows = list(_rows(text, delimiter, csv.QUOTE_NONE))
    check_bounds(name, max(1, len(rows)), max(map(len, rows), default=1) or 1)
    return [make_sheet(name, [[_cell(cell) for cell in row] for row in rows])]


def _delimiter(text: str) -> tuple[str, str]:
    """The text without Excel's ``sep=`` line, and the separator by which most rows get the same number of cells."""
    declared = _DECLARED.match(text)
    if declared:
        return text[declared.end() :], declared.group(1)

    def agreement(delimiter: str) -> tuple[int, int]:
        widths = Counter(
            len(row) for row in islice(_rows(text, delimiter, csv.QUOTE_MINIMAL), _LOOKED_AT) if len(row) > 1
        )
        width, rows = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return rows, width

    there = [delimiter for delimiter in _DELIMITERS if delimiter in text]
    return text, max(there, key=agreement) if len(there) > 1 else (there or _DELIMITERS)[0]


def _rows(text: str, delimiter: str, quoting: int) -> Iterator[list[str]]:
    spaced = delimiter + ' "' in text  # a quotation begins behind a blank too
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting, skipinitialspace=spaced)


def _cell(text: str) -> CellValue:
    formula = _FORMULA_TEXT.fullmatch(text)
    text = formula.group(1) if formula else text
    if text[:1] == "'" and text[-1:] != "'":
        text = text[1:]  # before what a spreadsheet is to take for a text, which does not show it
    return text.replace("\r\n", "\n") or None
