"""The credit code's check character; python-stdnum is the oracle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as oracle

from analysis.intake.uscc import check_character, clean_code

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
BODIES = st.tuples(
    st.sampled_from("19"), st.sampled_from("123"), st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
).map("".join)  # fmt: skip


@given(BODIES)
def test_the_check_character_is_that_of_the_standard(body):
    assert check_character(body) == oracle.calc_check_digit(body)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("91350100M000100Y43", "91350100M000100Y43"),
        ("91110000600037341L", "91110000600037341L"),
        (" 91110000 600037341l ", "91110000600037341L"),
        ("９１１１００００６０００３７３４１Ｌ", "91110000600037341L"),
        ("91110000600037341M", None),
        ("91110000600037341", None),
        ("911100006000373IOL", None),
        (911100006000373410.0, None),
        ("", None),
        (None, None),
    ],
)
def test_only_a_valid_code_in_text_counts(value, code):
    assert clean_code(value) == code
