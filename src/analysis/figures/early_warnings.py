"""Warnings (预警): how many of each kind, and the rows behind each."""

from collections.abc import Mapping

import pandas as pd

from analysis.figures.bars import bar_figure
from analysis.figures.context import Report, count_groups, exhibit_of, group_names, no_data, rate_name, say_for
from analysis.figures.enterprise_lists import enterprise_list
from analysis.figures.exhibit import Exhibit, Notice, Part
from analysis.figures.words import bars_in_words, format_count, format_number, join, say, within

# Each kind of warning about enterprises, and what its list shows beside who it is.
_SHOWN: Mapping[str, Mapping[str, str]] = {
    "key_not_running": {"state": "text"},
    "plans_passed": {"state": "text", "planned_on": "date", "days_overdue": "count"},
    "relapses": {"state_before": "text", "state": "text"},
    "without_approval": {"state": "text"},
    "short_stock": {"input": "text", "supplier_name": "text", "stock_days": "number"},
}


def warnings(data: Report, counties: Mapping[str, pd.DataFrame], lists: Mapping[str, pd.DataFrame]) -> list[Part]:
    """An overview with the number of each kind, then a list of each; a Notice where there is nothing to warn of.

    ``counties``: by measure (rate, staff) the result of ``metrics.below_whole``. ``lists``: key_not_running,
    plans_passed, relapses, without_approval, short_stock, as the metrics of these names give them, each with ``name``.
    """
    found = {kind: rows for kind, rows in lists.items() if len(rows)}
    below = [row | {"measure": measure} for measure, rows in counties.items() for row in rows.to_dict("records")]
    if not found and not below:
        return [Notice(no_data(data, "warnings"))]
    numbers = {"below_whole": len({row["county_code"] for row in below})} if below else {}
    numbers |= {kind: rows["enterprise_id"].nunique() for kind, rows in found.items()}
    listed = [part for kind in _SHOWN if kind in found for part in _list(data, kind, found[kind])]
    return [_overview(data, numbers), *_below(data, below), *listed]


def _overview(data: Report, numbers: Mapping[str, int]) -> Exhibit:
    """How many counties or enterprises each kind of warning is about, one bar a kind."""
    rows = pd.DataFrame({"group": [say_for(data, f"warning.{kind}") for kind in numbers], "number": numbers.values()})
    labels = [
        count_groups(data, number, "county_code")
        if kind == "below_whole"
        else format_count(number, "enterprise", data.lang)
        for kind, number in numbers.items()
    ]
    printed = [format_number(number, data.lang) for number in numbers.values()]
    rows["unit"] = [label.removeprefix(number).strip() for label, number in zip(labels, printed, strict=True)]
    between = "" if data.lang == "zh" else ": "
    items = [f"{within(name)}{between}{label}" for name, label in zip(rows["group"], labels, strict=True)]
    return exhibit_of(
        data,
        "warnings",
        title=say("title.warnings", data.lang, items=join(items, data.lang)),
        about=[say("measure.warnings", data.lang)],
        rows=rows,
        kinds={"group": "text", "number": "count", "unit": "text"},
        figure=bar_figure(data, rows, labels, value="number"),
        alt=bars_in_words(items, data.lang),
    )


def _list(data: Report, kind: str, rows: pd.DataFrame) -> list[Exhibit]:
    """The enterprises that a kind of warning is about."""
    number = rows["enterprise_id"].nunique()
    title = say("title.warning", data.lang, kind=say_for(data, f"warning.{kind}"), enterprises=number)
    columns = {column: how for column, how in _SHOWN[kind].items() if column in rows.columns}
    note = say(f"note.warning.{kind}", data.lang, limit=data.survey.thresholds.stock_days)
    table = "suppliers" if kind == "short_stock" else "status"
    return enterprise_list(data, rows, f"warning-{kind.replace('_', '-')}", title, columns, note, table)


def _below(data: Report, below: list[dict]) -> list[Exhibit]:
    """Counties that lie below the whole for periods running: since when and by how much."""
    if not below:
        return []
    rows = pd.DataFrame(below).sort_values(["measure", "gap_points"], ascending=[True, False], kind="stable")
    names = {"rate": rate_name(data), "staff": say("measure.staff", data.lang)}
    rows = rows.assign(
        county=group_names(data, rows, "county_code"),
        measure=[names[measure] for measure in rows["measure"]],
        since=[data.survey.period(period).short(data.lang) for period in rows["since"]],
        gap_points=-rows["gap_points"],
    )
    kinds = {"county": "text", "measure": "text", "rate_pct": "percent", "whole_pct": "percent"}
    kinds |= {"gap_points": "points", "periods_below": "count", "since": "text"}
    worst = rows.sort_values("periods_below", ascending=False, kind="stable").iloc[0]
    return [
        exhibit_of(
            data,
            "warning-below-whole",
            title=say("title.below_whole", data.lang, worst, points=-worst["gap_points"]),
            about=[say("warning.below_whole", data.lang)],
            rows=rows,
            kinds=kinds,
            note=say_for(data, "note.warning.below_whole", limit=data.survey.thresholds.min_base_for_ranking),
        )
    ]
