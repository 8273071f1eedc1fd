"""Totals that no word betrays: the row of the whole area, and the first or last row of a block that sums the others."""

from __future__ import annotations

from analysis.intake.layout.grid import Grid

_LONGEST = 3000  # rows of a body for which sums are tried
_LABELS = frozenset("trhHwpyolTn")


def unworded_totals(grid: Grid, data: list[int], groups: list[int], area_rows: list[int], by_sum: bool) -> set[int]:
    """Body rows that are totals though none of the words for one stands in them.

    ``area_rows`` carry the name of the whole area (全州, UK): totals where they stand first or last in a block.
    ``by_sum``: also the rows at a block's edge whose figures are the sums of rows next to them.
    """
    blocks = _blocks(data, set(groups))
    edges = {row for block in blocks for row in (block[0], block[-1])}
    found = edges.intersection(area_rows)
    if by_sum and len(data) <= _LONGEST:
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
    mine = _figures(grid, row)
    if len(mine) < 2 or not any(value > 1 for value in mine.values()):
        return False
    running = dict.fromkeys(mine, 0.0)
    for count, other in enumerate(others, 1):
        for column, value in _figures(grid, other).items():
            if column in running:
                running[column] += value
        equal = sum(mine[c] != 0 and abs(mine[c] - running[c]) <= 0.051 + 0.002 * abs(mine[c]) for c in mine)
        if count >= 2 and equal >= 2 and equal >= 0.6 * sum(value != 0 for value in mine.values()):
            return True
    return False


def _figures(grid: Grid, row: int) -> dict[int, float]:
    """The numbers of a row that has a label first and nothing but figures after it; else nothing."""
    line = grid.line(row)
    columns = grid.columns(row)
    if len(columns) < 2 or line[columns[0] - 1] not in _LABELS or not set(line[columns[0] :]) <= set(" 9y-d"):
        return {}
    found = {}
    for column in columns[1:]:
        value = grid.sheet.value(row, column)
        try:
            found[column] = float(value)  # text such as '(NA)' is no figure
        except (TypeError, ValueError):
            continue
    return found
