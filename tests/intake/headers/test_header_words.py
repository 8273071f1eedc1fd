"""Units that headers name."""

import pytest

from analysis.intake.headers.words import unit_for, unit_of, units_in
from analysis.vocabulary import Vocabulary

WORDS = Vocabulary.load()


@pytest.mark.parametrize(
    ("text", "unit"),
    [("万元", "10k_cny"), ("（万元）", "10k_cny"), ("单位：万元", "10k_cny"), ("计量单位:人", "person"),
     ("％", "percent"), ("千瓦时", "kwh"), ("万千瓦时", "10k_kwh"), ("户", "household"), ("天", "day"),
     ("吨/天", "ton"), ("复工", "")],
)  # fmt: skip
def test_a_unit_is_a_word_that_says_nothing_else(text, unit):
    assert unit_of(text, WORDS) == unit


def test_units_of_a_title_row_go_to_the_fields_of_their_dimension():
    units = units_in("单位：户、人、亿元、万千瓦时、%", WORDS)
    assert units == ("household", "person", "100m_cny", "10k_kwh", "percent")
    assert unit_for("output_10k_cny", units, WORDS) == "100m_cny"
    assert unit_for("power_kwh", units, WORDS) == "10k_kwh"
    assert unit_for("staff_back", units, WORDS) == ""
