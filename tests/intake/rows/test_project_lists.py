"""Lists of construction projects: small sheets a person worked out."""

from datetime import date

import pandas as pd
import pytest
import small_survey
from small_survey import cleaned

TITLE = ["甲县重点项目复工情况表（2020年2月25日）"]


def projects(folder, header, *rows, title=TITLE):
    """The `projects` table of a list."""
    return cleaned(folder, {"甲县项目": [title, header, *rows]})["projects"]


@pytest.mark.parametrize("asked", ["是否复工", "复工情况", "开工复工状态", "目前状态"])
def test_the_state_may_stand_under_the_words_of_lists_of_enterprises(tmp_path, asked):
    header = ["序号", "项目名称", "总投资（万元）", asked, "计划复工时间"]
    found = projects(
        tmp_path,
        header,
        [1, "虚构大桥", 5000, "已复工", ""],
        [2, "虚构水库", 8000, "未复工", "3月2日"],
        [3, "虚构厂房", 700, "未复工", ""],
    )
    assert found["state"].tolist() == ["running", "planned", "stopped"]
    assert found["planned_on"].dropna().tolist() == [date(2020, 3, 2)]


def test_the_state_may_be_a_tick_in_one_of_several_columns(tmp_path):
    header = ["序号", "项目名称", "总投资（万元）", "已复工", "部分复工", "未复工"]
    rows = [[1, "虚构大桥", 5000, "√", "", ""], [2, "虚构水库", 8000, "", "√", ""], [3, "虚构厂房", 700, "", "", "√"]]
    assert projects(tmp_path, header, *rows)["state"].tolist() == ["running", "partial", "stopped"]


def test_a_project_under_construction_is_running(tmp_path):
    header = ["序号", "项目名称", "总投资（万元）", "复工情况"]
    rows = [[1, "虚构大桥", 5000, "在建"], [2, "虚构水库", 8000, "未进场"], [3, "虚构厂房", 700, "招标中"]]
    assert projects(tmp_path, header, *rows)["state"].tolist() == ["running", "stopped", "stopped"]


def test_migrant_workers_of_projects_are_those_on_site(tmp_path):
    header = ["序号", "项目名称", "总投资（万元）", "是否复工", "应返农民工（人）", "农民工返岗数（人）"]
    found = projects(tmp_path, header, [1, "虚构大桥", 5000, "是", 120, 80])
    assert found[["workers_needed", "workers_present"]].values.tolist() == [[120, 80]]


def test_a_site_under_construction_runs(tmp_path):
    header = ["序号", "项目名称", "总投资（万元）", "目前状态", "现有工人数"]
    rows = [[1, "虚构大桥", 5000, "在建", 30], [2, "虚构水库", 8000, "停建", 0], [3, "虚构厂房", 700, "施工中", 12]]
    found = projects(tmp_path, header, *rows)
    assert found["state"].tolist() == ["running", "stopped", "running"]
    assert found["workers_present"].tolist() == [30, 0, 12]


def test_the_state_may_be_told_by_the_title(tmp_path):
    header, row = ["序号", "项目名称", "总投资（亿元）"], [1, "虚构大桥", 0.5]
    found = projects(tmp_path, header, row, title=["甲县未复工项目名单（2020年2月25日）"])
    assert found["state"].tolist() == ["stopped"]
    assert found["total_investment_10k_cny"].tolist() == [5000]


@pytest.mark.parametrize(
    ("needed", "present"),
    [
        ("需用工人数", "到场人数"),
        ("应到岗人数", "到岗人数"),
        ("所需人数", "实际到岗人数"),
        ("需要工人数", "返岗人数"),
        ("正常用工数", "已返岗人数"),
    ],
)
def test_workers_may_stand_under_the_words_of_staff(tmp_path, needed, present):
    header = ["序号", "项目名称", "总投资（万元）", "是否复工", needed, present]
    found = projects(tmp_path, header, [1, "虚构大桥", 5000, "是", 120, 80], [2, "虚构水库", 800, "否", 60, 0])
    assert found["workers_needed"].tolist() == [120, 60]
    assert found["workers_present"].tolist() == [80, 0]


def test_what_is_not_told_is_missing(tmp_path):
    found = projects(tmp_path, ["序号", "项目名称", "总投资（万元）"], [1, "虚构大桥", 5000], [2, "虚构水库", 8000])
    assert found["state"].tolist() == ["unknown"] * 2
    assert pd.isna(found["workers_present"]).all()


@pytest.mark.parametrize(
    ("category", "level", "kind"), [("省重点", "省重点", "new"), ("县级", "县级", "new"), ("续建", None, "continuing")]
)
def test_a_category_may_say_whose_a_project_is(tmp_path, category, level, kind):
    header, row = ["项目名称", "项目类别", "建设性质", "是否复工"], ["虚构1号桥", category, "新建", "是"]
    found = cleaned(tmp_path, {"甲县项目": [TITLE, header, row]})["projects"].iloc[0]
    assert (found["level"] if pd.notna(found["level"]) else None, found["continuing_or_new"]) == (level, kind)


@pytest.mark.parametrize("header", ["类别", "性质"])
def test_what_kinds_stand_under_asks_for_them(tmp_path, header):
    found = projects(tmp_path, ["项目名称", header, "是否复工"], ["虚构大桥", "续建", "是"], ["虚构水库", "新建", "否"])
    assert found["continuing_or_new"].tolist() == ["continuing", "new"]


@pytest.mark.parametrize(
    ("kinds", "cells"), [(None, ["B3:B5"]), (["续建", None, "新建"], ["B4"]), (["续建", "续建", "新建"], [])]
)
def test_projects_that_do_not_say_their_kind_are_told(tmp_path, kinds, cells):
    header, rows = (
        ["序号", "项目名称", "总投资（万元）", "是否复工"],
        [[n, f"虚构{n}号桥", 700, "是"] for n in (1, 2, 3)],
    )
    if kinds:
        header, rows = [*header, "续建/新建"], [[*row, kind] for row, kind in zip(rows, kinds, strict=True)]
    found = cleaned(tmp_path, {"甲县项目": [TITLE, header, *rows]})
    assert len(found["projects"]) == 3
    findings = found["findings"].reindex(columns=["rule", "cells"])
    assert findings.loc[findings["rule"].eq("project_kind_missing"), "cells"].tolist() == cells


def test_projects_whose_names_are_errors_are_not_one_project(tmp_path):
    rows = [[1, "虚构大桥", 700, "是"], [2, "#N/A", 800, "是"], [3, "#N/A", 900, "否"]]
    found = cleaned(tmp_path, {"甲县项目": [TITLE, ["序号", "项目名称", "总投资（万元）", "是否复工"], *rows]})
    assert found["projects"]["name"].tolist() == ["虚构大桥"]
    findings = found["findings"]
    assert findings.loc[findings["rule"].eq("cell_error"), "cells"].tolist() == ["B4", "B5"]


def test_a_group_row_tells_what_continues_and_what_is_new(tmp_path):
    header = ["序号", "项目名称", "总投资（万元）", "是否复工", "到岗人员"]
    found = projects(
        tmp_path,
        header,
        ["一、续建项目（2个）"],
        [1, "虚构大桥", 5000, "是", 80],
        [2, "虚构水库", 800, "否", 0],
        ["二、新建项目（1个）"],
        [3, "虚构厂房", 700, "是", 12],
    )
    found = found.set_index("name")
    kinds = {"虚构大桥": "continuing", "虚构水库": "continuing", "虚构厂房": "new"}
    assert found["continuing_or_new"].to_dict() == kinds
    assert found["workers_present"].to_dict() == {"虚构大桥": 80, "虚构水库": 0, "虚构厂房": 12}


def test_a_group_row_with_sums_tells_it_where_the_column_asks_for_the_trade(tmp_path):
    found = projects(
        tmp_path,
        ["序号", "项目名称", "项目性质", "总投资（万元）", "是否复工"],
        ["一", "续建项目（2个）", "", 5800, ""],
        [1, "虚构大桥", "交通", 5000, "是"],
        [2, "虚构水库", "水利", 800, "否"],
        ["二", "新建项目（1个）", "", 700, ""],
        [1, "虚构厂房", "工业", 700, "是"],
    )
    kinds = {"虚构大桥": "continuing", "虚构水库": "continuing", "虚构厂房": "new"}
    assert found.set_index("name")["continuing_or_new"].to_dict() == kinds


def test_a_group_row_may_say_something_else(tmp_path):
    header = ["序号", "项目名称", "总投资（万元）"]
    rows = [["一、交通项目"], [1, "虚构大桥", 5000], [2, "虚构水库", 800]]
    assert projects(tmp_path, header, *rows)["continuing_or_new"].isna().all()


def test_the_county_of_projects_may_head_them(tmp_path, monkeypatch):
    regions = "code,name,name_en,aliases\n00,虚构州,,\n01,甲县,Jia,\n02,乙县,Yi,\n"
    monkeypatch.setitem(small_survey.SETTINGS, "regions.csv", regions)
    header = ["序号", "项目名称", "续建/新建", "总投资（万元）", "复工状态"]
    rows = [
        ["一、甲县"],
        [1, "虚构一号桥项目", "续建", 700, "已复工"],
        ["二、乙县（1个）"],
        [2, "虚构二号桥项目", "新建", 800, "未复工"],
    ]
    title = ["虚构州重点项目复工情况表（2020年2月25日）"]
    found = cleaned(tmp_path, {"虚构州项目": [title, header, *rows]})["projects"].sort_values("source_row")
    assert found["county_code"].tolist() == ["01", "02"]


def test_impossible_numbers_and_repeated_projects_are_told(tmp_path):
    header = ["项目名称", "建设性质", "总投资（万元）", "需用工人数", "到场人数"]
    rows = [["虚构1号桥", "续建", -700, 20, 30], ["虚构2号桥", "新建", 800, 20, 20], ["虚构1号桥", "续建", 700, 20, 10]]
    found = cleaned(tmp_path, {"甲县项目": [TITLE, header, *rows]})
    cells = found["findings"].set_index("rule")["cells"]
    assert (cells["number_negative"], cells["workers_above_needed"], cells["project_repeated"]) == ("C3", "E3", "A5")
    assert found["projects"]["total_investment_10k_cny"].isna().sum() == 1


@pytest.mark.parametrize("title", ["二、新建项目", "甲县新开工项目情况表"])
def test_the_kind_of_projects_may_head_their_list(tmp_path, title):
    found = projects(tmp_path, ["项目名称", "总投资（万元）", "是否复工"], ["虚构大桥", 500, "是"], title=[title])
    assert found["continuing_or_new"].tolist() == ["new"]


def test_the_kind_of_a_project_may_be_ticked(tmp_path):
    header, rows = ["项目名称", "续建", "新建", "是否复工"], [["虚构大桥", "√", "", "是"], ["虚构水库", "", "√", "否"]]
    assert projects(tmp_path, header, *rows)["continuing_or_new"].tolist() == ["continuing", "new"]


def test_a_kind_that_nobody_knows_is_told_where_the_others_are_known(tmp_path):
    rows = [[f"虚构{n}号桥", kind, "是"] for n, kind in enumerate(["续建", "新建", "新建", "续建", "不清楚"])]
    findings = cleaned(tmp_path, {"甲县项目": [TITLE, ["项目名称", "性质", "是否复工"], *rows]})["findings"]
    assert findings.loc[findings["rule"].eq("choice_unknown"), "cells"].tolist() == ["B7"]


def test_sums_that_say_how_many_there_are_are_no_projects(tmp_path):
    header = ["县市", "项目名称", "总投资（万元）", "是否复工"]
    rows = [
        row
        for area in ("甲县", "乙县", "丙县")
        for row in ([area, "小计（1个）", 500, ""], [area, f"虚构{area}大桥", 500, "是"])
    ]
    assert sorted(projects(tmp_path, header, *rows)["name"]) == ["虚构丙县大桥", "虚构乙县大桥", "虚构甲县大桥"]


def test_progress_may_be_the_state(tmp_path):
    header, rows = (
        ["项目名称", "总投资（万元）", "进展情况"],
        [["虚构大桥", 500, "已复工"], ["虚构水库", 500, "未复工"]],
    )
    assert projects(tmp_path, header, *rows)["state"].tolist() == ["running", "stopped"]
