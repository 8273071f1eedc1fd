"""Who may see what: the table is whole, and a mistake in it is named by file and line."""

import pytest

from analysis.errors import SurveyError
from analysis.vocabulary import VocabularyError, audiences
from analysis.vocabulary.audiences import audiences as known
from analysis.vocabulary.audiences import find_audience

HEAD = "audience,names,cells,least_group,without,without_in_parts\n"


def test_the_internal_edition_sees_everything_and_is_the_default():
    internal = find_audience()
    assert internal is find_audience("internal")
    assert (internal.names, internal.cells, internal.least_group) == (True, True, 0)
    assert not internal.without


def test_leadership_sees_enterprises_but_no_cells_and_no_low_load_list():
    leadership = find_audience("leadership")
    assert (leadership.names, leadership.cells, leadership.least_group) == (True, False, 0)
    assert "low_load" in leadership.without


def test_the_public_sees_no_names_and_no_group_below_ten():
    public = find_audience("public")
    assert (public.names, public.cells, public.least_group) == (False, False, 10)
    assert {"low_load", "missing"} <= public.without


def test_an_unknown_audience_is_one_sentence_that_lists_the_known():
    with pytest.raises(SurveyError, match="no audience 'press'; known: internal, leadership, public"):
        find_audience("press")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("public,yes,no,10,,\npublic,yes,no,10,,\n", "audiences.csv line 3: 'public' stands twice"),
        ("public,nein,no,10,,\n", "audiences.csv line 2: names must be yes or no"),
        ("public,no,no,1,,\n", "audiences.csv line 2: least_group must be empty or a whole number from 2"),
        ("public,no,no,ten,,\n", "least_group must be empty or a whole number from 2"),
        ("public,no,,10,,\n", "cells is empty"),
    ],
)
def test_a_wrong_row_is_named_by_its_line(tmp_path, monkeypatch, row, sentence):
    (tmp_path / "audiences.csv").write_text(HEAD + row, encoding="utf-8")
    monkeypatch.setattr(audiences, "FOLDER", tmp_path)
    known.cache_clear()
    with pytest.raises(VocabularyError, match=sentence):
        known()
    known.cache_clear()
