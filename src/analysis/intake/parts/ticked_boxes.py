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
    asked = _asked(words)
    columns = [column for column, match in enumerate(part.columns) if match.field in asked]
    said = set().union(*[part.cells[column] for column in columns])
    if may_offer("\n".join([cell for cell in said if type(cell) is str])):
        for column in columns:
            part.cells[column] = [_ticked(cell) if type(cell) is str else cell for cell in part.cells[column]]


@lru_cache(8)
def _asked(words: Vocabulary) -> frozenset[str]:
    """The fields whose cells may offer answers."""
    return _TEXTS.union(name for name, field in words.fields.items() if field.kind in _KINDS)


@lru_cache(4096)
def _ticked(text: str) -> CellValue:
    boxed = with_boxes(text)
    return "、".join(ticked_words(boxed)) or None if is_choice(boxed) else text
