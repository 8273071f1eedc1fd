"""One call makes the editions of every county and the whole: each its own, together small, none in the other's way."""

import os

import pytest

from analysis import jobs
from analysis.editions import Wanted
from analysis.publish import lacks_pictures
from analysis.publish.assets import plotly_js
from analysis.publish.browser import find_browser
from analysis.store.load import load
from analysis.surveys import load_survey

SURVEY = load_survey("qiannan")
COUNTIES = [county.code for county in SURVEY.counties]


@pytest.fixture(scope="module")
def editions(processed, tmp_path_factory):
    """make(**wanted): the pages of one call for every area, the folder they are in, and what was said."""
    folder = tmp_path_factory.mktemp("editions")

    def make():
        said = []
        wanted = Wanted(area="all", reports=("weekly_resumption",), shared_script=True)
        done = jobs.report(survey="qiannan", processed=processed, out=folder, wanted=wanted, say=said.append)
        return done.paths, folder, said

    return make(), make


def test_there_is_one_page_of_the_whole_and_of_each_county(editions):
    (pages, folder, _), _ = editions
    assert [page.name for page in pages] == [f"weekly_resumption.{code}.zh.html" for code in (SURVEY.area, *COUNTIES)]
    assert all(page.parent == folder and page.is_file() for page in pages)


def test_a_county_sees_no_enterprise_of_another(editions, processed):
    register = load(processed, "enterprises")
    counties_of_name = register.groupby("name")["county_code"].nunique()
    alone = register[register["name"].map(counties_of_name).eq(1)]
    # Whom an enterprise buys from is its own statement.
    suppliers = load(processed, "suppliers")
    bought_from = suppliers.groupby(suppliers["enterprise_id"].map(register.set_index("enterprise_id")["county_code"]))
    named_by = bought_from["supplier_name"].agg(set).to_dict()
    assert len(alone) > 500
    named = 0
    for page in editions[0][0][1:]:
        html = page.read_text(encoding="utf-8")
        code = page.name.split(".")[1]
        own = alone["county_code"].eq(code)
        assert [name for name in alone.loc[~own, "name"] if name in html and name not in named_by.get(code, ())] == []
        named += sum(name in html for name in alone.loc[own, "name"])
    assert named, "no page names any enterprise: the test sees nothing"


def test_the_twelve_are_at_most_the_bundle_and_two_megabytes(editions):
    (pages, folder, _), _ = editions
    scripts = list(folder.glob("*.js"))
    assert len(scripts) == 1
    assert scripts[0].read_text(encoding="utf-8") == plotly_js()
    own = sum(page.stat().st_size for page in pages if page.name.split(".")[1] in COUNTIES)
    assert own <= 2_000_000
    assert f'<script src="{scripts[0].name}" nonce="' in pages[1].read_text(encoding="utf-8")


def test_what_has_not_changed_is_not_made_again(editions):
    (pages, _, first), make = editions
    before = [page.stat().st_mtime_ns for page in pages]
    _, _, said = make()
    assert len(said) == len(pages)
    assert all(line.endswith("nothing changed") for line in said)
    assert not any(line.endswith("nothing changed") for line in first)
    assert [page.stat().st_mtime_ns for page in pages] == before


@pytest.mark.browser
@pytest.mark.skipif(find_browser() is None and os.environ.get("CI") != "true", reason="no Chromium here")
def test_a_page_has_pictures_unless_they_are_not_wanted_and_keeps_those_it_has(processed, tmp_path):
    def make(**wanted):
        said = []
        of = Wanted(area=COUNTIES[0], reports=("weekly_resumption",), **wanted)
        done = jobs.report(survey="qiannan", processed=processed, out=tmp_path, wanted=of, say=said.append)
        return done.paths[0], said[0].endswith("nothing changed")

    page, _ = make(pictures=False)
    assert lacks_pictures(page)
    assert make(pictures=False) == (page, True)
    assert make() == (page, False)
    assert not lacks_pictures(page)
    assert make() == (page, True)
    assert make(pictures=False) == (page, True)
    (tmp_path / ".made_from.json").unlink()
    assert make(pictures=False) == (page, False)
    assert lacks_pictures(page)
