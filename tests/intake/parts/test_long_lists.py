"""Lists with a row for each thing asked. All enterprises and projects are fictional."""

import pandas as pd
import pytest
from small_survey import ONE, TWO, cleaned

ASKED = [
    [ONE, "是否复工", "是"], [ONE, "职工总数", 150], [ONE, "返岗人数", "120"], [ONE, "存在困难", "缺口罩"],
    [TWO, "是否复工", "否"], [TWO, "计划复工时间", "3月5日"], [TWO, "职工总数", 60],
]  # fmt: skip
WHOLE_TOLD = [[ONE, "是", 150, 120], [TWO, "否", 60, 3]]
WHOLE = [[ONE, "running", 150, 120], [TWO, "planned", 60, None]]


def read(folder, *rows):
    tables = cleaned(folder, {"甲县2月25日": [*rows]})
    status = tables["status"]
    if status.empty:
        return [], tables
    told = status.sort_values("source_row")[["name", "state", "staff_normal", "staff_back"]].astype(object)
    return told.where(told.notna(), None).values.tolist(), tables


@pytest.mark.parametrize(
    "rows",
    [
        [["企业名称", "指标", "数值"], *ASKED],
        [["企业名称", "项目", "填报值"], *ASKED],
        [["企业名称", "指标名称", "计量单位", "数值"], *([n, w, "人" if "数" in w else None, v] for n, w, v in ASKED)],
        [["序号", "企业名称", "县市", "指标", "值"], *([1, n, "甲县", w, v] for n, w, v in ASKED)],
        [["企业名称", "类别", "数值"], *ASKED],
        [["Firm", "Item", "Value"], *ASKED],
    ],
    ids=["plain", "项目 is no project", "units", "about", "类别 is none of the four", "item is no number"],
)
def test_the_rows_of_an_enterprise_are_one_return(tmp_path, rows):
    found, tables = read(tmp_path, *rows)
    assert found == WHOLE
    assert sorted(tables["status"]["source_row"]) == [2, 6]
    assert tables["status"]["planned_on"].dropna().tolist() == [pd.Timestamp("2020-03-05").date()]
    assert tables["difficulties"]["category"].tolist() == ["protective_supplies"]


def test_things_asked_in_words_of_ones_own(tmp_path):
    asked = ["目前是否恢复生产", "满负荷用工（人）", "现已上班人数（人）"]
    rows = [[name, word, value] for name, *values in WHOLE_TOLD for word, value in zip(asked, values, strict=True)]
    found, _ = read(tmp_path, ["企业名称", "指标", "数值"], *rows)
    assert found == [[ONE, "running", 150, 120], [TWO, "stopped", 60, 3]]


def test_a_blank_name_goes_on_with_the_one_above(tmp_path):
    names = {ONE: "甲县星河纸业有限公司", TWO: "甲县云岭化工有限公司"}  # fictional
    rows = [[names[name] if asked == "是否复工" else None, asked, value] for name, asked, value in ASKED]
    found, _ = read(tmp_path, ["企业名称", "指标", "数值"], *rows)
    assert found == [[names[name], *told] for name, *told in WHOLE]


def test_names_that_nobody_knows_for_some_are_not_one_form_of_the_first(tmp_path):
    rows = [[name if asked == "是否复工" else None, asked, value] for name, asked, value in ASKED]
    found, tables = read(tmp_path, ["企业名称", "指标", "数值"], *rows)
    assert found == []
    assert "table_unknown" in set(tables["findings"]["rule"])


def test_a_unit_beside_the_number_is_its_unit(tmp_path):
    _, tables = read(
        tmp_path, ["企业名称", "指标", "单位", "数值"], [ONE, "是否复工", None, "是"], [ONE, "产值", "元", 250000]
    )
    assert tables["status"]["output_10k_cny"].tolist() == [25]


def test_each_day_is_a_return_of_its_own(tmp_path):
    rows = [
        [ONE, "是否复工", "否", "是"],
        [ONE, "返岗人数", 0, 80],
        [TWO, "是否复工", "是", "是"],
        [TWO, "返岗人数", 30, 31],
    ]
    _, tables = read(tmp_path, ["企业名称", "项目", "2月24日", "2月25日"], *rows)
    status = tables["status"].assign(day=tables["status"]["as_of"].astype(str).str[5:])
    assert status.sort_values(["source_row", "day"])[["name", "day", "state", "staff_back"]].values.tolist() == [
        [ONE, "02-24", "stopped", 0], [ONE, "02-25", "running", 80],
        [TWO, "02-24", "running", 30], [TWO, "02-25", "running", 31],
    ]  # fmt: skip


@pytest.mark.parametrize("name", [ONE, None], ids=["said again", "said once"])
@pytest.mark.parametrize(("then", "now"), [("震前", "现在"), ("正常", "灾后"), ("节前", "目前")])
def test_a_row_of_before_and_a_row_of_now_are_one_return(tmp_path, then, now, name):
    header = ["企业名称", "时点", "用工人数", "日用电量（度）", "产值（万元）", "生产情况"]
    rows = [[ONE, then, 150, 9000, 80, "正常生产"], [name, now, 90, 4000, 30, "部分复工"]]
    _, tables = read(tmp_path, header, *rows, [TWO, now, 0, 100, 0, "停产"], [TWO, then, 60, 5000, 40, "正常"])
    told = tables["status"].sort_values("source_row").set_index("name")
    assert told["state"].tolist() == ["partial", "stopped"]
    for field, values in (
        ("staff_normal", [150, 60]), ("staff_back", [90, 0]), ("power_base_kwh", [9000, 5000]),
        ("power_kwh", [4000, 100]), ("output_10k_cny", [30, 0]),
    ):  # fmt: skip
        assert told[field].tolist() == values


@pytest.mark.parametrize("names", ["户名", "名称（规上）"], ids=["known", "told by the names"])
@pytest.mark.parametrize("when", ["时间", "期次", "周次"])
def test_last_weeks_row_is_no_return_of_this_week(tmp_path, when, names):
    head = ["序号", names, when, "是否开工", "在岗人数", "产能利用率"]
    one = [[1, ONE, "上周", "未复工", 3, "0%"], [None, None, "本周", "已复工", 140, "50%"]]
    two = [[2, TWO, "上周", "已复工", 107, "94%"], [None, None, "本周", "停产", 5, "0%"]]
    status = cleaned(tmp_path, {"甲县2月25日": [head, *one, *two]})["status"].sort_values("source_row")
    assert status[["name", "state", "staff_back", "capacity_pct"]].values.tolist() == [
        [ONE, "running", 140, 50],
        [TWO, "stopped", 5, 0],
    ]
    assert [str(day) for day in status["as_of"]] == ["2020-02-25"] * 2


@pytest.mark.parametrize(
    "rows",
    [
        [["企业名称", "项目", "数值"], [ONE, "一号车间改造", 12], [TWO, "二号车间改造", 15]],
        [["企业名称", "指标", "白班", "夜班"], [ONE, "职工总数", 150, 151], [ONE, "返岗人数", 90, 120]],
        [["企业名称", "指标", "数值"], [ONE, "职工总数", 150], [TWO, "职工总数", 60]],
    ],
    ids=["names of projects", "two values", "one thing asked"],
)
def test_other_lists_stay_what_they_are(tmp_path, rows):
    assert read(tmp_path, *rows)[0] == []


FORM = [["是否复工", "-", "01", "是", "是"], ["职工总数", "人", "02", 150, 140], ["返岗人数", "人", "03", 120, 139]]


@pytest.mark.parametrize(
    "rows",
    [
        [["指标名称", "计量单位", "代码", "数量"], ["甲", "乙", "丙", "1"], *(row[:4] for row in FORM)],
        [["指标名称", "代码", "本期", "上年同期"], *([a, c, d, e] for a, _, c, d, e in FORM)],
    ],
    ids=["codes and units", "a year ago beside it"],
)
def test_the_enterprise_may_be_named_above_the_list(tmp_path, rows):
    above = [["企业复工情况调查表"], [f"单位详细名称：{ONE}", None, "表号：F1"], ["2020年2月25日"]]
    found, tables = read(tmp_path, *above, *rows)
    assert found == WHOLE[:1]
    assert tables["status"]["source_row"].tolist() == [2]


def test_of_two_values_the_one_of_today_counts(tmp_path):
    asked = [[ONE, "职工总数", 150, 150], [ONE, "返岗人数", 90, 120], [ONE, "是否复工", "否", "是"]]
    assert read(tmp_path, ["企业名称", "指标", "上周", "本周"], *asked)[0] == WHOLE[:1]
