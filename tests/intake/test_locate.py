"""Where the tables lie: drawn sheets (locate_sheets.txt), forms, paths, properties, the real sheets' score."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.intake.locate import Table, find_tables, form_records, header_paths, spread_merges
from analysis.intake.sheet import CellError, Sheet, column_letter

FATES = {"T": "title", "G": "group", "S": "total", "N": "note", "R": "repeated"}
DRAWINGS = (Path(__file__).parent / "locate_sheets.txt").read_text(encoding="utf-8")


def cell(text: str) -> object:
    """A drawn cell as a reader would give it: numbers as numbers, error codes as errors, ~ a line break."""
    text = text.strip(" ")
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    if re.fullmatch(r"-?\d+\.\d+", text):
        return float(text)
    if text.startswith("#") and len(text) > 1:
        return CellError(text)
    return text.replace("~", "\n") or None


def draw(lines: list[str]) -> tuple[Sheet, list[str]]:
    """A sheet and the expected fate of each of its rows."""
    fates, rows = [], []
    for line in lines:
        fate, *cells = line.split("|")
        fates.append(fate.strip())
        rows.append([text.strip(" ") for text in cells])
    merges = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            right = next((k for k in range(c + 1, len(row)) if row[k] != "<"), len(row)) - 1
            down = next((k for k in range(r + 1, len(rows)) if c >= len(rows[k]) or rows[k][c] != "^"), len(rows)) - 1
            if text not in ("<", "^") and (right > c or down > r):
                merges.append((r + 1, c + 1, down + 1, right + 1))
    cells = [[None if text in ("<", "^") else cell(text) for text in row] for row in rows]
    return Sheet("Sheet1", cells, tuple(merges)), fates


def cases() -> list:
    found = []
    for block in DRAWINGS.split("\n## ")[1:]:
        name, *lines = block.strip("\n").split("\n")
        found.append(pytest.param(*draw([line for line in lines if "|" in line]), id=name))
    return found


def fates_of(tables: list[Table], height: int) -> list[str]:
    """The letter of each row as the drawings write it."""
    found = [""] * height
    for table in tables:
        for row in range(table.first_row, table.last_row + 1):
            found[row - 1] = "D" if found[row - 1] in ("", "D") else found[row - 1]
    for table in tables:
        named = [("T", table.title_rows), ("H", table.header_rows), ("U", table.unit_rows), ("#", table.number_rows)]
        named += [("G", table.group_rows), ("S", table.total_rows), ("N", table.note_rows)]
        for letter, rows in [*named, ("R", table.repeated_header_rows)]:
            for row in rows:
                found[row - 1] = letter
    return found


@pytest.mark.parametrize(("sheet", "fates"), cases())
def test_every_row_of_a_drawn_sheet_has_its_fate(sheet: Sheet, fates: list[str]):
    tables = find_tables(sheet)
    found = fates_of(tables, sheet.height)
    blank = [not any(value is not None for value in row) for row in sheet.rows]
    assert ["" if is_blank else fate for fate, is_blank in zip(found, blank, strict=True)] == fates


@pytest.mark.parametrize(("sheet", "fates"), cases())
def test_runs_of_header_rows_begin_tables(sheet: Sheet, fates: list[str]):
    """Stacked tables are as many as their headers; tables side by side share one."""
    heads = "".join("H" if fate in ("H", "U", "#") else "." for fate in fates)
    expected = len(re.findall("H+", heads)) or int("D" in fates)
    tables = {(table.first_row, tuple(table.header_rows)) for table in find_tables(sheet)}
    assert len(tables) == expected


def case(name: str) -> Sheet:
    return next(param.values[0] for param in cases() if param.id == name)


FORM = """
 | 企业复工复产情况登记表 | < | < | <
 | 企业名称 | 清江化工有限公司 | 统一社会信用代码 | 91350100M000100Y43
 | 所属县市 | 都匀市 | 所属行业 | 化工
 | 是否复工 | 是 | 复工时间 | 2月10日
 | 返岗人数 | 120 | 备注 |
"""
FORM_DOWN = """
 | 企业名称 | 清江化工有限公司
 | 是否复工 | 是
 | 返岗人数 | 120
 | 存在困难 | 缺口罩
"""
FORM_ONE_CELL = """
 | 复工复产信息
 | 企业名称：清江化工有限公司
 | 是否复工：是
 | 返岗人数：120人
"""
FORM_ABOVE = """
 | 企业名称 | 所属行业 | 职工总数
 | 清江化工有限公司 | 化工 | 200
 | 是否复工 | 复工时间 | 返岗人数
 | 是 | 2月10日 | 120
"""
FORM_TWICE = """
 | 企业名称 | 清江化工有限公司 | 是否复工 | 是
 | 返岗人数 | 120 | 产值 | 30
  |
 | 企业名称 | 金龙建材厂 | 是否复工 | 否
 | 返岗人数 | 0 | 产值 |
"""
FORM_BESIDE = """
 | 企业名称 | 清江化工有限公司 | | 企业名称 | 金龙建材厂
 | 是否复工 | 是 | | 是否复工 | 否
 | 返岗人数 | 120 | | 返岗人数 | 0
"""
FORM_EMPTY = """
 | 企业名称 | | 统一社会信用代码 |
 | 是否复工 | | 复工时间 |
 | 返岗人数 | | 备注 |
"""
FORM_COLONS = """
 | 填报单位： | 都匀市工信局 | 填报日期： | 2020年2月25日
 | 企业名称： | 清江化工有限公司 | 联系人： | 张某
 | 是否复工： | 是 | 联系电话： | 0854-8220000
 | 存在困难： | 缺口罩 | < | <
"""


@pytest.mark.parametrize(
    ("drawing", "records"),
    [
        (
            FORM,
            [
                "企业名称 B2, 统一社会信用代码 D2, 所属县市 B3, 所属行业 D3, 是否复工 B4, 复工时间 D4, 返岗人数 B5, 备注 D5"
            ],
        ),
        (FORM_DOWN, ["企业名称 B1, 是否复工 B2, 返岗人数 B3, 存在困难 B4"]),
        (FORM_ONE_CELL, ["企业名称 A2, 是否复工 A3, 返岗人数 A4"]),
        (FORM_ABOVE, ["企业名称 A2, 所属行业 B2, 职工总数 C2, 是否复工 A4, 复工时间 B4, 返岗人数 C4"]),
        (
            FORM_TWICE,
            ["企业名称 B1, 是否复工 D1, 返岗人数 B2, 产值 D2", "企业名称 B4, 是否复工 D4, 返岗人数 B5, 产值 D5"],
        ),
        (FORM_BESIDE, ["企业名称 B1, 是否复工 B2, 返岗人数 B3", "企业名称 E1, 是否复工 E2, 返岗人数 E3"]),
        (FORM_EMPTY, ["企业名称 B1, 统一社会信用代码 D1, 是否复工 B2, 复工时间 D2, 返岗人数 B3, 备注 D3"]),
        (FORM_COLONS, ["填报单位 B1, 填报日期 D1, 企业名称 B2, 联系人 D2, 是否复工 B3, 联系电话 D3, 存在困难 B4"]),
    ],
    ids=[
        "two pairs a row",
        "one pair a row",
        "one cell",
        "above",
        "below each other",
        "beside",
        "not filled in",
        "colons",
    ],
)
def test_forms(drawing: str, records: list[str]):
    sheet, _ = draw([line for line in drawing.split("\n") if "|" in line])
    tables = find_tables(sheet)
    assert [table.kind for table in tables] == ["form"]
    found = form_records(sheet, tables[0])
    assert [
        ", ".join(f"{label} {column_letter(c)}{r}" for label, (r, c) in record.items()) for record in found
    ] == records


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("two header rows merged", "1 序号, 2 企业名称, 3 复工情况/是否复工, 4 复工情况/复工时间, 5 备注"),
        ("two header rows without merges", "1 序号, 2 企业名称, 3 用工情况/职工总数, 4 用工情况/返岗人数, 5 备注"),
        (
            "three header rows merged",
            "1 序号, 2 基本信息/企业名称, 3 基本信息/行业, 4 复工复产/复工/是否复工, 5 复工复产/复工/时间, 6 复工复产/产能利用率",
        ),
        (
            "fragmented merges, dates over measures",
            "1 企业名称, 2 县市, 3 2月24日/复工人数, 4 2月24日/产能, 5 2月25日/复工人数, 6 2月25日/产能",
        ),
        ("unit row inside the header", "1 序号, 2 企业名称, 3 职工总数/人, 4 产值/万元"),
        ("column numbers", "1 序号, 2 企业名称, 3 职工总数, 4 返岗人数"),
        ("inner spaces in header and total", "1 序号, 2 企业名称, 3 返岗人数"),
        ("years as plain numbers over a blank corner", "2 2018, 3 2019, 4 2020"),
        ("table away from the corner", "3 序号, 4 企业名称, 5 是否复工"),
    ],
)
def test_header_paths(name: str, paths: str):
    sheet = case(name)
    found = header_paths(sheet, find_tables(sheet)[0])
    assert ", ".join(f"{column} {'/'.join(path)}" for column, path in found.items()) == paths


@pytest.mark.parametrize(
    ("name", "groups"),
    [
        ("county group rows, merged across", {3: "都匀市", 4: "都匀市", 6: "福泉市"}),
        ("county group rows with ordinals", {3: "都匀市", 5: "福泉市", 6: "福泉市"}),
        ("ordinal and county in two cells", {3: "都匀市", 5: "福泉市"}),
        ("county group rows that carry the county's figures", {3: "都匀市", 4: "都匀市", 6: "福泉市"}),
        ("groups of two levels", {4: "都匀市/规上企业", 6: "都匀市/规下企业", 9: "福泉市/规上企业"}),
        ("header repeated under each county", {5: "福泉市"}),
        ("plain ledger at A1", {}),
    ],
)
def test_groups(name: str, groups: dict[int, str]):
    sheet = case(name)
    assert find_tables(sheet)[0].groups == groups


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("two lists side by side, no gap", [(1, 3), (4, 6)]),
        ("two lists side by side behind a gap", [(1, 3), (5, 7)]),
        ("spacer column", [(1, 5)]),
        ("table away from the corner", [(3, 5)]),
    ],
)
def test_columns(name: str, columns: list[tuple[int, int]]):
    assert [(table.first_column, table.last_column) for table in find_tables(case(name))] == columns


def test_tables_side_by_side_end_each_on_its_own_row():
    tables = find_tables(case("two lists side by side behind a gap"))
    assert [(table.first_row, table.last_row) for table in tables] == [(3, 5), (3, 4)]


def test_merged_county_shows_in_each_of_its_rows():
    shown = spread_merges(case("county merged downwards"))
    assert [shown.value(row, 1) for row in range(2, 7)] == ["都匀市"] * 3 + ["福泉市"] * 2
    assert shown.value(3, 2) == "云雾茶业有限公司"


def test_template_without_data_has_an_empty_body():
    table = find_tables(case("empty template"))[0]
    assert (table.first_row, table.last_row) == (4, 3)


def test_hidden_rows_stay_in_the_body():
    drawn = case("plain ledger at A1")
    table = find_tables(Sheet(drawn.name, drawn.rows, hidden_rows=frozenset({3})))[0]
    assert (table.first_row, table.last_row) == (2, 3)


def test_confidence_is_low_where_the_header_could_be_another():
    sure = find_tables(case("plain ledger at A1"))[0].confidence
    unsure = find_tables(Sheet.from_rows([["甲方", "乙方"], ["丙方", "丁方"], ["戊方", "己方"]]))
    assert sure > 0.9
    assert all(table.confidence < 0.75 for table in unsure)


values = st.one_of(
    st.none(),
    st.none(),
    st.sampled_from(
        [
            "序号",
            "企业名称",
            "是否复工",
            "合计",
            "小计",
            "一、都匀市",
            "都匀市",
            "注：见附表",
            "填表人：",
            "清江化工有限公司",
        ]
    ),
    st.sampled_from(
        [
            "单位：万元",
            "万元",
            "√",
            "是",
            "2月10日",
            "2020年",
            "表1 情况表",
            "",
            "   ",
            "：",
            "(",
            "2020-13-45",
            "1e400",
            "①",
        ]
    ),
    st.integers(-10, 3000),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.text(max_size=8),
    st.just(CellError("#REF!")),
)


@st.composite
def sheets(pick: st.DrawFn) -> Sheet:
    rows = pick(st.lists(st.lists(values, max_size=7), max_size=14))
    spans = st.tuples(st.integers(1, 16), st.integers(1, 8), st.integers(0, 4), st.integers(0, 4))
    merges = [(r, c, r + down, c + right) for r, c, down, right in pick(st.lists(spans, max_size=4))]
    return Sheet("random", rows, tuple(merges))


@settings(max_examples=300, deadline=None)
@given(sheets())
def test_anything_gives_tables_in_range_and_no_row_two_fates(sheet: Sheet):
    for table in find_tables(sheet):
        fates = [
            table.title_rows,
            table.header_rows,
            table.group_rows,
            table.total_rows,
            table.note_rows,
            table.repeated_header_rows,
        ]
        named = [row for rows in fates for row in rows]
        assert len(named) == len(set(named))
        assert all(1 <= row <= sheet.height for row in [*named, table.first_row - 1 or 1, table.last_row or 1])
        assert table.first_row <= table.last_row + 1
        assert table.first_column <= table.last_column
        assert set(table.unit_rows) | set(table.number_rows) <= set(table.header_rows)
        assert all(
            table.first_row <= row <= table.last_row for row in [*table.total_rows, *table.group_rows, *table.groups]
        )
        assert 0 <= table.confidence <= 1
        header_paths(sheet, table)
        if table.kind == "form":
            form_records(sheet, table)


SHARED = Path(__file__).resolve().parents[2].parent / "shared"


@pytest.mark.skipif(not (SHARED / "real" / "truth.json").exists(), reason="the real sheets are not here")
def test_real_sheets():
    """At least 26 of the 27 tables a person located, header, body and totals all equal."""
    import importlib.util
    import io
    from contextlib import redirect_stdout

    from analysis.intake import open_workbook

    spec = importlib.util.spec_from_file_location("score_layout", SHARED / "tools" / "score_layout.py")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    with redirect_stdout(io.StringIO()) as printed:
        score.score_truth(SHARED / "real", SHARED / "real" / "truth.json", False, open_workbook, find_tables)
    exact = int(re.search(r"with totals (\d+)", printed.getvalue()).group(1))
    assert exact >= 26, printed.getvalue()
