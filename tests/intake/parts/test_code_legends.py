"""Difficulties answered by codes, and the legends that explain them. All enterprises are fictional."""

import pytest

from analysis.intake.findings import Findings, Place
from analysis.intake.headers.column import match_path
from analysis.intake.parts.meant_cells import spell_codes
from analysis.intake.parts.part import Part
from analysis.vocabulary import Vocabulary

WORDS = Vocabulary.load()


def part_of(header, cells, titles=(), notes=()):
    place = Place("u", "表.xlsx", "2020-W09", "1.1", "Sheet1")
    column = match_path(1, (header,), WORDS)
    rows = range(3, 3 + len(cells))
    return Part(place, None, "ledger", columns=[column], rows=rows, cells=[[*cells]], titles=titles, notes=notes)


@pytest.mark.parametrize(
    ("header", "lines", "cells", "spelled"),
    [
        ("主要困难（1=用工 2=物流 3=资金）", [], ["1、3", 2, 2.0, None], ["用工、资金", "物流", "物流", None]),
        ("困难类型", ["注：困难类型：A.用工 B.原材料"], ["A", "ab", "B,A"], ["用工", "用工、原材料", "原材料、用工"]),
        ("存在困难", ["注：1-用工；2-资金"], ["2", "1/2"], ["资金", "用工、资金"]),
        ("未复工原因（A缺料 B停产检修）", [], ["B", "A"], ["停产检修", "缺料"]),
        ("未复工原因", ["未复工原因填：1.等待原料 2.无订单"], [2, 1], ["无订单", "等待原料"]),
        # No legend: a numbering, a date, a code of none, two digits that may be one number.
        ("存在困难", ["注：1.本表由各县报送。2.每日17时前报送。"], ["2"], [None]),
        ("存在困难", ["截至2020年2月25日"], ["2"], [None]),
        ("主要困难（1=用工 2=物流）", [], ["1、4", "2"], [None, "物流"]),
        ("困难（1用工2资金3物流4订单5原料6能源7防疫8环保9设备10其他）", [], ["10", "12"], ["其他", "用工、资金"]),
        # What is no code stays.
        ("主要困难（1=用工 2=物流）", [], ["1", "缺口罩"], ["用工", "缺口罩"]),
        ("存在困难", [], ["0", "无"], ["0", "无"]),
    ],
)
def test_codes_become_the_words_of_their_legend(header, lines, cells, spelled):
    part = part_of(header, cells, notes=lines)
    spell_codes(part, WORDS, Findings())
    assert part.cells == [spelled]


def test_a_legend_of_nothing_but_kinds_makes_a_column_of_kinds():
    for header, field in (
        ("主要困难（1用工2物流）", "difficulty_category"),
        ("主要困难（1用工2怕冷）", "difficulty_text"),
    ):
        part = part_of(header, ["1", "2"])
        spell_codes(part, WORDS, Findings())
        assert part.columns[0].field == field


def test_a_column_of_codes_and_texts_stays_one_of_texts():
    part = part_of("主要困难（1用工2物流）", ["1", "缺煤"])
    spell_codes(part, WORDS, Findings())
    assert part.columns[0].field == "difficulty_text"


def test_a_code_that_nothing_explains_is_told_at_its_cell():
    findings = Findings()
    spell_codes(part_of("存在困难", ["3", "1、2"]), WORDS, findings)
    assert [(row["rule"], row["cells"], row["value"]) for row in findings.rows()] == [
        ("choice_unknown", "A3", "3"),
        ("choice_unknown", "A4", "1、2"),
    ]
