"""A list typed into an editor or a chat: cells parted by blanks or by Chinese punctuation."""

from __future__ import annotations

import re
from collections import Counter

_PARTED_BY = tuple(map(re.compile, ("，", "；", "[ \u3000]{2,}|\u3000", "[ \u3000]+")))
_FIGURE = re.compile(r"\d")
_LEAST_CELLS = 3  # two are also a label and what it says


def cells_of_lines(lines: list[str]) -> list[list[str]] | None:
    """The cells of lines that are a list; None where they are none, or where a cell may be missing in the middle.

    A list begins with words alone, has figures below them, and most lines have as many cells as the first; what more
    there is in one belongs to its last cell (缺原料，缺口罩). Sentences in lines (某厂，已复工，到岗120人) stay whole,
    as do lines above and below a list.
    """
    return next(filter(None, (_parted(lines, by) for by in _PARTED_BY)), None)


def _parted(lines: list[str], by: re.Pattern[str]) -> list[list[str]] | None:
    widths = [len(by.split(line.strip())) if line.strip() else 0 for line in lines]
    usual = Counter(width for width in widths if width >= _LEAST_CELLS)
    width, _ = max(usual.items(), key=lambda item: (item[1], -item[0]), default=(0, 0))
    if not width:
        return None
    listed = [at for at, found in enumerate(widths) if found >= width]
    first, last = listed[0], listed[-1]
    body = [found for found in widths[first : last + 1] if found]
    if widths[first] != width or len(body) > len(listed) or 2 * len(body) <= sum(map(bool, widths)):
        return None
    if _FIGURE.search(lines[first]) or not any(map(_FIGURE.search, lines[first + 1 : last + 1])):
        return None
    return [
        by.split(line.strip(), width - 1) if first <= at <= last and line.strip() else [line.strip()]
        for at, line in enumerate(lines)
    ]
