"""Published answers to single questions (short of workers, changed supply chains): by group and over the periods."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from types import SimpleNamespace

import pandas as pd

from analysis.figures import published
from analysis.figures.amounts import leading
from analysis.figures.bottleneck_heat import SHADES
from analysis.figures.bottlenecks import share_axis
from analysis.figures.context import Report, by_group, current, first, group_name, no_data, previous_word
from analysis.figures.exhibit import Exhibit, KeyNumber, Notice, Part
from analysis.figures.lines import trend_exhibit
from analysis.figures.published_heat import published_periods
from analysis.figures.words import format_change, format_pct, in_brackets, is_missing, say, within
from analysis.metrics import change_between

# With more columns than this a cell has no room for its number.
_MOST_WRITTEN = 12


def asked_questions(data: Report) -> list[Part]:
    """Per question: industries and sizes now, everybody over the periods in which it was asked, industries by period.

    One Notice where the survey publishes no such answers.
    """
    parts: list[Part] = []
    for row in published.questions(data):
        rows = _answers(data, row)
        when = _asked_periods(data, rows)
        parts += [_bars(data, rows, row, dimension) for dimension in ("industry", "size")]
        parts += [_over_time(when, rows, row), _by_period(when, rows, row)]
    return [part for part in parts if isinstance(part, Exhibit)] or [Notice(no_data(data, "asked"))]


def asked_sentences(data: Report) -> list[str]:
    """First screen: everybody's share of each question in this period, with its change since it was last asked."""
    said = []
    for row in published.questions(data):
        rows = _answers(data, row)
        share, change = _share_and_change(_asked_periods(data, rows), rows)
        if share is not None:
            period, answer = data.period.label(data.lang), within(row[data.lang])
            change = in_brackets(change, data.lang) if change else ""
            said.append(
                say("sentence.asked", data.lang, period=period, answer=answer, change=change, share=_pct(data, share))
            )
    return said


def asked_numbers(data: Report) -> list[KeyNumber]:
    """First screen: one key number per question answered in this period."""
    numbers = []
    for row in published.questions(data):
        share = first(current(published.of_dimension(_answers(data, row), "all"), data), "rate_pct")
        if share is not None:
            numbers.append(KeyNumber(row[data.lang], _pct(data, share), group_name(data, "all", "all")))
    return numbers


def _answers(data: Report, row: Mapping[str, str]) -> pd.DataFrame:
    rows = data.summaries
    return rows[(rows["measure"].eq(row["measure"]) & rows["answer"].eq(row["answer"])).fillna(False)]


def _asked_periods(data: Report, rows: pd.DataFrame) -> Report:
    """The report as seen by a question: only the periods in which it was asked."""
    known = set(rows.loc[rows["rate_pct"].notna(), "period_id"])
    periods = [period for period in data.periods if period.id in known]
    earlier = [period for period in periods if period.first < data.period.first]
    same = {name: getattr(data, name) for name in ("survey", "period", "area", "base", "lang", "audience")}
    return SimpleNamespace(**same, periods=periods, previous=earlier[-1] if earlier else None)


def _share_and_change(when: Report, rows: pd.DataFrame) -> tuple[float | None, str]:
    """Everybody's share in this period, and in words its change on the period in which the question was last asked."""
    everybody = published.of_dimension(rows, "all")
    now = current(everybody, when)
    share = first(now, "rate_pct")
    earlier = everybody[everybody["period_id"].eq(when.previous.id)] if when.previous else everybody.iloc[:0]
    if share is None or first(earlier, "rate_pct") is None:
        return share, ""
    keys = ["measure", "rate_pct"]
    points = change_between(now[keys], earlier[keys].reset_index(drop=True))["change_points"].iloc[0]
    change = format_change(points, when.lang)
    return share, say("sentence.on_period", when.lang, previous=previous_word(when), change=change)


def _over_time(when: Report, rows: pd.DataFrame, row: Mapping[str, str]) -> Part:
    """Everybody, and the other aggregates, over the periods in which the question was asked."""
    lines = published.aggregates(when, rows)
    if len(when.periods) < 2 or not lines:
        return Notice(no_data(when, "asked"))
    answer = row[when.lang]
    part = trend_exhibit(
        when, lines, f"asked-{_slug(row)}-trend", published.population(when), "summaries", measure=within(answer)
    )
    share, change = _share_and_change(when, rows)
    if share is None:
        return part
    key = "title.asked.change" if change else "title.asked"
    return replace(part, title=say(key, when.lang, answer=answer, share=_pct(when, share), change=change))


def _by_period(when: Report, rows: pd.DataFrame, row: Mapping[str, str]) -> Part:
    """Industries by period as a heat map: darker where more gave the answer."""
    known = rows[rows["period_id"].isin([period.id for period in when.periods])]
    names = {lang: row[lang] for lang in when.survey.languages}
    shown = SimpleNamespace(**{**vars(when), "survey": when.survey.model_copy(update={"rate_name": names})})
    part = published_periods(shown, known, "industry")
    if not isinstance(part, Exhibit):
        return part
    figure = deepcopy(part.figure)
    heat = figure["data"][0]
    values = [value for line in heat["z"] for value in line if value is not None]
    heat |= {"colorscale": SHADES, "zmin": 0, "zmax": max(values, default=1) or 1}
    if len(when.periods) <= _MOST_WRITTEN:
        heat["text"] = [
            ["" if value is None else format_pct(value, when.lang, sign="") for value in line] for line in heat["z"]
        ]
        heat |= {"texttemplate": "%{text}", "textfont": {"size": 12}}
    title = _highest(when, published.of_dimension(known, "industry"), row, "industry", over_time=True)
    return replace(part, id=f"asked-{_slug(row)}-periods", figure=figure, title=title)


def _bars(data: Report, rows: pd.DataFrame, row: Mapping[str, str], dimension: str) -> Part:
    """The groups of this period, with the highest in the title and an axis that fits small shares."""
    found = published.answer(data, row, dimension)
    if found is None:
        return Notice(no_data(data, "asked"))
    groups = published.of_dimension(current(rows, data), dimension)
    figure = deepcopy(found.figure)
    figure["layout"]["xaxis"] = share_axis(float(groups["rate_pct"].max()))
    title = _highest(data, groups, row, dimension)
    return replace(found, id=f"asked-{_slug(row)}-{dimension}", figure=figure, title=title)


def _highest(
    data: Report, groups: pd.DataFrame, row: Mapping[str, str], dimension: str, over_time: bool = False
) -> str:
    """The group in which most gave the answer, where one stands out; ``over_time``: with the period it was in."""
    top = leading(groups.drop_duplicates(["period_id", "member"]), "rate_pct")
    words = {"answer": row[data.lang], "by": within(by_group(data, dimension))}
    if len(top) != 1 or is_missing(top["rate_pct"].iloc[0]):
        return say("title.asked.plain", data.lang, **words)
    group = group_name(data, dimension, top["member"].iloc[0])
    words |= {"group": group, "share": _pct(data, top["rate_pct"].iloc[0])}
    if not over_time:
        return say("title.asked.highest", data.lang, **words)
    period = next(period.short(data.lang) for period in data.periods if period.id == top["period_id"].iloc[0])
    return say("title.asked.highest_ever", data.lang, period=period, **words)


def _slug(row: Mapping[str, str]) -> str:
    return row["measure"].replace("_", "-")


def _pct(data: Report, share: object) -> str:
    return format_pct(share, data.lang)
