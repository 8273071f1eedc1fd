"""Totals that no word betrays: the row of the whole area, and the first or last row of a block that sums the others."""

from __future__ import annotations

from analysis.intake.layout.grid import Grid
from analysis.intake.layout.words import words

_LONGEST = 3000  # rows of a body for which sums are tried
_LABELS = "trhHwpyolTn"
_LABELS_OR_DASHES = _LABELS + "-"
_FIGURES = frozenset("9y-d")


def unworded_totals(grid: Grid, data: list[int], groups: list[int], area_rows: list[int], by_sum: bool) -> set[int]:
    """Body rows that are totals though none of the words for one stands in them.

    ``area_rows`` carry the name of the whole area (全州, UK): totals where they stand first or last in a block.
    ``by_sum``: also the rows at a block's edge whose figures are the sums of rows next to them, the first alone above a
    blank row, and a nation alone above or below the others.
    """
    blocks = _blocks(data, set(groups))
    edges = {row for block in blocks for row in (block[0], block[-1])}
    found = edges.intersection(area_rows)
    if by_sum and len(data) <= _LONGEST:
        if blocks and len(blocks[0]) == 1 and len(data) > 2 and _sums(grid, data[0], data[1:]):
            found.add(data[0])
        alone = [block[0] for block in (blocks[:1] + blocks[-1:]) if len(block) == 1 < len(blocks)]
        found |= {row for row in alone if not words("nation").isdisjoint(grid.texts(row)[:3])}
        for block in blocks:
            if len(block) > 2:
                found |= {
                    row
                    for row, others in ((block[0], block[1:]), (block[-1], block[-2::-1]))
                    if _sums(grid, row, others)
                }
    return found


def _blocks(data: list[int], groups: set[int]) -> list[list[int]]:
    """Runs of body rows without a blank or a group row between them."""
    blocks: list[list[int]] = []
    for row in data:
        if blocks and row == blocks[-1][-1] + 1 and row not in groups:
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks


def _sums(grid: Grid, row: int, others: list[int]) -> bool:
    """Whether a row's figures are those of the next two or more rows added up, in two columns and nearly all."""
    mine, labels = _figures(grid, row), _labels(grid, row)
    if len(mine) < 2 or not any(value > 1 for value in mine.values()):
        return False
    running = dict.fromkeys(mine, 0.0)
    for count, other in enumerate(others, 1):
        if len(labels) > 1 and _labels(grid, other) != labels:
            return False  # Canada | Labour force over (blank) | Employment
        for column, value in _figures(grid, other).items():
            if column in running:
                running[column] += value
        equal = sum(mine[c] != 0 and abs(mine[c] - running[c]) <= 0.051 + 0.002 * abs(mine[c]) for c in mine)
        if count >= 2 and equal >= 2 and equal >= 0.6 * sum(value != 0 for value in mine.values()):
            return True
    return False


def _figures(grid: Grid, row: int) -> dict[int, float]:
    """The numbers of a row that has labels first, its code among them, or blanks there, and nothing but figures after;
    else nothing."""
    shape, labels = grid.shapes[row - 1], len(_labels(grid, row))
    above = grid.columns(row - 1)
    is_unnamed = bool(above) and shape.columns[0] > above[0]
    if not (labels or is_unnamed) or not _FIGURES.issuperset(shape.packed[labels:]):
        return {}
    found = {}
    for column in shape.columns[labels:]:
        value = grid.sheet.value(row, column)
        try:
            found[column] = float(value.replace(",", "") if type(value) is str else value)  # '(NA)' is no figure
        except (TypeError, ValueError):
            continue
    return found


def _labels(grid: Grid, row: int) -> list[int]:
    """The columns of a row before its first figure, with a word in one of them: - | - | England."""
    packed = grid.shapes[row - 1].packed
    labels = packed[: len(packed) - len(packed.lstrip(_LABELS_OR_DASHES))]
    return grid.columns(row)[: len(labels)] if labels.strip("-") else []
