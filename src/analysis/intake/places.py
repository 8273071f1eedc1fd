"""Finding a county or an office in a text: 填报单位：都匀市工业和信息化局 -> 522701."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Protocol

from analysis.vocabulary import nfkc, simplified

_SHORT = 3  # letters


class Named(Protocol):
    """What a region and an office have in common."""

    code: str
    name: str
    name_en: str
    aliases: tuple[str, ...]


class Places:
    """Names and aliases of regions or offices, the longest match first.

    ``whole``: the area they are parts of. Its names say of no part that it is meant: 新乡市 is not 新乡, a county's.
    """

    def __init__(self, places: Iterable[Named], whole: Iterable[Named] = ()):
        self._code = {_plain(word): place.code for place in places for word in _names_of(place)}
        self._known = frozenset(self._code.values())
        self._whole = {_plain(word) for area in whole for word in _names_of(area)} - self._code.keys()
        self._starting: dict[str, list[str]] = defaultdict(list)
        for word in sorted((*self._code, *self._whole), key=len, reverse=True):
            self._starting[word[:2]].append(word)
        self._first = frozenset(word[0] for word in self._starting)
        self.find = lru_cache(maxsize=4096)(self._find)

    def _find(self, text: str) -> str | None:
        """The code of the one place a text names; None where it names none, or two."""
        named = [word for word in self._named_in(_plain(text)) if word not in self._whole]
        codes = [self._code[word] for word in named if not _is_short(word) or _stands_alone(word, text)]
        return codes[-1] if codes and len(set(codes)) == 1 else None

    def _named_in(self, text: str) -> Iterator[str]:
        """The names in a text, from left to right, none inside another."""
        at = 0
        while at < len(text):
            if text[at] not in self._first:
                at += 1
                continue
            starting = (*self._starting.get(text[at : at + 2], ()), *self._starting.get(text[at], ()))
            word = next((word for word in starting if text.startswith(word, at)), "")
            if word:
                yield word
            at += len(word) or 1

    def meant(self, text: object) -> str | None:
        """The code of the one place that a cell is the name of, or names; None for a cell that is no text."""
        return (self.exact(text) or self.find(text)) if isinstance(text, str) else None

    def exact(self, text: str) -> str | None:
        """The code of the place a text is a name, alias or code of."""
        plain = _plain(text)
        return self._code.get(plain) or (plain if plain in self._known else None)


def _names_of(place: Named) -> Iterator[str]:
    yield from filter(None, (place.name, place.name_en, *place.aliases))


def _is_short(word: str) -> bool:
    """Whether a name is so short a word in Latin letters that it stands in many others: Li, She, Yi."""
    return len(word) <= _SHORT and word.isascii()


def _stands_alone(word: str, text: str) -> bool:
    return re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", nfkc(text).casefold()) is not None


def _plain(text: str) -> str:
    return simplified("".join(nfkc(text).split()).casefold())
