"""Columns headed by a day and nothing else (企业名称 | 2月24日 | 2月25日): of which the state is told by what stands in
them, and what is counted by a title: 每日在岗人数统计表."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from analysis.intake.headers.column import ColumnMatch
from analysis.intake.headers.legends import SIGNS
from analysis.intake.locate import Table
from analysis.intake.sheet import CellValue, Sheet
from analysis.vocabulary import Alias, Vocabulary, key

_COUNTED = ("staff_back", "staff_pct", "capacity_pct", "output_10k_cny", "power_kwh")
_ANOTHER = re.compile("[节灾]前|[去上]年|同期|计划|目标|预计")
_SHORTEST, _LONGEST = 3, 12


def states_by_day(matches: list[ColumnMatch], sheet: Sheet, table: Table, words: Vocabulary) -> list[ColumnMatch]:
    """Columns headed by a day and nothing else (2月24日 | 2月25日) in which all are answers: the state on that day."""
    days = [match for match in matches if match.says_only_a_day]
    answers = {match.column: table.filled(sheet, match.column) for match in days}
    if not any(answers.values()) or not all(_is_answer(cell, words) for cells in answers.values() for cell in cells):
        return matches
    return [match._replace(field="state", suggestion="") if match.column in answers else match for match in matches]


def _is_answer(cell: CellValue, words: Vocabulary) -> bool:
    return isinstance(cell, str) and (key(cell) in words.states or cell.strip() in SIGNS)


def counted_by_day(matches: list[ColumnMatch], sheet: Sheet, table: Table, words: Vocabulary) -> list[ColumnMatch]:
    """The columns headed by a day alone with the one thing counted that the titles name, the nearest first, if no other
    column counts; where there is none, that the day alone says not what stands below it is noted."""
    if not any(match.says_only_a_day for match in matches):
        return matches
    counts = any(match.field in _COUNTED for match in matches)
    meant = None if counts else counted_in(_titles(sheet, table), words)
    return [_counting(match, meant) if match.says_only_a_day else match for match in matches]


def _counting(match: ColumnMatch, meant: Alias | None) -> ColumnMatch:
    if meant is None:
        return match._replace(rules=("header_only_day",))
    unit = match.unit or meant.unit
    return match._replace(field=meant.field, unit=unit, suggestion="", rules=("header_ambiguous",))


def _titles(sheet: Sheet, table: Table) -> Iterator[CellValue]:
    """What stands above a table, the nearest row first, then the sheet's name and what its file says of it."""
    for row in reversed(table.title_rows):
        yield from sheet.rows[row - 1]
    yield from (sheet.name, *sheet.above)


def counted_in(titles: Iterable[object], words: Vocabulary) -> Alias | None:
    """The one thing counted now that the first of some titles names; None where none does."""
    named = (_named_in(title, words) for title in titles if isinstance(title, str) and not _ANOTHER.search(title))
    return next(filter(None, named), None)


def _named_in(title: str, words: Vocabulary) -> Alias | None:
    """The one thing counted that a title names; None where it names none, or something else that is asked for too."""
    text, at = key(title), 0
    found: list[Alias] = []
    while at < len(text):
        known = next((word for word in _from(text, at) if word in words.columns.exact), "")
        found += [words.columns.exact[known]] if known else []
        at += len(known) or 1
    asked = [alias for alias in found if words.fields[alias.field].is_number]
    return asked[0] if len({alias.field for alias in asked}) == 1 and asked[0].field in _COUNTED else None


def _from(text: str, at: int) -> Iterable[str]:
    """What begins at a place of a text, the longest first."""
    return (text[at:end] for end in range(min(len(text), at + _LONGEST), at + _SHORTEST - 1, -1))
