"""What enterprises say they need, and what the answers cannot tell."""

from __future__ import annotations

import pandas as pd

from analysis.figures.amounts import format_amount, unit_name
from analysis.figures.context import Report, base_name, before, current, exhibit_of, first, no_data
from analysis.figures.exhibit import Notice, Part
from analysis.figures.words import capital, join, say

# The title names so many units; the table has all.
_NAMED = 4


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
        table="difficulties",
        note=say("note.unknowns", data.lang),
        open_table=True,
    )
