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
        ("清平市企业复工情况", None),
        ("清平市清平县企业复工情况", "01"),
        ("清平工信局", "01"),
        ("清平市河口县", "02"),
    ],
)
def test_the_name_of_the_whole_area_means_no_county_that_is_called_like_it(text, code):
    whole, first, second = (
        SimpleNamespace(code=code, name=name, name_en="", aliases=aliases)
        for code, name, aliases in [("00", "清平市", ("清平",)), ("01", "清平县", ("清平",)), ("02", "河口县", ())]
    )
    assert Places([first, second], [whole]).find(text) == code


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
