"""Construction projects: continuing ones that resumed, new ones that started; counted in 个, never with enterprises."""

import pandas as pd

from analysis.figures import grids, theme
from analysis.figures.amounts import group_labels
from analysis.figures.context import Report, before, current, exhibit_of, first, no_data, previous_word
from analysis.figures.exhibit import Notice, Part
from analysis.figures.words import (
    bars_in_words,
    capital,
    floats,
    format_count,
    format_pct,
    format_share,
    is_missing,
    say,
)

_COLOURS = {"projects_resumed": theme.BLUE, "projects_started": theme.ORANGE}


def project_sentences(data: Report, rates: pd.DataFrame) -> list[str]:
    """One sentence per kind: how many of how many, the share, its value before, workers present against needed."""
    now, earlier = current(rates, data), before(rates, data)
    said = []
    for measure in _COLOURS:
        row = now[now["measure"].eq(measure)] if len(now) else now
        if first(row, "rate_pct") is None:
            continue
        was = first(earlier[earlier["measure"].eq(measure)] if len(earlier) else earlier, "rate_pct")
        words = {"before": "", "workers": "", "missing": ""}
        if was is not None:
            words["before"] = say("sentence.share_before", data.lang, previous=previous_word(data), share=was)
        if first(row, "workers_pct") is not None:
            share = format_pct(row["workers_pct"].iloc[0], data.lang)
            words["workers"] = say("sentence.workers", data.lang, share=share)
        if first(row, "missing"):
            missing = format_count(row["missing"].iloc[0], "project", data.lang)
            words["missing"] = say("sentence.projects_missing", data.lang, missing=missing)
        said.append(say(f"sentence.{measure}", data.lang, row.iloc[0], **words))
    return said


def project_shares(data: Report, rates: pd.DataFrame, by_county: pd.DataFrame) -> Part:
    """Both shares by county, two bars each, beside the number of projects; a Notice where no project is known.

    ``rates`` and ``by_county`` of ``metrics.projects_by_period``. The two kinds have no sum.
    """
    whole, now = current(rates, data), current(by_county, data)
    if whole.empty:
        return Notice(no_data(data, "projects"))
    rows = now.assign(
        group=group_labels(data, now, "county_code"),
        kind=[capital(say(f"measure.{measure}", data.lang)) for measure in now["measure"]],
        done=now["numerator"],
        projects=now["denominator"],
        unreported=now["missing"],
        share_pct=now["rate_pct"],
    ).sort_values(["county_code", "measure"], kind="stable")
    kinds = {"group": "text", "kind": "text", "done": "count", "projects": "count", "share_pct": "percent"}
    kinds |= {"workers_present": "count", "workers_needed": "count", "workers_pct": "percent", "unreported": "count"}
    items = [f"{row['group']} {row['kind']} {_label(data, row)}" for row in rows.to_dict("records")]
    return exhibit_of(
        data,
        "projects",
        title=_title(data, whole),
        about=[say("measure.projects", data.lang)],
        rows=rows,
        kinds=kinds,
        table="projects",
        groups="county_code",
        figure=_draw(data, rows),
        alt=bars_in_words(items, data.lang),
        note=say("note.projects", data.lang),
    )


def _title(data: Report, whole: pd.DataFrame) -> str:
    pieces = [
        say(f"title.{measure}", data.lang, row.iloc[0])
        for measure in _COLOURS
        if first(row := whole[whole["measure"].eq(measure)], "rate_pct") is not None
    ]
    return say("separator", data.lang).join(pieces) if pieces else say("title.projects.silent", data.lang)


def _label(data: Report, row: dict) -> str:
    if is_missing(row["rate_pct"]):
        return say(f"value_status.{row['value_status']}.short", data.lang)
    return format_share(row["rate_pct"], row["numerator"], row["denominator"], data.lang)


def _draw(data: Report, rows: pd.DataFrame) -> dict:
    counties = list(dict.fromkeys(rows["group"]))
    traces, notes = [], []
    for offset, (measure, colour) in zip((-0.2, 0.2), _COLOURS.items(), strict=True):
        kind = rows[rows["measure"].eq(measure)].to_dict("records")
        places = [counties.index(row["group"]) + offset for row in kind]
        labels = [_label(data, row) for row in kind]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "y": places,
                "x": floats(row["rate_pct"] for row in kind),
                "width": 0.34,
                "name": capital(say(f"measure.{measure}", data.lang)),
                "marker": {"color": colour},
                "hovertext": [
                    f"{theme.plain(row['group'])}<br>{row['kind']} {label}"
                    for row, label in zip(kind, labels, strict=True)
                ],
                "hoverinfo": "text",
            }
        )
        notes += [
            theme.note(label, x=1, xref="paper", xanchor="left", xshift=8, y=place, yref="y", font={"size": 12})
            for place, label in zip(places, labels, strict=True)
        ]
    return theme.chart(
        traces,
        height=52 * len(counties) + 90,
        barmode="overlay",
        showlegend=True,
        margin={"l": 8, "r": 110, "t": 40, "b": 32},
        xaxis=theme.percent_axis(),
        yaxis=grids.names_beside([theme.plain(name) for name in counties]),
        annotations=notes,
    )
