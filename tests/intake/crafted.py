"""Builders of the files that offices, careless programs and attackers send. Bytes only; nothing is kept on disk."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(200)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n"
LEDGER = [["企业名称", "复工状态"], ["贵州苗岭茶业有限公司", "已复工"], ["都匀云上纺织有限公司", "停工"]]


def packed(parts: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of named parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def xlsx_parts(*sheets: str, names: Sequence[str] | None = None, **more: str) -> dict[str, bytes | str]:
    """The parts of a workbook whose sheets have these contents of <worksheet>."""
    names = names or [f"Sheet{number}" for number in range(1, len(sheets) + 1)]
    numbers = range(1, len(sheets) + 1)
    content_types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for n in numbers
    )
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
        '"application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
        f'officedocument.spreadsheetml.sheet.main+xml"/>{content_types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in numbers
        )
        + "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{more.pop("properties", "")}<sheets>'
        + "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in zip(numbers, names, strict=True))
        + "</sheets></workbook>",
    }
    for n, content in zip(numbers, sheets, strict=True):
        parts[f"xl/worksheets/sheet{n}.xml"] = (
            f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}">{content}</worksheet>'
        )
    return parts


def xlsx(*sheets: str, names: Sequence[str] | None = None, **more: str) -> bytes:
    """A workbook whose sheets have these contents of <worksheet>."""
    return packed(xlsx_parts(*sheets, names=names, **more))


def data(rows: str) -> str:
    """The cells of a sheet."""
    return f"<sheetData>{rows}</sheetData>"


def text(address: str, value: str) -> str:
    """A cell of inline text."""
    return f'<c r="{address}" t="inlineStr"><is><t>{value}</t></is></c>'


def number(address: str, value: object) -> str:
    """A numeric cell."""
    return f'<c r="{address}"><v>{value}</v></c>'


def written(write: Callable, **options: object) -> bytes:
    """A workbook by xlsxwriter; ``write(workbook)`` fills it."""
    import xlsxwriter

    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target, {"in_memory": True, **options})
    write(workbook)
    workbook.close()
    return target.getvalue()


def ledger_xlsx() -> bytes:
    """An ordinary workbook: the ledger from A1."""
    return written(lambda workbook: _fill(workbook.add_worksheet("台账"), LEDGER))


def _fill(sheet: object, rows: Sequence[Sequence[object]]) -> None:
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            sheet.write(row, column, value)


def ledger_xls(write: Callable | None = None, dates_1904: bool = False) -> bytes:
    """A BIFF workbook by xlwt: the ledger, then whatever ``write(workbook, sheet)`` adds."""
    import xlwt

    workbook = xlwt.Workbook(encoding="utf-8")
    workbook.dates_1904 = dates_1904
    sheet = workbook.add_sheet("台账")
    _fill(sheet, LEDGER)
    if write:
        write(workbook, sheet)
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def bare_biff2() -> bytes:
    """A BIFF 2 stream without a container: A1 = 7, B1 = 完 in GBK is left out, so ASCII text."""
    cell = b"\x00\x00\x00"
    records = [
        (0x0009, struct.pack("<HH", 2, 0x10)),
        (0x0003, struct.pack("<HH", 0, 0) + cell + struct.pack("<d", 7.0)),
        (0x0004, struct.pack("<HH", 0, 1) + cell + bytes([2]) + b"OK"),
        (0x000A, b""),
    ]
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records)


def ole(*streams: str) -> bytes:
    """The magic and stream names of an OLE file, enough to tell what it is."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"".join(name.encode("utf-16-le") for name in streams)


def csv_text(rows: Sequence[Sequence[str]] = LEDGER, delimiter: str = ",") -> str:
    """Rows as delimited text."""
    return "".join(delimiter.join(row) + "\r\n" for row in rows)


def docx(body: str) -> bytes:
    """A Word document with this body."""
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {names}><w:body>{body}</w:body></w:document>",
        }
    )


def word_cell(value: str, properties: str = "") -> str:
    """A cell of a Word table."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{value}</w:t></w:r></w:p></w:tc>"


def ods(body: str, styles: str = "", **parts: str) -> bytes:
    """An OpenDocument spreadsheet with these tables."""
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text", "style")
    )
    content = (
        f'<office:document-content {spaces} xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:'
        f'calcext:1.0"><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>'
        f"{body}</office:spreadsheet></office:body></office:document-content>"
    )
    return packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content, **parts})


def ods_text(value: str, attributes: str = "") -> str:
    """A text cell of an OpenDocument table."""
    return f'<table:table-cell office:value-type="string" {attributes}><text:p>{value}</text:p></table:table-cell>'


def lying_about_size(content: bytes, part: str) -> bytes:
    """The archive with the unpacked size of one part said to be 10 bytes, in both of its entries."""
    content = bytearray(content)
    for magic, size_at, name_at in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        at = content.find(magic)
        while at >= 0:
            if content[at + name_at :].startswith(part.encode()):
                content[at + size_at : at + size_at + 4] = struct.pack("<I", 10)
            at = content.find(magic, at + 4)
    return bytes(content)


def date_in_1904(workbook: object) -> None:
    """Write 10 February 2020 to A1."""
    style = workbook.add_format({"num_format": "yyyy-mm-dd"})
    workbook.add_worksheet().write_datetime(0, 0, date(2020, 2, 10), style)
