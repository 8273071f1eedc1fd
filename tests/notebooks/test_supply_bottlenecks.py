"""The report on bottlenecks of the sample week, by its own notebook, and the projects of the weekly report."""

import re
from functools import cache

import pytest

from analysis.publish import render_report
from analysis.samples.truth import recorded
from analysis.store import load
from analysis.store.tables import open_tables
from analysis.surveys import load_survey

SURVEY = load_survey("qiannan")
WEEK = SURVEY.period("2020-W09")
# In the order in which they answer; what has no data in the sample is one line under another heading.
SECTIONS = {
    "zh": [
        "突出困难及变化",
        "地区和行业分布",
        "影响范围",
        "优先协调对象",
        "交办事项及超期情况",
        "物流困难的方向",
        "企业诉求",
        "解决情况",
        "尚未掌握的情况",
    ],
    "en": [
        *("What is worst, and what changed", "Where", "Who is hit", "What to unblock first"),
        *("What was promised, and what is overdue", "Transport: in or out", "What enterprises need"),
        *("Open and solved", "What we cannot know"),
    ],
}


@pytest.fixture(scope="module")
def page(processed, tmp_path_factory):
    """page(lang, area, report): a page of the sample's last week; each is made once."""

    @cache
    def make(lang, area, report="supply_bottlenecks"):
        tables = open_tables(SURVEY.folder, WEEK.id, area, lang=lang, processed=processed)
        return render_report(tables, report, tmp_path_factory.mktemp("pages")).read_text(encoding="utf-8")

    return make


@pytest.mark.parametrize(("lang", "area"), [("zh", "522700"), ("en", "522700"), ("zh", "522702")])
def test_it_answers_in_order(page, lang, area):
    html = page(lang, area)
    headings = [heading.strip() for heading in re.findall(r"<h2[^>]*>([^<]+)</h2>", html)]
    assert [heading for heading in headings if heading in SECTIONS[lang]] == SECTIONS[lang]
    # Of the 771 that ran before the festival, and of those of one county.
    everybody = {"zh": r"(\d+)户应填企业中，(\d+)户没有填写", "en": r"(\d+) of (\d+) enterprises due to answer did not"}
    assert re.search(everybody[lang], html)
    assert ("771" in re.search(everybody[lang], html).group(0)) == (area == "522700")


def test_the_page_says_what_the_sample_was_made_of(page, processed):
    """Counted in the truth behind the uploads, without the metrics: who of the 771 names what."""
    due = load(processed, "enterprises").query("above_scale and normal_before_festival")["enterprise_id"]
    said = recorded("difficulties", WEEK.id)
    said = said[said["enterprise_id"].isin(due)]
    named = said[said["category"].ne("none")]
    answered, held_back = said["enterprise_id"].nunique(), named["enterprise_id"].nunique()
    logistics = named.loc[named["category"].eq("logistics"), "enterprise_id"].nunique()
    html = page("zh", SURVEY.area)
    assert len(due) == 771
    assert f"{answered}户填写了困难一栏，其中{held_back}户有未解决的困难" in html
    assert f"物流最多：{logistics}户" in html


def test_projects_are_in_the_weekly_report(page):
    counts = (
        recorded("projects", WEEK.id)
        .groupby("continuing_or_new")["state"]
        .agg(lambda states: (int(states.isin(["running", "partial"]).sum()), len(states)))
    )
    (resumed, continuing), (started, new) = counts["continuing"], counts["new"]
    html = page("zh", SURVEY.area, "weekly_resumption")
    assert f"续建项目{continuing}个，已复工{resumed}个" in html
    assert f"新建项目{new}个，已开工{started}个" in html
