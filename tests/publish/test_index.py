"""The contents of a folder of reports: everything that is there, by relative links, and what is not."""

import re
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote

import pandas as pd
import pytest
from fictional_weeks import SURVEY, tables, typed

from analysis.publish.index import write_index
from analysis.store import commit
from analysis.store.issued import freeze


@pytest.fixture
def place(tmp_path):
    """Tables of four weeks, in the last of which one office is missing, and a few pages and shares of two of them."""
    stored = tables()
    missing = {
        "rule": ["office_missing"],
        "value": ["三都水族自治县"],
        "period_id": ["2020-W09"],
        "severity": ["warning"],
    }
    stored["2020-W09"]["findings"] = typed("findings", missing)
    commit(tmp_path / "processed", SURVEY.name, stored, {})
    folder = tmp_path / "reports of 黔南"
    for name in (
        "2020-W09/weekly_resumption.522700.en.html",
        "2020-W09/weekly_resumption.522700.zh.html",
        "2020-W09/weekly_resumption.522700.zh.public.html",
        "2020-W09/supply_bottlenecks.522701.zh.html",
        "2020-W09/weekly_resumption.522700.zh.nobody.html",
        "2020-W09/something_else.522700.zh.html",
        "2020-W09/.new-half.html",
        "2020-W09/share/幻灯片 & 简报.pptx",
        "2020-W09/share/522701.en.public/brief.txt",
        "2020-W08/weekly_resumption.522700.zh.html",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("")
    return folder, write_index(SURVEY, tmp_path / "processed", folder)


class Links(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = {}
        self.here = ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.here = dict(attributes).get("href", "")

    def handle_data(self, data):
        if self.here:
            self.found[self.here] = data
            self.here = ""


def test_every_page_and_share_is_linked_and_nothing_else(place):
    folder, (first, other) = place
    assert (first.name, other.name) == ("index.html", "index.en.html")
    assert Links(first.read_text(encoding="utf-8")).found == {
        "index.en.html": "English",
        "2020-W09/weekly_resumption.522700.zh.html": "中文",
        "2020-W09/weekly_resumption.522700.en.html": "English",
        "2020-W09/weekly_resumption.522700.zh.public.html": "中文 · 公开版",
        "2020-W09/supply_bottlenecks.522701.zh.html": "中文",
        "2020-W09/share/幻灯片 & 简报.pptx": "幻灯片 & 简报.pptx",
        "2020-W09/share/522701.en.public/brief.txt": "brief.txt",
        "2020-W08/weekly_resumption.522700.zh.html": "中文",
    }
    for page in (first, other):
        for href in Links(page.read_text(encoding="utf-8")).found:
            assert (folder / unquote(href)).is_file(), href


def test_it_shows_what_is_missing(place):
    html = place[1][1].read_text(encoding="utf-8")
    # By hand: 13 areas and 2 reports are 26 cells, of which week 9 has 2 filled and week 8 one.
    assert "Reports: 4 made, 24 not made" in html
    assert "Reports: 1 made, 25 not made" in html
    assert "Offices that have not reported: Sandu Shui Autonomous County." in html
    for week in ("2020-W07", "2020-W06"):
        assert f"python -m analysis report --survey qiannan --week {week} --area all" in html
    assert html.index("Week 9") < html.index("Week 8") < html.index("Week 7")


def test_it_says_which_week_was_issued(place, tmp_path):
    folder, _ = place
    for no in (8, 11):
        freeze(
            tmp_path / "issued", SURVEY.name, "2020-W08", no, pd.DataFrame({"rate_pct": [1.0]}), {"a.html": b"a"}, "run"
        )
    zh, en = write_index(SURVEY, tmp_path / "processed", folder, tmp_path / "issued")
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    assert f"已定稿（第11号，{day}）。" in zh.read_text(encoding="utf-8").partition('id="2020-W08"')[2]
    assert en.read_text(encoding="utf-8").count(f"Issued as no. 11 on {day}.") == 1


def test_it_asks_for_nothing_and_runs_nothing(place):
    html = place[1][0].read_text(encoding="utf-8")
    assert 'lang="zh-Hans"' in html
    assert "default-src 'none'; script-src ; style-src 'unsafe-inline'" in unescape(html)
    assert "<script" not in html
    assert not re.search(r"(?:src|href)=\"(?:[a-z]+:|/)", html)
