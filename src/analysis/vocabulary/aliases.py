"""The table of header words (columns.csv), arranged for looking up.

An alias is written as it stands on a form. ``A/B`` also means: last word B below a word that contains A.
``*`` at an end stands for anything. ``某年`` stands for a year such as 2019年.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from analysis.vocabulary.loading import Table, tables_of
from analysis.vocabulary.words import key

_TURNED = re.compile("(?:[未没不非拟]|没有|部分|计划|预计|无法)$")


class Alias(NamedTuple):
    """What a header word means: a field, the unit the word implies, and a code (the answer a ticked column stands
    for, or the field a rate means in a list of enterprises)."""

    field: str
    unit: str = ""
    code: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, self))  # two rows of one field may differ in the rest


@dataclass(frozen=True)
class Aliases:
    """``exact`` by key; ``below`` by key of the last word: (contexts, meaning), the longest contexts first;
    ``wild``: (start, middle, end) patterns."""

    exact: dict[str, Alias] = field(default_factory=dict)
    below: dict[str, list[tuple[tuple[str, ...], Alias]]] = field(default_factory=dict)
    wild: list[tuple[str, str, Alias]] = field(default_factory=list)

    def in_context(self, parents: tuple[str, ...], last: str) -> Alias | None:
        """The meaning of ``last`` below ``parents`` (keys, top down), if a rule with context says so.

        Of several rules the one whose context stands nearest above: 用工情况/返岗人数/总数 counts staff back.
        """
        fitting = [
            (place, alias)
            for contexts, alias in self.below.get(last, ())
            if (place := _place_in_order(parents, contexts)) is not None
        ]
        return max(fitting, key=lambda rule: rule[0])[1] if fitting else None

    def is_context(self, parent: str, last: str) -> bool:
        """Whether a rule for ``last`` names this very word above it, and no other that contains it."""
        return any(contexts[-1] == parent for contexts, _ in self.below.get(last, ()))

    def pattern(self, word: str) -> Alias | None:
        """The meaning of a word by the rules with ``*``."""
        for how, part, alias in self.wild:
            if (
                (how == "end" and word.endswith(part))
                or (how == "start" and word.startswith(part))
                or (how == "in" and part in word)
            ):
                return alias
        return None


def load_aliases(folders: Iterable[Path], fields: set[str]) -> Aliases:
    """All rows of columns.csv; a row of a later folder wins over an earlier one.

    Raises VocabularyError for an unknown field, an empty alias, or an alias that means two things in one file.
    """
    aliases, joined = Aliases(), {}
    below: dict[str, dict[tuple[str, ...], Alias]] = {}
    for table in tables_of("columns.csv", folders, ("field", "alias")):
        meant = _meanings(table, fields)
        alone, levelled = {}, {}  # by place
        for place, text in enumerate(table.column("alias")):
            if "*" in text and len(text) > 1:
                _add_pattern(aliases, text, meant[place])
            elif ("/" in text or "／" in text) and all(levels := _levels(text)):
                levelled[place] = text
                rules = below.setdefault(levels[-1], {})
                rules.pop(levels[:-1], None)  # the new one stands last
                rules[levels[:-1]] = meant[place]
            else:
                alone[place] = text
        for words, known in ((alone, aliases.exact), (levelled, joined)):
            known.update(table.meanings([*words.values()], [meant[place] for place in words], [*words]))
    for last, rules in below.items():
        aliases.below[last] = sorted(rules.items(), key=lambda rule: -sum(map(len, rule[0])))
    for word, meaning in joined.items():
        aliases.exact.setdefault(word, meaning)
    return aliases


def _levels(text: str) -> tuple[str, ...]:
    """The keys of an alias' words, top down."""
    return tuple(map(key, text.replace("／", "/").split("/")))


def _meanings(table: Table, fields: set[str]) -> list[Alias]:
    """What each row gives its alias to mean."""
    named = table.column("field")
    if unknown := set(named) - fields:
        field = min(unknown, key=named.index)
        raise table.error(
            named.index(field),
            f"未知的字段“{field}”，请先在 fields.csv 中添加",
            f"unknown field {field!r}; add it to fields.csv first",
        )
    rows = [*zip(named, table.column("unit"), table.column("code"), strict=True)]
    known = {row: Alias(*row) for row in {*rows}}
    return [known[row] for row in rows]


def _add_pattern(aliases: Aliases, text: str, meaning: Alias) -> None:
    how = "in" if text.startswith("*") and text.endswith("*") else "end" if text.startswith("*") else "start"
    aliases.wild.insert(0, (how, key(text), meaning))


def _place_in_order(parents: tuple[str, ...], contexts: tuple[str, ...]) -> int | None:
    """How far down the last of the contexts stands if the parents contain them in their order, as low as they can."""
    place, lowest = len(parents), None
    for context in reversed(contexts):
        place = next((at for at in range(place - 1, -1, -1) if _speaks_of(parents[at], context)), -1)
        if place < 0:
            return None
        lowest = place if lowest is None else lowest
    return lowest


def _speaks_of(parent: str, context: str) -> bool:
    """Whether a word contains a context that it does not turn into something else: 未复工企业 is not of 复工企业."""
    at = parent.find(context)
    return at == 0 or (at > 0 and not _TURNED.search(parent, 0, at))
