"""Tasks of three made-up weeks, worked out by hand: whose, since when, done, overdue, dropped."""

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis import metrics

DUTIES = [
    {"kind": kind, "name": name, "county_code": county, "category": category, "enterprise_id": enterprise}
    for kind, name, county, category, enterprise in [
        ("department", "交通局", "", "logistics", ""),
        ("department", "金融办", "", "funds", ""),
        ("department", "甲县金融办", "01", "funds", ""),
        ("supervision_group", "第一组", "01", "", ""),
        ("supervision_group", "第二组", "02", "", ""),
        ("stationed_cadre", "驻甲县", "01", "", ""),
        ("stationed_cadre", "驻企", "02", "", "E9"),
    ]
]
DAYS = {"2020-W07": "2020-02-11", "2020-W08": "2020-02-18", "2020-W09": "2020-02-25"}


def said(week, *rows):
    """(enterprise, category, something is solved) of one week; E1 to E5 are in county 01, others in 02."""
    frame = pd.DataFrame(rows, columns=["enterprise_id", "category", "resolved"])
    counties = ["01" if name < "E6" else "02" for name in frame["enterprise_id"]]
    return frame.assign(
        difficulty_id=frame["enterprise_id"] + "/" + frame["category"],
        county_code=counties,
        period_id=week,
        as_of=pd.Timestamp(DAYS[week]),
        text="原文",
        source_file="甲.xlsx",
        source_sheet="表1",
        source_cell=[f"K{5 + n}" for n in range(len(frame))],
    )


def weeks(make):
    return [make.week(number) for number in (7, 8, 9)]


@pytest.mark.parametrize(
    ("enterprise", "county", "category", "wanted"),
    [
        ("E1", "01", "logistics", ("交通局", "第一组", "驻甲县")),
        ("E1", "01", "funds", ("甲县金融办", "第一组", "驻甲县")),
        ("E6", "02", "funds", ("金融办", "第二组", None)),
        ("E6", "02", "orders", ("第二组", "第二组", None)),
        ("E9", "02", "orders", ("驻企", "第二组", "驻企")),
        ("E0", None, "orders", (None, None, None)),
    ],
    ids=["of the whole", "of the county first", "of the whole elsewhere", "no department", "stationed there", "nobody"],
)
def test_who_owes_it(enterprise, county, category, wanted):
    rows = pd.DataFrame([{"enterprise_id": enterprise, "county_code": county, "category": category}])
    found = metrics.owners(rows, DUTIES).iloc[0]
    assert tuple(None if pd.isna(name) else name for name in found) == wanted


def test_a_task_says_what_whose_by_when_and_where_it_is_written(make):
    tasks = metrics.hand_out(
        said("2020-W08", ("E1", "funds", True), ("E1", "none", False)), DUTIES, weeks(make), days=5
    )
    assert len(tasks) == 1
    task = tasks.iloc[0]
    assert (task["assigned_on"], task["due_on"]) == (pd.Timestamp("2020-02-18"), pd.Timestamp("2020-02-23"))
    assert (task["source"], task["state"], task["period_id"]) == ("enterprise", "open", "2020-W08")
    assert (task["source_file"], task["source_sheet"], task["source_cell"]) == ("甲.xlsx", "表1", "K5")


def test_a_difficulty_is_handed_out_once_and_again_when_it_comes_back(make):
    """E1 names funds all three weeks; E2 not in the second; E3 is silent in the second, which says nothing."""
    told = pd.concat(
        [
            said("2020-W07", ("E1", "funds", False), ("E2", "funds", False), ("E3", "funds", False)),
            said("2020-W08", ("E1", "funds", False), ("E2", "none", False)),
            said("2020-W09", ("E1", "funds", False), ("E2", "funds", False), ("E3", "funds", False)),
        ]
    )
    tasks = metrics.hand_out(told, DUTIES, weeks(make))
    assert tasks[["enterprise_id", "period_id"]].values.tolist() == [
        ["E1", "2020-W07"],
        ["E2", "2020-W07"],
        ["E3", "2020-W07"],
        ["E2", "2020-W09"],
    ]
    assert tasks["task_id"].is_unique


def test_a_late_file_keeps_the_ids_that_are_out(make):
    first = said("2020-W08", ("E1", "funds", False))
    late = said("2020-W08", ("E2", "funds", False)).assign(as_of=pd.Timestamp("2020-02-20"))
    before = metrics.hand_out(first, DUTIES, weeks(make))
    after = metrics.hand_out(pd.concat([first, late]), DUTIES, weeks(make))
    assert before["task_id"].iloc[0] in set(after["task_id"])


def answer(task_id, as_of, state=None, done_on=None, answer=None, text="原文", **more):
    """One row that came back."""
    told = {"task_id": task_id, "as_of": as_of, "state": state, "done_on": done_on, "answer": answer, "text": text}
    row = pd.DataFrame([told | {"source": None, "owner": None, "assigned_on": None, "due_on": None} | more])
    return row.assign(**{name: pd.to_datetime(row[name]) for name in ("as_of", "done_on", "assigned_on", "due_on")})


def test_how_tasks_stand_by_hand(make):
    """Eight tasks of 11 February, due on the 18th, seen on the 25th; two of the 18th, due on the 25th."""
    told = pd.concat(
        [
            said("2020-W07", *[(f"E{n}", "funds", False) for n in range(1, 9)]),
            said("2020-W08", ("E9", "orders", False), ("E5", "logistics", False), ("E5", "funds", False)),
            said(
                "2020-W09",
                ("E1", "funds", False),  # nobody wrote: overdue
                ("E2", "none", True),  # says that something is solved: done
                ("E3", "none", False),  # no word on it any more: dropped without an answer
                ("E4", "funds", True),  # something else is solved, this is not: overdue
                ("E7", "none", False),  # a department had written why: dropped, with an answer
                ("E8", "funds", False),  # done by the department's word, late
            ),
        ]
    )
    tasks = metrics.hand_out(told, DUTIES, weeks(make))
    ids = tasks.set_index(["enterprise_id", "category"])["task_id"]
    leader = {"owner": "交通局", "assigned_on": "2020-02-18", "due_on": "2020-02-21"}
    back = pd.concat(
        [
            answer(ids["E5", "funds"], "2020-02-18", "done", "2020-02-17"),
            answer(ids["E5", "funds"], "2020-02-25", answer="已放款"),
            answer(ids["E7", "funds"], "2020-02-18", "open", answer="正在协调"),
            answer(ids["E8", "funds"], "2020-02-25", "done", "2020-02-20"),
            answer("new", "2020-02-18", text="州领导交办：疏通道路", **leader),
            answer("unknown", "2020-02-18", "done", text=None),
        ]
    )
    states = metrics.task_states(metrics.update_tasks(tasks, back), pd.Timestamp("2020-02-25").date(), told)
    assert set(states["task_id"]) == {*ids, "new"}
    keys = states["enterprise_id"].fillna("") + "/" + states["category"].fillna("")
    columns = ["state", "age_days", "days_overdue", "is_answered"]
    assert dict(zip(keys, states[columns].itertuples(index=False, name=None), strict=True)) == {
        "E1/funds": ("overdue", 14, 7, False),
        "E2/funds": ("done", 14, 0, True),
        "E3/funds": ("dropped", 14, 0, False),
        "E4/funds": ("overdue", 14, 7, False),
        "E5/funds": ("done", 14, 0, True),
        "E6/funds": ("overdue", 14, 7, False),
        "E7/funds": ("dropped", 14, 0, True),
        "E8/funds": ("done", 14, 0, True),
        "E9/orders": ("overdue", 7, 0, False),
        "E5/logistics": ("overdue", 7, 0, False),
        "/": ("overdue", 7, 4, False),
    }
    table = metrics.tasks_by_owner(states).set_index("owner")
    counts = ["tasks", "open", "done", "overdue", "dropped", "done_late", "dropped_unanswered", "oldest_days"]
    # E1 to E5 are of county 01, E6 to E8 of 02.
    assert table.loc["甲县金融办", counts].tolist() == [5, 0, 2, 2, 1, 0, 1, 14]
    assert table.loc["金融办", counts].tolist() == [3, 0, 1, 1, 1, 1, 0, 14]
    assert table.loc["甲县金融办", "done_pct"] == 40


def test_how_old_the_oldest_task_is_that_is_not_done():
    """Open for 3 and for 10 days; what is done after 30 days is no longer waiting."""
    states = pd.DataFrame({"state": ["open", "open", "done"], "age_days": pd.array([3, 10, 30], "Int64")}).assign(
        owner="交通局", category="logistics", is_answered=False, done_on=pd.NaT, due_on=pd.NaT
    )
    assert metrics.tasks_by_owner(states)["oldest_days"].tolist() == [10]


def test_how_many_hang_on_our_own_approval(make):
    told = said("2020-W08", ("E1", "approval", False), ("E2", "funds", False), ("E3", "funds", False))
    panel = make.panel({"planned": 4})
    panel.loc[2, "state_reason"] = "awaiting_approval"
    states = metrics.task_states(metrics.hand_out(told, DUTIES, weeks(make)), pd.Timestamp("2020-02-19").date(), told)
    assert metrics.hangs_on_approval(states, panel).tolist() == [True, True, False]
    assert metrics.tasks_by_owner(states, "county_code", panel)["own_approval"].tolist() == [2]


@pytest.mark.parametrize("seed", range(2))
def test_counts_by_owner_agree_with_duckdb(seed, make):
    random = np.random.default_rng(seed)
    told = pd.concat(
        [
            said(week, *zip(random.choice([f"E{n}" for n in range(1, 30)], 40),
                            random.choice(["funds", "logistics", "orders", "none"], 40),
                            random.random(40) < 0.3, strict=True))
            for week in DAYS
        ]
    )  # fmt: skip
    tasks = metrics.hand_out(told, DUTIES, weeks(make))
    states = metrics.task_states(tasks, pd.Timestamp("2020-02-25").date(), told)
    assert (states["state"].eq("overdue") == ((states["due_on"] <= "2020-02-25") & states["state"].ne("done")
                                              & states["state"].ne("dropped"))).all()  # fmt: skip
    rows = states[["owner", "state"]]  # noqa: F841
    truth = duckdb.sql(
        "select owner, count(*) n, count(*) filter (where state = 'overdue') late from rows group by 1 "
        "order by late desc, n desc, owner nulls last"
    ).df()
    table = metrics.tasks_by_owner(states)
    assert table[["tasks", "overdue"]].values.tolist() == truth[["n", "late"]].values.tolist()


def test_nothing_handed_out(make):
    empty = said("2020-W07", ("E1", "none", False))
    tasks = metrics.hand_out(empty, DUTIES, weeks(make))
    states = metrics.task_states(tasks, pd.Timestamp("2020-02-25").date(), empty)
    assert states.empty
    assert metrics.tasks_by_owner(states).empty
    assert metrics.hand_out(empty, DUTIES, []).empty


def test_where_no_answer_is_of_a_known_enterprise_tasks_stay_open(make):
    tasks = metrics.hand_out(said("2020-W07", ("E1", "funds", False)), DUTIES, weeks(make))
    strangers = said("2020-W09", ("E1", "orders", False)).assign(enterprise_id=None)
    assert metrics.task_states(tasks, pd.Timestamp("2020-02-12").date(), strangers)["state"].tolist() == ["open"]


def test_a_difficulty_of_a_list_that_is_a_task_itself_is_not_handed_out_again(make):
    difficulties = said("2020-W08", ("E1", "labour", False), ("E2", "funds", False))
    tasks = metrics.hand_out(difficulties, DUTIES, [make.week(8)])
    listed = {"task_id": "of the list", "as_of": pd.Timestamp("2020-02-18"), "text": "原文", "owner": "人社局"}
    cell = {"source_file": "甲.xlsx", "source_sheet": "表1", "source_cell": "K5"}
    blank = dict.fromkeys(["state", "done_on", "answer", "source"], None)
    found = metrics.update_tasks(tasks, pd.DataFrame([listed | cell | blank], dtype=object))
    assert found[["enterprise_id", "owner"]].fillna("").values.tolist() == [["E2", "甲县金融办"], ["", "人社局"]]
