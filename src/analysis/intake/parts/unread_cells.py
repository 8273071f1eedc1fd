"""Cells of a form that answer no label: said, so that nothing is lost in silence."""

from __future__ import annotations

from analysis.intake.findings import Findings
from analysis.intake.layout.letters import row_letters
from analysis.intake.layout.words import compared
from analysis.intake.locate import Table
from analysis.intake.parts.part import Part
from analysis.intake.sheet import Sheet

_HINTS = frozenset(" un-")  # 人, 注：据实填写 and a mark beside an answer
_HEADS = frozenset("oThHlgs")  # of rows without a label: 一、基本情况
_BRACKETS = ("(", "（")


def tell_unread(part: Part, sheet: Sheet, table: Table, findings: Findings) -> None:
    """One finding for what stands behind a row's first label, or in a row without one, belongs to none, and is no hint
    how to answer: 正常 in 未复工原因 | 体温 | 正常. Which cells, not what they say: it may be a person's name."""
    read = {cell for _, row, column, *answer in table.pairs for cell in ((row, column), tuple(answer))}
    first = {row: column for _, row, column, *_ in reversed(table.pairs)}
    for row in range(table.first_row, table.last_row + 1):
        labelled = first.get(row, 0)
        for column, value in enumerate(sheet.rows[row - 1], start=1):
            is_behind = value is not None and column > labelled and (row, column) not in read
            if is_behind and _says_something(value, table, _HINTS if labelled else _HINTS | _HEADS):
                findings.add("form_cell_unread", part.place, (row, column))


def _says_something(value: object, table: Table, nothing: frozenset[str]) -> bool:
    if row_letters([value]) in nothing or (isinstance(value, str) and value.startswith(_BRACKETS)):
        return False
    return not isinstance(value, str) or compared(value) not in {compared(label) for label, *_ in table.pairs}
