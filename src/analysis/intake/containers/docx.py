"""Tables of a Word document: one sheet each, with the paragraphs above it; one that merely goes on with the table above
is part of its sheet."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace

from ..errors import UnreadableUpload
from ..sheet import Sheet
from .archive import parts_like, read_part
from .as_seen import DRAWN, PLAIN
from .beside_cells import about_returns, paragraphs
from .grid import Grid
from .lines_between import LinesBetween, goes_on
from .markup import parse
from .runs import not_struck, raised, struck, without_struck

_MOST_LINES = 8
_SHORTEST_LINE = 4  # of a page's head: shorter are numbers of pages
# Boxes to tick, of Word 2010 and of older forms, whose default may hold; lists to choose from.
_BOXES = ("checkbox", "checkBox")
_CONTROLS = (*_BOXES, "checked", "default", "ddList", "result", "listEntry")
# What is not shown, or is no word of the text: what was moved elsewhere, drawings again for older programs, how a
# word is pronounced.
_SKIPPED = ("moveFrom", "Fallback", "rt")
_STRIKES = ("strike", "dstrike")
_SIGNS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}
_PAGE_HEAD = re.compile(r"word/header\d*\.xml")


def read_docx(archive: zipfile.ZipFile, document: str) -> list[Sheet]:
    """One sheet per outermost table of the part ``document``, of tables that a page break parted one; the lines of one
    without tables.

    Raises UnreadableUpload: ``no_table_inside``, ``only_pictures``, ``workbook_damaged``, ``xml_entities``.
    """
    reader = _DocumentReader()
    heads = (paragraphs(read_part(archive, part)) for part in sorted(parts_like(archive, _PAGE_HEAD)))
    reader.beside = about_returns(line for head in heads for line in head if len(line) >= _SHORTEST_LINE)
    parse(read_part(archive, document), reader)
    sheets = reader.finished()
    if not sheets:
        has_pictures = any("/media/" in part for part in archive.namelist())
        raise UnreadableUpload("only_pictures" if has_pictures else "no_table_inside")
    return sheets


class _DocumentReader:
    """Expat's events to grids. Rows of one table may differ in their cells; spans are counted in grid columns."""

    def __init__(self) -> None:
        self.tables: list[Grid] = []
        self.beside: tuple[str, ...] = ()  # what heads each page
        self._begun = 0
        self._lines = LinesBetween(_MOST_LINES)
        self._depth = 0
        self._text: list[str] = []
        self._in_text = self._is_hidden = False
        self._mark: Callable[[str], str] | None = None  # of the run that is read
        self._has_struck = self._is_commented = False
        self._is_to_fill = False  # what a control shows until somebody writes in it
        self._box = ""  # the sign that a control to tick shows next
        self._entries: list[str] = []  # of a list to choose from
        self._chosen = 0
        self._skipped = 0  # depth inside what is skipped

    def finished(self) -> list[Sheet]:
        """The sheets; the first lines below the last table are rows below it."""
        sheets = [replace(table.sheet(), beside=self.beside) for table in self.tables]
        return self._lines.below([*map(without_struck, sheets)] if self._has_struck else sheets) or self._lines.alone()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._skipped or name in _SKIPPED:
            self._skipped += 1
        elif name == "tbl":
            self._depth += 1
            if self._depth == 1:
                self._begin_table()
        elif name == "r":
            self._is_hidden, self._mark = False, None
        elif name == "showingPlcHdr":
            self._is_to_fill = True
        elif name in _STRIKES:
            if attributes.get("val") not in ("0", "false"):
                self._mark, self._has_struck = struck, True
        elif name == "vertAlign":
            self._mark = raised if attributes.get("val") == "superscript" else self._mark
        elif name == "vanish":
            self._is_hidden = attributes.get("val") not in ("0", "false")
        elif name == "t":
            self._in_text = not (self._is_hidden or self._is_to_fill)
        elif name in _SIGNS and "pos" not in attributes:  # else where a tab stops
            self._text.append(_SIGNS[name])
        elif name == "sym":
            self._text.append(self._taken_box() or _symbol(attributes))
        elif name == "commentReference":
            self._is_commented = True
        elif name in _CONTROLS:
            self._start_control(name, attributes)
        elif self._depth == 1:
            self._start_in_table(name, attributes)

    def _begin_table(self) -> None:
        self._begun += 1
        self._grid = Grid(f"表{self._begun}")
        self._row = 0
        above, of_all = self._lines.above()
        self._is_apart = any("续" not in line for line in above)
        self._grid.above += [*of_all, *above]
        self._merged: dict[int, tuple[int, int, int]] = {}  # column -> first row, last row, width of a vertical merge

    def _start_in_table(self, name: str, attributes: dict[str, str]) -> None:
        if name == "tr":
            self._row += 1
            self._column = 1
        elif name == "tc":
            self._text.clear()
            self._width, self._vertical, self._is_commented = 1, None, False
        elif name == "gridSpan":
            self._width = _number(attributes)
        elif name == "gridBefore":
            self._column += _number(attributes)
        elif name == "vMerge":
            self._vertical = attributes.get("val", "continue")

    def end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif name == "t":
            self._in_text = False
        elif name == "p":
            if self._depth:
                self._text.append("\n")
            elif line := not_struck(self._taken_text()):
                self._lines.add([line])
        elif name == "tc" and self._depth == 1:
            self._end_cell()
        elif name == "tbl":
            self._depth -= 1
            if self._depth == 0:
                self._end_table()
        elif name == "checkBox":
            self._text.append(self._taken_box())
        elif name == "sdt":
            self._box, self._is_to_fill = "", False
        elif name == "ddList" and self._entries:
            self._text.append(self._entries[min(self._chosen, len(self._entries) - 1)])
            self._entries.clear()

    def characters(self, text: str) -> None:
        if self._in_text:
            self._text.append(self._taken_box() or (self._mark(text) if self._mark else text))

    def _start_control(self, name: str, attributes: dict[str, str]) -> None:
        value = attributes.get("val", "1")
        if name in _BOXES:
            self._box = "☐"
        elif name in ("default", "checked"):
            self._box = self._box and ("☑" if value in ("1", "true", "on") else "☐")  # a text has a default too
        elif name == "ddList":
            self._chosen = 0
        elif name == "result":
            self._chosen = int(value) if value.isdecimal() else 0
        else:
            self._entries.append(value)

    def _taken_box(self) -> str:
        box, self._box = self._box, ""
        return box

    def _end_table(self) -> None:
        for column in list(self._merged):
            self._end_vertical(column)
        if self._is_apart or not self.tables or not goes_on(self.tables[-1].rows, self._grid.rows):
            self.tables.append(self._grid)
            return
        above = self.tables[-1]
        height = len(above.rows)
        above.rows += self._grid.rows
        above.styles |= {(row + height, column): style for (row, column), style in self._grid.styles.items()}
        above.merges += [(top + height, left, bottom + height, right) for top, left, bottom, right in self._grid.merges]

    def _taken_text(self) -> str:
        text = "".join(self._text).strip("\n ")
        self._text.clear()
        return text

    def _end_cell(self) -> None:
        text = self._taken_text()
        if self._vertical == "continue" and self._column in self._merged:
            first_row, _, width = self._merged[self._column]
            self._merged[self._column] = (first_row, self._row, width)
        else:
            self._end_vertical(self._column)
            self._grid.put(self._row, self._column, text)
            if self._is_commented:
                self._grid.styles[self._row, self._column] = PLAIN.marked("commented")
            self._merged[self._column] = (self._row, self._row, self._width)
        self._column += self._width

    def _end_vertical(self, column: int) -> None:
        if column in self._merged:
            first_row, last_row, width = self._merged.pop(column)
            self._grid.merge(first_row, column, last_row, column + width - 1)


def _symbol(attributes: dict[str, str]) -> str:
    """A sign of Wingdings and its like: what it looks like, else the character that text in these fonts has for it."""
    code = attributes.get("char", "")
    if not re.fullmatch("[0-9A-Fa-f]{4}", code):
        return ""
    sign = int(code[-2:], 16)
    return DRAWN.get(attributes.get("font", "").replace(" ", ""), {}).get(chr(sign)) or chr(0xF000 | sign)


def _number(attributes: dict[str, str]) -> int:
    text = attributes.get("val", "")
    return min(max(1, int(text)), 20_000) if text.isdecimal() and len(text) < 9 else 1
