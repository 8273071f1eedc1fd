"""From clauses to the coding of a whole text: what is open, what was solved, direction and amount."""

from __future__ import annotations

from typing import NamedTuple

from analysis.intake.coding.amounts import Quantity
from analysis.intake.coding.clauses import GUESSED, Clause, Item, Reading
from analysis.intake.coding.lexicon import Lexicon
from analysis.intake.coding.segment import Token, clauses, join_compounds, normalise, tokenise

CATEGORIES = (
    "labour", "raw_material", "logistics", "funds", "packaging", "energy", "protective_supplies", "chain", "orders",
    "approval", "equipment", "other", "none",
)  # fmt: skip
# Single signs that still hint at a category where nothing else was understood.
HINTS = {
    "labour": "人工员岗招", "funds": "钱款贷账资", "energy": "煤电气油", "logistics": "车路运卡", "packaging": "袋箱瓶桶盒",
    "protective_supplies": "罩毒温疫", "orders": "单卖销客", "approval": "批证章验", "equipment": "机修炉", "raw_material": "料货",
}  # fmt: skip


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


def code_text(text: str, lexicon: Lexicon) -> list[Found]:
    """The difficulties of one text, in the order of CATEGORIES; `none` alone where nothing is open."""
    clean = normalise(text)
    tokens = join_compounds(tokenise(clean, lexicon))
    reading = Reading()
    parts = clauses(tokens, len(clean))
    spans = []
    for part in parts:
        before, ended = len(reading.items), part.ended
        Clause(part, reading).read()
        spans.append((part.tokens, reading.clause))
        if ended == "colon":
            reading.header = reading.header or any("header" in token.kinds for token in part.tokens)
            reading.items[before:] = [item for item in reading.items[before:] if not reading.header]
        elif ended == "stop":
            reading.past = False
            reading.carried = []
    open_items = [item for item in reading.items if not item.closed]
    if not open_items:
        open_items = _fallback(clean, reading)
    amount, unit = _amount(spans, open_items)
    return _rows(open_items, reading, amount, unit)


def _fallback(text: str, reading: Reading) -> list[Item]:
    """Where no clause opened anything: bare things (资金、用工), general trouble, then single signs."""
    if reading.unknown or reading.items:
        return []
    if reading.bare and not reading.settled:
        return [
            Item(topic.sense.category, topic.sense.sub, "", [topic.token.text], topic.token.start, 0.55, 0)
            for topic in reading.bare
            if topic.sense.category
        ]
    if reading.weak and not reading.settled:
        return reading.weak
    if reading.settled or reading.solved:
        return []
    for category, signs in HINTS.items():
        found = [sign for sign in signs if sign in text]
        if found:
            return [Item(category, "", "", found[:1], text.index(found[0]), 0.3, 0)]
    return []


def _rows(items: list[Item], reading: Reading, amount: float | None, unit: str) -> list[Found]:
    by_category: dict[str, list[Item]] = {}
    for item in items:
        by_category.setdefault(item.category, []).append(item)
    if not by_category:
        understood = reading.settled or reading.solved or reading.unknown
        return [Found("none", "", "", 0.9 if understood else 0.2, "", reading.solved, None, "")]
    if (
        len(by_category) > 1
        and "other" in by_category
        and all(item.confidence < GUESSED for item in by_category["other"])
    ):
        del by_category["other"]
    rows = []
    for category in CATEGORIES:
        group = by_category.get(category)
        if group:
            words = dict.fromkeys(word for item in group for word in item.words)
            sub = "|".join(dict.fromkeys(item.sub for item in group if item.sub))
            direction = _direction(group, by_category, reading) if category == "logistics" else ""
            confidence = max(item.confidence for item in group)
            rows.append(Found(category, sub, " ".join(words), confidence, direction, reading.solved, amount, unit))
    return rows


def _direction(group: list[Item], by_category: dict[str, list[Item]], reading: Reading) -> str:
    stated = {item.direction for item in group if item.direction}
    if "both" in stated or {"in", "out"} <= stated:
        return "both"
    if stated:
        return stated.pop()
    return ""


def _amount(spans: list[tuple[list[Token], int]], items: list[Item]) -> tuple[float | None, str]:
    """The first quantity in a clause with an open need that is a need itself; the gap where total and gap stand."""
    open_clauses = {item.clause for item in items}
    first: Quantity | None = None
    for part, clause in spans:
        if clause not in open_clauses:
            continue
        for index, token in enumerate(part):
            quantity = token.quantity
            if quantity is None or quantity.kind == "share" or not _is_need(part, index, quantity):
                continue
            return quantity.value, quantity.unit
    return (None, "") if first is None else (first.value, first.unit)


def _is_need(part: list[Token], index: int, quantity: Quantity) -> bool:
    before = part[index - 1] if index else None
    if before is None:
        return True
    return not ("have" in before.kinds and "need_number" not in before.kinds)
