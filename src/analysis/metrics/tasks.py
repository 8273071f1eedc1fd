"""Tasks: who owes the solution of which difficulty by when, what was done, and what was dropped without an answer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analysis.metrics.grouping import require, truth

STATES = ("open", "done", "overdue", "dropped")
DAYS_TO_DO = 7
_TASK_TEXT = (
    "task_id", "difficulty_id", "enterprise_id", "county_code", "period_id", "category", "text", "source", "owner",
    "supervision_group", "state", "answer", "source_file", "source_sheet", "source_cell",
)  # fmt: skip
_DATES = ("assigned_on", "due_on", "done_on")
COLUMNS = (*_TASK_TEXT[:10], *_DATES, *_TASK_TEXT[10:])
_ANSWERED = ("done_on", "state", "answer")


def assign_tasks(
    difficulties: pd.DataFrame,
    duties: pd.DataFrame,
    assigned_on: date,
    *,
    days: int = DAYS_TO_DO,
    handed_out: Iterable[str] = (),
) -> pd.DataFrame:
    """One task per open difficulty of one period that is not among ``handed_out`` (difficulty ids).

    The owner is the department whose duty the category is (one of the county before one of the whole), else the
    supervision group of the county, else missing. ``duties``: kind, code, name, county_code, category. Due ``days``
    after ``assigned_on``. Evidence: source_file, source_sheet and source_cell of the difficulty. Raises ValueError
    for missing columns or several periods.
    """
    require(difficulties, ["difficulty_id", "enterprise_id", "county_code", "category"], "difficulties")
    require(duties, ["kind", "name", "county_code", "category"], "duties")
    if "period_id" in difficulties.columns and difficulties["period_id"].nunique() > 1:
        raise ValueError("difficulties hold several periods; choose one")
    rows = difficulties[difficulties["category"].ne("none") & ~_resolved(difficulties)]
    rows = rows[~rows["difficulty_id"].isin(set(handed_out))].drop_duplicates("difficulty_id")
    group = rows["county_code"].map(_first(duties[duties["kind"].eq("supervision_group")], "county_code"))
    first, due = pd.Timestamp(assigned_on), pd.Timestamp(assigned_on + timedelta(days=days))
    frame = rows.reindex(columns=[c for c in COLUMNS if c in rows.columns]).assign(
        task_id=[hashlib.sha256(f"{one}|{assigned_on}".encode()).hexdigest()[:16] for one in rows["difficulty_id"]],
        source="enterprise",
        owner=_owners(rows, duties).fillna(group),
        supervision_group=group,
        assigned_on=first,
        due_on=due,
        done_on=pd.NaT,
        state="open",
        answer=None,
    )
    return _typed(frame)


def hand_out(
    difficulties: pd.DataFrame, duties: pd.DataFrame, periods: Iterable[object], *, days: int = DAYS_TO_DO
) -> pd.DataFrame:
    """The tasks of all periods (objects with id and last day), in order: a difficulty is handed out once, on the last
    day of the period that first names it; again where it was solved or gone for a period in between and came back."""
    pieces, open_before = [], set()
    for period in periods:
        rows = difficulties[difficulties["period_id"].eq(period.id)]
        pieces.append(assign_tasks(rows, duties, period.last, days=days, handed_out=open_before))
        # Who did not answer says nothing: its difficulties count as still open.
        silent = open_before - _of(difficulties, rows["enterprise_id"])
        open_before = silent | set(rows.loc[rows["category"].ne("none") & ~_resolved(rows), "difficulty_id"])
    return pd.concat(pieces, ignore_index=True) if pieces else _typed(pd.DataFrame())


def _of(difficulties: pd.DataFrame, enterprises: pd.Series) -> set[str]:
    return set(difficulties.loc[difficulties["enterprise_id"].isin(enterprises.dropna()), "difficulty_id"])


def update_tasks(tasks: pd.DataFrame, returned: pd.DataFrame) -> pd.DataFrame:
    """Tasks with what came back: ``returned`` is the stored `tasks` table, matched by task_id, the latest date wins.

    State, day done and answer are taken from it. A row whose task_id is unknown is a task of its own (of the
    leadership), if it has a text; an answer to an unknown task without a text is left out.
    """
    require(returned, ["task_id", "as_of", *_ANSWERED], "returned")
    latest = returned.sort_values("as_of", kind="stable")
    # A later sheet that leaves a field blank does not take back what an earlier one said.
    latest = latest.groupby("task_id", sort=False).last().reset_index()
    known = tasks.merge(latest[["task_id", *_ANSWERED]], on="task_id", how="left", suffixes=("", "_said"))
    for name in _ANSWERED:
        said = known.pop(f"{name}_said")
        known[name] = said.astype(object).where(said.notna(), known[name].astype(object))
    other = latest[~latest["task_id"].isin(tasks["task_id"]) & latest["text"].notna()]
    other = other.assign(state=other["state"].fillna("open"), source=other["source"].fillna("leadership"))
    return _typed(pd.concat([_typed(known), _typed(other)], ignore_index=True))


def task_states(tasks: pd.DataFrame, as_of: date, difficulties: pd.DataFrame | None = None) -> pd.DataFrame:
    """Tasks with ``state`` as of a day, ``age_days``, ``days_overdue`` (0 unless overdue) and ``is_answered``.

    done: an answer says so, or it names the day, or the enterprise itself calls it solved. dropped: an answer says so,
    or the enterprise answered again after the hand-out and names it no more, with nobody having done it. overdue: past
    its day. open: the rest. ``difficulties``: those up to the day, to see what enterprises say now. Tasks handed out
    later are left out.
    """
    day = pd.Timestamp(as_of)
    rows = tasks[~(tasks["assigned_on"] > day)].reset_index(drop=True)
    said = rows["state"].fillna("open")
    solved, gone = _said_since(rows, difficulties, day)
    done = said.eq("done") | rows["done_on"].le(day).fillna(False) | (solved & said.ne("dropped"))
    dropped = (said.eq("dropped") | gone) & ~done
    late = rows["due_on"].lt(day).fillna(False) & ~done & ~dropped
    overdue_days = (day - rows["due_on"]).dt.days.where(late, 0).fillna(0)
    return rows.assign(
        state=pd.Series(
            np.select([done, dropped, late], ["done", "dropped", "overdue"], "open"), rows.index, dtype=str
        ),
        age_days=(day - rows["assigned_on"]).dt.days.astype("Int64"),
        days_overdue=overdue_days.astype("Int64"),
        is_answered=rows["answer"].notna() | rows["done_on"].notna() | said.isin(["done", "dropped"]),
    )


def tasks_by_owner(states: pd.DataFrame, by: str = "owner", panel: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row per owner (or other column): how its tasks stand; most overdue first. From `task_states`.

    tasks = open + done + overdue + dropped; done_late (done after the day it was due); dropped_unanswered (nobody
    wrote why); own_approval (not done, and hangs on an approval of ours, see `hangs_on_approval`); oldest_days (age
    of the oldest not done); done_pct = 100 * done / tasks. A task without an owner has owner missing.
    """
    require(states, [by, "state", "is_answered", "age_days"], "the tasks")
    unfinished = states["state"].isin(["open", "overdue"])
    marks = {state: states["state"].eq(state) for state in STATES}
    marks["done_late"] = marks["done"] & (states["done_on"] > states["due_on"]).fillna(False)
    marks["dropped_unanswered"] = marks["dropped"] & ~states["is_answered"]
    marks["own_approval"] = unfinished & hangs_on_approval(states, panel)
    counted = pd.DataFrame({name: mark.astype(int) for name, mark in marks.items()}).assign(
        **{by: states[by].astype(object), "tasks": 1, "oldest_days": states["age_days"].where(unfinished)}
    )
    grouped = counted.groupby(by, dropna=False)
    table = grouped[["tasks", *marks]].sum().assign(oldest_days=grouped["oldest_days"].max()).reset_index()
    table["done_pct"] = 100.0 * table["done"] / table["tasks"]
    return table.sort_values(["overdue", "tasks", by], ascending=[False, False, True], ignore_index=True)


def hangs_on_approval(tasks: pd.DataFrame, panel: pd.DataFrame | None = None) -> pd.Series:
    """True for tasks that wait for an approval of the bureau or county: of category approval, or of an enterprise
    that stands still because it awaits approval (``state_reason`` awaiting_approval in ``panel``)."""
    waits = tasks["category"].eq("approval").fillna(False).astype(bool)
    if panel is not None:
        awaiting = panel.loc[panel["state_reason"].eq("awaiting_approval").fillna(False), "enterprise_id"]
        waits |= tasks["enterprise_id"].isin(awaiting.dropna())
    return waits


def _said_since(
    tasks: pd.DataFrame, difficulties: pd.DataFrame | None, day: pd.Timestamp
) -> tuple[pd.Series, pd.Series]:
    """Of each task whether its enterprise has since called it solved, and whether it names it no more."""
    nothing = pd.Series(False, index=tasks.index)
    if difficulties is None or difficulties.empty:
        return nothing, nothing
    said = difficulties[pd.to_datetime(difficulties["as_of"]) <= day]
    last = pd.to_datetime(said.groupby("enterprise_id")["as_of"].max())
    now = said[pd.to_datetime(said["as_of"]).eq(said["enterprise_id"].map(last))]
    solved = _resolved(now).groupby(now["difficulty_id"]).all()
    spoke = tasks["enterprise_id"].map(last)
    # The answer that led to the task is no later word on it.
    after = (spoke > tasks["assigned_on"]).fillna(False) & tasks["difficulty_id"].notna()
    calls_solved = after & truth(tasks["difficulty_id"].map(solved))
    return calls_solved, after & ~tasks["difficulty_id"].isin(now["difficulty_id"])


def _owners(rows: pd.DataFrame, duties: pd.DataFrame) -> pd.Series:
    """The department of each row's category: of its county, else of the whole."""
    departments = duties[duties["kind"].eq("department")]
    anywhere = departments["county_code"].isna() | departments["county_code"].eq("")
    whole = rows["category"].map(_first(departments[anywhere], "category"))
    local = departments[~anywhere]
    if local.empty:
        return whole
    found = {(row.county_code, row.category): row.name for row in local.itertuples(index=False)}
    here = [found.get(pair) for pair in zip(rows["county_code"], rows["category"], strict=True)]
    return pd.Series(here, index=rows.index, dtype=object).fillna(whole)


def _first(duties: pd.DataFrame, column: str) -> pd.Series:
    return duties.drop_duplicates(column).set_index(column)["name"].astype(object)


def _resolved(difficulties: pd.DataFrame) -> pd.Series:
    if "resolved" not in difficulties.columns:
        return pd.Series(False, index=difficulties.index)
    return truth(difficulties["resolved"])


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns of a task in their order, dates as dates and texts as texts, whatever was empty."""
    frame = frame.reindex(columns=list(COLUMNS)).reset_index(drop=True)
    for name in _DATES:
        frame[name] = pd.to_datetime(frame[name]).astype("datetime64[s]")
    return frame.astype(dict.fromkeys(_TASK_TEXT, "string"))
