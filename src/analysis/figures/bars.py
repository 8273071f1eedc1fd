"""Bars as drawings, names beside or above them, labels on the right: from zero with worst-case bounds, stacked by what
they are made up of (below zero to the left), or from one value to another."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from analysis.figures import theme
from analysis.figures.context import Report, say_for
from analysis.figures.words import capital, floats, format_count, format_pct, format_signed, say

ROW_PX = 31
# Longer names stand above their bar, so that a phone keeps room for the bar.
_BESIDE = 18
_LONGEST = 46
# So many half-widths of name and label stand in one line on a phone.
_ONE_LINE = 40


def bar_figure(
    data: Report,
    rows: pd.DataFrame,
    labels: Sequence[str],
    average: object = None,
    value: str = "rate_pct",
    *,
    in_column: bool = False,
    keys: Sequence[str] = (),
) -> dict:
    """The drawing alone, top row first: ``group``, the column ``value``, and ``low_pct`` and ``high_pct`` if there.

    Percentages run from 0 to 100; anything else from 0 to its largest, without an axis, since labels say it all.
    Labels stand at the end of their bar, or ``in_column`` where something else is drawn there. ``keys``: what each bar
    is of, for other charts and tables to point at. Long names stand above their bars, beside them on wide screens.
    """
    names = [capital(theme.plain(theme.shorten(name, _LONGEST))) for name in rows["group"]]
    places = list(range(len(rows)))
    rate = floats(rows[value])
    bounds = has_bounds(rows).tolist() if "low_pct" in rows.columns else [False] * len(rows)
    lows, highs = (
        [float(bound) if wide else end for bound, wide, end in zip(rows.get(name, rate), bounds, rate, strict=True)]
        for name in ("low_pct", "high_pct")
    )
    extra = [high - low if wide else 0 for low, high, wide in zip(lows, highs, bounds, strict=True)]
    hover = [f"{name}<br>{label}" for name, label in zip(names, labels, strict=True)]
    common = {"type": "bar", "orientation": "h", "y": places, "hovertext": hover, "hoverinfo": "text"}
    if keys:
        common["customdata"] = list(keys)
    hatch = {"shape": "/", "fgcolor": theme.BLUE, "bgcolor": "#FFFFFF", "size": 5, "solidity": 0.35}
    open_part = {"color": "#FFFFFF", "line": {"color": theme.BLUE, "width": 1}, "pattern": hatch}
    traces = [{**common, "x": lows, "marker": {"color": theme.BLUE}}]
    traces += [{**common, "x": extra, "marker": open_part}] if any(extra) else []
    aside = (
        theme.beside_rows(labels)
        if in_column
        else [
            theme.note(label, x=end or 0, xref="x", xanchor="left", xshift=5, y=place, yref="y", bgcolor="#FFFFFF")
            for place, label, end in zip(places, labels, highs, strict=True)
        ]
    )
    shapes, line_words = _average_line(data, average)
    percent = value == "rate_pct"
    xaxis = theme.percent_axis() if percent else {"range": [0, max(filter(None, rate), default=1)], "visible": False}
    top = 24 if line_words else 4
    places_of_names = _name_places(rows["group"], names, labels, aside + line_words, top, axis=percent)
    return theme.chart(traces, barmode="stack", xaxis=xaxis, shapes=shapes, **places_of_names)


def add_diamonds(figure: dict, percentages: pd.Series, lang: str) -> list[float | None]:
    """Mark on each bar of a ``bar_figure`` the percentage it is compared with, a column of its table; returns them as
    plain numbers."""
    known = floats(percentages)
    marker = {"symbol": "diamond", "size": 10, "color": theme.ORANGE, "line": {"color": "#FFFFFF", "width": 1}}
    names = [told.partition("<br>")[0] for told in figure["data"][0]["hovertext"]]
    called = say(f"column.{percentages.name}", lang)
    hover = [f"{name}<br>{called} {format_pct(value, lang)}" for name, value in zip(names, known, strict=True)]
    figure["data"].append(theme.scatter(known, range(len(known)), hover=hover, marker=marker))
    return known


def add_whiskers(figure: dict, middle: pd.Series, low: pd.Series, high: pd.Series) -> None:
    """A thin line on each bar of a ``bar_figure`` from what it could be at the least to what at the most."""
    middle, low, high = (values.astype(float) for values in (middle, low, high))
    up, down = (ends.clip(lower=0).round(6).tolist() for ends in (high - middle, middle - low))
    figure["data"][0]["error_x"] = theme.reach(up, down, color=theme.MUTED, thickness=1.5, width=4)


def _name_places(
    groups: Iterable[str], names: Sequence[str], labels: Sequence[str], notes: list[dict], top: int, *, axis: bool
) -> dict:
    """What of a layout depends on where names stand: beside their bars, or over these where ``groups`` have long ones
    and a screen is narrow."""
    beside, above = (_named(names, labels, notes, top, axis, over=over) for over in (False, True))
    long = max(map(theme.width, groups), default=0) > _BESIDE
    return {**above, "wide": beside} if long else beside


def _named(names: Sequence[str], labels: Sequence[str], notes: list[dict], top: int, axis: bool, *, over: bool) -> dict:
    places = list(range(len(names)))
    over_bars = [
        theme.note(name, x=0, xref="x", xanchor="left", y=place, yref="y", yshift=19, align="left")
        for place, name in zip(places, names, strict=True)
    ]
    return {
        "height": (ROW_PX + (18 if over else 0)) * len(names) + top + (32 if axis else 4),
        "bargap": 0.64 if over else 0.32,
        "margin": {
            "l": (14 if axis else 4) if over else 8,
            "r": _room(labels),
            "t": top,
            "b": 32 if axis else 4,
        },
        "yaxis": {
            "range": [len(names) - 0.5, -0.5 - (0.15 if over else 0)],
            "showgrid": False,
            "automargin": True,
            "tickvals": places,
            "ticktext": names,
            "showticklabels": not over,
        },
        "annotations": notes + (over_bars if over else []),
    }


def _room(labels: Iterable[str]) -> int:
    """Pixels for labels on the right."""
    return 16 + 7 * max(map(theme.width, labels), default=0)


def _average_line(data: Report, average: object) -> tuple[list[dict], list[dict]]:
    """The whole's rate as a dotted line, and its words above it."""
    if average is None:
        return [], []
    line = {"color": theme.ORANGE, "width": 2, "dash": "dot"}
    place = {"x0": float(average), "x1": float(average), "y0": 0, "y1": 1}
    words = theme.plain(say("whole", data.lang, rate=average))
    side = "right" if float(average) > 40 else "left"
    above = theme.note(words, x=float(average), xref="x", y=1, yref="paper", yanchor="bottom", xanchor=side)
    return [{"type": "line", "xref": "x", "yref": "paper", "layer": "below", **place, "line": line}], [above]


def has_bounds(rows: pd.DataFrame) -> pd.Series:
    if "low_pct" not in rows.columns:
        return pd.Series(False, index=rows.index)
    return (rows["high_pct"] > rows["low_pct"]).fillna(False).astype(bool)


def stacked_figure(
    data: Report, rows: pd.DataFrame, colours: Mapping[str, str], labels: Sequence[str], noun: str = ""
) -> dict:
    """The drawing alone, top row first: ``group``, and a count of ``noun`` per column of ``colours``, in its order.

    Without a noun the values are percentage points, up or down.
    """
    places = list(range(len(rows)))
    names = [theme.plain(theme.shorten(name, 52)) for name in rows["group"]]
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "y": places,
            "x": [float(value) for value in rows[kind]],
            "name": capital(say_for(data, f"column.{kind}")),
            "marker": {"color": colour, "line": {"color": "#FFFFFF", "width": 1}},
            "hovertext": [
                f"{name}<br>{say_for(data, f'column.{kind}')} {_said(value, noun, data.lang)}"
                for name, value in zip(names, rows[kind], strict=True)
            ],
            "hoverinfo": "text",
        }
        for kind, colour in colours.items()
    ]
    return theme.chart(
        traces,
        barmode="relative",
        showlegend=True,
        legend={"traceorder": "normal"},
        xaxis={"rangemode": "tozero", "nticks": 4, "tickangle": 0},
        **_name_places(rows["group"], names, labels, theme.beside_rows(labels), 48, axis=True),
    )


def _said(value: object, noun: str, lang: str) -> str:
    return format_count(value, noun, lang) if noun else format_signed(value, lang)


def span_figure(groups: Sequence[str], starts: Sequence[float], ends: Sequence[float], labels: Sequence[str]) -> dict:
    """One bar per group from ``starts`` to ``ends`` on a common scale; ``labels`` on the right say the values.

    On a narrow screen names and labels stand above their bar.
    """
    places = list(range(len(groups)))
    names = [capital(theme.plain(theme.shorten(group, 30))) for group in groups]
    width = max([*ends, 1]) or 1
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": places,
        "base": list(starts),
        # A range of a single value is still to be seen.
        "x": [max(end - start, width / 200) for start, end in zip(starts, ends, strict=True)],
        "marker": {"color": theme.BLUE},
        "hovertext": [f"{name}<br>{theme.plain(label)}" for name, label in zip(names, labels, strict=True)],
        "hoverinfo": "text",
    }
    labels = [theme.plain(label) for label in labels]
    yaxis = {"tickvals": places, "showgrid": False}
    beside = {
        "height": ROW_PX * len(groups) + 40,
        "bargap": 0.35,
        "margin": {"l": 8, "r": _room(labels), "t": 8, "b": 16},
        "yaxis": {**yaxis, "ticktext": names, "range": [len(groups) - 0.5, -0.5], "automargin": True},
        "annotations": theme.beside_rows(labels),
    }
    apart = max(map(theme.width, map("".join, zip(names, labels, strict=True))), default=0) <= _ONE_LINE
    line_px = 18 if apart else 36
    above = {
        "height": (ROW_PX + line_px) * len(groups) + 40,
        "bargap": 0.64 if apart else 0.74,
        "margin": {"l": 4, "r": 4, "t": 8, "b": 16},
        "yaxis": {**yaxis, "showticklabels": False, "range": [len(groups) - 0.5, -0.7]},
        "annotations": theme.over_rows(names, up_px=1 + line_px) + theme.over_rows(labels, right=True),
    }
    return theme.chart([trace], wide=beside, xaxis={"range": [0, width * 1.02], "visible": False}, **above)
