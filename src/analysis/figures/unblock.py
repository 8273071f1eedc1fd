"""What to unblock first: suppliers by how many name them, and by what they would free; in words and charts."""

from __future__ import annotations

import pandas as pd

from analysis.figures import bars, theme
from analysis.figures.amounts import format_money
from analysis.figures.chain_drawing import chain_drawing
from analysis.figures.context import Report, group_name, no_data, place_words, say_for, source, subtitle
from analysis.figures.exhibit import Exhibit, Notice, Part, Words, labelled
from analysis.figures.words import format_count, format_number, format_pct, is_missing, join, label_of, say
from analysis.metrics.chain import Plan, chain_behind, chain_words, most_held_back
from analysis.metrics.grouping import RESUMED

_SHOWN = 10
_NAMED = 3
_LEAST_SURPLUS = 1.0  # of a pair over both alone, in 10,000 yuan


def unblock_sentences(data: Report, plan: Plan) -> list[str]:
    """Pattern 7: the supplier that frees most, the pair that frees more than both alone, the five together.

    Without the model: who is named most, and why there is no more than a count. Names only for those who may see them.
    """
    if plan.named.empty or not data.audience.names:
        return []
    if plan.singles is None:
        return [_most_named(data, plan), _why_no_model(data, plan)]
    if plan.singles.empty or not plan.singles["output_freed_10k_cny"].gt(0).any():
        return [say("sentence.unblock.nothing", data.lang, told=_told(data, plan))]
    return [*_first(data, plan), *_pair(data, plan), *_five(data, plan)]


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
    if "inputs" not in rows.columns:
        rows["inputs"] = None
    shown = rows.head(_SHOWN)
    kinds = {"group": "text", "enterprises": "count", "inputs": "text", "state_now": "text"}
    table, printed = labelled(rows, kinds | {"staff_at_risk": "count", "output_at_risk_10k_cny": "count"}, data.lang)
    labels = [format_count(count, "enterprise", data.lang) for count in shown["enterprises"]]
    items = [f"{name} {label}" for name, label in zip(shown["group"], labels, strict=True)]
    return Exhibit(
        id="suppliers-named",
        title=_most_named(data, plan).rstrip("。."),
        subtitle=subtitle(data, say("measure.suppliers_named", data.lang), _told(data, plan)),
        table=table,
        kinds=printed,
        figure=bars.bar_figure(data, shown[["group", "enterprises"]], labels, value="enterprises"),
        alt=say("alt.ranking", data.lang, items=join(items, data.lang)),
        source=source(data, "suppliers"),
        note=say("note.suppliers_named", data.lang),
        lang=data.lang,
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
        county=[group_name(data, "county_code", code) for code in rows["county_code"]],
        why=[_why(data, row) for row in rows.to_dict("records")],
        range=[_range(data, row) for row in rows.to_dict("records")],
        depends_on=[_decisive(data, code) for code in rows["decisive"]],
        **rows[["output_freed_10k_cny", "staff_freed"]].round(),
    )
    kinds = {
        **{"group": "text", "county": "text", "why": "text", "output_freed_10k_cny": "count", "range": "text"},
        **{"staff_freed": "count", "enterprises_freed": "count", "rank_worst": "count", "depends_on": "text"},
    }
    table, printed = labelled(rows, kinds, data.lang, **place_words(data))
    labels = [format_money(value, data.lang) for value in rows["output_freed_10k_cny"]]
    items = [f"{name} {label}" for name, label in zip(rows["group"], labels, strict=True)]
    freed = rows[["group", "output_freed_10k_cny"]]
    figure = bars.bar_figure(data, freed, labels, value="output_freed_10k_cny", in_column=True)
    _add_ranges(figure, rows)
    return Exhibit(
        id="unblock",
        title=say("title.unblock", data.lang, told=_told(data, plan), name=rows["name"].iloc[0], output=labels[0]),
        subtitle=subtitle(data, say("measure.unblock", data.lang), say("subtitle.unblock", data.lang)),
        table=table,
        kinds=printed,
        figure=figure,
        alt=say("alt.ranking", data.lang, items=join(items, data.lang)),
        source=source(data, "suppliers"),
        note=say("note.unblock", data.lang, told=_told(data, plan)),
        lang=data.lang,
        open_table=True,
    )


def chain_in_words(data: Report, plan: Plan) -> list[str]:
    """The chain behind the enterprise that loses most for want of inputs, step by step."""
    worst = most_held_back(plan.network) if plan.network is not None and data.audience.names else None
    if worst is None:
        return []
    steps = chain_words(chain_behind(plan.network, worst), data.lang)
    return [say("sentence.chain_of_worst", data.lang, steps=("" if data.lang == "zh" else " ").join(steps))]


def assumptions(data: Report, plan: Plan) -> list[str]:
    """What the model takes where nothing is known, with how often that was."""
    assumed, groups, nodes = plan.network.assumptions, plan.network.groups, plan.network.nodes
    unknown = nodes["basis"].isin(["unknown", "outside"])
    words = {
        "horizon": format_count(assumed.horizon_days, "day", data.lang),
        "dependence": format_pct(100 * assumed.unknown_dependence, data.lang),
        "no_dependence": format_number((~groups["dependence_known"]).sum(), data.lang),
        "groups": format_number(len(groups), data.lang),
        "level": format_pct(100 * assumed.unknown_level, data.lang),
        "no_level": format_number(unknown.sum(), data.lang),
        "nodes": format_number(len(nodes), data.lang),
        "stock": format_count(assumed.unknown_stock_days, "day", data.lang),
        "no_stock": format_number((~groups["stock_known"]).sum(), data.lang),
    }
    return [say("sentence.assumptions", data.lang, told=_told(data, plan), **words)]


def _told(data: Report, plan: Plan) -> str:
    return say("unblock.told", data.lang, enterprises=format_count(plan.told, "enterprise", data.lang))


def _most_named(data: Report, plan: Plan) -> str:
    """Who is named by most enterprises; a tie is named as one."""
    first = plan.named[plan.named["enterprises"].eq(plan.named["enterprises"].max())]
    names = join(first["name"].head(_NAMED), data.lang)
    tied = ".tied" if len(first) > _NAMED else ".all"
    key = "sentence.supplier_named" + (tied if len(first) > 1 else "")
    return say(
        key,
        data.lang,
        names=names,
        count=format_number(len(first), data.lang),
        enterprises=format_count(first["enterprises"].iloc[0], "enterprise", data.lang),
    )


def _why_no_model(data: Report, plan: Plan) -> str:
    if plan.linked.is_enough:
        return say_for(data, "sentence.no_model.part")
    return say(
        "sentence.no_model",
        data.lang,
        affected=format_count(plan.linked.affected, "enterprise", data.lang),
        linked=format_count(plan.linked.linked, "enterprise", data.lang),
        share=format_pct(plan.linked.share_pct, data.lang),
    )


def _first(data: Report, plan: Plan) -> list[str]:
    row = plan.singles.iloc[0]
    states = plan.named.set_index("supplier_id")["state"]
    runs = states.get(row["supplier_id"]) in RESUMED
    return [
        say(
            "sentence.unblock.full" if runs else "sentence.unblock.restart",
            data.lang,
            told=_told(data, plan),
            name=row["name"],
            enterprises=format_count(row["enterprises_freed"], "enterprise", data.lang),
            output=format_money(row["output_freed_10k_cny"], data.lang),
            range=_range(data, row.to_dict()),
        )
    ]


def _pair(data: Report, plan: Plan) -> list[str]:
    """The best pair, where its two complement each other."""
    if plan.pairs.empty or plan.pairs["more_than_alone_10k_cny"].iloc[0] < _LEAST_SURPLUS:
        return []
    row = plan.pairs.iloc[0]
    return [
        say(
            "sentence.unblock.pair",
            data.lang,
            names=join([row["name_1"], row["name_2"]], data.lang),
            output=format_money(row["output_freed_10k_cny"], data.lang),
            more=format_money(row["more_than_alone_10k_cny"], data.lang),
        )
    ]


def _five(data: Report, plan: Plan) -> list[str]:
    if len(plan.together) < 2:
        return []
    last = plan.together.iloc[-1]
    return [
        say(
            "sentence.unblock.together",
            data.lang,
            count=format_number(len(plan.together), data.lang),
            names=join(plan.together["name"], data.lang),
            output=format_money(last["output_freed_10k_cny"], data.lang),
            staff=say("persons", data.lang, number=format_number(round(last["staff_freed"]), data.lang)),
            method=say(f"unblock.method.{last['method']}", data.lang),
        )
    ]


def _why(data: Report, row: dict) -> str:
    """In one sentence why this supplier: how it stands, how many rest on it."""
    return say(
        f"unblock.why.{row['basis']}",
        data.lang,
        level=format_pct(row["level_pct"], data.lang),
        buyers=format_count(row["buyers"], "buyer", data.lang),
        freed=format_count(row["enterprises_freed"], "enterprise", data.lang),
    )


def _range(data: Report, row: dict) -> str:
    low, high = (format_money(row[f"output_{end}_10k_cny"], data.lang) for end in ("low", "high"))
    return low if low == high else say("unblock.range", data.lang, low=low, high=high)


def _decisive(data: Report, code: object) -> str:
    return "" if is_missing(code) else say(f"unblock.decisive.{code}", data.lang)


def _state(data: Report, row: dict) -> str:
    if not row["on_register"]:
        return say("unblock.outside", data.lang)
    return say("unblock.silent", data.lang) if is_missing(row["state"]) else label_of("state", row["state"], data.lang)


def _add_ranges(figure: dict, rows: pd.DataFrame) -> None:
    """A thin line from the least to the most of all assumptions."""
    freed = rows["output_freed_10k_cny"].astype(float)
    figure["data"][0]["error_x"] = {
        "type": "data",
        "symmetric": False,
        "array": (rows["output_high_10k_cny"].astype(float) - freed).clip(lower=0).round(6).tolist(),
        "arrayminus": (freed - rows["output_low_10k_cny"].astype(float)).clip(lower=0).round(6).tolist(),
        "color": theme.MUTED,
        "thickness": 1.5,
        "width": 4,
    }
    figure["layout"]["xaxis"]["range"] = [0, float(max(freed.max(), rows["output_high_10k_cny"].max()))]
