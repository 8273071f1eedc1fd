"""Groups by period as a heat map, for surveys that send only published percentages."""

from collections.abc import Sequence

import pandas as pd

from analysis.figures import grids, theme
from analysis.figures.context import Report, by_group, group_name, no_data, printed_exhibit, rate_name
from analysis.figures.exhibit import Notice, Part
from analysis.figures.published import of_dimension, population, suppressed, written
from analysis.figures.words import is_missing, paragraph, say


def published_periods(data: Report, published: pd.DataFrame, dimension: str) -> Part:
    """Groups of one dimension by period: a dot for a figure that was suppressed, nothing where it was not asked."""
    rows = of_dimension(published, dimension)
    if rows.empty or rows["period_id"].nunique() < 2:
        return Notice(no_data(data, "published"))
    members = _in_order(data, rows, dimension)
    cells = {(row["member"], row["period_id"]): row for row in rows.to_dict("records")}
    grid = [[cells.get((member, period.id)) for period in data.periods] for member in members]
    names = [group_name(data, dimension, member) for member in members]
    hidden = sum(cell is not None and cell["value_status"] == "suppressed" for line in grid for cell in line)
    table = pd.DataFrame({say("column.period", data.lang): [period.short(data.lang) for period in data.periods]})
    for name, line in zip(names, grid, strict=True):
        table[name] = [written(data, cell) for cell in line]
    known = rows[rows["rate_pct"].notna()].sort_values("rate_pct", kind="stable")
    return printed_exhibit(
        data,
        f"published-heat-{dimension}",
        title=_heat_title(data, known, dimension),
        about=[rate_name(data), population(data)],
        rows=table.iloc[::-1].reset_index(drop=True),
        table="summaries",
        figure=_draw_heat(data, grid, names),
        alt=_heat_alternative(data, known, dimension, len(members)),
        note=paragraph([suppressed(data, hidden, "note.dots"), say("note.published", data.lang)], data.lang),
    )


def _in_order(data: Report, rows: pd.DataFrame, dimension: str) -> list[str]:
    """The members in the order of the survey's own list, which sorts size bands by size."""
    known = [row["member"] for row in data.survey.members if row["dimension"] == dimension]
    found = set(rows["member"])
    return [member for member in dict.fromkeys([*known, *rows["member"]]) if member in found]


def _heat_title(data: Report, known: pd.DataFrame, dimension: str) -> str:
    """The lowest figure of all periods, unless several share that place."""
    by = by_group(data, dimension)
    if known.empty or (known["rate_pct"] == known["rate_pct"].iloc[0]).sum() > 1:
        return say("title.ranking.plain", data.lang, by=by, measure=rate_name(data))
    low = known.iloc[0]
    return say(
        "title.lowest",
        data.lang,
        by=by,
        measure=rate_name(data),
        low=low["rate_pct"],
        lowest=group_name(data, dimension, low["member"]),
        period=_period_name(data, low["period_id"]),
    )


def _period_name(data: Report, period_id: str) -> str:
    return next((period.short(data.lang) for period in data.periods if period.id == period_id), "")


def _heat_alternative(data: Report, known: pd.DataFrame, dimension: str, rows: int) -> str:
    if known.empty:
        return ""
    low, high = known.iloc[0], known.iloc[-1]
    place = {"county": group_name(data, dimension, low["member"]), "industry": _period_name(data, low["period_id"])}
    words = {"rows": rows, "columns": len(data.periods), "low": low["rate_pct"], "high": high["rate_pct"]}
    return say("alt.heat", data.lang, where=say("cell.heat", data.lang, **place), **words)


def _draw_heat(data: Report, grid: Sequence[Sequence[dict | None]], names: Sequence[str]) -> dict:
    periods = [theme.plain(period.short(data.lang)) for period in data.periods]
    lines = [
        [_cell(data, cell, f"{theme.plain(name)}<br>{period}") for period, cell in zip(periods, line, strict=True)]
        for name, line in zip(names, grid, strict=True)
    ]
    known = [cell.value for line in lines for cell in line if cell.value is not None]
    shown = sorted(range(len(periods) - 1, -1, -max(1, len(periods) // 8)))
    hidden = [
        (x, y)
        for y, line in enumerate(grid)
        for x, cell in enumerate(line)
        if cell is not None and cell["value_status"] == "suppressed"
    ]
    lowest = 10 * int(min(known, default=0) // 10)
    heat, _ = grids.coloured(lines, lowest, 100, gap_px=1, scale=grids.percent_scale(34))
    dots = theme.scatter([x for x, _ in hidden], [y for _, y in hidden], marker={"size": 4, "color": theme.MUTED})
    return theme.chart(
        [heat, dots],
        height=34 * len(names) + 120,
        minimum_width=760,
        margin={"l": 8, "r": 32, "t": 16, "b": 84},
        xaxis={
            "tickvals": shown,
            "ticktext": [periods[i] for i in shown],
            "showgrid": False,
            "tickangle": 0,
            "range": [-0.5, len(periods) - 0.5],
        },
        yaxis=grids.names_beside([theme.plain(theme.shorten(name, 34)) for name in names]),
        plot_bgcolor="#F4F5F6",
    )


def _cell(data: Report, cell: dict | None, names: str) -> grids.Cell:
    value = None if cell is None or is_missing(cell["rate_pct"]) else float(cell["rate_pct"])
    return grids.Cell(value, hover=f"{names}<br>{written(data, cell)}")
