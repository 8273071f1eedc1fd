"""Every container an office sends its tables in, read by what the bytes are. Runs in the reader's child process."""

from __future__ import annotations

from ..errors import UnreadableUpload
from ..sheet import Sheet
from .detect import binary_kind, text_kind
from .limits import MAX_FILE_BYTES

_TITLES = 3  # rows that may stand above a picture of a table
_USUAL_DOCUMENTS = ("xl/workbook.xml", "word/document.xml")
# Slides and drawings of Office; 公文, Apple's Numbers: they open in their own programs.
_OTHER_DOCUMENTS = ("ppt/", "visio/", "ofd.xml", "index/document.iwa", "ppt/presentation.xml", "visio/document.xml")


def read_sheets(data: bytes, stem: str) -> list[Sheet]:
    """The sheets of a file's bytes; ``stem`` (its name without suffix) names the sheet of a text file.

    Raises UnreadableUpload with a rule of vocabulary/findings.csv. Each format's modules load when it first comes.
    """
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableUpload("file_too_large", megabytes=MAX_FILE_BYTES // 2**20)
    kind = binary_kind(data)
    if kind == "zip":
        sheets = _read_archive(data)
    elif kind in ("ole", "biff"):
        from .xls import read_xls

        sheets = read_xls(data)
    else:
        sheets = _read_text(data, stem)
    rows = [row for sheet in sheets for row in sheet.rows if row]
    are_titles = len(rows) <= _TITLES and all(len(row) - row.count(None) < 2 for row in rows)
    if are_titles and kind == "zip" and _has_pictures(data):
        raise UnreadableUpload("only_pictures")
    if not rows:
        raise UnreadableUpload("workbook_empty")
    return sheets


def _has_pictures(data: bytes) -> bool:
    """Whether an archive that could be read holds pictures of Office's or OpenDocument's documents."""
    from .archive import open_archive

    return any("/media/" in f"/{name}" or name.startswith("Pictures/") for name in open_archive(data).namelist())


def _read_archive(data: bytes) -> list[Sheet]:
    from .archive import main_part, open_archive, with_usual_names

    archive, data = with_usual_names(open_archive(data), data)
    names = {name.lower() for name in archive.namelist()}
    if any(name.endswith("workbook.bin") for name in names):
        from .xlsb import read_xlsb

        return read_xlsb(archive, data)
    document = next(filter(names.__contains__, _USUAL_DOCUMENTS), "") or main_part(archive)
    if document.startswith("word/"):
        from .docx import read_docx

        return read_docx(archive, document)
    if "content.xml" in names:
        from .ods import read_ods

        return read_ods(archive)
    if "encrypted-package" in names:  # OpenDocument's, of a later day
        raise UnreadableUpload("encrypted_upload")
    if document.startswith(_OTHER_DOCUMENTS) or not names.isdisjoint(_OTHER_DOCUMENTS):
        raise UnreadableUpload("not_a_spreadsheet")
    if document or "[content_types].xml" in names or any(name.startswith("xl/") for name in names):
        from .xlsx import read_xlsx

        return read_xlsx(archive, data)
    raise UnreadableUpload("packed_upload")


def _read_text(data: bytes, stem: str) -> list[Sheet]:
    from .encodings import decode

    text = decode(data)
    kind = text_kind(text)
    if kind == "delimited":
        from .delimited import read_delimited

        return read_delimited(text, stem)
    if kind == "flat_ods":
        from .ods import read_content

        return read_content(text)
    if kind == "spreadsheetml":
        from .spreadsheetml import read_spreadsheetml

        return read_spreadsheetml(text)
    from .html_tables import read_html, read_mhtml

    return read_mhtml(data) if kind == "mhtml" else read_html(text)
