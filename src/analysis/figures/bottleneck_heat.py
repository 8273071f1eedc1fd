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
    heads = [group_label(data, "category", category) for category in across]
    sides = [group_label(data, column, code) for code in down]
    lines = [
        [
            _cell(data, cells.get((code, category)), replies[code], f"{theme.plain(side)}<br>{theme.plain(head)}")
            for category, head in zip(across, heads, strict=True)
        ]
        for code, side in zip(down, sides, strict=True)
    ]
    highest = max((cell.value for line in lines for cell in line if cell.value is not None), default=1) or 1
    return theme.chart(
        grids.coloured(lines, 0, highest, SHADES),
        height=_CELL_HEIGHT * len(down) + 80,
        minimum_width=_CELL_WIDTH * len(across) + 220,
        margin={"l": 8, "r": 8, "t": 64, "b": 16},
        xaxis=grids.names_above([theme.wrap(head, 11, 3) for head in heads], level=True),
        yaxis=grids.names_beside(
            [
                f"{theme.plain(theme.shorten(side, 30))} {_small(format_number(replies[code], data.lang))}"
                for code, side in zip(down, sides, strict=True)
            ]
        ),
        plot_bgcolor="#FFFFFF",
    )


def _cell(data: Report, cell: Mapping | None, answered: int, names: str) -> grids.Cell:
    """Share and, in brackets, count; the count alone where the group is too small for a share, nothing for nobody."""
    large = answered >= data.survey.thresholds.min_base_for_ranking
    count, rate = (0, 0.0) if cell is None else (cell["numerator"], float(cell["rate_pct"]))
    hover = f"{names}<br>{format_fraction(count, answered, data.lang)}"
    share = f"{format_pct(rate, data.lang, sign='')} " if large else ""
    words = "" if cell is None else share + _small(f"({format_number(count, data.lang)})")
    return grids.Cell(rate if large else None, words, hover)


def _small(text: str) -> str:
    return f"<span style='font-size:11px'>{text}</span>"
