"""Lists on their side: the fields stand down one column, and every column behind it is an enterprise."""

from __future__ import annotations

from functools import lru_cache

from analysis.intake.layout.grid import Grid
from analysis.intake.layout.pairs import Pair, asks_for_name, split_label
from analysis.intake.layout.paths import clean_words
from analysis.intake.layout.words import asked_words

_NAME = "企业名称"
_LOOKED_AT = 200  # filled rows among which the names are looked for
_LABELS = frozenset("Hhl")
_CORNER = frozenset("Hhlt")  # 指标, 项目, 单位: what heads the labels says little
_BEHIND_CORNER = frozenset("eHhusn ")
_ENTERPRISES = frozenset("eusn")  # behind a corner and a word that may be 单位
_LAST = frozenset("Hhn")  # 备注, 说明, 单位 behind the names
_ENDS = ("企业", "公司", "厂家")  # of what enterprises are called: 本镇企业, 项目（企业）
_UNITS = frozenset({"单位", "计量单位", "unit"})
_NAMES = frozenset("etr")  # a name without a legal form may look like a word or a place
_SOME, _MOST = 0.3, 0.6  # shares of cells


def find_across(grid: Grid, rows: list[int]) -> tuple[list[int], list[Pair]] | None:
    """The rows of the first list on its side among filled rows, and its labels with the cell of each enterprise.

    None where there is none: there have to be two names in one row behind a label that asks for them, enterprises by
    their words or with figures in some row, and labels for the most part beside what stands below them.
    """
    able = {shape for shape in grid.kinds if _may_name(shape.packed)}
    for index, row in enumerate(rows[:_LOOKED_AT] if able else ()):
        column = _name_label(grid, row) if grid.shapes[row - 1] in able else 0
        places = _places(grid, row, column) if column else []
        if len(places) > 1:
            block = _block(grid, rows, index, column, places)
            if len(block) > 2 and _is_list(grid, row, block, column, places):
                return block, _pairs(grid, row, block, column, places)
    return None


def _name_label(grid: Grid, row: int) -> int:
    """The first or second filled column of a row if it asks for a name and others stand behind it, or the blank one
    before nothing but names; else 0."""
    if set(grid.packed(row)) == {"e"}:
        return grid.columns(row)[0] - 1
    if _may_name(grid.packed(row)):
        for column in grid.columns(row)[:2]:
            may_be_corner = _may_be_corner(grid, row, column)
            if not may_be_corner and grid.line(row)[column - 1] not in _LABELS:
                continue
            label, value = split_label(grid.text(row, column))
            if not value and (may_be_corner or asks_for_name(label)):
                return column
    return 0


def _may_be_corner(grid: Grid, row: int, column: int) -> bool:
    """Whether a word heads the labels, and nothing but enterprises stand behind it."""
    line = grid.line(row)
    if line[column - 1] not in _CORNER or line.count("e") < 2 or not _BEHIND_CORNER.issuperset(line[column:]):
        return False
    return {line[at - 1] for at in _places(grid, row, column)} == {"e"}


@lru_cache(1 << 12)
def _may_name(letters: str) -> bool:
    """A label first or second and a name behind it, or a word, or nothing, before nothing but enterprises, units and
    sums."""
    if len(letters) > 1 and set(letters) == {"e"}:
        return True
    if len(letters) < 3 or _NAMES.isdisjoint(letters[1:]):
        return False
    heads = any(letters[at] in _CORNER and _ENTERPRISES.issuperset(letters[at + 2 :]) for at in (0, 1))
    return heads or not _LABELS.isdisjoint(letters[:2])


def _places(grid: Grid, row: int, column: int) -> list[int]:
    """The columns of the names in a row; [] where something else stands among them, which makes it another table."""
    line = grid.line(row)
    behind = [at for at in grid.columns(row) if at > column and line[at - 1] not in "us"]  # a unit, a total
    behind = behind[1:] if behind and grid.text(row, behind[0]) in _UNITS else behind
    behind = behind[:-1] if behind and line[behind[-1] - 1] in _LAST else behind
    return behind if all(line[at - 1] in _NAMES for at in behind) else []


def _block(grid: Grid, rows: list[int], index: int, column: int, places: list[int]) -> list[int]:
    """The rows around that of the names which have a label in its column: up as long as the enterprises have
    something, down to a blank label, a note, a line of its own (填报日期：2月25日), or the next names."""

    def label(row: int) -> str:
        return grid.line(row)[column - 1 : column]

    def goes_on(row: int) -> bool:  # 备注 with words below the enterprises is a label
        if _filled(grid, row, places):
            return label(row).strip(" g") != ""
        return label(row).strip(" gn") != "" and not split_label(grid.text(row, column))[1]

    def names_others(row: int) -> bool:  # Establishment | 387 | 169 persons asks for something else
        at = _name_label(grid, row)
        return bool(at) and len(_places(grid, row, at)) > 1

    first, last = index, index + 1
    while first and label(rows[first - 1]) in _LABELS and len(_filled(grid, rows[first - 1], places)) == len(places):
        first -= 1
    while last < len(rows) and goes_on(rows[last]) and not names_others(rows[last]):
        last += 1
    return rows[first:last]


def _filled(grid: Grid, row: int, places: list[int]) -> str:
    """The letters of the cells that are not blank in some columns of a row."""
    line = grid.line(row)
    return "".join([line[at - 1 : at] for at in places]).replace(" ", "")


def _is_list(grid: Grid, names: int, block: list[int], column: int, places: list[int]) -> bool:
    below = [row for row in block if row != names]
    labels = [grid.line(row)[column - 1] for row in below]
    answers = [_filled(grid, row, places) for row in below]
    is_enterprise = [letter == "e" for letter in _filled(grid, names, places)]
    are_answers = any(label == "H" and set(said) == {"a"} for label, said in zip(labels, answers, strict=True))
    asks = [
        label == "H" or (text := grid.text(row, column)) in asked_words() or text.endswith("?")
        for label, row in zip(labels, below, strict=True)
    ]
    is_asked = _asks(grid, names, column) or grid.text(names, column).rstrip(")").endswith(_ENDS)
    if not is_asked and not (sum(asks) > 1 or are_answers):
        return False  # 项目 | 某公司 | 某公司 over figures of another kind
    has_figures = any(len(answer) == len(places) and set(answer) <= {"9", "y"} for answer in answers)
    known = sum(label in _LABELS or asked for label, asked in zip(labels, asks, strict=True))
    are_labels = known >= (_SOME if is_asked and all(is_enterprise) else _MOST) * len(labels)
    are_enterprises = sum(is_enterprise) >= max(2, _MOST * len(places)) or (has_figures and sum(asks) > 1)
    return are_labels and are_enterprises


def _asks(grid: Grid, row: int, column: int) -> bool:
    """Whether the label in the row of the names asks for them, and is no 指标 that heads the labels."""
    return asks_for_name(split_label(grid.text(row, column))[0])


def _pairs(grid: Grid, names: int, block: list[int], column: int, places: list[int]) -> list[Pair]:
    """Each label, with a unit beside the answers, once for every enterprise: as if it stood in the answer's cell."""
    found = []
    for row in block:
        label = clean_words(split_label(str(grid.sheet.value(row, column)))[0])
        label = label if row != names or _asks(grid, row, column) else _NAME
        units = [at for at in (places[0] - 1, places[-1] + 1) if grid.line(row)[at - 1 : at] == "u"]
        label += f"({clean_words(grid.sheet.value(row, units[0]))})" if units else ""
        found += [(label, row, at, row, at) for at in places if label]
    return found
