"""What stands around the word of a header: a unit, a date, a legend, numbering, brackets."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from analysis.vocabulary import Vocabulary, fold, key, nfkc

_CIRCLED = re.compile(r"^[①-⑳⑴-⒇㈠-㈩]")
_NUMBERING = re.compile(
    r"^(?:[((](?:\d{1,2}|[一二三四五六七八九十]{1,3})[))]|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[、.．])(?=\D|\d{1,2}月\D|(?:19|20)\d\d年)"
)
_MIDNIGHT = re.compile(r"[ T]00:00:00(?:\.0+)?$")
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】|〔([^〔〕]*)〕|\{([^{}]*)\}|<([^<>]*)>")
_MARKS = re.compile(r"(?:\([^()]*\)|[*:\s])*$")  # behind the words of a header
_DATE = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)[年./-])?(?<!\d)(?P<month>1[0-2]|0?[1-9])[月./-](?P<day>3[01]|[12]\d|0?[1-9])(?!\d)[日号]?"
    r"(?:24时|24点)?"
)
_RANGE = re.compile(
    r"(?<![\d./-])(?P<first>\d{1,2}[月./-]\d{1,2}[日号]?)(?:-|~|—|–|至|到)(?=(?:\d{1,2}[月./-])?\d{1,2}(?:[日号]|$))(?P<month>\d{1,2}[月./-])?"
)
_COMPACT = re.compile(r"^(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])$")
_UNTIL = re.compile(r"(?:截至|截止|截止到|截至到|至|到|自|从)$")
_AS_OF = re.compile(r"(?:截至|截止)$")
_DAY_ENDS = re.compile(r"^(?:\d{1,2}[时点]|止|为止|当日|当天|的)")
_BARE_DAY = re.compile(r"(?:3[01]|[12]\d|0?[1-9])[日号]")
_MONTH_TOLD = re.compile(r"(?:(?:19|20)\d\d年)?(?:1[0-2]|(?<!\d)0?[1-9])月")
_UNIT_LABEL = re.compile(r"^(?:计量)?单位[:为是]?")
_BETWEEN_UNITS = re.compile(r"[,、;/]|每|以|为单位|保留")
_UNITS_ARE = re.compile(r"单位[::]")
_UNIT_MARKS = re.compile(r"[,、;/。\s]+")
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


class HeaderDate(NamedTuple):
    """A day named in a header; the year may be missing until the as-of date is known."""

    year: int | None
    month: int
    day: int


class HeaderWord(NamedTuple):
    """One level of a header: ``full`` with and ``plain`` without the words in brackets."""

    full: str
    plain: str
    unit: str = ""
    date: HeaderDate | None = None
    legend: str = ""


def read_word(text: str, vocabulary: Vocabulary) -> HeaderWord:
    """Take a header's word apart. Nothing raises; what is not understood stays in ``full``."""
    return _read_word(str(text), vocabulary)


@lru_cache(16384)
def _read_word(text: str, vocabulary: Vocabulary) -> HeaderWord:
    text = text.strip()
    if text.isalpha():  # no number, no clock
        text = fold(text)
    else:
        text = fold(_MIDNIGHT.sub("", _CIRCLED.sub("", text)))
        text = _NUMBERING.sub("", text).rstrip(":")
    if alone := unit_of(text, vocabulary):
        return HeaderWord(text, text, alone)
    if text.isalpha():  # no brackets, no date, no legend
        text, tail = _unit_at_end(text, vocabulary)
        return HeaderWord(text, text, tail)
    unit = legend = ""
    inside: list[str] = []
    for bracketed in _BRACKETS.finditer(text):
        content = bracketed[0][1:-1]
        if found := unit_of(content, vocabulary):
            unit = unit or found
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
        legend, plain = text, re.split(r"[\d(]", plain, maxsplit=1)[0]
    # A legend alone, in a row of its own, is no word of the header above it.
    return HeaderWord(text, plain if plain or legend == text else text, unit or tail, day, legend)


def unit_of(text: str, vocabulary: Vocabulary) -> str:
    """The unit a text names and nothing else (万元, 单位：万元, 万元/年 ...), else an empty string."""
    text = fold(text).strip("()[]【】:,、。")
    text = _UNIT_LABEL.sub("", text)
    if text in vocabulary.units:
        return vocabulary.units[text].code
    if not _BETWEEN_UNITS.search(text):
        return ""
    parts = [part for part in _BETWEEN_UNITS.split(text) if part]
    return vocabulary.units[parts[0]].code if len(parts) > 1 and parts[0] in vocabulary.units and _small(parts) else ""


@lru_cache(4096)
def units_in(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """All units a title or unit row names: 单位：户、人、万元 -> household, person, 10k_cny.

    填报单位：某局 names none; both may stand in one cell.
    """
    text = nfkc(text)
    named = _UNITS_ARE.split(text)
    words = [word for part in named[1:] or named for word in _UNIT_MARKS.split(part)]
    codes = [vocabulary.units[word].code for word in (fold(w).strip("()") for w in words) if word in vocabulary.units]
    return tuple(dict.fromkeys(codes))


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


def take_date(text: str, known: Container[str] = ()) -> tuple[str, HeaderDate | None]:
    """A header without the day it names, and that day; 截至2月25日复工人数 -> 复工人数, 25 February.

    Before a word that is ``known`` 2.25 is a day too; 1.1 may be a numbering.
    """
    whole = _COMPACT.match(text)
    if whole:
        return "", HeaderDate(int(whole["year"]), int(whole["month"]), int(whole["day"]))
    text = _RANGE.sub(lambda m: m["month"] or re.match(r"\d{1,2}[月./-]", m["first"])[0], text)
    found = _DATE.search(text)
    if not found:
        return text, None
    before, after = text[: found.start()], text[found.end() :]
    plainly = "月" in found[0] or found["year"] or found[0] == text.strip("()")
    if not plainly and (before or len(found["day"]) < 2 or key(after) not in known):
        return text, None
    before = _AS_OF.sub("", _UNTIL.sub("", before))
    after = _DAY_ENDS.sub("", after)
    year = int(found["year"]) if found["year"] else None
    try:
        date(year or 2020, int(found["month"]), int(found["day"]))
    except ValueError:
        return text, None
    return (before + after).replace("()", ""), HeaderDate(year, int(found["month"]), int(found["day"]))


def with_months(
    paths: Iterable[tuple[int, tuple[str, ...]]], titles: Iterable[str]
) -> list[tuple[int, tuple[str, ...]]]:
    """Columns with their words, where days without a month (24日 | 25日) have that of the first title that names one.

    Days that run on into another month (29日 | 1日) stay as they are.
    """
    paths = list(paths)
    days = list(dict.fromkeys(word for _, path in paths for word in path if _BARE_DAY.fullmatch(word)))
    numbers = [int(day[:-1]) for day in days]
    if len(days) < 2 or numbers != sorted(numbers):
        return paths
    month = next((found[0] for title in titles if (found := _MONTH_TOLD.search(nfkc(title)))), "")
    if not month:
        return paths
    return [(column, tuple([month + word if word in days else word for word in path])) for column, path in paths]


def read_legend(text: str, vocabulary: Vocabulary) -> dict[str, str]:
    """What digits, letters and signs stand for: '1=是，0=否' -> {'1': 'running', '0': 'stopped'}; empty where the text
    is no legend.

    The word may also come first (是填1，否填0), or all words (是/否（1/0）). A number before all may be the paragraph's
    (2.是否复工：A-是，B-否) or the first of the legend (1.是 2.否): what explains more holds.
    """
    text = fold(text).translate(_QUOTES).strip("()。,;.")
    whole, rest = _legend_of(text, vocabulary), _legend_of(_NUMBERING.sub("", text), vocabulary)
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


def _unit_at_end(text: str, vocabulary: Vocabulary) -> tuple[str, str]:
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


def _small(parts: list[str]) -> bool:
    return len(parts) <= 3 and all(len(part) <= 6 for part in parts)
