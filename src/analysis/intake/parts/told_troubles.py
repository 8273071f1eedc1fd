"""A column of returns that tells of difficulties under words that nobody knows, if no other asks for them: 企业心声."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.intake.headers.column import ColumnMatch, changed
from analysis.intake.headers.kinds import table_kind
from analysis.intake.locate import Table
from analysis.intake.sheet import CellValue, Sheet

_ASK_FOR_THEM = frozenset({"difficulty_text", "difficulty_choice", "stop_reason"})
# What is done about them, whose others are, and what they were.
_OF_SOMETHING_ELSE = re.compile(
    "措施|办法|方案|办理|办结|进展|答复|回复|政策|建议|计划|打算|安排|解决|[上下]游|客户|供应商|同行|周边|上[期次周月旬]|去年|往年"
    "|measure|action|step|solution|plan|supplier|customer|last|previous",
    re.IGNORECASE,
)
_ENOUGH, _FEWEST = 30, 2  # texts
_SHORTEST = 3  # characters of a text, on average
_PLAINLY = 0.6  # how sure of a kind


def told_troubles(matches: list[ColumnMatch], sheet: Sheet, table: Table) -> list[ColumnMatch]:
    """The columns of a list, the first one that tells of difficulties with that as its field."""
    if table_kind(matches) != "ledger" or not _ASK_FOR_THEM.isdisjoint({match.field for match in matches}):
        return matches
    for place, match in enumerate(matches):
        asked = match.path if match.field is None else ()
        is_open = asked and not any(map(_OF_SOMETHING_ELSE.search, asked))
        if is_open and _tell_of_trouble(table.filled(sheet, match.column)):
            return changed(matches, place, field="difficulty_text", suggestion="", rules=("header_ambiguous",))
    return matches


def _tell_of_trouble(cells: Sequence[CellValue]) -> bool:
    """Whether some texts say plainly what is difficult, and at least as many as say something else."""
    texts = [*dict.fromkeys([cell for cell in cells if isinstance(cell, str)])][:_ENOUGH]
    if len(texts) < _FEWEST or len("".join(texts)) < _SHORTEST * len(texts):
        return False
    from analysis.intake.coding.coder import code_each  # few uploads need it here

    first = [rows[0] for rows, _ in code_each(texts)]
    plain = [row for row in first if row.category not in ("none", "other") and row.confidence >= _PLAINLY]
    return len(plain) >= _FEWEST and 2 * len(plain) >= len(first)
