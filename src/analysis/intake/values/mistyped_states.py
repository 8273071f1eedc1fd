"""Answers with a sign mistaken for another that looks like it (末复工, 己复エ), or that are doubted (复工？, X复工)."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from analysis.vocabulary import StateWord, Vocabulary, key

_FEWEST, _MOST = 2, 8  # characters of an answer
_MOST_SPELLINGS = 64
_ALSO_LIKE = {"来": "未", "木": "未", "朱": "未"}  # in answers; 未来返岗人数 is a header
_DOUBTED = re.compile(r"\S{1,6}[?？]+|[?？]+\S{1,6}|[xX×✗][已复開开恢正]\S{1,4}")


def is_doubted(text: str) -> bool:
    """Whether a short answer is questioned or crossed out: 复工？, X复工."""
    return len(text) <= _MOST and bool(_DOUBTED.fullmatch(text))


@lru_cache(4096)
def meant_state(text: str, vocabulary: Vocabulary) -> StateWord | None:
    """The answer that a short text is, some of its characters taken for others that look like them; None where it is
    none, or could be two."""
    word = key(text)
    if not _FEWEST <= len(word) <= _MOST or word.isascii():
        return None
    spellings = [
        (character, *vocabulary.lookalikes.get(character, ()), *_ALSO_LIKE.get(character, ())) for character in word
    ]
    count = 1
    for choices in spellings:
        count *= len(choices)
    if not 1 < count <= _MOST_SPELLINGS:
        return None
    meant = {known for said in product(*spellings) if (known := vocabulary.states.get("".join(said)))}
    return meant.pop() if len(meant) == 1 else None
