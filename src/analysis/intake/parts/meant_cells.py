"""Cells that mean what others say: the ticked of several answers, what stands above (同上, 〃, or nothing at all), the
words that a legend in header, title or note gives a code."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain

from analysis.intake.findings import Findings
from analysis.intake.headers.legends import legend_words
from analysis.intake.parts.part import Part
from analysis.intake.sheet import CellValue
from analysis.intake.values import is_blank
from analysis.intake.values.choices import is_choice, may_offer, ticked_words, with_boxes
from analysis.vocabulary import Vocabulary, fold, key

# What is asked with boxes; states are read with theirs, because two ticked ones contradict each other.
_BOXED_KINDS = frozenset({"category", "four_category", "industry", "percent", "size", "yes_no"})
_BOXED_TEXTS = frozenset({
    "difficulty_text", "difficulty_resolved", "stop_reason", "remark", "material_need", "transport_need",
    "packaging_need", "energy_need", "approval", "ownership", "continuing_or_new", "project_level",
})  # fmt: skip
_TO_TICK = ("state_choice", "difficulty_choice")
# Letters that are a tick in Wingdings, Wingdings 2 and Webdings, with what goes with them.
_LETTERS = {
    "R": {"R": "☑", "£": "☐"},
    "P": {"P": "√", "O": "×"},
    "ü": {"ü": "√", "û": "×"},
    "þ": {"þ": "☑", "¨": "☐", "o": "☐"},
    "a": {"a": "√", "r": "×"},
}
_REPEATED_KINDS = frozenset({"state", "yes_no", "date", "number", "integer", "percent", "place"})
_KINDS = ("difficulties", "ledger")
_TOLD = frozenset({"difficulty_text", "difficulty_category"})
_BESIDE = _TOLD | {
    "difficulty_amount", "difficulty_resolved", "difficulty_measure", "difficulty_any", "owner_unit", "due_on",
    "task_state", "task_answer", "remark",
}  # fmt: skip
_CODED = ("difficulty_text", "difficulty_category", "stop_reason")
_CODE = r"(?:[1-9]\d?|[a-f])"
_CODES = re.compile(rf"{_CODE}(?:[、,;/|+&和\s]*{_CODE})*[.、]?")
_FIRST, _LONGEST = frozenset("123456789abcdefABCDEF１２３４５６７８９ＡＢＣＤＥＦａｂｃｄｅｆ"), 24
# What the word of a legend may add to the name of a kind: 缺料, 用工不足.
_LACKING = re.compile(
    r"^(?:缺[少乏]?|存在)|(?:供应|供给|保障)?(?:方面|类|问题|困难|不足|短缺|紧缺|紧张|缺乏|缺口|不畅|受阻|受限|难)$"
)


def draw_ticks(part: Part) -> None:
    """Put ticks and boxes in columns to tick for the letters that drew them in a font of signs: R and £, P, ü."""
    columns = [column for column, match in enumerate(part.columns) if match.field in _TO_TICK]
    said = {cell for column in columns for cell in part.cells[column] if type(cell) is str}
    if not said or any(len(cell) > 1 for cell in said):
        return
    for ticks, drawn in _LETTERS.items():
        if said <= drawn.keys() and not said.isdisjoint(ticks):
            for column in columns:
                part.cells[column] = [drawn.get(cell, cell) for cell in part.cells[column]]


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
                part.note(findings, "cell_repeats", column, index, above)
        part.cells = [*part.cells[:column], values, *part.cells[column + 1 :]]


@lru_cache(8)
def _as_written(words: Vocabulary) -> frozenset[str]:
    """The words of ditto as cells have them: cells are compared as they stand, most have none. NFKC parts ″ in two."""
    forms = [(word, word.capitalize(), word.upper(), word.replace("′′", "″")) for word in words.marks["ditto"]]
    return frozenset(chain.from_iterable(forms))


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
            part.note(findings, "row_continued", name, index)


def spell_codes(part: Part, words: Vocabulary, findings: Findings) -> None:
    """Put words for the codes (1、3; BC) in columns of difficulties and reasons. Where a column holds nothing else and
    its legend nothing but kinds of difficulties, it becomes a column of kinds.

    A code that no legend explains is noted, and its cell is missing: what it stands for is not guessed.
    """
    for column, match in enumerate(part.columns):
        if match.field not in _CODED:
            continue
        cells = part.cells[column]
        codes, is_all = _codes_of(cells, words)
        if not codes:
            continue
        legend = _legend_of(part, column, words)
        for index, own in codes.items():
            said = _said(own, legend)
            if said is None:
                part.note(findings, "choice_unknown", column, index, cells[index])
            cells[index] = said
        kinds = {word: _kind(word, words) for word in legend.values()}
        if is_all and kinds and all(kinds.values()):
            part.columns = [*part.columns]  # a form's are those of all who fill it in
            part.columns[column] = match._replace(field="difficulty_category")


def _codes_of(cells: Sequence[CellValue], words: Vocabulary) -> tuple[dict[int, str], bool]:
    """The cells that hold codes, by their place, and whether all do that say anything."""
    if not [cell for cell in cells if cell is not None and (type(cell) is not str or cell[:1] in _FIRST)]:
        return {}, False  # told at once of most columns
    found: dict[int, str] = {}
    is_all = True
    for index, cell in enumerate(cells):
        if cell is None:
            continue
        text = str(cell).removesuffix(".0")
        if len(text) <= _LONGEST and _CODES.fullmatch(text := fold(text)):
            found[index] = text
        elif text not in words.marks["missing"] and text != "0":
            is_all = False
    return found, is_all


def _said(codes: str, legend: Mapping[str, str]) -> str | None:
    """The words for the codes of a cell; None where the legend lacks one. 13 is 1 and 3 only where there is no 13."""
    own = re.findall(_CODE, codes)
    own = [code for one in own for code in ([one] if one in legend else one)]
    return "、".join(dict.fromkeys(legend[code] for code in own)) if all(code in legend for code in own) else None


def _legend_of(part: Part, column: int, words: Vocabulary) -> dict[str, str]:
    """What codes stand for by the column's own header, else by a line that names the column or nothing but kinds: a
    line numbered 1. and 2. is mostly none."""
    path = part.columns[column].path
    if own := legend_words("".join(path)):
        return own
    lines = (*part.titles, *part.sheet_titles, *part.notes, *part.sheet_notes)
    for text in (line for line in lines if isinstance(line, str)):
        legend = legend_words(text)
        if legend and (key(path[-1]) in key(text) or all(_kind(word, words) for word in legend.values())):
            return legend
    return {}


def _kind(word: str, words: Vocabulary) -> str | None:
    """The kind of difficulty that the word of a legend names."""
    for spelled in (key(word), _LACKING.sub("", key(word))):
        if kind := words.choices["difficulty"].get(spelled):
            return kind
        meant = words.columns.in_context(("困难",), spelled)
        if meant and meant.field == "difficulty_choice":
            return meant.code
    return None
