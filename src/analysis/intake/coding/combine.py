"""From clauses to the coding of a whole text: what is open, what was solved, direction and amount."""

from __future__ import annotations

from typing import NamedTuple

from analysis.intake.coding.clauses import Clause
from analysis.intake.coding.compounds import join_compounds
from analysis.intake.coding.lexicon import Lexicon
from analysis.intake.coding.needs import first_need
from analysis.intake.coding.reading import GUESSED, Item, Reading
from analysis.intake.coding.segment import Part, normalise, split_clauses, tokenise

CATEGORIES = (
    "labour", "raw_material", "logistics", "funds", "packaging", "energy", "protective_supplies", "chain", "orders",
    "approval", "equipment", "other", "none",
)  # fmt: skip
# Single signs that still hint at a category where nothing else was understood.
HINTS = {
    "labour": "人工员岗招", "funds": "钱款贷账资", "energy": "煤电气油", "logistics": "车路运卡", "packaging": "袋箱瓶桶盒",
    "protective_supplies": "罩毒温疫", "orders": "单卖销客", "approval": "批证章验", "equipment": "机修炉", "raw_material": "料货",
}  # fmt: skip


# Categories of what comes in.
INPUTS = ("raw_material", "energy", "packaging", "protective_supplies")


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
    tokens = tokenise(clean, lexicon)
    reading = Reading()
    parts: list[tuple[Part, int]] = []
    for part in split_clauses(join_compounds(tokens, lexicon), len(clean)):
        before = len(reading.items)
        Clause(part, reading).read()
        parts.append((part, reading.clause))
        if part.ended == "colon":
            if any("header" in token.kinds for token in part.tokens):
                # 存在困难：, 需协调：: what follows is the list.
                reading.header = True
                del reading.items[before:]
        elif part.ended == "stop":
            reading.past = False
            reading.carried = []
    reading.caused = any("cause" in token.kinds for token in tokens)
    items = [item for item in reading.items if not item.closed] or _fallback(clean, reading)
    quantified = any(token.quantity is not None for token in tokens)
    amount, unit = first_need(parts, items) if quantified and items else (None, "")
    return _rows(items, reading, amount, unit)


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
    """Of the goods: stated; else what a cause says (封路导致断料), else what cannot be delivered."""
    stated = {item.direction for item in group if item.direction}
    if stated:
        return stated.pop() if len(stated) == 1 else "both"
    first = min(item.at for item in group)
    if reading.caused and any(item.at > first for name in INPUTS for item in by_category.get(name, ())):
        return "in"
    if any("交" in word for item in by_category.get("orders", ()) for word in item.words):
        return "out"
    return ""
