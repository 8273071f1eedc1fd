"""A word of a text, as the steps of reading hand it on."""

from __future__ import annotations

from analysis.intake.coding.amounts import Quantity
from analysis.intake.coding.lexicon import Kinds
from analysis.intake.coding.word_files import Sense


class Token:
    """A known word, quantity or separator at `start`..`end`; `kinds` maps every kind of use to its sense.

    `modifier` is the thing a compound is about: 原料 in 原料运输.
    """

    __slots__ = ("end", "kinds", "modifier", "quantity", "start", "text")

    def __init__(self, start: int, end: int, text: str, kinds: Kinds, quantity: Quantity | None = None):
        self.start = start
        self.end = end
        self.text = text
        self.kinds = kinds
        self.quantity = quantity
        self.modifier: Sense | None = None
