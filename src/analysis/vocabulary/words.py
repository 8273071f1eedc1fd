"""How words are compared: NFKC, simplified, no spaces, no punctuation. For looking up only, never for storing."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from analysis.vocabulary.files import read_columns

FOLDER = Path(__file__).parent
# Punctuation that carries meaning in a header (percent, number sign).
_KEPT = frozenset("%#")


class _Fold(dict[int, str | None]):
    """A translation table that decides on each character once: traditional to simplified, spaces dropped."""

    def __init__(self, punctuation: bool):
        written = read_columns(FOLDER / "traditional.csv")
        super().__init__(zip(map(ord, written["traditional"]), written["simplified"], strict=True))
        self.punctuation = punctuation

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        kind = unicodedata.category(character)[0]
        dropped = kind in "ZC" or (kind == "P" and not self.punctuation and character not in _KEPT)
        self[code] = found = None if dropped else character
        return found


@lru_cache(1)
def _tables() -> tuple[_Fold, _Fold]:
    return _Fold(punctuation=True), _Fold(punctuation=False)


def fold(text: str) -> str:
    """NFKC, lower case, simplified characters, no spaces or control characters; punctuation stays."""
    return _folded(text, _tables()[0])


@lru_cache(65536)
def key(text: str) -> str:
    """``fold`` without punctuation: what two spellings of one header or answer have in common."""
    return _folded(text, _tables()[1])


def _folded(text: str, table: _Fold) -> str:
    text = unicodedata.normalize("NFKC", text).lower().translate(table)
    # A space dropped before a combining mark lets two characters join.
    return text if unicodedata.is_normalized("NFKC", text) else _folded(text, table)
