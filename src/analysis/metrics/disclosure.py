"""What an edition may show: the public one hides small groups, and others so that no sum gives them away."""

from collections.abc import Sequence
from itertools import product
from typing import Literal, get_args

import numpy as np
import pandas as pd

from analysis.metrics.grouping import one_of, require

Edition = Literal["internal", "leadership", "county", "public"]
WHOLE = "all"
_FIGURES = ("numerator", "resumed", "denominator", "missing", "unknown", "no_return", "carried", "excluded")
_PERCENTAGES = ("rate_pct", "low_pct", "high_pct")
# Each enterprise or project is in one group of these, so that groups add up to a whole that is shown.
_PARTITIONS = (
    *("county_code", "industry_code", "size", "four_category", "park"),
    *("key_enterprise", "supervision_group", "batch", "risk_grade", "direction"),
)
# Results with the same of these add up over a partition; over these themselves nothing adds up.
_STRATA = ("measure", "category", "unit")


def for_edition(rows: pd.DataFrame, edition: Edition, county: str = "") -> pd.DataFrame:
    """The rows that an edition may hold: all of them (internal, leadership), or the county's own (county).

    Raises ValueError for an unknown edition, a county edition without a county or of rows without ``county_code``, and
    for the public edition of rows that name enterprises: only figures are public, and those pass through
    ``public_rates``.
    """
    one_of(edition, get_args(Edition), "edition")
    if edition == "county":
        if not county:
            raise ValueError("a county edition needs the county's code")
        require(rows, ["county_code"], "the rows of a county edition")
        return rows[rows["county_code"].eq(county).fillna(False).astype(bool)].reset_index(drop=True)
    if edition == "public":
        named = [column for column in ("enterprise_id", "name", "uscc", "source_row") if column in rows.columns]
        if named:
            raise ValueError(f"the public edition shows no single enterprises, but the rows have {', '.join(named)}")
    return rows


def public_rates(rates: pd.DataFrame, by: Sequence[str], threshold: int = 10) -> pd.DataFrame:
    """Rates of a crossing and all its totals, with the groups hidden that the public may not see.

    ``rates``: one row per combination of ``by`` and, for totals, "all" in a column: every total of ``by``, as
    ``with_totals`` makes them from counts. A group of 1 to ``threshold`` - 1 enterprises (its denominator) is hidden
    with its figures, and others so that it cannot be worked back (see ``hidden_cells``); value_status is then
    "suppressed". What is hidden is how many enterprises a group has and what they said. That a whole is at 100 %
    says so of each of its parts; no threshold can hide that.

    Source: docs/indicators.md. Raises ValueError as ``hidden_cells`` does.
    """
    hidden = hidden_cells(rates, by, "denominator", threshold)
    table = rates.copy()
    for column in [c for c in (*_FIGURES, *_PERCENTAGES) if c in table.columns]:
        table[column] = table[column].mask(hidden)
    return table.assign(value_status=table["value_status"].mask(hidden, "suppressed"))


def hide_small(result: pd.DataFrame, least: int) -> pd.DataFrame:
    """A result of one period without its small groups: their figures missing, value_status "suppressed".

    ``result``: one row per group with ``enterprises``, or else with ``denominator``, which counts its members; of
    difficulties (with ``staff_at_risk``) also ``numerator``. In the groups of one partition (county, industry, size,
    ...) others are hidden too, so that the whole gives none away (``hidden_cells``); in a crossing of two everything
    is, because the sums of both stand elsewhere. A rate on base ``adjusted`` that leaves out so few is hidden as well:
    beside the one on all of them it says how many. What a publisher published and lists of rows stay as they are, and
    everything where ``least`` is 0.
    """
    sizes = [column for column in _sizes(result) if column in result.columns]
    if not least or not sizes or "enterprise_id" in result.columns or "dimension" in result.columns:
        return result
    hidden = pd.Series(False, index=result.index)
    for column in sizes:
        hidden |= _small(result, column, least)
    if {"base", "excluded"} <= set(result.columns):
        few = result["excluded"].fillna(0).astype("int64").between(1, least - 1)
        hidden |= few & result["base"].eq("adjusted").fillna(False).astype(bool)
    figures = result.select_dtypes("number").columns.difference([*_PARTITIONS, *_STRATA])
    shown = result.assign(**{column: result[column].mask(hidden) for column in figures})
    if "value_status" in shown.columns:
        shown["value_status"] = shown["value_status"].mask(hidden, "suppressed")
    return shown


def _sizes(result: pd.DataFrame) -> tuple[str, ...]:
    """The columns that count the members of a group."""
    if "staff_at_risk" in result.columns:
        return ("numerator", "denominator")
    return ("enterprises",) if "enterprises" in result.columns else ("denominator",)


def _small(result: pd.DataFrame, column: str, least: int) -> pd.Series:
    """Which rows of a result to hide for their number in ``column``."""
    number = result[column].fillna(0).astype("int64")
    groups = [key for key in _PARTITIONS if key in result.columns]
    if len(groups) != 1:
        return pd.Series(True, index=result.index) if groups else number.between(1, least - 1)
    strata = [key for key in _STRATA if key in result.columns]
    hidden = pd.Series(False, index=result.index)
    keyed = result[[*groups, *strata]].astype("str").fillna("").assign(number=number)
    for _, part in keyed.groupby(strata) if strata else [("", keyed)]:
        cells = with_totals(part, groups, ["number"])
        small = dict(zip(cells[groups[0]], hidden_cells(cells, groups, "number", least), strict=True))
        hidden[part.index] = part[groups[0]].map(small).astype(bool)
    return hidden


def with_totals(cells: pd.DataFrame, by: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """Sums of additive ``columns`` for every combination of ``by`` and every total of them ("all" in a column).

    Combinations that do not occur are there with 0, so that a table is complete. A missing key is a group "". Raises
    ValueError for a key that is called "all".
    """
    require(cells, [*by, *columns], "the cells")
    keyed = cells.assign(**{key: cells[key].astype("str").fillna("") for key in by})
    if any(keyed[key].eq(WHOLE).any() for key in by):
        raise ValueError(f"a group is called {WHOLE!r}, which is the name of totals")
    names = [[*sorted(keyed[key].unique()), WHOLE] for key in by]
    sums = keyed.groupby(list(by))[list(columns)].sum() if len(keyed) else keyed.set_index(list(by))[list(columns)]
    grid = pd.DataFrame(list(product(*names)), columns=list(by))
    arrays = []
    for column in columns:
        inner = sums[column].reindex(pd.MultiIndex.from_product([n[:-1] for n in names], names=by), fill_value=0)
        values = inner.to_numpy(dtype=np.int64).reshape([len(n) - 1 for n in names])
        for axis in range(len(by)):
            values = np.concatenate([values, values.sum(axis=axis, keepdims=True)], axis=axis)
        arrays.append(values.ravel())
    return grid.assign(**{column: pd.array(a, dtype="Int64") for column, a in zip(columns, arrays, strict=True)})


def hidden_cells(cells: pd.DataFrame, by: Sequence[str], column: str, threshold: int = 10) -> pd.Series:
    """Which cells of a complete table to hide, so that no count of 1 to ``threshold`` - 1 can be worked back.

    ``cells``: one row per combination of ``by`` with all totals, as ``with_totals`` makes it. Each small cell is
    hidden, and with it the corners of boxes (Cox 1980: one other value in every dimension, a total counting as a
    value): going up at even corners and down at odd ones leaves every sum as it is. Boxes are taken until the
    small cell could as well be ``threshold`` or more: a table of counts that agrees with everything shown then holds
    that value, so no reckoning can rule it out. Boxes that hide fewest cells come first, totals last. A zero
    that is shown says that there is nobody. True = hide, on the index of ``cells``.

    Raises ValueError for a table that is not complete or does not add up, negative counts, and a threshold below 2.
    """
    if threshold < 2:
        raise ValueError(f"the threshold must be at least 2, not {threshold}")
    require(cells, [*by, column], "the cells")
    places = cells.sort_values(list(by), key=lambda keys: keys.where(keys.ne(WHOLE), "\U0010ffff")).index
    shape = [cells[key].nunique() for key in by]
    whole = len(by) and all(cells[key].eq(WHOLE).any() for key in by)
    if not whole or len(cells) != np.prod(shape) or cells.duplicated(list(by)).any() or cells[column].isna().any():
        raise ValueError("the table must have every combination of groups and totals once, and a count in each")
    table = cells.loc[places, column].to_numpy(dtype=np.int64).reshape(shape)
    for axis in range(len(by)):
        parts, whole = np.split(table, [-1], axis=axis)
        if (parts.sum(axis=axis, keepdims=True) != whole).any() or (table < 0).any():
            raise ValueError(f"the totals over {by[axis]} are not the sums of their parts")
    hidden = (table > 0) & (table < threshold)
    for cell in map(tuple, np.argwhere(hidden)):
        _protect(table, hidden, cell, threshold)
    return pd.Series(hidden.ravel(), index=places).reindex(cells.index)


def _protect(table: np.ndarray, hidden: np.ndarray, cell: tuple[int, ...], threshold: int) -> None:
    """Hide corners of boxes around ``cell`` until it could be as much as ``threshold``; ``hidden`` is changed."""
    could_be = table.copy()
    while could_be[cell] < threshold:
        others, room = _best_box(could_be, hidden, cell, threshold - could_be[cell])
        for corner, sign in _corners(cell, others, table.shape):
            hidden[corner] = True
            could_be[corner] += sign * room


def _best_box(table: np.ndarray, hidden: np.ndarray, cell: tuple[int, ...], wanted: int) -> tuple[tuple[int, ...], int]:
    """The other corner of the box that hides least and how far the cell can go up in it (at most ``wanted``).

    The box of totals alone never goes down anywhere, so there always is one.
    """
    shape = table.shape
    choices = [[i for i in range(size) if i != place] for size, place in zip(shape, cell, strict=True)]
    room = np.full([len(c) for c in choices], wanted)
    cost = np.zeros(room.shape)
    for moved in product([False, True], repeat=len(shape)):
        index = np.ix_(*([*c] if m else [place] for c, m, place in zip(choices, moved, cell, strict=True)))
        sign = np.ones((1,) * len(shape))
        weight = np.ones((1,) * len(shape))
        for axis, (swapped, place, size) in enumerate(zip(moved, cell, shape, strict=True)):
            along = np.array(choices[axis] if swapped else [place])
            view = along.reshape([-1 if a == axis else 1 for a in range(len(shape))])
            if swapped and place != size - 1:
                sign = sign * np.where(view == size - 1, 1, -1)
            weight = weight * np.where(view == size - 1, 1000.0, 1.0)
        room = np.minimum(room, np.where(sign < 0, table[index], wanted))
        cost = cost + np.where(hidden[index], 0.0, weight * (1 + table[index] / (1 + table.max())))
    cost = np.where(room > 0, cost / np.maximum(room, 1) * wanted, np.inf)
    best = np.unravel_index(np.argmin(cost), cost.shape)
    return tuple(choices[axis][at] for axis, at in enumerate(best)), int(room[best])


def _corners(
    cell: tuple[int, ...], others: tuple[int, ...], shape: tuple[int, ...]
) -> list[tuple[tuple[int, ...], int]]:
    """The corners of a box and the direction each goes when ``cell`` goes up; totals go with their parts."""
    corners = []
    for moved in product([False, True], repeat=len(shape)):
        corner = tuple(other if m else place for m, place, other in zip(moved, cell, others, strict=True))
        turns = sum(
            m and size - 1 not in (place, other)
            for m, place, other, size in zip(moved, cell, others, shape, strict=True)
        )
        corners.append((corner, -1 if turns % 2 else 1))
    return corners
