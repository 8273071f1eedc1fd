"""The days of a table's columns: in what order they are written (08/07/2024 beside 19/07/2024), and headers that name
another day than the table: 截至2019年12月31日职工人数 in a list of 25 February.

What is asked of normal times (the staff at the end of the year) has no day of its own. One other day beside columns
that tell the return itself is that of its column alone: of a few days before it is the return's own, else it is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from analysis.intake.findings import Findings
from analysis.intake.headers.days import HeaderDate, months_ago
from analysis.intake.parts.part import ENTERPRISE_LISTS, Part
from analysis.intake.values import year_of
from analysis.intake.values.written_days import calendar_day
from analysis.vocabulary import Vocabulary

_OF_NORMAL_TIMES = frozenset({"staff_normal", "staff_due", "power_base_kwh", "annual_output_10k_cny"})
# By these an enterprise says how it stands, on the day of its table if on no other.
_RETURNS = frozenset({
    "state", "state_choice", "is_stopped", "resumed_on", "planned_on", "staff_back", "capacity_pct", "output_10k_cny",
    "power_kwh", "mask_stock",
})  # fmt: skip
_OF_MONTHS = frozenset({"output_10k_cny", "power_kwh", "staff_back", "capacity_pct"})
_MID_MONTH = 15
_SAME_RETURN = timedelta(days=7)
_ANY_ORDER = re.compile(r"\s*(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
_MONTHS = 12
_NEAR, _FAR = 45, 60  # days from the table's own


def settle_days(part: Part, findings: Findings) -> None:
    """Leave the days of headers to the columns that are about another day than the table's own."""
    if part.kind not in ENTERPRISE_LISTS:
        return
    if part.as_of and part.as_of_stated and not part.dated_by_rows:
        _settle_months(part, findings)
    dated = [match for match in part.columns if match.date]
    if not dated:
        return
    measured = {match.date for match in dated if match.field not in _OF_NORMAL_TIMES}
    told = {match.field for match in part.columns if not match.date}
    here = part.as_of if part.as_of_stated and not part.dated_by_rows else None
    # The staff of a day long ago is the usual one only where no other column says it.
    doubled = {
        at
        for at, match in enumerate(part.columns)
        if match.date and match.field in told and _is_base(match.field, match.date, measured, None)
        if not _is_near(match.date, match.date, here)
    }
    _leave_out(part, doubled, findings)
    other = measured.pop() if len(measured) == 1 and here and not told.isdisjoint(_RETURNS) else None
    part.columns = [
        match._replace(date=None)
        if match.date and (_is_base(match.field, match.date, measured, other) or _is_near(match.date, other, here))
        else match
        for match in part.columns
    ]
    if other and not _is_near(other, other, here):
        _leave_out(part, {at for at, match in enumerate(part.columns) if match.date == other}, findings)


def _is_base(field: str | None, day: HeaderDate, measured: set[HeaderDate | None], other: HeaderDate | None) -> bool:
    return field in _OF_NORMAL_TIMES and (day == other or day not in measured)


def _is_near(day: HeaderDate, other: HeaderDate | None, here: date | None) -> bool:
    if day != other or here is None:
        return False
    return abs(day_of(day, here) - here) <= _SAME_RETURN


def _settle_months(part: Part, findings: Findings) -> None:
    """Figures of a month are the return's own if it is the month of the table, or the one before until that of the
    table is half over; later this is an assumption. Those of other months are left out."""
    ago = [
        months_ago(match.path, part.as_of) if match.field in _OF_MONTHS and not match.date else None
        for match in part.columns
    ]
    for at, months in enumerate(ago):
        if months == 1 and part.as_of.day > _MID_MONTH and part.rows:
            part.note(findings, "header_ambiguous", at, 0, "/".join(part.columns[at].path))
    _leave_out(part, {at for at, months in enumerate(ago) if months not in (None, 0, 1)}, findings)


def _leave_out(part: Part, places: set[int], findings: Findings) -> None:
    """Take columns that are about another day off a table, and tell it."""
    if not places:
        return
    kept = [at for at in range(len(part.columns)) if at not in places]
    for at in sorted(places):
        if part.rows:
            said = "/".join(part.columns[at].path)
            findings.add("header_other_day", part.place, part.cell(at, 0), value=said, day=part.as_of)
    part.columns, part.cells = [part.columns[at] for at in kept], [part.cells[at] for at in kept]
    if part.where is not None:
        part.where = [part.where[at] for at in kept]


def day_of(day: HeaderDate, as_of: date) -> date:
    """The day that a header names, in the year that it states or that the as-of date tells."""
    return date(day.year or year_of(day.month, day.day, as_of), day.month, day.day)


def order_days(part: Part, words: Vocabulary, findings: Findings) -> None:
    """Write the year first in days such as 08/07/2024, where others of the table can only have the day first, or where
    all are near the table's own day so and most are far from it with the month first."""
    dated = [at for at, match in enumerate(part.columns) if match.field and words.fields[match.field].kind == "date"]
    found = {
        (column, index): said
        for column in dated
        for index, cell in enumerate(part.cells[column])
        if type(cell) is str and (said := _ANY_ORDER.match(cell))
    }
    if not found or not _day_is_first([(int(s[1]), int(s[3]), int(s[4])) for s in found.values()], part.as_of):
        return
    for (column, index), said in found.items():
        cell = part.cells[column][index]
        part.cells[column][index] = f"{said[4]}-{said[3]}-{said[1]}{cell[said.end() :]}"
        part.note(findings, "date_day_first", column, index, cell)


def _day_is_first(said: list[tuple[int, int, int]], as_of: date) -> bool:
    if any(second > _MONTHS for _, second, _ in said):
        return False
    if any(first > _MONTHS for first, _, _ in said):
        return True
    day_first = _distances(((year, second, first) for first, second, year in said), as_of)
    month_first = _distances(((year, first, second) for first, second, year in said), as_of)
    return max(day_first) <= _NEAR and 2 * sum(days > _FAR for days in month_first) > len(said)


def _distances(days: Iterable[tuple[int, int, int]], as_of: date) -> list[int]:
    """How many days lie between each day, as (year, month, day), and the table's own; a day that is none is far."""
    found = [calendar_day(*day) for day in days]
    return [abs((day - as_of).days) if day else 2 * _FAR for day in found]
