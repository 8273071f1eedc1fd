"""States that stand in the cell of the name (某厂（已复工）, 某厂：停产) get a column of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from analysis.intake.headers.column import ColumnMatch
from analysis.intake.headers.kinds import table_kind
from analysis.intake.layout.pairs import is_enterprise
from analysis.intake.sheet import CellValue
from analysis.intake.values import parse_state
from analysis.vocabulary import Vocabulary

_MAY_SAY = re.compile(r"[复停开投关生检限]\S{0,3}[工产业修]|[注退]\S{0,2}[销库]|破产")
_BEHIND = re.compile(
    r"(?P<name>.{4,}?)\s*(?:[(（](?P<inside>[^()（）]+)[)）]|(?:[:：,，;；—]+|--?|\s)\s*(?P<after>[^:：]+))\s*$"
)
_STATES = ("state", "state_choice", "is_stopped")
_MOSTLY = 0.5  # of the names have to say a state if nothing else makes a list one of returns
_ANY_DAY = date(2000, 1, 1)  # whether a text says a state, the day does not tell


def split_states(
    columns: Sequence[ColumnMatch], cells: Sequence[Sequence[CellValue]], words: Vocabulary
) -> tuple[Sequence[ColumnMatch], Sequence[Sequence[CellValue]]]:
    """The columns and their cells, names without the states behind them: these answer where no column asks for the
    state, beside one they are remarks. A few marks in a list that says who there is make no returns of it."""
    place = next((at for at, match in enumerate(columns) if match.field == "name"), None)
    if place is None or not _MAY_SAY.search("\n".join([cell for cell in cells[place] if type(cell) is str])):
        return columns, cells
    found = [_split(cell, words) if isinstance(cell, str) else (cell, None) for cell in cells[place]]
    told = [said for _, said in found if said]
    if not told:
        return columns, cells
    fields = {match.field for match in columns}
    asked = not fields.isdisjoint(_STATES)
    named = len(found) - [name for name, _ in found].count(None)
    if not asked and table_kind(columns) != "ledger" and len(told) <= _MOSTLY * named:
        return columns, cells
    beside = columns[place]._replace(field="remark" if asked else "state", unit="", rules=(), suggestion="")
    names, states = [name for name, _ in found], [said for _, said in found]
    return [*columns, beside], [*cells[:place], names, *cells[place + 1 :], states]


@lru_cache(4096)
def _split(cell: str, words: Vocabulary) -> tuple[str, str | None]:
    """A name and the state behind it; the cell and None where there is none."""
    told = _BEHIND.match(cell) if _MAY_SAY.search(cell) else None
    if told is None:
        return cell, None
    name, said = told["name"], told["inside"] or told["after"]
    if not _MAY_SAY.search(said) or not is_enterprise(name):
        return cell, None
    return (name, said) if parse_state(said, _ANY_DAY, words).value not in (None, "unknown") else (cell, None)
