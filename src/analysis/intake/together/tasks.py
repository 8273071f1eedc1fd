"""Task lists: what the leadership handed out, and what departments and counties answered on the sheets they got."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analysis.intake.context import Context
from analysis.intake.enterprises.names import made_id, normalise_name
from analysis.intake.headers.kinds import tells_of_tasks
from analysis.intake.headers.words import read_word
from analysis.intake.parts.part import Part
from analysis.intake.rows.typed import read_column
from analysis.intake.sheet import cell_name
from analysis.intake.together.identify import note_match
from analysis.intake.values import is_blank, is_error, mask_personal, task_state
from analysis.vocabulary import key

KIND = "tasks"
_TOLD_AS = {"task_text": "difficulty_text"}  # in lists of difficulties
_RUNNING_NUMBER = re.compile(r"\d{1,4}")
_READ = ("task_id", "task_text", "task_source", "owner_unit", "assigned_on", "due_on", "done_on", "task_answer")


def task_rows(parts: list[Part], context: Context) -> pd.DataFrame:
    """The `tasks` table: one row per task and as-of date, of the later file where two speak of it.

    A sheet that was handed out comes back with its ``task_id``; the state and the answer are joined to the task by it
    (see `analysis.metrics.update_tasks`). A row without one is a task of its own, handed out by the leadership
    unless it says otherwise; its id is made from its text, enterprise and date. A sheet whose answers are still blank
    takes nothing back. A list of enterprises' difficulties that says who is to settle which by when tells of tasks too.
    """
    telling = (part for part in parts if part.as_of and not part.superseded_by and tells_of_tasks(part.columns))
    rows = [row for part in telling for row in _rows(part, context)]
    if not rows:
        return pd.DataFrame()
    frame = pd.DataFrame(rows)
    frame["says"] = frame[["state", "done_on", "answer"]].notna().any(axis=1)
    frame = frame.sort_values(["says", "order"], kind="stable").drop_duplicates(["task_id", "as_of"], keep="last")
    return frame.drop(columns=["says", "order"]).reset_index(drop=True)


def _rows(part: Part, context: Context) -> Iterator[dict[str, object]]:
    """One dict per task of a part; ``order`` decides between files."""
    asked = {field: part.first(_TOLD_AS.get(field, field) if part.kind != KIND else field) for field in _READ}
    asked = {field: column for field, column in asked.items() if column is not None}
    read = {
        field: read_column(part, column, context.words, context.findings, part.as_of) for field, column in asked.items()
    }
    shown = asked.get("task_text", asked.get("task_id", 0))
    for index, row in enumerate(part.rows):
        said = dict.fromkeys(_READ) | {field: values[index] for field, values in read.items()}
        if said["task_text"] and _RUNNING_NUMBER.fullmatch(said["task_id"] or ""):
            said["task_id"] = None  # 问题编号 1, 2, 3 begins anew in the next list
        if said["task_id"] is None and said["task_text"] is None:
            if part.kind == KIND:
                part.fates[row] = "rejected"
            if any(value is not None for field, value in said.items() if field != "task_source"):
                part.note(context.findings, "task_without_text", shown, index)
            continue
        for field in ("due_on", "done_on"):
            if said[field] and said["assigned_on"] and said[field] < said["assigned_on"]:
                part.note(context.findings, "task_before_assigned", part.first(field), index, said[field])
        cell = cell_name(*part.cell(shown, index))
        origin = {"source_cell": cell, **part.place.source, "source_row": row, "order": part.order}
        yield _task(part, index, said, context) | origin


def _task(part: Part, index: int, said: Mapping[str, Any], context: Context) -> dict[str, object]:
    """What a row says of a task; ``said``: field -> value of all of ``_READ``."""
    who = _enterprise(part, index, context)
    state, answer = _answered(part, index, said["task_answer"], context)
    return who | {
        "task_id": said["task_id"] or _made_id(said, who["enterprise_id"] or who["name"]),
        "difficulty_id": None,
        "period_id": context.period_id(part.as_of),
        "as_of": part.as_of,
        "category": _category(part, index, context),
        "text": said["task_text"],
        "source": said["task_source"] or (None if said["task_id"] else "leadership"),
        "owner": said["owner_unit"],
        **{field: said[field] for field in ("assigned_on", "due_on", "done_on")},
        "state": state or ("done" if said["done_on"] else "open" if answer else None),
        "answer": answer,
    }


def _made_id(said: Mapping[str, Any], who: object) -> str:
    return made_id(*(said[field] or "" for field in ("task_text", "assigned_on", "owner_unit")), who)


def _answered(part: Part, index: int, answer: str | None, context: Context) -> tuple[str | None, str | None]:
    """The state of a task and what was answered, in words.

    进展 in words beside 完成情况: the second says whether it is done. What is no known word is still an answer: the
    task is in hand.
    """
    column = part.first("task_state", "difficulty_resolved")
    written = None if column is None else part.cells[column][index]
    above = task_state(read_word(part.groups[index], context.words).plain, context.words)  # 二、已办结（3件）
    if above:
        return above, "；".join(filter(None, [None if is_blank(written) else str(written), answer])) or None
    state = task_state(written, context.words)
    if state is None and not is_blank(written) and not is_error(written):
        state = task_state(answer, context.words)
        answer = "；".join(filter(None, [mask_personal(str(written).strip()), answer]))
        if state is None:
            part.note(context.findings, "task_state_in_words", column, index, written)
    return state, answer


def _enterprise(part: Part, index: int, context: Context) -> dict[str, object]:
    """Whom a task is about; a task may be about nobody in particular."""
    name, place = part.value("name", index), context.counties.meant(part.value("county", index))
    if is_blank(name) or is_error(name):
        return {"enterprise_id": None, "name": None, "county_code": place}
    match = context.matcher.match(str(name).strip(), part.value("uscc", index), place)
    known = match.enterprise_id is not None
    if match.rule:
        note_match(part, match, str(name), part.cell(part.first("name"), index), context)
    shown = str(name).strip() if known else normalise_name(str(name))
    return {"enterprise_id": match.enterprise_id, "name": shown, "county_code": match.county_code or place}


def _category(part: Part, index: int, context: Context) -> str | None:
    value = part.value("difficulty_category", index)
    return None if is_blank(value) or is_error(value) else context.words.choices["difficulty"].get(key(str(value)))
