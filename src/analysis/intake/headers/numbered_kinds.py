"""Kinds of difficulties that a form numbers and that are answered by number: 主要困难（1.用工 2.资金 3.物流）."""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.vocabulary import Vocabulary, fold, key

_NUMBERED = re.compile(
    r"(?<![\da-z])(\d{1,2}|[a-z](?![a-z]))\)?[:=\-、.,_为是]*((?:(?![a-z][^a-z])[^\d,;、/|()。:=])+)"
)
_LACKING = re.compile(
    r"^(?:缺[少乏]?|存在)|(?:供应|供给|保障)?(?:方面|类|问题|困难|不足|短缺|紧缺|紧张|缺乏|缺口|不畅|受阻|受限|难)$"
)
_FEWEST = 3  # numbered kinds that make a list of them
_BETWEEN = re.compile(r"[、,;/|+&和\s]+")
_CODE = re.compile(r"(?:\d{1,2}|[a-z])(?:\.0+)?")


@lru_cache(1024)
def read_numbered_kinds(text: str, vocabulary: Vocabulary) -> dict[str, str]:
    """Number or letter to category; empty where a text is no such list. Not to be changed."""
    named = _NUMBERED.findall(fold(text))
    known = {number: kind for number, word in named if (kind := _kind(word, vocabulary))}
    return known if len(known) >= _FEWEST and 2 * len(known) > len(named) else {}


def chosen_kinds(answer: object, kinds: dict[str, str]) -> list[str | None] | None:
    """The categories of a cell that holds numbers or letters and nothing else, None for one that is not among
    ``kinds``; None for a cell with words.

    Numbers without anything between them (25) are digits, if no other reading is possible.
    """
    parts = [part for part in _BETWEEN.split(fold(str(answer))) if part]
    if not parts or not all(map(_CODE.fullmatch, parts)):
        return None
    codes = [part.split(".")[0] for part in parts]
    if len(codes) == 1 and codes[0] not in kinds and len(set(codes[0])) == len(codes[0]) > 1:
        codes = [*codes[0]]
    return list(dict.fromkeys([kinds.get(code) for code in codes]))


def _kind(word: str, vocabulary: Vocabulary) -> str | None:
    for spelled in (key(word), _LACKING.sub("", key(word))):
        if kind := vocabulary.choices["difficulty"].get(spelled):
            return kind
        meant = vocabulary.columns.in_context(("困难",), spelled)
        if meant and meant[0].field == "difficulty_choice":
            return meant[0].code
    return None
