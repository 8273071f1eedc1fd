"""What is worst: the categories of difficulties in order, and how their shares moved over the periods."""

from dataclasses import replace

import pandas as pd

from analysis.figures import bars
from analysis.figures.amounts import group_label, group_labels, leading
from analysis.figures.context import Report, base_name, before, current, exhibit_of, no_data, previous_word
from analysis.figures.exhibit import Notice, Part
from analysis.figures.lines import Line, trend_exhibit
from analysis.figures.words import (
    bars_in_words,
    capital,
    floats,
    format_count,
    format_pct,
    format_share,
    join,
    label_of,
    say,
)

# As many lines as there are colours that can be told apart.
_MOST_LINES = 6


def pareto(data: Report, shares: pd.DataFrame) -> Part:
    """One bar per category, most named first: its share of those that answered, with the worst-case bounds as a line.

    ``shares`` of ``metrics.bottleneck_shares`` per period. A Notice where no enterprise names a difficulty.
    """
    now = current(shares, data)
    if now.empty:
        return Notice(no_data(data, "bottlenecks"))
    rows = now.assign(group=group_labels(data, now, "category"))
    rows = rows.merge(_earlier(data, shares), on="category", how="left")
    kinds = {
        **{"group": "text", "named": "count", "answered": "count", "share_pct": "percent", "low_pct": "percent"},
        **{"high_pct": "percent", "covered": "count", "covered_pct": "percent"},
        **({"share_before": "percent"} if rows["share_before"].notna().any() else {}),
    }
    printed = rows.rename(columns={"numerator": "named", "denominator": "answered", "rate_pct": "share_pct"})
    return exhibit_of(
        data,
        "bottlenecks",
        title=_title(data, now),
        about=[say("measure.share", data.lang), base_name(data), *_marks(data, rows)],
        rows=printed,
        kinds=kinds,
        groups="category",
        table="difficulties",
        figure=_draw(data, rows),
        alt=bars_in_words(_items(data, rows), data.lang),
        note=say("note.multiple", data.lang),
    )


def bottleneck_trend(data: Report, shares: pd.DataFrame) -> Part:
    """The shares of the categories that are or were named most, six at the most; a Notice with fewer than two periods.

    A category that nobody named in a period where others were is at 0 there.
    """
    known = shares[shares["period_id"].isin([period.id for period in data.periods])]
    if known.empty or known["period_id"].nunique() < 2:
        return Notice(no_data(data, "bottleneck_trend"))
    grid = known.pivot(index="category", columns="period_id", values="rate_pct").astype("Float64").fillna(0.0)
    grid = grid.reindex(columns=[period.id for period in data.periods]).astype(float)
    last = grid[data.period.id] if data.period.id in known["period_id"].values else grid.max(axis=1)
    chosen = grid.max(axis=1).sort_values(ascending=False, kind="stable").head(_MOST_LINES).index
    order = last[chosen].sort_values(ascending=False, kind="stable").index
    order = sorted(order, key=lambda category: category == "other")
    lines = [
        Line(
            group_label(data, "category", category),
            floats(grid.loc[category]),
        )
        for category in order
    ]
    shown = trend_exhibit(
        data, lines, "bottleneck-trend", base_name(data), "difficulties", measure=say("measure.share", data.lang)
    )
    moved = _moved(data, grid.loc[order].drop("other", errors="ignore"))
    return replace(shown, title=moved or _same(data, order[0], lines[0]) or shown.title)


def _earlier(data: Report, shares: pd.DataFrame) -> pd.DataFrame:
    """Per category its share of the period before; 0 where others were named and it was not."""
    earlier = before(shares, data)
    every = shares[["category"]].drop_duplicates()
    known = dict(zip(earlier["category"], earlier["rate_pct"], strict=True)) if len(earlier) else {}
    return every.assign(share_before=[known.get(category, 0.0) if known else pd.NA for category in every["category"]])


def _marks(data: Report, rows: pd.DataFrame) -> list[str]:
    """What the thin line and the diamond of the chart say."""
    marks = [say("subtitle.whiskers", data.lang)] if (rows["missing"] > 0).any() else []
    if rows["share_before"].notna().any():
        marks.append(say("subtitle.before", data.lang, previous=previous_word(data)))
    return marks


def _title(data: Report, now: pd.DataFrame) -> str:
    """The category named most, with its count and share; a tie is named as one."""
    first = leading(now, "numerator")
    named = join([label_of("difficulty", code, data.lang) for code in first["category"]], data.lang)
    key = "title.bottlenecks" if len(first) == 1 else "title.bottlenecks.tied"
    return say(key, data.lang, first.iloc[0], category=named)


def _moved(data: Report, grid: pd.DataFrame) -> str:
    """What was named most at first and is now, where these are two different categories."""
    known = grid.dropna(axis=1)
    if known.shape[1] < 2:
        return ""
    start, end = known.iloc[:, 0], known.iloc[:, -1]
    tops = [series[series == series.max()].index for series in (start, end)]
    if any(len(top) > 1 for top in tops) or tops[0][0] == tops[1][0]:
        return ""
    was, now = (label_of("difficulty", top[0], data.lang) for top in tops)
    return say("title.bottleneck_trend", data.lang, was=was, now=now, share_was=start.max(), share=end.max())


def _same(data: Report, category: str, line: Line) -> str:
    """How the share of the category that is named most moved since the period before."""
    if data.previous is None or len(line.values) < 2 or None in line.values[-2:]:
        return ""
    before, now = line.values[-2:]
    words = {"share": now, "change": now - before}
    name = label_of("difficulty", category, data.lang)
    return capital(say("title.bottleneck_trend.same", data.lang, category=name, previous=previous_word(data), **words))


def _draw(data: Report, rows: pd.DataFrame) -> dict:
    shares = zip(rows["rate_pct"], rows["numerator"], rows["denominator"], strict=True)
    labels = [format_share(*share, data.lang) for share in shares]
    figure = bars.bar_figure(data, rows[["group", "rate_pct"]], labels, in_column=True)
    bars.add_whiskers(figure, rows["rate_pct"], rows["low_pct"], rows["high_pct"])
    known = bars.add_diamonds(figure, rows["share_before"], data.lang)
    figure["layout"]["xaxis"] = share_axis(max(rows["high_pct"].astype(float).max(), *(v or 0 for v in known)))
    return figure


def share_axis(highest: float) -> dict:
    """An axis of percentages from 0 to just above the highest value, so that small shares can be told apart."""
    step = 5 if highest <= 25 else 10 if highest <= 55 else 25
    end = min(100, step * (int(highest // step) + 1))
    ticks = list(range(0, end + 1, step))
    return {"range": [0, end], "tickvals": ticks, "ticktext": [f"{tick}%" for tick in ticks], "tickangle": 0}


def _items(data: Report, rows: pd.DataFrame) -> list[str]:
    return [
        f"{row['group']} {format_pct(row['rate_pct'], data.lang)} "
        f"({format_count(row['numerator'], 'enterprise', data.lang)})"
        for row in rows.to_dict("records")
    ]
