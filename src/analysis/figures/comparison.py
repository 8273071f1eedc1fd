"""Figures side by side: restarts beside staff and capacity (restarted is not producing), the rate on every base, and
over the periods with what the silent ones could make of it."""

from collections.abc import Sequence
from functools import reduce

import pandas as pd

from analysis.figures import theme
from analysis.figures.bars import bar_figure
from analysis.figures.context import (
    Report,
    base_name,
    check_measures,
    count_groups,
    current,
    exhibit_of,
    group_names,
    measure_name,
    no_data,
    rate_name,
    say_for,
)
from analysis.figures.exhibit import Exhibit, Notice, Part
from analysis.figures.words import (
    bars_in_words,
    capital,
    floats,
    format_pct,
    format_range,
    format_share,
    in_brackets,
    is_missing,
    join,
    say,
)
from analysis.metrics import Measures

_MEASURES = ("resumption", "staff", "capacity")
_KINDS = {"group": "text", "rate_pct": "percent", "numerator": "count", "denominator": "count"}


def staff_and_capacity(data: Report, counties: Measures) -> Part:
    """Three marks per county: enterprises restarted, staff back, capacity in use; lowest staff first.

    A Notice where neither staff nor capacity was reported.
    """
    check_measures(counties)
    pieces = [
        current(result, data)[["county_code", "rate_pct"]].rename(columns={"rate_pct": name})
        for name, result in zip(_MEASURES, counties, strict=True)
    ]
    rows = reduce(lambda left, right: left.merge(right, on="county_code", how="outer"), pieces)
    rows = rows[rows["county_code"].notna() & (rows["staff"].notna() | rows["capacity"].notna())]
    if rows.empty:
        return Notice(no_data(data, "comparison"))
    rows["group"] = group_names(data, rows, "county_code")
    rows = rows.sort_values(["staff", "capacity", "county_code"], kind="stable").reset_index(drop=True)
    known = [measure for measure in _MEASURES if rows[measure].notna().any()]
    return exhibit_of(
        data,
        "staff-and-capacity-county-code",
        title=_title(data, rows),
        about=[join([measure_name(data, measure) for measure in known], data.lang), base_name(data)],
        rows=rows,
        kinds={"group": "text", **dict.fromkeys(known, "percent")},
        groups="county_code",
        figure=_draw(data, rows, known),
        alt=say(
            "alt.comparison",
            data.lang,
            items=join([_in_words(data, row, known) for row in rows.to_dict("records")], data.lang),
        ),
        note=say("note.staff", data.lang),
    )


def _title(data: Report, rows: pd.DataFrame) -> str:
    lower = rows[["staff", "capacity"]].min(axis=1, skipna=True)
    below = rows.loc[(lower < rows["resumption"]).fillna(False).astype(bool), "group"].tolist()
    if not below:
        return say_for(data, "title.comparison.none")
    named = below[0] if len(below) == 1 else count_groups(data, len(below), "county_code")
    return say_for(data, "title.comparison.below", below=named)


def _draw(data: Report, rows: pd.DataFrame, known: Sequence[str]) -> dict:
    places = list(range(len(rows)))
    start = max(0, 10 * int((float(rows[known].min().min()) - 5) // 10))
    names = [theme.plain(name) for name in rows["group"]]
    spans: dict[str, list] = {"x": [], "y": []}
    for place, row in zip(places, rows[known].to_dict("records"), strict=True):
        told = [float(value) for value in row.values() if not is_missing(value)]
        spans["x"] += [min(told), max(told), None]
        spans["y"] += [place, place, None]
    line = theme.scatter(**spans, mode="lines", line={"color": theme.SOFT, "width": 3}, showlegend=False)
    marks = [
        theme.scatter(
            floats(rows[measure]),
            places,
            name=capital(measure_name(data, measure)),
            marker={"color": colour, "symbol": symbol, "size": 12},
            hover=[
                f"{name}<br>{theme.plain(measure_name(data, measure))} {format_pct(value, data.lang)}"
                for name, value in zip(names, rows[measure], strict=True)
            ],
        )
        for measure, colour, symbol in zip(_MEASURES, theme.PALETTE, theme.SYMBOLS, strict=False)
        if measure in known
    ]
    # Names stand beside their rows where there is room, above them on a phone, which has room for few ticks too.
    reach, yaxis = [start - 2, 102], {"tickvals": places, "automargin": True}
    beside = {
        "height": 32 * len(rows) + 96,
        "margin": {"l": 8, "r": 24, "t": 40, "b": 40},
        "xaxis": {**theme.percent_axis(start), "range": reach},
        "yaxis": {**yaxis, "ticktext": names, "range": [len(rows) - 0.5, -0.5]},
        "annotations": [],
    }
    above = {
        "height": 46 * len(rows) + 120,
        "margin": {"l": 8, "r": 24, "t": 40, "b": 40},
        "xaxis": {**theme.percent_axis(start, step=max(25, 10 * ((100 - start) // 20))), "range": reach},
        "yaxis": {**yaxis, "showticklabels": False, "range": [len(rows) - 0.5, -0.7]},
        "annotations": theme.over_rows(names),
    }
    return theme.chart([line, *marks], wide=beside, showlegend=True, **above)


def _in_words(data: Report, row: dict, known: Sequence[str]) -> str:
    shares = [f"{say_for(data, f'column.{measure}')} {format_pct(row[measure], data.lang)}" for measure in known]
    comma = ", " if data.lang == "en" else "，"
    return row["group"] + in_brackets(comma.join(shares), data.lang)


def measures(data: Report, frozen: pd.DataFrame) -> Part:
    """The resumption rate on every base beside staff and capacity, each with what is divided by what.

    ``frozen`` of ``metrics.frozen_figures`` for the whole. A Notice where no rate is known.
    """
    rows = frozen[frozen["crossing"].eq("") & frozen["rate_pct"].notna()].reset_index(drop=True)
    if rows.empty:
        return Notice(no_data(data, "headline"))
    rows["group"] = [_measure(data, row) for row in rows.to_dict("records")]
    items = [f"{row['group']} {format_pct(row['rate_pct'], data.lang)}" for row in rows.to_dict("records")]
    low, high = rows.loc[rows["rate_pct"].idxmin()], rows.loc[rows["rate_pct"].idxmax()]
    words = {"low": low["rate_pct"], "high": high["rate_pct"]}
    title = say("title.measures", data.lang, number=len(rows), **words)
    return _exhibit(data, rows, "measures", title, say("measure.measures", data.lang), items, "note.measures")


def bounds(data: Report, rates: pd.DataFrame) -> Part:
    """The rate of each period with its worst-case bounds; a Notice where no rate is known.

    ``rates`` of ``metrics.resumption_rate`` by period.
    """
    rows = rates[rates["rate_pct"].notna()].reset_index(drop=True)
    if rows.empty:
        return Notice(no_data(data, "headline"))
    names = {period.id: period.short(data.lang) for period in data.periods}
    rows["group"] = rows["period_id"].map(names)
    items = [f"{row['group']} {format_pct(row['rate_pct'], data.lang)}" for row in rows.to_dict("records")]
    widest = rows.loc[(rows["high_pct"] - rows["low_pct"]).idxmax()]
    ends = format_range(widest["low_pct"], widest["high_pct"], data.lang)
    title = say("title.bounds" if widest["missing"] else "title.bounds.none", data.lang, widest, range=ends)
    return _exhibit(data, rows, "bounds", title, rate_name(data), items, "note.bounds")


def _exhibit(
    data: Report, rows: pd.DataFrame, name: str, title: str, measure: str, items: list[str], note: str
) -> Exhibit:
    whole = (rows[name].round() for name in ("numerator", "denominator"))
    labels = [format_share(*row, data.lang) for row in zip(rows["rate_pct"], *whole, strict=True)]
    ends = {end: rows[end].where(rows[end].notna(), rows["rate_pct"]) for end in ("low_pct", "high_pct")}
    return exhibit_of(
        data,
        name,
        title=title,
        about=[measure, say_for(data, "subtitle.bounds.status")],
        rows=rows,
        kinds=_KINDS | {"missing": "count", "low_pct": "percent", "high_pct": "percent"},
        figure=bar_figure(data, rows.assign(**ends), labels),
        alt=bars_in_words(items, data.lang),
        note=say_for(data, note),
    )


def _measure(data: Report, row: dict) -> str:
    """What a bar is of: the base of the rate, else the measure."""
    if row["measure"] != "resumption" or is_missing(row["base"]):
        return say(f"measure.{row['measure']}", data.lang)
    return say_for(data, "item.base", base=say(f"base.{row['base']}", data.lang))
