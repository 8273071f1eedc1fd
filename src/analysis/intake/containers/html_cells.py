"""The cells of a page: the lines of text that a browser would show, markup that no parser takes long for, and a grid
filled row by row, where spans from rows above take their places."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate

from ..sheet import CellValue, Sheet
from .grid import Grid

LINE_BREAK = "\v"  # apart from the source's own, which are blanks
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BLANKS = " \t\r\n\f\v\xa0"
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f]")  # which no browser shows
_MANY_TAGS = 5_000
_MANY_UNCLOSED = 1_000
_DEEPEST = 500
# Elements that nest without end, for which HTML's rules have a parser look through all that are open.
_NESTING = re.compile(
    r"<(/?)(?!(?:table|caption|t[rdh]|tbody|thead|tfoot|col|br|hr|img|input|meta|link|script|style|title)\b)"
    r"(?:(p|div|li|h\d|center)\b|[a-z])[^<>]*>",
    re.IGNORECASE,
)
_UNSHOWN = re.compile(r"<(xml|noscript)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_ENDLESS = re.compile(r"(<[a-z]+)[^<>]{50000,}", re.IGNORECASE)  # each attribute is compared with all before it
_SWALLOWING = re.compile(r"<(?:title|style|script|textarea|noscript|xml)\b[^<>]*/>")


class FlowGrid:
    """Rows of cells with spans. Spans are kept as intervals, so a cell that spans a whole sheet costs nothing."""

    def __init__(self, name: str, hidden_columns: Iterable[int] = ()) -> None:
        self._grid = Grid(name)
        self._grid.hidden_columns.update(hidden_columns)
        self._row = 0
        self._column = 1
        self._taken: list[tuple[int, int, int]] = []  # first column, last column, last row
        self._ahead: list[tuple[int, int, int]] = []  # those that the row has not passed, the nearest last
        self._hidden: set[int] = set()  # columns with a cell that is hidden
        self._shown: set[int] = set()  # and with one that is not

    def next_row(self, hidden: bool = False) -> bool:
        """Begin a row; whether all its places are free."""
        self._row += 1
        self._column = 1
        self._taken = [span for span in self._taken if span[2] >= self._row]
        self._ahead = sorted(self._taken, reverse=True)
        if hidden:
            self._grid.hidden_rows.add(self._row)
        return not self._taken

    def add_row(self, values: list[CellValue]) -> None:
        """Fill a row whose places are free with cells without spans."""
        self._grid.put_row(self._row, values)

    def add_cell(self, value: CellValue, row_span: int = 1, column_span: int = 1, hidden: bool = False) -> None:
        """Put a cell at the next free place of the row; a column whose every cell is hidden is."""
        while self._ahead and self._ahead[-1][0] <= self._column:
            self._column = max(self._column, self._ahead.pop()[1] + 1)
        self._grid.put(self._row, self._column, value)
        if column_span == 1:
            (self._hidden if hidden else self._shown).add(self._column)
        last_row, last_column = self._row + row_span - 1, self._column + column_span - 1
        if row_span > 1 or column_span > 1:
            self._grid.merge(self._row, self._column, last_row, last_column)
        if row_span > 1:
            self._taken.append((self._column, last_column, last_row))
        self._column = last_column + 1

    def sheet(self) -> Sheet:
        """The finished Sheet."""
        self._grid.hidden_columns |= self._hidden - self._shown
        return self._grid.sheet()


def parseable(text: str) -> str:
    """A page without what would cost it its tables, XML's empty elements (in HTML they last to the page's end) and a
    comment without an end, nor what would cost the parser minutes: elements in each other, attributes by thousands."""
    if "/>" in text:
        text = _SWALLOWING.sub("", text)
    if (last := text.rfind("<!--")) >= 0 and text.find("-->", last) < 0:
        text = text[:last] + text[last + 4 :]
    tags = text.count("<")
    if tags > _MANY_TAGS or tags - 2 * text.count("</") > _MANY_UNCLOSED:
        depths = accumulate(-1 if end else 1 for end, _ in _NESTING.findall(text))
        if max(depths, default=0) > _DEEPEST:
            text = _NESTING.sub(lambda tag: LINE_BREAK if tag[2] else "", _UNSHOWN.sub("", text))
    return _ENDLESS.sub(r"\1", text) if len(text) > 100_000 else text


def cell_texts(texts: list[str]) -> list[str | None]:
    """A row's cells as browsers show them, blanks around each left out."""
    texts = [text.strip(_BLANKS) for text in texts]
    row = "".join(texts)
    if not row.isprintable() or "  " in row:  # few rows; each step costs more than its characters
        texts = ["\n".join(text_lines(text)) for text in texts]
    return [text or None for text in texts]


def text_lines(text: str) -> list[str]:
    """The lines of text that are not blank."""
    lines = (line.strip(_BLANKS) for line in _SPACES.sub(" ", _CONTROLS.sub("", text)).split(LINE_BREAK))
    return [*filter(None, lines)]
