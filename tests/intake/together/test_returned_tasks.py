"""Lists of tasks that come back: the sample against its truth."""

import pandas as pd
import pytest

from analysis import metrics
from analysis.samples.truth import recorded
from analysis.store import load
from analysis.surveys import load_survey

WEEKS = ["2020-W08", "2020-W09"]
KEY = ["source_file", "source_sheet", "source_row"]


@pytest.fixture(scope="module")
def both(processed):
    """What was read beside what was written, row by row."""
    got = load(processed, "tasks")
    got["source_file"] = got["source_file"].str.split("/").str[-1]
    want = pd.concat([recorded("tasks", week) for week in WEEKS])
    return got.merge(want, on=KEY, how="outer", indicator=True, suffixes=("", "_true"))


def test_every_task_of_the_sample_is_found_and_none_extra(both):
    assert len(both) > 2000
    assert both["_merge"].eq("both").all()


@pytest.mark.parametrize(
    "column", ["task_id", "text", "source", "owner", "assigned_on", "due_on", "done_on", "state", "answer", "as_of"]
)
def test_every_value_of_the_sample_is_equal(both, column):
    got, want = both[column].astype("object"), both[f"{column}_true"].astype("object")
    # The leadership's own tasks get their ids when they are read.
    known = want.notna() | (column != "task_id")
    assert both[known & ~((got == want) | (got.isna() & want.isna()))].empty


def test_every_answer_finds_the_task_it_speaks_of(processed):
    """The ids on the sheets are those that the program gives to the difficulties it reads."""
    survey = load_survey("qiannan")
    tasks = metrics.hand_out(
        load(processed, "difficulties"), survey.duties, [survey.period(f"2020-W0{n}") for n in range(6, 10)]
    )
    back = load(processed, "tasks")
    answered = back.loc[back["source"].eq("enterprise"), "task_id"]
    assert len(answered) > 2000
    assert answered.isin(tasks["task_id"]).all()
