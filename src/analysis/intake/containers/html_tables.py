"""Tables of an HTML page, as web systems and Excel save them under the suffix .xls; MHTML around them."""

from __future__ import annotations

import email
import re
from dataclasses import replace
from html import unescape

from ..errors import UnreadableUpload
from ..sheet import CellValue, Sheet
from .encodings import decode
from .flowgrid import FlowGrid
from .grid import with_lines_below
from .limits import MAX_COLUMNS, MAX_ROWS

_SKIPPED = {"script", "style", "xml", "title", "noscript"}
_BREAKS = {"br", "p", "div", "li"}
_HEADINGS = {"caption", "h1", "h2", "h3", "h4"}
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# What browsers take for markup: scripts and styles whole, comments and declarations, tags with their attributes; of an
# element that holds nothing but text, the end too: most cells are one, and each step costs more than its characters.
_MARKUP = re.compile(
    r"<(?:(?P<raw>script|style)\b[^>]*>.*?(?:</(?P=raw)\s*>|\Z)"
    r"|!--.*?-->|(?!!--)[!?][^>]*>|/(?![a-z])[^>]*>"
    r"|(?P<end>/?)(?P<tag>[a-z][^\s/>]*)(?P<about>(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>|[^>]*+>)"
    r"(?:(?P<inside>[^<]*+)</(?P=tag)\s*>)?)",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([^\s\"'>/=]+)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]*)")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_SHEET_NAME = re.compile(r"<x:Name>([^<]{1,31})</x:Name>")
_DEEPEST = 20  # tables inside each other's cells
_DIGITS = re.compile(r"\s*(\d{1,9})")


def read_html(text: str) -> list[Sheet]:
    """One sheet per table (of those inside a cell, those with rows and columns), with the lines of text above it,
    which tables of one cell are too; lines below the last one are rows below it.

    Raises UnreadableUpload: ``no_table_inside``, ``sheet_out_of_bounds``, ``sheet_too_large``.
    """
    reader = _TableReader(_SHEET_NAME.findall(text))
    reader.read(text)
    if not reader.sheets:
        raise UnreadableUpload("no_table_inside")
    return reader.sheets


def read_mhtml(data: bytes) -> list[Sheet]:
    """The tables of every HTML part of a web archive. Raises as ``read_html`` does."""
    sheets = []
    for part in email.message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            text = decode(part.get_payload(decode=True) or b" ")
            if "<table" in text.lower():
                sheets.extend(read_html(text))
    if not sheets:
        raise UnreadableUpload("no_table_inside")
    return sheets


class _TableReader:
    """Follows a page's tags as browsers do where they are left out or doubled; a parser of pages in Python takes four
    times as long."""

    def __init__(self, names: list[str]) -> None:
        self.sheets: list[Sheet] = []
        self._names = names
        self._grid = FlowGrid(self._next_name())
        self._lone: Sheet | None = None  # the last table of one cell
        self._depth = 0  # 1 inside a table
        self._outer: list[tuple[FlowGrid, bool, list[str], tuple[int, int]]] = []  # the tables around it
        self._skipping = 0
        self._in_cell = False
        self._text: list[str] = []
        self._span = (1, 1)

    def _next_name(self) -> str:
        number = len(self.sheets)
        return self._names[number] if number < len(self._names) else f"表{number + 1}"

    def read(self, text: str) -> None:
        """Read a page to its end."""
        position = 0
        for found in _MARKUP.finditer(text):
            if found.start() > position:
                self._add_text(text[position : found.start()])
            position = found.end()
            if tag := found["tag"]:
                tag, about = tag.lower(), found["about"]
                if not found["end"]:
                    self._start(tag, about)
                if found["end"] or about.endswith("/>"):
                    self._end(tag)
                if (inside := found["inside"]) is not None:
                    self._add_text(inside)
                    self._end(tag)
        self._add_text(text[position:])
        self._finish()

    def _start(self, tag: str, about: str) -> None:
        if self._depth == 1 and tag in ("td", "th"):
            self._cell()
            self._in_cell = True
            self._span = (1, 1)
            if "span" in about.lower():
                said = _attributes(about)
                self._span = (_number(said.get("rowspan"), MAX_ROWS), _number(said.get("colspan"), MAX_COLUMNS))
        elif self._depth == 1 and tag == "tr":
            self._cell()
            self._grid.next_row(hidden=bool(_HIDDEN.search(_attributes(about).get("style", ""))))
        elif tag in _SKIPPED:
            self._skipping += 1
        elif tag == "table":
            if self._depth == 0:
                self._line()
            elif len(self._outer) < _DEEPEST:
                self._outer.append((self._grid, self._in_cell, self._text, self._span))
                self._grid, self._in_cell, self._text = FlowGrid(self._next_name()), False, []
            self._depth = 1
        elif tag in _BREAKS:
            self._text.append("\n") if self._in_cell or tag == "br" else self._line()

    def _end(self, tag: str) -> None:
        if self._depth == 1 and tag in ("td", "th", "tr"):
            self._cell()
        elif tag in _SKIPPED:
            self._skipping = max(0, self._skipping - 1)
        elif tag == "table" and self._depth:
            self._cell()
            if self._outer:
                self._end_inner()
            else:
                self._depth = 0
                self._end_table()
        elif tag in _BREAKS | _HEADINGS and not self._in_cell:
            self._line()

    def _add_text(self, text: str) -> None:
        if text and not self._skipping:
            self._text.append(text if text.isalnum() else _SPACES.sub(" ", unescape(text)))

    def _taken_text(self) -> str:
        text = "".join(self._text)
        self._text.clear()
        if "\n" not in text:
            return text.strip(" \xa0")
        lines = [line.strip(" \xa0") for line in text.split("\n")]
        return "\n".join(filter(None, lines))

    def _cell(self) -> None:
        if self._in_cell:
            self._grid.add_cell(self._taken_text(), *self._span)
            self._in_cell = False
        elif self._text:
            self._text.clear() if self._depth and not "".join(self._text).strip() else self._line()

    def _line(self) -> None:
        if not self._in_cell:
            self._grid.add_line(self._taken_text())

    def _end_table(self) -> None:
        sheet = self._grid.sheet()
        said = _said(sheet)
        if len(said) > 1:
            self.sheets.append(sheet)
        elif said:
            self._lone = sheet
        self._grid = FlowGrid(self._next_name())
        for line in (*sheet.above, *said) if len(said) < 2 else ():
            self._grid.add_line(str(line))

    def _end_inner(self) -> None:
        """A table inside a cell: one of rows and columns stands for itself, and those around it only lay out the page:
        what they have said stands above it. Of any other the texts are the cell's."""
        sheet = self._grid.sheet()
        if _is_wide(sheet):
            above: list[str] = []
            for level, (grid, in_cell, text, span) in enumerate(self._outer):
                around = grid.sheet()
                if _is_wide(around):
                    self.sheets.append(around)
                else:
                    above += [*around.above, *map(str, _said(around))]
                above += filter(None, ["".join(text).strip(" \xa0\n")])
                self._outer[level] = (FlowGrid(self._next_name()), in_cell, [], span)
            self.sheets.append(replace(sheet, above=(*above, *sheet.above)))
            said = []
        else:
            said = [*sheet.above, *map(str, _said(sheet))]
        self._grid, self._in_cell, self._text, self._span = self._outer.pop()
        self._text.append("\n".join(said))

    def _finish(self) -> None:
        """A table the file forgot to close is still a table; lines below the last table are its notes."""
        self._cell()
        while self._outer:
            self._end_inner()
            self._cell()
        if self._depth:
            self._end_table()
        if self.sheets:
            self.sheets[-1] = with_lines_below(self.sheets[-1], self._grid.sheet().above)
        elif self._lone:
            self.sheets.append(self._lone)


def _said(sheet: Sheet) -> list[CellValue]:
    return [value for row in sheet.rows for value in row if value is not None]


def _is_wide(sheet: Sheet) -> bool:
    """Whether a table has rows and columns: two rows of two cells."""
    return sum(sum(value is not None for value in row) > 1 for row in sheet.rows) > 1


def _attributes(about: str) -> dict[str, str]:
    """Name -> value of a tag's attributes."""
    return {name.lower(): unescape(value.strip("\"'")) for name, value in _ATTRIBUTE.findall(about)}


def _number(text: str | None, most: int) -> int:
    digits = _DIGITS.match(text or "")
    return min(max(1, int(digits.group(1))), most) if digits else 1
