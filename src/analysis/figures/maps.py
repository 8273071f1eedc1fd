"""The counties as a map: a grid of tiles, or their outlines where the survey says so. A sketch either way."""

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.figures import grids, theme
from analysis.figures.boundaries import county_rings, label_place
from analysis.figures.context import Report, base_name, current, exhibit_of, group_name, is_whole, measure_name, say_for
from analysis.figures.exhibit import Part
from analysis.figures.rankings import telling_measure, why_not_the_rate
from analysis.figures.words import bars_in_words, capital, floats, format_pct, is_missing, paired, paragraph, say
from analysis.metrics import Measures

_TILE_PX = 80
_FOOT_PX = 64
_MAP_PX = 560
# A tile's share of its place; the rest is the gap to its neighbours.
_FILLED = 0.95
_NO_RATE = "#E4E7EA"


def county_map(data: Report, measures: Measures) -> list[Part]:
    """Every county with its rate, placed as on the map and coloured by it; by staff or capacity as the ranking is.

    Takes results per period and ``county_code``. Nothing for a single county, or where nobody said where counties lie.
    """
    counties = {region.code: region for region in data.survey.counties if region.tile}
    if not is_whole(data) or len(counties) < 2:
        return []
    measure, result = telling_measure(data, measures)
    now = current(result, data)
    if now.empty or "county_code" not in now.columns or now["rate_pct"].notna().sum() < 2:
        return []
    name = measure_name(data, measure)
    known = dict(zip(now["county_code"], now["rate_pct"], strict=True))
    values = dict(zip(counties, floats(map(known.get, counties)), strict=True))
    outlines = county_rings(list(counties)) if data.survey.map == "polygons" else {}
    drawn = "polygons" if len(outlines) == len(counties) else "tiles"
    places = {code: region.tile for code, region in counties.items()}
    notes = [
        why_not_the_rate(data, "place", name) if measure != "rate" else "",
        say_for(data, f"note.map.{drawn}"),
        say("note.map.fallback", data.lang) if data.survey.map != drawn else "",
    ]
    rows = pd.DataFrame(
        {"group": [group_name(data, "county_code", code) for code in values], "rate_pct": values.values()}
    )
    rows = rows.assign(rate_pct=rows["rate_pct"].astype("Float64"), code=list(values))
    rows = rows.sort_values("rate_pct", ascending=False, kind="stable", na_position="last")
    labels = [_printed(data, value) for value in rows["rate_pct"]]
    return [
        exhibit_of(
            data,
            "county-map",
            title=_title(data, [value for value in values.values() if value is not None], name),
            about=[name, base_name(data)],
            rows=rows,
            kinds={"group": "text", "rate_pct": "percent"},
            groups="county_code",
            figure=_outlined(data, values, outlines) if drawn == "polygons" else _tiles(data, values, places),
            alt=bars_in_words(paired(rows["group"], labels), data.lang),
            note=paragraph(notes, data.lang),
            keys=rows["code"].tolist(),
        )
    ]


def _title(data: Report, values: Sequence[float], measure: str) -> str:
    low, high = format_pct(min(values), data.lang), format_pct(max(values), data.lang)
    if low == high:
        return capital(say_for(data, "title.map.equal", measure=measure, rate=low))
    return capital(say_for(data, "title.map", measure=measure, low=low, high=high))


def _printed(data: Report, value: object) -> str:
    return say("map.no_rate", data.lang) if is_missing(value) else format_pct(value, data.lang)


def _scale(values: Mapping[str, float | None]) -> tuple[float, float]:
    """The values' range in round fives, so that the colours can be read off a short legend."""
    known = [value for value in values.values() if value is not None]
    low, high = 5 * math.floor(min(known) / 5), 5 * math.ceil(max(known) / 5)
    return float(low), float(max(high, low + 5))


def _colours(values: Mapping[str, float | None]) -> dict[str, str]:
    low, high = _scale(values)
    return {
        code: _NO_RATE if value is None else theme.shade((value - low) / (high - low)) for code, value in values.items()
    }


def _marker(values: Mapping[str, float | None]) -> dict:
    """Colours by rate, with the legend below the map."""
    low, high = _scale(values)
    legend = grids.percent_scale(10, share=0.5, ticks=4)
    return {"colorscale": theme.CIVIDIS, "cmin": low, "cmax": high, "showscale": True, "colorbar": legend}


def _words(data: Report, values: Mapping[str, float | None]) -> list[str]:
    names = [theme.wrap(group_name(data, "county_code", code), 10, 3) for code in values]
    return [f"{name}<br><b>{_printed(data, value)}</b>" for name, value in zip(names, values.values(), strict=True)]


def _tiles(data: Report, values: Mapping[str, float | None], places: Mapping[str, tuple[int, int]]) -> dict:
    """One square bar per county; its place in the grid is row and column."""
    colours = _colours(values)
    rows, columns = (1 + max(place[axis] for place in places.values()) for axis in (0, 1))
    words = _words(data, values)
    trace = {
        "type": "bar",
        "x": [places[code][1] for code in values],
        "base": [places[code][0] for code in values],
        "y": [_FILLED] * len(values),
        "width": _FILLED,
        # Colours, not numbers: plotly looks for the contrast of the words inside a bar, and warns of a number.
        "marker": {"color": list(colours.values())},
        "text": words,
        "textposition": "inside",
        "insidetextanchor": "middle",
        "constraintext": "none",
        "textangle": 0,
        "insidetextfont": {"size": 12, "color": [theme.on(colours[code]) for code in values]},
        "hovertext": words,
        "hoverinfo": "text",
        "customdata": list(values),
    }
    scale = theme.scatter([None], [None], marker={**_marker(values), "color": [0]})
    return theme.chart(
        [trace, scale],
        height=_TILE_PX * rows + _FOOT_PX,
        margin={"l": 0, "r": 0, "t": 8, "b": _FOOT_PX - 8},
        xaxis={"visible": False, "range": [-0.5, columns - 0.5]},
        yaxis={"visible": False, "range": [rows, 0]},
        bargap=0,
    )


def _outlined(data: Report, values: Mapping[str, float | None], outlines: Mapping[str, Sequence]) -> dict:
    """Outlines as filled lines (a map layer would need the network), names and rates at their centres."""
    colours = _colours(values)
    shapes = [
        theme.scatter(
            *zip(*ring, strict=True),
            mode="lines",
            fill="toself",
            fillcolor=colours[code],
            line={"color": "#FFFFFF", "width": 1.5},
        )
        for code in values
        for ring in outlines[code]
    ]
    centres = {code: label_place(outlines[code][0]) for code in values}
    words = _words(data, values)
    names = theme.scatter(
        *zip(*centres.values(), strict=True),
        mode="markers+text",
        marker={**_marker(values), "color": list(values.values()), "size": 30, "opacity": 0},
        text=words,
        textfont={"size": 11, "color": [theme.on(colours[code]) for code in values]},
        hover=words,
        customdata=list(values),
        cliponaxis=False,
    )
    middle = sum(y for _, y in centres.values()) / len(centres)
    # As large as the place allows: the names in it need room.
    across, down = ([place[axis] for rings in outlines.values() for ring in rings for place in ring] for axis in (0, 1))
    return theme.chart(
        [*shapes, names],
        height=_MAP_PX + _FOOT_PX,
        margin={"l": 0, "r": 0, "t": 8, "b": _FOOT_PX - 8},
        xaxis={"visible": False, "range": [min(across), max(across)]},
        # A degree of longitude is shorter than one of latitude, by the cosine of the latitude.
        yaxis={
            "visible": False,
            "range": [min(down), max(down)],
            "scaleanchor": "x",
            "scaleratio": round(1 / math.cos(math.radians(middle)), 3),
        },
    )
