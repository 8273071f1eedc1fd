"""How badly difficulties go with production, which go together, and for how long they have been open."""

from __future__ import annotations

import pandas as pd

from analysis.figures import bars
from analysis.figures.amounts import group_label, group_labels
from analysis.figures.context import Report, base_name, exhibit_of, no_data
from analysis.figures.exhibit import Notice, Part
from analysis.figures.words import bars_in_words, format_count, format_number, format_pct, label_of, paired, say


def open_for(data: Report, ages: pd.DataFrame, ends: pd.DataFrame) -> Part:
    """How long the open difficulties have been named, a bar per category, beside how long they take to end.

    ``ages`` of ``metrics.open_ages``; ``ends`` of ``metrics.resumption_quartiles`` over ``metrics.spells`` by category.
    A Notice where nothing is open.
    """
    if ages.empty:
        return Notice(no_data(data, "open_for"))
    half = ends[ends["quartile"].eq(50)].set_index("category")
    rows = ages.assign(
        group=group_labels(data, ages, "category"),
        open_cases=ages["open"],
        half=[_half(data, half, code) for code in ages["category"]],
    )
    kinds = {"group": "text", "open_cases": "count", "median_days": "number", "oldest_days": "count", "old": "count"}
    labels = [say("label.open_for", data.lang, row) for row in rows.to_dict("records")]
    old = say("title.open_for", data.lang, open=rows["open"].sum(), old=rows["old"].sum())
    return exhibit_of(
        data,
        "open-for",
        title=old,
        about=[say("measure.open_for", data.lang), base_name(data)],
        rows=rows,
        kinds=kinds | {"half": "text"},
        groups="category",
        table="difficulties",
        figure=bars.bar_figure(data, rows[["group", "median_days"]], labels, value="median_days"),
        alt=bars_in_words(paired(rows["group"], labels), data.lang),
        note=say("note.open_for", data.lang),
    )


def severity(data: Report, rows: pd.DataFrame) -> Part:
    """Staff away in enterprises that name a category (bar) beside the others that answered (diamond).

    ``rows`` of ``metrics.severity`` of this period. A Notice where nobody states staff.
    """
    told = rows["staff_away_pct"].notna() & rows["category"].ne("other")
    shown = rows[told & (rows["enterprises"] >= data.survey.thresholds.min_base_for_ranking)]
    if shown.empty:
        return Notice(no_data(data, "severity"))
    shown = shown.reset_index(drop=True).assign(group=[group_label(data, "category", c) for c in shown["category"]])
    shares = ["idle_pct", "idle_pct_others", "staff_away_pct", "staff_away_pct_others"]
    shares += ["capacity_short_pct", "capacity_short_pct_others"]
    labels = [
        f"{format_pct(row['staff_away_pct'], data.lang)}  {format_count(row['enterprises'], 'enterprise', data.lang)}"
        for row in shown.to_dict("records")
    ]
    away = shown[["group", "staff_away_pct"]].rename(columns={"staff_away_pct": "rate_pct"})
    figure = bars.bar_figure(data, away, labels, in_column=True)
    bars.add_diamonds(figure, shown["staff_away_pct_others"], data.lang)
    first = shown.iloc[0]
    return exhibit_of(
        data,
        "severity",
        title=say("title.severity", data.lang, first, category=label_of("difficulty", first["category"], data.lang)),
        about=[say("measure.severity", data.lang), base_name(data), say("subtitle.others", data.lang)],
        rows=shown,
        kinds={"group": "text", "enterprises": "count"} | dict.fromkeys(shares, "percent"),
        groups="category",
        table="difficulties_status",
        figure=figure,
        alt=bars_in_words(paired(shown["group"], labels), data.lang),
        note=say("note.severity", data.lang, limit=data.survey.thresholds.min_base_for_ranking),
    )


def together(data: Report, pairs: pd.DataFrame) -> list[str]:
    """The pair of difficulties that goes together most beyond chance; nothing where no pair is frequent."""
    clear = pairs["category"].ne("other") & pairs["other"].ne("other")
    often = pairs[clear & (pairs["both"] >= data.survey.thresholds.min_base_for_ranking)]
    if often.empty:
        return []
    excess = (often["share_pct"] - often["expected_pct"]).astype(float)
    row = often.loc[excess.idxmax()]
    if excess.max() < 1:
        return []
    words = {key: label_of("difficulty", row[key], data.lang) for key in ("category", "other")}
    words |= {"named": format_count(row["named"], "enterprise", data.lang)}
    words |= {"share": format_pct(row["share_pct"], data.lang), "expected": format_pct(row["expected_pct"], data.lang)}
    return [say("sentence.together", data.lang, **words)]


def _half(data: Report, ends: pd.DataFrame, category: object) -> str:
    """Within how many days half had ended: a range, or that it was not so many."""
    if category not in ends.index or ends.loc[category, "value_status"] != "ok":
        return say("open_for.not_reached", data.lang)
    row = ends.loc[category]
    days = {name: format_number(row[f"{name}_days"], data.lang) for name in ("from", "to")}
    return say("open_for.range", data.lang, **days)
