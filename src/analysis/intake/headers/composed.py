"""Headers put together from pieces that we know: 洪灾前 + 职工 + 人数, 目前 + 尚未 + 返岗 + 员工.

Every character has to belong to a piece, and the parts that the pieces play (``header_pieces.csv``) have to be what a
field needs and no more (``header_phrases.csv``): 返岗女职工人数, 计划返岗人数 are not understood, and so stay unknown.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from analysis.intake.headers.readings import YEAR_END
from analysis.intake.headers.words import HeaderWord, in_brackets, unit_stated
from analysis.vocabulary import Alias, Vocabulary, key

# What the unit of a header says of it: 已上班（人）, 已开工（户）. Counted in persons, 短缺 is a number.
_UNIT_SAYS = {"person": ("person", "counted"), "10k_person": ("person", "counted"), "household": ("firms",),
              "percent": ("rate",), "day": ("days",), "piece": ("items",), "item": ("items",),
              **dict.fromkeys(("cny", "1k_cny", "10k_cny", "1m_cny", "100m_cny"), ("money",)),
             **dict.fromkeys(("kwh", "1k_kwh", "10k_kwh", "100m_kwh", "mwh"), ("energy",))}  # fmt: skip
# Parts that any header may have: 返岗情况, and what a unit says besides.
_AS_FILLER = frozenset({"firm", "average"})  # but in a few phrases: Name of the works, Average staff
_SAYS_NOTHING = _AS_FILLER | frozenset({"filler", "status", "counted", "energy", "items", "money"})
_ASK = frozenset({"ask"})
# Not answered with yes or no: When did the business reopen?, Number of staff you normally have.
_OPEN_QUESTION = re.compile("(?:on|of|at)?(?:when|what|how(?:many|much)|no\\.?of|number|percent|proportion|share|date)")
_LATIN_MARKS = str.maketrans("", "", ",.-?")  # Full-time staff, usual; No. of emp.; Operating at present?
# 洪灾 is an event; 洪灾前 is what all is measured against, 因洪灾 says why.
_AROUND_EVENTS = {
    "before": ("{}前", "{}之前", "{}以前"),
    "after": ("{}后", "{}之后", "{}以后"),
    "cause": ("因{}", "受{}影响", "因{}影响", "{}致", "{}导致", "{}造成", "{}影响"),
}
_AROUND_LATIN_EVENTS = {
    "before": ("pre{}", "before{}", "beforethe{}", "priorto{}", "priortothe{}"),
    "after": ("post{}", "after{}", "afterthe{}", "sincethe{}", "following{}", "followingthe{}"),
    "cause": ("dueto{}", "duetothe{}", "becauseof{}", "becauseofthe{}"),
}
_ON_THE_DAY = re.compile("(?<=[工产机业复])日$")  # 首个生产日
_LONGEST = 60  # characters; more is a sentence

_Pieces = Mapping[str, Sequence[tuple[str, str]]]


def composed(words: Sequence[HeaderWord], last: str, vocabulary: Vocabulary) -> Alias | None:
    """The meaning of a path whose words are all made of known pieces, the last one as it is put here."""
    last = _ON_THE_DAY.sub("时间", YEAR_END.sub("节前", last))
    if "/" in last and last.isascii() and _offers_states(last, vocabulary):
        return Alias("state")
    parts = _read("".join([*(key(word.plain) for word in words[:-1]), last]), vocabulary)
    if parts is None:
        return None
    unit = unit_stated(words)
    said = frozenset(parts).union(_UNIT_SAYS.get(unit, ()))
    meant = _fields_of(said, vocabulary)
    if not meant and _is_asked(words[-1], vocabulary):
        meant = _fields_of(said | _ASK, vocabulary)
    if not meant and _OPEN_QUESTION.match(last):
        meant = _fields_of(said - _ASK, vocabulary)
    return Alias(meant.pop()) if len(meant) == 1 else None


def _offers_states(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a header in Latin letters is made of the answers that it takes: Functioning / non-functioning."""
    states = {vocabulary.states.get(option) for option in text.split("/")}
    return len(states) > 1 and None not in states


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


def parts_of(text: str, vocabulary: Vocabulary) -> list[str] | None:
    """The parts that the pieces of a key play, the longest taken first; None where some of it is no piece."""
    parts = _read(text, vocabulary)
    return parts and ["filler" if part in _AS_FILLER else part for part in parts]


def _read(text: str, vocabulary: Vocabulary) -> list[str] | None:
    text = text.translate(_LATIN_MARKS) if text.isascii() else text
    return _parts(text, _pieces(vocabulary)) if len(text) <= _LONGEST else None


def tells_of(parts: frozenset[str], word: str, vocabulary: Vocabulary) -> bool:
    """Whether a header's word consists of pieces one of which plays one of these parts."""
    return not parts.isdisjoint(parts_of(key(word), vocabulary) or ())


@lru_cache(8)
def _pieces(vocabulary: Vocabulary) -> dict[str, list[tuple[str, str]]]:
    """Pieces and their parts by the piece's first character, longest first."""
    parts = dict(vocabulary.header_pieces)
    for event in vocabulary.header_events:
        around = _AROUND_LATIN_EVENTS if event.isascii() else _AROUND_EVENTS
        parts |= {form.format(event): part for part, forms in around.items() for form in forms}
    by_first: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for word in sorted(parts, key=len, reverse=True):
        said = word.translate(_LATIN_MARKS) if word.isascii() else word
        by_first[said[0]].append((said, parts[word]))
    return dict(by_first)


def _parts(text: str, pieces: _Pieces) -> list[str] | None:
    dead = set()  # places from which nothing leads to the end

    def rest(at: int) -> list[str] | None:
        if at == len(text):
            return []
        if at not in dead:
            for word, part in pieces.get(text[at], ()):
                if text.startswith(word, at) and (found := rest(at + len(word))) is not None:
                    return [part, *found]
            dead.add(at)
        return None

    return rest(0)
