"""Files as careless, old and foreign programs write them: what comes out of their bytes, one line each."""

from __future__ import annotations

import io
import struct
from datetime import datetime, time

import crafted as c
import pytest

from analysis.intake.containers import read_sheets
from analysis.intake.errors import UnreadableUpload
from analysis.intake.sheet import CellError

A1 = c.data(f'<row r="1">{c.text("A1", "企业")}</row>')
PARTS = c.xlsx_parts(A1)
TABLE = f"<w:tbl><w:tr>{c.word_cell('企业')}{c.word_cell('甲')}</w:tr></w:tbl>"
BOX = "<w:drawing><w:txbxContent>{0}</w:txbxContent></w:drawing>"
FLAT = (
    '<?xml version="1.0"?>\n<!-- by hand -->\n<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:'
    'office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:'
    'opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="台账">\n'
    " <table:table-row>\n  <table:table-cell>\n   <text:p>企业</text:p>\n   <text:p>名称</text:p>\n"
    "  </table:table-cell>\n </table:table-row></table:table></office:spreadsheet></office:body></office:document>"
)


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def bare_biff5(said_to_be: int | None, encoding: str, text: str = "企业名称") -> bytes:
    """A stream as programs of the nineties wrote it: A1 is a text, B1 is 7."""
    label = text.encode(encoding)
    page = record(0x42, struct.pack("<H", said_to_be)) if said_to_be else b""
    cells = record(0x204, struct.pack("<HHHH", 0, 0, 0, len(label)) + label)
    cells += record(0x203, struct.pack("<HHHd", 0, 1, 0, 7.0))
    return record(0x809, struct.pack("<HHHH", 0, 16, 0, 0)) + page + cells + record(0x0A)


def bare_biff2_in_gbk() -> bytes:
    label = "企业名称".encode("gbk")
    text = record(4, bytes(7) + bytes([len(label)]) + label)
    return record(9, struct.pack("<HH", 2, 16)) + text + record(10)


def xls_of(*texts: str) -> bytes:
    import xlwt

    workbook = xlwt.Workbook(encoding="latin-1")
    sheet = workbook.add_sheet("a")
    for column, text in enumerate(texts):
        sheet.write(0, column, text)
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def word(cell: str) -> bytes:
    """A document whose table has 企业 and a cell with these runs."""
    return c.docx(f"<w:tbl><w:tr>{c.word_cell('企业')}<w:tc><w:p>{cell}</w:p></w:tc></w:tr></w:tbl>")


def box(is_ticked: int) -> str:
    """A control to tick, as Word 2010 and later write it."""
    return (
        f'<w:sdt xmlns:w14="w14"><w:sdtPr><w14:checkbox><w14:checked w14:val="{is_ticked}"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent><w:r><w:t>{'☐☒'[is_ticked]}</w:t></w:r></w:sdtContent></w:sdt>"
    )


def old_form(field: str, text: str = "") -> str:
    """A field of a protected form, with the text behind it."""
    return f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{field}</w:ffData></w:fldChar><w:t>{text}</w:t></w:r>'


def ods_row(*cells: str) -> bytes:
    return c.ods(f'<table:table table:name="a"><table:table-row>{"".join(cells)}</table:table-row></table:table>')


def formula(text: str, attributes: str) -> str:
    paragraph = f"<text:p>{text}</text:p>" if text else ""
    return f'<table:table-cell table:formula="of:=1/0" {attributes}>{paragraph}</table:table-cell>'


def excel_2003(cells: str) -> bytes:
    return (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-'
        f'microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table><Row>{cells}</Row></Table></Worksheet>'
        "</Workbook>"
    ).encode()


def html(body: str) -> bytes:
    return f"<html><body>{body}</body></html>".encode()


ROWS = {
    "a workbook part of another name": (
        c.packed(
            {
                name.replace("workbook.", "book1."): str(part).replace("workbook.", "book1.")
                for name, part in PARTS.items()
            }
        ),
        [["企业"]],
    ),
    "parts named from the root": (c.packed({f"/{name}": part for name, part in PARTS.items()}), [["企业"]]),
    "a Word part of another name": (
        c.packed(
            {
                "_rels/.rels": f'<Relationships><Relationship Type="{c.RELATIONS}/officeDocument" '
                'Target="/word/document2.xml"/></Relationships>',
                "word/document2.xml": f'<w:document xmlns:w="w">{TABLE}</w:document>',
            }
        ),
        [["企业", "甲"]],
    ),
    "Word: boxes of Wingdings": (
        word('<w:r><w:sym w:char="F052"/><w:t>是</w:t><w:sym w:char="00A3"/><w:t>否</w:t></w:r>'),
        [["企业", "\uf052是\uf0a3否"]],
    ),
    "Word: a tick and a box, of the fonts that are named": (
        word(
            '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:t>是</w:t>'
            '<w:sym w:font="Wingdings 2" w:char="F0A3"/><w:t>否</w:t></w:r>'
        ),
        [["企业", "✓是☐否"]],
    ),
    "Word: boxes to tick, whatever they look like": (
        word(f"{box(1)}<w:r><w:t>是</w:t></w:r>{box(0)}<w:r><w:t>否</w:t></w:r>"),
        [["企业", "☑是☐否"]],
    ),
    "Word: boxes of older forms, the last one's default holds": (
        word(
            old_form('<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>', "是")
            + old_form("<w:checkBox><w:checked/></w:checkBox>", "否")
            + old_form('<w:checkBox><w:default w:val="1"/></w:checkBox>', "不明")
        ),
        [["企业", "☐是☑否☑不明"]],
    ),
    "Word: lists and texts of older forms": (
        word(
            old_form('<w:ddList><w:result w:val="1"/><w:listEntry w:val="是"/><w:listEntry w:val="否"/></w:ddList>')
            + old_form('<w:ddList><w:listEntry w:val="大型"/><w:listEntry w:val="中型"/></w:ddList>')
            + old_form('<w:textInput><w:default w:val="5"/></w:textInput>', "6人")
        ),
        [["企业", "否大型6人"]],
    ),
    "Word: hyphens that keep a line together": (
        word("<w:r><w:t>2020</w:t><w:noBreakHyphen/><w:t>02</w:t></w:r>"),
        [["企业", "2020-02"]],
    ),
    "Word: stops of tabs are no tabs": (
        word('<w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr><w:r><w:t>甲</w:t></w:r>'),
        [["企业", "甲"]],
    ),
    "Word: moved text stands where it was moved to": (
        word("<w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo>"),
        [["企业", "新"]],
    ),
    "Word: hidden text": (
        word("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:t>甲</w:t></w:r>"),
        [["企业", "甲"]],
    ),
    "Word: a table in a text box, twice in the file": (
        c.docx(
            f"<w:p><w:r><mc:AlternateContent xmlns:mc='m'><mc:Choice>{BOX.format(TABLE)}</mc:Choice>"
            f"<mc:Fallback>{BOX.format(TABLE)}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        ),
        [["企业", "甲"]],
    ),
    "html: what was deleted, and what no browser shows": (
        html(
            "<p>" + "复工" * 99 + "<table><tr><td>企业<td>已复工<tr><td>甲<td>☑\x01<tr><td><del>乙</del>丙<td>☐</table>"
        ),
        [["企业", "已复工"], ["甲", "☑"], ["丙", "☐"]],
    ),
    "OpenDocument in one XML file": (FLAT.encode(), [["企业\n名称"]]),
    "ods: an error that is called a number": (
        ods_row(formula("#DIV/0!", 'office:value-type="float" office:value="0"'), formula("Err:502", "")),
        [[CellError("#DIV/0!"), CellError("Err:502")]],
    ),
    "ods: a formula never calculated": (ods_row(formula("", "")), [[CellError("#NOT_CALCULATED!")]]),
    "ods: how a word is spoken is not read": (
        ods_row(
            "<table:table-cell><text:p><text:ruby><text:ruby-base>企业</text:ruby-base><text:ruby-text>qiye"
            "</text:ruby-text></text:ruby></text:p></table:table-cell>"
        ),
        [["企业"]],
    ),
    "BIFF 5 in GBK without saying so": (bare_biff5(None, "gbk"), [["企业名称", 7.0]]),
    "BIFF 5 in GBK, said to be English": (bare_biff5(1252, "gbk"), [["企业名称", 7.0]]),
    "BIFF 5 in Big5, as it says": (bare_biff5(950, "big5", "復工情況"), [["復工情況", 7.0]]),
    "BIFF 5 in English": (bare_biff5(1252, "cp1252", "Café – £5"), [["Café – £5", 7.0]]),
    "BIFF 2 in GBK without saying so": (bare_biff2_in_gbk(), [["企业名称"]]),
    "xls: GBK as Latin letters": (
        xls_of(*(text.encode("gbk").decode("latin-1") for text in ("企业名称", "已复工"))),
        [["企业名称", "已复工"]],
    ),
    "xls: UTF-8 as Latin letters": (xls_of("企业名称".encode().decode("latin-1")), [["企业名称"]]),
    "xls: letters with accents": (
        xls_of("Entrée à 40°C", "Müller & Söhne, große Öfen"),
        [["Entrée à 40°C", "Müller & Söhne, große Öfen"]],
    ),
    "Excel 2003 XML: a comment is not the value": (
        excel_2003(
            '<Cell><Data ss:Type="Number">5</Data><Comment><ss:Data>张：<B>请核对</B></ss:Data></Comment></Cell>'
            '<Cell><Data ss:Type="String">甲</Data></Cell>'
        ),
        [[5.0, "甲"]],
    ),
    "Excel 2003 XML: a time of day": (
        excel_2003(
            '<Cell><Data ss:Type="DateTime">1899-12-31T08:30:00.000</Data></Cell>'
            '<Cell><Data ss:Type="DateTime">2020-02-10T08:30:00.000</Data></Cell>'
        ),
        [[time(8, 30), datetime(2020, 2, 10, 8, 30)]],
    ),
    "html: fields of a form": (
        html(
            "<table><tr><td><input value=甲><td><select><option>是<option selected>否</select>"
            "<td><input type=checkbox checked>水<input type=checkbox>电<input type=hidden value=7></table>"
        ),
        [["甲", "否", "☑水☐电"]],
    ),
    "html: what is hidden in a cell": (html("<table><tr><td>甲<span style='display:none'>7</span></table>"), [["甲"]]),
    "html after words": ("复工情况<br><table><tr><td>企业<td>甲</table>".encode(), [["企业", "甲"]]),
    "html after a long comment": (f"<!-- {'x' * 6000} --><table><tr><td>企业</table>".encode(), [["企业"]]),
    "csv: blanks before quotation marks": (
        '企业, "困难"\n甲, "缺人,缺钱"\n'.encode(),
        [["企业", "困难"], ["甲", "缺人,缺钱"]],
    ),
    "csv: the rest of the disk's block": ("企业,困难\n".encode() + bytes(4096), [["企业", "困难"]]),
    "csv: two files one behind the other": (
        "企业,困难\n".encode("utf-8-sig") + "甲,无\n".encode("utf-8-sig"),
        [["企业", "困难"], ["甲", "无"]],
    ),
}


@pytest.mark.parametrize("case", ROWS)
def test_rows_of_the_first_sheet(case: str) -> None:
    content, rows = ROWS[case]
    assert read_sheets(content, "x")[0].rows == rows


REFUSED = {
    "OpenDocument with a password, as written since 2024": (
        c.packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "encrypted-package": b"x"}),
        "encrypted_upload",
    ),
    "OpenDocument slides": (
        c.packed({"content.xml": "<office:presentation xmlns:office='o'/>", "mimetype": "x"}),
        "no_table_inside",
    ),
    "a drawing of Visio": (
        c.packed({"[Content_Types].xml": "<Types/>", "visio/document.xml": "x"}),
        "not_a_spreadsheet",
    ),
    "Word 2003 XML": (
        b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="w"/>',
        "word_upload",
    ),
    "a Word file cut off": (c.ole("Root Entry", "WordDocument"), "word_upload"),
    "attachments as Outlook packs them": (b"\x78\x9f\x3e\x22" + bytes(range(256)), "mail_upload"),
    "a mail as a mailbox keeps it": (b"From a@b.c Mon Feb 10 2020\nTo: d@e.f\nFrom: a@b.c\n\nhello\n", "mail_upload"),
    "cab": (b"MSCF" + bytes(40), "packed_upload"),
    "zstd": (b"\x28\xb5\x2f\xfd" + bytes(range(99)), "packed_upload"),
    "a picture of Photoshop": (b"8BPS\0\1" + bytes(40), "photo_upload"),
    "a link": (b"[InternetShortcut]\r\nURL=https://example.com/a\r\n", "not_a_spreadsheet"),
    "an address": (b"https://example.com/sheet/a\r\n", "not_a_spreadsheet"),
    "a list in JSON": (b'[ {"a": 1} ]', "not_a_spreadsheet"),
    "SYLK": (b"ID;PWXL;N;E\r\nC;Y1;X1;K5\r\nE\r\n", "not_a_spreadsheet"),
    "DIF": (b'TABLE\r\n0,1\r\n"EXCEL"\r\nDATA\r\n', "not_a_spreadsheet"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    content, rule = REFUSED[case]
    with pytest.raises(UnreadableUpload) as refusal:
        read_sheets(content, "x")
    assert refusal.value.rule == rule


ROW_OF_THREE = "<tr><td>企业</td><td>旧</td><td>新</td></tr>"
TWO_ROWS = '<row r="1">{0}</row><row r="2" {1}>{2}</row>'
HIDDEN = {  # (rows, columns)
    "html: a column": (f"<table><col><col style='display:none'><col>{ROW_OF_THREE}</table>", (set(), {2})),
    "html: two columns by one definition": (f"<table><col><col span=2 hidden>{ROW_OF_THREE}</table>", (set(), {2, 3})),
    "html: every cell of a column": (
        "<table><tr><td>企业<td style='display: none'>旧<tr><td>甲<td style='display: none'>1</table>",
        (set(), {2}),
    ),
    "html: one cell of a column": (
        "<table><tr><td>企业<td>旧<tr><td>甲<td style='display:none'>1</table>",
        (set(), set()),
    ),
    "html: a row by its attribute": ("<table><tr><td>企业<tr hidden><td>甲<tr><td>乙</table>", ({2}, set())),
    "html: a row that collapses": (
        "<table><tr><td>企业<tr style='visibility:collapse'><td>甲<tr><td>乙</table>",
        ({2}, set()),
    ),
    "html: rows by their group": (
        "<table><tr><td>企业<tbody style='DISPLAY:NONE'><tr><td>甲</tbody><tbody><tr><td>乙</table>",
        ({2}, set()),
    ),
    "xlsx: no height, no width": (
        c.xlsx(
            '<cols><col min="2" max="2" width="0.0" customWidth="1"/><col min="3" max="3" width="0.7"/></cols>'
            + c.data(TWO_ROWS.format(c.number("C1", 1), 'ht="0" customHeight="1"', c.number("B2", 2)))
        ),
        ({2}, {2}),
    ),
}


@pytest.mark.parametrize("case", HIDDEN)
def test_hidden_rows_and_columns(case: str) -> None:
    content, hidden = HIDDEN[case]
    sheet = read_sheets(content if isinstance(content, bytes) else content.encode(), "x")[0]
    assert (sheet.hidden_rows, sheet.hidden_columns) == hidden


def test_columns_of_no_width_in_xls_are_hidden() -> None:
    def write(_: object, sheet: object) -> None:
        sheet.col(1).width = 0

    assert read_sheets(c.ledger_xls(write), "x")[0].hidden_columns == {2}


def test_a_hidden_table_of_a_page_is_a_hidden_sheet() -> None:
    page = "<div style='display:none'><table><tr><td>旧<td>1</table></div><table><tr><td>新<td>2</table>"
    assert [(sheet.rows, sheet.hidden) for sheet in read_sheets(page.encode(), "x")] == [
        ([["旧", "1"]], True),
        ([["新", "2"]], False),
    ]


def test_sheets_of_an_excel_web_archive_keep_their_names() -> None:
    def part(content: str) -> str:
        return f"--x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{content}\r\n"

    names = "".join(
        f"<x:ExcelWorksheet><x:Name>{name}</x:Name></x:ExcelWorksheet>" for name in ("空", "甲&amp;乙", "旧")
    )
    tables = [
        "<table><tr><td></td></tr></table>",
        "<table><tr><td>企业<td>5</table>",
        "<table><tr><td>企业<td>4</table>",
    ]
    options = "<xml><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></xml>"
    archive = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n' + "".join(
        part(content) for content in (f"<xml>{names}</xml><frameset/>", tables[0], tables[1], options + tables[2])
    )
    sheets = read_sheets((archive + "--x--\r\n").encode(), "x")
    assert [(sheet.name, sheet.rows, sheet.hidden) for sheet in sheets] == [
        ("空", [], False),
        ("甲&乙", [["企业", "5"]], False),
        ("旧", [["企业", "4"]], True),
    ]
