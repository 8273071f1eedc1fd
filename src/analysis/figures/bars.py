"""Ranked bars with worst-case bounds: counties, industries, sizes, the four categories."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import pandas as pd

from analysis.figures import theme
from analysis.figures.context import (
    Report,
    base_name,
    before,
    by_group,
    count_groups,
    current,
    first,
    group_name,
    hidden_note,
    is_whole,
    no_data,
    place_words,
    rate_name,
    source,
    subtitle,
)
from analysis.figures.exhibit import Exhibit, Notice, Part, labelled
from analysis.figures.group_sentences import near_complete, rankable
from analysis.figures.words import (
    capital,
    format_number,
    format_pct,
    is_missing,
    join,
    label_of,
    say,
    say_of,
)
from analysis.metrics import change_between

ROW_PX = 31
# Longer names stand above their bar, so that a phone keeps room for the bar.
_BESIDE = 18
_LONGEST = 46


def county_ranking(
    data: Report, rates: pd.DataFrame, whole: pd.DataFrame, staff: pd.DataFrame, capacity: pd.DataFrame
) -> Part:
    """Counties by resumption rate; by staff, else capacity, where every county is near 100% and no longer differs."""
    if not is_whole(data):
        return ranking(data, rates, "county_code", whole)
    return group_ranking(data, rates, "county_code", whole, staff, capacity)


def group_ranking(
    data: Report,
    rates: pd.DataFrame,
    column: str,
    whole: pd.DataFrame,
    staff: pd.DataFrame,
    capacity: pd.DataFrame,
) -> Part:
    """Groups of ``column`` by resumption rate; by staff, else capacity, where the rate no longer tells them apart."""
    measure, result = telling_measure(data, rates, staff, capacity)
    if measure != "rate":
        return ranking(data, result, column, measure=measure, because=True)
    return ranking(data, rates, column, whole)


def telling_measure(
    data: Report, rates: pd.DataFrame, staff: pd.DataFrame, capacity: pd.DataFrame
) -> tuple[str, pd.DataFrame]:
    """What tells the groups apart, and its result: the rate; where all are near complete, staff, else capacity."""
    if near_complete(data, rates):
        for name, result in (("staff", staff), ("capacity", capacity)):
            if current(result, data).get("rate_pct", pd.Series(dtype=float)).notna().sum() > 1:
                return name, result
    return "rate", rates


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
    """
    now = current(rates, data)
    if now.empty or column not in now.columns or now[column].notna().sum() < 2:
        return Notice(no_data(data, column))
    # Enterprises of no category are none of the four; those of an unstated county or size are still counted.
    now = now[now[column].notna() | ((column != "four_category") & (now["denominator"].fillna(0) > 0))]
    rows = _in_order(_with_change(now, before(rates, data)))
    rows["group"] = [group_name(data, column, code) for code in rows[column]]
    name = rate_name(data) if measure == "rate" else say(f"measure.{measure}", data.lang)
    average = first(current(whole, data), "rate_pct")
    hatched = say(f"subtitle.bounds.{table}", data.lang) if _has_bounds(rows).any() else ""
    shown, kinds = labelled(rows, _columns(rows, measure), data.lang)
    return Exhibit(
        id=f"ranking-{column.replace('_', '-')}-{measure}",
        title=_title(data, rows, column, name),
        subtitle=subtitle(data, name, population or base_name(data), hatched),
        table=shown,
        kinds=kinds,
        figure=_draw(data, rows, average, column, counted="denominator" if measure == "rate" else "enterprises"),
        alt=say("alt.ranking", data.lang, items=join(_items(data, rows), data.lang)),
        source=source(data, table),
        note=" ".join(
            filter(
                None,
                [
                    why_not_the_rate(data, column, name) if because else "",
                    _small(data, rows, column) if measure == "rate" else "",
                    hidden_note(data, rows),
                ],
            )
        ),
        lang=data.lang,
        keys=rows[column].fillna("").astype(str).tolist(),
    )


def why_not_the_rate(data: Report, column: str, measure: str) -> str:
    """That every group is near complete, and what is shown instead."""
    limit = format_pct(data.survey.thresholds.near_complete_pct, data.lang).replace(".0", "")
    return say_of(
        "note.near_complete",
        column,
        data.lang,
        limit=limit,
        measure=measure,
        rate_name=rate_name(data),
        **place_words(data),
    )


def bar_figure(
    data: Report,
    rows: pd.DataFrame,
    labels: Sequence[str],
    average: object = None,
    value: str = "rate_pct",
    *,
    in_column: bool = False,
    keys: Sequence[str] = (),
) -> dict:
    """The drawing alone, top row first: ``group``, the column ``value``, and ``low_pct`` and ``high_pct`` if there.

    Percentages run from 0 to 100; anything else from 0 to its largest, without an axis, since labels say it all.
    Labels stand at the end of their bar, or ``in_column`` where something else is drawn there. ``keys``: what each bar
    is of, for other charts and tables to point at. Long names stand above their bars, beside them on wide screens.
    """
    names = [capital(theme.plain(theme.shorten(name, _LONGEST))) for name in rows["group"]]
    places = list(range(len(rows)))
    rate = [None if is_missing(number) else float(number) for number in rows[value]]
    bounds = _has_bounds(rows).tolist() if "low_pct" in rows.columns else [False] * len(rows)
    lows, highs = (
        [float(bound) if wide else end for bound, wide, end in zip(rows.get(name, rate), bounds, rate, strict=True)]
        for name in ("low_pct", "high_pct")
    )
    extra = [high - low if wide else 0 for low, high, wide in zip(lows, highs, bounds, strict=True)]
    hover = [f"{name}<br>{label}" for name, label in zip(names, labels, strict=True)]
    common = {"type": "bar", "orientation": "h", "y": places, "hovertext": hover, "hoverinfo": "text"}
    if keys:
        common["customdata"] = list(keys)
    hatch = {"shape": "/", "fgcolor": theme.BLUE, "bgcolor": "#FFFFFF", "size": 5, "solidity": 0.35}
    open_part = {"color": "#FFFFFF", "line": {"color": theme.BLUE, "width": 1}, "pattern": hatch}
    traces = [{**common, "x": lows, "marker": {"color": theme.BLUE}}]
    traces += [{**common, "x": extra, "marker": open_part}] if any(extra) else []
    aside = [
        theme.note(label, x=1, xref="paper", xanchor="left", xshift=8, y=place, yref="y", align="left")
        if in_column
        else theme.note(label, x=end or 0, xref="x", xanchor="left", xshift=5, y=place, yref="y", bgcolor="#FFFFFF")
        for place, label, end in zip(places, labels, highs, strict=True)
    ]
    shapes, line_words = _average_line(data, average)
    percent = value == "rate_pct"
    right = 16 + 7 * max((theme.width(label) for label in labels), default=0)
    xaxis = theme.percent_axis() if percent else {"range": [0, max(filter(None, rate), default=1)], "visible": False}
    top = 24 if line_words else 4
    above, beside = (_name_places(names, aside + line_words, right, top, percent, over=over) for over in (True, False))
    long = max((theme.width(name) for name in rows["group"]), default=0) > _BESIDE
    return theme.chart(
        traces,
        wide=beside if long else None,
        barmode="stack",
        xaxis=xaxis,
        shapes=shapes,
        **(above if long else beside),
    )


def add_diamonds(figure: dict, percentages: Iterable[object], lang: str) -> list[float | None]:
    """Mark on each bar of a ``bar_figure`` the percentage it is compared with; returns them as plain numbers."""
    known = [None if is_missing(value) else float(value) for value in percentages]
    marker = {"symbol": "diamond", "size": 10, "color": theme.ORANGE, "line": {"color": "#FFFFFF", "width": 1}}
    figure["data"].append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": known,
            "y": list(range(len(known))),
            "marker": marker,
            "hovertext": [format_pct(value, lang) for value in known],
            "hoverinfo": "text",
        }
    )
    return known


def _name_places(names: Sequence[str], notes: list[dict], right: int, top: int, axis: bool, *, over: bool) -> dict:
    """The part of a layout that depends on where names stand: over their bars, or beside them."""
    places = list(range(len(names)))
    over_bars = [
        theme.note(name, x=0, xref="x", xanchor="left", y=place, yref="y", yshift=19, align="left")
        for place, name in zip(places, names, strict=True)
    ]
    return {
        "height": (ROW_PX + (18 if over else 0)) * len(names) + top + (32 if axis else 4),
        "bargap": 0.64 if over else 0.32,
        "margin": {"l": 4 if over else 8, "r": right, "t": top, "b": 32 if axis else 4},
        "yaxis": {
            "range": [len(names) - 0.5, -0.5 - (0.15 if over else 0)],
            "showgrid": False,
            "automargin": True,
            "tickvals": places,
            "ticktext": names,
            "showticklabels": not over,
        },
        "annotations": notes + (over_bars if over else []),
    }


def _average_line(data: Report, average: object) -> tuple[list[dict], list[dict]]:
    """The whole's rate as a dotted line, and its words above it."""
    if average is None:
        return [], []
    line = {"color": theme.ORANGE, "width": 2, "dash": "dot"}
    place = {"x0": float(average), "x1": float(average), "y0": 0, "y1": 1}
    words = theme.plain(say("whole", data.lang, rate=format_pct(average, data.lang)))
    side = "right" if float(average) > 40 else "left"
    above = theme.note(words, x=float(average), xref="x", y=1, yref="paper", yanchor="bottom", xanchor=side)
    return [{"type": "line", "xref": "x", "yref": "paper", "layer": "below", **place, "line": line}], [above]


def _draw(data: Report, rows: pd.DataFrame, average: object, column: str, counted: str) -> dict:
    labels = [_label(data, row, counted) for row in rows.to_dict("records")]
    return bar_figure(data, rows, labels, average, keys=rows[column].fillna("").astype(str).tolist())


def _label(data: Report, row: dict, counted: str) -> str:
    """Beside the bar: 98.6%  70/71; why there is none where there is none."""
    if is_missing(row["rate_pct"]):
        return say(f"value_status.{row.get('value_status')}.short", data.lang)
    rate = format_pct(row["rate_pct"], data.lang)
    if counted == "denominator" and not is_missing(row["denominator"]):
        share = f"{format_number(row['numerator'], data.lang)}/{format_number(row['denominator'], data.lang)}"
        return f"{rate}  {share}"
    return rate


def _items(data: Report, rows: pd.DataFrame) -> list[str]:
    """Every bar in words, for those who cannot see it."""
    return [
        f"{row['group']} "
        + (
            label_of("value_status", row.get("value_status"), data.lang)
            if is_missing(row["rate_pct"])
            else format_pct(row["rate_pct"], data.lang)
        )
        for row in rows.to_dict("records")
    ]


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values("rate_pct", ascending=False, kind="stable", na_position="last").reset_index(drop=True)


def _with_change(now: pd.DataFrame, earlier: pd.DataFrame) -> pd.DataFrame:
    """The rates of now with ``change_points``; missing where there is nothing to compare with."""
    if earlier.empty:
        return now.assign(change_points=pd.NA)
    both = change_between(now, earlier)
    return both[both["value_status"].notna()]  # a group that is gone has no status of now


def _has_bounds(rows: pd.DataFrame) -> pd.Series:
    if "low_pct" not in rows.columns:
        return pd.Series(False, index=rows.index)
    return (rows["high_pct"] > rows["low_pct"]).fillna(False).astype(bool)


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
    low, high = ranked["low_pct"].to_numpy(float, na_value=0), ranked["high_pct"].to_numpy(float, na_value=100)
    top = "top" in ends and (high[1:] > low[0]).any()
    return bool(top or ("bottom" in ends and (low[:-1] < high[-1]).any()))


def _columns(rows: pd.DataFrame, measure: str) -> dict[str, str]:
    kinds = {"group": "text", "rate_pct": "percent", "numerator": "count", "denominator": "count"}
    if rows["denominator"].isna().all():
        kinds = {"group": "text", "rate_pct": "percent"}
    elif measure == "rate":
        kinds |= {"missing": "count", "low_pct": "percent", "high_pct": "percent"}
    else:
        kinds = {"group": "text", "rate_pct": "percent"}
    return kinds | ({"change_points": "points"} if rows["change_points"].notna().any() else {})


def _small(data: Report, rows: pd.DataFrame, column: str) -> str:
    """Which groups are too small to be ranked."""
    limit = data.survey.thresholds.min_base_for_ranking
    small = rows[(rows["denominator"] < limit).fillna(False).astype(bool)]
    if small.empty or column not in ("county_code", "industry_code"):
        return ""
    names = small["group"].tolist()
    if len(names) <= 3:
        return say("note.small", data.lang, names=join(names, data.lang), limit=limit)
    groups = count_groups(data, len(names), column)
    return say("note.small.many", data.lang, names=join(names[:2], data.lang), groups=groups, limit=limit)
