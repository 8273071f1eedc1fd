"""Surveys that send only published percentages: by industry and size band, over the periods."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from analysis.figures import bars
from analysis.figures.context import Report, by_group, current, group_name, no_data, printed_exhibit, rate_name
from analysis.figures.exhibit import Exhibit, Notice, Part
from analysis.figures.lines import Line, by_period, trend_exhibit
from analysis.figures.rankings import ranking
from analysis.figures.words import bars_in_words, capital, format_count, format_pct, is_missing, paired, say, within
from analysis.vocabulary.entries import RESUMED

_WHOLE = "all"


def as_states(data: Report) -> pd.DataFrame:
    """The summaries of the measure whose answers are states, each answer as its state, for ``resumption_rate``.

    One row per area, group, period and answer column. No row where the survey has no such measure.
    """
    states = {(row["measure"], row["answer"]): row["state"] for row in data.survey.answers if row["state"]}
    measure = next((measure for measure, _ in states), None)
    rows = data.summaries[data.summaries["measure"].eq(measure).fillna(False)]
    return rows.assign(answer=[states.get((measure, answer)) for answer in rows["answer"]]).dropna(subset=["answer"])


def whole(published: pd.DataFrame) -> pd.DataFrame:
    """The rows of everybody together."""
    return of_dimension(published, _WHOLE)


def published_trend(data: Report, published: pd.DataFrame) -> Part:
    """The published rate over the periods: everybody, then the other aggregates."""
    if published.empty:
        return Notice(no_data(data, "published"))
    lines = aggregates(data, published)
    if not lines:
        return Notice(no_data(data, "published"))
    return trend_exhibit(data, lines, "published-trend", population(data), "summaries", measure=rate_name(data))


def aggregates(data: Report, rows: pd.DataFrame) -> list[Line]:
    """Everybody, and the other aggregates, over the periods; those of which nothing was published are left out."""
    sums = rows[rows["is_aggregate"].fillna(False).astype(bool)].groupby(["dimension", "member"])
    lines = [Line(group_name(data, *group), by_period(data, found)) for group, found in sums]
    return [line for line in lines if any(value is not None for value in line.values)]


def published_ranking(data: Report, published: pd.DataFrame, dimension: str) -> Part:
    """Groups of one dimension in this period, best first, beside everybody; suppressed ones say so."""
    rows = of_dimension(published, dimension)
    if rows.empty:
        return Notice(no_data(data, "published"))
    return ranking(
        data,
        rows.rename(columns={"member": dimension}),
        dimension,
        whole(published),
        population=population(data),
        table="summaries",
    )


def response(data: Report) -> Part:
    """How many replied of those asked, over the periods, as published."""
    rows = _measure(data, "replied")
    if rows.empty:
        return Notice(no_data(data, "response"))
    name = capital(say("measure.response", data.lang))
    line = Line(name, by_period(data, rows))
    exhibit = trend_exhibit(data, [line], "response", population(data), "summaries")
    now = current(rows, data)
    if now.empty or is_missing(now["numerator"].iloc[0]):
        return exhibit
    return replace(exhibit, title=say("title.response", data.lang, now.iloc[0]))


def answers(data: Report, dimension: str = "industry") -> list[Part]:
    """One chart per other question: the share that gave its first answer, by group, in this period."""
    parts = [answer(data, row, dimension) for row in questions(data)]
    return [part for part in parts if part is not None] or [Notice(no_data(data, "answers"))]


def questions(data: Report) -> list[Mapping[str, str]]:
    """The first answer of each question that is neither a state nor the response."""
    firsts: dict[str, Mapping[str, str]] = {}
    for row in data.survey.answers:
        if not row["state"] and row["answer"] != "replied":
            firsts.setdefault(row["measure"], row)
    return [*firsts.values()]


def response_rate(data: Report) -> pd.DataFrame:
    """The published response of this period: numerator, denominator, rate_pct; one row or none."""
    return current(_measure(data, "replied"), data)


def parts_of_rate(data: Report) -> list[str]:
    """The answers that the rate is the sum of, with their shares, for everybody in this period."""
    now = of_dimension(current(data.summaries, data), _WHOLE)
    said = []
    for row in data.survey.answers:
        if row["state"] in RESUMED:
            found = now[now["measure"].eq(row["measure"]) & now["answer"].eq(row["answer"]) & now["rate_pct"].notna()]
            if len(found):
                share = format_pct(found["rate_pct"].iloc[0], data.lang)
                said.append(say("headline.part", data.lang, answer=within(row[data.lang]), rate=share))
    return said


def answer(data: Report, row: Mapping[str, str], dimension: str) -> Exhibit | None:
    """Everybody's share in the title, the groups as bars; None where nothing was published for this period."""
    now = current(data.summaries, data)
    now = now[now["measure"].eq(row["measure"]) & now["answer"].eq(row["answer"])]
    groups, everybody = of_dimension(now, dimension), of_dimension(now, _WHOLE)
    groups = groups[~groups["is_aggregate"].fillna(False)].drop_duplicates("member")
    if groups["rate_pct"].notna().sum() < 2:
        return None
    groups = groups.sort_values("rate_pct", ascending=False, kind="stable", na_position="last")
    groups = groups.assign(group=[group_name(data, dimension, member) for member in groups["member"]])
    labels = [written(data, cell) for cell in groups.to_dict("records")]
    share = everybody["rate_pct"].iloc[0] if len(everybody) else None
    printed = groups[["group"]].assign(rate=groups["rate_pct"])
    printed.columns = [say("column.group", data.lang), row[data.lang]]
    hidden = int(groups["value_status"].eq("suppressed").sum())
    key = "title.answers" if not is_missing(share) else "title.answers.groups"
    return printed_exhibit(
        data,
        f"answer-{row['measure'].replace('_', '-')}",
        title=say(key, data.lang, answer=row[data.lang], rate=share),
        about=[by_group(data, dimension), population(data)],
        rows=printed,
        table="summaries",
        kinds={row[data.lang]: "percent"},
        figure=bars.bar_figure(data, groups[["group", "rate_pct"]], labels, None if is_missing(share) else share),
        alt=bars_in_words(paired(groups["group"], labels), data.lang),
        note=suppressed(data, hidden),
    )


def _measure(data: Report, answer: str) -> pd.DataFrame:
    """The published rows of an answer; what offices state of their areas and groups is not published."""
    rows = data.summaries[data.summaries["answer"].eq(answer).fillna(False)]
    return rows[rows["measure"].ne("resumption")]


def of_dimension(rows: pd.DataFrame, dimension: str) -> pd.DataFrame:
    """The rows of a dimension; of a real one without its aggregates, which are the sum of the others."""
    if "dimension" not in rows.columns:
        return rows.iloc[:0]
    chosen = rows[rows["dimension"].eq(dimension).fillna(False)]
    return chosen if dimension == _WHOLE else chosen[~chosen["is_aggregate"].fillna(False)]


def population(data: Report) -> str:
    """What the percentages are of: the publisher's own base."""
    return say("population.published", data.lang)


def suppressed(data: Report, count: int, key: str = "note.suppressed") -> str:
    """How many figures were suppressed; nothing where none was."""
    if not count:
        return ""
    return say(key, data.lang, number=format_count(count, "figure", data.lang))


def written(data: Report, cell: dict | None) -> str:
    """A published figure as printed: its rate, or why there is none."""
    if cell is None:
        return say("value_status.not_asked", data.lang)
    if is_missing(cell["rate_pct"]):
        return say(f"value_status.{cell['value_status']}.short", data.lang)
    return format_pct(cell["rate_pct"], data.lang)
