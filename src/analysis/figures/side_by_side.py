"""Several figures of one day, and one figure over the periods with what the silent ones could make of it."""

from __future__ import annotations

import pandas as pd

from analysis.figures.bars import bar_figure
from analysis.figures.context import Report, exhibit_of, no_data, rate_name, say_for
from analysis.figures.exhibit import Exhibit, Notice, Part
from analysis.figures.words import bars_in_words, format_fraction, format_pct, format_range, is_missing, say

_KINDS = {"group": "text", "rate_pct": "percent", "numerator": "count", "denominator": "count"}


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
    labels = [
        f"{format_pct(row['rate_pct'], data.lang)}  "
        f"{format_fraction(round(row['numerator']), round(row['denominator']), data.lang)}"
        for row in rows.to_dict("records")
    ]
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
