"""Rows that go on with the enterprise above: its second difficulty, where the merge downwards of its name was lost."""

from __future__ import annotations

from analysis.intake.findings import Findings
from analysis.intake.parts.part import Part
from analysis.intake.values import is_blank

_KINDS = ("difficulties", "ledger")
_TOLD = frozenset({"difficulty_text", "difficulty_category"})
_BESIDE = _TOLD | {
    "difficulty_amount", "difficulty_resolved", "difficulty_measure", "difficulty_any", "owner_unit", "due_on",
    "task_state", "task_answer", "remark",
}  # fmt: skip


def continue_rows(part: Part, findings: Findings) -> None:
    """Repeat the cells above in a row that tells of a difficulty and of nothing else, not even a number."""
    name = part.first("name")
    if part.kind not in _KINDS or name is None or None not in part.cells[name] or part.first("difficulty_text") is None:
        return
    told = [column for column, match in enumerate(part.columns) if match.field in _TOLD]
    others = [column for column, match in enumerate(part.columns) if match.field not in _BESIDE]
    for index in range(1, len(part.rows)):
        goes_on = part.rows[index] == part.rows[index - 1] + 1 and not is_blank(part.cells[name][index - 1])
        if (
            goes_on
            and all(is_blank(part.cells[column][index]) for column in others)
            and not all(is_blank(part.cells[column][index]) for column in told)
        ):
            for column in others:
                part.cells[column][index] = part.cells[column][index - 1]
            findings.add("row_continued", part.place, part.cell(name, index), field="name")
