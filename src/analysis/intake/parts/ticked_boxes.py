"""Cells that offer answers with a box each (☑用工 □资金 ☑原材料): what is ticked is what they say."""

from __future__ import annotations

from functools import lru_cache

from analysis.intake.parts.part import Part
from analysis.intake.sheet import CellValue
from analysis.intake.values.boxes import is_choice, may_offer, ticked_words, with_boxes
from analysis.vocabulary import Vocabulary

# What is asked with boxes; states are read with theirs, because two ticked ones contradict each other.
_KINDS = frozenset({"category", "four_category", "industry", "percent", "size", "yes_no"})
_TEXTS = frozenset({
    "difficulty_text", "difficulty_resolved", "stop_reason", "remark", "material_need", "transport_need",
    "packaging_need", "energy_need", "approval", "ownership", "continuing_or_new", "project_level",
})  # fmt: skip


def keep_ticked(part: Part, words: Vocabulary) -> None:
    """Put the ticked answers in place of all that are offered; where none is, the cell is blank."""
    for column, match in enumerate(part.columns):
        if match.field not in _TEXTS and words.fields[match.field].kind not in _KINDS:
            continue
        cells = part.cells[column]
        if may_offer("\n".join([cell for cell in {*cells} if type(cell) is str])):
            part.cells[column] = [_ticked(cell) if type(cell) is str else cell for cell in cells]


@lru_cache(4096)
def _ticked(text: str) -> CellValue:
    boxed = with_boxes(text)
    return "、".join(ticked_words(boxed)) or None if is_choice(boxed) else text
