"""Whose file this is, what kind of table it holds, and which day it speaks of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analysis.exchange.inbox import Arrival
from analysis.intake.as_of import find_as_of
from analysis.intake.context import Context
from analysis.intake.entities import identify
from analysis.intake.errors import UnreadableUpload
from analysis.intake.parts import Part
from analysis.intake.returns import gather, returns_of
from analysis.intake.uploads import Upload
from analysis.intake.workbook import read_parts, usual_workers
from analysis.survey import Period, Survey

# Kinds of tables that are returns, the most telling first; a file of nothing else goes back.
_RETURNS = ("ledger", "difficulties", "projects", "suppliers", "summary", "tasks")


@dataclass(frozen=True)
class Recognised:
    """``office``: its code or ''; ``kind``: of its most telling table, '' for no returns; ``rows``: enterprises listed;
    ``as_of_stated``: whether the file itself says the day."""

    office: str
    kind: str
    as_of: date | None
    as_of_stated: bool
    rows: int
    period: Period | None


def tables_of(
    arrivals: Sequence[Arrival], near: Sequence[Period | None], context: Context
) -> Iterator[list[Part] | UnreadableUpload]:
    """The tables of each file, or why it cannot be read. ``near``: the period that each is expected to speak of."""
    uploads = [
        Upload(arrival.path, arrival.name, arrival.upload_id, period, arrival.arrived)
        for arrival, period in zip(arrivals, near, strict=True)
    ]
    found = read_parts(uploads, context.setting, usual_workers(len(uploads)))
    return (outcome if isinstance(outcome, UnreadableUpload) else outcome[0] for outcome in found)


def recognise(parts: list[Part], near: Period | None, context: Context) -> Recognised:
    """What the tables of an upload say of it, as far as office, kind and date. ``near``: the period expected."""
    returns = [part for part in parts if part.kind in _RETURNS]
    rows = _enterprises(parts, context)
    dates = Counter(part.as_of for part in returns if part.as_of and part.as_of_stated)
    first = next((part.as_of for part in returns), None)
    as_of = max(dates, key=lambda day: (dates[day], day)) if dates else first
    office = next((part.office for part in returns if part.office), "")
    period = context.survey.period_of(as_of) if as_of and "{period}" in context.survey.uploads else near
    kind = min((part.kind for part in returns), key=_RETURNS.index, default="")
    return Recognised(office or "", kind, as_of, bool(dates), rows, period or near)


def _enterprises(parts: list[Part], context: Context) -> int:
    """How many enterprises are listed; gives parts whose office nobody named the one where nearly all of them are."""
    rows = returns_of(gather(parts)[1])
    if not len(rows["part_index"]):
        return 0
    return len(identify(rows, parts, context)["who"].unique())


def expected_period(survey: Survey, arrival: Arrival, given: Period | None) -> Period | None:
    """The period a file most likely speaks of before it is opened: as given, else by its name, else by its arrival."""
    day = arrival.arrived.date()
    near = given.last if given else day
    named, _ = find_as_of([], [Path(arrival.name).stem], near)
    latest = None if isinstance(survey.period_list, str) else survey.period_list[-1]
    return (survey.period_of(named) if named else None) or given or survey.period_of(day) or latest
