"""The figures that a form may ask for: by measure, for the whole area and each group of it. Only metrics compute."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from analysis import metrics
from analysis.store.tables import Tables

WHOLE = ("", "")
DIMENSIONS = ("county_code", "industry_code", "size", "four_category")
# Measure -> the result it is taken from and its column there.
_TAKEN_FROM = {
    "expected_n": ("expected", "denominator"),
    "no_return_n": ("expected", "no_return"),
    "resumed_n": ("expected", "numerator"),
    "excluded_n": ("expected", "excluded"),
    "resumption_pct": ("expected", "rate_pct"),
    "register_n": ("register", "denominator"),
    "replied_n": ("replied", "denominator"),
    "adjusted_n": ("adjusted", "denominator"),
    "adjusted_pct": ("adjusted", "rate_pct"),
    "staff_normal_n": ("staff", "denominator"),
    "staff_back_n": ("staff", "numerator"),
    "staff_pct": ("staff", "rate_pct"),
    "capacity_pct": ("capacity", "rate_pct"),
    "affected_n": ("affected", "numerator"),
    "affected_pct": ("affected", "rate_pct"),
    "continuing_n": ("projects_resumed", "denominator"),
    "continuing_resumed_n": ("projects_resumed", "numerator"),
    "continuing_pct": ("projects_resumed", "rate_pct"),
    "new_n": ("projects_started", "denominator"),
    "new_started_n": ("projects_started", "numerator"),
    "new_pct": ("projects_started", "rate_pct"),
}
Group = tuple[str, str]  # dimension and code; WHOLE for all


@dataclass(frozen=True)
class Figures:
    """Value by group and measure: counts as whole numbers, rates 0-100; None where it is not known."""

    values: dict[tuple[Group, str], float | None]
    groups: frozenset[Group]

    def value(self, group: Group, measure: str) -> float | None:
        return self.values.get((group, measure))


def form_figures(tables: Tables) -> Figures:
    """All figures of one period of ``tables``: above-scale enterprises, on the base the survey's headline has."""
    panel = metrics.panel(tables.enterprises, tables.status, tables.period)
    values: dict[tuple[Group, str], float | None] = {}
    for dimension in ("", *DIMENSIONS):
        by = [dimension] if dimension else []
        results = dict(_results(tables, panel, by))
        for measure, (name, column) in _TAKEN_FROM.items():
            values |= _column(results.get(name), dimension, measure, column)
        values |= _difficulties(results["affected"], results["shares"], dimension)
    return Figures(values, frozenset(group for group, _ in values))


def _results(tables: Tables, panel: pd.DataFrame, by: list[str]) -> Iterator[tuple[str, pd.DataFrame]]:
    counts = _counts(tables, panel, by)
    for base in ("register", "expected", "adjusted", "replied"):
        yield base, metrics.resumption_rate(counts, base=base)
    yield "staff", metrics.staff_rate(panel, by=by)
    yield "capacity", metrics.capacity(panel, by=by)
    said = tables.difficulties[tables.difficulties["period_id"].eq(tables.period.id)]
    yield "affected", metrics.affected(said, panel, by=by)
    yield "shares", metrics.bottleneck_shares(said, panel, by=by)
    if set(by) <= set(tables.projects.columns):
        projects = metrics.project_rates(tables.projects, tables.period, by=by)
        for measure in ("projects_resumed", "projects_started"):
            yield measure, projects[projects["measure"].eq(measure)]


def _counts(tables: Tables, panel: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """As the page counts: the whole and counties also by what an office states that has no list, others by lists."""
    if by not in ([], ["county_code"]):
        return metrics.count_states(panel, by=by)
    stated = metrics.stated_counts(tables.summaries)
    mixed = metrics.mixed_counts(panel, stated[stated["period_id"].eq(tables.period.id)])
    return metrics.combine(mixed, by=by)


def _column(result: pd.DataFrame | None, dimension: str, measure: str, column: str) -> dict:
    """One column of a result by group; its missing values as None, and 0 where nobody reported: it would be false."""
    if result is None or result.empty:
        return {}
    return {
        (_group(row, dimension), measure): None if pd.isna(row[column]) or _silent(row, column) else float(row[column])
        for row in result.to_dict("records")
        if not dimension or not pd.isna(row[dimension])
    }


def _silent(row: dict, column: str) -> bool:
    return column in ("numerator", "excluded") and row.get("value_status") == "no_return"


def _difficulties(affected: pd.DataFrame, shares: pd.DataFrame, dimension: str) -> dict:
    """Enterprises that name a category; 0 where a group answered and nobody named it."""
    categories = set(shares["category"])
    found = {}
    for row in affected.to_dict("records"):
        if row["denominator"] and (not dimension or not pd.isna(row[dimension])):
            found |= {(_group(row, dimension), f"difficulty.{category}"): 0.0 for category in categories}
    for row in shares.to_dict("records"):
        if not dimension or not pd.isna(row[dimension]):
            found[_group(row, dimension), f"difficulty.{row['category']}"] = float(row["numerator"])
    return found


def _group(row: dict, dimension: str) -> Group:
    return (dimension, str(row[dimension])) if dimension else WHOLE
