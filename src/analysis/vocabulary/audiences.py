"""Who a page is for, and what they may see: one row of ``vocabulary/audiences.csv`` each."""

from dataclasses import dataclass
from functools import lru_cache

from analysis.errors import no_such
from analysis.vocabulary.loading import rows_of
from analysis.vocabulary.words import FOLDER

DEFAULT_AUDIENCE = "internal"
_YES_NO = ("names", "cells")
_LEFT_OUT = ("without", "without_in_parts")


@dataclass(frozen=True, slots=True)
class Audience:
    """What readers may see: ``names`` of enterprises, ``cells`` of uploads and their values. ``least_group``: groups of
    fewer enterprises are hidden (0: none). ``without``: sections and reports that are left out; ``without_in_parts``:
    those left out of the page of a part of the area as well, because what it says of a group, taken from what the page
    of the whole says of it, would leave the groups of other parts.
    """

    id: str
    names: bool
    cells: bool
    least_group: int
    without: frozenset[str]
    without_in_parts: frozenset[str]


@lru_cache(1)
def audiences() -> dict[str, Audience]:
    """The audiences there are, by id. Raises VocabularyError for a repeated one and a value that does not fit."""
    found: dict[str, Audience] = {}
    for row in rows_of("audiences.csv", [FOLDER], ("audience", *_YES_NO)):
        if row["audience"] in found:
            raise row.error(f"“{row['audience']}”重复", f"{row['audience']!r} stands twice")
        for column in _YES_NO:
            if row[column] not in ("yes", "no"):
                raise row.error(f"“{column}”应为 yes 或 no", f"{column} must be yes or no")
        least = row["least_group"] or "0"
        if not least.isdecimal() or least == "1":
            raise row.error("“least_group”应为空或2以上的整数", "least_group must be empty or a whole number from 2")
        allowed = {column: row[column] == "yes" for column in _YES_NO}
        left_out = {column: frozenset(row[column].split()) for column in _LEFT_OUT}
        found[row["audience"]] = Audience(id=row["audience"], **allowed, least_group=int(least), **left_out)
    return found


def find_audience(name: str = "") -> Audience:
    """The audience of an id; empty: the internal one. Raises SurveyError where there is none."""
    known = audiences()
    if (name or DEFAULT_AUDIENCE) not in known:
        raise no_such(name, known, "这种读者", "audience")
    return known[name or DEFAULT_AUDIENCE]
