"""Tables of an HTML page, as web systems and Excel save them under the suffix .xls; MHTML around them."""

from __future__ import annotations

import email
import re
from html.parser import HTMLParser

from ..errors import UnreadableUpload
from ..sheet import Sheet
from .encodings import decode
from .flowgrid import FlowGrid
from .limits import MAX_COLUMNS, MAX_ROWS

_SKIPPED = {"script", "style", "xml", "title", "noscript"}
_BREAKS = {"br", "p", "div", "li"}
_HEADINGS = {"caption", "h1", "h2", "h3", "h4"}
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def read_html(text: str) -> list[Sheet]:
    """One sheet per outermost table; the lines of text above a table are rows above it.

    Raises UnreadableUpload: ``no_table_inside``, ``sheet_out_of_bounds``, ``sheet_too_large``.
    """
    reader = _TableReader(re.findall(r"<x:Name>([^<]{1,31})</x:Name>", text))
    reader.feed(text)
    reader.close()
    reader.finish()
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


class _TableReader(HTMLParser):
    def __init__(self, names: list[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.sheets: list[Sheet] = []
        self._names = names
        self._grid = FlowGrid(self._next_name())
        self._depth = 0
        self._skipping = 0
        self._in_cell = False
        self._text: list[str] = []
        self._span = (1, 1)

    def _next_name(self) -> str:
        number = len(self.sheets)
        return self._names[number] if number < len(self._names) else f"表{number + 1}"

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        about = dict(attributes)
        if tag in _SKIPPED:
            self._skipping += 1
        elif tag == "table":
            if self._depth == 0:
                self._line()
            self._depth += 1
        elif tag in _BREAKS:
            self._text.append("\n") if self._in_cell or tag == "br" else self._line()
        elif self._depth == 1 and tag == "tr":
            self._cell()
            self._grid.next_row(hidden=bool(_HIDDEN.search(about.get("style") or "")))
        elif self._depth == 1 and tag in ("td", "th"):
            self._cell()
            self._in_cell = True
            self._span = (_number(about.get("rowspan"), MAX_ROWS), _number(about.get("colspan"), MAX_COLUMNS))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skipping = max(0, self._skipping - 1)
        elif tag == "table" and self._depth:
            self._depth -= 1
            if self._depth == 0:
                self._cell()
                self._end_table()
        elif self._depth == 1 and tag in ("td", "th", "tr"):
            self._cell()
        elif tag in _BREAKS | _HEADINGS and not self._in_cell:
            self._line()

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self._text.append(re.sub(r"[ \t\r\n\f]+", " ", data))

    def _taken_text(self) -> str:
        lines = [line.strip(" \xa0") for line in "".join(self._text).split("\n")]
        self._text.clear()
        return "\n".join(line for line in lines if line)

    def _cell(self) -> None:
        if self._in_cell:
            self._grid.add_cell(self._taken_text(), *self._span)
            self._in_cell = False
        else:
            self._text.clear() if self._depth and not "".join(self._text).strip() else self._line()

    def _line(self) -> None:
        if not self._in_cell:
            self._grid.add_line(self._taken_text())

    def _end_table(self) -> None:
        sheet = self._grid.sheet()
        if sheet.rows:
            self.sheets.append(sheet)
        self._grid = FlowGrid(self._next_name())

    def finish(self) -> None:
        """A table the file forgot to close is still a table; lines below the last table are its notes."""
        if self._depth:
            self._cell()
            self._end_table()


def _number(text: str | None, most: int) -> int:
    digits = re.match(r"\s*(\d{1,9})", text or "")
    return min(max(1, int(digits.group(1))), most) if digits else 1
