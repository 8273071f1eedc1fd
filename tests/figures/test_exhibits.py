"""Every exhibit of the report over ordinary and odd weeks: drawn by plotly, told in words, safe with any name."""

import json
import re
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from fictional_weeks import PAYLOADS, SURVEY, WEEKS, stands, status, typed

from analysis import figures, metrics
from analysis.figures.enterprise_lists import enterprise_list
from analysis.figures.exhibit import Exhibit, Notice
from analysis.figures.lines import Line, trend_exhibit
from analysis.figures.mime import MIME, PLOTLY_MIME
from analysis.figures.others import sides
from analysis.figures.tables import table_payload
from analysis.vocabulary.audiences import find_audience


def nobody(register, weeks):
    return status(register, weeks).iloc[:0]


def all_of(state):
    return lambda register, weeks: status(register, weeks).assign(state=state)


def no_staff(register, weeks):
    return status(register, weeks).assign(staff_back=pd.NA, capacity_pct=pd.NA)


ODD = {
    "ordinary": {},
    "one week": {"weeks": WEEKS[3:]},
    "nobody replied": {"returns": nobody},
    "all running": {"returns": all_of("running")},
    "all stopped": {"returns": all_of("stopped")},
    "all excluded": {"returns": all_of("excluded")},
    "no staff, no capacity": {"returns": no_staff},
    "one enterprise": {"number": 1},
    "one county": {"area": "522701"},
    "base replied": {"base": "replied"},
    "base adjusted": {"base": "adjusted"},
}


def everything(data) -> dict[str, object]:
    """What the notebook shows, by name: results first, as its cells compute them."""
    panel = metrics.panels(data.enterprises, data.status, data.periods)
    by = lambda *columns: metrics.resumption_rate(  # noqa: E731
        metrics.count_states(panel, by=["period_id", *columns]), base=data.base
    )
    fine = metrics.count_states(panel, by=["period_id", "county_code", "industry_code"])
    whole, counties, crossed = (
        metrics.measures(fine, panel, ["period_id", *columns], data.base)
        for columns in ([], ["county_code"], ["county_code", "industry_code"])
    )
    adjusted = metrics.resumption_rate(metrics.count_states(panel, by="period_id"), base="adjusted")
    excluded = metrics.exclusions(metrics.count_states(panel, by="period_id"), by="period_id")
    published = metrics.resumption_rate(figures.as_states(data), base=data.base)
    return {
        "headline": figures.headline(data, whole, counties, adjusted, excluded, published),
        "counties": figures.county_ranking(data, counties, whole.rate),
        "map": [*figures.county_map(data, counties), Notice("")][0],
        "county table": [*figures.county_table(data, counties), Notice("")][0],
        "trend": figures.trend(data, whole.rate, adjusted, whole.staff, whole.capacity),
        "comparison": figures.staff_and_capacity(data, counties),
        "heat": figures.heat_map(data, crossed, counties.rate),
        "size": figures.ranking(data, by("size"), "size", whole.rate),
        "category": figures.ranking(data, by("four_category"), "four_category", whole.rate),
        "offices": figures.offices(data, data.parts, data.uploads),
        "missing list": figures.missing_list(data, panel),
        "files": figures.files(data, data.uploads),
        "findings": figures.findings(data, data.findings),
        "published": figures.published_trend(data, published),
        "answers": figures.answers(data)[0],
        "end": figures.end_of_report(data),
    }


@pytest.mark.parametrize(("lang", "audience"), [("zh", "internal"), ("en", "internal"), ("en", "public")])
@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
def test_every_exhibit_stands_in_odd_weeks(report, odd, lang, audience):
    for part in everything(report(lang, audience=audience, **odd)).values():
        stands(part)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "zh",
            "点图：福泉市（开工 75.0%，返岗 50.0%，产能 40.0%）、都匀市（开工 90.0%，返岗 80.0%，产能 —）。",
        ),
        (
            "en",
            "Dot plot: Fuquan (Restarted 75.0%, Staff back 50.0%, Capacity 40.0%) and "
            "Duyun (Restarted 90.0%, Staff back 80.0%, Capacity —).",
        ),
    ],
)
def test_rates_side_by_side_are_told_county_by_county(report, lang, said):
    data = report(lang)
    counties = pd.DataFrame({"county_code": ["522701", "522702"], "period_id": data.period.id})
    rates = [
        counties.assign(rate_pct=pd.array(values, "Float64"), value_status="ok")
        for values in ([90, 75], [80, 50], [None, 40])
    ]
    assert figures.staff_and_capacity(data, metrics.Measures(*rates)).alt == said


@pytest.mark.parametrize(
    ("unknown", "said"),
    [
        ([], "各企业填报的产能利用率，按正常年产值加权平均。"),
        (["annual_output_10k_cny"], "各企业填报的产能利用率，按名录职工人数加权平均（名录中多数企业没有年产值）。"),
        (
            ["annual_output_10k_cny", "staff_normal"],
            "各企业填报的产能利用率，简单平均（名录中多数企业没有年产值和职工人数）。",
        ),
    ],
)
def test_the_end_says_by_what_capacities_are_weighed(report, unknown, said):
    data = report()
    data.enterprises = data.enterprises.assign(**dict.fromkeys(unknown, pd.NA))
    assert ("产能恢复", said) in figures.end_of_report(data).definitions


@pytest.mark.parametrize(
    ("lang", "name", "said"),
    [
        ("zh", "商贸企业", "纳入调度的商贸企业228户"),
        ("en", "shops", "of 228 enterprises (shops monitored) had restarted"),
    ],
)
def test_those_counted_are_called_what_the_survey_calls_them(report, lang, name, said):
    data = report(lang)
    data.survey = SURVEY.model_copy(update={"counted_name": {lang: name}})
    assert said in everything(data)["headline"].sentences[0]


def test_a_first_week_has_no_way_behind_it(report):
    assert everything(report(weeks=WEEKS[3:]))["county table"].histories == ()
    assert everything(report())["county table"].histories


def test_what_no_county_reports_is_not_in_the_chart(report):
    data = report()
    counties = pd.DataFrame({"county_code": ["522701"], "period_id": data.period.id})
    rates = [counties.assign(rate_pct=pd.array([rate], "Float64"), value_status="ok") for rate in (90, 80, None)]
    part = figures.staff_and_capacity(data, metrics.Measures(*rates))
    assert part.alt == "点图：都匀市（开工 90.0%，返岗 80.0%）。"
    assert [trace["name"] for trace in part.figure["data"] if "name" in trace] == ["开工率", "返岗率"]


def test_an_ordinary_week_has_all_its_charts(report):
    shown = everything(report())
    drawn = {name for name, part in shown.items() if isinstance(part, Exhibit) and part.figure}
    assert drawn == {"counties", "map", "trend", "comparison", "heat", "size", "category"}
    assert isinstance(shown["published"], Notice)
    assert isinstance(shown["answers"], Notice)
    trend, comparison = (
        {trace["name"]: [trace["marker"][key] for key in ("color", "symbol")] for trace in traces if "name" in trace}
        for traces in (shown[name].figure["data"] for name in ("trend", "comparison"))
    )
    assert trend == comparison, "a measure looks the same in every chart"


def test_no_uploaded_name_reaches_a_chart_as_markup(report):
    data = report()
    hostile = SURVEY.model_copy(update={"regions_file": "nowhere"})
    regions = tuple(
        region.model_copy(update={"name": PAYLOADS[i % len(PAYLOADS)]}) for i, region in enumerate(SURVEY.regions)
    )
    object.__setattr__(hostile, "__dict__", {**hostile.__dict__, "regions": regions, "counties": regions[1:]})
    data.survey = hostile
    for name, part in everything(data).items():
        if isinstance(part, Exhibit) and part.figure:
            assert not re.search(r"<(?!/?(br|b|span)\b)", json.dumps(part.figure)), name


def test_a_county_that_nobody_can_tell_apart_is_ranked_by_staff(report):
    shown = everything(report(returns=all_of("running"), base="replied"))
    counties = shown["counties"]
    assert counties.id == "ranking-county-code-staff"
    assert counties.title.startswith("分县看返岗率")
    assert counties.note == "各县开工率均在98%以上，已分不出先后，故按返岗率排序。"


# Two counties at 99%, a third without anybody; one pair of one enterprise stands still.
NEAR_COMPLETE = [
    ("522701", "26", "running", 99), ("522701", "13", "stopped", 1), ("522702", "26", "running", 100),
    ("522702", "13", "running", 10), ("522722", "13", "running", 0),
]  # fmt: skip


def crossed(values, gave=(12, 12, 12, 12)):
    """Staff or capacity of the four pairs of NEAR_COMPLETE, and how many gave it; None: nobody did."""
    pairs = [row[:2] for row in NEAR_COMPLETE[:4]]
    frame = pd.DataFrame(pairs, columns=["county_code", "industry_code"]).assign(period_id=WEEKS[3].id)
    given = [0 if value is None else number for value, number in zip(values, gave, strict=True)]
    missing = [17 - number for number in given]
    return frame.assign(rate_pct=pd.array(values, dtype="Float64"), enterprises=given, missing=missing)


@pytest.mark.parametrize(
    ("staff", "capacity", "title", "grid"),
    [
        ([80, None, 70, 60], [50] * 4, "返岗率最低的是福泉市，农副食品加工业（60.0%，12户）", [[None, 80], [60, 70]]),
        ([80] * 4, [50, 40, 70, 60], "产能恢复最低的是都匀市，农副食品加工业（40.0%，12户）", [[40, 50], [60, 70]]),
    ],
    ids=["staff", "capacity where staff does not differ"],
)  # fmt: skip
def test_where_every_county_is_near_complete_the_map_shows_what_still_differs(report, staff, capacity, title, grid):
    counts = pd.DataFrame(NEAR_COMPLETE, columns=["county_code", "industry_code", "answer", "numerator"]).assign(
        period_id=WEEKS[3].id, measure="resumption", expected=True, reason=None
    )
    cell_rates, row_rates = (
        metrics.resumption_rate(counts, by=["period_id", *keys])
        for keys in (["county_code", "industry_code"], ["county_code"])
    )
    cells = metrics.Measures(cell_rates, crossed(staff), crossed(capacity))
    shown = figures.heat_map(report(weeks=WEEKS[3:]), cells, row_rates)
    assert shown.title == f"县与行业交叉看，{title}"
    assert shown.note.startswith("各组开工率均在98%以上，已分不出先后，故看")
    assert shown.figure["data"][0]["z"] == grid


def test_no_cell_of_a_few_enterprises_is_called_lowest(report):
    counts = pd.DataFrame(NEAR_COMPLETE, columns=["county_code", "industry_code", "answer", "numerator"]).assign(
        period_id=WEEKS[3].id, measure="resumption", expected=True, reason=None
    )
    cell_rates, row_rates = (
        metrics.resumption_rate(counts, by=["period_id", *keys])
        for keys in (["county_code", "industry_code"], ["county_code"])
    )
    for gave, title in (((4, 11, 9, 10), "县与行业交叉看，返岗率最低的是"), ((4, 3, 9, 2), "县与行业交叉看返岗率")):
        cells = metrics.Measures(cell_rates, crossed([46, 80, 50, 70], gave), crossed([50] * 4))
        shown = figures.heat_map(report(weeks=WEEKS[3:]), cells, row_rates)
        assert shown.title.startswith(title)
        assert "46.0%" not in shown.title
        assert "标题只比较不少于10户的格。" in shown.note


def test_no_group_is_called_highest_below_one_that_is_too_small_to_rank(report):
    rows = [("large", "running", 4), ("medium", "running", 95), ("medium", "stopped", 6), ("small", "stopped", 50)]
    counts = pd.DataFrame(rows, columns=["size", "answer", "numerator"]).assign(
        period_id=WEEKS[3].id, measure="resumption", expected=True, reason=None
    )
    exhibit = figures.ranking(report(weeks=WEEKS[3:]), metrics.resumption_rate(counts), "size")
    assert exhibit.title == "分规模看开工率，小型（0%）最低"
    assert exhibit.table.iloc[0].tolist()[:4] == ["大型", 100.0, 4, 4]


def test_by_staff_an_industry_of_a_few_enterprises_is_shown_and_not_ranked(report):
    rows = [("46", 605, 631, 5), ("44", 337, 366, 24), ("30", 135, 192, 152), ("23", 10, 20, 5)]
    staff = pd.DataFrame(rows, columns=["industry_code", "numerator", "denominator", "enterprises"]).assign(
        period_id=WEEKS[3].id, value_status="ok"
    )
    staff["rate_pct"] = 100.0 * staff["numerator"] / staff["denominator"]
    shown = figures.ranking(report(weeks=WEEKS[3:]), staff, "industry_code", measure="staff")
    assert shown.title == "分行业看返岗率"
    assert shown.table["户数"].tolist() == [5, 24, 152, 5]
    beside = [note["text"] for note in shown.figure["layout"]["annotations"]]
    assert {"95.9%", "92.1%", "70.3%", "50.0%"} <= set(beside), "of persons no number of enterprises"
    assert "水的生产和供应业、印刷和记录媒介复制业不足10户，不参加排位。" in shown.note


def test_enterprises_are_listed_only_for_those_who_see_names(report):
    data = report()
    rows = data.enterprises.head(2)
    (shown,) = enterprise_list(data, rows, "late-plans", "2户", {})
    assert shown.table.iloc[:, 0].tolist() == rows["name"].tolist()
    (stock,) = enterprise_list(data, rows, "warning-short-stock", "2户", {}, table="suppliers")
    assert shown.source.startswith("数据来源：企业填报（状态表）")
    assert stock.source.startswith("数据来源：企业填报的供应商（供应商表）")
    assert enterprise_list(data, rows.iloc[:0], "late-plans", "0户", {}) == []
    data.audience = find_audience("public")
    assert enterprise_list(data, rows, "late-plans", "2户", {}) == []


def test_a_part_shows_itself_twice(report):
    bundle = everything(report())["counties"]._repr_mimebundle_()
    assert {MIME, PLOTLY_MIME} <= set(bundle)
    assert "template" not in bundle[MIME]["figure"]["layout"]
    assert bundle[PLOTLY_MIME]["layout"]["template"]


def test_what_is_no_rate_by_the_column_is_refused_with_what_it_has(report):
    data = report()
    panel = metrics.panel(data.enterprises, data.status, data.period)
    rates = metrics.resumption_rate(metrics.count_states(panel, by="county_code"))
    with pytest.raises(
        ValueError, match=r"需要按 county.* / ranking takes rates by county, as .* these have county_code"
    ):
        figures.ranking(data, rates, "county")
    said = repr(figures.ranking(data, rates, "county_code"))
    assert said.startswith("<exhibit ranking-county-code-rate: 按已报数，分县看")


@pytest.mark.parametrize("draw", [figures.heat_map, figures.county_map, figures.staff_and_capacity])
def test_a_figure_of_three_measures_says_what_it_takes(report, draw):
    with pytest.raises(TypeError, match=r"takes what metrics.measures\(counts, panel, by\) gives, not DataFrame"):
        draw(report(), pd.DataFrame({"county_code": ["522701"], "rate_pct": [50.0]}))


def test_a_line_of_no_periods_is_refused_and_not_called_empty(report):
    with pytest.raises(
        ValueError, match=r"no column.s. period_id in what is drawn over the periods; there are county_code"
    ):
        figures.trend(report(), pd.DataFrame({"county_code": ["522701"], "rate_pct": [50.0]}))


def test_for_a_page_a_part_shows_itself_once(report):
    part = everything(report())["counties"]
    assert part._repr_mimebundle_(include={MIME, PLOTLY_MIME}) == {MIME: part.payload()}


def test_a_table_keeps_raw_values_beside_printed_ones():
    table = pd.DataFrame({"县": ["a", "b"], "率": [99.97, None]})
    payload = table_payload(table, {"率": "percent"}, "zh")
    assert payload["rows"] == [["a", "99.9%"], ["b", "—"]]
    assert payload["values"] == [None, [99.97, None]]
    with pytest.raises(ValueError, match="unknown columns: 比"):
        table_payload(table, {"比": "percent"}, "zh")


def test_the_end_labels_of_lines_never_overlap(report):
    lines = [Line("甲", [50, 90.2]), Line("乙", [40, 90.1]), Line("丙", [30, 90.0])]
    exhibit = trend_exhibit(report(weeks=WEEKS[2:]), lines, "x", "", "status")
    heights = sorted(note["y"] for note in exhibit.figure["layout"]["annotations"])
    per_pixel = (101 - exhibit.figure["layout"]["yaxis"]["range"][0]) / (380 - 56)
    # One line of 13 pixels type is 18 pixels high.
    assert all(upper - lower >= 18 * per_pixel for lower, upper in pairwise(heights))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([50, 90.2], "甲由50.0%到90.2%"),
        ([50, None], "甲第8期50.0%"),
        ([None, 90.2], "甲90.2%"),
    ],
)
def test_a_line_in_words_names_the_period_of_a_value_that_is_not_at_its_end(report, values, said):
    lines = [Line("甲", values), Line("乙", [40, 90.1])]
    alt = trend_exhibit(report(weeks=WEEKS[2:]), lines, "x", "", "status").alt
    assert alt == f"折线图，第8期至第9期：{said}、乙由40.0%到90.1%。"


def published_tables(rows):
    """A survey of published percentages: two industries, everybody, the response; rows override an industry."""
    members = [
        {"dimension": "industry", "member": "a", "is_aggregate": "false", "zh": "甲业", "en": "Trade A"},
        {"dimension": "industry", "member": "b", "is_aggregate": "false", "zh": "乙业", "en": "Trade B"},
        {"dimension": "all", "member": "all", "is_aggregate": "true", "zh": "全部企业", "en": "All businesses"},
    ]
    answers = [
        {"measure": "trading", "answer": "fully", "state": "running", "zh": "正常营业", "en": "Fully trading"},
        {"measure": "trading", "answer": "partly", "state": "partial", "zh": "部分营业", "en": "Partially trading"},
        {"measure": "trading", "answer": "paused", "state": "stopped", "zh": "停业", "en": "Paused"},
        {"measure": "short", "answer": "yes", "state": "", "zh": "缺工", "en": "Short of workers"},
    ]
    frame = pd.DataFrame(rows, columns=["week", "dimension", "member", "measure", "answer", "rate_pct", "value_status"])
    frame["period_id"] = [WEEKS[week].id for week in frame.pop("week")]
    frame["rate_pct"] = frame["rate_pct"].astype("Float64")
    frame["is_aggregate"] = frame["dimension"].eq("all").astype("boolean")
    frame = frame.assign(numerator=pd.NA, denominator=pd.NA, area_code="X").astype(
        {"numerator": "Float64", "denominator": "Float64"}
    )
    same = ("regions", "thresholds", "period_list", "title", "place_name", "counted_name")
    survey = SimpleNamespace(
        **{name: getattr(SURVEY, name) for name in same}, notice={}, issuer={},
        rate_name={"zh": "营业率", "en": "Share trading"}, name="x", area="522700", offices=(), counties=(),
        members=members, answers=answers, languages=("zh", "en"),
    )  # fmt: skip
    survey.model_copy = lambda update: SimpleNamespace(**{**vars(survey), **update})
    return survey, frame


def answered(week, member, fully, partly, status="ok"):
    dimension = "all" if member == "all" else "industry"
    return [
        (week, dimension, member, "trading", "fully", fully, status),
        (week, dimension, member, "trading", "partly", partly, "ok"),
        (week, dimension, member, "short", "yes", 15.1, "ok"),
    ]


def test_published_percentages_are_summed_and_suppressed_ones_say_so(report):
    data = report()
    data.survey, data.summaries = published_tables(
        [*answered(2, "all", 84.5, 9.7), *answered(3, "all", 83.9, 9.7), *answered(2, "a", 80.0, 5.0),
         *answered(3, "a", 83.2, 8.8), *answered(2, "b", 70.0, 5.0), *answered(3, "b", None, 5.0, "suppressed")]
    )  # fmt: skip
    data.enterprises, data.status = data.enterprises.iloc[:0], data.status.iloc[:0]
    shown = everything(data)
    assert shown["headline"].sentences[:2] == [
        "第9期（2020年2月24日-3月1日），全部企业营业率93.6%（上周94.2%，下降0.6个百分点）。",
        "其中正常营业83.9%，部分营业9.7%。",
    ]
    published = metrics.resumption_rate(figures.as_states(data))
    ranked = figures.published_ranking(data, published, "industry").payload()
    assert ranked["table"]["rows"] == [["甲业", "92.0%", "+7.0"], ["乙业", "—", "—"]]
    assert "未公布" in ranked["alt"]
    heat = figures.published_periods(data, published, "industry")
    assert heat.note.startswith("圆点表示未公布（样本过少），不是0，共1个数字。")
    assert heat.figure["data"][0]["z"] == [[None, None, 85.0, 92.0], [None, None, 75.0, None]]
    assert shown["answers"].title == "缺工的占15.1%"
    assert {part.id: part.title for part in figures.asked_questions(data)} == {
        "asked-short-industry": "缺工：分行业",
        "asked-short-trend": "缺工占15.1%，较上周持平",
        "asked-short-periods": "缺工：分行业",
    }


@pytest.mark.parametrize(
    ("key", "publishes", "registered", "shown"),
    [
        *(("published", False, True, 0), ("answers", False, True, 0), ("asked", False, True, 0)),
        *(("published", True, True, 2), ("published", True, False, 2), ("power", False, True, 2)),
        *(("power", True, True, 2), ("power", True, False, 0), ("power", False, False, 2)),
    ],
)
def test_nobody_hears_that_there_is_none_of_what_the_survey_never_asks(
    report, monkeypatch, key, publishes, registered, shown
):
    data = report()
    survey = data.survey.model_copy(update={"summaries": {"Sheet 1": "trading_status"} if publishes else {}})
    displayed = []
    monkeypatch.setattr("IPython.display.display", displayed.append)
    enterprises = data.enterprises if registered else data.enterprises.iloc[:0]
    about = SimpleNamespace(**vars(data) | {"survey": survey, "enterprises": enterprises})
    figures.show(figures.section(about, key), Notice("none"))
    assert len(displayed) == shown


def test_the_notebook_defines_nothing_and_its_cells_are_short():
    notebook = json.loads(Path(__file__).parents[2].joinpath("notebooks/reports/weekly_resumption.ipynb").read_text())
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            assert not re.search(r"^\s*(def|class|for|while|if) ", source, re.MULTILINE)
            assert source.count("\n") <= 15
            assert cell["outputs"] == []


@pytest.mark.parametrize(
    ("points", "shifts"),
    [
        ([(10, 50), (30, 50)], [-14, -14]),
        ([(15, 16.3), (16, 26)], [-14, -14]),
        ([(15, 20), (16, 20)], [-14, 14]),
        ([(15, 20), (16, 20), (16, 20)], [-14, 14, None]),  # to the right
    ],
)
def test_names_of_points_that_lie_close_by_do_not_cover_each_other(points, shifts):
    found = sides(["Sichuan"] * (len(points) + 1), [*points, (45, 90)])  # the last one far off
    assert [side.get("yshift") for side in found] == [*shifts, -14]


@pytest.mark.parametrize(
    ("adjusted", "drawn"),
    [
        ([8.1, 38.0, 82.2, 100.0], 1),  # the same
        ([None, 38.0, 82.2, 100.0], 1),  # hidden from some readers, elsewhere the same
        ([None, None, None, None], 1),
        ([8.1, 38.0, 84.0, 100.0], 2),
    ],
)
def test_a_line_is_drawn_where_it_lies_somewhere_else_than_the_others(report, adjusted, drawn):
    periods = [period.id for period in WEEKS]
    whole, other = (
        pd.DataFrame({"period_id": periods, "rate_pct": pd.array(values, dtype="Float64")})
        for values in ([8.1, 38.0, 82.2, 100.0], adjusted)
    )
    assert len(figures.trend(report(), whole, other).kinds) == drawn


def test_who_was_not_heard_of_before_has_not_restarted_since(report):
    rows = [("planned", "running", 5), ("stopped", "partial", 2), ("excluded", "running", 1), ("missing", "running", 9),
            ("outside", "running", 3), ("running", "stopped", 4)]  # fmt: skip
    moves = pd.DataFrame(rows, columns=["from_state", "to_state", "enterprises"])
    moves["relapse"] = moves["to_state"].eq("stopped")
    assert figures.flows(report(weeks=WEEKS[2:]), moves).title == "较上周新开工8户，开工后又停工4户"


@pytest.mark.parametrize(("first", "second"), [(None, pd.DataFrame()), (pd.DataFrame(), SimpleNamespace())])
def test_a_figure_of_no_tables_says_what_it_takes(first, second):
    with pytest.raises(TypeError, match=rf"takes the tables of open_tables\(\) first, not {type(first).__name__}"):
        figures.ranking(first, second, "county_code")


@pytest.mark.parametrize(
    ("gap", "title"),
    [(6.8, "差距最大的是都匀市：返岗率低于开工6.8个百分点"), (-6.8, "填报的返岗、产能、用电均不低于开工")],
)
def test_what_lies_above_the_restarts_is_no_gap_below_them(report, gap, title):
    rows = pd.DataFrame({"county_code": ["522701"], "resumed_pct": [66.7], "staff_pct": [66.7 - gap]}).assign(
        gap_staff_points=gap, staff_enterprises=12, **{f"gap_{name}_points": None for name in ("capacity", "power")}
    )
    assert figures.gaps(report(weeks=WEEKS[3:]), rows).title == title


def test_where_the_days_of_no_plan_are_known_no_slip_is_spoken_of(report):
    data = report(weeks=WEEKS[3:])
    ledger = data.enterprises.head(1).assign(
        first_planned_on=pd.Timestamp("2020-02-20"), last_planned_on=pd.NaT, actual_on=pd.NaT, postponed=0,
        slip_days=pd.NA, outcome="overdue", supervision_group=pd.NA, batch=pd.NA,
    )  # fmt: skip
    kept = pd.DataFrame({"rate_pct": [0.0], "numerator": [0], "denominator": [1], "median_slip_days": [None]})
    assert figures.plans(data, ledger, kept)[0].title == "计划到期1户，按期开工0户（0%）"


def test_nothing_is_left_to_check_in_a_table_that_a_later_file_replaced(report):
    data = report("zh")
    said = [
        ("a", "1", "upload_superseded", "info"),
        ("a", "1", "number_vague", "warning"),
        ("a", "1", "correction_superseded", "warning"),
        ("a", "2", "upload_superseded", "info"),
        ("a", "3", "row_hidden", "warning"),
        ("b", "1", "number_vague", "warning"),
    ]
    rows = {name: [row[place] for row in said] for place, name in enumerate(("upload_id", "part", "rule", "severity"))}
    same = {"period_id": data.period.id, "sheet": "表", "cells": "B9", "arguments": "{}", "value": "若干", "count": 1}
    rows |= {name: [value] * len(said) for name, value in same.items()}
    shown = figures.findings(data, typed("findings", rows | {"file": [f"{row[0]}.xlsx" for row in said]}))
    assert shown.title.startswith("4处")
    assert shown.table["文件"].tolist() == ["a.xlsx", "a.xlsx", "b.xlsx", "a.xlsx"]
