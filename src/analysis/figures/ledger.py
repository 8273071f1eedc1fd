"""The timetable of resumption (复工复产时间表台账): plans and what became of them, approvals, flows between states."""

import pandas as pd

from analysis.figures import theme
from analysis.figures.bars import stacked_figure
from analysis.figures.context import (
    Report,
    base_name,
    exhibit_of,
    first,
    group_name,
    group_names,
    no_data,
    previous_word,
    say_for,
)
from analysis.figures.enterprise_lists import enterprise_list
from analysis.figures.exhibit import Exhibit, Notice, Part
from analysis.figures.words import (
    bars_in_words,
    format_fraction,
    format_number,
    format_share,
    is_missing,
    join,
    paired,
    paragraph,
    say,
)
from analysis.metrics import OUTCOMES, STAGES
from analysis.vocabulary.entries import RESUMED

_LATE = ("late", "overdue")
_DUE = ("on_time", *_LATE)


def plans(data: Report, ledger: pd.DataFrame, kept: pd.DataFrame) -> list[Part]:
    """What became of the plans by supervision group, and the list of the late ones with planned, actual and slip.

    By county where no enterprise has a supervision group. ``ledger`` of ``metrics.timetable``, ``kept`` of
    ``metrics.kept_plans`` for the whole. A Notice without any plan.
    """
    if ledger.empty or ledger["first_planned_on"].isna().all():
        return [Notice(no_data(data, "timetable"))]
    counts = ledger.assign(group=_groups(data, ledger), one=1).pivot_table(
        index="group", columns="outcome", values="one", aggfunc="sum"
    )
    rows = counts.reindex(columns=list(OUTCOMES)).fillna(0).astype(int).reset_index()
    rows["enterprises"] = rows[list(OUTCOMES)].sum(axis=1)
    planned = [name for name in OUTCOMES if not name.startswith("no_plan") and rows[name].sum() > 0]
    drawn = rows[rows[planned].sum(axis=1) > 0].reset_index(drop=True)
    due = drawn[[*_DUE]].sum(axis=1)
    labels = [format_fraction(kept_of, of, data.lang) for kept_of, of in zip(drawn["on_time"], due, strict=True)]
    chart = exhibit_of(
        data,
        "timetable",
        title=_title(data, kept),
        about=[say_for(data, "measure.timetable"), base_name(data)],
        rows=rows,
        kinds={"group": "text", "enterprises": "count", **dict.fromkeys(OUTCOMES, "count")},
        figure=stacked_figure(data, drawn, dict(zip(planned, theme.PALETTE, strict=False)), labels, "enterprise"),
        alt=bars_in_words(paired(drawn["group"], labels), data.lang),
        note=say("note.timetable", data.lang),
    )
    return [chart, *_late(data, ledger)]


def approvals(data: Report, stages: pd.DataFrame) -> Part:
    """Applied, inspected, approved, resumed among the enterprises that are asked; a Notice where no office asks.

    ``stages`` of ``metrics.funnel`` for the whole.
    """
    rows = stages[stages["asked"].fillna(0) > 0] if len(stages) else stages
    if len(rows) < 2:
        return Notice(no_data(data, "funnel"))
    rows = rows.assign(group=[say_for(data, f"column.{stage}") for stage in rows["stage"]])
    kinds = {"group": "text", "enterprises": "count", "in_order": "count", "asked": "count", "share_pct": "percent"}
    last = rows.iloc[-1]
    lacking = int(last["enterprises"]) - int(last["in_order"])
    shares = zip(rows["share_pct"], rows["enterprises"], rows["asked"], strict=True)
    labels = [format_share(*share, data.lang) for share in shares]
    unasked = [say_for(data, f"column.{stage}") for stage in STAGES if stage not in set(rows["stage"])]
    notes = [say("note.funnel", data.lang, expected=last["expected"])]
    if unasked:
        notes.append(say("note.funnel.unasked", data.lang, stages=join(unasked, data.lang)))
    return exhibit_of(
        data,
        "approvals",
        title=say_for(data, "title.funnel" if lacking else "title.funnel.none", last, lacking=lacking),
        about=[say_for(data, "measure.funnel")],
        rows=rows,
        kinds=kinds,
        figure=stacked_figure(data, rows, {"enterprises": theme.BLUE}, labels, "enterprise"),
        alt=bars_in_words(paired(rows["group"], labels), data.lang),
        note=paragraph(notes, data.lang),
    )


def flows(data: Report, moves: pd.DataFrame) -> Part:
    """From which state to which since the period before, most first; a Notice where there is none before, or no list.

    ``moves`` of ``metrics.state_flows`` for the whole.
    """
    known = moves[["from_state", "to_state"]].ne("missing").any(axis=1) if len(moves) else pd.Series(dtype=bool)
    if data.previous is None or not known.any():
        return Notice(no_data(data, "flows" if data.previous is None else "flows.lists"))
    rows = moves.assign(
        from_state=[group_name(data, "state", state) for state in moves["from_state"]],
        to_state=[group_name(data, "state", state) for state in moves["to_state"]],
    ).sort_values("enterprises", ascending=False, kind="stable")
    relapsed = moves.loc[moves["relapse"], "enterprises"].sum()
    same = moves["from_state"].isin(RESUMED) == moves["to_state"].isin(RESUMED)
    # Who was not heard of before is a late return in the parts of the change, and no restart here either.
    back = moves["to_state"].isin(RESUMED) & ~same & ~moves["from_state"].isin(["missing", "outside"])
    words = {"previous": previous_word(data), "back": moves.loc[back, "enterprises"].sum(), "relapsed": relapsed}
    return exhibit_of(
        data,
        "state-flows",
        title=say_for(data, "title.flows" if relapsed else "title.flows.none", **words),
        about=[say("measure.flows", data.lang, previous=previous_word(data)), base_name(data)],
        rows=rows,
        kinds={"from_state": "text", "to_state": "text", "enterprises": "count"},
    )


def _late(data: Report, ledger: pd.DataFrame) -> list[Exhibit]:
    """The plans that were not kept: who, when planned, when resumed, how late; longest first."""
    rows = ledger[ledger["outcome"].isin(_LATE)].sort_values(
        ["outcome", "slip_days", "enterprise_id"], ascending=[False, False, True], kind="stable"
    )
    rows = rows.assign(outcome_of_plan=rows["outcome"])
    columns = {
        **{"batch": "text", "first_planned_on": "date", "last_planned_on": "date"},
        **{"actual_on": "date", "slip_days": "count", "postponed": "count", "outcome_of_plan": "text"},
    }
    words = {name: format_number((rows["outcome"] == name).sum(), data.lang) for name in _LATE}
    title = say_for(data, "title.late_plans", **words)
    return enterprise_list(data, rows, "late-plans", title, columns, say_for(data, "note.late_plans"))


def _title(data: Report, kept: pd.DataFrame) -> str:
    if first(kept, "rate_pct") is None:
        return say("title.timetable.none", data.lang)
    now = kept.iloc[0]
    return say_for(data, "title.timetable.no_slip" if is_missing(now["median_slip_days"]) else "title.timetable", now)


def _groups(data: Report, ledger: pd.DataFrame) -> list[str]:
    """The printed group of each enterprise: its supervision group, else its county."""
    if ledger["supervision_group"].isna().all():
        return group_names(data, ledger, "county_code")
    return [
        say("group.supervision_group.none" if is_missing(name) else "group.supervision_group", data.lang, name=name)
        for name in ledger["supervision_group"]
    ]
