"""The first screen: what a leader reads and nothing else, and what the end of the page says."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from analysis.figures import group_sentences, sentences
from analysis.figures import published as summaries
from analysis.figures.context import (
    Report,
    area_name,
    current,
    first,
    group_name,
    is_whole,
    latest_day,
    rate_name,
    say_for,
)
from analysis.figures.exhibit import EndOfReport, Headline, KeyNumber
from analysis.figures.lines import history
from analysis.figures.words import format_number, format_pct, say, within
from analysis.metrics import Measures
from analysis.store.weights import usual_weight

_FRACTION = ("numerator", "denominator")


def headline(
    data: Report,
    whole: Measures,
    counties: Measures,
    adjusted: pd.DataFrame,
    excluded: pd.DataFrame,
    published: pd.DataFrame,
    shares: pd.DataFrame | None = None,
    mixed: pd.DataFrame | None = None,
) -> Headline:
    """How many restarted, what that does not yet mean, what to settle, whom to watch; else what is published.

    Takes results per period; says nothing where a number is missing, and one sentence where there is none at all.
    ``shares``: of difficulties (``metrics.bottleneck_shares``). Where every county is near complete, those to watch
    are found by their staff, else by their capacity. ``mixed`` (``metrics.mixed_by_period``) says which
    counties count by what their office states in counts.
    """
    if first(current(whole.rate, data), "denominator"):
        said = sentences.restarted(data, whole.rate, _last_day(data))
        said += sentences.adjusted(data, adjusted, excluded) + sentences.staff_and_capacity(data, whole)
        said += [] if mixed is None else sentences.by_counts(data, mixed)
        said += _to_do(data, shares) + _to_watch(data, counties, whole)
        said += sentences.returns(data, whole.rate)
        said += group_sentences.silent(data, counties.rate) if is_whole(data) else []
        numbers = _numbers(data, whole)
    else:
        said, numbers = _of_summaries(data, published), _published_numbers(data, published)
    none = say("headline.nothing", data.lang, period=data.period.label(data.lang))
    return headline_of(data, data.survey.title[data.lang], said or [none], numbers)


def headline_of(data: Report, title: str, said: Sequence[str], numbers: Sequence[KeyNumber]) -> Headline:
    """A first screen with where and when the report stands and whose it is."""
    standing = say("headline.standing", data.lang, area=area_name(data), period=data.period.label(data.lang))
    notice, issuer = (about.get(data.lang, "") for about in (data.survey.notice, data.survey.issuer))
    return Headline(title, standing, said, numbers, notice, issuer)


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
    words = {
        "population": say_for(data, f"population.{data.base}"),
        "least": data.audience.least_group,
        "weight": say(f"weight.{usual_weight(data.enterprises)}", data.lang),
    }
    terms = ["rate", "staff", "capacity", "points"] if len(data.enterprises) else ["published", "points"]
    terms += ["small_group"] if data.audience.least_group else []
    definitions = [(say_for(data, f"define.{term}"), say_for(data, f"define.{term}.text", **words)) for term in terms]
    return EndOfReport(inputs=inputs, parameters=parameters, definitions=definitions)


def _to_do(data: Report, shares: pd.DataFrame | None) -> list[str]:
    """What leadership has to settle; not for readers who see no tasks."""
    if "tasks" in data.audience.without:
        return []
    return [] if shares is None else sentences.to_settle(data, shares, pd.Timestamp(_last_day(data)))


def _to_watch(data: Report, counties: Measures, whole: Measures) -> list[str]:
    """Whom to watch, of the whole; not for readers who see no warnings."""
    if not is_whole(data) or "warnings" in data.audience.without:
        return []
    if group_sentences.near_complete(data, counties.rate):
        for measure in ("staff", "capacity"):
            groups, total = getattr(counties, measure), getattr(whole, measure)
            if said := group_sentences.attention_by(data, groups, total, measure):
                return said
    return group_sentences.attention(data, counties.rate, whole.rate)


def _last_day(data: Report) -> date:
    """The latest as-of date of the period's returns, else the period's last day."""
    return latest_day(data, current(data.status, data))


def _numbers(data: Report, whole: Measures) -> list[KeyNumber]:
    numbers = [_share(data, rate_name(data), whole.rate, "number.rate.detail")]
    for name, parts in {"staff": _FRACTION, "capacity": ("enterprises",)}.items():
        result = getattr(whole, name)
        if first(current(result, data), "rate_pct") is not None:
            numbers.append(_share(data, say(f"number.{name}", data.lang), result, f"number.{name}.detail", parts))
    now = current(whole.rate, data)
    silent, due = first(now, "no_return"), first(now, "denominator")
    if silent is not None and data.base in ("expected", "adjusted"):
        replied = format_number(int(due) - int(silent), data.lang)
        detail = say("number.returns.detail", data.lang, due=due)
        numbers.append(KeyNumber(say("number.returns", data.lang), replied, detail))
    return numbers


def _share(data: Report, name: str, result: pd.DataFrame, detail: str, parts: Sequence[str] = _FRACTION) -> KeyNumber:
    """The rate of a result; below it the words ``detail`` of its row, where the ``parts`` they name are known."""
    now = current(result, data)
    known = all(first(now, part) is not None for part in parts)
    said = say(detail, data.lang, now.iloc[0]) if known else ""
    return KeyNumber(name, format_pct(first(now, "rate_pct"), data.lang), said, history(data, result))


def _of_summaries(data: Report, published: pd.DataFrame) -> list[str]:
    everybody = summaries.whole(published)
    rate = first(current(everybody, data), "rate_pct")
    if rate is None:
        return []
    said = [
        say_for(
            data,
            "headline.published",
            period=data.period.label(data.lang),
            before=sentences.since_before(data, everybody),
            group=within(group_name(data, "all", "all")),
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
    everybody, replied = summaries.whole(published), summaries.response_rate(data)
    rate, numbers = first(current(everybody, data), "rate_pct"), []
    if rate is not None:
        whom, way = group_name(data, "all", "all"), history(data, everybody)
        numbers.append(KeyNumber(rate_name(data), format_pct(rate, data.lang), whom, way))
    if first(replied, "rate_pct") is not None:
        numbers.append(_share(data, say("number.response", data.lang), replied, "number.response.detail"))
    return numbers
