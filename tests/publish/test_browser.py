"""The page in a browser with the network blocked: drawn whole, in both languages, with nothing that should not run."""

import gzip
import io
import os
import re
import unicodedata
from functools import cache

import pytest
from test_page import payloads

from analysis.exchange.pages import render
from analysis.publish.assets import plotly_js
from analysis.publish.browser import find_browser
from analysis.publish.page import render_page
from analysis.surveys import load_survey

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(find_browser() is None and os.environ.get("CI") != "true", reason="no Chromium here"),
]
WATCH = "window.violations = []; addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective))"


def unfold(page):
    """Open every folded part and wait for its charts; the page's policy forbids Playwright's own waiting."""
    page.eval_on_selector_all("details.fold", "all => all.forEach(fold => { fold.open = true; })")
    page.evaluate(
        "() => new Promise(done => {"
        "  const look = () => document.querySelector('.plot:not([data-ready])') ? setTimeout(look, 50) : done();"
        "  look(); })"
    )


def test_on_a_telephone_what_an_office_is_to_be_told_has_a_line_of_its_own(chromium):
    line = {"name": "都匀市", "state": "missing", "arrived": "", "sentence": "都匀市：报表尚未收到。", "files": []}
    content = {"title": "收表情况", "counts": "缺报1。", "lines": [line], "todo": [], "others": []}
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.set_content(render("received.html", load_survey("qiannan"), None, "zh", **content))
    box = page.locator(".paste").bounding_box()
    assert box["width"] > 320
    assert box["x"] + box["width"] <= 390
    page.close()


@pytest.fixture(scope="module")
def opened(chromium, make_page):
    """opened(lang, width, script, path): the weekly report, or a page of one's own, and what went wrong loading it."""
    contexts = []

    def open_page(lang="zh", width=1280, script=True, path=None):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, offline=True, java_script_enabled=script, accept_downloads=True
        )
        contexts.append(context)
        page = context.new_page()
        wrong = []
        page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: None if request.url == page.url else wrong.append(request.url))
        path = (path or make_page(lang)).resolve().as_uri()
        page.on("dialog", lambda dialog: wrong.append(dialog.message))
        page.add_init_script(WATCH)
        page.goto(path)
        wrong = [item for item in wrong if item != path]
        page.on("request", lambda request: wrong.append(request.url))
        if script:
            page.wait_for_selector("html.drawn")
            unfold(page)
        return page, wrong

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def seen(opened):
    """seen(lang, width): the weekly report as ``opened``, one for all tests that do not mind what others clicked."""
    return cache(opened)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_everything_is_drawn_and_nothing_is_asked_for(seen, lang, width):
    page, wrong = seen(lang, width)
    outside = [item for item in wrong if not item.startswith(("data:", "blob:"))]
    assert outside == []
    assert page.evaluate("violations") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.title().startswith({"zh": "复工复产周报", "en": "Weekly resumption report"}[lang])
    drawn = page.eval_on_selector_all(
        ".plot", "plots => plots.map(p => p.querySelectorAll('.main-svg .trace, .main-svg .bars, .hm').length)"
    )
    made = page.evaluate("JSON.parse(document.getElementById('report-data').textContent).figures.length")
    assert len(drawn) == made >= 9
    assert all(drawn)


def test_charts_are_drawn_where_a_rule_of_plotly_cannot_be_read(chromium, make_page):
    """Chromium 80 to 85 throw where plotly.js writes a rule with :focus-visible."""
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.add_init_script(
        "const insert = CSSStyleSheet.prototype.insertRule;"
        "CSSStyleSheet.prototype.insertRule = function (rule, place) {"
        "  if (rule.includes(':focus-visible')) { window.refused = true; throw new SyntaxError(rule); }"
        "  return insert.call(this, rule, place); }"
    )
    page.goto(make_page("zh").resolve().as_uri())
    page.wait_for_selector("html.drawn")
    assert page.evaluate("window.refused"), "plotly.js writes no such rule: before.js can go"
    assert page.locator(".main-svg").count() > 9
    context.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_heat_maps_have_pixels(seen, lang):
    from PIL import Image

    page, _ = seen(lang, 1280)
    heat_maps = page.query_selector_all(".plot:has(.heatmaplayer image)")
    assert heat_maps
    for heat_map in heat_maps:
        picture = Image.open(io.BytesIO(heat_map.query_selector(".heatmaplayer image").screenshot())).convert("RGB")
        large = [colour for count, colour in picture.getcolors(1 << 20) if count > 200]
        assert len(large) >= 4


def test_parts_after_the_first_are_folded_and_open_by_click_key_jump_and_on_paper(chromium, make_page, tmp_path):
    pypdf = pytest.importorskip("pypdf")
    address = make_page("en").resolve().as_uri()
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    page.wait_for_selector("html.drawn")
    folds = page.locator("details.fold")
    titles = page.locator("details.fold h2").all_text_contents()
    assert len(titles) > 5
    assert folds.evaluate_all("all => all.filter(fold => fold.open).length") == 0
    assert page.locator("details.fold .finding").first.is_visible()
    page.click(".unfold")
    assert folds.evaluate_all("all => all.every(fold => fold.open)")
    folds.evaluate_all("all => all.forEach(fold => { fold.open = false; })")
    folds.nth(0).locator("summary").first.click()
    folds.nth(0).locator(".main-svg").first.wait_for()
    folds.nth(1).locator("summary").first.focus()
    page.keyboard.press("Enter")
    page.click(f".contents a:has-text('{titles[2]}')")
    assert [folds.nth(place).evaluate("fold => fold.open") for place in range(4)] == [True, True, True, False]
    chart = page.evaluate("Array.from(document.querySelectorAll('details.fold .exhibit')).pop().id")
    page.goto(f"{address}#{chart}")
    page.reload()
    page.wait_for_selector("html.drawn")
    assert page.locator(f"#{chart} h3").is_visible()
    assert not folds.nth(0).evaluate("fold => fold.open")
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    printed = normal("".join(sheet.extract_text() for sheet in pypdf.PdfReader(tmp_path / "page.pdf").pages))
    for heading in page.locator("h2, h3").all_text_contents():
        assert normal(heading) in printed
    assert not folds.nth(0).evaluate("fold => fold.open"), "as it was before printing"
    page.close()


def test_a_table_sorts_by_value_and_says_so(seen):
    page, _ = seen("zh", 1280)
    page.click("#ranking-county-code-rate summary")
    page.click("#ranking-county-code-rate thead th:nth-child(2) button")
    values = page.eval_on_selector_all(
        "#ranking-county-code-rate tbody td:nth-child(2)", "cells => cells.map(c => Number(c.dataset.value))"
    )
    assert values == sorted(values, reverse=True)
    heading = page.query_selector("#ranking-county-code-rate thead th:nth-child(2)")
    assert heading.get_attribute("aria-sort") == "descending"


def test_downloaded_data_hold_no_formula(seen):
    page, _ = seen("zh", 1280)
    page.click("#missing-list summary") if page.query_selector("#missing-list summary") else None
    with page.expect_download() as download:
        page.click("#missing-list [data-download=csv]")
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) > 2
    assert not [line for line in lines if line.startswith(('"=', '"+', '"-', '"@'))]


def test_without_script_words_and_tables_are_there(opened):
    page, _ = opened("zh", script=False)
    assert page.locator(".alternative").first.is_visible()
    assert page.locator(".lead").is_visible()
    assert page.locator("#ranking-county-code-rate table").is_visible()
    assert page.locator("#counties .spark").count() == 12
    assert not page.locator(".tools").first.is_visible()


def test_with_pictures_every_chart_is_seen_without_script(opened, processed, tmp_path):
    from fictional_weeks import SURVEY, WEEKS

    from analysis.publish import lacks_pictures, render_report
    from analysis.publish.unscripted import Drawer
    from analysis.store.tables import open_tables

    tables = open_tables(SURVEY.folder, WEEKS[-1].id, lang="en", processed=processed)
    with Drawer() as drawer:
        path = render_report(tables, "weekly_resumption", tmp_path, drawer=drawer)
    own = path.read_bytes()
    bundle = plotly_js().encode()
    assert not lacks_pictures(path)
    assert len(own) - len(bundle) <= 400_000
    assert len(gzip.compress(own)) - len(gzip.compress(bundle)) <= 120_000
    for script in (False, True):
        page, wrong = opened(script=script, path=path)
        pictures = page.locator(".plot img.still")
        charts = page.locator(".plot").count()
        assert charts >= 9
        assert pictures.count() == (0 if script else charts)
        assert not [item for item in wrong if not item.startswith("data:image/svg+xml")]
        for place in range(pictures.count()):
            drawn = pictures.nth(place).evaluate("image => [image.complete, image.naturalWidth, image.clientHeight]")
            assert drawn[0]
            assert drawn[1] >= 640
            assert drawn[2] > 40


def test_it_prints_on_paper_of_its_size(opened, tmp_path):
    page, _ = opened("zh")
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    content = (tmp_path / "page.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.wait_for_timeout(300)
    widths = page.eval_on_selector_all(".plot", "plots => plots.map(p => p.getBoundingClientRect().width)")
    assert max(widths) <= 680
    # Nobody can scroll on paper: a long table is cut by its rows and not by its height.
    tallest = "e => { e.classList.add('long'); return getComputedStyle(e.querySelector('.table-box')).maxHeight; }"
    assert page.locator(".exhibit:has(.table-box)").first.evaluate(tallest) == "none"
    shown = "e => { e.classList.add('list'); return getComputedStyle(e.querySelector('.under')).display; }"
    assert page.locator(".exhibit:has(details.data)").first.evaluate(shown) == "block"


def test_pages_that_share_one_script_draw_from_files_and_let_no_other_script_in(chromium, processed, tmp_path):
    from fictional_weeks import SURVEY, WEEKS

    from analysis.publish import render_report
    from analysis.store.tables import open_tables

    tables = open_tables(SURVEY.folder, WEEKS[-1].id, processed=processed)
    page = render_report(tables, "weekly_resumption", tmp_path / "共享 a", shared_script=True)
    (page.parent / "other.js").write_text("document.title = 'run'")
    html = page.read_text(encoding="utf-8")
    page.write_text(html.replace("</body>", '<script src="other.js"></script></body>'), encoding="utf-8")
    context = chromium.new_context(offline=True)
    shown = context.new_page()
    shown.goto(page.resolve().as_uri())
    shown.wait_for_selector("html.drawn")
    assert shown.locator(".main-svg").count() > 3
    assert shown.title() != "run"
    next(page.parent.glob("plotly-*.js")).unlink()
    shown.reload()
    shown.wait_for_timeout(500)
    assert shown.locator(".alternative").first.bounding_box()["height"] > 10, "words where there is no picture"
    context.close()


def normal(text):
    """Without spaces and ligatures: what a PDF gives back is otherwise what the page said."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def test_print_keeps_headings_with_what_they_head(seen, tmp_path):
    pypdf = pytest.importorskip("pypdf")
    page, _ = seen("en", 1280)  # a PDF gives Chinese back with radicals for some of its characters
    charts = page.eval_on_selector_all(
        ".exhibit:not(.long)",
        "all => all.map(e => [e.querySelector('h3').textContent, e.querySelector('.source').textContent])",
    )
    headings = page.eval_on_selector_all("h2, h3", "all => all.map(e => e.textContent)")
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    sheets = [normal(sheet.extract_text()) for sheet in pypdf.PdfReader(tmp_path / "page.pdf").pages]
    assert len(sheets) >= 3
    assert not [heading for sheet in sheets for heading in headings if sheet.endswith(normal(heading))]
    assert len(charts) >= 10
    for title, source in charts:
        on = [sheet for sheet in sheets if normal(title) in sheet]
        assert on, title
        assert any(normal(source) in sheet[sheet.index(normal(title)) :] for sheet in on), title


def test_a_table_that_runs_over_a_page_has_its_head_on_each(opened, tmp_path):
    pypdf = pytest.importorskip("pypdf")
    page, _ = opened("en", 1280)
    page.locator("table:has(thead button):visible").first.evaluate(
        "t => { t.tHead.querySelector('button').textContent = 'HEAD'; const rows = t.tBodies[0];"
        "  for (let i = 0; i < 90; i++) rows.append(rows.rows[0].cloneNode(true)); }"
    )
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    heads = sum(sheet.extract_text().count("HEAD") for sheet in pypdf.PdfReader(tmp_path / "page.pdf").pages)
    assert heads > 1


EVERY_PAYLOAD = " ".join(
    (
        "<script>window.ran = 1</script>",
        "</script><script>window.ran = 1</script>",
        "</title></style></textarea><script>window.ran = 1</script>",
        '"><img src=x onerror="window.ran = 1">',
        "<svg onload=window.ran=1><a xlink:href='javascript:window.ran=1'>x</a></svg>",
        "[x](javascript:window.ran=1) ![x](x)",
        "<a href='javascript:window.ran=1'>x</a>",
        "{{ 7*7 }} {% raw %} ${window.ran=1}",
        "=cmd|' /C calc'!A0",
        "测试😀\u202e" + "长" * 200,
        "\u2028\u2029&lt;b&gt;",
    )
)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_hostile_runs_in_any_field(opened, tmp_path, lang):
    path = tmp_path / "hostile.html"
    path.write_text(render_page(payloads(EVERY_PAYLOAD), lang=lang, name=EVERY_PAYLOAD), encoding="utf-8")
    page, wrong = opened(path=path, width=390)
    for link in page.query_selector_all(".plot a, .exhibit a"):
        link.dispatch_event("click")
    for button in page.query_selector_all(".exhibit button"):
        button.dispatch_event("click")
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None
    assert not [item for item in wrong if not item.startswith(("data:", "blob:"))]
    assert page.evaluate("violations") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert EVERY_PAYLOAD[:60] in page.text_content("h1")


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_a_picture_is_downloaded_with_its_title_and_source(seen, kind):
    from PIL import Image

    page, _ = seen("zh", 1280)
    exhibit = page.locator("#ranking-county-code-rate")
    with page.expect_download() as download:
        exhibit.locator(f"[data-download={kind}]").click()
    content = download.value.path().read_bytes()
    if kind == "svg":
        text = content.decode("utf-8")
        assert text.startswith("<svg")
        assert normal(exhibit.locator("h3").text_content())[:12] in normal(re.sub("<[^>]*>", "", text))
        assert "数据来源" in text
    else:
        picture = Image.open(io.BytesIO(content))
        assert picture.width == 1920
        assert len(picture.convert("RGB").getcolors(1 << 20)) > 10
    assert page.evaluate("violations") == []


def marks(page):
    """Which bars stand out in the ranking and on the map, by county."""
    return page.evaluate(
        """() => ["ranking-county-code-rate", "county-map"].map(id => {
            const trace = document.querySelector("#" + id + " .plot").data[0];
            return (trace.selectedpoints || []).map(place => trace.customdata[place]);
        })"""
    )


def test_a_county_is_marked_everywhere_by_keyboard_and_by_click(seen):
    page, _ = seen("zh", 1280)
    page.focus("#counties tr[data-key='522701'] button")
    page.keyboard.press("Enter")
    assert marks(page) == [["522701"], ["522701"]]
    assert page.get_attribute("#counties tr[data-key='522701'] button", "aria-pressed") == "true"
    page.keyboard.press("Enter")
    assert marks(page) == [[], []]
    page.locator("#county-map .plot").scroll_into_view_if_needed()
    tile = page.locator("#county-map .point path").nth(1).bounding_box()
    page.mouse.click(tile["x"] + 10, tile["y"] + 10)
    assert marks(page) == [["522702"], ["522702"]]
    assert "marked" in page.get_attribute("#counties tr[data-key='522702']", "class")


def test_everything_that_acts_is_reached_by_tab(opened):
    page, _ = opened("zh")
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], button, summary, [tabindex]')].filter(e => e.checkVisibility()).length"
    )
    seen = set()
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
    assert len(seen - {-1}) >= wanted


@pytest.mark.parametrize(("lang", "width"), [("zh", 390), ("en", 1280)])
def test_axe_finds_nothing(seen, lang, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page, _ = seen(lang, width)
    for summary in page.query_selector_all("details:not(.fold) > summary"):
        summary.click()
    for is_open in (False, True):
        page.eval_on_selector_all("details.fold", "(all, is) => all.forEach(fold => { fold.open = is; })", is_open)
        found = axe.Axe().run(page)
        assert [(item["id"], item["nodes"][0]["html"][:120]) for item in found.response["violations"]] == []


def test_axe_finds_nothing_in_the_pages_on_offices(chromium):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    answer = {"office": "都匀市", "errors": 0, "warnings": 1, "text": "请核对1处。", "workbook": None, "file": "表"}
    scores = {"columns": ["单位", *["行数"] * 9], "rows": [["都匀市", *[1000000] * 9]], "repeated": []}
    levels = {"error": "错误", "warning": "请核对"}
    content = {"title": "反馈情况", "answers": [answer], "levels": levels, "scores": scores}
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.set_content(render("feedback.html", load_survey("qiannan"), None, "zh", **content))
    assert [item["id"] for item in axe.Axe().run(page).response["violations"]] == []
    page.close()


def test_a_page_is_the_bundle_and_little_more(make_page):
    page, bundle = make_page("zh").read_bytes(), plotly_js().encode()
    assert len(page) - len(bundle) <= 400_000
    assert len(gzip.compress(page)) - len(gzip.compress(bundle)) <= 120_000
