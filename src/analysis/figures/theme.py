"""One look for every chart and page: colours, type, grid. Charts are plain plotly JSON, so drawing imports nothing."""

from __future__ import annotations

import re
import unicodedata

# Neighbours differ by at least 3:1 in luminance, and each stands out from white; order matters.
BLUE, TEAL, PLUM, ORANGE, INK, LILAC = "#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1"
PALETTE = (BLUE, TEAL, PLUM, ORANGE, INK, LILAC)
SOFT, GRID, MUTED, TEXT = "#C9D6E2", "#E4E7EA", "#565B60", "#1D2126"
SYMBOLS = ("circle", "diamond", "square", "triangle-up", "x", "star")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
FONT_STACK = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, Segoe UI, Arial, sans-serif"
CIVIDIS = [
    [0.0, "#00224E"],
    [0.125, "#123570"],
    [0.25, "#3B496C"],
    [0.375, "#575D6D"],
    [0.5, "#707173"],
    [0.625, "#8A8678"],
    [0.75, "#A59C74"],
    [0.875, "#C3B369"],
    [1.0, "#FEE838"],
]

_AXIS = {
    "gridcolor": GRID,
    "zeroline": False,
    "showline": False,
    "ticks": "",
    "fixedrange": True,
    "title": {"font": {"size": 13}, "standoff": 8},
    "tickfont": {"size": 13},
    "ticklabelstandoff": 6,
}
TEMPLATE = {
    "layout": {
        "font": {"family": FONT_STACK, "size": 14, "color": TEXT},
        "colorway": list(PALETTE),
        "paper_bgcolor": "#FFFFFF",
        "plot_bgcolor": "#FFFFFF",
        "hoverlabel": {"font": {"family": FONT_STACK, "size": 13}, "align": "left"},
        "hovermode": "closest",
        "dragmode": False,
        "showlegend": False,
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom", "title": {"text": ""}},
        "margin": {"l": 8, "r": 8, "t": 16, "b": 32},
        "bargap": 0.35,
        "xaxis": _AXIS,
        "yaxis": _AXIS,
    }
}
CONFIG = {"displayModeBar": False, "responsive": True, "showTips": False, "scrollZoom": False}


def chart(traces: list[dict], *, height: int, minimum_width: int = 0, **layout: object) -> dict:
    """A figure as plotly JSON: traces and layout, no template; screens narrower than ``minimum_width`` scroll it."""
    meta = {"minimum_width": minimum_width} if minimum_width else {}
    return {
        "data": traces,
        "layout": {"height": height, "autosize": True, **({"meta": meta} if meta else {}), **layout},
    }


def plain(text: object) -> str:
    """Text for a chart: plotly reads a little HTML, and an uploaded name must not become any."""
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def width(text: str) -> int:
    """How wide a text is in half-width characters: a Chinese one counts as two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def wrap(text: str, most: int, lines: int) -> str:
    """A label in at most ``lines`` lines of ``most`` half-widths, broken between words or Chinese characters."""
    pieces = re.findall(r"[!-~]+ ?|.[、，；：）]*", text)
    found = [""]
    for piece in pieces:
        if found[-1] and width(found[-1]) + width(piece.rstrip()) > most:
            found.append("")
        found[-1] += piece
    kept = [line.strip() for line in found]
    if len(kept) > lines:
        kept = [*kept[: lines - 1], shorten("".join(found[lines - 1 :]).strip(), most)]
    return "<br>".join(plain(line) for line in kept)


def shorten(text: str, most: int) -> str:
    """A text cut to ``most`` half-widths, with an ellipsis where something was cut."""
    if width(text) <= most:
        return text
    kept, used = [], 1
    for character in text:
        used += width(character)
        if used > most:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"


def percent_axis(start: int = 0) -> dict:
    """A horizontal axis of percentages from ``start`` to 100, its few ticks with their sign."""
    step = 25 if start == 0 else 10
    ticks = list(range(start, 101, step))
    return {"range": [start, 100], "tickvals": ticks, "ticktext": [f"{tick}%" for tick in ticks], "tickangle": 0}


def note(text: str, **place: object) -> dict:
    """An annotation without an arrow: the words beside a mark."""
    return {"text": text, "showarrow": False, "font": {"size": 13}, **place}
