"""Bars with worst-case bounds as drawings: names beside or above them, labels, diamonds, the whole's line."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.figures import theme
from analysis.figures.context import Report
from analysis.figures.words import capital, format_pct, is_missing, say

ROW_PX = 31
# Longer names stand above their bar, so that a phone keeps room for the bar.
_BESIDE = 18
_LONGEST = 46


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
    rate = [None if is_missing(number) else float(number) for number in rows[value]]
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
    aside = [
        theme.note(label, x=1, xref="paper", xanchor="left", xshift=8, y=place, yref="y", align="left")
        if in_column
        else theme.note(label, x=end or 0, xref="x", xanchor="left", xshift=5, y=place, yref="y", bgcolor="#FFFFFF")
        for place, label, end in zip(places, labels, highs, strict=True)
    ]
    shapes, line_words = _average_line(data, average)
    percent = value == "rate_pct"
    right = 16 + 7 * max((theme.width(label) for label in labels), default=0)
    xaxis = theme.percent_axis() if percent else {"range": [0, max(filter(None, rate), default=1)], "visible": False}
    top = 24 if line_words else 4
    above, beside = (_name_places(names, aside + line_words, right, top, percent, over=over) for over in (True, False))
    long = max((theme.width(name) for name in rows["group"]), default=0) > _BESIDE
    return theme.chart(
        traces,
        wide=beside if long else None,
        barmode="stack",
        xaxis=xaxis,
        shapes=shapes,
        **(above if long else beside),
    )


def add_diamonds(figure: dict, percentages: pd.Series, lang: str) -> list[float | None]:
    """Mark on each bar of a ``bar_figure`` the percentage it is compared with, a column of its table; returns them as
    plain numbers."""
    known = [None if is_missing(value) else float(value) for value in percentages]
    marker = {"symbol": "diamond", "size": 10, "color": theme.ORANGE, "line": {"color": "#FFFFFF", "width": 1}}
    names = [told.partition("<br>")[0] for told in figure["data"][0]["hovertext"]]
    called = say(f"column.{percentages.name}", lang)
    hover = [f"{name}<br>{called} {format_pct(value, lang)}" for name, value in zip(names, known, strict=True)]
    figure["data"].append(theme.scatter(known, range(len(known)), hover=hover, marker=marker))
    return known


def add_whiskers(figure: dict, middle: pd.Series, low: pd.Series, high: pd.Series) -> None:
    """A thin line on each bar of a ``bar_figure`` from what it could be at the least to what at the most."""
    middle, low, high = (values.astype(float) for values in (middle, low, high))
    figure["data"][0]["error_x"] = {
        "type": "data",
        "symmetric": False,
        "array": (high - middle).clip(lower=0).round(6).tolist(),
        "arrayminus": (middle - low).clip(lower=0).round(6).tolist(),
        "color": theme.MUTED,
        "thickness": 1.5,
        "width": 4,
    }


def _name_places(names: Sequence[str], notes: list[dict], right: int, top: int, axis: bool, *, over: bool) -> dict:
    """The part of a layout that depends on where names stand: over their bars, or beside them."""
    places = list(range(len(names)))
    over_bars = [
        theme.note(name, x=0, xref="x", xanchor="left", y=place, yref="y", yshift=19, align="left")
        for place, name in zip(places, names, strict=True)
    ]
    return {
        "height": (ROW_PX + (18 if over else 0)) * len(names) + top + (32 if axis else 4),
        "bargap": 0.64 if over else 0.32,
        "margin": {"l": (14 if axis else 4) if over else 8, "r": right, "t": top, "b": 32 if axis else 4},
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
