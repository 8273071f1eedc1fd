"""What calamine does not say about a sheet, by a scan of the bytes of its XML: bounds, hidden parts, error cells,
formats that say more than a value.

Regular expressions, because a scan of a usual sheet takes a tenth of a millisecond and a parse takes twenty times that.
They may take a comment for a tag: then an odd file is refused, or a row called hidden, but no cell changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from itertools import chain

from ..sheet import CellError, CellValue, Merge, Sheet
from .as_seen import PLAIN, Style
from .grid import check_bounds, make_sheet, too_large
from .limits import MAX_AREA, MAX_COLUMNS, MAX_ROWS

# Not a code of Excel, which would calculate on opening: to us the cell is neither blank nor known.
NOT_CALCULATED = "#NOT_CALCULATED!"
PICTURE = "DISPIMG"  # a picture in a cell, which Excel and WPS show as such
# calamine rejects a workbook with any other.
KNOWN_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", NOT_CALCULATED, PICTURE))
_SHEET_DATA = re.compile(rb"<([\w.-]+:)?sheetData\b")
# An address that is not written as r="A1", or has a column from AAA or a row from 10,000.
_NOT_PLAIN = re.compile(rb' r(?:\s|=(?!"[A-Za-z]{0,2}\d{1,4}"))')
# A column from AAA, or a row from 2,000,000: nothing that an office means.
_SUSPICIOUS = re.compile(rb' r="(?:[A-Za-z]{3,}\d|[A-Za-z]{1,2}(?:\d{8,}|[2-9]\d{6}))')
# Addresses not written as r="A1", each behind the rarest character it needs: that one is found ten times as fast.
_UNUSUAL_QUOTING = (
    (b"'", b" r='"), (b"\t", b"\tr="), (b"\n", b"\nr="), (b"\n", b" r\n"), (b"\r", b"\rr="),
    (b"r", b" r "), (b"r", b" r= "),
)  # fmt: skip
_REFERENCE = re.compile(rb"(?:^|\s)r\s*=\s*[\"']\s*([A-Za-z]*)(\d+)")
# Hidden, or of hardly a size.
_HIDDEN = re.compile(
    rb"\s(?:hidden\s*=\s*[\"'](?:1|true)|ht\s*=\s*[\"']0(?:\.\d*)?|width\s*=\s*[\"']0(?:\.[0-4]\d*|\.)?)[\"']"
)
_NO_NOUGHTS = re.compile(rb"\sshowZeros\s*=\s*[\"'](?:0|false)")
_LEND_GROUNDS = (
    b"conditionalFormatting ",
    b"tablePart ",
    b"picture ",
    b"<drawing ",
)  # on which white words may be seen
_OF_NOUGHTS = Style(hides="0")
_MIN_MAX = re.compile(rb"\s(min|max)\s*=\s*[\"'](\d+)")
_ERROR_TYPE = re.compile(rb"(\st\s*=\s*[\"'])e([\"'])")


@dataclass
class SheetScan:
    """Hidden parts and error cells of one sheet part, 1-based. Ranges stay ranges until the used part is known."""

    hidden_rows: list[int] = field(default_factory=list)
    hidden_column_ranges: list[range] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)  # where calamine does not know them
    styles: dict[tuple[int, int], Style] = field(default_factory=dict)
    hides_noughts: bool = False

    def hidden_columns(self, width: int) -> Iterator[int]:
        """The hidden columns up to a width."""
        return chain.from_iterable(range(r.start, min(r.stop, width + 1)) for r in self.hidden_column_ranges)


@lru_cache(maxsize=8)
def _patterns(prefix: bytes) -> dict[str, re.Pattern[bytes]]:
    tag = re.escape(prefix)
    return {
        "row": re.compile(rb"<" + tag + rb"row\b[^>]*?\sr\s*=\s*[\"']\s*(\d+)"),
        "row_tag": re.compile(rb"<" + tag + rb"row\b([^>]*)>"),
        "col_tag": re.compile(rb"<" + tag + rb"col\b([^>]*)>"),
        "cell_or_row": re.compile(rb"<" + tag + rb"(row|c)\b([^>]*)>"),
        # A formula whose result the writing program left to Excel; an empty text result has the type str.
        "uncalculated": re.compile(
            rb"<TAGc\b(?![^>]*\st\s*=\s*[\"']str)([^>]*)>\s*<TAGf\b[^>]*(?:/>|>[^<]*</TAGf>)\s*"
            rb"(?:<TAGv\s*/>|<TAGv></TAGv>)?\s*</TAGc>".replace(b"TAG", tag)
        ),
        # What WPS puts into a cell for a picture.
        "picture": re.compile(rb"<TAGc\b([^>]*)>\s*<TAGf\b[^>]*>[^<]*DISPIMG".replace(b"TAG", tag)),
        "unaddressed_cell": re.compile(rb"<" + tag + rb"c(?! r=\"[A-Z])[\s/>]"),
        # Not plainly in the columns A to Z, above row 1,500,000.
        "far_cell": re.compile(rb"<" + tag + rb"c(?! r=\"[A-Z](?:\d{1,6}|1[0-4]\d{5})\")[\s/>]"),
        "filled_column": re.compile(rb"<" + tag + rb"c r=\"([A-Z]+)\d+\"[^>]*(?<!/)>"),
        "error_cell": re.compile(rb"<" + tag + rb"c\b([^>]*?\st\s*=\s*[\"']e[\"'][^>]*)>"),
        "value": re.compile(rb"<" + tag + rb"v\b[^>]*>([^<]*)<|</" + tag + rb"c>"),
    }


_patterns(b"")  # most sheets have no prefix: children that are copies find them made


def scan_sheet(xml: bytes, name: str, telling: tuple[tuple[bytes, Style], ...] = ()) -> SheetScan:
    """Scan one sheet part (UTF-8); ``telling``: those styles of its workbook that change what its cells show.

    Raises UnreadableUpload: ``sheet_out_of_bounds``, ``sheet_too_large``.
    """
    patterns = _patterns(_prefix(xml))
    _check_bounds(xml, name, patterns)
    scan = SheetScan()
    if b"hidden" in xml or b' ht="0' in xml or b' width="0' in xml:
        scan.hidden_rows = _hidden_rows(xml, patterns)
        scan.hidden_column_ranges = _hidden_columns(xml, patterns)
    if b'"e"' in xml or (b"'" in xml and b"'e'" in xml):
        scan.errors = dict(_errors(xml, patterns))
    if b"f>" in xml:
        uncalculated = list(patterns["uncalculated"].finditer(xml))
        scan.errors |= {place: NOT_CALCULATED for place, _ in _placed(xml, patterns, uncalculated)}
    if b"DISPIMG" in xml:
        pictures = list(patterns["picture"].finditer(xml))
        scan.errors |= {place: PICTURE for place, _ in _placed(xml, patterns, pictures)}
    if telling and any(lends in xml for lends in _LEND_GROUNDS):
        seen = ((number, style._replace(is_unseen=False)) for number, style in telling)
        telling = tuple((number, style) for number, style in seen if style != PLAIN)
    of_noughts = tuple(numbered for numbered in telling if numbered[1] == _OF_NOUGHTS)  # long lists have no other
    others = telling if not of_noughts else tuple(numbered for numbered in telling if numbered not in of_noughts)
    for styles, is_nought in ((others, False), (of_noughts, True)):
        if styles:
            styled, by_number = list(_in_styles(_prefix(xml), styles, is_nought).finditer(xml)), dict(styles)
            scan.styles |= {place: by_number[tag.group(2)] for place, tag in _placed(xml, patterns, styled)}
    scan.hides_noughts = b"showZeros=" in xml and bool(_NO_NOUGHTS.search(xml))
    return scan


@lru_cache(maxsize=64)
def _in_styles(prefix: bytes, styles: tuple[tuple[bytes, Style], ...], is_nought: bool) -> re.Pattern[bytes]:
    """Cells in one of some styles that hold something, or a nought."""
    tag, numbers = re.escape(prefix), b"|".join(number for number, _ in styles)
    held = rb"\s*(?:<TAGf\b[^>]*(?:/>|>[^<]*</TAGf>)\s*)?<TAGv>-?0(?:\.0*)?<".replace(b"TAG", tag) if is_nought else b""
    return re.compile(rb"<%sc\b([^>]*?\ss\s*=\s*[\"'](%s)[\"'][^>]*)(?<!/)>%s" % (tag, numbers, held))


def with_errors_as_text(xml: bytes) -> bytes:
    """The part with its error cells typed as text, for a reader that rejects codes it does not know."""
    tags = re.compile(rb"<" + re.escape(_prefix(xml)) + rb"c\b[^>]*>")
    return tags.sub(lambda tag: _ERROR_TYPE.sub(rb"\1str\2", tag.group()), xml)


def _prefix(xml: bytes) -> bytes:
    found = _SHEET_DATA.search(xml)
    return (found.group(1) or b"") if found else b""


def _check_bounds(xml: bytes, name: str, patterns: dict[str, re.Pattern[bytes]]) -> None:
    start = xml.find(b"\n", 0, 100) + 1  # below the declaration
    spaced = any(xml.find(space, start) >= 0 and space + b"r=" in xml for space in (b"\n", b"\t", b"\r"))
    if not spaced and not _NOT_PLAIN.search(xml, start):
        return  # with 702 columns (ZZ) to row 9,999 the area is still small: no need to look at every cell
    below_declaration = xml[start:]
    usual = not any(rare in below_declaration and mark in below_declaration for rare, mark in _UNUSUAL_QUOTING)
    if usual and not patterns["far_cell"].search(xml):
        return  # a long list
    last_row = max(map(int, patterns["row"].findall(xml)), default=0)
    usual = usual and not _SUSPICIOUS.search(xml)
    if usual and last_row * 702 <= MAX_AREA:
        return
    if usual and not patterns["unaddressed_cell"].search(xml):
        letters = set(patterns["filled_column"].findall(xml))
        if last_row * max(map(column_number, letters), default=1) <= MAX_AREA:
            return
    last_row = last_column = 0
    for row, column, tag in _cells(xml, patterns):
        if row > MAX_ROWS or column > MAX_COLUMNS:
            check_bounds(name, row, column)
        if not tag.group(2).endswith(b"/"):
            last_row, last_column = max(last_row, row), max(last_column, column)
    if last_row * last_column > MAX_AREA:
        raise too_large(name, last_row, last_column)


def _cells(xml: bytes, patterns: dict[str, re.Pattern[bytes]]) -> Iterator[tuple[int, int, re.Match[bytes]]]:
    """Every cell's tag with its row and column, counted where the file does not write them."""
    row = column = 0
    for tag in patterns["cell_or_row"].finditer(xml):
        found = _REFERENCE.search(tag.group(2))
        if tag.group(1) == b"row":
            row, column = int(found.group(2)) if found else row + 1, 0
        else:
            column += 1
            at_row = row
            if found and found.group(1):
                column, at_row = column_number(found.group(1)), int(found.group(2))
            yield at_row, column, tag


@lru_cache(maxsize=1024)
def column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _hidden_rows(xml: bytes, patterns: dict[str, re.Pattern[bytes]]) -> list[int]:
    rows, row = [], 0
    for tag in patterns["row_tag"].finditer(xml):
        found = _REFERENCE.search(tag.group(1))
        row = int(found.group(2)) if found else row + 1
        if _HIDDEN.search(tag.group(1)):
            rows.append(row)
    return rows


def _hidden_columns(xml: bytes, patterns: dict[str, re.Pattern[bytes]]) -> list[range]:
    ranges = []
    for tag in patterns["col_tag"].finditer(xml):
        bounds = {key: int(number) for key, number in _MIN_MAX.findall(tag.group(1))}
        if len(bounds) == 2 and _HIDDEN.search(tag.group(1)):
            ranges.append(range(max(1, bounds[b"min"]), min(bounds[b"max"], MAX_COLUMNS) + 1))
    return ranges


def _errors(xml: bytes, patterns: dict[str, re.Pattern[bytes]]) -> Iterator[tuple[tuple[int, int], str]]:
    for place, tag in _placed(xml, patterns, list(patterns["error_cell"].finditer(xml))):
        value = patterns["value"].search(xml, tag.end())
        code = value.group(1) if value else None
        yield place, unescape(code.decode("utf-8", "replace")).strip() if code else "#VALUE!"


def _placed(
    xml: bytes, patterns: dict[str, re.Pattern[bytes]], tags: list[re.Match[bytes]]
) -> Iterator[tuple[tuple[int, int], re.Match[bytes]]]:
    """The addresses of some cells, given the matches that begin at their tags."""
    references = [_REFERENCE.search(tag.group(1)) for tag in tags]
    if all(found and found.group(1) for found in references):
        for found, tag in zip(references, tags, strict=True):
            yield (int(found.group(2)), column_number(found.group(1))), tag
    else:  # a file that does not write addresses: count from the beginning
        starts = {tag.start(): tag for tag in tags}
        for row, column, tag in _cells(xml, patterns):
            if tag.start() in starts:
                yield (row, column), starts[tag.start()]


def clean_rows(
    rows: Iterator[list[CellValue]], skipped_columns: int = 0, is_long: bool = False
) -> list[list[CellValue]]:
    """Rows with None for blanks; of long lists, equal texts as one object, or they would fill the memory."""
    skipped = [None] * skipped_columns
    once = {"": None}.setdefault
    cleaned = []
    for row in rows:
        if is_long:
            cells = [once(cell, cell) if type(cell) is str else cell for cell in row]
        else:
            cells = [cell if cell or type(cell) is not str else None for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        cleaned.append(skipped + cells if skipped and cells else cells)
    return cleaned


def finished_sheet(name: str, rows: list, merges: list[Merge], hidden: bool, scan: SheetScan) -> Sheet:
    """A Sheet from read rows and what a scan knows of hidden parts and errors."""
    for (row, column), code in scan.errors.items():
        check_bounds(name, row, column)
        rows.extend([] for _ in range(row - len(rows)))
        cells = rows[row - 1]
        cells.extend([None] * (column - len(cells)))
        cells[column - 1] = CellError(code)
    width = max(map(len, rows), default=0)
    return make_sheet(
        name,
        rows,
        merges,
        hidden=hidden,
        hidden_rows=scan.hidden_rows,
        hidden_columns=scan.hidden_columns(width),
        styles=scan.styles,
        hides_noughts=scan.hides_noughts,
    )
