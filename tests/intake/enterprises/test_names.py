"""Names of enterprises made comparable."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.intake.enterprises.names import legal_stem, normalise_name, one_form


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        ("星辰 化工有限公司", "星辰化工有限公司"),
        ("星辰化工有限公司\n", "星辰化工有限公司"),
        ("星辰（集团）有限公司", "星辰(集团)有限公司"),
        ("星辰化工有限公司（盖章）", "星辰化工有限公司"),
        ("1、星辰化工有限公司", "星辰化工有限公司"),
        ("①星辰化工有限公司", "星辰化工有限公司"),
        ("3 星辰化工有限公司", "星辰化工有限公司"),
        ("3️⃣星辰化工有限公司", "星辰化工有限公司"),
        ("星辰化工有限公司\u200e", "星辰化工有限公司"),
        ("361度服饰有限公司", "361度服饰有限公司"),
        ("Star  Chemical Ltd", "STAR CHEMICAL LTD"),
        ("ＡＢＣ化工", "ABC化工"),
        ("星辰化工有限公司*", "星辰化工有限公司"),
        ("星辰化工有限公司①", "星辰化工有限公司"),
        ("星辰化工有限公司²", "星辰化工有限公司"),
        ("星辰化工有限公司[1]", "星辰化工有限公司"),
        ("星辰化工有限公司（规上）", "星辰化工有限公司"),
        ("星辰化工有限公司(新增)", "星辰化工有限公司"),
        ("星辰化工有限公司（原星火化工厂）", "星辰化工有限公司"),
        ("★星辰化工有限公司", "星辰化工有限公司"),
        ("“星辰化工有限公司”", "星辰化工有限公司"),
        ("星辰（重点）有限公司", "星辰(重点)有限公司"),
    ],
)
def test_one_spelling(name, normal):
    assert normalise_name(name) == normal


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("都匀市星辰化工有限公司", "星辰化工"),
        ("都匀星辰化工有限责任公司", "都匀星辰化工"),
        ("贵州省星辰化工股份有限公司", "星辰化工"),
        ("贵州省都匀市星辰化工有限公司", "星辰化工"),
        ("黔南州星辰化工集团有限公司", "星辰化工"),
        ("星辰化工（集团）有限公司", "星辰化工"),
        ("星辰化工", "星辰化工"),
        ("三都水族自治县青山茶业有限公司", "青山茶业"),
        ("福泉市磷化工厂", "磷化工厂"),
        ("有限公司", "有限公司"),
        ("贵州公司", "贵州"),
        ("Star Chemical Ltd.", "STARCHEMICAL"),
        ("Star Chemical plc", "STARCHEMICAL"),
    ],
)
def test_the_stem_tells_names_apart(name, stem):
    assert legal_stem(name) == stem


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("罗甸县星辰茶业有限责任公司", "罗甸星辰茶业有限公司"),
        ("三都水族自治县星辰茶业有限公司", "三都星辰茶业有限公司"),
        ("贵州省星辰茶业股份有限公司", "贵州星辰茶业股份有限公司"),
        ("星辰茶业股份公司", "星辰茶业股份有限公司"),
        ("星辰茶业公司", "星辰茶业公司"),
        ("星辰(贵州)茶业有限公司", "星辰贵州茶业有限公司"),
        ("星辰A B新材料厂", "星辰AB新材料厂"),
        ("星辰茶厂", "星辰茶厂"),
        ("STAR CHEMICAL LIMITED", "STARCHEMICALLTD"),
        ("STAR CHEMICAL LTD", "STARCHEMICALLTD"),
        ("STAR CHEMICAL CO., LTD", "STARCHEMICALCOLTD"),
        ("STAR AND SON P.L.C", "STAR&SONPLC"),
        ("STAR & SON PLC", "STAR&SONPLC"),
        ("BRANDY LIMITEDITION INC", "BRANDYLIMITEDITIONINC"),
    ],
)
def test_what_is_written_in_two_ways_has_one_form(name, form):
    assert one_form(name) == form


@settings(max_examples=200, deadline=None)
@given(st.text("星辰化工有限公司集团贵州都匀市（）()、12 　abc章", max_size=16))
def test_normalising_keeps_every_chinese_character_and_is_idempotent(name):
    normal = normalise_name(name)
    assert normalise_name(normal) == normal
    before = re.findall(r"[一-鿿]", unicodedata.normalize("NFKC", name))
    assert [c for c in before if c not in "公章"] == [c for c in re.findall(r"[一-鿿]", normal) if c not in "公章"]
