"""Rows above and below a header that belong to it though they look like titles or like body."""

from __future__ import annotations

import itertools
import re

from analysis.intake.layout.grid import Grid
from analysis.intake.layout.letters import WORDED
from analysis.intake.layout.row_kinds import is_number_row
from analysis.intake.layout.words import words

_DESCRIBED = 3  # rows below a header that say what its series are
_CODED = 3  # rows below a header among which its codes may be
_CODE = re.compile(r"(?=.*[A-Z])[A-Z0-9]{4,12}")
_TOGETHER = 2  # rows above that may head the same words again
_APART = 2  # blank rows that may be among them
_SHORT = 24  # characters of what rows are
_SMALL = re.compile(r"\(?[a-z]")
_BEGUN = frozenset("thHuw")
_WORDS = frozenset("tH")
_NAMING = frozenset("Hht")
_SAYING = WORDED | {"a", "d", "e", "y"}
_HEADING = frozenset("Hhtp")
_FIGURE = frozenset({"9", "-", " ", ""})


def with_neighbours(grid: Grid, rows: list[int], first: int, last: int) -> tuple[int, int]:
    """The places among filled rows of a header's first row and of the body's first row, what belongs to it included."""
    below = _reach_down(grid, rows, first, last)
    first = _reach_over_repeats(grid, rows, first, last)
    first = _reach_over_unsaid(grid, rows, first, below)
    first = _reach_over_begun(grid, rows, first, last)
    first = _reach_up(grid, rows, first, last)
    return _reach_over_pivot(grid, rows, first, last), below


def _reach_over_repeats(grid: Grid, rows: list[int], first: int, last: int) -> int:
    """A row above whose cells each head the same words again is header too, though it may look like a title:
    2月18日 | 2月25日 over 企业名称 | 是否复工 | 返岗人数 | 是否复工 | 返岗人数, or over a blank corner; and so are two
    rows that do it together: Returns over the first years, in the next row Receipts over those years again."""
    if not 0 < first < last:
        return first
    base = max(rows[first:last], key=lambda row: len(grid.columns(row)))
    below, corner = grid.columns(base), min(grid.columns(row)[0] for row in [base, *rows[last : last + 2]])
    for upper in range(first - 1, max(first - 1 - _TOGETHER, -1), -1):
        between = [row for row in rows[upper + 1 :] if row < base]
        starts = sorted(grid.used([rows[upper], *between]).difference(range(below[0])))  # not the corner's word
        is_far = rows[first] - rows[upper] - (first - upper) > _APART
        if is_far or not grid.used(between).isdisjoint(grid.columns(rows[upper])):
            return first
        if len(starts) < 2 or corner >= starts[0] or grid.columns(rows[upper])[-1] < below[0]:
            continue
        ends = [*starts[1:], below[-1] + 1]
        heads = [[grid.text(base, c) for c in below if a <= c < b] for a, b in zip(starts, ends, strict=True)]
        *others, rest = heads
        if heads[0] and all(words == heads[0] for words in others) and rest[: len(heads[0])] == heads[0]:
            return upper
    return first


def _reach_over_unsaid(grid: Grid, rows: list[int], first: int, last: int) -> int:
    """A row of words above is header too where some of them are all that is said of a column that the body fills:
    企业基本情况 | | 电话 | 备注 over 公司名称 | 信用代码 | | ; where one behind the first column is, over figures: Back
    to contents | | Mining over (blank) | Fishing | (blank); and where two and more are and no others stand there."""
    if not 0 < first < last or rows[first] - rows[first - 1] > 1:
        return first
    above, body = grid.shapes[rows[first - 1] - 1], rows[last : last + 10]
    worded = [row for row in rows[first:last] if not is_number_row(grid, row) and not _is_codes(grid, row)]
    unsaid = grid.used(body).difference(*(grid.shapes[row - 1].at(_SAYING) for row in worded))
    behind = {column for column in above.columns if column > grid.columns(body[0])[0]} if body else ()
    if not behind or any(above.line[column - 1] not in _HEADING for column in behind):
        return first
    figures = {at for at in grid.used(body) if all(grid.line(row)[at - 1 : at] in _FIGURE for row in body)}
    is_all = len(behind) > 1 and behind <= unsaid
    return first - 1 if is_all or (behind <= figures and not unsaid.isdisjoint(behind)) else first


def _reach_over_begun(grid: Grid, rows: list[int], first: int, last: int) -> int:
    """A row above is header too whose every word goes on below it, right of the first column, in small letters, while
    others there begin with a capital: (blank) | NUTS1 over Region | code."""
    if not 0 < first < last or rows[first] - rows[first - 1] > 1:
        return first
    above, below = grid.shapes[rows[first - 1] - 1], grid.sheet.rows[rows[first] - 1]
    if above.columns[0] <= grid.columns(rows[first])[0] or not above.kinds <= _BEGUN:
        return first
    goes_on = all(column <= len(below) and _is_small(below[column - 1]) for column in above.columns)
    return first - 1 if goes_on and any(isinstance(word, str) and word[:1].isupper() for word in below) else first


def _is_small(value: object) -> bool:
    return isinstance(value, str) and _SMALL.match(value) is not None


def _reach_over_pivot(grid: Grid, rows: list[int], first: int, last: int) -> int:
    """The upper row of a pivot is header too, of two dimensions (计数项:企业名称 | (blank) | 是否复工) or of several
    values, with a word right of the corner: (blank) | Data."""
    if not 0 < first < last or rows[first] - rows[first - 1] > 1 or grid.shapes[rows[first - 1] - 1].size > 2:
        return first
    said, *beside = grid.texts(rows[first - 1])
    is_across = said in words("pivot_across") and grid.columns(rows[first - 1])[0] > grid.columns(rows[first])[0]
    return first - 1 if is_across or (beside and said.startswith(tuple(words("pivot_corner")))) else first


def _reach_up(grid: Grid, rows: list[int], first: int, last: int) -> int:
    """A header without a word over its first column may have it in a row above, which alone looks like a title."""
    if first == last:
        return first
    corner = min(grid.columns(row)[0] for row in rows[first:])
    worded = [row for row in rows[first:last] if not is_number_row(grid, row)]
    if not worded or any(grid.columns(row)[0] == corner for row in worded):
        return first
    for index in range(first - 1, max(0, first - 4), -1):
        row = rows[index]
        letters, columns = grid.packed(row), grid.columns(row)
        if (
            not set(letters) <= set("thHrndy")  # 县市 | 2月 over (blank) | 10日 | 13日
            or letters[0] == "n"  # 备注 heads the last column, 注：… begins a line
            or max(map(len, grid.texts(row))) > 40
            or rows[index + 1] - row > (2 if letters in "Hh" else 1)
            or (len(columns) == 2 and grid.columns(rows[index - 1]) == columns)  # the last of several filters
            or (letters == "t" and not _says_what_years_are_of(grid, rows, index))  # a title
        ):
            break
        if grid.width(row, columns[0]) > 1 and columns[0] == corner:
            break
        if columns[0] == corner:
            return index
    return first


def _says_what_years_are_of(grid: Grid, rows: list[int], index: int) -> bool:
    """Whether a short text stands apart from the titles above it, right above years over a blank corner: Commodity."""
    row, below = rows[index], grid.shapes[rows[index + 1] - 1]
    is_apart = index > 0 and rows[index - 1] < row - 1 == rows[index + 1] - 2
    return is_apart and below.packed.count("y") > 1 and len(grid.texts(row)[0]) <= _SHORT


def _reach_down(grid: Grid, rows: list[int], first: int, last: int) -> int:
    """A header with a blank corner may have the corner's words in the row below it: (blank) | (blank) | 2018 | 2019
    over 地区 | 单位 | (blank) | (blank). Codes of series (CDID | ABML | L2KL), and rows of each series' unit, kind and
    frequency, are header too; so is what the columns of labels are called."""
    if not first < last < len(rows):
        return last
    described = _labelled_rows(grid, rows[last:], "series_label")
    if described and described + _labelled_rows(grid, rows[last - 1 : first : -1], "series_label") >= _DESCRIBED:
        return last + described + _labelled_rows(grid, rows[last + described :], "series_statistic")
    for index, (row, below) in enumerate(itertools.pairwise(rows[last : last + _CODED + 1]), last + 1):
        if "9" in grid.shapes[below - 1].kinds and _is_code_row(grid, row):
            return index
    if rows[last] > rows[last - 1] + 1:
        return last
    shape, corner = grid.shapes[rows[last] - 1], min(grid.columns(row)[0] for row in rows[first:last])
    if not shape.may_head or shape.size < 2:
        return last
    # The header may say in the last column of labels what stands across: (blank) | Basis | C | L over Novelty | Type.
    names_labels = shape.columns[0] < corner and shape.kinds <= _NAMING
    return last + 1 if shape.columns[-1] < corner + names_labels else last


def _labelled_rows(grid: Grid, rows: list[int], kind: str) -> int:
    """How many of the first rows say of each series its unit, kind or frequency: Series Type | Original | Original."""
    said = (grid.text(row, grid.columns(row)[0]).strip(": ") for row in rows)
    return sum(1 for _ in itertools.takewhile(words(kind).__contains__, said))


def _is_code_row(grid: Grid, row: int) -> bool:
    """Whether a row holds nothing but codes of series, behind its first word: CDID | ABML | L2KL."""
    return grid.shapes[row - 1].size > 2 and _is_codes(grid, row, 1)


def _is_codes(grid: Grid, row: int, start: int = 0) -> bool:
    """Whether a row holds nothing but different codes of series from its cell number ``start`` on, counted from 0."""
    shape, cells = grid.shapes[row - 1], grid.sheet.rows[row - 1]
    codes = [cells[column - 1] for column in shape.columns[start:]]
    return (
        shape.kinds <= _WORDS
        and len(set(codes)) == len(codes)
        and all(type(code) is str and _CODE.fullmatch(code.strip()) for code in codes)
    )
