"""Lists of construction projects, counted in 个 and never added to enterprises."""

from __future__ import annotations

from analysis.intake.findings import Findings
from analysis.intake.parts import Part
from analysis.intake.setting import Setting
from analysis.intake.typed import note, read_column
from analysis.intake.values import is_blank, resolve_state

NUMBERS = ("total_investment_10k_cny", "workers_needed", "workers_present")
_TYPED = ("project_id", "county", "continuing_or_new", "project_level", *NUMBERS)
COLUMNS = (*_TYPED, "name", "source_row", "state", "resumed_on", "planned_on")


def read_projects(part: Part, setting: Setting, findings: Findings) -> None:
    """Give a list of projects its ``projects``: of each of ``COLUMNS`` a list, one value per row that has a name."""
    name = part.first("project_name")
    if part.kind != "projects" or name is None:
        return
    typed = {
        field: read_column(part, column, setting.words, findings, part.as_of)
        for field in _TYPED
        if (column := part.first(field)) is not None
    }
    asked = [part.first(field) for field in ("project_state", "resumed_on", "planned_on")]
    found: dict[str, list] = {column: [] for column in COLUMNS}
    for index, row in enumerate(part.rows):
        value = part.cells[name][index]
        if is_blank(value):
            part.fates[row] = "rejected"
            continue
        cells = [None if column is None else part.cells[column][index] for column in asked]
        state = resolve_state(*cells, as_of=part.as_of, vocabulary=setting.words, has_state=asked[0] is not None)
        for rule, field in state.notes:
            column = {"resumed_on": asked[1], "planned_on": asked[2]}.get(field, asked[0])
            note(part, rule, name if column is None else column, index, findings, value=cells[0])
        read = {field: values[index] for field, values in typed.items()} | {
            "name": str(value).strip(),
            "source_row": row,
            "state": state.state,
            "resumed_on": state.resumed_on,
            "planned_on": state.planned_on,
        }
        for column, values in found.items():
            values.append(read.get(column))
    part.projects = found
