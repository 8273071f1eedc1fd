"""Ranked bars with worst-case bounds: counties, industries, sizes, the four categories."""

from collections.abc import Collection

import pandas as pd

from analysis.figures.bars import bar_figure, has_bounds
from analysis.figures.context import (
    Report,
    base_name,
    before,
    by_group,
    check_measures,
    count_groups,
    current,
    exhibit_of,
    first,
    group_names,
    hidden_note,
    is_whole,
    measure_name,
    no_data,
    own_words,
    say_for,
)
from analysis.figures.exhibit import Notice, Part
from analysis.figures.group_sentences import enterprises_behind, near_complete, rankable
from analysis.figures.words import (
    bars_in_words,
    format_pct,
    format_share,
    is_missing,
    join,
    label_of,
    paired,
    paragraph,
    say,
    say_of,
)
from analysis.metrics import Measures, change_between


def county_ranking(data: Report, counties: Measures, whole: pd.DataFrame) -> Part:
    """Counties by resumption rate; by staff, else capacity, where every county is near 100% and no longer differs."""
    if not is_whole(data):
        return ranking(data, counties.rate, "county_code", whole)
    return group_ranking(data, counties, "county_code", whole)


def group_ranking(data: Report, groups: Measures, column: str, whole: pd.DataFrame) -> Part:
    """Groups of ``column`` by resumption rate; by staff, else capacity, where the rate no longer tells them apart."""
    measure, result = telling_measure(data, groups)
    if measure != "rate":
        return ranking(data, result, column, measure=measure, because=True)
    return ranking(data, result, column, whole)


def telling_measure(data: Report, groups: Measures, judged: pd.DataFrame | None = None) -> tuple[str, pd.DataFrame]:
    """What tells the groups apart, and its result: the rate; where all are near complete, staff, else capacity.

    ``judged``: the rates that must be near complete, where these are not those of the groups themselves.
    """
    check_measures(groups)
    if near_complete(data, groups.rate if judged is None else judged):
        for name in ("staff", "capacity"):
            result = getattr(groups, name)
            if current(result, data).get("rate_pct", pd.Series(dtype=float)).nunique() > 1:
                return name, result
    return "rate", groups.rate


def ranking(
    data: Report,
    rates: pd.DataFrame,
    column: str,
    whole: pd.DataFrame | None = None,
    *,
    measure: str = "rate",
    because: bool = False,
    population: str = "",
    table: str = "status",
) -> Part:
    """One bar per group of ``column``, best first: solid to its lower bound, hatched to its upper.

    A Notice where there are not two groups to compare. ``because``: say that counties are ranked by this measure
    since the rate no longer tells them apart. ``population`` and ``table``: where the rates are not of the register.
    Raises ValueError where ``rates`` has no rates by ``column``.
    """
    now = current(rates, data)
    if len(rates) and not {column, "rate_pct"} <= set(rates.columns):
        raise ValueError(
            f"ranking 需要按 {column} 的比率（resumption_rate 的结果）；现有列 {'、'.join(rates)} / "
            f"ranking takes rates by {column}, as resumption_rate gives them; these have {', '.join(rates)}"
        )
    if now.empty or column not in now.columns or now[column].notna().sum() < 2:
        return Notice(no_data(data, column))
    # Enterprises of no category are none of the four; those of an unstated county or size are still counted.
    now = now[now[column].notna() | ((column != "four_category") & (now["denominator"].fillna(0) > 0))]
    rows = _with_change(now, before(rates, data))
    rows = rows.sort_values("rate_pct", ascending=False, kind="stable", na_position="last", ignore_index=True)
    rows["group"] = group_names(data, rows, column)
    labels = [_label(data, row, measure) for row in rows.to_dict("records")]
    keys = rows[column].fillna("").astype(str).tolist()
    name = measure_name(data, measure)
    average = first(current(whole, data), "rate_pct")
    hatched = say_for(data, f"subtitle.bounds.{table}") if has_bounds(rows).any() else ""
    return exhibit_of(
        data,
        f"ranking-{column.replace('_', '-')}-{measure}",
        title=_title(data, rows, column, name),
        about=[name, population or base_name(data), hatched],
        rows=rows,
        kinds=_columns(rows, measure),
        groups=column,
        table=table,
        figure=bar_figure(data, rows, labels, average, keys=keys),
        alt=bars_in_words(paired(rows["group"], _in_words(data, rows)), data.lang),
        note=paragraph(
            [
                why_not_the_rate(data, column, name) if because else "",
                _small(data, rows, column),
                hidden_note(data, rows),
            ],
            data.lang,
        ),
        keys=keys,
    )


def why_not_the_rate(data: Report, column: str, measure: str) -> str:
    """That every group is near complete, and what is shown instead."""
    limit = format_pct(data.survey.thresholds.near_complete_pct, data.lang).replace(".0", "")
    return say_of("note.near_complete", column, data.lang, limit=limit, measure=measure, **own_words(data))


def _label(data: Report, row: dict, measure: str) -> str:
    """Beside the bar: 98.6%  70/71, of staff and capacity 98.6%; why there is none where there is none."""
    if is_missing(row["rate_pct"]):
        return say(f"value_status.{row.get('value_status')}.short", data.lang)
    if measure == "rate" and not is_missing(row["denominator"]):
        return format_share(row["rate_pct"], row["numerator"], row["denominator"], data.lang)
    return format_pct(row["rate_pct"], data.lang)


def _in_words(data: Report, rows: pd.DataFrame) -> list[str]:
    """Every bar for those who cannot see it."""
    return [
        label_of("value_status", status, data.lang) if is_missing(rate) else format_pct(rate, data.lang)
        for rate, status in zip(rows["rate_pct"], rows["value_status"], strict=True)
    ]


def _with_change(now: pd.DataFrame, earlier: pd.DataFrame) -> pd.DataFrame:
    """The rates of now with ``change_points``; missing where there is nothing to compare with."""
    if earlier.empty:
        return now.assign(change_points=pd.NA)
    both = change_between(now, earlier)
    return both[both["value_status"].notna()]  # a group that is gone has no status of now


def _title(data: Report, rows: pd.DataFrame, column: str, measure: str) -> str:
    """The finding: highest and lowest where one of each stands out; a tie is named as one or not at all.

    Where late returns could still change who that is, the title says "so far".
    """
    by = by_group(data, column)
    ranked = rankable(data, rows, column)
    texts = [format_pct(value, data.lang) for value in ranked["rate_pct"]] if len(ranked) else []
    if len(texts) >= 2 and len(set(texts)) == 1:
        groups = count_groups(data, len(ranked), column)
        return say("title.ranking.equal", data.lang, by=by, groups=groups, measure=measure, rate=texts[0])
    ends = {}
    for place, end in (("top", 0), ("bottom", -1)):
        if len(texts) >= 2 and texts.count(texts[end]) == 1 and _stands_out(rows, column, ranked["rate_pct"].iloc[end]):
            name = ranked["group"].iloc[end]
            ends[place] = say("title.ranking.end", data.lang, name=name, rate=texts[end])
    key = {2: "spread", 1: next(iter(ends), ""), 0: "plain"}[len(ends)]
    title = say(f"title.ranking.{key}", data.lang, by=by, measure=measure, **ends)
    return say("title.ranking.so_far", data.lang, title=title[:1].lower() + title[1:]) if _open(ranked, ends) else title


def _stands_out(rows: pd.DataFrame, column: str, rate: float) -> bool:
    """True for a rate at an end of all shown: also of the groups that are too small to be ranked themselves."""
    shown = rows.loc[rows[column].notna(), "rate_pct"].dropna()
    return bool((shown <= rate).all() or (shown >= rate).all())


def _open(ranked: pd.DataFrame, ends: Collection[str]) -> bool:
    """True where the bounds of a named end reach those of another group."""
    if "low_pct" not in ranked.columns or not ends:
        return False
    low, high = (ranked[end].fillna(ranked["rate_pct"]).to_numpy(float) for end in ("low_pct", "high_pct"))
    top = "top" in ends and (high[1:] > low[0]).any()
    return bool(top or ("bottom" in ends and (low[:-1] < high[-1]).any()))


def _columns(rows: pd.DataFrame, measure: str) -> dict[str, str]:
    kinds = {"group": "text", "rate_pct": "percent"}
    if measure != "rate":
        kinds |= {"enterprises": "count"} if rows["enterprises"].notna().any() else {}
    elif rows["denominator"].notna().any():
        kinds |= dict.fromkeys(("numerator", "denominator", "missing"), "count")
        kinds |= dict.fromkeys(("low_pct", "high_pct"), "percent")
    return kinds | ({"change_points": "points"} if rows["change_points"].notna().any() else {})


def _small(data: Report, rows: pd.DataFrame, column: str) -> str:
    """Which groups are too small to be ranked."""
    limit = data.survey.thresholds.min_base_for_ranking
    small = rows[(enterprises_behind(rows) < limit).fillna(False).astype(bool)]
    if small.empty or column not in ("county_code", "industry_code"):
        return ""
    names = small["group"].tolist()
    if len(names) <= 3:
        return say("note.small", data.lang, names=join(names, data.lang), limit=limit)
    groups = count_groups(data, len(names), column)
    return say("note.small.many", data.lang, names=join(names[:2], data.lang), groups=groups, limit=limit)
