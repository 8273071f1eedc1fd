"""The sentences about groups in order: which are ahead, which behind, who rose most, of whom nothing is known.

Ties get no superlative; where what is missing could change an order, a sentence says so.
"""

import pandas as pd

from analysis.figures.context import (
    Report,
    before,
    by_group,
    count_groups,
    current,
    first,
    group_name,
    group_names,
    previous_word,
    rate_name,
)
from analysis.figures.words import format_number, format_pct, format_points, is_missing, join, say
from analysis.metrics import change_between

# Fewer groups than this: the best and the worst three would be the same ones.
_ENOUGH_FOR_BOTH_ENDS = 6
_NAMED = 3


def ranking(data: Report, rates: pd.DataFrame, column: str = "county_code") -> list[str]:
    """Pattern 4: the first three and the last three, the fastest risers; one sentence where all are equal."""
    ranked = rankable(data, current(rates, data), column)
    if len(ranked) < 2:
        return []
    quiet = silent(data, rates, column)
    by = by_group(data, column)
    texts = ranked["rate_pct"].map(lambda value: format_pct(value, data.lang))
    if texts.nunique() == 1:
        number = count_groups(data, len(ranked), column)
        words = {"by": by, "groups": number, "rate": texts.iloc[0], "measure": rate_name(data)}
        return [say("sentence.all_equal", data.lang, **words), *quiet]
    most = _NAMED if len(ranked) >= _ENOUGH_FOR_BOTH_ENDS else 1
    words = {"by": by, "top": _ends(data, ranked, column, most), "bottom": _ends(data, ranked.iloc[::-1], column, most)}
    # Where many tie, an end has fewer than three places.
    said = [
        say("sentence.ranking" if most > 1 and texts.nunique() > _NAMED else "sentence.ranking_few", data.lang, **words)
    ]
    if bool((ranked["high_pct"].iloc[-most:] > ranked["low_pct"].iloc[:most].min()).fillna(False).any()):
        said.append(say("sentence.order_may_change", data.lang))
    return said + _risers(data, rates, column) + quiet


def silent(data: Report, rates: pd.DataFrame, column: str = "county_code") -> list[str]:
    """The groups of which nobody replied, three at most by name: no rate, and no 0% either."""
    now = current(rates, data)
    quiet = now[now["value_status"].eq("no_return") & now[column].notna()]
    names = group_names(data, quiet, column)
    if not names:
        return []
    shown = join(names, data.lang) if len(names) <= _NAMED else count_groups(data, len(names), column)
    return [say("sentence.silent", data.lang, names=shown)]


def attention(data: Report, rates: pd.DataFrame, whole: pd.DataFrame) -> list[str]:
    """First screen: the counties that lie clearly below the whole, three at most; none where nobody does."""
    low = _below(data, rates, whole).iloc[::-1]
    if low.empty:
        return []
    return [say("sentence.attention", data.lang, groups=_ends(data, low, "county_code", _NAMED))]


def attention_by(data: Report, rates: pd.DataFrame, whole: pd.DataFrame, measure: str) -> list[str]:
    """First screen where every county is near complete: those clearly below the whole by staff or capacity."""
    low = _below(data, rates, whole)
    low = low.sort_values(["rate_pct", "county_code"]).head(_NAMED) if len(low) else low
    groups = [
        say("sentence.one_answered", data.lang, row, name=group_name(data, "county_code", row["county_code"]))
        for row in low.to_dict("records")
    ]
    named = say(f"measure.{measure}", data.lang)
    return [say("sentence.attention_by", data.lang, measure=named, groups=join(groups, data.lang))] if groups else []


def _below(data: Report, rates: pd.DataFrame, whole: pd.DataFrame) -> pd.DataFrame:
    """The counties that may be compared and lie clearly below the whole, best first."""
    ranked, rate = rankable(data, current(rates, data), "county_code"), first(current(whole, data), "rate_pct")
    if rate is None or len(ranked) < 2:
        return ranked.iloc[:0]
    return ranked[ranked["rate_pct"] < float(rate) - 1]


def held_back_most(data: Report, affected: pd.DataFrame) -> list[str]:
    """First screen: the county with the largest share of enterprises held back, or those that tie; none if all do."""
    ranked = rankable(data, current(affected, data), "county_code")
    if ranked["rate_pct"].nunique() < 2:
        return []
    groups = _ends(data, ranked, "county_code", 1)
    return [say("sentence.held_back_most", data.lang, by=by_group(data, "county_code"), groups=groups)]


def rankable(data: Report, rates: pd.DataFrame, column: str) -> pd.DataFrame:
    """Groups of ``column`` that may be compared: named, with a rate and a base large enough; best first."""
    if rates.empty or column not in rates.columns:
        return rates.iloc[:0]
    fine = rates[rates["rate_pct"].notna() & rates[column].notna()]
    if "is_aggregate" in fine.columns:
        fine = fine[~fine["is_aggregate"].fillna(False).astype(bool)]
    counted = enterprises_behind(fine)
    large = counted.fillna(0) >= data.survey.thresholds.min_base_for_ranking
    return fine[large | counted.isna()].sort_values("rate_pct", ascending=False, kind="stable")


def enterprises_behind(rates: pd.DataFrame) -> pd.Series:
    """How many enterprises each rate speaks of: a rate in persons or yuan says so beside its denominator."""
    return rates["enterprises"] if "enterprises" in rates.columns else rates["denominator"]


def near_complete(data: Report, rates: pd.DataFrame) -> bool:
    """True where every group that has anybody is so near 100% that another measure has to tell them apart."""
    known = current(rates, data)
    known = known[~known["value_status"].isin(["empty", "suppressed"])]
    return bool(len(known)) and bool(
        (known["rate_pct"] >= data.survey.thresholds.near_complete_pct).fillna(False).all()
    )


def _ends(data: Report, ranked: pd.DataFrame, column: str, most: int) -> str:
    """The first ``most`` groups in words. Equal ones share a place; a tie that would run over is counted, not cut."""
    pieces, used = [], 0
    texts = ranked["rate_pct"].map(lambda value: format_pct(value, data.lang))
    for text in dict.fromkeys(texts):
        tied = ranked[texts == text]
        if used and used + len(tied) > most:
            break
        pieces.append(_tied(data, tied, column, text))
        used += len(tied)
        if used >= most:
            break
    return join(pieces, data.lang)


def _tied(data: Report, tied: pd.DataFrame, column: str, rate: str) -> str:
    names = group_names(data, tied, column)
    if len(names) == 1:
        row = tied.iloc[0]
        if is_missing(row["denominator"]):
            return say("sentence.one_published", data.lang, name=names[0], rate=rate)
        number = {key: format_number(row[key], data.lang) for key in ("numerator", "denominator")}
        return say("sentence.one", data.lang, name=names[0], rate=rate, **number)
    if len(names) <= _NAMED:
        return say("sentence.tied", data.lang, names=join(names, data.lang), rate=rate)
    groups = count_groups(data, len(names), column)
    return say("sentence.tied_many", data.lang, names=join(names[:2], data.lang), groups=groups, rate=rate)


def _risers(data: Report, rates: pd.DataFrame, column: str) -> list[str]:
    earlier = before(rates, data)
    if earlier.empty:
        return []
    change = change_between(rankable(data, current(rates, data), column), earlier)
    change = change[change["rate_pct"].notna() & (change["change_points"] >= 0.05).fillna(False)]
    change = change.sort_values("change_points", ascending=False, kind="stable")
    if change.empty:
        return []
    best = change[change["change_points"].round(1) == round(float(change["change_points"].iloc[0]), 1)]
    if len(best) > _NAMED:
        return []
    names = join(group_names(data, best, column), data.lang)
    words = {"names": names, "previous": previous_word(data)}
    points = format_points(change["change_points"].iloc[0], data.lang)
    return [say("sentence.risers", data.lang, points=points, **words)]
