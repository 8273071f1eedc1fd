"""Columns of difficulties that are answered by codes: the words that a legend in header, title or note gives them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from analysis.intake.findings import Findings
from analysis.intake.headers.legends import legend_words
from analysis.intake.parts.part import Part
from analysis.intake.sheet import CellValue
from analysis.vocabulary import Vocabulary, fold, key

_CODED = ("difficulty_text", "difficulty_category", "stop_reason")
_CODE = r"(?:[1-9]\d?|[a-f])"
_CODES = re.compile(rf"{_CODE}(?:[、,;/|+&和\s]*{_CODE})*[.、]?")
_FIRST, _LONGEST = frozenset("123456789abcdefABCDEF１２３４５６７８９ＡＢＣＤＥＦａｂｃｄｅｆ"), 24
# What the word of a legend may add to the name of a kind: 缺料, 用工不足.
_LACKING = re.compile(
    r"^(?:缺[少乏]?|存在)|(?:供应|供给|保障)?(?:方面|类|问题|困难|不足|短缺|紧缺|紧张|缺乏|缺口|不畅|受阻|受限|难)$"
)


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
        if meant and meant[0].field == "difficulty_choice":
            return meant[0].code
    return None
