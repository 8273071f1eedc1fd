"""Which group row, or label merged downwards, governs each row of a body, and totals that no word betrays: the row of
the whole area, and the first or last row of a block that sums the others."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial

from analysis.intake.layout.grid import Grid
from analysis.intake.layout.paths import clean_words

_ORDINAL = re.compile(r"^(?:第?[一二三四五六七八九十]+[、.,]|\([一二三四五六七八九十\d]+\)|\d+[、.](?!\d))")
_NUMBER_ONLY = re.compile(r"[一二三四五六七八九十]+|\([一二三四五六七八九十]+\)|[①-⑳]")
_FIGURE = re.compile(r"[-+]?[\d,.]+%?")
_NUMERAL = re.compile(r"[一二三四五六七八九十\d]+")
_LONGEST = 3000  # rows of a body for which sums are tried
_MOST_PARTS = 60  # rows that a sum behind the first of a block may have
_LABELS = "trhHwpyolTnseu"
_LABELS_OR_DASHES = _LABELS + "-"
_FIGURES = frozenset("9y-d")
_SUMMED = frozenset("9y")
_BESIDE_DIGITS = dict.fromkeys(map(ord, ",$£€¥% \u00a0\u2009\u202f"))
_ROUNDED = 0.006  # by which a sum of figures to the hundredth may differ


def group_text(grid: Grid, row: int) -> str:
    """The words of a group row without its ordinal: 一、都匀市 and 一 | 都匀市 are 都匀市."""
    texts = [clean_words(grid.sheet.value(row, column)) for column in grid.columns(row)]
    texts = [text for text in texts if not _NUMBER_ONLY.fullmatch(text)] or texts
    named = [text for text in texts if not _FIGURE.fullmatch(text)] or texts
    return _ORDINAL.sub("", named[0]).rstrip(":：") or named[0]


def governing_groups(grid: Grid, heads: list[int], body_rows: list[int], ends: set[int]) -> dict[int, str]:
    """Body row -> text of the group row above it. Group rows that follow each other nest (都匀市/规上企业).

    ``ends`` are rows after which a group is over (a total of everything).
    """
    if not heads:
        return {}
    found: dict[int, str] = {}
    levels: list[tuple[str, str]] = []  # style and text, outermost first
    is_head = set(heads)
    last_was_head = False
    for row in sorted({*heads, *body_rows, *ends}):
        if row in is_head:
            style = _style(grid, row)
            known = [level for level, _ in levels]
            if style in known:
                levels = levels[: known.index(style)]
            elif not last_was_head:
                levels = []
            levels.append((style, group_text(grid, row)))
            last_was_head = True
            continue
        if row in ends:
            levels = []
        elif levels:
            found[row] = "/".join(text for _, text in levels)
        last_was_head = False
    return found


def _style(grid: Grid, row: int) -> str:
    """How a group row is written, so that rows of one level are known: 一、 or (一) or 1. or plain, and its column."""
    column = grid.columns(row)[0]
    text = grid.text(row, column)
    match = _ORDINAL.match(text)
    if match:
        return _NUMERAL.sub("N", match.group())
    return f"{grid.line(row)[column - 1]}{column}"


def unworded_totals(
    grid: Grid, data: list[int], groups: list[int], totals: list[int], area_rows: list[int], by_sum: bool
) -> set[int]:
    """Body rows that are totals though none of the words for one stands in them.

    ``area_rows`` carry the name of the whole area (全州, UK): totals where they stand first in a block, or last in one
    that does not begin so (全省 above its prefectures, 黔南州 the last of them), but not where a name is said inside of
    one too (World | 2019, World | 2020).
    ``by_sum``: also the rows at a block's edge whose figures are the sums of rows next to them, and the table's first
    if it sums the next block. A row without a word needs no edge to be a sum.
    """
    blocks = _blocks(data, set(groups))
    edges = {row for block in blocks for row in (block[0], block[-1])}
    below = {block[-1] for block in blocks if block[0] in area_rows} - {block[0] for block in blocks}
    inside = {grid.texts(row)[0] for row in area_rows if row not in edges}
    areas = {row for row in edges.intersection(area_rows) - below if grid.texts(row)[0] not in inside}
    found = areas | _nameless_sums(grid, data, {*groups, *totals})
    if by_sum and len(data) <= _LONGEST:
        figures = cache(partial(_figures, grid))  # of a row; a block is gone through down and up
        found = found.union(*(_heads(grid, figures, block) for block in blocks))
        found |= {block[-1] for block in blocks if _parts(grid, figures, block[::-1])}
        if len(blocks) > 1 and _parts(grid, figures, [data[0], *data[len(blocks[0]) :]]):
            found.add(data[0])
    return found


def _heads(grid: Grid, figures: Callable[[int], dict[int, float]], block: list[int]) -> set[int]:
    """The first row of a block if it sums those below it, and then the others that sum rows behind its own: 农业 over
    its branches, 采矿业 over its. A sum inside a block that does not begin so is data."""
    found: set[int] = set()
    at = parts = _parts(grid, figures, block)
    if parts:
        found.add(block[0])
    while parts and (at := at + 1) < len(block):
        if count := _parts(grid, figures, block[at : at + _MOST_PARTS]):
            found.add(block[at])
            at += count
    return found


def _nameless_sums(grid: Grid, data: list[int], breaks: set[int]) -> set[int]:
    """Rows of nothing but figures, right of the words of the others, each the sum of the rows above it down from the
    last group, total or such sum: (blank) | (blank) | 622.10 below a list."""
    if not any([shape.kinds <= _SUMMED for shape in grid.kinds if shape.size]):
        return set()
    left = min((grid.columns(row)[0] for row in data), default=0)
    found: set[int] = set()
    count, above = 0, _Added()
    for row in sorted({*data, *breaks}):
        shape = grid.shapes[row - 1]
        is_sum = count > 1 and shape.kinds <= _SUMMED and shape.columns[0] > left and above.make_up(grid, row)
        if is_sum:
            found.add(row)
        if is_sum or row in breaks:
            count, above = 0, _Added()
        else:
            count += 1
            above.add(grid, row)
    return found


class _Added:
    """The figures of some rows, added up by column: the sum, and how many of them are not nought."""

    def __init__(self) -> None:
        self.sums: dict[int, tuple[float, int]] = {}

    def add(self, grid: Grid, row: int) -> None:
        for column in grid.columns(row):
            if (value := _figure(grid, row, column)) is not None:
                total, filled = self.sums.get(column, (0.0, 0))
                self.sums[column] = total + value, filled + bool(value)

    def make_up(self, grid: Grid, row: int) -> bool:
        """Whether most figures of a row that may be sums are those of their columns, of two figures or more in one."""
        right, wrong, widest = 0, 0, 0
        for column in grid.columns(row):
            mine, (total, filled) = _figure(grid, row, column), self.sums.get(column, (None, 0))
            if mine is None or total is None or not (mine or filled):
                continue  # a balance beside amounts
            if abs(total - mine) <= _ROUNDED:
                right, widest = right + 1, max(widest, filled)
            else:
                wrong += 1
        return widest > 1 and 2 * right > 3 * wrong


def _blocks(data: list[int], groups: set[int]) -> list[list[int]]:
    """Runs of body rows without a blank or a group row between them."""
    blocks: list[list[int]] = []
    for row in data:
        if blocks and row == blocks[-1][-1] + 1 and row not in groups:
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks


def _parts(grid: Grid, figures: Callable[[int], dict[int, float]], rows: list[int]) -> int:
    """How many of the rows behind the first, two or more, add up to its figures, in two columns and nearly all: of two
    figures or more in one of them, as a row repeated above blanks is no sum. Nor is a year one of years. 0: none do."""
    if len(rows) < 3:
        return 0
    row, *others = rows
    mine, labels = figures(row), _labels(grid, row)
    if len(mine) < 2 or not any(value > 1 for value in mine.values()):
        return 0
    if grid.packed(row)[0] == "y" == grid.packed(others[0])[0]:
        return 0
    running, parts = dict.fromkeys(mine, 0.0), dict.fromkeys(mine, 0)
    asked = [
        (column, value, min(0.051 + 0.002 * abs(value), 0.3 * abs(value))) for column, value in mine.items() if value
    ]
    for count, other in enumerate(others, 1):
        if len(labels) > 1 and _labels(grid, other)[: len(labels)] != labels:
            return 0  # Canada | Labour force over (blank) | Employment
        for column, value in figures(other).items():
            if column in running:
                running[column] += value
                parts[column] += bool(value)
        if count >= 2:
            equal = [parts[column] for column, value, rounded in asked if abs(value - running[column]) <= rounded]
            if len(equal) >= 2 and len(equal) >= 0.6 * len(asked) and max(equal) > 1:
                return count
    return 0


def _figures(grid: Grid, row: int) -> dict[int, float]:
    """The numbers of a row that has labels first, its code among them, or blanks there, and nothing but figures after;
    else nothing."""
    shape, labels = grid.shapes[row - 1], len(_labels(grid, row))
    above = grid.columns(row - 1)
    is_unnamed = bool(above) and shape.columns[0] > above[0]
    if not (labels or is_unnamed) or not _FIGURES.issuperset(shape.packed[labels:]):
        return {}
    read = {column: _figure(grid, row, column) for column in shape.columns[labels:]}
    return {column: value for column, value in read.items() if value is not None}


def _figure(grid: Grid, row: int, column: int) -> float | None:
    """The number in a cell, signs of money and of percent and what parts its thousands left out; '(NA)' is none."""
    value = grid.sheet.value(row, column)
    try:
        return float(value.translate(_BESIDE_DIGITS) if type(value) is str else value)
    except (TypeError, ValueError):
        return None


def _labels(grid: Grid, row: int) -> list[int]:
    """The columns of a row before its first figure, with a word in one of them: - | - | England."""
    packed = grid.shapes[row - 1].packed
    labels = packed[: len(packed) - len(packed.lstrip(_LABELS_OR_DASHES))]
    return grid.columns(row)[: len(labels)] if labels.strip("-") else []
