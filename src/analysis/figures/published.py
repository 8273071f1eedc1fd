"""Surveys that send only published percentages: by industry and size band, over the periods."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.figures import bars, theme
from analysis.figures.context import Report, current, group_name, no_data, rate_name, source, subtitle
from analysis.figures.exhibit import Exhibit, Notice, Part
from analysis.figures.lines import Line, by_period, trend_exhibit
from analysis.figures.words import (
    capital,
    format_count,
    format_number,
    format_pct,
    is_missing,
    join,
    say,
    say_of,
    within,
)

_WHOLE = "all"


def as_states(data: Report) -> pd.DataFrame:
    """The summaries of the measure whose answers are states, each answer as its state, for ``resumption_rate``.

    One row per area, group, period and answer column. No row where the survey has no such measure.
    """
    states = {(row["measure"], row["answer"]): row["state"] for row in data.survey.answers if row["state"]}
    measure = next((measure for measure, _ in states), None)
    rows = data.summaries[data.summaries["measure"].eq(measure).fillna(False)]
    return rows.assign(answer=[states.get((measure, answer)) for answer in rows["answer"]]).dropna(subset=["answer"])


def whole(published: pd.DataFrame) -> pd.DataFrame:
    """The rows of everybody together."""
    return _dimension(published, _WHOLE)


def published_trend(data: Report, published: pd.DataFrame) -> Part:
    """The published rate over the periods: everybody, then the other aggregates."""
    if published.empty:
        return Notice(no_data(data, "published"))
    lines = [
        Line(group_name(data, dimension, member), by_period(data, rows))
        for (dimension, member), rows in published[published["is_aggregate"].fillna(False)].groupby(
            ["dimension", "member"]
        )
    ]
    lines = [line for line in lines if any(value is not None for value in line.values)]
    return (
        trend_exhibit(data, lines, "published-trend", _population(data), "summaries", measure=rate_name(data))
        if lines
        else Notice(no_data(data, "published"))
    )


def published_ranking(data: Report, published: pd.DataFrame, dimension: str) -> Part:
    """Groups of one dimension in this period, best first, beside everybody; suppressed ones say so."""
    rows = _dimension(published, dimension)
    if rows.empty:
        return Notice(no_data(data, "published"))
    return bars.ranking(
        data,
        rows.rename(columns={"member": dimension}),
        dimension,
        whole(published),
        population=_population(data),
        table="summaries",
    )


def published_heat(data: Report, published: pd.DataFrame, dimension: str) -> Part:
    """Groups of one dimension by period: a dot for a figure that was suppressed, nothing where it was not asked."""
    rows = _dimension(published, dimension)
    if rows.empty or rows["period_id"].nunique() < 2:
        return Notice(no_data(data, "published"))
    members = _in_order(data, rows, dimension)
    cells = {(row["member"], row["period_id"]): row for row in rows.to_dict("records")}
    grid = [[cells.get((member, period.id)) for period in data.periods] for member in members]
    names = [group_name(data, dimension, member) for member in members]
    hidden = sum(cell is not None and cell["value_status"] == "suppressed" for line in grid for cell in line)
    table = pd.DataFrame({say("column.period", data.lang): [period.short(data.lang) for period in data.periods]})
    for name, line in zip(names, grid, strict=True):
        table[name] = [_written(data, cell) for cell in line]
    known = rows[rows["rate_pct"].notna()].sort_values("rate_pct", kind="stable")
    return Exhibit(
        id=f"published-heat-{dimension}",
        title=_heat_title(data, known, dimension),
        subtitle=subtitle(data, rate_name(data), _population(data)),
        table=table.iloc[::-1].reset_index(drop=True),
        figure=_draw_heat(data, grid, names),
        alt=_heat_alternative(data, known, dimension, len(members)),
        source=source(data, "summaries"),
        note=" ".join(filter(None, [_suppressed(data, hidden, "note.dots"), say("note.published", data.lang)])),
        lang=data.lang,
    )


def response(data: Report) -> Part:
    """How many replied of those asked, over the periods, as published."""
    rows = _measure(data, "replied")
    if rows.empty:
        return Notice(no_data(data, "response"))
    name = capital(say("measure.response", data.lang))
    line = Line(name, by_period(data, rows))
    exhibit = trend_exhibit(data, [line], "response", _population(data), "summaries")
    now = current(rows, data)
    if now.empty or is_missing(now["numerator"].iloc[0]):
        return exhibit
    return Exhibit(
        **{
            **vars(exhibit),
            "title": say(
                "title.response",
                data.lang,
                rate=format_pct(now["rate_pct"].iloc[0], data.lang),
                numerator=format_number(now["numerator"].iloc[0], data.lang),
                denominator=format_number(now["denominator"].iloc[0], data.lang),
            ),
        }
    )


def answers(data: Report, dimension: str = "industry") -> list[Part]:
    """One chart per other question: the share that gave its first answer, by group, in this period."""
    asked = [row for row in data.survey.answers if not row["state"] and row["answer"] != "replied"]
    firsts = {row["measure"]: row for row in reversed(asked)}
    parts = [_answer(data, row, dimension) for row in reversed(firsts.values())]
    return [part for part in parts if part is not None] or [Notice(no_data(data, "answers"))]


def response_rate(data: Report) -> pd.DataFrame:
    """The published response of this period: numerator, denominator, rate_pct; one row or none."""
    return current(_measure(data, "replied"), data)


def parts_of_rate(data: Report) -> list[str]:
    """The answers that the rate is the sum of, with their shares, for everybody in this period."""
    now = _dimension(current(data.summaries, data), _WHOLE)
    said = []
    for row in data.survey.answers:
        if row["state"] in ("running", "partial"):
            found = now[now["measure"].eq(row["measure"]) & now["answer"].eq(row["answer"]) & now["rate_pct"].notna()]
            if len(found):
                share = format_pct(found["rate_pct"].iloc[0], data.lang)
                said.append(say("headline.part", data.lang, answer=within(row[data.lang]), rate=share))
    return said


def _answer(data: Report, row: dict[str, str], dimension: str) -> Part | None:
    """Everybody's share in the title, the groups as bars; None where nothing was published for this period."""
    now = current(data.summaries, data)
    now = now[now["measure"].eq(row["measure"]) & now["answer"].eq(row["answer"])]
    groups, everybody = _dimension(now, dimension), _dimension(now, _WHOLE)
    groups = groups[~groups["is_aggregate"].fillna(False)].drop_duplicates("member")
    if groups["rate_pct"].notna().sum() < 2:
        return None
    groups = groups.sort_values("rate_pct", ascending=False, kind="stable", na_position="last")
    groups = groups.assign(group=[group_name(data, dimension, member) for member in groups["member"]])
    labels = [_written(data, cell) for cell in groups.to_dict("records")]
    share = everybody["rate_pct"].iloc[0] if len(everybody) else None
    printed = groups[["group"]].assign(rate=groups["rate_pct"])
    printed.columns = [say("column.group", data.lang), row[data.lang]]
    items = [f"{name} {label}" for name, label in zip(groups["group"], labels, strict=True)]
    hidden = int(groups["value_status"].eq("suppressed").sum())
    key = "title.answers" if not is_missing(share) else "title.answers.groups"
    return Exhibit(
        id=f"answer-{row['measure'].replace('_', '-')}",
        title=say(key, data.lang, answer=row[data.lang], rate=format_pct(share, data.lang)),
        subtitle=subtitle(data, say_of("by", dimension, data.lang), _population(data)),
        table=printed,
        kinds={row[data.lang]: "percent"},
        figure=bars.bar_figure(data, groups[["group", "rate_pct"]], labels, None if is_missing(share) else share),
        alt=say("alt.ranking", data.lang, items=join(items, data.lang)),
        source=source(data, "summaries"),
        note=_suppressed(data, hidden),
        lang=data.lang,
    )


def _in_order(data: Report, rows: pd.DataFrame, dimension: str) -> list[str]:
    """The members in the order of the survey's own list, which sorts size bands by size."""
    known = [row["member"] for row in data.survey.members if row["dimension"] == dimension]
    found = set(rows["member"])
    return [member for member in dict.fromkeys([*known, *rows["member"]]) if member in found]


def _measure(data: Report, answer: str) -> pd.DataFrame:
    return data.summaries[data.summaries["answer"].eq(answer).fillna(False)]


def _dimension(rows: pd.DataFrame, dimension: str) -> pd.DataFrame:
    """The rows of a dimension; of a real one without its aggregates, which are the sum of the others."""
    if "dimension" not in rows.columns:
        return rows.iloc[:0]
    chosen = rows[rows["dimension"].eq(dimension).fillna(False)]
    return chosen if dimension == _WHOLE else chosen[~chosen["is_aggregate"].fillna(False)]


def _population(data: Report) -> str:
    return say("population.published", data.lang)


def _suppressed(data: Report, count: int, key: str = "note.suppressed") -> str:
    if not count:
        return ""
    return say(key, data.lang, number=format_count(count, "figure", data.lang))


def _written(data: Report, cell: dict | None) -> str:
    """A published figure as printed: its rate, or why there is none."""
    if cell is None:
        return say("value_status.not_asked", data.lang)
    if is_missing(cell["rate_pct"]):
        return say(f"value_status.{cell['value_status']}.short", data.lang)
    return format_pct(cell["rate_pct"], data.lang)


def _heat_title(data: Report, known: pd.DataFrame, dimension: str) -> str:
    """The lowest figure of all periods, unless several share that place."""
    by = say_of("by", dimension, data.lang)
    if known.empty or (known["rate_pct"] == known["rate_pct"].iloc[0]).sum() > 1:
        return say("title.ranking.plain", data.lang, by=by, measure=rate_name(data))
    low = known.iloc[0]
    return say(
        "title.lowest",
        data.lang,
        by=by,
        measure=rate_name(data),
        low=format_pct(low["rate_pct"], data.lang),
        lowest=group_name(data, dimension, low["member"]),
        period=_period_name(data, low["period_id"]),
    )


def _period_name(data: Report, period_id: str) -> str:
    return next((period.short(data.lang) for period in data.periods if period.id == period_id), "")


def _heat_alternative(data: Report, known: pd.DataFrame, dimension: str, rows: int) -> str:
    if known.empty:
        return ""
    low, high = known.iloc[0], known.iloc[-1]
    return say(
        "alt.heat",
        data.lang,
        rows=rows,
        columns=len(data.periods),
        low=format_pct(low["rate_pct"], data.lang),
        where=say(
            "cell.heat",
            data.lang,
            county=group_name(data, dimension, low["member"]),
            industry=_period_name(data, low["period_id"]),
        ),
        high=format_pct(high["rate_pct"], data.lang),
    )


def _draw_heat(data: Report, grid: Sequence[Sequence[dict | None]], names: Sequence[str]) -> dict:
    rates = [
        [None if cell is None or is_missing(cell["rate_pct"]) else float(cell["rate_pct"]) for cell in line]
        for line in grid
    ]
    known = [rate for line in rates for rate in line if rate is not None]
    periods = [period.short(data.lang) for period in data.periods]
    step = max(1, len(periods) // 8)
    shown = sorted(range(len(periods) - 1, -1, -step))
    hidden = [
        (x, y)
        for y, line in enumerate(grid)
        for x, cell in enumerate(line)
        if cell is not None and cell["value_status"] == "suppressed"
    ]
    hover = [
        [
            f"{theme.plain(name)}<br>{theme.plain(period)}<br>{_written(data, cell)}"
            for period, cell in zip(periods, line, strict=True)
        ]
        for name, line in zip(names, grid, strict=True)
    ]
    heat = {
        "type": "heatmap",
        "z": rates,
        "x": list(range(len(periods))),
        "y": list(range(len(names))),
        "zmin": 10 * int(min(known, default=0) // 10),
        "zmax": 100,
        "xgap": 1,
        "ygap": 2,
        "colorscale": theme.CIVIDIS,
        "hovertext": hover,
        "hoverinfo": "text",
        "hoverongaps": False,
        "colorbar": {
            "orientation": "h",
            "thickness": 10,
            "len": 0.4,
            "x": 0,
            "xanchor": "left",
            "y": 0,
            "yanchor": "top",
            "ypad": 34,
            "xpad": 0,
            "ticksuffix": "%",
            "outlinewidth": 0,
            "nticks": 5,
            "tickfont": {"size": 12},
        },
    }
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": [x for x, _ in hidden],
        "y": [y for _, y in hidden],
        "marker": {"size": 4, "color": theme.MUTED},
        "hoverinfo": "skip",
    }
    return theme.chart(
        [heat, dots],
        height=34 * len(names) + 120,
        minimum_width=760,
        margin={"l": 8, "r": 32, "t": 16, "b": 84},
        xaxis={
            "tickvals": shown,
            "ticktext": [theme.plain(periods[i]) for i in shown],
            "showgrid": False,
            "tickangle": 0,
            "range": [-0.5, len(periods) - 0.5],
        },
        yaxis={
            "tickvals": list(range(len(names))),
            "ticktext": [theme.plain(theme.shorten(name, 34)) for name in names],
            "autorange": "reversed",
            "showgrid": False,
            "automargin": True,
        },
        plot_bgcolor="#F4F5F6",
    )
