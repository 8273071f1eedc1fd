"""What to unblock first, in sentences: the supplier that frees most, the pair, the five, the chain, the assumptions."""

from __future__ import annotations

from analysis.figures.context import Report, say_for
from analysis.figures.words import format_count, format_number, join, money_range, paragraph, say
from analysis.metrics.chain import Plan, chain_behind, chain_words, most_held_back
from analysis.vocabulary.entries import RESUMED

_NAMED = 3
_LEAST_SURPLUS = 1.0  # of a pair over both alone, in 10,000 yuan


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
