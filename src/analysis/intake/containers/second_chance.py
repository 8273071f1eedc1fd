"""Workbooks that calamine rejects, read by openpyxl, which is slower and less robust but forgives other things.

Merges come from the XML, since openpyxl would build every cell of them. Never read_only: that believes a wrong
dimension.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Mapping

import openpyxl
from openpyxl.utils import range_boundaries

from ..errors import UnreadableUpload
from ..sheet import Merge, Sheet
from .archive import read_part, rewritten
from .sheetscan import SheetScan, clean_rows, finished_sheet

_MERGES = re.compile(rb"<((?:[\w.-]+:)?mergeCells)\b.*?</\1>", re.DOTALL)


def openpyxl_sheets(
    content: bytes, sheets_by_title: Mapping[str, tuple[str, str]], scans: Mapping[str, SheetScan]
) -> list[Sheet]:
    """The worksheets by openpyxl; ``sheets_by_title`` gives the (true name, part) of each title in ``content``.

    Raises UnreadableUpload: ``workbook_damaged``.
    """
    archive = zipfile.ZipFile(io.BytesIO(content))
    parts = {part: read_part(archive, part) for _, part in sheets_by_title.values()}
    without_merges = rewritten(archive, {part: _MERGES.sub(b"", xml) for part, xml in parts.items()})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = openpyxl.load_workbook(io.BytesIO(without_merges), data_only=True, keep_links=False)
    except MemoryError:
        raise
    except Exception as error:
        raise UnreadableUpload("workbook_damaged") from error
    sheets = []
    for worksheet in workbook.worksheets:
        name, part = sheets_by_title.get(worksheet.title, (worksheet.title, ""))
        rows = clean_rows(list(row) for row in worksheet.iter_rows(values_only=True))
        hidden = worksheet.sheet_state != "visible"
        merges = _merges(parts.get(part, b""))
        sheets.append(finished_sheet(name, rows, merges, hidden, scans.get(part, SheetScan())))
    if not sheets:
        raise UnreadableUpload("workbook_damaged")
    return sheets


def _merges(xml: bytes) -> list[Merge]:
    merges = []
    for reference in re.findall(rb"<(?:[\w.-]+:)?mergeCell\b[^>]*?\sref=[\"']([A-Z]+\d+:[A-Z]+\d+)[\"']", xml):
        left, top, right, bottom = range_boundaries(reference.decode())
        merges.append((top, left, bottom, right))
    return merges
