"""Labels and values above a list, as wide as it or in boxes apart, which are titles though they look like a header."""

from __future__ import annotations

import itertools
import re

from analysis.intake.layout.grid import Grid, Shape
from analysis.intake.layout.titles import MOST, PAIRS, TITLES, tells_source
from analysis.intake.layout.words import name_labels

_FULL = 0.9  # of a table's columns: a row with so many words has one for each
_FEW = 3
_WORDS = frozenset("thH")
_SET_TO = frozenset("tdcr")
_DIGIT = re.compile(r"\d")


def lift_preamble(grid: Grid, rows: list[int], title: list[float]) -> None:
    """Labels and values that fill a table's width are titles where the enterprise's name is among them (企业名称 |
    甲公司 | 联系人 | 某甲) or all labels ask who sends the table and when (填报单位 | 某局 | 填报人 | 某甲), and so are
    those that follow down to the last row above the body."""
    lifted = False
    for index, (row, below) in reversed([*enumerate(itertools.pairwise(rows[:TITLES]))]):
        shape, goes_on = grid.shapes[row - 1], title[index + 1] == MOST
        is_set = _sets_figures(grid, row) and (goes_on or _is_full(grid.shapes[below - 1], shape))
        if is_set:
            title[index] = MOST
    for index, row in enumerate(rows[:TITLES][:-1]):
        shape = grid.shapes[row - 1]
        if _are_pairs(shape):
            lifted = lifted or _is_named(grid, row, shape) or tells_source(grid, row)
            title[index] = MOST if lifted else title[index]


def lift_boxes(grid: Grid, rows: list[int], title: list[float], width: int) -> None:
    """Rows below each other above a row with a word for every column by itself are titles where they stand apart and
    one of them is labels and values (县市 | 都匀市 | 日期 | 2月10日) or has a label in a colon before its value
    (Customer: | Example Mills | (blank) | Order | SO-118), or where all fill the same few columns and one is surely
    such a row."""
    for index, row in enumerate(rows[: 2 * TITLES]):
        shape = grid.shapes[row - 1]
        if not (shape.may_head and shape.size > _FEW and shape.size >= _FULL * width):
            continue
        start = index - 1
        while start > 0 and rows[start - 1] == rows[start] - 1:
            start -= 1
        box = rows[max(start, 0) : index]
        if not box or not shape.size > max(grid.shapes[other - 1].size for other in box):
            return
        if rows[index - 1] < row - 1:
            is_box = any(_are_pairs(grid.shapes[other - 1]) or _labels_values(grid, other) for other in box)
        else:
            is_box = MOST in title[start:index] and len({tuple(grid.columns(other)) for other in box}) == 1
        if is_box:
            title[start:index] = [MOST] * len(box)
        return


def _labels_values(grid: Grid, row: int) -> bool:
    """Whether a cell is a label in a colon with its value right of it."""
    shape, texts = grid.shapes[row - 1], grid.texts(row)
    return shape.size > 1 and any(text[-1] == ":" for text in texts[:-1])


def _are_pairs(shape: Shape) -> bool:
    """Whether a row is two or three labels, each before its value."""
    return shape.size > 3 and PAIRS.fullmatch(shape.packed) is not None


def _sets_figures(grid: Grid, row: int) -> bool:
    """Whether a row is words without figures, each before what it is set to, in figures for the most part: 型号 | B02 |
    检测日期 | 2020-02-20."""
    shape = grid.shapes[row - 1]
    if shape.size not in (4, 6):
        return False
    letters, values = shape.packed[::2], shape.packed[1::2]
    if not _WORDS.issuperset(letters) or not _SET_TO.issuperset(values):
        return False
    texts = grid.texts(row)
    if len(set(texts)) < shape.size or any(map(_DIGIT.search, texts[::2])):
        return False
    return 2 * sum(_DIGIT.search(text) is not None for text in texts[1::2]) >= len(values)


def _is_full(shape: Shape, above: Shape) -> bool:
    """Whether a row with a header's words is as wide as the row above it."""
    return not shape.kinds.isdisjoint("Hh") and shape.columns == above.columns


def _is_named(grid: Grid, row: int, shape: Shape) -> bool:
    """Whether one of the values in a row of labels and values is an enterprise beside the label that asks for it."""
    labelled = zip(grid.texts(row)[::2], shape.packed[1::2], strict=True)
    return any(value == "e" and label in name_labels() for label, value in labelled)
