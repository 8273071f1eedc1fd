"""Cells that mean what others say: the ticked of several answers, what stands above (同上, 〃, or nothing at all)."""

from __future__ import annotations

from functools import lru_cache

from analysis.intake.findings import Findings
from analysis.intake.parts.part import Part
from analysis.intake.sheet import CellValue
from analysis.intake.values import is_blank
from analysis.intake.values.boxes import is_choice, may_offer, ticked_words, with_boxes
from analysis.vocabulary import Vocabulary

# What is asked with boxes; states are read with theirs, because two ticked ones contradict each other.
_BOXED_KINDS = frozenset({"category", "four_category", "industry", "percent", "size", "yes_no"})
_BOXED_TEXTS = frozenset({
    "difficulty_text", "difficulty_resolved", "stop_reason", "remark", "material_need", "transport_need",
    "packaging_need", "energy_need", "approval", "ownership", "continuing_or_new", "project_level",
})  # fmt: skip
_REPEATED_KINDS = frozenset({"state", "yes_no", "date", "number", "integer", "percent", "place"})
_KINDS = ("difficulties", "ledger")
_TOLD = frozenset({"difficulty_text", "difficulty_category"})
_BESIDE = _TOLD | {
    "difficulty_amount", "difficulty_resolved", "difficulty_measure", "difficulty_any", "owner_unit", "due_on",
    "task_state", "task_answer", "remark",
}  # fmt: skip


def keep_ticked(part: Part, words: Vocabulary) -> None:
    """Put what is ticked in place of all that is offered (☑用工 □资金 ☑原材料); where nothing is, the cell is blank."""
    asked = _asked(words)
    columns = [column for column, match in enumerate(part.columns) if match.field in asked]
    said = set().union(*[part.cells[column] for column in columns])
    if may_offer("\n".join([cell for cell in said if type(cell) is str])):
        for column in columns:
            part.cells[column] = [_ticked(cell) if type(cell) is str else cell for cell in part.cells[column]]


@lru_cache(8)
def _asked(words: Vocabulary) -> frozenset[str]:
    """The fields whose cells may offer answers."""
    return _BOXED_TEXTS.union(name for name, field in words.fields.items() if field.kind in _BOXED_KINDS)


@lru_cache(4096)
def _ticked(text: str) -> CellValue:
    boxed = with_boxes(text)
    return "、".join(ticked_words(boxed)) or None if is_choice(boxed) else text


def repeat_above(part: Part, words: Vocabulary, findings: Findings) -> None:
    """Put what stands above in place of such cells, and note it; where nothing stands above, they stay.

    In texts 同上 is no content of the cell, as the labelling guide has it.
    """
    ditto = _as_written(words)
    for column, cells in enumerate(part.cells):
        if ditto.isdisjoint(cells) or words.fields[part.columns[column].field].kind not in _REPEATED_KINDS:
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


def continue_rows(part: Part, findings: Findings) -> None:
    """Repeat the cells above in a row that tells of a further difficulty and of nothing else, not even a number: the
    merge downwards of the enterprise's name was lost."""
    name = part.first("name")
    if part.kind not in _KINDS or name is None or None not in part.cells[name] or part.first("difficulty_text") is None:
        return
    told = [column for column, match in enumerate(part.columns) if match.field in _TOLD]
    others = [column for column, match in enumerate(part.columns) if match.field not in _BESIDE]
    for index in range(1, len(part.rows)):
        goes_on = part.rows[index] == part.rows[index - 1] + 1 and not is_blank(part.cells[name][index - 1])
        if (
            goes_on
            and all(is_blank(part.cells[column][index]) for column in others)
            and not all(is_blank(part.cells[column][index]) for column in told)
        ):
            for column in others:
                part.cells[column][index] = part.cells[column][index - 1]
            findings.add("row_continued", part.place, part.cell(name, index), field="name")
