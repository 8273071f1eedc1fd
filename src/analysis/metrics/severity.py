"""How badly a difficulty goes with production, and which difficulties go together."""

from itertools import permutations

import numpy as np
import pandas as pd

from analysis.metrics.answers import Answers, answers_of
from analysis.metrics.grouping import Base, By, Scope, beside, numbers, percent, require, resumed, sums_by

_LOSSES = ("idle", "staff", "capacity")


def severity(
    difficulties: pd.DataFrame, panel: pd.DataFrame, by: By = (), scope: Scope = "above_scale", base: Base = "expected"
) -> pd.DataFrame:
    """What is held back in enterprises that name a category, beside those that answered and do not name it.

    One row per group and category, most staff away first: ``enterprises`` that name it; ``idle_pct`` = 100 * those of
    them that have not resumed / those with a known state; ``staff_away_pct`` = 100 * (normal staff - staff back) /
    normal staff, over those with both numbers; ``capacity_short_pct`` = 100 - mean capacity in use of those that state
    it. Each with ``..._others`` (the enterprises that answered without naming it) and ``..._known`` (of how many that
    name it). Side by side, no cause: one may stand still for another reason. Raises ValueError as ``answers_of``.
    """
    require(panel, ["state"], "the panel")
    answers = answers_of(difficulties, panel, by, scope, base)
    members = _with_losses(answers, panel)
    keys = answers.keys
    open_ = answers.open()[[*answers.on, "category"]].drop_duplicates()
    everyone = _sums(members[members["answered"]], keys)
    named = _sums(open_.merge(members.drop(columns="answered"), on=answers.on), [*keys, "category"])
    table = beside(named, everyone, keys, suffixes=("", "_of_everyone"))
    result = table[[*answers.keys, "category", "enterprises"]].copy()
    for loss, name in zip(_LOSSES, ("idle_pct", "staff_away_pct", "capacity_short_pct"), strict=True):
        lost, of = table[f"{loss}_lost"], table[f"{loss}_of"]
        result[name] = percent(lost, of)
        others = table[f"{loss}_lost_of_everyone"] - lost, table[f"{loss}_of_of_everyone"] - of
        result[f"{name}_others"] = percent(*others)
        result[f"{name.removesuffix('_pct')}_known"] = table[f"{loss}_known"]
    order = [*answers.keys, "staff_away_pct", "enterprises", "category"]
    upwards = [True] * len(answers.keys) + [False, False, True]
    return result.sort_values(order, ascending=upwards, ignore_index=True)


def co_occurrence(
    difficulties: pd.DataFrame, panel: pd.DataFrame, by: By = (), scope: Scope = "above_scale", base: Base = "expected"
) -> pd.DataFrame:
    """Which difficulties one enterprise names together: one row per group and ordered pair, most often first.

    ``both`` = enterprises that name ``category`` and ``other``; ``named`` = those that name ``category``; share_pct =
    100 * both / named; ``expected_pct`` = 100 * those that name ``other`` / those that answered: what the share
    would be if the two had nothing to do with each other. Pairs nobody names together are not listed.
    """
    answers = answers_of(difficulties, panel, by, scope, base)
    keys, ids = answers.keys, answers.ids
    open_ = answers.open()[[*ids, "category"]].drop_duplicates()
    pairs = [
        (*group, *pair)
        for group, found in open_.groupby(ids, dropna=False)["category"]
        for pair in permutations(sorted(found), 2)
    ]
    frame = pd.DataFrame(pairs, columns=[*ids, "category", "other"]).assign(both=1)
    counts = open_.assign(named=1)
    named = sums_by(counts, [*keys, "category"], ["named"])
    other = named.rename(columns={"category": "other", "named": "other_named"})
    answered = sums_by(answers.members.assign(answered_n=answers.members["answered"].astype(int)), keys, ["answered_n"])
    if frame.empty:
        return pd.DataFrame(columns=[*answers.keys, "category", "other", "both", "named", "share_pct", "expected_pct"])
    table = sums_by(frame, [*keys, "category", "other"], ["both"])
    table = table.merge(named, on=[*keys, "category"]).merge(other, on=[*keys, "other"])
    table = beside(table, answered, keys)
    table["share_pct"] = percent(table["both"], table["named"])
    table["expected_pct"] = percent(table["other_named"], table["answered_n"])
    order = [True] * len(answers.keys) + [False, False, True, True]
    table = table.sort_values([*answers.keys, "both", "share_pct", "category", "other"], ascending=order)
    return table.drop(columns=["other_named", "answered_n"]).reset_index(drop=True)


def _with_losses(answers: Answers, panel: pd.DataFrame) -> pd.DataFrame:
    """The members with what each of them is short of, and of what: lost, of, known per kind of loss."""
    normal, back = numbers(panel, "staff_normal"), numbers(panel, "staff_back")
    capacity = numbers(panel, "capacity_pct").clip(0, 100)
    counted = normal.gt(0) & back.ge(0)
    state = panel["state"].notna() & panel["state"].ne("unknown")
    losses = {
        "idle": (~resumed(panel), state.astype(float), state),
        "staff": ((normal - back).clip(lower=0), normal, counted),
        "capacity": (1 - capacity / 100, pd.Series(1.0, panel.index), capacity.notna()),
    }
    columns = {}
    for loss, (lost, of, known) in losses.items():
        known = known.fillna(False).astype(bool)
        columns[f"{loss}_lost"] = np.where(known, lost.astype(float), 0.0)
        columns[f"{loss}_of"] = np.where(known, of.astype(float), 0.0)
        columns[f"{loss}_known"] = known.astype(int)
    frame = panel[answers.on].assign(**columns)
    return answers.members.merge(frame, on=answers.on)


def _sums(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    columns = [f"{loss}_{part}" for loss in _LOSSES for part in ("lost", "of", "known")]
    return sums_by(rows.assign(enterprises=1), keys, ["enterprises", *columns])
