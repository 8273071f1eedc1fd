"""Columns that are known by what stands in them, where the header does not say: names of enterprises, states."""

from __future__ import annotations

from itertools import pairwise

from analysis.intake.headers import ColumnMatch, table_kind
from analysis.intake.layout.letters import row_letters
from analysis.intake.locate import Table
from analysis.intake.sheet import CellValue, Sheet
from analysis.intake.values import state_of_heading

_NOT_NAMED = (None, "expected_n", "resumed_n", "above_scale")  # what 单位, 复工企业 and 规上企业 are taken for
_NOT_A_STATE = (None, "four_category")  # what 分类 and 类别 are taken for
_STATES = ("state", "state_choice", "project_state")


def told_columns(matches: list[ColumnMatch], sheet: Sheet, table: Table) -> list[ColumnMatch]:
    """The columns of a list (``matches``, in order) with names and states found where no header says them."""
    fields = {match.field for match in matches}
    if "name" not in fields:
        return _under_another_header(matches, sheet, table)
    if fields.isdisjoint(_STATES):
        matches = _states_of_groups(matches, sheet, table)
    return _beside_numbers(matches, sheet, table)


def _states_of_groups(matches: list[ColumnMatch], sheet: Sheet, table: Table) -> list[ColumnMatch]:
    """A column of 已复工企业 and 未复工企业, mostly merged downwards, under any word."""
    for place, match in enumerate(matches):
        if match.field in _NOT_A_STATE:
            cells = _filled(match, sheet, table)
            if cells and all(isinstance(cell, str) and state_of_heading(cell) for cell in cells):
                state = match._replace(field="state", suggestion="", rules=("header_ambiguous",))
                return [*matches[:place], state, *matches[place + 1 :]]
    return matches


def _beside_numbers(matches: list[ColumnMatch], sheet: Sheet, table: Table) -> list[ColumnMatch]:
    """A header that is merged over running numbers and names is that of the names."""
    for place, (first, second) in enumerate(pairwise(matches)):
        twice = first.field == second.field == "name" and first.path == second.path
        if twice and all(isinstance(c, (int, float)) or str(c).isdecimal() for c in _filled(first, sheet, table)):
            return [*matches[:place], first._replace(field="seq"), *matches[place + 1 :]]
    return matches


def _under_another_header(matches: list[ColumnMatch], sheet: Sheet, table: Table) -> list[ColumnMatch]:
    """A column of enterprises under 单位 or any other word names them, if that makes the table a list of returns."""
    for place, match in enumerate(matches):
        if match.field in _NOT_NAMED:
            named = match._replace(field="name", unit="", suggestion="", rules=("header_ambiguous",))
            found = [*matches[:place], named, *matches[place + 1 :]]
            if table_kind(found) == "ledger" and _lists_enterprises(_filled(match, sheet, table)):
                return found
    return matches


def _filled(match: ColumnMatch, sheet: Sheet, table: Table) -> list[CellValue]:
    cells = [sheet.value(row, match.column) for row in range(table.first_row, table.last_row + 1)]
    return [cell for cell in cells if cell is not None]


def _lists_enterprises(cells: list[CellValue]) -> bool:
    return row_letters(cells).count("e") > 0.5 * len(cells)
