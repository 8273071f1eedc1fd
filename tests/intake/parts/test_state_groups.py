"""Headings that give a state to the enterprises below them, numbered or not."""

import pandas as pd
import pytest
from small_survey import ONE, TWO, cleaned

from analysis.intake.values.state_phrases import heads_by_state

HEADER = ["企业名称", "职工总数", "返岗人数", "备注"]
HEADINGS = [
    ("已复工企业", "未复工企业", "running", "stopped"),
    ("已复产企业", "部分复产企业", "running", "partial"),
    ("正常生产企业：", "停产企业：", "running", "stopped"),
    ("已复工", "未复工", "running", "stopped"),
    ("已恢复生产的企业（1户）", "拟复工企业（1户）", "running", "planned"),
    ("部分停产企业", "停产企业", "partial", "stopped"),
    ("一、已复产企业", "二、未复产企业", "running", "stopped"),
    ("一、已全面恢复生产企业（6户）", "二、尚未恢复生产企业（9户）", "running", "stopped"),
    ("A. Businesses that have reopened (1)", "B. Businesses still closed (1)", "running", "stopped"),
    ("Partially open firms", "Closed businesses", "partial", "stopped"),
    ("Resumed (1)", "Not resumed (1)", "running", "stopped"),
    ("Planned", "Deregistered (1)", "planned", "excluded"),
    ("Jia: enterprises that resumed (25 February 2020)", "Jia: enterprises not resumed", "running", "stopped"),
]


@pytest.mark.parametrize("again", [False, True], ids=["one header", "a header each"])
@pytest.mark.parametrize(("first", "second", "state", "other"), HEADINGS)
def test_a_heading_gives_the_state(tmp_path, first, second, state, other, again):
    head, one, two = [HEADER], [ONE, 60, 50, ""], [TWO, 30, 10, "缺料"]
    rows = [[first], *head, one, [], [second], *head, two] if again else [*head, [first], one, [second], two]
    tables = cleaned(tmp_path, {"甲县": [["企业复产情况（2月25日）"], *rows]})
    found = tables["status"].sort_values("source_row")
    assert dict(zip(found["name"], found["state"], strict=True)) == {ONE: state, TWO: other}


@pytest.mark.parametrize(
    "text",
    ["停产", "部分复工项目（12个）", "暂未开工企业名单", "政策性停产企业", "缺料停产（2户）", "因疫情未复工企业"],
)
def test_headings(text):
    assert heads_by_state(text)


@pytest.mark.parametrize(
    "text",
    [
        "正常",
        "是",
        "复工企业",
        "不停产企业",
        "停产机械厂",
        "已复工数",
        "已复工，未达产",
        "停产缺料机械厂",
        "因停产企业缺料",
    ],
)
def test_no_headings(text):
    assert not heads_by_state(text)


LISTS = [["已复工企业名单"], ["序号", "企业名称"], [1, ONE], [], ["未复工企业名单"], ["序号", "企业名称"], [1, TWO]]
GROUPS = [["序号", "企业名称"], ["一、已复工企业（1户）"], [1, ONE], ["二、未复工企业（1户）"], [1, TWO]]
SHEETS = {
    state: [["序号", "企业名称", "所属行业"], [1, name, "建材"]] for state, name in (("已复工", ONE), ("未复工", TWO))
}
WHY = [[["未复工企业名单"], ["企业名称", "未复工原因"], [TWO, ""]], [["已复工企业"], ["企业名称", "备注"], [ONE, ""]]]
BLANK = [HEADER, ["一、已复工企业"], [ONE, 60, 50, ""], ["二、未复工企业"], [TWO, "", "", ""]]


@pytest.mark.parametrize("sheets", [{"甲县": LISTS}, {"甲县": GROUPS}, SHEETS, {"甲县": BLANK}, dict(enumerate(WHY))])
def test_a_list_of_names_may_answer_by_its_heading(tmp_path, sheets):
    found = cleaned(tmp_path, sheets)["status"]
    assert dict(zip(found["name"], found["state"], strict=True)) == {ONE: "running", TWO: "stopped"}


@pytest.mark.parametrize("title", ["节前正常生产企业名单", "规上工业企业名录", "复工企业名单"])
def test_a_list_of_names_under_another_heading_answers_nothing(tmp_path, title):
    assert cleaned(tmp_path, {"甲县": [[title], ["企业名称", "所属行业"], [ONE, "建材"], [TWO, "化工"]]})[
        "status"
    ].empty


@pytest.mark.parametrize(
    ("heading", "category", "reason"),
    [
        ("一、因疫情停产企业", "other", None),
        ("缺料停产（2户）", "raw_material", None),
        ("（一）检修停产企业", None, "overhaul"),
        ("一、资金短缺", "funds", None),
        ("一、未复工企业", None, None),
    ],
)
def test_a_heading_gives_the_reason(tmp_path, heading, category, reason):
    rows = [["未复工企业名单（2月25日）"], ["企业名称", "职工总数"], [heading], [ONE, 60], [TWO, 30]]
    tables = cleaned(tmp_path, {"甲县": rows})
    status, difficulties = tables["status"], tables["difficulties"]
    assert status["state"].tolist() == ["stopped"] * 2
    assert [None if pd.isna(said) else said for said in status["state_reason"]] == [reason] * 2
    difficulties = difficulties if len(difficulties) else pd.DataFrame(columns=["category", "source_cell"])
    assert difficulties["category"].tolist() == ([category] * 2 if category else [])
    assert difficulties["source_cell"].tolist() == (["A3"] * 2 if category else [])


def test_a_state_in_place_of_a_name_heads_the_rows_below_whatever_it_sums(tmp_path):
    rows = [["企业名称", "求和项:职工人数", "求和项:到岗人数"], ["已复工", 100, 80], [f"  {ONE}", 60, 50]]
    rows += [["  甲县三厂（虚构）", 40, 30], ["未复工", 30, 10], [f"  {TWO}", 30, 10], ["总计", 130, 90]]
    tables = cleaned(tmp_path, {"甲县": [["企业复产情况（2月25日）"], [], *rows]})
    status = tables["status"].sort_values("source_row")
    told = status[["name", "state", "staff_back"]].values.tolist()
    assert told == [[ONE, "running", 50], ["甲县三厂（虚构）", "running", 30], [TWO, "stopped", 10]]
    assert "total_differs" not in set(tables["findings"]["rule"])
