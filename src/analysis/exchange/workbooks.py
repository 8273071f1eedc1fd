"""What all workbooks for offices have in common: how they look and print, and that no text in them becomes a formula, a
link or a number."""

import io
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from numbers import Real

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from analysis.exchange.safe import neutral
from analysis.intake.sheet import CellValue

FONT = "Microsoft YaHei"
DATE = {"num_format": "yyyy-mm-dd"}
EDGE = {"border": 1, "border_color": "#C9CFD5"}
_LONGEST_TEXT = 32_000
_MOST_DIGITS = 1e15  # of a number that a spreadsheet shows as it is
_ALLOWED = ("format_columns", "format_rows", "sort", "autofilter", "select_locked_cells", "select_unlocked_cells")


class Styles:
    """The workbook's formats, each made once."""

    def __init__(self, book: Workbook, usual: Mapping[str, object]):
        self._book, self._usual = book, {"font_name": FONT, "font_size": 10, "valign": "vcenter", **usual}
        self._made: dict[tuple, Format] = {}

    def of(self, **properties: object) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(self._usual | properties)
        return self._made[key]

    def title(self) -> Format:
        return self.of(bold=True, font_size=16, align="center")

    def header(self, **more: object) -> Format:
        """Of the row above what is to be filled in."""
        return self.of(bold=True, bg_color="#DDE3E9", border=1, border_color="#9AA4AE", **more)


@contextmanager
def new_workbook(content: io.BytesIO, title: str, **usual: object) -> Iterator[tuple[Workbook, Styles]]:
    """A workbook and its formats (``usual``: what all of them have); its bytes are in ``content`` when the block is
    left."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"title": title, "author": ""})
        yield book, Styles(book, usual)


def write_value(sheet: Worksheet, row: int, column: int, value: CellValue, style: Format) -> None:
    """One value by its type; a text as a text."""
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, Real) and math.isfinite(value) and abs(value) < _MOST_DIGITS:
        sheet.write_number(row, column, value, style)
    elif isinstance(value, datetime | date) and value.year >= 1900:
        sheet.write_datetime(row, column, value.replace(tzinfo=None) if isinstance(value, datetime) else value, style)
    else:
        sheet.write_string(row, column, neutral(_text(value))[:_LONGEST_TEXT], style)


def write_header(sheet: Worksheet, row: int, words: Sequence[str], widths: Sequence[float], style: Format) -> None:
    """A header and the widths of its columns."""
    for column, (word, width) in enumerate(zip(words, widths, strict=True)):
        sheet.write_string(row, column, word, style)
        sheet.set_column(column, column, width)


def set_up_print(sheet: Worksheet, header_row: int | None = None, *, landscape: bool = True) -> None:
    """One page wide on A4, the header on each page."""
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    if header_row is not None:
        sheet.repeat_rows(header_row)


def lock(sheet: Worksheet) -> None:
    """Let only what is not locked be changed; sorting, filtering and widths stay free."""
    sheet.protect("", dict.fromkeys(_ALLOWED, True))


def _text(value: object) -> str:
    if isinstance(value, time | timedelta | date):
        return str(value)
    return f"{value:.0f}" if isinstance(value, float) and math.isfinite(value) else str(value)
