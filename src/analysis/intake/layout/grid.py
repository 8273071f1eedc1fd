"""A sheet prepared for judging rows: a letter per cell, cleaned texts, merges by the row they begin in."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable
from functools import cached_property

from analysis.intake.layout.letters import VALUES, WORDED, names_a_kind, row_letters
from analysis.intake.layout.merged import Span, gathered
from analysis.intake.layout.words import compared, words
from analysis.intake.sheet import Sheet
from analysis.intake.values.state_phrases import heads_by_state

_NUMBERS = frozenset("9tohH-a")  # what a row of column numbers may look like
_HEADINGS = frozenset("HhustTryw")  # what the rows of a header hold
_HEADS = frozenset("Hh")
_WORDED = frozenset("Hht")
_NAMING_KINDS = frozenset("eHhtu")  # Paper mill | Reopened? | Staff
_DIVIDING = _HEADINGS | {"a"}
_MERGED = WORDED - {"n", "g"} | {"a", "d", "y"}  # what a header's merged cells say
_NAMES = frozenset("ea")
_NAMING = WORDED | _NAMES  # what may stand over columns of figures
_DENYING = frozenset("terd9caH-")  # Leeds | No | Yes
_NO = frozenset({"No", "no", "NO"})
_ANSWERING = frozenset("daHh-")  # 2月24日 | 已复工 | 未复工
_DAYS = frozenset("out")  # 一, 日, 周一
_NEVER_IN_BRACKETS = frozenset("ec")
_VALUED = frozenset("9ec")  # what no row of hints holds
_UNITS = frozenset("u-9")  # thousands are a unit
_WORDS_AND_RUN = re.compile("[HhtusTlrw]+9{3,}[Hhustw]*")
_WORDS_AND_DAYS = re.compile("[HhtTlr]+9{3,}[Hhust]*|H{2,}99")
_WORDS_AND_FIGURES = frozenset("HhtTsr9d")
# Titles, notes and labels beside each other, or nothing but the same kind of word behind one.
_AGAIN = re.compile(r"([lTgno])\1|^ *[Hhl]?([optreh])(?: *\2)+$")
_MOST_KNOWN = 1 << 13
_LONGEST_KNOWN = 256  # letters of a row that is remembered from sheet to sheet


class Shape:
    """A row's letters and what follows from them alone: most rows look alike, so it is worked out once for all."""

    def __init__(self, line: str):
        self.line = line
        self.packed = line.replace(" ", "")  # the letters of the cells that are not blank
        self.size = len(self.packed)
        self.kinds = frozenset(self.packed)
        self.columns = [column for column, letter in enumerate(line, 1) if letter != " "]  # not to be changed
        self.holds_values = self.size > 1 and not VALUES.isdisjoint(self.kinds)
        self.may_number_columns = self.size > 2 and self.kinds <= _NUMBERS
        self.may_be_bracketed = self.size > 2 and _NEVER_IN_BRACKETS.isdisjoint(self.packed[1:])
        self.may_hint = self.size > 2 and _VALUED.isdisjoint(self.kinds)
        self.may_be_weekdays = self.size > 4 and self.kinds <= _DAYS
        self.may_be_group = self.size == 1 and self.packed in "Hhat" and self.columns[0] < 3  # 已复产企业
        self.may_head = self.kinds <= _HEADINGS
        self.may_go_on = self.size > 2 and not self.may_head and "T" not in self.kinds  # below data it is data too
        self.may_divide = self.kinds <= _DIVIDING  # what a merged cell says: 现状 over 在产 | 停产
        self.may_be_units = self.size > 1 and "u" in self.kinds and self.kinds <= _UNITS
        self.may_be_written_out = self.size > 2 and self.kinds <= _MERGED
        self.may_be_spread = _AGAIN.search(line) is not None
        beside = _HEADS if self.packed[:1] == "n" or self.size < 4 else _WORDED
        self.may_head_by_note = self.size > 1 and self.packed.count("n") == 1 and self.kinds - {"n"} <= beside
        self.may_deny = "H" in self.packed[1:] and self.packed[0] != "H" and self.kinds <= _DENYING
        self.may_name_kinds = "e" in self.kinds and self.kinds <= _NAMING_KINDS and not _HEADS.isdisjoint(self.kinds)
        self.may_answer = self.packed[:1] == "d" and "H" in self.kinds and self.kinds <= _ANSWERING
        self.names_only = self.size > 2 and set(self.packed[1:]) == {"e"}
        self.may_name = not _NAMES.isdisjoint(self.kinds) and self.kinds <= _NAMING
        figures = self.packed.count("9")
        bands = figures + self.packed.count("d")  # <65 | 65-74 | 75+
        self.may_come_in_groups = 3 < bands < self.size - 2 and self.kinds <= _WORDS_AND_FIGURES
        self.may_be_days = "99" in self.packed and (
            _WORDS_AND_DAYS.fullmatch(self.packed) is not None
            or (line[0] == " " and figures > 2 and self.kinds == {"9"})
        )
        self.may_count_on = "999" in self.packed and (
            _WORDS_AND_RUN.fullmatch(self.packed) is not None or (line[0] == " " and self.kinds == {"9"})
        )

    @cached_property
    def named(self) -> list[int]:
        """The columns of enterprises, areas and other words, which a body may say again and again."""
        return self.at("ther")

    def at(self, letters: Container[str]) -> list[int]:
        """The columns that hold one of these letters."""
        return [column for column in self.columns if self.line[column - 1] in letters]


class Shapes(dict[str, Shape]):
    """The shape of every row of letters met so far, trailing blanks cut; very long ones are not kept."""

    def __missing__(self, line: str) -> Shape:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        shape = Shape(line)
        if len(line) <= _LONGEST_KNOWN:
            self[line] = shape
        return shape


shape_of = Shapes().__getitem__


class Grid:
    """A sheet, or a band of its columns, seen as letters. Rows and columns are 1-based."""

    def __init__(self, sheet: Sheet, letters: list[str], first_column: int = 1, last_column: int | None = None):
        self.sheet = sheet
        self.letters = letters  # letters[row - 1], trailing blanks cut
        self.first_column = first_column
        self.last_column = last_column or max(map(len, letters), default=0)
        self.shapes = list(map(shape_of, letters))  # shapes[row - 1]
        self.kinds = set(self.shapes)
        self.filled = [row for row, line in enumerate(letters, 1) if line]

    @classmethod
    def of(cls, sheet: Sheet) -> Grid:
        grid = cls(sheet, [row_letters(cells).rstrip() for cells in sheet.rows])
        if spread := grid.rows_of({shape for shape in grid.kinds if shape.may_be_spread}):
            merged = gathered(sheet, grid.letters, spread)
            if merged is not sheet:
                grid = cls(merged, [row_letters(cells).rstrip() for cells in merged.rows])
        grid = grid._rewritten({shape for shape in grid.kinds if shape.may_deny}, _denying)
        grid = grid._rewritten({shape for shape in grid.kinds if shape.may_name_kinds}, _naming_kinds)
        answering = {shape for shape in grid.kinds if shape.may_answer}
        if answering and any([shape.names_only for shape in grid.kinds]):
            grid = grid._rewritten(answering, _answering)
        grid = grid._rewritten({shape for shape in grid.kinds if shape.may_head_by_note}, _headed_by_note)
        return grid._rewritten({shape for shape in grid.kinds if shape.may_be_group}, _heading)

    def rows_of(self, shapes: set[Shape]) -> list[int]:
        """The rows of some shapes."""
        return [row for row, shape in enumerate(self.shapes, 1) if shape in shapes] if shapes else []

    def _rewritten(self, shapes: set[Shape], written: Callable[[Grid, int], str]) -> Grid:
        """The grid with the letters of the rows of some shapes written anew; itself where they stay the same."""
        if not (rows := self.rows_of(shapes)):
            return self
        letters = list(self.letters)
        for row in rows:
            letters[row - 1] = written(self, row)
        return self.with_letters(letters)

    def with_letters(self, letters: list[str]) -> Grid:
        """The grid with other letters; itself where they are the same."""
        return self if letters == self.letters else Grid(self.sheet, letters, self.first_column, self.last_column)

    def below(self, row: int) -> Shape:
        """The letters of the row below one; of the last row its own."""
        return self.shapes[min(row, len(self.shapes) - 1)]

    def band(self, first_column: int, last_column: int) -> Grid:
        """The same sheet with only some columns to be seen."""
        blank = " " * (first_column - 1)
        lines = [line[first_column - 1 : last_column].rstrip() for line in self.letters]
        return Grid(self.sheet, [blank + line if line else "" for line in lines], first_column, last_column)

    def line(self, row: int) -> str:
        return self.letters[row - 1]

    def packed(self, row: int) -> str:
        """The letters of the cells that are not blank."""
        return self.shapes[row - 1].packed

    def columns(self, row: int) -> list[int]:
        """The columns that are not blank in a row; not to be changed."""
        return self.shapes[row - 1].columns

    def used(self, rows: Iterable[int]) -> set[int]:
        """The columns that are not blank in all of these rows."""
        return set().union(*[shape.columns for shape in {self.shapes[row - 1] for row in rows}])

    def text(self, row: int, column: int) -> str:
        """The cell as squeezed text in lower case; '' for a blank."""
        cells = self.sheet.rows[row - 1]
        value = cells[column - 1] if column <= len(cells) else None
        if type(value) is str:
            return compared(value)
        return "" if value is None else compared(str(value))

    def texts(self, row: int) -> list[str]:
        """The texts of a row's cells that are not blank."""
        return [self.text(row, column) for column in self.columns(row)]

    @cached_property
    def spans(self) -> dict[int, list[Span]]:
        """The merges that hold something, by the row they begin in, clipped to the columns seen."""
        found: dict[int, list[Span]] = {}
        for first_row, first, last_row, last in self.sheet.merges:
            if (
                first <= self.last_column
                and last >= self.first_column
                and first_row <= len(self.letters)
                and self.line(first_row)[first - 1 : first].strip()
            ):
                span = (first_row, max(first, self.first_column), last_row, min(last, self.last_column))
                found.setdefault(first_row, []).append(span)
        return found

    def width(self, row: int, column: int) -> int:
        """How many columns the cell spans."""
        for _, first, _, last in self.spans.get(row, ()):
            if first == column:
                return last - first + 1
        return 1


def _denying(grid: Grid, row: int) -> str:
    """`no` behind the first word is an answer and heads no column: Leeds | No | Yes."""
    said = zip(grid.line(row), grid.sheet.rows[row - 1], strict=False)
    return "".join(["a" if letter == "H" and cell in _NO else letter for letter, cell in said])


def _naming_kinds(grid: Grid, row: int) -> str:
    """Paper mill and Name of sugar factory beside words of a header are such, and no enterprises; beside nothing but
    these so is Garment Factory."""
    line, cells = grid.line(row), grid.sheet.rows[row - 1]
    named = _HEADS.issuperset(line.replace("e", "", 1).replace(" ", "")) and grid.shapes[row - 1].size > 2
    said = zip(line, map(str, cells), strict=False)
    return "".join(["h" if at == "e" and names_a_kind(text, in_capitals=named) else at for at, text in said])


def _answering(grid: Grid, row: int) -> str:
    """Words behind a day, below names of enterprises, are answers."""
    return grid.line(row).replace("H", "a").replace("h", "a")


def _headed_by_note(grid: Grid, row: int) -> str:
    """来源, 说明 and Notes beside other words of a header are words of it."""
    line = grid.line(row)
    return line.replace("n", "h") if grid.text(row, line.index("n") + 1) in words("note") else line


def _heading(grid: Grid, row: int) -> str:
    """A cell alone that is the state of all enterprises below it (已复产企业) is a group's."""
    (column,) = grid.columns(row)
    return " " * (column - 1) + "o" if heads_by_state(str(grid.sheet.value(row, column))) else grid.line(row)
