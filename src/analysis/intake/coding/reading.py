"""What is kept while a text is read: things spoken of, difficulties opened, and the state of the whole."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.intake.coding.token import Token
from analysis.intake.coding.word_files import Sense

# Confidence of what a clause says itself, of what it says of a thing named before, and of a guess from the verb.
SURE, CARRIED, GUESSED = 0.95, 0.8, 0.6
# States of a clause or text, as the bits of one number. Something is said to be solved; to be no difficulty; the
# content is not in the cell; what follows was before; a cause and its effect are named.
SOLVED, SETTLED, UNKNOWN, PAST, CAUSED = (1 << bit for bit in range(5))


@dataclass(slots=True, eq=False)
class Topic:
    """A thing spoken of; `wanted` (lack, ask, negated) where a word before it already makes it a difficulty.

    `kind` is topic, entity (an outside firm), aspect (库存, 供应) or quantity; `linked` by 、 or 和 to the one before.
    """

    sense: Sense
    token: Token
    kind: str = "topic"
    linked: bool = False
    wanted: str = ""
    bought: bool = False


@dataclass(slots=True, eq=False)
class Item:
    """A difficulty that a clause opens; `words` is its evidence, `at` where it stands in the clause."""

    category: str
    sub: str
    direction: str
    words: list[str]
    at: int
    confidence: float
    closed: bool = False


@dataclass(slots=True, eq=False)
class Said:
    """What one clause says.

    `bare`: things named without saying anything of them; `weak`: general trouble; `carried`: the thing the next
    clause may speak of; `closings`: for each 已解决 that speaks of clauses before, whether it means all of them, or the
    category that is no longer open;
    `recalls`: the clause asked what the one before spoke of.
    """

    items: tuple[Item, ...] = ()
    bare: tuple[Topic, ...] = ()
    weak: tuple[Item, ...] = ()
    carried: Topic | None = None
    closings: tuple[bool | str, ...] = ()
    states: int = 0
    recalls: bool = False

    def trouble(self, category: str, token: Token, confidence: float = 0.4) -> None:
        """Note a general trouble that counts only where nothing clearer is said."""
        self.weak += (Item(category, "", "", [token.text], token.start, confidence),)


class Reading:
    """What the clauses of a text have said so far, each thing with the number of its clause.

    `items` are those still open, `closed`: some no longer are; the rest in the words of Said.
    """

    __slots__ = ("bare", "carried", "clause", "closed", "items", "states", "weak")

    def __init__(self) -> None:
        self.items: list[tuple[int, Item]] = []
        self.bare: list[tuple[int, Topic]] = []
        self.weak: list[tuple[int, Item]] = []
        self.carried: Topic | None = None
        self.states = self.clause = 0
        self.closed = False

    def take(self, said: Said, ends: str) -> None:
        """Add what the next clause says and how it ends (see Part); the heading of a list opens no difficulty itself.

        What a clause said stays as it is, for other texts that have the same clause.
        """
        self.clause += 1
        for everything in said.closings:
            self._close(everything)
        self.states |= said.states
        for topic in said.bare:
            self.bare.append((self.clause, topic))
        for item in said.weak:
            self.weak.append((self.clause, item))
        if ends != "heading":
            for item in said.items:
                if item.closed:
                    self.closed = True
                else:
                    self.items.append((self.clause, item))
        if ends == "stop":
            # What was said of before, and of the thing spoken of last, holds no longer.
            self.states &= ~PAST
            self.carried = None
        elif said.carried is not None:
            self.carried = said.carried

    def _close(self, what: bool | str) -> None:
        """Close what is open of the last clause that has something open; everything; or one category."""
        if isinstance(what, str):
            kept = [(clause, item) for clause, item in self.items if item.category != what]
        else:
            last = self.items[-1][0] if self.items else 0
            kept = [] if what else [(clause, item) for clause, item in self.items if clause != last]
        if len(kept) < len(self.items):
            self.items = kept
            self.closed = True
            self.states |= SOLVED
