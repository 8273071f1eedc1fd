"""Inputs in the language of the report."""

from types import SimpleNamespace

import pandas as pd

from analysis.figures.unblock import english_inputs, suppliers


def test_an_english_report_names_inputs_in_english_and_keeps_what_it_does_not_know():
    told = pd.DataFrame({"input": ["液氨", "龙须草", None]})
    assert suppliers(SimpleNamespace(lang="en", suppliers=told))["input"].tolist()[:2] == ["liquid ammonia", "龙须草"]
    assert suppliers(SimpleNamespace(lang="zh", suppliers=told)) is told
    assert told["input"].iloc[0] == "液氨"


def test_no_two_inputs_become_one_in_english():
    names = list(english_inputs().values())
    assert len(set(names)) == len(names)
