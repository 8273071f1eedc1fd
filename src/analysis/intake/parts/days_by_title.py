"""What is counted under days alone (企业名称 | 2月24日 | 2月25日), where a title says it: 每日在岗人数统计表."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analysis.intake.headers.column import ColumnMatch
from analysis.vocabulary import Alias, Vocabulary, key

_COUNTED = ("staff_back", "staff_pct", "capacity_pct", "output_10k_cny", "power_kwh")
_ANOTHER = re.compile("[节灾]前|[去上]年|同期|计划|目标|预计")
_NUMBERS = ("integer", "number", "percent")
_SHORTEST, _LONGEST = 3, 12


def counted_by_day(matches: list[ColumnMatch], titles: Iterable[object], words: Vocabulary) -> list[ColumnMatch]:
    """The columns headed by a day alone with the field that the titles name, the nearest first."""
    days = [match for match in matches if match.says_only_a_day]
    if not days or any(match.field in _COUNTED for match in matches):
        return matches
    meant = counted_in(titles, words)
    if meant is None:
        return matches
    return [
        match._replace(field=meant.field, unit=match.unit or meant.unit, suggestion="", rules=("header_ambiguous",))
        if match in days
        else match
        for match in matches
    ]


def counted_in(titles: Iterable[object], words: Vocabulary) -> Alias | None:
    """The one thing counted now that the first of some titles names; None where none does."""
    named = (_named_in(title, words) for title in titles if isinstance(title, str) and not _ANOTHER.search(title))
    return next(filter(None, named), None)


def _named_in(title: str, words: Vocabulary) -> Alias | None:
    """The one thing counted that a title names; None where it names none, or something else that is asked for too."""
    text, at = key(title), 0
    found: list[Alias] = []
    while at < len(text):
        known = next((word for word in _from(text, at) if word in words.columns.exact), "")
        found += [words.columns.exact[known]] if known else []
        at += len(known) or 1
    asked = [alias for alias in found if words.fields[alias.field].kind in _NUMBERS]
    return asked[0] if len({alias.field for alias in asked}) == 1 and asked[0].field in _COUNTED else None


def _from(text: str, at: int) -> Iterable[str]:
    """What begins at a place of a text, the longest first."""
    return (text[at:end] for end in range(min(len(text), at + _LONGEST), at + _SHORTEST - 1, -1))
