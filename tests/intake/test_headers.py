"""What headers mean: a list of real spellings, and how columns of one table bear on each other."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.intake.header_words import HeaderDate, read_legend, take_date, unit_for, unit_of, units_in, with_months
from analysis.intake.headers import match_headers, match_path, table_kind
from analysis.vocabulary import Vocabulary

WORDS = Vocabulary.load()
CASES = list(csv.DictReader((Path(__file__).parent / "cases" / "headers.csv").open(encoding="utf-8")))


def matched(*headers: str) -> list:
    return match_headers({n: tuple(header.split(" > ")) for n, header in enumerate(headers, start=1)}, WORDS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["path"])
def test_a_header_means_its_field_and_unit(case):
    found = match_path(1, tuple(case["path"].split(" > ")), WORDS)
    code = "" if found.field == "rate_pct" else found.code  # of a rate: what it means beside names, see below
    assert (found.field or "", code, found.unit) == (case["field"], case["code"], case["unit"])
    assert case["rule"] in found.rules if case["rule"] else not found.rules


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


def test_columns_of_several_days_are_no_duplicates():
    assert [match.field for match in matched("2月24日 > 复工人数", "2月25日 > 复工人数")] == ["staff_back"] * 2


def test_the_first_of_two_columns_for_one_field_keeps_it():
    first, second = matched("返岗人数", "到岗人数")
    assert (first.field, second.field, second.rules) == ("staff_back", None, ("header_duplicate",))


def test_a_word_of_the_vocabulary_beats_a_typo_before_it():
    first, second = matched("反岗人数", "返岗人数")
    assert first.field is None
    assert second.field == "staff_back"


def test_one_column_to_tick_beside_the_state_is_no_set_of_ticks():
    assert [match.field for match in matched("是否复工", "状态 > 已复工")] == ["state", None]
    assert [match.field for match in matched("是否复工 > 是", "是否复工 > 否")] == ["state_choice"] * 2


def test_words_for_answers_count_nothing_where_enterprises_are_named():
    found = matched("企业名称", "企业复工情况 > 复工情况 > 已开工：", "企业复工情况 > 复工情况 > 未开工：")
    assert [(match.field, match.code) for match in found[1:]] == [
        ("state_choice", "running"), ("state_choice", "stopped"),
    ]  # fmt: skip


def test_a_hint_to_tick_is_no_word_of_a_header():
    found = matched("企业名称", "已复工 > 打√", "已复工 > 复工时间", "未复工 > （划√）", "未复工 > 计划复工时间")
    assert [match.field for match in found] == ["name", "state_choice", "resumed_on", "state_choice", "planned_on"]
    assert [match.code for match in found] == ["", "running", "", "stopped", ""]


def test_columns_of_text_and_persons_may_repeat():
    assert [match.field for match in matched("存在困难", "需协调解决的问题")] == ["difficulty_text"] * 2
    assert [match.field for match in matched("联系电话", "手机")] == ["phone"] * 2


@pytest.mark.parametrize(
    ("headers", "field"),
    [
        (["企业名称", "复工率"], "staff_pct"),
        (["企业名称", "开工率"], "capacity_pct"),
        (["县市", "应复工企业数", "复工率"], "rate_pct"),
        (["县市", "已复工企业数", "开工率"], "rate_pct"),
    ],
)
def test_a_rate_means_what_the_table_counts(headers, field):
    assert matched(*headers)[-1].field == field


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


def test_the_legend_of_digits_stands_in_the_header():
    (found,) = matched("是否复工（1=是，0=否）")
    assert found.legend == {"1": "running", "0": "stopped"}


@pytest.mark.parametrize(
    ("text", "legend"),
    [
        ("2.是否复工：A：已复工；B：未复工。", {"a": "running", "b": "stopped"}),
        ("3、复工情况：1=已复工，2=部分复工", {"1": "running", "2": "partial"}),
        ("1.已复工 2.部分复工 3.未复工", {"1": "running", "2": "partial", "3": "stopped"}),
        ("是填1，否填0", {"1": "running", "0": "stopped"}),
        ("是=1 否=0 部分复工=2", {"1": "running", "0": "stopped", "2": "partial"}),
        ("填写1（是）或0（否）", {"1": "running", "0": "stopped"}),
        ("“1”表示已复工，“0”表示未复工", {"1": "running", "0": "stopped"}),
        ("是/否（1/0）", {"1": "running", "0": "stopped"}),
        ("注：1.本表由各县报送。2.每日17时前报送。", {}),
        ("1=是，0=否", {"1": "running", "0": "stopped"}),
        ("A.已复工 B.部分复工 C.未复工", {"a": "running", "b": "partial", "c": "stopped"}),
        ("1=yes, 0=no", {"1": "running", "0": "stopped"}),
        ("1是0否", {"1": "running", "0": "stopped"}),
        ("0：已复工；1：未复工", {"0": "running", "1": "stopped"}),
        ("注：1表示已复工，2表示部分复工，3表示未复工", {"1": "running", "2": "partial", "3": "stopped"}),
        ("（1）已复工（2）未复工", {"1": "running", "2": "stopped"}),
        ("注：A-已复工，B-部分复工，C-未复工", {"a": "running", "b": "partial", "c": "stopped"}),
        ("√已复工、△部分复工、○未复工", {"√": "running", "△": "partial", "○": "stopped"}),
        ("注：√已复工，△部分复工，×未复工", {"√": "running", "△": "partial", "×": "stopped"}),
        ("1—已复工；2—停产检修；3—已注销。", {"1": "running", "2": "stopped overhaul", "3": "excluded cancelled"}),
        ("A类企业已复工", {}),
        ("2月25日", {}),
        ("单位：万元", {}),
    ],
)
def test_a_legend_says_what_digits_stand_for(text, legend):
    assert read_legend(text, WORDS) == legend


@pytest.mark.parametrize(
    ("days", "titles", "found"),
    [
        (["24日", "25日"], ["返岗情况", "（2020年2月）"], ["2020年2月24日", "2020年2月25日"]),
        (["24号", "25号"], ["截至2月25日"], ["2月24号", "2月25号"]),
        (["29日", "1日"], ["截至3月1日"], ["29日", "1日"]),
        (["24日", "24日"], ["2020年2月"], ["24日", "24日"]),
        (["24日", "25日"], ["返岗情况"], ["24日", "25日"]),
    ],
)
def test_days_without_a_month_have_that_of_the_title(days, titles, found):
    paths = [(column, (day, "返岗人数")) for column, day in enumerate(days)]
    assert [path[0] for _, path in with_months(paths, titles)] == found


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ("序号|企业名称|统一社会信用代码|是否复工|复工时间|返岗人数", "ledger"),
        ("企业名称|是否复工|存在困难|责任单位", "ledger"),
        ("企业名称|统一社会信用代码|所属行业|企业规模|是否规上", "register"),
        ("项目名称|总投资（万元）|续建/新建|是否复工", "projects"),
        ("企业名称|困难类型|存在困难|责任单位|完成时限", "difficulties"),
        ("企业名称|供应商名称|供应原料|依赖程度（%）|库存可用天数", "suppliers"),
        ("交办事项|责任单位|完成时限|办理情况", "tasks"),
        ("县市|应复工企业数|已复工企业数|复工率", "summary"),
        ("县市|企业数|复工数", "summary"),
        ("点位|设备|质保情况", "other"),
        ("企业名称|联系人|联系电话", "other"),
    ],
)
def test_the_kind_of_a_table_follows_from_its_fields(headers, kind):
    assert table_kind(matched(*headers.split("|"))) == kind


@pytest.mark.parametrize(
    ("text", "unit"),
    [("万元", "10k_cny"), ("（万元）", "10k_cny"), ("单位：万元", "10k_cny"), ("计量单位:人", "person"),
     ("％", "percent"), ("千瓦时", "kwh"), ("万千瓦时", "10k_kwh"), ("户", "household"), ("天", "day"),
     ("吨/天", "ton"), ("复工", "")],
)  # fmt: skip
def test_a_unit_is_a_word_that_says_nothing_else(text, unit):
    assert unit_of(text, WORDS) == unit


def test_units_of_a_title_row_go_to_the_fields_of_their_dimension():
    units = units_in("单位：户、人、亿元、万千瓦时、%", WORDS)
    assert units == ("household", "person", "100m_cny", "10k_kwh", "percent")
    assert unit_for("output_10k_cny", units, WORDS) == "100m_cny"
    assert unit_for("power_kwh", units, WORDS) == "10k_kwh"
    assert unit_for("staff_back", units, WORDS) == ""


def test_a_span_of_days_is_named_by_its_last():
    assert take_date("2月24日-3月1日产值") == ("产值", HeaderDate(None, 3, 1))


PERSONAL = {name for name, field in WORDS.fields.items() if field.kind == "personal"}


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
    ("headers", "fields"),
    [
        (["县市", "规上企业数（户）", "其中：已复工", "其中：未复工"], "county expected_n resumed_n stopped_n"),
        (["县市", "企业数", "#已复工", "#部分复工"], "county expected_n resumed_n partial_n"),
        (["县市", "企业数", "其中 > 拟复工", "其中 > 停产"], "county expected_n planned_n stopped_n"),
        (["县市", "应复工企业 > 户数", "应复工企业 > 其中：未复工户数"], "county expected_n stopped_n"),
        (["县市", "项目数", "其中：已开工", "企业数", "其中：已开工"], "county projects_n ? expected_n resumed_n"),
        (["县市", "企业数", "从业人员数", "其中：未复工"], "county expected_n staff_normal ?"),
        (["企业名称", "其中：已复工", "其中：未复工"], "name state_choice state_choice"),
        (["企业名称", "复工情况 > 已复工", "部分复工", "未复工"], "name state_choice state_choice state_choice"),
    ],
)
def test_a_part_of_a_count_counts_what_stands_before_it(headers, fields):
    assert " ".join(match.field or "?" for match in matched(*headers)) == fields
