"""The credit code's check character; python-stdnum is the oracle."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as oracle

from analysis.intake.enterprises.names import check_character, clean_code, clean_codes

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
BODIES = st.tuples(
    st.sampled_from("19"), st.sampled_from("123"), st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
).map("".join)  # fmt: skip


@given(BODIES)
def test_the_check_character_is_that_of_the_standard(body):
    assert check_character(body) == oracle.calc_check_digit(body)


CASES = [
    ("91350100M000100Y43", "91350100M000100Y43"),
    ("91110000600037341L", "91110000600037341L"),
    (" 91110000 600037341l ", "91110000600037341L"),
    ("'91110000600037341L", "91110000600037341L"),
    ("９１１１００００６０００３７３４１Ｌ", "91110000600037341L"),
    ("统一代码：91110000600037341L", "91110000600037341L"),
    ("91110000600037341M", None),
    ("91110000600037341", None),
    ("911100006000373IOL", None),
    ("9III0OOO6000373A1L", None),
    ("9III0OOO600037341L", "91110000600037341L"),
    (911100006000373410.0, None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("value", "code"), CASES)
def test_only_a_valid_code_in_text_counts(value, code):
    assert clean_code(value) == code


def test_so_it_does_in_a_list():
    texts, codes = zip(*((value, code) for value, code in CASES if isinstance(value, str)), strict=True)
    assert clean_codes(pa.array(texts)).to_pylist() == list(codes)
    assert clean_codes(pa.array([], pa.string())).to_pylist() == []


@given(st.lists(st.tuples(BODIES, st.sampled_from(ALPHABET))))
def test_a_code_of_a_list_counts_if_its_check_character_is_that_of_the_standard(pairs):
    codes = [body + character for body, character in pairs]
    valid = [code if oracle.calc_check_digit(code[:17]) == code[17] else None for code in codes]
    assert clean_codes(pa.array(codes, pa.string())).to_pylist() == valid
