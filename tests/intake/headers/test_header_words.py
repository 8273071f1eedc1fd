"""Units that headers name."""

import pytest

from analysis.intake.headers.column import match_path
from analysis.intake.headers.words import unit_for, unit_of, units_in
from analysis.intake.values import parse_number
from analysis.vocabulary import Vocabulary

WORDS = Vocabulary.load()


@pytest.mark.parametrize(
    ("text", "unit"),
    [("万元", "10k_cny"), ("（万元）", "10k_cny"), ("单位：万元", "10k_cny"), ("计量单位:人", "person"),
     ("％", "percent"), ("千瓦时", "kwh"), ("万千瓦时", "10k_kwh"), ("户", "household"), ("天", "day"),
     ("吨/天", "ton"), ("复工", ""),
     ("十万元", "100k_cny"), ("百亿元", "10b_cny"), ("百万千瓦时", "1m_kwh"), ("百只", "100_piece"),
     ("万名", "10k_person"), ("million yuan", "1m_cny"), ("RMB million", "1m_cny"), ("thousand yuan", "1k_cny"),
     ("10k CNY", "10k_cny"), ("CNY 10,000", "10k_cny"), ("100 million yuan", "100m_cny"),
     ("万美元", "10k_usd"), ("百强", "")],
)  # fmt: skip
def test_a_unit_is_a_word_that_says_nothing_else(text, unit):
    assert unit_of(text, WORDS) == unit


def test_units_of_a_title_row_go_to_the_fields_of_their_dimension():
    units = units_in("单位：户、人、亿元、万千瓦时、%", WORDS)
    assert units == ("household", "person", "100m_cny", "10k_kwh", "percent")
    assert unit_for("output_10k_cny", units, WORDS) == "100m_cny"
    assert unit_for("power_kwh", units, WORDS) == "10k_kwh"
    assert unit_for("staff_back", units, WORDS) == ""


@pytest.mark.parametrize(
    ("title", "units"),
    [
        ("Unit: persons, 10k CNY, kWh, %", ("person", "10k_cny", "kwh", "percent")),
        ("(Unit: million yuan)", ("1m_cny",)),
        ("Unit: 10,000 yuan, MWh", ("10k_cny", "mwh")),
        ("单位：人 万元", ("person", "10k_cny")),
        ("Unit: 5k CNY", ()),  # a scale that nobody knows leaves no unit
    ],
)
def test_a_scale_is_part_of_the_unit_behind_it(title, units):
    assert units_in(title, WORDS) == units


@pytest.mark.parametrize(
    ("header", "cell", "value"),
    [
        ("产值（百万元）", 3, 300),
        ("Output (RMB million)", 3, 300),
        ("产值（十万元）", 3, 30),
        ("用电量（百万千瓦时）", 1.2, 1_200_000),
        ("口罩库存（百只）", 4, 400),
        ("返岗人数（十人）", 12, 120),
    ],
)
def test_a_number_is_in_the_unit_of_its_header(header, cell, value):
    match = match_path(1, (header,), WORDS)
    assert parse_number(cell, WORDS.fields[match.field].unit, match.unit, WORDS).value == value


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Q3.是否复工", "state"), ("第3题：是否复工", "state"), ("（3）是否复工", "state"), ("3）是否复工", "state"),
        ("3 是否复工", "state"), ("*3.是否复工（必填）", "state"), ("* 2、复工时间", "resumed_on"),
        ("10 职工总数", "staff_normal"), ("12 月日均用电量", "power_base_kwh"),  # no number but a month
    ],
)  # fmt: skip
def test_a_headers_number_is_no_part_of_its_word(header, field):
    assert match_path(1, (header,), WORDS).field == field


def test_foreign_money_is_no_yuan():
    assert match_path(1, ("产值（万美元）",), WORDS).rules == ("header_other_unit",)
