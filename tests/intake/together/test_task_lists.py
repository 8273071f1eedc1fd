"""Lists of tasks as offices write them. All enterprises are fictional."""

import pytest
from small_survey import ONE, SETTINGS, TWO, cleaned

HEADER = ["序号", "交办内容", "责任单位", "办结时限"]


@pytest.mark.parametrize(
    ("more", "cells", "state", "answer"),
    [
        (["完成情况"], ["已办结"], "done", None),
        (["完成情况"], ["已协调车辆3台"], "open", "已协调车辆3台"),
        (["进展", "完成情况"], ["已落实5000只", "已办结"], "done", "已落实5000只；已办结"),
        (["进展", "完成情况"], ["已协调3台", "办理中"], "open", "已协调3台；办理中"),
    ],
)
def test_a_tasks_state_is_told_by_the_column_that_knows_it(tmp_path, more, cells, state, answer):
    rows = [["交办事项落实情况"], [*HEADER, *more], [1, "协调口罩5000只", "物资组", "2月25日", *cells]]
    tables = cleaned(tmp_path, {"甲县交办2月26日": rows})
    task = tables["tasks"].iloc[0]
    assert (task["state"], task["answer"]) == (state, answer)
    told = tables["findings"]["rule"].eq("task_state_in_words").any()
    assert told == (answer == "已协调车辆3台")


@pytest.mark.parametrize(
    ("cells", "rule", "cell"),
    [
        (["协调口罩", "甲县一厂（虚构）", "2月20日", "2月18日", None], "task_before_assigned", "D3"),
        (["协调口罩", "甲县一厂（虚构）", "2月20日", "2月25日", "2月19日"], "task_before_assigned", "E3"),
        ([None, "甲县一厂（虚构）", "2月20日", "2月25日", None], "task_without_text", "A3"),
        (["协调口罩", "不认识的仪表厂", "2月20日", "2月25日", None], "entity_unmatched", "B3"),
    ],
)
def test_what_contradicts_itself_or_is_lost_is_told(tmp_path, cells, rule, cell):
    header = ["交办内容", "企业名称", "交办时间", "办结时限", "办结时间"]
    plain = ["协调车辆3台", "甲县二厂（虚构）", "2月20日", "2月25日", None]
    findings = cleaned(tmp_path, {"甲县交办2月26日": [["交办事项"], header, cells, plain]})["findings"]
    assert cell in findings.loc[findings["rule"].eq(rule), "cells"].tolist()


PROBLEMS = ["序号", "企业名称", "存在问题", "责任单位", "完成时限", "是否销号"]


def test_a_list_of_problems_that_says_who_settles_which_by_when_is_of_tasks_too(tmp_path):
    header = [*PROBLEMS, "销号时间"]
    rows = [
        [1, ONE, "缺口罩", "物资组", "3月1日", "未销号", ""],
        [2, TWO, "缺煤", "能源局", "2月25日", "已销号", "2月24日"],
    ]
    tables = cleaned(tmp_path, {"甲县2月26日": [["企业问题销号清单"], header, *rows]})
    tasks = tables["tasks"].sort_values("source_row")
    assert tasks[["name", "text", "owner", "state"]].values.tolist() == [
        [ONE, "缺口罩", "物资组", "open"], [TWO, "缺煤", "能源局", "done"],
    ]  # fmt: skip
    assert [day.day for day in tasks["due_on"]] == [1, 25]
    difficulties = tables["difficulties"].sort_values("source_row")
    assert difficulties["category"].tolist() == ["protective_supplies", "none"]
    assert "columns_not_kept" not in set(tables["findings"].get("rule", ()))


def test_a_heading_may_say_how_tasks_stand(tmp_path):
    header = ["序号", "企业名称", "交办问题", "主办单位", "办理结果"]
    rows = [
        ["一、已办结（1件）"],
        [1, ONE, "缺口罩", "物资组", "已调拨口罩"],
        ["二、正在办理（1件）"],
        [2, TWO, "缺煤", "能源局", ""],
    ]
    tasks = cleaned(tmp_path, {"甲县2月26日": [["问题交办清单"], header, *rows]})["tasks"].sort_values("source_row")
    assert tasks["state"].tolist() == ["done", "open"]
    assert tasks["answer"].tolist()[0] == "已调拨口罩"


def test_numbers_that_begin_anew_in_each_list_are_no_ids(tmp_path):
    header = ["问题编号", "交办事项", "责任单位"]
    lists = {f"甲县交办{n}2月26日": [header, ["1", text, "物资组"]] for n, text in enumerate(("送口罩", "送煤"))}
    assert sorted(cleaned(tmp_path, lists)["tasks"]["text"]) == ["送口罩", "送煤"]


def test_a_list_of_tasks_is_left_alone_where_a_survey_reads_other_sheets_only(tmp_path, monkeypatch):
    monkeypatch.setitem(SETTINGS, "survey.yml", SETTINGS["survey.yml"] + "summaries: {别的表: response}\n")
    rows = [["交办事项落实情况"], HEADER, [1, "协调口罩5000只", "物资组", "2020-02-25"]]
    assert cleaned(tmp_path, {"甲县交办2月26日": rows})["tasks"].empty
