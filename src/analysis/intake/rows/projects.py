"""Lists of construction projects, counted in 个 and never added to enterprises."""

from __future__ import annotations

import re

from analysis.intake.findings import Findings
from analysis.intake.headers.words import read_word
from analysis.intake.parts.part import Part
from analysis.intake.rows.answer_cells import is_ticked
from analysis.intake.rows.kept_rows import kept_rows
from analysis.intake.rows.row_states import row_states
from analysis.intake.rows.typed import read_column
from analysis.intake.rows.view import View
from analysis.intake.setting import Setting
from analysis.vocabulary import key

NUMBERS = ("total_investment_10k_cny", "workers_needed", "workers_present")
_KINDS = {"continuing": re.compile("续建|结转"), "new": re.compile("新建|新开工")}
_TYPED = ("project_id", "county", "continuing_or_new", "project_level", *NUMBERS)
# Words of lists of enterprises that lists of projects use too, and the other way round: field, and which column it is
# read from, the best first.
_READ_FROM = {
    "name": ("project_name",),
    "state": ("project_state", "state", "task_state"),
    "workers_needed": ("workers_needed", "staff_due", "staff_normal", "labour_gap"),
    "workers_present": ("workers_present", "staff_back"),
}
COLUMNS = (*_TYPED, "name", "source_row", "state", "resumed_on", "planned_on")


def read_projects(part: Part, setting: Setting, findings: Findings) -> None:
    """Give a list of projects its ``projects``: of each of ``COLUMNS`` that it has a list, one value per named row."""
    name = part.first("project_name")
    if part.kind != "projects" or name is None:
        return
    kept = kept_rows(part, name, setting, findings)
    view = View(part, part.as_of, range(len(part.columns)), kept, _READ_FROM)
    columns, states = view.first, row_states(view, setting.words, findings)
    found: dict[str, list] = {
        "name": [str(name).strip() for name in view.of(part.cells[name])],
        "source_row": view.of(part.rows),
        "state": [state.state for state in states],
        "resumed_on": [state.resumed_on for state in states],
        "planned_on": [state.planned_on for state in states],
    }
    for field in _TYPED:
        if field in columns and not part.columns[columns[field]].code:
            found[field] = view.of(read_column(part, columns[field], setting.words, findings, part.as_of))
    _check_numbers(part, columns, kept, found, findings)
    _tell_repeated(part, name, kept, found["name"], findings)
    kinds = _ticked_kinds(part, kept, setting) or found.get("continuing_or_new", [None] * len(kept))
    # 项目性质 may ask for the trade, and the row above the projects, or the title, say the rest.
    titles = (*part.headings, part.place.sheet)
    by_title = next((kind for title in titles if (kind := _kind_said(title, setting))), None)
    known = {group: _kind_said(group, setting) or by_title for group in set(part.groups)}
    kinds = [kind or known.get(part.groups[index]) for index, kind in zip(kept, kinds, strict=True)]
    if any(kinds):
        found["continuing_or_new"] = kinds
    if any(part.groups) and (counties := {group for group in known if setting.counties.meant(group)}):
        groups = [group if (group := part.groups[index]) in counties else None for index in kept]
        said = found.get("county", [None] * len(kept))
        found["county"] = [own or group for own, group in zip(said, groups, strict=True)]
    part.projects = found
    if untold := [part.cell(name, index) for index, kind in zip(kept, kinds, strict=True) if kind is None]:
        findings.add("project_kind_missing", part.place, untold[0], field="continuing_or_new", beside=untold[1:])


def _check_numbers(
    part: Part, columns: dict[str, int], kept: list[int], found: dict[str, list], findings: Findings
) -> None:
    """A number below nought is missing; more workers present than needed are told."""
    for field in NUMBERS:
        for at, value in enumerate(found.get(field, ())):
            if value is not None and value < 0:
                part.note(findings, "number_negative", columns[field], kept[at], value)
                found[field][at] = None
    both = zip(found.get("workers_needed", ()), found.get("workers_present", ()), strict=False)
    for at, (needed, present) in enumerate(both):
        if needed is not None and present is not None and present > needed:
            part.note(findings, "workers_above_needed", columns["workers_present"], kept[at], present)


def _tell_repeated(part: Part, name: int, kept: list[int], names: list[str], findings: Findings) -> None:
    """A project that its list has twice: the first holds."""
    first: dict[tuple[str, str], int] = {}
    for index, said in zip(kept, names, strict=True):
        group = part.groups[index] if part.groups else ""
        if first.setdefault((said, group), index) != index:
            part.note(findings, "project_repeated", name, index, said)


def _kind_said(text: object, setting: Setting) -> str | None:
    """continuing or new, where that is what a group row or a title says: 一、续建项目（12个）, 续建项目复工情况表."""
    if not isinstance(text, str):
        return None
    exact = setting.words.choices["continuing_or_new"].get(key(read_word(text, setting.words).plain))
    said = {kind for kind, words in _KINDS.items() if words.search(text)}
    return exact or (said.pop() if len(said) == 1 else None)


def _ticked_kinds(part: Part, kept: list[int], setting: Setting) -> list[str | None]:
    """What is ticked of 续建 | 新建 in each row; [] where nothing is to be ticked."""
    ticks = [(part.columns[at].code, part.cells[at]) for at in part.named("continuing_or_new") if part.columns[at].code]
    return [next((code for code, cells in ticks if is_ticked(cells[at], setting.words)), None) for at in kept if ticks]
