"""Days of which a table shows in what order they are written: 08/07/2024 beside 19/07/2024, or as of 12 July."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date

from analysis.intake.findings import Findings
from analysis.intake.parts.part import Part
from analysis.vocabulary import Vocabulary

_DAY = re.compile(r"\s*(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
_MONTHS = 12
_NEAR, _FAR = 45, 60  # days from the table's own


def order_days(part: Part, words: Vocabulary, findings: Findings) -> None:
    """Write the year first in days such as 08/07/2024, where others of the table can only have the day first, or where
    all are near the table's own day so and most are far from it with the month first."""
    dated = [at for at, match in enumerate(part.columns) if match.field and words.fields[match.field].kind == "date"]
    found = {
        (column, index): said
        for column in dated
        for index, cell in enumerate(part.cells[column])
        if type(cell) is str and (said := _DAY.match(cell))
    }
    if not found or not _day_is_first([(int(s[1]), int(s[3]), int(s[4])) for s in found.values()], part.as_of):
        return
    for (column, index), said in found.items():
        cell, field = part.cells[column][index], part.columns[column].field or ""
        part.cells[column][index] = f"{said[4]}-{said[3]}-{said[1]}{cell[said.end() :]}"
        findings.add("date_day_first", part.place, part.cell(column, index), field=field, value=cell)


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
    return [abs((date(*day) - as_of).days) if _is_day(*day) else 2 * _FAR for day in days]


def _is_day(year: int, month: int, day: int) -> bool:
    return 1 <= month <= _MONTHS and 1 <= day <= calendar.monthrange(year, month)[1]
