"""What one header means: a list of real spellings."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paths import matched

from analysis.intake.headers.column import match_path
from analysis.intake.headers.days import HeaderDate
from analysis.vocabulary import Vocabulary

WORDS = Vocabulary.load()
LISTS = Path(__file__).parents[1] / "cases"
CASES = list(csv.DictReader((LISTS / "headers.csv").open(encoding="utf-8")))
TRAPS = [row["path"] for row in csv.DictReader((LISTS / "header_traps.csv").open(encoding="utf-8"))]
PERSONAL = {name for name, field in WORDS.fields.items() if field.kind == "personal"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["path"])
def test_a_header_means_its_field_and_unit(case):
    found = match_path(1, tuple(case["path"].split(" > ")), WORDS)
    code = "" if found.field == "rate_pct" else found.code  # of a rate: what it means beside names, see below
    assert (found.field or "", code, found.unit) == (case["field"], case["code"], case["unit"])
    assert case["rule"] in found.rules if case["rule"] else not found.rules


@pytest.mark.parametrize("path", TRAPS)
def test_what_is_near_to_a_header_that_we_know_and_means_something_else_is_not_known(path):
    found = match_path(1, tuple(path.split(" > ")), WORDS)
    assert (found.field, found.rules) == (None, ("header_unknown",))


@pytest.mark.parametrize(
    ("path", "field", "day"),
    [
        ("2月25日 > 复工人数", "staff_back", HeaderDate(None, 2, 25)),
        ("复工人数 > 2月26日", "staff_back", HeaderDate(None, 2, 26)),
        ("截至2月25日复工人数", "staff_back", HeaderDate(None, 2, 25)),
        ("截至2020年2月25日24时返岗人数（人）", "staff_back", HeaderDate(2020, 2, 25)),
        ("2020-02-25 00:00:00 > 复工人数", "staff_back", HeaderDate(2020, 2, 25)),
        ("2.25 > 用电量", "power_kwh", HeaderDate(None, 2, 25)),
        ("2.25返岗人数", "staff_back", HeaderDate(None, 2, 25)),
        ("2/25返岗人数（人）", "staff_back", HeaderDate(None, 2, 25)),
        ("2.1返岗人数", None, None),
        ("2月17日-2月23日 > 产值（万元）", "output_10k_cny", HeaderDate(None, 2, 23)),
        ("2月17-23日产值", "output_10k_cny", HeaderDate(None, 2, 23)),
        ("2020年1月1日至今新招聘人数", "new_hires", None),
        ("2月30日 > 复工人数", "staff_back", None),
    ],
)
def test_a_day_in_a_header_is_the_day_of_its_column(path, field, day):
    found = match_path(1, tuple(path.split(" > ")), WORDS)
    assert (found.field, found.date) == (field, day)


@pytest.mark.parametrize(
    "text", ["、" * 3000, "复工人数" + "，请如实填写" * 200, "1." * 16000], ids=["marks", "words", "numbers"]
)
def test_a_text_as_long_as_no_header_is_none_and_is_told(text):
    found = match_path(1, (text,), WORDS)
    assert (found.field, found.rules) == (None, ("header_unknown",))


@pytest.mark.parametrize("text", ["与否" * 290, "影响与否" * 140, "electricity used与否" * 28])
def test_a_header_that_joins_word_to_word_is_unknown(text):
    """Read pair by pair, each of its joints would double the time: it would not end."""
    assert match_path(1, (text,), WORDS).rules == ("header_unknown",)


def test_an_unknown_header_comes_with_a_row_to_paste():
    (found,) = matched("返岗人员党员数")
    assert found.field is None
    assert found.rules == ("header_unknown",)
    assert found.suggestion.split(",")[1] == "返岗人员党员数"
    assert found.suggestion.split(",")[0] in WORDS.fields


def test_a_suggestion_with_a_comma_is_quoted_for_the_table():
    (found,) = matched("宇宙,飞船")
    assert next(csv.reader([found.suggestion]))[1] == "宇宙,飞船"


def test_a_unit_of_another_kind_is_dropped_and_said():
    (found,) = matched("产值（人）")
    assert (found.field, found.unit, found.rules) == ("output_10k_cny", "", ("header_unit_conflict",))


@pytest.mark.parametrize(
    "text", ["是否正常生产\nA-已复工；B-未复工", "是否复工A.是B.否", "复工情况：a=已复工,b=未复工"]
)
def test_the_legend_of_letters_stands_in_the_header(text):
    found = match_path(1, (text,), WORDS)
    assert (found.field, found.legend) == ("state", {"a": "running", "b": "stopped"})


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (("名称", "填写全称"), "name"),
        (("复工日期", "如2月10日"), "resumed_on"),
        (("信用代码", "18位"), "uscc"),
        (("存在困难", "没有填无"), "difficulty_text"),
        (("是否复工", "下拉选择"), "state"),
        (("Date of restart", "d Mon yyyy"), "resumed_on"),
        (("Date reopened", "dd/mm/yyyy"), "resumed_on"),
        (("Resumed?", "Y/P/N"), "state"),
        (("复工情况", "日期"), "resumed_on"),
    ],
)
def test_a_row_that_says_how_to_answer_is_no_part_of_the_header(path, field):
    assert match_path(1, path, WORDS).field == field


def test_the_legend_of_digits_stands_in_the_header():
    (found,) = matched("是否复工（1=是，0=否）")
    assert found.legend == {"1": "running", "0": "stopped"}


@pytest.mark.parametrize("stem", ["联系人", "法人代表", "负责人", "驻企联络员", "审核领导"])
@pytest.mark.parametrize("tail", ["电话", "姓名", "手机号", "联系方式", "身份证号"])
def test_whatever_names_a_person_is_known_as_personal(stem, tail):
    for path in ((stem + tail,), (stem, tail), (f"{stem}及{tail}",)):
        assert match_path(1, path, WORDS).field in PERSONAL


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=12), max_size=4))
def test_no_header_raises(path):
    found = match_path(1, tuple(path), WORDS)
    assert found.field is None or found.field in WORDS.fields


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(CASES), st.integers(0, 20), st.sampled_from([" ", "　", "\n", "\u200b"]))
def test_spaces_inside_a_header_change_nothing(case, place, space):
    path = tuple(case["path"].split(" > "))
    if path[-1].isascii():
        return
    spaced = (*path[:-1], path[-1][: place + 1] + space + path[-1][place + 1 :])
    assert match_path(1, spaced, WORDS).field == match_path(1, path, WORDS).field


@pytest.mark.parametrize(
    "path",
    [
        "产能（吨）",
        "复工率（户）",
        "产能恢复（万元）",
        "产值（万美元）",
        "产值（吨）",
        "口罩库存（箱）",
        "煤炭库存（万元）",
    ],
)
def test_what_is_measured_in_another_unit_is_not_read(path):
    found = match_path(1, (path,), WORDS)
    assert (found.field, found.rules) == (None, ("header_other_unit",))


@pytest.mark.parametrize(
    ("path", "field"), [("用电量（千瓦）", "power_kwh"), ("总投资（户）", "total_investment_10k_cny")]
)
def test_a_slip_of_the_unit_is_told_and_ignored(path, field):
    found = match_path(1, (path,), WORDS)
    assert (found.field, found.unit, found.rules) == (field, "", ("header_unit_conflict",))
