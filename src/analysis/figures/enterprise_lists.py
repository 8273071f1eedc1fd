"""Lists of enterprises, for those who may see names."""

from collections.abc import Mapping

import pandas as pd

from analysis.figures.context import Report, base_name, exhibit_of, group_name
from analysis.figures.exhibit import Exhibit
from analysis.figures.words import is_missing, paragraph, say

_MOST_ROWS = 300
_CODED = ("state", "state_before", "outcome_of_plan")
# Not every survey divides its enterprises so; a column that says nothing of anybody is left out.
_OPTIONAL = ("supervision_group", "batch")


def enterprise_list(
    data: Report,
    rows: pd.DataFrame,
    name: str,
    title: str,
    columns: Mapping[str, str],
    note: str = "",
    table: str = "status",
) -> list[Exhibit]:
    """A table of enterprises with county, supervision group and the ``columns`` given (name to kind), 300 at most.

    ``table``: the stored one that they are from. Nothing where there is no row or where the audience sees no names.
    """
    if rows.empty or not data.audience.names:
        return []
    shown = rows.head(_MOST_ROWS)
    printed = {
        "enterprise": shown["name"],
        "county": [group_name(data, "county_code", c) for c in shown["county_code"]],
    }
    kinds = {"enterprise": "text", "county": "text"}
    kinds |= {column: kind for column, kind in {"supervision_group": "text", **columns}.items() if _said(shown, column)}
    for column in _CODED:
        if column in kinds:
            of = column.removesuffix("_before")
            printed[column] = [group_name(data, of, "missing" if is_missing(c) else c) for c in shown[column]]
    cut = ""
    if len(rows) > len(shown):
        number = {"shown": len(shown), "total": len(rows)}
        cut = say("note.first_enterprises", data.lang, **number)
    return [
        exhibit_of(
            data,
            name,
            title=title,
            about=[base_name(data)],
            rows=shown.assign(**printed),
            kinds=kinds,
            table=table,
            note=paragraph([note, cut], data.lang),
        )
    ]


def _said(rows: pd.DataFrame, column: str) -> bool:
    return column not in _OPTIONAL or (column in rows.columns and bool(rows[column].notna().any()))
