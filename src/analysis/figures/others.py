"""What others published, beside our own, at the same distance from the Spring Festival."""

from collections.abc import Sequence

import pandas as pd

from analysis.figures import theme
from analysis.figures.context import Report, exhibit_of, measure_name, no_data
from analysis.figures.exhibit import Notice, Part
from analysis.figures.words import floats, format_date, format_pct, join, say
from analysis.metrics import days_after_festival

_NAMED = 3
# Points that are printed as 0.
_SAME = 0.05
# A wide screen's chart, roughly: its width, and the height of a percentage point.
_WIDTH_PX, _PX_PER_POINT = 900, 2.8
# A name that lies on our own line is still read.
_CLEAR = "rgba(255,255,255,0.75)"
_SIDES = ({"yshift": -14}, {"yshift": 14}, {"xanchor": "left", "xshift": 8}, {"xanchor": "right", "xshift": -8})


def beside_others(data: Report, own: pd.DataFrame, compared: pd.DataFrame, published: pd.DataFrame) -> Part:
    """Our rates over the periods and what others printed, by days after the festival; a Notice where nothing is near.

    ``own``: the rates that went into ``metrics.compare`` (measure, date, rate_pct), ``compared`` its result,
    ``published`` of ``metrics.benchmarks``. The title speaks of this period only.
    """
    now = compared[compared["period_id"].eq(data.period.id) & compared["value_status"].eq("ok")]
    if now.empty:
        return Notice(no_data(data, "benchmarks" if len(published) else "benchmarks.unlisted"))
    rows = now.sort_values(["measure", "gap_points"], kind="stable")
    rows["measure_name"] = [measure_name(data, measure) for measure in rows["measure"]]
    rows["area"] = rows["their_area_en" if data.lang == "en" else "their_area"]
    rows["source"] = rows["source_en" if data.lang == "en" else "source"]
    kinds = {"measure_name": "text", "rate_pct": "percent", "area": "text", "their_date": "date"}
    kinds |= {"their_days_after": "count", "their_pct": "percent", "gap_points": "points", "source": "text"}
    headline = rows[rows["measure"].eq("resumption")] if rows["measure"].eq("resumption").any() else rows
    items = [
        say("item.beside" if abs(row["gap_points"]) >= _SAME else "item.beside.same", data.lang, row)
        for row in headline.head(_NAMED).to_dict("records")
    ]
    first = headline.iloc[0]
    return exhibit_of(
        data,
        "beside-others",
        title=say("title.beside", data.lang, first, items=join(items, data.lang)),
        about=[say("measure.beside", data.lang)],
        rows=rows,
        kinds=kinds,
        figure=_draw(data, own, published, first["measure"]),
        alt=say("alt.beside", data.lang, items=join(items, data.lang)),
        source=say("source.benchmarks", data.lang),
        note=say("note.beside", data.lang),
    )


def dated(data: Report, *rates: pd.DataFrame) -> pd.DataFrame:
    """Rates by period below one another with ``date``, the latest day of the returns of the period: for ``compare``."""
    days = {
        period.id: pd.to_datetime(data.status.loc[data.status["period_id"].eq(period.id), "as_of"]).max()
        for period in data.periods
    }
    table = pd.concat([one[["period_id", "measure", "rate_pct"]] for one in rates], ignore_index=True)
    return table.assign(date=pd.to_datetime(table["period_id"].map(days))).dropna(subset="date")


def _draw(data: Report, own: pd.DataFrame, published: pd.DataFrame, measure: str) -> dict:
    """Our line and the points of others, over the days since the festival of their year; not far beyond our own."""
    ours = own[own["measure"].eq(measure) & own["rate_pct"].notna()]
    ours = ours.assign(days=days_after_festival(ours["date"])).sort_values("days")
    theirs = published[published["measure"].eq(measure)]
    theirs = theirs.assign(days=days_after_festival(theirs["date"]))
    theirs = theirs[theirs["days"].between(0, int(ours["days"].max()) + 10).fillna(False)].sort_values("days")
    named = [name for name in theirs["area_en" if data.lang == "en" else "area"]]
    years = theirs["date"].dt.year
    other = [
        f"{name} {year}" if year != data.period.last.year else name for name, year in zip(named, years, strict=True)
    ]
    traces = [_trace(data, ours, [say("own", data.lang)] * len(ours), line=True)]
    traces.append(_trace(data, theirs.rename(columns={"value": "rate_pct"}), other))
    points = list(zip(traces[1]["x"], traces[1]["y"], strict=True))
    names = [
        theme.note(theme.plain(name), x=day, y=rate, xref="x", yref="y", font={"size": 11}, bgcolor=_CLEAR, **side)
        for name, (day, rate), side in zip(other, points, sides(other, points), strict=True)
    ]
    return theme.chart(
        traces,
        height=380,
        wide={"annotations": names},  # a phone shows a name at a touch
        margin={"l": 8, "r": 24, "t": 24, "b": 48},
        xaxis={"title": {"text": say("axis.days_after", data.lang)}, "showgrid": False},
        yaxis={**theme.percent_axis(), "range": [0, 108], "automargin": True},
    )


def sides(names: Sequence[str], points: Sequence[tuple[float, float]]) -> list[dict]:
    """Where each name stands beside its point: below, above, right or left, the first that covers no other name.

    ``points``: day and percentage. Reckoned for a wide screen; where every side covers one it is below.
    """
    days = [day for day, _ in points] or [0]
    per_day = _WIDTH_PX / max(1, max(days) - min(days))
    taken: list[tuple[float, float, float, float]] = []
    chosen = []
    for name, (day, rate) in zip(names, points, strict=True):
        x, y, half = day * per_day, rate * _PX_PER_POINT, 3.2 * theme.width(name) + 2
        places = [(x, y - 14), (x, y + 14), (x + half + 8, y), (x - half - 8, y)]
        boxes = [(left - half, left + half, middle - 7, middle + 7) for left, middle in places]
        free = [place for place, box in enumerate(boxes) if not any(_meet(box, other) for other in taken)]
        place = free[0] if free else 0
        taken.append(boxes[place])
        chosen.append(_SIDES[place])
    return chosen


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def _trace(data: Report, rows: pd.DataFrame, names: list[str], *, line: bool = False) -> dict:
    """Our own points as a line, those of others as marks."""
    rates = floats(rows["rate_pct"])
    hover = [
        f"{theme.plain(name)} {format_date(day, data.lang)}<br>{format_pct(rate, data.lang)}"
        for name, day, rate in zip(names, rows["date"], rates, strict=True)
    ]
    look = {"color": theme.BLUE, "size": 10} if line else {"color": theme.ORANGE, "symbol": "diamond", "size": 9}
    mode, stroke = "lines+markers" if line else "markers", {"color": theme.BLUE, "width": 3}
    return theme.scatter(map(int, rows["days"]), rates, mode=mode, hover=hover, marker=look, line=stroke)
