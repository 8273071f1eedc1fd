"""From a raw cell to clauses of known words: normalising, longest match, and joining words into compounds."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from analysis.intake.coding.amounts import Quantity, find_quantities
from analysis.intake.coding.lexicon import Lexicon, Sense

# Circled numbers become plain digits under NFKC and would stick to the next amount.
CIRCLED = {ord(sign): "。" for sign in "①②③④⑤⑥⑦⑧⑨⑩⑴⑵⑶⑷⑸⑹⑺⑻⑼⒈⒉⒊⒋⒌⒍⒎"}
ENUMERATION = re.compile(
    r"(?:(?<=[;。,:：\s(])|^)(?:\(?\d{1,2}\)|\d{1,2}[、.．](?!\d)|\([一二三四五六七八九十]\)|[一二三四五六]、|[一二三四五]是"
    r"|第[一二三四五],?|其[一二三四五],?)"
)
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
SEPARATORS = {
    **dict.fromkeys("。;!?！？\n\r|｜", "stop"),
    **dict.fromkeys(",，", "comma"),
    **dict.fromkeys(":：", "colon"),
    **dict.fromkeys("、/ \t+&・·", "list"),
    **dict.fromkeys("()[]【】{}<>《》“”\"'", "comma"),
}
EMPTY = Sense("", "", "", "")
# Heads that say what is wanted of the thing before them, which stays the topic: 车辆手续, 贷款审批.
KEEPS_PAPER = {"funds", "logistics", "labour"}


class Token:
    """A known word, quantity or separator at `start`..`end`; `kinds` maps every kind of use to its sense."""

    __slots__ = ("end", "kinds", "modifier", "quantity", "start", "text")

    def __init__(self, start: int, end: int, text: str, kinds: dict[str, Sense], quantity: Quantity | None = None):
        self.start, self.end, self.text, self.kinds = start, end, text, kinds
        self.quantity = quantity
        # The topic a compound was made of: 原料 in 原料运输.
        self.modifier: Sense | None = None


_NUMBER = {"number": EMPTY}
_SEPARATOR_KINDS = {kind: {kind: EMPTY} for kind in ("stop", "comma", "colon", "list")}
# 还没, 都未, 迟迟没有 say what 没 and 未 say.
ADVERB = re.compile(r"(?:还|尚|仍|都|均|一直|迟迟|至今|暂|全|又|也)+(?=没(?!收假)|未)")
_HAS_NUMBER = re.compile(r"[\d一二两三四五六七八九十百千半]")


def normalise(text: str) -> str:
    """Full width to half width, lower case, enumerations to sentence ends."""
    text = unicodedata.normalize("NFKC", text.translate(CIRCLED)).lower().strip()
    if _HAS_NUMBER.search(text):
        text = THOUSANDS.sub("", ENUMERATION.sub("。", text))
    return ADVERB.sub("", text) if "没" in text or "未" in text else text


def tokenise(text: str, lexicon: Lexicon) -> list[Token]:
    """Known words by longest match, left to right; quantities and separators between them."""
    quantities = {}
    if _HAS_NUMBER.search(text):
        quantities = {quantity.start: quantity for quantity in find_quantities(text, lexicon)}
    words, lengths, separators = lexicon.words, lexicon.lengths, SEPARATORS
    tokens: list[Token] = []
    position, size = 0, len(text)
    while position < size:
        first = text[position]
        for length in lengths.get(first, ()):
            piece = text[position : position + length]
            word = words.get(piece)
            if word is not None and len(piece) == length:
                if length > 1 and piece[:-1] in words and _straddled(text, position + length - 1, words, lengths):
                    # 缺口罩 is 缺 and 口罩, not 缺口 and 罩.
                    piece, length = piece[:-1], length - 1
                    word = words[piece]
                tokens.append(Token(position, position + length, piece, word.kinds))
                position += length
                break
        else:
            kind = separators.get(first)
            if kind:
                tokens.append(Token(position, position + 1, first, _SEPARATOR_KINDS[kind]))
            elif position in quantities:
                quantity = quantities[position]
                tokens.append(Token(position, quantity.end, text[position : quantity.end], _NUMBER, quantity))
                position = quantity.end - 1
            position += 1
    return tokens


def _straddled(text: str, position: int, words: dict[str, object], lengths: dict[str, tuple[int, ...]]) -> bool:
    """Whether a word of two signs or more starts at this position."""
    tried = lengths.get(text[position], ())
    return any(
        length > 1 and len(text) >= position + length and text[position : position + length] in words
        for length in tried
    )


def join_compounds(tokens: list[Token]) -> list[Token]:
    """Words that touch and form one thing become one token: 硫酸+厂, 包装+车间, 电煤+采购资金, 茶叶+价格."""
    joined: list[Token] = []
    for token in tokens:
        last = joined[-1] if joined else None
        if last is not None and last.end == token.start and ("topic" in last.kinds or "entity" in last.kinds):
            compound = _compound(last, token)
            if compound is not None:
                joined[-1] = compound
                continue
        joined.append(token)
    return joined


def _compound(last: Token, token: Token) -> Token | None:
    kinds = token.kinds
    if "topic" not in last.kinds:
        # 客户+付款: the thing is meant; 煤矿+企业, 下游+工地: the outside firm stays one.
        if "topic" in kinds:
            return _made(last, token, kinds) if kinds["topic"].category in ("funds", "orders") else None
        if "tail_entity" in kinds or "entity" in kinds:
            head = kinds.get("entity") or last.kinds["entity"]
            return _made(
                last, token, {"entity": head if head.category or head.role == "down" else last.kinds["entity"]}
            )
        return _made(last, token, {"own": EMPTY}) if "own" in kinds else None
    modifier = last.kinds["topic"]
    for tail, make in TAILS.items():
        if tail in kinds:
            return _made(last, token, make(modifier))
    if "topic" in kinds:
        head = kinds["topic"]
        if head.category == "approval" and modifier.category in KEEPS_PAPER:
            head = modifier
        made = _made(last, token, {**kinds, "topic": head})
        made.modifier = modifier if modifier.role in ("goods", "product") else last.modifier
        return made
    if "entity" in kinds:
        return _made(last, token, kinds)
    if "own" in kinds:
        return _made(last, token, {"entity": _supplier(modifier)})
    return None


def _made(last: Token, token: Token, kinds: dict[str, Sense]) -> Token:
    made = Token(last.start, token.end, last.text + token.text, kinds)
    topic = last.kinds.get("topic")
    made.modifier = topic if topic and topic.role in ("goods", "product") else last.modifier
    return made


def _supplier(topic: Sense) -> Sense:
    category = "" if topic.category in ("orders", "labour", "other") or topic.role == "product" else topic.category
    return Sense(category, topic.sub, "", "made")


def _worker(topic: Sense) -> dict[str, Sense]:
    if topic.category == "approval":
        return {"topic": topic}
    role = "technician" if topic.role == "technician" else "person"
    return {"topic": Sense("equipment" if role == "technician" else "labour", "", "", role)}


def _paper(topic: Sense) -> dict[str, Sense]:
    return {"topic": topic if topic.category in KEEPS_PAPER else Sense("approval", "", "", "paper")}


TAILS = {
    "tail_worker": _worker,
    "tail_entity": lambda topic: {"entity": _supplier(topic)},
    "tail_machine": lambda topic: {"topic": Sense("equipment", "", "in", "goods")},
    "tail_place": lambda topic: {"place": EMPTY},
    "tail_raw": lambda topic: {"topic": Sense("raw_material", "", "in", "goods")},
    "tail_money": lambda topic: {"topic": Sense("funds", "", "", "money")},
    "tail_price": lambda topic: {"topic": topic},
    "tail_sales": lambda topic: {"topic": Sense("orders", "", "", "thing")},
    "tail_paper": _paper,
    "tail_freight": lambda topic: {"topic": Sense("logistics", "", "", "thing")},
    "aspect": lambda topic: {"topic": topic},
}


class Part(NamedTuple):
    """The tokens of one clause, the separator that ended it, and where it starts and ends in the text."""

    tokens: list[Token]
    ended: str
    start: int
    end: int


def clauses(tokens: list[Token], size: int) -> list[Part]:
    """Tokens of a text of this size between commas, stops, colons and contrast words."""
    found: list[Part] = []
    current: list[Token] = []
    start = 0
    for token in tokens:
        kinds = token.kinds
        ended = next((kind for kind in ("comma", "stop", "colon") if kind in kinds), "")
        if not ended and "contrast" in kinds:
            ended = "comma"
        if ended:
            if current or ended == "stop":
                found.append(Part(current, ended, start, token.start))
            current, start = [], token.end
        else:
            current.append(token)
    if current:
        found.append(Part(current, "stop", start, size))
    return found
