"""From a raw cell to clauses of known words: normalising and longest match."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from analysis.intake.coding.amounts import Quantity, find_quantities
from analysis.intake.coding.lexicon import Kinds, Lexicon
from analysis.intake.coding.word_files import Sense

if TYPE_CHECKING:
    from analysis.intake.coding.reading import Said

# Circled numbers become plain digits under NFKC and would stick to the next amount.
CIRCLED = re.compile("[①②③④⑤⑥⑦⑧⑨⑩⑴⑵⑶⑷⑸⑹⑺⑻⑼⒈⒉⒊⒋⒌⒍⒎]")
ENUMERATION = re.compile(
    r"(?<![^;。,:\s(])(?:\(?\d{1,2}\)|\d{1,2}[、.．](?!\d)|\([一二三四五六七八九十]\)|[一二三四五六]、|[一二三四五]是"
    r"|第[一二三四五],?|其[一二三四五],?)"
)
THOUSANDS = re.compile(r",(?<=\d,)(?=\d{3}(?!\d))")
# 还没, 都未, 迟迟没有 say what 没 and 未 say.
ADVERB = re.compile(r"(?:还|尚|仍|都|均|一直|迟迟|至今|暂|全|又|也)+(?=没(?!收假)|未)")
# 无法及时外运 is 无法外运.
MANNER = re.compile(r"(?<=无法|不能|没法|难以|未能)(?:及时|按时|按期|按计划|如期|顺利|正常|足额)(?=[运发送进出到交外])")
HAS_NUMBER = re.compile(r"[\d一二两三四五六七八九十百千半]")
# A quantity has no uses as a word has.
NUMBER: Kinds = {}
CLAUSE_MARKS = {
    **dict.fromkeys("。;!?！？\n\r|｜", "stop"),
    **dict.fromkeys(",，()[]【】{}<>《》“”\"'", "comma"),
    **dict.fromkeys(":：", "colon"),
}
CLAUSE = re.compile("([^{0}]*)([{0}])".format(re.escape("".join(CLAUSE_MARKS))))


class Token:
    """A known word, quantity or separator at `start`..`end`; `kinds` maps every kind of use to its sense.

    `modifier` is the thing a compound is about: 原料 in 原料运输.
    """

    __slots__ = ("end", "kinds", "modifier", "quantity", "start", "text")

    def __init__(self, start: int, end: int, text: str, kinds: Kinds, quantity: Quantity | None = None):
        self.start, self.end, self.text, self.kinds, self.quantity = start, end, text, kinds, quantity
        self.modifier: Sense | None = None


class Part:
    """The tokens of one clause, the kind of separator that ended it, and where it starts and ends in the text.

    `said` is what it says by itself, once it has been read.
    """

    __slots__ = ("end", "ended", "said", "start", "tokens")

    def __init__(self, tokens: list[Token], ended: str, start: int, end: int):
        self.tokens, self.ended, self.start, self.end = tokens, ended, start, end
        self.said: Said | None = None


def normalise(text: str) -> str:
    """Full width to half width, lower case, enumerations to sentence ends, 还没 and 都没 to 没, 无法按时 to 无法."""
    # What nearly every text has, replaced first, spares most texts the slow way through NFKC.
    text = text.replace("，", ",").replace("；", "。").replace("：", ":").replace("（", "(").replace("）", ")")
    text = unicodedata.normalize("NFKC", CIRCLED.sub("。", text)).lower().strip().replace("已经", "已")
    if HAS_NUMBER.search(text):
        text = THOUSANDS.sub("", ENUMERATION.sub("。", text))
    if "没" in text or "未" in text:
        text = ADVERB.sub("", text)
    return MANNER.sub("", text)


def tokenise(text: str, lexicon: Lexicon) -> list[Token]:
    """Known words by longest match, left to right; quantities and separators between them."""
    words, lengths, longer = lexicon.words, lexicon.lengths, lexicon.longer
    quantities = find_quantities(text, lexicon.measures) if HAS_NUMBER.search(text) else {}
    tokens: list[Token] = []
    position, size = 0, len(text)
    while position < size:
        for length in lengths.get(text[position : position + 2], ()):
            piece = text[position : position + length]
            kinds = words.get(piece)
            if kinds is not None:
                break
        else:
            piece = text[position]
            kinds = words.get(piece)
        if kinds is not None:
            end = position + len(piece)
            if piece in longer and _word_starts(text, end - 1, lexicon):
                # 缺口罩 is 缺 and 口罩, not 缺口 and 罩.
                piece, end = piece[:-1], end - 1
                kinds = words[piece]
            tokens.append(Token(position, end, piece, kinds))
            position = end
        elif position in quantities:
            quantity = quantities[position]
            tokens.append(Token(position, quantity.end, text[position : quantity.end], NUMBER, quantity))
            position = quantity.end
        else:
            position += 1
    return tokens


def _word_starts(text: str, position: int, lexicon: Lexicon) -> bool:
    """Whether a word of two signs or more starts at this position."""
    for length in lexicon.lengths.get(text[position : position + 2], ()):
        if length > 1 and text[position : position + length] in lexicon.words:
            return True
    return False


def split_clauses(text: str) -> list[tuple[str, str]]:
    """The pieces of a normalised text, each with the mark that ends it: a comma, colon or stop."""
    return CLAUSE.findall(text + "。")


def split_contrasts(tokens: list[Token], size: int, ended: str) -> list[Part]:
    """The parts of a clause between contrast words: 原料充足|但|没有订单."""
    found: list[Part] = []
    first, start = 0, 0
    for index, token in enumerate(tokens):
        if "contrast" in token.kinds:
            if index > first:
                found.append(Part(tokens[first:index], "comma", start, token.start))
            first, start = index + 1, token.end
    found.append(Part(tokens[first:], ended, start, size))
    return found
