"""The state that is ticked in one of several columns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from unicodedata import category

from analysis.intake.values.dates import parse_date
from analysis.intake.values.parsed import is_blank, is_error, plain
from analysis.intake.values.state_text import ParsedState
from analysis.vocabulary import StateWord, Vocabulary, key
from analysis.vocabulary.entries import RESUMED

_NO_TICKS = frozenset("○◯□☐△▽◇✕✖✗✘╳☓❌")


def ticked_state(cells: Mapping[str, object], as_of: date, vocabulary: Vocabulary | None = None) -> ParsedState:
    """The state ticked in one of several columns (code of its state -> its cell). Two states ticked: unknown."""
    words = vocabulary or Vocabulary.load()
    days = {state: _tick_day(cell, as_of, words) for state, cell in cells.items()}
    found = [state for state, cell in cells.items() if _is_tick(cell, words) or days[state]]
    # 否 written into the column 否, where nothing is ticked.
    found = found or [
        state
        for state, cell in cells.items()
        if isinstance(cell, str) and (known := words.states.get(key(cell))) and known.state == StateWord.of(state).state
    ]
    found = found or _told_in_words(cells, words)
    if not found:
        return ParsedState(None)
    code = max(found, key=len)  # with a reason, where the state alone is ticked too
    (state, reason), day = StateWord.of(code), days[code]
    if any(StateWord.of(other).state != state for other in found):
        return ParsedState("unknown", rules=("state_two_ticks",))
    if state == "stopped" and day and day > as_of:  # 未复工（填预计复工时间）
        state = "planned"
    return ParsedState(
        state,
        reason=reason,
        resumed_on=day if state in RESUMED else None,
        planned_on=day if state == "planned" else None,
    )


def _told_in_words(cells: Mapping[str, object], words: Vocabulary) -> list[str]:
    """The state of a column of those that do not run in which alone something else than 否 is written: why not."""
    told = [
        state
        for state, cell in cells.items()
        if isinstance(cell, str)
        and not (is_blank(cell) or is_error(cell) or plain(cell) in words.marks["missing"])
        and words.choices["yes_no"].get(key(cell)) != "false"
    ]
    return told if len(told) == 1 and StateWord.of(told[0]).state not in RESUMED else []


def _is_tick(cell: object, words: Vocabulary) -> bool:
    if is_blank(cell) or is_error(cell):
        return False
    if isinstance(cell, (bool, int, float)):
        return cell == 1
    answer = words.choices["yes_no"].get(key(str(cell)))
    return answer == "true" or (answer is None and _is_sign(plain(str(cell))))


def _is_sign(text: str) -> bool:
    """Whether nothing but a sign stands in a cell to tick, whichever it is (★), but an open one or a cross."""
    return len(text) == 1 and category(text) == "So" and text not in _NO_TICKS


def _tick_day(cell: object, as_of: date, words: Vocabulary) -> date | None:
    return None if isinstance(cell, (bool, int, float)) else parse_date(cell, as_of, words).value
