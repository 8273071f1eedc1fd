"""The tables of words: checked when loaded, extended by a survey's own, and complete."""

import csv
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.intake.headers.column import match_path
from analysis.vocabulary import Vocabulary, VocabularyError, finding_rules, finding_sentence, fold, key, labels, nfkc
from analysis.vocabulary.files import read_columns
from analysis.vocabulary.words import FOLDER, forms, keys, simplified

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
SOURCE = Path(__file__).resolve().parents[2] / "src" / "analysis"


def overlay(folder: Path, name: str, text: str) -> Vocabulary:
    (folder / name).write_text(text, encoding="utf-8")
    return Vocabulary.load([folder])


def test_the_packaged_tables_agree_with_themselves():
    assert len(Vocabulary.load().check().columns.exact) > 2000


def test_a_surveys_row_is_added_and_wins(tmp_path):
    words = overlay(
        tmp_path, "columns.csv", "field,alias,unit,code\nmask_stock,防护口罩结余,,\nstaff_normal,复工人数,,\n"
    )
    assert words.columns.exact[key("防护口罩结余")].field == "mask_stock"
    assert words.columns.exact[key("复工人数")].field == "staff_normal"
    assert Vocabulary.load().columns.exact[key("复工人数")].field == "staff_back"


def test_a_piece_of_headers_is_understood_in_all_that_are_put_together_with_it(tmp_path):
    words = overlay(tmp_path, "header_pieces.csv", "role,words\nbefore,寒潮前\n")
    meant = [match_path(1, (header,), words).field for header in ("寒潮前职工数", "寒潮前用电量", "寒潮前产值")]
    assert meant == ["staff_normal", "power_base_kwh", None]


@pytest.mark.parametrize(
    ("family", "members"),
    [
        ("before", "before"),
        ("{on|at}{| the} site", "on site;on the site;at site;at the site"),
        ("shut{|down{|s}}", "shut;shutdown;shutdowns"),
        ("restart~", "restart;restarts;restarted;restarting"),
        ("{clos|ceas}e~", "close;closes;closed;closing;cease;ceases;ceased;ceasing"),
    ],
)
def test_a_family_of_words_is_all_its_members(family, members):
    assert sorted(forms(family)) == sorted(members.split(";"))


def test_an_edited_overlay_is_read_again(tmp_path):
    overlay(tmp_path, "states.csv", "state,value,reason\nrunning,机器转起来了,\n")
    import os

    words = overlay(tmp_path, "states.csv", "state,value,reason\npartial,机器转起来了,\n")
    os.utime(tmp_path / "states.csv", (1, 1))
    words = Vocabulary.load([tmp_path])
    assert words.states[key("机器转起来了")].state == "partial"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "columns.csv",
            "field,alias\nname,某企业\nuscc,某企业\n",
            "columns.csv line 3: '某企业' means both name and uscc",
        ),
        ("columns.csv", "field,alias\nnonsense,某企业\n", "columns.csv line 2: unknown field 'nonsense'"),
        (
            "header_pieces.csv",
            "role,words\nback,员工\nback,某班;。\n",
            "header_pieces.csv line 3: '。' is punctuation only",
        ),
        (
            "header_phrases.csv",
            "field,needs,may\nnonsense,back,\n",
            "header_phrases.csv line 2: unknown field 'nonsense'",
        ),
        (
            "header_phrases.csv",
            "field,needs,may\nstaff_back,back,nonsense\n",
            "header_phrases.csv line 2: not in header_pieces.csv: nonsense",
        ),
        (
            "columns.csv",
            'field,alias\n\nname,"某\n企业"\n , \nnonsense,某厂\n',
            "columns.csv line 6: unknown field 'nonsense'",
        ),
        ("columns.csv", "field,alias\nname,\n", "columns.csv line 2: alias is empty"),
        ("columns.csv", "field,alias\nname,（）\n", "columns.csv line 2: '（）' is punctuation only"),
        ("columns.csv", "field,word\nname,企业\n", "columns.csv line 1: columns are missing: alias"),
        (
            "states.csv",
            "state,value,reason\nrunning,某词,\nstopped,某词,overhaul\n",
            "states.csv line 3: '某词' means both running and stopped overhaul",
        ),
        (
            "units.csv",
            "unit,dimension,factor,word\nton,mass,1,某度\nkwh,energy,1,某 度\n",
            "line 3: '某 度' means both ton and kwh",
        ),
        (
            "choices.csv",
            "choice,code,word\nsize,large,某型\nsize,small,某型\n",
            "line 3: '某型' means both large and small",
        ),
        ("states.csv", "state,value,reason\nasleep,睡了,\n", "states.csv line 2: unknown state 'asleep'"),
        ("marks.csv", "mark,word\nodd,怪\n", "marks.csv line 2: unknown mark 'odd'"),
    ],
)
def test_a_mistake_in_a_table_is_named_by_file_and_line(tmp_path, name, text, message):
    with pytest.raises(VocabularyError, match=re.escape(message)):
        overlay(tmp_path, name, text).check()


def test_industries_are_the_41_divisions_of_sections_b_to_d():
    industries = Vocabulary.load().industries
    assert len(industries) == 41
    assert {code: i.section for code, i in industries.items() if code in ("06", "12", "13", "43", "44", "46")} == {
        "06": "B", "12": "B", "13": "C", "43": "C", "44": "D", "46": "D"
    }  # fmt: skip
    assert [i.name_en for i in industries.values() if len(i.name_en) > 30] == [], "a chart has no room for more"


@pytest.mark.skipif(not SHARED.exists(), reason="the shared domain tables are not here")
def test_names_of_the_divisions_are_those_of_the_standard():
    with (SHARED / "domain" / "gb4754_2017_industry.csv").open(encoding="utf-8-sig") as lines:
        official = {row["division"]: row["name"] for row in csv.DictReader(lines)}
    assert {code: industry.name for code, industry in Vocabulary.load().industries.items()} == official


@pytest.mark.skipif(not SHARED.exists(), reason="the shared domain tables are not here")
def test_every_way_of_writing_a_state_that_was_seen_is_known():
    with (SHARED / "domain" / "state_values.csv").open(encoding="utf-8-sig") as lines:
        seen = {row["value"]: (row["state"], row["reason"] or None) for row in csv.DictReader(lines)}
    states = Vocabulary.load().states
    assert {value: (states[key(value)].state, states[key(value)].reason) for value in seen} == seen


@pytest.mark.skipif(not SHARED.exists(), reason="the shared domain tables are not here")
def test_every_header_that_was_seen_is_known():
    with (SHARED / "domain" / "header_aliases.csv").open(encoding="utf-8-sig") as lines:
        seen = [row["alias"] for row in csv.DictReader(lines)]
    columns = Vocabulary.load().columns
    assert [alias for alias in seen if key(alias) not in columns.exact] == []


def test_every_rule_a_parser_names_has_a_sentence():
    rules = finding_rules()
    named = set()
    for module in [*(SOURCE / "intake" / "values").glob("[a-z]*.py"), *(SOURCE / "intake").glob("header*.py")]:
        text = module.read_text(encoding="utf-8")
        prefixes = "header|cell|number|percent|date|state|planned|resumed|choice|unit"
        named |= {word for word in re.findall(rf'"((?:{prefixes})_[a-z_]+)"', text)}
    fields = set(Vocabulary.load().fields)
    assert {name for name in named - fields if name not in rules} == set()


def test_sentences_are_rendered_in_both_languages():
    arguments = {"sheet": "表1", "cells": "D7", "field": "staff_back", "value": "若干"}
    assert finding_sentence("number_vague", arguments, "zh").startswith("表1 D7 的“返岗人数”写作“若干”")
    assert finding_sentence("number_vague", arguments, "en").startswith('"staff back" in 表1 D7 gives no number ("若')


@pytest.mark.parametrize(
    ("suggestion", "zh", "en"),
    [
        ("甲厂", "没有计入比率。名录中最接近的是：甲厂。如系", "counts in no rate. Nearest entry: 甲厂. If"),
        ("", "没有计入比率。如系", "counts in no rate. If"),
        (None, "没有计入比率。如系", "counts in no rate. If"),
    ],
)
def test_what_is_in_square_brackets_is_said_if_there_is_something_to_say(suggestion, zh, en):
    assert zh in finding_sentence("entity_unmatched", {"suggestion": suggestion}, "zh")
    assert en in finding_sentence("entity_unmatched", {"suggestion": suggestion}, "en")


def test_a_placeholder_without_an_argument_does_not_raise():
    for rule in finding_rules():
        for lang in ("zh", "en"):
            assert "{" not in finding_sentence(rule, {}, lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_labels_are_words(lang):
    assert all(isinstance(words, str) and words for words in labels(lang).values())


def chinese(text):
    """How many Chinese characters a text has, the rare ones (鸂 in simple form is 㶉) too."""
    return sum("㐀" <= character <= "鿿" for character in text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=20))
def test_folding_is_idempotent_and_loses_no_chinese_character(text):
    for normal in (fold, key):
        once = normal(text)
        assert normal(once) == once
        assert chinese(once) == chinese(unicodedata.normalize("NFKC", text))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.sampled_from("企業Ａ（。 \n̸é%") | st.characters(), max_size=8), max_size=4))
def test_words_folded_at_once_are_those_folded_one_by_one(texts):
    assert keys(texts) == [key(text) for text in texts]


@pytest.mark.parametrize(
    ("parent", "means"),
    [
        ("复工企业", "resumed_n"),
        ("已复工企业情况", "resumed_n"),
        ("未复工企业", None),
        ("部分复工企业", None),
        ("停产企业", None),
    ],
)
def test_a_word_below_another_is_what_that_speaks_of(tmp_path, parent, means):
    columns = overlay(tmp_path, "columns.csv", "field,alias\nresumed_n,复工企业/本栏数\n").columns
    found = columns.in_context((key(parent),), key("本栏数"))
    assert (found and found.field) == means


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("，；：（）！①Ａ 县̸́ｶﾞe") | st.characters(), max_size=12))
def test_the_short_way_through_nfkc_leads_to_the_same(text):
    assert nfkc(text) == unicodedata.normalize("NFKC", text)


def test_traditional_characters_of_names_and_answers_are_simplified():
    said = (
        "興億創鑫誠偉凱亞寧潤豐龍鳳銀鋼鐵橋區縣鎮復產員廠訂單運輸設備週報",
        "兴亿创鑫诚伟凯亚宁润丰龙凤银钢铁桥区县镇复产员厂订单运输设备周报",
    )
    assert simplified(said[0]) == said[1]


def test_no_simplified_character_is_simplified_further():
    written = read_columns(FOLDER / "traditional.csv")
    assert not {*written["traditional"]} & {*written["simplified"]}
    assert len({*written["traditional"]}) == len(written["traditional"])
