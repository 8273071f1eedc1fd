"""How long difficulties have been open, and how long it takes until they are named no more."""

import numpy as np
import pandas as pd

from analysis.metrics.grouping import Base, By, Scope, belongs, columns_of, grouped, most_first, require


def spells(
    difficulties: pd.DataFrame, panel: pd.DataFrame, scope: Scope = "above_scale", base: Base = "expected"
) -> pd.DataFrame:
    """Unbroken times during which an enterprise names a category: one row per enterprise, category and spell.

    ``first_on`` and ``last_on``: first and last day of answers that name it; ``gone_on``: the day of the enterprise's
    next answer, which does not (missing: still open at its last answer); ``before_on``: the day of the answer before
    the first (missing: there was none, so it may be older). Silence breaks no spell. ``last_no_days`` (last_on -
    first_on), ``first_yes_days`` (gone_on - first_on, missing while open) and ``returns`` are the interval in which it
    ended, as ``resumption_curve`` and ``resumption_quartiles`` take it: days from the first naming, censored where it
    is open. ``difficulties`` and ``panel`` of all periods; of the enterprises of scope and base of the panel's last.
    """
    require(difficulties, ["enterprise_id", "as_of", "category"], "difficulties")
    members = panel[belongs(panel, scope, base)].drop_duplicates("enterprise_id", keep="last")
    rows = difficulties[difficulties["enterprise_id"].isin(members["enterprise_id"])]
    answers = rows[["enterprise_id", "as_of"]].drop_duplicates().sort_values(["enterprise_id", "as_of"])
    answers["turn"] = answers.groupby("enterprise_id").cumcount()
    named = rows.loc[rows["category"].ne("none"), ["enterprise_id", "as_of", "category"]].drop_duplicates()
    named = named.merge(answers, on=["enterprise_id", "as_of"]).sort_values(["enterprise_id", "category", "turn"])
    # Turns that follow each other are one spell: the turn less its place among them stays the same.
    named["spell"] = named["turn"] - named.groupby(["enterprise_id", "category"]).cumcount()
    table = (
        named.groupby(["enterprise_id", "category", "spell"])
        .agg(first_on=("as_of", "min"), last_on=("as_of", "max"), first=("turn", "min"), last=("turn", "max"))
        .reset_index()
    )
    days = answers.set_index(["enterprise_id", "turn"])["as_of"]
    for name, turns in (("before_on", table["first"] - 1), ("gone_on", table["last"] + 1)):
        table[name] = days.reindex(pd.MultiIndex.from_arrays([table["enterprise_id"], turns])).to_numpy()
    groups = [column for column in ("county_code", "industry_code", "size") if column in members.columns]
    table = table.merge(members[["enterprise_id", *groups]], on="enterprise_id").assign(returns=1)
    table["last_no_days"] = (table["last_on"] - table["first_on"]).dt.days.astype(float)
    table["first_yes_days"] = (table["gone_on"] - table["first_on"]).dt.days.astype(float)
    return table.drop(columns=["spell", "first", "last"]).sort_values(
        ["enterprise_id", "category", "first_on"], ignore_index=True
    )


def open_ages(spells: pd.DataFrame, as_of: object, by: By = "category", old_days: int = 14) -> pd.DataFrame:
    """How old the difficulties are that are open, in days up to ``as_of``: one row per group.

    Oldest median first, ``other`` last. ``open`` = spells without an end; ``median_days`` and ``oldest_days`` since
    they were first named (older still where the enterprise had not answered before); ``old`` = open for at least
    ``old_days`` days. Takes `spells`.
    """
    keys = columns_of(by)
    still = spells[spells["gone_on"].isna()]
    age = (pd.Timestamp(as_of) - still["first_on"]).dt.days
    marked = still[keys].assign(open=1, old=age.ge(old_days).astype(int), days=age)
    sums = {"open": ("open", "sum"), "old": ("old", "sum")}
    spread = {"median_days": ("days", "median"), "oldest_days": ("days", "max")}
    table = grouped(marked, keys).agg(**sums, **spread).reset_index(drop=not keys).astype({"median_days": np.float64})
    return most_first(table, [], ["median_days", "open"], keys)
