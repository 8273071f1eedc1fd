"""What contradicts itself, its register or the week before is told at the cell at which a person would point."""

import csv

import pandas as pd
import pytest

from analysis.intake.clean import clean
from analysis.intake.uploads import list_uploads
from analysis.surveys import load_survey

NAMES = ["甲县一厂（虚构）", "甲县二厂（虚构）", "甲县三厂（虚构）", "甲县四厂（虚构）"]
ONE, TWO, THREE, FOUR = NAMES
CODE = "91350100M000100Y43"
SURVEY = {
    "survey.yml": "title: {zh: 虚构州}\narea: '00'\nregions: own\nperiods: iso_week\n",
    "regions.csv": "code,name,name_en,aliases\n00,虚构州,,\n01,甲县,Jia,\n02,乙县,Yi,\n",
    "register.csv": "name,former_names,uscc,county_code,annual_output_10k_cny,staff_normal\n"
    f"{ONE},,{CODE},01,5000,90\n{TWO},,,01,5000,90\n{THREE},甲县老厂（虚构）,,01,5000,90\n{FOUR},,,01,5000,90\n",
}


@pytest.fixture
def told(tmp_path):
    """Rows of CSV files (name in folder -> rows) to the cells of the findings of a rule."""
    (tmp_path / "survey").mkdir()
    for name, text in SURVEY.items():
        (tmp_path / "survey" / name).write_text(text, encoding="utf-8")

    def run(rule, *rows, **files):
        for name, lines in (files.get("files") or {"2020-W09/甲县2020年2月25日": rows}).items():
            path = tmp_path / "raw" / f"{name}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(lines)
        survey = load_survey(tmp_path / "survey")
        found = clean(survey, list_uploads(survey, tmp_path / "raw")).tables["findings"]
        return (
            found[found["rule"] == rule]
            if len(found)
            else pd.DataFrame(columns=["cells", "file", "value", "arguments"])
        )

    return run


@pytest.mark.parametrize(
    ("state", "answers", "cell"),
    [
        ("停产", [100, 55, 0, 0, 900, 0], "D2"),  # staff
        ("停产", [100, 12, 0, 0, 900, 0], None),
        ("停产", [12, 7, 0, 0, 900, 0], None),  # who look after the plant
        ("注销", [12, 7, 0, 0, 900, 0], "D2"),
        ("停产", [100, 0, 60, 0, 900, 0], "E2"),  # capacity
        ("停产", [100, 0, 0, 400, 900, 0], "F2"),  # electricity
        ("停产", [100, 0, 0, 40, 900, 0], None),
        ("停产", [100, 0, 0, 0, 900, 35], "H2"),  # output
        ("是", [100, 55, 60, 400, 900, 35], None),
    ],
)
def test_work_where_nothing_runs(told, state, answers, cell):
    header = [
        "企业名称",
        "生产状态",
        "职工总数",
        "返岗人数",
        "产能利用率（%）",
        "用电量（度）",
        "正常用电量（度）",
        "产值（万元）",
    ]
    others = [
        [TWO, "停产", 80, 0, 0, 0, 900, 0],
        [THREE, "停产", 80, 0, 0, 0, 900, 0],
        [FOUR, "是", 80, 80, 90, 800, 900, 40],
    ]
    found = told("stopped_with_number", header, [ONE, state, *answers], *others)
    assert found["cells"].tolist() == ([cell] if cell else [])


def test_output_of_the_whole_year_is_no_work_where_nothing_runs(told):
    rows = [[name, "停产", output] for name, output in zip(NAMES, (300, 0, 200, 100), strict=True)]
    assert told("stopped_with_number", ["企业名称", "生产状态", "产值（万元）"], *rows).empty


def test_power_in_ten_thousands_among_units(told):
    header = ["企业名称", "是否复工", "用电量（度）", "正常用电量（度）"]
    rows = [[ONE, "是", 1.2, 20000], [TWO, "是", 1200, 20000], [THREE, "否", 1.2, 20000]]
    assert told("power_far_from_base", header, *rows)["cells"].tolist() == ["C2"]


def test_a_column_of_yuan_under_ten_thousand_yuan(told):
    rows = [[ONE, "是", 600_000], [TWO, "是", 1_250_000], [THREE, "是", 48]]
    found = told("output_far_above", ["企业名称", "是否复工", "产值（万元）"], *rows)
    assert sorted(found[["cells", "value"]].values.tolist()) == [["C2", "600000"], ["C3", "1250000"]]


@pytest.mark.parametrize(
    ("label", "answers", "cells"),
    [
        ("合计", [20, 25, 55], ["D4"]),
        ("合计", [20, "/", 20], []),
        ("合计", [20, "20-30人", 45], []),  # nobody knows what was added
        ("合计", [20, "20-30人", 15], ["D4"]),  # but not less than what is known
        ("平均", [20, 30, 25], []),
        ("上周合计", [20, 25, 40], []),
    ],
)
def test_a_total_of_a_column_that_no_table_keeps(told, label, answers, cells):
    first, second, total = answers
    header = ["企业名称", "是否复工", "返岗人数", "本地返岗人数"]
    rows = [[ONE, "是", 30, first], [TWO, "是", 40, second], [label, "", "", total]]
    assert told("total_differs", header, *rows)["cells"].tolist() == cells


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("注：共5户企业，其中已复工2户。", "5"),
        ("合计5户", "5"),
        ("注：本表共计5家企业", "5"),
        ("注：共2户企业。", None),
        ("全县共有规上企业30户。", None),
        ("共5户未复工的另行报送", None),
    ],
)
def test_how_many_a_list_says_it_has(told, text, size):
    found = told("list_size_differs", ["企业名称", "是否复工", "返岗人数"], [ONE, "是", 30], [TWO, "是", 40], [text])
    assert found[["cells", "value"]].values.tolist() == ([["A4", size]] if size else [])


@pytest.mark.parametrize(
    ("name", "title", "is_told"),
    [
        ("甲县2月18日", "甲县复工情况（2月25日）", True),
        ("甲县2月25日", "甲县复工情况（2月25日）", False),
        ("甲县3月3日", "甲县复工情况（截至2月25日）", True),
        ("甲县2月26日", "甲县复工情况（截至2月25日）", False),
        ("甲县3月2日", "甲县复工情况（截至3月1日24时）", False),  # sent the day after
        ("甲县（2月10日模板）", "甲县复工情况（2月25日）", False),
    ],
)
def test_a_file_called_after_another_period(told, name, title, is_told):
    rows = [[title], ["企业名称", "是否复工", "返岗人数"], [ONE, "是", 30], [TWO, "是", 40]]
    found = told("as_of_unlike_name", files={f"2020-W09/{name}": rows})
    assert found["cells"].tolist() == (["A1"] if is_told else [])


def test_a_row_that_was_not_brought_up_to_date(told):
    rows = [[ONE, "是", "2月25日"], [TWO, "是", "2月18日"], [THREE, "是", "2月24日"]]
    found = told("row_of_earlier_period", ["甲县复工情况（2月25日）"], ["企业名称", "是否复工", "填报日期"], *rows)
    assert found["cells"].tolist() == ["C4"]


def test_a_former_name_and_letters_in_a_code(told):
    header = ["企业名称", "统一社会信用代码", "是否复工"]
    rows = [[ONE, CODE.replace("0", "O"), "是"], ["甲县老厂（虚构）", "", "是"]]
    assert told("entity_former_name", header, *rows)["cells"].tolist() == ["A3"]
    assert told("uscc_letters", header, *rows)["cells"].tolist() == ["B2"]


def test_a_telephone_in_a_remark(told):
    found = told(
        "personal_masked", ["企业名称", "是否复工", "备注"], [ONE, "是", "联系13900000000协调"], [TWO, "是", "无"]
    )
    assert found["cells"].tolist() == ["C2"]


def test_a_reason_of_the_stopped_beside_a_running_one(told):
    header = ["企业名称", "是否复工", "未复工原因"]
    rows = [[ONE, "是", "尚未复工，等待审批"], [TWO, "是", "客户尚未复工"], [THREE, "否", "尚未复工，等待审批"]]
    assert told("state_denied_by_remark", header, *rows)["cells"].tolist() == ["C2"]


@pytest.mark.parametrize(("now", "names"), [([ONE, TWO, THREE], FOUR), ([ONE, TWO, THREE, FOUR], None), ([ONE], None)])
def test_who_is_no_longer_listed(told, now, names):
    before = [["企业名称", "是否复工"], *([name, "是"] for name in NAMES)]
    files = {"2020-W08/甲县2月18日": before, "2020-W09/甲县2月25日": [before[0], *([name, "是"] for name in now)]}
    found = told("enterprises_not_listed", files=files)
    assert found["file"].tolist() == (["2020-W09/甲县2月25日.csv"] if names else [])
    assert all(names in arguments for arguments in found["arguments"])


def test_what_the_register_denies(told):
    rows = [[ONE, "是", 900], [TWO, "是", 240], [THREE, "是", 60], [FOUR, "是", 90]]
    found = told("staff_far_from_register", ["企业名称", "是否复工", "职工总数"], *rows)
    assert found["cells"].tolist() == ["C2"]


def test_nothing_made_where_the_others_made_something(told):
    header = ["企业名称", "是否复工", "产值（万元）"]
    rows = [[ONE, "是", 0], [TWO, "是", 40], [THREE, "是", 30], [FOUR, "否", 0]]
    assert told("running_with_nought", header, *rows)["cells"].tolist() == ["C2"]


def test_a_share_of_staff_above_all(told):
    header = ["企业名称", "是否复工", "返岗率"]
    rows = [[ONE, "是", "108%"], [TWO, "是", "100%"], [THREE, "是", "85%"]]
    assert told("part_above_all", header, *rows)["cells"].tolist() == ["C2"]


@pytest.mark.parametrize(
    ("days", "is_told"),
    [
        ("2月3日、2月8日", True),
        ("2月3日或2月8日", True),
        ("2020-2-3/2020-2-8", True),
        ("2020年2月3日和2020年2月8日", True),
        ("3 Feb and 8 Feb", True),
        ("2月3日（分批）", False),
        ("2月3日至8日", False),
    ],
)
def test_several_days_in_a_cell(told, days, is_told):
    found = told("date_of_several", ["企业名称", "是否复工", "复工时间"], [ONE, "是", days], [TWO, "是", "2月5日"])
    assert found["cells"].tolist() == (["C2"] if is_told else [])


def test_a_title_of_another_county_is_told_once(told):
    rows = [["乙县复工情况（2月25日）"], ["企业名称", "是否复工"], *([name, "是"] for name in NAMES)]
    files = {"2020-W09/甲县2月25日": rows}
    assert len(told("office_other_county", files=files)) == 1
    assert told("entity_other_county", files=files).empty


def test_without_a_register_nothing_is_compared_with_it(told, tmp_path):
    (tmp_path / "survey" / "register.csv").unlink()
    rows = [["企业名称", "是否复工", "职工总数", "产值（万元）"], [ONE, "是", 900, 600_000], [TWO, "是", 90, 40]]
    assert told("staff_far_from_register", *rows).empty
