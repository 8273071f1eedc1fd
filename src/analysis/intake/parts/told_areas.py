"""The columns of a list that are the survey's areas by what stands in them, and those that only seem to be."""

from __future__ import annotations

import re

from analysis.intake.headers.column import ColumnMatch, changed
from analysis.intake.headers.columns import related
from analysis.intake.locate import Table
from analysis.intake.parts.told_columns import as_alone
from analysis.intake.places import Places
from analysis.intake.sheet import CellValue, Sheet
from analysis.vocabulary import Vocabulary

_NOT_AREAS = (None, "town", "park", "name")  # what 单位, 镇街, 园区 and 名称 are taken for
_STREET = re.compile(r"\d+号|[路街巷弄道]|[村组栋幢座楼]")
_FIRST = 3  # cells by which most columns are ruled out
_MOST = 0.8  # of what stands in a column; a whole area's sum or a town of no office of ours may be among it


def told_areas(
    matches: list[ColumnMatch], sheet: Sheet, table: Table, areas: Places, words: Vocabulary
) -> list[ColumnMatch]:
    """The columns of a list (``matches``, in order) with the survey's areas found where no header says county (乡镇,
    园区, 单位, 名称 or nothing): of a county's survey the towns are the areas, of a zone's the parks. 企业所在地 may
    ask for either."""
    if matches and matches[0].column > table.first_column:
        matches = [ColumnMatch(table.first_column, None), *matches]
    asks = any(match.field == "county" for match in matches)
    for place, match in enumerate(matches):
        if match.field == "county" and _are_addresses(table.filled(sheet, match.column), areas):
            return changed(matches, place, field="address", suggestion="", rules=())
        if not asks and match.field in _NOT_AREAS and _names_areas(match, sheet, table, areas):
            found = changed(matches, place, field="county", suggestion="", rules=())
            return related(as_alone(found, found[place], words), words) if match.field == "name" else found
    return [match for match in matches if match.path or match.field]


def _are_addresses(cells: list[CellValue], areas: Places) -> bool:
    """Whether most cells name streets or houses, and none is an area or names one."""
    if not cells or (isinstance(cells[0], str) and areas.find(cells[0])):
        return False
    texts = [cell for cell in cells if isinstance(cell, str)]
    streets = sum([_STREET.search(text) is not None for text in texts])
    return streets > 0.5 * len(cells) and not any(map(areas.find, texts))


def _names_areas(match: ColumnMatch, sheet: Sheet, table: Table, areas: Places) -> bool:
    """Whether most cells of a column, totals aside, are areas of the survey."""

    def count(cells: list[CellValue]) -> int:
        return sum([isinstance(cell, str) and areas.exact(cell) is not None for cell in cells])

    if not count(table.filled(sheet, match.column)[:_FIRST]):
        return False
    rows = (row for row in range(table.first_row, table.last_row + 1) if row not in table.total_rows)
    cells = [cell for row in rows if (cell := sheet.value(row, match.column)) is not None]
    return count(cells) >= _MOST * len(cells) > 0
