"""Which rows above a body are its header: the best cut of the rows into titles, header and body.

Every row gets a score for each of the three; the cut with the highest sum wins, and by how much is the confidence.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache

from analysis.intake.layout.grid import Grid, Shape
from analysis.intake.layout.letters import NUMERIC, VALUES, WORDED

WINDOW = 45  # rows looked at for a header
DEEPEST = 12  # rows a header may have, its inner gaps included
_TITLES = 8  # rows of short text that may stand above a header
_SURE = 1.0  # a row above this is data
_WORST_IN_BODY = -2.0  # rows like a header do occur in a body: the next table's, a page's
_PLAIN_VALUES = frozenset("9eac")
_FIGURES = NUMERIC | {"y"}
_PAIRS = re.compile("([Hh][rdtec9a]){1,3}")
_HEADER_ONLY = frozenset("HhustTry")
_NO_HEADER = -4.0  # a body without a header has to be very sure of itself
_EACH_MORE = -0.6  # each header row after the first has to earn its place
_FAR_APART = -1.5  # two blank rows and more between two header rows

# Is it data (+) or header (-)? Per kind of cell, averaged over a row.
_WEIGHT = {
    "9": 2.0, "-": 1.5, "d": 0.8, "e": 2.0, "a": 1.5, "c": 2.0, "r": 0.6, "o": 0.4, "p": 0.5, "w": 0.5,
    "H": -2.2, "h": -1.2, "u": -1.6, "y": -0.6, "s": -0.4, "T": -0.2, "t": 0.0, "l": 0.0, "n": 0.0, "g": 0.0,
}  # fmt: skip


@dataclass(frozen=True)
class Header:
    """The cut chosen. ``number_rows`` (1 2 3, 甲 乙) and ``unit_rows`` are header rows too."""

    title_rows: list[int]
    header_rows: list[int]
    unit_rows: list[int]
    number_rows: list[int]
    confidence: float


@dataclass(frozen=True)
class Columns:
    """What the columns hold in the rows that look like a body."""

    numeric: frozenset[int]
    left: int  # the first column of the rows of more than one cell
    width: int
    typical: float  # cells filled in an ordinary full row
    grid: Grid
    rows: list[int]

    @classmethod
    def of(cls, grid: Grid, rows: list[int]) -> Columns:
        shapes = [grid.shapes[row - 1] for row in rows]
        bodies = Counter(shapes)
        for row, shape in zip(rows, shapes, strict=True):
            if shape.may_number_columns and is_number_row(grid, row):
                bodies[shape] -= 1
        filled: dict[int, int] = {}
        figures: dict[int, int] = {}
        for shape, count in bodies.items():
            if shape.size > 1 and not VALUES.isdisjoint(shape.kinds):
                for column in shape.columns:
                    filled[column] = filled.get(column, 0) + count
                    if shape.line[column - 1] in _FIGURES:
                        figures[column] = figures.get(column, 0) + count
        numeric = frozenset(column for column, count in filled.items() if figures.get(column, 0) >= 0.6 * count > 0)
        sizes = sorted(shape.size for shape in shapes)
        typical = max(sizes[len(sizes) * 2 // 3], 0.6 * sizes[-1]) if sizes else 1
        left = min((shape.columns[0] for shape in bodies if shape.size > 1), default=grid.first_column)
        width = max(1, len(grid.used(rows)))
        return cls(numeric, left, width, typical, grid, rows)

    @cached_property
    def repeated(self) -> frozenset[tuple[int, str]]:
        """The names and words, with their columns, that are said more than once."""
        said = Counter(itertools.chain.from_iterable(map(self.grid.named, self.rows)))
        return frozenset(cell for cell, count in said.items() if count > 1)

    def again(self, row: int) -> int:
        """How many of a row's names and words are said more than once in their column."""
        repeated = self.repeated
        return sum([cell in repeated for cell in self.grid.named(row)]) if repeated else 0


def find_header(grid: Grid, rows: list[int]) -> Header | None:
    """The header among filled rows in order, with the titles above it; None where the rows hold no table."""
    rows = _first_of(grid, rows[:WINDOW])
    about = Columns.of(grid, rows)
    title = [title_score(grid, row, about, index) for index, row in enumerate(rows)]
    data = [data_score(grid, row, about) for row in rows]
    _spread_merges(grid, rows, data)
    sums_title, sums_head = _running(title), _running(data)
    sums_gap = _running(_gap_scores(grid, rows))
    sums_body = _running([max(score, _WORST_IN_BODY) for score in data])
    count = len(rows)
    cuts = [(sums_title[count], count, count)]
    for first in range(count):
        for last in range(first, min(count, first + DEEPEST) + 1):
            size = last - first
            if size and data[last - 1] > _SURE:
                break  # no header goes on below a row that is plainly data
            score = sums_title[first] + (sums_body[count] - sums_body[last]) - (sums_head[last] - sums_head[first])
            score += _NO_HEADER if size == 0 else _EACH_MORE * (size - 1) + sums_gap[last] - sums_gap[first + 1]
            cuts.append((score, first, last))
    cuts.sort(key=lambda cut: (-cut[0], cut[1], cut[2]))
    best, first, last = cuts[0]
    if first == count or (first == last and not _speaks_for_itself(grid, rows[first:])):
        return None
    confidence = 1 / (1 + math.exp(-(best - cuts[1][0])))
    first = _reach_up(grid, rows, first, last)
    header = rows[first:last]
    numbers = [row for row in header if is_number_row(grid, row)]
    units = [row for row in header[1:] if row not in numbers and is_unit_row(grid, row)]
    return Header(rows[:first], header, units, numbers, round(confidence, 3))


def _gap_scores(grid: Grid, rows: list[int]) -> list[float]:
    """What the blank rows before each row cost a header that goes on across them; nothing where a merge spans them."""
    scores = [0.0]
    reach = 0
    for before, row in itertools.pairwise(rows):
        if spans := grid.spans.get(before):
            reach = max(reach, *(last for _, _, last, _ in spans))
        scores.append(_FAR_APART if row - before > 2 and reach < row else 0.0)
    return scores[: len(rows)]


def heads_plainly(grid: Grid, row: int, before: int) -> bool:
    """Whether a row's words make it a header, given the filled row before it: two sure ones, or two after a gap."""
    shape = grid.shapes[row - 1]
    if not shape.kinds <= _HEADER_ONLY:
        return False
    letters = shape.packed
    is_apart = before < row - 1 or len(grid.packed(before)) == 1
    return letters.count("H") + (letters.count("h") if is_apart else 0) >= 2


def _first_of(grid: Grid, rows: list[int]) -> list[int]:
    """The rows up to a second plain header, if values stand between it and the first."""
    seen_header = seen_values = False
    for index, row in enumerate(rows):
        if index and heads_plainly(grid, row, rows[index - 1]):
            if seen_header and seen_values:
                return rows[:index]
            seen_header = True
        elif not index and grid.packed(row).count("H") >= 2:
            seen_header = True
        elif seen_header and not seen_values:
            shape = grid.shapes[row - 1]
            seen_values = shape.size > 1 and not VALUES.isdisjoint(shape.kinds)
    return rows


def _reach_up(grid: Grid, rows: list[int], first: int, last: int) -> int:
    """A header without a word over its first column may have it in a row above, which alone looks like a title."""
    if first == last:
        return first
    corner = min(grid.columns(row)[0] for row in rows[first:])
    if any(grid.columns(row)[0] == corner for row in rows[first:last]):
        return first
    for index in range(first - 1, max(0, first - 4), -1):
        row = rows[index]
        letters, columns = grid.packed(row), grid.columns(row)
        if (
            len(letters) > 2
            or not set(letters) <= set("thHr")
            or max(map(len, grid.texts(row))) > 30
            or rows[index + 1] - row > 2
        ):
            break
        if grid.width(row, columns[0]) > 1 and columns[0] == corner:
            break
        if columns[0] == corner:
            return index
    return first


def _running(scores: list[float]) -> list[float]:
    sums = [0.0]
    for score in scores:
        sums.append(sums[-1] + score)
    return sums


def _speaks_for_itself(grid: Grid, rows: list[int]) -> bool:
    """Rows without a header are a table only if they are wide and alike."""
    wide = [row for row in rows if len(grid.packed(row)) >= 3]
    return len(wide) >= 3 and len(wide) >= 0.6 * len(rows)


def title_score(grid: Grid, row: int, about: Columns, index: int) -> float:
    """How well a row stands above a header: one cell, or a few with labels (填报单位：, 单位：万元)."""
    shape = grid.shapes[row - 1]
    letters, columns, size = shape.packed, shape.columns, shape.size
    if size == 1:
        score = 1.5 if index < _TITLES or letters in "lTnpg" else 0.2
        if letters in "Tlpnog":
            score += 1.0
        elif letters in "9yeac-" or (letters in "Hu" and columns[0] > about.left):
            score -= 2.5
        if grid.width(row, columns[0]) > 0.5 * about.width > 1:
            score += 1.5
        elif grid.width(row, columns[0]) > 1 and columns[0] > about.left and letters != "T":
            score -= 1.5
        return score
    labels = sum(map(letters.count, "lgTn"))
    narrow = size < 0.45 * about.typical
    if labels and size <= max(6, 0.6 * about.width):
        return 2.0 + labels / size - (0.0 if size <= 6 else 1.0)
    if (narrow or 4 <= size < 0.75 * about.typical) and _PAIRS.fullmatch(letters):
        return 4.0  # 填报单位 | 都匀市工信局 | 填报日期 | 2月25日
    values = letters.count("e") + letters.count("9") + letters.count("c")
    narrow = narrow and "e" not in letters
    return (
        (0.2 if size == 2 else -2.0)
        + (1.4 if narrow else -0.5)
        - 0.6 * max(0, min(size, 8) - 3)
        - letters.count("H")
        - values
    )


def data_score(grid: Grid, row: int, about: Columns) -> float:
    """How much a row looks like body (+) rather than header (-)."""
    shape = grid.shapes[row - 1]
    letters, size, columns = shape.packed, shape.size, shape.columns
    if size == 1:
        return _single_score(grid, row, columns[0], letters, about.left)
    if is_number_row(grid, row) or _is_bracketed_row(grid, row):
        return -3.0
    if _is_answer_row(grid, row, columns, letters, about.left):
        return -2.0
    years, dates = letters.count("y"), letters.count("d")
    is_run = years >= 2 and years > letters.count("9") and _is_year_run(grid, row)
    days_differ = dates >= 2 and "9" not in letters and len(set(grid.texts(row))) > size - dates // 2
    score = 1.6 * _mean_weight(letters, is_run, days_differ)
    if letters[0] == "o" and size <= 3:
        score += 2.5  # 一 | 都匀市
    elif shape.kinds.isdisjoint("9ec"):
        score -= _over_figures(shape, about, is_run)
    score += 2.5 * about.again(row) / size
    if letters[0] == "9" and _is_small_count(grid, row, columns[0]):
        score += 1.5
    if spans := grid.spans.get(row):
        score -= min(2.0, sum(last > first for _, first, _, last in spans if last - first < about.width - 1))
    return max(-4.0, min(4.0, score))


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


def _over_figures(shape: Shape, about: Columns, is_run: bool) -> float:
    """How much a row of words over columns of figures looks like their header."""
    over = [shape.line[column - 1] for column in shape.columns if column in about.numeric]
    labelled = not shape.kinds.isdisjoint("lgnT") and shape.size < 0.6 * about.typical
    if not over or labelled:
        return 0.0
    heads = WORDED | {"a"} if "H" in shape.kinds else WORDED  # 序号 | 企业名称 | 已复工 | 未复工 over ticks
    worded = sum(letter in heads or (is_run and letter == "y") for letter in over)
    share = worded / len(over)
    return 4.0 * share * min(1.0, worded / 2) if share > 0.5 else 0.0


def _is_answer_row(grid: Grid, row: int, columns: list[int], letters: str, left: int) -> bool:
    """The lower row of a header over ticks: (blank) | (blank) | 已复工 | 未复工 | 停产."""
    if columns[0] <= left or "a" not in letters or letters.strip("aHhu"):
        return False
    texts = grid.texts(row)
    return len(set(texts)) == len(texts)


def _single_score(grid: Grid, row: int, column: int, letter: str, left: int) -> float:
    if letter in "9eac-o" or (letter == "s" and column <= left + 3):
        return 1.5
    if letter == "u":
        return -1.5
    spanned = grid.width(row, column)
    if column > left and spanned > 1:
        return -1.0
    if letter == "H":
        return -1.0
    return -0.4 if column > left + 1 else 0.4


def _spread_merges(grid: Grid, rows: list[int], data: list[float]) -> None:
    """Cells merged downwards side by side to the same row make their rows header (a county's merge stands alone)."""
    place = {row: index for index, row in enumerate(rows)}
    for index, row in enumerate(rows):
        spans = grid.spans.get(row, ())
        if not spans or data[index] > 1.5:
            continue
        bottoms = Counter(last for _, _, last, _ in spans if row < last <= row + 5)
        if not bottoms:
            continue
        bottom, count = bottoms.most_common(1)[0]
        if count >= 2 or len(spans) > count:
            for inner in range(row, bottom + 1):
                if inner in place:
                    data[place[inner]] = min(data[place[inner]] - 1.5, 1.0 if count < 2 else -1.0)


def _is_year_run(grid: Grid, row: int) -> bool:
    line = grid.line(row)
    years = [int(float(grid.text(row, c)[:4])) for c in grid.columns(row) if line[c - 1] == "y"]
    near = sum(abs(b - a) <= 20 for a, b in itertools.pairwise(years))
    return len(set(years)) > 1 and near >= 0.8 * (len(years) - 1)


def _is_small_count(grid: Grid, row: int, column: int) -> bool:
    value = grid.sheet.value(row, column)
    if isinstance(value, float):
        return 0 < value < 1000 and value == int(value)
    text = grid.text(row, column)
    return text.isdigit() and len(text) < 4


def is_number_row(grid: Grid, row: int) -> bool:
    """Column numbers: 1 2 3 ..., 甲 乙 1 2 ..., (1) (2), 3=1+2: consecutive, at least three."""
    if not grid.shapes[row - 1].may_number_columns:
        return False
    numbers, others = [], 0
    for text in grid.texts(row):
        digits = text.strip("()栏").split("=")[0].removesuffix(".0")
        if digits.isdigit() and len(digits) < 4:
            numbers.append(int(digits))
        elif text in ("甲", "乙", "丙", "丁", "戊", "a", "b", "c", "-", "序号", "栏次"):
            others += 1
        else:
            return False
    return len(numbers) >= 2 and numbers[0] in (1, 2, 3) and all(b == a + 1 for a, b in itertools.pairwise(numbers))


def is_unit_row(grid: Grid, row: int) -> bool:
    """Nothing but units, blanks and dashes."""
    letters = grid.packed(row)
    return "u" in letters and all(letter in "u-" for letter in letters)


def _is_bracketed_row(grid: Grid, row: int) -> bool:
    """Units in brackets under a header, after a word at the most: Unit | (1,000) | (percent)."""
    columns = grid.columns(row)
    if len(columns) < 3:
        return False
    found = set()
    for column in columns[1:]:
        text = grid.text(row, column)
        if len(text) < 5 or text[0] != "(" or text[-1] != ")":
            return False
        found.add(text)
    return len(found) < 6
