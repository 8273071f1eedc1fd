"""From a normalised text to clauses of known words: longest match."""

from __future__ import annotations

import re

from analysis.intake.coding.amounts import HAS_NUMBER, Quantities, Quantity, find_quantities
from analysis.intake.coding.lexicon import Kinds, Lexicon
from analysis.intake.coding.reading import Said
from analysis.intake.coding.token import Token

# A quantity has no uses as a word has.
NUMBER: Kinds = {}
# Kinds of words that make a clause say something of its own.
TELLING = frozenset(("topic", "good", "solved", "event", "deny", "entity"))
_FEW = 4
_STATED = ("", "thing", "money", "vehicle", "paper")  # people and goods may merely be described
CLAUSE_MARKS = {
    **dict.fromkeys("。;!?！？\n\r|｜", "stop"),
    **dict.fromkeys(",，()[]【】{}<>《》“”\"'", "comma"),
    **dict.fromkeys(":：", "colon"),
}
CLAUSE = re.compile("([^{0}]*)([{0}])".format(re.escape("".join(CLAUSE_MARKS))))


class Part:
    """The tokens of one clause, how it ends, and where it starts and ends between two marks.

    `ends`: a comma, a stop, a heading (存在困难：) after which a list begins, or the name of what follows (用工方面：).
    `numbers`: where in `tokens` its quantities are. `short`: it is a thing and no more than a few signs that we do not
    know: 融资渠道窄, 设备检修.
    `said` is what it says by itself, once it has been read.
    """

    __slots__ = ("end", "ends", "numbers", "said", "short", "start", "tokens")

    def __init__(self, tokens: list[Token], ends: str, start: int, end: int):
        self.tokens, self.ends, self.start, self.end = tokens, ends, start, end
        self.said: Said | None = None
        self.numbers = [index for index, token in enumerate(tokens) if token.quantity is not None]
        self.short = self._is_short()

    def only_adds(self) -> bool:
        """Whether it only adds a number to the clause before: ，涉及12人 ，需3把 ，还差500只."""
        wished = any("ask" in token.kinds for token in self.tokens)  # 望帮助解决500只
        telling = TELLING - {"solved"} if wished else TELLING
        return bool(self.tokens) and all(telling.isdisjoint(token.kinds) for token in self.tokens)

    def _is_short(self) -> bool:
        if (
            self.numbers
            or self.ends == "name"
            or not self.tokens
            or self.end - self.tokens[-1].end > _FEW
            or self.tokens[0].start > self.start
        ):
            return False
        things = [token for token in self.tokens if "ignore" not in token.kinds]
        return len(things) == 1 and "topic" in things[0].kinds and things[0].kinds["topic"].role in _STATED


def find_words(text: str, lexicon: Lexicon, known: Quantities) -> tuple[list[str | Quantity], list[int]]:
    """Known words by longest match, left to right, quantities and separators between them; and where each starts."""
    words, lengths, longer = lexicon.words, lexicon.lengths, lexicon.lengths.longer
    quantities = find_quantities(text, lexicon.measures, known) if HAS_NUMBER.search(text) else {}
    found: list[str | Quantity] = []
    starts: list[int] = []
    signs = [*text, ""]
    position, size = 0, len(text)
    while position < size:
        seconds = lengths[signs[position]]
        if seconds:
            for length in seconds.get(signs[position + 1]) or seconds[""]:
                word = text[position : position + length]
                if word in words:
                    if word in longer and _word_starts(text, position + len(word) - 1, lexicon):
                        # 缺口罩 is 缺 and 口罩, not 缺口 and 罩.
                        word = word[:-1]
                    if length == 1 and _is_attribute(text, position, lexicon):
                        continue
                    if word[0] == "的" and _is_somebody(word[1:], lexicon) and not _touches(found, starts, position):
                        # 上海的供应商: before it is no word that we know, to which it would be joined.
                        word, position = word[1:], position + 1
                    found.append(word)
                    starts.append(position)
                    position += len(word)
                    break
            else:
                seconds = {}
        if not seconds:
            quantity = quantities.get(position)
            if quantity is None:
                position += 1
            else:
                found.append(quantity)
                starts.append(position)
                position += len(quantity.text)
    return found, starts


def _is_attribute(text: str, position: int, lexicon: Lexicon) -> bool:
    """Whether 大, 重 or 高 belongs to what follows, which we do not know: 大棚, 重建, 高消费."""
    if "attribute" not in lexicon.kinds[text[position]]:
        return False
    behind = text[position + 1 : position + 2]
    unknown = behind.isalpha() and behind not in "于得的了过到" and behind not in lexicon.words
    return unknown and not _word_starts(text, position + 1, lexicon)


def _is_somebody(word: str, lexicon: Lexicon) -> bool:
    """Whether a word names a firm or people."""
    kinds = lexicon.kinds[word] if word in lexicon.words else NUMBER
    return "entity" in kinds or ("topic" in kinds and kinds["topic"].role == "person")


def _touches(found: list[str | Quantity], starts: list[int], position: int) -> bool:
    """Whether the last word that was found ends at this position."""
    return bool(found) and found[-1].__class__ is str and starts[-1] + len(found[-1]) == position


def _word_starts(text: str, position: int, lexicon: Lexicon) -> bool:
    """Whether a word of two signs or more starts at this position."""
    for length in lexicon.lengths[text[position]].get(text[position + 1 : position + 2], ()):
        if length > 1 and text[position : position + length] in lexicon.words:
            return True
    return False


def split_clauses(text: str) -> list[tuple[str, str]]:
    """The pieces of a normalised text, each with the mark that ends it: a comma, colon or stop."""
    return CLAUSE.findall(text + "。")


def split_contrasts(tokens: list[Token], size: int, mark: str) -> list[Part]:
    """The parts of a clause between contrast words: 原料充足|但|没有订单; `mark` is what ends the last."""
    found: list[Part] = []
    first, start = 0, 0
    for index, token in enumerate(tokens):
        if "contrast" in token.kinds:
            if index > first:
                found.append(Part(tokens[first:index], "comma", start, token.start))
            first, start = index + 1, token.end
    if first:
        tokens = tokens[first:]
    if mark == "colon":
        mark = "heading" if any("header" in token.kinds for token in tokens) else "name"
    found.append(Part(tokens, mark, start, size))
    return found
