"""What the columns of a stretch of rows hold, and the rows that only number or measure them or say how to fill in."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from analysis.intake.layout.grid import Grid
from analysis.intake.layout.letters import NUMERIC

_FIGURES = "".join(NUMERIC | {"y"}).encode("ascii")

# 填全称, 请选择, X月X日, 没有填无, 如：120: how to fill a column in.
_HINT = re.compile(
    r"(?:请|须|需|必须|如实|统一|没有的?|无则)?(?:填(?![报表制])|勾选|选择|打[√✓勾])[^:]*|[^:]*(?:填写|选填|必填|打[√✓勾])|.{0,6}全称"
    r"|[x×]{1,2}月[x×]{1,2}日|(?:[x×]{4}|yyyy)[年/.-].*|(?:如|例|例如|格式|示例):.*"
)


_STEMS = frozenset("甲乙丙丁戊己庚辛壬癸")
_WEEKDAYS = frozenset("一二三四五六日天")


@dataclass(frozen=True)
class Columns:
    """What the columns hold in the rows that look like a body."""

    numeric: frozenset[int]
    left: int  # the first column of the rows of more than one cell
    width: int
    typical: float  # cells filled in an ordinary full row
    grid: Grid
    rows: list[int]
    repeated: dict[tuple[int, str], set[str]] = field(default_factory=dict)  # what was asked, see ``_repeated``

    @classmethod
    def of(cls, grid: Grid, rows: list[int]) -> Columns:
        shapes = [grid.shapes[row - 1] for row in rows]
        body = [
            shape.line
            for row, shape in zip(rows, shapes, strict=True)
            if shape.holds_values and not (shape.may_number_columns and is_number_row(grid, row))
        ]
        numeric = [column for column, letters in enumerate(_down(body), 1) if _holds_figures(letters, 0.6)]
        if body and len(body) < len(rows):
            start = next(index for index, shape in enumerate(shapes) if shape.holds_values)
            below = _down([shape.line for shape in shapes[start:] if shape.size > 1])
            numeric = [column for column in numeric if _holds_figures(below[column - 1], 0.51)]
        sizes = sorted([shape.size for shape in shapes])
        typical = max(sizes[len(sizes) * 2 // 3], 0.6 * sizes[-1]) if sizes else 1
        kinds = set(shapes)
        left = min([shape.columns[0] for shape in kinds if shape.size > 1], default=grid.first_column)
        width = max(1, len(set().union(*[shape.columns for shape in kinds])))
        return cls(frozenset(numeric), left, width, typical, grid, rows)

    @cached_property
    def letters(self) -> list[str]:
        """The letters down each column."""
        return _down([self.grid.line(row) for row in self.rows])

    def is_usual(self, column: int) -> bool:
        """Whether most rows have something in a column, as the names of a list whose other cells are said once."""
        letters = self.letters[column - 1] if column <= len(self.letters) else ""
        return 2 * letters.count(" ") < len(letters)

    def again(self, row: int) -> int:
        """How many of a row's names and words are said more than once in their column."""
        line, letters, again = self.grid.line(row), self.letters, 0
        for column in self.grid.shapes[row - 1].named:
            # Equal words have equal letters: where there is no other such letter, none need be compared.
            if column <= len(letters) and letters[column - 1].count(line[column - 1]) > 1:
                again += self.grid.text(row, column) in self._repeated(column, line[column - 1])
        return again

    def _repeated(self, column: int, letter: str) -> set[str]:
        """The texts of one letter that are said more than once in a column."""
        if (column, letter) not in self.repeated:
            rows = itertools.compress(self.rows, map(letter.__eq__, self.letters[column - 1]))
            said = Counter([self.grid.text(row, column) for row in rows])
            self.repeated[column, letter] = {text for text, count in said.items() if count > 1}
        return self.repeated[column, letter]


def _down(lines: list[str]) -> list[str]:
    """Rows of letters, trailing blanks cut, as columns of letters."""
    width = max(map(len, lines), default=0)
    letters = "".join([line.ljust(width) for line in lines])
    return [letters[column::width] for column in range(width)]


def _holds_figures(letters: str, share: float) -> bool:
    """Whether of a column's cells at least a share are numbers, years, days or marks."""
    filled = letters.replace(" ", "").encode("ascii")
    return len(filled) - len(filled.translate(None, _FIGURES)) >= share * len(filled) > 0


def is_number_row(grid: Grid, row: int) -> bool:
    """Column numbers: 1 2 3 ..., 甲 乙 1 2 ..., (1) (2), 3=1+2: one after another, a blank column counted or not;
    behind 甲 some may be left out (甲 01 02 15), because a form prints some columns of a longer one."""
    if not grid.shapes[row - 1].may_number_columns:
        return False
    numbers, stems = [], 0
    for column in grid.columns(row):
        text = grid.text(row, column)
        digits = text.strip("()栏").split("=")[0].removesuffix(".0")
        if digits.isdigit() and len(digits) < 4:
            numbers.append((column, int(digits)))
        elif text in _STEMS:
            stems += 1
        elif text not in ("a", "b", "c", "-", "--", "—", "——", "/", "序号", "栏次"):
            return False
    if len(numbers) < (1 if stems > 1 else 2) or numbers[0][1] not in (1, 2, 3):
        return False
    steps = itertools.pairwise(numbers)
    return all(b - a in (1, to - at) or (stems and b > a) for (at, a), (to, b) in steps)


def is_run_row(grid: Grid, row: int) -> bool:
    """Words, then numbers that go on: days (序号 | 姓名 | 1 | 2 ...), or steps (10 | 25 | 50 ...) behind header words.

    Numbers that only rise are as often what a row has reached day by day, so that two sure header words are asked for.
    """
    shape = grid.shapes[row - 1]
    if not shape.may_count_on:
        return False
    texts = [grid.text(row, column).removesuffix(".0") for column in shape.at("9")]
    if not all(text.isdecimal() for text in texts):
        return False
    steps = {int(b) - int(a) for a, b in itertools.pairwise(texts)}
    return steps == {1} or (min(steps) > 0 and shape.packed.count("H") > 1)


def is_weekday_row(grid: Grid, row: int) -> bool:
    """Nothing but days of the week, as under the days of a month: 六 | 日 | 一 | 二 | 三."""
    texts = (grid.text(row, column) for column in grid.columns(row))
    return all(text.removeprefix("星期").removeprefix("周") in _WEEKDAYS for text in texts)


def is_hint_row(grid: Grid, row: int) -> bool:
    """Mostly words that say how to fill the columns in, units among them: 填全称 | 填是或否 | X月X日 | 人."""
    shape = grid.shapes[row - 1]
    if not shape.may_hint:
        return False
    hints = sum(map(_is_hint, grid.texts(row)))
    return hints > 1 and hints + shape.packed.count("u") >= 0.6 * shape.size


@lru_cache(1 << 12)
def _is_hint(text: str) -> bool:
    return _HINT.fullmatch(text) is not None


def is_unit_row(grid: Grid, row: int) -> bool:
    """Nothing but units, blanks and dashes."""
    letters = grid.packed(row)
    return "u" in letters and all(letter in "u-" for letter in letters)
