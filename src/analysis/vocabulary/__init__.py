"""The words of the forms as data: tables that a person edits, checked when loaded.

A survey's own ``vocabulary/`` folder holds tables of the same names; its rows are added and win.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from analysis.vocabulary.aliases import Alias, Aliases, load_aliases
from analysis.vocabulary.entries import STATES, Field, Industry, StateWord, Unit
from analysis.vocabulary.loading import Row, Table, VocabularyError, grouped, rows_of, tables_of
from analysis.vocabulary.sentences import finding_rules, finding_sentence, labels
from analysis.vocabulary.words import FOLDER, fold, forms, key, nfkc, simplified, without_footnotes

# Words of scale before a unit, with what its code begins with: 百万千瓦时, million yuan, RMB million.
_SCALES = {
    "十": (1e1, "10"), "百": (1e2, "100"), "千": (1e3, "1k"), "万": (1e4, "10k"), "十万": (1e5, "100k"),
    "百万": (1e6, "1m"), "千万": (1e7, "10m"), "亿": (1e8, "100m"), "十亿": (1e9, "1b"), "百亿": (1e10, "10b"),
    "1,000": (1e3, "1k"), "10k": (1e4, "10k"),
    "10,000": (1e4, "10k"), "10000": (1e4, "10k"), "tenthousand": (1e4, "10k"), "mn": (1e6, "1m"), "bn": (1e9, "1b"),
    "10million": (1e7, "10m"), "100million": (1e8, "100m"), "hundredmillion": (1e8, "100m"), "'000": (1e3, "1k"),
    **{f"{within}{scale}{several}": said for scale, said in {
        "thousand": (1e3, "1k"), "million": (1e6, "1m"), "lakh": (1e5, "100k"), "lac": (1e5, "100k"),
        "crore": (1e7, "10m"), "billion": (1e9, "1b")}.items() for within in ("", "in") for several in ("", "s")},
}  # fmt: skip
_SCALED = ("money", "foreign", "energy", "count", "mass")
# What a header's unit or an event that it names says of it, besides the parts that pieces play (header_pieces.csv).
_SAID_BESIDES = frozenset({"counted", "energy", "items", "money", "cause"})


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
        found: dict[str, StateWord] = {}
        for table in self._tables("states.csv", ("state", "value")):
            named = table.column("state")
            for state, places in grouped(named).items():
                if state not in STATES:
                    raise table.error(places[0], f"未知的状态“{state}”", f"unknown state {state!r}")
            meant = [*map(StateWord, named, (reason or None for reason in table.column("reason")))]
            found.update(table.meanings(table.column("value"), meant))
        return found

    @cached_property
    def choices(self) -> dict[str, dict[str, str]]:
        """Choice (size, four_category, yes_no, ...) -> key of a word -> code."""
        found: dict[str, dict[str, str]] = {}
        for table in self._tables("choices.csv", ("choice", "code", "word")):
            asked, codes, words = map(table.column, ("choice", "code", "word"))
            for choice, places in grouped(asked).items():
                meant = table.meanings([words[at] for at in places], [codes[at] for at in places], places)
                found.setdefault(choice, {}).update(meant)
        return found

    @cached_property
    def marks(self) -> dict[str, frozenset[str]]:
        """missing, vague, undecided, suppressed, ditto -> the folded words that say so."""
        found: dict[str, frozenset[str]] = dict.fromkeys(
            ("missing", "vague", "undecided", "suppressed", "ditto"), frozenset()
        )
        for table in self._tables("marks.csv", ("mark", "word")):
            words = table.column("word")
            for mark, places in grouped(table.column("mark")).items():
                if mark not in found:
                    raise table.error(places[0], f"未知的标记“{mark}”", f"unknown mark {mark!r}")
                found[mark] |= {fold(words[at]) for at in places}
        return found

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Folded word of a unit -> Unit."""
        found: dict[str, Unit] = {}
        for table in self._tables("units.csv", ("unit", "dimension", "factor", "word")):
            factors = map(float, table.column("factor"))
            meant = [*map(Unit, table.column("unit"), table.column("dimension"), factors)]
            words = table.column("word")
            found.update(table.meanings(words, meant, folded=[*map(fold, words)]))
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
        for table in self._tables("industries.csv", ("section", "code", "name", "name_en")):
            columns = map(table.column, ("section", "code", "name", "name_en", "aliases"))
            said = [
                (word, code, place)
                for place, (section, code, name, name_en, aliases) in enumerate(zip(*columns, strict=True))
                for word in (name, name_en, section + code, *filter(None, aliases.split(";")))
            ]
            found.update(table.meanings(*zip(*said, strict=True)))
        return found

    @cached_property
    def lookalikes(self) -> dict[str, frozenset[str]]:
        """A character as mistyped -> the characters it may stand for."""
        found: dict[str, frozenset[str]] = {}
        for table in self._tables("lookalikes.csv", ("typed", "meant")):
            for typed, meant in zip(table.column("typed"), table.column("meant"), strict=True):
                found[typed] = found.get(typed, frozenset()) | {meant}
        return found

    @cached_property
    def header_pieces(self) -> dict[str, str]:
        """Key of a piece of headers -> the part that it plays in them."""
        found: dict[str, str] = {}
        for table in self._tables("header_pieces.csv", ("role", "words")):
            pieces = [
                (word, role, place)
                for place, (role, words) in enumerate(zip(table.column("role"), table.column("words"), strict=True))
                for family in words.split(";")
                for word in forms(family)
            ]
            found.update(table.meanings(*zip(*pieces, strict=True)))
        return found

    @cached_property
    def header_same(self) -> tuple[tuple[str, str], ...]:
        """What headers write in two ways, and the one way, in their order: 日期, 时间."""
        return tuple((key(row["said"]), key(row["same"])) for row in self._rows("header_same.csv", ("said",)))

    @cached_property
    def header_events(self) -> list[str]:
        """Pieces of headers that name what work stopped for, before and after which things are counted: 洪灾, 停产."""
        return [piece for piece, role in self.header_pieces.items() if role in ("event", "stop")]

    @cached_property
    def header_phrases(self) -> list[tuple[str, frozenset[str], frozenset[str]]]:
        """Field, the parts that a header of it needs, the parts that it may have."""
        parts, found = set(self.header_pieces.values()) | _SAID_BESIDES, []
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

    def _tables(self, name: str, needed: Sequence[str]) -> list[Table]:
        return tables_of(name, self.folders, needed)

    def _rows(self, name: str, needed: Sequence[str]) -> Iterator[Row]:
        return rows_of(name, self.folders, needed)


@lru_cache(16)
def _loaded(folders: tuple[Path, ...], _stamps: tuple) -> Vocabulary:
    return Vocabulary(folders)
