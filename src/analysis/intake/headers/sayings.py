"""Words that say the same in other words: 复工日期 and 复工时间, 从业人员数 and 职工人数."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache

from analysis.vocabulary import Alias, Vocabulary

# What stands for the pieces of headers that play one part (header_pieces.csv), longer than a sign; of plans only where
# a day is asked for: 预计产值 is an estimate, 计划产值 a target.
_STANDS_FOR = (
    ("time", "{}|(?<=[工产机业复收报批准请核])日$", "时间"),
    ("expected", "(?:{})(?=.*时间$)", "计划"),
    ("resume", "{}|(?<!产能)(?<!产量)恢复(?=时间|情况|$)", "复工"),
    ("person", "(?<![用复返开施职员务])(?:{})", "职工"),
)
_COUNTED = re.compile("[数量]$")  # 员工数 is more than 员工
_ENDS = (("职工人数", "职工数"), ("总人数", "总数"), ("总量", "总数"), ("数量", "数"), ("个数", "数"))
_HAPPENED = "^(?:截至|截止)?(?:已经|已|实际)?"  # merely says that it has
_SAYS_LITTLE = 2  # characters that may be left: 总数 is of anything, 复工 an answer or a question


def otherwise(word: str, vocabulary: Vocabulary) -> Alias | None:
    """The meaning of a word that is known but for the pairs of header_same.csv."""
    return _said_otherwise(vocabulary).get(_one_way(word, vocabulary))


def loosely(word: str, vocabulary: Vocabulary) -> Alias | None:
    """The meaning of a word that is known but for pieces that play the same part."""
    loose = _loosely(word, vocabulary)
    return _said_loosely(vocabulary).get(loose) if len(loose) > _SAYS_LITTLE else None


@lru_cache(8)
def _said_otherwise(vocabulary: Vocabulary) -> dict[str, Alias]:
    return _agreed(vocabulary, _one_way)


@lru_cache(8)
def _said_loosely(vocabulary: Vocabulary) -> dict[str, Alias]:
    return _agreed(vocabulary, _loosely)


def _agreed(vocabulary: Vocabulary, written: Callable[[str, Vocabulary], str]) -> dict[str, Alias]:
    """What the known words mean that are ``written`` alike, where all of them mean the same. They are written all at
    once, a line each: one by one they take ten times as long."""
    known, meanings = vocabulary.columns.exact, defaultdict(dict)
    for word, alias in zip(written("\n".join(known), vocabulary).split("\n"), known.values(), strict=True):
        meanings[word][alias.field, alias.code] = alias
    return {word: alias for word, found in meanings.items() if len(found) == 1 for alias in found.values()}


def _one_way(word: str, vocabulary: Vocabulary) -> str:
    for said, same in vocabulary.header_same:
        word = word.replace(said, same)
    return word


def _loosely(word: str, vocabulary: Vocabulary) -> str:
    if word.isascii():
        return word
    word = _one_way(word, vocabulary)
    for said, same in _patterns(vocabulary):
        word = said.sub(same, word)
    return word


@lru_cache(8)
def _patterns(vocabulary: Vocabulary) -> tuple[tuple[re.Pattern[str], str], ...]:
    pieces = sorted(vocabulary.header_pieces.items(), key=lambda piece: -len(piece[0]))
    found = []
    for part, pattern, same in _STANDS_FOR:
        words = [word for word, plays in pieces if plays == part and len(word) > 1 and not word.isascii()]
        found.append((pattern.format("|".join(w for w in words if not _COUNTED.search(w))), same))
    found += [*((f"{end}$", same) for end, same in _ENDS), (_HAPPENED, "")]
    return tuple((re.compile(pattern, re.MULTILINE), same) for pattern, same in found)
