"""What the brackets of a header's last word say of it: 返岗人数（上周）, 产值（不变价）."""

from __future__ import annotations

import re

from analysis.intake.headers.composed import parts_of
from analysis.intake.headers.others import means_another
from analysis.intake.headers.words import HeaderWord, in_brackets
from analysis.vocabulary import Alias, Vocabulary, key

# How to fill in a number, not which one.
_HINT = re.compile("[填选如例打√注见可请必含指按无%\\d]|格式|单位|数字|截[至止]|小数|整数|包括|没有|以[上下]|左右")
_NUMBERS = ("integer", "number", "percent")


def brackets_above(words: tuple[HeaderWord, ...], vocabulary: Vocabulary) -> tuple[HeaderWord, ...]:
    """The words; what brackets say of another time, group or plan stands above what it is said of: 返岗人数（上周）."""
    last = words[-1]
    if last.full == last.plain or key(last.full) in vocabulary.columns.exact:
        return words
    told = in_brackets(last.full)
    if sum(key(text) in vocabulary.states for text in told) > 1:  # （正常、半停产、停产）
        return words
    said = next((text for text in told if means_another(text, vocabulary)), None)
    return (*words[:-1], HeaderWord(said, said), last._replace(full=last.plain)) if said else words


def is_doubted(last: HeaderWord, meant: Alias, vocabulary: Vocabulary) -> bool:
    """Whether brackets say of a number what nobody knows: 产值（不变价）."""
    if last.full == last.plain or vocabulary.fields[meant.field].kind not in _NUMBERS:
        return False
    if key(last.full) in vocabulary.columns.exact:
        return False
    said = [text for text in in_brackets(last.full) if len(text) > 1 and not text.isascii() and not _HINT.search(text)]
    return not all(key(text) in vocabulary.columns.exact or parts_of(text, vocabulary) for text in said)
