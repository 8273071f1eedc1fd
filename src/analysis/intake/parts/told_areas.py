"""The column of a survey's areas under a word that elsewhere says something else: 乡镇, 园区, 单位."""

from __future__ import annotations

from analysis.intake.headers.column import ColumnMatch
from analysis.intake.locate import Table
from analysis.intake.places import Places
from analysis.intake.sheet import Sheet

_NOT_AREAS = (None, "town", "park")  # what 单位, 镇街 and 园区 are taken for
_MOST = 0.8  # of what stands in such a column; a whole area's sum or a town of no office of ours may be among it


def told_areas(matches: list[ColumnMatch], sheet: Sheet, table: Table, areas: Places) -> list[ColumnMatch]:
    """The columns of a list (``matches``, in order), that of the survey's areas known where no header says county: of a
    county's survey the towns are the areas, of a zone's the parks."""
    if any(match.field == "county" for match in matches):
        return matches
    for place, match in enumerate(matches):
        if match.field in _NOT_AREAS and _names_areas(match, sheet, table, areas):
            return [*matches[:place], match._replace(field="county", suggestion="", rules=()), *matches[place + 1 :]]
    return matches


def _names_areas(match: ColumnMatch, sheet: Sheet, table: Table, areas: Places) -> bool:
    cells = (sheet.value(row, match.column) for row in range(table.first_row, table.last_row + 1))
    texts = [cell for cell in cells if cell is not None]
    if not texts or not (isinstance(texts[0], str) and isinstance(texts[-1], str)):
        return False
    named = sum([isinstance(text, str) and areas.exact(text) is not None for text in texts])
    return named >= _MOST * len(texts)
