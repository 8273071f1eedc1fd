"""Texts in English: which things a clause names, and whether it says that there is enough of them.

Far less than the grammar for Chinese: English surveys mostly give their answers as choices.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from analysis.intake.coding.lexicon import FOLDER
from analysis.intake.coding.rows import PLACES, Found
from analysis.vocabulary.files import read_rows

_WORDS = re.compile(r"[a-z]+")
# no staff shortage, without any delays: none of what would be a difficulty
_DENIED = (
    re.compile(r"\b(?:no|not any|without|never)\b"),
    re.compile(
        r"\b(?:shortages?|problems?|issues?|difficult|delays?|disruptions?|lack|constraints?|obstacles?"
        r"|barriers?|concerns?|challenges?|hindrances?)"
    ),
)
# no trucks available, cannot find enough drivers: what would be enough is denied
_WANTING = (
    re.compile(
        r"\b(?:no|not|without|few|little|never|cannot|(?:can|couldn|don|doesn|didn|isn|aren|haven|hasn)'?t|unable"
        r"|hard(?:ly)?|fail(?:s|ed|ing)? to|difficult(?:y|ies)? (?:for|in|to|\w+ing)|struggl\w+|trying)\b"
        r"(?! (?:problem|issue|difficult|shortage))"
    ),
    re.compile(
        r"\b(?:available|sufficient|adequate|enough|in place|repaired|obtained|received|restored|secured|fixed)\b"
    ),
)
_CLAUSES = re.compile(r"[,;.:!?\n()&+]|\b(?:and|but|also|plus|however|as well as|because of|due to)\b|/(?!a\b)")
_NOTHING_NOW = re.compile(  # None so far, Nothing at this time
    r"\W*(?:none|nothing|nil)(?:\W+(?:at|for|to|so|far|right|now|this|the|currently|as|of|yet|present|time|moment|today))*\W*"
)
_LONGEST = 4  # words
_NEED = re.compile(
    r"(?<!for )\b(\d+(?:\.\d+)?)\s*(?:more |extra |additional |skilled )*(workers?|staff|employees|people|days?)\b"
)
_UNITS = {"d": "天"}
_SURE, _GUESSED = 0.8, 0.2
_SHORTEST = 3  # letters of a word; a text without one says nothing


def is_english(text: str) -> bool:
    return text.isascii() and any(len(word) >= _SHORTEST for word in _WORDS.findall(text.lower()))


def code_english(text: str) -> tuple[list[Found], float | None]:
    """The rows of a text and the amount of its first need, as of any other text; `none` alone where nothing is open."""
    said: dict[str, tuple[set[str], list[str]]] = defaultdict(lambda: (set(), []))
    solved = settled = False
    for clause in _CLAUSES.split(text.lower()):
        uses = _uses(clause)
        kinds = {kind for _, kind, _, _ in uses}
        is_open = "unsolved" in kinds or _says(_WANTING, clause)
        if not is_open and (kinds & {"solved", "enough", "nothing"} or _says(_DENIED, clause)):
            solved, settled = solved or "solved" in kinds, True
            continue
        for word, kind, category, sub in uses:
            if (
                kind == "difficulty"
                or (kind == "weak" and "difficulty" not in kinds)
                or (kind == "chain" and (len(kinds) == 1 or "closed" in kinds))
            ):
                said[category][0].add(sub)
                said[category][1].append(word)
    if not said and not settled:
        said["other"][1].extend(_WORDS.findall(text.lower())[:1])
    amount, unit = _need(text.lower()) if said else (None, "")
    rows = [
        Found(category, "|".join(sorted(filter(None, subs))), "|".join(words),
              _GUESSED if category == "other" and words[0] not in _lexicon() else _SURE, "", solved, amount, unit)
        for category, (subs, words) in sorted(said.items(), key=lambda item: PLACES[item[0]])
    ]  # fmt: skip
    return rows or [Found("none", "", "", _SURE, "", solved, None, "")], amount


def _says(denial: tuple[re.Pattern[str], re.Pattern[str]], clause: str) -> bool:
    """Whether the first word of a denial stands before what it denies."""
    denying, denied = denial
    found = denying.search(clause)
    return found is not None and denied.search(clause, found.end()) is not None


def _need(text: str) -> tuple[float | None, str]:
    found = _NEED.search(text)
    return (float(found[1]), _UNITS.get(found[2][0], "人")) if found else (None, "")


def _uses(clause: str) -> list[tuple[str, str, str, str]]:
    """The words of a clause that are known, the longest first: word, kind, category, sub."""
    words, found, at, known = _WORDS.findall(clause), [], 0, _lexicon()
    while at < len(words):
        length = next((n for n in range(_LONGEST, 0, -1) if " ".join(words[at : at + n]) in known), 0)
        if length:
            word = " ".join(words[at : at + length])
            found.append((word, *known[word]))
        at += length or 1
    alone = (len(found) == 1 and len(words) == len(found[0][0].split())) or _NOTHING_NOW.fullmatch(clause)
    return [use for use in found if use[1] != "nothing" or alone]  # no masks is no answer of nothing


@cache
def _lexicon() -> dict[str, tuple[str, str, str]]:
    return {
        word: (row["kind"], row["category"], row["sub"])
        for row in read_rows(FOLDER / "english.csv")
        for word in row["words"].split(";")
    }
