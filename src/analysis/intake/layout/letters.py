"""One letter says what a cell looks like, so that a row is a short string that is quick to judge and easy to read.

' ' blank            9 number (with a unit, about, %)   y year        d date            - mark (√, /, (NA)), error
H header word        h ends or begins like one          u unit        l `label:` or `label: value`
s total              w the whole area (全州, UK)        o 一、 (二)   r area name
e enterprise         a answer (是, 停产)                c code        t other text      p prose
T title              n note (注:, Source)               g signature (填表人:)
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import cache

from analysis.intake.layout.figure_letters import CODE, FIGURES_BEGIN, LONGEST_UNIT, figure_letter, is_composed_unit
from analysis.intake.layout.words import asked_in_pieces, asked_words, bare_label, either, spellings, squeeze, words
from analysis.intake.sheet import CellError

NUMERIC = frozenset("9-d")  # what a column of figures holds
VALUES = frozenset("9-deac")  # what only a body holds
WORDED = frozenset("HhustTplnrowg")  # text that can stand over a column of figures

_OF_WHICH = re.compile("#[一-鿿]")  # #规上企业: some of those above
_ORDINAL = re.compile(
    r"[一二三四五六七八九十]{1,3}([、.,].*)?|\([一二三四五六七八九十]{1,3}\).*|[①-⑳]|第[一二三四五六七八九十]+[组批类].*"
)
_COMES = tuple("回返到进入离来在")  # before 厂: who is at work
_LONGEST_TOTAL = 60  # characters of a text that begins with total
_LONGEST_NAME = 40  # of an enterprise's; of one in Latin letters twice as many
_FOOTNOTES = "0123456789, /"
_NUMBERED_QUESTION = re.compile(r"q\d")  # stands over its table: Q1 Is the mill open?
_OF_A_KIND = re.compile("[A-Z]?[a-z']+(?: [a-z']+)+")
_OF_A_KIND_IN_CAPITALS = re.compile("[a-z ]+ (?:company|mills?|factory)", re.IGNORECASE)
_BREAKS = re.compile(r"[/、,:]")
_BRACKETED = re.compile(r"\(([^()]*)\)$")
_BEHIND_DASH = re.compile(r"(?: ?[-–—]|,) ")  # население - всего, personen, insgesamt


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    total, note, signature = either("total"), either("note"), either("signature")
    return {
        "total": re.compile(
            rf"(.{{0,10}}?)({total})((?: ?:|[(,]).*|\d+[户家个人]?)?"
            r"|(\d+[.)]? )?(sub[- ]?|grand )?totals?\b(?!.* (?:rates?|ratios?|index|may not)\b).*"
            r"|.* (?<!of )(?:sub-?)?totals?(:.*)?|all\b(?! others?\b).*"
            rf"|.*{_BEHIND_DASH.pattern}({total})"
            r"|.{1,12}(?<![統會会設家推時估預審度量])計"  # 調査産業計, 30人以上計
        ),
        "total_end": re.compile(f"[{re.escape(''.join(_hints('total', -1)))}]"),
        "note": re.compile(rf"({note})(\d{{0,2}}[:.、,]|\s?\(?\d|$)|\*+[^*]|※.|\[note \d|第\d+页"),
        "note_en": re.compile(r"(sources?|notes?|footnotes?)\b(?! (/|of|and (?!(notes?|sources?)\b)))"),
        "signature": re.compile(rf"(.{{0,4}}({signature})(\(.*?\))?:|.{{0,8}}\((盖章|公章|签章|签字|签名)\):$)"),
        "label": re.compile(
            r"(?![^:]*[日号\s]\d{1,2}:\d\d)[^:]{1,24}:.*|[!-9;-~ ]{1,40}:"
        ),  # English labels are longer
        # puerto rico. is no co., parent company and workers at the mill are no enterprises
        "no_company": re.compile(
            r"(?:^|[a-z]|\b(?:at|by|each|for|from|in|of|our|parent|per|the|this|to|with|your) )"
            rf"(?:{either('enterprise_ending')})$"
        ),
    }


@cache
def _any_of(kind: str) -> tuple[str, ...]:
    """The words of a kind for `startswith` and `endswith`."""
    return tuple(words(kind))


@cache
def _hints(kind: str, place: int) -> frozenset[str]:
    """The first (0) or last (-1) characters of a kind's words: most texts have none of them and need no pattern."""
    return frozenset(word[place] for word in words(kind))


_BY_TYPE = {type(None): " ", bool: "a", float: "9", datetime: "d", date: "d", time: "d", timedelta: "9", CellError: "-"}
_MOST = 100_000  # texts remembered from sheet to sheet


class Letters(dict[str, str]):
    """Letter of every text met so far: each text is judged once."""

    def __missing__(self, text: str) -> str:
        if len(self) >= _MOST:
            self.clear()
        # Credit codes and telephone numbers, a third of the texts, are known as they are written.
        is_code = len(text) > 10 and text[0] in "0123456789" and text.isascii() and text.isalnum()
        is_code = is_code and (13 < len(text) < 19 or text.isdecimal())
        letter = self[text] = "c" if is_code else letter_of(squeeze(text).lower())
        return letter


_SEEN = Letters()


def row_letters(cells: list[object]) -> str:
    """One letter per cell of a row. A whole number from 1900 to 2100 is a year until the row says otherwise."""
    seen = _SEEN
    letters = [
        seen[value]
        if (kind := type(value)) is str
        else " "
        if value is None
        else ("y" if 1900 <= value <= 2100 and value == int(value) else "9")
        if kind is int or kind is float
        else _BY_TYPE.get(kind, "t")
        for value in cells
    ]
    return "".join(letters)


def names_a_kind(text: str, *, in_capitals: bool = False) -> bool:
    """Whether a text in Latin letters is written as no enterprise's name is (Paper mill, Name of sugar factory), or
    would be without its capitals (Garment Factory)."""
    return (_OF_A_KIND_IN_CAPITALS if in_capitals else _OF_A_KIND).fullmatch(text.strip()) is not None


def letter_of(text: str) -> str:
    """The letter of a squeezed text in lower case."""
    if not text:
        return " "
    if text.isalnum() and _is_company(text) and _is_plainly_company(text):
        return "e"
    if text in words("mark"):
        return "-"
    if text in words("total_alone"):
        return "s"
    if text[0] in FIGURES_BEGIN and (letter := figure_letter(text)):
        return "s" if text[-1] in "户家" and text.startswith(("共", *_any_of("total"))) else letter
    if text in words("header"):
        return "H"
    label = bare_label(text)
    is_named = label != text and (text[-1] != ":" or label in words("sequence_label"))
    if is_named and (letter := letter_of(label)) in "Hh":
        return letter
    if text in words("answer"):
        return "a"
    return _worded(text)


def _is_company(text: str) -> bool:
    """Whether a text ends like an enterprise."""
    if text[-1] not in _hints("enterprise_ending", -1) or not text.endswith(_any_of("enterprise_ending")):
        return False
    if text[-1] == "厂" and text[-2:-1] in _COMES:
        return False
    return not text.isascii() or len(text) > 2 * _LONGEST_NAME or _patterns()["no_company"].search(text) is None


def _is_plainly_company(text: str) -> bool:
    """Of a text that ends like an enterprise and holds no punctuation: whether nothing else is to be asked."""
    return len(text) <= _LONGEST_NAME and text[0] not in _not_first() and text not in _not_companies()


@cache
def _not_first() -> frozenset[str]:
    """Characters with which figures, notes and titles begin."""
    return _hints("note", 0) | _hints("title_beginning", 0) | frozenset(FIGURES_BEGIN)


@cache
def _not_companies() -> frozenset[str]:
    return frozenset().union(*(words(kind) for kind in ("mark", "header", "answer", "unit", "whole_area")))


def _worded(text: str) -> str:
    """The letter of a text that is no figure, no answer and no whole header word."""
    pattern, size, first, last = _patterns(), len(text), text[0], text[-1]
    bare = text.strip("()").removeprefix("in ")
    if bare in words("unit") or (size <= LONGEST_UNIT and is_composed_unit(bare)):
        return "u"
    if text in words("whole_area") or (text.isascii() and _without_footnotes(text) in words("whole_area")):
        return "w"
    is_company = _is_company(text)
    if (first in _hints("note", 0) or first in "*※[第") and (
        pattern["note"].match(text) or (text.isascii() and pattern["note_en"].match(text))
    ):
        return "n"
    if last == ":" and _asks(text[:-1]):
        return "h"
    if first == "(" and ":" in text and text.find(")") == size - 1:
        return letter_of(text[1:-1])  # (单位:万元)
    has_colon = ":" in text and ":" in _BRACKETED.sub("", text)
    if has_colon and pattern["signature"].match(text):
        return "g"
    if (
        size <= (_LONGEST_TOTAL if first == "t" else 40)
        and not is_company
        and _may_be_total(text)
        and pattern["total"].fullmatch(_without_footnotes(text))
    ):
        return "w" if text.startswith("all") else "s"
    if first in _hints("title_beginning", 0) and text.startswith(_any_of("title_beginning")):
        return "T"
    if (has_colon and pattern["label"].fullmatch(text)) or _OF_WHICH.match(text):
        return "l"
    if is_company and size <= _LONGEST_NAME * (1 + text.isascii()):
        return "e"
    if first in "一二三四五六七八九十(①②③④⑤⑥⑦⑧⑨⑩第" and _ORDINAL.fullmatch(text):
        is_title = size > 4 and text.rstrip("0123456789").endswith(_any_of("title_ending"))
        return "T" if is_title else "o"
    return _by_ending(text, size)


def _without_footnotes(text: str) -> str:
    """A text without the numbers of footnotes behind it: united kingdom4, united states 2, 3, world 3/."""
    return text.rstrip(_FOOTNOTES) if text.rstrip("/")[-1:].isdigit() else text


def _asks(text: str) -> bool:
    """Whether the vocabulary knows a text as a header, with a unit behind it or not: 用工人数/人."""
    head, _, unit = text.rpartition("/")
    if unit in words("unit"):
        return head in asked_words()
    if not 2 < len(text) <= _longest_asked() or len({*text} - _asked_characters()) > 1:  # one may be mistyped
        return False
    return not asked_words().isdisjoint(spellings(text))


@cache
def _asked_characters() -> frozenset[str]:
    return frozenset("".join(asked_words()))


@cache
def _longest_asked() -> int:
    return max(map(len, asked_words())) + 1  # its last character may be typed twice


def _may_be_total(text: str) -> bool:
    if text.isascii():
        return "total" in text or text.startswith("all") or _BEHIND_DASH.split(text.rstrip(": "))[-1] in words("total")
    return _patterns()["total_end"].search(text) is not None


def _by_ending(text: str, size: int) -> str:
    bare = (_BRACKETED.sub("", text) or text.strip("()") or text) if text[-1] == ")" else text
    last = bare[-1]
    unnumbered = bare.rstrip("0123456789一二三四五六七八九十")[-4:]  # 情况表2, 台账(截至2月25日)
    may_be_title = len(bare) > 2 and unnumbered and unnumbered[-1] in _hints("title_ending", -1)
    if may_be_title and unnumbered.endswith(_any_of("title_ending")):
        return "T"
    if _asks(bare) or (text.isascii() and not _NUMBERED_QUESTION.match(text) and asked_in_pieces(text)):
        return "h"
    if len(bare) <= 24 and text[-1] not in "。;":
        if bare is not text and words("unit") & set(_BREAKS.split(text[len(bare) + 1 : -1])):
            return "h"
        if last in _hints("header_ending", -1) and bare.endswith(_any_of("header_ending")):
            return "h"
        begins = text[0] in _hints("header_beginning", 0) and bare.startswith(_any_of("header_beginning"))
        if begins and not any(map(str.isdigit, text)):
            return "h"
    is_area = last in _hints("area_ending", -1) and bare.endswith(_any_of("area_ending"))
    if size <= 12 and (is_area or bare in words("area")):
        return "r"
    is_ascii = text.isascii()
    if is_ascii and 14 <= size <= 18 and CODE.fullmatch(text):
        return "c"
    return "p" if text[-1] == "。" or size >= (60 if is_ascii else 24) else "t"
