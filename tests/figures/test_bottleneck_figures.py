"""The exhibits of the report on bottlenecks and the projects, over ordinary and odd weeks, with their words."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest
from fictional_weeks import SURVEY, WEEKS, stands, typed

from analysis import figures, metrics
from analysis.figures.amounts import format_amount
from analysis.figures.exhibit import Exhibit, Notice
from analysis.figures.group_sentences import held_back_most
from analysis.figures.words import format_money
from analysis.vocabulary.audiences import find_audience

CATEGORIES = ("labour", "logistics", "funds", "orders")


def answers(register, weeks, category=None):
    """Every enterprise but each seventh answers; every third has none; the amount is its own number in masks."""
    rows = [
        {
            "enterprise_id": row["enterprise_id"],
            "county_code": row["county_code"],
            "period_id": week.id,
            "as_of": week.first,
            "category": category or ("none" if i % 3 == 0 else CATEGORIES[(i + place) % 4]),
            "direction": ("in", "out", None)[i % 3],
            "amount": float(i) if i % 5 == 0 else None,
            "unit": ("只", "天", "<b>箱</b>")[i % 3] if i % 5 == 0 else None,
            "resolved": i % 4 == 0,
            "confidence": 0.3 if i % 50 == 1 else 0.9,
            "source_cell": f"H{i}",
        }
        for place, week in enumerate(weeks)
        for i, row in enumerate(register.to_dict("records"))
        if i % 7 != 6
    ]
    return typed("difficulties", {name: [row.get(name) for row in rows] for name in rows[0]})


def none_open(register, weeks):
    return answers(register, weeks, "none")


def nobody(register, weeks):
    return answers(register, weeks).iloc[:0]


def silent_now(register, weeks):
    return answers(register, weeks[:-1])


def all_tied(register, weeks):
    """Every enterprise names all four categories."""
    return pd.concat([answers(register, weeks, category) for category in CATEGORIES], ignore_index=True)


def without_amounts(register, weeks):
    return answers(register, weeks).assign(amount=pd.NA, unit=pd.NA, direction=pd.NA, confidence=pd.NA)


ODD = {
    "ordinary": {},
    "one week": {"weeks": WEEKS[3:]},
    "nobody answered": {"said": nobody},
    "nobody answered this week": {"said": silent_now},
    "nothing open": {"said": none_open},
    "all tied": {"said": all_tied},
    "no amounts": {"said": without_amounts},
    "one county": {"area": "522701"},
    "two enterprises": {"number": 2},
    "base replied": {"base": "replied"},
    "base register": {"base": "register"},
    "no staff, no output": {"unknown": {"staff_normal": range(771), "annual_output_10k_cny": range(771)}},
}


@pytest.fixture
def shown(report):
    """shown(lang, said=..., ...): what the notebook shows, by name, computed as its cells do."""

    def make(lang="zh", said=answers, unknown=None, **odd):
        data = report(lang, **odd)
        for column, places in (unknown or {}).items():  # of the enterprises in the register
            data.enterprises.loc[data.enterprises.index.isin(places), column] = pd.NA
        data.difficulties = said(data.enterprises, data.periods)
        return everything(data)

    return make


def everything(data) -> dict[str, object]:
    panel, told = metrics.panels(data.enterprises, data.status, data.periods), data.difficulties
    by = lambda metric, *columns: metric(told, panel, by=["period_id", *columns], base=data.base)  # noqa: E731
    shares, affected = by(metrics.bottleneck_shares), by(metrics.affected)
    now = told[told["period_id"].eq(data.period.id)]
    before = told[told["period_id"].eq(data.previous.id if data.previous else "")]
    today = panel[panel["period_id"].eq(data.period.id)]
    changes = metrics.bottleneck_changes(now, before, today, told.iloc[:0], base=data.base)
    outcomes, every = metrics.bottleneck_outcomes(changes), metrics.bottleneck_outcomes(changes, by=[])
    parts = {
        "headline": figures.bottleneck_headline(
            data, affected, shares, every, by_county=by(metrics.affected, "county_code")
        ),
        "coverage": figures.text(figures.coverage(data, shares), figures.solved(data, affected)),
        "pareto": figures.pareto(data, shares),
        "changed": figures.changed(data, outcomes),
        "trend": figures.bottleneck_trend(data, shares),
        "outcomes": figures.outcomes_of_before(data, outcomes, every),
        "directions": figures.directions(data, by(metrics.directions)),
        "stocks": figures.text(figures.stocks(data, by(metrics.stock_lasting))),
        "needs": figures.stated_needs(data, by(metrics.needs_by_unit), affected),
        "asked": figures.asked_questions(data)[0],
        "unknowns": figures.unknowns(data, metrics.unknowns(affected)),
        "end": figures.end_of_bottlenecks(data),
    }
    for column in ("county_code", "industry_code"):
        hit = by(metrics.affected, column)
        parts[f"heat {column}"] = figures.bottlenecks_by(data, by(metrics.bottleneck_shares, column), column, hit)
        parts[f"output {column}"] = figures.at_risk(data, hit, "output_at_risk_10k_cny", column)
    for value in ("staff_at_risk", "output_at_risk_10k_cny"):
        parts[value] = figures.at_risk(data, shares, value)
    return parts


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
def test_every_exhibit_stands_in_odd_weeks(shown, odd, lang):
    for part in shown(lang, **odd).values():
        stands(part)


def test_an_ordinary_week_has_all_its_exhibits(shown):
    parts = shown()
    assert {name for name, part in parts.items() if isinstance(part, Notice)} == {"asked"}
    heat, words = parts["heat county_code"].figure["data"]
    assert heat["zmax"] == max(share for line in heat["z"] for share in line if share is not None)
    small = re.compile(r"(\d+\.\d |100 )?<span style='font-size:11px'>\(\d+\)</span>")
    assert [text for text in words["text"] if not small.fullmatch(text)] == [], "share (number), or (number) alone"


@pytest.mark.parametrize("said", [nobody, none_open], ids=["nobody answered", "nothing open"])
def test_without_difficulties_there_are_only_lines_that_say_so(shown, said):
    parts = shown(said=said)
    left = {name for name, part in parts.items() if isinstance(part, Exhibit)}
    assert left == {"unknowns"}


def test_a_week_in_which_nobody_answers_solves_nothing(shown):
    assert shown(said=silent_now)["outcomes"].title.endswith("困难，有关企业本期均未填报")


def test_a_first_week_is_compared_with_nothing(shown):
    parts = shown(weeks=WEEKS[3:])
    assert isinstance(parts["changed"], Notice)
    assert isinstance(parts["outcomes"], Notice)
    assert "上周" not in parts["headline"].sentences[0]


def test_a_mark_that_is_touched_says_of_which_group_and_what_it_is(shown):
    pareto = shown("en")["pareto"]
    bars, diamonds = pareto.figure["data"]
    names = [text.partition("<br>")[0] for text in bars["hovertext"]]
    assert names == pareto.table.iloc[:, 0].tolist()
    assert [text.rpartition(" ")[0] for text in diamonds["hovertext"]] == [
        f"{n}<br>Share, period before" for n in names
    ]


def test_ties_are_named_as_ties(shown):
    parts = shown(said=all_tied)
    assert parts["pareto"].title.startswith("资金、用工、物流、订单并列最多")
    assert [number.label for number in parts["headline"].numbers][:2] == ["有困难的企业", "涉及职工（人）"]
    assert parts["staff_at_risk"].title == "分困难类别看涉及职工"
    assert parts["changed"].title == "较上周的新增、持续和再现"


def mostly_other(register, weeks):
    """Two weeks of ten enterprises: most name what has no category, three funds, in the second week two."""
    said = [(i, week, "other" if i > 2 else "funds") for week in (2, 3) for i in range(10) if (i, week) != (0, 3)]
    columns = {
        "enterprise_id": [register["enterprise_id"].iloc[i] for i, _, _ in said],
        "period_id": [WEEKS[week].id for _, week, _ in said],
        "category": [category for *_, category in said],
        "as_of": [WEEKS[week].first for _, week, _ in said],
        "source_cell": [f"H{i}" for i in range(len(said))],
        "resolved": [False] * len(said),
    }
    return typed("difficulties", columns)


def test_what_has_no_category_is_never_the_finding(shown):
    parts = shown(said=mostly_other, number=10)
    assert parts["pareto"].title.startswith("资金最多：2户")
    assert parts["pareto"].table["困难类别"].tolist() == ["资金", "其他"]
    worst = next(sentence for sentence in parts["headline"].sentences if sentence.startswith("反映最多"))
    assert worst.startswith("反映最多的是：资金2户")
    assert "其他" not in worst
    assert parts["trend"].title.startswith("反映资金的占已填企业的22.2%，较上周下降")
    assert "资金" in parts["staff_at_risk"].title


SMALL = [
    # enterprise, week, category, direction, amount, unit, resolved
    (1, 2, "labour", None, None, None, False),
    (2, 2, "labour", None, None, None, False),
    (3, 2, "labour", None, None, None, False),
    (1, 3, "labour", None, 20.0, "人", False),
    (2, 3, "none", None, None, None, True),
    (4, 3, "logistics", "in", 3000.0, "万元", False),
    (5, 3, "none", None, None, None, False),
    (7, 3, "labour", None, 7.0, "人", False),
]


def small(register, weeks):
    """Two weeks of a few enterprises: what each sentence must say can be counted by hand."""
    names = ("enterprise_id", "period_id", "category", "direction", "amount", "unit", "resolved")
    rows = [(register["enterprise_id"].iloc[i], WEEKS[week].id, *rest) for i, week, *rest in SMALL]
    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    as_of = [WEEKS[week].first for _, week, *_ in SMALL]
    return typed("difficulties", {**columns, "as_of": as_of, "source_cell": [f"H{i}" for i in range(len(SMALL))]})


def test_what_is_said_can_be_counted_by_hand(shown):
    """Ten expected enterprises: 5 answered, 3 with a difficulty (labour 2, logistics 1); staff 51 + 54 + 57."""
    parts = shown(said=small, number=10)
    first, second, *rest = parts["headline"].sentences
    assert first == (
        "截至2020年2月24日24时，纳入调度的规上工业企业中5户填写了困难一栏，其中3户有未解决的困难，占60.0%（上周100%）。"
    )
    assert second == "另有5户没有填写，全部计入则占比最低30.0%、最高80.0%。"
    assert rest[0] == "反映最多的是：用工2户（40.0%，上周100%）、物流1户（20.0%，上周0%）。"
    assert rest[1] == "有困难的企业共有职工162人、正常年产值3012万元。"
    assert parts["pareto"].title == "用工最多：2户，占已填企业的40.0%"
    assert parts["outcomes"].title == "上周的3户次困难中，33.3%反映已解决，33.3%仍在"
    assert parts["directions"].title == "物流困难1户，其中原料进不来1户"
    assert parts["needs"].title == "写明的需要合计：用工27人、资金3000万元"
    assert parts["unknowns"].title == "10户应填企业中，5户没有填写困难一栏"


@pytest.mark.parametrize(
    ("unknown", "said"),
    [
        ({"annual_output_10k_cny": range(10)}, ["有困难的企业共有职工162人。"]),
        ({"staff_normal": range(10)}, ["有困难的企业共有正常年产值3012万元。"]),
        ({"staff_normal": [1]}, ["有困难的企业共有职工111人（按名录，2户合计）、正常年产值3012万元。"]),
        ({"staff_normal": range(10), "annual_output_10k_cny": range(10)}, []),
    ],
)
def test_what_the_register_does_not_know_is_no_nought(shown, unknown, said):
    """Enterprises 1, 4 and 7 have a difficulty: staff 51, 54 and 57."""
    sentences = shown(said=small, number=10, unknown=unknown)["headline"].sentences
    assert [sentence for sentence in sentences if sentence.startswith("有困难的企业")] == said


def test_a_category_of_whose_staff_nothing_is_known_has_no_bar_and_no_nought(shown):
    """Enterprise 4 alone names logistics."""
    part = shown(said=small, number=10, unknown={"staff_normal": [4]})["staff_at_risk"]
    assert part.alt == "条形图：用工 108（2）、物流 —（1）。"
    assert part.title == "分困难类别看涉及职工", "which has most is not known"
    assert part.figure["data"][0]["x"] == [108, None]


@pytest.mark.parametrize(
    ("held_back", "said"),
    [
        ([30, 60, 50], ["分县看，有困难的占比最高的是福泉市60.0%（60/100户）。"]),
        ([60, 60, 50], ["分县看，有困难的占比最高的是都匀市、福泉市（并列60.0%）。"]),
        ([60, 60, 60], []),
        ([], []),
    ],
)
def test_the_county_that_is_held_back_most_is_named(report, held_back, said):
    counties = [county.code for county in SURVEY.counties[: len(held_back)]]
    counted = {"numerator": held_back, "denominator": 100, "rate_pct": [float(share) for share in held_back]}
    affected = pd.DataFrame({"period_id": WEEKS[-1].id, "county_code": counties, **counted})
    assert held_back_most(report(), affected) == said


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        (0, "0万元", "0 yuan"),
        (12, "12万元", "120,000 yuan"),
        (3012, "3012万元", "30.1 million yuan"),
        (28_900, "2.9亿元", "289 million yuan"),
        (6_878_310, "687.8亿元", "68.8 billion yuan"),
        (None, "未注明", "not stated"),
    ],
)
def test_money(amount, zh, en):
    assert (format_money(amount, "zh"), format_money(amount, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("amount", "unit", "zh", "en"),
    [
        (41700, "只", "口罩等物资41700只", "41,700 masks and the like"),
        (325, "辆", "车辆325辆", "325 vehicles"),
        (28900, "万元", "资金2.9亿元", "289 million yuan"),
        (4, "把", "4把", "4 把"),
    ],
)
def test_needs_in_words(amount, unit, zh, en):
    assert (format_amount(amount, unit, "zh"), format_amount(amount, unit, "en")) == (zh, en)


def projects(*rows):
    """county, kind, state by week (None: no return), workers present of needed."""
    dated = [
        (f"P{i}", county, kind, state, week)
        for i, (county, kind, states) in enumerate(rows)
        for week, state in zip(WEEKS[4 - len(states) :], states, strict=True)
        if state
    ]
    return typed(
        "projects",
        {
            "project_id": [row[0] for row in dated],
            "county_code": [row[1] for row in dated],
            "continuing_or_new": [row[2] for row in dated],
            "state": [row[3] for row in dated],
            "period_id": [row[4].id for row in dated],
            "as_of": [row[4].first for row in dated],
            "workers_needed": [100.0] * len(dated),
            "workers_present": [25.0] * len(dated),
        },
    )


KNOWN = projects(
    ("522701", "continuing", ("planned", "running")),
    ("522701", "continuing", ("stopped", "stopped")),
    ("522702", "continuing", ("running", None)),
    ("522702", "new", ("planned", "partial")),
)


def project_parts(data):
    rates = metrics.projects_by_period(data.projects, data.periods)
    counties = metrics.projects_by_period(data.projects, data.periods, by="county_code")
    return figures.project_sentences(data, rates), figures.project_shares(data, rates, counties)


def report_of(projects, lang):
    return SimpleNamespace(
        survey=SURVEY, period=WEEKS[3], previous=WEEKS[2], periods=WEEKS, area=SURVEY.region("522700"), lang=lang,
        base="expected", projects=projects, audience=find_audience(),
    )  # fmt: skip


def test_projects_in_words():
    said, chart = project_parts(report_of(KNOWN, "zh"))
    assert said == [
        "续建项目3个，已复工1个，复工率33.3%（上周33.3%），到岗人员占所需的25.0%；另有1个本期未报。",
        "新建项目1个，已开工1个，开工率100%（上周0%），到岗人员占所需的25.0%。",
    ]
    assert chart.title == "续建复工1/3个（33.3%），新建开工1/1个（100%）"
    chart.plotly()
    said, chart = project_parts(report_of(KNOWN, "en"))
    assert said[1] == (
        "Planned as new: 1 of 1 project started, 100% (the week before: 0%); 25.0% of the workers needed are present."
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_projects_is_one_line(lang):
    said, part = project_parts(report_of(KNOWN.iloc[:0], lang))
    assert said == []
    assert isinstance(part, Notice)


def test_projects_that_are_all_silent_have_no_rate():
    said, part = project_parts(report_of(projects(("522701", "new", ("planned", None))), "zh"))
    assert said == []
    assert part.title == "项目本期均未报"
    part.plotly()
