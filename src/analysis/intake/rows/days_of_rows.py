"""Of which day each row of a list speaks: the list's, its columns' or its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from analysis.intake.headers.days import HeaderDate
from analysis.intake.parts.days_of_columns import day_of
from analysis.intake.parts.part import ENTERPRISE_LISTS, Part
from analysis.intake.rows.kept_rows import says_anything
from analysis.intake.setting import Setting
from analysis.intake.values import parse_date


def days_of_list(part: Part, kept: list[int], setting: Setting) -> Iterator[tuple[date, list[int], list[int]]]:
    """(as-of date, columns, rows): one for a plain table, one per date where headers name dates (2月25日/复工人数) or a
    column dates the rows of several periods.

    Below dates, who says nothing on a day has no return for it; who says nothing on any has one, on the last.
    """
    every = list(range(len(part.columns)))
    dated = sorted({match.date for match in part.columns if match.date}, key=lambda day: day_of(day, part.as_of))
    nothing = setting.words.marks["missing"] - {"无"}
    told = {day: _told_on(part, day, kept, nothing) for day in dated}
    silent = set(kept).difference(*told.values())
    for day in dated:
        rows = [i for i in kept if i in told[day] or (i in silent and day == dated[-1])]
        yield day_of(day, part.as_of), [c for c in every if part.columns[c].date in (None, day)], rows
    if not dated:
        days = _dates_of_rows(part, kept, setting)
        for day in sorted(set(days.values())):
            yield day, every, [index for index in kept if days[index] == day]
        if kept and not days:
            yield part.as_of, every, kept


def _told_on(part: Part, day: HeaderDate, kept: list[int], nothing: frozenset[str]) -> set[int]:
    """The rows that say something in the columns of a day."""
    cells = [cells for match, cells in zip(part.columns, part.cells, strict=True) if match.date == day]
    return {index for index in kept if says_anything(cells, index, nothing)}


def _dates_of_rows(part: Part, kept: list[int], setting: Setting) -> dict[int, date]:
    """The day each row speaks of by a row above it, else by its own column, where nothing else says the day, where an
    enterprise stands there for two periods, or most of them for two days; else none."""
    if part.days:
        return {i: day_of(day, part.as_of) if (day := part.days[i]) else part.as_of for i in kept}
    column, name = part.first("as_of"), part.first("name")
    if column is None:
        return {}
    days = {i: parse_date(part.cells[column][i], part.as_of, setting.words).value or part.as_of for i in kept}
    spoken: dict[object, set[date]] = {}
    for index, day in days.items():
        spoken.setdefault(part.cells[name][index], set()).add(day)
    several = [found for found in spoken.values() if len(found) > 1]
    periods = ({period.id for day in found if (period := setting.period_of(day))} for found in several)
    is_dated = part.dated_by_rows or 2 * len(several) > len(spoken) or any(len(found) > 1 for found in periods)
    return days if is_dated else {}


def latest_of_rows(part: Part, near: date, setting: Setting) -> date | None:
    """The latest day in a list's own column of days; a day without a year is near ``near``."""
    column = part.first("as_of")
    if part.kind not in ENTERPRISE_LISTS or column is None:
        return None
    days = (parse_date(cell, near, setting.words).value for cell in part.cells[column])
    return max(filter(None, days), default=None)
