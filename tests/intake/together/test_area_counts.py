"""Counts that offices send of their areas, alone or beside a list: worked by hand on a made-up prefecture."""

import openpyxl
import pandas as pd
import pytest

from analysis import metrics
from analysis.intake.clean import clean
from analysis.intake.uploads import list_uploads
from analysis.survey import iso_week
from analysis.surveys import load_survey

SETTINGS = 'title: {zh: 虚构州, en: Fictional}\narea: "00"\nregions: own\nperiods: iso_week\n'
REGIONS = "code,name,name_en,aliases\n00,虚构州,Fictional,全州\n01,甲县,Jia,\n02,乙县,Yi,\n"
# 甲县 has four enterprises due to restart and one that stood still before the festival; 乙县 has five.
REGISTER = "name,county_code,normal_before_festival\n" + "".join(
    f"{county}第{number}厂（虚构）,{code},{due}\n"
    for county, code, count in (("甲县", "01", 5), ("乙县", "02", 5))
    for number, due in zip(range(1, count + 1), ["true"] * 4 + ["false" if code == "01" else "true"], strict=True)
)
LIST = [
    ["企业名称", "是否复工", "职工总数", "返岗人数"],
    ["甲县第1厂（虚构）", "是", 100, 50],
    ["甲县第2厂（虚构）", "是", 30, 20],
    ["甲县第3厂（虚构）", "否", 30, 0],
    ["甲县第5厂（虚构）", "是", 30, 10],
]
COUNTS = ["县（市）", "规上企业数（应复工）", "已复工", "复工率（%）", "返岗人数"]

NO_RETURNS = pd.DataFrame(columns=["enterprise_id", "period_id", "as_of", "state"])


@pytest.fixture
def send(tmp_path):
    """send(file=[sheet, ...]): the tables cleaned from workbooks of these sheets, all of 25 February 2020."""
    folder = tmp_path / "survey"
    folder.mkdir()
    for name, content in (("survey.yml", SETTINGS), ("regions.csv", REGIONS), ("register.csv", REGISTER)):
        (folder / name).write_text(content, encoding="utf-8")

    def make(**files):
        for name, sheets in files.items():
            book = openpyxl.Workbook()
            book.remove(book.active)
            for number, rows in enumerate(sheets, start=1):
                sheet = book.create_sheet(f"表{number}")
                for row in rows:
                    sheet.append(row)
            path = tmp_path / "raw" / "2020-W09" / f"{name}2020年2月25日.xlsx"
            path.parent.mkdir(parents=True, exist_ok=True)
            book.save(path)
        survey = load_survey(folder)
        return clean(survey, list_uploads(survey, tmp_path / "raw")).tables

    return make


def stated(tables, measure="resumption"):
    """(area, answer) -> (numerator, denominator, cell)."""
    return {
        (row["member"], row["answer"]): (row["numerator"], row["denominator"], row["source_cell"])
        for row in tables["summaries"].to_dict("records")
        if row["measure"] == measure and row["dimension"] == "area"
    }


def grouped(tables, measure="resumption"):
    """(area, dimension, group) -> (how many, of how many, cell): enterprises that run or staff that is back."""
    return {
        (row["area_code"], row["dimension"], row["member"]): (row["numerator"], row["denominator"], row["source_cell"])
        for row in tables["summaries"].to_dict("records")
        if row["measure"] == measure and row["dimension"] != "area" and row["answer"] in ("running", "back")
    }


def told(tables):
    """What is said of summaries: rule, cell, value."""
    kinds = ("summary", "county_unknown", "number_negative", "columns_not_kept")
    rows = [row for row in tables["findings"].to_dict("records") if row["rule"].startswith(kinds)]
    return [(row["rule"], row["cells"], row["value"]) for row in rows]


def rates(tables):
    """County -> resumed, expected, missing, by lists and counts together."""
    status = tables["status"] if len(tables["status"]) else NO_RETURNS
    panel = metrics.panel(tables["enterprises"], status, iso_week(2020, 9))
    counts = metrics.mixed_by_period(panel, metrics.stated_counts(tables["summaries"]))
    table = metrics.resumption_rate(metrics.combine(counts, ["period_id", "county_code"])).set_index("county_code")
    return {code: tuple(row) for code, row in table[["numerator", "denominator", "missing"]].iterrows()}


def test_an_office_that_sends_counts_only_counts_by_them(send):
    """乙县 has five due, three of them restarted; 甲县's list has two of the four due running and one standing."""
    tables = send(甲县=[LIST], 乙县=[[["乙县复工汇总表"], COUNTS, ["乙县", 5, 3, 60, 210]]])
    assert stated(tables) == {("02", "running"): (3, 5, "C3")}
    assert told(tables) == []
    assert rates(tables) == {"01": (2, 4, 1), "02": (3, 5, 0)}


def test_more_back_than_there_are_and_half_an_enterprise_are_told(send):
    head = ["县（市）", "应复工企业数", "已复工企业数", "职工总数", "返岗人数"]
    tables = send(乙县=[[["乙县复工汇总表"], head, ["乙县", 5, 3.5, 100, 120]]])
    cells = tables["findings"].set_index("rule")["cells"]
    assert (cells["summary_above_expected"], cells["persons_not_whole"]) == ("E3", "C3")


def test_a_summary_beside_a_list_that_agrees_is_counted_once_and_says_nothing(send):
    tables = send(甲县=[LIST, [["园区", "企业户数", "已复工户数"], ["东园", 1, 1], ["西园", 3, 2], ["合计", 4, 3]]])
    assert stated(tables) == {("01", "running"): (3, 4, "C4")}
    assert told(tables) == []
    assert rates(tables)["01"] == (2, 4, 1)


def test_counts_of_parks_and_industries_are_kept_beside_those_of_their_county(send):
    parks = [["园区", "企业户数", "已复工户数"], ["东园", 1, 1], ["西园", 3, 2], ["合计", 4, 3]]
    head = ["行业", "应统计企业数", "已复工企业数", "复工率", "职工总数", "返岗人数"]
    rows = [["纺织业", 3, 1, 0.33, 90, 60], ["其他", 2, 2, 1, 40, 30], ["合计", 5, 3, 0.6, 130, 90]]
    tables = send(甲县=[LIST, parks], 乙县=[[["乙县分行业复工情况"], head, *rows]])
    assert grouped(tables) == {
        ("01", "park", "东园"): (1, 1, "C2"),
        ("01", "park", "西园"): (2, 3, "C3"),
        ("02", "industry", "17"): (1, 3, "C3"),
        ("02", "industry", "其他"): (2, 2, "C4"),
    }
    assert grouped(tables, "staff") == {
        ("02", "industry", "17"): (60, 90, "F3"), ("02", "industry", "其他"): (30, 40, "F4"),
    }  # fmt: skip
    assert {area: found[:2] for (area, _), found in stated(tables).items()} == {"01": (3, 4), "02": (3, 5)}
    assert rates(tables) == {"01": (2, 4, 1), "02": (3, 5, 0)}


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (["甲县", 4, 2, 50, 70], []),  # of the four due two run
        (["甲县", 4, 3, 75, 80], []),  # of all that it lists three run
        (["甲县", 4, 4, 100, 80], [("summary_list_differs", "C2", "4")]),
        (["甲县", 9, 2, 22, 70], [("summary_register_differs", "B2", "9")]),
    ],
)
def test_a_summary_that_differs_from_the_list_is_a_finding_and_the_list_counts(row, found, send):
    tables = send(甲县=[LIST, [COUNTS, row]])
    assert told(tables) == found
    assert rates(tables)["01"] == (2, 4, 1)


def test_counts_that_cannot_be_are_told_at_their_cells_and_not_used(send):
    tables = send(乙县=[[COUNTS, ["乙县", 5, 6, 120, 210]]])
    assert told(tables) == [("summary_above_expected", "C2", "6")]
    assert rates(tables)["02"] == (0, 5, 5)
    tables = send(乙县=[[COUNTS, ["乙县", 5, -3, None, 210]]])
    assert told(tables) == [("number_negative", "C2", "-3")]
    assert rates(tables)["02"] == (0, 5, 5)


def test_the_rows_of_one_county_add_up_and_the_total_is_of_the_whole_area(send):
    header = ["县（市）", "行业", "规上企业数", "已复工企业数", "未复工"]
    rows = [["甲县", "纺织业", 1, 1, 0], ["甲县", "食品制造业", 3, 2, 1], ["乙县", "纺织业", 5, 4, 1]]
    tables = send(全州汇总=[[header, *rows, ["合计", None, 9, 7, 2]]])
    assert {key: value[:2] for key, value in stated(tables).items()} == {
        ("01", "running"): (3, 4), ("01", "stopped"): (1, 4),
        ("02", "running"): (4, 5), ("02", "stopped"): (1, 5),
        ("00", "running"): (7, 9), ("00", "stopped"): (2, 9),
    }  # fmt: skip
    assert {key: value[:2] for key, value in grouped(tables).items()} == {
        ("01", "industry", "17"): (1, 1), ("01", "industry", "14"): (2, 3), ("02", "industry", "17"): (4, 5),
    }  # fmt: skip
    assert rates(tables) == {"01": (3, 4, 0), "02": (4, 5, 0)}


def test_of_two_statements_the_countys_own_holds(send):
    tables = send(乙县=[[COUNTS, ["乙县", 5, 4, 80, 9]]], 全州=[[COUNTS, ["甲县", 4, 2, 50, 9], ["乙县", 5, 3, 60, 9]]])
    assert stated(tables) == {("01", "running"): (2, 4, "C2"), ("02", "running"): (4, 5, "C2")}
    assert told(tables) == [("summary_conflict", "C3", "3")]


def test_staff_and_projects_are_counted_beside_enterprises(send):
    header = ["县（市）", "应复工企业数", "已复工企业数", "职工总数", "返岗人数", "项目数", "已复工项目数"]
    tables = send(全州=[[header, ["甲县", 4, 2, 190, 80, 3, 1], ["乙县", 5, 3, None, 9, 2, None]]])
    assert stated(tables) == {("01", "running"): (2, 4, "C2"), ("02", "running"): (3, 5, "C3")}
    assert stated(tables, "staff").pop(("01", "back")) == (80, 190, "E2")
    assert stated(tables, "staff").pop(("02", "back"))[0] == 9
    assert stated(tables, "projects").pop(("01", "running")) == (1, 3, "G2")
    missing = tables["summaries"].query("member == '02' and measure != 'resumption'").set_index("measure")
    assert missing["value_status"].to_dict() == {"staff": "ok", "projects": "missing"}
    assert pd.isna(missing.loc["staff", "denominator"])
    assert told(tables) == []


def test_those_due_back_are_the_base_where_nobody_says_how_many_there_are(send):
    due = ["县（市）", "应返岗人数", "实际返岗人数", "存在困难企业数"]
    tables = send(county=[[due, ["甲县", 200, 150, 3], ["乙县", 100, 90, 1]]])
    assert stated(tables, "staff") == {("01", "back"): (150, 200, "C2"), ("02", "back"): (90, 100, "C3")}
    assert "columns_not_kept" not in set(tables["findings"]["rule"])
    both = send(county=[[["职工总数", *due], [250, "甲县", 200, 150, 3], [120, "乙县", 100, 90, 1]]])
    assert stated(both, "staff") == {("01", "back"): (150, 250, "D2"), ("02", "back"): (90, 120, "D3")}
    assert "columns_not_kept" in set(both["findings"]["rule"])


def test_the_office_that_signs_below_its_counts_adds_nothing(send):
    tables = send(甲县=[[COUNTS, ["甲县", 4, 2, 50, 9], ["乙县", 5, 3, 60, 9], ["甲县工信局", None, None, "2月25日"]]])
    assert stated(tables)["01", "running"] == (2, 4, "C2")


def test_a_table_of_staff_alone_is_kept_and_counts_no_enterprises(send):
    tables = send(全州=[[["县（市）", "职工总数", "返岗人数"], ["甲县", 190, 80], ["乙县", 100, 9], ["合计", 290, 89]]])
    assert stated(tables) == {}
    assert stated(tables, "staff") == {
        ("01", "back"): (80, 190, "C2"), ("02", "back"): (9, 100, "C3"), ("00", "back"): (89, 290, "C4"),
    }  # fmt: skip
    assert rates(tables)["01"] == (0, 4, 4)


def test_an_office_in_a_row_stands_for_its_county(send):
    header = ["填报单位", "应复工企业数", "已复工企业数"]
    tables = send(汇总=[[header, ["甲县工信局", 4, 3], ["乙县工信局", 5, 1]]])
    assert {key: value[:2] for key, value in stated(tables).items()} == {
        ("01", "running"): (3, 4),
        ("02", "running"): (1, 5),
    }


def test_the_only_row_of_a_county_office_is_its_countys(send):
    tables = send(乙县=[[["应复工企业数", "已复工企业数", "已报企业数"], [5, 2, 4]]])
    assert stated(tables) == {("02", "replied"): (4, 5, "C2"), ("02", "running"): (2, 5, "B2")}
    assert rates(tables)["02"] == (2, 5, 1)


@pytest.mark.parametrize("header", ["单位", "名称", "地方", None])
def test_areas_are_known_by_themselves_whatever_heads_them(send, header):
    rows = [[header, "应复工企业数", "已复工"], ["甲县", 4, 2], ["乙县", 5, 3], ["全州", 9, 5]]
    tables = send(汇总=[rows])
    assert stated(tables) == {
        ("01", "running"): (2, 4, "C2"), ("02", "running"): (3, 5, "C3"), ("00", "running"): (5, 9, "C4"),
    }  # fmt: skip
    assert told(tables) == []


def test_a_table_that_names_no_area_is_not_guessed(send):
    tables = send(乙县=[[["园区", "企业户数", "已复工户数"], ["东园", 2, 1], ["西园", 3, 2]]])
    assert stated(tables) == {}
    assert {group: found[:2] for (_, _, group), found in grouped(tables).items()} == {"东园": (1, 2), "西园": (2, 3)}
    assert [rule for rule, *_ in told(tables)] == ["summary_without_area"]


def test_a_group_is_named_without_personal_data(send):
    tables = send(
        甲县=[[["园区", "企业户数", "已复工户数"], ["东园，电话13987654321", 2, 1], ["西园", 2, 1], ["合计", 4, 2]]]
    )
    members = tables["summaries"].query("dimension == 'park'")["member"].tolist()
    assert sorted(members)[1] == "西园"
    assert "13987654321" not in tables["summaries"].astype(str).to_csv()


ACROSS = [
    ["指标", "甲县", "乙县", "合计"],
    ["应复工企业数（户）", 4, 5, 9],
    ["已复工（户）", 2, 3, 5],
    ["复工率", 0.5, 0.6, 0.56],
]
WHOLE = [["指标", "甲县", "全州"], ["应复工企业数（户）", 4, 9], ["已复工（户）", 2, 5]]
THIS_WEEK = [
    ["序号", "项目", "单位", "本周", "上周", "增减"],
    [1, "应复工企业数", "户", 5, 5, 0],
    [2, "已复工企业数", "户", 3, 1, 2],
]
ONE_VALUE = [
    ["指标名称", "数量", "备注"],
    ["规上企业数", "5户", None],
    ["其中：已复工", "3户", None],
    ["停产", "2户", "缺料"],
]
SCALES = [["指标", "规上", "规下", "合计"], ["应复工企业数", 5, 8, 13], ["已复工企业数", 3, 4, 7]]
FIGURES = [["项目", "本年", "去年"], ["营业收入", 50, 40], ["已复工企业数", 3, 2]]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (ACROSS, {("01", "running"): (2, 4, "B4"), ("02", "running"): (3, 5, "C4")}),
        (WHOLE, {("01", "running"): (2, 4, "B4"), ("00", "running"): (5, 9, "C4")}),
        (THIS_WEEK, {("02", "running"): (3, 5, "D4")}),
        (ONE_VALUE, {("02", "running"): (3, 5, "B4"), ("02", "stopped"): (2, 5, "B5")}),
        (SCALES, {("02", "running"): (3, 5, "B4")}),
        (FIGURES, {}),
    ],
)
def test_counts_may_stand_on_their_side(send, rows, found):
    assert stated(send(乙县=[[["乙县复工汇总表"], *rows]])) == found


def test_what_is_beside_the_counts_and_not_read_is_told(send):
    tables = send(乙县=[[["乙县复工汇总表"], *SCALES]])
    unknown = tables["findings"].query("rule == 'header_unknown'")
    assert unknown[["cells", "value"]].values.tolist() == [["C2", "规下"]]


def test_counts_below_days_are_those_of_the_days(send):
    days = ["县（市）", "2月24日/应复工企业数", "2月24日/已复工", "2月25日/应复工企业数", "2月25日/已复工"]
    tables = send(甲县=[[["各县复工汇总表"], days, ["甲县", 4, 2, 4, 3], ["乙县", 5, 0, 5, 1]]])
    rows = tables["summaries"][["member", "as_of", "numerator", "denominator", "source_cell"]].astype(str)
    assert sorted(map(tuple, rows.values.tolist())) == [
        ("01", "2020-02-24", "2", "4", "C3"),
        ("01", "2020-02-25", "3", "4", "E3"),
        ("02", "2020-02-24", "0", "5", "C4"),
        ("02", "2020-02-25", "1", "5", "E4"),
    ]


def rates_stated(tables, measure):
    """area -> (numerator, rate, cell)."""
    rows = tables["summaries"].to_dict("records")
    own = [row for row in rows if row["measure"] == measure and not pd.isna(row["rate_pct"])]
    return {row["member"]: (row["numerator"], row["rate_pct"], row["source_cell"]) for row in own}


def test_rates_are_kept_as_they_are_stated_with_their_counts_or_without(send):
    head = ["县（市）", "规上企业数（应复工）", "已复工", "复工率（%）", "职工总数", "返岗人数", "返岗率"]
    tables = send(州=[[head, ["甲县", 4, 2, 50, 160, 70, "43.8%"], ["乙县", 5, 3, 80, 300, 150, 0.5]]])
    assert rates_stated(tables, "resumption") == {"01": (2, 50, "C2"), "02": (3, 80, "C3")}
    assert rates_stated(tables, "staff") == {"01": (70, 43.8, "F2"), "02": (150, 50, "F3")}
    assert told(tables) == [("summary_rate_differs", "D3", "80")]  # three of five are 60 %


def test_a_table_of_rates_alone_is_kept_and_what_is_not_is_told(send):
    tables = send(
        州=[[["县（市）", "复工率", "返岗率", "产能利用率"], ["甲县", "50%", "40%", "30%"], ["乙县", "60%", "", "35%"]]]
    )
    assert rates_stated(tables, "resumption") == {"01": (None, 50, "B2"), "02": (None, 60, "B3")}
    assert rates_stated(tables, "staff") == {"01": (None, 40, "C2")}
    assert told(tables) == [("columns_not_kept", "D2", "产能利用率")]


def test_rates_of_industries_are_not_added_up(send):
    head = ["行业", "应统计企业数", "已复工企业数", "复工率"]
    tables = send(乙县=[[["乙县分行业复工情况"], head, ["纺织业", 3, 1, 0.33], ["其他", 2, 2, 1], ["合计", 5, 3, 0.6]]])
    own = tables["summaries"].set_index(["dimension", "member"])["rate_pct"].to_dict()
    assert own == {("area", "02"): 60, ("industry", "17"): 33, ("industry", "其他"): 100}


def test_counts_of_a_town_that_cannot_be_are_told_too(send):
    rows = [
        ["乙县复工汇总表"],
        ["乡镇", *COUNTS[1:]],
        ["虚构镇", 2, 3, None, 110],
        ["虚构乡", 3, 2, None, 100],
        ["合计", 5, 5],
    ]
    assert told(send(乙县=[rows])) == [("summary_above_expected", "C3", "3")]


def test_industries_of_the_whole_area_are_its_groups(send):
    rows = [["虚构州分行业复工情况"], ["行业", "企业总数", "已复工"], ["建材", 6, 3], ["食品", 3, 2], ["合计", 9, 5]]
    tables = send(分行业=[rows])
    assert stated(tables) == {("00", "running"): (5, 9, "C5")}
    found = {group: (area, *numbers[:2]) for (area, _, group), numbers in grouped(tables).items()}
    assert found == {"30": ("00", 3, 6), "14": ("00", 2, 3)}
    assert told(tables) == []


@pytest.mark.parametrize(("rate", "rules"), [(50, []), (75, []), (90, ["summary_rate_differs"])])
def test_a_rate_may_count_those_that_resumed_partly(send, rate, rules):
    header = ["县（市）", "应复工企业数", "已复工企业数", "部分复工企业数", "复工率（%）"]
    tables = send(汇总=[[header, ["甲县", 4, 2, 1, rate], ["乙县", 5, 3, 0, 60]]])
    assert [rule for rule, *_ in told(tables)] == rules


def test_a_total_of_those_due_back_is_compared(send):
    header = ["县（市）", "应复工企业数", "已复工企业数", "应返岗人数", "已返岗人数"]
    rows = [header, ["甲县", 4, 2, 100, 50], ["乙县", 5, 3, 200, 60], ["合计", 9, 5, 310, 110]]
    findings = send(汇总=[rows])["findings"]
    assert findings.loc[findings["rule"].eq("total_differs"), "cells"].tolist() == ["D4"]
