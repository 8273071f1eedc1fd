"""Who is hit by any difficulty, which way goods cannot move, and how sure the coding of the answers is."""

import pandas as pd

from analysis.metrics.answers import answers_of
from analysis.metrics.bottlenecks import at_risk, bases, known_only, with_rates
from analysis.metrics.chain.named import LinkedShare
from analysis.metrics.grouping import Base, By, Scope, beside, percent, sums_by, truth

DIRECTIONS = ("in", "out", "both", "unstated")
# Below this confidence a text goes to the list that a person reviews (see intake.coding.review_list).
DOUBTFUL_BELOW = 0.7
_RESULTS = (
    *("numerator", "some_solved", "stated", "doubtful", "only_other", "staff_at_risk", "staff_known"),
    *("output_at_risk_10k_cny", "output_known", "denominator", "missing", "rate_pct", "low_pct", "high_pct"),
)


def affected(
    difficulties: pd.DataFrame, panel: pd.DataFrame, by: By = (), scope: Scope = "above_scale", base: Base = "expected"
) -> pd.DataFrame:
    """Enterprises with any open difficulty, each counted once, over those that answered.

    One row per group: numerator, denominator, missing (no answer), rate_pct, low_pct and high_pct as in
    ``bottleneck_shares``; ``some_solved`` = enterprises that say something is solved; ``stated`` = enterprises with
    an open difficulty that give an amount; ``doubtful`` = those that answered with a text coded with less than 0.7
    confidence; ``only_other`` = those whose open difficulties are all ``other``. staff_at_risk (persons) and
    output_at_risk_10k_cny over the numerator, with how many have them; missing where none has.
    rate_pct is missing where nobody answered. Raises ValueError as ``answers_of`` does.
    """
    answers = answers_of(difficulties, panel, by, scope, base)
    keys, on = answers.keys, answers.on
    rows, open_ = answers.rows, answers.open()
    clear = open_[open_["category"].ne("other")]
    members = answers.members
    who = pd.MultiIndex.from_frame(members[on])

    def among(frame: pd.DataFrame) -> pd.Series:
        return pd.Series(who.isin(pd.MultiIndex.from_frame(frame[on])), index=members.index)

    hit = among(open_)
    flags = {
        "numerator": hit,
        "some_solved": among(rows[_flag(rows, "resolved")]),
        "stated": among(open_[open_["amount"].notna()]) if "amount" in open_.columns else hit & False,
        "doubtful": among(rows[truth(rows["confidence"].lt(DOUBTFUL_BELOW))]) if "confidence" in rows else hit & False,
        "only_other": hit & ~among(clear),
    }
    risks = {name: values.where(hit, 0) for name, values in at_risk(members).items()}
    marked = members[keys].assign(**{name: flag.astype(int) for name, flag in flags.items()}, **risks)
    return known_only(with_rates(beside(sums_by(marked, keys, [*flags, *risks]), bases(answers), keys)))


def unknowns(affected: pd.DataFrame, linked: LinkedShare | None = None) -> pd.DataFrame:
    """What the answers cannot tell: one row per group of ``affected`` and ``gap``; rate_pct = 100 * numerator /
    denominator.

    not_answered, of all enterprises of the base; doubtful (a text coded with little confidence), of those that
    answered; only_other, no_amount, staff_unknown and output_unknown, of those with an open difficulty; with
    ``linked`` (then ``affected`` has one row) also unlinked: no supplier named, of those short of inputs.
    """
    hit, answered, missing = affected["numerator"], affected["denominator"], affected["missing"]
    gaps = {
        "not_answered": (missing, answered + missing),
        "doubtful": (affected["doubtful"], answered),
        "only_other": (affected["only_other"], hit),
        "no_amount": (hit - affected["stated"], hit),
        "staff_unknown": (hit - affected["staff_known"], hit),
        "output_unknown": (hit - affected["output_known"], hit),
    }
    if linked is not None:
        unlinked = pd.Series([linked.affected - linked.linked] * len(affected), affected.index, dtype="Int64")
        gaps["unlinked"] = (unlinked, pd.Series([linked.affected] * len(affected), affected.index, dtype="Int64"))
    groups = affected[[column for column in affected.columns if column not in _RESULTS]]
    parts = [
        groups.assign(gap=gap, numerator=above, denominator=below, rate_pct=percent(above, below))
        for gap, (above, below) in gaps.items()
    ]
    return pd.concat(parts, ignore_index=True)


def directions(
    difficulties: pd.DataFrame, panel: pd.DataFrame, by: By = (), scope: Scope = "above_scale", base: Base = "expected"
) -> pd.DataFrame:
    """Enterprises with an open difficulty of logistics by the direction of the goods.

    One row per group and ``direction``: in (inputs do not arrive), out (products do not leave), both, unstated;
    ``enterprises``, each in one direction only. Directions that nobody named are not listed.
    """
    answers = answers_of(difficulties, panel, by, scope, base)
    moving = answers.open()
    moving = moving[moving["category"].eq("logistics")]
    said = moving["direction"] if "direction" in moving.columns else pd.Series(None, index=moving.index, dtype="str")
    ways = moving.assign(_in=said.isin(["in", "both"]), _out=said.isin(["out", "both"]))
    each = ways.groupby(answers.ids, dropna=False)[["_in", "_out"]].any().reset_index()
    names = {(True, True): "both", (True, False): "in", (False, True): "out", (False, False): "unstated"}
    each["direction"] = [names[pair] for pair in zip(each["_in"].tolist(), each["_out"].tolist(), strict=True)]
    table = sums_by(each.assign(enterprises=1), [*answers.keys, "direction"], ["enterprises"])
    place = table["direction"].map({name: i for i, name in enumerate(DIRECTIONS)})
    return table.assign(_place=place).sort_values([*answers.keys, "_place"], ignore_index=True).drop(columns="_place")


def _flag(frame: pd.DataFrame, column: str) -> pd.Series:
    return truth(frame[column]) if column in frame.columns else pd.Series(False, index=frame.index)
