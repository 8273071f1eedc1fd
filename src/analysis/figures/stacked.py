"""Stacked bars: how what is counted in each group is made up; what is below zero goes to the left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.figures import theme
from analysis.figures.context import Report, say_for
from analysis.figures.words import capital, format_count, format_signed

# Longer names stand above their bar, so that a phone keeps room for the bar; on wide screens and paper beside it.
_BESIDE = 18


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
    notes = [
        theme.note(label, x=1, xref="paper", xanchor="left", xshift=8, y=place, yref="y", align="left")
        for place, label in zip(places, labels, strict=True)
    ]
    right = 16 + 7 * max((theme.width(label) for label in labels), default=0)
    above, beside = (_name_places(names, notes, right, over=over) for over in (True, False))
    long = max((theme.width(name) for name in rows["group"]), default=0) > _BESIDE
    return theme.chart(
        traces,
        wide=beside if long else None,
        barmode="relative",
        showlegend=True,
        legend={"traceorder": "normal"},
        xaxis={"rangemode": "tozero", "nticks": 4, "tickangle": 0},
        **(above if long else beside),
    )


def _name_places(names: Sequence[str], notes: list[dict], right: int, *, over: bool) -> dict:
    """The part of a layout that depends on where names stand: over their bars, or beside them."""
    places = list(range(len(names)))
    over_bars = [
        theme.note(name, x=0, xref="x", xanchor="left", y=place, yref="y", yshift=20, align="left")
        for place, name in zip(places, names, strict=True)
    ]
    return {
        "height": (52 if over else 30) * len(names) + 100,
        "bargap": 0.62 if over else 0.35,
        "margin": {"l": 20 if over else 8, "r": right, "t": 48, "b": 32},
        "yaxis": {
            "tickvals": places,
            "ticktext": names,
            "showticklabels": not over,
            "range": [len(names) - 0.5, -0.65],
            "showgrid": False,
            "automargin": True,
        },
        "annotations": notes + (over_bars if over else []),
    }


def _said(value: object, noun: str, lang: str) -> str:
    return format_count(value, noun, lang) if noun else format_signed(value, lang)
