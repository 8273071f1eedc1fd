"""Where the fictional weeks are, and a store and pages made of them."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "figures"))


@pytest.fixture(scope="session")
def processed(tmp_path_factory):
    """A folder of tidy tables of four fictional weeks."""
    from fictional_weeks import SURVEY, tables

    from analysis.store import commit

    folder = tmp_path_factory.mktemp("processed")
    commit(folder, SURVEY.name, tables(), {})
    return folder


@pytest.fixture(scope="session")
def make_page(processed, tmp_path_factory):
    """make_page(lang, area, audience): the path of a finished page; each is made once."""
    from fictional_weeks import SURVEY, WEEKS

    from analysis.publish import render_report
    from analysis.store.tables import open_tables

    made: dict[tuple[str, str, str], Path] = {}
    folder = tmp_path_factory.mktemp("reports")

    def make(lang: str = "zh", area: str = "522700", audience: str = "internal") -> Path:
        if (lang, area, audience) not in made:
            tables = open_tables(SURVEY.folder, WEEKS[-1].id, area, lang=lang, processed=processed, audience=audience)
            made[lang, area, audience] = render_report(tables, "weekly_resumption", folder)
        return made[lang, area, audience]

    return make


@pytest.fixture(scope="module")
def chromium():
    """A browser of this machine, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    from analysis.publish.browser import find_browser

    arguments = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=arguments)
        yield browser
        browser.close()
