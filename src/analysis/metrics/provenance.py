"""From a figure back to the rows it counts, and from these to their cells."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.metrics.grouping import Base, Scope, group_keys, in_base, in_scope, require, resumed
from analysis.metrics.panel import PROVENANCE
from analysis.store.trace import value_cells

_SHOWN = ("period_id", "enterprise_id", "name", "county_code", "state", "as_of")


def rows_behind(
    panel: pd.DataFrame, group: Mapping[str, object], base: Base = "expected", scope: Scope = "above_scale"
) -> pd.DataFrame:
    """The enterprises below the line of one figure, as rows of the panel with ``counted``: above the line too.

    ``group``: the figure's own keys, such as a row of ``resumption_rate`` (columns of it that the panel lacks, and
    those of the result, are passed over; empty: the whole). A missing value stands for those without one. As many rows
    as the figure's denominator, as many counted as its numerator.

    Raises ValueError for an unknown base or scope, and where the group leaves several periods.
    """
    require(panel, ["enterprise_id", "state"], "the panel")
    keys = [key for key in group if key in panel.columns and key not in _RESULTS]
    inside = in_scope(panel, scope) & in_base(panel, base)
    for key in keys:
        same = panel[key].isna() if pd.isna(group[key]) else panel[key].eq(group[key])
        inside &= same.fillna(False).astype(bool)
    rows = panel[inside]
    group_keys(rows, ())
    return rows.assign(counted=resumed(rows)).reset_index(drop=True)


def sources(
    panel: pd.DataFrame,
    parts: pd.DataFrame,
    group: Mapping[str, object],
    fields: Sequence[str] = ("state",),
    base: Base = "expected",
    scope: Scope = "above_scale",
) -> pd.DataFrame:
    """The cells behind one figure: one row per enterprise, field and cell its value was read from.

    period_id, enterprise_id, name, county_code, state, as_of, ``counted`` (above the line), ``field``, ``value``, and
    ``file``, ``sheet``, ``cell`` (A1) and ``header`` of the upload; these are missing where there is no return or the
    upload did not ask. A state has every cell that may have decided it. ``parts``: the stored table. ``group``,
    ``base`` and ``scope``: see ``rows_behind``.

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
        file, sheet = row["source_file"], row["source_sheet"]
        read = not pd.isna(row["source_row"])
        for field in fields:
            own = columns.get((row["upload_id"], row["part"]), []) if read else []
            cells = list(value_cells(own, field, row)) if own else []
            found += [
                known | {"field": field, "value": row[field], "file": file, "sheet": sheet, "cell": c, "header": h}
                for c, h in cells or [(None, None)]
            ]
    return pd.DataFrame(found, columns=[*shown, "counted", "field", "value", "file", "sheet", "cell", "header"])


_RESULTS = frozenset({"measure", "base", "basis", "state", "enterprise_id", "missing", "excluded", "carried"})
