"""The words that give a row away (totals, notes, titles, units ...), read once from `vocabulary/layout_words.csv`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from analysis.intake.headers.composed import composed
from analysis.intake.headers.legends import NUMBERING
from analysis.intake.headers.words import read_word
from analysis.intake.pieces import parts_of
from analysis.vocabulary import Vocabulary, key, nfkc
from analysis.vocabulary.loading import grouped, packaged

_OF_THE_SHEET = frozenset({"as_of", "office", "contact", "phone", "legal_rep", "person_name", "owner_person"})
_OF_LABELS = ("status", "enterprises")  # the tables of what a label is sure to ask for
_SPACES = re.compile(r"\s+")
_CIRCLED = re.compile(r"^\s*[①-⑳]\s*(?=[^\s=])")  # NFKC would make the 3 of ③复工时间 part of the word
_AROUND = re.compile(
    r"^(?:\*|\d{1,2}[.、](?=\D|\d{1,2}月\D|(?:19|20)\d\d年)|\([一二三四五六七八九十\d]{1,2}\)(?=.))+|[:*]+$"
)
_AROUND_CJK = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")


def squeeze(text: str) -> str:
    """Text as it is compared: NFKC, no spaces beside Chinese (总 计 is 总计), other runs of spaces are one.

    A circled number in front (①企业名称) is left out.
    """
    if text.isascii():
        return text if text.isalnum() else _SPACES.sub(" ", text).strip()
    if not text[0].isalpha():
        text = _CIRCLED.sub("", text)
    text = nfkc(text).strip()
    if text.isalnum():
        return text
    return _SPACES.sub(" ", _AROUND_CJK.sub("", text)) if _SPACES.search(text) else text


@lru_cache(1 << 16)
def compared(text: str) -> str:
    """Squeezed, in lower case; remembered, because rows are looked at many times and forms repeat their labels."""
    return squeeze(text).lower()


def bare_label(text: str) -> str:
    """A squeezed header or label without what stands around it: （三）企业名称：, *企业名称, 3.企业名称."""
    text = text.replace(" ", "")
    return _AROUND.sub("", text) if text and (not text[0].isalpha() or text[-1] in ":*") else text


def _compared_at_once(texts: Sequence[str]) -> list[str]:
    """``compared`` of each text, quickly where most are nothing but letters."""
    normal = nfkc("\n".join(texts)).lower().split("\n")
    return [word if text.isalpha() else squeeze(text).lower() for text, word in zip(texts, normal, strict=True)]


@cache
def words(kind: str) -> frozenset[str]:
    """The words of one kind, squeezed and in lower case. Raises KeyError for a kind the file does not have."""
    return _all_words()[kind]


@cache
def _all_words() -> dict[str, frozenset[str]]:
    table = packaged("layout_words.csv")
    all_compared = _compared_at_once(table.column("word"))
    return {
        kind: frozenset(all_compared[at] for at in places) for kind, places in grouped(table.column("kind")).items()
    }


@cache
def asked_words() -> frozenset[str]:
    """What columns.csv says may be asked in a header, without the answers that stand over ticks and without what a
    sheet says of itself above a table (填报单位, 联系电话)."""
    asked = (
        alias
        for alias, code, field in _rows("columns.csv", "alias", "code", "field")
        if not code and field not in _OF_THE_SHEET and "/" not in alias and "*" not in alias
    )
    return frozenset(_compared_at_once([*asked]))


@lru_cache(1 << 14)
def asked_in_pieces(text: str) -> str:
    """The field that a text in Latin letters asks for by the pieces that it is put together from; '' where it asks for
    none: Full name of the works, How many people do you employ? Shortage of workers may answer what is lacking."""
    if not text[:1].isalnum() or text.isdigit():
        return ""
    vocabulary, bare = Vocabulary.load(), NUMBERING.sub("", text).partition("(")[0]
    if "," not in bare and parts_of(key(bare), vocabulary) is None:  # most texts: no more is to be looked at
        return ""
    word = read_word(text, vocabulary)
    meant = composed([word], key(word.plain), vocabulary)
    is_label = meant and (meant.field == "difficulty_text" or vocabulary.fields[meant.field].table in _OF_LABELS)
    return meant.field if is_label else ""


@cache
def name_labels() -> frozenset[str]:
    """What a form may ask an enterprise's, a project's or a supplier's name by: the words of layout_words.csv and of
    columns.csv, with their spaces and without them."""
    rows = _rows("columns.csv", "alias", "field")
    asking = [squeeze(alias).lower() for alias, field in rows if field == "name" and "/" not in alias]
    labels = words("name_label").union(asking)
    return labels.union(label.replace(" ", "") for label in labels)


@cache
def _lookalikes() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for typed, meant in _rows("lookalikes.csv", "typed", "meant"):
        found.setdefault(typed, []).append(meant)
    return found


@cache
def _any_lookalike() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(_lookalikes()))}]")


def _rows(name: str, *columns: str) -> Iterator[tuple[str, ...]]:
    """The cells of some columns of one of the package's tables, row by row."""
    return zip(*map(packaged(name).column, columns), strict=True)


def spellings(text: str) -> Iterator[str]:
    """A word, and what it may be if one character was mistyped (企业明称) or typed twice at the end (企业名称称)."""
    yield text
    if len(text) > 3:
        if text[-1] == text[-2]:
            yield text[:-1]
        for typed in _any_lookalike().finditer(text):
            for meant in _lookalikes()[typed[0]]:
                yield text[: typed.start()] + meant + text[typed.end() :]


@cache
def either(kind: str) -> str:
    """A regular expression's alternatives for the words of one kind, longest first."""
    return "|".join(map(re.escape, sorted(words(kind), key=len, reverse=True)))
