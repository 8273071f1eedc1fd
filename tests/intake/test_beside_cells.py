"""What documents show beside their cells: comments are told, boxes and heads of pages read as titles or notes."""

import io
import zipfile
from datetime import date

import crafted as c
import docx
import openpyxl
import pytest
from openpyxl.comments import Comment
from small_survey import ONE, TWO

from analysis.intake.containers import read_sheets
from analysis.intake.sheet import Shown
from analysis.single import clean_upload

ROWS = [["企业名称", "是否复工", "职工总数"], [ONE, "是", 120], [TWO, "否", 60]]
COMMENTS = "xl/comments/comment1.xml"
TITLE = "某县复工情况 填报日期：2020年2月24日"


def saved(document) -> bytes:
    document.save(target := io.BytesIO())
    return target.getvalue()


def edited(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """A package with some bytes of one part replaced."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    return c.packed(parts | {part: parts[part].replace(old, new)})


def xlsx() -> bytes:
    workbook = openpyxl.Workbook()
    for row in ROWS:
        workbook.active.append(row)
    workbook.active["C2"].comment = Comment("实际100人", "某人")
    return saved(workbook)


def word() -> bytes:
    document = docx.Document()
    table = document.add_table(3, 3)
    for row, values in zip(table.rows, ROWS, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = str(value)
    document.add_comment(table.cell(1, 2).paragraphs[0].runs[0], text="实际100人", author="某人")
    document.sections[0].header.paragraphs[0].text = TITLE
    return saved(document)


def ods() -> bytes:
    def row(values):
        note = "<office:annotation><text:p>实际100人</text:p></office:annotation>"
        cells = (c.ods_text(value).replace("<text:p>", f"{note if value == 120 else ''}<text:p>") for value in values)
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    return c.ods(f'<table:table table:name="a">{"".join(map(row, ROWS))}</table:table>')


def spreadsheetml() -> bytes:
    def row(values):
        cells = (
            f'<Cell><Data ss:Type="String">{value}</Data>'
            f"{'<Comment><ss:Data>实际100人</ss:Data></Comment>' if value == 120 else ''}</Cell>"
            for value in values
        )
        return f"<Row>{''.join(cells)}</Row>"

    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="a"><Table>'
        f"{''.join(map(row, ROWS))}</Table></Worksheet></Workbook>"
    ).encode()


@pytest.mark.parametrize("written", [xlsx, word, ods, spreadsheetml])
def test_a_comment_is_told_at_its_cell(written, tmp_path):
    (sheet,) = read_sheets(written(), "x")
    assert sheet.shown == {(2, 3): Shown(marks=frozenset({"commented"}))}
    path = tmp_path / "2月24日.xlsx"
    path.write_bytes(written())
    found = clean_upload(path)
    assert set(found.status["staff_normal"]) == {120, 60}
    assert found.findings.query("rule == 'cell_commented'")["cells"].tolist() == ["C2"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<author>\xe6\x9f\x90\xe4\xba\xba</author>", b"<author></author>"),
        (b"<author>\xe6\x9f\x90\xe4\xba\xba</author>", b"<author/>"),
        (b'ref="C2"', b'ref="C0"'),
    ],
    ids=["a program's", "a program's, short", "of no cell"],
)
def test_a_comment_that_nobody_wrote_is_not_told(old, new):
    (sheet,) = read_sheets(edited(xlsx(), COMMENTS, old, new), "x")
    assert sheet.shown == {}


@pytest.mark.parametrize("damage", [b"<<", b"<!DOCTYPE a><comments "])
def test_a_damaged_comment_costs_no_cell(damage):
    (sheet,) = read_sheets(edited(xlsx(), COMMENTS, b"<comments ", damage), "x")
    assert sheet.rows == ROWS


def test_a_picture_in_a_cell_is_told(tmp_path):
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx()))
    workbook.active["D1"], workbook.active["D3"] = "主要困难", '=_xlfn.DISPIMG("ID_1",1)'
    content = edited(saved(workbook), "xl/worksheets/sheet1.xml", b"<v></v>", b'<v>=DISPIMG("ID_1",1)</v>')
    path = tmp_path / "2月24日.xlsx"
    path.write_bytes(content)
    found = clean_upload(path)
    assert found.difficulties.empty
    assert found.findings.query("rule == 'cell_error'")["cells"].tolist() == ["D3"]


@pytest.mark.parametrize(("properties", "read"), [("<w:showingPlcHdr/>", None), ("", "单击此处输入文字。")])
def test_what_a_control_asks_to_be_written_there_is_no_answer(properties, read):
    run = "<w:r><w:t>单击此处输入文字。</w:t></w:r>"
    control = f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{run}</w:sdtContent></w:sdt>"
    cells = f"<w:tc><w:p><w:r><w:t>困难</w:t></w:r></w:p></w:tc><w:tc><w:p>{control}</w:p></w:tc><w:tc>{{}}</w:tc>"
    body = f"<w:tbl><w:tr>{cells.format('<w:p><w:r><w:t>是</w:t></w:r></w:p>')}</w:tr></w:tbl>"
    (sheet,) = read_sheets(c.docx(body), "x")
    assert sheet.rows == [["困难", read, "是"]]


def boxed(box_row: int, first_row: int, text: str) -> bytes:
    import xlsxwriter

    workbook = xlsxwriter.Workbook(target := io.BytesIO(), {"in_memory": True})
    sheet = workbook.add_worksheet()
    for row, values in enumerate(ROWS, start=first_row):
        sheet.write_row(row, 0, values)
    sheet.insert_textbox(box_row, 4, text)
    workbook.close()
    return target.getvalue()


@pytest.mark.parametrize(
    ("box_row", "first_row", "above", "below"),
    [(0, 6, ("第一行", "第二行"), []), (0, 0, ("第一行", "第二行"), []), (5, 1, (), [[], ["第一行"], ["第二行"]])],
    ids=["above", "beside the header", "below"],
)
def test_a_box_of_text_is_a_title_or_a_note(box_row, first_row, above, below):
    (sheet,) = read_sheets(boxed(box_row, first_row, "第一行\n第二行"), "x")
    assert sheet.beside == above
    assert sheet.rows == [*([] for _ in range(first_row)), *ROWS, *below]


@pytest.mark.parametrize(
    ("head", "above"),
    [
        (f'&L附件1&C&"黑体,Regular"&14{TITLE}&R第&P页', ("附件1", TITLE)),
        ("&C&P / &N", ()),
        ("&R&D &T", ()),
        ("&L2019年12月31日修订&C请于2020年3月5日前报送", ()),
    ],
    ids=["said", "numbers of pages", "when it is printed", "days of something else"],
)
def test_the_head_of_printed_pages_is_a_title(head, above):
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx()))
    workbook.active.oddHeader.center.text = "x"
    head = head.replace("&", "&amp;").encode()
    content = edited(saved(workbook), "xl/worksheets/sheet1.xml", b"&amp;Cx", head)
    (sheet,) = read_sheets(content, "x")
    assert sheet.beside == above


@pytest.mark.parametrize("written", [lambda: boxed(0, 6, TITLE), word], ids=["a box", "the head of pages"])
def test_the_day_in_it_is_the_day_of_the_returns(written, tmp_path):
    path = tmp_path / "报表.xlsx"
    path.write_bytes(written())
    assert set(clean_upload(path).status["as_of"]) == {date(2020, 2, 24)}


def test_the_day_in_a_title_comes_first(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.append(["填报日期：2020年2月24日"])
    for row in ROWS:
        workbook.active.append(row)
    workbook.active.oddHeader.center.text = "2020年1月31日"
    workbook.save(path := tmp_path / "报表.xlsx")
    assert set(clean_upload(path).status["as_of"]) == {date(2020, 2, 24)}
