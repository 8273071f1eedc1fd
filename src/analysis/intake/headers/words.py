"""What stands around the word of a header: a unit, a date, a legend, numbering, brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from analysis.intake.headers.days import HeaderDate, take_date, with_days_in_figures
from analysis.intake.headers.legends import NUMBERING, SIGNS, read_legend
from analysis.vocabulary import Vocabulary, fold, key, nfkc, without_footnotes

_CIRCLED = re.compile(r"^(?:[①-⑳⑴-⒇㈠-㈩]|\d{1,2}\s+(?=[一-鿿]{3})(?![年月日号天个户家人万位小]))")  # also 3 是否复工
_STARRED = re.compile(r"^[★☆●◆■▲※](?=[^★☆●◆■▲※]+$)")  # what must be filled in: ★职工总数
_NUMBER_OF = re.compile(r"^no\. +(?=(?!of\b)[a-z]{2})", re.IGNORECASE)  # No. on payroll
# How a day is to be written is none: 复工时间（格式：2020/4/1）.
_EXAMPLE = re.compile(r"(?:日期|时间)?(?:填写)?(?:格式|样式|示?例|如)|e\.?g\b|format|forexample")
IF = re.compile(r"^if[^,]{2,20},(?=\w)")  # If not operating, when will it resume?
_SUMMED = re.compile(r"^(?:sum|average) of (?=\w)", re.IGNORECASE)  # what a pivot writes before a header
_CLOCK = re.compile(r"(?<=\d)[ T]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?")
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】|〔([^〔〕]*)〕|\{([^{}]*)\}|<([^<>]*)>")
_LISTED = re.compile("[,、;]")
_CODE = re.compile(rf"[\d({SIGNS}]|(?<![a-z])[a-f](?![a-z])")  # with which a legend begins
_MARKS = re.compile(r"(?:\([^()]*\)|[*:\s])*$")  # behind the words of a header
_UNIT_LABEL = re.compile(r"^(?:计量)?单位[:为是]?")
_BETWEEN_UNITS = re.compile(r"[,、;/]|每|^以|为单位|计$|保留")
_UNITS_ARE = re.compile(r"(?:单位|\bunits?):", re.IGNORECASE)
_UNIT_MARKS = re.compile(r"(?:[、;/。]|,(?!\d{3}))+")
_SCALE = re.compile(r"[\d.,]+[a-z]*|ten|hundred|thousand|million|billion", re.IGNORECASE)  # 5k CNY is no CNY

LONGEST = 600  # characters of a header with its legend and how it is to be filled in; a longer text is none


class HeaderWord(NamedTuple):
    """One level of a header: ``full`` with and ``plain`` without the words in brackets."""

    full: str
    plain: str
    unit: str = ""
    date: HeaderDate | None = None
    legend: str = ""


def read_word(text: str, vocabulary: Vocabulary) -> HeaderWord:
    """Take a header's word apart. Nothing raises; what is not understood stays in ``full``."""
    text = str(text)
    return _read_word(text, vocabulary) if len(text) <= LONGEST else HeaderWord(text, text)


@lru_cache(16384)
def _read_word(text: str, vocabulary: Vocabulary) -> HeaderWord:
    text = _NUMBER_OF.sub("number of ", _SUMMED.sub("", text.strip()))
    if text.isalpha():  # no number, no clock
        text = fold(text)
    else:
        text = fold(_CLOCK.sub("", with_days_in_figures(without_footnotes(_CIRCLED.sub("", text)))))
        text = IF.sub("", _STARRED.sub("", NUMBERING.sub("", text))).rstrip(":")
    if alone := unit_of(text, vocabulary):
        return HeaderWord(text, text, alone)
    if text.isalpha() and "月" not in text:  # no brackets, no date, no legend
        text, tail = _unit_at_end(text, vocabulary)
        return HeaderWord(text, text, tail)
    unit = legend = ""
    inside: list[str] = []
    for bracketed in _BRACKETS.finditer(text):
        content = bracketed[0][1:-1]
        if found := unit_of(content, vocabulary):
            unit = unit or found
            text = text.replace(bracketed[0], "", 1)
        elif _EXAMPLE.match(content) and take_date(content)[1]:
            text = text.replace(bracketed[0], "", 1)
        elif read_legend(content, vocabulary):
            legend = content
            inside.append(content)
        else:
            inside.append(content)
    marks = _MARKS.search(text)[0]  # 返岗人数/人（必填）
    text, tail = _unit_at_end(text.removesuffix(marks), vocabulary)
    text += marks
    # A day that is part of the word (2020年1月1日至今新招聘人数) is not the day of the column.
    text, day = (text, None) if key(text) in vocabulary.columns.exact else take_date(text, vocabulary.columns.exact)
    plain = _BRACKETS.sub("", text)
    if not legend and read_legend(text, vocabulary):
        legend, plain = text, _CODE.split(plain, maxsplit=1)[0]
    # A legend alone, in a row of its own, is no word of the header above it.
    return HeaderWord(text, plain if plain or legend == text else text, unit or tail, day, legend)


def unit_stated(words: Sequence[HeaderWord]) -> str:
    """The unit of the lowest word that has one; '' where none has."""
    return next((word.unit for word in reversed(words) if word.unit), "")


def in_brackets(text: str) -> list[str]:
    """What stands in brackets in a header's word, by commas: 产值（上年同期，万元）."""
    return [part for bracketed in _BRACKETS.finditer(text) for part in _LISTED.split(bracketed[0][1:-1])]


def unit_of(text: str, vocabulary: Vocabulary) -> str:
    """The unit a text names and nothing else (万元, 单位：万元, 万元/年 ...), else an empty string."""
    text = fold(text).strip("()[]【】:,、。")
    text = _UNIT_LABEL.sub("", text)
    units = vocabulary.header_units
    if text in units:
        return units[text].code
    if not _BETWEEN_UNITS.search(text):
        return ""
    first, *others = [part for part in _BETWEEN_UNITS.split(text) if part] or [""]
    is_short = len(others) < 3 and all(len(part) <= 6 for part in (first, *others))
    return units[first].code if first in units and is_short else ""


@lru_cache(4096)
def units_in(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """All units a title or unit row names: 单位：户、人、万元 -> household, person, 10k_cny.

    填报单位：某局 names none; both may stand in one cell.
    """
    text = nfkc(text)
    named = _UNITS_ARE.split(text)
    parts = [part for text in named[1:] or named for part in _UNIT_MARKS.split(text)]
    words = [word for part in parts for word in _single_units(part, vocabulary)]
    codes = [vocabulary.header_units[word].code for word in words if word in vocabulary.header_units]
    return tuple(dict.fromkeys(codes))


def _single_units(part: str, vocabulary: Vocabulary) -> list[str]:
    """What may be a unit between two marks: all of it, else each of its words that has no scale before it."""
    if (whole := fold(part).strip("()")) in vocabulary.header_units:
        return [whole]
    words = part.split()
    return [
        fold(word).strip("()")
        for before, word in zip(("", *words), words, strict=False)
        if not _SCALE.fullmatch(before)
    ]


def unit_for(field: str, units: Iterable[str], vocabulary: Vocabulary) -> str:
    """Which of ``units`` (of a title or unit row) a field's numbers are in: the first of its dimension, else ''."""
    known = vocabulary.fields.get(field)
    target = vocabulary.unit_codes.get(known.unit) if known else None
    if target is None or target.dimension in ("count", "share"):
        return ""
    for code in units:
        if (unit := vocabulary.unit_codes.get(code)) and unit.dimension == target.dimension:
            return code
    return ""


def _unit_at_end(text: str, vocabulary: Vocabulary) -> tuple[str, str]:
    before, _, behind = text.partition(",")  # Value of output, 10,000 yuan
    unit = vocabulary.header_units.get(behind) if text.isascii() else None
    if before and unit:
        return before, unit.code
    for length in range(min(6, len(text) - 1), 0, -1):
        head, tail = text[:-length], text[-length:]
        unit = vocabulary.units.get(tail)
        if unit is None:
            continue
        if head[-1] in ":,/、-" or (length >= 2 and unit.dimension in ("money", "energy") and not head[-1].isdigit()):
            return head.rstrip(":,/、-"), unit.code
        if tail == "%":
            return head, unit.code
    return text, ""
