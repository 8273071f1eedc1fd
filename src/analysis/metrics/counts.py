"""Enterprises counted by what they answered: additive counts, and their totals over larger groups."""

import pandas as pd
import pyarrow as pa

from analysis.metrics.grouping import (
    RESULT_COLUMNS,
    By,
    Scope,
    carried,
    group_keys,
    in_scope,
    refuse_duplicates,
    refuse_unknown,
    require,
    totals,
    truth,
)
from analysis.vocabulary.entries import STATES

# What says how and where a count was read. Rows that differ only here belong to one group.
_PROVENANCE = ["upload_id", "part", "source_file", "source_sheet", "source_row", "source_cell"]
_COUNTED = ("measure", "expected", "reason", "answer", "numerator", "carried")
_NOT_A_GROUP = {*_COUNTED, *_PROVENANCE, *RESULT_COLUMNS}


def count_states(panel: pd.DataFrame, by: By = (), scope: Scope = "above_scale") -> pd.DataFrame:
    """Enterprises by what they answered: counts that add up however the panel is split.

    One row per combination that occurs: the ``by`` columns, ``measure`` ("resumption"), ``expected`` (ran
    normally before the festival; missing is no), ``reason`` (of an excluded one, "unstated" where none was
    given), ``answer`` (a state, or "missing" where there is no return), ``numerator`` (enterprises); also
    ``carried`` where the panel holds states carried forward. ``scope`` is above-scale unless told otherwise.

    Source: docs/indicators.md. Raises ValueError for an unknown state, scope or column, an enterprise that
    occurs twice in a period, and several periods that ``by`` does not tell apart.
    """
    keys = group_keys(panel, by)
    require(panel, ["state", "normal_before_festival"], "the panel")
    identity = [column for column in ("period_id", "enterprise_id") if column in panel.columns]
    if "enterprise_id" in identity:
        refuse_duplicates(panel, identity, "the panel")
    return counts_of_tally(_tally(panel, in_scope(panel, scope), keys), keys)


def counts_of_tally(tally: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """``count_states`` from rows counted already: keys, normal_before_festival, state, state_reason, numerator.

    ``carried`` is kept where it is there. Several rows of one answer add up. Raises ValueError for an unknown state.
    """
    refuse_unknown(tally["state"].dropna(), STATES, "状态", "state")
    counts = tally[keys].assign(
        measure="resumption",
        expected=truth(tally["normal_before_festival"]),
        reason=tally["state_reason"].fillna("unstated").where(truth(tally["state"].eq("excluded"))),
        answer=tally["state"].fillna("missing"),
        numerator=tally["numerator"],
    )
    if "carried" in tally.columns:
        counts["carried"] = carried(tally)
    return _add_up(counts, [column for column in counts.columns if column != "numerator"])


def combine(counts: pd.DataFrame, by: By = ()) -> pd.DataFrame:
    """Counts of larger groups from those of smaller ones: the total row that averaging rates would get wrong.

    ``by`` names the columns to keep; counts of all others are added up. An aggregate (``is_aggregate``) is left
    out where its parts are there. One row per kept group and answer, in the shape of ``count_states``.

    Raises ValueError for percentages without counts, for parts of several dimensions or several aggregates
    (they overlap), and where an answer was suppressed or missing, since the total would then be too small.
    """
    keys = group_keys(counts, by)
    require(counts, ["answer", "numerator"], "the counts")
    counts = _without_aggregates(counts, keys)
    if counts["numerator"].isna().any():
        lost = int(counts["numerator"].isna().sum())
        raise ValueError(
            f"有{lost}行没有户数（缺失，或只公布了百分比），不能相加；请先补上或去掉这些行 / "
            f"{lost} row(s) without a count (missing, or only published as percentages) cannot be added up; "
            "give their count or leave them out first"
        )
    fixed = [c for c in ("measure", "expected", "reason", "answer", "carried") if c in counts.columns]
    total = _add_up(counts, [*keys, *fixed])
    if "denominator" not in counts.columns:
        return total
    members = counts[[*group_columns(counts), "denominator"]].drop_duplicates()
    if members["denominator"].isna().any():
        lost = int(members["denominator"].isna().sum())
        raise ValueError(
            f"有{lost}组没有写明分母（denominator），别的组写了，不能相加；请补上，或去掉这些组 / "
            f"{lost} group(s) state no denominator and others do, so their counts cannot be added up; "
            "give it or leave them out first"
        )
    stated = totals(members.assign(denominator=members["denominator"].astype("Int64")), keys, ["denominator"])
    return total.merge(stated, on=keys) if keys else total.assign(denominator=stated["denominator"].iloc[0])


def exclusions(counts: pd.DataFrame, by: By = ()) -> pd.DataFrame:
    """What the base ``adjusted`` leaves out: one row per group and reason, with the number of enterprises."""
    keys = group_keys(counts, by)
    rows = counts[counts["answer"].eq("excluded") & expected_rows(counts)]
    return _add_up(rows.rename(columns={"numerator": "enterprises"}), [*keys, "reason"], "enterprises")


def _tally(panel: pd.DataFrame, inside: pd.Series, keys: list[str]) -> pd.DataFrame:
    """Rows of the panel counted by keys and state in Arrow: one pass over the data, the rest on a small table."""
    columns = list(dict.fromkeys([*keys, "normal_before_festival", "state", "state_reason", "carried"]))
    raw = panel.reindex(columns=[c for c in columns if c != "carried" or c in panel.columns])[inside]
    plain = raw.astype({c: "str" for c in raw.columns if isinstance(raw[c].dtype, pd.CategoricalDtype)})
    table = pa.Table.from_pandas(plain, preserve_index=False, nthreads=1)
    counted = table.group_by(plain.columns.tolist()).aggregate([([], "count_all")])
    tally = counted.to_pandas().rename(columns={"count_all": "numerator"})
    return tally.astype({c: plain[c].dtype for c in keys} | {"state": "str", "state_reason": "str"})


def _add_up(counts: pd.DataFrame, keys: list[str], column: str = "numerator") -> pd.DataFrame:
    """Counts summed over ``keys``, one row each, sorted; no row where there is nothing to count."""
    summed = counts.groupby(keys, dropna=False, observed=True)[column].sum().reset_index()
    return summed.astype({column: "Int64"})


def _without_aggregates(counts: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Drop aggregates where their parts are present; refuse parts that overlap."""
    if "is_aggregate" in counts.columns:
        aggregate = truth(counts["is_aggregate"])
        grouped = aggregate.groupby([counts[k] for k in keys], dropna=False) if keys else None
        only = grouped.transform("all") if grouped is not None else pd.Series(aggregate.all(), index=counts.index)
        counts = counts[~aggregate | only]
        if only.any() and counts[only.reindex(counts.index)].duplicated([*keys, "answer"]).any():
            raise ValueError(
                "几个合计互有重叠，不能相加，请选定一个 / "
                "several aggregates overlap and cannot be added up; choose one of them"
            )
    if "dimension" in counts.columns and "dimension" not in keys:
        spread = counts.groupby(keys or (lambda _: 0), dropna=False)["dimension"].nunique(dropna=False)
        if (spread > 1).any():
            raise ValueError(
                "几种分组互有重叠，不能相加，请选定一种 / "
                "groups of several dimensions overlap and cannot be added up; choose one dimension"
            )
    return counts


def group_columns(counts: pd.DataFrame) -> list[str]:
    return [column for column in counts.columns if column not in _NOT_A_GROUP]


def expected_rows(counts: pd.DataFrame) -> pd.Series:
    """Which rows belong to the expected ones; a figure that does not say is about them."""
    if "expected" not in counts.columns:
        return pd.Series(True, index=counts.index)
    return counts["expected"].astype("boolean").fillna(True).astype(bool)
