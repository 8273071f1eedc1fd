"""What an unknown header is offered as, and that the row to paste teaches it."""

import pytest

from analysis.intake.headers.column import match_path
from analysis.intake.headers.guesses import guess_of
from analysis.vocabulary import Vocabulary, finding_sentence

WORDS = Vocabulary.load()


@pytest.mark.parametrize(
    ("header", "guess"),
    [
        ("点对点返岗人数", "staff_back"),
        ("外迁供应商所在地", "supplier_place"),
        ("化肥储备（吨）", ""),  # not masks in stock
        ("累计停产天数", ""),  # days are no enterprises that have stopped
        ("压减负荷（kW）", ""),  # a measure that we do not know: no share of capacity
        ("受灾程度", ""),
        ("影响产值（万元）", ""),  # a loss
        ("是否闭环生产", ""),
        ("客户复工情况", ""),  # not the enterprise's own
        ("下游企业返岗人数", ""),
        ("缺芯数量（万片）", ""),  # chips are no workers
        ("缺编人数", ""),  # not 在编人数
        ("开学时间", ""),  # alike in its end only
        ("Local customs", ""),
        ("出口额（万美元）", ""),
    ],
)
def test_a_guess_answers_what_the_header_asks_for(header, guess):
    match = match_path(1, (header,), WORDS)
    assert (match.field, guess_of(match.suggestion)) == (None, guess)


def test_the_row_to_paste_teaches_the_header(tmp_path):
    row = match_path(1, ("点对点返岗人数",), WORDS).suggestion
    (tmp_path / "columns.csv").write_text(f"field,alias,unit,code\n{row}\n", encoding="utf-8")
    assert match_path(1, ("点对点返岗人数",), Vocabulary.load([tmp_path])).field == "staff_back"


@pytest.mark.parametrize(("guess", "zh", "en"), [("staff_back", "返岗人数", "staff back"), ("", "", "")])
def test_the_finding_names_the_guess_in_the_readers_words(guess, zh, en):
    told = {"sheet": "表1", "cells": "C2", "value": "甲", "suggestion": "remark,甲,,", "guess": guess}
    assert (f"字面最接近：{zh}" in finding_sentence("header_unknown", told, "zh")) == bool(guess)
    assert (f"nearest by its letters: {en}" in finding_sentence("header_unknown", told, "en")) == bool(guess)
