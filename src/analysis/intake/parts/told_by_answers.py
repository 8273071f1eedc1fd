"""Headers and labels put together from pieces that do not say what is asked, told by the answers: 今日上班 over numbers
counts who is back, Will restart on over days asks for them, 产线状态 over 是 and 否 for the state."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise

from analysis.intake.headers.column import ColumnMatch, changed, match_path
from analysis.intake.headers.others import asks_of_another
from analysis.intake.headers.words import IF
from analysis.intake.layout.letters import row_letters
from analysis.intake.layout.pairs import Pair, told_as
from analysis.intake.locate import Table
from analysis.intake.parts.form_plan import answer_of
from analysis.intake.pieces import parts_of, tells_of
from analysis.intake.sheet import CellValue, Sheet
from analysis.intake.values import parse_date
from analysis.intake.values.parsed import plain
from analysis.intake.values.state_phrases import state_of_word
from analysis.vocabulary import Vocabulary, fold, key

# Parts of headers, and what may stand beside them.
_AT_WORK, _OF_AT_WORK = frozenset({"back", "at_post"}), frozenset({"filler", "status", "came", "restore", "after"})
_OF_PERSONS, _NOW = frozenset({"person", "filler"}), frozenset({"now"})  # Full-time equivalent posts
_RESUMES, _TO_COME = frozenset({"resume", "open", "restore"}), frozenset({"expected", "due", "next_time"})
_OF_RESUMES = _TO_COME | _AT_WORK | {"filler", "status", "produce", "after", "first", "time", "full"}
_ASKED_OF = _RESUMES | {"produce", "status", "at_post", "progress"}  # Working or not
_OF_STATES = _ASKED_OF | {"filler", "ask", "back", "after", "full", "normal"}  # Business activity resumed
_FROM = re.compile("(?:from|since)$")  # Trading from
_BEGINS = _RESUMES | _AT_WORK
_SINCE = frozenset({"sincewhen?", "sincewhen", "since"})
_WILL = re.compile("to(?:be)?(?:re|open|start|back|commence)")  # To reopen on, Production to recommence
_CAPACITY, _OF_CAPACITY = (
    frozenset({"capacity"}),
    frozenset({"filler", "at_post", "status", "produce", "after", "use", "resume", "restore"}),
)
_BARE_DAYS = ("日期", "时间", "Date")
_STATES = frozenset({"state", "state_choice", "is_stopped", "project_state"})
_TICKS = frozenset("√✓✔☑●■1")  # below one of several answers
_STEPS = {"apply": "applied_on", "approve": "approved_on", "inspect": "inspected_on"}
_OF_STEPS = frozenset({"filler", "status", "resume", "after", "first", "achieved"})
_PART, _NOTHING_OR_ALL = re.compile(r"0?\.\d+|[01](?:\.0)?"), (0, 1, "0", "1")
_MOST = 0.8  # of the answers
_ANY_DAY = date(2020, 1, 1)  # whether a cell is a day, the year does not tell


def told_by_answers(matches: list[ColumnMatch], sheet: Sheet, table: Table, words: Vocabulary) -> list[ColumnMatch]:
    """The columns of a list, those told by their cells with the fields that no other column of their day has."""
    known = {(match.field, match.date) for match in matches}
    known |= {("state", match.date) for match in matches if match.field in _STATES}
    for place, match in enumerate(matches):
        may_ask = _may_ask(match.path, words) if match.field in (None, "state") and match.path else ()
        asked = [field for field in may_ask if (field, match.date) not in known]
        cells = [sheet.value(row, match.column) for row in table.data_rows(sheet)] if asked else []
        for field in asked:
            if _answers(cells, field, words):
                matches = changed(matches, place, field=field, suggestion="", rules=())
                known.add((field, match.date))
    return matches if ("resumed_on", None) in known else _since_when(matches, sheet, table)


def _since_when(matches: list[ColumnMatch], sheet: Sheet, table: Table) -> list[ColumnMatch]:
    """开工 | 日期, with days in some rows only: since when they run, not the day that is spoken of."""
    for place, (before, match) in enumerate(pairwise(matches), start=1):
        if before.field == "state" and match.field == "as_of" and match.path[-1] in _BARE_DAYS:
            filled = len(table.filled(sheet, match.column))
            if filled < len([*table.data_rows(sheet)]):
                return changed(matches, place, field="resumed_on", rules=("header_ambiguous",))
    return matches


def told_labels(pairs: Sequence[Pair], sheet: Sheet, words: Vocabulary) -> list[Pair]:
    """The labels of a form, those told by their answers as what asks for these: 返岗人数(今天来上班的)."""
    told: dict[str, str] = {}
    for label, field in _untold(tuple(dict.fromkeys([pair[0] for pair in pairs])), words):
        if field not in told.values():
            cells = [answer_of(sheet, pair) for pair in pairs if pair[0] == label]
            if _answers(cells, field, words):
                told[label] = field
    asked = {label: told_as(words.fields[field].zh, label) for label, field in told.items()}
    return [(asked.get(label, label), *place) for label, *place in pairs] if asked else [*pairs]


@lru_cache(1 << 10)  # forms on many sheets have the same labels
def _untold(labels: tuple[str, ...], words: Vocabulary) -> list[tuple[str, str]]:
    """The labels that may ask for a field of which none of them tells, each with it."""
    said = {label: match_path(1, (label,), words).field for label in labels}
    may_ask = [(label, _may_ask((label,), words)) for label, meant in said.items() if meant in (None, "state")]
    return [(label, field) for label, asked in may_ask for field in asked if field not in said.values()]


def _may_ask(path: Sequence[str], words: Vocabulary) -> Sequence[str]:
    """The fields that a header may ask for, if numbers, shares or days answer it."""
    last = key(IF.sub("", fold(path[-1])))
    parts = set(parts_of(last, words) or ())
    if not parts or any(asks_of_another(word, words) for word in path[:-1]):
        return ()
    fields = ["staff_back"] if parts & _AT_WORK and parts <= _AT_WORK | _OF_AT_WORK else []
    if {"person"} <= parts <= _OF_PERSONS and not tells_of(_NOW, last, words):
        fields.append("staff_normal")
    comes = parts & _TO_COME
    begins = (
        parts & _BEGINS
        or (comes and not parts.isdisjoint(("first", "time")))
        or ("produce" in parts and (comes or _FROM.search(last)))
    )
    if last in _SINCE or (begins and parts <= _RESUMES | _OF_RESUMES):
        fields.append("planned_on" if comes or _WILL.search(last) else "resumed_on")
    if parts & _CAPACITY and parts <= _CAPACITY | _OF_CAPACITY:
        fields.append("capacity_pct")
    if parts & _ASKED_OF and parts <= _OF_STATES:
        fields.append("state")
    step = next((step for step in _STEPS if step in parts), None)
    return [*fields, _STEPS[step]] if step and parts <= _OF_STEPS | {step} else fields


def _answers(cells: Sequence[CellValue], field: str, words: Vocabulary) -> bool:
    """Whether cells answer a field: most are numbers, and some no digits for yes and no; all are shares, or states and
    not only ticks; or no fewer are days than are none."""
    nothing = words.marks["missing"] | words.marks["undecided"]
    told = [cell for cell in cells if cell is not None and not (isinstance(cell, str) and plain(cell) in nothing)]
    if field == "state":
        are_states = all(isinstance(cell, str) and state_of_word(cell, words) for cell in told)
        return are_states and not _TICKS.issuperset(map(key, told))
    if words.fields[field].kind == "percent":
        are_parts = all(_PART.fullmatch(str(cell)) for cell in told)
        are_shares = all(isinstance(cell, str) and cell.strip().endswith("%") for cell in told)
        return bool(told) and (are_shares or (are_parts and any(cell not in _NOTHING_OR_ALL for cell in told)))
    if words.fields[field].is_number:
        letters = row_letters([*cells]).replace("-", "").replace(" ", "")
        are_most = letters.count("9") + letters.count("y") >= _MOST * len(letters)
        return bool(letters) and are_most and any(cell not in (0, 1, None) for cell in cells)
    days = [parse_date(cell, _ANY_DAY, words).value for cell in told]
    return sum(map(bool, days)) * 2 >= len(told) > 0
