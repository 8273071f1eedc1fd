"""Counties and offices in texts."""

import pytest

from analysis.intake.places import Places
from analysis.surveys import load_survey

COUNTIES = Places(load_survey("qiannan").counties)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("填报单位：都匀市工业和信息化局", "522701"),
        ("黔南州都匀市复工情况", "522701"),
        ("三都县复工情况", "522732"),
        ("三都水族自治县", "522732"),
        ("三 都 县", "522732"),
        ("一、福泉市", "522702"),
        ("Weng'an county office", "522725"),
        ("都匀市、福泉市", None),
        ("贵阳市", None),
        ("", None),
    ],
)
def test_the_one_county_a_text_names(text, code):
    assert COUNTIES.find(text) == code


@pytest.mark.parametrize(
    ("text", "code"), [("都匀", "522701"), ("522701", "522701"), ("都匀市工信局", None), ("省外", None)]
)
def test_a_cell_that_is_a_county(text, code):
    assert COUNTIES.exact(text) == code
