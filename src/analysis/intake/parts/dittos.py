"""Cells that say the same as the one above them: 同上, 〃."""

from __future__ import annotations

from functools import lru_cache

from analysis.intake.findings import Findings
from analysis.intake.parts.part import Part
from analysis.vocabulary import Vocabulary

_KINDS = frozenset({"state", "yes_no", "date", "number", "integer", "percent", "place"})


def repeat_above(part: Part, words: Vocabulary, findings: Findings) -> None:
    """Put what stands above in place of such cells, and note it; where nothing stands above, they stay.

    In texts 同上 is no content of the cell, as the labelling guide has it.
    """
    ditto = _as_written(words)
    for column, cells in enumerate(part.cells):
        if ditto.isdisjoint(cells) or words.fields[part.columns[column].field].kind not in _KINDS:
            continue
        values = list(cells)
        for index in range(1, len(values)):
            if values[index] in ditto and (above := values[index - 1]) is not None:
                values[index] = above
                field = part.columns[column].field or ""
                findings.add("cell_repeats", part.place, part.cell(column, index), field=field, value=above)
        part.cells = [*part.cells[:column], values, *part.cells[column + 1 :]]


@lru_cache(8)
def _as_written(words: Vocabulary) -> frozenset[str]:
    """The words of ditto as cells have them: cells are compared as they stand, most have none."""
    return frozenset(form for word in words.marks["ditto"] for form in (word, word.capitalize(), word.upper()))
