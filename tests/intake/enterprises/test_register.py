"""The register, and whom a row of an upload is taken for."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from analysis.errors import SurveyError
from analysis.intake.enterprises.matcher import Matcher
from analysis.intake.enterprises.names import legal_stem
from analysis.intake.enterprises.register import load_register
from analysis.surveys import load_survey
from analysis.vocabulary import Vocabulary

HEAD = "name,uscc,county_code,county,park,industry,size,normal_before_festival,category,former_names\n"
CODE, OTHER_CODE = "91350100M000100Y43", "91110000600037341L"
ROWS = (
    f"甲县水泥有限公司,{CODE},01,甲县,,30,大型,true,other_key,甲县建材厂\n"
    "乙县茶业有限责任公司,,02,乙县,,酒、饮料和精制茶制造业,小型,是,,\n"
    "同名工厂,,01,甲县,,13,微型,否,,\n"
    "同名工厂,,02,乙县,,13,,true,,\n"
    "乙县星辰茶业有限公司,,02,乙县,,15,小型,是,,\n"
    f"丙县化工有限公司,{OTHER_CODE},,丙县,,C26,中型,true,public_utility,\n"
)


@pytest.fixture
def make(tmp_path):
    def register(text=HEAD + ROWS):
        (tmp_path / "survey.yml").write_text('title: {zh: 州, en: P}\narea: "00"\nregions: own\n', encoding="utf-8")
        (tmp_path / "regions.csv").write_text(
            "code,name,name_en,aliases\n00,虚构州,,\n01,甲县,,\n02,乙县,,\n03,丙县,,\n", encoding="utf-8"
        )
        (tmp_path / "register.csv").write_text(text, encoding="utf-8")
        return load_register(load_survey(tmp_path), Vocabulary.load())

    return register


def test_entries_are_typed_and_coded(make):
    frame = make().set_index("name")
    assert frame.loc["甲县水泥有限公司", ["enterprise_id", "industry_code", "size"]].tolist() == [CODE, "30", "large"]
    assert frame.loc["乙县茶业有限责任公司", ["industry_code", "size", "county_code"]].tolist() == ["15", "small", "02"]
    assert frame.loc["丙县化工有限公司", ["county_code", "four_category"]].tolist() == ["03", "public_utility"]
    assert frame["normal_before_festival"].tolist() == [True, True, False, True, True, True]
    assert frame["above_scale"].all()


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_headers_may_be_those_of_offices(make, tmp_path, encoding):
    columns = ["name", "uscc", "county", "industry", "size", "staff_normal"]
    zh = ["企业名称", "统一社会信用代码", "所属县区", "所属行业", "企业规模", "职工总数"]
    row = f"甲县水泥有限公司,{CODE},甲县,30,大型,220\n"
    expected = make(",".join(columns) + "\n" + row)
    make()
    (tmp_path / "register.csv").write_bytes((",".join(zh) + "\n" + row).encode(encoding))
    assert load_register(load_survey(tmp_path), Vocabulary.load()).equals(expected)


@pytest.mark.parametrize("header", ["单位\t县区", "Betrieb,county"])
def test_without_a_column_of_names_the_columns_are_told(make, header):
    with pytest.raises(SurveyError, match=header.split(",")[0]):
        make(f"{header}\n某厂,甲县\n")


@pytest.mark.parametrize(
    ("header", "text", "column", "value"),
    [
        ("灾前是否正常生产", "否", "normal_before_festival", False),
        ("洪灾前正常生产", "√", "normal_before_festival", True),
        ("年产值（万元）", "1200", "annual_output_10k_cny", 1200),
        ("年产值（亿元）", "1.2", "annual_output_10k_cny", 12000),
        ("年产值（元）", "1200000", "annual_output_10k_cny", 120),
        ("是否规上", "规下", "above_scale", False),
    ],
)
def test_headers_put_together_and_units_in_them_are_understood(make, header, text, column, value):
    assert make(f"企业名称,县,{header}\n一厂,甲县,{text}\n")[column].tolist() == [value]


def test_a_division_that_a_spreadsheet_took_for_a_number_lacks_its_nought(tmp_path, make):
    make()
    (tmp_path / "register.csv").write_text("企业名称,县,行业\n一厂,甲县,8\n", encoding="utf-8")
    frame = load_register(load_survey(tmp_path), Vocabulary.load())
    assert frame["industry_code"].tolist() == ["08"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_what_is_not_known_is_told(make, tmp_path, encoding):
    text = "企业名称,县,联系人,行业,企业规模,是否重点企业,经度,规模\n一厂,甲县,某,炼丹,特大,也许,3,\n"
    text += "二厂,甲县,,30,大型,是,,\n"
    make()
    (tmp_path / "register.csv").write_text(text, encoding=encoding)
    told = []
    load_register(load_survey(tmp_path), Vocabulary.load(), lambda *what: told.append(what))
    assert told == [
        ("register_column_twice", "规模", "企业规模"),
        ("register_value_unknown", "industry_code", "炼丹"),
        ("register_value_unknown", "size", "特大"),
        ("register_value_unknown", "key_enterprise", "也许"),
        ("register_column_unknown", "经度", "经度"),
    ]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("甲厂,,01,甲县\n乙厂,,01,甲县\n甲厂,,02,乙县\n", []),  # of two counties
        (f"甲厂,{CODE},01,甲县\n乙厂,,01,甲县\n甲厂,{OTHER_CODE},01,甲县\n", [("register_name_twice", "2、4", "甲厂")]),
        ("甲厂（张三 13800138000）,,01,甲县\n", [("register_name_masked", "name", "甲厂")]),
        ("甲厂1234567,,01,甲县\n", []),
    ],
)
def test_names_that_are_no_good_are_told(tmp_path, make, rows, told):
    make()
    (tmp_path / "register.csv").write_text("name,uscc,county_code,county\n" + rows, encoding="utf-8")
    found = []
    load_register(load_survey(tmp_path), Vocabulary.load(), lambda *what: found.append(what))
    assert found == told


def test_no_number_of_a_person_is_read_from_the_register(tmp_path, make):
    make()
    row = "甲厂,01,园区（李四13800138000）,甲公司 13900139000\n"
    (tmp_path / "register.csv").write_text("name,county_code,park,former_names\n" + row, encoding="utf-8")
    entry = load_register(load_survey(tmp_path), Vocabulary.load()).iloc[0]
    assert not any(number in str(entry.tolist()) for number in ("13800138000", "13900139000"))


def test_an_id_without_a_code_is_stable_and_its_own(make):
    once, again = make(), make()
    assert once["enterprise_id"].tolist() == again["enterprise_id"].tolist()
    assert once["enterprise_id"].is_unique


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("一厂,,01,,,30,,true,,\n二厂,,99,,,30,,true,,\n三厂,,99,,,30,,true,,\n", "register.csv 第3行.*99"),
        ("某厂,,99,,,30,,true,,\n", "99"),
        ("某厂,,,,,30,,true,,\n", "第2行"),
        (f"一厂,{CODE},01,,,30,,true,,\n二厂,{CODE},01,,,30,,true,,\n", "第2、3行"),
    ],
    ids=["unknown county below others", "unknown county", "no county", "one code twice"],
)
def test_what_is_wrong_names_the_line(make, row, named):
    with pytest.raises(SurveyError, match=named):
        make(HEAD + row)


@pytest.mark.parametrize("text", ["八十", "inf"])
def test_what_is_no_number_names_line_column_and_text(make, text):
    with pytest.raises(SurveyError, match=f"register.csv 第3行 staff_normal 不是数：{text}"):
        make(f"name,county_code,staff_normal\n一厂,01,\n二厂,01,{text}\n三厂,01,{text}\n")


def test_what_is_no_date_names_line_column_and_text(make):
    with pytest.raises(SurveyError, match=r"register.csv 第3行 until 不是日期：年底"):
        make("name,county_code,until\n一厂,01,2020-03-31\n二厂,01,年底\n")


def test_an_enterprise_may_be_listed_again_from_another_day_on(make):
    frame = make(f"name,uscc,county_code,since\n一厂,{CODE},01,\n二厂,{CODE},02,2020-02-10\n")
    assert frame["enterprise_id"].tolist() == [CODE, CODE]
    assert frame["since"].dt.strftime("%Y-%m-%d").fillna("").tolist() == ["", "2020-02-10"]


def test_short_and_empty_lines_of_the_register_are_read(make):
    frame = make("name,county_code,batch,since\n 一厂 ,01\n\n,,,\n二厂,02,3,2020-02-01,more\n").set_index("name")
    assert frame["county_code"].to_dict() == {"一厂": "01", "二厂": "02"}
    assert frame.loc["二厂", "batch"] == "3"
    assert str(frame.loc["二厂", "since"].date()) == "2020-02-01"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("long", [True, False], ids=["lines of one length", "a line with one cell more"])
def test_the_register_is_the_same_whatever_its_encoding_and_the_length_of_its_lines(make, tmp_path, encoding, long):
    text = HEAD.replace("uscc", "uscc, enterprise_id ") + (
        f'"甲县""水泥""公司",{CODE}, 1-1 ,01,,"一园,东",30,大型,是,,"旧名一\n二"\n'
        f",,,,,,,,,,\n乙厂,{OTHER_CODE[:17]}9,,02,,,13,小型,,,\n丙厂,{OTHER_CODE.lower()},,02,,,13,小型,,,\n"
    )
    make()
    (tmp_path / "register.csv").write_bytes((text if long else text.strip() + ",\n").encode(encoding))
    frame = load_register(load_survey(tmp_path), Vocabulary.load())
    assert frame["name"].tolist() == ['甲县"水泥"公司', "乙厂", "丙厂"]
    assert frame["uscc"].fillna("").tolist() == [CODE, "", OTHER_CODE]
    assert frame["enterprise_id"].tolist()[::2] == ["1-1", OTHER_CODE]
    assert frame.loc[0, ["park", "former_names", "county_code"]].tolist() == ["一园,东", "旧名一\n二", "01"]


CASES = {
    "by code, whatever the name": (("随便什么名字", CODE, "01"), "甲县水泥有限公司", ""),
    "by code, where another county lists it": (
        ("甲县水泥有限公司", CODE, "02"),
        "甲县水泥有限公司",
        "entity_other_county",
    ),
    "by code with spaces": (("x", f" {CODE[:9]} {CODE[9:]}", None), "甲县水泥有限公司", ""),
    "by name in the county": (("甲县水泥有限公司", None, "01"), "甲县水泥有限公司", ""),
    "with spaces and full-width brackets": (("甲县 水泥 有限公司", None, "01"), "甲县水泥有限公司", ""),
    "by a former name": (("甲县建材厂", None, "01"), "甲县水泥有限公司", "entity_former_name"),
    "unique in the area": (("甲县水泥有限公司", None, "02"), "甲县水泥有限公司", "entity_other_county"),
    "limited either way": (("乙县茶业有限公司", None, "02"), "乙县茶业有限责任公司", "entity_legal_form"),
    "in traditional characters": (("乙縣茶業有限責任公司", None, "02"), "乙县茶业有限责任公司", ""),
    "and limited either way": (("乙縣茶業有限公司", None, "02"), "乙县茶业有限责任公司", "entity_legal_form"),
    "not so where it is another": (("乙縣菸業有限公司", None, "02"), None, "entity_unmatched"),
    "short of its legal form": (("乙县茶业", None, "02"), None, "entity_unmatched"),
    "short of its place": (("星辰茶业有限公司", None, "02"), None, "entity_unmatched"),
    "not with another place": (("丙县星辰茶业有限公司", None, "02"), None, "entity_unmatched"),
    "not for another legal form": (("乙县茶业股份有限公司", None, "02"), None, "entity_unmatched"),
    "by the former name it tells": (
        ("乙县新茶有限公司（原乙县茶业有限公司）", None, "02"),
        "乙县茶业有限责任公司",
        "entity_renamed",
    ),
    "not so in another county": (("乙县茶业有限公司", None, "01"), None, "entity_unmatched"),
    "two of a name": (("同名工厂", None, None), None, "entity_ambiguous"),
    "two of a name, one here": (("同名工厂", None, "02"), "同名工厂", ""),
    "an invalid code does not count": (("不认识的厂", CODE[:17] + "9", "01"), None, "entity_unmatched"),
    "alike is not the same": (("甲县水泥二有限公司", None, "01"), None, "entity_unmatched"),
}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_whom_a_row_is_taken_for(make, tmp_path, case):
    asked, name, rule = CASES[case]
    register = make()
    match = Matcher(register, tmp_path / "none.csv").match(*asked)
    names = register.set_index("enterprise_id")["name"].to_dict()
    assert (names.get(match.enterprise_id), match.rule) == (name, rule)


def test_a_confirmed_match_holds_in_its_county(make, tmp_path):
    register = make()
    confirmed = tmp_path / "matches.csv"
    confirmed.write_text(
        f"name,county_code,enterprise_id,who,when,why\n甲水泥,01,{CODE},某人,2020-02-20,电话核实\n", "utf-8"
    )
    matcher = Matcher(register, confirmed)
    match = matcher.match("甲水泥", None, "01")
    assert (match.enterprise_id, match.rule, match.suggestion) == (CODE, "entity_confirmed", "2020-02-20 电话核实")
    assert matcher.match("甲水泥", None, "02").enterprise_id is None


@pytest.mark.parametrize("missing", ["who", "when", "why"])
def test_a_confirmation_says_who_when_and_why(make, tmp_path, missing):
    row = {
        "name": "甲水泥",
        "county_code": "01",
        "enterprise_id": CODE,
        "who": "某人",
        "when": "2020-02-20",
        "why": "电话",
    }
    confirmed = tmp_path / "matches.csv"
    confirmed.write_text(",".join(row) + "\n" + ",".join((row | {missing: ""}).values()) + "\n", "utf-8")
    with pytest.raises(SurveyError, match=f"第2行.*{missing}"):
        Matcher(make(), confirmed)


def test_the_nearest_entry_is_suggested(make, tmp_path):
    match = Matcher(make(), tmp_path / "none.csv").match("甲县水泥二有限公司", None, "01")
    assert match.suggestion == "甲县水泥有限公司"


NAMES = st.lists(st.text("星辰化工茶水泥磷锌", min_size=5, max_size=8), min_size=1, max_size=25)


@settings(max_examples=100, deadline=None)
@given(NAMES, st.integers(0, 7), st.text("星茶石", max_size=2))
def test_the_suggestion_is_the_first_of_the_most_like_of_all(tmp_path_factory, names, place, other):
    """Looking at some entries only must find what comparing with every one finds."""
    asked = names[0][:place] + other + names[0][place + 1 :]
    nothing = {"county_code": "01", "uscc": None, "former_names": None}
    register = pd.DataFrame([{"enterprise_id": str(n), "name": name, **nothing} for n, name in enumerate(names)])
    match = Matcher(register, tmp_path_factory.getbasetemp() / "none.csv").match(asked, None, "02")
    if match.rule == "entity_unmatched":
        stem, stems = legal_stem(asked), [legal_stem(name) for name in names]
        ratios = [fuzz.ratio(stem, other) for other in stems]
        if max(ratios) >= 75:
            assert match.suggestion == names[ratios.index(max(ratios))]
        else:
            around = {name for name, other in zip(names, stems, strict=True) if stem in other or other in stem}
            assert match.suggestion in {"", *around}
