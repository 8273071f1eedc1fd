"""The ledger of plans, the approval funnel and flows between states."""

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis import metrics

ON = pd.Timestamp("2020-02-29").date()
# weeks 8 and 9: (state, planned day, resumed day; 30 is 1 March), then outcome, slip, postponed, actual day.
LEDGER = {
    "kept": (("planned", 24, None), ("running", None, 23), "on_time", -1, 0, 23),
    "kept on the day": (("planned", 24, None), ("running", None, 24), "on_time", 0, 0, 24),
    "before its plan is due": (("planned", 30, None), ("running", None, 26), "ahead", -4, 0, 26),
    "late": (("planned", 20, None), ("running", None, 24), "late", 4, 0, 24),
    "seen running, no date": (("planned", 24, None), ("running", None, None), "late", 3, 0, 27),
    "overdue": (("planned", 20, None), ("stopped", None, None), "overdue", 9, 0, None),
    "postponed": (("planned", 20, None), ("planned", 28, None), "overdue", 9, 1, None),
    "moved forward": (("planned", 28, None), ("planned", 25, None), "overdue", 1, 0, None),
    "due today": (("planned", 29, None), ("planned", 29, None), "pending", None, 0, None),
    "never planned": (("stopped", None, None), ("stopped", None, None), "no_plan", None, 0, None),
    "just ran": (("running", None, 12), ("running", None, 12), "no_plan_resumed", None, 0, 12),
    "a date but no return that says so": (("planned", 24, 22), (None, None, None), "overdue", 5, 0, None),
}


def day(number):
    return pd.NaT if number is None else pd.Timestamp(2020, 2, 1) + pd.Timedelta(days=number - 1)


def stacked(make):
    frames = []
    for place, (period, as_of) in enumerate((("2020-W08", 20), ("2020-W09", 27))):
        cases = [row[place] for row in LEDGER.values()]
        frame = make.panel({"running": len(LEDGER)}, name=list(LEDGER))
        frame = frame.assign(
            period_id=period,
            state=pd.Series([case[0] for case in cases], dtype="str"),
            planned_on=[day(case[1]) for case in cases],
            resumed_on=[day(case[2]) for case in cases],
            as_of=[day(as_of) if case[0] else pd.NaT for case in cases],
        )
        frames.append(frame)
    return pd.concat(frames[::-1], ignore_index=True)


@pytest.mark.parametrize("name", LEDGER)
def test_ledger_by_hand(name, make):
    row = metrics.timetable(stacked(make), ON).set_index("name").loc[name]
    *_, outcome, slip, postponed, actual = LEDGER[name]
    assert row["outcome"] == outcome
    assert pd.isna(row["slip_days"]) if slip is None else row["slip_days"] == slip
    assert row["postponed"] == postponed
    assert pd.isna(row["actual_on"]) if actual is None else row["actual_on"] == day(actual)
    assert row["actual_is_latest"] == (name == "seen running, no date")


def test_share_of_plans_kept(make):
    """Nine plans, all but none due by the 29th; two kept; slips -1 0 4 3 9 9 1 5 and none for the one due today."""
    ledger = metrics.timetable(stacked(make), ON)
    kept = metrics.kept_plans(ledger, ON).iloc[0]
    assert (kept["numerator"], kept["denominator"]) == (2, 9)
    assert kept["rate_pct"] == pytest.approx(200 / 9)
    assert kept["median_slip_days"] == 3.5


def test_funnel_and_running_without_approval(make):
    some = pd.Timestamp("2020-02-10")
    frame = make.panel(
        {"running": 3, "stopped": 2},
        applied_on=[some, some, pd.NaT, some, pd.NaT],
        inspected_on=[some, some, pd.NaT, some, pd.NaT],
        approved_on=[some, pd.NaT, pd.NaT, pd.NaT, pd.NaT],
    )
    found = metrics.funnel(frame).set_index("stage")
    assert found["enterprises"].to_dict() == {"applied": 3, "inspected": 3, "approved": 1, "resumed": 3}
    assert found["in_order"].to_dict() == {"applied": 3, "inspected": 3, "approved": 1, "resumed": 1}
    assert found.loc["resumed", "share_pct"] == 60
    unapproved = metrics.running_without_approval(frame)
    assert unapproved["enterprise_id"].tolist() == ["E1", "E2"]
    assert unapproved["applied"].tolist() == [True, False]
    assert metrics.running_without_approval(frame.assign(approved_on=pd.NaT)).empty


def test_an_office_that_does_not_ask_for_approvals_has_none_lacking(make):
    """File a asks for applications and approvals, b for applications only, c for neither; nobody for inspections."""
    some = pd.Timestamp("2020-02-10")
    frame = make.panel(
        {"running": 6},
        upload_id=["a", "a", "b", "b", "c", "c"],
        applied_on=[some, some, some, pd.NaT, pd.NaT, pd.NaT],
        inspected_on=pd.NaT,
        approved_on=[some, pd.NaT, pd.NaT, pd.NaT, pd.NaT, pd.NaT],
    )
    found = metrics.funnel(frame).set_index("stage")
    assert found["asked"].to_dict() == {"applied": 4, "inspected": 0, "approved": 2, "resumed": 4}
    assert found["enterprises"].to_dict() == {"applied": 3, "inspected": 0, "approved": 1, "resumed": 4}
    assert found["in_order"].to_dict() == {"applied": 3, "inspected": 0, "approved": 1, "resumed": 2}
    assert (found.loc["approved", "share_pct"], found.loc["resumed", "expected"]) == (50, 6)
    assert found["share_pct"].isna().tolist() == [False, True, False, False]
    assert metrics.running_without_approval(frame)["enterprise_id"].tolist() == ["E1"]


@pytest.mark.parametrize("seed", range(3))
def test_flows_agree_with_duckdb(seed, make):
    random = np.random.default_rng(seed)
    enterprises = make.register(random, 200)
    now, before = (
        metrics.panel(enterprises, make.returns(random, enterprises, make.week(n)), make.week(n)) for n in (9, 8)
    )
    columns = ["enterprise_id", "county_code", "state", "above_scale", "normal_before_festival"]
    one, two = now[columns], before[columns]
    truth = duckdb.from_df(one).query(
        "one",
        "select one.county_code, coalesce(two.state, 'missing'), coalesce(one.state, 'missing'), count(*) "
        "from one join two using (enterprise_id) where one.above_scale and one.normal_before_festival group by all",
    )
    expected = sorted(map(str, truth.fetchall()))
    assert len(two) == len(one)
    flows = metrics.state_flows(now, before, by="county_code")
    rows = flows.astype({"county_code": object}).where(flows.notna(), None).drop(columns="relapse")
    assert sorted(str(tuple(row)) for row in rows.itertuples(index=False)) == expected


def test_relapse_joiner_and_leaver(make):
    before = make.panel({"running": 2}).iloc[[0, 1]]
    now = before.assign(state=pd.Series(["stopped", "running"], dtype="str")).iloc[[0]]
    joined = now.assign(enterprise_id="new", state="running")
    flows = metrics.state_flows(pd.concat([now, joined]), before).set_index(["from_state", "to_state"])
    assert flows["enterprises"].to_dict() == {
        ("outside", "running"): 1,
        ("running", "outside"): 1,
        ("running", "stopped"): 1,
    }
    assert flows["relapse"].to_dict()[("running", "stopped")]
    assert flows["relapse"].sum() == 1
