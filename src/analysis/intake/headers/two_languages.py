"""Header rows that say each column a second time in Latin letters: 企业名称 over Company name, or over QYMC."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LATIN = re.compile(r"[ -~]*[A-Za-z]{2}[ -~]*")
_FEWEST = 3
_MOST = 2 / 3  # of the columns

Path = tuple[int, tuple[str, ...]]


def said_once(paths: Sequence[Path]) -> list[Path]:
    """Columns with their words, without the last or the first ones where these are a row in Latin letters that adds
    nothing: every column that has such a word has others, by which it is told from the rest."""
    if all(len(words) < 2 for _, words in paths):
        return list(paths)
    for said, rest in ((-1, slice(None, -1)), (0, slice(1, None))):
        again = {column for column, words in paths if _is_said_again(words[said], words[rest])}
        deep = [words for _, words in paths if len(words) > 1]
        left = [words[rest] if column in again else words for column, words in paths]
        is_row = len(again) >= max(_FEWEST, _MOST * len(paths), 0.9 * len(deep))
        if is_row and len(set(left)) == len(left):
            return [(column, words) for (column, _), words in zip(paths, left, strict=True)]
    return list(paths)


def _is_said_again(word: str, others: tuple[str, ...]) -> bool:
    return bool(others) and bool(_LATIN.fullmatch(word)) and not any(map(_LATIN.fullmatch, others))
