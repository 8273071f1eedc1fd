"""Whose file this is, what kind of table it holds, and which day it speaks of."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analysis.exchange.inbox import Arrival
from analysis.intake.as_of import find_as_of
from analysis.intake.context import Context
from analysis.intake.errors import UnreadableUpload
from analysis.intake.parts.part import ENTERPRISE_LISTS, Part
from analysis.intake.together.account import RETURNS
from analysis.intake.together.gathered import values_of
from analysis.intake.together.identify import identify
from analysis.intake.together.returns import gather, returns_of
from analysis.intake.uploads import Upload
from analysis.intake.workers.workbook import read_parts, usual_workers
from analysis.survey import Period, Survey

# A file of none of these goes back.
_TAKEN = (*RETURNS, "tasks")


@dataclass(frozen=True)
class Recognised:
    """The returns of one office for one period in a file. ``office``: its code or ''; ``kind``: of the most telling
    table; ``rows``: enterprises listed, ``known``: those of the register; ``as_of_stated``: whether the file itself
    says the day."""

    office: str
    kind: str
    as_of: date | None
    as_of_stated: bool
    rows: int
    known: int
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


def recognise(parts: list[Part], near: Period | None, context: Context) -> list[Recognised]:
    """Whose returns an upload holds, and for which periods; first those of the period that it speaks of most.

    ``near``: the period expected. None where no table is a return: a list in which nobody answered is none.
    """
    shares: dict[tuple[str, str], list[tuple[Part, dict]]] = defaultdict(list)
    held = list(_held(parts, near, context))
    sender = next((part.office for part, _, _ in held if part.office), "")
    for part, period_id, who in held:
        shares[part.office or sender, period_id].append((part, who))
    told = Counter(part.as_of for part, _, _ in held if part.as_of and part.as_of_stated)
    main = max(told, key=lambda day: (told[day], day)) if told else next((part.as_of for part, _, _ in held), None)
    about = _period_id(main, near, context)
    latest_first = sorted(shares.items(), key=lambda share: share[0][1], reverse=True)
    ordered = sorted(latest_first, key=lambda share: share[0][1] != about)
    return [_share(office, period_id, found, context) for (office, period_id), found in ordered]


def is_of_others(found: list[Recognised], context: Context) -> bool:
    """Whether lists of enterprises are another survey's: nobody says that an office of ours sent them, and none of
    their enterprises is on the register."""
    lists = [share for share in found if share.kind in ENTERPRISE_LISTS]
    ours = context.enterprises.empty or any(share.office or share.known for share in found)
    return bool(lists) and not ours


def _held(parts: list[Part], near: Period | None, context: Context) -> Iterator[tuple[Part, str, dict[str, bool]]]:
    """(part, period, enterprises and whether each is on the register) of each return; parts whose office nobody named
    get the one where nearly all are."""
    rows = returns_of(gather(parts)[1])
    listed: dict[int, dict[str, dict[str, bool]]] = defaultdict(lambda: defaultdict(dict))
    if len(rows["part_index"]):
        found = identify(rows, parts, context)
        for number, period_id, who, known in values_of(found, "part_index", "period_id", "who", "in_register"):
            listed[number][period_id if isinstance(period_id, str) else ""][who] = known
    for number, part in enumerate(parts):
        if part.kind in ENTERPRISE_LISTS:
            yield from (
                (part, period_id or (near.id if near else ""), who) for period_id, who in listed[number].items()
            )
        elif part.kind in _TAKEN:
            yield part, _period_id(part.as_of, near, context), {}


def _period_id(day: date | None, near: Period | None, context: Context) -> str:
    period = (context.survey.period_of(day) if day else None) or near
    return period.id if period else ""


def _share(office: str, period_id: str, found: list[tuple[Part, dict[str, bool]]], context: Context) -> Recognised:
    parts = [part for part, _ in found]
    listed = {who: known for _, each in found for who, known in each.items()}
    stated = [part.as_of for part in parts if part.as_of and part.as_of_stated]
    return Recognised(
        office,
        min((part.kind for part in parts), key=_TAKEN.index),
        max(stated, default=parts[0].as_of),
        bool(stated),
        len(listed),
        sum(listed.values()),
        context.survey.period(period_id) if period_id else None,
    )


def expected_period(survey: Survey, arrival: Arrival, given: Period | None) -> Period | None:
    """The period a file most likely speaks of before it is opened: as given, else by its name, else by its arrival."""
    day = arrival.arrived.date()
    near = given.last if given else day
    named, _ = find_as_of([], [Path(arrival.name).stem], near)
    latest = None if isinstance(survey.period_list, str) else survey.period_list[-1]
    return (survey.period_of(named) if named else None) or given or survey.period_of(day) or latest
