"""OpenDocument spreadsheets, parsed here: calamine knows neither their hidden rows nor their merges, and unrolls
repeated cells without a limit."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from ..errors import UnreadableUpload
from ..sheet import CellError, CellValue, Sheet, Shown
from .archive import read_part
from .as_seen import PLAIN, Style
from .formats import style_of, told_by_text
from .grid import Grid, check_bounds, day_or_moment, too_large
from .limits import MAX_BUILT_AREA, MAX_COLUMNS, MAX_ROWS
from .lines_between import LinesBetween
from .markup import parse
from .runs import not_struck, raised, struck, without_struck
from .sheetscan import NOT_CALCULATED

_ERROR = re.compile(r"#[A-Z/0]+[!?]?|Err:\d{3}")  # as cells show it
_OTHER_THAN_SHEETS = ("office:annotation", "draw:frame", "table:dde-links", "text:ruby-text")
_WHITE = "#ffffff"
_DURATION = re.compile(r"(-?)PT?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?")


def read_ods(archive: zipfile.ZipFile) -> list[Sheet]:
    """The sheets in order.

    Raises UnreadableUpload: ``encrypted_upload``, and what ``read_content`` raises.
    """
    if "META-INF/manifest.xml" in archive.namelist():
        manifest = archive.read("META-INF/manifest.xml")  # some writers give it a harmless DOCTYPE
        if b"encryption-data" in manifest:
            raise UnreadableUpload("encrypted_upload")
    return read_content(read_part(archive, "content.xml"))


def read_content(content: bytes | str) -> list[Sheet]:
    """The sheets of a spreadsheet's part, or of one that is a single XML file (.fods); the tables of a text.

    Raises UnreadableUpload: ``no_table_inside``, ``workbook_damaged``, ``xml_entities``, ``sheet_too_large``.
    """
    reader = _ContentReader()
    parse(content, reader, prefixes=True)
    sheets = reader.finished()
    if not sheets:
        raise UnreadableUpload("no_table_inside")
    return sheets


class _ContentReader:
    def __init__(self) -> None:
        self.grids: list[Grid] = []
        self._lines = LinesBetween()  # of a text
        self._hidden_styles: set[str] = set()
        self._marks: dict[str, Callable[[str], str]] = {}  # of styles whose words are struck through or raised
        self._inks: dict[str, str] = {}  # colours of letters and of the ground, by styles
        self._grounds: dict[str, str] = {}
        self._looks: dict[str, Style] = {}  # of styles whose fonts draw signs, or are too small
        self._spans: list[str] = []  # the styles of the paragraph and of what it holds, around the words
        self._style = ""
        self._tables = 0
        self._ignored = 0  # depth inside annotations and other things than sheets
        self._text: list[str] | None = None
        self._is_commented = self._has_paragraph = False
        self._in_paragraph = False  # what stands between paragraphs lays out the file
        # Column, repeats, value and style of the row being read.
        self._cells: list[tuple[int, int, CellValue, Style]] = []
        self._unrolled = 0

    def finished(self) -> list[Sheet]:
        """The sheets; the lines below the last table of a text are rows below it."""
        sheets = [grid.sheet() for grid in self.grids]
        return self._lines.below([*map(without_struck, sheets)] if self._marks else sheets) or self._lines.alone()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._ignored or name in _OTHER_THAN_SHEETS:
            self._ignored += 1
            self._is_commented |= name == "office:annotation"
        elif name == "style:style":
            self._style = attributes.get("style:name", "")
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)
        elif name == "style:text-properties":
            self._note_mark(attributes)
            self._inks[self._style] = attributes.get("fo:color", "")
            self._note_look(attributes)
        elif name == "style:table-cell-properties":
            ground = attributes.get("fo:background-color", "transparent")
            self._grounds[self._style] = _WHITE if ground == "transparent" else ground
        elif name == "table:table":
            self._start_table(attributes)
        elif name in ("text:p", "text:h") and self._tables == 0:
            self._text, self._in_paragraph = [], True
            self._spans = [attributes.get("text:style-name", "")]
        elif self._text is not None and name.startswith("text:"):
            self._start_in_cell(name, attributes)
        elif self._tables != 1:
            return
        elif name == "table:table-column":
            repeats = _number(attributes, "table:number-columns-repeated")
            if attributes.get("table:visibility", "visible") != "visible":
                last = min(self._column_definition + repeats, MAX_COLUMNS)
                self.grids[-1].hidden_columns.update(range(self._column_definition + 1, last + 1))
            self._column_definition += repeats
        elif name == "table:table-row":
            self._cells, self._column = [], 0
            self._row_repeats = _number(attributes, "table:number-rows-repeated")
            self._row_hidden = attributes.get("table:visibility", "visible") != "visible"
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._about, self._text = attributes, []
            self._is_commented = self._has_paragraph = False

    def _note_mark(self, attributes: dict[str, str]) -> None:
        lines = (attributes.get(f"style:text-line-through-{what}", "none") for what in ("style", "type"))
        if attributes.get("text:display") == "none":
            self._marks[self._style] = _not_shown
        elif any(line != "none" for line in lines):
            self._marks[self._style] = struck
        elif attributes.get("style:text-position", "").startswith("super"):
            self._marks[self._style] = raised

    def _note_look(self, attributes: dict[str, str]) -> None:
        font, size = attributes.get("style:font-name", ""), attributes.get("fo:font-size", "").removesuffix("pt")
        if (look := style_of("", font, float(size) if size.isdecimal() else 0)) != PLAIN:
            self._looks[self._style] = look

    def _start_table(self, attributes: dict[str, str]) -> None:
        self._tables += 1
        if self._tables == 1:
            self.grids.append(Grid(attributes.get("table:name", "")))
            self.grids[-1].hidden = attributes.get("table:style-name") in self._hidden_styles
            above, of_all = self._lines.above()
            self.grids[-1].above += [*of_all, *above]
            self._row = self._column_definition = 0

    def _start_in_cell(self, name: str, attributes: dict[str, str]) -> None:
        if name == "text:p":
            self._in_paragraph = self._has_paragraph = True
            self._spans = [attributes.get("text:style-name", "")]
            self._text += ["\n"] if self._text else []
        elif name == "text:span":
            self._spans.append(attributes.get("text:style-name", ""))
        elif name == "text:s":
            self._text.append(" " * min(_number(attributes, "text:c"), 1000))
        elif name == "text:tab":
            self._text.append("\t")
        elif name == "text:line-break":
            self._text.append("\n")

    def end(self, name: str) -> None:
        if self._ignored:
            self._ignored -= 1
        elif name == "text:span" and self._spans:
            self._spans.pop()
        elif name in ("text:p", "text:h"):
            self._in_paragraph = False
            if self._tables == 0 and (line := not_struck("".join(self._text or ()).strip())):
                self._lines.add(line.split("\n"))
                self._text = None
        elif name == "table:table":
            self._tables -= 1
        elif self._tables != 1:
            return
        elif name in ("table:table-cell", "table:covered-table-cell") and self._text is not None:
            self._end_cell(covered=name == "table:covered-table-cell")
        elif name == "table:table-row":
            self._end_row()

    def characters(self, text: str) -> None:
        if self._in_paragraph and self._text is not None and not self._ignored:
            mark = next(filter(None, map(self._marks.get, reversed(self._spans))), None) if self._marks else None
            self._text.append(mark(text) if mark else text)

    def _end_cell(self, covered: bool) -> None:
        text, about = "".join(self._text), self._about
        self._text = None
        repeats = _number(about, "table:number-columns-repeated")
        value = None if covered else _value(about, text)
        if value is not None:
            is_percent = "percentage" in (about.get("office:value-type"), about.get("calcext:value-type"))
            named = about.get("table:style-name", "")
            told = {"struck": self._marks.get(named) is struck, "commented": self._is_commented}
            marks = frozenset(mark for mark, holds in told.items() if holds)
            is_unseen = (self._has_paragraph and not text) or self._inks.get(named) == self._grounds.get(named, _WHITE)
            look = self._looks.get(named, PLAIN)
            style = look._replace(
                shown=Shown("percent" if is_percent else told_by_text(value, text), marks),
                is_unseen=look.is_unseen or is_unseen,
            )
            self._cells.append((self._column + 1, repeats, value, style))
        down = _number(about, "table:number-rows-spanned")
        across = _number(about, "table:number-columns-spanned")
        if down * across > 1:
            row, column = self._row + 1, self._column + 1
            self.grids[-1].merge(row, column, row + down - 1, column + across - 1)
        self._column += repeats

    def _end_row(self) -> None:
        grid = self.grids[-1]
        first, last = self._row + 1, self._row + self._row_repeats
        if self._cells:
            last_column = self._cells[-1][0] + self._cells[-1][1] - 1
            check_bounds(grid.name, last, last_column)
            self._unrolled += sum(repeats for _, repeats, _, _ in self._cells) * self._row_repeats
            if self._unrolled > MAX_BUILT_AREA:
                raise too_large(grid.name, last, last_column)
            for row in range(first, last + 1):
                for column, repeats, value, style in self._cells:
                    for at in range(column, column + repeats):
                        grid.put(row, at, value)
                    if style != PLAIN:
                        grid.styles |= {(row, at): style for at in range(column, column + repeats)}
        if self._row_hidden and first <= MAX_ROWS:
            grid.hidden_rows.update(range(first, min(last, MAX_ROWS) + 1))
        self._row = last


def _not_shown(text: str) -> str:
    return text[:0]


def _number(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "")
    return max(1, int(text)) if text.isdecimal() and len(text) < 10 else 1


def _value(about: dict[str, str], text: str) -> CellValue:
    kind = about.get("office:value-type") or about.get("calcext:value-type")
    if about.get("calcext:value-type") == "error" or ("table:formula" in about and _ERROR.fullmatch(text.strip())):
        return CellError(text.strip() or "#VALUE!")
    if "table:formula" in about and not (kind or text):
        return CellError(NOT_CALCULATED)
    try:
        if kind in ("float", "percentage", "currency"):
            return float(about["office:value"])
        if kind == "boolean":
            return about["office:boolean-value"] == "true"
        if kind == "date":
            moment = datetime.fromisoformat(about["office:date-value"])
            return day_or_moment(moment)
        if kind == "time":
            return _time(about["office:time-value"])
    except (KeyError, ValueError):
        return text or None
    return (text or about.get("office:string-value")) or None


def _time(text: str) -> time | timedelta | date:
    found = _DURATION.fullmatch(text)
    if not found:
        raise ValueError(text)
    sign, hours, minutes, seconds = found.groups("0")
    length = timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds.replace(",", ".")))
    if sign != "-" and length < timedelta(days=1):
        return (datetime.min + length).time()
    return -length if sign == "-" else length
