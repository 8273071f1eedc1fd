"""The page in a browser with the network blocked: drawn whole, in both languages, with nothing that should not run."""

import io
import os
import shutil

import pytest

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(BROWSER is None and os.environ.get("CI") != "true", reason="no Chromium here"),
]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
WATCH = "window.violations = []; addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective))"


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium, make_page):
    """opened(lang, width, script): the page, and what went wrong while it loaded."""
    contexts = []

    def open_page(lang="zh", width=1280, script=True):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, offline=True, java_script_enabled=script, accept_downloads=True
        )
        contexts.append(context)
        page = context.new_page()
        wrong = []
        page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: None if request.url == page.url else wrong.append(request.url))
        path = make_page(lang).resolve().as_uri()
        page.on("dialog", lambda dialog: wrong.append(dialog.message))
        page.add_init_script(WATCH)
        page.goto(path)
        wrong = [item for item in wrong if item != path]
        page.on("request", lambda request: wrong.append(request.url))
        if script:
            page.wait_for_selector("html.drawn")
        return page, wrong

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_everything_is_drawn_and_nothing_is_asked_for(opened, lang, width):
    page, wrong = opened(lang, width)
    outside = [item for item in wrong if not item.startswith(("data:", "blob:"))]
    assert outside == []
    assert page.evaluate("violations") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.title().startswith({"zh": "复工复产周报", "en": "Weekly resumption report"}[lang])
    drawn = page.eval_on_selector_all(
        ".plot", "plots => plots.map(p => p.querySelectorAll('.main-svg .trace, .main-svg .bars, .hm').length)"
    )
    assert len(drawn) == 9
    assert all(drawn)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_heat_maps_have_pixels(opened, lang):
    from PIL import Image

    page, _ = opened(lang)
    heat_maps = page.query_selector_all(".plot:has(.heatmaplayer image)")
    assert heat_maps
    for heat_map in heat_maps:
        picture = Image.open(io.BytesIO(heat_map.query_selector(".heatmaplayer image").screenshot())).convert("RGB")
        large = [colour for count, colour in picture.getcolors(1 << 20) if count > 200]
        assert len(large) >= 4


def test_a_table_sorts_by_value_and_says_so(opened):
    page, _ = opened("zh")
    page.click("#ranking-county-code-rate summary")
    page.click("#ranking-county-code-rate thead th:nth-child(2) button")
    values = page.eval_on_selector_all(
        "#ranking-county-code-rate tbody td:nth-child(2)", "cells => cells.map(c => Number(c.dataset.value))"
    )
    assert values == sorted(values, reverse=True)
    heading = page.query_selector("#ranking-county-code-rate thead th:nth-child(2)")
    assert heading.get_attribute("aria-sort") == "descending"


def test_downloaded_data_hold_no_formula(opened):
    page, _ = opened("zh")
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
    page.click("#ranking-county-code-rate summary")
    assert page.locator("#ranking-county-code-rate table").is_visible()


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


def test_pages_that_share_one_script_draw_from_files_and_let_no_other_script_in(chromium, processed, tmp_path):
    from fictional_weeks import SURVEY, WEEKS

    from analysis.publish import render_report

    area = SURVEY.region(SURVEY.area)
    page = render_report(
        SURVEY, "weekly_resumption", WEEKS[-1], area, "zh", processed, tmp_path / "共享 a", shared_script=True
    )
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
