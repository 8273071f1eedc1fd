"""The charts of a page as small pictures, for readers whose browser runs no script; drawn by this machine's browser."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import ParseError

from markupsafe import Markup

from analysis.errors import ReportFailed
from analysis.figures import theme
from analysis.publish.assets import plotly_js
from analysis.publish.browser import find_browser, result_of
from analysis.publish.page import TEMPLATES, environment, inline, policy, safe_json
from analysis.publish.svg import smaller

# The width a chart has on a laptop beside the list of contents, where two share a row: its texts are read as drawn.
_WIDTH = 640
_TIME_LIMIT_SECONDS = 60
# Inside an SVG an unquoted list is enough.
_FONTS = ", ".join((*theme.FONTS, "sans-serif"))


def pictures(payloads: Sequence[Mapping]) -> list[Markup]:
    """One image address per chart of a report, in order of appearance, as ``page.render_page`` takes them.

    ``payloads``: what a report's cells showed. Empty without a browser, and with one line on stderr where it fails: a
    page is whole without pictures.
    """
    figures = [payload["figure"] for payload in payloads if payload["kind"] == "exhibit" and payload["figure"]]
    browser = find_browser()
    if browser is None or not figures:
        return []
    try:
        drawn = json.loads(result_of(browser, _page(figures), time_limit_seconds=_TIME_LIMIT_SECONDS))
        return [as_address(smaller(svg, _FONTS)) for svg in drawn]
    except (ReportFailed, ValueError, ParseError) as error:  # it failed, or what it gave is no JSON of SVG
        print(f"{error}; 页面照常生成 / the page is made without them", file=sys.stderr)
        return []


def as_address(svg: str) -> Markup:
    """An SVG as the address of an image, for an attribute in double quotes: as an image it runs nothing.

    Raises ValueError for one that could end the attribute or the element around it.
    """
    if '"' in svg or "</noscript" in svg.lower():
        raise ValueError("the picture holds characters that would end its attribute")
    written = svg.replace("%", "%25").replace("#", "%23").replace("&", "&amp;")
    return Markup(f"data:image/svg+xml;charset=utf-8,{written}")


def _page(figures: Sequence[Mapping]) -> str:
    scripts = [plotly_js(), (TEMPLATES / "unscripted.js").read_text(encoding="utf-8")]
    job = {"figures": [_in_lines(figure) for figure in figures], "template": theme.TEMPLATE, "width": _WIDTH}
    return (
        environment()
        .get_template("unscripted.html")
        .render(
            policy=policy(scripts),
            job=Markup(safe_json(job)),
            scripts=[Markup(inline(script)) for script in scripts],
        )
    )


def _in_lines(figure: Mapping) -> dict:
    """The figure with the cells of heat maps as rectangles: plotly draws them as an image, ten times their size."""
    layout = figure["layout"]
    cells = [cell for trace in figure["data"] if trace["type"] == "heatmap" for cell in _cells(trace, layout)]
    return {"data": figure["data"], "layout": {**layout, "shapes": [*cells, *layout.get("shapes", ())]}}


def _cells(trace: Mapping, layout: Mapping) -> list[dict]:
    low, high = trace["zmin"], trace["zmax"]
    edge = {"color": layout.get("plot_bgcolor", "#FFFFFF"), "width": trace.get("xgap", 0)}
    return [
        {
            **{"type": "rect", "layer": "below", "x0": x - 0.5, "x1": x + 0.5, "y0": y - 0.5, "y1": y + 0.5},
            **{"line": edge, "fillcolor": theme.shade((value - low) / (high - low), trace["colorscale"])},
        }
        for y, line in zip(trace["y"], trace["z"], strict=True)
        for x, value in zip(trace["x"], line, strict=True)
        if value is not None
    ]
