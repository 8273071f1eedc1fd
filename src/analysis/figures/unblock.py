"""What to unblock first: suppliers by how many name them, and by what they would free, as charts and tables."""

from __future__ import annotations

import pandas as pd

from analysis.figures import bars
from analysis.figures.chain_drawing import chain_drawing
from analysis.figures.context import Report, exhibit_of, group_name, group_names, no_data
from analysis.figures.exhibit import Notice, Part, Words
from analysis.figures.unblock_words import assumptions, most_named, told
from analysis.figures.words import bars_in_words, format_count, format_money, is_missing, join, paired, say
from analysis.metrics.chain import Plan

_SHOWN = 10
_OUTPUT = ("output_freed_10k_cny", "output_low_10k_cny", "output_high_10k_cny")


def named_suppliers(data: Report, plan: Plan) -> Part:
    """One bar per supplier, the ten named most: how many enterprises name it, with their staff and output.

    A Notice where nobody named one, or where this audience sees no names.
    """
    if not data.audience.names:
        return Notice(say("none.names", data.lang))
    if plan.named.empty:
        return Notice(no_data(data, "suppliers"))
    rows = plan.named.assign(
        group=plan.named["name"],
        state_now=[_state(data, row) for row in plan.named.to_dict("records")],
        staff_at_risk=plan.named["staff"],
        output_at_risk_10k_cny=plan.named["output_10k_cny"],
    )
    listed = rows["inputs"] if "inputs" in rows.columns else [None] * len(rows)
    rows["inputs"] = [None if is_missing(names) else join(names.split("、"), data.lang) for names in listed]
    shown = rows.head(_SHOWN)
    kinds = {"group": "text", "enterprises": "count", "inputs": "text", "state_now": "text"}
    labels = [format_count(count, "enterprise", data.lang) for count in shown["enterprises"]]
    return exhibit_of(
        data,
        "suppliers-named",
        title=most_named(data, plan).rstrip("。."),
        about=[say("measure.suppliers_named", data.lang), told(data, plan)],
        rows=rows,
        kinds=kinds | {"staff_at_risk": "count", "output_at_risk_10k_cny": "count"},
        table="suppliers",
        groups="supplier",
        figure=bars.bar_figure(data, shown[["group", "enterprises"]], labels, value="enterprises"),
        alt=bars_in_words(paired(shown["group"], labels), data.lang),
        note=say("note.suppliers_named", data.lang),
    )


def unblock_model(data: Report, plan: Plan) -> list[Part]:
    """Ranking, the chain drawn and the assumptions; nothing where the model or names are not to be shown."""
    if plan.singles is None or not data.audience.names:
        return []
    return [unblock_ranking(data, plan), chain_drawing(data, plan), Words(assumptions(data, plan))]


def unblock_ranking(data: Report, plan: Plan) -> Part:
    """The ten suppliers that free most, each with its reason and its range; a Notice where nothing is freed."""
    rows = plan.singles[plan.singles["output_freed_10k_cny"] > 0].head(_SHOWN).reset_index(drop=True)
    if rows.empty:
        return Notice(no_data(data, "unblock"))
    rows = rows.assign(
        group=rows["name"],
        county=group_names(data, rows, "county_code"),
        why=[_why(data, row) for row in rows.to_dict("records")],
        depends_on=[_decisive(data, code) for code in rows["decisive"]],
        **rows[[*_OUTPUT, "staff_freed"]].round(),
    )
    kinds = {
        **{"group": "text", "county": "text", "why": "text", **dict.fromkeys(_OUTPUT, "count")},
        **{"staff_freed": "count", "enterprises_freed": "count", "rank_worst": "count", "depends_on": "text"},
    }
    labels = [format_money(value, data.lang) for value in rows["output_freed_10k_cny"]]
    freed = rows[["group", "output_freed_10k_cny"]]
    figure = bars.bar_figure(data, freed, labels, value="output_freed_10k_cny", in_column=True)
    _add_ranges(figure, rows)
    return exhibit_of(
        data,
        "unblock",
        title=say("title.unblock", data.lang, told=told(data, plan), name=rows["name"].iloc[0], output=labels[0]),
        about=[say("measure.unblock", data.lang), say("subtitle.unblock", data.lang)],
        rows=rows,
        kinds=kinds,
        table="suppliers",
        groups="supplier",
        figure=figure,
        alt=bars_in_words(paired(rows["group"], labels), data.lang),
        note=say("note.unblock", data.lang, told=told(data, plan)),
        open_table=True,
    )


def _why(data: Report, row: dict) -> str:
    """In one sentence why this supplier: how it stands, how many rest on it."""
    return say(f"unblock.why.{row['basis']}", data.lang, row)


def _decisive(data: Report, code: object) -> str:
    return "" if is_missing(code) else say(f"unblock.decisive.{code}", data.lang)


def _state(data: Report, row: dict) -> str:
    if not row["on_register"]:
        return say("unblock.outside", data.lang)
    return say("unblock.silent", data.lang) if is_missing(row["state"]) else group_name(data, "state", row["state"])


def _add_ranges(figure: dict, rows: pd.DataFrame) -> None:
    """A thin line from the least to the most of all assumptions."""
    freed, most = rows["output_freed_10k_cny"], rows["output_high_10k_cny"]
    bars.add_whiskers(figure, freed, rows["output_low_10k_cny"], most)
    figure["layout"]["xaxis"]["range"] = [0, float(max(freed.max(), most.max()))]
