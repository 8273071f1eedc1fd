"""Known words written otherwise: in other words (复工日期 and 复工时间, 从业人员数 and 职工人数), or mistyped; and the
known ones nearest to one that is not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
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
ACCEPT_FROM, _ALIKE_FROM, _LISTED = 80.0, 50.0, 8
_CUT_OFF = "间期况称难"  # what a word may lack at its end
# One character more, less or other makes another word of these: never taken for a typo.
_SIGNIFICANT = frozenset(
    "非未不无没次累原现内外本省县市区州村镇街国上下新旧应实已拟计预申请批验审可需缺返到在复停产开工人始终户项总招用聘男女党团半全"
    "日月年周旬季昨明来今同前后末底初首尾最先临正常均率比值增减剩补离退流转均链园行业资供销购游节灾疫"
    "一二三四五六七八九十0123456789"
)


def otherwise(word: str, vocabulary: Vocabulary) -> Alias | None:
    """The meaning of a word that is known but for the pairs of header_same.csv."""
    return _agreed(vocabulary, _one_way).get(_one_way(word, vocabulary))


def loosely(word: str, vocabulary: Vocabulary) -> Alias | None:
    """The meaning of a word that is known but for pieces that play the same part."""
    loose = _loosely(word, vocabulary)
    return _agreed(vocabulary, _loosely).get(loose) if len(loose) > _SAYS_LITTLE else None


@lru_cache(8)
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


def nearest(
    typed: str, without_filler: str, vocabulary: Vocabulary
) -> tuple[Alias | None, float, list[tuple[str, float]]]:
    """What a mistyped word means, how sure that is (0 to 1), and the known words most like it, each with its likeness
    (0 to 100).

    None where it is no mere slip, or could be one for two meanings.
    """
    known = vocabulary.columns.exact
    corrected = {
        alias
        for spelling in dict.fromkeys([typed, without_filler])
        for word in (*looking_like(spelling, vocabulary), *_misplaced(spelling))
        if (alias := known.get(word)) and (len(spelling) > 2 or vocabulary.fields[alias.field].kind == "text")
    }
    if len(corrected) == 1:
        alias = corrected.pop()
        return alias, 0.9, []
    from rapidfuzz import fuzz, process  # only headers that nothing else explains pay for it

    best = process.extract(typed, known.keys(), scorer=fuzz.ratio, limit=_LISTED, score_cutoff=_ALIKE_FROM)
    alike = [(word, score) for word, score, _ in best]
    close = [(word, score) for word, score in alike if score >= ACCEPT_FROM and _one_slip(typed, word)]
    meanings = {known[word] for word, _ in close}
    if len(meanings) == 1:
        return meanings.pop(), close[0][1] / 100, alike
    return None, alike[0][1] / 100 if alike else 0.0, alike


def looking_like(typed: str, vocabulary: Vocabulary) -> Iterator[str]:
    """A word with one of its characters taken for one that looks or sounds like it."""
    for place, character in enumerate(typed):
        for meant in vocabulary.lookalikes.get(character, ()):
            yield typed[:place] + meant + typed[place + 1 :]


def _misplaced(typed: str) -> Iterator[str]:
    """A word of four characters and more with two neighbours exchanged (复时工间) or its last one added (拟复工时)."""
    if len(typed) > 3:
        for place in range(len(typed) - 1):
            yield typed[:place] + typed[place + 1] + typed[place] + typed[place + 2 :]
        for last in _CUT_OFF:
            yield typed + last


def _one_slip(typed: str, meant: str) -> bool:
    """Whether a word of five characters and more differs in one that does not change what it means."""
    from rapidfuzz.distance import OSA, Levenshtein

    if _doubled(typed, meant):
        return True
    latin = typed.isascii() and meant.isascii()
    if min(len(typed), len(meant)) < (8 if latin else 5):
        return False
    if latin:
        places = [step.src_pos for step in Levenshtein.editops(typed, meant)]
        is_word = len(places) == 2 and places[1] - places[0] == 1 and sorted(typed) != sorted(meant)  # due, size
        return OSA.distance(typed, meant) <= 2 and not is_word
    if OSA.distance(typed, meant) > 1:
        return False
    changed = {
        text[place]
        for step in Levenshtein.editops(typed, meant)
        for text, place in ((typed, step.src_pos), (meant, step.dest_pos))
        if (step.tag != "insert" or text is meant) and (step.tag != "delete" or text is typed) and place < len(text)
    }
    return not changed & _SIGNIFICANT


def _doubled(typed: str, meant: str) -> bool:
    """Whether a character of ``meant`` was merely typed twice: 企业名称称."""
    return len(typed) == len(meant) + 1 and any(
        typed[place] == typed[place - 1] and typed[:place] + typed[place + 1 :] == meant
        for place in range(1, len(typed))
    )
