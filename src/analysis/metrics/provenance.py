"""From a figure back to the rows it counts, and from these to their cells."""

import json
from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.intake.sources import source_of
from analysis.metrics.answers import answers_of
from analysis.metrics.electricity import electricity_terms
from analysis.metrics.grouping import (
    RESULT_COLUMNS,
    Base,
    Scope,
    group_keys,
    in_base,
    in_scope,
    one_of,
    require,
    resumed,
    truth,
)
from analysis.metrics.panel import PROVENANCE
from analysis.metrics.staff import capacity_terms, staff_terms
from analysis.store.trace import value_cells
from analysis.store.weights import Weight, usual_weight

_SHOWN = ("period_id", "enterprise_id", "project_id", "name", "county_code", "state", "as_of")


def rows_behind(
    panel: pd.DataFrame,
    group: Mapping[str, object],
    base: Base | None = None,
    scope: Scope = "above_scale",
    threshold_pct: float = 30,
) -> pd.DataFrame:
    """The rows below the line of one figure, with what each adds: ``above``, ``below``, ``counted`` (above is not 0).

    ``group``: the figure, such as a row of ``resumption_rate``, ``staff_rate``, ``capacity``, ``electricity`` or
    ``project_rates`` (then ``panel`` is that of ``project_panel``): its keys say which rows, its ``measure``,
    ``weight`` and ``base`` what of them. A mere {"county_code": ...} is the resumption rate of base expected, {} that
    of the whole. A missing key stands for those without one. The sums of above and below are the figure's numerator
    and denominator; rows without the numbers are not in it. ``threshold_pct``: the one given to ``electricity``.

    Raises ValueError for an unknown base, scope or measure, and where the group leaves several periods.
    """
    require(panel, ["state"], "the panel")
    measure = group.get("measure", "resumption")
    keys = _keys(panel, group)
    terms = _terms(panel, str(measure), group.get("weight"), threshold_pct)
    inside = terms["inside"]
    if measure not in _PROJECTS:
        inside = inside & in_scope(panel, scope) & in_base(panel, base or group.get("base") or "expected")
    rows = panel[inside & _of_group(panel, group, keys)]
    group_keys(rows, ())
    added = terms.loc[rows.index, ["above", "below"]].astype(float)
    return rows.assign(above=added["above"], below=added["below"], counted=added["above"] > 0).reset_index(drop=True)


def answers_behind(
    difficulties: pd.DataFrame,
    panel: pd.DataFrame,
    group: Mapping[str, object],
    scope: Scope = "above_scale",
    base: Base = "expected",
) -> pd.DataFrame:
    """The answers behind one share of difficulties: one row per cell and category, with text, evidence and place.

    ``group``: a row of ``bottleneck_shares``, or a mere {"category": ..., "county_code": ...}; without a category
    any difficulty counts. ``counted``: the row names it. The enterprises in the rows are the figure's denominator,
    those with a row that is counted its numerator; file, sheet and cell stand in source_file, source_sheet,
    source_cell. Raises ValueError as ``answers_of`` does.
    """
    keys = _keys(panel, group)
    rows = answers_of(difficulties, panel, keys, scope, base).rows
    rows = rows[_of_group(rows, group, keys)].reset_index(drop=True)
    named = rows["category"].eq(group["category"]) if "category" in group else rows["category"].ne("none")
    return rows.assign(counted=truth(named))


def _keys(panel: pd.DataFrame, group: Mapping[str, object]) -> list[str]:
    """The columns by which ``group`` tells its rows. A mere mapping says nothing else: a slip in it is no whole."""
    if "measure" not in group and "rate_pct" not in group:
        require(panel, [key for key in group if key not in {*_RESULTS, "category"}], "the panel")
    return [key for key in group if key in panel.columns and key not in _RESULTS]


def _of_group(rows: pd.DataFrame, group: Mapping[str, object], keys: Sequence[str]) -> pd.Series:
    """True for the rows that a figure's keys mean; a missing key stands for those without one."""
    inside = pd.Series(True, index=rows.index)
    for key in keys:
        inside &= truth(rows[key].isna() if pd.isna(group[key]) else rows[key].eq(group[key]))
    return inside


def sources(
    panel: pd.DataFrame,
    parts: pd.DataFrame,
    group: Mapping[str, object],
    fields: Sequence[str] = ("state",),
    base: Base | None = None,
    scope: Scope = "above_scale",
) -> pd.DataFrame:
    """The cells behind one figure: one row per enterprise (or project), field and cell its value was read from.

    period_id, enterprise_id or project_id, name, county_code, state, as_of, ``counted`` (above the line), ``field``,
    ``value``, and ``file``, ``sheet``, ``cell`` (A1) and ``header`` of the upload; these are missing where there is no
    return or the upload did not ask. A state has every cell that may have decided it. ``parts``: the stored table.
    ``group``, ``base`` and ``scope``: see ``rows_behind``.

    Raises ValueError as ``rows_behind`` does, and for a field the panel lacks.
    """
    require(panel, [*PROVENANCE, *fields], "the panel")
    rows = rows_behind(panel, group, base, scope)
    asked = parts.set_index(["upload_id", "part"])["columns"]
    columns = {place: json.loads(text) for place, text in asked.items() if isinstance(text, str)}
    shown = [column for column in _SHOWN if column in rows.columns]
    found = []
    for row in rows.to_dict("records"):
        known = {column: row[column] for column in shown} | {"counted": row["counted"]}
        read = not pd.isna(row["source_row"])
        for field in fields:
            told = source_of(row, field)
            file, sheet = told["source_file"], told["source_sheet"]
            own = columns.get((told["upload_id"], told["part"]), []) if read else []
            cells = list(value_cells(own, field, told)) if own else []
            found += [
                known | {"field": field, "value": row[field], "file": file, "sheet": sheet, "cell": c, "header": h}
                for c, h in cells or [(None, None)]
            ]
    return pd.DataFrame(found, columns=[*shown, "counted", "field", "value", "file", "sheet", "cell", "header"])


def _terms(panel: pd.DataFrame, measure: str, weight: Weight | None, threshold_pct: float) -> pd.DataFrame:
    """Per row of the panel what it adds to a figure of the measure, and whether it is in it at all (``inside``)."""
    ran = resumed(panel).astype(float)
    if measure == "resumption":
        return pd.DataFrame({"above": ran, "below": 1.0, "inside": True})
    if measure in _PROJECTS:
        require(panel, ["continuing_or_new"], "the panel of projects")
        kind = truth(panel["continuing_or_new"].eq(_PROJECTS[measure]))
        return pd.DataFrame({"above": ran, "below": 1.0, "inside": kind})
    if measure in ("staff", "capacity"):
        by = weight or usual_weight(panel)
        terms = staff_terms(panel) if measure == "staff" else capacity_terms(panel, by)
        return terms.rename(columns={"plausible": "inside"})
    terms = electricity_terms(panel, threshold_pct)
    pairs = {"electricity_users": (terms["on"], 1.0), "electricity_kwh": (terms["used"], terms["normal"])}
    one_of(measure, ("resumption", "staff", "capacity", *pairs, *_PROJECTS), "measure")
    above, below = pairs[measure]
    return pd.DataFrame({"above": above.astype(float), "below": below, "inside": terms["plausible"]})


_PROJECTS = {"projects_resumed": "continuing", "projects_started": "new"}
_RESULTS = frozenset({*RESULT_COLUMNS, "state", "enterprise_id"})
