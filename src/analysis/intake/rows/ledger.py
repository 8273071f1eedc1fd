"""Lists of enterprises: one row per enterprise and date, its state and numbers. A row speaks of the list's day, its
columns' or its own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

from analysis.intake.findings import Findings, text_of
from analysis.intake.headers.days import HeaderDate
from analysis.intake.parts.days_of_columns import day_of
from analysis.intake.parts.part import ENTERPRISE_LISTS, Part
from analysis.intake.rows.kept_rows import kept_rows, says_anything
from analysis.intake.rows.row_states import row_states
from analysis.intake.rows.typed import read_column
from analysis.intake.rows.view import View
from analysis.intake.setting import Setting
from analysis.intake.values import parse_date

DATES = ("applied_on", "inspected_on", "approved_on")
NUMBERS = (
    "staff_normal", "staff_back", "capacity_pct", "output_10k_cny", "power_kwh", "power_base_kwh", "mask_stock",
)  # fmt: skip
_READ = ("name", "uscc", "county", *DATES, *NUMBERS)
_AS_JSON = json.JSONEncoder(ensure_ascii=False).encode
_PLACED = ("place", "source_row", "name_column", "name", "uscc", "county_text", "group", "as_of")
COLUMNS = (*_PLACED, "period_id", "state", "state_reason", "resumed_on", "planned_on", *DATES, *NUMBERS, "said")
# What is compared with the period before: of these the words of the office are shown where something is wrong.
COMPARED = (
    "state", "resumed_on", "staff_normal", "power_base_kwh", "staff_back", "output_10k_cny", "power_kwh",
)  # fmt: skip


def read_returns(part: Part, setting: Setting, findings: Findings) -> None:
    """Give a list of enterprises its ``returns``: of each of ``COLUMNS`` a list, one value per row and date.

    Besides columns of `status` these are ``place`` (in ``part.rows``), ``name_column``, ``uscc``, ``county_text`` and
    ``group``, by which the enterprise is found, and ``said``: JSON, field -> text of a cell that is not just its value.
    Rows without a name or without any answer, and an example in the first, are no returns; they get the fate
    ``rejected`` and a finding.
    """
    name = part.first("name")
    if part.kind not in ENTERPRISE_LISTS or name is None or not part.rows:
        return
    kept = kept_rows(part, name, setting, findings)
    views = [_returns(view, setting, findings) for view in _views(part, kept, setting, findings)]
    if len(views) == 1:
        part.returns = views[0]
    else:
        part.returns = {column: [value for view in views for value in view[column]] for column in COLUMNS}


def _returns(view: View, setting: Setting, findings: Findings) -> dict[str, list]:
    """The returns for one date as columns."""
    part, first, kept = view.part, view.first, view.kept
    states, period = row_states(view, setting.words, findings), setting.period_of(view.as_of)
    read = {
        field: view.of(read_column(part, first[field], setting.words, findings, view.as_of))
        for field in _READ
        if field in first
    }
    nothing, codes = [None] * len(kept), read.get("uscc", [None] * len(kept))
    read = {
        "place": kept,
        "source_row": view.of(part.rows),
        "name_column": [part.cell(first["name"], index)[1] for index in kept],
        "name": _names(read["name"], codes),
        "uscc": codes,
        "county_text": read.get("county", nothing),
        "group": view.of(part.groups),
        "as_of": [view.as_of] * len(kept),
        "period_id": [period.id if period else None] * len(kept),
        "state": [state.state for state in states],
        "state_reason": [state.reason for state in states],
        "resumed_on": [state.resumed_on for state in states],
        "planned_on": [state.planned_on for state in states],
        **{field: read.get(field, nothing) for field in (*DATES, *NUMBERS)},
    }
    return read | {"said": _said(view, read)}


def _names(names: list[object], codes: list[object]) -> list[object]:
    """The names; who has none is called by the credit code."""
    if None not in names:
        return names
    return [code if name is None else name for name, code in zip(names, codes, strict=True)]


def _said(view: View, read: Mapping[str, list]) -> list[str | None]:
    """The texts of those cells of each row that hold something else than what was read from them."""
    told: dict[str, list[str | None]] = {}
    for field in [field for field in COMPARED if field in view.first]:
        values, cells = read[field], view.of(view.part.cells[view.first[field]])
        if cells != values:
            pairs = zip(cells, values, strict=True)
            told[field] = [None if cell == value else text_of(cell) for cell, value in pairs]
    fields = tuple(told)
    return [_told(fields, texts) for texts in zip(*told.values(), strict=True)] if told else [None] * len(view.kept)


@lru_cache(4096)  # rows of a list say much the same
def _told(fields: tuple[str, ...], texts: tuple[str | None, ...]) -> str | None:
    said = {field: text for field, text in zip(fields, texts, strict=True) if text is not None}
    return _AS_JSON(said) if said else None


def _views(part: Part, kept: list[int], setting: Setting, findings: Findings) -> Iterator[View]:
    """One for a plain table, one per date where headers name dates (2月25日/复工人数) or a column dates the rows of
    several periods.

    Below dates, who says nothing on a day has no return for it; who says nothing on any has one, on the last.
    """
    every = list(range(len(part.columns)))
    dated = sorted({match.date for match in part.columns if match.date}, key=lambda day: day_of(day, part.as_of))
    nothing = setting.words.marks["missing"] - {"无"}
    told = {day: _told_on(part, day, kept, nothing) for day in dated}
    silent = set(kept).difference(*told.values())
    for day in dated:
        rows = [i for i in kept if i in told[day] or (i in silent and day == dated[-1])]
        yield View(part, day_of(day, part.as_of), [c for c in every if part.columns[c].date in (None, day)], rows)
    if not dated:
        days = _dates_of_rows(part, kept, setting, findings)
        for day in sorted(set(days.values())):
            yield View(part, day, every, [index for index in kept if days[index] == day])
        if kept and not days:
            yield View(part, part.as_of, every, kept)


def _told_on(part: Part, day: HeaderDate, kept: list[int], nothing: frozenset[str]) -> set[int]:
    """The rows that say something in the columns of a day."""
    cells = [cells for match, cells in zip(part.columns, part.cells, strict=True) if match.date == day]
    return {index for index in kept if says_anything(cells, index, nothing)}


def _dates_of_rows(part: Part, kept: list[int], setting: Setting, findings: Findings) -> dict[int, date]:
    """The day each row speaks of by a row above it, else by its own column, where nothing else says the day, where an
    enterprise stands there for two periods, or most of them for two days; else none: then days before the period of
    the list are told."""
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
    if is_dated:
        return days
    period = setting.period_of(part.as_of)
    if period and (old := [index for index in kept if days[index] < period.first]):
        first, *others = [part.cell(column, index) for index in old]
        findings.add(
            "row_of_earlier_period",
            part.place,
            first,
            field="as_of",
            value=days[old[0]],
            beside=others,
            as_of=part.as_of,
        )
    return {}


def latest_of_rows(part: Part, near: date, setting: Setting) -> date | None:
    """The latest day in a list's own column of days; a day without a year is near ``near``."""
    column = part.first("as_of")
    if part.kind not in ENTERPRISE_LISTS or column is None:
        return None
    days = (parse_date(cell, near, setting.words).value for cell in part.cells[column])
    return max(filter(None, days), default=None)
