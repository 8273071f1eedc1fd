"""Tasks: who owes the solution of which difficulty by when; what departments and counties wrote back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import pandas as pd

from analysis.metrics.grouping import require
from analysis.metrics.owners import Duties, owners

DAYS_TO_DO = 7
_TEXTS = (
    "task_id", "difficulty_id", "enterprise_id", "name", "county_code", "period_id", "category", "text", "source",
    "owner", "supervision_group", "cadre", "state", "answer", "source_file", "source_sheet", "source_cell",
)  # fmt: skip
_DATES = ("assigned_on", "due_on", "done_on")
COLUMNS = (*_TEXTS[:12], *_DATES, *_TEXTS[12:])
_CELL = ["source_file", "source_sheet", "source_cell"]
_ANSWERED = ("done_on", "state", "answer")


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
