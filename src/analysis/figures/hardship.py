"""How badly difficulties go with production, which go together, for how long they have been open; what enterprises
need, and what the answers cannot tell."""

import pandas as pd

from analysis.figures import bars
from analysis.figures.amounts import format_amount, group_label, group_labels, unit_name
from analysis.figures.context import Report, base_name, before, current, exhibit_of, first, no_data
from analysis.figures.exhibit import Notice, Part
from analysis.figures.words import (
    bars_in_words,
    capital,
    format_count,
    format_number,
    format_pct,
    join,
    label_of,
    paired,
    say,
)

# The title names so many units; the table has all.
_NAMED = 4


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


def stated_needs(data: Report, stated: pd.DataFrame, affected: pd.DataFrame) -> Part:
    """One row per unit: the sum of the stated amounts, how many stated one, the middle and the largest of them.

    ``stated`` of ``metrics.needs_by_unit``, ``affected`` of ``metrics.affected`` for how many could have stated one.
    A Notice where nobody stated an amount.
    """
    now, earlier = current(stated, data), before(stated, data)
    if now.empty:
        return Notice(no_data(data, "needs"))
    was = dict(zip(earlier["unit"], earlier["amount"], strict=True)) if len(earlier) else {}
    rows = now.assign(group=[unit_name(unit, data.lang) for unit in now["unit"]])
    kinds = {"group": "text", "amount": "number", "enterprises": "count", "median": "number", "largest": "number"}
    if was:
        rows["amount_before"] = [was.get(unit, 0) for unit in rows["unit"]]
        kinds["amount_before"] = "number"
    items = [format_amount(row["amount"], row["unit"], data.lang) for row in rows.head(_NAMED).to_dict("records")]
    whole = current(affected, data)
    return exhibit_of(
        data,
        "needs",
        title=say("title.needs", data.lang, items=join(items, data.lang)),
        about=[say("measure.needs", data.lang), base_name(data)],
        rows=rows,
        kinds=kinds,
        groups="need",
        table="difficulties",
        note=say("note.needs", data.lang, affected=first(whole, "numerator") or 0, stated=first(whole, "stated") or 0),
        open_table=True,
    )


def stocks(data: Report, lasting: pd.DataFrame) -> list[str]:
    """One sentence on how long stocks or cash last, where texts say so; else none."""
    now = current(lasting, data)
    if not first(now, "enterprises"):
        return []
    short = first(now, "short")
    return [
        say(
            "sentence.stocks" if short else "sentence.stocks.none_short",
            data.lang,
            now.iloc[0],
            limit=data.survey.thresholds.stock_days,
        )
    ]


def short_stocks(data: Report, short: pd.DataFrame) -> list[str]:
    """Pattern 6, of stocks that last for days only: how many enterprises, and the shortest by input.

    ``short`` of ``metrics.short_stock`` of this period. Nothing where no stock is that short.
    """
    if short.empty:
        return []
    by_input = short.assign(input=short["input"].fillna(say("chain.no_input", data.lang))).groupby("input")
    least = by_input.agg(days=("stock_days", "min"), firms=("enterprise_id", "nunique")).reset_index()
    least = least.sort_values(["days", "firms", "input"], ascending=[True, False, True]).head(_NAMED)
    items = [say("sentence.short_stocks.item", data.lang, row) for row in least.to_dict("records")]
    return [
        say(
            "sentence.short_stocks",
            data.lang,
            enterprises=short["enterprise_id"].nunique(),
            limit=data.survey.thresholds.stock_days,
            items=join(items, data.lang),
        )
    ]


def unknowns(data: Report, shares: pd.DataFrame) -> Part:
    """What we cannot know: one row per kind of gap, with how many of how many.

    ``shares`` of ``metrics.unknowns`` for this period. A Notice where no enterprise is on the register.
    """
    now = current(shares, data)
    now = now[now["denominator"] > 0] if len(now) else now
    if now.empty:
        return Notice(no_data(data, "unknowns"))
    rows = now.assign(
        group=[capital(say(f"unknown.{gap}", data.lang)) for gap in now["gap"]],
        of=[say(f"unknown.{gap}.of", data.lang) for gap in now["gap"]],
        enterprises=now["numerator"],
        total=now["denominator"],
        share_pct=now["rate_pct"],
    )
    kinds = {"group": "text", "of": "text", "total": "count", "enterprises": "count", "share_pct": "percent"}
    silent = now[now["gap"].eq("not_answered")]
    key = "title.unknowns" if silent["numerator"].iloc[0] else "title.unknowns.none"
    return exhibit_of(
        data,
        "unknowns",
        title=say(key, data.lang, silent.iloc[0]),
        about=[say("measure.unknowns", data.lang), base_name(data)],
        rows=rows,
        kinds=kinds,
        groups="gap",
        table="difficulties",
        note=say("note.unknowns", data.lang),
        open_table=True,
    )
