"""Ground rules every metric shares: checked columns, scope, grouped sums and safe percentages."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal, get_args

import numpy as np
import pandas as pd
from pandas.api.typing import DataFrameGroupBy

from analysis.vocabulary.entries import RESUMED

Scope = Literal["above_scale", "below_scale", "all"]
By = str | Sequence[str]  # columns to group by; () for none
Base = Literal["register", "expected", "adjusted", "replied"]
BASES: tuple[str, ...] = get_args(Base)

# Columns of a result that are no group: two results are matched on everything else.
RESULT_COLUMNS = [
    *("measure", "base", "basis", "resumed", "numerator", "denominator", "missing", "unknown", "no_return", "carried"),
    *("excluded", "enterprises", "implausible", "weight", "rate_pct", "workers_present", "workers_needed"),
    *("workers_pct", "low_pct", "high_pct", "value_status", "issued_no", "revised_pct"),
]


def require(frame: pd.DataFrame, columns: Collection[str], what: str) -> None:
    """Raise ValueError naming the columns that ``frame`` lacks; ``what`` says which table it is.

    Raises TypeError for what is no table.
    """
    if not isinstance(frame, pd.DataFrame):
        raise TypeError(
            f"应给出一张表（pandas 的 DataFrame），不是 {type(frame).__name__} / "
            f"{what} must be a table (a pandas DataFrame), not {type(frame).__name__}"
        )
    refuse_absent(frame.columns, columns, what)


def refuse_absent(present: Iterable[str], columns: Collection[str], what: str) -> None:
    """Raise ValueError naming those of ``columns`` that are not ``present``; ``what`` says in which table."""
    there = list(map(str, present))
    absent = [column for column in columns if column not in there]
    if absent:
        lacking, there = ", ".join(absent), ", ".join(there)
        raise ValueError(f"缺少列 {lacking}；现有 {there} / no column(s) {lacking} in {what}; there are {there}")


def one_of(value: str, known: Sequence[str], what: str) -> None:
    """Raise ValueError unless ``value`` is among ``known``."""
    refuse_unknown([value], known, f" {what}", what)


def refuse_unknown(values: Iterable[str], known: Collection[str], zh: str, en: str) -> None:
    """Raise ValueError naming the ``values`` that are not among ``known``; what they are of in Chinese and English."""
    unknown = sorted(set(values) - set(known))
    if unknown:
        these, named = ", ".join(known), ", ".join(map(repr, unknown))
        raise ValueError(
            f"没有“{'、'.join(unknown)}”这种{zh}；可用：{these} / unknown {en} {named}; use one of {these}"
        )


def refuse_duplicates(frame: pd.DataFrame, keys: Sequence[str], what: str) -> None:
    """Raise ValueError where two rows share ``keys``: counting one enterprise twice is never right."""
    twice = int(frame.duplicated(list(keys)).sum()) if keys else len(frame) - 1
    if twice > 0:
        raise ValueError(
            f"有{twice}行的 {'、'.join(keys)} 与别的行相同，请先各留一行 / "
            f"{what} has {twice} row(s) with the same {' and '.join(keys)}; keep one of each first"
        )


def columns_of(by: By) -> list[str]:
    """``by`` as a list of columns, each once."""
    if not isinstance(by, Iterable):
        raise TypeError(
            f"by 应是列名，或几个列名的列表，如 'county_code'，不是 {by!r} / "
            f"by must name a column, or several in a list, such as 'county_code'; not {by!r}"
        )
    return [by] if isinstance(by, str) else list(dict.fromkeys(by))


def group_keys(frame: pd.DataFrame, by: By) -> list[str]:
    """``by`` as a list of columns that exist; several periods in ``frame`` must be told apart by it.

    Raises ValueError for an unknown column, and where ``by`` would add up figures of different periods.
    """
    keys = columns_of(by)
    require(frame, keys, "the table to group")
    if "period_id" in frame.columns and "period_id" not in keys and frame["period_id"].nunique() > 1:
        raise ValueError(
            "表中有几期：请在 by 里加上 period_id，或先选定一期 / "
            "the table holds several periods: add period_id to by, or choose one period"
        )
    return keys


def in_scope(panel: pd.DataFrame, scope: Scope) -> pd.Series:
    """True for rows of the scope. An enterprise of unknown size class is in ``all`` only."""
    one_of(scope, get_args(Scope), "scope")
    if scope == "all":
        return pd.Series(True, index=panel.index)
    require(panel, ["above_scale"], "the panel")
    return truth(panel["above_scale"]) if scope == "above_scale" else truth(~panel["above_scale"].astype("boolean"))


def in_base(panel: pd.DataFrame, base: Base) -> pd.Series:
    """True for rows of a panel (one row per enterprise) that belong to ``base``; see docs/indicators.md."""
    one_of(base, BASES, "base")
    if base == "register":
        return pd.Series(True, index=panel.index)
    require(panel, ["normal_before_festival", "state"], "the panel")
    expected = truth(panel["normal_before_festival"])
    if base == "adjusted":
        return expected & ~truth(panel["state"].eq("excluded"))
    if base == "replied":
        return expected & has_return(panel)
    return expected


def belongs(panel: pd.DataFrame, scope: Scope, base: Base) -> pd.Series:
    """True for rows of a panel that belong to scope and base."""
    return in_scope(panel, scope) & in_base(panel, base)


def has_return(panel: pd.DataFrame) -> pd.Series:
    """True where there is a return of the period itself."""
    return panel["state"].notna() & ~carried(panel)


def readable(panel: pd.DataFrame) -> pd.Series:
    """True where a return of the period itself says a state."""
    return has_return(panel) & truth(panel["state"].ne("unknown"))


def carried(frame: pd.DataFrame) -> pd.Series:
    """True for rows whose state was carried forward; all False where nothing ever was."""
    return truth(frame["carried"]) if "carried" in frame.columns else pd.Series(False, index=frame.index)


def resumed(panel: pd.DataFrame) -> pd.Series:
    """True where the state is running or partial; False also where there is no return."""
    return truth(panel["state"].isin(RESUMED))


def truth(values: pd.Series) -> pd.Series:
    """Plain booleans; a missing value is False."""
    if values.dtype == bool:
        return values
    known = values.astype("boolean").to_numpy(dtype=bool, na_value=False)
    return pd.Series(known, index=values.index, name=values.name)


def numbers(frame: pd.DataFrame, column: str) -> pd.Series:
    """A column as floats with NaN for missing, all NaN where the table has no such column."""
    if column not in frame.columns:
        return pd.Series(np.nan, index=frame.index)
    return pd.Series(frame[column].to_numpy(dtype=float, na_value=np.nan), index=frame.index)


def totals(frame: pd.DataFrame, keys: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """Sums of ``columns``, one row per group in order of the keys; exactly one row where ``keys`` is empty.

    A missing key is a group of its own, so that the parts always add up to the whole.
    """
    if keys:
        return frame.groupby(list(keys), dropna=False, observed=True)[list(columns)].sum().reset_index()
    return frame[list(columns)].sum().to_frame().T


def grouped(frame: pd.DataFrame, keys: Sequence[str]) -> DataFrameGroupBy:
    """``frame`` by its keys, a missing key a group of its own; without keys its rows, if there are any, are one."""
    return frame.groupby(list(keys) or np.zeros(len(frame)), dropna=False, observed=True)


def sums_by(frame: pd.DataFrame, keys: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """Sums of ``columns`` as ``totals``, but without keys too no row where there is nothing to add up."""
    return grouped(frame, keys)[list(columns)].sum().reset_index(drop=not keys)


def beside(left: pd.DataFrame, right: pd.DataFrame, keys: Sequence[str], **how: object) -> pd.DataFrame:
    """The rows of two tables with the same keys, merged (``how``: as pandas has it); without keys each with each."""
    if keys:
        return left.merge(right, on=list(keys), **how)
    return left.assign(_all=0).merge(right.assign(_all=0), on="_all", **how).drop(columns="_all")


def most_first(
    table: pd.DataFrame, groups: Sequence[str], falling: Sequence[str], rising: Sequence[str]
) -> pd.DataFrame:
    """Rows in order within their groups: the category ``other``, which is what is left over, last; else by the columns
    ``falling``, the largest first, then by those ``rising``, so that the order never wavers."""
    last = table["category"].eq("other") if "category" in rising else False
    order = [*groups, "_last", *falling, *rising]
    upwards = [name not in falling for name in order]
    return table.assign(_last=last).sort_values(order, ascending=upwards, ignore_index=True).drop(columns="_last")


def number_groups(frame: pd.DataFrame, keys: Sequence[str]) -> tuple[np.ndarray, pd.DataFrame]:
    """The group of each row, counted from 0 in order of appearance, and the keys of each group, numbered so.

    A missing key is a group of its own. Without ``keys`` all rows are group 0, which is there even where no row is.
    """
    if not keys:
        return np.zeros(len(frame), dtype=int), pd.DataFrame(index=[0])
    group = frame.groupby(list(keys), dropna=False, observed=True, sort=False).ngroup().to_numpy()
    first = np.unique(group, return_index=True)[1]
    return group, frame[list(keys)].iloc[first].reset_index(drop=True)


def first_of(conditions: Mapping[str, pd.Series | np.ndarray], otherwise: str = "ok") -> np.ndarray:
    """For each row the name of the first condition that is true of it."""
    return np.select([np.asarray(holds, dtype=bool) for holds in conditions.values()], list(conditions), otherwise)


def percent(numerator: pd.Series, denominator: pd.Series) -> pd.Series:
    """100 * numerator / denominator as Float64; missing where either is missing or nothing is below the line."""
    above = numerator.to_numpy(dtype=float, na_value=np.nan)
    below = denominator.to_numpy(dtype=float, na_value=np.nan)
    return missing_where_nan(share_pct(above, below), numerator.index)


def share_pct(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """100 * above / below, NaN where either is or nothing is below the line."""
    return np.divide(100.0 * above, below, out=np.full(len(above), np.nan), where=below > 0)


def missing_where_nan(values: np.ndarray | pd.Series, index: pd.Index | None = None) -> pd.Series:
    """Floats as nullable Float64 in which NaN is missing, so that no comparison is quietly False."""
    plain = np.asarray(values, dtype=float)
    missing = np.isnan(plain)
    return pd.Series(pd.arrays.FloatingArray(np.where(missing, 0.0, plain), missing), index=index)
