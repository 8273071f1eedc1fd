"""Where it hurts: counties or industries by category of difficulty, each cell a share of those that answered."""

from collections.abc import Mapping

import pandas as pd

from analysis.figures import grids, theme
from analysis.figures.amounts import group_label, group_labels, largest_groups, leading
from analysis.figures.context import Report, base_name, by_group, current, exhibit_of, no_data
from analysis.figures.exhibit import Notice, Part
from analysis.figures.words import format_fraction, format_number, format_pct, join, label_of, paragraph, say

# So low that two of these charts share a printed page.
_CELL_WIDTH, _CELL_HEIGHT = 66, 26
# White to dark blue: the more a category is named, the darker its cell.
SHADES = [[0.0, "#F3F6F9"], [0.35, "#9DB8CF"], [0.7, "#3F6F9C"], [1.0, theme.BLUE]]
_MOST_ROWS = 16


def bottlenecks_by(data: Report, shares: pd.DataFrame, column: str, affected: pd.DataFrame) -> Part:
    """One cell per group of ``column`` and category: the share of the group's answers that name it, and how many do.

    ``shares`` of ``metrics.bottleneck_shares`` by period, ``column`` and category; ``affected`` of
    ``metrics.affected`` by period and ``column``, for the answers of each group. Groups with fewer answers than the
    survey ranks show counts without colour. A Notice where there are not two groups and two categories.
    """
    now, everybody = (_named(current(frame, data), column) for frame in (shares, affected))
    answered = everybody[everybody["denominator"] > 0] if len(everybody) else everybody
    if now.empty or answered[column].nunique() < 2 or now["category"].nunique() < 2:
        return Notice(no_data(data, f"bottleneck_heat.{column}"))
    across = sorted(largest_groups(now, "category", "numerator"), key=lambda category: category == "other")
    down = largest_groups(answered, column, "denominator")[:_MOST_ROWS]
    replies = dict(zip(answered[column], answered["denominator"], strict=True))
    table = now.assign(
        group=group_labels(data, now, column),
        category_name=group_labels(data, now, "category"),
        named=now["numerator"],
        answered=now["denominator"],
        share_pct=now["rate_pct"],
    ).sort_values(["share_pct", "named"], ascending=False, kind="stable")
    kinds = {"group": "text", "category_name": "text", "share_pct": "percent", "named": "count", "answered": "count"}
    ranked = table[table["denominator"] >= data.survey.thresholds.min_base_for_ranking]
    return exhibit_of(
        data,
        f"bottleneck-heat-{column.replace('_', '-')}",
        title=_title(data, ranked, column),
        about=[say("measure.share", data.lang), base_name(data)],
        rows=table,
        kinds=kinds,
        table="difficulties",
        groups=column,
        figure=_draw(data, now[now[column].isin(down)], column, down, across, replies),
        alt=_alternative(data, ranked, len(down), len(across)),
        note=_note(data, everybody, column, down),
    )


def _named(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    return rows[rows[column].notna()] if column in rows.columns else rows.iloc[:0].assign(**{column: None})


def _note(data: Report, everybody: pd.DataFrame, column: str, shown: list[str]) -> str:
    """How to read a cell, how many groups are not drawn, and which gave no answer at all."""
    silent = [group_label(data, column, code) for code in everybody.loc[everybody["denominator"] == 0, column]]
    answered = int((everybody["denominator"] > 0).sum())
    sentences = [
        say("note.bottleneck_heat", data.lang, limit=data.survey.thresholds.min_base_for_ranking),
        say("note.first_groups", data.lang, shown=len(shown), total=answered) if answered > len(shown) else "",
        say("note.silent", data.lang, names=join(silent, data.lang)) if silent else "",
    ]
    return paragraph(sentences, data.lang)


def _title(data: Report, ranked: pd.DataFrame, column: str) -> str:
    """The cell with the largest share, where one stands out."""
    by, first = by_group(data, column), leading(ranked, "rate_pct")
    if len(first) != 1:
        return say("title.bottleneck_heat.plain", data.lang, by=by)
    cell = first.iloc[0]
    return say(
        "title.bottleneck_heat", data.lang, cell, by=by, category=label_of("difficulty", cell["category"], data.lang)
    )


def _alternative(data: Report, ranked: pd.DataFrame, rows: int, columns: int) -> str:
    items = [
        f"{row['group']} {row['category_name']} {format_pct(row['rate_pct'], data.lang)}"
        for row in ranked.head(3).to_dict("records")
    ]
    key = "alt.bottleneck_heat" if items else "alt.bottleneck_heat.small"
    return say(key, data.lang, rows=rows, columns=columns, items=join(items, data.lang))


def _draw(
    data: Report, now: pd.DataFrame, column: str, down: list[str], across: list[str], replies: Mapping[str, int]
) -> dict:
    cells = {(row[column], row["category"]): row for row in now.to_dict("records")}
    least = data.survey.thresholds.min_base_for_ranking
    shares, texts, hovers = [], [], []
    for code in down:
        line = [cells.get((code, category)) for category in across]
        large = replies[code] >= least
        shares.append([None if not large else 0.0 if cell is None else float(cell["rate_pct"]) for cell in line])
        texts.append([_text(data, cell, large) for cell in line])
        hovers.append([_hover(data, code, column, category, cells, replies) for category in across])
    names = [
        f"{theme.plain(theme.shorten(group_label(data, column, code), 30))} "
        f"<span style='font-size:11px'>{format_number(replies[code], data.lang)}</span>"
        for code in down
    ]
    heads = [theme.wrap(group_label(data, "category", category), 11, 3) for category in across]
    highest = max((share for line in shares for share in line if share is not None), default=1) or 1
    words = [
        (x, y, text, theme.MUTED if share is None else theme.on(theme.shade(share / highest, SHADES)))
        for y, (line, written) in enumerate(zip(shares, texts, strict=True))
        for x, (share, text) in enumerate(zip(line, written, strict=True))
        if text
    ]
    return theme.chart(
        [grids.heat(shares, hovers, 0, highest, SHADES), grids.words(words)],
        height=_CELL_HEIGHT * len(down) + 80,
        minimum_width=_CELL_WIDTH * len(across) + 220,
        margin={"l": 8, "r": 8, "t": 64, "b": 16},
        xaxis=grids.names_above(heads, level=True),
        yaxis=grids.names_beside(names),
        plot_bgcolor="#FFFFFF",
    )


def _text(data: Report, cell: Mapping | None, large: bool) -> str:
    """Share and, in brackets, count; the count alone where the group is too small; nothing for nobody."""
    if cell is None:
        return ""
    count = f"<span style='font-size:11px'>({format_number(cell['numerator'], data.lang)})</span>"
    return f"{format_pct(cell['rate_pct'], data.lang, sign='')} {count}" if large else count


def _hover(data: Report, code: str, column: str, category: str, cells: Mapping, replies: Mapping[str, int]) -> str:
    cell = cells.get((code, category))
    count = 0 if cell is None else cell["numerator"]
    share = format_fraction(count, replies[code], data.lang)
    names = f"{theme.plain(group_label(data, column, code))}<br>{theme.plain(group_label(data, 'category', category))}"
    return f"{names}<br>{share}"
