"""share as a job: what is left out where a package is missing, where things go, and the stamp."""

import subprocess
import sys
from dataclasses import replace

import pytest

from analysis import sharing
from analysis.publish import page_path, registry
from analysis.publish.share import NotMade
from analysis.store.issued import freeze
from analysis.store.tables import open_tables

WEEK = "2020-W08"


@pytest.fixture(scope="module")
def tables(sample):
    return open_tables(period=WEEK, processed=sample)


def test_without_the_extra_the_workbook_the_brief_and_pictures_are_made_all_the_same():
    # None in sys.modules is how Python is told that a package is not there.
    code = "import sys; sys.modules.update(dict.fromkeys(('pptx', 'docx', 'lxml')))\n"
    code += "from analysis.publish.share import brief, pictures, workbook; import analysis.sharing; print('made')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "made\n"


@pytest.mark.parametrize("document", ["slides.pptx", "bulletin.docx"])
def test_a_missing_package_is_named_with_the_way_out(monkeypatch, document):
    monkeypatch.setattr(sharing, "find_spec", lambda module: None)
    with pytest.raises(NotMade, match=r"pip install -e '\.\[share\]'"):
        sharing._need(document)


@pytest.mark.parametrize(
    ("area", "lang", "audience", "folder"),
    [
        ("", "zh", "", ""),
        ("", "en", "", "522700.en"),
        ("都匀市", "zh", "", "522701.zh"),
        ("", "zh", "public", "522700.zh.public"),
    ],
)
def test_what_is_not_the_usual_has_a_folder_of_its_own(sample, area, lang, audience, folder):
    tables = open_tables(period=WEEK, area=area, lang=lang, audience=audience, processed=sample)
    assert sharing._own_folder(tables.survey, tables) == folder


def test_only_the_issued_pages_themselves_are_stamped_as_issued(tables, tmp_path, monkeypatch):
    pages = [page_path(tmp_path / "pages", name, tables.area, "zh") for name in registry()]
    monkeypatch.setattr("analysis.store.issued.issued_default", lambda: tmp_path / "issued")
    assert sharing._standing(tables, [(page, True) for page in pages]) == "送审稿"
    figures = tables.enterprises.head(1)
    freeze(tmp_path / "issued", tables.survey.name, WEEK, 7, figures, {page.name: b"issued" for page in pages})
    pages[0].parent.mkdir()
    for page in pages:
        page.write_bytes(b"issued")
    assert sharing._standing(tables, [(page, True) for page in pages]) == "定稿（第7号）"
    assert sharing._standing(tables, [(page, False) for page in pages]).startswith("送审稿（第7号已于")
    pages[0].write_bytes(b"made again since")
    assert sharing._standing(tables, [(page, True) for page in pages]).startswith("送审稿（第7号已于")
    other = replace(tables, period=tables.periods[0])
    assert sharing._standing(other, [(page, True) for page in pages]) == "送审稿"


def test_charts_that_were_not_made_this_time_are_taken_away_and_nothing_else(tmp_path):
    made = [tmp_path / f"trend.{lang}.{kind}" for lang in ("zh", "en") for kind in ("svg", "png")]
    earlier, others = ["ranking-size-rate.zh.svg", "why-changed.en.png"], ["notes.txt", "logo.png", "my.zh.pptx"]
    for name in [*(path.name for path in made), *earlier, *others]:
        (tmp_path / name).write_bytes(b"")
    sharing._clear_earlier(tmp_path, made)
    assert {path.name for path in tmp_path.iterdir()} == {*(path.name for path in made), *others}
