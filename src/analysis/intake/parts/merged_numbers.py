"""A number in a cell that is merged over the rows of several enterprises: theirs together, not that of each."""

from __future__ import annotations

from analysis.intake.findings import Findings
from analysis.intake.parts.part import Part
from analysis.intake.sheet import Sheet
from analysis.vocabulary import Vocabulary

_COUNTED = ("number", "integer")  # a share, a day and an answer hold for each


def leave_out_merged_numbers(part: Part, sheet: Sheet, words: Vocabulary, findings: Findings) -> None:
    """Blank such numbers, which nobody can divide, and note them; those of one enterprise over its own rows stay."""
    name = part.first("name")
    if name is None or part.where is not None:
        return
    shared = _shared(part, sheet, name)
    for column, match in enumerate(part.columns if shared else ()):
        cells = part.cells[column]
        own = [places for left, right, places in shared if left <= match.column <= right]
        own = [places for places in own if cells[places[0]] is not None]
        if not own or words.fields[match.field].kind not in _COUNTED:
            continue
        for places in own:
            first, *others = [part.cell(column, at) for at in places]
            value = cells[places[0]]
            findings.add("number_of_several", part.place, first, field=match.field, value=value, beside=others)
        blank = {at for places in own for at in places}
        cells = [None if at in blank else cell for at, cell in enumerate(cells)]
        part.cells = [*part.cells[:column], cells, *part.cells[column + 1 :]]


def _shared(part: Part, sheet: Sheet, name: int) -> list[tuple[int, int, list[int]]]:
    """The merges over rows of several enterprises: first and last column, and the places of the rows."""
    down = [merge for merge in sheet.merges if merge[0] < merge[2]]
    place_of = {row: at for at, row in enumerate(part.rows)} if down else {}
    found = []
    for top, left, bottom, right in down:
        places = [place_of[row] for row in range(top, bottom + 1) if row in place_of]
        if len({part.cells[name][at] for at in places}) > 1:
            found.append((left, right, places))
    return found
