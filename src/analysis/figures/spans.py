"""Ranges drawn as bars that do not begin at zero: from when to when, from how little to how much."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.figures import theme
from analysis.figures.bars import ROW_PX
from analysis.figures.words import capital


def span_figure(groups: Sequence[str], starts: Sequence[float], ends: Sequence[float], labels: Sequence[str]) -> dict:
    """One bar per group from ``starts`` to ``ends`` on a common scale; ``labels`` on the right say the values."""
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
    notes = [
        theme.note(theme.plain(label), x=1, xref="paper", xanchor="left", xshift=8, y=place, yref="y", align="left")
        for place, label in zip(places, labels, strict=True)
    ]
    return theme.chart(
        [trace],
        height=ROW_PX * len(groups) + 40,
        margin={"l": 8, "r": 16 + 7 * max((theme.width(label) for label in labels), default=0), "t": 8, "b": 16},
        xaxis={"range": [0, width * 1.02], "showticklabels": False},
        yaxis={
            "tickvals": places,
            "ticktext": names,
            "range": [len(groups) - 0.5, -0.5],
            "showgrid": False,
            "automargin": True,
        },
        annotations=notes,
    )
