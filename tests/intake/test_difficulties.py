"""Answers about difficulties: cells that are ticked and cells of text, each a row with its cell."""

import csv

import pytest

from analysis.intake.clean import clean
from analysis.intake.uploads import list_uploads
from analysis.survey import load_survey

SETTINGS = {
    "survey.yml": "title: {zh: 虚构州}\narea: '00'\nregions: own\n",
    "regions.csv": "code,name,name_en,aliases\n00,虚构州,,\n01,甲县,Jia,\n",
    "register.csv": "name,county_code\n甲县一厂（虚构）,01\n甲县二厂（虚构）,01\n",
}
ONE, TWO = "甲县一厂（虚构）", "甲县二厂（虚构）"
TICKS = [["企业名称", "是否复工", "存在困难", "", ""], ["", "", "资金", "用工", "物流"]]


@pytest.fixture
def told(tmp_path):
    """Rows of one upload -> (cell, origin, category) of each difficulty."""
    (tmp_path / "survey").mkdir()
    for name, text in SETTINGS.items():
        (tmp_path / "survey" / name).write_text(text, encoding="utf-8")

    def run(*rows):
        path = tmp_path / "raw" / "2020-W09" / "甲县2020年2月25日.csv"
        path.parent.mkdir(parents=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        survey = load_survey(tmp_path / "survey")
        found = clean(survey, list_uploads(survey, tmp_path / "raw")).tables["difficulties"]
        return found[["source_cell", "origin", "category"]].values.tolist() if len(found) else []

    return run


def test_ticks_alone_are_read(told):
    assert sorted(told(*TICKS, [ONE, "是", "√", "", "√"], [TWO, "否", "", "", "√"])) == [
        ["C3", "choice", "funds"], ["E3", "choice", "logistics"], ["E4", "choice", "logistics"],
    ]  # fmt: skip


def test_texts_alone_are_read_and_one_may_name_two_difficulties(told):
    rows = told(["企业名称", "是否复工", "存在困难"], [ONE, "是", "缺资金，招工难"], [TWO, "否", "无"])
    assert sorted(rows) == [["C2", "text", "funds"], ["C2", "text", "labour"], ["C3", "text", "none"]]


def test_where_nothing_is_told_there_is_nothing(told):
    assert told(*TICKS, [ONE, "是", "", "", ""], [TWO, "否", "", "", ""]) == []


def test_words_in_a_column_to_tick_are_a_text(told):
    rows = told(*TICKS, [ONE, "是", "", "缺普工30人", "√"], [TWO, "否", "无", "否", "-"])
    assert sorted(rows) == [["D3", "text", "labour"], ["E3", "choice", "logistics"]]


def test_a_reason_for_not_resuming_names_difficulties(told):
    rows = told(["企业名称", "是否复工", "未复工原因"], [ONE, "否", "口罩不足，员工未返岗"], [TWO, "是", "/"])
    assert sorted(rows) == [["C2", "text", "labour"], ["C2", "text", "protective_supplies"]]
