"""A number in a cell that is merged over the rows of several enterprises, or over several columns that ask for one:
theirs together, not that of each."""

from __future__ import annotations

from analysis.intake.findings import Findings
from analysis.intake.parts.part import Part
from analysis.intake.sheet import Sheet
from analysis.vocabulary import Vocabulary

_COUNTED = ("number", "integer")  # a share, a day and an answer hold for each enterprise
_MEASURED = (*_COUNTED, "percent")


def leave_out_merged_numbers(part: Part, sheet: Sheet, words: Vocabulary, findings: Findings) -> None:
    """Blank such numbers, which nobody can divide, and note them; those of one enterprise over its own rows stay."""
    name = part.first("name")
    if name is None or part.where is not None:
        return
    shared = _shared(part, sheet, name, words)
    for column, match in enumerate(part.columns if shared else ()):
        cells = part.cells[column]
        own = [places for columns, places in shared if match.column in columns and cells[places[0]] is not None]
        for places in own:
            first, *others = [part.cell(column, at) for at in places]
            value = cells[places[0]]
            findings.add("number_of_several", part.place, first, field=match.field, value=value, beside=others)
        blank = {at for places in own for at in places}
        cells = [None if at in blank else cell for at, cell in enumerate(cells)] if blank else cells
        part.cells = [*part.cells[:column], cells, *part.cells[column + 1 :]]


def _shared(part: Part, sheet: Sheet, name: int, words: Vocabulary) -> list[tuple[set[int], list[int]]]:
    """The columns whose numbers merges share between several enterprises or themselves, and the places of the rows."""
    place_of = {row: at for at, row in enumerate(part.rows)} if sheet.merges else {}
    kinds = [(match.column, words.fields[match.field].kind) for match in part.columns]
    found = []
    for top, left, bottom, right in sheet.merges:
        if not (places := [place_of[row] for row in range(top, bottom + 1) if row in place_of]):
            continue
        inside = [(column, kind) for column, kind in kinds if left <= column <= right]
        if len(across := {column for column, kind in inside if kind in _MEASURED}) > 1:
            found.append((across, places))
        elif top < bottom and len({part.cells[name][at] for at in places}) > 1:
            found.append(({column for column, kind in inside if kind in _COUNTED}, places))
    return found
