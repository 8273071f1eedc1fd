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
    clause: int = 0


@dataclass(slots=True)
class Item:
    """A difficulty that a clause opens; `words` is its evidence, `at` where it stands in the text."""

    category: str
    sub: str
    direction: str
    words: list[str]
    at: int
    confidence: float
    clause: int
    closed: bool = False


@dataclass(slots=True)
class Reading:
    """What has been read of a text so far.

    `bare`: things named without saying anything of them; `weak`: general trouble; `carried`: the thing the next
    clause may speak of; `solved`: something is said to be solved; `settled`: something is said to be no difficulty;
    `unknown`: the content is not in the cell; `header`: a list of needs has begun (需协调：); `past`: what follows was
    before; `caused`: the text names a cause and its effect.
    """

    items: list[Item] = field(default_factory=list)
    bare: list[Topic] = field(default_factory=list)
    weak: list[Item] = field(default_factory=list)
    carried: list[Topic] = field(default_factory=list)
    solved: bool = False
    settled: bool = False
    unknown: bool = False
    header: bool = False
    past: bool = False
    caused: bool = False
    clause: int = 0

    def trouble(self, category: str, token: Token, confidence: float = 0.4) -> None:
        """Note a general trouble that counts only where nothing clearer is said."""
        self.weak.append(Item(category, "", "", [token.text], token.start, confidence, self.clause))
