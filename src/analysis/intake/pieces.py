"""Words cut into the pieces that we know (``header_pieces.csv``), each with its part: 洪灾前 + 职工 + 人数, number of +
staff + who have + come back. What is no piece leaves the whole unread."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from analysis.vocabulary import Vocabulary, key

# But in a few phrases: Name of the works, Average staff, Staff now, 开工车间数.
AS_FILLER = frozenset({"firm", "average", "now", "lines"})
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
_LONGEST = 60  # characters; more is a sentence


def parts_of(text: str, vocabulary: Vocabulary) -> list[str] | None:
    """The parts that the pieces of a key play, the longest taken first; None where some of it is no piece."""
    parts = read_pieces(text, vocabulary)
    return parts and ["filler" if part in AS_FILLER else part for part in parts]


def tells_of(parts: frozenset[str], word: str, vocabulary: Vocabulary) -> bool:
    """Whether a header's word consists of pieces one of which plays one of these parts."""
    return not parts.isdisjoint(read_pieces(key(word), vocabulary) or ())


def read_pieces(text: str, vocabulary: Vocabulary) -> list[str] | None:
    """As ``parts_of``, what is mostly filler told apart."""
    text = _unmarked(text)
    if len(text) > _LONGEST:
        return None
    parts, lengths = _pieces(vocabulary)
    dead = set()  # places from which nothing leads to the end

    def rest(at: int) -> list[str] | None:
        if at == len(text):
            return []
        if at not in dead:
            for length in lengths.get(text[at], ()):
                part = parts.get(text[at : at + length]) if at + length <= len(text) else None
                if part and (found := rest(at + length)) is not None:
                    return [part, *found]
            dead.add(at)
        return None

    return rest(0)


@lru_cache(8)
def _pieces(vocabulary: Vocabulary) -> tuple[dict[str, str], dict[str, list[int]]]:
    """Pieces with their parts, and by its first character how long a piece may be, the longest first."""
    parts = {_unmarked(piece): part for piece, part in vocabulary.header_pieces.items()}
    for event in vocabulary.header_events:
        around = _AROUND_LATIN_EVENTS if event.isascii() else _AROUND_EVENTS
        parts |= {form.format(event): part for part, forms in around.items() for form in forms}
    lengths: dict[str, set[int]] = defaultdict(set)
    for piece in parts:
        lengths[piece[0]].add(len(piece))
    return parts, {first: sorted(found, reverse=True) for first, found in lengths.items()}


def _unmarked(text: str) -> str:
    return text.translate(_LATIN_MARKS) if text.isascii() else text
