"""What digits, letters and signs stand for, where a header says so (是否复工（1=是，0=否）) or a table does (代码项 |
代码 | 含义)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from analysis.intake.sheet import CellValue
from analysis.intake.values.state_phrases import state_in_pieces
from analysis.vocabulary import Vocabulary, fold, key

_COUNTED = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
NUMBERING = re.compile(  # (3)是否复工, Q3.是否复工, *3、是否复工, G01Q03. Resumed?
    rf"^\*?(?:(?:(?:g\d{{1,2}})?q\d{{1,2}}|第\d{{1,2}}题)[、.．:]?|[(（](?:{_COUNTED})[)）]|(?:{_COUNTED}|[a-z]\d{{1,2}})[、.．)）])(?=\D|\d{{1,2}}月\D|(?:19|20)\d\d年)"
)
_QUOTES = str.maketrans("", "", "“”\"'‘’")
_SAYS = r"(?:[:=\-、.(]|表示|代表|为|是)*"
_NEXT = r"(?<![a-z])[a-f](?:[:=\-.]|(?=[一-鿿]))"  # A.已复工B.未复工, A缺料B缺人
SIGNS = "△▲○●◎☆★"
_TICKS = "√✓✔×✗"  # known without a legend, and told in many
# 1=是,0=否; also a-已复工,b-未复工; △部分复工
_DIGIT_FIRST = re.compile(
    rf"((?<!\d)\d{{1,2}}(?!\d)|(?<![a-z])[a-f](?![a-z])|[{SIGNS}{_TICKS}])\)?{_SAYS}((?:(?!{_NEXT})[^\d,;、/|(){SIGNS}{_TICKS}])+)"
)
_WORD_FIRST = re.compile(r"([^\d,;、/|()]+?)(?:[:=\-(]|请?填写?|填报|记为?|用|选|写|为)*(\d{1,2})(?!\d)")  # 是填1,否填0
_NOT_MEANT = re.compile(r"^.*[:](?=.)|或$")  # around the word of a legend
_LISTED = re.compile(r"([^\d()]+/[^\d()]+)\(?((?:\d/)+\d)\)?$")  # 是/否(1/0)
_LATIN = re.compile("(?:^|[;,/])([a-z])[=:]([^;,/]+)")  # Y = trading, P = in part, N = not trading
_LETTERED = re.compile("[;,/]")  # A resumed; B partly; C not resumed, whose spaces are gone
_LONGEST = 2_000  # characters of a note that explains codes
_CODE = re.compile(rf"\d{{1,2}}|[A-Fa-f]|[{SIGNS}]")


def read_legend(text: str, vocabulary: Vocabulary) -> dict[str, str]:
    """What digits, letters and signs stand for: '1=是，0=否' -> {'1': 'running', '0': 'stopped'}; empty where the text
    is no legend.

    The word may also come first (是填1，否填0), or all words (是/否（1/0）). A number before all may be the paragraph's
    (2.是否复工：A-是，B-否) or the first of the legend (1.是 2.否): what explains more holds.
    """
    return _the_longer(text, lambda text: _legend_of(text, vocabulary))


def legend_words(text: str) -> dict[str, str]:
    """The words that digits, letters and signs stand for, whatever they mean: 1=用工 2=物流 -> 1: 用工, 2: 物流.

    Empty where the text says it of fewer than two.
    """
    return _the_longer(text, lambda text: {code: _word(word) for code, word in _pairs(text) if _word(word)})


def _the_longer(text: str, read: Callable[[str], dict[str, str]]) -> dict[str, str]:
    """What is read with or without a number before all, whichever is more; empty of fewer than two codes."""
    text = fold(text).translate(_QUOTES).strip("()。,;.")
    whole, rest = read(text), read(NUMBERING.sub("", text))
    found = whole if len(whole) > len(rest) else rest
    return found if len(found) > 1 else {}


def _pairs(text: str) -> list[tuple[str, str]]:
    """Each code in a text with the word before or behind it."""
    if len(text) > _LONGEST:
        return []
    if listed := _LISTED.search(text):
        words, digits = listed[1].split("/"), listed[2].split("/")
        return list(zip(digits, words, strict=False)) if len(words) == len(digits) else []
    if text[-1:].isdigit():
        return [(digit, word) for word, digit in _WORD_FIRST.findall(text)]
    if text.isascii() and len(said := _LATIN.findall(text)) > 1:
        return said
    said = _LETTERED.split(text) if text.isascii() else []
    if said and all(part[:1] == code for code, part in zip("abcdef", said, strict=False)):
        return [(part[0], part[1:]) for part in said]
    return _DIGIT_FIRST.findall(text)


def _legend_of(text: str, vocabulary: Vocabulary) -> dict[str, str]:
    meanings = {code: _code(_word(word), vocabulary) for code, word in _pairs(text)}
    return {code: meaning for code, meaning in meanings.items() if meaning}


def _code(word: str, vocabulary: Vocabulary) -> str | None:
    known = vocabulary.states.get(key(word))
    return known.code if known else state_in_pieces(word, vocabulary)


def _word(word: str) -> str:
    return _NOT_MEANT.sub("", word.strip("。.,:=-")).strip()


def legend_lines(rows: Iterable[list[CellValue]]) -> list[str]:
    """A line, as headers write it, for each thing that rows give codes: 复工状态：0=未复工，1=已复工.

    What the codes are of stands before them, once or in each row; or all of them stand in one cell behind it.
    """
    said: dict[str, dict[str, str]] = {}
    whole: list[str] = []
    thing = ""
    for cells in rows:
        filled = [text for cell in cells if cell is not None and (text := str(cell).removesuffix(".0").strip())]
        at = next((place for place, text in enumerate(filled[:-1]) if _CODE.fullmatch(text)), None)
        if at is None:
            thing = filled[0] if len(filled) == 1 else ""
            if len(filled) > 1 and len(_pairs(fold(filled[-1]))) > 1:
                whole += [f"{named}：{filled[-1]}" for named in filled[:-1]]
            continue
        thing = filled[at - 1] if at else thing
        if not _CODE.fullmatch(filled[at + 1]):
            said.setdefault(thing, {})[filled[at]] = filled[at + 1]
    return whole + [
        f"{thing}：" + "，".join(f"{code}={word}" for code, word in codes.items())
        for thing, codes in said.items()
        if len(codes) > 1
    ]
