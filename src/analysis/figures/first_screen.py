"""The first screen: what a leader reads and nothing else, and what the end of the page says."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analysis.figures import group_sentences, sentences
from analysis.figures import published as summaries
from analysis.figures.context import (
    Report,
    area_name,
    before,
    current,
    first,
    group_name,
    is_whole,
    latest_day,
    previous_word,
    rate_name,
    say_for,
)
from analysis.figures.exhibit import EndOfReport, Headline, KeyNumber
from analysis.figures.history import history
from analysis.figures.words import format_count, format_date, format_number, format_pct, say, within
from analysis.metrics import change_between


def headline(
    data: Report,
    whole: pd.DataFrame,
    adjusted: pd.DataFrame,
    excluded: pd.DataFrame,
    staff: pd.DataFrame,
    capacity: pd.DataFrame,
    by_county: pd.DataFrame,
    published: pd.DataFrame,
    shares: pd.DataFrame | None = None,
    county_staff: pd.DataFrame | None = None,
    county_capacity: pd.DataFrame | None = None,
    mixed: pd.DataFrame | None = None,
) -> Headline:
    """How many restarted, what that does not yet mean, what to settle, whom to watch; else what is published.

    Takes results per period; says nothing where a number is missing, and one sentence where there is none at all.
    ``shares``: of difficulties (``metrics.bottleneck_shares``). Where every county is near complete, those to watch
    are found by ``county_staff``, else by ``county_capacity``. ``mixed`` (``metrics.mixed_by_period``) says which
    counties count by what their office states in counts.
    """
    if first(current(whole, data), "denominator"):
        said = _of_returns(data, whole, adjusted, excluded, staff, capacity)
        said += [] if mixed is None else sentences.by_counts(data, mixed)
        said += _to_do(data, shares) + _to_watch(data, by_county, whole, staff, capacity, county_staff, county_capacity)
        said += sentences.returns(data, whole)
        said += group_sentences.silent(data, by_county) if is_whole(data) else []
        numbers = _numbers(data, whole, staff, capacity)
    else:
        said, numbers = _of_summaries(data, published), _published_numbers(data, published)
    return Headline(
        title=data.survey.title[data.lang],
        standing=say("headline.standing", data.lang, area=area_name(data), period=data.period.label(data.lang)),
        sentences=said or [say("headline.nothing", data.lang, period=data.period.label(data.lang))],
        numbers=numbers,
        notice=data.survey.notice.get(data.lang, ""),
        issuer=data.survey.issuer.get(data.lang, ""),
    )


def end_of_report(data: Report) -> EndOfReport:
    """The sentinel, with the inputs, parameters and definitions that the end of the page shows."""
    files = current(data.uploads, data)
    named = data.audience.names  # a file's name can be an enterprise's
    inputs = [{"file": row["file"] if named else "", "sha256": row["upload_id"]} for row in files.to_dict("records")]
    parameters = {
        "survey": data.survey.name,
        "period": data.period.id,
        "area": area_name(data),
        "base": data.base,
        "lang": data.lang,
        "audience": data.audience.id,
    }
    population = say(f"population.{data.base}", data.lang)
    terms = ["rate", "staff", "capacity", "points"] if len(data.enterprises) else ["published", "points"]
    terms += ["small_group"] if data.audience.least_group else []
    definitions = [
        (
            say(f"define.{term}", data.lang, rate_name=rate_name(data)),
            say_for(
                data,
                f"define.{term}.text",
                population=population,
                rate_name=rate_name(data),
                least=data.audience.least_group,
            ),
        )
        for term in terms
    ]
    return EndOfReport(inputs=inputs, parameters=parameters, definitions=definitions)


def _of_returns(data, whole, adjusted, excluded, staff, capacity) -> list[str]:
    said = sentences.restarted(data, whole, format_date(_last_day(data), data.lang))
    said += sentences.adjusted(data, adjusted, excluded)
    return said + sentences.staff_and_capacity(data, whole, staff, capacity)


def _to_do(data: Report, shares: pd.DataFrame | None) -> list[str]:
    """What leadership has to settle; not for readers who see no tasks."""
    if "tasks" in data.audience.without:
        return []
    return [] if shares is None else sentences.to_settle(data, shares, pd.Timestamp(_last_day(data)))


def _to_watch(data, by_county, whole, staff, capacity, county_staff, county_capacity) -> list[str]:
    """Whom to watch, of the whole; not for readers who see no warnings."""
    if not is_whole(data) or "warnings" in data.audience.without:
        return []
    if group_sentences.near_complete(data, by_county):
        for measure, groups, total in (("staff", county_staff, staff), ("capacity", county_capacity, capacity)):
            if groups is not None and (said := group_sentences.attention_by(data, groups, total, measure)):
                return said
    return group_sentences.attention(data, by_county, whole)


def _last_day(data: Report) -> date:
    """The latest as-of date of the period's returns, else the period's last day."""
    returns = current(data.status, data)
    return latest_day(data, returns["as_of"] if "as_of" in returns.columns else ())


def _numbers(data: Report, whole: pd.DataFrame, staff: pd.DataFrame, capacity: pd.DataFrame) -> list[KeyNumber]:
    now, back, used = (current(frame, data) for frame in (whole, staff, capacity))
    numbers = [
        KeyNumber(
            rate_name(data),
            format_pct(first(now, "rate_pct"), data.lang),
            _fraction(data, now, "number.rate.detail"),
            history(data, whole),
        )
    ]
    if first(back, "rate_pct") is not None:
        numbers.append(
            KeyNumber(
                say("number.staff", data.lang),
                format_pct(first(back, "rate_pct"), data.lang),
                _fraction(data, back, "number.staff.detail"),
                history(data, staff),
            )
        )
    if first(used, "rate_pct") is not None:
        reported = format_count(first(used, "enterprises"), "enterprise", data.lang)
        numbers.append(
            KeyNumber(
                say("number.capacity", data.lang),
                format_pct(first(used, "rate_pct"), data.lang),
                say("number.capacity.detail", data.lang, enterprises=reported),
                history(data, capacity),
            )
        )
    silent, due = first(now, "no_return"), first(now, "denominator")
    if silent is not None and data.base in ("expected", "adjusted"):
        numbers.append(
            KeyNumber(
                say("number.returns", data.lang),
                format_number(int(due) - int(silent), data.lang),
                say("number.returns.detail", data.lang, due=due),
            )
        )
    return numbers


def _of_summaries(data: Report, published: pd.DataFrame) -> list[str]:
    everybody = summaries.whole(published)
    rate = first(current(everybody, data), "rate_pct")
    if rate is None:
        return []
    earlier = first(before(everybody, data), "rate_pct")
    change = ""
    if earlier is not None:
        points = change_between(current(everybody, data), before(everybody, data))["change_points"].iloc[0]
        change = say("sentence.before", data.lang, previous=previous_word(data), rate=earlier, change=points)
    said = [
        say(
            "headline.published",
            data.lang,
            period=data.period.label(data.lang),
            before=change,
            group=within(group_name(data, "all", "all")),
            rate_name=rate_name(data),
            rate=rate,
        )
    ]
    shares = summaries.parts_of_rate(data)
    if len(shares) > 1:
        said.append(say("headline.parts", data.lang, parts=say("separator", data.lang).join(shares)))
    industry = published[published["dimension"].eq("industry")].rename(columns={"member": "industry"})
    said += group_sentences.ranking(data, industry, "industry")
    replied = summaries.response_rate(data)
    if first(replied, "numerator") is not None:
        said.append(say("headline.response", data.lang, replied.iloc[0]))
    return said


def _published_numbers(data: Report, published: pd.DataFrame) -> list[KeyNumber]:
    now, replied = current(summaries.whole(published), data), summaries.response_rate(data)
    numbers = []
    if first(now, "rate_pct") is not None:
        numbers.append(
            KeyNumber(
                rate_name(data),
                format_pct(first(now, "rate_pct"), data.lang),
                group_name(data, "all", "all"),
                history(data, summaries.whole(published)),
            )
        )
    if first(replied, "rate_pct") is not None:
        numbers.append(
            KeyNumber(
                say("number.response", data.lang),
                format_pct(first(replied, "rate_pct"), data.lang),
                _fraction(data, replied, "number.response.detail"),
            )
        )
    return numbers


def _fraction(data: Report, result: pd.DataFrame, key: str) -> str:
    above, below = first(result, "numerator"), first(result, "denominator")
    if above is None or below is None:
        return ""
    return say(key, data.lang, numerator=format_number(above, data.lang), denominator=format_number(below, data.lang))
