"""The first screen, the sentences and the end of the report on bottlenecks."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from analysis.figures.amounts import told_apart
from analysis.figures.asked import asked_numbers, asked_sentences
from analysis.figures.context import (
    Report,
    base_here,
    base_name,
    before,
    closing,
    current,
    first,
    is_whole,
    latest_day,
    previous_word,
)
from analysis.figures.exhibit import EndOfReport, Headline, KeyNumber
from analysis.figures.first_screen import end_of_report, headline_of
from analysis.figures.group_sentences import held_back_most
from analysis.figures.lines import history
from analysis.figures.words import (
    capital,
    format_count,
    format_number,
    format_pct,
    format_range,
    join,
    label_of,
    money_parts,
    say,
)

_TERMS = ("open", "share", "risk", "changes")
_NAMED = 3


def bottleneck_headline(
    data: Report,
    affected: pd.DataFrame,
    shares: pd.DataFrame,
    every: pd.DataFrame,
    unblock: Sequence[str] = (),
    tasks: Sequence[str] = (),
    by_county: pd.DataFrame | None = None,
) -> Headline:
    """How many are held back, by what and where most, what is at risk, what changed; or the published answers; or that
    none are.

    ``affected`` and ``shares`` per period, ``by_county`` as ``affected``; ``every``: one row of
    ``metrics.bottleneck_outcomes`` over all categories.
    Of the sentences on what to unblock and on tasks the first of each.
    """
    if first(current(affected, data), "denominator"):
        said = [*_held_back(data, affected), *_worst(data, shares)]
        said += held_back_most(data, by_county) if by_county is not None and is_whole(data) else []
        said += [*_at_risk(data, affected), *_changes(data, every)]
        said += [*unblock[:1], *tasks[:1]]
        numbers = _numbers(data, affected, shares)
    else:
        said, numbers = asked_sentences(data), asked_numbers(data)
    title = say("headline.bottlenecks", data.lang, title=data.survey.title[data.lang])
    none = say("headline.bottlenecks.nothing", data.lang, period=data.period.label(data.lang))
    return headline_of(data, title, said or [none], numbers)


def end_of_bottlenecks(data: Report) -> EndOfReport:
    """The sentinel with the definitions of this report instead of those of the resumption rate."""
    end = end_of_report(data)
    if not len(data.enterprises):
        return end
    words = {"population": base_name(data)}
    terms = [(say(f"define.{t}", data.lang), say(f"define.{t}.text", data.lang, **words)) for t in _TERMS]
    return replace(end, definitions=terms)


def coverage(data: Report, shares: pd.DataFrame) -> list[str]:
    """How many of those held back name at least one of the first three categories."""
    now = current(shares, data)
    if len(now) < 4:
        return []
    row = now.iloc[2]
    return [say("sentence.coverage", data.lang, row)]


def solved(data: Report, affected: pd.DataFrame) -> list[str]:
    """How many enterprises say that something was solved."""
    count = first(current(affected, data), "some_solved")
    if not count:
        return []
    return [say("sentence.some_solved", data.lang, enterprises=count)]


def _held_back(data: Report, affected: pd.DataFrame) -> list[str]:
    now = current(affected, data)
    words = {
        "date": closing(data, latest_day(data, data.difficulties)),
        "population": base_here(data),
        "answered": now["denominator"].iloc[0],
        "affected": now["numerator"].iloc[0],
        "share": now["rate_pct"].iloc[0],
        "before": "",
    }
    earlier = first(before(affected, data), "rate_pct")
    if earlier is not None:
        words["before"] = say("sentence.share_before", data.lang, previous=previous_word(data), share=earlier)
    said = [say("sentence.held_back", data.lang, **words)]
    missing = first(now, "missing")
    if missing:
        low, high = now["low_pct"].iloc[0], now["high_pct"].iloc[0]
        wide = float(high) - float(low) > data.survey.thresholds.wide_bounds_points
        bounds = say("sentence.share_bounds", data.lang, range=format_range(low, high, data.lang)) if wide else ""
        words = {"missing": missing, "bounds": bounds}
        said.append(say("sentence.not_answered", data.lang, **words))
    return said


def _worst(data: Report, shares: pd.DataFrame) -> list[str]:
    """The categories named most, three or all that tie with the third, each with its share now and before."""
    now, earlier = current(shares, data), before(shares, data)
    if now.empty:
        return []
    was = dict(zip(earlier["category"], earlier["rate_pct"], strict=True)) if len(earlier) else {}
    now = told_apart(now)
    least = now["numerator"].nlargest(_NAMED).min()
    words = {"previous": previous_word(data)}
    items = [
        say(
            "sentence.worst.item",
            data.lang,
            row,
            category=label_of("difficulty", row["category"], data.lang),
            before=say("sentence.share_was", data.lang, **words, share=was.get(row["category"], 0.0)) if was else "",
        )
        for row in now[now["numerator"] >= least].to_dict("records")
    ]
    return [say("sentence.worst", data.lang, items=join(items, data.lang))]


def _at_risk(data: Report, affected: pd.DataFrame) -> list[str]:
    """What those with a difficulty have; where the register knows it of some only, of how many."""
    now = current(affected, data)
    items = []
    for value, of in (("staff_at_risk", "staff_known"), ("output_at_risk_10k_cny", "output_known")):
        if known := first(now, of):
            amount = say(f"sentence.{value}", data.lang, amount=now[value].iloc[0])
            some = known < now["numerator"].iloc[0]
            items.append(amount + say("sentence.at_risk.of", data.lang, known=known) if some else amount)
    return [say("sentence.at_risk", data.lang, items=join(items, data.lang))] if items else []


def _changes(data: Report, every: pd.DataFrame) -> list[str]:
    if data.previous is None or not first(every, "open_before"):
        return []
    row = every.iloc[0]
    words = {kind: format_count(row[kind], "case", data.lang) for kind in ("new", "persisting", "returning")}
    words["gone"] = row["solved"] + row["no_longer_named"]
    words["solved"] = row["solved"]
    return [say("sentence.changes", data.lang, **words)]


def _numbers(data: Report, affected: pd.DataFrame, shares: pd.DataFrame) -> list[KeyNumber]:
    now, top = current(affected, data), told_apart(current(shares, data))
    numbers = [
        KeyNumber(
            say("number.affected", data.lang),
            format_number(now["numerator"].iloc[0], data.lang),
            say("number.affected.detail", data.lang, now.iloc[0]),
            history(data, affected),
        )
    ]
    if len(top) and (len(top) == 1 or top["numerator"].iloc[0] > top["numerator"].iloc[1]):
        share = format_pct(top["rate_pct"].iloc[0], data.lang)
        numbers.append(
            KeyNumber(
                say("number.worst", data.lang),
                capital(label_of("difficulty", top["category"].iloc[0], data.lang)),
                say("number.worst.detail", data.lang, enterprises=top["numerator"].iloc[0], share=share),
            )
        )
    if first(now, "staff_known"):
        known = format_count(now["staff_known"].iloc[0], "enterprise", data.lang)
        staff = format_number(now["staff_at_risk"].iloc[0], data.lang)
        numbers.append(KeyNumber(say("number.staff_at_risk", data.lang), staff, say("number.of", data.lang, of=known)))
    if first(now, "output_known"):
        known = format_count(now["output_known"].iloc[0], "enterprise", data.lang)
        output, unit = money_parts(now["output_at_risk_10k_cny"].iloc[0], data.lang)
        label = say("number.output_at_risk", data.lang, unit=unit)
        numbers.append(KeyNumber(label, output, say("number.of", data.lang, of=known)))
    return numbers
