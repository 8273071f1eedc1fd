"""Payloads of a report become one HTML page that needs no network: own template, inline plotly, data as JSON.

Uploaded text enters the page through the template's escaping or as escaped JSON, never as markup, and a policy in the
page lets only our two scripts run.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.metadata
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analysis.figures import theme
from analysis.publish.assets import plotly_js
from analysis.vocabulary import labels

_TEMPLATES = Path(__file__).parent / "templates"
_HTML_LANG = {"zh": "zh-Hans", "en": "en"}
# Longer tables of an exhibit without a chart are folded, unless it says otherwise.
_FOLD_ROWS = 30


def render_page(payloads: Sequence[Mapping], *, lang: str, name: str, stamp: str = "") -> str:
    """The whole page. ``payloads``: what a report's cells showed, in order, the sentinel last; ``name``: of the report;
    ``stamp``: whether it is a draft or was issued.

    Raises ValueError for a script that would end its own tag early, KeyError for an unknown kind of part.
    """
    headline, sections, missing, end = _arrange(payloads)
    figures = _number_figures(sections)
    scripts = [plotly_js(), (_TEMPLATES / "page.js").read_text(encoding="utf-8")]
    data = {"template": theme.TEMPLATE, "config": theme.CONFIG, "figures": figures}
    return (
        _environment()
        .get_template("page.html")
        .render(
            lang=lang,
            html_lang=_HTML_LANG[lang],
            word={key.removeprefix("page."): text for key, text in labels(lang).items() if key.startswith("page.")},
            policy=policy(scripts),
            name=name,
            stamp=stamp,
            headline=headline,
            sections=sections,
            missing=missing,
            end=end,
            style=Markup((_TEMPLATES / "page.css").read_text(encoding="utf-8")),
            data=Markup(safe_json(data)),
            scripts=[Markup(inline(script)) for script in scripts],
            version=importlib.metadata.version("resumption-analytics"),
            made=f"{datetime.now(UTC):%Y-%m-%d %H:%M}",
        )
    )


def policy(scripts: Iterable[str]) -> str:
    """The page's content security policy: nothing from anywhere, only scripts with these hashes, images from data."""
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    return f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data: blob:"


def inline(script: str) -> str:
    """A script as the text of its tag: ``policy`` hashes these very characters. Raises ValueError if not fit."""
    if "</script" in script.lower() or "<!--" in script or "\r" in script:
        raise ValueError("the script holds characters that would end its tag or change its hash")
    return script


def safe_json(data: object) -> str:
    """JSON that can stand in a script tag: no character in it can end the tag or begin markup."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _arrange(payloads: Sequence[Mapping]) -> tuple[Mapping | None, list[dict], list[str], Mapping]:
    """The headline, the sections with content, one line per section without, and the sentinel's payload."""
    headline, end = None, {"inputs": [], "parameters": {}, "definitions": []}
    sections: list[dict] = [{"title": "", "parts": []}]
    for payload in payloads:
        match payload["kind"]:
            case "headline":
                headline = payload
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
    return headline, filled, list(dict.fromkeys(empty)), end


def _number_figures(sections: Sequence[Mapping]) -> list[Mapping]:
    """Every chart in order of appearance; its part learns its number, its exhibit an id of its own on the page."""
    figures: list[Mapping] = []
    seen: dict[str, int] = {}
    for part in (part for section in sections for part in section["parts"] if part["kind"] == "exhibit"):
        seen[part["id"]] = seen.get(part["id"], 0) + 1
        part["anchor"] = part["id"] + (f"-{seen[part['id']]}" if seen[part["id"]] > 1 else "")
        part["number"] = len(figures) if part["figure"] else None
        long = len(part["table"]["rows"]) > _FOLD_ROWS and not part["open_table"]
        part["folded"] = bool(part["figure"]) or long
        if part["figure"]:
            figures.append(part["figure"])
    return figures


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
