"""Which quantity of a text is its first open need."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.intake.coding.amounts import Quantity
from analysis.intake.coding.predicates import STAFF
from analysis.intake.coding.reading import Item, Topic
from analysis.intake.coding.segment import Part
from analysis.intake.coding.token import Token

# Words that give a total rather than what is lacking: 需求8万吨，缺口2.5万吨.
TOTALS = ("需要", "需", "需求", "急需", "求", "要")
# Goods that clauses of these categories count are piled up, which is no need.
PILED_UP = ("orders", "chain")

# How it goes on where people are those who are missing.
NOT_HERE = ("未", "没", "无法", "不能")

# Kinds of words before what is no need: 每周只能生产3天, 被淹1.2米, 每吨260元; and beside what is a price: 涨至5200元.
NO_NEED_AFTER = frozenset(("status", "broken", "weak", "each"))
PRICED = frozenset(("price", "fall"))
# Kinds of words behind which a number without a measure word is one.
WANTED = frozenset(("prefix", "need_number", "topic", "lack"))

# A quantity, where it starts in the text, and its unit.
Need = tuple[Quantity, int, str]


def first_need(
    parts: list[tuple[Part, int]], items: list[tuple[int, Item]], named: list[tuple[int, Topic]]
) -> Need | None:
    """The first need in reading order; the gap where its total stands before it. None where none is stated.

    parts: the clauses and where each starts; items: the open difficulties with the numbers of their clauses, from 1;
    named: what is named there, of which a later clause may tell (要还贷1500万，压力大).
    """
    told = {item.category for _, item in items}
    merely_named = {at for at, topic in named if topic.sense.category in told} - {at for at, _ in items}
    open_in = dict.fromkeys(merely_named, False)
    for clause, item in items:
        open_in[clause] = open_in.get(clause, True) and item.category in PILED_UP
    total: Need | None = None
    for need, is_gap in _needs(parts, open_in, merely_named):
        if is_gap and (total is None or need[2] == total[2]):
            return need
        if total is not None:
            return total
        total = need
    return total


def _needs(
    parts: list[tuple[Part, int]], open_in: dict[int, bool], merely_named: set[int]
) -> Iterator[tuple[Need, bool]]:
    """The needs in reading order, and whether each is a gap. ``open_in``: the numbers of the clauses with difficulties,
    and whether all of these are of goods piled up."""
    spoken_of = 0
    for number, (part, start) in enumerate(parts, 1):
        if number in open_in:
            spoken_of = number
        elif spoken_of and not part.only_adds():
            spoken_of = 0
        for index in part.numbers if spoken_of else ():
            token = part.tokens[index]
            quantity = token.quantity
            if not _is_need(part.tokens, index, quantity):
                continue
            if number in merely_named and quantity.kind not in ("time", "money"):
                continue
            unit = quantity.unit
            if unit == "个" and _counts_people(part.tokens, index):
                unit = "人"
            elif quantity.kind == "goods":
                if open_in[spoken_of]:
                    continue
                if "/" not in unit and any(["per_day" in token.kinds for token in part.tokens[:index]]):
                    unit += "/天"
            before = part.tokens[index - 1] if index else None
            is_gap = before is not None and "need_number" in before.kinds and before.text not in TOTALS
            yield (quantity, start + token.start, unit), is_gap


def _counts_people(tokens: list[Token], index: int) -> bool:
    """Whether persons follow a quantity: 七八个缝纫工."""
    behind = tokens[index + 1 : index + 2]
    return any("topic" in token.kinds and token.kinds["topic"].role in STAFF for token in behind)


def _is_need(tokens: list[Token], index: int, quantity: Quantity) -> bool:
    before = tokens[index - 1] if index else None
    if quantity.kind == "share" or (before is not None and not NO_NEED_AFTER.isdisjoint(before.kinds)):
        return False
    behind = tokens[index + 1] if index + 1 < len(tokens) else None
    if quantity.unit == "个" and behind is not None and "bad" in behind.kinds:
        return False  # 三个问题
    beside = tokens[max(index - 1, 0) : index + 2]
    if quantity.kind == "money" and any(not PRICED.isdisjoint(near.kinds) for near in beside):
        return False
    if quantity.kind == "time":
        # How long a stock lasts is a need; 隔离14天 and 停产3天 are none.
        lasts = any("lasting" in token.kinds for token in tokens[:index]) or quantity.text.endswith("量")
        return bool(quantity.unit) and lasts
    if before is not None and "have" in before.kinds:
        # 现有口罩200只, 只剩50只: in hand; 尚有136人未到岗 are not.
        behind = tokens[index + 1 : index + 2]
        return quantity.kind == "person" and any(token.text.startswith(NOT_HERE) for token in behind)
    if not quantity.kind:
        # 缺口罩3000; of what nothing says that it is wanted, a bare number counts nothing.
        near = before is not None and tokens[index].start - before.end <= 2
        return near and not WANTED.isdisjoint(before.kinds)
    if quantity.text[0] != "一" or quantity.kind == "money" or (quantity.spoken + quantity.more) * quantity.factor != 1:
        return True
    # 缺一名电工 is a need; 一条线开不起来, 一车货 are none.
    return before is not None and "prefix" in before.kinds
