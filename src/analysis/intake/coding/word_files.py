"""The files of difficulty words: what kind of use, and in what sense, each row gives its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from analysis.intake.coding.amounts import Unit
from analysis.vocabulary.files import read_rows

# Later files win over earlier ones where the same word has the same kind.
WORD_FILES = ("trades.csv", "verbs.csv", "topics.csv", "entities.csv", "events.csv", "predicates.csv", "grammar.csv")
# What a verb makes of itself where it fails (难以卖, 没处卖), and what only a verb of two signs makes (运输难).
FAILING = (
    "无法{v}", "不能{v}", "没法{v}", "难以{v}", "不好{v}", "没办法{v}", "没处{v}", "没地方{v}", "无处{v}",
)  # fmt: skip
FAILING_LONG = ("难{v}", "{v}难", "{v}困难", "{v}受阻", "不便{v}")
NOBODY = ("没人{v}", "无人{v}", "没人来{v}", "没人会{v}", "没人肯{v}", "没人愿{v}")
NOBODY_DOES = ("unsold", "undone", "broken", "move")
NOT_YET = ("没", "没有", "未", "未能")
# What is written as 未批复 is known as 没批复 and 没有批复 too; 没订单, without a verb, is not.
_NOT_YET_FORMS = [f"{negation}{{v}}" for negation in NOT_YET]
NOT_YET_WORD = re.compile("未(?=..)")
TRADE_COLUMNS = {
    "buys": ("raw_material", "", "goods"),
    "packs": ("packaging", "", "goods"),
    "ships": ("logistics", "", "vehicle"),
    "people": ("labour", "", "person"),
    "machines": ("equipment", "", "goods"),
}
FUELS = {"煤": "thermal_coal", "电": "power", "气": "gas"}


class Sense(NamedTuple):
    """What one kind of use of a word says: `role` tells people, goods, vehicles ... apart."""

    category: str
    sub: str
    direction: str
    role: str


EMPTY = Sense("", "", "", "")


class Row(NamedTuple):
    """Words that are used in one kind of way and in one sense."""

    words: list[str]
    kind: str
    sense: Sense


def word_rows(folder: Path) -> Iterator[Row]:
    """The words of every file of a folder, in the order in which later ones win; an absent file has none."""
    for name in WORD_FILES:
        rows = rows_of(folder / name)
        if name == "trades.csv":
            yield from _trade_words(rows)
        elif name == "verbs.csv":
            for row in rows:
                yield from _verb_forms(row)
        else:
            for row in rows:
                sense = Sense(*[row.get(field, "") for field in Sense._fields])
                words = _words(row["words"])
                if name in ("events.csv", "predicates.csv"):
                    stems = [word[begun.end() :] for word in words if (begun := NOT_YET_WORD.match(word))]
                    words = [word for word in words if not NOT_YET_WORD.match(word)]
                    words += _made(stems, _NOT_YET_FORMS)
                yield Row(words, row["kind"], sense)


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a file, none where it is absent."""
    return read_rows(path) if path.is_file() else []


def measure_words(folder: Path) -> dict[str, Unit]:
    """What each measure word counts; goods keep their own word as unit."""
    return {
        word.lower(): Unit(row["kind"], row["unit"] or word, float(row["factor"]))
        for row in rows_of(folder / "measures.csv")
        for word in row["words"].split()
    }


def hint_signs(folder: Path) -> dict[str, str]:
    """Single sign -> category of a text of which nothing else is understood."""
    return {sign: row["category"] for row in rows_of(folder / "hints.csv") for sign in row["words"].split()}


def _words(cell: str) -> list[str]:
    return cell.lower().split()


def _trade_words(rows: Iterable[dict[str, str]]) -> Iterator[Row]:
    """What the divisions sell comes first, so that a thing another division buys stays a purchase."""
    rows = list(rows)
    sold = {word for row in rows for word in _words(row["sells"])}
    yield Row(list(sold), "topic", Sense("raw_material", "", "out", "product"))
    for row in rows:
        for word in _words(row["burns"]):
            sub = next((sub for sign, sub in FUELS.items() if word.endswith(sign)), "fuel")
            yield Row([word], "topic", Sense("energy", sub, "in", "goods"))
        for column, (category, sub, role) in TRADE_COLUMNS.items():
            direction = "in" if column in ("buys", "packs", "machines") else ""
            words = _words(row[column])
            yield Row(words, "topic", Sense(category, sub, direction, role))
            if column == "buys":
                # A thing that some sell and others buy goes either way.
                yield Row([word for word in words if word in sold], "topic", Sense(category, sub, "either", role))


def _verb_forms(row: dict[str, str]) -> Iterator[Row]:
    """买 with 到 gives 买不到, 没买到, 难买, 无法买 ... as predicates and 买得到 as a good sign."""
    kind, sense = row["kind"], Sense(row["category"], "", row["direction"], "")
    verbs, complements = _words(row["verbs"]), _words(row["complements"])
    not_done = [f"{{v}}不{complement}" for complement in complements]
    not_yet = [f"{form}{complement}" for complement in complements for form in _NOT_YET_FORMS]
    done = [f"{{v}}得{complement}" for complement in complements]
    failing = [*FAILING, *NOBODY, *not_done] if kind in NOBODY_DOES else [*FAILING, *not_done]
    long = [verb for verb in verbs if len(verb) > 1]
    yield Row([*_made(verbs, failing), *_made(long, FAILING_LONG)], kind, sense)
    # 没寄到 is not there yet, which is no want of transport.
    yield Row(_made(verbs, not_yet), "late" if kind == "move" else kind, sense)
    yield Row(_made(verbs, done), "good", EMPTY)


def _made(stems: Iterable[str], forms: Sequence[str]) -> list[str]:
    return [form.replace("{v}", stem) for stem in stems for form in forms]
