"""Key-value forms: labels left of their values, above them, or in the same cell (企业名称：xxx)."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from analysis.intake.layout.form_labels import is_bare, with_labels
from analysis.intake.layout.grid import Grid
from analysis.intake.layout.pairs import (
    LABELS,
    WORDS,
    Pair,
    asks_for_name,
    fills_row,
    find_pairs,
    find_sections,
    is_enterprise,
    labels_of,
    may_ask_for_name,
    split_label,
    texts_below,
    told_as,
    without_hint,
)
from analysis.intake.layout.row_kinds import is_number_row
from analysis.intake.layout.words import asked_words
from analysis.intake.sheet import CellValue


class Form(NamedTuple):
    """A form found in a sheet: the filled rows of, above and below it, and its labels with their values."""

    rows: list[int]
    first_column: int
    last_column: int
    pairs: list[Pair]
    above: list[int]
    below: list[int]

    @classmethod
    def of(cls, grid: Grid, rows: list[int], pairs: list[Pair], above: list[int], below: list[int]) -> Form:
        columns = grid.used(rows).union([pair[4] for pair in pairs])
        return cls(rows, min(columns), max(columns), pairs, above, below)


_ASKING = LABELS | WORDS
_NO_LABELS = ("9", "d", "y", "c", "e")
_MOST_FIGURES = 6  # in a row of a form
_LONGEST_LABEL = 24
_SHORT_LABEL = 10
_LONGEST_QUESTION = 60  # in Latin letters, without spaces
_NAME = "企业名称"
_SHORT = 100  # filled rows of a sheet whose form is remembered
_INDICATORS = frozenset({"指标名称", "指标", "调查指标", "填报指标", "指标项目"})
_IN_A_ROW = re.compile("[Hh]{3}")

# Sheets filled in by many enterprises differ in their answers only: letters, merges and labels -> the form.
_KNOWN: dict[tuple, Form | None] = {}
_MOST_KNOWN = 512


def find_form(grid: Grid, *, named: bool = False) -> Form | None:
    """The form of a sheet that is filled in label by label; None where it is no form. Not to be changed.

    ``named``: whose it is stands elsewhere, so that it need not ask for the enterprise's name.
    """
    if _is_list(grid):
        return None
    if len(grid.filled) > _SHORT:
        return _look_for_form(grid, named)
    look = (named, tuple(grid.letters), tuple(grid.sheet.merges), _may_be_labels(grid))
    if look not in _KNOWN:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[look] = _look_for_form(grid, named)
    return _KNOWN[look]


def _is_list(grid: Grid) -> bool:
    """Whether most rows begin with what no label does, or hold more figures than those of a form."""
    listed = {s for s in grid.kinds if s.packed[:1] in _NO_LABELS or s.packed.count("9") > _MOST_FIGURES}
    return bool(listed) and 2 * sum([shape in listed for shape in grid.shapes]) > len(grid.filled)


def _may_be_labels(grid: Grid) -> tuple[CellValue, ...]:
    """The cells by whose words a form is read: those in columns with labels that are no plain answers."""
    columns = set().union(*[_asking_columns(shape.line) for shape in grid.kinds])
    lines = zip(grid.sheet.rows, grid.letters, strict=True)
    return tuple([cells[column - 1] for cells, line in lines for column in _words_of(line) if column in columns])


def _look_for_form(grid: Grid, named: bool) -> Form | None:
    bare = with_labels(grid)
    able = {shape for shape in bare.kinds if shape.size and _may_start(shape.packed)}
    if sum([shape in able for shape in bare.shapes]) < 2:
        return None
    rows, names = _form_rows(bare, named)
    if not rows:
        return None
    first, last = _extent(bare, rows, names)
    inside = [row for row in grid.filled if first <= row <= last]
    above, below = [row for row in grid.filled if row < first], [row for row in grid.filled if row > last]
    return Form.of(grid, inside, _named(find_pairs(bare, inside), bare, names), above, below)


def _named(pairs: list[Pair], grid: Grid, names: list[tuple[int, int]]) -> list[Pair]:
    """The labels, those beside enterprises that no word is known to ask by as what they ask for: 企业名称(受访者)."""
    if not names or asks_for_name(_label(grid, *names[0])):
        return pairs
    asking = {*names}
    return [(told_as(_NAME, pair[0]), *pair[1:]) if pair[1:3] in asking else pair for pair in pairs]


def _form_rows(grid: Grid, named: bool) -> tuple[list[int], list[tuple[int, int]]]:
    """The rows that begin with a label and the labels that ask for the enterprise's name; no rows where it is no
    form."""
    rows = [row for row in grid.filled if _starts_with_label(grid, row)]
    if len(rows) < 2:
        return [], []
    is_row = set(rows)
    inside = [
        row
        for row in grid.filled
        if row >= rows[0] and (row in is_row or (grid.shapes[row - 1].size > 1 and set(grid.packed(row)) != {"T"}))
    ]  # without the titles of forms side by side
    if len(rows) < 0.7 * len(inside):
        return [], []
    column, grouped = find_sections(grid)
    starts = Counter([column if row in grouped else grid.columns(row)[0] for row in rows])
    counts = [len(labels_of(grid.line(row))) for row in rows]
    adjacent = sum([_is_header_like(grid.line(row)) for row in inside])
    together = max(starts.values()) >= 0.7 * len(rows)
    names = _name_cells(grid, rows) or ([] if named else _beside_enterprises(grid, rows))
    beside = max(Counter(row for row, _ in names).values(), default=1)  # forms side by side
    if not together or len(rows) + sum(counts) < 6 or max(counts) > 6 * beside or adjacent > 0.2 * len(inside):
        return [], []
    if any(is_number_row(grid, row) or _heads_indicators(grid, row) for row in grid.filled if row > rows[0]):
        return [], []  # 指标名称 | 计量单位 | 本月, mostly over 甲 | 乙 | 1: a list below its labels
    is_form = named or any(_has_room(grid, *cell) and not _heads_column(grid, *cell) for cell in names)
    return (rows, names) if is_form else ([], [])


def _heads_indicators(grid: Grid, row: int) -> bool:
    return grid.shapes[row - 1].size > 2 and _first_text(grid, row)[1] in _INDICATORS


def _extent(grid: Grid, rows: list[int], names: list[tuple[int, int]]) -> tuple[int, int]:
    """First and last row that holds a label; what says who filled it in, and when, stands above: 填报单位：某局.

    ``rows`` and ``names`` as ``_form_rows`` gives them.
    """
    top = next((row for row, column in names if is_bare(grid, row, column)), rows[0])
    inside = [
        row for row in rows if row >= top or any(is_bare(grid, row, column) for column in labels_of(grid.line(row)))
    ]
    first = next((row for row in inside if not _heads_form(grid, row)), inside[0])
    return first, _with_last_answer(grid, first, inside[-1])


def _with_last_answer(grid: Grid, first: int, last: int) -> int:
    """The last row of a form, be it one whose label is not known (难点 | 缺料, as in the forms above it, or in columns
    filled above), or a text below the word of a section: 四、存在困难."""
    labels = {_first_text(grid, row) for row in range(first, last) if grid.packed(row)}
    usual = {tuple(grid.columns(row)) for row in range(first, last + 1)}
    while last < len(grid.letters) and grid.packed(last + 1):
        if _first_text(grid, last + 1) not in labels and not _goes_on(grid, last + 1, usual):
            break
        last += 1
    while last < len(grid.letters) and grid.packed(last + 1) == "o" and (below := texts_below(grid, last + 1)):
        last, _ = below[-1]
    return last


def _goes_on(grid: Grid, row: int, usual: set[tuple[int, ...]]) -> bool:
    """Whether a row is a short word and its answer, or two of them, where others of the form stand: 用途 | 购茶."""
    letters = grid.packed(row)
    is_pairs = letters[0] == "t" and len(letters) in (2, 4, 6) and LABELS.isdisjoint(letters[1::2])
    return is_pairs and tuple(grid.columns(row)) in usual and len(grid.texts(row)[0]) <= _SHORT_LABEL


def _first_text(grid: Grid, row: int) -> tuple[int, str]:
    column = grid.columns(row)[0]
    return column, grid.text(row, column)


def _heads_form(grid: Grid, row: int) -> bool:
    """Whether a row is a word alone that nothing is asked by, or that has no room for an answer: 企业基本情况."""
    return grid.packed(row) in ("H", "h") and (
        grid.texts(row)[0] not in asked_words() or fills_row(grid, row, grid.columns(row)[0])
    )


def _starts_with_label(grid: Grid, row: int) -> bool:
    label = without_hint(split_label(grid.text(row, grid.columns(row)[0]))[0])
    longest = _LONGEST_QUESTION if label.isascii() else _LONGEST_LABEL
    return len(label) <= longest and _may_start(grid.packed(row))


@lru_cache(1 << 12)
def _may_start(letters: str) -> bool:
    """A label first, or answers to tick, each with its box beside it: 已复工 | √ | 部分复工 | | 未复工."""
    offers = letters[0] == "a" and set(letters) <= set("aHh-") and len(letters.replace("-", "")) > 1
    return offers or letters[0] in LABELS


@lru_cache(1 << 12)
def _asking_columns(line: str) -> list[int]:
    """The first filled column of a row of letters and those that may hold labels; not to be changed."""
    first = len(line) - len(line.lstrip()) + 1
    return [first, *(column for column, letter in enumerate(line, 1) if letter in LABELS or letter in "no")]


@lru_cache(1 << 12)
def _words_of(line: str) -> list[int]:
    """The columns of what may be labels in a row of letters; not to be changed."""
    return [column for column, letter in enumerate(line, 1) if letter in _ASKING]


def _name_cells(grid: Grid, rows: list[int]) -> list[tuple[int, int]]:
    """The labels that ask for the enterprise's name, in reading order."""
    return [
        (row, column)
        for row in rows
        for column in labels_of(grid.line(row))
        if asks_for_name(_label(grid, row, column))
    ]


def _beside_enterprises(grid: Grid, rows: list[int]) -> list[tuple[int, int]]:
    """The labels with the words of the first, an enterprise beside each, if nobody knows what these words ask for."""
    first = [(row, grid.columns(row)[0]) for row in rows if set(grid.packed(row)) != {"l"}]
    label = grid.text(*first[0]) if first else ""
    said = [cell for cell in first if grid.text(*cell) == label]
    is_asking = may_ask_for_name(label) and all(grid.packed(row)[1:2] == "e" for row, _ in said)
    return said if is_asking else []


def _label(grid: Grid, row: int, column: int) -> str:
    return split_label(grid.text(row, column))[0]


def _heads_column(grid: Grid, row: int, column: int) -> bool:
    """Whether the enterprise stands below the word that asks for it, and not beside it: a list of one or two."""
    return grid.below(row).line[column - 1 : column] == "e" != grid.line(row)[column : column + 1]


def _has_room(grid: Grid, row: int, column: int) -> bool:
    """Beside a form's label stands its value or room for one; beside a list's header the next header."""
    if not is_bare(grid, row, column):
        value = split_label(grid.text(row, column))[1]
        return not value.endswith(".") or is_enterprise(value)  # Business: business, trade fair and conference.
    beside = column + grid.width(row, column)
    line = grid.line(row)
    letter = line[beside - 1] if beside <= len(line) else " "
    return letter not in "Hhlg9"


@lru_cache(1 << 12)
def _is_header_like(line: str) -> bool:
    """Three labels with nothing between them, and nothing but words beside them: a list's header."""
    return line.strip("Hhust ") == "" and _IN_A_ROW.search(line) is not None
