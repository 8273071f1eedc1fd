"""Lists of tasks as offices write them. All enterprises are fictional."""

import pytest
from small_survey import cleaned

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
