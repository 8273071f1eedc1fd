"""Offices that send counts beside offices that send lists: nothing counted twice, disagreement told."""

import numpy as np
import pandas as pd

from analysis.metrics.counts import count_states
from analysis.metrics.grouping import Scope, belongs, group_keys, has_return, refuse_duplicates, require, truth
from analysis.vocabulary.entries import RESUMED

COUNTS = ("expected_n", "reported_n", "resumed_n", "stopped_n")
_ANSWERS = {"replied": "reported_n", "running": "resumed_n", "stopped": "stopped_n"}


def stated_counts(summaries: pd.DataFrame, group: str = "county_code") -> pd.DataFrame:
    """What offices state in counts: one row per period and group, with ``COUNTS`` (enterprises; missing if not said).

    ``summaries``: the stored table; rows of measure ``resumption`` and dimension ``area``, of each group and period
    those of the last day. Source cells stay behind; see ``count_disagreements`` for the rows.
    """
    columns = ["measure", "dimension", "member", "period_id", "as_of", "answer", "numerator", "denominator"]
    require(summaries, columns, "the summaries")
    said = summaries[truth(summaries["measure"].eq("resumption")) & truth(summaries["dimension"].eq("area"))]
    said = said[~truth(said["is_aggregate"])] if "is_aggregate" in said.columns else said
    latest = said.groupby(["period_id", "member"])["as_of"].transform("max")
    said = said[said["as_of"].eq(latest)]
    keys = ["period_id", "member", "as_of"]
    refuse_duplicates(said, [*keys, "answer"], "the summaries")
    table = said[keys].drop_duplicates()
    for answer, name in _ANSWERS.items():
        one = said.loc[said["answer"].eq(answer), [*keys, "numerator"]].rename(columns={"numerator": name})
        table = table.merge(one, on=keys, how="left")
    expected = said.groupby(keys)["denominator"].max().rename("expected_n").reset_index()
    table = table.merge(expected, on=keys, how="left").rename(columns={"member": group})
    return table[["period_id", group, "as_of", *COUNTS]].astype(dict.fromkeys(COUNTS, "Float64"))


def mixed_counts(
    panel: pd.DataFrame, stated: pd.DataFrame, group: str = "county_code", scope: Scope = "above_scale"
) -> pd.DataFrame:
    """Counts in the shape of ``count_states`` from lists where there are any, else from what the office states.

    One period: ``panel`` and the rows of ``stated`` for it (see ``stated_counts``); one row per group and answer, with
    ``source`` (list or count). A group with a single return of its own counts by its list, its stated counts only serve
    to check it; a group without one counts by what is stated, so no enterprise is counted twice. The register says how
    many are expected: of these, stated resumed are running, stated reported (else stated expected) less resumed are
    stopped; the rest is missing. Where more are stated than the register has, any of the surplus may be among those
    resumed or stopped, which are less by it: the rate is what is sure, and its bounds hold. A stated number of resumed
    that is missing, negative or above what is expected is not used: the group stays missing.

    Raises ValueError as ``count_states`` does, and for several periods or a group stated twice.
    """
    group_keys(panel, group)
    refuse_duplicates(stated, [group], "the stated counts")
    own = _returned(panel, scope)
    listed = own.groupby(panel[group], dropna=False).transform("any") if len(panel) else own
    lists = count_states(panel, [group], scope)
    size = _expected(panel, group, scope)
    usable = stated.merge(size, on=group)
    usable = usable[~usable[group].isin(panel.loc[listed.astype(bool), group].dropna()) & _sound(usable)]
    lists = lists[~lists[group].isin(usable[group]) | ~lists["expected"]].assign(source="list")
    resumed = usable["resumed_n"]
    answered = usable["reported_n"].fillna(usable["expected_n"]).fillna(resumed)
    surplus = (_population(usable) - usable["enterprises"]).clip(lower=0)
    parts = {"running": (resumed - surplus).clip(lower=0), "stopped": (answered - resumed - surplus).clip(lower=0)}
    parts["missing"] = usable["enterprises"] - parts["running"] - parts["stopped"]
    told = [usable[[group]].assign(answer=answer, numerator=number) for answer, number in parts.items()]
    counts = pd.concat(told, ignore_index=True)
    counts = counts.assign(measure="resumption", expected=True, reason=None, source="count", carried=False)
    counts = counts[counts["numerator"] > 0].astype({"numerator": "Int64", "reason": "str"})
    table = pd.concat([lists, counts[[c for c in lists.columns if c in counts.columns]]], ignore_index=True)
    return table.sort_values([group, "source", "answer"], ignore_index=True)


def mixed_by_period(
    panels: pd.DataFrame, stated: pd.DataFrame, group: str = "county_code", scope: Scope = "above_scale"
) -> pd.DataFrame:
    """``mixed_counts`` of each period: one row per period, group, source and answer.

    ``panels`` and ``stated``: of any number of periods. ``combine`` gives larger groups, such as a period's whole.
    Raises ValueError as ``mixed_counts`` does.
    """
    refuse_duplicates(stated, ["period_id", group], "the stated counts")
    own = _returned(panels, scope)
    listed = panels.loc[own, ["period_id", group]].drop_duplicates()
    # A period whose every group has a list is counted by lists: most are, and all of these at once.
    needed = stated[~pd.MultiIndex.from_frame(stated[["period_id", group]]).isin(pd.MultiIndex.from_frame(listed))]
    by_list = ~panels["period_id"].isin(needed["period_id"])
    tables = [count_states(panels[by_list], ["period_id", group], scope).assign(source="list")]
    for period, rows in panels[~by_list].groupby("period_id"):
        said = stated[stated["period_id"].eq(period)]
        tables.append(mixed_counts(rows, said, group, scope).assign(period_id=period))
    kept = [table for table in tables if len(table)] or tables[:1]
    return pd.concat(kept, ignore_index=True).sort_values(["period_id", group, "source", "answer"], ignore_index=True)


def count_disagreements(
    panel: pd.DataFrame, stated: pd.DataFrame, group: str = "county_code", scope: Scope = "above_scale"
) -> pd.DataFrame:
    """Where a stated count and the list, the register or the other counts do not agree: one row per difference.

    Columns: period_id, the group, as_of, ``field`` (of ``COUNTS``), ``stated``, ``found`` and ``against``: register
    (expected there), list (resumed or reported in the lists), itself (resumed above reported, reported above expected,
    resumed and stopped above expected, negative). Unit: enterprises of base expected; of a group without any list
    only register and itself are compared. One period; raises ValueError as ``mixed_counts`` does.
    """
    group_keys(panel, group)
    refuse_duplicates(stated, [group], "the stated counts")
    size = _expected(panel, group, scope)
    rows = stated.merge(size, on=group, how="left").fillna({"enterprises": 0})
    heard = rows["list_reported_n"].fillna(0) > 0
    checks = [
        ("expected_n", rows["enterprises"], "register", rows["expected_n"].ne(rows["enterprises"])),
        ("resumed_n", rows["list_resumed_n"], "list", heard & rows["resumed_n"].ne(rows["list_resumed_n"])),
        ("reported_n", rows["list_reported_n"], "list", heard & rows["reported_n"].ne(rows["list_reported_n"])),
        ("resumed_n", rows["reported_n"], "itself", rows["resumed_n"] > rows["reported_n"]),
        ("resumed_n", rows["expected_n"], "itself", rows["resumed_n"] > rows["expected_n"]),
        ("reported_n", rows["expected_n"], "itself", rows["reported_n"] > rows["expected_n"]),
        ("stopped_n", rows["expected_n"] - rows["resumed_n"], "itself",
         rows["resumed_n"] + rows["stopped_n"] > rows["expected_n"]),
        *((name, pd.Series(0.0, index=rows.index), "itself", rows[name] < 0) for name in COUNTS),
    ]  # fmt: skip
    found = [
        rows[["period_id", group, "as_of"]].assign(field=field, stated=rows[field], found=value, against=against)[
            truth(differs)
        ]
        for field, value, against, differs in checks
    ]
    table = pd.concat(found, ignore_index=True)
    table = table.astype({"stated": "Float64", "found": "Float64"})
    return table.sort_values([group, "field", "against"], ignore_index=True, kind="stable")


def _returned(panel: pd.DataFrame, scope: Scope) -> pd.Series:
    """True for enterprises of base expected that a list of their own speaks of."""
    return has_return(panel) & belongs(panel, scope, "expected")


def _expected(panel: pd.DataFrame, group: str, scope: Scope) -> pd.DataFrame:
    """Per group: enterprises of base expected, and what their lists say of them."""
    rows = panel[belongs(panel, scope, "expected")]
    own = has_return(rows)
    marked = rows[[group]].assign(
        enterprises=1, list_reported_n=own.astype(int), list_resumed_n=(own & rows["state"].isin(RESUMED)).astype(int)
    )
    return marked.groupby(group)[["enterprises", "list_reported_n", "list_resumed_n"]].sum().reset_index()


def _sound(rows: pd.DataFrame) -> np.ndarray:
    most = rows["expected_n"].fillna(rows["enterprises"])
    return truth(rows["resumed_n"].ge(0) & rows["resumed_n"].le(most)).to_numpy()


def _population(rows: pd.DataFrame) -> pd.Series:
    """Of how many enterprises the stated counts speak, at the least."""
    return rows[["expected_n", "reported_n", "resumed_n"]].max(axis="columns")
