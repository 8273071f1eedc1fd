"""The words that give a row away (totals, notes, titles, units ...), read once from `vocabulary/layout_words.csv`."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path

_WORDS_FILE = Path(__file__).resolve().parents[2] / "vocabulary" / "layout_words.csv"
_SPACES = re.compile(r"\s+")
_AROUND_CJK = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")


def squeeze(text: str) -> str:
    """Text as it is compared: NFKC, no spaces beside Chinese (总 计 is 总计), other runs of spaces are one."""
    if text.isascii():
        return _SPACES.sub(" ", text).strip()
    text = unicodedata.normalize("NFKC", text).strip()
    return _SPACES.sub(" ", _AROUND_CJK.sub("", text)) if _SPACES.search(text) else text


@cache
def words(kind: str) -> frozenset[str]:
    """The words of one kind, squeezed and in lower case. Raises KeyError for a kind the file does not have."""
    return _all_words()[kind]


@cache
def _all_words() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    with _WORDS_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["kind"], set()).add(squeeze(row["word"]).lower())
    return {kind: frozenset(those) for kind, those in found.items()}


@cache
def either(kind: str) -> str:
    """A regular expression's alternatives for the words of one kind, longest first."""
    return "|".join(map(re.escape, sorted(words(kind), key=len, reverse=True)))
