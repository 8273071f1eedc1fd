"""What is kept while a text is read: things spoken of, difficulties opened, and the state of the whole."""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis.intake.coding.segment import Token
from analysis.intake.coding.word_files import Sense

# Confidence of what a clause says itself, of what it says of a thing named before, and of a guess from the verb.
SURE, CARRIED, GUESSED = 0.95, 0.8, 0.6


@dataclass(slots=True)
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


@dataclass(slots=True)
class Item:
    """A difficulty that a clause opens; `words` is its evidence, `at` where it stands in the text."""

    category: str
    sub: str
    direction: str
    words: list[str]
    at: int
    confidence: float
    clause: int = 0
    closed: bool = False


@dataclass(slots=True)
class Said:
    """What one clause says.

    `bare`: things named without saying anything of them; `weak`: general trouble; `carried`: the thing the next
    clause may speak of; `closings`: for each 已解决 that speaks of clauses before, whether it means all of them;
    `solved`: something is said to be solved; `settled`: something is said to be no difficulty; `unknown`: the content
    is not in the cell; `past`: what follows was before; `caused`: the text names a cause and its effect; `recalls`:
    the clause asked what the one before spoke of.
    """

    items: tuple[Item, ...] = ()
    bare: tuple[Topic, ...] = ()
    weak: tuple[Item, ...] = ()
    carried: tuple[Topic, ...] = ()
    closings: tuple[bool, ...] = ()
    solved: bool = False
    settled: bool = False
    unknown: bool = False
    past: bool = False
    caused: bool = False
    recalls: bool = False

    def trouble(self, category: str, token: Token, confidence: float = 0.4) -> None:
        """Note a general trouble that counts only where nothing clearer is said."""
        self.weak += (Item(category, "", "", [token.text], token.start, confidence),)


@dataclass(slots=True)
class Reading:
    """What the clauses of a text have said so far, in the words of Said.

    `clause` counts them, `bare` has each thing with the number of its clause; `header`: a list of needs has begun
    (需协调：).
    """

    items: list[Item] = field(default_factory=list)
    bare: list[tuple[int, Topic]] = field(default_factory=list)
    weak: list[Item] = field(default_factory=list)
    carried: tuple[Topic, ...] = ()
    solved: bool = False
    settled: bool = False
    unknown: bool = False
    past: bool = False
    caused: bool = False
    header: bool = False
    clause: int = 0

    def take(self, said: Said) -> None:
        """Add what the next clause says; what it said stays as it is, for other texts that have the same clause."""
        self.clause += 1
        for everything in said.closings:
            self._close(everything)
        for item in said.items:
            self.items.append(_numbered(item, self.clause))
        for item in said.weak:
            self.weak.append(_numbered(item, self.clause))
        for topic in said.bare:
            self.bare.append((self.clause, topic))
        if said.carried:
            self.carried = said.carried
        if said.solved:
            self.solved = True
        if said.settled:
            self.settled = True
        if said.unknown:
            self.unknown = True
        if said.past:
            self.past = True
        if said.caused:
            self.caused = True

    def _close(self, everything: bool) -> None:
        """Close what is open of the last clause that has something open, or everything."""
        open_items = [item for item in self.items if not item.closed]
        for item in open_items:
            if everything or item.clause == open_items[-1].clause:
                item.closed = self.solved = True


def _numbered(item: Item, clause: int) -> Item:
    return Item(item.category, item.sub, item.direction, item.words, item.at, item.confidence, clause, item.closed)
