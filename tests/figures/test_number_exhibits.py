"""The weekly notebook's own cells over ordinary and odd weeks, and what the exhibits of its numbers say."""

import json
import re
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from fictional_weeks import WEEKS, stands, typed
from test_exhibits import ODD

import analysis
from analysis import figures, metrics
from analysis.figures.exhibit import Exhibit, Notice, Section
from analysis.figures.sentences import restarted, revised

CELLS = json.loads((Path(__file__).parents[2] / "notebooks/reports/weekly_resumption.ipynb").read_text("utf-8"))[
    "cells"
]


def complete(data):
    """A fictional report with the tables the weekly notebook asks for, empty where the weeks have none."""
    data.is_whole = data.area.code == data.survey.area
    data.issued = pd.DataFrame(columns=["period_id", "no", "crossing", "measure", "base"])
    for name in ("suppliers", "projects", "difficulties", "tasks"):
        setattr(data, name, typed(name, {"period_id": []}))
    return data


def run(data, monkeypatch):
    """What the notebook shows of a report, in order."""
    shown = []
    monkeypatch.setattr(analysis, "open_tables", lambda *_, **__: data)
    monkeypatch.setattr("IPython.display.display", shown.append)
    names = {}
    for cell in CELLS:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
            if "parameters" in cell["metadata"].get("tags", []):
                names |= {"base": data.base, "lang": data.lang}
    return shown


def exhibits(shown):
    return {part.id: part for part in shown if isinstance(part, Exhibit)}


ODDEST = ("one week", "nobody replied", "all excluded", "no staff, no capacity", "one enterprise", "one county")


@pytest.mark.parametrize("audience", ["internal", "public"])
@pytest.mark.parametrize("odd", [*ODDEST, "ordinary"])
def test_the_notebook_runs_in_odd_weeks(report, odd, audience, monkeypatch):
    for part in run(complete(report(**{"number": 60, "audience": audience, **ODD.get(odd, {})})), monkeypatch):
        stands(part)


def test_power_of_a_few_enterprises_is_not_told_to_the_public_and_stops_nothing(report):
    measures = ["electricity_users", "electricity_kwh", "electricity_index"]
    weeks = [(week.id, measure, 9 if week is WEEKS[-1] else 20) for week in WEEKS for measure in measures]
    rates = pd.DataFrame(weeks, columns=["period_id", "measure", "enterprises"])
    rates = rates.assign(rate_pct=pd.array([50.0] * len(rates), "Float64"), value_status="ok")
    assert isinstance(figures.power(report(), rates), Exhibit)
    assert isinstance(figures.power(report(audience="public"), rates), Notice)


def test_an_ordinary_week_in_english_has_every_section(report, monkeypatch):
    shown = run(complete(report("en")), monkeypatch)
    found = exhibits(shown)
    assert {"why-changed", "state-flows", "warnings", "warning-below-whole", "lost-output", "how-reported"} <= set(
        found
    )
    assert {"time-to-resumption-county-code", "expected-rate", "beside-others", "load-gaps"} <= set(found)
    notices = [part.text for part in shown if isinstance(part, Notice)]
    assert "Timetable: no planned days were reported." in notices
    assert "Power: nothing reported for Week 9." in notices
    for part in found.values():
        chinese = re.findall(
            "[一-鿿]+", part.title + part.subtitle + part.note + " ".join(map(str, part.table.columns))
        )
        assert not chinese, (part.id, chinese)


def test_what_is_for_the_supervision_groups_is_in_the_internal_edition_only(report, monkeypatch):
    low = {}
    for audience in ("internal", "leadership", "public"):
        data = complete(report(number=60, audience=audience))
        data.status = data.status.assign(staff_back=1.0)
        shown = run(data, monkeypatch)
        low[audience] = [part for part in shown if getattr(part, "id", "").startswith("low-load")]
        names = set(data.enterprises["name"])
        if audience == "public":
            cells = {str(value) for part in exhibits(shown).values() for value in part.table.to_numpy().ravel()}
            assert not names & cells
            without = [part.title for part in shown if isinstance(part, Section) and part.left_out]
            assert {"变化原因", "预警", "复工复产时间表", "产出损失估算", "低负荷开工（待核查）"} <= set(without)
    assert low["internal"]
    assert not low["leadership"] + low["public"]


def two_weeks(make_state_before, make_state_now, data):
    """Panels of 20 enterprises of two counties in two weeks, from their states."""
    codes = [county.code for county in data.survey.counties[:2]]
    frames = []
    for states, week in ((make_state_before, data.previous), (make_state_now, data.period)):
        frame = pd.DataFrame(
            {
                "enterprise_id": [f"E{i}" for i in range(20)],
                "county_code": [codes[i % 2] for i in range(20)],
                "state": pd.Series(states, dtype="str"),
                "above_scale": True,
                "normal_before_festival": True,
                "period_id": week.id,
            }
        )
        frames.append(frame)
    return frames


def test_why_the_rate_moved_by_hand(report):
    """Of 20: 5 ran before; now 9 of them and of those that stood run, 1 of the 5 stopped, 2 reply only now.

    Before: 5 running, 13 stopped, 2 silent. Now: E0 stopped, E1-E4 running, E5-E8 restarted, the silent two running.
    25 % to 50 %: restarted +20, late returns +10, stopped again -5. Of the even 3 and now 5 of 10, of the odd 2 and 5.
    """
    data = report()
    was = ["running"] * 5 + ["stopped"] * 13 + [None] * 2
    now = ["stopped"] + ["running"] * 8 + ["stopped"] * 9 + ["running"] * 2
    before, after = two_weeks(was, now, data)
    rates = metrics.resumption_rate(metrics.count_states(pd.concat([before, after]), "period_id"))
    parts, by = metrics.change_parts(after, before), metrics.change_parts(after, before, "county_code")
    shown = figures.change_in_parts(data, parts, by, rates)
    assert shown.title == "开工率较上周上升25.0个百分点：企业新开工+20.0、上期未报本期报+10.0、开工后又停工−5.0"
    assert shown.table["变化（百分点）"].tolist() == pytest.approx([25, 30, 20])
    summed = shown.table[["企业新开工", "上期未报本期报", "开工后又停工"]].sum(axis=1)
    np.testing.assert_allclose(summed, shown.table["变化（百分点）"].astype(float))
    assert shown.note == "各部分相加等于全部变化；合计行在最上。"


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ([37.0, 8.6, -0.9, -0.5], "企业新开工+37.0、上期未报本期报+8.6、开工后又停工−0.9、上期报本期未报−0.5"),
        ([37.0, 8.6, -0.9, -0.5, 0.3], "企业新开工+37.0、上期未报本期报+8.6、开工后又停工−0.9、其他−0.2"),
        ([37.0, 8.6, -0.9, -0.5, 0.5], "企业新开工+37.0、上期未报本期报+8.6、开工后又停工−0.9"),
    ],
)
def test_the_parts_that_a_title_names_add_up_to_the_change(report, points, said):
    named = dict(zip(["restarted", "late_returns", "stopped_again", "returns_stopped", "joined"], points, strict=False))
    parts = pd.DataFrame({"part": metrics.PARTS, "change_points": sum(points)})
    parts["points"] = parts["part"].map(named).fillna(0.0)
    rates = pd.DataFrame({"period_id": [], "issued_no": []})
    shown = figures.change_in_parts(report(), parts, parts.iloc[:0].assign(county_code=""), rates)
    assert shown.title.partition("：")[2] == said


def test_the_change_is_against_what_was_issued_and_the_revision_is_a_footnote(report):
    """Issued as no. 8 with 4 of 20; by now 5 of 20 ran then. Now 10: up 30 points on what was issued."""
    data = report()
    was = ["running"] * 5 + ["stopped"] * 15
    before, after = two_weeks(was, ["running"] * 10 + ["stopped"] * 10, data)
    issued = metrics.frozen_figures(before.assign(state=["running"] * 4 + ["stopped"] * 16), [[], ["county_code"]])
    issued = issued.assign(period_id=data.previous.id, no=8)
    rates = metrics.resumption_rate(metrics.count_states(pd.concat([before, after]), "period_id"))
    rates = metrics.as_issued(rates, issued)
    parts = metrics.change_parts(after, before, issued=figures.before(rates, data).dropna(subset="issued_no"))
    shown = figures.change_in_parts(data, parts, parts.iloc[:0], rates)
    assert shown.title == "开工率较上周上升30.0个百分点：企业新开工+25.0、上期数更正+5.0"
    footnote = "注：第8期开工率按印发的20.0%（第8号）计，补报和更正后为25.0%。"
    assert shown.note.endswith(footnote)
    assert revised(data, rates) == [footnote]
    first = restarted(data, rates, date(2020, 2, 25))
    assert "上周20.0%，上升30.0个百分点" in first[0]
    assert first[-1] == footnote


def test_capacity_issued_by_another_weight_is_a_footnote_of_the_trend(report):
    """Ten at 80 % and ten at 40 %: 60 % issued by staff of 100 each; by outputs of 300 and 100 it was 70 %."""
    data = report()
    panel = pd.concat(two_weeks(["running"] * 20, ["running"] * 20, data))
    numbers = {"capacity_pct": [80, 40], "staff_normal_register": [100, 100], "annual_output_10k_cny": [300, 100]}
    panel = panel.assign(**{name: pd.array(pair * 20, "Float64") for name, pair in numbers.items()})
    before = panel[panel["period_id"].eq(data.previous.id)].assign(capacity_weight="staff")
    issued = metrics.frozen_figures(before, [[]]).assign(period_id=data.previous.id, no=8)
    rates, capacity = (
        metrics.as_issued(known, issued)
        for known in (
            metrics.resumption_rate(metrics.count_states(panel, "period_id")),
            metrics.capacity(panel, "period_id"),
        )
    )
    shown = figures.trend(data, rates, capacity=capacity)
    assert shown.note.endswith("注：第8期产能恢复按印发的60.0%（第8号）计，补报和更正后为70.0%。")


@pytest.mark.parametrize(
    ("low", "high", "title"),
    [(12000.0, 24500.0, "1.2亿元至2.5亿元，为正常的20.0%至30.0%"), (3120.0, 3120.0, "3120万元，为正常的20.0%至30.0%")],
)
def test_what_the_delay_costs_is_a_range_with_its_assumptions(report, low, high, title):
    row = {"lost_low_10k_cny": low, "lost_high_10k_cny": high, "lost_low_pct": 20.0, "lost_high_pct": 30.0, "days": 7}
    row |= {"enterprises": 9, "output_unknown": 2, "days_per_year_low": 300.0, "days_per_year_high": 365.0}
    week = pd.DataFrame([{**row, "value_status": "ok"}])
    total = week.assign(made_up_low_days=40.0, made_up_high_days=55.0, points_per_week=12.0, ceiling_pct=110.0)
    shown = figures.lost_output(report(), week, week.assign(county_code="522701"), total)
    assert shown.title == f"本期少产出{title}"
    assert "如产能仍按每周12.0个百分点恢复、最高达到正常的110%，40至55天后补回" in shown.note
    assert "名录年产值÷300至365天" in shown.note
    assert "计入9户，2户没有年产值未计" in shown.note
    never = figures.lost_output(report(), week, week.assign(county_code="522701"), total.assign(value_status="never"))
    assert "十年内补不回" in never.note
    falling = total.assign(value_status="never", points_per_week=-4.7)
    note = figures.lost_output(report(), week, week.assign(county_code="522701"), falling).note
    assert "产能没有回升（每周−4.7个百分点）" in note


def test_a_forecast_without_a_record_is_not_shown(report):
    forecast = pd.DataFrame({"period_id": ["2020-W10"], "value_status": ["no_record"], "expected_pct": [pd.NA]})
    shown = figures.expected(report(), forecast, forecast.iloc[:0])
    assert shown.text == "后期预计：以往预计的次数不足，不给数。"


def test_time_to_resumption_says_days_with_their_year(report):
    quartiles = pd.DataFrame(
        {
            "quartile": [25, 50, 75],
            "from_days": pd.array([0, 18, None], "Float64"),
            "to_days": pd.array([10, 24, None], "Float64"),
            "enterprises": 20,
            "silent": 1,
            "value_status": ["ok", "ok", "not_reached"],
        }
    )
    shown = figures.time_to_resumption(
        report(), quartiles, quartiles.assign(county_code="522701"), date(2020, 1, 25), "county_code"
    )
    assert shown.title == "半数企业在2020年2月12日至2020年2月18日（第18-24天）之间已开工"
    assert shown.table["四分之三"].tolist() == ["未达到"] * 2


def test_periods_after_another():
    survey = analysis.load_survey("qiannan")
    assert [period.id for period in survey.after(WEEKS[-1], 2)] == ["2020-W10", "2020-W11"]
    listed = survey.model_copy(update={"period_list": WEEKS})
    assert [period.id for period in listed.after(WEEKS[1], 5)] == ["2020-W08", "2020-W09"]
    assert listed.after(WEEKS[-1]) == ()


@pytest.mark.parametrize(
    ("day", "first"), [("2020-02-25", "2020-01-25"), ("2020-01-25", "2020-01-25"), ("2020-07-01", None)]
)
def test_the_festival_before_a_day(day, first):
    found = metrics.festival_before(date.fromisoformat(day))
    assert found == (date.fromisoformat(first) if first else None)
