"""Whole uploads against the rulings on ambiguous cases: what is kept of a list, and which cell a finding names."""

import csv

import crafted
import pytest

from analysis.intake.clean import clean
from analysis.intake.uploads import list_uploads
from analysis.surveys import load_survey

SETTINGS = "title: {zh: 虚构州}\narea: '00'\nregions: own\nperiods: iso_week\n"
REGIONS = "code,name,name_en,aliases\n00,虚构州,,\n01,甲县,Jia,\n02,乙县,Yi,\n"
REGISTER = "name,county_code\n甲县一厂（虚构）,01\n甲县二厂（虚构）,01\n甲县三厂（虚构）,01\n乙县四厂（虚构）,02\n"
ONE, TWO, THREE = "甲县一厂（虚构）", "甲县二厂（虚构）", "甲县三厂（虚构）"


@pytest.fixture
def cleaned(tmp_path):
    """Rows of CSV uploads (path below the raw folder -> rows) to status rows by enterprise name, and findings."""
    folder = tmp_path / "survey"
    folder.mkdir()
    for name, text in (("survey.yml", SETTINGS), ("regions.csv", REGIONS), ("register.csv", REGISTER)):
        (folder / name).write_text(text, encoding="utf-8")

    def run(*rows, **files):
        uploads = {"2020-W09/甲县2020年2月25日.csv": rows} if rows else files["files"]
        for name, lines in uploads.items():
            path = tmp_path / "raw" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(lines, bytes):
                path.write_bytes(lines)
                continue
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(lines)
        survey = load_survey(folder)
        tables = clean(survey, list_uploads(survey, tmp_path / "raw")).tables
        rows = tables["status"].sort_values(["source_file", "source_row"])
        return rows.set_index("name"), tables["findings"].set_index("rule")

    return run


def test_a_title_and_a_name_that_name_different_offices_are_told_apart(cleaned):
    rows = [["甲县企业复工情况表"], ["企业名称", "是否复工", "返岗人数"], [ONE, "是", 10], [TWO, "否", 0]]
    status, findings = cleaned(files={"2020-W09/乙县2020年2月25日.csv": rows})
    assert status["office"].tolist() == ["01", "01"]
    assert "甲县、乙县" in findings.loc["office_conflict", "arguments"]


@pytest.mark.parametrize("total", ["共2家", "共计2户", "共2家企业", "2户"])
def test_how_many_there_are_in_place_of_a_name_is_no_enterprise(cleaned, total):
    head = ["序号", "企业名称", "是否复工", "返岗人数"]
    status, _ = cleaned(head, [1, ONE, "是", 10], [2, TWO, "否", 0], ["", total, "", 10])
    assert status.index.tolist() == [ONE, TWO]


@pytest.mark.parametrize(
    "row",
    [
        ["填表人", "某甲", "", "2020年2月25日"],
        ["单位负责人", "某甲", "填表人", "某乙"],
        ["联系人", "某甲", "13800001111", ""],
    ],
)
def test_who_signs_below_a_list_is_no_enterprise(cleaned, row):
    head = ["序号", "企业名称", "是否复工", "返岗人数"]
    status, _ = cleaned(head, [1, ONE, "是", 10], [2, TWO, "否", 0], row)
    assert status.index.tolist() == [ONE, TWO]


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize(
    "row",
    [
        ["", "12", "是", 10],
        ["占比", "100%", "50%", ""],
        ["已复工：", 2, "未复工：", 1],
        ["", "平均", "", 5],
        ["序号", "企业名称", "是否复工", "返岗人数"],
        ["示例", "某某公司", "是", 10],
    ],
)
def test_what_is_no_name_is_no_enterprise_wherever_it_stands(cleaned, row, place):
    rows = [[1, ONE, "是", 10], [2, TWO, "否", 0]]
    rows.insert(place, row)
    status, _ = cleaned(["序号", "企业名称", "是否复工", "返岗人数"], *rows)
    assert status.index.tolist() == [ONE, TWO]


@pytest.mark.parametrize("answer", ["没有", "尚未", "否"])
def test_a_row_that_only_denies_is_a_return(cleaned, answer):
    status, _ = cleaned(["企业名称", "是否复工", "复工时间"], [ONE, answer, ""], [TWO, "是", "2月10日"])
    assert status["state"].to_dict() == {ONE: "stopped", TWO: "running"}


def test_letters_and_signs_mean_what_the_legend_below_the_list_says(cleaned):
    legend = "注：A-已复工，B-部分复工，C-未复工"
    status, _ = cleaned(["企业名称", "是否复工"], [ONE, "A"], [TWO, "c"], [THREE, "B"], [legend])
    assert status["state"].to_dict() == {ONE: "running", TWO: "stopped", THREE: "partial"}


def test_an_enterprise_has_the_registers_name_and_a_stranger_its_own(cleaned):
    status, _ = cleaned(["企业名称", "是否复工"], ["甲县 一厂(虚构)", "是"], ["丙县 五厂(虚构)", "是"])
    assert status["in_register"].to_dict() == {ONE: True, "丙县 五厂(虚构)": False}


def test_a_negative_number_is_missing_and_its_cell_a_finding(cleaned):
    status, findings = cleaned(["企业名称", "是否复工", "返岗人数"], [ONE, "是", -5], [TWO, "是", 30])
    assert status["staff_back"].isna().to_dict() == {ONE: True, TWO: False}
    assert status.loc[TWO, "staff_back"] == 30
    assert findings.loc["number_negative", ["cells", "field", "value"]].tolist() == ["C2", "staff_back", "-5"]


def test_a_negative_number_is_compared_with_nothing(cleaned):
    status, findings = cleaned(["企业名称", "是否复工", "职工总数", "返岗人数"], [ONE, "是", -5, 68])
    assert status["staff_normal"].isna().tolist() == [True]
    assert set(findings.index) == {"office_missing", "number_negative"}


@pytest.mark.parametrize(
    ("staff", "back", "capacity", "rule", "cell"),
    [
        (100, 120, 80, "staff_back_above_normal", "D2"),
        (100, 0, 80, "running_with_nought", "D2"),
        (100, 90, 0, "running_with_nought", "E2"),
        (100, 90, 120, "capacity_above_100", "E2"),
        (100, 80.5, 80, "persons_not_whole", "D2"),
    ],
)
def test_what_contradicts_itself_is_kept_and_its_cell_a_finding(cleaned, staff, back, capacity, rule, cell):
    header = ["企业名称", "是否复工", "职工总数", "返岗人数", "产能利用率（%）"]
    status, findings = cleaned(header, [ONE, "是", staff, back, capacity], [TWO, "是", 90, 80, 70])
    assert status.loc[ONE, ["staff_back", "capacity_pct"]].tolist() == [back, capacity]
    assert findings.loc[rule, "cells"] == cell


PREAMBLE = "报送单位：甲县人民政府办公室    单位：亿元    填报日期：2月26日"


def test_a_form_says_who_when_and_in_which_unit_above_its_first_label(cleaned):
    status, _ = cleaned(
        files={
            "2020-W09/报表.csv": [
                ["企业复工情况表"],
                ["单位名称：甲县工业和信息化局", "", "填报日期：2020年2月26日", "单位：元"],
                ["*公司名称", ONE, "划型", "小型"],
                ["企业是否已复工", "是", "用工人数/人", 80],
                ["产值（单位：万元）", 12, "备注：", ""],
                [],
                ["公司名称：", TWO, "划型", "小型"],
                ["企业是否已复工", "否", "用工人数/人：", 50],
                ["*产值（单位：万元）", 0, "备注", "已注销"],
            ]
        }
    )
    assert status.index.tolist() == [ONE, TWO]
    assert status["as_of"].astype(str).unique().tolist() == ["2020-02-26"]
    assert status["state"].tolist() == ["running", "excluded"]
    assert status["staff_normal"].tolist() == [80, 50]
    assert status["output_10k_cny"].tolist() == [12, 0]
    assert status["source_row"].tolist() == [3, 7]


def test_answers_as_headers_are_ticked(cleaned):
    status, _ = cleaned(
        ["企业名称", "已复工", "部分复工", "未复工"], [ONE, "√", "", ""], [TWO, "", "√", ""], [THREE, "", "", "√"]
    )
    assert status["state"].to_dict() == {ONE: "running", TWO: "partial", THREE: "stopped"}


def test_a_plan_may_be_one_of_the_answers_to_tick(cleaned):
    header = ["企业名称", "已复工", "拟复工", "未复工"]
    status, findings = cleaned(header, [ONE, "√", "", ""], [TWO, "", "√", ""], [THREE, "", "3月1日", ""])
    assert status["state"].to_dict() == {ONE: "running", TWO: "planned", THREE: "planned"}
    assert str(status.loc[THREE, "planned_on"])[:10] == "2020-03-01"
    assert findings.loc["state_planned_without_date", "cells"] == "C3"


def test_a_date_and_a_unit_above_the_first_table_hold_for_those_below_and_beside_it(cleaned):
    side = ["序号", "企业名称", "是否复工", "产值"]
    status, _ = cleaned(
        files={
            "2020-W09/甲县一.csv": [
                ["复工情况", *[""] * 7],
                [PREAMBLE],
                [*side, *side],
                [1, ONE, "是", 0.2, 1, TWO, "是", 0.3],
                [],
                ["序号", "企业名称", "是否复工", "职工总数", "产值"],
                [1, THREE, "是", 50, 0.4],
            ]
        }
    )
    assert status["as_of"].astype(str).unique().tolist() == ["2020-02-26"]
    assert status["output_10k_cny"].to_dict() == {ONE: 2000, TWO: 3000, THREE: 4000}


@pytest.mark.parametrize(("listed", "staff"), [((ONE, TWO, THREE), [9, 9, 9]), ((ONE,), [9, 1, 1])])
def test_a_correction_holds_for_the_enterprises_it_lists(cleaned, listed, staff):
    header = ["企业名称", "是否复工", "返岗人数"]
    first = [header, *([name, "是", 1] for name in (ONE, TWO, THREE))]
    second = [["复工情况（更正）"], header, *([name, "是", 9] for name in listed)]
    status, _ = cleaned(files={"2020-W09/甲县2月25日b.csv": first, "2020-W09/甲县2月25日a.csv": second})
    assert status.loc[[ONE, TWO, THREE], "staff_back"].tolist() == staff


def test_a_capacity_where_nothing_runs_is_a_finding(cleaned):
    _, findings = cleaned(
        ["企业名称", "是否复工", "产能利用率（%）"], [ONE, "否", 80], [TWO, "否", 0], [THREE, "是", 70]
    )
    assert findings.loc["stopped_with_number", "cells"] == "C2"


def test_a_total_may_be_called_by_one_character(cleaned):
    header = ["序号", "企业名称", "是否复工", "职工总数"]
    status, findings = cleaned(header, [1, ONE, "是", 40], [2, TWO, "是", 50], ["", "计", "", 99])
    assert status.index.tolist() == [ONE, TWO]
    assert findings.loc["total_differs", "cells"] == "D4"


def test_nearly_all_staff_where_nothing_runs_is_a_finding(cleaned):
    header = ["企业名称", "是否复工", "职工总数", "返岗人数"]
    _, findings = cleaned(header, [ONE, "否", 80, 78], [TWO, "否", 80, 9], [THREE, "否", 3, 3])
    assert findings.loc["stopped_with_number", "cells"] == "D2"


@pytest.mark.parametrize("state", ["检修", "季节性停产", "待审批", "部分停产", "3月1日复工"])
def test_a_plant_may_have_its_staff_before_it_runs(cleaned, state):
    _, findings = cleaned(
        ["企业名称", "生产状态", "职工总数", "返岗人数"], [ONE, state, 80, 80], [TWO, "长期停产", 80, 80]
    )
    assert findings.loc[findings.index == "stopped_with_number", "cells"].tolist() == ["D3"]


def test_a_share_of_staff_that_its_numbers_deny_is_a_finding(cleaned):
    header = ["企业名称", "是否复工", "职工总数", "返岗人数", "返岗率"]
    rows = [[ONE, "是", 90, 60, "67%"], [TWO, "是", 90, 60, "76%"], [THREE, "是", "", 60, "80%"]]
    _, findings = cleaned(header, *rows)
    assert findings.loc["staff_pct_differs", ["cells", "value"]].tolist() == ["E3", "76%"]


@pytest.mark.parametrize("example", [["示例", "某厂"], ["1", "XX有限公司"], ["", "示例：某公司"], ["例", "甲县××厂"]])
def test_an_example_of_how_to_fill_in_is_no_enterprise(cleaned, example):
    header = ["序号", "企业名称", "是否复工", "返岗人数"]
    status, findings = cleaned(header, [*example, "是", 80], [1, ONE, "是", 70], [2, "Maxx食品（虚构）", "否", 0])
    assert status.index.tolist() == [ONE, "Maxx食品（虚构）"]
    assert findings.loc["row_example", "cells"] == "B2"


def test_of_two_rows_the_fuller_holds_and_both_are_named(cleaned):
    header = ["企业名称", "是否复工", "职工总数", "返岗人数"]
    status, findings = cleaned(header, [ONE, "是", 80, ""], [TWO, "否", 50, 0], [ONE, "是", 80, 70])
    assert status.loc[ONE, "staff_back"] == 70
    assert findings.loc["row_repeated", "cells"] == "A2,A4"


def test_of_two_rows_the_one_that_also_tells_its_difficulties_holds(cleaned):
    header = ["企业名称", "是否复工", "返岗人数", "存在困难"]
    status, findings = cleaned(header, [ONE, "是", 80, ""], [TWO, "否", 0, ""], [ONE, "是", 80, "缺煤"])
    assert status.loc[ONE, "source_row"] == 4
    assert findings.loc["row_repeated", "cells"] == "A2,A4"


def test_each_cell_in_which_two_rows_of_an_enterprise_differ_is_a_finding(cleaned):
    header = ["企业名称", "是否复工", "职工总数", "返岗人数"]
    _, findings = cleaned(header, [ONE, "是", 80, 70], [TWO, "否", 50, 0], [ONE, "否", 80, 60])
    found = findings.loc["row_conflict", ["field", "cells"]].values.tolist()
    assert found == [["state", "B2,B4"], ["staff_back", "D2,D4"]]


def test_a_contact_in_a_remark_makes_no_row_the_signature(cleaned):
    header = ["序号", "企业名称", "是否复工", "职工总数", "返岗人数", "备注"]
    status, _ = cleaned(header, [1, ONE, "是", 80, 70, ""], [2, TWO, "是", 50, 40, "联系人：韦某 13987654321"])
    assert status["staff_back"].tolist() == [70, 40]


@pytest.mark.parametrize(
    ("remark", "reason"),
    [("停产检修", "overhaul"), ("待验收", "awaiting_approval"), ("已报备", None), ("已申请贷款", None)],
)
def test_why_a_stopped_enterprise_stands_still(cleaned, remark, reason):
    status, _ = cleaned(["企业名称", "是否复工", "返岗人数", "备注"], [ONE, "否", 0, remark], [TWO, "否", 0, ""])
    assert dict(status["state_reason"].dropna()).get(ONE) == reason


def test_a_mistyped_name_label_begins_a_form_too_and_numbering_is_no_part_of_a_label(cleaned):
    status, _ = cleaned(
        files={
            "2020-W09/甲县2月25日.csv": [
                ["（一）企业名称", ONE, "③是否复工", "是"],
                ["1.职工总数", 80, "2.12月日均电量（千瓦时）", 300],
                [],
                ["企业明称", TWO, "是否复工", "否"],
                ["职工总数", 50, "12月日均电量（千瓦时）", 200],
            ]
        }
    )
    assert status[["state", "staff_normal", "power_base_kwh"]].values.tolist() == [
        ["running", 80, 300],
        ["stopped", 50, 200],
    ]


def test_nothing_of_a_row_of_data_taken_for_a_header_is_told(cleaned):
    """A person's name must not reach the findings because a sheet was misread."""
    _, findings = cleaned(["企业名称", ONE, "负责人", "韦某某"], ["所在地", "甲县", "楼层", "三楼"], ["是", "一", 3, 4])
    assert "韦某某" not in " ".join(findings.astype(str).to_numpy().ravel())


def test_a_header_reaches_over_unmerged_blanks_two_rows_down(cleaned):
    status, _ = cleaned(
        ["企业名称", "填报内容", "", "", ""],
        ["", "复工情况", "", "用工情况", ""],
        ["", "当前", "", "返岗人数", ""],
        ["", "是否复工", "复工时间", "总数", "其中：外地"],
        [ONE, "是", "2月10日", 70, 5],
    )
    assert status.loc[ONE, ["state", "staff_back"]].tolist() == ["running", 70]
    assert str(status.loc[ONE, "resumed_on"]) == "2020-02-10"


WEEK = ["企业名称", "是否复工", "复工时间", "职工总数", "返岗人数", "产值（万元）"]


@pytest.mark.parametrize(
    ("before", "now", "rule", "cell"),
    [
        (["是", "2月10日", 80, 60, 12], ["否", "", 80, 0, 0], "state_reversed", "B2"),
        (["是", "2月10日", 80, 60, 12], ["是", "2月10日", 800, 60, 12], "number_jumped", "D2"),
        (["是", "2月10日", 300, 20, 12], ["是", "2月10日", 300, 210, 12], "number_jumped", "E2"),
        (["是", "2月10日", 80, 60, 12], ["是", "2月10日", 80, 60, 120000], "number_jumped", "F2"),
        (["是", "2月10日", 80, 60, 12], ["是", "2月12日", 80, 60, 12], "resumed_date_changed", "C2"),
        (["否", "", 300, 2, 0], ["是", "2月18日", 300, 210, 12], None, None),
        (["是", "2月10日", 80, 60, 12], ["已注销", "2月10日", 80, 60, 12], None, None),
    ],
)
def test_what_differs_too_much_from_the_period_before_is_a_finding(cleaned, before, now, rule, cell):
    weeks = {"2020-W08/甲县2月19日.csv": before, "2020-W09/甲县2月25日.csv": now}
    _, findings = cleaned(files={name: [WEEK, [ONE, *row]] for name, row in weeks.items()})
    compared = findings[findings.index.isin(["state_reversed", "number_jumped", "resumed_date_changed"])]
    assert compared[["period_id", "cells"]].reset_index().values.tolist() == (
        [[rule, "2020-W09", cell]] if rule else []
    )


@pytest.mark.parametrize(("planned", "said"), [("", "未复工"), ("3月9日", "拟复工")])
def test_a_stop_that_was_ticked_is_told_in_words(cleaned, planned, said):
    head, weeks = ["企业名称", "已复工", "未复工", "计划复工时间"], {"2020-W08/甲县2月19日.csv": ["√", "", ""]}
    weeks["2020-W09/甲县2月25日.csv"] = ["", "√", planned]
    _, findings = cleaned(files={name: [head, [ONE, *row]] for name, row in weeks.items()})
    assert findings.loc["state_reversed", "value"] == said


def test_a_dash_is_no_wrong_credit_code(cleaned):
    _, findings = cleaned(["企业名称", "统一社会信用代码", "是否复工"], [ONE, "-", "是"], [TWO, "无", "否"])
    assert "uscc_check_character" not in findings.index


def test_a_heading_gives_the_state_where_no_column_does(cleaned):
    status, _ = cleaned(
        files={
            "2020-W09/甲县2月25日.csv": [
                ["工业企业复工复产情况表"],
                ["一、已复工企业"],
                ["序号", "企业名称", "复工时间", "返岗人数"],
                [1, ONE, "2月10日", 80],
                [],
                ["二、未复工企业"],
                ["序号", "企业名称", "计划复工时间", "未复工原因"],
                [1, TWO, "3月1日", "缺煤"],
                [2, THREE, "", "检修"],
            ]
        }
    )
    assert status["state"].to_dict() == {ONE: "running", TWO: "planned", THREE: "stopped"}
    assert status.loc[THREE, "state_reason"] == "overhaul"


def test_the_sheets_name_gives_the_state_where_nothing_else_does(cleaned):
    def write(book):
        for name, enterprise in (("已复工企业", ONE), ("未复工", TWO)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["序号", "企业名称", "职工总数", "返岗人数"])
            sheet.write_row(1, 0, [1, enterprise, 80, 40])

    status, _ = cleaned(files={"2020-W09/甲县2020年2月25日.xlsx": crafted.written(write)})
    assert status["state"].to_dict() == {ONE: "running", TWO: "stopped"}


def test_a_column_of_days_dates_the_rows_of_several_periods(cleaned):
    header = ["填报日期", "企业名称", "是否复工", "返岗人数"]
    status, _ = cleaned(
        files={"2020-W09/甲县.csv": [header, ["2020-02-18", ONE, "否", 0], ["2020-02-25", ONE, "是", 70]]}
    )
    assert status[["period_id", "state"]].values.tolist() == [["2020-W08", "stopped"], ["2020-W09", "running"]]


def test_a_column_of_days_is_no_as_of_date_where_each_enterprise_stands_once(cleaned):
    header = ["更新时间", "企业名称", "是否复工", "返岗人数"]
    status, _ = cleaned(header, ["2020-02-18", ONE, "否", 0], ["2020-02-24", TWO, "是", 70])
    assert status["as_of"].astype(str).unique().tolist() == ["2020-02-25"]


def test_a_column_of_days_dates_the_rows_where_most_enterprises_stand_for_several_days(cleaned):
    status, _ = cleaned(
        ["统计时间", "企业名称", "是否复工", "返岗人数"],
        ["2月24日", ONE, "否", 0],
        ["2月25日", ONE, "是", 70],
        ["2月24日", TWO, "否", 0],
        ["2月25日", TWO, "否", 0],
    )
    assert status["as_of"].astype(str).tolist() == ["2020-02-24", "2020-02-25"] * 2
    assert status["state"].tolist() == ["stopped", "running", "stopped", "stopped"]


def test_a_column_of_days_says_the_day_where_nothing_else_does(cleaned):
    header = ["企业名称", "是否复工", "数据日期"]
    rows = [header, [ONE, "是", "2020-02-26"], [TWO, "否", "2020-02-25"], [THREE, "否", ""]]
    status, findings = cleaned(files={"2020-W09/甲县.csv": rows})
    assert status["as_of"].astype(str).tolist() == ["2020-02-26", "2020-02-25", "2020-02-26"]
    assert "as_of_assumed" not in findings.index


def test_a_hidden_column_takes_no_field_from_one_that_is_seen(cleaned):
    def write(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["企业名称", "是否复工", "返岗人数", "返岗人数"])
        sheet.write_row(1, 0, [ONE, "是", 40, 75])
        sheet.set_column("C:C", None, None, {"hidden": True})

    status, findings = cleaned(files={"2020-W09/甲县2020年2月25日.xlsx": crafted.written(write)})
    assert status.loc[ONE, "staff_back"] == 75
    assert findings.loc["column_hidden", "cells"] == "C1"
    assert "header_duplicate" not in findings.index


def test_words_beside_groups_of_labels_are_no_labels_of_a_form(cleaned):
    labels = ["企业名称", "所属行业", "是否复工", "计划复工时间", "职工总数（人）", "返岗人数（人）", "存在困难"]
    answers = [ONE, "化工", "否", "3月2日", 90, 5, "缺煤"]

    def write(book):
        sheet = book.add_worksheet()
        sheet.merge_range("A1:C1", "企业复工情况登记表（2020年2月25日）")
        for section, place in (("基本情况", "A2:A3"), ("复工情况", "A4:A5"), ("用工情况", "A6:A7")):
            sheet.merge_range(place, section)
        sheet.write("A8", "困难")
        sheet.write_column("B2", labels)
        sheet.write_column("C2", answers)

    status, findings = cleaned(files={"2020-W09/甲县.xlsx": crafted.written(write)})
    assert status.loc[ONE, ["state", "staff_normal", "staff_back"]].tolist() == ["planned", 90, 5]
    assert findings.index.tolist() == ["date_year_assumed", "office_missing"]


def test_words_beside_some_groups_of_labels_are_no_labels_either(cleaned):
    def write(book):
        sheet = book.add_worksheet()
        sheet.merge_range("A1:E1", "企业复工情况登记表（2020年2月25日）")
        sheet.write_row("A2", ["企业名称", ONE, None, "所属行业", "化工"])
        sheet.merge_range("A3:A4", "复工情况")
        sheet.write_row("B3", ["是否复工", "☑是 □否", "复工时间", "2月10日"])
        sheet.write_row("B4", ["计划复工时间"])
        sheet.merge_range("A5:A6", "用工情况")
        sheet.write_row("B5", ["正常用工（人）", 90, "已返岗（人）", 72])
        sheet.write_row("B6", ["返岗率", 0.8])
        sheet.write_row("A7", ["存在困难", "缺煤"])
        sheet.write_row("A8", ["备注"])

    status, findings = cleaned(files={"2020-W09/甲县.xlsx": crafted.written(write)})
    assert status.loc[ONE, ["state", "staff_normal", "staff_back"]].tolist() == ["running", 90, 72]
    assert str(status.loc[ONE, "resumed_on"]) == "2020-02-10"
    assert not {"state_conflict", "header_unknown"}.intersection(findings.index)


def test_a_name_beside_a_formula_that_fails_is_no_return(cleaned):
    def write(book):
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["企业名称", "是否复工", "职工总数", "返岗人数", "返岗率"])
        sheet.write_row("A2", [ONE, "是", 50, 40])
        sheet.write("A3", TWO)
        for row, value in ((2, 0.8), (3, "#DIV/0!")):
            sheet.write_formula(f"E{row}", f"=D{row}/C{row}", None, value)

    status, findings = cleaned(files={"2020-W09/甲县2020年2月25日.xlsx": crafted.written(write)})
    assert status.index.tolist() == [ONE]
    assert findings.loc["row_without_answers", "cells"] == "A3"


def test_a_legend_below_its_header_is_no_word_of_it(cleaned):
    rows = [
        ["企业名称", "复工状态", "复工日期", "职工总数"],
        ["", "1=已复工；2=部分复工；3=未复工", "年-月-日", "人"],
        [ONE, 1, "2020-02-10", 30],
        [TWO, 2, "2020-02-11", 40],
        [THREE, 3, "", 50],
    ]
    status, _ = cleaned(*rows)
    assert status["state"].to_dict() == {ONE: "running", TWO: "partial", THREE: "stopped"}
    assert status["resumed_on"].astype(str).tolist()[:2] == ["2020-02-10", "2020-02-11"]


def test_a_day_of_another_year_is_kept_and_told(cleaned):
    status, findings = cleaned(["企业名称", "是否复工", "复工时间"], [ONE, "是", "2002-02-10"])
    assert str(status.loc[ONE, "resumed_on"]) == "2002-02-10"
    assert findings.loc["date_far", "cells"] == "C2"


def test_a_column_of_states_is_one_under_any_word(cleaned):
    answers = ["停产", "因缺料暂未复工，拟3月2日复工", "2月10日已复工"]
    rows = [
        ["企业名称", "进度", "返岗人数"],
        *([name, answer, 5] for name, answer in zip((ONE, TWO, THREE), answers, strict=True)),
    ]
    status, findings = cleaned(*rows)
    assert status["state"].to_dict() == {ONE: "stopped", TWO: "planned", THREE: "running"}
    assert findings.loc["header_ambiguous", "cells"] == "B1"


def test_answers_to_any_question_are_no_states(cleaned):
    rows = [["企业名称", "是否投保", "返岗人数"], [ONE, "是", 5], [TWO, "否", 0]]
    status, findings = cleaned(*rows)
    assert status["state"].to_dict() == {ONE: "unknown", TWO: "unknown"}
    assert findings.loc["header_unknown", "cells"] == "B1"


def test_what_counts_some_of_the_enterprises_is_none(cleaned):
    rows = [
        ["序号", "企业名称", "复工情况", "返岗人数", "用电量"],
        ["", "全县总计", "", 45, 900],
        ["", "其中：大型企业", "", "", 600],
        [1, ONE, "已复工", 40, 800],
        [2, TWO, "停产", 5, 100],
    ]
    status, findings = cleaned(*rows)
    assert status.index.tolist() == [ONE, TWO]
    assert not {"total_differs", "entity_unmatched"}.intersection(findings.index)


def test_each_of_two_lists_side_by_side_has_the_state_of_its_own_title(cleaned):
    status, _ = cleaned(
        ["已复工企业名单", "", "", "", "未复工企业名单", "", ""],
        ["序号", "企业名称", "返岗人数", "", "序号", "企业名称", "拟复工时间"],
        [1, ONE, 40, "", 1, TWO, "3月2日"],
        [2, THREE, 9, "", "", "", ""],
    )
    assert status["state"].to_dict() == {ONE: "running", TWO: "planned", THREE: "running"}


def test_a_label_is_read_together_with_what_heads_its_group(cleaned):
    def write(book):
        sheet = book.add_worksheet()
        sheet.merge_range("A1:E1", "企业复工情况登记表（2020年2月25日）")
        sheet.write_row("A2", ["企业名称", ONE])
        sheet.merge_range("A3:A4", "复工情况")
        sheet.write_row("B3", ["状态", "已复工", "时间", "2月10日"])
        sheet.write_row("B4", ["拟复工时间"])
        sheet.merge_range("A5:A6", "用工")
        sheet.write_row("B5", ["总数", 90, "返岗", 72])
        sheet.write_row("B6", ["返岗率", 0.8])
        sheet.write_row("A7", ["困难", "缺煤"])

    status, _ = cleaned(files={"2020-W09/甲县.xlsx": crafted.written(write)})
    assert status.loc[ONE, ["state", "staff_normal", "staff_back"]].tolist() == ["running", 90, 72]
    assert status.loc[ONE, ["as_of", "resumed_on"]].astype(str).tolist() == ["2020-02-25", "2020-02-10"]


def test_a_title_repeated_on_each_page_is_no_enterprise(cleaned):
    title, header = "甲县企业复工情况表（2020年2月25日）", ["序号", "企业名称", "是否复工", "返岗人数"]

    def write(book):
        sheet = book.add_worksheet()
        for row, enterprise in ((0, ONE), (4, TWO)):
            sheet.merge_range(row, 0, row, 3, title)
            sheet.write_row(row + 1, 0, header)
            sheet.write_row(row + 2, 0, [1, enterprise, "是", 40])

    status, findings = cleaned(files={"2020-W09/甲县.xlsx": crafted.written(write)})
    assert status["state"].to_dict() == {ONE: "running", TWO: "running"}
    assert findings.index.tolist() == ["office_missing"]


def test_a_header_merged_over_numbers_and_names_is_that_of_the_names(cleaned):
    def write(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 2, ["是否复工", "返岗人数"])
        sheet.merge_range("A1:B1", "企业名称")
        sheet.write_row(1, 0, [1, ONE, "是", 40])
        sheet.write_row(2, 0, [2, TWO, "否", 0])

    status, _ = cleaned(files={"2020-W09/甲县2020年2月25日.xlsx": crafted.written(write)})
    assert status["state"].to_dict() == {ONE: "running", TWO: "stopped"}


@pytest.mark.parametrize("header", ["单位", "规上企业", "复工企业", "厂矿"])
def test_a_column_of_enterprises_names_them_under_any_header(cleaned, header):
    rows = [[1, "甲县东山水泥有限公司", "是", 40], [2, "甲县西河纸厂", "否", 0]]
    status, findings = cleaned(["序号", header, "是否复工", "返岗人数"], *rows)
    assert status["state"].to_dict() == {"甲县东山水泥有限公司": "running", "甲县西河纸厂": "stopped"}
    assert findings.loc["header_ambiguous", "cells"] == "B1"


def test_a_sheet_of_totals_counts_only_where_no_other_lists_the_enterprise(cleaned):
    def write(book):
        header = ["序号", "企业名称", "是否复工", "职工总数", "返岗人数"]
        for name, rows in (
            ("汇总", [[1, ONE, "是", 90, 10], [2, TWO, "是", 60, 20]]),
            ("园区", [[1, ONE, "是", None, 80]]),
        ):
            sheet = book.add_worksheet(name)
            for row, cells in enumerate([header, *rows]):
                sheet.write_row(row, 0, cells)

    status, findings = cleaned(files={"2020-W09/甲县2020年2月25日.xlsx": crafted.written(write)})
    assert status["staff_back"].to_dict() == {ONE: 80, TWO: 20}
    assert findings.loc["row_conflict", ["sheet", "cells"]].tolist() == ["汇总", "E2"]


def test_a_label_merged_down_the_side_gives_the_state(cleaned):
    def write(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["类别", "序号", "企业名称", "返岗人数"])
        for row, enterprise in enumerate((ONE, TWO, THREE), start=1):
            sheet.write_row(row, 1, [row, enterprise, 10])
        sheet.merge_range("A2:A3", "已\n复\n工\n企\n业")
        sheet.write("A4", "未复工")

    status, _ = cleaned(files={"2020-W09/甲县2020年2月25日.xlsx": crafted.written(write)})
    assert status["state"].to_dict() == {ONE: "running", TWO: "running", THREE: "stopped"}


def test_a_telephone_number_among_the_difficulties_is_a_finding_without_the_number(cleaned):
    _, findings = cleaned(
        ["企业名称", "是否复工", "存在困难"], [ONE, "是", "缺煤"], [TWO, "是", "缺工，请电13987654321"]
    )
    assert findings.loc["personal_masked", ["cells", "value"]].tolist() == ["C3", ""]


def test_an_error_in_a_total_is_a_finding(cleaned):
    _, findings = cleaned(["序号", "企业名称", "是否复工", "返岗人数"], [1, ONE, "是", 40], ["", "合计", "", "#REF!"])
    assert findings.loc["cell_error", ["cells", "field"]].tolist() == ["D3", "staff_back"]


def test_a_sum_that_nobody_calculated_is_none(cleaned):
    row = ["", "合计", "", "#NOT_CALCULATED!"]
    _, findings = cleaned(["序号", "企业名称", "是否复工", "返岗人数"], [1, ONE, "是", 40], row)
    assert "cell_error" not in findings.index


def test_a_small_table_below_a_list_is_told_as_no_list(cleaned):
    rows = [["企业名称", "是否复工"], [ONE, "是"], [TWO, "否"], [], ["附：困难分类汇总"], ["类别", "企业数"]]
    _, findings = cleaned(*rows, ["用工", 3], ["资金", 5])
    assert findings.loc["table_aside", "severity"] == "info"
    assert "table_unknown" not in findings.index


@pytest.mark.parametrize(("fraction", "other"), [(0.8, 85), (1.25, 0)])
def test_a_fraction_among_percentages_is_told(cleaned, fraction, other):
    status, findings = cleaned(
        ["企业名称", "是否复工", "产能利用率"], [ONE, "是", fraction], [TWO, "否", other], [THREE, "否", 0]
    )
    assert findings.loc["capacity_like_a_fraction", "cells"] == "C2"
    assert status["capacity_pct"].tolist() == [fraction, other, 0]


@pytest.mark.parametrize(
    ("local", "outside", "cells"),
    [
        ("本地返岗人数", "外地返岗人数", "C2,D2,E2,C3,D3,E3"),
        ("本市户籍返岗人数", "非本市户籍返岗人数", "C2,D2,E2,C3,D3,E3"),
        ("本县返岗人数", "外省返岗人数", "C2,D2,E2"),  # there are others
    ],
)
def test_parts_of_the_staff_that_are_not_the_whole_are_told(cleaned, local, outside, cells):
    rows = [ONE, "是", 60, 50, 100], [TWO, "是", 60, 30, 100], [THREE, "是", 70, 30, 100]
    _, findings = cleaned(["企业名称", "是否复工", local, outside, "返岗人数"], *rows)
    assert ",".join(findings.loc[findings.index == "parts_differ", "cells"]) == cells


def test_parts_may_be_of_all_the_staff(cleaned):
    header = ["企业名称", "是否复工", "职工总数", "省内人数", "省外人数", "返岗人数"]
    _, findings = cleaned(
        header, [ONE, "是", 100, 60, 40, 80], [TWO, "是", 100, 60, 20, 80], [THREE, "是", 90, 60, 9, 80]
    )
    assert findings.loc[findings.index == "parts_differ", "cells"].tolist() == ["D4,E4,F4"]


@pytest.mark.parametrize("where", ["用工", "厂区内人数"])
def test_no_more_are_back_than_are_due(cleaned, where):
    header = ["企业名称", "是否复工", where, ""], ["", "", "应到", "实到"]
    _, findings = cleaned(*header, [ONE, "是", 50, 60], [TWO, "是", 50, 40])
    assert findings.loc[findings.index == "parts_differ", "cells"].tolist() == ["C3,D3"]


def test_who_is_back_and_who_is_not_are_all(cleaned):
    rows = [ONE, "是", 100, 80, 30], [TWO, "是", 100, 80, 20]
    _, findings = cleaned(["企业名称", "是否复工", "职工总数", "返岗人数", "未返岗人数"], *rows)
    assert findings.loc["parts_differ", ["cells", "value"]].tolist() == ["C2,D2,E2", "100"]


def test_a_step_before_the_application_is_told(cleaned):
    header = ["企业名称", "是否复工", "申请时间", "验收时间", "批复时间"]
    _, findings = cleaned(
        header, [ONE, "是", "2月10日", "2月9日", "2月12日"], [TWO, "是", "2月3日", "2月3日", "2月2日"]
    )
    told = findings[findings.index == "steps_out_of_order"]
    assert told[["cells", "field", "value"]].values.tolist() == [
        ["D2", "inspected_on", "2020-02-09"], ["E3", "approved_on", "2020-02-02"],
    ]  # fmt: skip


def test_ten_times_the_normal_power_is_another_unit(cleaned):
    header = ["企业名称", "是否复工", "用电量（千瓦时）", "正常用电量（千瓦时）"]
    _, findings = cleaned(header, [ONE, "是", 700_000, 60_000], [TWO, "是", 50_000, 60_000])
    assert findings.loc["power_far_from_base", "cells"] == "C2"


@pytest.mark.parametrize(
    ("outputs", "cells"),
    [
        ([50, 800, 2_500_000], ["D4"]),  # 250 written in yuan
        ([50, 800, 80_000], []),
        ([500_000, 8_000_000, 2_500_000], []),
        ([None, 800, 2_500_000], []),
    ],
)
def test_a_thousand_times_the_output_of_the_others_is_another_unit(cleaned, outputs, cells):
    header = ["企业名称", "是否复工", "职工总数", "产值（万元）"]
    answers = zip((ONE, TWO, THREE), (20, 300, 90), outputs, strict=True)
    _, findings = cleaned(header, *([name, "是", staff, output] for name, staff, output in answers))
    assert findings.loc[findings.index == "output_far_above", "cells"].tolist() == cells


def test_a_day_at_the_foot_of_the_table_goes_before_that_of_the_file(cleaned):
    rows = [["企业名称", "是否复工"], [ONE, "是"], ["填报时间：2020年2月25日"]]
    status, _ = cleaned(files={"2020-W09/甲县2020年2月26日.csv": rows})
    assert status["as_of"].astype(str).tolist() == ["2020-02-25"]


def test_a_day_at_the_foot_of_one_table_is_that_of_the_table_beside_it(cleaned):
    header = ["序号", "企业名称", "是否复工", "返岗人数"]
    rows = [[*header, "", *header], [1, ONE, "是", 30, "", 1, TWO, "是", 40], [2, THREE, "否", 0]]
    status, _ = cleaned(files={"2020-W09/甲县.csv": [*rows, ["填报时间：2020年2月25日"]]})
    assert status["as_of"].astype(str).to_dict() == dict.fromkeys([ONE, TWO, THREE], "2020-02-25")


@pytest.mark.parametrize("nobody", ["/", "—", "无"])
def test_a_row_whose_name_says_nothing_is_of_nobody(cleaned, nobody):
    status, findings = cleaned(["企业名称", "是否复工", "返岗人数"], [ONE, "是", 40], [nobody, "是", 30])
    assert status.index.tolist() == [ONE]
    assert findings.loc["row_without_name", "cells"] == "A3"


def test_rows_whose_names_are_errors_are_not_one_enterprise(cleaned):
    """A formula that looked names up: without a code nobody can say whose the rows are."""
    code = "91350100M000100Y43"
    rows = [[ONE, None, "是", 40], ["#N/A", None, "是", 30], ["#N/A", "", "否", 20], ["#REF!", code, "是", 10]]
    status, findings = cleaned(["企业名称", "统一社会信用代码", "是否复工", "返岗人数"], *rows)
    assert sorted(status["staff_back"]) == [10, 40]
    assert findings.loc[["row_without_name"], "cells"].tolist() == ["A3", "A4"]
    assert findings.loc[["cell_error"], "cells"].tolist() == ["A3", "A4", "A5"]
    assert "row_conflict" not in findings.index


def test_a_code_beside_the_name_of_another_is_followed_and_told(cleaned, tmp_path):
    first, second = "91350100M000100Y43", "91110000600037341L"
    (tmp_path / "survey/register.csv").write_text(
        f"name,uscc,county_code\n{ONE},{first},01\n{TWO},{second},01\n", encoding="utf-8"
    )
    status, findings = cleaned(["企业名称", "信用代码", "是否复工"], [ONE, second, "是"], ["甲县新名厂", first, "否"])
    assert status["enterprise_id"].tolist() == [second, first]
    assert findings.loc["entity_code_of_another", "cells"] == "A2,B2"
    assert findings.loc["entity_name_differs", ["cells", "severity"]].tolist() == ["A3", "info"]


@pytest.mark.parametrize("nobody", [None, "/", "#N/A"])
def test_a_row_without_a_name_is_that_of_its_credit_code(cleaned, tmp_path, nobody):
    known, stranger = "91350100M000100Y43", "91110000600037341L"
    register = f"name,uscc,county_code\n{ONE},{known},01\n"
    (tmp_path / "survey/register.csv").write_text(register, encoding="utf-8")
    rows = [[nobody, known, "是", 40], [nobody, stranger, "否", 0], [nobody, known[:-1] + "4", "是", 7]]
    status, findings = cleaned(["企业名称", "信用代码", "是否复工", "返岗人数"], *rows, [TWO, None, "是", 3])
    assert status["staff_back"].to_dict() == {ONE: 40, stranger: 0, TWO: 3}
    assert findings.loc["entity_by_code", "cells"] == "A2"
    assert findings.loc["row_without_name", "cells"] == "A4"


@pytest.mark.parametrize("name", ["甲县 一厂（虚构）", "一厂（虚构）", "甲县一厂（虚构）有限公司"])
def test_a_shorter_or_longer_form_of_the_name_beside_its_code_is_not_told(cleaned, tmp_path, name):
    register = f"name,uscc,county_code\n{ONE},91350100M000100Y43,01\n"
    (tmp_path / "survey/register.csv").write_text(register, encoding="utf-8")
    _, findings = cleaned(["企业名称", "信用代码", "是否复工"], [name, "91350100M000100Y43", "是"])
    assert "entity_name_differs" not in findings.index


@pytest.mark.parametrize("part", ["其中：规上企业", "#规上企业"])
def test_rows_that_sum_or_pick_are_no_enterprises(cleaned, part):
    header = ["序号", "企业名称", "是否复工", "职工总数", "返岗人数"]
    rows = [[1, ONE, "是", 100, 80], [2, TWO, "是", 60, 40]]
    status, findings = cleaned(header, *rows, ["", "共计2家", "", 160, 130], ["", part, "", 100, 80])
    assert status.index.tolist() == [ONE, TWO]
    assert findings.loc["total_differs", ["cells", "value"]].tolist() == ["E4", "130"]


def test_an_unknown_header_is_told_at_its_word_on_each_page(cleaned):
    header = ["企业名称", "是否复工", "职工总数", "红黑榜等次"]
    _, findings = cleaned(
        ["复工情况表"],
        header,
        ["", "", "人"],
        [ONE, "是", 50, "甲"],
        [TWO, "否", 40, "乙"],
        header,
        [THREE, "是", 9, "甲"],
    )
    assert findings.loc["header_unknown", "cells"] == "D2,D6"


def test_a_legend_may_stand_on_a_sheet_of_its_own(cleaned):
    def write(book):
        book.add_worksheet("填表说明").write_column(
            0, 0, ["填表说明", "1.企业名称填全称。", "2.是否复工：1=已复工，2=未复工。"]
        )
        sheet = book.add_worksheet("台账")
        for row, cells in enumerate([["企业名称", "是否复工"], [ONE, 1], [TWO, 2]]):
            sheet.write_row(row, 0, cells)

    status, _ = cleaned(files={"2020-W09/甲县2020年2月25日.xlsx": crafted.written(write)})
    assert status["state"].to_dict() == {ONE: "running", TWO: "stopped"}


def test_a_name_of_two_counties_is_the_one_of_the_office_whose_rows_stand_beside_it(cleaned, tmp_path):
    twin = "同名厂（虚构）"
    (tmp_path / "survey" / "register.csv").write_text(f"{REGISTER}{twin},01\n{twin},02\n", encoding="utf-8")
    status, findings = cleaned(
        files={
            "2020-W09/2月25日.csv": [["企业名称", "是否复工"], [ONE, "是"], [TWO, "是"], [THREE, "否"], [twin, "是"]]
        }
    )
    assert status.loc[twin, ["county_code", "in_register"]].tolist() == ["01", True]
    assert "entity_ambiguous" not in findings.index


@pytest.mark.parametrize(
    ("stopped", "state"),
    [
        ("是", "stopped"),
        ("否", "running"),
        ("√", "stopped"),
        ("×", "running"),
        ("已停产", "stopped"),
        ("正常", "running"),
    ],
)
def test_the_question_whether_an_enterprise_stands_still_is_answered_the_other_way_round(cleaned, stopped, state):
    status, _ = cleaned(["企业名称", "是否停产", "返岗人数"], [ONE, stopped, 30])
    assert status.loc[ONE, "state"] == state


@pytest.mark.parametrize(
    ("stopped", "resumed", "state"),
    [
        ("是", "是", "running"),  # it stopped, and is back
        ("是", "否", "stopped"),
        ("否", "否", "running"),  # nothing to resume
        ("否", "", "running"),
        ("是", "", "stopped"),
        ("否", "停产检修", "stopped"),
        ("", "是", "running"),
    ],
)
def test_who_never_stopped_runs_and_who_did_is_asked_whether_it_is_back(cleaned, stopped, resumed, state):
    status, _ = cleaned(["企业名称", "是否停产", "是否恢复生产", "返岗人数"], [ONE, stopped, resumed, 30])
    assert status.loc[ONE, "state"] == state


def test_who_stands_still_until_a_day_ahead_plans_to_resume(cleaned):
    status, _ = cleaned(["企业名称", "是否停产", "预计恢复生产时间"], [ONE, "是", "2020-03-02"], [TWO, "", "-"])
    assert status.loc[ONE, "state"] == "planned"
    assert str(status.loc[ONE, "planned_on"])[:10] == "2020-03-02"
    assert list(status.index) == [ONE]


def test_a_finding_of_a_list_with_columns_for_several_days_is_at_the_cell_of_its_day(cleaned):
    days = [
        ["企业名称", "职工总数", "2月24日", "", "2月25日", ""],
        ["", "", "是否复工", "返岗人数", "是否复工", "返岗人数"],
    ]
    _, findings = cleaned(*days, [ONE, 100, "是", 60, "是", 120], [TWO, 90, "是", 95, "是", 80])
    assert set(findings.loc[["staff_back_above_normal"], "cells"]) == {"F3", "D4"}


def test_where_an_answer_came_from_is_no_answer(cleaned):
    status, _ = cleaned(["企业名称", "来源", "是否复工"], [ONE, "微信", ""], [TWO, "微信", "是"])
    assert list(status.index) == [TWO]


def test_why_an_enterprise_stands_still_may_be_ticked_beside_that_it_does(cleaned):
    head = [["企业名称", "生产状态（打√）", "", "", ""], ["", "已复工", "未复工", "停产检修", "已注销"]]
    rows = [[ONE, "", "√", "", ""], [TWO, "", "", "√", ""], [THREE, "", "", "", "√"]]
    status, _ = cleaned(*head, *rows)
    told = status[["state", "state_reason"]].astype(object).where(status[["state", "state_reason"]].notna(), None)
    assert told.loc[[ONE, TWO, THREE]].values.tolist() == [
        ["stopped", None], ["stopped", "overhaul"], ["excluded", "cancelled"],
    ]  # fmt: skip


def test_a_legend_gives_the_reason_too(cleaned):
    status, _ = cleaned(["企业名称", "是否复工"], [ONE, 1], [TWO, 3], ["注：1—已复工；2—未复工；3—停产检修。"])
    assert status.loc[TWO, ["state", "state_reason"]].tolist() == ["stopped", "overhaul"]
    assert status.loc[ONE, "state"] == "running"


def test_columns_headed_by_days_alone_hold_the_state_of_each_day(cleaned):
    note = ["注：√已复工，△部分复工，×未复工"]
    status, _ = cleaned(note, ["企业名称", "2月24日", "2月25日"], [ONE, "×", "△"], [TWO, "√", "√"])
    rows = status.reset_index()[["name", "as_of", "state"]].astype(str).values.tolist()
    assert sorted(rows) == sorted([
        [ONE, "2020-02-24", "stopped"], [ONE, "2020-02-25", "partial"],
        [TWO, "2020-02-24", "running"], [TWO, "2020-02-25", "running"],
    ])  # fmt: skip


def test_months_and_days_in_columns_of_their_own_are_one_day(cleaned):
    head = [["企业名称", "是否复工", "复工时间", "", "拟复工时间", "", ""], ["", "", "月", "日", "年", "月", "日"]]
    rows = [[ONE, "是", 2, 10, "", "", ""], [TWO, "否", "", "", 2020, 3, "1"], [THREE, "是", 2, 30, "", "", ""]]
    status, findings = cleaned(*head, *rows)
    assert str(status.loc[ONE, "resumed_on"]) == "2020-02-10"
    assert status.loc[TWO, "state"] == "planned"
    assert str(status.loc[TWO, "planned_on"]) == "2020-03-01"
    assert findings.loc[["date_invalid"], "cells"].tolist() == ["C5"]


@pytest.mark.parametrize(
    "cell",
    [
        f"{ONE}\n91350100M000100Y43",
        f"{ONE}（91350100M000100Y43）",
        f"{ONE} 统一社会信用代码：91350100m000100y43",
        f"91350100M000100Y43 {ONE}",
    ],
)
def test_a_code_in_the_cell_of_the_name_is_no_part_of_it(cleaned, cell):
    status, findings = cleaned(["企业名称及统一社会信用代码", "是否复工"], [cell, "是"], [TWO, "否"])
    assert status["in_register"].to_dict() == {ONE: True, TWO: True}
    assert set(findings.index) == {"office_missing"}


def test_a_code_in_the_cell_of_the_name_fills_a_blank_column_of_codes(cleaned):
    code = "91350100M000100Y43"
    status, findings = cleaned(
        ["企业名称", "统一社会信用代码", "是否复工"], [f"{ONE}（{code}）", "", "是"], [TWO, "", "否"]
    )
    assert status["in_register"].to_dict() == {ONE: True, TWO: True}
    assert set(findings.index) == {"office_missing"}


def test_a_wrong_code_in_the_cell_of_the_name_is_told_there(cleaned):
    status, findings = cleaned(["企业名称及统一社会信用代码", "是否复工"], [f"{ONE} 91350100M000100Y44", "是"])
    assert list(status.index) == [ONE]
    assert findings.loc[["uscc_check_character"], "cells"].tolist() == ["A2"]


def test_who_says_nothing_on_a_day_has_no_return_for_it(cleaned):
    days = [
        ["企业名称", "职工总数", "2月24日", "", "2月25日", ""],
        ["", "", "是否复工", "返岗人数", "是否复工", "返岗人数"],
    ]
    status, _ = cleaned(*days, [ONE, 100, "", "", "是", 60], [TWO, 90, "否", 5, "", "-"], [THREE, 80, "", "", "", ""])
    found = [(name, row["as_of"].day, row["state"]) for name, row in status.iterrows()]
    assert sorted(found) == sorted([(ONE, 25, "running"), (TWO, 24, "stopped"), (THREE, 25, "unknown")])


def test_a_form_may_ask_the_name_in_any_word_for_it_and_end_in_a_label_that_nobody_knows(cleaned):
    def form(name, trouble):
        known = [
            ["经营主体名称", name, "是否复工", "是"],
            ["职工总数", "100", "返岗人数", "60"],
            ["复工时间", "2月20日"],
        ]
        return [*known, ["怎么个难法", trouble], []]

    status, findings = cleaned(*form(ONE, "缺煤"), *form(TWO, "缺工"), *form(THREE, "缺料"))
    assert status["staff_back"].to_dict() == {ONE: 60, TWO: 60, THREE: 60}
    assert "table_unknown" not in findings.index


def test_a_list_that_asks_nothing_of_the_period_is_told_to_be_a_register(cleaned):
    status, findings = cleaned(["企业名称", "所属行业", "职工人数"], [ONE, "建材", 120], [TWO, "化工", 50])
    assert status.empty
    assert findings.loc["table_is_register", "cells"] == "A2"


CODE = "91350100M000100Y43"


@pytest.mark.parametrize("header", [["统一社会信用代码"], ["统一社会信用代码", "简称"]])
def test_a_list_by_credit_codes_alone_is_a_list_of_enterprises(cleaned, header):
    rows = [[CODE, "晨光", "是", 60], ["91110000600037341L", "暮色", "否", 0]]
    rows = [[row[0], *row[1 : len(header)], *row[2:]] for row in rows]
    status, findings = cleaned([*header, "是否复工", "返岗人数"], *rows)
    assert status["staff_back"].tolist() == [60, 0]
    assert findings.loc["entity_unmatched", "cells"].tolist() == (["A2", "A3"] if len(header) == 1 else ["B2", "B3"])


def test_a_column_of_states_under_any_word_may_hold_words_that_name_no_resuming(cleaned):
    rows = [
        ["企业名称", "机器转没转", "返岗人数"],
        [ONE, "已满产", 9],
        [TWO, "已满产", 8],
        [THREE, "拟于3月9日复产", 0],
    ]
    status, _ = cleaned(*rows)
    assert status["state"].to_dict() == {ONE: "running", TWO: "running", THREE: "planned"}


def test_a_number_is_read_with_the_digits_that_a_spreadsheet_shows(cleaned):
    def write(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["企业名称", "是否复工", "产值（亿元）"])
        sheet.write_row(1, 0, [ONE, "是", 900 * 1e-4])  # 0.09000000000000001

    status, _ = cleaned(files={"2020-W09/甲县2020年2月25日.xlsx": crafted.written(write)})
    assert status.loc[ONE, "output_10k_cny"] == 900


@pytest.mark.parametrize("header", ["填报单位名称", "企业法人名称"])
def test_enterprises_name_themselves_under_a_word_for_something_else(cleaned, header):
    one, two = "甲县晨光水泥有限公司", "甲县暮色纸业有限公司"
    status, _ = cleaned([header, "是否复工", "开工率%"], [one, "是", 90], [two, "否", 0])
    assert status["capacity_pct"].to_dict() == {one: 90, two: 0}


def test_units_of_a_header_may_count_in_tenths_and_hundreds(cleaned):
    header = ["企业名称", "是否复工", "产能（成）", "返岗人数（百人）"]
    status, findings = cleaned(header, [ONE, "是", 8, 12], [TWO, "否", 0, 0])
    assert status["capacity_pct"].to_dict() == {ONE: 80, TWO: 0}
    assert status["staff_back"].to_dict() == {ONE: 1200, TWO: 0}
    assert "percent_from_fractions" not in findings.index


@pytest.mark.parametrize(
    ("cells", "shares"),
    [([1, 0], [10, 0]), (["6.5", "八成五"], [65, 85]), (["9", "85%"], [90, 85]), (["0.85", "1"], [85, 100])],
)
def test_tenths_are_fractions_only_where_all_are_at_most_1_and_broken_and_words_say_themselves(cleaned, cells, shares):
    status, _ = cleaned(["企业名称", "是否复工", "产能利用率（成）"], [ONE, "是", cells[0]], [TWO, "是", cells[1]])
    assert status["capacity_pct"].tolist() == shares


def test_answers_to_tick_are_found_where_only_the_cells_tell_who_is_named(cleaned):
    one, two = "甲县晨光水泥有限公司", "甲县暮色纸业有限公司"
    status, _ = cleaned(["单位", "开工", "停工", "未开工原因"], [one, 1, 0, ""], [two, 0, 1, "无订单"])
    assert status["state"].to_dict() == {one: "running", two: "stopped"}
