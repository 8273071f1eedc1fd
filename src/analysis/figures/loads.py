"""Restarted is not producing: gaps between the measures, and 低负荷开工 as lists for the supervision groups."""

from dataclasses import replace

import pandas as pd

from analysis.figures.context import Report, base_name, current, exhibit_of, first, group_names, no_data, say_for
from analysis.figures.enterprise_lists import enterprise_list
from analysis.figures.exhibit import Notice, Part
from analysis.figures.lines import Line, by_period, trend_exhibit
from analysis.figures.words import capital, format_pct, is_missing, say

# A narrower gap prints as 0.
_GAP = 0.05
_MEASURES = ("staff", "capacity", "power")
_POWER = ("electricity_users", "electricity_kwh", "electricity_index")


def gaps(data: Report, rows: pd.DataFrame) -> Part:
    """How far staff, capacity and power lie below the share restarted, by county, widest first; a Notice without any.

    ``rows`` of ``metrics.load_gaps`` by county.
    """
    named = [name for name in _MEASURES if rows[f"gap_{name}_points"].notna().any()] if len(rows) else []
    if not named:
        return Notice(no_data(data, "gaps"))
    rows = rows.assign(group=group_names(data, rows, "county_code"))
    rows["_widest"] = rows[[f"gap_{name}_points" for name in named]].astype(float).max(axis=1)
    rows = rows[rows["_widest"].notna()].sort_values("_widest", ascending=False, kind="stable", ignore_index=True)
    kinds = {"group": "text", "resumed_pct": "percent"}
    for name in named:
        kinds |= {f"{name}_pct": "percent", f"gap_{name}_points": "points", f"{name}_enterprises": "count"}
    widest = rows.iloc[0]
    measure = max(
        named, key=lambda name: -1e9 if is_missing(widest[f"gap_{name}_points"]) else widest[f"gap_{name}_points"]
    )
    words = {
        "group": widest["group"],
        "measure": say(f"measure.{measure}", data.lang),
        "points": f"{float(widest['_widest']):.1f}",
    }
    return exhibit_of(
        data,
        "load-gaps",
        title=say_for(data, "title.gaps" if float(widest["_widest"]) >= _GAP else "title.gaps.none", **words),
        about=[say_for(data, "measure.gaps"), base_name(data)],
        rows=rows,
        kinds=kinds,
        groups="county_code",
        note=say_for(data, "note.gaps_between"),
    )


def power(data: Report, rates: pd.DataFrame) -> Part:
    """Users that draw power again, kWh against normal and the index over the periods; a Notice where nobody gave them.

    ``rates`` of ``metrics.electricity`` by period.
    """
    by_measure = [rates[rates["measure"].eq(name)] for name in _POWER] if len(rates) else [rates]
    now = current(by_measure[0], data)
    if first(now, "rate_pct") is None:  # nobody gave it, or so few that this audience may not see it
        return Notice(no_data(data, "power"))
    row = now.iloc[0]
    lines = [
        Line(capital(say(f"measure.{name}", data.lang)), by_period(data, result))
        for name, result in zip(_POWER, by_measure, strict=True)
    ]
    part = trend_exhibit(data, lines, "electricity", say("population.power", data.lang, row), "status")
    words = {name: format_pct(line.values[-1], data.lang) for name, line in zip(_POWER, lines, strict=True)}
    words["electricity_index"] = f"{lines[2].values[-1]:.1f}"
    title = say("title.power", data.lang, enterprises=row["enterprises"], **words)
    return replace(part, title=title, note=say("note.power", data.lang))


def low_load(data: Report, rows: pd.DataFrame, outliers: pd.DataFrame) -> list[Part]:
    """Enterprises that run with hardly any staff, power or capacity, and those far below their industry: to be checked.

    ``rows`` of ``metrics.low_load``, ``outliers`` of ``metrics.load_outliers``. For internal editions: elsewhere the
    section is left out.
    """
    if rows.empty and outliers.empty:
        return [Notice(no_data(data, "low_load"))]
    limits = data.survey.thresholds
    note = say_for(
        data,
        "note.low_load",
        staff=limits.low_staff_pct,
        capacity=limits.low_capacity_pct,
        power=limits.low_power_pct,
    )
    title = say_for(data, "title.low_load", enterprises=len(rows))
    columns = {"staff_pct": "percent", "capacity_pct": "percent", "power_pct": "percent"}
    ordered = rows.sort_values("supervision_group", kind="stable") if "supervision_group" in rows else rows
    found = enterprise_list(data, ordered, "low-load", title, columns, note)
    far = outliers.assign(industry=group_names(data, outliers, "industry_code"))
    title = say("title.outliers", data.lang, enterprises=len(far))
    columns = {"industry": "text", "staff_pct": "percent", "median_pct": "percent"}
    return found + enterprise_list(data, far, "low-load-outliers", title, columns, say_for(data, "note.outliers"))
