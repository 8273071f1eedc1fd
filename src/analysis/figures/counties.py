"""The table of counties: restarts, staff and capacity side by side, each with its way over the last periods."""

import pandas as pd

from analysis.figures.context import (
    Report,
    base_name,
    before,
    current,
    group_names,
    hidden_note,
    is_whole,
    measure_name,
    previous_word,
    printed_exhibit,
    rate_name,
    say_for,
)
from analysis.figures.exhibit import Part
from analysis.figures.lines import MOST_PERIODS, histories
from analysis.figures.rankings import telling_measure
from analysis.figures.words import capital, say
from analysis.metrics import Measures, change_between


def county_table(data: Report, counties: Measures) -> list[Part]:
    """One row per county, ordered as the ranking; change and way are of the measure that the ranking is by.

    Takes results per period and ``county_code``. Nothing for a single county.
    """
    now = current(counties.rate, data)
    if not is_whole(data) or now.empty or "county_code" not in now.columns or now["county_code"].notna().sum() < 2:
        return []
    measure, result = telling_measure(data, counties)
    name = measure_name(data, measure)
    counted = now["denominator"].fillna(0).gt(0) | now["value_status"].eq("suppressed")
    rows = now[now["county_code"].notna() & counted][["county_code", "rate_pct", "numerator", "denominator"]]
    told = current(result, data)[["county_code", "rate_pct"]].rename(columns={"rate_pct": "told_by"})
    rows = rows.merge(told, on="county_code", how="left")
    for column in ("staff", "capacity"):
        known = current(getattr(counties, column), data)
        if "county_code" in known.columns:
            named = known[["county_code", "rate_pct"]].rename(columns={"rate_pct": column})
            rows = rows.merge(named, on="county_code", how="left")
    rows = rows.merge(_changes(data, result), on="county_code", how="left")
    rows = rows.sort_values("told_by", ascending=False, kind="stable", na_position="last").reset_index(drop=True)
    rows["group"] = group_names(data, rows, "county_code")
    table, kinds = _printed(data, rows, name)
    return [
        printed_exhibit(
            data,
            "counties",
            title=_title(data, rows["change_points"], name),
            about=[base_name(data)],
            rows=table,
            kinds=kinds,
            note=hidden_note(data, now),
            open_table=True,
            keys=rows["county_code"].tolist(),
            histories=histories(data, result, "county_code", rows["county_code"]) if len(data.periods) > 1 else (),
            history_label=say("column.way", data.lang, measure=name, number=min(len(data.periods), MOST_PERIODS)),
        )
    ]


def _changes(data: Report, result: pd.DataFrame) -> pd.DataFrame:
    """Per county the change of its rate on the period before, in points; missing where there is none to compare."""
    now, earlier = current(result, data), before(result, data)
    if earlier.empty:
        return now[["county_code"]].assign(change_points=pd.NA)
    return change_between(now, earlier)[["county_code", "change_points"]]


def _printed(data: Report, rows: pd.DataFrame, measure: str) -> tuple[pd.DataFrame, dict[str, str]]:
    """The columns that hold anything, under their printed names, and the kinds by those names."""
    columns = {
        "group": (say_for(data, "column.county"), "text"),
        "rate_pct": (rate_name(data), "percent"),
        "numerator": (say_for(data, "column.numerator"), "count"),
        "denominator": (say("column.denominator", data.lang), "count"),
        "staff": (say("column.staff", data.lang), "percent"),
        "capacity": (say("column.capacity", data.lang), "percent"),
        "change_points": (say("column.change_of", data.lang, measure=measure, previous=previous_word(data)), "points"),
    }
    shown = [column for column in columns if column in rows.columns and rows[column].notna().any()]
    table = rows[shown].rename(columns={column: columns[column][0] for column in shown})
    return table, {columns[column][0]: columns[column][1] for column in shown}


def _title(data: Report, changes: pd.Series, measure: str) -> str:
    """How many counties rose, fell and stayed, as printed to one decimal."""
    known = changes.dropna().astype(float).round(1)
    if known.empty:
        return say_for(data, "title.counties.plain")
    counts = {"up": int((known > 0).sum()), "down": int((known < 0).sum()), "same": int((known == 0).sum())}
    parts = [say(f"counties.{way}", data.lang, number=number) for way, number in counts.items() if number]
    words = {"measure": measure, "previous": previous_word(data), "parts": say("separator", data.lang).join(parts)}
    return capital(say_for(data, "title.counties", **words))
