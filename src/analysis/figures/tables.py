"""The table of an exhibit: its columns under their printed names, and all of it as plain JSON."""

from collections.abc import Mapping

import pandas as pd

from analysis.figures.words import capital, in_text, is_missing, say

# How a table heads its groups, where it can say more than that they are some.
_GROUPS_OF = {
    "county_code": "county",
    "industry_code": "industry",
    **{name: name for name in ("four_category", "size", "gap", "need")},
    "category": "category_name",
    "supplier": "supplier_name",
}


def labelled(
    frame: pd.DataFrame, kinds: Mapping[str, str], lang: str, *, groups: str = "", **words: str
) -> tuple[pd.DataFrame, dict[str, str]]:
    """The columns of ``kinds``, in its order and under their printed names (``words``: for their placeholders), and
    the kinds by those names. ``groups``: what the column ``group`` is of (county_code, category ...)."""
    called = {"group": _GROUPS_OF.get(groups, "group")}
    names = {name: say(f"column.{called.get(name, name)}", lang, **words) for name in kinds}
    shown = frame.assign(group=frame["group"].map(capital)) if "group" in kinds else frame
    return shown[list(kinds)].rename(columns=names), {names[name]: kind for name, kind in kinds.items()}


def table_payload(table: pd.DataFrame, kinds: Mapping[str, str], lang: str) -> dict:
    """A table as plain JSON: columns with label and kind, rows of printed cells, and raw values where they are numbers.

    Raises ValueError for a kind of a column that is not there.
    """
    if unknown := set(kinds) - set(table.columns):
        raise ValueError(f"kinds of unknown columns: {', '.join(sorted(map(str, unknown)))}")
    columns = [{"label": capital(str(name)), "kind": kinds.get(name, "text")} for name in table.columns]
    cells = [
        [in_text(value, column["kind"], lang) for value in table[name].tolist()]
        for name, column in zip(table.columns, columns, strict=True)
    ]
    values = [
        [None if is_missing(value) else _raw(value, column["kind"]) for value in table[name].tolist()]
        if column["kind"] != "text"
        else None
        for name, column in zip(table.columns, columns, strict=True)
    ]
    return {"columns": columns, "rows": [list(row) for row in zip(*cells, strict=True)], "values": values}


def _raw(value: object, kind: str) -> object:
    return str(value)[:10] if kind == "date" else round(float(value), 6)
