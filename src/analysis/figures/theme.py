"""One look for page, charts, slides and documents: colours, type, grid, as data that each of them takes from here.

Charts are plain plotly JSON, so drawing imports nothing.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

# Neighbours differ by at least 3:1 in luminance, and each stands out from white; order matters.
BLUE, TEAL, PLUM, ORANGE, INK, LILAC = "#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1"
PALETTE = (BLUE, TEAL, PLUM, ORANGE, INK, LILAC)
SOFT, GRID, MUTED, TEXT = "#C9D6E2", "#E4E7EA", "#565B60", "#1D2126"
# What a page has beside its charts: rules, a quiet ground, and the strip that says the data are a sample.
SURFACE = {"rule": "#D5DADE", "ground": "#F4F6F8", "strip": "#FFF4E8", "strip-rule": "#F5C9A3"}
SYMBOLS = ("circle", "diamond", "square", "triangle-up", "x", "star")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
# In order of preference; documents that can name only one font take the first that is installed.
FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC")
LATIN_FONTS = ("Segoe UI", "Helvetica Neue", "Arial", "Liberation Sans")
# Of office documents: every Windows and WPS has these; elsewhere a like one takes their place.
OFFICE_FONT = {"zh": "Microsoft YaHei", "en": "Segoe UI"}
EAST_ASIAN_FONT = "Microsoft YaHei"
FONT_STACK = ", ".join([*FONTS, *LATIN_FONTS, "sans-serif"])
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
    # Else plotly leaves out a label that reaches over the drawing's edge, such as 0% or the name of a last column.
    "ticklabeloverflow": "allow",
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
        "annotationdefaults": {"showarrow": False, "font": {"size": 13}},
        "xaxis": _AXIS,
        "yaxis": _AXIS,
    }
}
CONFIG = {"displayModeBar": False, "responsive": True, "showTips": False, "scrollZoom": False}


def css_variables() -> str:
    """The colours and fonts as the custom properties that a page's style sheet is written with."""
    colours = {"ink": TEXT, "muted": MUTED, "blue": BLUE, "orange": ORANGE, "soft": SOFT, **SURFACE}
    quoted = {name: ", ".join(f'"{font}"' for font in fonts) for name, fonts in (("zh", FONTS), ("en", LATIN_FONTS))}
    values = [f"--{name}: {value};" for name, value in colours.items()]
    return ":root { " + " ".join([*values, *(f"--font-{name}: {fonts};" for name, fonts in quoted.items())]) + " }\n"


def contrast(colour: str, other: str = "#FFFFFF") -> float:
    """The contrast of two ``#rrggbb`` colours, from 1 to 21. Source: WCAG 2.2, relative luminance."""
    light, dark = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def on(colour: str) -> str:
    """The colour of text that stands on ``colour``: white or ink, whichever is read more easily."""
    return max(("#FFFFFF", TEXT), key=lambda text: contrast(text, colour))


def shade(share: float, scale: Sequence[Sequence] = CIVIDIS) -> str:
    """The colour of a place (0 to 1) on a colour scale, mixed from its two neighbours there."""
    for (start, low), (end, high) in pairwise(scale):
        if share <= end:
            part = max(0.0, (share - start) / (end - start))
            mixed = (round(a + part * (b - a)) for a, b in zip(_channels(low), _channels(high), strict=True))
            return "#" + "".join(f"{channel:02X}" for channel in mixed)
    return str(scale[-1][1])


def _luminance(colour: str) -> float:
    parts = [channel / 255 for channel in _channels(colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def chart(
    traces: list[dict], *, height: int, minimum_width: int = 0, wide: dict | None = None, **layout: object
) -> dict:
    """A figure as plotly JSON: traces and layout, no template.

    Screens narrower than ``minimum_width`` scroll it; those that give it 560 px or more take ``wide`` into its layout.
    """
    meta = {name: value for name, value in (("minimum_width", minimum_width), ("wide", wide)) if value}
    return {
        "data": traces,
        "layout": {"height": height, "autosize": True, **({"meta": meta} if meta else {}), **layout},
    }


def scatter(
    x: Iterable[object],
    y: Iterable[object],
    *,
    mode: str = "markers",
    hover: Iterable[str] | None = None,
    **look: object,
) -> dict:
    """A trace of marks, lines or words; without ``hover`` a touch shows nothing."""
    told = {"hoverinfo": "skip"} if hover is None else {"hoverinfo": "text", "hovertext": list(hover)}
    return {"type": "scatter", "mode": mode, "x": list(x), "y": list(y), **told, **look}


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


def percent_axis(start: int = 0, *, step: int = 0) -> dict:
    """A horizontal axis of percentages from ``start`` to 100, its few ticks with their sign."""
    step = step or (25 if start == 0 else 10)
    ticks = list(range(start, 101, step))
    return {"range": [start, 100], "tickvals": ticks, "ticktext": [f"{tick}%" for tick in ticks], "tickangle": 0}


def over_rows(texts: Sequence[str], *, right: bool = False, up_px: int = 19) -> list[dict]:
    """Annotations above the rows of a chart whose places are 0, 1, ...: at the left edge, or at the right one."""
    side = {"x": 1, "xanchor": "right"} if right else {"x": 0, "xanchor": "left"}
    return [note(text, **side, xref="paper", y=place, yref="y", yshift=up_px) for place, text in enumerate(texts)]


def beside_rows(labels: Sequence[str]) -> list[dict]:
    """Annotations on the right of the rows of such a chart, outside of it."""
    side = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 8, "yref": "y", "align": "left"}
    return [note(label, y=place, **side) for place, label in enumerate(labels)]


def reach(up: Sequence[float], down: Sequence[float], **look: object) -> dict:
    """Thin lines from the marks or bars of a trace as far up and down (right and left) as they could be."""
    return {"type": "data", "symmetric": False, "array": list(up), "arrayminus": list(down), **look}


def note(text: str, **place: object) -> dict:
    """An annotation without an arrow: the words beside a mark."""
    return {"text": text, **place}
