"""The cells in which a list says what holds enterprises back: texts, ticks, and what it asks for in columns of needs
(缺工人数, 缺少原材料)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Sequence
from functools import lru_cache

from analysis.intake.findings import Findings
from analysis.intake.parts.part import Part
from analysis.intake.rows.typed import column_parser
from analysis.intake.sheet import CellValue
from analysis.intake.values import is_blank, is_error, mask_personal
from analysis.intake.values.choices import EMPTY_BOXES
from analysis.intake.values.parsed import plain
from analysis.vocabulary import Vocabulary, key

_BETWEEN_CHOICES = "┋"
_NOUGHT = re.compile(r"0(?:\.0+)?")
# The place of the enterprise in ``part.rows``, row and column of the cell, and a category or a text.
Answer = tuple[int, int, int, str | None, str | None]
_masked = lru_cache(4096)(mask_personal)  # rows of a list say much the same
# What is needed, which is what a tick there means.
_NEEDED = {
    "labour_gap": "labour", "fund_need_10k_cny": "funds", "coal_need_t": "energy", "material_need": "raw_material",
    "transport_need": "logistics", "packaging_need": "packaging", "energy_need": "energy",
}  # fmt: skip
# Where it is counted: the unit of the field as texts write it.
_COUNTED = {"labour_gap": "人", "fund_need_10k_cny": "万元", "coal_need_t": "吨"}
_ANSWERS = frozenset({0, 1, "0", "1", "", None})
NEEDS = frozenset(_NEEDED)
NAMED = NEEDS - _COUNTED.keys()
# Headers that ask for what is lacking; others (主要原材料, 运输情况) may name what is there.
_LACKS = re.compile("[缺需急难堵]|need|lack|short", re.IGNORECASE)


def texts_of(
    part: Part, column: int, places: Sequence[int], findings: Findings, unsaid: Container[str] | None = None
) -> list[Answer]:
    """The texts of a column without personal data; where some words say nothing (``unsaid``), neither these nor
    numbers."""
    cells = part.cells[column]
    told = [(at, cells[at]) for at in places if cells[at] is not None]
    for at, value in told:
        if is_error(value):  # -缺口罩 is a formula to a spreadsheet
            part.note(findings, "cell_error", column, at, value)
    told = [(at, value) for at, value in told if not (is_blank(value) or is_error(value))]
    if unsaid is not None:
        told = [
            (at, text)
            for at, text in told
            if isinstance(text, str) and plain(text).lower() not in unsaid and not is_number(text)
        ]
    found = []
    for at, value in told:
        text = str(value).strip()
        masked = _masked(text)
        if masked != text:
            part.note(findings, "personal_masked", column, at)
        found += [(at, *part.cell(column, at), None, choice) for choice in _choices(masked)]
    return found


def _choices(text: str) -> list[str]:
    """The answers that a questionnaire's export has in one cell (资金压力┋用工短缺), each by itself; else the text."""
    if _BETWEEN_CHOICES not in text:
        return [text]
    return [choice for each in text.split(_BETWEEN_CHOICES) if (choice := each.strip())]


@lru_cache(8)
def says_nothing(words: Vocabulary) -> frozenset[str]:
    """What in a column to tick, of reasons or of needs is no text."""
    return words.marks["missing"].union(words.choices["yes_no"], EMPTY_BOXES)


def is_number(value: CellValue) -> bool:
    return isinstance(value, int | float) or (isinstance(value, str) and value.strip().isdecimal())


def is_ticked(value: CellValue, words: Vocabulary) -> bool:
    if is_blank(value) or is_error(value) or value is False:
        return False
    return value is True or words.choices["yes_no"].get(str(value).strip().lower()) == "true" or value == 1


def is_denied(value: CellValue, words: Vocabulary) -> bool:
    """否, 无, × or nought."""
    text = str(value).strip()
    return _NOUGHT.fullmatch(text) is not None or words.choices["yes_no"].get(key(text)) == "false"


def asks_for_needs(part: Part) -> list[int]:
    """The columns that ask for what is lacking."""
    return [
        at
        for at, match in enumerate(part.columns)
        if match.field in _COUNTED or (match.field in _NEEDED and _LACKS.search("".join(match.path)))
    ]


def read_needs(
    part: Part, places: Sequence[int], said: Sequence[Answer], words: Vocabulary, findings: Findings
) -> list[Answer]:
    """The needs of the rows in some places, as answers: a number is told as a text tells it (缺工人数12人), above
    nought and unless a text of its row (``said``) has the same number."""
    found: list[Answer] = []
    for column in asks_for_needs(part):
        cells, field = part.cells[column], part.columns[column].field
        in_words = places
        if field in _COUNTED and not _is_to_tick(part, column):
            numbers, in_words = _counted(part, column, places, said, words, findings)
            found += numbers
        ticked = [at for at in in_words if is_ticked(cells[at], words)]
        found += [(at, *part.cell(column, at), _NEEDED[field], None) for at in ticked]
        found += texts_of(part, column, in_words, findings, says_nothing(words))
    return found


def _is_to_tick(part: Part, column: int) -> bool:
    """Whether 缺工 is answered by 1 and 0 only, as another column of difficulties is, and asks for no number."""
    beside = [
        at for at, match in enumerate(part.columns) if match.field == "difficulty_choice" or match.field in _NEEDED
    ]
    return (
        not part.columns[column].unit
        and "数" not in part.columns[column].path[-1]
        and all(_ANSWERS.issuperset(part.cells[at]) for at in (column, *beside))
        and len(beside) > 1
    )


def _counted(
    part: Part, column: int, places: Sequence[int], said: Sequence[Answer], words: Vocabulary, findings: Findings
) -> tuple[list[Answer], list[int]]:
    """The needs of a column of numbers, and the places where it holds words."""
    texts: dict[int, str] = defaultdict(str)
    for at, _, _, _, text in said:
        texts[at] += f"{text or ''};"
    field, parse = words.fields[part.columns[column].field], column_parser(part, column, words, part.as_of)
    found, in_words = [], []
    for at in places:
        cell = part.cells[column][at]
        parsed = parse(cell)
        if parsed.value is None and isinstance(cell, str):
            in_words.append(at)
            continue
        for rule in parsed.rules:
            part.note(findings, rule, column, at, cell)
        if parsed.value and parsed.value > 0:
            number = f"{parsed.value:.12g}"
            if not re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.])", texts[at]):
                told = f"{field.zh}{number}{_COUNTED[field.name]}"
                found.append((at, *part.cell(column, at), None, told))
    return found, in_words
