"""From clauses to the coding of a whole text: what is open, what was solved, direction and amount."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from analysis.intake.coding.clauses import read_clause
from analysis.intake.coding.compounds import join_compounds
from analysis.intake.coding.lexicon import Lexicon
from analysis.intake.coding.needs import first_need
from analysis.intake.coding.reading import GUESSED, Item, Reading
from analysis.intake.coding.segment import (
    CLAUSE_MARKS,
    HAS_NUMBER,
    Part,
    normalise,
    split_clauses,
    split_contrasts,
    tokenise,
)

CATEGORIES = (
    "labour", "raw_material", "logistics", "funds", "packaging", "energy", "protective_supplies", "chain", "orders",
    "approval", "equipment", "other", "none",
)  # fmt: skip
REMEMBERED = 50_000
HAS_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")
# Categories of what comes in.
INPUTS = ("raw_material", "energy", "packaging", "protective_supplies")


PLACE = {category: place for place, category in enumerate(CATEGORIES)}


def _place(item: Item) -> int:
    return PLACE[item.category]


class Found(NamedTuple):
    """One category of a text. `direction` only of logistics; amount and unit of the text's first open need."""

    category: str
    sub: str
    evidence: str
    confidence: float
    direction: str
    resolved: bool
    amount: float | None
    unit: str


class Coder:
    """Codes texts with one vocabulary; remembers clauses and what they say, since the same ones fill a ledger."""

    def __init__(self, lexicon: Lexicon):
        self.lexicon = lexicon
        self._parts: dict[tuple[str, str], list[Part]] = {}

    def code(self, text: str) -> list[Found]:
        """The difficulties of one text, in the order of CATEGORIES; `none` alone where nothing is open."""
        clean = normalise(text)
        reading = Reading()
        parts: list[Part] = []
        for piece in split_clauses(clean):
            known = self._parts.get(piece)
            for part in self._split(*piece) if known is None else known:
                reading.take(read_clause(part, reading))
                parts.append(part)
                if part.ended == "colon":
                    _begin_list(part, reading)
                elif part.ended == "stop":
                    reading.past = False
                    reading.carried = ()
        items = [item for item in reading.items if not item.closed] or _fallback(clean, reading, self.lexicon)
        if not items:
            return [_nothing_open(reading)]
        amount, unit = first_need(parts, items) if HAS_NUMBER.search(clean) else (None, "")
        return _rows(items, reading, amount, unit)

    def _split(self, text: str, mark: str) -> list[Part]:
        ended = CLAUSE_MARKS[mark]
        parts: list[Part] = []
        if text or ended == "stop":
            parts = split_contrasts(join_compounds(tokenise(text, self.lexicon)), len(text), ended)
        if len(self._parts) >= REMEMBERED:
            self._parts.clear()
        self._parts[text, mark] = parts
        return parts


def _begin_list(part: Part, reading: Reading) -> None:
    """存在困难：, 需协调：: what follows is the list, and what the clause itself opened is its heading."""
    if any("header" in token.kinds for token in part.tokens):
        reading.header = True
        reading.items = [item for item in reading.items if item.clause < reading.clause]


def _fallback(text: str, reading: Reading, lexicon: Lexicon) -> list[Item]:
    """Where no clause opened anything: bare things (资金、用工), general trouble, then single signs."""
    if reading.unknown or reading.items:
        return []
    clear = [item for item in reading.weak if item.category != "other"]
    if clear and not reading.settled:
        goods = any(topic.sense.role == "goods" for _, topic in reading.bare)
        return [replace(item, direction="in" if goods else "") for item in clear]
    if reading.bare and not reading.settled:
        return [
            Item(topic.sense.category, topic.sense.sub, "", [topic.token.text], topic.token.start, 0.55, clause)
            for clause, topic in reading.bare
            if topic.sense.category and topic.sense.role != "office"
        ]
    if reading.weak and not reading.settled:
        return reading.weak
    if reading.settled or reading.solved:
        return []
    for sign, category in lexicon.hints.items():
        if sign in text:
            return [Item(category, "", "", [sign], text.index(sign), 0.3, 0)]
    # Words, but none we know: a person should look.
    return [Item("other", "", "", [], 0, 0.2, 0)] if HAS_WORDS.search(text) else []


def _nothing_open(reading: Reading) -> Found:
    understood = reading.settled or reading.solved or reading.unknown
    return Found("none", "", "", 0.9 if understood else 0.2, "", reading.solved, None, "")


def _rows(items: list[Item], reading: Reading, amount: float | None, unit: str) -> list[Found]:
    if len(items) == 1:  # as of most texts
        (item,) = items
        direction = _direction(items, {item.category: items}, reading) if item.category == "logistics" else ""
        words = " ".join(item.words)
        return [Found(item.category, item.sub, words, item.confidence, direction, reading.solved, amount, unit)]
    items = sorted(items, key=_place)
    by_category: dict[str, list[Item]] = {}
    for item in items:
        by_category.setdefault(item.category, []).append(item)
    others = by_category.get("other", ())
    if others and len(by_category) > 1 and all(item.confidence < GUESSED for item in others):
        del by_category["other"]
    rows = []
    for category, group in by_category.items():
        first = group[0]
        words, sub, confidence = first.words, first.sub, first.confidence
        if len(group) > 1:
            words = dict.fromkeys(word for item in group for word in item.words)
            sub = "|".join(dict.fromkeys(item.sub for item in group if item.sub))
            confidence = max(item.confidence for item in group)
        direction = _direction(group, by_category, reading) if category == "logistics" else ""
        rows.append(Found(category, sub, " ".join(words), confidence, direction, reading.solved, amount, unit))
    return rows


def _direction(group: list[Item], by_category: dict[str, list[Item]], reading: Reading) -> str:
    """Of the goods: stated; else what a cause says (封路导致断料), else what cannot be delivered."""
    stated = {item.direction for item in group if item.direction}
    if stated:
        return stated.pop() if len(stated) == 1 else "both"
    first = min((item.clause, item.at) for item in group)
    if reading.caused and any((item.clause, item.at) > first for name in INPUTS for item in by_category.get(name, ())):
        return "in"
    if any("交" in word for item in by_category.get("orders", ()) for word in item.words):
        return "out"
    return ""
