"""Crafted files, one line each: what comes out of their bytes, or which refusal. In this process: none may crash it."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import date, datetime, time, timedelta

import crafted as c
import pytest

from analysis.intake.containers import read_sheets
from analysis.intake.containers.grid import bounded_merges
from analysis.intake.errors import UnreadableUpload
from analysis.intake.sheet import CellError

CODE = "915227010123456789"
A1 = c.data(f'<row r="1">{c.text("A1", "企业")}</row>')
BOMB = c.data("<row>" + " " * (80 << 20) + "</row>")
GBK_READ_AS_LATIN1 = c.csv_text().encode("gbk").decode("latin-1").encode()
UTF8_READ_AS_GBK = c.csv_text().encode().decode("gbk", "replace").encode()
HIDDEN = (
    '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
)
MAIL = "Return-Path: <a@b.c>\nFrom: 甲 <a@b.c>\nTo: d@e.f\nSubject: 复工\nMIME-Version: 1.0\nContent-Type: {}\n\n{}\n"
ATTACHED = (
    "--B\nContent-Type: text/html\n\n<table><tr><td>您好</td></tr></table>\n--B\nContent-Type: application/zip\n"
    "Content-Disposition: attachment; filename=a.xlsx\n\nUEsDBA==\n--B--"
)
ODS_ROW = "<table:table-row {}>{}</table:table-row>"


def xlsx_with(part: str, content: bytes | str) -> bytes:
    return c.packed(c.xlsx_parts(A1) | {part: content})


def encrypted_zip() -> bytes:
    content = bytearray(c.packed({"xl/workbook.xml": "x"}))
    content[6] |= 1
    content[content.find(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def twice_the_same_part() -> bytes:
    target = io.BytesIO(c.xlsx(A1))
    with zipfile.ZipFile(target, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    return target.getvalue()


PICTURE = {"xl/media/image1.png": "x"}
REFUSED = {
    "nothing": (b"", "file_empty"),
    "only blanks and NULs": (b"\0\0 \r\n\0", "file_empty"),
    "photo as png": (c.PNG, "photo_upload"),
    "photo as jpeg": (c.JPEG, "photo_upload"),
    "photo as heic": (b"\0\0\0\x18ftypheic" + bytes(50), "photo_upload"),
    "film": (b"\0\0\0\x18ftypmp42" + bytes(50), "not_a_spreadsheet"),
    "mail of text": (MAIL.format("text/plain", "请查收附件"), "mail_upload"),
    "mail with a workbook": (MAIL.format("multipart/mixed; boundary=B", ATTACHED), "mail_upload"),
    "mail of Outlook": (c.ole("__properties_version1.0"), "mail_upload"),
    "scan as tiff": (b"II*\0" + bytes(50), "photo_upload"),
    "pdf": (c.PDF, "pdf_upload"),
    "pdf after a line": (b"\n" + c.PDF, "pdf_upload"),
    "rar": (b"Rar!\x1a\x07\x00" + bytes(50), "packed_upload"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(50), "packed_upload"),
    "zip of workbooks": (c.packed({"都匀市.xlsx": b"x"}), "packed_upload"),
    "rtf": (b"{\\rtf1\\ansi table}", "word_upload"),
    "old Word": (c.ole("WordDocument"), "word_upload"),
    "old PowerPoint": (c.ole("PowerPoint Document"), "not_a_spreadsheet"),
    "slides": (c.packed({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "x"}), "not_a_spreadsheet"),
    "password on xlsx": (c.ole("EncryptedPackage"), "encrypted_upload"),
    "password on zip": (encrypted_zip(), "encrypted_upload"),
    "password on ods": (c.ods("", **{"META-INF/manifest.xml": "<m:encryption-data/>"}), "encrypted_upload"),
    "executable": (b"MZ\x90\0\x03\0\0\0" + bytes(range(256)) * 8, "not_a_spreadsheet"),
    "json": (b'{"rows": []}', "not_a_spreadsheet"),
    "other xml": (b"<?xml version='1.0'?><invoice/>", "not_a_spreadsheet"),
    "truncated xlsx": (c.ledger_xlsx()[:2000], "archive_damaged"),
    "xlsx without its list of parts": (c.ledger_xlsx()[:-30], "archive_damaged"),
    "truncated xls": (c.ledger_xls()[:600], "workbook_damaged"),
    "OLE magic, then noise": (c.ole("Workbook") + random.Random(1).randbytes(3000), "workbook_damaged"),
    "bomb in a sheet": (c.packed(c.xlsx_parts(BOMB)), "archive_bomb"),
    "bomb in the texts": (xlsx_with("xl/sharedStrings.xml", b" " * (80 << 20)), "archive_bomb"),
    "thousands of parts": (c.packed({f"xl/{n}.xml": "" for n in range(5_001)}), "archive_bomb"),
    "size of a part is a lie": (
        c.lying_about_size(c.xlsx(A1), "xl/worksheets/sheet1.xml"),
        "archive_damaged",
    ),
    "path traversal": (xlsx_with("../../etc/cron.d/x", "x"), "archive_unsafe_path"),
    "path traversal, backslashes": (xlsx_with("..\\..\\autoexec.bat", "x"), "archive_unsafe_path"),
    "drive letter": (xlsx_with("C:/x.xml", "x"), "archive_unsafe_path"),
    "two parts of one name": (twice_the_same_part, "archive_duplicate"),
    "names that differ in case": (xlsx_with("XL/Workbook.xml", "x"), "archive_duplicate"),
    "entities in a sheet": (
        xlsx_with("xl/worksheets/sheet1.xml", '<!DOCTYPE x [<!ENTITY a "aaa">]><worksheet>&a;</worksheet>'),
        "xml_entities",
    ),
    "entities in the texts": (xlsx_with("xl/sharedStrings.xml", "<!DOCTYPE x []><sst/>"), "xml_entities"),
    "entities in UTF-16": (
        xlsx_with("xl/worksheets/sheet1.xml", '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x>'.encode("utf-16")),
        "xml_entities",
    ),
    "entities in Word": (c.packed({"word/document.xml": "<!DOCTYPE x><x/>"}), "xml_entities"),
    "entities in Excel 2003 XML": (
        b'<!DOCTYPE x [<!ENTITY a "b">]><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "xml_entities",
    ),
    "row four thousand million": (
        c.xlsx(c.data(f'<row r="4000000000">{c.number("A4000000000", 1)}</row>')),
        "sheet_out_of_bounds",
    ),
    "absurd row in the cell only": (c.xlsx(c.data(f"<row>{c.number('A99999999', 1)}</row>")), "sheet_out_of_bounds"),
    "absurd column": (c.xlsx(c.data(f'<row r="1">{c.number("ZZZZ1", 1)}</row>')), "sheet_out_of_bounds"),
    "absurd column in single quotes": (
        c.xlsx(c.data("<row r='1'><c r='ZZZZ1'><v>1</v></c></row>")),
        "sheet_out_of_bounds",
    ),
    "both corners": (
        c.xlsx(c.data(f'<row r="1">{c.number("A1", 1)}</row><row r="1048576">{c.number("XFD1048576", 1)}</row>')),
        "sheet_too_large",
    ),
    "ods cell repeated 17 thousand million times": (
        c.ods(
            '<table:table table:name="a">'
            + ODS_ROW.format(
                'table:number-rows-repeated="1048576"', c.ods_text("x", 'table:number-columns-repeated="16384"')
            )
            + "</table:table>"
        ),
        "sheet_too_large",
    ),
    "html with a cell in the far corner": (
        "<table>" + "<tr><td colspan=16000>a<td>b</tr>" * 400 + "</table>",
        "sheet_too_large",
    ),
    "html cells beyond the last column": ("<table><tr><td colspan=16384>a<td>b</tr></table>", "sheet_out_of_bounds"),
    "no sheet has content": (c.xlsx(c.data(""), c.data("")), "workbook_empty"),
    "a picture on a sheet without cells": (c.packed(c.xlsx_parts(c.data("")) | PICTURE), "only_pictures"),
    "a picture below a title": (
        c.packed(c.xlsx_parts(c.data(f'<row r="1">{c.text("A1", "复工情况表")}</row>')) | PICTURE),
        "only_pictures",
    ),
    "a picture in Word": (c.packed({"word/document.xml": "<x/>", "word/media/image1.png": b"x"}), "only_pictures"),
    "workbook part missing": (c.packed({"[Content_Types].xml": "<Types/>", "xl/x.xml": "<x/>"}), "workbook_damaged"),
    "workbook part cut off": (xlsx_with("xl/workbook.xml", "<workbook><sheets>"), "workbook_damaged"),
    "html without a table": ("<html><body>登录超时</body></html>", "no_table_inside"),
    "Word without a table": (c.docx("<w:p/>"), "no_table_inside"),
    "csv in Shift JIS": ("事業所,再開\r\nはたらく,まだです\r\n".encode("shift-jis"), "encoding_unreadable"),
    "csv in GBK, damaged": (c.csv_text().encode("gbk")[:-3] + b"\xff\xff\r\n", "encoding_unreadable"),
    "mojibake: GBK read as Latin-1": (GBK_READ_AS_LATIN1, "encoding_unreadable"),
    "mojibake: UTF-8 read as GBK": (UTF8_READ_AS_GBK, "encoding_unreadable"),
    "Chinese written as Latin-1": (c.csv_text().encode("latin-1", errors="replace"), "encoding_unreadable"),
    "replacement characters": ("企业\ufffd\ufffd\ufffd,\ufffd\ufffd\n", "encoding_unreadable"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    content, rule = REFUSED[case]
    content = content() if callable(content) else content
    with pytest.raises(UnreadableUpload) as refusal:
        read_sheets(content.encode() if isinstance(content, str) else content, "x")
    assert refusal.value.rule == rule


def error_sheet(code: str) -> str:
    return c.data(f'<row r="1">{c.text("A1", "企业")}<c r="B1" t="e"><v>{code}</v></c>{c.text("C1", code)}</row>')


def codes(workbook: object) -> None:
    sheet = workbook.add_worksheet()
    sheet.write_string(0, 0, CODE)
    sheet.write_string(0, 1, "007")
    sheet.write_number(0, 2, 1234567890123456789)


def excel_errors(workbook: object, sheet: object) -> None:
    import xlwt

    sheet.write(3, 0, xlwt.Formula("1/0"))
    sheet.merge(5, 6, 0, 1)
    sheet.row(1).hidden = True
    sheet.col(1).hidden = True
    workbook.add_sheet("旧").visibility = 1


TYPED = ["企业", "复工", "人数", "困难"]
SPREADSHEETML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="台账"><Table><Row><Cell ss:MergeAcross="1"><Data ss:Type="String">标题</Data></Cell></Row>
<Row ss:Index="3"><Cell ss:Index="2"><Data ss:Type="Number">5</Data></Cell><Cell><Data ss:Type="DateTime">
2020-02-10T00:00:00.000</Data></Cell><Cell><Data ss:Type="Error">#REF!</Data></Cell></Row>
</Table></Worksheet></Workbook>""".replace("\n2020", "2020")
ERROR_VALUE = c.ods_text("#DIV/0!", 'calcext:value-type="error"')
ODS = c.ods(
    '<table:table table:name="台账">'
    + ODS_ROW.format("", c.ods_text("标题", 'table:number-columns-spanned="2" table:number-rows-spanned="1"'))
    + ODS_ROW.format('table:number-rows-repeated="2"', '<table:table-cell table:number-columns-repeated="16384"/>')
    + ODS_ROW.format("", '<table:table-cell/><table:table-cell office:value-type="float" office:value="5"/>')
    + ODS_ROW.format("", c.ods_text("甲", 'table:number-columns-repeated="2"') + ERROR_VALUE)
    + ODS_ROW.format('table:number-rows-repeated="1048571"', "<table:table-cell/>")
    + "</table:table>"
)
MHTML = (
    'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html; '
    'charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<table><tr><td>企业<td>5</tr></table>\r\n--x--\r\n'
)
ROWS = {
    "ordinary": (c.ledger_xlsx(), c.LEDGER),
    "BIFF (as .xlsx or .et)": (c.ledger_xls(), c.LEDGER),
    "bare BIFF 2": (c.bare_biff2(), [[7.0, "OK"]]),
    "rows out of order": (
        c.xlsx(c.data(f'<row r="2">{c.text("A2", "乙")}</row><row r="1">{c.text("A1", "甲")}</row>')),
        [["甲"], ["乙"]],
    ),
    "wrong dimension": (
        c.xlsx(
            '<dimension ref="A1"/>'
            + c.data(f'<row r="1">{c.number("A1", 1)}</row><row r="5">{c.number("C5", 2)}</row>')
        ),
        [[1.0], [], [], [], [None, None, 2.0]],
    ),
    "no addresses": (
        c.xlsx(c.data("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")),
        [[1.0, 2.0], [3.0]],
    ),
    "no addresses, with an error": (
        c.xlsx(c.data('<row><c><v>1</v></c></row><row><c><v>3</v></c><c t="e"><v>#REF!</v></c></row>')),
        [[1.0], [3.0, CellError("#REF!")]],
    ),
    "prefixed names": (
        c.packed(
            c.xlsx_parts("")
            | {
                "xl/worksheets/sheet1.xml": f'<x:worksheet xmlns:x="{c.MAIN}"><x:sheetData><x:row r="1">'
                '<x:c r="A1" t="e"><x:v>#N/A</x:v></x:c><x:c r="B1"><x:v>2</x:v></x:c></x:row></x:sheetData>'
                "</x:worksheet>"
            }
        ),
        [[CellError("#N/A"), 2.0]],
    ),
    "sheet in UTF-16": (
        xlsx_with(
            "xl/worksheets/sheet1.xml",
            f'<?xml version="1.0" encoding="UTF-16"?><worksheet xmlns="{c.MAIN}">{A1}</worksheet>'.encode("utf-16"),
        ),
        [["企业"]],
    ),
    "backslashes between folders": (
        c.packed({name.replace("/", "\\"): content for name, content in c.xlsx_parts(A1).items()}),
        [["企业"]],
    ),
    "empty fill of WPS": (
        xlsx_with("xl/styles.xml", f'<styleSheet xmlns="{c.MAIN}"><fills count="1"><fill/></fills></styleSheet>'),
        [["企业"]],
    ),
    "table that begins at C3": (
        c.xlsx(c.data(f'<row r="3">{c.text("C3", "企业")}</row>')),
        [[], [], [None, None, "企业"]],
    ),
    "error beside its own text": (c.xlsx(error_sheet("#N/A")), [["企业", CellError("#N/A"), "#N/A"]]),
    "#SPILL!": (c.xlsx(error_sheet("#SPILL!")), [["企业", CellError("#SPILL!"), "#SPILL!"]]),
    "#CALC!": (c.xlsx(error_sheet("#CALC!")), [["企业", CellError("#CALC!"), "#CALC!"]]),
    "formula never calculated": (
        c.xlsx(c.data('<row r="1"><c r="A1"><f>SUM(B1:C1)</f><v></v></c><c r="B1" t="str"><f>""</f><v></v></c></row>')),
        [[CellError("#NOT_CALCULATED!")]],
    ),
    "not a number": (
        c.xlsx(c.data('<row r="1"><c r="A1"><v>NaN</v></c><c r="B1"><v>1</v></c></row>')),
        [[CellError("#NUM!"), 1.0]],
    ),
    "characters no screen shows": ("\u200b企业,√\u200b\n\ufeff甲\u200e厂,\u2060\n".encode(), [["企业", "√"], ["甲厂"]]),
    "dates of 1904": (c.written(c.date_in_1904, date_1904=True), [[date(2020, 2, 10)]]),
    "18 digits": (c.written(codes), [[CODE, "007", 1.234567890123457e18]]),
    "styled to the last row": (
        c.xlsx(c.data(f'<row r="1">{c.number("A1", 1)}</row>' + '<row r="1048576"><c r="XFD1048576" s="0"/></row>')),
        [[1.0]],
    ),
    "csv utf-8": (c.csv_text().encode(), c.LEDGER),
    "csv utf-8 with BOM": (c.csv_text().encode("utf-8-sig"), c.LEDGER),
    "csv utf-8, words with accents": (
        "city,employés\nMünchen,5\nÅlborg,6\n".encode(),
        [["city", "employés"], ["München", "5"], ["Ålborg", "6"]],
    ),
    "csv utf-8, most words without an accent, one with two": (
        "fächer,ärzte\nGefäßchirurgie,379\nPädiatrie,20\nZähne,7\nGynäkologie,3\n".encode(),
        [["fächer", "ärzte"], ["Gefäßchirurgie", "379"], ["Pädiatrie", "20"], ["Zähne", "7"], ["Gynäkologie", "3"]],
    ),
    "csv utf-8, accented words of one letter": (
        "indice,des prix à la consommation\ndernière mise à jour,2020\npart à,1\n".encode(),
        [["indice", "des prix à la consommation"], ["dernière mise à jour", "2020"], ["part à", "1"]],
    ),
    "csv utf-8, signs that count as letters": (
        "site,µg/m³\nNº 1,5\nrest ª,6\n".encode(),
        [["site", "µg/m³"], ["Nº 1", "5"], ["rest ª", "6"]],
    ),
    "csv of an English Windows": (
        "region,£ million\nKing’s Hill,£5\nCafés – all,6\n".encode("cp1252"),
        [["region", "£ million"], ["King’s Hill", "£5"], ["Cafés – all", "6"]],
    ),
    "csv utf-8 with its mark, Korean and Japanese": (
        "\ufeff구분,인구\n서울,5\nあいち,6\n".encode(),
        [["구분", "인구"], ["서울", "5"], ["あいち", "6"]],
    ),
    "csv utf-8 in Portuguese and Vietnamese": (
        "Variação,Mojuí\nAviões,Hồ Chí Minh\nAções,Việt Nam\n".encode(),
        [["Variação", "Mojuí"], ["Aviões", "Hồ Chí Minh"], ["Ações", "Việt Nam"]],
    ),
    "csv of a Portuguese Windows": (
        "Região;População\nMaranhão;7\nAviões;5\n".encode("cp1252"),
        [["Região", "População"], ["Maranhão", "7"], ["Aviões", "5"]],
    ),
    "csv utf-16": (c.csv_text().encode("utf-16"), c.LEDGER),
    "csv utf-16-le without BOM": (c.csv_text().encode("utf-16-le"), c.LEDGER),
    "csv utf-16-be without BOM": (c.csv_text().encode("utf-16-be"), c.LEDGER),
    "csv gbk": (c.csv_text().encode("gbk"), c.LEDGER),
    "csv gb18030, a character of four bytes": (
        "企业名称,县\n龘㙍㐂有限公司,都匀市\n".encode("gb18030"),
        [["企业名称", "县"], ["龘㙍㐂有限公司", "都匀市"]],
    ),
    "csv big5": (
        "企業名稱,復工情況\n臺灣電子公司,已復工\n".encode("big5"),
        [["企業名稱", "復工情況"], ["臺灣電子公司", "已復工"]],
    ),
    "a page that says it is in big5, of few characters": (
        "<html><meta charset=big5><table><tr><td>待定</td><td>液氨緊缺，每天需３０噸</td></tr></table>".encode("cp950"),
        [["待定", "液氨緊缺，每天需３０噸"]],
    ),
    "tabs": (c.csv_text(delimiter="\t").encode(), c.LEDGER),
    "semicolons": (c.csv_text(delimiter=";").encode("gbk"), c.LEDGER),
    "bars": (c.csv_text(delimiter="|").encode("utf-8"), c.LEDGER),
    "lines quoted as a whole": (
        "\r\n".join(f'"{line}"' for line in c.csv_text().splitlines()).encode(),
        c.LEDGER,
    ),
    "declared separator": (("sep=|\r\n" + c.csv_text(delimiter="|")).encode(), c.LEDGER),
    "Chinese commas are text": (
        "企业,困难\n甲公司,缺人，缺钱\n".encode(),
        [["企业", "困难"], ["甲公司", "缺人，缺钱"]],
    ),
    "bars of Chinese": ("企业｜人数\n甲公司｜7\n".encode(), [["企业", "人数"], ["甲公司", "7"]]),
    "a box": ("┌─┐\n│企业│人数│\n│甲公司│7│\n".encode(), [["┌─┐"], [None, "企业", "人数"], [None, "甲公司", "7"]]),
    "Chinese commas part a list that has no others": (
        "某县2月25日\n企业，复工，人数，困难\n甲公司，是，7，缺人，缺钱\n\n乙厂，否，0，无\n填表：某某\n".encode(),
        [["某县2月25日"], TYPED, ["甲公司", "是", "7", "缺人，缺钱"], [], ["乙厂", "否", "0", "无"], ["填表：某某"]],
    ),
    "blanks part a list": (
        "某县  2月25日\n企业    复工  人数　困难\n甲公司  是    7　　缺人 缺钱\n乙厂    否    0　　无\n".encode(),
        [["某县  2月25日"], TYPED, ["甲公司", "是", "7", "缺人 缺钱"], ["乙厂", "否", "0", "无"]],
    ),
    "a cell missing between blanks: lines stay whole": (
        "企业  复工  人数\n甲公司  是  7\n乙厂      0\n丙厂  是  9\n".encode(),
        [["企业  复工  人数"], ["甲公司  是  7"], ["乙厂      0"], ["丙厂  是  9"]],
    ),
    "sentences in lines": (
        "1、甲公司，已复工，到岗7人\n2、乙厂，未复工，缺原料\n".encode(),
        [["1、甲公司，已复工，到岗7人"], ["2、乙厂，未复工，缺原料"]],
    ),
    "quoted line breaks": ('企业,困难\r\n甲,"缺人\r\n缺钱"\r\n'.encode(), [["企业", "困难"], ["甲", "缺人\n缺钱"]]),
    "a lone quotation mark": (
        ('企业,困难\n"甲,缺人\n' + "乙,缺钱\n" * 80).encode(),
        [["企业", "困难"], ['"甲', "缺人"], *[["乙", "缺钱"]] * 80],
    ),
    "ragged csv": ("表\n企业,人数\n甲,1,2\n\n乙\n".encode(), [["表"], ["企业", "人数"], ["甲", "1", "2"], [], ["乙"]]),
    "csv with NULs": (
        b"name,state\nA\0,open\nB,closed\n" + b"C,open\n" * 200,
        [["name", "state"], ["A", "open"], ["B", "closed"], *[["C", "open"]] * 200],
    ),
    "csv with apostrophes before texts": (
        b"name,code,said\n'a,'007,'quoted'\n'",
        [["name", "code", "said"], ["a", "007", "'quoted'"], ["'"]],
    ),
    "csv codes": (f'code,n\n"=""{CODE}""",007\n'.encode(), [["code", "n"], [CODE, "007"]]),
    "html as .xls": (
        "<html><meta charset=gbk><table><tr><th rowspan=2>企业<th colspan=2>人数</tr><tr><td>应到<td>实到</tr>"
        "<tr><td>甲<br>乙<td>5<td>&lt;3</tr></table>".encode("gbk"),
        [["企业", "人数"], [None, "应到", "实到"], ["甲\n乙", "5", "<3"]],
    ),
    "html with a title and a caption": (
        "<html><h2>复工情况</h2><table><caption>单位：人</caption><tr><td>企业</td></tr></table></html>".encode(),
        [["企业"]],
    ),
    "html never closed, with scripts": (
        "<table><script>x()</script><tr><td>企业<td>人数<tr><td>甲<td>1".encode(),
        [["企业", "人数"], ["甲", "1"]],
    ),
    "html table of one cell above": (
        "<table><tr><td>复工情况</table><table><tr><td>企业<td>人数<tr><td>甲<td>1</table>".encode(),
        [["企业", "人数"], ["甲", "1"]],
    ),
    "html with lines below": (
        "<table><tr><td>企业<td>人数<tr><td>甲<td>1</table><p>注：含劳务工</p>填报人：某".encode(),
        [["企业", "人数"], ["甲", "1"], ["注：含劳务工"], ["填报人：某"]],
    ),
    "html table of one cell only": ("<table><tr><td>复工情况</table>".encode(), [["复工情况"]]),
    "html table laid out by another": (
        "<table><tr><td>复工情况</td></tr><tr><td>填报日期：2月25日<br><table><tr><th>企业<th>人数<tr><td>甲<td>1"
        "</table></td></tr></table>".encode(),
        [["企业", "人数"], ["甲", "1"]],
    ),
    "html table in a cell": ("<table><tr><td>企业<table><tr><td>甲</table><td>1</table>".encode(), [["企业甲", "1"]]),
    "web archive": (MHTML.encode(), [["企业", "5"]]),
    "Excel 2003 XML": (SPREADSHEETML.encode(), [["标题"], [], [None, 5.0, date(2020, 2, 10), CellError("#REF!")]]),
    "ods": (ODS, [["标题"], [], [], [None, 5.0], ["甲", "甲", CellError("#DIV/0!")]]),
    "Word": (
        c.docx(
            "<w:p><w:r><w:t>复工情况表</w:t></w:r></w:p><w:tbl>"
            f"<w:tr>{c.word_cell('企业', '<w:vMerge w:val=&quot;restart&quot;/>'.replace('&quot;', chr(34)))}"
            f"{c.word_cell('人数', '<w:gridSpan w:val=&quot;2&quot;/>'.replace('&quot;', chr(34)))}</w:tr>"
            f"<w:tr>{c.word_cell('', '<w:vMerge/>')}{c.word_cell('应到')}{c.word_cell('实到')}</w:tr></w:tbl>"
        ),
        [["企业", "人数"], [None, "应到", "实到"]],
    ),
    "Word with lines below": (
        c.docx(
            f"<w:tbl><w:tr>{c.word_cell('企业')}{c.word_cell('5')}</w:tr></w:tbl><w:p><w:r><w:t>注</w:t></w:r></w:p>"
        ),
        [["企业", "5"], ["注"]],
    ),
}
# Rows are those of the table, as the rulings count them: what stands above is none.
ABOVE = {
    "html with a title and a caption": ("复工情况", "单位：人"),
    "html table of one cell above": ("复工情况",),
    "html with lines below": (),
    "html table of one cell only": (),
    "html table laid out by another": ("复工情况", "填报日期：2月25日"),
    "Word": ("复工情况表",),
}


@pytest.mark.parametrize("case", ABOVE)
def test_lines_above_a_table_are_no_rows_of_it(case: str) -> None:
    assert read_sheets(ROWS[case][0], "x")[0].above == ABOVE[case]


# How a document writes a line, and a table of one row.
WRITTEN = {
    "Word": (
        c.docx,
        "<w:p><w:r><w:t>{}</w:t></w:r></w:p>".format,
        lambda name: f"<w:tbl><w:tr>{c.word_cell('企业')}{c.word_cell(name)}</w:tr></w:tbl>",
    ),
    "OpenDocument": (
        c.ods,
        "<text:p>{}</text:p>".format,
        lambda name: (
            f'<table:table table:name="a"><table:table-row>{c.ods_text("企业")}{c.ods_text(name)}</table:table-row>'
            "</table:table>"
        ),
    ),
    "html": (
        lambda body: f"<html><body>{body}</body></html>".encode(),
        "<p>{}</p>".format,
        "<table><tr><td>企业<td>{}</table>".format,
    ),
}


@pytest.mark.parametrize("kind", WRITTEN)
def test_what_a_document_says_of_its_day_stands_above_each_table(kind: str) -> None:
    document, line, table = WRITTEN[kind]
    parts = [line("一、复工情况"), line("截至2月25日"), line("填报单位：某局"), table("甲厂")]
    parts += [line("二、未复工"), table("乙厂"), line("注：无")]
    sheets = read_sheets(document("".join(parts)), "x")
    assert [(sheet.above, sheet.rows) for sheet in sheets] == [
        (("一、复工情况", "截至2月25日", "填报单位：某局"), [["企业", "甲厂"]]),
        (("截至2月25日", "填报单位：某局", "二、未复工"), [["企业", "乙厂"], ["注：无"]]),
    ]


@pytest.mark.parametrize("kind", ["Word", "OpenDocument"])
def test_of_a_document_without_a_table_the_lines_are_read(kind: str) -> None:
    document, line, _ = WRITTEN[kind]
    typed = ["企业  是否复工  人数", "甲厂  是  120", "乙厂  否  0"]
    (sheet,) = read_sheets(document("".join(map(line, ["复工情况", *typed]))), "x")
    assert sheet.rows == [["复工情况"], *(text.split() for text in typed)]


def word_table(*rows: str) -> str:
    """A table of a Word document, given as cells parted by |."""
    cells = ["".join(map(c.word_cell, row.split("|"))) for row in rows]
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl><w:p/>"


@pytest.mark.parametrize(
    ("between", "below", "sheets"),
    [
        ("", ["2|乙厂|30"], [4]),
        ("", ["2|乙厂|30", "3|丙厂|40"], [5]),
        ("续表", ["2|乙厂|30"], [4]),
        ("二、未复工企业", ["2|乙厂|30"], [3, 1]),
        ("", ["2|30"], [3, 1]),
        ("", ["序号|企业|人数", "2|乙厂|30"], [3, 2]),
    ],
    ids=["one row", "two rows", "said to go on", "another title", "another width", "another header"],
)
def test_a_word_table_that_a_page_parts_is_one(between: str, below: list[str], sheets: list[int]) -> None:
    line = f"<w:p><w:r><w:t>{between}</w:t></w:r></w:p>" if between else ""
    above = word_table("序号|企业|人数", "|小计|5", "1|甲厂|5")
    read = read_sheets(c.docx(above + line + word_table(*below)), "x")
    assert [len(sheet.rows) for sheet in read] == sheets
    assert [row for sheet in read for row in sheet.rows][3:] == [row.split("|") for row in below]


@pytest.mark.parametrize("case", ROWS)
def test_rows_of_the_first_sheet(case: str) -> None:
    content, rows = ROWS[case]
    assert read_sheets(content, "x")[0].rows == rows


def test_moments_come_typed() -> None:
    def write(workbook: object) -> None:
        sheet = workbook.add_worksheet()
        for column, (value, pattern) in enumerate(
            [(43871, "yyyy-mm-dd"), (43871.5, "yyyy-mm-dd hh:mm"), (0.5, "hh:mm"), (1.5, "[h]:mm"), (43886, 58)]
        ):
            sheet.write_number(0, column, value, workbook.add_format({"num_format": pattern}))

    expected = [date(2020, 2, 10), datetime(2020, 2, 10, 12), time(12), timedelta(days=1.5), date(2020, 2, 25)]
    assert read_sheets(c.written(write), "x")[0].rows == [expected]


def test_xls_dates_of_1904() -> None:
    import xlwt

    def write(_: object, sheet: object) -> None:
        sheet.write(3, 0, 42409, xlwt.easyxf(num_format_str="yyyy-mm-dd"))

    assert read_sheets(c.ledger_xls(write, dates_1904=True), "x")[0].rows[3] == [date(2020, 2, 10)]


def test_hidden_parts_of_xlsx_are_known() -> None:
    def write(workbook: object) -> None:
        sheet = workbook.add_worksheet("看得见")
        for row in range(5):
            sheet.write_row(row, 0, [1, 2, 3])
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column("B:B", None, None, {"hidden": True})
        sheet.set_column("D:XFD", None, None, {"hidden": True})
        old = workbook.add_worksheet("旧")
        old.write(0, 0, 1)
        old.very_hidden()

    shown, old = read_sheets(c.written(write), "x")
    assert (shown.hidden, old.hidden) == (False, True)
    assert (shown.hidden_rows, shown.hidden_columns) == ({3}, {2})
    assert shown.rows[2] == [1.0, 2.0, 3.0]


def test_hidden_parts_errors_and_merges_of_xls_are_known() -> None:
    def write(workbook: object, sheet: object) -> None:
        excel_errors(workbook, sheet)
        sheet.write(6, 2, "末")

    ledger, old = read_sheets(c.ledger_xls(write), "x")
    assert (ledger.hidden, old.hidden) == (False, True)
    assert (ledger.hidden_rows, ledger.hidden_columns) == ({2}, {2})
    assert ledger.merges == ((6, 1, 7, 2),)


def test_hidden_parts_of_ods_are_known() -> None:
    column = '<table:table-column table:visibility="collapse"/>'
    body = (
        f'<table:table table:name="a">{column}'
        + ODS_ROW.format('table:visibility="filter"', c.ods_text("x") + c.ods_text("y"))
        + '</table:table><table:table table:name="b" table:style-name="ta2"/>'
    )
    first, second = read_sheets(c.ods(body, HIDDEN), "x")
    assert (first.hidden_rows, first.hidden_columns, first.hidden, second.hidden) == ({1}, {1}, False, True)


def test_duplicate_sheet_names_keep_both() -> None:
    sheets = read_sheets(c.xlsx(A1, c.data(f'<row r="1">{c.text("A1", "另一")}</row>'), names=["表", "表"]), "x")
    assert [(sheet.name, sheet.rows) for sheet in sheets] == [("表", [["企业"]]), ("表", [["另一"]])]


def test_several_html_tables_are_several_sheets() -> None:
    sheets = read_sheets("<table><tr><td>甲<td>1</table>说明<table><tr><td>乙<td>2</table>".encode(), "x")
    assert [(sheet.name, sheet.rows) for sheet in sheets] == [("表1", [["甲", "1"]]), ("表2", [["乙", "2"]])]
    assert sheets[1].above == ("说明",)


def test_spans_become_merges() -> None:
    html = "<table><tr><td rowspan=2>企业<td colspan=2>人数</tr><tr><td>应到<td>实到</tr></table>".encode()
    assert read_sheets(html, "x")[0].merges == ((1, 1, 2, 1), (1, 2, 1, 3))
    assert read_sheets(ROWS["Word"][0], "x")[0].merges == ((1, 1, 2, 1), (1, 2, 1, 3))
    assert read_sheets(SPREADSHEETML.encode(), "x")[0].merges == ((1, 1, 1, 2),)
    assert read_sheets(ODS, "x")[0].merges == ((1, 1, 1, 2),)


def test_merge_of_the_whole_sheet_is_cut_to_what_is_used() -> None:
    rows = c.data(f'<row r="1">{c.text("A1", "标题")}</row><row r="3">{c.number("C3", 1)}</row>')
    whole = '<mergeCells count="2"><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A2:B2"/></mergeCells>'
    assert read_sheets(c.xlsx(rows + whole), "x")[0].merges == ((1, 1, 3, 3), (2, 1, 2, 2))


def test_countless_merges_are_cut() -> None:
    merges = bounded_merges(((row, 1, row + 99, 99) for row in range(1, 20_101)), height=2, width=2)
    assert merges == ((1, 1, 2, 2), (2, 1, 2, 2))


def test_damage_that_calamine_rejects_is_read_by_openpyxl() -> None:
    """A sheet of a type that calamine does not know: it gives up, openpyxl reads the rest, huge merge or not."""
    rows = (
        c.data(f'<row r="1">{c.text("A1", "企业")}</row>') + '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )
    parts = c.xlsx_parts(rows)
    parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace(
        "</sheets>", '<sheet name="宏" sheetId="9" r:id="rId9"/></sheets>'
    )
    parts["xl/_rels/workbook.xml.rels"] = str(parts["xl/_rels/workbook.xml.rels"]).replace(
        "</Relationships>",
        f'<Relationship Id="rId9" Type="{c.RELATIONS}/oddity" Target="oddity/sheet1.xml"/></Relationships>',
    )
    parts["xl/oddity/sheet1.xml"] = f'<worksheet xmlns="{c.MAIN}"><sheetData/></worksheet>'
    (sheet,) = (sheet for sheet in read_sheets(c.packed(parts), "x") if sheet.rows)
    assert sheet.rows == [["企业"]]


def test_a_number_of_rows_like_a_whole_province() -> None:
    rows = "".join(f"<row><c><v>{row}</v></c></row>" for row in range(1, 100_001))
    (sheet,) = read_sheets(c.xlsx(c.data(rows)), "x")
    assert (sheet.height, sheet.value(100_000, 1)) == (100_000, 100_000.0)


def test_a_table_written_into_a_mail_is_read() -> None:
    mail = MAIL.format("multipart/alternative; boundary=B", ATTACHED.replace("attachment", "inline"))
    assert read_sheets(mail.encode(), "x")[0].rows == [["您好"]]
