"""Counties and offices in texts."""

from types import SimpleNamespace

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
        ("龍里縣臺資企業", "522730"),
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


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Sheet1", None),
        ("yiqing0225.xlsx", None),
        ("She county, 25 February", "01"),
        ("YI_0225.xlsx", "02"),
        ("report of Shewan", "03"),
    ],
)
def test_a_short_name_in_latin_letters_stands_alone(text, code):
    names = [("01", "歙县", "She"), ("02", "黟县", "Yi"), ("03", "舍湾县", "Shewan")]
    places = Places([SimpleNamespace(code=code, name=name, name_en=en, aliases=()) for code, name, en in names])
    assert places.find(text) == code
