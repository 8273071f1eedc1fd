"""What holds enterprises back: how many name it, what is at risk, what is new, stays, returns, or is solved."""

import pandas as pd

from analysis.metrics.answers import Answers, answers_of, last_answers
from analysis.metrics.grouping import (
    Base,
    By,
    Scope,
    belongs,
    beside,
    columns_of,
    first_of,
    grouped,
    most_first,
    percent,
    require,
    sums_by,
    truth,
)

_IS_OPEN = ("persisting", "new", "returning", "newly_answered")
# Open in the period before: what became of it.
_WAS_OPEN = ("persisting", "solved", "no_longer_named", "not_answered")
CHANGES = (*_IS_OPEN, *_WAS_OPEN[1:])
_RISKS = ["staff_at_risk", "staff_known", "output_at_risk_10k_cny", "output_known"]


def bottleneck_shares(
    difficulties: pd.DataFrame, panel: pd.DataFrame, by: By = (), scope: Scope = "above_scale", base: Base = "expected"
) -> pd.DataFrame:
    """Enterprises that name a category, over those that answered; with worst-case bounds and what is at risk.

    One row per group and category, most named first and ``other``, which is what is left over, last (multiple choice:
    shares do not add up to 100). An
    enterprise counts with its last answer of the period. numerator = enterprises with an open difficulty of the
    category; denominator = enterprises of the base that answered the question (any row, ``none`` included);
    missing = the others; rate_pct = 100 * numerator / denominator; low_pct = 100 * numerator / all of the base;
    high_pct = 100 * (numerator + missing) / all of the base. staff_at_risk (persons) and output_at_risk_10k_cny
    (normal yearly output, 10,000 yuan) sum the register's figures over the numerator, with how many of them have
    one (``staff_known``, ``output_known``); missing where none has. ``covered`` = enterprises that name
    this category or one above it in its group, ``covered_pct`` = 100 * covered / enterprises of the group with any
    open difficulty.

    Categories nobody named are not listed. Source: docs/indicators.md. Raises ValueError as ``answers_of`` does.
    """
    answers = answers_of(difficulties, panel, by, scope, base)
    keys = answers.keys
    named = answers.open().drop_duplicates([*answers.on, "category"])
    named = named[[*answers.ids, "category"]]
    named = named.merge(answers.members[[*answers.on, "staff", "output"]], on=answers.on)
    marked = named[[*keys, "category"]].assign(numerator=1, **at_risk(named))
    sums = sums_by(marked, [*keys, "category"], ["numerator", *_RISKS])
    table = known_only(with_rates(beside(sums, bases(answers), keys)))
    table = most_first(table, answers.keys, ["numerator"], ["category"])
    return _with_coverage(table, named, answers)


def bottleneck_changes(
    now: pd.DataFrame,
    before: pd.DataFrame,
    panel: pd.DataFrame,
    earlier: pd.DataFrame | None = None,
    scope: Scope = "above_scale",
    base: Base = "expected",
) -> pd.DataFrame:
    """What became of each difficulty between two periods: one row per enterprise and category.

    ``change``: persisting (open in both), newly_answered (open now; the enterprise gave no answer before, so nothing
    is known of then), returning (open now, not before, but in ``earlier``), new (open now only), solved (open
    before; the enterprise answered now, does not name it, and says that something is solved),
    no_longer_named (the same, but nothing is said to be solved), not_answered (open before; no answer now, so
    nothing is known). A text says that something is solved, not always what: ``solved`` is its claim. Of the
    enterprises of scope and base of the ``panel`` of now, with their county, industry and size. Category ``none`` is
    no difficulty.
    """
    frames = [now, before, now.iloc[:0] if earlier is None else earlier]
    for frame, what in zip(frames, ("now", "before", "earlier"), strict=True):
        require(frame, ["enterprise_id", "category"], f"difficulties of {what}")
    members = panel[belongs(panel, scope, base)]
    frames = [frame[frame["enterprise_id"].isin(members["enterprise_id"])] for frame in frames]
    now, before = (last_answers(frame, ["enterprise_id"]) for frame in frames[:2])
    pairs_now, pairs_before, pairs_earlier = (_pairs(frame) for frame in (now, before, frames[2]))
    pairs = pairs_now.union(pairs_before)
    here, past, once = (pairs.isin(index) for index in (pairs_now, pairs_before, pairs_earlier))
    both = pairs.to_frame(index=False).astype("str")
    answered, before_too = (both["enterprise_id"].isin(frame["enterprise_id"]) for frame in (now, before))
    solving = now.loc[truth(now["resolved"]), "enterprise_id"] if "resolved" in now.columns else []
    conditions = {
        "persisting": here & past,
        "newly_answered": here & ~before_too,
        "returning": here & once,
        "new": here,
        "solved": answered & both["enterprise_id"].isin(solving),
        "no_longer_named": answered,
    }
    both["change"] = first_of(conditions, "not_answered")
    groups = [column for column in ("county_code", "industry_code", "size") if column in members.columns]
    rows = both[["enterprise_id", "category", "change"]].merge(members[["enterprise_id", *groups]], on="enterprise_id")
    return rows.sort_values(["enterprise_id", "category"], ignore_index=True)


def bottleneck_outcomes(changes: pd.DataFrame, by: By = "category") -> pd.DataFrame:
    """The changes counted: one row per group with a count per kind of change, in enterprises per category.

    open_now = persisting + new + returning + newly_answered; open_before = persisting + solved + no_longer_named +
    not_answered; change_matched = new + returning - solved - no_longer_named: the change among enterprises that
    answered in both periods, since returns that come or stop are no change of the difficulties themselves.
    solved_pct = 100 * solved / open_before, persisting_pct = 100 * persisting / open_before. A category of an
    enterprise is one case, so sums over categories are cases (户次), not enterprises.
    """
    require(changes, ["change"], "the changes")
    keys = columns_of(by)
    marked = changes[keys].assign(**{name: changes["change"].eq(name).astype(int) for name in CHANGES})
    table = sums_by(marked, keys, list(CHANGES))
    table["open_now"] = table[list(_IS_OPEN)].sum(axis=1)
    table["open_before"] = table[list(_WAS_OPEN)].sum(axis=1)
    gone = table["solved"] + table["no_longer_named"]
    table["change_matched"] = table["new"] + table["returning"] - gone
    table["solved_pct"] = percent(table["solved"], table["open_before"])
    table["persisting_pct"] = percent(table["persisting"], table["open_before"])
    return most_first(table, [], ["open_now"], keys)


def bases(answers: Answers) -> pd.DataFrame:
    """Per group: ``denominator`` = enterprises that answered, ``all`` = those of the base."""
    marked = answers.members.assign(denominator=answers.members["answered"].astype(int), all=1)
    return sums_by(marked, answers.keys, ["denominator", "all"])


def with_rates(table: pd.DataFrame) -> pd.DataFrame:
    """``missing``, ``rate_pct``, ``low_pct`` and ``high_pct`` of ``numerator``, ``denominator`` and ``all``."""
    missing = table["all"] - table["denominator"]
    return table.drop(columns="all").assign(
        missing=missing,
        rate_pct=percent(table["numerator"], table["denominator"]),
        low_pct=percent(table["numerator"], table["all"]),
        high_pct=percent(table["numerator"] + missing, table["all"]),
    )


def at_risk(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Per row its staff and output as parts of a sum, and whether they are known."""
    return {
        "staff_at_risk": rows["staff"].fillna(0.0),
        "staff_known": rows["staff"].notna().astype(int),
        "output_at_risk_10k_cny": rows["output"].fillna(0.0),
        "output_known": rows["output"].notna().astype(int),
    }


def known_only(table: pd.DataFrame) -> pd.DataFrame:
    """What is at risk by the register; missing where it knows that of nobody who is: unknown is no nought."""
    somebody = table["numerator"].gt(0)
    for value, known in zip(_RISKS[::2], _RISKS[1::2], strict=True):
        table[value] = table[value].mask(somebody & table[known].eq(0))
    return table


def _pairs(difficulties: pd.DataFrame) -> pd.MultiIndex:
    """Enterprise and category of what is open, each once. No merge: pandas cannot merge two empty Arrow columns."""
    real = difficulties[difficulties["category"].ne("none").fillna(False)]
    pairs = real[["enterprise_id", "category"]].drop_duplicates().astype(object)
    return pd.MultiIndex.from_frame(pairs)


def _with_coverage(table: pd.DataFrame, named: pd.DataFrame, answers: Answers) -> pd.DataFrame:
    """How many enterprises the first categories of a group reach together: each counts where it is named first."""
    keys = answers.keys
    table["place"] = grouped(table, keys).cumcount()
    places = named.merge(table[[*keys, "category", "place"]], on=[*keys, "category"])
    firsts = places.groupby(answers.ids, dropna=False)["place"].min().reset_index()
    reached = firsts.groupby([*keys, "place"], dropna=False).size().rename("covered").reset_index()
    table = table.merge(reached, on=[*keys, "place"], how="left")
    table["covered"] = table["covered"].fillna(0).astype(int)
    groups = grouped(table, keys)["covered"]
    affected, table["covered"] = groups.transform("sum"), groups.cumsum()
    return table.assign(covered_pct=percent(table["covered"], affected)).drop(columns="place")
