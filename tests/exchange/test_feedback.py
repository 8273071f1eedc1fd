"""What an office gets back: its own cells at their addresses, what is to be mended marked, nothing personal or live."""

import io
import json
import re
import zipfile
from datetime import date

import openpyxl
import pandas as pd
import pytest
import python_calamine
from exchange_world import IDENTITY, PERSON, PHONE, make_survey, rows_of, save, save_sheets
from openpyxl.styles import Font
from typer.testing import CliRunner

from analysis import clean_upload
from analysis.cli import app
from analysis.errors import SurveyError
from analysis.exchange.commands import feedback, receive, scores
from analysis.exchange.safe import neutral
from analysis.jobs import clean

FORMULAS = ["=cmd|'/c calc'!A0", "+SUM(1)", "-2+3", "@SUM(A1)", "\t=1+1", " =1+1"]
LIVE = re.compile(r"^\s*[=+@\t]|^\s*-.*[^\d\s.,%-]")


@pytest.fixture
def place(tmp_path):
    make_survey(tmp_path / "survey")
    return tmp_path


def answers(place, lang="zh", **options):
    folders = {"survey": str(place / "survey"), "raw": place / "raw", "processed": place / "processed"}
    clean(**folders, say=lambda line: None)
    return feedback(**folders, out=place / "out", lang=lang, **options)


def test_the_pages_of_both_languages_stand_beside_each_other(place):
    save(place / "raw/2020-W09/甲县.xlsx", rows_of("甲县"))
    folders = {"survey": str(place / "survey"), "out": place / "out"}
    for lang in ("zh", "en"):
        answers(place, lang)
        scores(**folders, processed=place / "processed", lang=lang)
        receive(**folders, raw=place / "raw", lang=lang)
    pages = [f"{page}.{lang}.html" for page in ("received", "scorecard", "summary") for lang in ("en", "zh")]
    assert sorted(path.name for path in (place / "out").glob("*.html")) == pages


def troubled(place):
    """甲县 sends a list with a vague number, an impossible one and formulas among its texts; 乙县 a good one."""
    rows = rows_of("甲县")
    rows[3][4], rows[4][3], rows[4][4] = "若干", 10, 20
    rows[3][7], rows[4][7] = FORMULAS[0], '=HYPERLINK("http://x")'
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表'1"
    for row in rows:
        sheet.append(row)
    for place_, text in enumerate(FORMULAS, start=10):
        sheet.cell(20, place_).value = text
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                cell.data_type = "s"  # the text itself, as a text import leaves it
    sheet.merge_cells("A1:I1")
    hidden = book.create_sheet("旧表")
    hidden.sheet_state = "hidden"
    hidden.append(["联系人", "手机"])
    hidden.append([PERSON, PHONE])
    path = place / "raw/2020-W09/甲县.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    save(place / "raw/2020-W09/乙县.xlsx", [*rows_of("乙县")[:1], *rows_of("乙县")[2:]])
    return path


def by_office(found):
    return {answer.office: answer for answer in found}


def test_the_same_values_stand_at_the_same_addresses(place):
    path = troubled(place)
    answer = by_office(answers(place))["甲县"]
    before = openpyxl.load_workbook(path)["表'1"]
    after = openpyxl.load_workbook(answer.workbook).worksheets[1]
    assert after.title == before.title
    assert {str(area) for area in after.merged_cells.ranges} == {"A1:I1"}
    private = {"E2", "G2", "F4", "G4", "F5", "G5"}
    for row in before.iter_rows(max_row=5, max_col=8):
        for cell in row:
            expected = "***" if cell.coordinate in private else cell.value
            if isinstance(expected, str) and LIVE.search(expected):
                expected = f"'{expected}"
            assert after[cell.coordinate].value == expected, cell.coordinate
    second = python_calamine.CalamineWorkbook.from_path(str(answer.workbook)).get_sheet_by_index(1).to_python()
    assert second[3][0] == "甲县一厂（虚构）"
    assert second[3][4] == "若干"


def test_offending_cells_are_coloured_and_say_what_to_do(place):
    troubled(place)
    answer = by_office(answers(place))["甲县"]
    sheet = openpyxl.load_workbook(answer.workbook).worksheets[1]
    assert sheet["E4"].fill.fgColor.rgb == "FFFFE08A"
    assert "没有具体数值" in sheet["E4"].comment.text
    assert "多于职工总数" in sheet["E5"].comment.text
    assert sheet["A4"].comment is None
    assert sheet["A4"].fill.fgColor.rgb in ("00000000", "FFFFFFFF")


def test_the_first_sheet_lists_the_worst_first_with_links(place):
    troubled(place)
    answer = by_office(answers(place))["甲县"]
    book = openpyxl.load_workbook(answer.workbook)
    page = book.worksheets[0]
    assert page.title == "修改清单"
    levels = [row[1].value for row in page.iter_rows(6) if row[1].value]
    assert levels == sorted(levels, key=["不能使用", "必须改", "请核对", "已按此理解"].index)
    assert len(levels) >= 4
    links = [row[3].hyperlink.location for row in page.iter_rows(6) if row[3].hyperlink]
    assert "'表''1'!E4" in links
    assert {location.split("!")[0] for location in links} == {"'表''1'", "'旧表'"}


def test_the_text_names_the_places_and_the_attachment(place):
    troubled(place)
    found = by_office(answers(place))
    text = found["甲县"].text
    assert "E4" in text
    assert found["甲县"].workbook.name in text
    assert found["甲县"].text_path.read_text(encoding="utf-8").strip() == text
    assert "没有需要修改的地方" in found["乙县"].text


def every_text(path):
    """All strings of a produced file: shared strings, comments, properties, names, of whatever part."""
    content = path.read_bytes()
    if not content.startswith(b"PK"):
        return content.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_where_no_name_is_like_it_none_is_proposed(place):
    rows = rows_of("甲县")
    rows[3][0] = "Zyx商行"
    save(place / "raw/2020-W09/甲县.xlsx", rows)
    (found,) = answers(place)
    assert "“Zyx商行”不在名录中，没有计入比率。请核对企业全称" in found.text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_personal_data_is_in_no_file_that_is_written(place, lang):
    troubled(place)
    (place / f"raw/2020-W09/丙县{PERSON}{PHONE}.xlsx").write_bytes(b"%PDF-1.4")
    found = answers(place, lang=lang)
    written = [path for path in (place / "out").rglob("*") if path.is_file()]
    assert len(written) == 6
    for path in written:
        text = every_text(path) + path.name
        assert PHONE not in text, path.name
        assert IDENTITY not in text, path.name
        assert PERSON not in text, path.name
    assert len(found) == 3


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_our_workbook_that_comes_back_mended_is_read_like_the_original(place, lang):
    troubled(place)
    answer = by_office(answers(place, lang=lang))["甲县" if lang == "zh" else "Jia"]
    book = openpyxl.load_workbook(answer.workbook)
    book.worksheets[1]["E4"], book.worksheets[1]["D5"] = 40, 90
    book.save(place / "甲县（更正）.xlsx")
    cleaned = clean_upload(place / "甲县（更正）.xlsx", survey=place / "survey", period="2020-W09")
    assert cleaned.status["staff_back"].tolist() == [40, 20]
    assert set(cleaned.tables) <= {"status", "difficulties"}
    assert set(cleaned.findings["part"].str.split(".").str[0]) <= {"2", "3"}
    assert cleaned.fates.set_index("part").loc["1", "fate"] == "other table"


def test_what_formats_say_of_values_stays_in_the_answer(place):
    header = ["企业名称", "是否复工", "计划复工时间", "产能利用率", "产值（万元）"]
    book = openpyxl.Workbook()
    for row in (["甲县复工情况（2020年2月25日）"], header, ["某厂（虚构）", "否", date(2020, 3, 1), 0.825, 12345]):
        book.active.append(row)
    book.active.append(["另厂（虚构）", "是", None, 75, 3])
    for address, code in (("C3", 'yyyy"年"m"月"'), ("D3", "0.0%"), ("E3", '0!.0,"万"')):
        book.active[address].number_format = code
    book.active["A4"].font = Font(strike=True)
    path = place / "raw/2020-W09/甲县.xlsx"
    path.parent.mkdir(parents=True)
    book.save(path)
    answers(place)
    first, again = clean_upload(path), clean_upload(place / "out/甲县（反馈）.xlsx")
    read = ["name", "planned_on", "capacity_pct", "output_10k_cny"]
    assert first.status["output_10k_cny"].tolist() == [1.2345, 3]
    assert again.status[read].equals(first.status[read])
    assert [found.findings.query("rule == 'cell_struck'")["cells"].tolist() for found in (first, again)] == [["A4"]] * 2


def test_the_answer_to_an_answer_is_called_so_once(place):
    save(place / "raw/2020-W09/甲县（反馈）.xlsx", rows_of("甲县"))
    assert [answer.workbook.name for answer in answers(place)] == ["甲县（反馈）.xlsx"]


def test_the_list_of_corrections_alone_is_no_return(place):
    troubled(place)
    answer = by_office(answers(place))["甲县"]
    sheet = openpyxl.load_workbook(answer.workbook).worksheets[0]
    save(place / "甲县.xlsx", [[cell.value for cell in row] for row in sheet.iter_rows()], title="Sheet1")
    cleaned = clean_upload(place / "甲县.xlsx", survey=place / "survey", period="2020-W09")
    assert (cleaned.outcome, cleaned.findings["rule"].tolist()) == ("quarantined", ["upload_without_returns"])


def test_a_file_named_after_somebody_is_answered_like_any_other(place):
    rows = rows_of("甲县")
    rows[3][4] = "若干"
    path = place / f"raw/2020-W09/甲县（{PERSON}{PHONE}）.xlsx"
    path.parent.mkdir(parents=True)
    save(path, rows)
    (found,) = answers(place)
    assert found.workbook.exists()
    assert found.office == "甲县"
    assert "若干" in found.text
    assert PHONE not in every_text(found.page)


TASKS = [["交办事项清单（截至2020年2月25日）"], ["交办事项", "责任单位", "办理情况", "办结时间"]]


@pytest.mark.parametrize(
    ("owners", "said"),
    [
        (["交通局"], "交通局：您单位"),
        (["交通局", "交通局"], "交通局：您单位"),
        (["交通局", "能源局"], "各责任单位：您单位"),
    ],
)
def test_departments_are_told_how_many_tasks_were_read(place, owners, said):
    rows = [[f"协调第{number}批货车通行证", owner, "已办结", "2月24日"] for number, owner in enumerate(owners)]
    path = place / "raw/2020-W09/办理情况.xlsx"
    path.parent.mkdir(parents=True)
    save(path, [*TASKS, *rows])
    (found,) = answers(place)
    assert found.text.startswith(said)
    assert f"读取交办事项{len(owners)}件，没有需要修改的地方" in found.text


def test_no_text_becomes_a_formula(place):
    troubled(place)
    answer = by_office(answers(place))["甲县"]
    book = openpyxl.load_workbook(answer.workbook)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert not [cell.value for cell in cells if isinstance(cell.value, str) and LIVE.search(cell.value)]
    with zipfile.ZipFile(answer.workbook) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any(b"<f>" in archive.read(name) for name in sheets)
        assert not any("external" in name.lower() for name in archive.namelist())


@pytest.mark.parametrize("text", FORMULAS)
def test_live_texts_get_an_apostrophe(text):
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-", "--", "—", "-5", "+3.5", "-1,200", "甲县", "A=B", ""])
def test_dashes_and_signed_numbers_stay(text):
    assert neutral(text) == text


def test_hidden_stays_hidden_and_blanked(place):
    troubled(place)
    answer = by_office(answers(place))["甲县"]
    sheet = openpyxl.load_workbook(answer.workbook)["旧表"]
    assert sheet.sheet_state == "hidden"
    assert [cell.value for cell in sheet[2]] == ["***", "***"]


def test_one_that_cannot_be_read_gets_a_text_alone(place):
    troubled(place)
    (place / "raw/2020-W09/丙县.xls").write_bytes(b"%PDF-1.4")
    answer = by_office(answers(place))["丙县"]
    assert answer.workbook is None
    assert "请报送Excel原表" in answer.text


def test_one_that_our_own_correction_blocks_gets_no_answer(place):
    save(place / "raw/2020-W09/乙县.xlsx", rows_of("乙县"))
    entry = "- {file: 2020-W09/乙县.xlsx, cell: D4, expected: 7, value: 8, reason: 核实, who: 值班}"
    (place / "survey/corrections.yml").write_text(entry, encoding="utf-8")
    save(place / "raw/2020-W09/甲县.xlsx", rows_of("甲县"))
    assert [answer.office for answer in answers(place)] == ["甲县"]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "zh",
            ["D4 的“职工总数”为 5000，上期（第8期）为 100，", "甲县.xlsx 的“表1”提到两个填报单位（乙县、甲县），"],
        ),
        ("en", ["at 表1 D4 is 5000; in the period before (Week 8) it was 100.", "表1 of 甲县.xlsx names two offices"]),
    ],
)
def test_sentences_name_files_offices_and_periods_as_their_readers_do(place, lang, said):
    save(place / "raw/2020-W08/乙县.xlsx", rows_of("乙县", day="2020年2月18日"))
    save(place / "raw/2020-W09/甲县.xlsx", rows_of("乙县", staff=5000))
    (answer,) = answers(place, lang=lang)
    for sentence in said:
        assert sentence in answer.text


def test_offices_that_share_a_workbook_are_answered_together(place):
    sheets = {county: rows_of(county, back=back) for county, back in (("乙县", "若干"), ("甲县", 50))}
    save_sheets(place / "raw/2020-W09/两县.xlsx", sheets)
    for office in ("", "甲县", "乙县"):
        (found,) = answers(place, office=office)
        assert found.text.startswith("甲县、乙县：您单位")
        assert "读取3户，请核对1处" in found.text
    assert answers(place, office="丙县") == []


def test_enterprises_are_counted_once_however_many_dates_they_have(place):
    name = "丙县四厂（虚构）"
    rows = [["企业名称", "2月18日是否复工", "2月25日是否复工"], [name, "否", "是"]]
    save(place / "raw/2020-W09/丙县.xlsx", rows)
    (found,) = answers(place)
    assert "读取1户" in found.text


@pytest.mark.parametrize(("content", "code"), [(None, 0), (b"%PDF-1.4", 4)])
def test_an_upload_that_could_not_be_read_is_an_exit_code_of_its_own(place, content, code):
    save(place / "raw/2020-W09/甲县.xlsx", rows_of("甲县"))
    if content:
        (place / "raw/2020-W09/乙县.pdf").write_bytes(content)
    folders = ["--survey", str(place / "survey"), "--raw", str(place / "raw"), "--processed", str(place / "processed")]
    done = CliRunner().invoke(app, ["feedback", *folders, "--out", str(place / "out"), "--quiet", "--json"])
    assert done.exit_code == code
    assert sum(answer["workbook"] is None for answer in json.loads(done.stdout)) == bool(content)


def test_one_office_only_and_unknown_ones_are_named(place):
    troubled(place)
    assert [answer.office for answer in answers(place, office="乙县")] == ["乙县"]
    with pytest.raises(SurveyError, match="丁县"):
        feedback(survey=str(place / "survey"), raw=place / "raw", processed=place / "processed", office="丁县")
    folders = [f"--{name}={place / name}" for name in ("survey", "raw", "processed", "out")]
    silent = CliRunner().invoke(app, ["feedback", *folders, "--office", "丙县"])
    assert (silent.exit_code, silent.stdout) == (0, "")
    assert "没有可反馈的文件" in silent.stderr


def test_an_absurd_sheet_is_written_without_failing(place):
    book = openpyxl.Workbook()
    for row in rows_of("甲县"):
        book.active.append(row)
    book.active.title = "x" * 31
    twin = book.create_sheet("修改清单")
    for number, value in enumerate([1e300, 1e16, True, "a" * 32767, "\U0001f600", pd.Timestamp("1901-01-02")], start=1):
        twin.cell(1, number).value = value
    path = place / "raw/2020-W09/甲县.xlsx"
    path.parent.mkdir(parents=True)
    book.save(path)
    (answer,) = answers(place)
    names = openpyxl.load_workbook(answer.workbook).sheetnames
    assert names == ["修改清单", "x" * 31, "修改清单 (2)"]
