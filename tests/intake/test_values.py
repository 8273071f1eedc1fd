"""What values mean: lists of cases beside this file, an oracle for Chinese numerals, and identities."""

import csv
from datetime import date, datetime, time, timedelta
from pathlib import Path

import cn2an
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.intake.sheet import CellError
from analysis.intake.values import (
    Asked,
    ParsedState,
    parse_choice,
    parse_column,
    parse_date,
    parse_number,
    parse_percent,
    parse_state,
    parse_yes_no,
    percent_scale,
    resolve_states,
    state_of_heading,
    ticked_state,
    year_of,
)
from analysis.intake.values.numerals import chinese_number
from analysis.vocabulary import Vocabulary, finding_rules

WORDS = Vocabulary.load()
AS_OF = date(2020, 2, 25)


def cases(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((Path(__file__).parent / "cases" / f"{name}.csv").open(encoding="utf-8")))


def resolve_state(state, resumed_on=None, planned_on=None, remarks=(), *, legend=(), **asked):
    """What one row says."""
    asked = Asked(words=WORDS, legend=tuple(dict(legend).items()), **asked)
    return resolve_states([(state, resumed_on, planned_on, tuple(remarks))], asked)[0]


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("case", cases("numbers"), ids=lambda c: f"{c['text']} {c['unit']} {c['stated']}")
def test_numbers(case):
    found = parse_number(case["text"], case["unit"], case["stated"])
    assert found.value == (float(case["value"]) if case["value"] else None)
    assert found.rules == tuple(case["rules"].split())


@pytest.mark.parametrize(
    ("heading", "state"),
    [
        ("二、未复工企业", "stopped"),
        ("（一）已复工（8户）", "running"),
        ("都匀市部分复工企业名单", "partial"),
        ("停产", "stopped"),
        ("春节未停产企业", "running"),
        ("政策性停工企业", "excluded"),
        ("复工企业名单", None),
        ("停产检修设备清单", None),
        ("已复工企业和未复工企业名单", None),
    ],
)
def test_a_heading_may_give_the_state_of_all_beneath(heading, state):
    assert state_of_heading(heading) == state


@pytest.mark.parametrize("case", cases("percents"), ids=lambda c: f"{c['text']} {c['scale']}")
def test_percents(case):
    found = parse_percent(case["text"], float(case["scale"]))
    assert found.value == (float(case["value"]) if case["value"] else None)
    assert found.rules == tuple(case["rules"].split())


@pytest.mark.parametrize("case", cases("dates"), ids=lambda c: c["text"])
def test_dates(case):
    found = parse_date(case["text"], AS_OF)
    assert (found.value, found.rules, found.hint) == (day(case["value"]), tuple(case["rules"].split()), case["hint"])
    assert (found.span[0] if found.span else None) == day(case["first"])


@pytest.mark.parametrize("case", cases("states"), ids=lambda c: c["text"])
def test_states(case):
    found = parse_state(case["text"], AS_OF)
    assert (found.value or "", found.reason or "") == (case["state"], case["reason"])
    assert (found.resumed_on, found.planned_on) == (day(case["resumed_on"]), day(case["planned_on"]))


@pytest.mark.parametrize("case", cases("rows"), ids=lambda c: "|".join(list(c.values())[:4]))
def test_rows_by_the_rulings(case):
    row = resolve_state(
        case["state"] or None, case["resumed_on"], case["planned_on"], [case["remark"]], as_of=AS_OF
    )  # fmt: skip
    assert (row.state, row.reason or "") == (case["expected_state"], case["expected_reason"])
    assert row.resumed_on == day(case["expected_resumed_on"])
    assert row.planned_on == day(case["expected_planned_on"])
    assert sorted(rule for rule, _ in row.notes) == sorted(case["rules"].split())


@pytest.mark.parametrize(
    ("state", "plan", "remark", "planned_on"),
    [
        ("否", "1月8日", "", date(2021, 1, 8)),
        ("计划1月8日复工", None, "", date(2021, 1, 8)),
        ("否", None, "计划1月8日复工", date(2021, 1, 8)),
        ("否", "12月20日", "", date(2020, 12, 20)),
        ("否", "2020-01-08", "", date(2020, 1, 8)),
    ],
)
def test_what_is_planned_in_december_for_january_is_of_the_next_year(state, plan, remark, planned_on):
    assert resolve_state(state, None, plan, [remark], as_of=date(2020, 12, 31)).planned_on == planned_on


def test_a_note_says_which_cell_it_is_about():
    row = resolve_state("是", "2020-03-01", None, ["已注销"], as_of=AS_OF)
    assert row.notes == (("state_future_date", "resumed_on"), ("state_excluded_by_remark", "remark"))


def test_digits_mean_what_the_legend_says():
    assert parse_state(0, AS_OF, legend={"0": "running", "1": "stopped"}).value == "running"
    assert parse_state("1", AS_OF, legend={"0": "running", "1": "stopped"}).value == "stopped"
    assert parse_state(1.0, AS_OF, legend={"1": "running"}).value == "running"
    assert parse_state(2, AS_OF, legend={"1": "running"}).value == "unknown"
    assert resolve_state(0, None, "3月2日", as_of=AS_OF, legend={"0": "stopped"}).state == "planned"


@pytest.mark.parametrize(
    ("value", "state"), [(True, "running"), (False, "stopped"), (None, None), (float("nan"), None)]
)
def test_cells_that_are_no_text_have_a_state(value, state):
    assert parse_state(value, AS_OF).value == state


def test_without_a_column_for_the_state_the_dates_say_it():
    assert resolve_state(None, "2020-02-10", as_of=AS_OF, has_state=False).state == "running"
    assert resolve_state(None, "2月14日部分复工", as_of=AS_OF, has_state=False).state == "partial"
    assert resolve_state(None, None, "2020-03-02", as_of=AS_OF, has_state=False).state == "planned"
    assert resolve_state(None, None, None, as_of=AS_OF, has_state=False).state == "unknown"


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ({"running": "√", "stopped": None}, "running"),
        ({"running": None, "stopped": "√"}, "stopped"),
        ({"running": None, "partial": "✔", "stopped": ""}, "partial"),
        ({"running": 1, "stopped": 0}, "running"),
        ({"running": "√", "stopped": "×"}, "running"),
        ({"running": "√", "stopped": "√"}, "unknown"),
        ({"running": "否", "stopped": "否"}, "stopped"),
        ({"running": None, "stopped": None}, None),
        ({"running": None, "stopped": "缺原料"}, "stopped"),
        ({"running": "/", "stopped": "停产检修"}, "stopped"),
        ({"running": "缺原料", "stopped": None}, "unknown"),
        ({"running": "★", "stopped": None}, "running"),
        ({"running": None, "stopped": "◆"}, "stopped"),
        ({"running": "○", "stopped": "●"}, "stopped"),
        ({"running": "✖", "stopped": None}, None),
    ],
)
def test_ticks_in_one_of_several_columns(cells, state):
    assert ticked_state(cells, AS_OF).value == state


def test_a_date_is_a_tick_too():
    found = ticked_state({"running": datetime(2020, 2, 10), "stopped": None}, AS_OF)
    assert (found.value, found.resumed_on) == ("running", date(2020, 2, 10))


def test_a_day_ahead_in_the_column_of_those_that_stand_still_is_a_plan():
    found = ticked_state({"running": None, "stopped": "3月5日"}, AS_OF)
    assert (found.value, found.planned_on) == ("planned", date(2020, 3, 5))
    assert ticked_state({"running": None, "stopped": "2月1日"}, AS_OF) == ParsedState("stopped")


@pytest.mark.parametrize(
    ("values", "scale"),
    [
        ([0.8, 0.95, 1], 100),
        ([1, 1, 1], 100),
        (["0.8", 0.5, None, "-"], 100),
        ([0.8, 0.9, 0, 0.75, 1.05], 100),
        ([1.2, 0.45, 1, 0.6, 1, 0.21, 0.6, 1], 100),
        ([1, 1, 2, 0.5], 1),
        ([0, 0.38, 1, 1.5, 0.59, 1.12], 100),
        ([0.38, 1.12, 1.5], 1),
        ([0.8, 0.9, 0.6, 8.8], 100),
        ([0.5, 1.5, 2.5], 1),
        ([0, 2, 5], 1),
        ([0.8, 0.9, 0.7, 85], 1),
        ([0.8, 85], 1),
        ([80, 95], 1),
        (["80%", "95%"], 1),
        (["80%", 0], 1),  # nought is nought in either
        ([0.8, "八成", "80%"], 100),
        ([None, ""], 1),
        ([True, 50], 1),
    ],
)
def test_a_column_of_numbers_at_most_one_holds_fractions(values, scale):
    assert percent_scale(values) == scale


@pytest.mark.parametrize(
    ("value", "expected", "rules"),
    [
        (date(2020, 2, 10), date(2020, 2, 10), ()),
        (datetime(2020, 2, 10, 8, 30), date(2020, 2, 10), ()),
        (43871, date(2020, 2, 10), ("date_serial",)),
        (datetime(2002, 2, 10), date(2002, 2, 10), ("date_far",)),
        (43871.25, date(2020, 2, 10), ("date_serial",)),
        (20200210, date(2020, 2, 10), ()),
        (2.25, date(2020, 2, 25), ("date_year_assumed", "date_decimal")),
        (True, None, ("date_unreadable",)),
        (5, None, ("date_unreadable",)),
        (time(8, 30), None, ("date_unreadable",)),
        (CellError("#REF!"), None, ("cell_error",)),
        (None, None, ()),
    ],
)
def test_cells_that_are_no_text_have_a_date(value, expected, rules):
    found = parse_date(value, AS_OF)
    assert (found.value, found.rules) == (expected, rules)


@pytest.mark.parametrize(
    ("as_of", "month", "day", "year"),
    [
        (date(2020, 2, 25), 12, 31, 2019),
        (date(2020, 2, 25), 8, 25, 2020),
        (date(2020, 2, 25), 8, 26, 2019),
        (date(2020, 8, 31), 2, 28, 2020),
        (date(2020, 8, 31), 12, 31, 2020),
        (date(2020, 12, 30), 1, 5, 2020),
        (date(2021, 1, 4), 12, 20, 2020),
        (date(2021, 1, 4), 7, 4, 2021),
        (date(2021, 1, 4), 7, 5, 2020),
    ],
)
def test_the_year_is_that_of_the_as_of_date_or_the_one_before(as_of, month, day, year):
    assert year_of(month, day, as_of) == year


@pytest.mark.parametrize(
    ("value", "unit", "stated", "expected"),
    [(350, "10k_cny", "", 350), (3.5, "10k_cny", "100m_cny", 35000), (True, "person", "", None),
     (None, "person", "", None), (float("nan"), "person", "", None), (float("inf"), "person", "", None), 
     (CellError("#N/A"), "person", "", None),
     (date(2020, 3, 5), "person", "", None), (timedelta(1), "person", "", None),
     (120.0, "person", "", 120)],
)  # fmt: skip
def test_cells_that_are_no_text_have_a_number(value, unit, stated, expected):
    assert parse_number(value, unit, stated).value == expected


@pytest.mark.parametrize(
    ("choice", "text", "code"),
    [
        ("size", "大型", "large"),
        ("size", "微型企业", "micro"),
        ("size", "中", "medium"),
        ("size", "超大", None),
        ("four_category", "公共事业运行", "public_utility"),
        ("four_category", "疫情防控必需", "epidemic_supplies"),
        ("four_category", "群众生活必需", "daily_necessities"),
        ("four_category", "其他涉及重要国计民生", "other_key"),
        ("four_category", "-", None),
        ("continuing_or_new", "续建", "continuing"),
        ("continuing_or_new", "√续建", "continuing"),
        ("continuing_or_new", "2020年新建", "new"),
        ("difficulty", "缺工", "labour"),
    ],
)
def test_choices(choice, text, code):
    assert parse_choice(text, WORDS.choices[choice]).value == code


@pytest.mark.parametrize(
    ("value", "expected"),
    [("是", True), ("否", False), ("√", True), ("×", False), (1, True), (0, False), (True, True), ("规上", True),
     ("规下", False), ("也许", None)],
)  # fmt: skip
def test_yes_and_no(value, expected):
    assert parse_yes_no(value).value is expected


def test_a_column_is_parsed_once_for_each_value_that_differs():
    seen = []
    found = parse_column([1, 1.0, True, "1", "1", None, None], lambda value: seen.append(value) or parse_number(value))
    assert len(seen) == 5
    assert [parsed.value for parsed in found] == [1, 1, None, 1, 1, None, None]


@pytest.mark.parametrize(
    "number", [0, 7, 10, 15, 20, 99, 105, 110, 999, 1000, 1001, 3050, 9999, 10000, 12345, 100000, 20030040]
)
def test_chinese_numerals_agree_with_an_oracle(number):
    assert chinese_number(cn2an.an2cn(number)) == number


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**11))
def test_any_chinese_numeral_agrees_with_an_oracle(number):
    assert chinese_number(cn2an.an2cn(number)) == number


@settings(max_examples=200, deadline=None)
@given(st.integers(-(10**9), 10**9))
def test_a_formatted_number_reads_back(number):
    for text in (str(number), f"{number:,}", f"{number}人", f"{number}.0"):
        assert parse_number(text, "person").value == number


@settings(max_examples=200, deadline=None)
@given(st.decimals(0, 10**6, places=2))
def test_money_reads_back_in_any_unit(amount):
    assert parse_number(f"{amount}万元", "10k_cny").value == pytest.approx(float(amount))
    assert parse_number(f"{amount * 10000}元", "10k_cny").value == pytest.approx(float(amount))
    assert parse_number(float(amount), "10k_cny", "10k_cny").value == float(amount)


@settings(max_examples=200, deadline=None)
@given(st.decimals(0, 299, places=1))
def test_a_formatted_percentage_reads_back(percent):
    assert parse_percent(f"{percent}%").value == float(percent)
    assert parse_percent(float(percent)).value == float(percent)


@settings(max_examples=200, deadline=None)
@given(st.dates(date(2014, 1, 1), date(2030, 12, 31)))
def test_a_formatted_date_reads_back(day):
    words = f"{day.month}月{day.day}日"
    serial = str((day - date(1899, 12, 30)).days)
    for text in (f"{day:%Y-%m-%d}", f"{day:%Y/%m/%d}", f"{day:%Y%m%d}", f"{day.year}.{day.month}.{day.day}",
                 f"{day.year}年{words}", f"{day.year - 1911}年{words}", serial):  # fmt: skip
        assert parse_date(text, AS_OF).value == day
    assert parse_date(f"{day.month}月{day.day}日", day).value == day
    assert parse_date(parse_date(day, AS_OF).value, AS_OF).value == day


FORM_TEXT = st.text("0123456789.,-/%约余人元万亿千百十成日月年号底旬是否复工未停产计划√×（） ", max_size=14)
CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.datetimes(), st.dates(), st.times(), st.timedeltas(),
    st.text(max_size=20), FORM_TEXT, FORM_TEXT, st.builds(CellError, st.just("#REF!")),
)  # fmt: skip


@given(
    st.sampled_from(["", "2019年", "2020年", "0020年"]),
    st.integers(0, 13),
    st.integers(0, 32),
    st.sampled_from("日号"),
    st.sampled_from(["2020-02-25", "2019-12-31"]),
)
@settings(max_examples=200, deadline=None)
def test_a_plain_date_reads_as_one_with_words_around_it_does(year, month, number, sign, as_of):
    """Days as most are written have a way of their own: it is no other reading."""
    text, as_of = f"{year}{month}月{number}{sign}", date.fromisoformat(as_of)
    assert parse_date(text, as_of) == parse_date(f" {text} ", as_of)
    plain, worded = (resolve_state("是", said, as_of=as_of) for said in (text, f" {text}"))
    assert plain == worded


@settings(max_examples=600, deadline=None)
@given(CELLS)
def test_nothing_raises_and_every_rule_has_its_sentence(value):
    number, percent, day = parse_number(value, "10k_cny"), parse_percent(value), parse_date(value, AS_OF)
    row = resolve_state(value, value, value, [value], as_of=AS_OF)
    rules = {*number.rules, *percent.rules, *day.rules, *(rule for rule, _ in row.notes)}
    assert rules <= finding_rules().keys()
    assert row.state in {"running", "partial", "planned", "stopped", "excluded", "unknown"}
    assert parse_number(number.value, "10k_cny").value == number.value
    assert parse_percent(percent.value).value == percent.value
    assert parse_date(day.value, AS_OF).value == day.value
    assert row.resumed_on is None or row.resumed_on <= AS_OF


def test_words_of_a_survey_count_at_once(tmp_path):
    assert parse_state("机器转起来了", AS_OF).value == "unknown"
    (tmp_path / "states.csv").write_text("state,value,reason\npartial,机器转起来了,\n", encoding="utf-8")
    words = Vocabulary.load([tmp_path])
    assert parse_state("机器转起来了", AS_OF, words).value == "partial"
    assert parse_state("目前机器转起来了，缺料", AS_OF, words).value == "partial"
