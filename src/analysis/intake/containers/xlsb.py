"""xlsb: cells by calamine; bounds, hidden parts and errors by a walk over the binary records."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator

from ..errors import UnreadableUpload
from ..sheet import Sheet
from .archive import parts_like, read_part, related
from .grid import check_bounds, too_large
from .limits import MAX_AREA
from .sheetscan import SheetScan
from .xlsx import calamine_sheets

_WORKBOOK = re.compile(r"(?:.*/)?workbook\.bin", re.IGNORECASE)
_READ_BY_CALAMINE = re.compile(r"(?:.*/)?(?:sharedStrings|styles)\.bin", re.IGNORECASE)
_ROW, _BLANK, _ERROR, _FORMULA_ERROR, _LAST_CELL, _COLUMN, _SHEET, _MERGE = 0, 1, 3, 11, 11, 60, 156, 176
_CODES = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def read_xlsb(archive: zipfile.ZipFile, data: bytes) -> list[Sheet]:
    """The worksheets of a checked binary workbook. Raises as ``read_xlsx`` does."""
    scans = [_scan(read_part(archive, part), name) if part else SheetScan() for name, part in _sheet_parts(archive)]
    for part in parts_like(archive, _READ_BY_CALAMINE):
        read_part(archive, part)
    return calamine_sheets(data, scans)


def _sheet_parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    workbook = next(parts_like(archive, _WORKBOOK), None)
    if workbook is None:
        raise UnreadableUpload("workbook_damaged")
    parts = {known: part for known, _, part in related(archive, workbook)}
    sheets = []
    for kind, body in _records(read_part(archive, workbook)):
        if kind == _SHEET:
            relation, end = _text(body, 8)
            name, _ = _text(body, end)
            sheets.append((name, parts.get(relation, "")))
    return sheets


def _text(body: bytes, start: int) -> tuple[str, int]:
    """A length-prefixed UTF-16 text and where it ends."""
    length = int.from_bytes(body[start : start + 4], "little")
    end = start + 4 + (0 if length == 0xFFFFFFFF else 2 * length)
    return body[start + 4 : end].decode("utf-16-le", "replace"), end


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """(type, body) of each record: both numbers are stored 7 bits a byte, low bits first."""
    at, end = 0, len(part)
    while at < end:
        kind = part[at]
        at += 1
        if kind & 0x80 and at < end:
            kind = (kind & 0x7F) | (part[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        for _ in range(4):
            if at >= end:
                return
            byte = part[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, part[at : at + size]
        at += size


def _scan(part: bytes, name: str) -> SheetScan:
    scan = SheetScan()
    row = last_row = last_column = 0
    for kind, body in _records(part):
        if kind == _ROW and len(body) >= 13:
            row = int.from_bytes(body[:4], "little") + 1
            if body[11] & 0x10:
                scan.hidden_rows.append(row)
        elif _BLANK < kind <= _LAST_CELL and len(body) >= 8:
            column = int.from_bytes(body[:4], "little") + 1
            check_bounds(name, row, column)
            last_row, last_column = max(last_row, row), max(last_column, column)
            if kind in (_ERROR, _FORMULA_ERROR) and len(body) >= 9:
                scan.errors[row, column] = _CODES.get(body[8], "#VALUE!")
        elif kind == _COLUMN and len(body) >= 18 and body[16] & 1:
            first, last = struct.unpack_from("<II", body)
            scan.hidden_column_ranges.append(range(first + 1, min(last, 16_383) + 2))
        elif kind == _MERGE and len(body) >= 16:
            top, bottom, left, right = struct.unpack_from("<IIII", body)
            scan.merges.append((top + 1, left + 1, bottom + 1, right + 1))
    if last_row * last_column > MAX_AREA:
        raise too_large(name, last_row, last_column)
    return scan
