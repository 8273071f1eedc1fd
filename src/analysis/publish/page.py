"""Payloads of a report become one HTML page that needs no network: own template, inline plotly, data as JSON.

Uploaded text enters the page through the template's escaping or as escaped JSON, never as markup, and a policy in the
page lets only our own scripts run.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from markupsafe import Markup

from analysis.figures import theme
from analysis.publish.assets import plotly_js
from analysis.publish.packing import packed, rounded
from analysis.publish.page_table import arranged, column_rules
from analysis.publish.sparkline import sparkline
from analysis.publish.version import code_version
from analysis.templates import rendered, templates
from analysis.vocabulary import labels

TEMPLATES = Path(__file__).parent / "templates"
# Tables of charts and longer ones are folded, unless their exhibit says otherwise.
_FOLD_ROWS = 30
# Tables longer than this print their first rows only (page.css), and say so.
_PAPER_ROWS = 40
# A page of more sections than this shows the first few in full; of the others the heading and the first finding, which
# open at a click, before a jump to them, and on paper.
_FOLD_SECTIONS, _OPEN_SECTIONS = 6, 4
# Two charts that follow each other stand side by side on wide screens if neither is higher and they differ little.
_HALF_PX, _HALF_APART_PX = 640, 250


def get_ready(lang: str) -> None:
    """Load what every page in ``lang`` needs, so that it is there once a report's numbers are."""
    labels(lang)
    for name in templates(TEMPLATES).list_templates(extensions=["html"]):
        templates(TEMPLATES).get_template(name)


def render_page(
    payloads: Sequence[Mapping],
    *,
    lang: str,
    name: str,
    stamp: str = "",
    links: Sequence[tuple[str, str]] = (),
    plotly: str = "",
    pictures: Sequence[str] = (),
    seconds: float | None = None,
) -> str:
    """The whole page. ``payloads``: what a report's cells showed, in order, the sentinel last; ``name``: of the report;
    ``stamp``: whether it is a draft or was issued; ``links``: words and relative address of pages near this one;
    ``plotly``: the file beside the page that holds plotly.js (empty: it is in the page); ``pictures``: per chart the
    address of the image that stands in its place where scripts are off (empty: none does); ``seconds``: how long the
    report ran.

    Raises ValueError for a script that would end its own tag early, KeyError for an unknown kind of part.
    """
    headline, sections, missing, end = _arrange(payloads)
    figures = _number_figures(sections)
    before, after = ((TEMPLATES / name).read_text(encoding="utf-8") for name in ("before.js", "page.js"))
    scripts = [before, after] if plotly else [before, plotly_js(), after]
    nonce = secrets.token_urlsafe(16) if plotly else ""
    data = {
        "template": theme.TEMPLATE,
        "config": theme.CONFIG,
        "figures": [packed(rounded(figure)) for figure in figures],
    }
    return rendered(
        TEMPLATES / "page.html",
        lang,
        "page",
        policy=policy(scripts, nonce),
        plotly=plotly,
        nonce=nonce,
        name=name,
        stamp=stamp,
        pictures=pictures,
        links=links,
        headline=headline,
        sections=sections,
        missing=missing,
        end=end,
        style=Markup(style_sheet() + column_rules(part["table"] for part in _exhibits(sections))),
        data=Markup(safe_json(data)),
        scripts=[Markup(inline(script)) for script in scripts],
        sparkline=sparkline,
        version=code_version(),
        made=f"{datetime.now(UTC):%Y-%m-%d %H:%M}",
        seconds=seconds,
    )


def policy(scripts: Iterable[str], nonce: str = "", *, asked_from: str = "") -> str:
    """The page's content security policy: nothing from anywhere, only scripts with these hashes, images from data.

    A script of its own file is let in by ``nonce``, a secret of this page: of a page that is opened as a file, browsers
    check no hash of another file (they refuse it). ``asked_from``: an address that the page may ask for
    questions and give answers to (``open_page``).
    """
    allowed = [*(f"'sha256-{_digest(script)}'" for script in scripts), *([f"'nonce-{nonce}'"] if nonce else [])]
    rules = ["default-src 'none'", f"script-src {' '.join(allowed)}", "style-src 'unsafe-inline'"]
    return "; ".join([*rules, "img-src data: blob:", *([f"connect-src {asked_from}"] if asked_from else [])])


def style_sheet() -> str:
    """The look of every page of ours."""
    return theme.css_variables() + (TEMPLATES / "page.css").read_text(encoding="utf-8")


def inline(script: str) -> str:
    """A script as the text of its tag: ``policy`` hashes these very characters. Raises ValueError if not fit."""
    if "</script" in script.lower() or "<!--" in script or "\r" in script:
        raise ValueError("the script holds characters that would end its tag or change its hash")
    return script


def safe_json(data: object) -> str:
    """JSON that can stand in a script tag: no character in it can end the tag or begin markup."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _arrange(payloads: Sequence[Mapping]) -> tuple[Mapping | None, list[dict], list[str], Mapping]:
    """The headline, the sections with content, one line per section without, and the sentinel's payload."""
    headline, end = None, {"inputs": [], "parameters": {}, "definitions": []}
    sections: list[dict] = [{"title": "", "parts": []}]
    for payload in payloads:
        match payload["kind"]:
            case "headline":
                headline = _first_screen(payload)
            case "section":
                sections.append({"title": payload["title"], "parts": []})
            case "end":
                end = payload
            case "exhibit" | "words" | "notice":
                sections[-1]["parts"].append(dict(payload))
            case unknown:
                raise KeyError(f"no place on a page for a part of kind {unknown!r}")
    filled = [section for section in sections if any(part["kind"] == "exhibit" for part in section["parts"])]
    empty = [part["text"] for s in sections if s not in filled for part in s["parts"] if part["kind"] == "notice"]
    for place, section in enumerate(filled):
        section["id"] = f"section-{place + 1}"
        section["folded"] = len(filled) > _FOLD_SECTIONS and place >= _OPEN_SECTIONS and bool(section["title"])
        section["finding"] = next(part["title"] for part in section["parts"] if part["kind"] == "exhibit")
        section["parts"] = _told(section["parts"])
        _pair(section["parts"])
    return headline, filled, list(dict.fromkeys(empty)), end


def _first_screen(headline: Mapping) -> dict:
    """The headline with its first sentence as ``lead``, its ``listed`` sentences apart, the others as ``said``."""
    lists = headline.get("lists", {})
    said = [text for place, text in enumerate(headline["sentences"]) if place and str(place) not in lists]
    return {**headline, "lead": "".join(headline["sentences"][:1]), "listed": list(lists.values()), "said": said}


def _number_figures(sections: Sequence[Mapping]) -> list[Mapping]:
    """Every chart in order of appearance; its part learns its number, its exhibit an id of its own on the page."""
    figures: list[Mapping] = []
    seen: dict[str, int] = {}
    for part in _exhibits(sections):
        seen[part["id"]] = seen.get(part["id"], 0) + 1
        part["anchor"] = part["id"] + (f"-{seen[part['id']]}" if seen[part["id"]] > 1 else "")
        part["number"] = len(figures) if part["figure"] else None
        rows = len(part["table"]["rows"])
        opened = part["open_table"]
        part["folded"] = bool(part["figure"]) or rows > _FOLD_ROWS if opened is None else not opened
        # Folded for its length alone: on paper its first rows show.
        part["list"] = opened is None and not part["figure"] and part["folded"]
        part["long"] = rows > _PAPER_ROWS and (part["list"] or not part["folded"])
        part["table"] = arranged(part["table"])
        if part["figure"]:
            figures.append(part["figure"])
    return figures


def _exhibits(sections: Sequence[Mapping]) -> Iterator[dict]:
    return (part for section in sections for part in section["parts"] if part["kind"] == "exhibit")


def _pair(parts: Sequence[dict]) -> None:
    """Mark charts that follow each other and are of a kind: they share a row where there is room."""
    previous: dict = {}
    for part in parts:
        part["half"] = False
        if _fits_half(previous) and _fits_half(part) and not previous["half"]:
            apart = abs(part["figure"]["layout"]["height"] - previous["figure"]["layout"]["height"])
            part["half"] = previous["half"] = apart <= _HALF_APART_PX
        previous = part


def _fits_half(part: Mapping) -> bool:
    layout = (part.get("figure") or {}).get("layout", {})
    return 0 < layout.get("height", 0) <= _HALF_PX and not layout.get("meta", {}).get("minimum_width")


def _told(parts: Sequence[Mapping]) -> list[dict]:
    """The parts without those that have nothing to show and say only what another title says."""
    shown = {part["title"] for part in parts if part["kind"] == "exhibit" and (part["figure"] or part["table"]["rows"])}
    kept: list[dict] = []
    for part in parts:
        if part["kind"] != "exhibit" or part["figure"] or part["table"]["rows"]:
            kept.append(dict(part))
        elif part["title"] not in shown:
            kept.append({"kind": "words", "sentences": [part["title"]]})
    return kept


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
