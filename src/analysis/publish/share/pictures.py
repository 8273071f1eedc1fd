"""Single charts as SVG and PNG, and one picture for a phone, drawn by this machine's browser with its fonts."""

import json
from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path

from analysis.figures import theme
from analysis.publish.browser import find_browser, screenshot
from analysis.publish.open_page import OpenPage, asked_page
from analysis.publish.share import NotMade
from analysis.publish.share.charts import native_chart
from analysis.publish.share.content import Content

_TEMPLATES = Path(__file__).parent / "templates"
_GLYPHS = _TEMPLATES / "glyphs.js"
CHART_WIDTH = 900
# A phone shows 540 such pixels over its width; at scale 2 the picture has the 1080 of most screens.
_PHONE_WIDTH, _PHONE_SCALE = 540, 2
_PHONE_SENTENCES = 4


def write_charts(content: Content) -> dict[str, bytes]:
    """Every chart of the reports by file name, ``<id>.<lang>.svg`` and ``.png``, with title, subtitle and source.

    Raises NotMade without a browser or without a font for some character, ReportFailed where the browser fails.
    """
    charts = [exhibit for exhibit in content.exhibits() if exhibit["figure"]]
    page = asked_page([_GLYPHS, _TEMPLATES / "charts.js"], content.lang, plotly=True)
    drawn = _answer(page, _charts_job(content, charts))
    files: dict[str, bytes] = {}
    for name, chart in zip(_names(charts), drawn["charts"], strict=True):
        files[f"{name}.{content.lang}.svg"] = chart["svg"].encode("utf-8")
        files[f"{name}.{content.lang}.png"] = b64decode(chart["png"].partition(",")[2])
    return files


def write_phone(content: Content) -> bytes:
    """The first screen and the first ranking as one PNG as wide as a phone. Raises as ``write_charts`` does."""
    exhibit = content.exhibit("ranking-county-code-*") or content.exhibit("ranking-*")
    bars = _bars(exhibit, content) if exhibit else []
    words = {"screen": content.headline, "exhibit": exhibit, "bars": bars, "most": _PHONE_SENTENCES}
    words |= {"theme": theme, "stamp": content.stamp, "width": _PHONE_WIDTH}
    page, still = (
        asked_page(answers, content.lang, _TEMPLATES / "phone.html", plotly=False, **words)
        for answers in ([_GLYPHS, _TEMPLATES / "phone.js"], [])
    )
    job = {"text": _characters([content.headline, exhibit and exhibit["title"], bars, content.stamp])}
    height = _answer(page, job)["height"]
    return screenshot(need_browser(), still, width=_PHONE_WIDTH, height=height, scale=_PHONE_SCALE)


def need_browser() -> Path:
    """This machine's browser. Raises NotMade where there is none."""
    browser = find_browser()
    if browser is None:
        raise NotMade(
            "本机没有 Chromium、Chrome 或 Edge，没有生成图片；装好后重试，或用环境变量 RESUMPTION_BROWSER 指定",
            "there is no Chromium, Chrome or Edge here, so no pictures were made; "
            "install one or name it in RESUMPTION_BROWSER",
        )
    return browser


def _charts_job(content: Content, charts: list[Mapping]) -> dict:
    """What the page needs to draw every chart: figure, words around it, and every character that must be there."""
    words = ("title", "subtitle", "source", "note")
    figures = [
        {
            **{name: exhibit[name] for name in words},
            "data": exhibit["figure"]["data"],
            "layout": {**exhibit["figure"]["layout"], "template": theme.TEMPLATE},
            "stamp": content.stamp,
        }
        for exhibit in charts
    ]
    return {"figures": figures, "width": CHART_WIDTH, "text": _characters(figures)}


def _bars(exhibit: Mapping, content: Content) -> list[dict]:
    """The bars of a ranking: group, printed value, and its length in percent."""
    chart = native_chart(exhibit, content.lang, content.place)
    if chart is None or not chart.percent:
        return []
    first = chart.series[0]
    rows = zip(chart.categories, first.printed, first.values, strict=True)
    return [{"name": name, "printed": printed, "value": value or 0} for name, printed, value in rows]


def _answer(html: str, job: dict) -> dict:
    """What a page makes of a job. Raises NotMade where it found characters that no font has."""
    with OpenPage(need_browser(), html) as page:
        answer = page.ask({**job, "font": theme.FONT_STACK, "colours": {"text": theme.TEXT, "muted": theme.MUTED}})
    if answer["missing"]:
        signs = "".join(answer["missing"][:10])
        raise NotMade(
            f"本机字体缺少“{signs}”等字，没有生成图片；请安装中文字体，如 fonts-noto-cjk",
            f"no font of this machine has {signs}, so no pictures were made; install a Chinese one, as fonts-noto-cjk",
        )
    return answer


def _characters(values: object) -> str:
    """Every character that stands in some text, once."""
    return "".join(sorted(set(json.dumps(values, ensure_ascii=False)) - set("\n\t")))


def _names(charts: list[Mapping]) -> list[str]:
    """A file name per chart: its id, numbered from the second on where two have the same."""
    seen: dict[str, int] = {}
    names = []
    for exhibit in charts:
        seen[exhibit["id"]] = seen.get(exhibit["id"], 0) + 1
        names.append(exhibit["id"] + (f"-{seen[exhibit['id']]}" if seen[exhibit["id"]] > 1 else ""))
    return names
