"""The words difficulty texts are read with: small CSV files, turned into one table for longest match."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from analysis.vocabulary.files import read_rows

FOLDER = Path(__file__).resolve().parents[2] / "vocabulary" / "difficulties"
# Later files win over earlier ones where the same word has the same kind.
WORD_FILES = ("trades.csv", "verbs.csv", "topics.csv", "entities.csv", "events.csv", "predicates.csv", "grammar.csv")
# What a verb makes of itself: the verb fails (难卖, 卖不掉), or it works (卖得掉).
FAILING = (
    "无法{v} 不能{v} 没法{v} 难以{v} 难{v} {v}难 {v}困难 {v}受阻 不好{v} 没办法{v} 没处{v} 没地方{v} 无处{v} 不便{v}"
)
NOBODY = ("unsold", "undone", "broken", "move")
TRADE_COLUMNS = {
    "buys": ("raw_material", "", "goods"),
    "packs": ("packaging", "", "goods"),
    "ships": ("logistics", "", "vehicle"),
    "people": ("labour", "", "person"),
    "machines": ("equipment", "", "goods"),
}
# Words whose sense depends on more than their own row: sold only (磷肥) or bought too (磷矿石).
SOLD = ("raw_material", "", "product")
FUELS = {"煤": "thermal_coal", "电": "power", "气": "gas"}


# Kinds of predicates, the first wins where a word has several; and words that take what follows them.
PREDICATES = (
    "undone",
    "move",
    "come",
    "closed",
    "lack",
    "hard",
    "late",
    "price",
    "fall",
    "unsold",
    "broken",
    "pay",
    "discharge",
)
PREFIXES = {"lack_before": "lack", "only": "lack", "ask": "ask"}
LIST_MARKS = "、/ \t+&・·"


class Sense(NamedTuple):
    """What one kind of use of a word says: `role` tells people, goods, vehicles ... apart."""

    category: str
    sub: str
    direction: str
    role: str


EMPTY = Sense("", "", "", "")


class Word(NamedTuple):
    """A word of the vocabulary with every kind of use it has; `joins` where it can end a compound."""

    text: str
    kinds: dict[str, Sense]
    joins: bool = False


class Lexicon(NamedTuple):
    """`words` by their text; the lengths to try, longest first, by the first two characters (one for words of one)."""

    words: dict[str, Word]
    lengths: dict[str, tuple[int, ...]]
    units: dict[str, tuple[str, str, float]]
    hints: dict[str, str]


def load_lexicon(overlays: tuple[Path, ...] = ()) -> Lexicon:
    """The package's vocabulary with the files of the overlay folders added; rows of a later folder win.

    An overlay folder holds any of the package's files, with the same columns; it is read again when a file changed.
    Raises OSError where a file cannot be read.
    """
    stamps = tuple(file.stat().st_mtime_ns for folder in overlays for file in sorted(folder.glob("*.csv")))
    return _load(overlays, stamps)


@lru_cache(maxsize=8)
def _load(overlays: tuple[Path, ...], stamps: tuple[int, ...]) -> Lexicon:
    kinds: dict[str, dict[str, Sense]] = {}
    units: dict[str, tuple[str, str, float]] = {}
    hints: dict[str, str] = {}
    for folder in (FOLDER, *overlays):
        found: dict[str, dict[str, Sense]] = {}
        for name in WORD_FILES:
            for text, kind, sense in _senses(folder / name):
                found.setdefault(text.lower(), {})[kind] = sense
        # A word of a later folder loses every use it had.
        kinds.update(found)
        units.update(_units(folder / "measures.csv"))
        for row in read_rows(folder / "hints.csv") if (folder / "hints.csv").is_file() else []:
            hints.update(dict.fromkeys(row["words"].split(), row["category"]))
    kinds.update({sign: {"list": EMPTY} for sign in LIST_MARKS})
    words = {text: _word(text, senses) for text, senses in kinds.items()}
    return Lexicon(words, _lengths(words), units, hints)


def overlay_folders(overlays: Sequence[Path]) -> tuple[Path, ...]:
    """A survey's folder or its `vocabulary/difficulties` folder: both name the same overlay."""
    inner = [Path(folder) / "vocabulary" / "difficulties" for folder in overlays]
    return tuple(deep if deep.is_dir() else Path(given) for deep, given in zip(inner, overlays, strict=True))


def _senses(path: Path) -> Iterator[tuple[str, str, Sense]]:
    """Word, kind and sense of every word a file holds; nothing where the file is absent."""
    rows = read_rows(path) if path.is_file() else []
    if path.name == "trades.csv":
        yield from _trade_words(rows)
    elif path.name == "verbs.csv":
        for row in rows:
            yield from _verb_forms(row)
    else:
        for row in rows:
            sense = Sense(*(row.get(field, "") for field in Sense._fields))
            for word in row["words"].split():
                yield word, row["kind"], sense


def _trade_words(rows: Iterable[dict[str, str]]) -> Iterator[tuple[str, str, Sense]]:
    """What the divisions sell comes first, so that a thing another division buys stays a purchase."""
    rows = list(rows)
    sold = {word for row in rows for word in row["sells"].split()}
    for row in rows:
        for word in row["sells"].split():
            yield word, "topic", Sense(SOLD[0], SOLD[1], "out", SOLD[2])
    for row in rows:
        for word in row["burns"].split():
            sub = next((sub for sign, sub in FUELS.items() if word.endswith(sign)), "fuel")
            yield word, "topic", Sense("energy", sub, "in", "goods")
        for column, (category, sub, role) in TRADE_COLUMNS.items():
            direction = "in" if column in ("buys", "packs", "machines") else ""
            for word in row[column].split():
                way = "either" if column == "buys" and word in sold else direction
                yield word, "topic", Sense(category, sub, way, role)


def _verb_forms(row: dict[str, str]) -> Iterator[tuple[str, str, Sense]]:
    """买 with 到 gives 买不到, 没买到, 难买, 无法买 ... as predicates and 买得到 as a good sign."""
    sense = Sense(row["category"], "", row["direction"], "")
    good = Sense("", "", "", "")
    kind = row["kind"]
    for verb in row["verbs"].split():
        for form in FAILING.split():
            if len(verb) > 1 or form not in ("{v}难", "难{v}", "{v}困难", "{v}受阻", "不便{v}"):
                yield form.format(v=verb), kind, sense
        for complement in row["complements"].split():
            yield f"{verb}不{complement}", kind, sense
            for form in ("没{v}{c}", "没有{v}{c}", "未{v}{c}", "未能{v}{c}"):
                # 没寄到 is not there yet, which is no want of transport.
                yield form.format(v=verb, c=complement), "late" if kind == "move" else kind, sense
            yield f"{verb}得{complement}", "good", good
        if kind in NOBODY:
            for form in ("没人{v}", "无人{v}", "没人来{v}", "没人会{v}", "没人肯{v}", "没人愿{v}"):
                yield form.format(v=verb), kind, sense


def _word(text: str, kinds: dict[str, Sense]) -> Word:
    """Adds what the grammar asks for most: the kind of predicate, and the kind of prefix, as senses of their own."""
    name = next((kind for kind in PREDICATES if kind in kinds), "")
    if name:
        kinds["predicate"] = kinds[name]._replace(role=name)
    prefix = next((kind for kind in PREFIXES if kind in kinds), "")
    if prefix:
        kinds["prefix"] = Sense("", "", "", PREFIXES[prefix])
    joins = any(kind in ("topic", "entity", "own", "aspect") or kind.startswith("tail_") for kind in kinds)
    return Word(text, kinds, joins)


def _lengths(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[:2], set()).add(len(word))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


def _units(path: Path) -> dict[str, tuple[str, str, float]]:
    """Measure word -> (kind, unit to write, factor). Goods keep their own word as unit."""
    rows = read_rows(path) if path.is_file() else []
    return {
        word.lower(): (row["kind"], row["unit"] or word, float(row["factor"]))
        for row in rows
        for word in row["words"].split()
    }
