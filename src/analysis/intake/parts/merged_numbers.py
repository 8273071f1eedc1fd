"""A number in a cell that is merged over the rows of several enterprises: theirs together, not that of each."""

from __future__ import annotations

from analysis.intake.findings import Findings
from analysis.intake.parts.part import Part
from analysis.intake.sheet import Sheet
from analysis.vocabulary import Vocabulary

_COUNTED = ("number", "integer")  # a share, a day and an answer hold for each


def leave_out_merged_numbers(part: Part, sheet: Sheet, words: Vocabulary, findings: Findings) -> None:
    """Blank such numbers, which nobody can divide, and note them; those of one enterprise over its own rows stay."""
    name, own = part.first("name"), (part.first_row, part.last_row)
    spans = [merge for merge in sheet.merges if merge[2] > merge[0] and merge[2] >= own[0] and merge[0] <= own[1]]
    if not spans or name is None or part.where is not None:
        return
    for column, match in enumerate(part.columns):
        if words.fields[match.field].kind not in _COUNTED:
            continue
        for top, left, bottom, right in spans:
            places = (
                [at for at, row in enumerate(part.rows) if top <= row <= bottom]
                if left <= match.column <= right
                else []
            )
            if (
                len({part.cells[name][at] for at in places}) > 1
                and (value := part.cells[column][places[0]]) is not None
            ):
                cells = [None if at in places else cell for at, cell in enumerate(part.cells[column])]
                part.cells = [*part.cells[:column], cells, *part.cells[column + 1 :]]
                first, *others = [part.cell(column, at) for at in places]
                field = match.field or ""
                findings.add("number_of_several", part.place, first, field=field, value=value, beside=others)
