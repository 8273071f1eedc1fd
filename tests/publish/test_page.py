"""The page as text: policy, escaping, arrangement. What a browser makes of it is in test_browser.py."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest

from analysis.publish import page
from analysis.publish.page import inline, policy, render_page, safe_json

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}",
    "&lt;b&gt; \u2028 \u2029",
)


@pytest.fixture(autouse=True)
def small_plotly(monkeypatch):
    monkeypatch.setattr(page, "plotly_js", lambda: "window.Plotly = {};")


def payloads(text="x"):
    """A report in which every field is ``text``."""
    table = {
        "columns": [{"label": text, "kind": "text"}, {"label": "n", "kind": "count"}],
        "rows": [[text, "1"], ["b", "—"]],
        "values": [None, [1, None]],
        "keys": [text, "b"], "history_label": text,
        "histories": [{"values": [1, None, 3.5], "words": text}, {"values": [], "words": ""}],
    }  # fmt: skip
    figure = {"data": [{"type": "bar", "x": [1], "y": [text]}], "layout": {"height": 300}}
    exhibit = {
        "kind": "exhibit", "id": "one", "title": text, "subtitle": text, "figure": figure, "table": table,
        "alt": text, "source": text, "note": text, "open_table": None,
    }  # fmt: skip
    number = {"label": text, "value": text, "detail": text, "history": {"values": [0, 100], "words": text}}
    return [
        {"kind": "headline", "title": text, "standing": text, "sentences": [text, text, text], "numbers": [number],
         "lists": {"2": {"lead": text, "items": [text, text]}}, "notice": text, "issuer": text},
        {"kind": "section", "title": text},
        {"kind": "words", "sentences": [text]},
        exhibit,
        {"kind": "notice", "text": text},
        exhibit,
        {"kind": "section", "title": "empty"},
        {"kind": "notice", "text": f"nothing {text}"},
        {"kind": "end", "inputs": [{"file": text, "sha256": text}], "parameters": {"area": text},
         "definitions": [[text, text]]},
    ]  # fmt: skip


class Tags(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found, self.scripts, self._script = [], [], False

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))
        if tag == "script":
            self.scripts.append("")
            self._script = True

    def handle_endtag(self, tag):
        self._script = self._script and tag != "script"

    def handle_data(self, text):
        if self._script:
            self.scripts[-1] += text


def read(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    return tags


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("text", HOSTILE)
def test_no_field_becomes_markup(text, lang):
    plain, hostile = (read(render_page(payloads(words), lang=lang, name=words)) for words in ("x", text))
    assert [tag for tag, _ in plain.found] == [tag for tag, _ in hostile.found]
    assert not [name for _, attributes in hostile.found for name in attributes if name.startswith("on")]
    data = json.loads(hostile.scripts[0])
    figure = data["figures"][0]
    assert figure["data"][0]["y"] == [text]


def test_the_policy_names_the_hash_of_each_script_that_runs():
    html = render_page(payloads(), lang="zh", name="周报")
    content = next(a["content"] for tag, a in read(html).found if a.get("http-equiv") == "Content-Security-Policy")
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    assert len(hashes) == 3
    assert content == (
        f"default-src 'none'; script-src 'sha256-{hashes[0]}' 'sha256-{hashes[1]}' 'sha256-{hashes[2]}'; "
        "style-src 'unsafe-inline'; img-src data: blob:"
    )


def test_a_known_hash():
    # The example of the Content Security Policy specification.
    assert "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='" in policy(["alert('Hello, world.');"])


@pytest.mark.parametrize("script", ["a</SCRIPT>b", "<!-- x", "a\r\nb"])
def test_a_script_that_would_end_its_tag_is_refused(script):
    with pytest.raises(ValueError, match="would end its tag"):
        inline(script)


def test_data_cannot_end_its_script():
    text = safe_json({"a": "".join(HOSTILE)})
    assert not set(text) & set("<\u2028\u2029")
    assert json.loads(text) == {"a": "".join(HOSTILE)}
    with pytest.raises(ValueError, match="JSON"):
        safe_json({"a": float("nan")})


@pytest.mark.parametrize(("lang", "html_lang"), [("zh", "zh-Hans"), ("en", "en")])
def test_the_page_says_its_language_and_asks_for_nothing(lang, html_lang):
    html = render_page(payloads(), lang=lang, name="x")
    tags = read(html).found
    assert ("html", {"lang": html_lang}) in tags
    assert not [a for _, a in tags if "src" in a or a.get("href", "#")[0] != "#"]
    assert not re.search(r"@import|url\(|https?://", html)


@pytest.mark.parametrize(
    ("value", "is_small"), [("100%", False), ("102,442", False), ("物流", False), ("Transport", True)]
)
def test_a_key_figure_of_letters_is_small_enough_for_its_place(value, is_small):
    parts = payloads()
    parts[0]["numbers"][0]["value"] = value
    tags = read(render_page(parts, lang="en", name="x")).found
    assert (("strong", {"class": "words"}) in tags) == is_small


def test_sections_without_exhibits_become_lines_and_ids_stay_apart():
    tags = read(render_page(payloads(), lang="en", name="x")).found
    ids = [a["id"] for _, a in tags if "id" in a]
    assert len(ids) == len(set(ids))
    assert {"one", "one-2", "section-1"} <= set(ids)
    assert "section-2" not in ids


def test_an_unknown_part_is_refused():
    with pytest.raises(KeyError, match="no place on a page"):
        render_page([{"kind": "video"}], lang="en", name="x")


@pytest.mark.parametrize(("lang", "words"), [("zh", "计算用时2.1秒"), ("en", "computed in 2.1 s")])
def test_the_footer_says_how_long_the_report_ran_where_that_is_known(lang, words):
    assert words in render_page(payloads(), lang=lang, name="x", seconds=2.13)
    assert words[:4] not in render_page(payloads(), lang=lang, name="x").partition('id="provenance"')[2]
