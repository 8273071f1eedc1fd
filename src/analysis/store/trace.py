"""From a figure back to the cell it was read from: file, sheet, cell and header of one value of one return."""

import json
from collections.abc import Iterator, Mapping
from itertools import islice

import pandas as pd

from analysis.errors import SurveyError
from analysis.intake.findings import parse_cell
from analysis.intake.sources import source_of
from analysis.store.tables import Tables
from analysis.vocabulary.entries import TELLING_STATES

COLUMNS = ("enterprise_id", "name", "period_id", "as_of", "field", "value", "file", "sheet", "cell", "header")
# State and its days are what a row's words, ticks, days and remarks say together; other fields have one column.
_READ_FROM = {field: (field, *TELLING_STATES) for field in ("resumed_on", "planned_on")}
_READ_FROM |= {field: TELLING_STATES for field in ("state", "state_reason")}
_NO_CELL = frozenset({*COLUMNS, "in_register", "county_code", "office"} - {"name"})


def trace(tables: Tables, enterprise_id: str, field: str, period: str = "") -> pd.DataFrame:
    """The cells that one value of an enterprise's latest return in a period was read from.

    One row per cell: `enterprise_id`, `name`, `period_id`, `as_of`, `field`, its tidy `value`, the `file` below the
    folder of uploads, `sheet`, `cell` (A1) and `header` (words of the column, top down, joined by /). A plain field
    has one cell, in whichever list told it; state, its reason and its days have every cell that may have decided them
    (计划3月5日复工 in a remark), their own column first, the heading over a list of 已复工企业 last. No row where the
    upload did not ask, or the name of the file or sheet said it. A merged cell's value is in its first cell.

    ``field``: a column of `status`; ``period``: an id, empty for the tables' own period. Raises SurveyError for an
    unknown period or field and for an enterprise without a return in the period.
    """
    if not isinstance(tables, Tables):
        raise TypeError(
            f"trace 先要 open_tables() 的结果，不是 {type(tables).__name__} / "
            f"trace takes the tables of open_tables() first, not {type(tables).__name__}"
        )
    wanted = tables.survey.period(period) if period else tables.period
    row = _latest_return(tables, enterprise_id, wanted.id)
    fields = [name for name in row.index if _has_cell(name)]
    if field not in fields:
        known = ", ".join(fields)
        raise SurveyError(
            f"“{field}”不是从单元格读来的列；可用：{known}",
            f"{field!r} is no column that is read from a cell; these are: {known}",
        )
    parts, row = tables.parts, source_of(row.to_dict(), field)
    part = parts[parts["upload_id"].eq(row["upload_id"]) & parts["part"].eq(row["part"])].iloc[0]
    found = [
        {
            "enterprise_id": enterprise_id,
            "name": row["name"],
            "period_id": wanted.id,
            "as_of": row["as_of"],
            "field": field,
            "value": row[field],
            "file": row["source_file"],
            "sheet": row["source_sheet"],
            "cell": cell,
            "header": header,
        }
        for cell, header in value_cells(json.loads(part["columns"]), field, row)
    ]
    return pd.DataFrame(found, columns=list(COLUMNS))


def _has_cell(name: str) -> bool:
    return name not in _NO_CELL and not name.startswith("source_") and name not in ("upload_id", "part")


def _latest_return(tables: Tables, enterprise_id: str, period_id: str) -> pd.Series:
    status = tables.status
    rows = status[status["enterprise_id"].eq(enterprise_id) & status["period_id"].eq(period_id)]
    if rows.empty:
        known = tables.enterprises
        if len(named := known[known["name"].eq(enterprise_id)]):
            one = named["enterprise_id"].iloc[0]
            raise SurveyError(
                f"请写企业编号：{enterprise_id} 的编号是 {one}",
                f"give the enterprise_id: that of {enterprise_id} is {one}",
            )
        if enterprise_id not in set(known["enterprise_id"]) | set(status["enterprise_id"]):
            raise SurveyError(f"名录和报表中没有企业 {enterprise_id}", f"no enterprise {enterprise_id} is known")
        raise SurveyError(
            f"企业 {enterprise_id} 在 {period_id} 没有报送", f"enterprise {enterprise_id} has no return in {period_id}"
        )
    return rows.sort_values("as_of").iloc[-1]


def value_cells(columns: list[dict], field: str, row: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Cell and header of each column of a part that ``field`` is read from, in the row of a return.

    ``columns``: those of the part, as stored; ``row``: source_row, source_column (if known) and as_of of the return.
    """
    line, day = int(row["source_row"]), f"{row['as_of']:%m-%d}"
    across = row.get("source_column")
    across = None if across is None or pd.isna(across) else int(across)
    for source in dict.fromkeys(_READ_FROM.get(field, (field,))):
        asked = [column for column in columns if column["field"] == source and column.get("date", day) == day]
        for column in asked if field in _READ_FROM else asked[:1]:
            in_form = "cells" in column
            for cell in _of_form(column, columns, line, across) if in_form else [f"{column['column']}{line}"]:
                yield cell, column["header"]
    if field in ("state", "state_reason"):
        heads = (column for column in columns if "over" in column and column["over"][0] <= line <= column["over"][1])
        for head in islice(heads, 1):
            yield f"{head['column']}{head['row']}", head["header"]


def _of_form(column: Mapping, columns: list[dict], line: int, across: int | None) -> list[str]:
    """A form's cells: those of the records whose name stands in the row and (if known) column of the return; those in
    this row where the name stands above its column, or in no cell."""
    names = next(other["cells"] for other in columns if other["field"] == "name")
    if len(names) == 1:
        return [cell for cell in column["cells"] if cell]
    records = [(parse_cell(own), cell) for own, cell in zip(names, column["cells"], strict=True) if own and cell]
    if found := [cell for own, cell in records if own[0] == line and across in (None, own[1])]:
        return found
    below = [
        cell for own, cell in records if own[1] == across and parse_cell(cell) in (own, (line, parse_cell(cell)[1]))
    ]
    return list(dict.fromkeys(below))
