"""Words of a cell that are written otherwise than those beside them: 120 struck through before 100, a note's number."""

import io

import crafted as c
import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from small_survey import ONE, TWO

from analysis.intake.containers import read_sheets
from analysis.single import clean_upload

# Each cell as pieces of (words, how they are written).
CELLS = {
    "corrected": [("120", "struck"), ("100", "")],
    "one of several": [("缺料、", "struck"), ("缺口罩", "")],
    "gone": [("120", "struck")],
    "a note's": [("120", ""), ("1", "raised")],
    "a note's in brackets": [(ONE, ""), ("[2]", "raised")],
    "another's": [("所需", ""), ("（1）", "raised")],
    "a square": [("m", ""), ("2", "raised")],
    "plain": [("是", "")],
}
READ = [["100", "缺口罩", "120", "120¹", f"{ONE}²", "所需¹", "m²", "是"]]
MARKS = {(1, 1): {"corrected"}, (1, 2): {"corrected"}, (1, 3): {"struck"}}


def saved(document) -> bytes:
    document.save(target := io.BytesIO())
    return target.getvalue()


def xlsx() -> bytes:
    workbook = openpyxl.Workbook()
    fonts = {"struck": InlineFont(strike=True), "raised": InlineFont(vertAlign="superscript"), "": InlineFont()}
    for column, pieces in enumerate(CELLS.values(), start=1):
        workbook.active.cell(1, column).value = CellRichText(*(TextBlock(fonts[how], words) for words, how in pieces))
    return saved(workbook)


def xls() -> bytes:
    import xlwt

    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("a")
    fonts = {"struck": "struck_out on", "raised": "escapement superscript", "": ""}
    for column, pieces in enumerate(CELLS.values()):
        sheet.write_rich_text(0, column, [(words, xlwt.easyfont(fonts[how])) for words, how in pieces])
    return saved(workbook)


def word() -> bytes:
    document = docx.Document()
    table = document.add_table(1, len(CELLS))
    says = {"struck": "<w:strike/>", "raised": '<w:vertAlign w:val="superscript"/>', "": '<w:strike w:val="0"/>'}
    for cell, pieces in zip(table.rows[0].cells, CELLS.values(), strict=True):
        for words, how in pieces:
            run = f"<w:r {nsdecls('w')}><w:rPr>{says[how]}</w:rPr><w:t>{words}</w:t></w:r>"
            cell.paragraphs[0]._p.append(parse_xml(run))
    return saved(document)


def ods() -> bytes:
    def cell(pieces):
        spans = "".join(f'<text:span text:style-name="{how}">{words}</text:span>' for words, how in pieces)
        return f'<table:table-cell office:value-type="string"><text:p>{spans}</text:p></table:table-cell>'

    styles = (
        '<style:style style:name="struck"><style:text-properties style:text-line-through-style="solid"/></style:style>'
        '<style:style style:name="raised"><style:text-properties style:text-position="super 58%"/></style:style>'
    )
    cells = "".join(map(cell, CELLS.values()))
    return c.ods(f'<table:table table:name="a"><table:table-row>{cells}</table:table-row></table:table>', styles)


def html(struck: str, raised: str, head: str = "") -> bytes:
    ways = {"struck": struck, "raised": raised, "": "{}"}
    cells = ("".join(ways[how].format(words) for words, how in pieces) for pieces in CELLS.values())
    row = "".join(f"<td>{cell}</td>" for cell in cells)
    return f"<meta charset=utf8>{head}<table><tr>{row}</tr></table>".encode()


@pytest.mark.parametrize(
    "written",
    [
        xlsx,
        xls,
        word,
        ods,
        lambda: html("<s>{}</s>", "<sup>{}</sup>"),
        lambda: html("<del>{}</del>", '<span style="vertical-align: super">{}</span>'),
        lambda: html(
            "<font class=a>{}</font>",
            "<i class=b>{}</i>",
            "<style><!-- .a {text-decoration:line-through} i.b, u {vertical-align:super;} --></style>",
        ),
    ],
    ids=["xlsx", "xls", "docx", "ods", "tags", "styles", "classes"],
)
def test_words_apart_are_told_from_the_others(written):
    (sheet,) = read_sheets(written(), "x")
    assert sheet.rows == READ
    assert {cell: shown.marks for cell, shown in sheet.shown.items()} == MARKS


@pytest.mark.parametrize(
    ("head", "cell", "read"),
    [
        ("<style>.k{display:none}</style>", "<i class=k>0099</i>120", "120"),
        ("<style>.k, td.x {visibility: hidden}</style>", "<i class='j k'>9</i>120", "120"),
        ("<style>@media print {.k{display:none}}</style>", "<i class=k>1</i>20", "120"),
        ("<style>.menu .k{display:none}</style>", "<i class=k>1</i>20", "120"),
        ("<style>.k{display:none} .k.on{display: inline}</style>", "<i class='k on'>1</i>20", "120"),
        ("<style>.1k{display:none}</style>", "<i class='1k'>1</i>20", "120"),
        ("", "<ruby>都<rt>du</rt></ruby>匀", "都匀"),
    ],
    ids=[
        "a key to sort by",
        "not to be seen",
        "only on paper",
        "elsewhere only",
        "shown at times",
        "no name of a class",
        "how it is pronounced",
    ],
)
def test_what_a_page_does_not_show_is_not_read(head, cell, read):
    (sheet,) = read_sheets(f"<meta charset=utf8>{head}<table><tr><td>a</td><td>{cell}</td></tr></table>".encode(), "x")
    assert sheet.rows == [["a", read]]


def test_a_correction_is_read_and_told(tmp_path):
    workbook = openpyxl.Workbook()
    struck = TextBlock(InlineFont(strike=True), "120")
    workbook.active.append(["企业名称", "是否复工", "职工总数"])
    workbook.active.append([ONE, "是", CellRichText(struck, "100")])
    workbook.active.append([TWO, "是", 60])
    workbook.save(tmp_path / "2月25日.xlsx")
    found = clean_upload(tmp_path / "2月25日.xlsx")
    assert found.status.sort_values("source_row")["staff_normal"].tolist() == [100, 60]
    told = found.findings.query("rule == 'cell_corrected'")
    assert list(zip(told["cells"], told["field"], told["value"], strict=True)) == [("C2", "staff_normal", "100")]
