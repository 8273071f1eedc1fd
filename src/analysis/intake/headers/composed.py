"""Headers put together from pieces that we know: 洪灾前 + 职工 + 人数, 目前 + 尚未 + 返岗 + 员工.

Every character has to belong to a piece, and the parts that the pieces play (``header_pieces.csv``) have to be what a
field needs and no more (``header_phrases.csv``): 返岗女职工人数, 计划返岗人数 are not understood, and so stay unknown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.intake.headers.readings import YEAR_END
from analysis.intake.headers.words import HeaderWord, in_brackets, unit_stated
from analysis.intake.pieces import AS_FILLER, read_pieces, tells_of
from analysis.vocabulary import Alias, Vocabulary, key

# What the unit of a header says of it: 已上班（人）, 已开工（户）. Counted in persons, 短缺 is a number.
_UNIT_SAYS = {"person": ("person", "counted"), "10k_person": ("person", "counted"), "household": ("firms",),
              "percent": ("rate",), "day": ("days",), "piece": ("items",), "item": ("items",),
              **dict.fromkeys(("cny", "1k_cny", "10k_cny", "1m_cny", "100m_cny"), ("money",)),
             **dict.fromkeys(("kwh", "1k_kwh", "10k_kwh", "100m_kwh", "mwh"), ("energy",))}  # fmt: skip
# Parts that any header may have: 返岗情况, and what a unit says besides.
_SAYS_NOTHING = AS_FILLER | frozenset({"filler", "status", "counted", "energy", "items", "money"})
_ASK = frozenset({"ask"})
_COUNTED = frozenset({"person", "count", "rate", "time", "firms"})
_NUMBERED = frozenset({"person", "count", "items"})
# Not answered with yes or no: When did the business reopen?, Number of staff you normally have.
_OPEN_QUESTION = re.compile("(?:on|of|at)?(?:when|what|how(?:many|much)|no\\.?of|number|percent|proportion|share|date)")
_ON_THE_DAY = re.compile("(?<=[工产机业复])日$")  # 首个生产日


def composed(words: Sequence[HeaderWord], last: str, vocabulary: Vocabulary) -> Alias | None:
    """The meaning of a path whose words are all made of known pieces, the last one as it is put here."""
    last = _ON_THE_DAY.sub("时间", YEAR_END.sub("节前", last))
    parts = read_pieces("".join([*(key(word.plain) for word in words[:-1]), last]), vocabulary)
    if parts is None:
        return None
    unit = unit_stated(words)
    said = frozenset(parts).union(_UNIT_SAYS.get(unit, ()))
    if "lines" in said and said & _NUMBERED:
        return None  # 开工车间数
    asked = said | _ASK if _is_asked(words[-1], vocabulary) else said
    first, then = (said, asked) if said & _COUNTED else (asked, said)  # Working normally? asks not how many
    meant = _fields_of(first, vocabulary) or _fields_of(then, vocabulary)
    if not meant and _OPEN_QUESTION.match(last):
        meant = _fields_of(said - _ASK, vocabulary)
    return Alias(meant.pop()) if len(meant) == 1 else None


def _is_asked(word: HeaderWord, vocabulary: Vocabulary) -> bool:
    """Whether yes or no answers a header: Operating at present?, Working again (tick)."""
    return word.plain.endswith("?") or any(tells_of(_ASK, said, vocabulary) for said in in_brackets(word.full))


def _fields_of(said: frozenset[str], vocabulary: Vocabulary) -> set[str]:
    """The fields that need some of these parts and may have the others."""
    return {
        field
        for field, needs, may in vocabulary.header_phrases
        if needs <= said and said - needs - may <= _SAYS_NOTHING
    }
