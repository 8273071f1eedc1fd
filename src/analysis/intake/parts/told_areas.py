"""A survey's areas under a word that elsewhere says something else (乡镇, 园区, 单位), and addresses under one that may
ask for an area (企业所在地)."""

from __future__ import annotations

import re

from analysis.intake.headers.column import ColumnMatch
from analysis.intake.locate import Table
from analysis.intake.places import Places
from analysis.intake.sheet import CellValue, Sheet

_NOT_AREAS = (None, "town", "park")  # what 单位, 镇街 and 园区 are taken for
_STREET = re.compile(r"\d+号|[路街巷弄道]|[村组栋幢座楼]")
_FIRST = 5  # cells by which most columns are ruled out
_MOST = 0.8  # of what stands in such a column; a whole area's sum or a town of no office of ours may be among it


def told_areas(matches: list[ColumnMatch], sheet: Sheet, table: Table, areas: Places) -> list[ColumnMatch]:
    """The columns of a list (``matches``, in order) with the survey's areas found where no header says county: of a
    county's survey the towns are the areas, of a zone's the parks."""
    asks = any(match.field == "county" for match in matches)
    for place, match in enumerate(matches):
        if match.field == "county" and _are_addresses(_cells(match, sheet, table), areas):
            return _with(matches, place, "address")
        if not asks and match.field in _NOT_AREAS and _names_areas(_cells(match, sheet, table), areas):
            return _with(matches, place, "county")
    return matches


def _with(matches: list[ColumnMatch], place: int, field: str) -> list[ColumnMatch]:
    known = matches[place]._replace(field=field, suggestion="", rules=())
    return [*matches[:place], known, *matches[place + 1 :]]


def _cells(match: ColumnMatch, sheet: Sheet, table: Table) -> list[CellValue]:
    place = match.column - 1
    rows = sheet.rows[table.first_row - 1 : table.last_row]
    return [cells[place] for cells in rows if len(cells) > place and cells[place] is not None]


def _are_addresses(cells: list[CellValue], areas: Places) -> bool:
    """Whether most cells name streets or houses, and none is an area or names one."""
    if not cells or (isinstance(cells[0], str) and areas.find(cells[0])):
        return False
    texts = [cell for cell in cells if isinstance(cell, str)]
    streets = sum([_STREET.search(text) is not None for text in texts])
    return streets > 0.5 * len(cells) and not any(map(areas.find, texts))


def _names_areas(texts: list[CellValue], areas: Places) -> bool:
    """Whether most cells are areas of the survey."""
    return _are_areas(texts[:_FIRST], areas) and _are_areas(texts, areas)


def _are_areas(texts: list[CellValue], areas: Places) -> bool:
    named = sum([isinstance(text, str) and areas.exact(text) is not None for text in texts])
    return bool(texts) and named >= _MOST * len(texts)
