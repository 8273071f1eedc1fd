"""How much a row looks like body rather than header."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter

from analysis.intake.layout.columns import Columns
from analysis.intake.layout.grid import Grid, Shape
from analysis.intake.layout.letters import WORDED
from analysis.intake.layout.row_kinds import (
    is_bracketed_row,
    is_day_row,
    is_hint_row,
    is_number_row,
    is_numbered_on,
    is_run_row,
    is_unit_row,
    is_weekday_row,
)
from analysis.intake.layout.titles import MOST, heads_statement, says_one, says_unit_at_right

_PLAIN_VALUES = frozenset("9eac")
_DIVIDING = WORDED - {"n", "g"} | {"a", "d", "y"}
_WITH_BANDS = _DIVIDING | {"9", "e"}
_NAMES = frozenset("e")
_WORDS_AND_NAMES = frozenset("Hhte")
_NEARLY = 0.8
_MARKED_YEAR = re.compile(r"(19|20)\d\d[1-9]")  # 20181: the year 2018 with the number of a footnote

# Is it data (+) or header (-)? Per kind of cell, averaged over a row.
_WEIGHT = {
    "9": 2.0, "-": 1.5, "d": 0.8, "e": 2.0, "a": 1.5, "c": 2.0, "r": 0.6, "o": 0.4, "p": 0.5, "w": 0.5,
    "H": -2.2, "h": -1.2, "u": -1.6, "y": -0.6, "s": -0.4, "T": -0.2, "t": 0.0, "l": 0.0, "n": 0.0, "g": 0.0,
}  # fmt: skip


def data_score(grid: Grid, row: int, about: Columns, enough: float = MOST) -> float:
    """How much a row looks like body (+) rather than header (-), at most 4 either way; or any number above ``enough``
    where it is more than that whatever its words are."""
    shape = grid.shapes[row - 1]
    letters, size, columns = shape.packed, shape.size, shape.columns
    if shape.kinds <= WORDED and about.numeric.isdisjoint(columns) and _is_one_of_groups(grid, row, about):
        return 1.0
    if size == 1:
        return _single_score(grid, row, columns[0], letters, about)
    alone, beside = _perhaps(shape)
    for is_header in alone:
        if is_header(grid, row):
            return -3.0
    for is_header in beside:
        if is_header(grid, row, about):
            return -2.0
    years, dates = letters.count("y"), letters.count("d")
    is_run = years >= 2 and years > letters.count("9") and _is_year_run(grid, row, shape, about.left)
    if is_run and all(_MARKED_YEAR.fullmatch(grid.text(row, column)) for column in shape.at("9")):
        letters = letters.replace("9", "y")
    is_run = is_run or (years == 1 and "9" not in letters and _heads_parts(grid, row, shape.at("y")[0]))
    days_differ = dates >= 2 and "9" not in letters and len(set(grid.texts(row))) > size - dates // 2
    days_differ = days_differ and not _go_on(grid, row, shape.at("d"))
    score = 1.6 * _mean_weight(letters, is_run, days_differ)
    if letters[0] == "o" and size <= 3 and columns[0] <= about.left + 1:
        score += 2.5  # 一 | 都匀市, but not 一、基本情况 | 复工情况 over later columns
    elif {"9", "e", "c"}.isdisjoint(letters):
        score -= _over_figures(grid, row, about, is_run)
    spans = grid.spans.get(row)
    if score > enough and not spans:
        return min(score, MOST)
    if letters[0] == "d" and _go_on(grid, row, columns[:1]):
        score += 1.0  # 9:00 | 汇报情况 over 9:30 | 通报问题
    if letters[0] in "th" and is_numbered_on(grid, row, columns[0]):
        score += 2.5
    if letters[0] == "9" and _is_small_count(grid, row, columns[0]):
        score += 1.5
    score += 2.5 * about.again(row) / size
    if "p" in letters and any(text[-1] == "。" for text in grid.texts(row)):
        score += 2.0  # a sentence heads no column
    if spans:
        score -= min(2.0, sum(last > first for _, first, _, last in spans if last - first < about.width - 1))
    return max(-MOST, min(MOST, score))


@lru_cache(1 << 12)
def _mean_weight(letters: str, is_run: bool, days_differ: bool) -> float:
    """What the kinds of a row's cells say by themselves; ``is_run``: its years follow each other, as in a header."""
    size = len(letters)
    weights = [2.0 if letter == "y" and not is_run else _WEIGHT[letter] for letter in letters]
    if not _PLAIN_VALUES.isdisjoint(letters):  # 返岗人数 | 人 | 62: a label down the side is no header
        labels = "Hhu" if 4 * sum(letters.count(value) for value in "9ec") >= size else "hu"
        weights = [0.0 if letter in labels else weight for letter, weight in zip(letters, weights, strict=True)]
    if days_differ:
        weights = [-0.5 if letter == "d" else weight for letter, weight in zip(letters, weights, strict=True)]
    return sum(weights) / size


def _go_on(grid: Grid, row: int, days: list[int]) -> bool:
    """Whether the row below has days under these days, as a list of them has: 3月7日 | 9:00-11:00."""
    below = grid.line(row + 1) if row < len(grid.letters) else ""
    return any(below[column - 1 : column] == "d" for column in days)


def _over_figures(grid: Grid, row: int, about: Columns, is_run: bool) -> float:
    """How much a row of words over columns of figures looks like their header."""
    shape = grid.shapes[row - 1]
    over = [(column, shape.line[column - 1]) for column in shape.columns if column in about.numeric]
    labels = sum(map(shape.packed.count, "lg"))
    labelled = shape.kinds <= {"l", "g", "T"} or shape.size < 2 * labels > 2
    labelled = labelled or (not shape.kinds.isdisjoint("lgnT") and shape.size < 0.6 * about.typical)
    is_part = len(over) == 1 and over[0][0] == about.left and shape.size < 0.6 * about.typical  # B | Machines
    if not over or labelled or is_part or (shape.size == 2 and says_one(grid, row, about)):
        return 0.0
    heads = WORDED if shape.kinds.isdisjoint("Hh") else WORDED | {"a"}  # 企业名称 | 已复工 | 未复工 over ticks
    worded = sum(
        (letter in heads and not about.is_said_below(row, column)) or (is_run and letter == "y")
        for column, letter in over
    )
    share = worded / len(over)
    if worded and shape.columns[0] <= about.left and row > 1 and grid.shapes[row - 2].may_head:
        said = {grid.text(row, column) for column, _ in over}
        if len(said) == 1 and grid.shapes[row - 2].size >= shape.size:
            return 0.0  # 清江化工 | 未报 | 未报 below words for all of its columns
    return 4.0 * share * min(1.0, worded / 2) if share > 0.5 else 0.0


def _names_columns(grid: Grid, row: int, about: Columns) -> bool:
    """Whether what looks like enterprises' names or answers stands over columns of figures, and nothing but words
    beside it: (blank) | 化工 | 建材 | 食品, or below a narrower row 选项 | 大型 | 中型 | 小型."""
    shape = grid.shapes[row - 1]
    is_corner_blank = shape.columns[0] > about.left
    heads = shape.columns if is_corner_blank else shape.columns[1:]
    if not is_corner_blank and row > 1 and grid.shapes[row - 2].size >= shape.size:
        return False
    if shape.packed[0] in "Hh":  # 指标 | 单位 | 甲厂 | 乙厂
        heads = shape.columns[shape.size - len(shape.packed.lstrip("Hh")) :]
    # 要求 | 甲厂 | 乙厂 may stand over answers too
    answers = shape.packed[0] in "Hh" and not _NAMES.isdisjoint(shape.kinds) and shape.kinds <= _WORDS_AND_NAMES
    if len(heads) < 2 or not all(about.holds_figures_but_for_one(column, answers) for column in heads):
        return False
    texts = [text for text, _ in itertools.groupby(grid.text(row, column) for column in heads)]
    return 1 < len(set(texts)) == len(texts) and not any(about.is_said_below(row, column) for column in heads)


def _divides(grid: Grid, row: int, about: Columns) -> bool:
    """Words and days right of the first column that divide what the row above says, each over blanks or under merges:
    (blank) | (blank) | 已开工 | 部分开工 | 2月 | 3月 under 序号 | 企业名称 | 开工情况 | (blank) | 产值 | (blank).
    A corner's second line may stand before them, over figures and under merges: 和年龄别 | 合计 | 男 | 女 | 小计."""
    shape = grid.shapes[row - 1]
    if row == 1 or not grid.shapes[row - 2].kinds.isdisjoint("9c"):
        return False
    named = [*shape.at("e"), *grid.shapes[row - 2].at("e")]
    if named and not about.numeric.issuperset(named):
        return False  # over figures, 综合医院 is a word like others
    above, here = set(grid.shapes[row - 2].columns), {column for column in shape.columns if column > about.left}
    has_corner = len(here) < shape.size
    if has_corner and not (row - 1 in grid.spans and about.numeric.issuperset(here) and "9" not in shape.kinds):
        return False
    # What is said again beside itself was one merged cell.
    above = {column for column in above if grid.text(row - 1, column) != grid.text(row - 1, column - 1)}
    # A word above with its neighbours to the right that have none above them.
    divided = {
        column
        for column in here
        if (column not in above and column - 1 in here) or (column in above and column + 1 in here - above)
    }
    if has_corner and any(grid.text(row, column) == grid.text(row, column - 1) for column in divided):
        return False  # 清江化工 | 未报 | 未报
    letters = "".join([shape.line[column - 1] for column in divided])
    bands = letters.count("9")  # <50 | 50+
    return len(divided) >= _NEARLY * len(here) and 2 * bands < len(letters) and _WITH_BANDS.issuperset(letters)


def _is_written_out(grid: Grid, row: int, _: Columns) -> bool:
    """Whether a row says a word again beside itself that the row below divides, and below the others are the same ones,
    as where a header's merged cells were written out: 序号 | 核查 | 核查 over 序号 | 日期 | 结论."""
    if row == len(grid.shapes) or grid.shapes[row - 1].columns != grid.shapes[row].columns:
        return False
    said, under = grid.texts(row), grid.texts(row + 1)
    alone = [said.count(text) == 1 for text in said]
    is_same = [a == b for a, b in zip(said, under, strict=True)]
    divides = all(a != b for a, b in itertools.pairwise(under))
    return not all(alone) and any(alone) and is_same == alone and divides


def _is_below_written_out(grid: Grid, row: int, about: Columns) -> bool:
    return row > 1 and grid.shapes[row - 2].may_be_written_out and _is_written_out(grid, row - 1, about)


def _comes_in_groups(grid: Grid, row: int, about: Columns) -> bool:
    """Whether words over columns of figures, and numbers, come again and again: filings | 7 | 11 | filings | 7 | 11."""
    shape = grid.shapes[row - 1]
    worded = [column for column in shape.at(WORDED)[1:] if column in about.numeric]
    if len(worded) < 2:
        return False
    said = Counter(grid.texts(row)[1:])
    again = [text for text in said if said[text] > 1]
    return len(again) > 2 and sum(said[text] for text in again) >= _NEARLY * (shape.size - 1)


def _single_score(grid: Grid, row: int, column: int, letter: str, about: Columns) -> float:
    left = about.left
    if letter in "9eac-o" or (letter == "s" and column <= left + 3 and column not in about.numeric):
        return 1.5
    if letter == "u":
        return 0.0 if says_unit_at_right(grid, row, about) else -1.5
    if heads_statement(column, letter, about) or (column > left and grid.width(row, column) > 1):
        return -1.0
    if letter == "H" or (column > left and column in about.numeric and letter in "hts"):
        return -1.0
    if column <= left + 1 or (column not in about.numeric and about.is_usual(column)):
        return 0.4
    return -0.4


def _heads_parts(grid: Grid, row: int, column: int) -> bool:
    """Whether a year stands over words that go on to the right of it, under a blank: 2019 | (blank) over Q1 | Q2."""
    below = grid.below(row)
    return below.may_head and {column, column + 1} <= {*below.columns} and column + 1 not in grid.columns(row)


def _is_one_of_groups(grid: Grid, row: int, about: Columns) -> bool:
    """Whether nothing but the words of a group stand over figures here or below, and again further down: Persons over
    Males, 人口 | Population over 就业 | Employment."""
    columns = grid.columns(row)
    return (
        sum(
            grid.shapes[other - 1].columns == columns and not {*grid.shapes[below - 1].at("9")}.issubset(columns)
            for other, below in itertools.pairwise(about.rows)
            if other >= row
        )
        > 1
    )


def _is_year_run(grid: Grid, row: int, shape: Shape, left: int) -> bool:
    """Whether a row's years are near each other as a header's are, most of them where each is later than the last; they
    may all be the same over a blank corner, or over words below that stand under each of them: Line | (blank) | 2019 |
    2019 over Q1 | Q2."""
    columns = shape.at("y")
    years = [int(float(grid.text(row, column)[:4])) for column in columns]
    steps = [b - a for a, b in itertools.pairwise(years)]
    near = sum(abs(step) <= 20 for step in steps)
    if near < (0.6 if min(steps, default=0) > 0 else 0.8) * len(steps):
        return False
    if len(set(years)) > 1 or shape.columns[0] > left:
        return True
    below = grid.shapes[row] if row < len(grid.shapes) else shape
    return below.columns[-len(columns) :] == columns and below.may_head


def _is_small_count(grid: Grid, row: int, column: int) -> bool:
    value = grid.sheet.rows[row - 1][column - 1]
    if isinstance(value, float):
        return 0 < value < 1000 and value == int(value)
    text = grid.text(row, column)
    return text.isdigit() and len(text) < 4


# Rows that are a header's whatever their cells weigh: what their letters have to allow, and how such a row is told; by
# itself, or by the rows and columns around it too.
_ALONE = (
    ("may_number_columns", is_number_row),
    ("may_be_bracketed", is_bracketed_row),
    ("may_count_on", is_run_row),
    ("may_be_days", is_day_row),
    ("may_be_weekdays", is_weekday_row),
    ("may_be_units", is_unit_row),
    ("may_hint", is_hint_row),
)
_BESIDE = (
    ("may_be_written_out", _is_written_out),
    ("size", _is_below_written_out),  # of any letters
    ("size", _divides),
    ("may_come_in_groups", _comes_in_groups),
    ("may_name", _names_columns),
)


_MAY_BE = [attrgetter(*(may for may, _ in rules)) for rules in (_ALONE, _BESIDE)]
_TOLD_BY = [[told for _, told in rules] for rules in (_ALONE, _BESIDE)]


@lru_cache(1 << 13)
def _perhaps(shape: Shape) -> list[tuple[Callable[..., bool], ...]]:
    """How rows of a shape may be told to be a header's: by themselves, and beside others."""
    return [tuple(itertools.compress(told, may(shape))) for told, may in zip(_TOLD_BY, _MAY_BE, strict=True)]
