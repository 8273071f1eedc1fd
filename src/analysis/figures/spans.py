"""Ranges drawn as bars that do not begin at zero: from when to when, from how little to how much."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.figures import theme
from analysis.figures.bars import ROW_PX
from analysis.figures.words import capital

# So many half-widths of name and label stand in one line on a phone.
_ONE_LINE = 40


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
        "margin": {"l": 8, "r": 16 + 7 * max((theme.width(label) for label in labels), default=0), "t": 8, "b": 16},
        "yaxis": {**yaxis, "ticktext": names, "range": [len(groups) - 0.5, -0.5], "automargin": True},
        "annotations": [
            theme.note(label, x=1, xref="paper", xanchor="left", xshift=8, y=place, yref="y")
            for place, label in enumerate(labels)
        ],
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
    return theme.chart([trace], wide=beside, xaxis={"range": [0, width * 1.02], "showticklabels": False}, **above)
