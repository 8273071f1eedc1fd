"""The state of an enterprise from all cells of its row, by the rulings on ambiguous cases."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from itertools import starmap
from typing import NamedTuple, TypeVar

from analysis.intake.values.dates import is_plain_date, parse_date
from analysis.intake.values.parsed import Parsed, plain
from analysis.intake.values.state_clauses import find_states
from analysis.intake.values.state_text import ParsedState, parse_state
from analysis.vocabulary import Vocabulary
from analysis.vocabulary.entries import RESUMED

_NOT_EXCLUDED = re.compile(
    r"(?:未|没有?|不|非|无|拟|申请|计划|准备|正在|待|将|材料|物资|产品|原料|仓库|货物|商品|客户|下游|上游|供应商|股东|母公司)(?:企业|公司|被|办理|者|已)?$"
)
# Words of a stop that explain none here: 未停产, 已完成检修, 已报备.
_NO_REASON = re.compile(r"(?:未|没有?|不|非|无|已完成)[^,;、]{0,4}$|已(?:报备|备案|申请|申报)$")


class RowState(NamedTuple):
    """What one row says. ``notes``: (rule of findings.csv, field whose cell it is about)."""

    state: str
    reason: str | None = None
    resumed_on: date | None = None
    planned_on: date | None = None
    notes: tuple[tuple[str, str], ...] = ()


class Asked(NamedTuple):
    """How a table asks for the state. ``legend``: sign and what it stands for; ``has_state`` False: it has no column
    for the state, which then follows from the dates; ``or_planned``: the day of resuming is that of
    复工（计划复工）时间, a plan where the state says so."""

    as_of: date
    words: Vocabulary
    legend: tuple[tuple[str, str], ...] = ()
    has_state: bool = True
    or_planned: bool = False


def resolve_states(rows: Iterable[tuple[object, object, object, tuple]], asked: Asked) -> list[RowState]:
    """State, reason and dates of each row of a table.

    ``rows``: of each its cells as received for the state (or a ParsedState: ticks), the day of resuming, the planned
    one, and those of 备注 and 未复工原因; only they and the state can exclude an enterprise.
    """
    return list(starmap(_resolver(asked), rows))


@lru_cache(8)  # the tables of an upload ask alike
def _resolver(asked: Asked) -> Callable[[object, object, object, tuple], RowState]:
    as_of, words, legend = asked.as_of, asked.words, dict(asked.legend)

    @lru_cache(16384, typed=True)  # rows of one list, and of many, give the same few answers
    def resolved(state: object, resumed_on: object, planned_on: object, remarks: tuple) -> RowState:
        said = state if isinstance(state, ParsedState) else parse_state(state, as_of, words, legend)
        said = _to_come(said, "planned_on", as_of)
        begun, plan = _date_cell(resumed_on, as_of, words), _date_cell(planned_on, as_of, words)
        plan = plan._replace(day=_to_come(plan.day, "value", as_of))
        if asked.or_planned and said.value == "stopped":
            begun = begun._replace(text=_PLANNED)
        texts = tuple([text for text in remarks if isinstance(text, str) and text.strip()])
        return _Row(said, begun, plan, _read_remarks(texts, as_of, words), asked).resolved()

    return resolved


class _DateCell(NamedTuple):
    day: Parsed
    text: ParsedState  # what the words around the date say; value None where there are none

    @property
    def is_plan(self) -> bool:
        return self.text.value == "planned"


_PLANNED = ParsedState("planned")
_Read = TypeVar("_Read", Parsed, ParsedState)


@lru_cache(16384, typed=True)
def _date_cell(value: object, as_of: date, words: Vocabulary) -> _DateCell:
    day = parse_date(value, as_of, words)
    has_words = isinstance(value, str) and not is_plain_date(value)
    text = parse_state(value, as_of, words) if has_words else ParsedState(None)
    if text.value == "unknown" or "state_from_date" in text.rules:
        text = ParsedState(None)
    if day.value is None and text.value and (day.rules == ("date_unreadable",) or day.hint == "undecided"):
        day = Parsed(None, rules=("date_is_state",), hint="state")
    return _DateCell(day, text)


def _to_come(parsed: _Read, name: str, as_of: date) -> _Read:
    """With a plan without a year that would be most of a year old in the next one: 1月8日 in December."""
    day: date | None = getattr(parsed, name)
    is_old = day is not None and day < as_of and {"date_far", "date_year_assumed"} <= {*parsed.rules}
    if not is_old or (day.month, day.day) == (2, 29):
        return parsed
    rules = tuple(rule for rule in parsed.rules if rule != "date_far")
    return parsed._replace(**{name: day.replace(year=day.year + 1), "rules": rules})


def _so_far(day: Parsed, as_of: date) -> Parsed:
    """A span of days that is not over up to today: who resumed in 2月 had by 20 February."""
    is_open = day.span and day.span[0] <= as_of < day.span[1]
    return day._replace(value=as_of) if is_open else day


class _Remarks(NamedTuple):
    excluded: str | None = None
    reason: str | None = None
    resumed_on: date | None = None
    planned_on: date | None = None


@lru_cache(16384)
def _read_remarks(texts: tuple[str, ...], as_of: date, words: Vocabulary) -> _Remarks:
    excluded = reason = resumed = planned = None
    for text in map(plain, texts):
        excluded = excluded or why_excluded(text, words)
        for _, end, word in find_states(text, words):
            if word.state == "stopped" and not _NO_REASON.search(text[:end]):
                reason = reason or word.reason
        read = _to_come(parse_state(text, as_of, words), "planned_on", as_of)
        if "state_from_text" in read.rules:
            resumed, planned = resumed or read.resumed_on, planned or read.planned_on
    return _Remarks(excluded, reason, resumed, planned)


def why_excluded(remark: str, words: Vocabulary) -> str | None:
    """The reason for which a remark takes an enterprise out of the count: 已注销, but not 未注销 nor 注销中."""
    for start, end, word in find_states(text := plain(remark), words):
        if word.state == "excluded" and text[end : end + 1] != "中" and not _NOT_EXCLUDED.search(text[:start]):
            return word.reason
    return None


class _Row:
    """The cells of one row while its state is worked out."""

    def __init__(self, said: ParsedState, begun: _DateCell, plan: _DateCell, beside: _Remarks, asked: Asked):
        self.said, self.begun, self.plan, self.beside = said, begun, plan, beside
        self.as_of, self.has_state = asked.as_of, asked.has_state
        self.notes: list[tuple[str, str]] = []
        self.planned_on = plan.day.value or said.planned_on
        if said.value in RESUMED and not begun.is_plan:
            begun = self.begun = begun._replace(day=_so_far(begun.day, asked.as_of))
        self.resumed_on = begun.day.value or said.resumed_on
        self.ahead = said.value == "planned" and "state_future_date" in said.rules

    def resolved(self) -> RowState:
        self._note_cells()
        self._move_plans()
        state, reason = self._state()
        if state == "planned":
            self._plan_notes()
        if state == "stopped" and self.resumed_on:
            self._note("state_conflict", "state")
        if state in RESUMED and self.resumed_on is None and self.beside.resumed_on:
            self.resumed_on = self.beside.resumed_on
            self._note("resumed_from_remark", "resumed_on")
        if state in ("stopped", "planned"):
            reason = reason or self.beside.reason
        return RowState(state, reason, self.resumed_on, self.planned_on, tuple(dict.fromkeys(self.notes)))

    def _note(self, rule: str, field: str) -> None:
        self.notes.append((rule, field))

    def _note_cells(self) -> None:
        for parsed, field in ((self.said, "state"), (self.begun.day, "resumed_on"), (self.plan.day, "planned_on")):
            self.notes += [(rule, field) for rule in parsed.rules]
        if self.begun.text.value == self.said.value:  # 春节未停工 beside 是: no date is missing
            self.notes = [note for note in self.notes if note != ("date_is_state", "resumed_on")]

    def _move_plans(self) -> None:
        """A day ahead under 复工时间, or one the cell itself calls a plan, is a plan."""
        begun = self.begun.day.value
        if begun and (begun > self.as_of or self.begun.is_plan):
            self.planned_on, self.resumed_on, self.ahead = self.plan.day.value or begun, None, True
            if begun > self.as_of:
                is_plain = self.said.value in ("stopped", "planned")  # 否 beside it says that it is a plan
                self._note("plan_as_resumed" if is_plain else "state_future_date", "resumed_on")
        if self.said.value == "planned" and self.planned_on is None and self.resumed_on:
            self.planned_on, self.resumed_on = self.resumed_on, None

    def _state(self) -> tuple[str, str | None]:
        said, reason = self.said.value, self.said.reason
        if said is None:
            said, reason = self._unsaid()
        if said == "unknown":
            return said, None
        if said == "excluded":
            return said, reason
        if self.beside.excluded:
            self._note("excluded_in_remark" if said == "stopped" else "state_excluded_by_remark", "remark")
            return "excluded", self.beside.excluded
        if said in RESUMED:
            if self.ahead:
                return "planned", None
            if self.plan.day.value and self.plan.day.value > self.as_of and self.resumed_on is None:
                self._note("state_conflict", "state")
            return said, None
        if said == "stopped" and self.planned_on is None and self.beside.planned_on and self.plan.day.hint == "":
            self.planned_on = self.beside.planned_on
            self._note("planned_from_remark", "planned_on")
        return ("planned" if self.planned_on and said == "stopped" else said), reason

    def _unsaid(self) -> tuple[str, str | None]:
        """The state of a row whose state cell is blank, or that has none."""
        for cell in (self.begun, self.plan):
            if cell.text.value and cell.day.hint == "state":
                return cell.text.value, cell.text.reason
        if not self.has_state and (self.resumed_on or self.planned_on):
            self._note("state_from_date", "state")
            said = self.begun.text if self.resumed_on else _PLANNED  # 2月14日部分复工
            return said.value or "running", said.reason
        if not self.has_state and "undecided" in (self.begun.day.hint, self.plan.day.hint):
            self._note("state_from_date", "state")
            return "stopped", None  # 待定 under 开工时间
        self._note("state_blank" if self.has_state else "state_not_asked", "state")
        return "unknown", None

    def _plan_notes(self) -> None:
        if self.planned_on is None:
            self._note("state_planned_without_date", "state")
        elif self.planned_on < self.as_of:
            self._note("state_planned_date_past", "planned_on")
