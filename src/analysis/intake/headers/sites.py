"""Migrant workers in tables of projects: 农民工返岗数 is who is on site, 应到农民工 who should be."""

from __future__ import annotations

from analysis.intake.headers.column import ColumnMatch
from analysis.intake.headers.composed import parts_of
from analysis.intake.headers.words import read_word
from analysis.vocabulary import Vocabulary, key

_MIGRANTS, _AT_WORK, _WANTED = map(frozenset, [["migrant"], ["back", "at_post", "came"], ["due", "need"]])
_BESIDE = _MIGRANTS | _AT_WORK | _WANTED | {"person", "count", "filler", "status"}


def migrants_on_sites(matches: list[ColumnMatch], vocabulary: Vocabulary) -> list[ColumnMatch]:
    """The columns, those that count migrant workers of projects known; of enterprises these are a part of the staff,
    which is no field."""
    fields = {match.field for match in matches}
    if "project_name" not in fields or fields & {"workers_present", "workers_needed"}:
        return matches
    return [
        match._replace(field=counted, score=0.9, suggestion="", rules=())
        if match.field is None and (counted := _counted(match, vocabulary))
        else match
        for match in matches
    ]


def _counted(match: ColumnMatch, vocabulary: Vocabulary) -> str | None:
    words = "".join([key(read_word(word, vocabulary).plain) for word in match.path])
    parts = frozenset(parts_of(words, vocabulary) or ())
    if not (_MIGRANTS <= parts <= _BESIDE and parts & (_AT_WORK | _WANTED)):
        return None
    return "workers_needed" if parts & _WANTED else "workers_present"
