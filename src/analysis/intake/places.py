"""Finding a county or an office in a text: 填报单位：都匀市工业和信息化局 -> 522701."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from analysis.survey import Office, Region


class Places:
    """Names and aliases of regions or offices, the longest match first."""

    def __init__(self, places: Iterable[Region | Office]):
        self._code = {
            _plain(word): place.code for place in places for word in (place.name, place.name_en, *place.aliases) if word
        }
        self._known = frozenset(self._code.values())
        words = sorted(self._code, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, words)), re.IGNORECASE) if words else None
        self.find = lru_cache(maxsize=4096)(self._find)

    def _find(self, text: str) -> str | None:
        """The code of the one place a text names; None where it names none, or two."""
        if self._pattern is None:
            return None
        codes = [self._code[_plain(found)] for found in self._pattern.findall(_plain(text))]
        return codes[-1] if codes and len(set(codes)) == 1 else None

    def exact(self, text: str) -> str | None:
        """The code of the place a text is a name, alias or code of."""
        plain = _plain(text)
        return self._code.get(plain) or (plain if plain in self._known else None)


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()
