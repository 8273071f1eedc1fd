"""A published workbook, read with settings alone. The figures are those the Office for National Statistics printed."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.store import load, stored_periods

RAW = Path(__file__).parents[2] / "shared/real/ons_bics"
pytestmark = pytest.mark.skipif(not RAW.is_dir(), reason="the published workbook is not part of the project")


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    from analysis.jobs import clean

    folder = tmp_path_factory.mktemp("uk")
    clean(survey="uk-bics", raw=RAW, processed=folder, say=lambda line: None)
    return folder


@pytest.fixture(scope="module")
def summaries(tables):
    return load(tables, "summaries")


def pick(frame, measure, member, period, answer):
    (row,) = frame[
        frame["measure"].eq(measure) & frame["member"].eq(member)
        & frame["period_id"].eq(period) & frame["answer"].eq(answer)
    ].to_dict("records")  # fmt: skip
    return row


def test_there_are_46_waves(tables):
    assert len(stored_periods(tables)) == 46


@pytest.mark.parametrize(
    ("measure", "member", "period", "answer", "rate", "status"),
    [
        ("trading_status", "all", "wave-52", "fully_trading", 83.9, "ok"),
        ("trading_status", "all", "wave-52", "partially_trading", 9.7, "ok"),
        ("trading_status", "all", "wave-52", "paused_restarting", None, "suppressed"),
        ("trading_status", "all", "wave-52", "trading_over_two_weeks", None, "not_asked"),
        ("trading_status", "all", "wave-07", "trading_over_two_weeks", 55.3, "ok"),
        ("trading_status", "all", "wave-07", "fully_trading", None, "not_asked"),
        ("trading_status", "construction", "wave-52", "paused_restarting", 0.0, "ok"),
        ("worker_shortage", "manufacturing", "wave-52", "yes", 15.1, "ok"),
        ("supply_chain_changes", "manufacturing", "wave-52", "yes", 12.1, "ok"),
    ],
)
def test_printed_figures(summaries, measure, member, period, answer, rate, status):
    row = pick(summaries, measure, member, period, answer)
    assert row["value_status"] == status
    assert pd.isna(row["rate_pct"]) if rate is None else row["rate_pct"] == pytest.approx(rate)


def test_the_response_rate_has_numerator_and_denominator(summaries):
    row = pick(summaries, "response", "all", "wave-52", "replied")
    assert (row["numerator"], row["denominator"], row["rate_pct"]) == (9638, 38187, 25.2)


def test_what_leads_back_to_the_cell(summaries):
    row = pick(summaries, "trading_status", "all", "wave-52", "fully_trading")
    assert (row["source_sheet"], row["source_cell"]) == ("Trading Status TS1 (WTD)", "D23")


def test_aggregates_are_marked(summaries):
    assert set(summaries.loc[summaries["is_aggregate"], "member"]) == {"all", "10+"}


@pytest.mark.parametrize(("period", "rate"), [("wave-52", 93.6), ("wave-07", 65.9)])
def test_the_share_trading_is_the_sum_of_its_answers(summaries, period, rate):
    """83.9 + 9.7 in wave 52; 55.3 + 10.6 in wave 7, in the words of that questionnaire."""
    from analysis.metrics import resumption_rate
    from analysis.surveys import load_survey

    states = {row["answer"]: row["state"] for row in load_survey("uk-bics").answers}
    rows = summaries[
        summaries["measure"].eq("trading_status") & summaries["member"].eq("all") & summaries["period_id"].eq(period)
    ]
    rates = resumption_rate(rows.assign(answer=rows["answer"].map(states)))
    assert rates["rate_pct"].tolist() == pytest.approx([rate])
    assert rates["basis"].tolist() == ["published"]
    assert rates["numerator"].isna().all()


def test_every_other_sheet_is_listed_and_left_alone(tables):
    parts = load(tables, "parts")
    assert parts["sheet"].nunique() == 80
    assert set(parts.loc[parts["kind"].eq("summary"), "sheet"]) == {
        "Response Rates", "Trading Status TS1 (WTD)", "Supply Chains TS (WTD) (1)", "Worker Shortage (WTD) (1)",
    }  # fmt: skip


def test_nothing_in_the_workbook_is_doubtful_but_the_waves_before_the_first(tables):
    findings = load(tables, "findings")[["rule", "sheet", "cells", "count"]].drop_duplicates()
    assert findings.to_numpy().tolist() == [["period_not_in_survey", "Response Rates", "A51:A56", 6]]


@pytest.mark.parametrize(
    ("lang", "weekly", "bottlenecks"),
    [
        ("en", ["was 93.6%", "fully trading 83.9%, partially trading 9.7%", "9,638 of 38,187"], ["13.0%", "15.1%"]),
        ("zh", ["93.6%", "正常营业83.9%，部分营业9.7%", "回收率25.2%"], ["13.0%", "15.1%"]),
    ],
)
def test_both_reports_say_what_was_published(tables, tmp_path, lang, weekly, bottlenecks):
    from analysis.editions import Wanted
    from analysis.jobs import report

    wanted = Wanted(lang=lang, pictures=False)
    pages = report(survey="uk-bics", processed=tables, out=tmp_path, wanted=wanted, say=lambda line: None).paths
    for page, figures in zip(pages, (weekly, bottlenecks), strict=True):
        text = page.read_text(encoding="utf-8")
        assert [figure for figure in figures if figure not in text] == []
