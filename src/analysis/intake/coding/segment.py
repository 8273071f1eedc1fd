"""From a raw cell to clauses of known words: normalising and longest match."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from analysis.intake.coding.amounts import Quantity, find_quantities
from analysis.intake.coding.lexicon import EMPTY, Lexicon, Sense

# Circled numbers become plain digits under NFKC and would stick to the next amount.
CIRCLED = re.compile("[①②③④⑤⑥⑦⑧⑨⑩⑴⑵⑶⑷⑸⑹⑺⑻⑼⒈⒉⒊⒋⒌⒍⒎]")
ENUMERATION = re.compile(
    r"(?:(?<=[;。,:：\s(])|^)(?:\(?\d{1,2}\)|\d{1,2}[、.．](?!\d)|\([一二三四五六七八九十]\)|[一二三四五六]、|[一二三四五]是"
    r"|第[一二三四五],?|其[一二三四五],?)"
)
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
# 还没, 都未, 迟迟没有 say what 没 and 未 say.
ADVERB = re.compile(r"(?:还|尚|仍|都|均|一直|迟迟|至今|暂|全|又|也)+(?=没(?!收假)|未)")
# 无法及时外运 is 无法外运.
MANNER = re.compile(r"(?<=无法|不能|没法|难以|未能)(?:及时|按时|按期|按计划|如期|顺利|正常|足额)(?=[运发送进出到交外])")
HAS_NUMBER = re.compile(r"[\d一二两三四五六七八九十百千半]")
NUMBER = {"number": EMPTY}
CLAUSE_MARKS = {
    **dict.fromkeys("。;!?！？\n\r|｜", "stop"),
    **dict.fromkeys(",，()[]【】{}<>《》“”\"'", "comma"),
    **dict.fromkeys(":：", "colon"),
}
CLAUSE_END = re.compile("([" + re.escape("".join(CLAUSE_MARKS)) + "])")


class Token:
    """A known word, quantity or separator at `start`..`end`; `kinds` maps every kind of use to its sense.

    `modifier` is the thing a compound is about: 原料 in 原料运输.
    """

    __slots__ = ("end", "kinds", "modifier", "quantity", "start", "text")

    def __init__(self, start: int, end: int, text: str, kinds: dict[str, Sense]):
        self.start, self.end, self.text, self.kinds = start, end, text, kinds
        self.quantity: Quantity | None = None
        self.modifier: Sense | None = None


class Part(NamedTuple):
    """The tokens of one clause, the kind of separator that ended it, and where it starts and ends in the text."""

    tokens: list[Token]
    ended: str
    start: int
    end: int


def normalise(text: str) -> str:
    """Full width to half width, lower case, enumerations to sentence ends, 还没 and 都没 to 没, 无法按时 to 无法."""
    text = unicodedata.normalize("NFKC", CIRCLED.sub("。", text)).lower().strip().replace("已经", "已")
    if HAS_NUMBER.search(text):
        text = THOUSANDS.sub("", ENUMERATION.sub("。", text))
    text = ADVERB.sub("", text) if "没" in text or "未" in text else text
    return MANNER.sub("", text)


def tokenise(text: str, lexicon: Lexicon) -> list[Token]:
    """Known words by longest match, left to right; quantities and separators between them."""
    quantities = {}
    if HAS_NUMBER.search(text):
        quantities = {quantity.start: quantity for quantity in find_quantities(text, lexicon)}
    words, lengths = lexicon.words, lexicon.lengths
    tokens: list[Token] = []
    position, size = 0, len(text)
    while position < size:
        for length in lengths.get(text[position : position + 2], ()):
            piece = text[position : position + length]
            word = words.get(piece)
            if word is not None and len(piece) == length:
                break
        else:
            piece = text[position]
            word = words.get(piece)
        if word is not None:
            length = len(piece)
            if length > 1 and piece[:-1] in words and _word_starts(text, position + length - 1, lexicon):
                # 缺口罩 is 缺 and 口罩, not 缺口 and 罩.
                piece, length = piece[:-1], length - 1
                word = words[piece]
            tokens.append(Token(position, position + length, piece, word.kinds))
            position += length
        elif position in quantities:
            quantity = quantities[position]
            token = Token(position, quantity.end, text[position : quantity.end], NUMBER)
            token.quantity = quantity
            tokens.append(token)
            position = quantity.end
        else:
            position += 1
    return tokens


def _word_starts(text: str, position: int, lexicon: Lexicon) -> bool:
    """Whether a word of two signs or more starts at this position."""
    tried = lexicon.lengths.get(text[position : position + 2], ())
    return any(
        length > 1 and len(text) >= position + length and text[position : position + length] in lexicon.words
        for length in tried
    )


def split_clauses(text: str) -> list[tuple[str, str]]:
    """The pieces of a normalised text between commas, colons and stops, each with the kind of mark that ended it."""
    pieces = CLAUSE_END.split(text)
    found = []
    for at in range(0, len(pieces), 2):
        ended = CLAUSE_MARKS[pieces[at + 1]] if at + 1 < len(pieces) else "stop"
        if pieces[at] or ended == "stop":
            found.append((pieces[at], ended))
    return found


def split_contrasts(tokens: list[Token], size: int, ended: str) -> list[Part]:
    """The parts of a clause between contrast words: 原料充足|但|没有订单."""
    found: list[Part] = []
    current: list[Token] = []
    start = 0
    for token in tokens:
        if "contrast" in token.kinds:
            if current:
                found.append(Part(current, "comma", start, token.start))
            current, start = [], token.end
        else:
            current.append(token)
    found.append(Part(current, ended, start, size))
    return found
