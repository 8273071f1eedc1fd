"""A superior's form: made-up ones of several layouts are filled in, and read back with openpyxl."""

import dataclasses
import shutil
import sys
from datetime import date
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest

from analysis.errors import NothingUsable, SurveyError
from analysis.exchange.form import fill
from analysis.exchange.form.figures import form_figures
from analysis.exchange.form.names import Names
from analysis.store.tables import open_tables
from analysis.surveys import load_survey
from analysis.vocabulary import Vocabulary

WEEK = "2020-W08"
COUNTIES = [
    *("都匀市", "福泉市", "荔波县", "贵定县", "瓮安县", "独山县"),
    *("平塘县", "罗甸县", "长顺县", "龙里县", "惠水县", "三都县"),
]


@pytest.fixture(scope="module")
def tables(sample):
    return open_tables(period=WEEK, processed=sample)


@pytest.fixture(scope="module", autouse=True)
def figures_once():
    """The figures of a period are computed once for all forms."""
    module, known = sys.modules["analysis.exchange.form.fill"], {}
    compute = module.form_figures

    def once(tables):
        if tables.period.id not in known:
            known[tables.period.id] = compute(tables)
        return known[tables.period.id]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "form_figures", once)
        yield


@pytest.fixture(scope="module")
def oracle(sample):
    """oracle(condition): enterprises due, restarted, staff back and normal staff, counted by DuckDB in the tables."""
    sql = """
        with latest as (select * from '{folder}/status/{week}.parquet' where in_register
                        qualify row_number() over (partition by enterprise_id order by as_of desc) = 1),
             joined as (select e.*, s.state, s.staff_back, coalesce(s.staff_normal, e.staff_normal) as normal
                        from '{folder}/enterprises/all.parquet' e left join latest s using (enterprise_id))
        select count(*), count(*) filter (state in ('running', 'partial')),
               sum(staff_back) filter (staff_back <= normal), sum(normal) filter (staff_back <= normal)
        from joined e where above_scale and normal_before_festival and {condition}"""
    return lambda condition="true": duckdb.sql(sql.format(folder=sample, week=WEEK, condition=condition)).fetchall()[0]


def form(path, rows, merges=(), formats=()):
    """A workbook of one sheet as somebody might send it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "附表"
    for row in rows:
        sheet.append(row)
    for area in merges:
        sheet.merge_cells(area)
    for cells, number_format in formats:
        for row in sheet[cells]:
            for cell in row:
                cell.number_format = number_format
    book.save(path)
    return path


def filled_in(path, tables, folder):
    """The filled copy's sheet, and what was left: (cells, reason)."""
    result = fill(path, tables, folder)
    return openpyxl.load_workbook(result.workbook)["附表"], {(item.cells, item.reason) for item in result.left}, result


def plain(tmp_path):
    """Total first, units in the headers, a percent column whose cells are percent, one whose are not, a formula."""
    rows = [
        ["附件1"],
        ["规上工业企业复工复产情况统计表"],
        ["序号", "地区", "规上企业数（户）", "已复工（户）", "复工率", "返岗率（%）", "未复工（户）", "联系人"],
        [None, "合计", None, None, None, None, "=C4-D4", None],
        *[[number, county, None, None, None, None, f"=C{number + 4}-D{number + 4}", None] for number, county in
          enumerate(COUNTIES, start=1)],
        ["填表人：", None, None, "审核人："],
    ]  # fmt: skip
    return form(tmp_path / "省厅模板.xlsx", rows, ["A2:H2"], [("E4:E16", "0.0%")])


def test_counts_and_rates_stand_beside_their_counties_and_formulas_stay(tmp_path, tables, oracle):
    sheet, left, result = filled_in(plain(tmp_path), tables, tmp_path / "out")
    for row, condition in ((4, "true"), (5, "e.county_code = '522701'"), (16, "e.county_code = '522732'")):
        due, restarted, *_ = oracle(condition)
        assert (sheet.cell(row, 3).value, sheet.cell(row, 4).value) == (due, restarted)
        assert sheet.cell(row, 5).value == pytest.approx(restarted / due, abs=1e-6)
        assert sheet.cell(row, 5).number_format == "0.0%"
        assert sheet.cell(row, 7).value == f"=C{row}-D{row}"
    back, normal = oracle()[2:]
    assert sheet["F4"].value == pytest.approx(100 * back / normal, abs=0.06)  # one decimal, under a header with %
    assert result.written == 13 * 4
    # 未复工 and 联系人 are no measures of ours: named, with their columns.
    assert left == {("G:G", "column"), ("H:H", "column")}
    assert [cell.value for cell in sheet[17]][:4] == ["填表人：", None, None, "审核人："]
    assert "A2:H2" in {str(area) for area in sheet.merged_cells.ranges}
    assert "联系人" in result.listed.read_text(encoding="utf-8")


def test_the_form_itself_is_not_touched_and_no_copy_replaces_another(tmp_path, tables):
    path = plain(tmp_path)
    before = path.read_bytes()
    first, second = fill(path, tables, tmp_path), fill(path, tables, tmp_path)
    assert path.read_bytes() == before
    assert len({path, first.workbook, second.workbook}) == 3


def test_merged_headers_and_a_total_at_the_end(tmp_path, tables, oracle):
    rows = [
        ["县（市）", "企业情况", None, None, "用工情况", None, "困难情况", None],
        [None, "应复工", "已复工", "复工率（%）", "返岗人数", "返岗率", "户数", "用工困难"],
        *[[county] + [None] * 7 for county in COUNTIES],
        ["总计"] + [None] * 7,
    ]
    path = form(tmp_path / "b.xlsx", rows, ["A1:A2", "B1:D1", "E1:F1", "G1:H1"])
    sheet, left, _ = filled_in(path, tables, tmp_path)
    due, restarted, back, normal = oracle()
    assert [sheet.cell(15, column).value for column in (2, 3, 5)] == [due, restarted, back]
    assert sheet["D15"].value == pytest.approx(100 * restarted / due, abs=0.06)
    # No unit is stated: a percentage that shows as one, and to be checked.
    assert sheet["F15"].value == pytest.approx(back / normal, abs=1e-6)
    assert sheet["F15"].number_format == "0.0%"
    assert ("F15", "unit") in left
    # 困难情况/户数 is no number of enterprises due; 困难情况/用工困难 is one category.
    assert ("G:G", "column") in left
    assert sheet["G15"].value is None
    named = duckdb.sql(f"""
        select count(distinct d.enterprise_id) from '{tables.processed}/difficulties/{WEEK}.parquet' d
        join '{tables.processed}/enterprises/all.parquet' e using (enterprise_id)
        where d.category = 'labour' and e.above_scale and e.normal_before_festival
    """).fetchall()[0][0]
    assert sheet["H15"].value == named


def test_a_form_turned_round(tmp_path, tables, oracle):
    rows = [["指标", "全州", "都匀市", "福泉市"], ["已复工企业数", None, None, None], ["复工率（%）", None, None, None],
            ["税收（亿元）", None, None, None]]  # fmt: skip
    sheet, left, _ = filled_in(form(tmp_path / "c.xlsx", rows), tables, tmp_path)
    assert [sheet.cell(2, column).value for column in (2, 3, 4)] == [
        oracle(condition)[1] for condition in ("true", "e.county_code = '522701'", "e.county_code = '522702'")
    ]
    assert ("4:4", "measure") in left


@pytest.mark.parametrize(
    ("names", "column", "code"),
    [
        (["医药制造业", "食品制造业", "合计"], "industry_code", "27"),
        (["中型", "小型", "合计"], "size", "medium"),
        (["群众生活必需", "疫情防控必需", "合计"], "four_category", "daily_necessities"),
    ],
)
def test_rows_of_industries_sizes_and_categories(tmp_path, tables, oracle, names, column, code):
    rows = [["分组", "企业总数", "复工企业数"], *[[name, None, None] for name in names]]
    sheet, _, _ = filled_in(form(tmp_path / "d.xlsx", rows), tables, tmp_path)
    assert (sheet["B2"].value, sheet["C2"].value) == oracle(f"e.{column} = '{code}'")[:2]
    assert (sheet["B4"].value, sheet["C4"].value) == oracle()[:2]


def test_counties_without_a_list_count_by_what_they_state_or_not_at_all(tables):
    """都匀市 sends counts alone, 福泉市 nothing: the form says of them what the page says."""
    fewer = dataclasses.replace(tables)
    gone = tables.status["county_code"].isin(["522701", "522702"]) & tables.status["period_id"].eq(WEEK)
    said = {"measure": "resumption", "dimension": "area", "member": "522701", "period_id": WEEK}
    said |= {"as_of": date(2020, 2, 20), "answer": "running", "numerator": 60.0, "denominator": 104.0}
    vars(fewer).update(status=tables.status[~gone], summaries=pd.DataFrame([said]))
    every, found = form_figures(tables), form_figures(fewer)
    duyun, fuquan, whole = ("county_code", "522701"), ("county_code", "522702"), ("", "")
    assert (found.value(duyun, "resumed_n"), found.value(duyun, "expected_n")) == (60, 104)
    assert found.value(fuquan, "expected_n") == every.value(fuquan, "expected_n")
    assert found.value(fuquan, "resumed_n") is None
    lost = every.value(duyun, "resumed_n") + every.value(fuquan, "resumed_n") - 60
    assert found.value(whole, "resumed_n") == every.value(whole, "resumed_n") - lost


def test_a_county_that_answered_and_of_which_nobody_names_a_difficulty_has_none(tables):
    fewer = dataclasses.replace(tables)
    told, here = (
        tables.difficulties,
        tables.difficulties["enterprise_id"].map(tables.enterprises.set_index("enterprise_id")["county_code"]),
    )
    vars(fewer).update(difficulties=told[~(told["category"].eq("labour") & here.eq("522701"))])
    place, measure = ("county_code", "522701"), "difficulty.labour"
    assert form_figures(tables).value(place, measure) > 0
    assert form_figures(fewer).value(place, measure) == 0


def test_what_cannot_be_filled_says_why(tmp_path, tables):
    rows = [
        ["地区", "企业总数", "复工率", "返岗人数（万人）", "已复工企业数"],
        ["都匀市", 99, None, None, "=B2"],
        ["贵阳市", None, None, None, None],
        ["小计", None, None, None, None],
        ["福泉市", "-", None, None, None],
    ]
    sheet, left, result = filled_in(form(tmp_path / "e.xlsx", rows, formats=[("C2:C5", "0%")]), tables, tmp_path)
    assert {("B2", "taken"), ("E2", "formula"), ("3:3", "row"), ("4:4", "row"), ("D5", "scale")} <= left
    assert (sheet["B2"].value, sheet["E2"].value, sheet["B3"].value) == (99, "=B2", None)
    assert isinstance(sheet["B5"].value, int)  # a dash stands for nothing
    assert any("贵阳市" in line for line in result.lines("zh"))
    assert all(line.isascii() or "“" in line or "附表" in line for line in result.lines("en"))


def test_a_rate_that_only_looks_like_all_of_them_is_named(tmp_path, sample):
    tables = open_tables(period="2020-W09", processed=sample)
    rows = [["行业", "产能利用率", "续建项目复工率"], ["合计", None, None], ["医药制造业", None, None]]
    path = form(tmp_path / "f.xlsx", rows, formats=[("B2:C3", "0%")])
    sheet, left, _ = filled_in(path, tables, tmp_path)
    assert 0 < sheet["B2"].value < 1
    assert ("C3", "missing") in left  # projects have no industry


@pytest.mark.parametrize(
    ("path", "measure"),
    [
        (("复工率（%）",), "resumption_pct"),
        (("企业情况", "应复工"), "expected_n"),
        (("应复产企业数（户）",), "expected_n"),
        (("已复产户数",), "resumed_n"),
        (("复产率",), None),  # what that is of, only a survey that calls its rate so can say
        (("规上工业企业", "复工率"), "resumption_pct"),
        (("困难情况", "户数"), None),
        (("上周", "复工率"), None),
        (("项目", "总数"), None),
        (("重点项目", "项目复工率"), "continuing_pct"),
        (("备注",), None),
        (("（户）",), None),
    ],
)
def test_a_header_means_a_measure_only_where_nothing_above_it_says_otherwise(path, measure):
    survey = load_survey("qiannan")
    assert Names(survey, survey.area, Vocabulary.load()).measure(path) == measure


def test_a_rate_is_asked_for_by_the_name_the_survey_gives_it():
    survey = load_survey("qiannan").model_copy(update={"rate_name": {"zh": "复产率", "en": "Recovery rate"}})
    names = Names(survey, survey.area, Vocabulary.load())
    assert names.measure(("复产率（%）",)) == names.measure(("recovery rate",)) == "resumption_pct"
    assert names.measure(("返岗率",)) == "staff_pct"


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("合计", ("", "")),
        ("总  计", ("", "")),
        ("全州", ("", "")),
        ("全省", None),
        ("平均", None),
        ("黔南州", ("", "")),
        ("小计", None),
        ("其中：都匀市", ("county_code", "522701")),
        ("（一）福泉市", ("county_code", "522702")),
        ("三都县", ("county_code", "522732")),
        ("遵义市", None),
        ("大型", ("size", "large")),
        ("", None),
    ],
)
def test_the_name_of_a_row(text, group):
    survey = load_survey("qiannan")
    assert Names(survey, survey.area, Vocabulary.load()).group(text) == group


def test_files_that_are_no_form(tmp_path, tables):
    text, old = tmp_path / "a.xlsx", tmp_path / "a.xls"
    text.write_text("no workbook")
    shutil.copy(text, old)
    with pytest.raises(SurveyError, match="save an old"):
        fill(old, tables, tmp_path)
    with pytest.raises(SurveyError, match="cannot be"):
        fill(text, tables, tmp_path)
    for absent in ("c.xlsx", "c.xls"):
        with pytest.raises(SurveyError, match="there is no file"):
            fill(tmp_path / absent, tables, tmp_path)
    with pytest.raises(NothingUsable, match="no cell"):
        fill(form(tmp_path / "b.xlsx", [["甲", "乙"], ["丙", None]]), tables, tmp_path)
    assert sorted(path.name for path in Path(tmp_path).iterdir()) == ["a.xls", "a.xlsx", "b.xlsx"]
