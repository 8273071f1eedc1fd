"""Ground rules of the metrics of difficulties: whose answers count, which one is the last, what in it is open."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from analysis.metrics.grouping import Base, By, Scope, belongs, group_keys, numbers, require


class Answers(NamedTuple):
    """``keys``: the columns to group by. ``members``: one row per enterprise of scope and base (and period), with its
    keys, ``staff``, ``output`` and whether it ``answered``. ``rows``: their difficulties with the keys, ``none``
    rows too. ``on``: what identifies an enterprise in both.
    """

    keys: list[str]
    members: pd.DataFrame
    rows: pd.DataFrame
    on: list[str]

    @property
    def ids(self) -> list[str]:
        """What tells an enterprise within its group: the keys, and what identifies it."""
        return list(dict.fromkeys([*self.keys, *self.on]))

    def open(self) -> pd.DataFrame:
        """The rows that are a difficulty: any category but ``none``.

        ``resolved`` belongs to the whole text (it says that something is solved); a category that is named is open.
        """
        return self.rows[self.rows["category"].ne("none").fillna(False)]


def answers_of(difficulties: pd.DataFrame, panel: pd.DataFrame, by: By, scope: Scope, base: Base) -> Answers:
    """What the enterprises of a panel last said about difficulties in the period, or in each where ``by`` has it.

    Raises ValueError for missing columns, several periods without ``period_id`` in ``by``, and where questions with
    one answer and with several would be mixed (column ``choice``).
    """
    keys = group_keys(panel, by)
    require(difficulties, ["enterprise_id", "category"], "difficulties")
    if "choice" in difficulties.columns and difficulties["choice"].nunique() > 1:
        raise ValueError(
            "单选题和多选题的占比不能相比，请选定一种 / "
            "shares of single-choice and multiple-choice questions are not comparable; choose one"
        )
    dated = "period_id" in keys
    if dated:
        require(difficulties, ["period_id"], "difficulties")
    elif "period_id" in difficulties.columns and difficulties["period_id"].nunique() > 1:
        raise ValueError("困难表中有几期，请选定一期 / difficulties hold several periods; choose one")
    on = ["period_id", "enterprise_id"] if dated else ["enterprise_id"]
    chosen = panel[belongs(panel, scope, base)]
    members = chosen[list(dict.fromkeys([*keys, *on]))].assign(
        staff=numbers(chosen, "staff_normal_register"), output=numbers(chosen, "annual_output_10k_cny")
    )
    groups = members[list(dict.fromkeys([*on, *keys]))]
    said = last_answers(difficulties, on)
    rows = said.drop(columns=[key for key in keys if key in said.columns and key not in on]).merge(groups, on=on)
    answered = pd.MultiIndex.from_frame(rows[on].drop_duplicates())
    members["answered"] = pd.MultiIndex.from_frame(members[on]).isin(answered)
    return Answers(keys, members.reset_index(drop=True), rows, on)


def last_answers(difficulties: pd.DataFrame, on: Sequence[str]) -> pd.DataFrame:
    """The rows of each enterprise's last day with an answer; all rows where they have no ``as_of``."""
    if "as_of" not in difficulties.columns or difficulties.empty:
        return difficulties
    days = pd.to_datetime(difficulties["as_of"])
    last = days.groupby([difficulties[column] for column in on]).transform("max")
    return difficulties[days.eq(last) | last.isna()]
