"""Tables without a header: what their rows have to look like, and which words above them are no header."""

from __future__ import annotations

from analysis.intake.layout.grid import Grid
from analysis.intake.layout.words import asked_words

_COUNTS = frozenset({"t9", "e9", "r9", "h9", "H9", "a9", "s9"})
_NAMES = frozenset({"e", "9e"})
_SAID = frozenset("tTpnho")  # of a row that is a word or two: 目录, 填报说明, 复工情况
_FEWEST = 3
_MOST = 0.6


def is_lone_title(grid: Grid, row: int, below: list[int], is_wide: bool) -> bool:
    """Whether the one row chosen as header is a word or two over rows of several cells, or over enterprises and nothing
    else: their title."""
    letters = grid.packed(row)
    if letters not in _SAID or (letters == "h" and _heads_column(grid, row, below)):
        return False
    is_left = grid.columns(row)[0] <= min([grid.columns(other)[0] for other in below], default=1)
    return is_left and ((is_wide and letters != "o") or _are_names(grid, below))


def _heads_column(grid: Grid, row: int, below: list[int]) -> bool:
    """Whether a word alone may ask for what stands below it, which are no running numbers."""
    [column], [text] = grid.columns(row), grid.texts(row)
    return text in asked_words() and any(grid.line(other)[column - 1 : column] != "9" for other in below)


def speaks_for_itself(grid: Grid, rows: list[int]) -> bool:
    """Whether rows without a header are a table: wide and alike, or counts, or enterprises' names."""
    wide = [row for row in rows if len(grid.packed(row)) >= 3]
    is_wide = len(wide) >= _FEWEST and len(wide) >= _MOST * len(rows)
    return is_wide or _are_counts(grid, rows) or _are_names(grid, rows)


def _are_counts(grid: Grid, rows: list[int]) -> bool:
    """Whether all rows are a word and a figure: 都匀市 | 82, 复工率 | 97.6%."""
    kinds = {grid.packed(row) for row in rows}
    return len(rows) > _FEWEST and kinds <= _COUNTS and len(grid.used(rows)) == 2


def _are_names(grid: Grid, rows: list[int]) -> bool:
    """Whether most rows are an enterprise's name, numbered or not: 1 | 清江化工厂."""
    names = sum(grid.packed(row) in _NAMES for row in rows)
    return names >= _FEWEST and names >= _MOST * len(rows)
