"""Tables side by side: where the columns of one header have to be cut."""

from __future__ import annotations

import itertools
import re

from analysis.intake.layout.grid import Grid
from analysis.intake.layout.words import bare_label, words

_NOTE = re.compile(r"\([^()]*\)\*?$")  # 企业名称(必填)
_ALIKE = 0.85  # of the words of headers side by side: some are typed differently
_MANY = 3  # words that may head columns
_WIDEST = 200  # columns; nobody sets tables beside each other in a wider header


def side_bands(
    grid: Grid, header_rows: list[int], body_rows: list[int], title_rows: list[int]
) -> list[tuple[int, int]]:
    """First and last columns of the tables that share these header rows; one band where it is one table.

    Cut where the header's words begin again (序号 企业名称 状态 | 序号 企业名称 状态), or at a blank column
    behind which another table begins: its first word is the left one's (序号 | No.), a running number, or has a
    title of its own.
    """
    words_at = _words_at(grid, header_rows)
    columns = sorted(words_at)
    whole = [(grid.first_column, grid.last_column)]
    if not 4 <= len(columns) <= _WIDEST:
        return whole
    starts = _periods(grid, columns, words_at, header_rows, body_rows)
    if not starts and columns == [*range(grid.first_column, grid.last_column + 1)]:
        return whole  # no gap behind which another table could begin
    if not starts:
        header_rows = _down_to_words(grid, header_rows)
        words_at = {**_words_at(grid, header_rows), **words_at}
        starts = _behind_gaps(grid, sorted(words_at), words_at, header_rows, body_rows, title_rows)
    edges = [grid.first_column, *starts[1:], grid.last_column + 1]
    return [(first, last - 1) for first, last in itertools.pairwise(edges)]


def _down_to_words(grid: Grid, header_rows: list[int]) -> list[int]:
    """The header's rows, and those to the next of two that says 企业名称, or much else that heads columns, where none
    of them has a word.

    A header of fewer rows beside a table's own ends it too early: its first data stand beside the other's last words.
    """
    begun = {column for row in header_rows for column in grid.columns(row) if _is_head(grid, row, column)}
    below = [row for row in grid.filled if row > header_rows[-1]][:2]
    for count, row in enumerate(below, 1):
        heads = [column for column in grid.columns(row) if column not in begun and _is_head(grid, row, column)]
        if len(heads) >= _MANY or any(_is_name(grid.text(row, column)) for column in heads):
            return [*header_rows, *below[:count]]
    return header_rows


def _is_head(grid: Grid, row: int, column: int) -> bool:
    return grid.line(row)[column - 1] in "Hh" or _is_name(grid.text(row, column))


def _is_name(text: str) -> bool:
    return bare_label(_NOTE.sub("", text)) in words("name_label")


def _band_end(columns: list[int], first: int, used: set[int]) -> int:
    """The last column before the next blank one."""
    last = first
    for column in columns[columns.index(first) + 1 :]:
        if not all(between in used for between in range(last + 1, column + 1)):
            break
        last = column
    return last


def _words_at(grid: Grid, rows: list[int]) -> dict[int, str]:
    """Column -> its lowest header word (the words of one column are told apart by it)."""
    found: dict[int, str] = {}
    for row in rows:
        for column in grid.columns(row):
            found[column] = bare_label(grid.text(row, column))
    return found


def _periods(
    grid: Grid, columns: list[int], words_at: dict[int, str], header_rows: list[int], body_rows: list[int]
) -> list[int]:
    """Where the same run of two or more different words begins again and again; [] where it does not.

    Without 序号 or 企业名称 among them the first has to head what the rows are about, and no words above may tell one
    side from the other: 年份 | 产值 | 年份 | 产值, but 项目 | 预算数 under 收入 and under 支出 is one statement.
    """
    texts = [words_at[column] for column in columns]
    is_list = not (words("sequence_label").isdisjoint(texts) and words("name_label").isdisjoint(texts))
    for size in range(2, len(texts) // 2 + 1):
        if len(texts) % size or len(set(texts[:size])) < size:
            continue
        again = texts[:size] * (len(texts) // size)
        if sum(one == other for one, other in zip(texts, again, strict=True)) >= _ALIKE * len(texts):
            starts = columns[::size]
            is_cut = is_list or (len(header_rows) == 1 and _are_labels(grid, starts, body_rows))
            return starts if is_cut else []
    return []


def _are_labels(grid: Grid, starts: list[int], body_rows: list[int]) -> bool:
    """Whether rows begin in the first of these columns, and words, years or days stand in all of them."""
    shapes = [grid.shapes[row - 1] for row in body_rows]
    if any(shape.columns[0] < starts[0] for shape in shapes):
        return False
    down = ["".join([shape.line[column - 1 : column] for shape in shapes]).replace(" ", "") for column in starts]
    return all(2 * sum(map(letters.count, "9-")) < len(letters) for letters in down)


def _behind_gaps(
    grid: Grid,
    columns: list[int],
    words_at: dict[int, str],
    header_rows: list[int],
    body_rows: list[int],
    title_rows: list[int],
) -> list[int]:
    if len(columns) == columns[-1] - columns[0] + 1:
        return columns[:1]
    used = grid.used([*header_rows, *body_rows])
    for row in header_rows:
        for _, first, _, last in grid.spans.get(row, ()):
            used.update(range(first, last + 1))
    if used.issuperset(range(columns[0], columns[-1] + 1)):
        return columns[:1]
    titled = [{c for c in grid.columns(row) if grid.line(row)[c - 1] in "Tthr"} for row in title_rows]
    # All words over a column: a header of fewer rows has its first data beside the other's last words.
    said = {column: {grid.text(row, column) for row in header_rows} for column in columns}
    keys = words("key_label")
    begins = words("sequence_label") | words("name_label")
    starts = [columns[0]]

    def count(first: int, last: int) -> int:
        return sum(bool(grid.line(row)[first - 1 : last].strip()) for row in body_rows)

    def apart(first: int, left: int, right: int) -> bool:
        """The rows of one side go on where the other's have ended (one row short may be a name without a return)."""
        rows_left, rows_right = count(first, left), count(right, columns[-1])
        return rows_right > rows_left or rows_left > rows_right + 1

    def same_words(first: int, left: int, right: int) -> bool:
        """The same words stand behind the first ones: 县市 | 应复工 | 已复工 beside 园区 | 应复工 | 已复工."""
        before = [words_at[column] for column in columns if first < column <= left]
        return len(before) > 1 and before == [words_at[column] for column in columns if column > right]

    def says_whose(first: int, last: int) -> bool:
        """A table of its own says in words or dates what its rows are about; figures alone belong to the left ones."""
        return any(
            sum(letters) * 2 > len(letters)
            for column in words_at.keys() & range(first, last + 1)
            if (letters := [grid.line(row)[column - 1] not in "9-" for row in body_rows if column in grid.columns(row)])
        )

    for left, right in itertools.pairwise(columns):
        if all(column in used for column in range(left + 1, right + 1)):
            continue
        first_word = words_at[starts[-1]]
        behind = sum(column >= right for column in columns)
        # Titles of tables side by side stand in one row; （内部资料） in a corner is none.
        own_title = any(min(row, default=right) <= left and any(left < c <= right for c in row) for row in titled)
        heading = sum(
            any(_is_head(grid, row, column) for row in header_rows if column in grid.columns(row))
            for column in columns
            if starts[-1] <= column <= left
        )
        named = any(_is_name(text) for column in columns if starts[-1] <= column <= left for text in said[column])
        wide = behind >= 2 and columns.index(right) - columns.index(starts[-1]) >= 2
        start = right
        while start - 1 in used and start - 1 > left:
            start -= 1  # running numbers without a word over them
        if (
            wide
            and says_whose(start, _band_end(columns, right, used))
            and (
                words_at[right] == first_word
                or {words_at[right], first_word} <= words("sequence_label")
                or (said[right] & begins and named)
                or (said[right] & words("sequence_label") and heading >= _MANY)
                or own_title
                or (words_at[right] in keys and first_word in keys and same_words(starts[-1], left, right))
                or (said[right] & keys and named and apart(starts[-1], left, start))
            )
        ):
            starts.append(start)
    return starts
