"""Cells whose format says more than their value: they are known by it, and read as they are shown."""

import io
import re
import zipfile
from datetime import date
from html import escape

import crafted as c
import openpyxl
import pytest
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from small_survey import ONE, TWO

from analysis.intake.containers import read_sheets
from analysis.intake.containers.formats import format_told, style_of, telling_styles, told_by_text, words_for
from analysis.intake.sheet import Shown
from analysis.single import clean_upload

FORMATS = ["0%", "0.00%", "General", '0"%"', "0.0%;-0.0%", "#,##0"]
SHOWN = dict.fromkeys([(1, 1), (1, 2), (1, 5)], Shown("percent"))


def xlsx() -> bytes:
    workbook, target = openpyxl.Workbook(), io.BytesIO()
    for column, code in enumerate(FORMATS, start=1):
        workbook.active.cell(1, column, 0.5).number_format = code
    workbook.save(target)
    return target.getvalue()


def xls() -> bytes:
    import xlwt

    workbook, target = xlwt.Workbook(), io.BytesIO()
    sheet = workbook.add_sheet("a")
    for column, code in enumerate(FORMATS):
        sheet.write(0, column, 0.5, xlwt.easyxf(num_format_str=code))
    workbook.save(target)
    return target.getvalue()


def ods() -> bytes:
    kinds = ["percentage", "percentage", "float", "float", "percentage", "float"]
    cells = "".join(f'<table:table-cell office:value-type="{kind}" office:value="0.5"/>' for kind in kinds)
    return c.ods(f'<table:table table:name="a"><table:table-row>{cells}</table:table-row></table:table>')


def spreadsheetml() -> bytes:
    styles = "".join(
        f'<Style ss:ID="s{at}"><NumberFormat ss:Format="{escape(code)}"/></Style>'
        for at, code in enumerate(["Percent", *FORMATS[1:]])
    )
    cells = "".join(f'<Cell ss:StyleID="s{at}"><Data ss:Type="Number">0.5</Data></Cell>' for at in range(6))
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Styles>{styles}</Styles>'
        f'<Worksheet ss:Name="a"><Table><Row>{cells}</Row></Table></Worksheet></Workbook>'
    ).encode()


@pytest.mark.parametrize("written", [xlsx, xls, ods, spreadsheetml])
def test_the_cells_shown_as_percentages_are_known(written):
    (sheet,) = read_sheets(written(), "x")
    assert sheet.rows == [[0.5] * 6]
    assert sheet.shown == SHOWN


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("0%", "percent"),
        ("0.0 %", "percent"),
        ('0"%"', ""),
        ("0\\%", ""),
        ("0&quot;%&quot;", ""),
        ('yyyy"年"m"月"', "month"),
        ("[$-804]yyyy\\年m\\月", "month"),
        ("mmm-yy", "month"),
        ('yyyy"年"m"月"d"日"', ""),
        ("m/d", ""),
        ("yyyy/m h:mm", ""),
        ("General", ""),
        ('yyyy"年"', "year"),
        ("0!.0,", "/10000"),
        ('0!.0,"万"', "/10000万"),
        ("0\\.0000", "/10000"),
        ("#,##0,", "/1000"),
        ('0.00,,"百万"', "/1000000百万"),
        ("#,##0.00;[Red]-#,##0.00", ""),
        ('0"人"', ""),
        ('0.0"成"', "/1成"),
        ('0.00"万元";-0.00', "/1万元"),
        ('"约"0"万"', "/1万"),
        ('"¥"#,##0.00', ""),
        ('[=1]"是";[=0] "否";General', '=[=1]"是";[=0]"否";General'),
        ("&quot;√&quot;;;&quot;×&quot;", '="√";;"×"'),
        ("[$-804]aaaa", ""),
        ('_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', ""),
    ],
)
def test_what_a_format_says(code, told):
    assert format_told(code) == told


@pytest.mark.parametrize(
    ("code", "hides", "adds"),
    [
        ("&quot;√&quot;;;&quot;×&quot;", "-", ""),
        ("0;-0;;@", "0", ""),
        ("#,###", "0", ""),
        ("0;;", "-0", ""),
        (";", "+-0", ""),
        (";;;", "+-0@", ""),
        (";;;@", "+-0", ""),
        ('"甲县"@', "", "甲县@"),
        ('General;General;General;@"有限公司"', "", "@有限公司"),
        ("[Red]@", "", ""),
        ('#"人"', "", ""),
    ],
)
def test_what_a_format_hides_and_adds(code, hides, adds):
    style = style_of(code)
    assert (style.hides, style.adds) == (hides, adds)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ('[=1]"是";[=0]"否";General', ["是", "否", None]),
        ('"已复工";;"未复工"', ["已复工", "未复工", ""]),
        ('"已复工";"停产"', ["已复工", "已复工", "停产"]),
        ('[<0.5]"未复工";"已复工"', ["已复工", "未复工", "未复工"]),
        ("[Red][>=1]\\是;0", ["是", None, None]),
    ],
)
def test_the_words_that_a_format_shows(code, words):
    assert [words_for(code, number) for number in (1, 0, -1)] == words


@pytest.mark.parametrize(
    ("value", "text", "told"),
    [
        (date(2020, 3, 1), "2020年3月", "month"),
        (date(2020, 3, 1), "2020年3月1日", ""),
        (1.0, "是", '="是"'),
        (12345.0, "1.2万", "/10000万"),
        (10000000.0, "10,000", "/1000"),
        (7.5, "7.5 成", "/1成"),
        (0.0, "0", ""),
        (1200.0, "1,200.00", ""),
        (-3.0, "-3人", ""),
        (5e-324, "9" * 40, ""),
        (float("inf"), "1", ""),
        (1.0, "1" * 400, ""),
        ("是", "是", ""),
    ],
)
def test_what_a_format_says_by_the_text_it_makes(value, text, told):
    assert told_by_text(value, text) == told


@pytest.mark.parametrize("write", ["xlsx", "xls"])
def test_words_shown_for_numbers_are_read_where_words_are_asked_for(tmp_path, write):
    codes = {(1, 1): '"是";;"否"', (2, 1): '"是";;"否"', (1, 2): '0.0"成"', (1, 3): '"多";;"少"'}
    rows = [["企业名称", "是否复工", "产能利用率", "职工总数"], [ONE, 1, 7.5, 120], [TWO, 0, 80, 60]]
    path = tmp_path / f"2月25日.{write}"
    if write == "xlsx":
        workbook = openpyxl.Workbook()
        for values in rows:
            workbook.active.append(values)
        for (row, column), code in codes.items():
            workbook.active.cell(row + 1, column + 1).number_format = code
    else:
        import xlwt

        workbook = xlwt.Workbook()
        sheet = workbook.add_sheet("a")
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                sheet.write(row, column, value, xlwt.easyxf("", codes.get((row, column), "General")))
    workbook.save(path)
    found = clean_upload(path).status.sort_values("source_row")
    assert found["state"].tolist() == ["running", "stopped"]
    assert found["capacity_pct"].tolist() == [75, 80]
    assert found["staff_normal"].tolist() == [120, 60]


@pytest.mark.parametrize(
    ("cells", "read", "rules"),
    [
        ([(0.8, "0%"), (75, "General")], [80, 75], set()),
        ([(1, "0%"), (100, "General")], [100, 100], set()),
        ([(0.8, "0%"), (0.9, "0.0%")], [80, 90], {"percent_from_fractions"}),
        ([(0.825, "0.0%"), (1.1, "0%")], [82.5, 110], {"percent_from_fractions", "capacity_above_100"}),
        ([(80, "0%"), (75, "General")], [80, 75], set()),
        ([(0.8, "General"), (75, "General")], [0.8, 75], {"capacity_like_a_fraction"}),
    ],
    ids=["one typed with its sign", "all of it", "all of them", "above all", "a program's slip", "a doubt that stays"],
)
def test_they_are_read_as_shown(tmp_path, cells, read, rules):
    workbook = openpyxl.Workbook()
    workbook.active.append(["企业名称", "是否复工", "产能利用率"])
    for row, (name, (value, code)) in enumerate(zip((ONE, TWO), cells, strict=True), start=2):
        workbook.active.append([name, "是", value])
        workbook.active.cell(row, 3).number_format = code
    workbook.save(tmp_path / "2月25日.xlsx")
    found = clean_upload(tmp_path / "2月25日.xlsx")
    assert found.status.sort_values("source_row")["capacity_pct"].tolist() == read
    assert {rule for rule in found.findings["rule"] if "percent" in rule or "capacity" in rule} == rules


@pytest.mark.parametrize(
    ("typed", "code", "planned", "rules"),
    [
        (date(2020, 3, 1), 'yyyy"年"m"月"', date(2020, 3, 31), {"date_range"}),
        (date(2020, 3, 1), "yyyy-mm-dd", date(2020, 3, 1), set()),
        (date(2020, 3, 9), 'yyyy"年"m"月"', date(2020, 3, 9), set()),
        (date(2020, 1, 1), 'yyyy"年"', None, {"date_unreadable"}),
    ],
    ids=["a month", "its first day", "a day of which the month is shown", "a year"],
)
def test_a_month_that_is_shown_is_a_span_of_days(tmp_path, typed, code, planned, rules):
    workbook = openpyxl.Workbook()
    workbook.active.append(["企业名称", "是否复工", "计划复工时间"])
    workbook.active.append([ONE, "否", typed])
    workbook.active.cell(2, 3).number_format = code
    workbook.save(tmp_path / "2月25日.xlsx")
    found = clean_upload(tmp_path / "2月25日.xlsx")
    assert found.status["planned_on"].tolist() == [planned]
    assert {rule for rule in found.findings["rule"] if rule.startswith("date_")} == rules


@pytest.mark.parametrize("write", ["xlsx", "xls"])
def test_what_is_struck_through_is_read_and_told(tmp_path, write):
    rows = [["企业名称", "是否复工", "产能利用率"], [ONE, "是", 0.8], [TWO, "否", 75]]
    struck = {(1, 0), (1, 2), (2, 2)}
    path = tmp_path / f"2月25日.{write}"
    if write == "xlsx":
        workbook = openpyxl.Workbook()
        for row, values in enumerate(rows, start=1):
            workbook.active.append(values)
            for column in range(3):
                cell = workbook.active.cell(row, column + 1)
                cell.font = Font(strike=(row - 1, column) in struck)
                cell.number_format = "0%" if cell.value == 0.8 else "General"
    else:
        import xlwt

        workbook = xlwt.Workbook()
        sheet = workbook.add_sheet("a")
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                font = "font: struck_out on" if (row, column) in struck else ""
                sheet.write(row, column, value, xlwt.easyxf(font, "0%" if value == 0.8 else "General"))
    workbook.save(path)
    found = clean_upload(path)
    told = found.findings.query("rule == 'cell_struck'")
    assert list(zip(told["cells"], told["field"], strict=True)) == [("A2,C2", "name"), ("C3", "capacity_pct")]
    assert found.status.sort_values("source_row")["capacity_pct"].tolist() == [80, 75]


@pytest.mark.parametrize(
    ("header", "typed", "code", "read"),
    [
        ("产值（万元）", 12345, "0!.0,", 1.2345),
        ("产值", 12345, '0!.0000"万元"', 1.2345),
        ("产值（元）", 12345, "#,##0.00", 1.2345),
        ("产值（万元）", 12345, "0", 12345),
    ],
)
def test_a_number_of_which_less_is_shown_is_what_is_shown(tmp_path, header, typed, code, read):
    workbook = openpyxl.Workbook()
    workbook.active.append(["企业名称", "是否复工", header])
    workbook.active.append([ONE, "是", typed])
    workbook.active.cell(2, 3).number_format = code
    workbook.save(tmp_path / "2月25日.xlsx")
    assert clean_upload(tmp_path / "2月25日.xlsx").status["output_10k_cny"].tolist() == [read]


def test_what_is_shown_is_a_part_of_the_explanation(tmp_path):
    workbook = openpyxl.Workbook()
    for row in (["企业名称", "是否复工", "产能利用率"], [ONE, "是", 0.8], [TWO, "是", 75]):
        workbook.active.append(row)
    workbook.active.cell(2, 3).number_format = "0%"
    workbook.save(tmp_path / "2月25日.xlsx")
    assert repr(clean_upload(tmp_path / "2月25日.xlsx").explain("C2")) == "Sheet!C2 '0.8 (80%)' -> capacity_pct = 80"


@pytest.mark.parametrize(("typed", "read", "told"), [(4.2, None, 1), (5, 5, 0), (80, 80, 0)])
def test_a_broken_number_that_shows_more_than_any_capacity_is_told(tmp_path, typed, read, told):
    workbook = openpyxl.Workbook()
    for row in (["企业名称", "是否复工", "产能利用率"], [ONE, "是", typed], [TWO, "是", 75]):
        workbook.active.append(row)
    workbook.active.cell(2, 3).number_format = "0%"
    workbook.save(tmp_path / "2月25日.xlsx")
    found = clean_upload(tmp_path / "2月25日.xlsx")
    assert (
        found.status.sort_values("source_row")["capacity_pct"].astype(object).replace({float("nan"): None})[0] == read
    )
    assert sum(found.findings["rule"] == "percent_too_large") == told


UNSEEN = [["企业名称", "是否复工", "职工总数", "返岗人数"], [ONE, "是", 120, 100], [TWO, "否", 60, 0]]
HIDDEN_FORMAT, WHITE = ("", ";;;"), ("font: colour white", "")
WHITE_ON_BLUE = ("font: colour white; pattern: pattern solid", "")
YELLOW_ON_YELLOW = ("font: colour yellow; pattern: pattern solid, fore_colour yellow", "")
COLOURS = {"white": "FFFFFFFF", "yellow": "FFFFFF00"}


def made_xlsx(look: dict[tuple[int, int], tuple[str, str]]) -> bytes:
    workbook, target = openpyxl.Workbook(), io.BytesIO()
    for values in UNSEEN:
        workbook.active.append(values)
    for (row, column), (style, code) in look.items():
        cell = workbook.active.cell(row, column)
        cell.number_format = code or "General"
        rgb = next((rgb for name, rgb in COLOURS.items() if f"font: colour {name}" in style), "FF000000")
        cell.font = Font(color=rgb, size=1 if "height" in style else 11)
        if "pattern" in style:
            cell.fill = PatternFill("solid", fgColor="FFFFFF00" if "fore_colour yellow" in style else "FF1F4E79")
    workbook.save(target)
    return target.getvalue()


def made_xls(look: dict[tuple[int, int], tuple[str, str]]) -> bytes:
    import xlwt

    workbook, target = xlwt.Workbook(), io.BytesIO()
    sheet = workbook.add_sheet("a")
    for row, values in enumerate(UNSEEN, start=1):
        for column, value in enumerate(values, start=1):
            style, code = look.get((row, column), ("", ""))
            sheet.write(row - 1, column - 1, value, xlwt.easyxf(style, code or "General"))
    workbook.save(target)
    return target.getvalue()


@pytest.mark.parametrize("write", [made_xlsx, made_xls])
@pytest.mark.parametrize(
    ("look", "back", "told"),
    [
        ({(2, 4): HIDDEN_FORMAT}, [None, 0], {"cell_unseen": ["D2"]}),
        ({(2, 4): WHITE}, [None, 0], {"cell_unseen": ["D2"]}),
        ({(2, 4): WHITE_ON_BLUE}, [100, 0], {}),
        ({(2, 4): YELLOW_ON_YELLOW}, [None, 0], {"cell_unseen": ["D2"]}),
        ({(2, 4): ("font: height 20", "")}, [None, 0], {"cell_unseen": ["D2"]}),
        ({(2, 4): ("", "0;-0;;@"), (3, 4): ("", "0;-0;;@")}, [100, 0], {"nought_unseen": ["D3"]}),
        ({(2, 2): WHITE, (3, 2): WHITE, (2, 4): HIDDEN_FORMAT}, [None, 0], {"cell_unseen": ["B2:B3,D2"]}),
    ],
    ids=["by its format", "white on white", "white on blue", "yellow on yellow", "of one point", "a nought", "several"],
)
def test_what_nobody_sees_is_left_out_and_told_but_noughts_are_read(write, look, back, told, tmp_path):
    path = tmp_path / "2月25日.xls"
    path.write_bytes(write(look))
    found = clean_upload(path)
    read = found.status.sort_values("source_row")["staff_back"]
    assert read.astype(object).where(read.notna(), None).tolist() == back
    unseen = found.findings[found.findings["rule"].str.endswith("_unseen")]
    assert unseen.groupby("rule")["cells"].agg(list).to_dict() == told


def test_a_sheet_that_shows_no_noughts_is_read_and_told(tmp_path):
    workbook = openpyxl.load_workbook(io.BytesIO(made_xlsx({})))
    workbook.active.sheet_view.showZeros = False
    workbook.save(path := tmp_path / "2月25日.xlsx")
    found = clean_upload(path)
    assert found.status.sort_values("source_row")["staff_back"].tolist() == [100, 0]
    assert found.findings.query("rule == 'nought_unseen'")["cells"].tolist() == ["D3"]


@pytest.mark.parametrize(("look", "read"), [(WHITE, [100, 0]), (HIDDEN_FORMAT, [None, 0])])
def test_white_words_are_read_where_a_condition_may_colour_the_ground(look, read, tmp_path):
    workbook = openpyxl.load_workbook(io.BytesIO(made_xlsx({(2, 4): look})))
    rule = CellIsRule(operator="greaterThan", formula=["50"], fill=PatternFill(bgColor="FFC00000"))
    workbook.active.conditional_formatting.add("D2:D3", rule)
    workbook.save(path := tmp_path / "2月25日.xlsx")
    back = clean_upload(path).status.sort_values("source_row")["staff_back"]
    assert back.astype(object).where(back.notna(), None).tolist() == read


@pytest.mark.parametrize(
    ("look", "read", "told"),
    [
        ('<Font ss:Color="#FFFFFF"/>', None, "unseen"),
        ('<Font ss:Color="#FFFFFF"/><Interior ss:Color="#1F4E79" ss:Pattern="Solid"/>', 100, None),
        ('<NumberFormat ss:Format=";;;"/>', None, "unseen"),
        ('<Font ss:StrikeThrough="1"/>', 100, "struck"),
        ('<Font ss:FontName="Wingdings 2"/>', 100, None),
    ],
)
def test_excel_2003_xml_says_how_a_cell_looks(look, read, told):
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    cells = '<Cell ss:StyleID="a"><Data ss:Type="Number">100</Data></Cell><Cell><Data ss:Type="String">x</Data></Cell>'
    content = (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Styles><Style ss:ID="a">{look}</Style>'
        f'</Styles><Worksheet ss:Name="a"><Table><Row>{cells}</Row></Table></Worksheet></Workbook>'
    )
    (sheet,) = read_sheets(content.encode(), "x")
    assert sheet.rows == [[read, "x"]]
    assert sheet.shown == ({(1, 1): Shown(marks=frozenset({told}))} if told else {})


@pytest.mark.parametrize(
    ("text", "cell", "typed", "read"),
    [
        ('fo:color="#ffffff"', "", "100", None),
        ('fo:color="#ffffff"', 'fo:background-color="#1f4e79"', "100", "100"),
        ('fo:color="#ffff00"', 'fo:background-color="#ffff00"', "100", None),
        ('fo:font-size="1pt"', "", "100", None),
        ('style:font-name="Wingdings 2"', "", "P", "✓"),
    ],
)
def test_opendocument_says_how_a_cell_looks(text, cell, typed, read):
    style = f"<style:text-properties {text}/><style:table-cell-properties {cell}/>"
    cells = c.ods_text(typed, 'table:style-name="a"') + c.ods_text("x")
    table = f'<table:table table:name="a"><table:table-row>{cells}</table:table-row></table:table>'
    content = c.ods(table, f'<style:style style:name="a">{style}</style:style>')
    (sheet,) = read_sheets(content, "x")
    assert sheet.rows == [[read, "x"]]


@pytest.mark.parametrize(("told", "read"), [("text:p", None), ("", 100)], ids=["empty", "not said"])
def test_opendocument_says_what_a_cell_shows(told, read):
    shown = f"<{told}/>" if told else ""
    cell = f'<table:table-cell office:value-type="float" office:value="100">{shown}</table:table-cell>'
    row = f"<table:table-row>{c.ods_text('返岗人数')}{cell}{c.ods_text('x')}</table:table-row>"
    (sheet,) = read_sheets(c.ods(f'<table:table table:name="a">{row}</table:table>'), "x")
    assert sheet.rows == [["返岗人数", read, "x"]]


@pytest.mark.parametrize(
    ("font", "code", "typed", "read"),
    [
        ("Wingdings 2", "", ("P", "O"), ["running", "stopped"]),
        ("Webdings", "", ("a", "r"), ["running", "stopped"]),
        ("Wingdings", "", ("ü", "û"), ["running", "stopped"]),
        ("Arial", "", ("P", "O"), ["unknown", "unknown"]),
        ("Arial", '"已"@', ("复工", "停产"), ["running", "stopped"]),
    ],
)
def test_signs_that_a_font_draws_and_words_that_a_format_adds_are_read(tmp_path, font, code, typed, read):
    workbook = openpyxl.load_workbook(io.BytesIO(made_xlsx({})))
    for row, value in enumerate(typed, start=2):
        cell = workbook.active.cell(row, 2, value)
        cell.font, cell.number_format = Font(name=font), code or "General"
    workbook.save(path := tmp_path / "2月25日.xlsx")
    assert clean_upload(path).status.sort_values("source_row")["state"].tolist() == read


@pytest.mark.parametrize(("dimension", "is_hidden"), [("0.1", True), ("0.9", False)])
def test_a_column_of_hardly_a_width_is_hidden(dimension, is_hidden):
    workbook = openpyxl.load_workbook(io.BytesIO(made_xlsx({})))
    workbook.active.column_dimensions["D"].width = float(dimension)
    workbook.save(target := io.BytesIO())
    (sheet,) = read_sheets(target.getvalue(), "x")
    assert bool(sheet.hidden_columns) is is_hidden


@pytest.mark.parametrize(("of_font", "of_ground", "read"), [(-0.5, -0.05, 100), (-0.5, -0.5, None), (0, 0, None)])
def test_shades_of_one_colour_are_told_apart(of_font, of_ground, read):
    workbook = openpyxl.load_workbook(io.BytesIO(made_xlsx({})))
    cell = workbook.active["D2"]
    cell.font = Font(color=Color(theme=0, tint=of_font))
    cell.fill = PatternFill("solid", fgColor=Color(theme=0, tint=of_ground))
    workbook.save(target := io.BytesIO())
    (sheet,) = read_sheets(target.getvalue(), "x")
    assert sheet.value(2, 4) == read


@pytest.mark.parametrize("fill", ['<bgColor rgb="FF1F4E79" />', ""])
def test_white_words_are_read_on_a_ground_of_no_known_colour(fill):
    content = made_xlsx({(2, 4): WHITE_ON_BLUE})
    archive = zipfile.ZipFile(io.BytesIO(content))
    parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/styles.xml"] = re.sub(rb'<fgColor rgb="FF1F4E79" ?/>', fill.encode(), parts["xl/styles.xml"])
    (sheet,) = read_sheets(c.packed(parts), "x")
    assert sheet.value(2, 4) == 100


@pytest.mark.parametrize(
    "damage",
    [b'<sz val="1.2.3"/>', b"<font>" * 100_000, b"</fonts><fills>" + b"<fill>" * 100_000],
    ids=["a size that is no number", "fonts without an end", "fills without an end"],
)
def test_styles_that_no_program_writes_hold_nobody_up(damage):
    styles = b"<fonts><font><strike/></font>%s</fonts></fills><cellXfs><xf fontId='0'/></cellXfs>" % damage
    assert [style.shown.marks for _, style in telling_styles(styles)] == [{"struck"}]
