"""Answers about difficulties: cells that are ticked and cells of text, each a row with its cell."""

import csv

import crafted
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.intake.clean import clean
from analysis.intake.together.difficulties import _pairs
from analysis.intake.uploads import list_uploads
from analysis.surveys import load_survey

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
        if isinstance(rows[0], bytes):
            path = path.with_suffix(".xlsx")
            path.write_bytes(rows[0])
        else:
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(rows)
        survey = load_survey(tmp_path / "survey")
        run.tables = clean(survey, list_uploads(survey, tmp_path / "raw")).tables
        found = run.tables["difficulties"]
        return found[["source_cell", "origin", "category"]].values.tolist() if len(found) else []

    def noted(rule):
        findings = run.tables["findings"]
        return findings.loc[findings["rule"].eq(rule), "cells"].tolist()

    run.noted = noted
    return run


def test_ticks_alone_are_read(told):
    assert sorted(told(*TICKS, [ONE, "是", "√", "", "√"], [TWO, "否", "", "", "√"])) == [
        ["C3", "choice", "funds"], ["E3", "choice", "logistics"], ["E4", "choice", "logistics"],
    ]  # fmt: skip


def test_texts_alone_are_read_and_one_may_name_two_difficulties(told):
    rows = told(["企业名称", "是否复工", "存在困难"], [ONE, "是", "缺资金，招工难"], [TWO, "否", "无"])
    assert sorted(rows) == [["C2", "text", "funds"], ["C2", "text", "labour"], ["C3", "text", "none"]]


@pytest.mark.parametrize("header", ["主要困难（多选）", "困难类型"])
def test_what_was_chosen_in_a_questionnaire_is_read_choice_by_choice(told, header):
    found = told(["企业名称", "是否复工", header], [ONE, "是", "资金压力┋用工短缺┋物流受阻"], [TWO, "是", "(跳过)"])
    assert sorted(category for cell, _, category in found if cell == "C2") == ["funds", "labour", "logistics"]


def test_where_nothing_is_told_there_is_nothing(told):
    assert told(*TICKS, [ONE, "是", "", "", ""], [TWO, "否", "", "", ""]) == []


def test_words_in_a_column_to_tick_are_a_text(told):
    rows = told(*TICKS, [ONE, "是", "", "缺普工30人", "√"], [TWO, "否", "无", "否", "-"])
    assert sorted(rows) == [["D3", "text", "labour"], ["E3", "choice", "logistics"]]


@pytest.mark.parametrize("number", ["2", "15"])
def test_a_number_in_a_column_to_tick_is_no_answer_and_is_told(told, number):
    rows = told(*TICKS, [ONE, "是", number, "", "√"], [TWO, "否", "0", "1", ""])
    assert sorted(rows) == [["D4", "choice", "labour"], ["E3", "choice", "logistics"]]
    assert told.noted("choice_unknown") == ["C3"]


def test_kinds_of_difficulties_are_answers_where_no_text_describes_them(told):
    header = ["企业名称", "是否复工", "困难类型", "具体困难"]
    assert told(header, [ONE, "是", "用工、资金", ""], [TWO, "否", "物流", "缺煤"]) == [
        ["C2", "choice", "labour"], ["C2", "choice", "funds"], ["D3", "text", "energy"],
    ]  # fmt: skip


def test_kinds_of_difficulties_alone_may_be_none_blank_or_words(told):
    assert told(["企业名称", "是否复工", "困难类型"], [ONE, "是", "无"], [TWO, "否", ""]) == [["C2", "choice", "none"]]


def test_whether_there_is_a_difficulty_says_that_there_is_none_but_not_which(told):
    header = ["企业名称", "是否复工", "是否存在困难", "困难描述"]
    assert sorted(told(header, [ONE, "是", "是", "缺煤"], [TWO, "否", "否", ""])) == [
        ["C3", "choice", "none"], ["D2", "text", "energy"],
    ]  # fmt: skip


def test_a_reason_for_not_resuming_names_difficulties(told):
    rows = told(["企业名称", "是否复工", "未复工原因"], [ONE, "否", "口罩不足，员工未返岗"], [TWO, "是", "/"])
    assert sorted(rows) == [["C2", "text", "labour"], ["C2", "text", "protective_supplies"]]


def test_an_enterprise_merged_over_two_rows_tells_what_stands_in_both(told):
    def write(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["序号", "企业名称", "是否复工", "返岗人数", "存在困难"])
        for column, value in enumerate([1, ONE, "是", ""]):
            sheet.merge_range(1, column, 2, column, value)
        sheet.write_formula(1, 3, "=NA()", None, "#N/A")
        sheet.write_column(1, 4, ["缺编织袋", "产品运不出去"])
        sheet.write_row(3, 0, [2, TWO, "否", 0, "缺煤"])

    assert sorted(told(crafted.written(write))) == [
        ["E2", "text", "packaging"], ["E3", "text", "logistics"], ["E4", "text", "energy"],
    ]  # fmt: skip


@given(st.lists(st.integers(0, 4)), st.lists(st.integers(0, 4)))
def test_each_answer_meets_every_return_of_its_place(returns, answers):
    found = [places.tolist() for places in _pairs(np.array(returns, "int64"), np.array(answers, "int64"))]
    every = [(i, j) for i, one in enumerate(returns) for j, other in enumerate(answers) if one == other]
    assert [*zip(*found, strict=True)] == every


KINDS = "主要困难（1.用工 2.原材料 3.物流运输 4.资金 5.订单，可多选）"


@pytest.mark.parametrize(
    ("answer", "categories"),
    [
        ("4", ["funds"]),
        ("4.0", ["funds"]),
        ("1、3", ["labour", "logistics"]),
        ("2,5", ["raw_material", "orders"]),
        ("25", ["raw_material", "orders"]),
        ("缺煤", ["energy"]),
    ],
)
def test_numbered_kinds_are_answered_by_number(told, answer, categories):
    found = told(["企业名称", "是否复工", KINDS], [ONE, "是", answer])
    assert [category for *_, category in found] == categories


def test_a_note_may_number_the_kinds(told):
    note = "注：存在困难：A缺工 B缺料 C运输受阻 D资金紧张"
    assert sorted(told(["企业名称", "是否复工", "存在困难"], [ONE, "是", "B、D"], [TWO, "否", "c"], [note])) == [
        ["C2", "choice", "funds"], ["C2", "choice", "raw_material"], ["C3", "choice", "logistics"],
    ]  # fmt: skip


def test_a_number_that_stands_for_no_kind_is_told_and_no_none(told):
    assert told(["企业名称", "是否复工", "存在困难"], [ONE, "是", "3"], [TWO, "否", "0"]) == [["C3", "text", "none"]]
    assert told.noted("choice_unknown") == ["C2"]


@pytest.mark.parametrize("tick", ["V", "v", "勾", "√", "●"])
def test_a_tick_may_be_a_letter_that_looks_like_one(told, tick):
    headers = [["企业名称", "复工情况", "", "", "存在困难", ""], ["", "已复工", "部分复工", "未复工", "资金", "用工"]]
    found = told(*headers, [ONE, "", tick, "", tick, ""], [TWO, "", "", tick, "", tick])
    assert sorted(found) == [["E3", "choice", "funds"], ["F4", "choice", "labour"]]
    assert sorted(told.tables["status"]["state"]) == ["partial", "stopped"]
