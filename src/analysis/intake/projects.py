"""Lists of construction projects, counted in 个 and never added to enterprises."""

from __future__ import annotations

from analysis.intake.findings import Findings
from analysis.intake.parts import Part
from analysis.intake.setting import Setting
from analysis.intake.typed import note, read_column
from analysis.intake.values import RowState, is_blank, resolve_states

NUMBERS = ("total_investment_10k_cny", "workers_needed", "workers_present")
_TYPED = ("project_id", "county", "continuing_or_new", "project_level", *NUMBERS)
COLUMNS = (*_TYPED, "name", "source_row", "state", "resumed_on", "planned_on")


def read_projects(part: Part, setting: Setting, findings: Findings) -> None:
    """Give a list of projects its ``projects``: of each of ``COLUMNS`` that it has a list, one value per named row."""
    name = part.first("project_name")
    if part.kind != "projects" or name is None:
        return
    names = part.cells[name]
    kept = [index for index, value in enumerate(names) if not is_blank(value)]
    part.fates |= {row: "rejected" for row, value in zip(part.rows, names, strict=True) if is_blank(value)}
    states = _states(part, name, kept, setting, findings)
    found: dict[str, list] = {
        "name": [str(names[index]).strip() for index in kept],
        "source_row": [part.rows[index] for index in kept],
        "state": [state.state for state in states],
        "resumed_on": [state.resumed_on for state in states],
        "planned_on": [state.planned_on for state in states],
    }
    for field in _TYPED:
        if (column := part.first(field)) is not None:
            values = read_column(part, column, setting.words, findings, part.as_of)
            found[field] = [values[index] for index in kept]
    part.projects = found


def _states(part: Part, name: int, kept: list[int], setting: Setting, findings: Findings) -> list[RowState]:
    asked = [part.first(field) for field in ("project_state", "resumed_on", "planned_on")]
    cells = [[None if column is None else part.cells[column][index] for index in kept] for column in asked]
    remarks = [()] * len(kept)
    has_state = asked[0] is not None
    states = resolve_states(*cells, remarks, as_of=part.as_of, vocabulary=setting.words, has_state=has_state)
    for index, state, said in zip(kept, states, cells[0], strict=True):
        for rule, field in state.notes:
            column = {"resumed_on": asked[1], "planned_on": asked[2]}.get(field, asked[0])
            note(part, rule, name if column is None else column, index, findings, value=said)
    return states
