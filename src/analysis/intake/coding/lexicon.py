"""The words difficulty texts are read with: small CSV files, turned into one table for longest match."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, filterfalse
from pathlib import Path
from typing import NamedTuple

from analysis.intake.coding.amounts import Measures, Unit, quantity_pattern
from analysis.intake.coding.word_files import EMPTY, Row, Sense, hint_signs, measure_words, word_rows

FOLDER = Path(__file__).resolve().parents[2] / "vocabulary" / "difficulties"
# Kinds of predicates, the first wins where a word has several; and words that take what follows them.
PREDICATES = (
    "undone", "move", "come", "closed", "lack", "hard", "late", "price", "fall", "unsold", "broken", "pay", "discharge",
)  # fmt: skip
PREFIXES = {"lack_before": "lack", "only": "lack", "ask": "ask"}
# Kinds of words that can end a compound: 包装+厂, 原料+运输; of the tails of things the first wins.
TAILS = (
    "tail_worker", "tail_entity", "tail_machine", "tail_place", "tail_raw", "tail_money", "tail_price", "tail_sales",
    "tail_paper", "tail_freight", "aspect",
)  # fmt: skip
JOINING = {"topic", "entity", "own", *TAILS}
DIGITS = frozenset("0123456789")
LIST_MARKS = "、/ \t+&・·"

# The uses of a word as the files give them, and every kind of use with its sense.
Uses = tuple[tuple[str, Sense], ...]
Kinds = dict[str, Sense]


class WordKinds(dict[str, Kinds]):
    """The kinds of each word, worked out when it is first met: of many thousands a week's texts have some hundreds."""

    def __init__(self, words: Mapping[str, Uses]):
        self._words = words

    def __missing__(self, word: str) -> Kinds:
        self[word] = found = _kinds(self._words[word])
        return found


class Lengths(dict[str, dict[str, tuple[int, ...]]]):
    """The lengths to try, longest first, by a word's first sign and its second ("" for any other).

    Worked out when a sign is first met; nothing for one with which no word begins. `longer` has those of the words
    beginning with the signs met that are another one and a sign more.
    """

    def __init__(self, words: Iterable[str]):
        self.longer: set[str] = set()
        self._words: dict[str, list[str]] = defaultdict(list)
        for word in words:
            self._words[word[0]].append(word)

    def __missing__(self, first: str) -> dict[str, tuple[int, ...]]:
        words = sorted(self._words.get(first, ()), key=len)
        known = set(words)
        found: dict[str, tuple[int, ...]] = {"": ()} if words else {}
        for word in words:
            second, length = word[1:2], len(word)
            those = found.get(second) or found[""]  # with the sign itself, where it is a word
            if length not in those:
                found[second] = (length, *those)
            if word[:-1] in known:
                self.longer.add(word)
        self[first] = found
        return found


class Lexicon(NamedTuple):
    """`words` and their uses, the kinds of each, and the lengths to try.

    `numbered` finds the words that have digits (84消毒液); `digit` is one that none of them has, "" if they have all.
    """

    words: dict[str, Uses]
    kinds: WordKinds
    lengths: Lengths
    measures: Measures
    hints: dict[str, str]
    numbered: re.Pattern[str]
    digit: str


def load_lexicon(overlays: tuple[Path, ...] = ()) -> Lexicon:
    """The package's vocabulary with the files of the overlay folders added, read again when one has changed; rows of a
    later folder win. An overlay folder holds any of the package's files, with the same columns.

    Raises OSError where a file cannot be read.
    """
    stamps = tuple(file.stat().st_mtime_ns for folder in overlays for file in sorted(folder.glob("*.csv")))
    return _lexicon((FOLDER, *overlays), stamps)


@lru_cache(maxsize=8)
def _lexicon(folders: tuple[Path, ...], _stamps: tuple[int, ...]) -> Lexicon:
    words: dict[str, Uses] = {}
    units: dict[str, Unit] = {}
    hints: dict[str, str] = {}
    for folder in folders:
        words |= _uses(word_rows(folder))  # a word of a later folder loses every use it had
        units |= measure_words(folder)
        hints |= hint_signs(folder)
    words |= dict.fromkeys(LIST_MARKS, (("list", EMPTY),))
    not_plain = filterfalse(str.isalpha, chain(words, units, hints))
    numbered = [word for word in not_plain if not DIGITS.isdisjoint(word)]
    digit = min(DIGITS.difference(*numbered), default="")
    pattern = re.compile("|".join(map(re.escape, numbered)) or "(?!)")
    measures = Measures(units, quantity_pattern(units))
    return Lexicon(words, WordKinds(words), Lengths(words), measures, hints, pattern, digit)


def _uses(rows: Iterable[Row]) -> dict[str, Uses]:
    found: dict[str, Uses] = {}
    for row in rows:
        use = ((row.kind, row.sense),)
        for word in row.words:
            if found.setdefault(word, use) is not use:
                found[word] += use
    return found


@lru_cache(maxsize=1024)  # words used alike share them
def _kinds(uses: Uses) -> Kinds:
    """Adds what the grammar asks most: the kind of predicate, prefix and tail, and whether the word joins."""
    kinds = dict(uses)
    predicate = next((kind for kind in PREDICATES if kind in kinds), "")
    if predicate:
        kinds["predicate"] = kinds[predicate]._replace(role=predicate)
    prefix = next((kind for kind in PREFIXES if kind in kinds), "")
    if prefix:
        kinds["prefix"] = Sense("", "", "", PREFIXES[prefix])
    if not JOINING.isdisjoint(kinds):
        kinds["joins"] = Sense("", "", "", next((kind for kind in TAILS if kind in kinds), ""))
    return kinds


def overlay_folders(overlays: Sequence[Path]) -> tuple[Path, ...]:
    """A survey's folder or its `vocabulary/difficulties` folder: both name the same overlay."""
    inner = [Path(folder) / "vocabulary" / "difficulties" for folder in overlays]
    return tuple(deep if deep.is_dir() else Path(given) for deep, given in zip(inner, overlays, strict=True))
