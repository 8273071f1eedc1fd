"""Where the tables lie: drawn sheets (locate_sheets.txt), properties, the real sheets' score."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from drawn import case, cases
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.intake.layout.letters import row_letters
from analysis.intake.locate import Table, find_tables, form_records, header_paths, spread_merges
from analysis.intake.sheet import CellError, Sheet


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
        ("the same words twice, years and figures below them", [(1, 2), (3, 4)]),
        ("the same words under income and under expenditure", [(1, 4)]),
        ("counties beside parks, each with the same words and a total", [(1, 3), (5, 7)]),
        ("a list that says the counties, and its counts by county", [(1, 4), (6, 8)]),
        ("numbered titles over two tables side by side", [(1, 3), (5, 7)]),
        ("codes and their meanings beside a list, fewer than its rows", [(1, 4), (6, 7)]),
        ("counties twice, each time before other words", [(1, 3), (4, 6)]),
        ("counts by county beside a list of enterprises", [(1, 3), (5, 8)]),
        ("counts by county beside counts by origin", [(1, 4), (6, 8)]),
        ("a spacer between the county and the township of a ledger", [(1, 6)]),
        ("spacer column", [(1, 5)]),
        ("labels and values apart above a list with a spacer", [(1, 7)]),
        ("table away from the corner", [(3, 5)]),
    ],
)
def test_columns(name: str, columns: list[tuple[int, int]]):
    assert [(table.first_column, table.last_column) for table in find_tables(case(name))] == columns


def test_tables_side_by_side_end_each_on_its_own_row():
    tables = find_tables(case("two lists side by side behind a gap"))
    assert [(table.first_row, table.last_row) for table in tables] == [(3, 5), (3, 4)]


def test_a_title_over_each_of_two_tables_parts_them_whatever_their_words():
    rows = [
        ["生产情况", "", "", "", "资金情况"],
        ["产品", "产量", "产值", "", "项目", "金额", "备注"],
        ["磷肥", 10, 9, "", "贷款", 5, "已到"],
        ["水泥", 20, 18, "", "补贴", 8, "未到"],
        ["茶叶", 7, 6, "", "担保", 3, "未到"],
    ]
    tables = find_tables(Sheet.from_rows(rows))
    assert [(table.first_column, table.last_column) for table in tables] == [(1, 3), (5, 7)]


def test_enterprises_beside_counts_of_counties_are_a_table_of_their_own():
    rows = [
        ["县市", "应复工", "", "园区", "企业名称", "是否复工"],
        ["都匀市", 10, "", "经开区", "清江化工有限公司", "是"],
        ["福泉市", 20, "", "经开区", "云雾茶业有限公司", "是"],
        ["荔波县", 7, "", "化工园", "剑江水泥有限公司", "否"],
        ["", "", "", "化工园", "斗篷山食品有限公司", "否"],
    ]
    tables = find_tables(Sheet.from_rows(rows))
    assert [(table.first_column, table.last_column, table.last_row) for table in tables] == [(1, 2, 4), (4, 6, 5)]


def test_a_header_of_one_row_may_stand_beside_one_of_two_without_merges():
    rows = [
        ["No.", "企业基本情况", "", "用工情况", "", "", "", "序号", "项目名称", "总投资"],
        ["", "单位名称", "信用代码", "从业人员", "返岗人数", "", "", 1, "云雾大道一期", 500],
        [1, "清江化工有限公司", "", 120, 100, "", "", 2, "清江二桥", 900],
        [2, "云雾茶业有限公司", "", 80, 0],
    ]
    tables = find_tables(Sheet.from_rows(rows))
    assert [(table.header_rows, table.first_column) for table in tables] == [([1, 2], 1), ([1], 8)]


@pytest.mark.parametrize("name", ["公司名称（必填）", "单位明称"])
def test_a_table_beside_may_begin_a_row_above_the_names_of_the_first(name: str):
    rows = [
        ["复工情况（2月25日）"],
        ["", "", "企业复工复产有关情况", "", "", "", "序号", "项目名称", "总投资"],
        ["企业基本情况", "", "用工情况", "", "", "", 1, "云雾大道一期", 500],
        [name, "信用代码", "职工总数", "返岗人数", "", "", 2, "清江二桥", 900],
        ["清江化工有限公司", "", 120, 100, "", "", 3, "清江隧道", 700],
        ["云雾茶业有限公司", "", 80, 0],
    ]
    tables = find_tables(Sheet.from_rows(rows))
    assert [(table.first_row, table.last_row, table.first_column) for table in tables] == [(5, 6, 1), (3, 5, 7)]


def test_parts_of_a_total_across_are_words_of_the_header():
    rows = [
        ["年份", "总计", "#国有", "#城镇集体", "#农村建筑队"],
        ["", "", "State-owned", "Urban", "Rural"],
        ["Year", "Total", "", "Collective-owned", "Construction"],
        ["企业单位数(个)"],
        [1980, 56927, 1996, 4608, 50323],
        [1985, 93284, 3385, 7765, 82134],
        [1990, 74145, 4275, 9052, 60818],
    ]
    assert find_tables(Sheet.from_rows(rows))[0].header_rows == [1, 2, 3]


def test_units_and_column_numbers_may_stand_below_a_blank_row():
    rows = [
        ["工业企业开复工情况日报表"],
        ["序号", "所在镇（街道）/园区：", "企业：", "规模类型：", "用工人数：", "复工人数", "口罩储备", "是否复工"],
        [],
        ["", "", "", "", "人", "人", "个"],
        ["甲", "乙", "丙", "丁", 1, 2, 3, 4],
        [1, "城关镇", "清江化工有限公司", "小型", 89, "--", 4020, "是"],
        [2, "甘塘园", "云雾茶业有限公司", "小型", 43, 22, 4280, "否"],
    ]
    (table,) = find_tables(Sheet.from_rows(rows))
    assert (table.header_rows, table.first_row, table.last_row) == ([2, 4, 5], 6, 7)


def test_merged_county_shows_in_each_of_its_rows():
    shown = spread_merges(case("county merged downwards"))
    assert [shown.value(row, 1) for row in range(2, 7)] == ["都匀市"] * 3 + ["福泉市"] * 2
    assert shown.value(3, 2) == "云雾茶业有限公司"


def test_weeks_in_numbers_below_a_merged_word_are_no_column_numbers():
    rows = [["企业名称", "周次", None, None], [None, 1, 2, 3], ["清江化工厂", 72, 38, 74], ["云雾茶厂", 55, 62, 62]]
    sheet = Sheet("Sheet1", rows, ((1, 1, 2, 1), (1, 2, 1, 4)))
    (table,) = find_tables(sheet)
    assert table.number_rows == []
    assert header_paths(sheet, table)[3] == ("周次", "2")


def test_template_without_data_has_an_empty_body():
    table = find_tables(case("empty template"))[0]
    assert (table.first_row, table.last_row) == (4, 3)


def test_hidden_rows_stay_in_the_body():
    drawn = case("plain ledger at A1")
    table = find_tables(Sheet(drawn.name, drawn.rows, hidden_rows=frozenset({3})))[0]
    assert (table.first_row, table.last_row) == (2, 3)


def test_a_hidden_row_of_field_names_gives_no_words_to_the_header():
    rows = [["NAME", "STATE"], ["企业名称", "是否复工"], ["清江化工有限公司", "是"], ["云雾茶业有限公司", "否"]]
    sheet = Sheet("表", rows, hidden_rows=frozenset({1}))
    (table,) = find_tables(sheet)
    assert header_paths(sheet, table) == {1: ("企业名称",), 2: ("是否复工",)}


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
            form_records(table)


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


@pytest.mark.parametrize(
    ("value", "letter"),
    [
        ("10 120 242", "9"),
        ("0.12***", "9"),
        ("2020 01", "t"),
        ("9:00", "d"),
        ("14:00-16:30", "d"),
        ("2月24日\n星期一", "d"),
        ("2月25日（周二）", "d"),
        ("承诺单位（盖章）：", "g"),
        ("填报单位（盖章）：县工信局", "l"),
        ("No", "H"),
        ("Acme Co.", "e"),
        ("已回厂", "t"),
        ("北门街道", "r"),
        ("城东工业园区", "r"),
        ("Made-up Orchard Machinery (China) Company Limited", "e"),
        ("2 includes Puerto Rico.", "t"),
        ("Personen, Insgesamt", "s"),
        ("Musical ensemble", "t"),
    ],
)
def test_one_letter_says_what_a_cell_holds(value: str, letter: str):
    assert row_letters([value]) == letter


def test_totals_without_header_or_data_are_a_table():
    first = find_tables(Sheet.from_rows([["合计", "√", 0], [0, "序号", "合计"], ["序号", "序号", "序号"]]))[0]
    assert (first.header_rows, first.total_rows, first.first_column, first.last_column) == ([], [1, 2], 1, 3)


@pytest.mark.parametrize(
    ("merges", "shown"),
    [
        ([(2, 1, 3, 1)], ["a", "b", "b", "d", "e"]),
        ([(1, 1, 4, 1), (2, 1, 2, 1)], ["a", "b", "c", "d", "e"]),
        ([(1, 1, 2, 1), (4, 1, 9, 1)], ["a", "a", "c", "d", "d"]),
    ],
    ids=["one", "the lower one of two that overlap", "beyond the last row"],
)
def test_a_column_shows_what_its_merges_show(merges, shown):
    sheet = Sheet("1", [["a"], ["b"], ["c"], ["d"], ["e"]], tuple(merges))
    assert spread_merges(sheet).columns([1], [1, 2, 3, 4, 5]) == [shown]
    assert [spread_merges(sheet).value(row, 1) for row in range(1, 6)] == shown


@pytest.mark.parametrize("word", ["食堂", "宿舍"])
@pytest.mark.parametrize("said", ["无", "停用"])
def test_forms_that_look_alike_keep_their_own_labels(word: str, said: str):
    rows = [["企业名称", "都匀雷鸽有限公司"], ["复工时间", "2月10日"], [word, said], ["备注", said]]
    (form,) = find_tables(Sheet.from_rows(rows))
    assert form_records(form) == [{"企业名称": (1, 2), "复工时间": (2, 2), word: (3, 2), "备注": (4, 2)}]


def test_a_form_keeps_a_last_row_of_words_that_are_no_known_labels():
    rows = [
        ["企业名称", "云雾茶业有限公司", "成立时间", "2009年"],
        ["法定代表人", "某乙", "注册资本", "200万元"],
        ["职工总数", 35],
    ]
    (form,) = find_tables(Sheet.from_rows([*rows, ["用途", "收购春茶", "保人", "某丙"], ["注：如实填写"]]))
    assert (form.last_row, form.note_rows) == (4, [5])
    assert form_records(form)[0]["法定代表人"] == (2, 2)


def test_labels_of_a_form_may_be_numbered_in_words():
    rows = [["诉求反映表"], ["一、企业名称", "云雾茶业有限公司"], ["二、所在园区", "毛尖茶产业园"]]
    (form,) = find_tables(Sheet.from_rows([*rows, ["三、存在困难", "采茶工缺200人"], ["四、联系人", "某乙"]]))
    assert form_records(form) == [{"企业名称": (2, 2), "所在园区": (3, 2), "存在困难": (4, 2), "联系人": (5, 2)}]


@pytest.mark.parametrize("label", ["备注：", "说明：", "备　注：", "备注说明："])
def test_remarks_are_a_label_of_a_form_and_a_note_below_a_list(label: str):
    rows = [["企业名称：", "都匀雷鸽有限公司"], ["是否复工：", "否"], ["返岗人数：", 0], [label, "已注销"]]
    (form,) = find_tables(Sheet.from_rows([*rows, ["备注：本表由企业填写"]]))
    assert [(row, column) for *_, row, column in form.pairs] == [(1, 2), (2, 2), (3, 2), (4, 2)]
    rows = [["企业名称", "是否复工"], ["都匀雷鸽有限公司", "否"], ["云雾茶业有限公司", "是"], [label, "由县填写"]]
    (table,) = find_tables(Sheet.from_rows(rows))
    assert (table.kind, table.last_row, table.note_rows) == ("list", 3, [4])


def test_forms_side_by_side_each_below_its_title_are_forms():
    answers = [["企业", "一厂"], ["生产状态", "已复工"], ["返岗人数", 5], ["经办人", "某甲"], ["备注说明", ""]]
    title = ["企业复工申报表（2020年2月25日）", ""]
    pair = [[*title, "", *title], *([*row, "", *row] for row in answers), []]
    (form,) = find_tables(Sheet.from_rows(pair * 4))
    assert form.kind == "form"
    asked = {label for label, _ in answers}
    assert [asked & set(record) for record in form_records(form)] == [asked] * 8


@pytest.mark.parametrize(
    "corner", ["本镇企业", "项目（企业）", "企业（项目）名称", "停产企业名称", "单位", "生产企业", "项目"]
)
def test_a_list_on_its_side_has_a_record_for_every_enterprise(corner: str):
    rows = [
        ["重点企业复工情况表"],
        [corner, "都匀雷鸽有限公司", "云雾茶业有限公司"],
        ["职工总数", 35, 80],
        ["是否复工", "是", "否"],
        ["复工时间", "2月10日", None],
    ]
    (form,) = find_tables(Sheet.from_rows(rows))
    assert [record["是否复工"] for record in form_records(form)] == [(4, 2), (4, 3)]


def test_the_labels_of_a_list_on_its_side_may_be_questions():
    rows = [
        ["Name of company", "Made-up Beverages Company", "Invented Glass Works"],
        ["Restarted?", "could not reach them", "Still closed"],
        ["Owed anything?", "", "3,000 bags"],
        ["Normal headcount (persons)", 1346, 62],
    ]
    (form,) = find_tables(Sheet.from_rows(rows))
    assert [record["Restarted?"] for record in form_records(form)] == [(2, 2), (2, 3)]


def test_few_known_labels_do_where_nothing_but_enterprises_stand_behind_the_name_label():
    labels = ["Doors open", "Crew now", "Staff back"]
    rows = [["Company", "Invented Mills Ltd", "Made-up Glass Ltd"], *([label, 5, 6] for label in labels)]
    (form,) = find_tables(Sheet.from_rows(rows))
    assert [record["Staffback"] for record in form_records(form)] == [(4, 2), (4, 3)]


@pytest.mark.parametrize("asked", ["企业（项目）名称", "单位", "户"])
def test_the_same_words_twice_are_two_lists_whatever_the_names_are_asked_by(asked: str):
    head, one, two = ["编码", asked, "返岗人数"], [1, "都匀雷鸽有限公司", 5], [2, "云雾茶业有限公司", 8]
    tables = find_tables(Sheet.from_rows([["企业复工情况表"], [*head, *head], [*one, *two], [*two, *one]]))
    assert [(table.first_column, table.last_column) for table in tables] == [(1, 3), (4, 6)]


def test_blank_rows_under_a_headers_merges_are_header():
    plain = Sheet.from_rows(
        [
            ["支出决算表"],
            ["科目编码", "", "科目名称", "本年支出", "基本支出"],
            [],
            ["栏次", "", "", 1, 2],
            ["201", "", "一般公共服务", 260.1, 200.1],
            ["208", "", "社会保障", 40.2, 40.2],
        ]
    )
    merges = ((1, 1, 1, 5), (2, 1, 3, 2), (2, 3, 3, 3), (2, 4, 3, 4), (2, 5, 3, 5), (4, 1, 4, 3))
    (table,) = find_tables(replace(plain, merges=merges))
    assert (table.header_rows, table.first_row, table.last_row) == ([2, 3, 4], 5, 6)
    (table,) = find_tables(replace(plain, merges=((1, 1, 1, 5), (2, 1, 2, 2))))
    assert (table.header_rows, table.first_row, table.last_row) == ([2, 4], 5, 6)


def test_what_forms_side_by_side_both_say_are_labels():
    said = [["车牌号", "贵J00001", "", "车牌号", "贵J00002"], ["驾驶员", "某甲", "", "驾驶员", "某乙"]]
    rows = [
        ["物资运输通行证"],
        ["单位名称", "清江化工厂", "", "单位名称", "云雾茶业有限公司"],
        *said,
        ["押运物资", "硫磺"],
    ]
    (form,) = find_tables(Sheet.from_rows(rows))
    assert [record["驾驶员"] for record in form_records(form)] == [(4, 2), (4, 5)]


def test_a_form_that_numbers_its_columns_is_a_list():
    rows = [
        ["工业生产情况"],
        ["单位名称：清江化工有限公司", "", "2020年1—3月", "计量单位：", "千元"],
        ["指标名称", "计量单位", "代码", "1—本月", "上年同期"],
        ["甲", "乙", "丙", 1, 2],
        ["工业总产值", "千元", "01", 12000, 15000],
        ["营业收入", "千元", "02", 11900, 14600],
        ["利润总额", "千元", "03", 300, 800],
        ["平均用工人数", "人", "04", 120, 135],
    ]
    (table,) = find_tables(Sheet.from_rows(rows))
    assert (table.kind, table.header_rows, table.first_row, table.last_row) == ("list", [3, 4], 5, 8)


def test_another_list_below_a_tables_notes_is_not_its_body():
    rows = [
        ["Human poverty"],
        ["Rank", "Country", "Value", "Deaths"],
        [1, "Northland", 5.2, 1.8],
        [2, "Southland", 7.1, 2.5],
        [3, "Westland", 8.4, 2.9],
        [],
        ["NOTES"],
        ["Figures are estimates for the latest year for which returns are known."],
        [],
        ["Ranks of all countries:"],
        [1, "Aland", 4, "Dland", 7, "Gland"],
        [2, "Bland", 5, "Eland", 8, "Hland"],
        [3, "Cland", 6, "Fland", 9, "Iland"],
    ]
    first, other = find_tables(Sheet.from_rows(rows))
    assert (first.header_rows, first.first_row, first.last_row) == ([2], 3, 5)
    assert (other.header_rows, other.first_row, other.last_row) == ([], 11, 13)


def test_how_many_records_a_file_has_is_a_title_of_it():
    rows = [
        ["Source:", "Wool Board, Brussels"],
        ["Version:", "2020-06-15"],
        ["Table type:", "Custom request"],
        ["# of records:", 2],
        ["No", "Year", "Seq", "Group", "Type", "Country", "Region", "Location", "Origin", "Deaths", "Injured", "Hurt"],
        ["A-2000-97", 2000, 97, "Natural", "Storm", "Australia", "Oceania", "Darwin", "Heat", 3, 2, 5],
        ["C-2000-55", 2000, 55, "Natural", "Storm", "China", "Asia", "Fujian", "Rain", 12, 4, 20],
    ]
    (table,) = find_tables(Sheet.from_rows(rows))
    assert (table.title_rows, table.header_rows, table.first_row, table.last_row) == ([1, 2, 3, 4], [5], 6, 7)


def test_a_header_may_stand_below_many_lines_of_remarks():
    remarks = [[f"# remark: {number}"] for number in range(1, 30)] + [["#"], ["# columns:"], ["#"]]
    rows = [*remarks, ["# Period", "TOA", "GHI"], ["2020-01-01/2020-02-01", 50000.5, 29000.5]]
    table = find_tables(Sheet.from_rows(rows))[-1]
    assert (table.header_rows, table.first_row, table.last_row) == ([33], 34, 34)
