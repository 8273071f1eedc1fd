"""Tables side by side: where the columns of one header have to be cut."""

from __future__ import annotations

import itertools

from analysis.intake.layout.gaps import MANY, Gaps, is_name
from analysis.intake.layout.grid import Grid
from analysis.intake.layout.pairs import asks_for_name
from analysis.intake.layout.words import bare_label, words

_ALIKE = 0.85  # of the words of headers side by side: some are typed differently
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
        starts = Gaps(grid, words_at, header_rows, body_rows, title_rows).starts()
    edges = [grid.first_column, *starts[1:], grid.last_column + 1]
    return [(first, last - 1) for first, last in itertools.pairwise(edges)]


def _down_to_words(grid: Grid, header_rows: list[int]) -> list[int]:
    """The header's rows, and those to the next of two that says 企业名称, or much else that heads columns, where none
    of them has a word.

    A header of fewer rows beside a table's own ends it too early: its first data stand beside the other's last words.
    """
    begun = {column for row in header_rows for column in grid.shapes[row - 1].at("Hh")}
    below = [row for row in grid.filled if row > header_rows[-1]][:2]
    for count, row in enumerate(below, 1):
        heads = [column for column in grid.shapes[row - 1].at("Hh") if column not in begun]
        if len(heads) >= MANY or any(is_name(grid.text(row, column)) for column in heads):
            return [*header_rows, *below[:count]]
    return header_rows


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

    Without 序号 or 企业名称 among them, or enterprises below, the first has to head what the rows are about, and no
    words above may tell one side from the other: 年份 | 产值 | 年份 | 产值, but 项目 | 预算数 under 收入 and under 支出
    is one statement. Nor does No. begin a list right of the words that figures belong to: (blank) | No. | % | No. | %.
    """
    texts = [words_at[column] for column in columns]
    is_numbered = not words("sequence_label").isdisjoint(texts) and not _begin_left(grid, columns[0], body_rows)
    is_list = is_numbered or any(map(asks_for_name, texts))
    for size in range(2, len(texts) // 2 + 1):
        if len(texts) % size or len(set(texts[:size])) < size:
            continue
        again = texts[:size] * (len(texts) // size)
        if sum(one == other for one, other in zip(texts, again, strict=True)) >= _ALIKE * len(texts):
            starts = columns[::size]
            is_cut = (
                is_list
                or (len(header_rows) == 1 and _are_labels(grid, starts, body_rows))
                or any(_name_enterprises(grid, columns[at::size], body_rows) for at in range(min(2, size)))
            )
            return starts if is_cut else []
    return _by_key(columns, texts) if len(header_rows) == 1 else []


def _by_key(columns: list[int], texts: list[str]) -> list[int]:
    """Where one of the words that say what rows are about is said again and again, as far apart each time, though other
    words follow: 县市 | 应复工 | 已复工 | 县市 | 应返岗 | 已返岗."""
    places = [at for at, text in enumerate(texts) if text == texts[0]]
    size = places[1] if len(places) > 1 else 0
    is_key = texts[0] in words("key_label") and size > 2 and places == [*range(0, len(texts), size)]
    return [columns[at] for at in places] if is_key and len(places) * size == len(texts) else []


def _name_enterprises(grid: Grid, columns: list[int], body_rows: list[int]) -> bool:
    """Whether enterprises stand in each of these columns, whatever asks for them: 编码 | 单位 | 编码 | 单位."""
    down = ["".join([grid.line(row)[column - 1 : column] for row in body_rows]).replace(" ", "") for column in columns]
    return all(2 * letters.count("e") > len(letters) for letters in down)


def _are_labels(grid: Grid, starts: list[int], body_rows: list[int]) -> bool:
    """Whether words, years or days stand in all of these columns."""
    shapes = [grid.shapes[row - 1] for row in body_rows]
    down = ["".join([shape.line[column - 1 : column] for shape in shapes]).replace(" ", "") for column in starts]
    return all(2 * sum(map(letters.count, "9-")) < len(letters) for letters in down)


def _begin_left(grid: Grid, column: int, body_rows: list[int]) -> bool:
    """Whether a row begins left of a column."""
    return any(grid.columns(row)[0] < column for row in body_rows)
