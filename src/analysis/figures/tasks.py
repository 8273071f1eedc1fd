"""What was promised and is overdue: the tasks handed out, by owner."""

import pandas as pd

from analysis.figures import theme
from analysis.figures.bars import stacked_figure
from analysis.figures.context import Report, exhibit_of, no_data, previous_word
from analysis.figures.exhibit import Notice, Part
from analysis.figures.words import bars_in_words, is_missing, join, paired, say

_COLOURS = {
    "tasks_done": theme.TEAL,
    "tasks_open": theme.SOFT,
    "tasks_overdue": theme.ORANGE,
    "tasks_dropped": theme.LILAC,
}
_NAMED = 3


def task_sentences(data: Report, states: pd.DataFrame, owners: pd.DataFrame) -> list[str]:
    """Pattern 8: of the tasks of the period before, how many are done, overdue, dropped, and whose; then all of them.

    ``states`` of ``metrics.task_states``; ``owners`` of ``metrics.tasks_by_owner``. Nothing where no task was due.
    """
    said = []
    last = states[states["period_id"].eq(data.previous.id if data.previous else "")] if len(states) else states
    if len(last):
        counts = last["state"].value_counts()
        late = last.loc[last["state"].eq("overdue"), "owner"].value_counts().head(_NAMED)
        said.append(
            say(
                "sentence.tasks",
                data.lang,
                previous=previous_word(data),
                tasks=len(last),
                done=counts.get("done", 0),
                overdue=counts.get("overdue", 0),
                dropped=counts.get("dropped", 0),
                owners=_owners(data, late),
            )
        )
    waiting = int(owners["own_approval"].sum()) if len(owners) else 0
    if waiting:
        said.append(say("sentence.own_approval", data.lang, tasks=waiting))
    return said


def tasks_by_owner(data: Report, owners: pd.DataFrame, states: pd.DataFrame) -> Part:
    """How the tasks of all periods stand, one stacked bar per owner; a Notice where nothing was handed out.

    ``owners`` of ``metrics.tasks_by_owner``, ``states`` of ``metrics.task_states`` for how many were answered.
    """
    if owners.empty:
        return Notice(no_data(data, "tasks"))
    rows = owners.rename(columns={column.removeprefix("tasks_"): column for column in _COLOURS}).assign(
        group=[
            say("tasks.nobody", data.lang) if is_missing(who) else data.survey.duty_label(who, data.lang)
            for who in owners["owner"]
        ]
    )
    kinds = {
        **{"group": "text", "tasks": "count", **dict.fromkeys(_COLOURS, "count"), "dropped_unanswered": "count"},
        **{"own_approval": "count", "done_pct": "percent", "oldest_days": "count"},
    }
    late = int(rows["tasks_overdue"].sum())
    labels = [say("label.tasks", data.lang, row) for row in rows.to_dict("records")]
    return exhibit_of(
        data,
        "tasks",
        title=say(
            "title.tasks" if late else "title.tasks.none_late",
            data.lang,
            tasks=rows["tasks"].sum(),
            overdue=late,
            done=rows["tasks_done"].sum(),
            owner=rows["group"].iloc[0],
        ),
        about=[say("measure.tasks", data.lang)],
        rows=rows,
        kinds=kinds,
        table="tasks",
        figure=stacked_figure(data, rows, _COLOURS, labels, "task"),
        alt=bars_in_words(paired(rows["group"], labels), data.lang),
        note=say("note.tasks", data.lang, days=data.survey.thresholds.task_days, answered=states["is_answered"].sum()),
    )


def _owners(data: Report, late: pd.Series) -> str:
    if late.empty:
        return ""
    names = [
        say("sentence.tasks.owner", data.lang, owner=data.survey.duty_label(owner, data.lang), tasks=count)
        for owner, count in late.items()
    ]
    return say("sentence.tasks.owners", data.lang, owners=join(names, data.lang))
