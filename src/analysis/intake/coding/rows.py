"""From what a text's clauses have opened to its rows: one per category, with evidence and direction."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from analysis.intake.coding.reading import CAUSED, GUESSED, SETTLED, SOLVED, UNKNOWN, Item, Reading, Said, Topic

CATEGORIES = (
    "labour", "raw_material", "logistics", "funds", "packaging", "energy", "protective_supplies", "chain", "orders",
    "approval", "equipment", "other", "none",
)  # fmt: skip
PLACES = {category: place for place, category in enumerate(CATEGORIES)}
# Categories of what comes in.
INPUTS = ("raw_material", "energy", "packaging", "protective_supplies")
HAS_WORDS = re.compile(r"[\u4e00-\u9fff]{2}|[a-z]{3}")
# What says in English that there is nothing; in Chinese the grammar knows.
_NOTHING = re.compile(r"(?:none|nil|n/?a|nothing|no(?: (?:problems?|difficult(?:y|ies)|issues?))?)\W*")

# A difficulty with the number of its clause.
Numbered = tuple[int, Item]


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


def guessed_items(text: str, reading: Reading, hints: dict[str, str]) -> list[Numbered]:
    """Where no clause opened anything: bare things (资金、用工), general trouble, then single signs."""
    if reading.states & (UNKNOWN | SETTLED) or reading.closed or _NOTHING.fullmatch(text):
        return []
    if reading.bare:
        return [(clause, item) for clause, topic in reading.bare for item in _named([topic])]
    if reading.weak:
        return reading.weak
    for sign, category in hints.items():
        if sign in text:
            return [(0, Item(category, "", "", [sign], text.index(sign), 0.3))]
    # Words, but none we know: a person should look.
    return [(0, Item("other", "", "", [], 0, 0.2))] if HAS_WORDS.search(text) else []


def guessed_alone(said: Said, clause: int) -> list[Numbered]:
    """What is named and nothing said of it, or costs that grew, in a sentence of its own among others
    (；设备检修；) or a short clause."""
    if said.closings or said.states or said.weak:
        return []
    if any(item.confidence >= GUESSED for item in said.items):
        return []
    costs = [replace(item, confidence=GUESSED) for item in said.items]
    return [(clause, item) for item in costs or _named(said.bare)]


def _named(topics: Iterable[Topic]) -> list[Item]:
    """The difficulties that things are which are merely named."""
    return [
        Item(topic.sense.category, topic.sense.sub, "", [topic.token.text], topic.token.start, 0.55)
        for topic in topics
        if topic.sense.category and topic.sense.role != "office"
    ]


def nothing_open(reading: Reading) -> Found:
    """The row of a text without an open difficulty."""
    understood = reading.states & (SETTLED | SOLVED | UNKNOWN)
    return Found("none", "", "", 0.9 if understood else 0.2, "", bool(reading.states & SOLVED), None, "")


def rows_of(items: list[Numbered], reading: Reading, unit: str) -> list[Found]:
    """One row per category of the open difficulties, in the order of CATEGORIES; the amount is not known yet."""
    resolved = bool(reading.states & SOLVED)
    by_category: dict[str, list[Numbered]] = {}
    for numbered in items:
        category = numbered[1].category
        if category in by_category:
            by_category[category].append(numbered)
        else:
            by_category[category] = [numbered]
    categories: Iterable[str] = by_category
    if len(by_category) > 1:
        if "other" in by_category and all(item.confidence < GUESSED for _, item in by_category["other"]):
            del by_category["other"]
        categories = sorted(by_category, key=PLACES.__getitem__)
    rows = []
    for category in categories:
        group = by_category[category]
        item = group[0][1] if len(group) == 1 else _together([item for _, item in group])
        direction = _direction(group, by_category, reading) if category == "logistics" else ""
        evidence = " ".join(item.words)
        rows.append(Found(category, item.sub, evidence, item.confidence, direction, resolved, None, unit))
    return rows


def _together(items: list[Item]) -> Item:
    """The difficulties of one category as one: all their words and kinds of energy, and the highest confidence."""
    words = [*dict.fromkeys([word for item in items for word in item.words])]
    sub = "|".join(dict.fromkeys([item.sub for item in items if item.sub]))
    return Item(items[0].category, sub, "", words, 0, max([item.confidence for item in items]))


def _direction(group: list[Numbered], by_category: dict[str, list[Numbered]], reading: Reading) -> str:
    """Of the goods: stated; else what a cause says (封路导致断料), else what cannot be delivered."""
    stated = {item.direction for _, item in group if item.direction}
    if stated:
        return stated.pop() if len(stated) == 1 else "both"
    if reading.states & CAUSED:
        first = min((clause, item.at) for clause, item in group)
        if any((clause, item.at) > first for name in INPUTS for clause, item in by_category.get(name, ())):
            return "in"
    if any("交" in word for _, item in by_category.get("orders", ()) for word in item.words):
        return "out"
    return ""
