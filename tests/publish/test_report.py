"""The weekly report from tidy tables to the page in its place, by its own notebook."""

import json
import re
from dataclasses import replace

import pytest
from fictional_weeks import SURVEY

from analysis.errors import ReportFailed, SurveyError
from analysis.publish import registry, render_report, shown_path
from analysis.store.tables import open_tables


def test_the_page_is_where_it_should_be_and_says_what_it_should(make_page):
    page = make_page()
    html = page.read_text(encoding="utf-8")
    assert page.name == "weekly_resumption.522700.zh.html"
    # By hand: 228 of 240 ran before the festival, less nothing; the returns of week 9 are in fictional_weeks.
    assert "纳入调度的规上工业企业228户" in html
    assert re.search(r"较?上周\d+\.\d%，上升\d+\.\d个百分点", html)
    assert "示例数据" in html
    assert "import analysis" not in html


def test_what_the_notebook_showed_is_kept_beside_the_page(make_page):
    page = make_page()
    shown = json.loads(shown_path(page).read_text(encoding="utf-8"))
    assert shown[0]["kind"] == "headline"
    assert all(sentence in page.read_text(encoding="utf-8") for sentence in shown[0]["sentences"])
    assert shown[-1]["kind"] == "end"


def test_a_county_has_its_own_numbers(make_page):
    html = make_page("zh", "522701").read_text(encoding="utf-8")
    # Every twelfth of 240 enterprises, all of which ran before the festival but those numbered 19 modulo 20.
    assert "都匀市" in html
    assert "纳入调度的规上工业企业20户" in html
    assert "分县：都匀市没有可比较的县级数据。" in html


@pytest.mark.parametrize("report", ["none", "../weekly"])
def test_an_unknown_report_is_one_sentence(report, processed, tmp_path):
    with pytest.raises(SurveyError, match="no report"):
        render_report(open_tables(SURVEY.folder, processed=processed), report, tmp_path)


def test_a_failed_report_leaves_the_last_good_page(processed, tmp_path):
    good = tmp_path / "weekly_resumption.522700.zh.html"
    good.write_text("last good page")
    gone = replace(open_tables(SURVEY.folder, processed=processed), processed=tmp_path / "empty")
    with pytest.raises(ReportFailed, match="clean"):
        render_report(gone, "weekly_resumption", tmp_path)
    assert good.read_text() == "last good page"
    assert [path.name for path in tmp_path.iterdir()] == [good.name]


def test_every_report_of_the_registry_has_a_notebook_and_two_names():
    for kind in registry().values():
        assert kind.notebook.is_file()
        assert set(kind.title) == {"zh", "en"}


def test_the_public_edition_has_its_own_file_says_so_and_leaves_out_what_is_not_for_the_public(make_page):
    page = make_page("en", audience="public")
    html = page.read_text(encoding="utf-8")
    assert page.name == "weekly_resumption.522700.en.public.html"
    assert "Public edition" in html
    assert html.count("on very small groups and on internal follow-up are not in this edition (Public edition)") == 1
    assert not re.search("low load|Warnings|Who has not reported|Timetable", html)
    assert "Industry, size and category" in html
    assert "internal" not in make_page("en").name
    assert "Internal edition" in make_page("en").read_text(encoding="utf-8")


def test_the_public_page_of_a_county_divides_it_no_further_because_the_whole_less_others_would_leave_small_groups(
    make_page,
):
    html = make_page("en", "522701", "public").read_text(encoding="utf-8")
    assert "Staff and capacity" in html
    assert not re.search("Industry, size and category|ranking-industry|Projects", html)
    assert "Industry, size and category" in make_page("en", "522701").read_text(encoding="utf-8")


def test_a_county_is_named_in_the_first_sentence_and_below_each_title_because_both_are_passed_on_alone(make_page):
    county, whole = (make_page("zh", area).read_text(encoding="utf-8") for area in ("522701", "522700"))
    assert "都匀市纳入调度的规上工业企业" in county
    shown = json.loads(shown_path(make_page("zh", "522701")).read_text(encoding="utf-8"))
    assert {"都匀市" in part["subtitle"] for part in shown if part.get("figure")} == {True}
    assert "自治州纳入调度" not in whole
