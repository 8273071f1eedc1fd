"""Which quantity of a text is its first open need."""

from __future__ import annotations

from analysis.intake.coding.amounts import Quantity
from analysis.intake.coding.reading import Item
from analysis.intake.coding.segment import Part, Token

# Words that give a total rather than what is lacking: 需求8万吨，缺口2.5万吨.
TOTALS = ("需要", "需", "需求", "急需", "求", "要")
# Goods that clauses of these categories count are piled up, which is no need.
PILED_UP = ("orders", "chain")
TELLING = ("topic", "good", "solved", "event", "deny", "entity")


def first_need(parts: list[Part], items: list[Item]) -> tuple[float | None, str]:
    """Amount and unit of the first need in reading order; the gap where its total stands before it.

    parts: the clauses, which items count from 1; items: the difficulties that are open. (None, "") where none is
    stated.
    """
    open_in = {item.clause for item in items}
    spoken_of = 0
    total: Quantity | None = None
    for number, part in enumerate(parts, 1):
        if number in open_in:
            spoken_of = number
        elif spoken_of and not _continues(part):
            spoken_of = 0
        if not spoken_of:
            continue
        for index, token in enumerate(part.tokens):
            quantity = token.quantity
            if quantity is None or not _is_need(part.tokens, index, quantity):
                continue
            if quantity.kind == "goods":
                if all(item.category in PILED_UP for item in items if item.clause == spoken_of):
                    continue
                quantity = _with_rate(quantity, part.tokens[:index])
            before = part.tokens[index - 1] if index else None
            gap = before is not None and "need_number" in before.kinds and before.text not in TOTALS
            if gap and (total is None or quantity.unit == total.unit):
                return _amount(quantity)
            if total is not None:
                return _amount(total)
            total = quantity
    return _amount(total) if total else (None, "")


def _amount(quantity: Quantity) -> tuple[float, str]:
    # 0.3万 times 10,000 is 3,000 and no more.
    return round(quantity.value, 6), quantity.unit


def _continues(part: Part) -> bool:
    """A clause that only adds a number to the one before: ，涉及12人 ，需3把 ，还差500只."""
    return bool(part.tokens) and not any(kind in token.kinds for token in part.tokens for kind in TELLING)


def _is_need(tokens: list[Token], index: int, quantity: Quantity) -> bool:
    before = tokens[index - 1] if index else None
    if quantity.kind == "share":
        return False
    if quantity.kind == "time":
        # How long a stock lasts is a need; 隔离14天 and 停产3天 are none.
        lasts = any("lasting" in token.kinds for token in tokens[:index]) or tokens[index].text.endswith("量")
        return bool(quantity.unit) and lasts
    if before is not None and "have" in before.kinds:
        # 现有口罩200只, 只剩50只: in hand.
        return False
    # 一条线开不起来, 一车货
    one_of = tokens[index].text[0] == "一" and quantity.value == 1
    return not one_of or (before is not None and "prefix" in before.kinds)


def _with_rate(quantity: Quantity, before: list[Token]) -> Quantity:
    if "/" not in quantity.unit and any("per_day" in token.kinds for token in before):
        return quantity._replace(unit=quantity.unit + "/天")
    return quantity
