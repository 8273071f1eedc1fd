"""How well a row stands as a title above a header."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

from analysis.intake.layout.columns import Columns
from analysis.intake.layout.grid import Grid, Shape
from analysis.intake.layout.letters import VALUES, WORDED
from analysis.intake.layout.row_kinds import is_place_and_unit
from analysis.intake.layout.words import words

MOST = 4.0  # the score of a row that is surely a title, or surely data
_NO_TITLE = -2.5  # of a row of several cells
_NEARLY = 0.8
TITLES = 8  # rows of short text that may stand above a header
_LINES = 6  # that the words of a header may take
_HEADING = WORDED | {"d", "y"}
PAIRS = re.compile("([Hh][rdtec9au]){1,3}")


def title_score(grid: Grid, row: int, about: Columns, index: int) -> float:
    """How well a row stands above a header: one cell, or a few with labels (填报单位：, 单位：万元)."""
    shape = grid.shapes[row - 1]
    letters, columns = shape.packed, shape.columns
    if shape.size > 1:
        if shape.size < about.typical - 1 and all(grid.text(row, column)[-1:] == ":" for column in columns):
            return MOST  # 企业名称： | (blank) | 检查时间： | (blank)
        if columns[0] > about.left and shape.may_divide and _heads_like_below(grid, row, columns):
            return _NO_TITLE
        if shape.size > 3 and "l" in letters and _sets_values(shape, grid.texts(row)):
            return MOST  # 单位名称：某厂 | 2020年1—3月 | 计量单位： | 千元
        if shape.size > 2 and shape.size >= about.typical and _answers_with_label(shape, about):
            return _NO_TITLE
        if shape.size == 2:
            is_sent = PAIRS.fullmatch(letters) and tells_source(grid, row)  # 填报时间 | 2月24日, merged across
            if (about.typical > 2 and (is_sent or is_place_and_unit(grid, row))) or _tells_heading(grid, row, about):
                return MOST
        if "l" in letters and not any(":" in text for text in grid.texts(row)):
            letters = letters.replace("l", "h")  # 总计 | #国有 | #城镇集体
        return _title_of_many(letters, about.width, about.typical, shape.size == 2 and says_one(grid, row, about))
    width = grid.width(row, columns[0])
    is_band = 1 < width < about.width and columns[0] > about.left and letters != "T"
    score = 1.5 if index < TITLES or letters in "lTnpg" else 0.2
    if letters in "9eac-" or (letters in "thHuywsd" and _heads_columns(grid, row, letters, about)):
        score -= 2.5
    elif letters in "Tlnog" or (letters == "p" and not is_band) or (letters == "s" and not index):  # 复工情况汇总
        score += 1.0
    if is_band:
        score -= 1.5  # what it says holds for the columns below it, not for the labels beside them
    elif width > 0.5 * about.width > 1:
        score += 1.5
    return score


def _heads_columns(grid: Grid, row: int, letter: str, about: Columns) -> bool:
    """Whether a cell alone right of the first column heads those below it, and is no unit at the right."""
    (column,) = grid.columns(row)
    if heads_statement(column, letter, about):
        return True
    if letter in "thHw" and (_heads_all_figures(grid, row, column, about) or _tells_apart(grid, row, column)):
        return True
    return letter in "Huy" and column > about.left and not (letter == "u" and says_unit_at_right(grid, row, about))


def heads_statement(column: int, letter: str, about: Columns) -> bool:
    """Whether a cell alone heads the figures of a list of two columns: (blank) | Total, (blank) | 31 March 2021."""
    return about.width == 2 and column > about.left and column in about.numeric and letter in "thHwsdy"


def _heads_all_figures(grid: Grid, row: int, column: int, about: Columns) -> bool:
    """Whether a word alone stands above a header, over the first of its columns of figures, with words above the rows'
    own words beside it, and nothing between but other such words: (blank) | Staff | (blank) over Trade | 0-4 | 5-9."""
    below = next((shape for shape in grid.shapes[row:] if shape.columns != [column]), grid.shapes[row - 1])
    figures = [*itertools.takewhile(about.numeric.__contains__, reversed(below.columns))]
    return len(figures) > 2 and figures[-1] == column > about.left


def _heads_like_below(grid: Grid, row: int, columns: list[int]) -> bool:
    """Whether each word of a row is merged over columns or stands over two words or the last: (blank) | Index | (blank)
    | Change | (blank) over Description | Jan | Feb | 1 month | 12 months."""
    below = grid.below(row).columns
    lasts = {*below[-1:]} if len(columns) > 1 else set()
    return all(grid.width(row, at) > 1 or {at, at + 1} <= {*below} or at in lasts for at in columns)


def _tells_apart(grid: Grid, row: int, column: int) -> bool:
    """Whether a word alone stands right above one of two columns that are called the same: (blank) | Change over above
    2014 average | 2019 | 2014 average."""
    if row == len(grid.shapes) or not grid.shapes[row].may_head or column not in grid.columns(row + 1)[1:]:
        return False
    return grid.texts(row + 1).count(grid.text(row + 1, column)) == 2


def says_unit_at_right(grid: Grid, row: int, about: Columns) -> bool:
    """Whether a unit alone stands over the right half of rows of words, one of which has a word for its column and
    the one before it."""
    (column,) = grid.columns(row)
    below = itertools.takewhile(lambda shape: shape.kinds <= _HEADING, grid.shapes[row : row + _LINES])
    return any({column - 1, column} <= {*shape.columns} for shape in below)


def tells_source(grid: Grid, row: int) -> bool:
    """Whether all labels of a row of pairs ask who sends the table and when."""
    return words("preamble_label").issuperset(grid.texts(row)[::2])


def _tells_heading(grid: Grid, row: int, about: Columns) -> bool:
    """Whether the first of a row's two cells heads a column further down, right of the first one, and the second says
    what is meant by it: UNRATE | Unemployment rate over Date | UNRATE | PAYEMS."""
    heading, _ = grid.texts(row)
    below = (other for other in about.rows if other > row and grid.shapes[other - 1].may_head)
    return any(heading in grid.texts(other)[1:] for other in below)


def _answers_with_label(shape: Shape, about: Columns) -> bool:
    """Whether the one label of a full row stands in a column that has more of them, as answers may begin with who gives
    them: 企业 | 提出问题 | 交通局：已安排包车."""
    if shape.packed.count("l") != 1 or shape.packed[0] in "lgTn":
        return False
    column = shape.line.index("l")
    return about.letters[column].count("l") > 1


def _sets_values(shape: Shape, texts: list[str]) -> bool:
    """Whether labels in a colon have their values beside them, all or one of them, or in the same cell."""
    bare = [text.endswith(":") for text in texts]
    if bare == [True, False] * (len(texts) // 2):
        return True
    filled = any(letter == "l" and ":" in text[:-1] for letter, text in zip(shape.packed, texts, strict=True))
    return filled and any(label and not value for label, value in itertools.pairwise(bare))


@lru_cache(1 << 12)
def _title_of_many(letters: str, width: int, typical: float, says_one: bool) -> float:
    """How well a row of several cells stands above a table of a width, in which so many are filled in a row."""
    size = len(letters)
    labels = sum(map(letters.count, "lgTn"))
    narrow = says_one or size < 0.45 * typical
    if labels and size <= max(6, 0.6 * width):
        return 2.0 + labels / size - (0.0 if size <= 6 else 1.0)
    if (narrow or 4 <= size < 0.75 * typical) and PAIRS.fullmatch(letters):
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


def says_one(grid: Grid, row: int, about: Columns) -> bool:
    """Whether a row of two cells is a word and what it is set to, in a wider table's first columns: sex | total.

    Of a table twice as wide, if no wider row follows at once: 求和项 | 列标签 stands over a pivot's columns. What
    stands apart above a row of words that begins in the same columns is of a table of any width: 县市 | (全部)."""
    shape = grid.shapes[row - 1]
    if shape.columns != [about.left, about.left + 1]:
        return False
    if row + 1 < len(grid.shapes) and not grid.shapes[row].size:
        below = grid.shapes[row + 1]
        if below.columns[:2] == shape.columns and VALUES.isdisjoint(below.kinds - {"d"}):
            return True
    if grid.text(row, about.left + 1)[0] == "(" or shape.size > 0.5 * max(about.typical, _NEARLY * about.widest):
        return False  # Unit | (billion dollars)
    if row > 1 and grid.columns(row - 1) == shape.columns:
        return True  # the last of several
    return shape.size < 0.45 * about.typical or row == len(grid.shapes) or grid.shapes[row].size <= 2
