"""What to unblock first, in charts, tables and words: suppliers by how many name them, and by what they would free."""

from functools import cache

import pandas as pd

from analysis.figures import bars
from analysis.figures.chain_drawing import chain_drawing
from analysis.figures.context import Report, exhibit_of, group_name, group_names, no_data, say_for
from analysis.figures.exhibit import Notice, Part, Words
from analysis.figures.words import (
    bars_in_words,
    format_count,
    format_money,
    format_number,
    is_missing,
    join,
    money_range,
    paired,
    paragraph,
    say,
)
from analysis.metrics.chain import Plan, chain_behind, chain_words, most_held_back
from analysis.vocabulary.entries import RESUMED
from analysis.vocabulary.files import read_rows
from analysis.vocabulary.words import FOLDER

_SHOWN = 10
_OUTPUT = ("output_freed_10k_cny", "output_low_10k_cny", "output_high_10k_cny")
_NAMED = 3
_LEAST_SURPLUS = 1.0  # of a pair over both alone, in 10,000 yuan


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
        # In one sentence: how it stands, how many rest on it.
        why=[say(f"unblock.why.{row['basis']}", data.lang, row) for row in rows.to_dict("records")],
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


def unblock_sentences(data: Report, plan: Plan) -> list[str]:
    """Pattern 7: the supplier that frees most, the pair that frees more than both alone, the five together.

    Without the model: who is named most, and why there is no more than a count. Names only for those who may see them.
    """
    if plan.named.empty or not data.audience.names:
        return []
    if plan.singles is None:
        return [most_named(data, plan), _why_no_model(data, plan)]
    if plan.singles.empty or not plan.singles["output_freed_10k_cny"].gt(0).any():
        return [say("sentence.unblock.nothing", data.lang, told=told(data, plan))]
    return [*_first(data, plan), *_pair(data, plan), *_five(data, plan)]


def chain_in_words(data: Report, plan: Plan) -> list[str]:
    """The chain behind the enterprise that loses most for want of inputs, step by step."""
    worst = most_held_back(plan.network) if plan.network is not None and data.audience.names else None
    if worst is None:
        return []
    steps = chain_words(chain_behind(plan.network, worst), data.lang)
    return [say("sentence.chain_of_worst", data.lang, steps=paragraph(steps, data.lang))]


def assumptions(data: Report, plan: Plan) -> list[str]:
    """What the model takes where nothing is known, with how often that was."""
    assumed, groups, nodes = plan.network.assumptions, plan.network.groups, plan.network.nodes
    unknown = nodes["basis"].isin(["unknown", "outside"])
    words = {
        "horizon": assumed.horizon_days,
        "dependence": 100 * assumed.unknown_dependence,
        "no_dependence": (~groups["dependence_known"]).sum(),
        "groups": len(groups),
        "level": 100 * assumed.unknown_level,
        "no_level": unknown.sum(),
        "nodes": len(nodes),
        "stock": assumed.unknown_stock_days,
        "no_stock": (~groups["stock_known"]).sum(),
    }
    return [say("sentence.assumptions", data.lang, told=told(data, plan), **words)]


def told(data: Report, plan: Plan) -> str:
    """Of how many enterprises the answers are that the numbers rest on."""
    return say("unblock.told", data.lang, enterprises=plan.told)


def most_named(data: Report, plan: Plan) -> str:
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
        affected=plan.linked.affected,
        linked=plan.linked.linked,
        share_pct=plan.linked.share_pct,
    )


def _first(data: Report, plan: Plan) -> list[str]:
    row = plan.singles.iloc[0]
    states = plan.named.set_index("supplier_id")["state"]
    runs = states.get(row["supplier_id"]) in RESUMED
    return [
        say(
            "sentence.unblock.full" if runs else "sentence.unblock.restart",
            data.lang,
            row,
            told=told(data, plan),
            range=money_range(row["output_low_10k_cny"], row["output_high_10k_cny"], data.lang),
        )
    ]


def _pair(data: Report, plan: Plan) -> list[str]:
    """The best pair, where its two complement each other."""
    if plan.pairs.empty or plan.pairs["more_than_alone_10k_cny"].iloc[0] < _LEAST_SURPLUS:
        return []
    row = plan.pairs.iloc[0]
    return [say("sentence.unblock.pair", data.lang, row, names=join([row["name_1"], row["name_2"]], data.lang))]


def _five(data: Report, plan: Plan) -> list[str]:
    if len(plan.together) < 2:
        return []
    last = plan.together.iloc[-1]
    return [
        say(
            "sentence.unblock.together",
            data.lang,
            count=len(plan.together),
            names=join(plan.together["name"], data.lang),
            output=last["output_freed_10k_cny"],
            staff=say("persons", data.lang, number=round(last["staff_freed"])),
            method=say(f"unblock.method.{last['method']}", data.lang),
        )
    ]


@cache
def english_inputs() -> dict[str, str]:
    """Input -> its English name, from ``vocabulary/inputs.csv``; no two share one, or they would become one input."""
    return {row["input"]: row["input_en"] for row in read_rows(FOLDER / "inputs.csv")}


def suppliers(data: Report) -> pd.DataFrame:
    """The suppliers of the report's tables; in an English one with English inputs, unknown ones as they are."""
    told = data.suppliers
    if data.lang != "en" or "input" not in told.columns:
        return told
    return told.assign(input=told["input"].map(lambda name: english_inputs().get(name, name), na_action="ignore"))
