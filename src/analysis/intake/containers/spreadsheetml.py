"""The XML spreadsheets of Excel 2003, which web systems still write."""

from __future__ import annotations

from datetime import datetime

from ..errors import UnreadableUpload
from ..sheet import CellError, CellValue, Sheet
from .as_seen import PLAIN, Style
from .formats import style_of
from .grid import Grid, day_or_moment
from .limits import MAX_COLUMNS, MAX_ROWS
from .markup import parse

_OWN = {"Percent": "0.00%"}


def read_spreadsheetml(text: str) -> list[Sheet]:
    """The worksheets in order. Raises UnreadableUpload: ``workbook_damaged``, ``xml_entities``, ``sheet_too_large``."""
    reader = _WorkbookReader()
    parse(text, reader)
    if not reader.grids:
        raise UnreadableUpload("workbook_damaged")
    return [grid.sheet() for grid in reader.grids]


class _WorkbookReader:
    def __init__(self) -> None:
        self.grids: list[Grid] = []
        self._row = self._column = self._column_definition = 0
        self._type = ""
        self._text: list[str] | None = None
        self._in_comment = False
        self._style = self._code = self._ground = ""
        self._font: dict[str, str] = {}
        self._styles: dict[str, Style] = {}  # those that show more than a value, or nothing of it

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Style":
            self._style = attributes.get("ID", "")
            self._code, self._font, self._ground = "", {}, ""
        elif name == "NumberFormat":
            self._code = _OWN.get(code := attributes.get("Format", ""), code)
        elif name == "Font":
            self._font = attributes
        elif name == "Interior":
            self._ground = attributes.get("Color", "")
        elif name == "Worksheet":
            self.grids.append(Grid(attributes.get("Name", "")))
            self._row = self._column_definition = 0
        elif not self.grids:
            return
        elif name == "Column":
            first = _number(attributes, "Index", self._column_definition + 1)
            self._column_definition = min(first + _number(attributes, "Span", 0), MAX_COLUMNS)
            if attributes.get("Hidden") == "1":
                self.grids[-1].hidden_columns.update(range(first, self._column_definition + 1))
        elif name == "Row":
            self._row = _number(attributes, "Index", self._row + 1)
            self._column = 0
            self._last_row = min(self._row + _number(attributes, "Span", 0), MAX_ROWS)
            if attributes.get("Hidden") == "1":
                self.grids[-1].hidden_rows.update(range(self._row, self._last_row + 1))
        elif name == "Cell":
            self._column = _number(attributes, "Index", self._column + 1)
            if style := self._styles.get(attributes.get("StyleID", "")):
                self.grids[-1].styles[self._row, self._column] = style
            self._across, self._down = _number(attributes, "MergeAcross", 0), _number(attributes, "MergeDown", 0)
        elif name == "Comment":
            self._in_comment = True
            styles, cell = self.grids[-1].styles, (self._row, self._column)
            styles[cell] = styles.get(cell, PLAIN).marked("commented")
        elif name == "Data" and not self._in_comment:
            self._type, self._text = attributes.get("Type", "String"), []
        elif name == "WorksheetOptions":
            self._text = None
        elif name == "Visible":
            self._text = []

    def _end_style(self) -> None:
        font, size = self._font, self._font.get("Size", "0")
        is_unseen = font.get("Color", "").upper() == (self._ground.upper() or "#FFFFFF")
        is_struck = font.get("StrikeThrough") == "1"
        points = float(size) if size.isdecimal() else 0
        style = style_of(self._code, font.get("FontName", ""), points, is_struck=is_struck, is_unseen=is_unseen)
        if style != PLAIN:
            self._styles[self._style] = style

    def end(self, name: str) -> None:
        if name == "Style":
            self._end_style()
        elif name == "Data" and self._text is not None:
            self.grids[-1].put(self._row, self._column, _value(self._type, "".join(self._text)))
            self._text = None
        elif name == "Comment":
            self._in_comment = False
        elif name == "Cell" and self.grids:
            self.grids[-1].merge(self._row, self._column, self._row + self._down, self._column + self._across)
            self._column += self._across
        elif name == "Row" and self.grids:
            self._row = self._last_row
        elif name == "Visible" and self.grids:
            self.grids[-1].hidden = "".join(self._text or ()) in ("SheetHidden", "SheetVeryHidden")
            self._text = None

    def characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)


def _number(attributes: dict[str, str], name: str, default: int) -> int:
    text = attributes.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else default


def _value(kind: str, text: str) -> CellValue:
    try:
        if kind == "Number":
            return float(text)
        if kind == "Boolean":
            return text.strip() in ("1", "true")
        if kind == "Error":
            return CellError(text.strip())
        if kind == "DateTime":
            moment = datetime.fromisoformat(text)
            return moment.time() if moment.year < 1900 else day_or_moment(moment)
    except ValueError:
        return text
    return text
