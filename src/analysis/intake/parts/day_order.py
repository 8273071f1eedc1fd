"""Days of which a table shows in what order they are written: 08/07/2024 beside 19/07/2024."""

from __future__ import annotations

import re

from analysis.intake.parts.part import Part
from analysis.vocabulary import Vocabulary

_DAY = re.compile(r"\s*(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
_MONTHS = 12


def order_days(part: Part, words: Vocabulary) -> None:
    """Write the year first in days such as 08/07/2024, where others of the table can only have the day first."""
    dated = [at for at, match in enumerate(part.columns) if match.field and words.fields[match.field].kind == "date"]
    found = [
        (cells, index, said)
        for cells in map(part.cells.__getitem__, dated)
        for index, cell in enumerate(cells)
        if type(cell) is str and (said := _DAY.match(cell))
    ]
    if any(int(said[1]) > _MONTHS for _, _, said in found) and all(int(said[3]) <= _MONTHS for _, _, said in found):
        for cells, index, said in found:
            cells[index] = f"{said[4]}-{said[3]}-{said[1]}{cells[index][said.end() :]}"
