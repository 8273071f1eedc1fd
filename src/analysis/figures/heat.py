"""County by industry as a heat map, each cell with its rate and its number of enterprises."""

import pandas as pd

from analysis.figures import grids, theme
from analysis.figures.amounts import largest_groups
from analysis.figures.context import (
    Report,
    base_name,
    check_measures,
    current,
    exhibit_of,
    group_name,
    group_names,
    measure_name,
    no_data,
    say_for,
)
from analysis.figures.exhibit import Notice, Part
from analysis.figures.rankings import telling_measure, why_not_the_rate
from analysis.figures.words import (
    MISSING,
    format_count,
    format_fraction,
    format_number,
    format_pct,
    is_missing,
    paragraph,
    say,
)
from analysis.metrics import Measures

_CROSSED = ("county_code", "industry_code")
_CELL_WIDTH, _CELL_HEIGHT = 56, 40
_MOST_COLUMNS = 14
# So few have room for a name of two or three lines above them.
_FEW_COLUMNS = 7


def heat_map(data: Report, cells: Measures, row_rates: pd.DataFrame | None = None) -> Part:
    """One cell per pair of groups; the largest groups first. A Notice where there is nothing to cross.

    ``cells`` has one row per pair (and period). Cells with few enterprises are shown; the title counts the cells
    that lie below the survey's limit for a nearly complete restart. Where every row is near complete by its own rate
    (``row_rates``), the map shows staff of the same pairs, else capacity, and its title says so.
    """
    check_measures(cells)
    measure, result = ("rate", cells.rate) if row_rates is None else telling_measure(data, cells, row_rates)
    now = current(result, data)
    if now.empty or not {*_CROSSED} <= set(now.columns):
        return Notice(no_data(data, "heat"))
    now = now.assign(counted=_counted(now, measure))
    now = now[now[[*_CROSSED]].notna().all(axis=1) & (now["counted"].fillna(0) > 0)]
    if (now[[*_CROSSED]].nunique() < 2).any():
        return Notice(no_data(data, "heat"))
    across = largest_groups(now, "industry_code", "counted")[:_MOST_COLUMNS]
    down = largest_groups(now, "county_code", "counted")
    shown = now[now["industry_code"].isin(across)]
    named = {"county": group_names(data, shown, "county_code"), "industry": group_names(data, shown, "industry_code")}
    table = shown.assign(**named).sort_values("rate_pct", kind="stable")
    # Persons and yuan are no enterprises: beside another measure than the rate stands how many gave it.
    counts = ["numerator", "denominator", "missing"] if measure == "rate" else ["enterprises", "missing"]
    kinds = {"county": "text", "industry": "text", "rate_pct": "percent", **dict.fromkeys(counts, "count")}
    name = measure_name(data, measure)
    limit = data.survey.thresholds.min_base_for_ranking
    why = [why_not_the_rate(data, "member", name), say("note.heat.limit", data.lang, limit=limit)]
    notes = [*(why if measure != "rate" else []), say("note.heat", data.lang)]
    return exhibit_of(
        data,
        "heat-map",
        title=_title(data, table) if measure == "rate" else _title_of_other(data, table, name),
        about=[name, base_name(data)],
        rows=table,
        kinds=kinds,
        figure=_draw(data, shown, down, across),
        alt=_alternative(data, table, len(down), len(across)),
        note=paragraph(notes, data.lang),
    )


def _counted(now: pd.DataFrame, measure: str) -> pd.Series:
    """The enterprises a cell stands for: those in the base, or that gave the measure; where none did, all."""
    if measure == "rate":
        return now["denominator"]
    return now["enterprises"].where(now["rate_pct"].notna(), now["missing"])


def _draw(data: Report, shown: pd.DataFrame, down: list[str], across: list[str]) -> dict:
    cells = {(row["county_code"], row["industry_code"]): row for row in shown.to_dict("records")}
    counties, industries = (
        [group_name(data, column, code) for code in codes]
        for column, codes in zip(_CROSSED, (down, across), strict=True)
    )
    lines = [
        [_cell(data, cells.get(pair), county, industry) for pair, industry in zip(row, industries, strict=True)]
        for row, county in zip([[(code, other) for other in across] for code in down], counties, strict=True)
    ]
    low = min(
        10 * int(min((cell.value for line in lines for cell in line if cell.value is not None), default=0) // 10), 90
    )
    level = data.lang == "zh" or len(across) <= _FEW_COLUMNS
    most = 14 if len(across) <= _FEW_COLUMNS else 8
    upper = [theme.wrap(name, most, 4) if level else theme.plain(theme.shorten(name, 30)) for name in industries]
    right = 48 if level else grids.room_right(upper, _CELL_WIDTH, least=48)
    return theme.chart(
        grids.coloured(lines, low, 100, scale=grids.percent_scale(12)),
        height=_CELL_HEIGHT * len(down) + (150 if level else 222),
        minimum_width=_CELL_WIDTH * len(across) + 102 + right,
        margin={"l": 8, "r": right, "t": 80 if level else 152, "b": 64},
        xaxis=grids.names_above(upper, level=level),
        yaxis=grids.names_beside([theme.plain(name) for name in counties]),
        plot_bgcolor="#F4F5F6",
    )


def _cell(data: Report, cell: dict | None, county: str, industry: str) -> grids.Cell:
    """Rate above number. One that has enterprises and no rate has a dash, and is not taken for one without any."""
    if cell is None:
        return grids.Cell()
    rate = None if is_missing(cell["rate_pct"]) else float(cell["rate_pct"])
    written = MISSING if rate is None else format_pct(rate, data.lang, sign="")
    share = (
        format_count(cell["counted"], "enterprise", data.lang)
        if "enterprises" in cell
        else format_fraction(cell["numerator"], cell["denominator"], data.lang)
    )
    hover = f"{theme.plain(county)}<br>{theme.plain(industry)}<br>{format_pct(rate, data.lang)}  {share}"
    return grids.Cell(rate, f"{written}<br>{format_number(cell['counted'], data.lang)}", hover)


def _title(data: Report, table: pd.DataFrame) -> str:
    limit = data.survey.thresholds.near_complete_pct
    shown_limit = format_pct(limit, data.lang).replace(".0", "")
    rates = table["rate_pct"].dropna()
    if len(rates) and (rates == 100).all():
        return say_for(data, "title.heat.full" if len(rates) == len(table) else "title.heat.full_so_far")
    below = int((rates < limit).sum())
    if not below:
        return say_for(data, "title.heat.none", limit=shown_limit)
    return say_for(data, "title.heat", low=below, limit=shown_limit)


def _title_of_other(data: Report, table: pd.DataFrame, name: str) -> str:
    """Where another measure than the rate is lowest (the rows come lowest first), of cells that may be compared."""
    fine = table[table["rate_pct"].notna() & (table["counted"] >= data.survey.thresholds.min_base_for_ranking)]
    if fine.empty:
        return say_for(data, "title.heat.of", measure=name)
    lowest = fine.iloc[0]
    where = say("cell.heat", data.lang, lowest)
    low = format_pct(lowest["rate_pct"], data.lang)
    enterprises = format_count(lowest["counted"], "enterprise", data.lang)
    return say_for(data, "title.heat.lowest", where=where, low=low, enterprises=enterprises, measure=name)


def _alternative(data: Report, table: pd.DataFrame, rows: int, columns: int) -> str:
    known = table[table["rate_pct"].notna()]
    if known.empty or known["rate_pct"].nunique() == 1:
        return _title(data, table)
    lowest = known.iloc[0]
    where = say("cell.heat", data.lang, lowest)
    words = {"rows": rows, "columns": columns, "low": lowest["rate_pct"], "high": known["rate_pct"].iloc[-1]}
    return say("alt.heat", data.lang, where=where, **words)
