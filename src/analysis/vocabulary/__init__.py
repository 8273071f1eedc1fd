"""The words of the forms as data: tables that a person edits, checked when loaded.

A survey's own ``vocabulary/`` folder holds tables of the same names; its rows are added and win.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from analysis.vocabulary.aliases import Alias, Aliases, load_aliases
from analysis.vocabulary.loading import VocabularyError, rows_of
from analysis.vocabulary.sentences import finding_rules, finding_sentence, labels
from analysis.vocabulary.words import FOLDER, fold, key, nfkc, simplified

__all__ = [
    "Alias",
    "Aliases",
    "Field",
    "Industry",
    "StateWord",
    "Unit",
    "Vocabulary",
    "VocabularyError",
    "finding_rules",
    "finding_sentence",
    "fold",
    "key",
    "labels",
    "nfkc",
    "simplified",
]

# Words of scale before a unit, with what its code begins with: 百万千瓦时, million yuan, RMB million.
_SCALES = {
    "十": (1e1, "10"), "百": (1e2, "100"), "千": (1e3, "1k"), "万": (1e4, "10k"), "十万": (1e5, "100k"),
    "百万": (1e6, "1m"), "千万": (1e7, "10m"), "亿": (1e8, "100m"), "十亿": (1e9, "1b"), "百亿": (1e10, "10b"),
    "thousand": (1e3, "1k"), "million": (1e6, "1m"), "billion": (1e9, "1b"),
}  # fmt: skip
_SCALED = ("money", "foreign", "energy", "count", "mass")
STATES = ("running", "partial", "planned", "stopped", "excluded", "unknown")


class Field(NamedTuple):
    """A column we know: its kind of value, its unit, and the tidy table and column it feeds (blank: not stored)."""

    name: str
    kind: str
    unit: str
    table: str
    column: str
    zh: str
    en: str


class Unit(NamedTuple):
    """A unit of one dimension; ``factor`` of the dimension's base unit (yuan, kWh, ton, day, percent)."""

    code: str
    dimension: str
    factor: float


class StateWord(NamedTuple):
    state: str
    reason: str | None

    @property
    def code(self) -> str:
        """State and reason as one code, of a column to tick or a legend: stopped, "stopped overhaul"."""
        return f"{self.state} {self.reason}" if self.reason else self.state

    @classmethod
    def of(cls, code: str) -> StateWord:
        state, _, reason = code.partition(" ")
        return cls(state, reason or None)


class Industry(NamedTuple):
    """A division of GB/T 4754-2017."""

    section: str
    code: str
    name: str
    name_en: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All word tables of one survey. Tables are read when first asked for, ``check`` reads them all.

    Compared by identity: what was looked up in it is remembered for as long as it lives.
    """

    folders: tuple[Path, ...]

    @staticmethod
    def load(overlays: Sequence[Path] = ()) -> Vocabulary:
        """The package's tables with those of ``overlays`` added; cached until a file changes.

        Raises VocabularyError naming file and line where a table contradicts itself.
        """
        folders = (FOLDER, *(Path(folder).resolve() for folder in overlays))
        stamps = tuple(
            (path.name, path.stat().st_mtime_ns) for folder in folders[1:] for path in sorted(folder.glob("*.csv"))
        )
        return _loaded(folders, stamps)

    def check(self) -> Vocabulary:
        """Read every table now, so that a mistake shows before a run."""
        _ = self.fields, self.columns, self.states, self.choices, self.marks, self.units
        _ = self.industries, self.industry_words, self.lookalikes, self.header_phrases
        return self

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Field name -> Field."""
        needed = ("field", "kind", "zh", "en")
        return {
            row["field"]: Field(
                row["field"], row["kind"], row["unit"], row["table"], row["column"], row["zh"], row["en"]
            )
            for row in self._rows("fields.csv", needed)
        }

    @cached_property
    def columns(self) -> Aliases:
        """What headers mean."""
        return load_aliases(self.folders, set(self.fields))

    @cached_property
    def states(self) -> dict[str, StateWord]:
        """Key of a word -> state and reason."""
        return self._words("states.csv", ("state", "value"), "value", _state_word)

    @cached_property
    def choices(self) -> dict[str, dict[str, str]]:
        """Choice (size, four_category, yes_no, ...) -> key of a word -> code."""
        found: dict[str, dict[str, str]] = {}
        for row in self._rows("choices.csv", ("choice", "code", "word")):
            words, word = found.setdefault(row["choice"], {}), _key_of(row, "word")
            if words.get(word, row["code"]) != row["code"] and row.path.parent == FOLDER:
                raise _twice(row, "word", words[word], row["code"])
            words[word] = row["code"]
        return found

    @cached_property
    def marks(self) -> dict[str, frozenset[str]]:
        """missing, vague, undecided, suppressed -> the folded words that say so."""
        found: dict[str, set[str]] = {"missing": set(), "vague": set(), "undecided": set(), "suppressed": set()}
        for row in self._rows("marks.csv", ("mark", "word")):
            if row["mark"] not in found:
                raise row.error(f"未知的标记“{row['mark']}”", f"unknown mark {row['mark']!r}")
            found[row["mark"]].add(fold(row["word"]))
        return {mark: frozenset(words) for mark, words in found.items()}

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Folded word of a unit -> Unit."""
        found: dict[str, Unit] = {}
        for row in self._rows("units.csv", ("unit", "dimension", "factor", "word")):
            unit = Unit(row["unit"], row["dimension"], float(row["factor"]))
            word = fold(row["word"])
            if found.get(word, unit) != unit and row.path.parent == FOLDER:
                raise _twice(row, "word", found[word].code, unit.code)
            found[word] = unit
        return found

    @cached_property
    def header_units(self) -> dict[str, Unit]:
        """As ``units``, with the words of scale that a header may put before a unit (百万千瓦时) or, in English, behind
        it (RMB million)."""
        found: dict[str, Unit] = {}
        for word, unit in self.units.items():
            if unit.factor == 1 and unit.dimension in _SCALED:
                for scale, (times, code) in _SCALES.items():
                    if scale.isascii() == word.isascii():
                        scaled = Unit(f"{code}_{unit.code}", unit.dimension, times)
                        found[scale + word] = scaled
                        if scale.isascii():
                            found[word + scale] = scaled
        return found | self.units

    @cached_property
    def unit_codes(self) -> dict[str, Unit]:
        """Code of a unit -> Unit."""
        return {unit.code: unit for unit in self.header_units.values()}

    @cached_property
    def industries(self) -> dict[str, Industry]:
        """Division code -> Industry."""
        return {
            row["code"]: Industry(
                row["section"],
                row["code"],
                row["name"],
                row["name_en"],
                tuple(word for word in row["aliases"].split(";") if word),
            )
            for row in self._rows("industries.csv", ("section", "code", "name", "name_en"))
        }

    @cached_property
    def industry_words(self) -> dict[str, str]:
        """Key of a name or alias -> division code."""
        found: dict[str, str] = {}
        for row in self._rows("industries.csv", ("section", "code", "name", "name_en")):
            for word in (row["name"], row["name_en"], row["section"] + row["code"], *row["aliases"].split(";")):
                if not word:
                    continue
                if found.get(key(word), row["code"]) != row["code"] and row.path.parent == FOLDER:
                    raise _twice(row, "aliases", found[key(word)], row["code"])
                found[key(word)] = row["code"]
        return found

    @cached_property
    def lookalikes(self) -> dict[str, frozenset[str]]:
        """A character as mistyped -> the characters it may stand for."""
        found: dict[str, set[str]] = {}
        for row in self._rows("lookalikes.csv", ("typed", "meant")):
            found.setdefault(row["typed"], set()).add(row["meant"])
        return {typed: frozenset(meant) for typed, meant in found.items()}

    @cached_property
    def header_pieces(self) -> dict[str, str]:
        """Key of a piece of headers -> the part that it plays in them."""
        found: dict[str, str] = {}
        for row in self._rows("header_pieces.csv", ("role", "words")):
            for word in row["words"].split(";"):
                if not (piece := key(word)):
                    raise row.error(f"“{word}”只有标点", f"{word!r} is punctuation only")
                if found.get(piece, row["role"]) != row["role"] and row.path.parent == FOLDER:
                    one, other = found[piece], row["role"]
                    raise row.error(f"“{word}”同时是 {one} 和 {other}", f"{word!r} is both {one} and {other}")
                found[piece] = row["role"]
        return found

    @cached_property
    def header_phrases(self) -> list[tuple[str, frozenset[str], frozenset[str]]]:
        """Field, the parts that a header of it needs, the parts that it may have."""
        parts, found = set(self.header_pieces.values()) | {"counted", "energy"}, []
        for row in self._rows("header_phrases.csv", ("field", "needs")):
            needs, may = frozenset(row["needs"].split()), frozenset(row["may"].split())
            if row["field"] not in self.fields:
                raise row.error(f"未知的字段“{row['field']}”", f"unknown field {row['field']!r}")
            if unknown := (needs | may) - parts:
                listed = ", ".join(sorted(unknown))
                raise row.error(f"header_pieces.csv 中没有：{listed}", f"not in header_pieces.csv: {listed}")
            found.append((row["field"], needs, may))
        return found

    def field_label(self, field: str, lang: str) -> str:
        """The printed name of a field; the name itself where it is not known."""
        known = self.fields.get(field)
        return (known.zh if lang == "zh" else known.en) if known else field

    def _rows(self, name: str, needed: Sequence[str]) -> Iterable:
        return rows_of(name, self.folders, needed)

    def _words(self, name: str, needed: Sequence[str], column: str, make: object) -> dict:
        found: dict = {}
        for row in self._rows(name, needed):
            word, meaning = _key_of(row, column), make(row)
            if found.get(word, meaning) != meaning and row.path.parent == FOLDER:
                raise _twice(row, column, found[word], meaning)
            found[word] = meaning
        return found


@lru_cache(16)
def _loaded(folders: tuple[Path, ...], _stamps: tuple) -> Vocabulary:
    return Vocabulary(folders)


def _state_word(row: Mapping[str, str]) -> StateWord:
    if row["state"] not in STATES:
        raise row.error(f"未知的状态“{row['state']}”", f"unknown state {row['state']!r}")
    return StateWord(row["state"], row.get("reason") or None)


def _key_of(row: Mapping[str, str], column: str) -> str:
    word = key(row[column])
    if not word:
        raise row.error(f"“{row[column]}”只有标点", f"{row[column]!r} is punctuation only")
    return word


def _twice(row: Mapping[str, str], column: str, first: object, second: object) -> VocabularyError:
    word = row[column]
    return row.error(
        f"“{word}”同时表示 {first} 和 {second}，请删除其一", f"{word!r} means both {first} and {second}; delete one"
    )
