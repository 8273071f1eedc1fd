"""What cells merged downwards tell of a header's rows and of a body's."""

from __future__ import annotations

from collections import Counter

from analysis.intake.layout.grid import Grid

_TALLEST = 5  # rows that a header's cell may reach down
_NO_TITLE = -2.0
_PLAINLY_HEADED = -1.5  # a row below this heads the columns below it


def with_covered(grid: Grid, header: list[int], before: int) -> list[int]:
    """Rows of a header and, down to a row, the blank ones over which two of its cells and more are merged."""
    spans = [span for row in header for span in grid.spans.get(row, ()) if span[2] > row]
    if len(spans) < 2:
        return header
    down = range(header[0], min(max(last for _, _, last, _ in spans) + 1, before))
    blank = [row for row in down if not grid.line(row)]
    return sorted([*header, *(row for row in blank if sum(top < row <= last for top, _, last, _ in spans) > 1)])


def merged_down(grid: Grid, row: int) -> list[int]:
    """The last rows of a row's cells merged downwards, as those of a header may be."""
    return [last for _, _, last, _ in grid.spans.get(row, ()) if row < last <= row + _TALLEST]


def is_below_merge(grid: Grid, header: list[int], row: int) -> bool:
    """Whether a cell of the header is merged down into a row: its numbers are words, weeks below 周次, and count no
    columns."""
    return any(top < row <= last for top in header for _, _, last, _ in grid.spans.get(top, ()))


def _headed_singly(grid: Grid, row: int) -> set[int]:
    """The columns of a row's words that are not merged across, and of those merged down to it from the rows above."""
    above = (span for top in range(max(1, row - _TALLEST), row) for span in grid.spans.get(top, ()))
    ending = {first for _, first, bottom, last in above if bottom == row and first == last}
    return ending.union(column for column in grid.columns(row) if grid.width(row, column) == 1)


def _goes_on_merged(grid: Grid, row: int, down: set[int]) -> bool:
    """Whether the columns merged downwards in a row are so again right below: leaders, each beside the enterprises he
    looks after."""
    below = max(last for _, first, last, _ in grid.spans[row] if first in down) + 1
    return down == {first for _, first, last, _ in grid.spans.get(below, ()) if last > below}


def mark_merges(grid: Grid, rows: list[int], data: list[float], title: list[float]) -> None:
    """Cells merged downwards side by side to the same row make their rows header (a county's merge stands alone)."""
    place = {row: index for index, row in enumerate(rows)}
    listed: set[int] = set()  # columns in which a body says once what holds for several of its rows
    for index, row in enumerate(rows):
        spans = grid.spans.get(row, ())
        if not spans or data[index] > 1.5:
            continue
        down = {first for _, first, last, _ in spans if last > row}
        if index and data[index - 1] <= _PLAINLY_HEADED and down <= _headed_singly(grid, rows[index - 1]):
            listed |= down
        if down and _goes_on_merged(grid, row, down):
            listed |= down
        if down and down <= listed:
            continue
        bottoms = Counter(merged_down(grid, row))
        if not bottoms:
            continue
        bottom, count = bottoms.most_common(1)[0]
        if count < 2 and not grid.shapes[row - 1].kinds.isdisjoint("lg"):
            continue  # a box beside labels: 填报单位：… | 填报日期：… | (盖章)
        if count >= 2 or len(spans) > count or (bottom in place and data[place[bottom]] <= _PLAINLY_HEADED):
            title[index] = min(title[index], _NO_TITLE if bottom in place else title[index])
            for inner in range(row, bottom + 1):
                if inner in place:
                    data[place[inner]] = min(data[place[inner]] - 1.5, 1.0 if count < 2 else -1.0)
