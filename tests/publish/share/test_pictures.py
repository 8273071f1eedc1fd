"""Pictures by this machine's browser: charts with title and source, no empty boxes, a phone's width; else one line."""

import io
import os
import re
import struct
import sys
from dataclasses import replace

import pytest
from lxml import etree

from analysis.errors import ReportFailed
from analysis.publish import browser
from analysis.publish.share import NotMade
from analysis.publish.share.pictures import CHART_WIDTH, write_charts, write_phone

needs_browser = pytest.mark.skipif(
    browser.find_browser() is None and os.environ.get("CI") != "true", reason="no Chromium here"
)


def of_first(content, number):
    """The content with only the first exhibits that have a chart, so that a test draws few."""
    report = content.reports[0]
    sections = [section for section in report.sections if any(exhibit["figure"] for exhibit in section.exhibits)]
    return replace(content, reports=(replace(report, sections=tuple(sections[:number])),))


def png_size(content):
    return struct.unpack(">II", content[16:24])


@pytest.mark.browser
@needs_browser
def test_a_chart_is_drawn_as_svg_and_png_with_its_words(content):
    files = write_charts(of_first(content, 1))
    assert {"ranking-county-code-rate.zh.png", "ranking-county-code-rate.zh.svg"} <= set(files)
    assert len(files) % 2 == 0
    svg = etree.parse(io.BytesIO(files["ranking-county-code-rate.zh.svg"])).getroot()
    text = "".join(svg.itertext())
    exhibit = content.exhibit("ranking-county-code-rate")
    for words in (exhibit["source"], "福泉市", content.stamp):
        assert words in text
    assert re.sub(r"\s", "", exhibit["title"]) in re.sub(r"\s", "", text)
    assert "script" not in {etree.QName(element).localname for element in svg.iter(etree.Element)}
    width, height = png_size(files["ranking-county-code-rate.zh.png"])
    assert width == 2 * CHART_WIDTH
    assert height == 2 * round(float(svg.get("height")))


@pytest.mark.browser
@needs_browser
def test_the_phones_picture_is_as_wide_as_a_phone_and_higher(content):
    width, height = png_size(write_phone(content))
    assert width == 1080
    assert 1500 < height < 6000


@pytest.mark.browser
@needs_browser
def test_a_character_no_font_has_is_said_and_nothing_is_drawn(content):
    # U+0378 is no character at all, so no font has it.
    report = content.reports[0]
    screen = {**report.headline, "title": "调度\u0378"}
    with pytest.raises(NotMade, match="font"):
        write_phone(replace(content, reports=(replace(report, headline=screen),)))


def test_without_a_browser_one_sentence_says_what_to_do(content, monkeypatch, tmp_path):
    monkeypatch.setenv(browser.SETTING, str(tmp_path / "none"))
    with pytest.raises(NotMade, match="RESUMPTION_BROWSER"):
        write_charts(content)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the browser")
@pytest.mark.parametrize("script", ["exit 0", "exit 3"])
def test_a_browser_that_draws_nothing_is_named(content, tmp_path, monkeypatch, script):
    program = tmp_path / "browser"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv(browser.SETTING, str(program))
    for draw in (write_charts, write_phone):
        with pytest.raises(ReportFailed, match=re.escape(str(program))):
            draw(content)
    with pytest.raises(ReportFailed, match=re.escape(str(program))):
        browser.screenshot(program, "<p></p>", width=100, height=100, scale=1)
