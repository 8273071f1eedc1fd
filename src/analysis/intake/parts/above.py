"""What stands above rows of a list: the state that a group row, a title or the sheet's name gives all enterprises
beneath it (二、 未复工企业), and days that head the rows below them: 2月24日 in a row of its own, its enterprises, then
2月25日 and the same again."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

from analysis.intake.findings import Cell
from analysis.intake.headers.column import ColumnMatch
from analysis.intake.headers.days import HeaderDate, take_date
from analysis.intake.locate import Table
from analysis.intake.parts.part import Part
from analysis.intake.sheet import CellValue, Sheet
from analysis.intake.values import state_of_heading
from analysis.intake.values.state_phrases import heads_by_state, reason_of_heading
from analysis.vocabulary import nfkc

_LISTS = ("register", "other")
# Columns that say themselves how an enterprise stands or what holds it back.
_SAID = frozenset({
    "state", "state_choice", "is_stopped", "stop_reason", "difficulty_text", "difficulty_choice", "difficulty_category",
})  # fmt: skip
_STATED = frozenset(("state", "state_choice", "is_stopped"))
_ASIDE = frozenset(("title", "header", "group", "note"))  # fates of the rows that a day may stand in
_LABEL = re.compile(r"^[^\d:]{2,12}:\s*(?=\d)")
# What may be said beside a day that heads rows: 截至2月24日18时, 一、2月24日(星期一), 第一天, 2月24日开工情况.
_BESIDE = re.compile(
    r"(?:截[至止]到?|第?[一二三四五六七八九十\d]+[天日、]|(?:星期|周)[一二三四五六日天]|\d+[时点](?:\d+分)?|24:00|[开复]工|生产|返岗|调度|企业|情况|[():\s])*"
)
# 2月10日复工企业 restarted on that day, whenever they were asked.
_THEIR_OWN = re.compile(r"[开复]工(?:生产)?企业")
_LONGEST = 30


def state_of_group(group: str) -> str | None:
    return state_of_heading(group) if group else None


def state_of_titles(part: Part) -> str | None:
    """What the nearest title that names a state says, else the sheet's name."""
    titles = [text for text in (*part.headings, *reversed(part.titles), part.place.sheet) if isinstance(text, str)]
    return next((state for text in titles if (state := state_of_heading(text))), None)


def states_above(part: Part, places: Sequence[int]) -> list[str | None]:
    """What stands above says of the rows in some places."""
    by_title = state_of_titles(part)
    by_group = {group: state_of_group(group) or by_title for group in set(part.groups)}
    return [by_group[part.groups[index]] for index in places]


def heads_of_states(part: Part, sheet: Sheet, table: Table) -> list[tuple[Cell, int, int]]:
    """The cell of each heading that says the state of enterprises and the first and last row beneath it, group rows
    before titles; none where a column says it."""
    if not _STATED.isdisjoint({match.field for match in part.columns}):
        return []

    def cells(rows: Sequence[int]) -> list[Cell]:
        told = ((row, column, value) for row in rows for column, value in enumerate(sheet.rows[row - 1], start=1))
        return [(row, column) for row, column, value in told if isinstance(value, str) and state_of_heading(value)]

    groups, last = cells(part.group_rows), table.last_row
    ends = [*(row - 1 for row, _ in groups[1:]), last]
    titles = cells(table.title_rows[::-1])
    return [((row, column), row + 1, end) for (row, column), end in zip(groups, ends, strict=False)] + [
        (cell, table.first_row, last) for cell in titles
    ]


def answers_by_headings(part: Part) -> bool:
    """Whether a list of names, which has no column for what became of them, is parted by it: 已复工企业名单."""
    is_list = part.kind in _LISTS and part.first("name") is not None and len(part.rows) > 0
    return is_list and all(states_above(part, range(len(part.rows))))


def reasons_above(part: Part, places: Sequence[int]) -> Iterator[tuple[int, int, int, str]]:
    """(place, row and column of the heading, what it says of why) of enterprises under a heading that gives a reason
    with their state, or under a title that gives the state: 二、缺料停产企业."""
    if not part.group_rows or not _SAID.isdisjoint({match.field for match in part.columns}):
        return
    why = {group: reason for group in set(part.groups) if (reason := reason_of_heading(group))}
    for at, state in zip(places, states_above(part, places), strict=True) if why else ():
        above = bisect(part.group_rows, part.rows[at])
        if state and above and part.groups[at] in why:
            yield at, part.group_rows[above - 1], part.columns[0].column, why[part.groups[at]]


def days_above(sheet: Sheet, rows: Sequence[int], fates: Mapping[int, str]) -> list[HeaderDate | None]:
    """For each body row the day that heads it (the nearest row above that is a day and nothing else); [] where no such
    row parts the body, so that its title says the day for all.

    A labelled day (填报日期：2月24日) may be the foot of a page: it counts where one stands above the first row too.
    """
    inside = [row for row, fate in fates.items() if fate in ("group", "note") and rows and row < rows[-1]]
    if not any(_day_of(sheet, row) for row in inside):
        return []
    told = [(row, day) for row in sorted(fates) if fates[row] in _ASIDE and (day := _day_of(sheet, row))]
    labels = {label for row, (_, label) in told if row < rows[0]}
    heads = [(row, day) for row, (day, label) in told if not label or label in labels]
    if not any(rows[0] < row < rows[-1] for row, _ in heads):
        return []
    found: list[HeaderDate | None] = []
    for row in rows:
        found.append(next((day for at, day in reversed(heads) if at < row), None))
    return found


def days_as_names(sheet: Sheet, rows: Sequence[int], matches: Sequence[ColumnMatch]) -> list[int]:
    """The body rows that are a day and nothing else, in the column of the names: they may look like names."""
    column = next((match.column for match in matches if match.field == "name"), None)
    found = []
    for row in rows if column else ():
        cells = sheet.rows[row - 1]
        name = cells[column - 1] if column <= len(cells) else None
        if isinstance(name, str) and ("月" in name or name[:1].isdigit()) and _day_of(sheet, row):
            found.append(row)
    return found


def states_as_names(sheet: Sheet, rows: Sequence[int], matches: Sequence[ColumnMatch]) -> dict[int, str]:
    """The body rows called after a state in the column of the names, with their words: they head the rows below them,
    and what they count is of these (已复工 | 345 in a pivot table)."""
    column = next((match.column for match in matches if match.field == "name"), None)
    named = {row: sheet.value(row, column) for row in rows} if column else {}
    return {row: name for row, name in named.items() if type(name) is str and heads_by_state(name)}


def groups_of(rows: Sequence[int], table: Table, heads: Mapping[int, str]) -> list[str]:
    """The words of the group row above each row, ``heads`` among the table's own."""
    states, others, found = sorted(heads), sorted(table.group_rows), []
    for row in rows:
        state, other = bisect(states, row), bisect(others, row)
        is_below = state and (not other or states[state - 1] > others[other - 1])
        found.append(heads[states[state - 1]] if is_below else table.groups.get(row, ""))
    return found


def _day_of(sheet: Sheet, row: int) -> tuple[HeaderDate, str] | None:
    """The day that a row says and nothing else, and its label if it has one."""
    said = {value for value in sheet.rows[row - 1] if value is not None}
    return _read(said.pop()) if len(said) == 1 else None


@lru_cache(1 << 10)
def _read(value: CellValue) -> tuple[HeaderDate, str] | None:
    if isinstance(value, date):
        return HeaderDate(value.year, value.month, value.day), ""
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    text = nfkc(value).strip()
    label = _LABEL.match(text)
    rest, day = take_date(text[label.end() :] if label else text)
    if day is None or not _BESIDE.fullmatch(rest) or _THEIR_OWN.fullmatch(rest):
        return None
    return day, "" if label is None or _BESIDE.fullmatch(label[0]) else label[0]
