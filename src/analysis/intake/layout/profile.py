"""What is known of a table's columns before its rows are judged one by one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from analysis.intake.layout.columns import Columns
from analysis.intake.layout.grid import Grid, Shape
from analysis.intake.layout.headers import WINDOW, Header, heads_plainly
from analysis.intake.layout.words import words

_SAMPLE = 200  # body rows looked at
_BESIDE = ("县市", "乡镇道")  # a county's neighbour may be a city, a township's a street; a province's any other
_LABELS = 5  # columns that may hold labels where no figures follow


@dataclass(frozen=True)
class Profile:
    """The columns of a body: which holds names, which come before the figures, whether it lists enterprises."""

    about: Columns
    name_column: int  # 0 where none is known
    sequence_column: int  # 0 where there is none
    label_columns: frozenset[int]
    asks_for_names: bool  # a header cell says 企业名称 or the like
    lists_enterprises: bool  # half its names end like an enterprise's
    lists_notes: bool  # most of its rows are Note 1 | ...
    counts_in_words: bool  # its rows are numbered 一 二 三
    area_endings: set[str]  # of most of its rows, counties and their figures: 县, 市
    header_texts: list[dict[int, str]]  # column -> text, per header row
    header_lines: frozenset[str]
    width: int

    @property
    def is_of_enterprises(self) -> bool:
        """Whether the rows are enterprises, by what the header asks for or by their names."""
        return self.lists_enterprises or self.asks_for_names

    @classmethod
    def of(cls, grid: Grid, header: Header, rows: list[int]) -> Profile:
        """From a header and the filled rows under it."""
        sample = _until_next_header(grid, header, rows[:_SAMPLE])
        about = Columns.of(grid, sample[:WINDOW])
        texts = [{column: grid.text(row, column) for column in grid.columns(row)} for row in header.header_rows]
        shapes = Counter(grid.shapes[row - 1] for row in sample)
        asked = _worded(texts, "name_label")
        name_column = asked or _most_enterprises(shapes)
        at_name = slice(max(name_column - 1, 0), name_column)
        sequence_column = _worded(texts, "sequence_label")
        wide = sum(count for shape, count in shapes.items() if shape.size > 1)
        least = 2 if wide else 1  # a name alone may stand over the rows of its years
        named = sum([count for shape, count in shapes.items() if shape.line[at_name] == "e" and shape.size >= least])
        ordinals = sum(count for shape, count in shapes.items() if shape.packed[0] == "o")
        noted = sum(count for shape, count in shapes.items() if shape.packed[0] == "n" and shape.size > 1)
        used = grid.used([*header.header_rows, *sample])
        return cls(
            about=about,
            name_column=name_column,
            sequence_column=sequence_column,
            label_columns=_label_columns(about, name_column, sequence_column),
            asks_for_names=asked > 0,
            lists_enterprises=named >= 0.5 * max(1, wide),
            lists_notes=noted >= 0.5 * max(1, wide),
            counts_in_words=ordinals >= 0.5 * max(1, wide),
            area_endings=set() if asked else _area_endings(grid, sample, about.left),
            header_texts=texts,
            header_lines=frozenset(grid.line(row) for row in header.header_rows),
            width=max(used, default=1) - min(used, default=1) + 1,
        )


def _until_next_header(grid: Grid, header: Header, rows: list[int]) -> list[int]:
    """The rows before one that plainly heads another table."""
    known = {grid.line(row) for row in header.header_rows}
    for index, row in enumerate(rows):
        shape = grid.shapes[row - 1]
        if index and shape.may_head and shape.line not in known and heads_plainly(grid, row, rows[index - 1]):
            return rows[:index]
    return rows


def _area_endings(grid: Grid, rows: list[int], column: int) -> set[str]:
    """The last characters of the areas that are the first word of most rows of several cells."""
    wide = [row for row in rows if grid.shapes[row - 1].size > 1]
    areas = [row for row in wide if grid.line(row)[column - 1] == "r"]
    said = {grid.text(row, column)[-1] for row in areas if 2 * len(areas) >= len(wide)}
    alike = (*_BESIDE, [area[-1] for area in words("area")])
    return said.union(*(beside for beside in alike if not said.isdisjoint(beside)))


def _worded(texts: list[dict[int, str]], kind: str) -> int:
    """The first column whose header is one of the words of a kind; 0 where there is none."""
    return next((column for line in texts for column, text in line.items() if text in words(kind)), 0)


def _most_enterprises(shapes: Counter[Shape]) -> int:
    """The first column in which most cells end like an enterprise's name; 0 where none does."""
    enterprises: Counter[int] = Counter()
    for shape, count in shapes.items():
        enterprises.update(dict.fromkeys(shape.at("e"), count))
    return max(enterprises, key=lambda c: (enterprises[c], -c), default=0)


def _label_columns(about: Columns, name_column: int, sequence_column: int) -> frozenset[int]:
    """The columns up to the first of figures, a first column of running numbers not counted as such."""
    figures = sorted(about.numeric - {sequence_column, about.left})
    end = figures[0] if figures else about.left + _LABELS
    return frozenset(range(about.left, max(end, about.left + 1, name_column + 1)))
