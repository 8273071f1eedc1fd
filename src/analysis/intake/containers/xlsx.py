"""xlsx, xlsm and Strict Open XML: cells by calamine, the rest by a scan of the parts; openpyxl where calamine fails."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from itertools import count

from ..errors import UnreadableUpload
from ..sheet import Sheet
from .archive import main_part, parts_like, read_as_utf8, read_part, related, rewritten
from .as_seen import PLAIN
from .beside_cells import Line, beside_cells, with_lines
from .formats import telling_styles
from .markup import elements
from .runs import with_marked_runs, without_struck
from .sheetscan import (
    KNOWN_ERRORS,
    SheetScan,
    clean_rows,
    finished_sheet,
    scan_sheet,
    with_errors_as_text,
)

_LONG = 2_000  # rows
_WORKBOOK = re.compile(r"(?:.*/)?workbook\d*\.xml", re.IGNORECASE)
_READ_BY_CALAMINE = re.compile(r"(?:.*/)?(?:sharedStrings|styles)\d*\.xml|\[Content_Types\]\.xml", re.IGNORECASE)


def read_xlsx(archive: zipfile.ZipFile, data: bytes) -> list[Sheet]:
    """The worksheets of a checked Open XML workbook, in its order.

    Raises UnreadableUpload: ``workbook_damaged``, ``encrypted_upload`` and what the checks of parts raise.
    """
    parts = sheet_parts(archive)
    styles, repaired = _read_what_calamine_reads(archive)
    telling = telling_styles(styles)
    scans: dict[str, SheetScan] = {}
    lines: dict[str, list[Line]] = {}
    for name, part in parts:
        xml, was_utf16 = read_as_utf8(archive, part)
        if (marked := with_marked_runs(xml)) is not xml:
            repaired[part] = xml = marked
        scans[part] = scan = scan_sheet(xml, name, telling)
        commented, lines[name] = beside_cells(archive, part, xml)
        for cell in commented:
            scan.styles[cell] = scan.styles.get(cell, PLAIN).marked("commented")
        if not KNOWN_ERRORS.issuperset(scan.errors.values()):
            repaired[part] = with_errors_as_text(xml)
        elif was_utf16:
            repaired[part] = xml
    names = [name for name, _ in parts]
    titles = names
    if len({name.lower() for name in names}) < len(names):
        workbook = _workbook_part(archive)
        repaired[workbook] = _with_numbered_sheets(read_part(archive, workbook))
        titles = [str(number) for number in range(1, len(names) + 1)]
    content = rewritten(archive, repaired) if repaired else data
    try:
        sheets = calamine_sheets(content, [scans.get(part) for _, part in parts], names)
    except UnreadableUpload as refusal:
        if refusal.rule != "workbook_damaged":
            raise
        from .second_chance import openpyxl_sheets

        sheets = openpyxl_sheets(content, dict(zip(titles, parts, strict=True)), scans)
    sheets = [*map(without_struck, sheets)] if repaired else sheets
    return [with_lines(sheet, beside) if (beside := lines.get(sheet.name)) else sheet for sheet in sheets]


def sheet_parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """(sheet name, part) of every sheet that the archive has, in the workbook's order."""
    workbook = _workbook_part(archive)
    parts = {known: part for known, _, part in related(archive, workbook)}
    sheets = []
    for _, attributes in elements(read_part(archive, workbook), "sheet"):
        relation = next((value for key, value in attributes.items() if key.endswith(":id")), None)
        sheets.append((attributes.get("name", ""), parts.get(relation, "")))
    return [(name, part) for name, part in sheets if part]


def _workbook_part(archive: zipfile.ZipFile) -> str:
    workbook = next(parts_like(archive, _WORKBOOK), None) or main_part(archive)
    if not workbook:
        raise UnreadableUpload("workbook_damaged")
    return workbook


def _with_numbered_sheets(xml: bytes) -> bytes:
    """The workbook part with numbers for names: calamine gives the first sheet of a name for every one of that name,
    also when asked by index."""
    numbers = count(1)

    def numbered(tag: re.Match[bytes]) -> bytes:
        return re.sub(rb"(\sname\s*=\s*)(\"[^\"]*\"|'[^']*')", rb'\g<1>"%d"' % next(numbers), tag.group(), count=1)

    return re.sub(rb"<(?:[\w.-]+:)?sheet\s[^>]*>", numbered, xml)


def _read_what_calamine_reads(archive: zipfile.ZipFile) -> tuple[bytes, dict[str, bytes]]:
    """Unpack the parts besides the sheets once: an entry that lies about its size, or declares entities, ends here. The
    part of styles, if there is one, and those with words that calamine would not tell from others, marked."""
    styles, marked = b"", {}
    for part in parts_like(archive, _READ_BY_CALAMINE):
        content = read_part(archive, part)
        if "styles" in part.lower():
            styles = content
        elif (with_marks := with_marked_runs(content)) is not content:
            marked[part] = with_marks
    return styles, marked


def calamine_sheets(content: bytes, scans: list[SheetScan | None], names: Sequence[str] = ()) -> list[Sheet]:
    """Worksheets by calamine, with what the scans know; ``scans`` is one per sheet, or empty where there are none.
    ``names``, where given, are the sheets' true names.

    Raises UnreadableUpload: ``encrypted_upload``, ``workbook_damaged`` (calamine panicked or gave up).
    """
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    sheets = []
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        described = workbook.sheets_metadata
        if scans and len(described) != len(scans):
            raise UnreadableUpload("workbook_damaged")
        if len({about.name for about in described}) < len(described):
            raise UnreadableUpload("workbook_damaged")
        for index, about in enumerate(described):
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_index(index)
            scan = (scans[index] if scans else None) or SheetScan()
            merges = [(a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in sheet.merged_cell_ranges or ()]
            merges += scan.merges
            # calamine's rows begin at row 1, but at the first used column.
            skipped = sheet.start[1] if sheet.start else 0
            rows = clean_rows(sheet.iter_rows(), skipped_columns=skipped, is_long=sheet.height > _LONG)
            hidden = about.visible != SheetVisibleEnum.Visible
            sheets.append(finished_sheet(names[index] if names else about.name, rows, merges, hidden, scan))
    except (UnreadableUpload, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except PasswordError as error:
        raise UnreadableUpload("encrypted_upload") from error
    except BaseException as error:  # a panic of the Rust code is no Exception
        raise UnreadableUpload("workbook_damaged") from error
    return sheets
