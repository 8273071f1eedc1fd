"""What was promised and is overdue, how old and how severe: sentences and charts over tasks made by hand."""

from types import SimpleNamespace

import pandas as pd
import pytest
from fictional_weeks import SURVEY, WEEKS

from analysis import figures, metrics
from analysis.figures.exhibit import Notice
from analysis.vocabulary.audiences import find_audience


def about(lang="zh"):
    return SimpleNamespace(
        survey=SURVEY, period=WEEKS[-1], previous=WEEKS[-2], periods=WEEKS, area=SURVEY.region("522700"),
        base="expected", lang=lang, audience=find_audience(),
    )  # fmt: skip


def states(*rows):
    """(owner, state, handed out in the week before) each."""
    frame = pd.DataFrame(rows, columns=["owner", "state", "last"])
    return frame.assign(
        period_id=[WEEKS[-2].id if last else WEEKS[-1].id for last in frame["last"]],
        category="funds",
        enterprise_id="E0",
        is_answered=frame["state"].eq("done"),
        age_days=7,
        done_on=pd.NaT,
        due_on=pd.Timestamp("2020-02-25"),
    )


def test_english_pages_name_departments_in_english():
    late = states(("州交通运输局", "overdue", True))
    owners = metrics.tasks_by_owner(late)
    assert "overdue with Transport Bureau (1 task)" in figures.task_sentences(about("en"), late, owners)[0]
    part = figures.tasks_by_owner(about("en"), owners, late)
    assert part.table.iloc[0, 0] == "Transport Bureau"


MIXED = states(
    ("甲局", "done", True), ("甲局", "overdue", True), ("乙局", "overdue", True), ("甲局", "overdue", True),
    ("乙局", "dropped", True), (None, "open", False),
)  # fmt: skip


def test_pattern_8_counts_the_tasks_of_last_week_only():
    owners = metrics.tasks_by_owner(MIXED)
    assert figures.task_sentences(about(), MIXED, owners) == [
        "上周交办5件，办结1件，超期3件，企业不再反映1件；超期责任单位：甲局2件、乙局1件。"
    ]
    assert figures.task_sentences(about("en"), MIXED, owners) == [
        "Handed out the week before: 5 tasks; 1 done, 3 overdue, 1 named no more; "
        "overdue with 甲局 (2 tasks) and 乙局 (1 task)."
    ]


def test_what_hangs_on_our_own_approval_is_said():
    waiting = MIXED.assign(category="approval")
    said = figures.task_sentences(about(), waiting, metrics.tasks_by_owner(waiting))
    assert said[-1] == "未办结任务中，有4件尚待本级审批。"


def test_every_owner_is_a_bar_and_nobody_is_named():
    shown = figures.tasks_by_owner(about(), metrics.tasks_by_owner(MIXED), MIXED)
    assert shown.title == "共交办6件：办结1件，超期3件，甲局超期最多"
    assert shown.table["分组"].tolist() == ["甲局", "乙局", "待明确责任单位"]
    assert [trace["x"] for trace in shown.figure["data"]] == [[1, 0, 0], [0, 0, 1], [2, 1, 0], [0, 1, 0]]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_handed_out_is_one_line(lang):
    none = MIXED.iloc[:0]
    owners = metrics.tasks_by_owner(none)
    assert figures.task_sentences(about(lang), none, owners) == []
    assert isinstance(figures.tasks_by_owner(about(lang), owners, none), Notice)


def test_none_late():
    done = states(("甲局", "done", True))
    shown = figures.tasks_by_owner(about(), metrics.tasks_by_owner(done), done)
    assert shown.title == "共交办1件：办结1件，没有超期"


def test_how_long_open_and_until_it_ends():
    ages = pd.DataFrame({"category": ["funds", "orders"], "open": [3, 1], "old": [2, 0], "median_days": [14.0, 0.0]})
    ages["oldest_days"] = [21, 0]
    ends = pd.DataFrame({"category": ["funds"], "quartile": 50, "value_status": "ok", "from_days": 1, "to_days": 7})
    shown = figures.open_for(about(), ages, ends)
    assert shown.title == "未解决的困难4户次，其中2户次已反映两周以上"
    assert shown.table["解决所需"].tolist() == ["1至7天", "未到一半"]
    assert isinstance(figures.open_for(about(), ages.iloc[:0], ends), Notice)


def test_severity_compares_with_the_others_and_leaves_small_groups_out():
    shares = ["idle_pct", "idle_pct_others", "staff_away_pct", "staff_away_pct_others"]
    shares += ["capacity_short_pct", "capacity_short_pct_others"]
    rows = pd.DataFrame(
        [["other", 50, 0, 0, 90, 20, 0, 0], ["labour", 40, 0, 0, 60, 25, 0, 0], ["funds", 9, 0, 0, 80, 0, 0, 0]],
        columns=["category", "enterprises", *shares],
    ).astype(dict.fromkeys(shares, "Float64"))
    shown = figures.severity(about(), rows)
    assert shown.title == "反映用工困难的企业有60.0%的职工未返岗，其他企业25.0%"
    assert len(shown.table) == 1
    assert shown.figure["data"][-1]["x"] == [25.0]
    assert isinstance(figures.severity(about(), rows.iloc[:1]), Notice)


def test_the_pair_most_beyond_chance_is_told():
    pairs = pd.DataFrame(
        [["funds", "orders", 30, 60, 50.0, 49.5], ["packaging", "logistics", 21, 49, 42.9, 29.8],
         ["energy", "labour", 3, 4, 75.0, 10.0]],
        columns=["category", "other", "both", "named", "share_pct", "expected_pct"],
    )  # fmt: skip
    assert figures.together(about(), pairs) == ["反映包装的49户中，42.9%同时反映物流（全部已填企业为29.8%）。"]
    assert figures.together(about(), pairs.iloc[[0, 2]]) == []
    assert figures.together(about(), pairs.iloc[:0]) == []


def test_pattern_6_warns_of_stocks_for_days():
    short = pd.DataFrame(
        {"enterprise_id": ["E0", "E1", "E1"], "input": ["液氨", "液氨", None], "stock_days": [2.0, 1.0, 0.0]}
    )
    assert figures.short_stocks(about(), short) == [
        "供应商表中，2户有原料库存不足3天：所需原料（1户，最短0天）、液氨（2户，最短1天）。"
    ]
    assert figures.short_stocks(about(), short.iloc[:0]) == []
