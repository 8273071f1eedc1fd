"""Columns whose headers name another day than their table: 截至2019年12月31日职工人数 in a list of 25 February.

What is asked of normal times (the staff at the end of the year) has no day of its own. One other day beside columns
that tell the return itself is that of its column alone: of a few days before it is the return's own, else it is told.
"""

from __future__ import annotations

from datetime import date, timedelta

from analysis.intake.findings import Findings
from analysis.intake.headers.days import HeaderDate
from analysis.intake.parts.part import Part
from analysis.intake.values import year_of

_KINDS = ("ledger", "difficulties")
_OF_NORMAL_TIMES = frozenset({"staff_normal", "staff_due", "power_base_kwh", "annual_output_10k_cny"})
# By these an enterprise says how it stands, on the day of its table if on no other.
_RETURNS = frozenset({
    "state", "state_choice", "is_stopped", "resumed_on", "planned_on", "staff_back", "capacity_pct", "output_10k_cny",
    "power_kwh", "mask_stock",
})  # fmt: skip
_SAME_RETURN = timedelta(days=7)


def settle_days(part: Part, findings: Findings) -> None:
    """Leave the days of headers to the columns that are about another day than the table's own."""
    dated = [match for match in part.columns if match.date]
    if part.kind not in _KINDS or not dated:
        return
    measured = {match.date for match in dated if match.field not in _OF_NORMAL_TIMES}
    told = {match.field for match in part.columns if not match.date}
    here = part.as_of if part.as_of_stated and not part.dated_by_rows else None
    other = measured.pop() if len(measured) == 1 and here and not told.isdisjoint(_RETURNS) else None
    part.columns = [
        match._replace(date=None)
        if match.date and (_is_base(match.field, match.date, measured, other) or _is_near(match.date, other, here))
        else match
        for match in part.columns
    ]
    if other and not _is_near(other, other, here):
        _leave_out(part, other, findings)


def _is_base(field: str | None, day: HeaderDate, measured: set[HeaderDate | None], other: HeaderDate | None) -> bool:
    return field in _OF_NORMAL_TIMES and (day == other or day not in measured)


def _is_near(day: HeaderDate, other: HeaderDate | None, here: date | None) -> bool:
    if day != other or here is None:
        return False
    return abs(day_of(day, here) - here) <= _SAME_RETURN


def _leave_out(part: Part, day: HeaderDate, findings: Findings) -> None:
    """Take the columns of a day off a table of another day, and tell it."""
    kept = [at for at, match in enumerate(part.columns) if match.date != day]
    for at, match in enumerate(part.columns):
        if match.date == day and part.rows:
            findings.add("header_other_day", part.place, part.cell(at, 0), value="/".join(match.path), day=part.as_of)
    part.columns, part.cells = [part.columns[at] for at in kept], [part.cells[at] for at in kept]
    if part.where is not None:
        part.where = [part.where[at] for at in kept]


def day_of(day: HeaderDate, as_of: date) -> date:
    """The day that a header names, in the year that it states or that the as-of date tells."""
    return date(day.year or year_of(day.month, day.day, as_of), day.month, day.day)
