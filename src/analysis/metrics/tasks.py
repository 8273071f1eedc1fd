"""Tasks: who owes the solution of which difficulty by when, what came back, and how they stand on a day."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pandas as pd

from analysis.metrics.grouping import first_of, percent, require, truth

DAYS_TO_DO = 7
_TEXTS = (
    "task_id", "difficulty_id", "enterprise_id", "name", "county_code", "period_id", "category", "text", "source",
    "owner", "supervision_group", "cadre", "state", "answer", "source_file", "source_sheet", "source_cell",
)  # fmt: skip
_DATES = ("assigned_on", "due_on", "done_on")
COLUMNS = (*_TEXTS[:12], *_DATES, *_TEXTS[12:])
_CELL = ["source_file", "source_sheet", "source_cell"]
_ANSWERED = ("done_on", "state", "answer")
# One row per duty, as ``survey.duties`` gives it: kind, code, name, county_code, category, enterprise_id.
Duties = Sequence[Mapping[str, str]]
KINDS = ("department", "supervision_group", "stationed_cadre")
TASK_STATES = ("open", "done", "overdue", "dropped")


def hand_out(
    difficulties: pd.DataFrame, duties: Duties, periods: Iterable[object], *, days: int = DAYS_TO_DO
) -> pd.DataFrame:
    """One task per open difficulty and hand-out: in the period that first names it, and again where it came back.

    ``periods``: objects with id and last day, in order. A task is handed out on the latest date of its period's
    answers (``assigned_on``) and due ``days`` later. A difficulty that was solved or no longer named by an enterprise
    that answered, and is named again, is a new task; one whose enterprise fell silent stays the old one. ``owner``,
    ``supervision_group`` and ``cadre`` as ``owners`` gives them; source enterprise; evidence: source_file,
    source_sheet, source_cell. ``task_id`` is made of difficulty and period, so that a late file changes no sheet that
    is out. Raises ValueError for missing columns.
    """
    require(difficulties, ["difficulty_id", "enterprise_id", "period_id", "as_of", "category"], "difficulties")
    known = difficulties[difficulties["enterprise_id"].notna()]
    pieces, still_open = [], set()
    for period in periods:
        rows = known[known["period_id"].eq(period.id).fillna(False)]
        named = rows[rows["category"].ne("none").fillna(False)].drop_duplicates("difficulty_id", keep="last")
        pieces.append(_assigned(named[~named["difficulty_id"].isin(still_open)], rows["as_of"], period, days))
        # Who did not answer says nothing: its difficulties count as still open.
        answered = known.loc[known["enterprise_id"].isin(rows["enterprise_id"]), "difficulty_id"]
        still_open = (still_open - set(answered)) | set(named["difficulty_id"])
    tasks = _typed(pd.concat(pieces, ignore_index=True) if pieces else pd.DataFrame())
    return tasks.assign(**owners(tasks, duties))


def update_tasks(tasks: pd.DataFrame, returned: pd.DataFrame) -> pd.DataFrame:
    """Tasks with what came back: ``returned`` is the stored `tasks` table, matched by task_id, the latest date wins.

    State, day done and answer are taken from it; a later sheet that leaves a field blank does not take back what an
    earlier one said. A row whose task_id is unknown is a task of its own (of the leadership, unless it says
    otherwise), if it has a text; an answer to an unknown task without a text is left out. A difficulty told in the
    very cell that such a task was read from is that task, not another one.
    """
    require(returned, ["task_id", "as_of", "text", *_ANSWERED], "the returned tasks")
    latest = returned.sort_values("as_of", kind="stable").groupby("task_id", sort=False).last().reset_index()
    known = tasks.merge(latest[["task_id", *_ANSWERED]], on="task_id", how="left", suffixes=("", "_said"))
    for name in _ANSWERED:
        said = known.pop(f"{name}_said")
        known[name] = said.astype(object).where(said.notna(), known[name].astype(object))
    other = latest[~latest["task_id"].isin(tasks["task_id"]) & latest["text"].notna()]
    other = other.assign(state=other["state"].fillna("open"), source=other["source"].fillna("leadership"))
    listed = (
        returned[~returned["task_id"].isin(tasks["task_id"])].reindex(columns=_CELL).dropna().itertuples(index=False)
    )
    cells, listed = known[_CELL].itertuples(index=False), {*map(tuple, listed)}
    known = known[[tuple(cell) not in listed for cell in cells]]
    return _typed(pd.concat([_typed(known), _typed(other)], ignore_index=True))


def _assigned(rows: pd.DataFrame, answered_on: pd.Series, period: object, days: int) -> pd.DataFrame:
    """The tasks that a period's newly named difficulties become."""
    day = pd.Timestamp(period.last) if answered_on.dropna().empty else pd.to_datetime(answered_on).max()
    ids = [hashlib.sha256(f"{one}|{period.id}".encode()).hexdigest()[:16] for one in rows["difficulty_id"]]
    frame = rows.reindex(columns=[name for name in COLUMNS if name in rows.columns])
    due = day + pd.Timedelta(days=days)
    return _typed(frame.assign(task_id=ids, source="enterprise", assigned_on=day, due_on=due, state="open"))


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns of a task in their order, dates as dates and texts as texts, whatever was empty."""
    frame = frame.reindex(columns=list(COLUMNS)).reset_index(drop=True)
    for name in _DATES:
        frame[name] = pd.to_datetime(frame[name]).astype("datetime64[s]")
    return frame.astype(dict.fromkeys(_TEXTS, "string"))


def owners(rows: pd.DataFrame, duties: Duties) -> pd.DataFrame:
    """Who answers for each row (enterprise_id, county_code, category): ``owner``, ``supervision_group``, ``cadre``.

    owner: the department of the category, one of the county before one of the whole; where no department has the
    category, the cadre stationed in the enterprise, else the supervision group of the county; else missing.
    supervision_group: the group of the county. cadre: the one stationed in the enterprise, else in the county. Index
    as of ``rows``. Raises ValueError for missing columns.
    """
    require(rows, ["enterprise_id", "county_code", "category"], "difficulties")
    here = list(zip(rows["county_code"].astype(object), rows["category"].astype(object), strict=True))
    departments = {(duty["county_code"], duty["category"]): duty["name"] for duty in _of(duties, "department")}
    department = [departments.get(pair, departments.get(("", pair[1]))) for pair in here]
    groups = {duty["county_code"]: duty["name"] for duty in _of(duties, "supervision_group")}
    cadres = _of(duties, "stationed_cadre")
    in_county = {duty["county_code"]: duty["name"] for duty in cadres if not duty.get("enterprise_id")}
    in_firm = {duty["enterprise_id"]: duty["name"] for duty in cadres if duty.get("enterprise_id")}
    firm = rows["enterprise_id"].astype(object).map(in_firm).astype(object)
    group = rows["county_code"].astype(object).map(groups).astype(object)
    found = pd.DataFrame(
        {
            "owner": pd.Series(department, index=rows.index, dtype=object).fillna(firm).fillna(group),
            "supervision_group": group,
            "cadre": firm.fillna(rows["county_code"].astype(object).map(in_county)),
        }
    )
    return found.astype("string")


def _of(duties: Duties, kind: str) -> list[Mapping[str, str]]:
    return [duty for duty in duties if duty["kind"] == kind]


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
    states = first_of({"done": done, "dropped": dropped, "overdue": late}, "open")
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
    if difficulties is None or tasks.empty:
        return nothing, nothing
    days = pd.to_datetime(difficulties["as_of"])
    known = difficulties["enterprise_id"].notna() & (days <= day)
    if not known.any():
        return nothing, nothing
    said, days = difficulties[known], days[known]
    last = days.groupby(said["enterprise_id"]).max()
    now = said[days.eq(said["enterprise_id"].map(last))]
    named = now.loc[now["category"].ne("none"), "difficulty_id"]
    # The answer that led to the task is no later word on it.
    after = truth(tasks["enterprise_id"].map(last) > tasks["assigned_on"]) & tasks["difficulty_id"].notna()
    silent = after & ~tasks["difficulty_id"].isin(named)
    solving = tasks["enterprise_id"].isin(now.loc[truth(now["resolved"]), "enterprise_id"])
    return silent & solving, silent & ~solving
