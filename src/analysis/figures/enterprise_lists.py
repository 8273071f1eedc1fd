"""Lists of enterprises, for those who may see names."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.figures.context import Report, base_name, group_name, place_words, source, subtitle
from analysis.figures.exhibit import Exhibit, labelled
from analysis.figures.words import format_number, label_of, say

_MOST_ROWS = 300
_CODED = ("state", "state_before", "outcome_of_plan")


def enterprise_list(
    data: Report, rows: pd.DataFrame, name: str, title: str, columns: Mapping[str, str], note: str = ""
) -> list[Exhibit]:
    """A table of enterprises with county, supervision group and the ``columns`` given (name to kind), 300 at most.

    Nothing where there is no row or where the audience sees no names.
    """
    if rows.empty or not data.audience.names:
        return []
    shown = rows.head(_MOST_ROWS)
    printed = {
        "enterprise": shown["name"],
        "county": [group_name(data, "county_code", c) for c in shown["county_code"]],
    }
    kinds = {"enterprise": "text", "county": "text"}
    if "supervision_group" in shown.columns:
        kinds["supervision_group"] = "text"
    for column in columns:
        if column in _CODED:
            printed[column] = [label_of(column.removesuffix("_before"), code, data.lang) for code in shown[column]]
    table, kinds = labelled(shown.assign(**printed), kinds | dict(columns), data.lang, **place_words(data))
    cut = ""
    if len(rows) > len(shown):
        number = {"shown": len(shown), "total": format_number(len(rows), data.lang)}
        cut = say("note.first_enterprises", data.lang, **number)
    return [
        Exhibit(
            id=name,
            title=title,
            subtitle=subtitle(data, base_name(data)),
            table=table,
            kinds=kinds,
            source=source(data, "status"),
            note=("" if data.lang == "zh" else " ").join(filter(None, [note, cut])),
            lang=data.lang,
        )
    ]
