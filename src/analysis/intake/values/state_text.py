"""One cell that says whether an enterprise resumed: ticks, words, digits with a legend, free text with dates; or a
column to tick for each answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category

from analysis.intake.values.choices import ticked_words, with_boxes
from analysis.intake.values.dates import find_date, parse_date
from analysis.intake.values.parsed import Parsed, is_blank, is_error, plain
from analysis.intake.values.state_clauses import Clause, clauses_of, may_plan_stop
from analysis.intake.values.state_phrases import runs_in_part, state_in_pieces, state_of_heading
from analysis.intake.values.state_spellings import composed_state, is_doubted, meant_state
from analysis.vocabulary import StateWord, Vocabulary, fold, key, without_footnotes
from analysis.vocabulary.entries import RESUMED

_TRANSLATED = re.compile(  # 是 Yes, Yes 是
    r"(?<=[^\x00-\x7f])[\s/(（]*[A-Za-z][A-Za-z ]*[)）]?\s*$|^\s*[A-Za-z]{2}[A-Za-z ]*[\s/(（]+(?=[^\x00-\x7f])"
)
_NUMBERED = re.compile(r"^\s*(?:[(（]?[\dA-Za-z]{1,2}[)）.、:：\-]|[①-⑨])\s*(?=[^\d\s])")  # 1.是, A.否, ①是
_TICKS = re.compile(r"[√✓✔✅]")
_ANSWERED = re.compile("([^:]{2,8}):(?:(是|√|✓)|(?:否|×|没有?|无|未))")  # 停产:否
# Between answers to choose from.
_OFFERED = re.compile(r"\s*[/|、]\s*|\s{2,}|(?<=[^\x00-\x7f])\s(?=[^\x00-\x7f])")
_OTHER_WAY = {"running": "stopped", "stopped": "running"}
_DIGIT = re.compile(r"\d(?:\.0)?")
_NO_TICKS = frozenset("○◯□☐△▽◇✕✖✗✘╳☓❌")


class ParsedState(NamedTuple):
    """What a cell says of a state: as ``Parsed``, where ``value`` is the state, None for a blank cell.

    Dates are those the text itself names.
    """

    value: str | None
    rules: tuple[str, ...] = ()
    reason: str | None = None
    resumed_on: date | None = None
    planned_on: date | None = None


def parse_state(
    value: object, as_of: date, vocabulary: Vocabulary | None = None, legend: Mapping[str, str] | None = None
) -> ParsedState:
    """A cell as a state. A digit without a ``legend`` (digit, letter or sign -> code of a state) is unknown; a blank
    cell has value None.

    A date after ``as_of`` makes the text a plan, whatever its word says.
    """
    words = vocabulary or Vocabulary.load()
    if is_blank(value):
        return ParsedState(None)
    if is_error(value):
        return ParsedState("unknown", rules=("cell_error",))
    if isinstance(value, bool):
        return ParsedState("running" if value else "stopped")
    if isinstance(value, (int, float)):
        digit = str(int(value)) if abs(value) < 10 and value == int(value) else ""
        return _digit(digit, legend) if len(digit) == 1 else _by_date(parse_date(value, as_of, words), as_of)
    if isinstance(value, (date, datetime)):
        return _by_date(parse_date(value, as_of, words), as_of)
    return _parse_text(str(value), as_of, words, tuple(sorted((legend or {}).items())))


@lru_cache(32768)
def _parse_text(text: str, as_of: date, vocabulary: Vocabulary, legend: tuple) -> ParsedState:
    text = without_footnotes(text)
    if is_doubted(text):
        return ParsedState("unknown", rules=("state_unreadable",))
    # 是√, 是 Yes, 1.是 and √√ say no more than 是 and √.
    spellings = (text, _TICKS.sub("", text) or text[:1], _TRANSLATED.sub("", text), _NUMBERED.sub("", text))
    for spelled in spellings:
        if known := vocabulary.states.get(key(spelled)):
            return ParsedState(known.state, reason=known.reason)
    short = fold(text := text.replace("部份", "部分"))
    if (answered := _ANSWERED.fullmatch(short)) and (known := vocabulary.states.get(answered[1])):
        state = known.state if answered[2] else _OTHER_WAY.get(known.state, "unknown")
        return ParsedState(state, rules=("state_from_text",))
    if _DIGIT.fullmatch(short) or any(short == sign for sign, _ in legend):
        return _digit(short[0], dict(legend))
    if short in vocabulary.marks["missing"]:
        return ParsedState(None)
    if state := composed_state(short):
        return ParsedState(state)
    if known := meant_state(short, vocabulary):
        return ParsedState(known.state, rules=("state_from_text",), reason=known.reason)
    if ticked := ticked_words(text := with_boxes(text)):
        return _boxes(ticked, as_of, vocabulary)
    if offered := _offered(text, vocabulary):
        return offered
    if runs_in_part(short):
        return ParsedState("partial", rules=("state_from_text",))
    if said := state_in_pieces(text, vocabulary):
        return ParsedState(said, rules=("state_from_text",))
    clauses = clauses_of(text, as_of, vocabulary)
    if any(clause.state for clause in clauses):
        return _combined(clauses, as_of)
    if not may_plan_stop(short) and (found := find_date(text, as_of)) and found.value:
        return _by_date(found, as_of)
    if heading := state_of_heading(text):
        return ParsedState(heading, rules=("state_from_text",))
    return ParsedState("unknown", rules=("state_unreadable",))


def _offered(text: str, vocabulary: Vocabulary) -> ParsedState | None:
    """What is ticked of several answers that are all a text says (已复工√ 部分复工 未复工); unknown where none is, and
    a line, a colour or nothing says which holds. None for any other text."""
    answers = _OFFERED.split(text.strip())
    known = [vocabulary.states.get(key(_TICKS.sub("", answer))) for answer in answers]
    if len(known) < 2 or not all(known) or len({word.state for word in known}) < 2:
        return None
    ticked = [word for answer, word in zip(answers, known, strict=True) if _TICKS.search(answer)]
    if len(ticked) != 1:
        return ParsedState("unknown", rules=("state_unreadable",))
    return ParsedState(ticked[0].state, reason=ticked[0].reason)


def _combined(clauses: list[Clause], as_of: date) -> ParsedState:
    loose = next((clause.day for clause in clauses if not clause.state), None)  # 已复工（2月10日）
    clauses = [clause for clause in clauses if clause.state]
    states = [clause.state for clause in clauses]
    going = [place for place, state in enumerate(states) if state in RESUMED]
    stops = [(place, clause) for place, clause in enumerate(clauses) if clause.state == "stopped"]
    ended = [place for place, stop in stops if stop.reason != "awaiting_approval" and not stop.of_part]
    if "excluded" in states:
        state = "excluded"
    elif going and not (ended and ended[-1] > going[-1]):
        state = "partial" if _in_part(clauses) or any(stop.of_part for _, stop in stops) else "running"
    else:
        state = "planned" if "planned" in states else "stopped"
    reason = next((c.reason for c in clauses if c.reason and (c.state == "excluded" or state != "excluded")), None)
    resumed = next((c.day for c in clauses if c.state in RESUMED and c.day), loose)
    plans = sorted((c for c in clauses if c.state == "planned" and c.day), key=lambda c: not c.put_off)
    planned = plans[0].day if plans else loose
    rules = ("state_from_text", *dict.fromkeys(rule for c in clauses for rule in c.rules))
    if state in RESUMED and resumed and resumed > as_of:
        state, planned, resumed, rules = "planned", resumed, None, (*rules, "state_future_date")
    if state == "stopped":
        days = (*(c.day for c in clauses if c.state == "stopped"), loose)
        planned = next((day for day in days if day and day > as_of), None)
        state = "planned" if planned else state
    keeps_reason = state in ("stopped", "planned", "excluded")
    return ParsedState(
        state,
        rules=rules,
        reason=reason if keeps_reason else None,
        resumed_on=resumed if state in RESUMED else None,
        planned_on=planned if state == "planned" else None,
    )


def _in_part(clauses: list[Clause]) -> bool:
    """Whether those that say it runs say in part; of days the latest says it: 2月10日部分复工，17日全面复工."""
    going = [clause for clause in clauses if clause.state in RESUMED]
    days = [clause.day for clause in going if clause.day]
    latest = [clause for clause in going if clause.day == max(days)] if len(days) == len(going) else going
    return any(clause.state == "partial" for clause in latest)


def _boxes(ticked: list[str], as_of: date, vocabulary: Vocabulary) -> ParsedState:
    states = {_parse_text(word, as_of, vocabulary, ()) for word in ticked}
    if len({state.value for state in states}) == 1:
        return states.pop()
    return ParsedState("unknown", rules=("state_two_ticks",))


def _digit(digit: str, legend: Mapping[str, str] | None) -> ParsedState:
    code = (legend or {}).get(digit)
    if not code:
        return ParsedState("unknown", rules=("state_digit_without_legend",))
    word = StateWord.of(code)
    return ParsedState(word.state, reason=word.reason)


def _by_date(day: Parsed, as_of: date) -> ParsedState:
    if day.value is None:
        return ParsedState("unknown", rules=("state_unreadable",))
    rules = (*day.rules, "state_from_date")
    if day.value > as_of:
        return ParsedState("planned", rules=rules, planned_on=day.value)
    return ParsedState("running", rules=rules, resumed_on=day.value)


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
        is_said = any(_says_something(cell, words) for cell in cells.values())
        return ParsedState("unknown", rules=("state_unreadable",)) if is_said else ParsedState(None)
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
    told = [state for state, cell in cells.items() if _says_something(cell, words)]
    return told if len(told) == 1 and StateWord.of(told[0]).state not in RESUMED else []


def _says_something(cell: object, words: Vocabulary) -> bool:
    """Whether a cell holds words that are neither a mark nor 否, nor a sign that ticks nothing."""
    if not isinstance(cell, str) or is_blank(cell) or is_error(cell) or plain(cell) in words.marks["missing"]:
        return False
    return cell not in _NO_TICKS and words.choices["yes_no"].get(key(cell)) != "false"


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
