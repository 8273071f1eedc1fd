"""Sentences about hand-made weeks: what a careful editor would have written, and never an absurd one."""

import re
from datetime import date
from fractions import Fraction
from types import SimpleNamespace

import pandas as pd
import pytest
from fictional_weeks import SURVEY, WEEKS
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import figures, metrics
from analysis.figures import group_sentences, sentences
from analysis.vocabulary.audiences import find_audience

DAY = date(2020, 2, 25)
COUNTIES = [county.code for county in SURVEY.counties]


def about(lang="zh", weeks=WEEKS[2:], base="expected"):
    return SimpleNamespace(
        survey=SURVEY, period=weeks[-1], previous=weeks[0] if len(weeks) > 1 else None, periods=weeks,
        area=SURVEY.region("522700"), base=base, lang=lang,
        audience=find_audience(),
    )  # fmt: skip


def counted(rows, by="county_code"):
    """Counts from (week, group, answer, number) in the shape of ``count_states``; reason ``cancelled`` if excluded."""
    frame = pd.DataFrame(rows, columns=["week", by, "answer", "numerator"])
    frame["period_id"] = [WEEKS[week].id for week in frame.pop("week")]
    frame["reason"] = frame["answer"].map({"excluded": "cancelled"}).astype("str")
    frame["numerator"] = frame["numerator"].astype("Int64")
    return frame.assign(measure="resumption", expected=True)


def whole(*rows):
    """The rate of everybody from (week, answer, number)."""
    counts = counted([(week, "522701", answer, number) for week, answer, number in rows])
    return metrics.resumption_rate(metrics.combine(counts, by="period_id"))


def share(rows, **more):
    """A staff or capacity result from (week, back, normal, enterprises)."""
    frame = pd.DataFrame(rows, columns=["week", "numerator", "denominator", "enterprises"])
    frame["period_id"] = [WEEKS[week].id for week in frame.pop("week")]
    return frame.assign(rate_pct=100 * frame["numerator"] / frame["denominator"], value_status="ok", **more)


@pytest.mark.parametrize(
    ("cut_off", "zh", "en"),
    [
        ("24:00", "截至2020年2月25日24时，", "the end of 25 February 2020"),
        ("18:00", "截至2020年2月25日18时，", "18:00 on 25 February 2020"),
        ("9:30", "截至2020年2月25日9时30分，", "9:30 on 25 February 2020"),
    ],
)
def test_figures_close_at_the_surveys_hour(cut_off, zh, en):
    for lang, expected in (("zh", zh), ("en", en)):
        data = about(lang)
        data.survey = SURVEY.model_copy(update={"cut_off": cut_off})
        assert expected in sentences.restarted(data, whole((3, "running", 700), (3, "missing", 71)), DAY)[0]


def test_pattern_1_with_change_missing_and_bounds():
    rates = whole((2, "running", 650), (2, "stopped", 121), (3, "running", 690), (3, "partial", 10),
                  (3, "stopped", 20), (3, "missing", 51))  # fmt: skip
    assert sentences.restarted(about(), rates, DAY) == [
        "截至2020年2月25日24时，纳入调度的规上工业企业771户，已开工700户，开工率90.8%（上周84.3%，上升6.5个百分点）。",
        "另有51户未报或状态不明，全部计入则最低90.8%、最高97.4%。",
    ]
    assert sentences.restarted(about("en"), rates, DAY) == [
        "At the end of 25 February 2020, 700 of 771 enterprises (above-scale industrial enterprises monitored) "
        "had restarted: 90.8% (the week before: 84.3%; up 6.5 percentage points).",
        "In addition, 51 enterprises sent no usable return; counting them either way, the rate lies between "
        "90.8% and 97.4%.",
    ]


def test_pattern_1_is_exact_at_all_and_leaves_narrow_bounds_out():
    full = whole((3, "running", 771))
    assert sentences.restarted(about(weeks=WEEKS[3:]), full, DAY) == [
        "截至2020年2月25日24时，纳入调度的规上工业企业771户，已开工771户，开工率100%。"
    ]
    nearly = whole((3, "running", 770), (3, "missing", 1))
    assert sentences.restarted(about(weeks=WEEKS[3:]), nearly, DAY) == [
        "截至2020年2月25日24时，纳入调度的规上工业企业771户，已开工770户，开工率99.9%。",
        "另有1户未报或状态不明。",
    ]


@pytest.mark.parametrize(
    ("missing", "zh", "en"),
    [
        (
            200,
            "；200户未报或不明，升降未定）。",
            ", which the 200 enterprises not reported or unclear may make up for).",
        ),
        (20, "（上周100%，下降40.0个百分点）。", "(the week before: 100%; down 40.0 percentage points)."),
    ],
)
def test_a_fall_that_silence_may_explain_is_open(missing, zh, en):
    rates = whole((2, "running", 500), (3, "running", 300), (3, "missing", missing), (3, "stopped", 200 - missing))
    assert sentences.restarted(about(), rates, DAY)[0].endswith(zh)
    assert sentences.restarted(about("en"), rates, DAY)[0].endswith(en)


def test_nobody_replied_is_no_zero_percent():
    said = sentences.restarted(about(weeks=WEEKS[3:]), whole((3, "missing", 30)), DAY)
    assert said == ["截至2020年2月25日24时，纳入调度的规上工业企业30户，均未报送，无法计算开工率。"]


def test_a_week_that_does_not_follow_is_named():
    rates = whole((0, "running", 10), (3, "running", 10))
    said = sentences.restarted(about(weeks=(WEEKS[0], WEEKS[3])), rates, DAY)
    assert "（第6期100%，持平）" in said[0]


def test_pattern_2_names_reasons_and_number():
    counts = counted([(3, "522701", "running", 390), (3, "522701", "stopped", 10), (3, "522701", "excluded", 20)])
    rates = metrics.resumption_rate(metrics.combine(counts, by="period_id"), base="adjusted")
    gone = metrics.exclusions(counts, by="period_id")
    assert sentences.adjusted(about(), rates, gone) == ["剔除注销20户后，开工率97.5%。"]
    assert sentences.adjusted(about("en"), rates, gone) == [
        "Leaving out 20 enterprises (cancelled), the rate is 97.5%."
    ]
    assert sentences.adjusted(about(), rates, gone.iloc[:0]) == []
    few = about()
    few.audience = find_audience("public")
    assert sentences.adjusted(few, rates, gone.assign(enterprises=pd.array([1], "Int64"))) == []


def test_pattern_3_measures_the_gap_in_points():
    rates, back = whole((3, "running", 100)), share([(3, 7600, 10000, 90)])
    assert sentences.staff(about(), rates, back) == ["返岗7600人，返岗率76.0%，低于开工率24.0个百分点（90户填报）。"]
    assert sentences.staff(about("en"), rates, back) == [
        "7,600 staff are back, 76.0% of normal, 24.0 percentage points below the share of enterprises restarted "
        "(90 enterprises reported)."
    ]
    level = whole((3, "running", 76), (3, "stopped", 24))
    assert sentences.staff(about(), level, back) == ["返岗7600人，返岗率76.0%（90户填报）。"]


def six_counties(*numbers, week=3, missing=0):
    """Twenty enterprises each in as many counties as numbers; so many of them running."""
    rows = []
    for code, running in zip(COUNTIES, numbers, strict=False):
        rows += [(week, code, "running", running), (week, code, "stopped", 20 - running - missing)]
        rows += [(week, code, "missing", missing)]
    return counted([row for row in rows if row[3]])


def test_pattern_4_names_three_best_and_three_worst_with_n():
    rates = metrics.resumption_rate(six_counties(20, 19, 18, 17, 16, 15))
    assert group_sentences.ranking(about(weeks=WEEKS[3:]), rates) == [
        "分县看，前三位都匀市100%（20/20户）、福泉市95.0%（19/20户）、荔波县90.0%（18/20户）；"
        "后三位独山县75.0%（15/20户）、瓮安县80.0%（16/20户）、贵定县85.0%（17/20户）。"
    ]


def test_ties_get_no_superlative_and_are_counted():
    rates = metrics.resumption_rate(six_counties(20, 20, 20, 20, 16, 15))
    said = group_sentences.ranking(about(weeks=WEEKS[3:]), rates)[0]
    assert said.startswith("分县看，最高都匀市、福泉市等4个县（市）（并列100%）；最低独山县75.0%（15/20户）、")
    one = metrics.resumption_rate(six_counties(20, 20, 20, 20, 20, 15))
    assert "；最低独山县75.0%（15/20户）。" in group_sentences.ranking(about(weeks=WEEKS[3:]), one)[0]
    equal = metrics.resumption_rate(six_counties(18, 18, 18))
    assert group_sentences.ranking(about(weeks=WEEKS[3:]), equal) == ["分县看，3个县（市）开工率均为90.0%。"]


def test_an_order_that_late_returns_could_change_is_hedged():
    rates = metrics.resumption_rate(six_counties(16, 15, 14, 13, 12, 11, missing=4))
    assert "未报企业补报后，位次可能变化。" in group_sentences.ranking(about(weeks=WEEKS[3:]), rates)


def test_risers_need_a_rise():
    both = pd.concat([six_counties(10, 10, week=2), six_counties(15, 12)])
    said = group_sentences.ranking(about(), metrics.resumption_rate(both))
    assert said[-1] == "较上周提升最快：都匀市（上升25.0个百分点）。"
    fell = pd.concat([six_counties(15, 15, week=2), six_counties(14, 12)])
    assert not any("提升" in sentence for sentence in group_sentences.ranking(about(), metrics.resumption_rate(fell)))


def test_small_bases_are_not_ranked():
    rows = [(3, COUNTIES[0], "running", 9), (3, COUNTIES[1], "running", 15), (3, COUNTIES[1], "stopped", 5),
            (3, COUNTIES[2], "running", 12), (3, COUNTIES[2], "stopped", 8)]  # fmt: skip
    said = group_sentences.ranking(about(weeks=WEEKS[3:]), metrics.resumption_rate(counted(rows)))
    assert "都匀市" not in said[0]


def test_a_county_of_which_nobody_replied_is_named_and_has_no_zero():
    counts = pd.concat([six_counties(18, 18), counted([(3, COUNTIES[4], "missing", 12)])])
    rates = metrics.resumption_rate(counts)
    assert group_sentences.ranking(about(weeks=WEEKS[3:]), rates) == [
        "分县看，2个县（市）开工率均为90.0%。",
        "瓮安县的企业均未报送。",
    ]
    assert group_sentences.silent(about("en"), rates) == ["No returns at all from Weng'an."]


def test_counties_that_sent_counts_only_are_named_where_the_rate_and_its_change_are_said():
    rows = [("522701", WEEKS[3].id, "list"), ("522702", WEEKS[3].id, "count"), ("522722", WEEKS[2].id, "count")]
    mixed = pd.DataFrame(rows, columns=["county_code", "period_id", "source"])
    said = "福泉市没有名单，开工率按其报送的汇总数计；返岗、产能、分行业等仍按名单，这些企业计为未报。"
    assert sentences.by_counts(about(), mixed) == [said]
    change = (
        "福泉市、荔波县本期或上期没有名单，按汇总数计，其增减列为“只报汇总数的单位”，分不出原因；状态变化只按名单。"
    )
    assert sentences.change_by_lists(about(), mixed) == [change]
    assert sentences.change_by_lists(about(weeks=WEEKS[3:]), mixed) == []
    lists = mixed[mixed["source"].eq("list")]
    assert sentences.by_counts(about(), lists) + sentences.change_by_lists(about(), lists) == []


def test_restarted_is_not_producing_only_where_both_lie_below():
    rates = whole((3, "running", 100))
    back, used = share([(3, 76, 100, 9)]), share([(3, 589, 1000, 9)])
    assert sentences.staff_and_capacity(about(), metrics.Measures(rates, back, used)) == [
        "但返岗率76.0%、产能恢复58.9%：开工不等于达产。"
    ]
    low = whole((3, "running", 50), (3, "stopped", 50))
    assert sentences.staff_and_capacity(about(), metrics.Measures(low, back, used)) == ["返岗率76.0%、产能恢复58.9%。"]
    assert sentences.staff_and_capacity(about(), metrics.Measures(low, back.iloc[:0], used.iloc[:0])) == []


answers = st.sampled_from(["running", "partial", "planned", "stopped", "excluded", "unknown", "missing"])
weeks_of_counts = st.lists(
    st.tuples(st.sampled_from([2, 3]), st.sampled_from(COUNTIES), answers, st.integers(1, 60)), min_size=1, max_size=30
)


@settings(max_examples=25, deadline=None)
@given(weeks_of_counts, st.sampled_from(["zh", "en"]), st.sampled_from(["expected", "adjusted", "replied", "register"]))
def test_no_week_makes_an_empty_or_absurd_sentence(rows, lang, base):
    counts = counted(rows).groupby(["period_id", "county_code", "reason", "answer", "measure", "expected"],
                                   dropna=False, as_index=False)["numerator"].sum()  # fmt: skip
    data = about(lang, base=base)
    rates = metrics.resumption_rate(counts, base=base)
    everybody = metrics.resumption_rate(metrics.combine(counts, by="period_id"), base=base)
    said = [
        *sentences.restarted(data, everybody, DAY),
        *sentences.adjusted(data, everybody, metrics.exclusions(counts, by="period_id")),
        *group_sentences.ranking(data, rates),
        *group_sentences.attention(data, rates, everybody),
        *sentences.returns(data, everybody),
    ]
    for sentence in said:
        assert sentence.strip() == sentence
        assert sentence.endswith("。" if lang == "zh" else ".")
        assert not re.search(r"nan|None|<NA>|—|\{|\}|100\.0%|(?<!\d)0\.0%|：。|、。|，，|  |\(\)|（）", sentence), (
            sentence
        )
        for number in re.findall(r"(\d+(?:\.\d+)?)%", sentence):
            assert 0 <= float(number) <= 100
    dates = ("2020年2月25日24时", "the end of 25 February 2020")
    text = " ".join(said)
    for said_day in dates:
        text = text.replace(said_day, "")
    assert set(re.findall(r"\d+(?:\.\d+)?", text)) <= true_numbers(counts, base)


def true_numbers(counts, base):
    """Every number that may be said of a week, worked out again from its counts with integers, as it is printed."""
    everything = counts.assign(county_code="")
    true = {str(n) for n in range(len(COUNTIES) + 1)}  # how many counties tie
    rates: dict[tuple, Fraction] = {}
    for (week, county), rows in pd.concat([counts, everything]).groupby(["period_id", "county_code"]):
        of = rows.groupby("answer")["numerator"].sum().to_dict()
        resumed = of.get("running", 0) + of.get("partial", 0)
        unusable = of.get("missing", 0) + of.get("unknown", 0)
        total, gone = sum(of.values()), of.get("excluded", 0)
        due = {"adjusted": total - gone, "replied": total - of.get("missing", 0)}.get(base, total)
        open_now = of.get("unknown", 0) if base == "replied" else unusable
        true |= {
            str(n)
            for n in (resumed, unusable, open_now, due, gone, total - of.get("missing", 0), due - of.get("missing", 0))
        }
        for above in (resumed, resumed + open_now):
            true |= printed(Fraction(100 * above, due)) if due else set()
        if due:
            rates[week, county] = Fraction(100 * resumed, due)
    for (week, county), rate in rates.items():
        if week == WEEKS[3].id and (WEEKS[2].id, county) in rates:
            true |= printed(abs(rate - rates[WEEKS[2].id, county]))
    return true


def printed(exact: Fraction) -> set[str]:
    """A number to one decimal, both ways where it lies in the middle; 0 and 100 only where exact."""
    if exact in (0, 100):
        return {str(exact), f"{exact}.0"}
    down = Fraction(int(exact * 10), 10)
    near = (
        {down, down + Fraction(1, 10)}
        if abs(exact - down - Fraction(1, 20)) < Fraction(1, 10**9)
        else {down + Fraction(1, 10) if exact - down > Fraction(1, 20) else down}
    )
    return {
        f"{float(min(max(value, Fraction(1, 10)), Fraction(999, 10)) if exact < 100 else value):.1f}" for value in near
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_known_says_nothing(lang):
    empty = whole((3, "running", 1)).iloc[:0]
    data = about(lang)
    assert sentences.restarted(data, empty, DAY) == []
    assert sentences.staff(data, empty, empty) == []
    assert group_sentences.ranking(data, empty) == []
    assert sentences.returns(data, empty) == []


def test_what_the_rate_would_be_with_the_states_of_the_period_before():
    rate = pd.DataFrame({"carried": [3], "rate_pct": [81.2]})
    panel = pd.DataFrame({"carried": [True, True, True, False], "age_days": [7, 8, 7, 20]})
    assert figures.carried_sentences(about(), rate, panel) == [
        "未报企业中3户有上期的状态（截至本期末已8天）；若照此结转一期，开工率为81.2%，不算作进度。"
    ]
    assert figures.carried_sentences(about(), rate.assign(carried=0), panel) == []


def test_what_to_settle_names_who_owes_it_and_by_when():
    """Labour 9, other 8, funds 7: "other" cannot be settled by anybody; a week from 25 February is 3 March."""
    shares = pd.DataFrame({"category": ["labour", "other", "funds"], "numerator": [9, 8, 7], "period_id": WEEKS[-1].id})
    day = pd.Timestamp("2020-02-25")
    assert sentences.to_settle(about(), shares, day) == [
        "需领导协调：1.用工（涉及9户，建议州人力资源和社会保障局，2020年3月3日前）；"
        "2.资金（涉及7户，建议州政府金融工作办公室，2020年3月3日前）。"
    ]
    assert sentences.to_settle(about(), shares.assign(numerator=0), day) == []


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "重点关注（返岗率）：福泉市50.0%（12户填报）。"),
        ("en", "To watch, by staff back at work: Fuquan 50.0% (12 enterprises reporting)."),
    ],
)
def test_by_staff_too_nobody_is_watched_for_a_few_enterprises_and_the_number_is_said(lang, said):
    # 522722 is lowest with many persons, who are of two enterprises.
    staff = share([(3, 90, 100, 15), (3, 60, 120, 12), (3, 10, 200, 2)]).assign(county_code=COUNTIES[:3])
    total = share([(3, 160, 200, 29)])
    assert group_sentences.attention_by(about(lang, weeks=WEEKS[3:]), staff, total, "staff") == [said]
