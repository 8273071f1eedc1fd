"""What digits, letters and signs stand for, where a header says so: 是否复工（1=是，0=否）."""

from __future__ import annotations

import re

from analysis.vocabulary import Vocabulary, fold, key

NUMBERING = re.compile(
    r"^(?:[((](?:\d{1,2}|[一二三四五六七八九十]{1,3})[))]|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[、.．])(?=\D|\d{1,2}月\D|(?:19|20)\d\d年)"
)
_QUOTES = str.maketrans("", "", "“”\"'‘’")
_SAYS = r"(?:[:=\-、.(]|表示|代表|为|是)*"
_NEXT = r"(?<![a-z])[a-f][:=\-.]"  # A.已复工B.未复工
SIGNS = "△▲○●◎☆★"
_TICKS = "√✓✔×✗"  # known without a legend, and told in many
# 1=是,0=否; also a-已复工,b-未复工; △部分复工
_DIGIT_FIRST = re.compile(
    rf"([0-9]|(?<![a-z])[a-f](?![a-z])|[{SIGNS}{_TICKS}])\)?{_SAYS}((?:(?!{_NEXT})[^\d,;、/|(){SIGNS}{_TICKS}])+)"
)
_WORD_FIRST = re.compile(r"([^\d,;、/|()]+?)(?:[:=\-(]|请?填写?|填报|记为?|用|选|写|为)*([0-9])(?!\d)")  # 是填1,否填0
_NOT_MEANT = re.compile(r"^.*[:](?=.)|或$")  # around the word of a legend
_LISTED = re.compile(r"([^\d()]+/[^\d()]+)\(?((?:\d/)+\d)\)?$")  # 是/否(1/0)


def read_legend(text: str, vocabulary: Vocabulary) -> dict[str, str]:
    """What digits, letters and signs stand for: '1=是，0=否' -> {'1': 'running', '0': 'stopped'}; empty where the text
    is no legend.

    The word may also come first (是填1，否填0), or all words (是/否（1/0）). A number before all may be the paragraph's
    (2.是否复工：A-是，B-否) or the first of the legend (1.是 2.否): what explains more holds.
    """
    text = fold(text).translate(_QUOTES).strip("()。,;.")
    whole, rest = _legend_of(text, vocabulary), _legend_of(NUMBERING.sub("", text), vocabulary)
    found = whole if len(whole) > len(rest) else rest
    return found if len(found) > 1 else {}


def _legend_of(text: str, vocabulary: Vocabulary) -> dict[str, str]:
    if listed := _LISTED.search(text):
        words, digits = listed[1].split("/"), listed[2].split("/")
        pairs = list(zip(digits, words, strict=False)) if len(words) == len(digits) else []
    elif text[-1:].isdigit():
        pairs = [(digit, word) for word, digit in _WORD_FIRST.findall(text)]
    else:
        pairs = _DIGIT_FIRST.findall(text)
    return {digit: state for digit, word in pairs if (state := _legend_meaning(word, vocabulary))}


def _legend_meaning(word: str, vocabulary: Vocabulary) -> str | None:
    word = _NOT_MEANT.sub("", word.strip("。.,:=-"))
    meaning = vocabulary.states.get(key(word))
    return meaning.code if meaning else None
