"""The charts of a page as small pictures, for readers whose browser runs no script; drawn by this machine's browser."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from xml.etree.ElementTree import ParseError

from markupsafe import Markup

from analysis.errors import ReportFailed
from analysis.figures import theme
from analysis.publish.browser import find_browser
from analysis.publish.open_page import OpenPage, asked_page
from analysis.publish.page import TEMPLATES
from analysis.publish.svg import smaller

# The width a chart has on a laptop beside the list of contents, where two share a row: its texts are read as drawn.
_WIDTH = 640
_TIME_LIMIT_SECONDS = 60
# Inside an SVG an unquoted list is enough.
_FONTS = ", ".join((*theme.FONTS, "sans-serif"))


class Drawer(AbstractContextManager):
    """Draws the charts of reports; the browser starts with it and gets ready, and draws, while notebooks still run.

    Without a browser it draws nothing. Where that fails, one line on stderr says so and no more is drawn: a page is
    whole without pictures.
    """

    def __init__(self) -> None:
        self._page: OpenPage | None = None
        self._one_at_a_time = ThreadPoolExecutor(1)
        self._pictures: dict[str, Future[Markup]] = {}
        if browser := find_browser():
            with self._without_pictures():
                self._page = OpenPage(browser, asked_page([TEMPLATES / "unscripted.js"], plotly=True))

    def expect(self, payload: Mapping) -> None:
        """Begin to draw what ``draw`` will be asked for: the chart of a payload, if it has one."""
        page = self._page
        if page is not None and payload["kind"] == "exhibit" and payload["figure"]:
            self._picture(page, payload["figure"])

    def draw(self, payloads: Sequence[Mapping]) -> list[Markup]:
        """One image address per chart of a report, in order of appearance, as ``page.render_page`` takes them.

        ``payloads``: what a report's cells showed. Empty where nothing can be drawn.
        """
        page = self._page
        if page is None:
            return []
        with self._without_pictures():
            figures = [payload["figure"] for payload in payloads if payload["kind"] == "exhibit" and payload["figure"]]
            return [picture.result() for picture in [self._picture(page, figure) for figure in figures]]
        return []

    def _picture(self, page: OpenPage, figure: Mapping) -> Future[Markup]:
        key = json.dumps(figure)
        if key not in self._pictures:
            self._pictures[key] = self._one_at_a_time.submit(_drawn, page, figure)
        return self._pictures[key]

    @contextmanager
    def _without_pictures(self) -> Iterator[None]:
        """What goes wrong in here costs the pictures, and nothing else."""
        try:
            yield
        except (ReportFailed, ValueError, ParseError) as error:  # it failed, or what it gave is no SVG
            print(f"{error}; 页面照常生成 / the page is made without them", file=sys.stderr)
            if isinstance(error, ReportFailed):
                self._end_browser()

    def _end_browser(self) -> None:
        page, self._page = self._page, None
        if page is not None:
            page.close()

    def __exit__(self, *error: object) -> None:
        self._one_at_a_time.shutdown(wait=False, cancel_futures=True)
        self._end_browser()


def _drawn(page: OpenPage, figure: Mapping) -> Markup:
    job = {"figure": _in_lines(figure), "template": theme.TEMPLATE, "width": _WIDTH}
    return as_address(smaller(page.ask(job, time_limit_seconds=_TIME_LIMIT_SECONDS), _FONTS))


def as_address(svg: str) -> Markup:
    """An SVG as the address of an image, for an attribute in double quotes: as an image it runs nothing.

    Raises ValueError for one that could end the attribute or the element around it.
    """
    if '"' in svg or "</noscript" in svg.lower():
        raise ValueError("the picture holds characters that would end its attribute")
    written = svg.replace("%", "%25").replace("#", "%23").replace("&", "&amp;")
    return Markup(f"data:image/svg+xml;charset=utf-8,{written}")


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
