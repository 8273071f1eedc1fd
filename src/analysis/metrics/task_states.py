"""How tasks stand on a day: done, overdue, dropped without an answer; by owner; how many wait for our own approval."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from analysis.metrics.grouping import percent, require, truth

TASK_STATES = ("open", "done", "overdue", "dropped")


def task_states(tasks: pd.DataFrame, as_of: date, difficulties: pd.DataFrame | None = None) -> pd.DataFrame:
    """Tasks with ``state`` at the end (24:00) of a day, ``age_days``, ``days_overdue`` and ``is_answered``.

    done: an answer says so or names the day, or the enterprise answered again, names it no more and says that
    something is solved. dropped: an answer says so, or the enterprise answered again and just names it no more.
    overdue: the day it was due is over (``days_overdue`` counts from that day; 0 where nothing is overdue). open: the
    rest. age_days: from hand-out to the day. is_answered: somebody wrote back, or it is done. ``difficulties``: all
    up to the day, to see what enterprises say now. Tasks handed out later are left out.
    """
    require(tasks, ["assigned_on", "due_on", "done_on", "state", "answer"], "the tasks")
    day = pd.Timestamp(as_of)
    rows = tasks[~(tasks["assigned_on"] > day)].reset_index(drop=True)
    said = rows["state"].fillna("open")
    solved, gone = _said_since(rows, difficulties, day)
    told = said.eq("done") | truth(rows["done_on"] <= day)
    done = told | (solved & said.ne("dropped"))
    dropped = (said.eq("dropped") | gone) & ~done
    late = truth(rows["due_on"] <= day) & ~done & ~dropped
    states = np.select([done, dropped, late], ["done", "dropped", "overdue"], "open")
    return rows.assign(
        state=pd.Series(states, rows.index, dtype="string"),
        age_days=(day - rows["assigned_on"]).dt.days.astype("Int64"),
        days_overdue=(day - rows["due_on"]).dt.days.where(late, 0).fillna(0).astype("Int64"),
        is_answered=truth(rows["answer"].notna() | told | solved | said.eq("dropped")),
    )


def tasks_by_owner(states: pd.DataFrame, by: str = "owner", panel: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row per owner (or other column): how its tasks stand; most overdue first. From `task_states`.

    tasks = open + done + overdue + dropped; done_late (done after the day it was due); dropped_unanswered (nobody
    wrote why); own_approval (not done, and hangs on an approval of ours, see `hangs_on_approval`); oldest_days (age
    of the oldest not done); done_pct = 100 * done / tasks. A task without an owner has owner missing.
    """
    require(states, [by, "state", "is_answered", "age_days"], "the tasks")
    unfinished = states["state"].isin(["open", "overdue"])
    marks = {state: states["state"].eq(state) for state in TASK_STATES}
    marks["done_late"] = marks["done"] & truth(states["done_on"] > states["due_on"])
    marks["dropped_unanswered"] = marks["dropped"] & ~states["is_answered"]
    marks["own_approval"] = unfinished & hangs_on_approval(states, panel)
    counted = pd.DataFrame({name: mark.astype(int) for name, mark in marks.items()}).assign(
        **{by: states[by].astype(object), "tasks": 1, "oldest_days": states["age_days"].where(unfinished)}
    )
    grouped = counted.groupby(by, dropna=False)
    table = grouped[["tasks", *marks]].sum().assign(oldest_days=grouped["oldest_days"].max()).reset_index()
    table["done_pct"] = percent(table["done"], table["tasks"])
    return table.sort_values(["overdue", "tasks", by], ascending=[False, False, True], ignore_index=True)


def hangs_on_approval(tasks: pd.DataFrame, panel: pd.DataFrame | None = None) -> pd.Series:
    """True for tasks that wait for an approval of the bureau or county: of category approval, or of an enterprise
    that stands still because it awaits approval (``state_reason`` awaiting_approval in ``panel``)."""
    waits = truth(tasks["category"].eq("approval"))
    if panel is not None:
        awaiting = panel.loc[truth(panel["state_reason"].eq("awaiting_approval")), "enterprise_id"]
        waits |= tasks["enterprise_id"].isin(awaiting.dropna())
    return waits


def _said_since(
    tasks: pd.DataFrame, difficulties: pd.DataFrame | None, day: pd.Timestamp
) -> tuple[pd.Series, pd.Series]:
    """Of each task whether its enterprise answered since and names it no more: calling it solved, or without a word."""
    nothing = pd.Series(False, index=tasks.index)
    if difficulties is None or difficulties.empty or tasks.empty:
        return nothing, nothing
    days = pd.to_datetime(difficulties["as_of"])
    said, days = difficulties[days <= day], days[days <= day]
    last = days.groupby(said["enterprise_id"]).max()
    now = said[days.eq(said["enterprise_id"].map(last))]
    named = now.loc[now["category"].ne("none"), "difficulty_id"]
    # The answer that led to the task is no later word on it.
    after = truth(tasks["enterprise_id"].map(last) > tasks["assigned_on"]) & tasks["difficulty_id"].notna()
    silent = after & ~tasks["difficulty_id"].isin(named)
    solving = tasks["enterprise_id"].isin(now.loc[truth(now["resolved"]), "enterprise_id"])
    return silent & solving, silent & ~solving
