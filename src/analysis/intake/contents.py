"""What one upload says by itself, without the register and without the other uploads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import chain

from analysis.intake.as_of import DAYS_AHEAD, day_below, find_as_of, latest_named, near_year
from analysis.intake.findings import Findings, Note
from analysis.intake.headers.kinds import tells_of_tasks
from analysis.intake.layout.letters import row_letters
from analysis.intake.parts.days_of_columns import day_of, order_days, settle_days
from analysis.intake.parts.meant_cells import continue_rows, draw_ticks, keep_ticked, repeat_above, spell_codes
from analysis.intake.parts.of_upload import find_parts
from analysis.intake.parts.part import Part
from analysis.intake.parts.public_columns import describe_columns
from analysis.intake.places import Places
from analysis.intake.rows.answers import read_answers
from analysis.intake.rows.kept_rows import tell_unkept
from analysis.intake.rows.ledger import latest_of_rows, read_returns
from analysis.intake.rows.projects import read_projects
from analysis.intake.rows.totals import compare_parts, compare_rates, reconcile
from analysis.intake.setting import Setting
from analysis.intake.sheet import Sheet
from analysis.intake.uploads import Upload
from analysis.periods import Period, period_named

# The kinds of tables that are read together with those of other uploads; of the others nothing but typed rows is.
_READ_LATER = ("suppliers", "tasks", "summary")
_NEIGHBOURS = timedelta(days=28)
_TO_SEND = timedelta(days=3)
_LAST_TIME = re.compile("上一?[周期次]")
_PLANNED = ("planned_on", "due_on")
_STATES = frozenset({"state", "state_choice", "is_stopped"})
_SUPPLIES = frozenset({
    "supplier_name", "supplier_input", "dependence_pct", "share_pct", "stock_days", "coal_days",
})  # fmt: skip


def read_contents(
    upload: Upload, sheets: list[Sheet], setting: Setting, findings: Findings | None = None
) -> tuple[list[Part], list[Note]]:
    """The tables of an upload, dated, their rows typed and their totals checked, and all that was noted on the way.

    ``findings``: what was noted before, if anything was.
    """
    findings = findings or Findings()
    parts = find_parts(upload, sheets, setting, findings)
    titles = [*chain.from_iterable([part.titles for part in parts])]
    asks = [not _STATES.isdisjoint(match.field for match in part.columns) for part in parts]
    for part, itself in zip(parts, asks, strict=True):
        part.state_elsewhere = any(asks) and not itself
    read = [part for part in parts if part.kind not in ("none", "hidden") and not setting.summaries]
    for part in read:
        _date_and_office(part, titles, setting, findings)
    _tell_other_name(upload, read, setting, findings)
    for part in parts:
        if part.as_of:
            order_days(part, setting.words, findings)
            settle_days(part, findings)
            _tell_assumed_day(part, findings)
            draw_ticks(part)
            keep_ticked(part, setting.words)
            repeat_above(part, setting.words, findings)
            continue_rows(part, findings)
            spell_codes(part, setting.words, findings)
            read_returns(part, setting, findings)
            read_answers(part, setting, findings)
            read_projects(part, setting, findings)
            reconcile(part, setting, findings)
            compare_rates(part, setting, findings)
            compare_parts(part, setting, findings)
            tell_unkept(part, setting.words, findings)
        part.described = part.described or describe_columns(part.columns, heads=part.heads)
        if part.kind not in _READ_LATER and not tells_of_tasks(part.columns):
            part.settle(_SUPPLIES)
    _tell_other_periods(upload, parts, findings)
    return parts, findings.notes()


def _tell_other_name(upload: Upload, parts: list[Part], setting: Setting, findings: Findings) -> None:
    """A file called after a day in a period of which none of its tables is: the name or the title is an old one.
    It may be called after the day on which it was sent."""
    named = find_as_of((), (upload.stem,), parts[0].as_of)[0] if parts else None
    period = named and setting.period_of(named)
    if period and not any(part.as_of in period or timedelta() <= named - part.as_of <= _TO_SEND for part in parts):
        part = parts[0]
        row = next((row for row, fate in part.fates.items() if fate == "title"), None)
        cell = (row, min(match.column for match in part.columns)) if row and part.columns else None
        findings.add("as_of_unlike_name", part.place, cell, value=part.as_of, named=named)


def _tell_other_periods(upload: Upload, parts: list[Part], findings: Findings) -> None:
    """Parts dated outside the period of their folder: in a file of several periods as it should be."""
    dated = [part for part in parts if part.as_of] if upload.period else []
    away = [part for part in dated if part.as_of_stated and part.as_of not in upload.period]
    for part in away:
        rule = "as_of_outside_period" if len(away) == len(dated) else "as_of_other_period"
        findings.add(rule, part.place, value=part.as_of)


def _date_and_office(part: Part, titles: Sequence[object], setting: Setting, findings: Findings) -> None:
    """Settle the date a part speaks of and who sent it: from its title, rows above and below, names, column of days.
    ``titles``: of all parts of the upload.

    Who sent it may stay open here; then ``identify`` decides by where nearly all its enterprises are.
    """
    upload = part.upload
    names = (part.place.sheet, upload.stem)
    arrival = upload.received_at.date() if upload.received_at else None
    near = upload.period.last if upload.period else _near(part, titles, arrival, setting)
    found = (
        find_as_of(part.titles, (), near)[0]
        or find_as_of(part.sheet_titles, (), near)[0]
        or day_below((*part.notes, *part.sheet_notes), near)
        or find_as_of((), names, near)[0]
    )
    if found is None and (found := latest_of_rows(part, near, setting)):
        part.dated_by_rows = True
    if found is None and (period := _other_period(part, names, setting, near)):
        found = period.last
    part.as_of_stated = found is not None
    if found is None:
        # Nothing says which day: the last of the folder's period, unless the file had come before.
        found = min(near, arrival) if arrival else near
    elif arrival and found - arrival > DAYS_AHEAD:
        findings.add("as_of_ahead", part.place, value=found, arrived=arrival)
    part.as_of = found
    said = _offices_in(part.titles, setting.offices) or _offices_in(part.sheet_titles, setting.offices)
    said += _offices_in(names, setting.offices)
    part.office = said[0] if said else None
    if len(set(said)) > 1:
        names = {office.code: office.name for office in setting.senders}
        findings.add("office_conflict", part.place, offices="、".join(names[code] for code in dict.fromkeys(said)))


def _tell_assumed_day(part: Part, findings: Findings) -> None:
    """Nothing says which day it was: not where columns say their own, unless the state stands beside these."""
    days = [day_of(match.date, part.as_of) for match in part.columns if match.date]
    is_open = not days or any(match.field in _STATES and not match.date for match in part.columns)
    if is_open and not part.as_of_stated:
        findings.add("as_of_assumed", part.place, value=max(days, default=part.as_of), action="period's last day")


def _other_period(part: Part, names: Iterable[str], setting: Setting, near: date) -> Period | None:
    """The period that a title or a name says (第9周), if it is a neighbour of the folder's; far away a week may be
    counted from something else (复工第2周). A sheet 上周 beside another is of the one before."""
    if part.upload.period and _LAST_TIME.match(part.place.sheet):
        return setting.period_of(part.upload.period.first - timedelta(days=1))
    said = [text for text in (*part.titles, *part.sheet_titles, *names) if isinstance(text, str)]
    named = next((named[0] for text in said if (named := period_named(text, setting.periods, near))), None)
    if named is None or named == part.upload.period or (part.upload.period and abs(named.last - near) > _NEIGHBOURS):
        return None
    return named


def _near(part: Part, titles: Sequence[object], arrival: date | None, setting: Setting) -> date:
    """The latest day that a table names with its year (of plans only if there is no other, of when enterprises were
    founded none), else one of the ``titles`` in its upload, else a day of the year it is called after, else of the
    survey's time. What has arrived is near the day that a line above or below the table states, else its arrival."""
    if arrival:
        around = (*part.titles, *part.sheet_titles, *part.notes, *part.sheet_notes)
        stored = latest_named([cell for cell in around if isinstance(cell, date)], arrival + DAYS_AHEAD)
        return stored or day_below([text for text in around if isinstance(text, str)], arrival) or arrival
    until = setting.near + DAYS_AHEAD
    called = [text for text in (*part.titles, part.place.sheet, part.upload.stem) if isinstance(text, str)]
    answers = [(match.field, cells) for match, cells in zip(part.columns, part.cells, strict=True)]
    past = (cells for field, cells in answers if field not in ("registered_on", *_PLANNED))
    planned = (cells for field, cells in answers if field in _PLANNED)
    own = latest_named([*part.titles, *chain.from_iterable(past)], until) or latest_named([*chain(*planned)], until)
    return own or latest_named(titles, until) or near_year(called, setting.near) or setting.near


def _offices_in(texts: Iterable[object], offices: Places) -> list[str]:
    """The offices that texts name, in their order."""
    named = ((text, code) for text in texts if isinstance(text, str) and (code := offices.find(text)))
    return [code for text, code in named if row_letters([text]) != "e"]  # 铁岭化工厂 is no office
