"""States written otherwise: a sign mistaken for one that looks like it (末复工, 己复エ), a doubt (复工？, X复工),
English clauses (partially open, closed until 2 March)."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from analysis.vocabulary import StateWord, Vocabulary, key
from analysis.vocabulary.entries import RESUMED

_FEWEST, _MOST = 2, 8  # characters of an answer
_MOST_SPELLINGS = 64
# 已正常运转, 还没在营业, 部分恢复经营: that an enterprise works, said by any verb, and what is put before it.
_WORKS = "(?:复工|复产|开工|开机|生产|运转|运行|运作|运营|营运|营业|经营|开门|开动|开业|开张|投产|动工|恢复){1,2}了?"
_BEFORE = {
    "running": "(?:已经?|正在|在|均|都|全部|全面|完全|正常|重新|恢复)+",
    "partial": "已?经?[只仅]?(?:大部分?|小部分|少部分|部分|局部|少量)(?:恢复)?",
    "planned": "(?:拟|计划|预计|准备|即将|打算)(?:恢复)?",
    "stopped": "(?:[还尚仍暂]|至今)*(?:未能?|没有?|没能|不能?|无法|停止|暂停)(?:在|正常|恢复)*",
}
_ANSWER = re.compile(
    f"(?:目前|现在?)?(?:{'|'.join(f'(?P<{state}>{said})' for state, said in _BEFORE.items())}){_WORKS}"
)
_ALSO_LIKE = {"来": "未", "木": "未", "朱": "未"}  # in answers; 未来返岗人数 is a header
_DOUBTED = re.compile(r"\S{1,6}[?？]+|[?？]+\S{1,6}|[xX×✗][已复開开恢正]\S{1,4}")
_CLAUSES = re.compile(r"[;!?()\[\]\n]|,(?!\d| *(?:19|20)\d\d *(?:$|[,;)]))|\.(?!\d)|\bbut\b| - ")
_WORD = re.compile(r"[a-z]+")
_BY_PERCENT = re.compile(r"(?<!\d)\d{1,2}(?:\.\d+)? *%")  # operating at 60 %
_NOT = frozenset({"not", "never", "no", "cannot", "unable", "isn", "hasn", "haven", "won", "yet", "non"})
_NEVER = frozenset({"not", "never", "didn", "wasn"})  # never closed
_PARTLY = frozenset({"part", "partly", "partially", "half", "semi", "some"})
_PLANS = frozenset({
    "will", "expected", "expects", "expecting", "plan", "plans", "planned", "planning", "hope", "hopes", "hoping",
    "aim", "aims", "aiming", "intends", "due", "scheduled", "should", "to", "soon",
})  # fmt: skip
_LONGEST = 5  # words of a state
_SOME_LINES = re.compile(  # one of two lines running
    r"\b(\w+) (?:out )?of (?:the |its |our )?(?!\1\b)\w+ (?:production )?"
    r"(?:lines|furnaces|kilns|workshops|plants|units)\b"
)


def is_doubted(text: str) -> bool:
    """Whether a short answer is questioned or crossed out: 复工？, X复工."""
    return len(text) <= _MOST and bool(_DOUBTED.fullmatch(text))


def composed_state(text: str) -> str | None:
    """The state that a folded answer says by a verb and what stands before it, and by nothing else: 未运转."""
    found = _ANSWER.fullmatch(text)
    return found and found.lastgroup


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


def latin_states(text: str, vocabulary: Vocabulary) -> list[tuple[str, StateWord | None]]:
    """The clauses of a text and the state that each names, if it does."""
    parts = [part for part in _CLAUSES.split(text) if part.strip()]
    return [(part, vocabulary.states.get(key(part)) or _of_clause(part, vocabulary)) for part in parts]


def _of_clause(text: str, vocabulary: Vocabulary) -> StateWord | None:
    """The state that the words of a clause name: those of states.csv, the longest first, with what denies or plans
    them before. Of several the partial one, else the first."""
    words, found, at = _WORD.findall(text.lower()), [], 0
    while at < len(words):
        length = next(
            (n for n in range(_LONGEST, 0, -1) if at + n <= len(words) and _known(words[at : at + n], vocabulary)), 0
        )
        if length:
            found.append(_meant(vocabulary.states["".join(words[at : at + length])], words[:at]))
        at += length or 1
    if found and found[0].state == "running" and (_BY_PERCENT.search(text) or _SOME_LINES.search(text.lower())):
        return StateWord("partial", None)
    partial = next((word for word in found if word.state == "partial"), None)
    told_why = (word for word in found if word.reason and word.state == found[0].state)
    return partial or next(told_why, found[0] if found else None)


def _known(words: list[str], vocabulary: Vocabulary) -> bool:
    """Whether words together are a state; no, true and a single letter are answers only by themselves."""
    word = "".join(words)
    return len(word) > 3 and word != "true" and word in vocabulary.states


def _meant(word: StateWord, before: list[str]) -> StateWord:
    if word.state in RESUMED and not _NOT.isdisjoint(before[-3:]):
        return StateWord("stopped", None)
    if word.state in RESUMED and not _PLANS.isdisjoint(before[-4:]):
        return StateWord("planned", None)
    if word.state == "running" and not _PARTLY.isdisjoint(before[-2:]):
        return StateWord("partial", None)
    if word.state == "stopped" and not word.reason and not _NEVER.isdisjoint(before[-2:]):
        return StateWord("running", None)
    return word
