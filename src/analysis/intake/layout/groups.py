"""Which group row, or label merged downwards, governs each row of a body."""

from __future__ import annotations

import re

from analysis.intake.layout.grid import Grid
from analysis.intake.layout.paths import clean_words

_ORDINAL = re.compile(r"^(?:第?[一二三四五六七八九十]+[、.,]|\([一二三四五六七八九十\d]+\)|\d+[、.](?!\d))")

_NUMBER_ONLY = re.compile(r"[一二三四五六七八九十]+|\([一二三四五六七八九十]+\)|[①-⑳]")
_FIGURE = re.compile(r"[-+]?[\d,.]+%?")
_NUMERAL = re.compile(r"[一二三四五六七八九十\d]+")


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
