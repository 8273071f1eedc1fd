"""What an edition may show: the public one hides small groups, and others so that no sum gives them away."""

import numpy as np
import pandas as pd

# Each enterprise or project is in one group of these, so that groups add up to a whole that is shown.
_PARTITIONS = (
    *("county_code", "industry_code", "size", "four_category", "park"),
    *("key_enterprise", "supervision_group", "batch", "risk_grade", "direction"),
)
# Results with the same of these add up over a partition; over these themselves nothing adds up.
_STRATA = ("measure", "category", "unit")
# Beside the number due, each of the first says how many did not report; so do the bounds of their rate.
_SILENT = ("missing", "no_return", "unknown")
_BOUNDS = ("low_pct", "high_pct")
# How many gave a measure and how many did not, which another measure, or the number due, says to the enterprise.
_GAVE = ("enterprises", "missing", "implausible")


def hide_small(result: pd.DataFrame, least: int) -> pd.DataFrame:
    """A result of one period without its small groups: their figures missing, value_status "suppressed".

    ``result``: one row per group with ``enterprises``, or else with ``denominator``, which counts its members; of
    difficulties (with ``staff_at_risk``) also ``numerator``. In the groups of one partition (county, industry, size,
    ...) others are hidden too, so that the whole gives none away (``hidden_groups``); in a crossing of two everything
    is, because the sums of both stand elsewhere. A rate on base ``adjusted`` that leaves out so few is hidden as well:
    beside the one on all of them it says how many. Where so few did not report, ``missing`` and the bounds are hidden,
    which tell how few; of staff and capacity (with ``implausible``) always how many gave them. What a publisher
    published and lists of rows stay as they are, and everything where ``least`` is 0.
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
    return _without_complements(shown, result, least)


def _without_complements(shown: pd.DataFrame, result: pd.DataFrame, least: int) -> pd.DataFrame:
    """``shown`` without the numbers that, taken from the number due, leave the few who did not say."""
    is_measure = "implausible" in result.columns
    few = pd.Series(is_measure, index=result.index)
    for column in result.columns.intersection(_SILENT):
        few |= _small(result, column, least)
    hidden = result.columns.intersection(_GAVE if is_measure else [*_SILENT, *_BOUNDS])
    return shown.assign(**{column: shown[column].mask(few) for column in hidden})


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
        sizes = part.groupby(groups[0])["number"].sum()
        hidden[part.index] = part[groups[0]].isin(sizes.index[hidden_groups(sizes.to_numpy(), least)])
    return hidden


def hidden_groups(sizes: np.ndarray, least: int) -> np.ndarray:
    """Which groups to hide beside a whole that is shown, so that no size of 1 to ``least`` - 1 can be worked back.

    Each small one is hidden, and others with it until it could as well be ``least`` or more, they being smaller by as
    much (Cox 1980): then no reckoning can rule that out. Those that are hidden already come first, then the ones that
    leave most room, of these the smallest. Where all together are too few, their whole is as small and hidden itself. A
    zero that is shown says that there is nobody.
    """
    hidden = (sizes > 0) & (sizes < least)
    for small in np.flatnonzero(hidden):
        could_be = sizes.copy()
        while could_be[small] < least:
            room = np.minimum(could_be, least - could_be[small])
            room[small] = 0
            if not room.any():
                break
            cost = np.where(hidden, 0.0, 1 + could_be / (1 + sizes.sum())) / np.maximum(room, 1)
            other = np.argmin(np.where(room > 0, cost, np.inf))
            hidden[other] = True
            could_be[[small, other]] += room[other], -room[other]
    return hidden
