"""Pictures for readers without script: made where there is a browser, and never in the way of a page."""

import re
from urllib.parse import unquote

import pytest
from test_browser import pytestmark as needs_browser
from test_page import HOSTILE, payloads, read

from analysis.publish.page import render_page
from analysis.publish.unscripted import Drawer, as_address


@pytest.fixture
def browser(tmp_path, monkeypatch):
    """browser(script): this machine's browser is that shell script."""

    def use(script):
        path = tmp_path / "browser"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setenv("RESUMPTION_BROWSER", str(path))

    return use


def pictures(payloads):
    with Drawer() as drawer:
        return drawer.draw(payloads)


@pytest.mark.parametrize("script", ["exit 1", "kill -9 $$", "exit 0"])
def test_a_browser_that_fails_leaves_pages_without_pictures_and_is_named_once(script, browser, capsys):
    browser(script)
    with Drawer() as drawer:
        assert [drawer.draw(payloads()), drawer.draw(payloads())] == [[], []]
    said = capsys.readouterr().err
    assert said.count("页面照常生成 / the page is made without them") == 1


def test_a_browser_that_cannot_be_started_is_named(tmp_path, monkeypatch, capsys):
    (tmp_path / "browser").write_text("no program")
    monkeypatch.setenv("RESUMPTION_BROWSER", str(tmp_path / "browser"))
    assert pictures(payloads()) == []
    assert str(tmp_path / "browser") in capsys.readouterr().err


@needs_browser[0]
@needs_browser[1]
def test_what_is_no_picture_costs_that_report_its_pictures_only(monkeypatch, capsys):
    with Drawer() as drawer:
        monkeypatch.setattr("analysis.publish.unscripted.smaller", lambda svg, fonts: '<svg a="b"/>')
        assert drawer.draw(payloads()) == []
        assert "end its attribute" in capsys.readouterr().err
        monkeypatch.undo()
        assert len(drawer.draw(payloads("next"))) == 2


def test_without_a_browser_nothing_is_drawn_and_nothing_said(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("RESUMPTION_BROWSER", str(tmp_path / "none"))
    assert pictures(payloads()) == []
    assert capsys.readouterr().err == ""


@needs_browser[0]
@needs_browser[1]
def test_words_of_a_chart_stay_words():
    with Drawer() as drawer:  # one browser for all: it takes seconds to start
        plain = render_page(payloads("x"), lang="zh", name="x", pictures=drawer.draw(payloads("x")))
        drawn = {
            text: drawer.draw(payloads(text))
            for text in (*HOSTILE, "</noscript><script>alert(1)</script>", "100% #1 ' &")
        }
    for text, pictures_of in drawn.items():
        assert len(pictures_of) == 2, text
        html = render_page(payloads(text), lang="zh", name="x", pictures=pictures_of)
        assert [tag for tag, _ in read(html).found] == [tag for tag, _ in read(plain).found], text
        images = [attributes for tag, attributes in read(html).found if tag == "img"]
        assert [sorted(image) for image in images] == [["alt", "class", "src"]] * 2, text
        svg = unquote(images[0]["src"]).removeprefix("data:image/svg+xml;charset=utf-8,")
        assert {tag for tag, _ in read(svg).found} <= {"svg", "rect", "path", "g", "text", "tspan", "defs", "clippath"}
        assert not re.search(r"<\w[^>]* on\w+=", svg), text


def test_an_address_keeps_the_picture():
    svg = "<svg><text fill='#fff'>5 % &amp; &lt;</text></svg>"
    address = as_address(svg)
    found = read(f'<img src="{address}">').found[0][1]["src"]
    assert unquote(found.partition(",")[2]) == svg


@pytest.mark.parametrize("svg", ['<svg a="b"/>', "<svg></NOSCRIPT></svg>"])
def test_what_could_end_the_attribute_is_refused(svg):
    with pytest.raises(ValueError, match="end its attribute"):
        as_address(svg)
