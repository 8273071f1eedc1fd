"""What each row of a list says of an enterprise's or project's state: in words, by ticks, by what it stands under."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import repeat
from string import ascii_lowercase

from analysis.intake.findings import Cell, Findings
from analysis.intake.headers.legends import SIGNS, read_legend
from analysis.intake.parts.above import states_above
from analysis.intake.parts.part import Part
from analysis.intake.rows.view import View
from analysis.intake.sheet import CellValue
from analysis.intake.values import (
    Asked,
    ParsedState,
    RowState,
    is_blank,
    mask_personal,
    parse_state,
    resolve_states,
    ticked_state,
)
from analysis.intake.values.choices import EMPTY_BOXES
from analysis.intake.values.state_phrases import state_said
from analysis.intake.values.states import why_excluded
from analysis.vocabulary import Vocabulary, key, nfkc
from analysis.vocabulary.entries import RESUMED

_REMARKS = ("remark", "stop_reason")
_YES_NO_PARTLY = {"y": "running", "n": "stopped", "p": "partial"}
# A text that tells of P: 拟复工填P, which is no legend that is read; not Y/N/P.
_TELLS_P = re.compile(r"(?<![a-z])(?<![yn][/|、])p(?![a-z]|[/|、][yn])", re.IGNORECASE)
_LEGEND_SIGNS = frozenset(ascii_lowercase + SIGNS)
# What 是 and 否 mean where the question is whether an enterprise stands still; 停产, 正常, 检修 speak for themselves.
_DENIED_BY = {"stopped": RESUMED, "running": ("stopped", "planned")}  # what a remark says
_OTHER_WAY = {"running": "stopped", "stopped": "running"}
_PLANS = re.compile("计划|拟|预计|预期")
_CROSSES = ("x", "X", "×", "✗", "☒")
_NAMES_A_STATE = re.compile("[工产业常修]")


def row_states(view: View, words: Vocabulary, findings: Findings) -> list[RowState]:
    """What each row says of the state of an enterprise or project."""
    part, ticks = view.part, view.named("state_choice")
    remarks = [view.of(part.cells[column]) for column in view.named(*_REMARKS)]
    legend = _legend(part, view.first.get("state"), words)
    has_state = bool(ticks) or not view.first.keys().isdisjoint(("state", "is_stopped"))
    if has_state:
        said = _answers(view, ticks, words, legend)
    else:
        remarks.append(view.of(part.groups))
        said = [state and ParsedState(state, rules=("state_from_heading",)) for state in states_above(part, view.kept)]
    begun = view.first.get("resumed_on")
    or_planned = begun is not None and _PLANS.search(part.columns[begun].path[-1]) is not None
    beside = zip(*remarks, strict=True) if remarks else repeat(())
    found = resolve_states(
        zip(said, view.cells("resumed_on"), view.cells("planned_on"), beside, strict=False),
        Asked(view.as_of, words, tuple(legend.items()) if legend else (), has_state, or_planned),
    )
    _tell_assumed(view, found, words, findings)
    for column in view.named(*_REMARKS, "difficulty_text"):
        _tell_denied(view, column, found, words, findings)
    return found


def _tell_denied(view: View, column: int, found: list[RowState], words: Vocabulary, findings: Findings) -> None:
    """What a column of words says against the state of its row; of remarks, which no table keeps, also where they hold
    personal data."""
    part, cells = view.part, view.of(view.part.cells[column])
    texts = {text for text in cells if type(text) is str}
    denied = {text: states for text in texts if (states := _DENIED_BY.get(state_said(text, words)))}
    if denied:
        for index, text, state in zip(view.kept, cells, found, strict=True):
            if state.state in denied.get(text, ()):
                part.note(findings, "state_denied_by_remark", column, index, text)
    if part.columns[column].field == "remark":
        private = {text for text in texts if mask_personal(text) != text}
        for index, text in zip(view.kept, cells, strict=True) if private else ():
            if text in private:
                part.note(findings, "personal_masked", column, index)


def _answers(
    view: View, ticks: Sequence[int], words: Vocabulary, legend: Mapping[str, str] | None
) -> list[CellValue | ParsedState]:
    """What each row answers where the state is asked for: by ticks, in words, or by whether it stands still."""
    part, as_of = view.part, view.as_of
    if ticks:
        columns = {part.columns[column].code: part.cells[column] for column in ticks}
        ticked = [{code: cells[index] for code, cells in columns.items()} for index in view.kept]
        crosses = _crosses_tick(ticked)
        signs = dict.fromkeys(_CROSSES, "√") if crosses else {}
        drawn = ({code: signs.get(cell, cell) for code, cell in cells.items()} for cells in ticked)
        return [ticked_state(cells, as_of, words) for cells in drawn]
    said = view.cells("state")
    if part.kind == "projects":
        own = words.choices["state_of_project"]  # 在建 of an enterprise is not yet producing
        said = [ParsedState(own[key(cell)]) if isinstance(cell, str) and key(cell) in own else cell for cell in said]
    if "is_stopped" not in view.first:
        return said
    return [
        _unless_stopped(parse_state(cell, as_of, words, legend), _stopped(stop, as_of, words))
        for cell, stop in zip(said, view.cells("is_stopped"), strict=True)
    ]


def _tell_assumed(view: View, found: list[RowState], words: Vocabulary, findings: Findings) -> None:
    """What was assumed of the states, each at the cell that it is about; once for the list that it asks for none."""
    part = view.part
    unasked: list[Cell] = []
    for index, state in zip(view.kept, found, strict=True):
        for rule, field in state.notes:
            if rule == "state_not_asked":
                unasked.append(part.cell(view.first["name"], index))
            elif rule != "state_blank" or part.kind != "difficulties":  # which ask for none
                column = _said_in(view, field, index, words)
                part.note(findings, rule, column, index, part.cells[column][index])
    if unasked and part.kind != "difficulties":
        rule = "state_elsewhere" if part.state_elsewhere else "state_not_asked"
        findings.add(rule, part.place, unasked[0], field="state", beside=unasked[1:])


def _said_in(view: View, field: str, index: int, words: Vocabulary) -> int:
    """The column in which a row says a field of its state: the one that asks for it or for the state, that is ticked,
    or the name's; of remarks the one that excludes the enterprise."""
    first, cells = view.first, view.part.cells
    for column in view.named(*_REMARKS) if field == "remark" else ():
        if isinstance(cells[column][index], str) and why_excluded(cells[column][index], words) is not None:
            return column
    for name in (field, "state", "is_stopped"):
        if name in first:
            return first[name]
    ticks = view.named("state_choice")
    ticked = [column for column in ticks if not is_blank(cells[column][index])]
    return [*ticked, *ticks, first["name"]][0]


def _crosses_tick(ticked: Sequence[Mapping[str, CellValue]]) -> bool:
    """Whether crosses are ticks: nothing but empty boxes stands beside them in several columns, and in most rows there
    is one."""
    said = [
        [cell for cell in cells.values() if not (is_blank(cell) or cell in EMPTY_BOXES)]
        for cells in ticked
        if len(cells) > 1
    ]
    once = sum(len(cells) == 1 for cells in said)
    return 2 * once > len(said) and all(cell in _CROSSES for cells in said for cell in cells)


def _stopped(cell: CellValue, as_of: date, words: Vocabulary) -> ParsedState:
    """The state that an answer to 是否停产 says."""
    read = parse_state(cell, as_of, words)
    if isinstance(cell, str) and _NAMES_A_STATE.search(cell):
        return read
    return read._replace(value=_OTHER_WAY.get(read.value, read.value))


def _unless_stopped(said: ParsedState, stopped: ParsedState) -> ParsedState:
    """The state where 是否停产 is asked too: it answers where nothing else does, and who never stopped had nothing to
    resume."""
    is_answer = said.value is None or (stopped.value == "running" and said.value == "stopped" and not said.reason)
    return stopped if is_answer and stopped.value is not None else said


def _legend(part: Part, column: int | None, words: Vocabulary) -> Mapping[str, str] | None:
    """What digits, letters and signs stand for, from the header, else from a line above or below the table or another
    on its sheet: one that names the column, if any does. P beside Y or N needs none,
    unless a text tells of it in words that are not read."""
    if column is None or not any(map(_may_be_code, set(part.cells[column]))):
        return None
    texts = [
        text for text in (*part.titles, *part.sheet_titles, *part.notes, *part.sheet_notes) if isinstance(text, str)
    ]
    texts += [cell for cell in set(part.cells[column]) if isinstance(cell, str) and "=" in cell]  # below its column
    match = part.columns[column]
    named = key(match.path[-1]) if match.path else ""
    texts.sort(key=lambda text: named not in key(text))
    if found := match.legend or next(filter(None, (read_legend(text, words) for text in texts)), None):
        return found
    letters = {cell.strip().lower() for cell in part.cells[column] if isinstance(cell, str)}
    is_told = any(_TELLS_P.search(nfkc(text)) for text in (*texts, *match.path[-1:]))
    return None if is_told or letters.isdisjoint("yn") else _YES_NO_PARTLY


def _may_be_code(cell: object) -> bool:
    """Whether a cell is a number, holds a digit, or is a letter or sign that a legend may explain."""
    if not isinstance(cell, str):
        return isinstance(cell, (int, float))
    return any(map(str.isdigit, cell)) or cell.strip().lower() in _LEGEND_SIGNS
