"""The public edition as a stranger reads it: no enterprise, no file, no cell, and no small group to be worked out."""

import json
from dataclasses import replace

import numpy as np
import pytest
from bs4 import BeautifulSoup
from fictional_weeks import SURVEY, WEEKS, tables
from scipy.optimize import linprog

from analysis.editions import Wanted, pages_of
from analysis.errors import ReportFailed, SurveyError
from analysis.publish import render_report
from analysis.publish.refusals import hidden_parts, refuse_names
from analysis.publish.render import shown_path
from analysis.store import commit
from analysis.store.tables import open_tables

# Of the 20 enterprises of a county, all of which but one in twenty ran before the festival, so many are left.
LEFT = {"522702": 4, "522722": 9, "522723": 10}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Tidy tables where some counties have few enterprises, and what the page of everybody says of them."""
    folder = tmp_path_factory.mktemp("small")
    stored = tables()
    register = stored["all"]["enterprises"]
    register = register[register["normal_before_festival"].fillna(False)]
    place = register.groupby("county_code").cumcount()
    kept = register[place < register["county_code"].map(LEFT).fillna(1000)]
    stored["all"]["enterprises"] = kept.reset_index(drop=True)
    commit(folder, SURVEY.name, stored, {})
    return folder, kept["county_code"].value_counts()


@pytest.fixture(scope="module")
def public(small, tmp_path_factory):
    folder = tmp_path_factory.mktemp("public")
    return render_report(opened(small, "en", "public"), "weekly_resumption", folder)


def opened(small, lang, audience):
    return open_tables(SURVEY.folder, WEEKS[-1].id, lang=lang, processed=small[0], audience=audience)


def rows_of(page):
    """Every table of the page that says how many enterprises a group has: a list of (group, number or None)."""
    html = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    for table in html.find_all("table"):
        heads = [head.get_text(" ", strip=True) for head in table.find_all("th", scope="col")]
        if "Counted" not in heads:
            continue
        counted = heads.index("Counted")
        cells = [
            [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")
        ]
        yield [(row[0], int(row[counted]) if row[counted].isdigit() else None) for row in cells[1:]]


def test_nothing_small_can_be_worked_back_from_the_tables(public, small):
    sizes = small[1]
    true = {county.name_en: int(sizes[county.code]) for county in SURVEY.counties}
    checked = 0
    for rows in rows_of(public):
        if not {name for name, _ in rows} <= set(true):
            assert all(number is None or number >= 10 for _, number in rows)
            continue
        shown = dict(rows)
        hidden = [name for name in true if shown.get(name) is None]
        assert {name for name, number in true.items() if number < 10} <= set(hidden)
        assert all(shown[name] == true[name] for name in set(shown) - set(hidden))
        left = sizes.sum() - sum(number for number in shown.values() if number is not None)
        for place, name in enumerate(hidden):
            goal = np.eye(len(hidden))[place]
            most = linprog(-goal, A_eq=np.ones((1, len(hidden))), b_eq=[left], bounds=[(0, None)] * len(hidden))
            if true[name] < 10:
                assert -most.fun >= 10, name
                checked += 1
    assert checked >= 2


def test_it_gives_nobody_orders_and_watches_nobody(public):
    text = BeautifulSoup(public.read_text(encoding="utf-8"), "html.parser").main.get_text(" ")
    assert "had restarted" in text
    assert "For the leadership to settle" not in text
    assert "To watch" not in text


def test_what_is_hidden_says_so_and_is_not_zero(public):
    html = public.read_text(encoding="utf-8")
    assert "Groups of fewer than 10, and others so that no total gives them away. It is not 0." in html
    payloads = json.loads(shown_path(public).read_text(encoding="utf-8"))
    ranking = next(part for part in payloads if part.get("id", "").startswith("ranking-county"))
    assert "Fuquan suppressed (too few replies)" in ranking["alt"]
    assert "Fuquan 0" not in ranking["alt"]


def test_no_enterprise_no_file_and_no_cell_is_on_the_page(public, small):
    register = tables()["all"]["enterprises"]
    html = BeautifulSoup(public.read_text(encoding="utf-8"), "html.parser")
    text = html.get_text(" ") + html.find(id="report-data").get_text() + shown_path(public).read_text(encoding="utf-8")
    for column in ("name", "enterprise_id"):
        assert [value for value in register[column] if value in text] == []
    assert "复工统计.xlsx" not in text
    assert "C5:C17" not in text


def test_the_internal_page_of_the_same_tables_names_and_counts_them(small, tmp_path):
    page = render_report(opened(small, "en", "internal"), "weekly_resumption", tmp_path)
    shown = next(rows for rows in rows_of(page) if any(name == "Fuquan" for name, _ in rows))
    assert dict(shown)["Fuquan"] == 4
    assert "复工统计.xlsx" in page.read_text(encoding="utf-8")


def test_a_page_that_would_name_an_enterprise_does_not_go_out(small):
    refuse_names([{"kind": "words", "sentences": ["228户企业复工"]}], small[0], "weekly_resumption")
    for said in ("虚构企业100号未报", "E00100", "a \"quote\" </script><script>document.title='run'</script>"):
        with pytest.raises(ReportFailed, match="would name an enterprise") as raised:
            refuse_names([{"kind": "words", "sentences": [said]}], small[0], "weekly_resumption")
        assert "虚构企业" not in str(raised.value)


def test_a_report_that_is_not_for_the_public_is_not_made(small, tmp_path):
    with pytest.raises(SurveyError, match="supply_bottlenecks is not made for the public audience"):
        render_report(opened(small, "zh", "public"), "supply_bottlenecks", tmp_path)


def test_a_county_that_the_whole_hides_has_no_page_of_its_own(small, tmp_path):
    public = opened(small, "zh", "public")
    hidden = hidden_parts(public)
    assert {"522702", "522722"} <= hidden
    with pytest.raises(SurveyError, match="Fuquan has fewer than 10 enterprises, or is suppressed"):
        render_report(
            replace(opened(small, "zh", "public"), area=SURVEY.region("522702")), "weekly_resumption", tmp_path
        )
    wanted = Wanted(WEEKS[-1].id, "all", audience="public")
    made = {page.tables.area.code for page in pages_of(SURVEY, small[0], lambda period: tmp_path, wanted)}
    assert made == {SURVEY.area, *(county.code for county in SURVEY.counties)} - hidden
    assert hidden_parts(opened(small, "zh", "internal")) == frozenset()
