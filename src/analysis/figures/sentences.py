"""The sentences a report says about its numbers. Each takes metric results and gives whole sentences, or none.

Every number comes from a result; nothing is divided here, only compared. A sentence whose number is missing is not
said. Of groups in order: ``group_sentences``.
"""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from analysis.figures.context import (
    Report,
    area_code,
    base_here,
    before,
    closing,
    current,
    first,
    group_name,
    is_whole,
    previous_word,
    rate_name,
    say_for,
)
from analysis.figures.exhibit import Listed
from analysis.figures.words import capital, format_date, format_range, is_missing, join, label_of, say
from analysis.metrics import Measures, change_between, owners

_MOST_NAMED = 3


def restarted(data: Report, rates: pd.DataFrame, day: date) -> list[str]:
    """Pattern 1: how many of how many restarted, the rate, its change, who is missing and the bounds where wide."""
    now, lang = current(rates, data), data.lang
    if first(now, "denominator") is None:
        return []
    words = {"date": closing(data, day), "population": base_here(data)}
    if first(now, "rate_pct") is None:
        none = say_for(data, "sentence.nobody_replied", now.iloc[0], **words)
        return [none] if now["denominator"].iloc[0] else []
    said = [say_for(data, "sentence.restarted", now.iloc[0], before=since_before(data, rates), **words)]
    missing = first(now, "missing")
    if missing:
        bounds = _wide_bounds(data, now)
        said.append(say("sentence.missing", lang, missing=missing, bounds=bounds))
    return said + revised(data, before(rates, data))


def revised(data: Report, rates: pd.DataFrame) -> list[str]:
    """Footnotes: earlier figures of the whole that are shown as issued, and what they are as now known.

    ``rates``: of ``metrics.as_issued``, the whole by period.
    """
    if "revised_pct" not in rates.columns:
        return []
    names = {period.id: period.short(data.lang) for period in data.periods}
    return [
        say(
            "sentence.revised",
            data.lang,
            row,
            period=names[row["period_id"]],
            measure=rate_name(data) if row["measure"] == "resumption" else say(f"measure.{row['measure']}", data.lang),
        )
        for row in rates[rates["revised_pct"].notna()].to_dict("records")
    ]


def adjusted(data: Report, rates: pd.DataFrame, excluded: pd.DataFrame) -> list[str]:
    """Pattern 2: the rate without those that left the scope, with the reasons and how many each; if all may be told."""
    now, gone = current(rates, data), current(excluded, data)
    if gone.empty or gone["enterprises"].isna().any() or first(now, "rate_pct") is None:
        return []
    reasons = gone.groupby("reason")["enterprises"].sum().sort_values(ascending=False, kind="stable")
    named = [label_of("state_reason", reason, data.lang) for reason in reasons.index]
    words = {"reasons": join(named, data.lang), "excluded": reasons.sum()}
    return [say_for(data, "sentence.adjusted", now.iloc[0], **words)]


def staff(data: Report, rates: pd.DataFrame, back: pd.DataFrame) -> list[str]:
    """Pattern 3: how many staff are back, their rate, and how far it is from the resumption rate."""
    now, rate = current(back, data), first(current(rates, data), "rate_pct")
    if first(now, "rate_pct") is None:
        return []
    gap = 0 if rate is None else float(now["rate_pct"].iloc[0]) - float(rate)
    gave = "" if first(now, "enterprises") is None else say("sentence.staff.gave", data.lang, now.iloc[0])
    key = "" if abs(gap) < 0.05 else "_below" if gap < 0 else "_above"
    return [say_for(data, f"sentence.staff{key}", now.iloc[0], gap=abs(gap), gave=gave)]


def staff_and_capacity(data: Report, whole: Measures) -> list[str]:
    """First screen: staff and capacity beside the headline; restarted is not producing where they lie below it."""
    rate, *others = (first(current(result, data), "rate_pct") for result in whole)
    shares = {
        name: float(value) for name, value in zip(("staff", "capacity"), others, strict=True) if value is not None
    }
    if not shares:
        return []
    named = [say(f"sentence.share.{name}", data.lang, rate=value) for name, value in shares.items()]
    below = rate is not None and all(value < float(rate) - 0.05 for value in shares.values())
    return [say_for(data, "sentence.not_producing" if below else "sentence.shares", shares=join(named, data.lang))]


def returns(data: Report, rates: pd.DataFrame) -> list[str]:
    """First screen: how many had to report and how many did."""
    now = current(rates, data)
    due, silent = first(now, "denominator"), first(now, "no_return")
    if not due or silent is None or data.base in ("replied", "register"):
        return []
    return [say("sentence.returns", data.lang, due=due, replied=int(due) - int(silent))]


def to_settle(data: Report, shares: pd.DataFrame, day: pd.Timestamp) -> list[str]:
    """First screen: the difficulties that most enterprises name, who should settle each and by when; three at most.

    ``shares`` as ``metrics.bottleneck_shares`` gives it per period; owners from the survey's duties; the day is the
    as-of date and the survey's ``task_days``. Nothing where nobody names a difficulty that has an owner's category.
    """
    now = current(shares, data)
    if now.empty:
        return []
    named = now[(now["numerator"] > 0) & now["category"].ne("other")].head(_MOST_NAMED)
    county = None if is_whole(data) else area_code(data)
    asked = pd.DataFrame({"enterprise_id": None, "county_code": county, "category": named["category"]})
    named = named.assign(owner=owners(asked, data.survey.duties)["owner"])
    due = format_date(day + pd.Timedelta(days=data.survey.thresholds.task_days), data.lang)
    items = []
    for row in named.to_dict("records"):
        owner = None if is_missing(row["owner"]) else data.survey.duty_label(row["owner"], data.lang)
        words = {
            "category": label_of("difficulty", row["category"], data.lang),
            "enterprises": row["numerator"],
            "date": due,
            "owner": owner,
        }
        items.append(say("sentence.item_owned" if owner else "sentence.item", data.lang, **words))
    if not items:
        return []
    numbered = [say("sentence.item_numbered", data.lang, number=n, item=item) for n, item in enumerate(items, start=1)]
    whole = say("sentence.to_settle", data.lang, items=say("separator.items", data.lang).join(numbered))
    return [Listed(whole, say("sentence.to_settle.lead", data.lang), [capital(item) for item in items])]


def by_counts(data: Report, mixed: pd.DataFrame) -> list[str]:
    """The counties that have no list and count by what their office states in counts; nothing where all have lists.

    ``mixed`` of ``metrics.mixed_by_period``.
    """
    names = _counted(data, mixed, [data.period])
    return [say_for(data, "sentence.by_counts", names=names)] if names else []


def change_by_lists(data: Report, mixed: pd.DataFrame) -> list[str]:
    """Where the change has no known cause: counties that count by counts now or in the period before."""
    if data.previous is None:
        return []
    names = _counted(data, mixed, [data.period, data.previous])
    part = say("column.counts", data.lang)
    return [say("sentence.change_by_lists", data.lang, names=names, part=part)] if names else []


def _counted(data: Report, mixed: pd.DataFrame, periods: Sequence[object]) -> str:
    inside = mixed["period_id"].isin([period.id for period in periods if period is not None])
    codes = mixed.loc[inside & mixed["source"].eq("count"), "county_code"].unique()
    return join([group_name(data, "county_code", code) for code in codes], data.lang)


def since_before(data: Report, rates: pd.DataFrame) -> str:
    """（上周97.9%，上升2.1个百分点); nothing where there is no period before. A fall that those who are missing could
    make up for is said to be open."""
    earlier, now = before(rates, data), current(rates, data)
    rate = first(earlier, "rate_pct")
    if rate is None:
        return ""
    points = change_between(now, earlier)["change_points"].iloc[0]
    is_open = not is_missing(points) and points < 0 and _wide_bounds(data, now) and first(now, "high_pct") >= rate
    words = {"previous": previous_word(data), "rate": rate, "change": points, "missing": first(now, "missing")}
    return say("sentence.before_open" if is_open else "sentence.before", data.lang, **words)


def _wide_bounds(data: Report, now: pd.DataFrame) -> str:
    low, high = first(now, "low_pct"), first(now, "high_pct")
    if low is None or high is None or float(high) - float(low) <= data.survey.thresholds.wide_bounds_points:
        return ""
    return say("sentence.bounds", data.lang, range=format_range(low, high, data.lang))
