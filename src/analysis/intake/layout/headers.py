"""Which rows above a body are its header: the best cut of the rows into titles, header and body.

Every row gets a score for each of the three; the cut with the highest sum wins, and by how much is the confidence. A
table without a header has to look like one.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

from analysis.intake.layout.boxes import lift_boxes, lift_preamble
from analysis.intake.layout.columns import Columns
from analysis.intake.layout.grid import Grid
from analysis.intake.layout.header_merges import is_below_merge, mark_merges, merged_down
from analysis.intake.layout.reach import with_neighbours
from analysis.intake.layout.row_kinds import is_hint_row, is_number_row, is_unit_row
from analysis.intake.layout.scores import data_score
from analysis.intake.layout.titles import MOST, title_score
from analysis.intake.layout.words import asked_words

WINDOW = 30  # rows looked at for a header
_MOST_IN_TEMPLATE = 5  # rows of a header without a body
DEEPEST = 12  # rows a header may have, its inner gaps included
_SURE = 1.0  # a row above this is data
_WORST_IN_BODY = -2.0  # rows like a header do occur in a body: the next table's, a page's
_NO_HEADER = -4.0  # a body without a header has to be very sure of itself
_EACH_MORE = -0.6  # each header row after the first has to earn its place
_NO_TITLE = -2.0
_LISTED = ("Tn", "Tnt")  # first letters of rows of two cells, and of more, that are a list if they go on
_FIGURES = ("9", "y", "-")
_FAR_APART = -1.5  # two blank rows and more between two header rows
_BEFORE_ALONE = -2.0  # a blank row before a cell alone, as a title is
_BEFORE_FULL = -2.0  # a blank row before a row that has a word for every column by itself
_BELOW_FULL = -1.0  # another such row right above it
Cut = tuple[float, int, int]  # its score, the places of the header's first row and of the body's first row
_COUNTS = frozenset({"t9", "e9", "r9", "h9", "H9", "a9", "s9"})
_NAMES = frozenset({"e", "9e"})
_SAID = frozenset("tTpnho")  # of a row that is a word or two: 目录, 填报说明, 复工情况
_FEWEST = 3
_MOST = 0.6


@dataclass(frozen=True)
class Header:
    """The cut chosen. ``number_rows`` (1 2 3, 甲 乙, 填是或否) and ``unit_rows`` are header rows too."""

    title_rows: list[int]
    header_rows: list[int]
    unit_rows: list[int]
    number_rows: list[int]
    confidence: float


def find_header(grid: Grid, rows: list[int]) -> Header | None:
    """The header among filled rows in order, with the titles above it; None where the rows hold no table."""
    rows = _first_of(grid, rows[:WINDOW])
    about = Columns.of(grid, rows)
    title = [title_score(grid, row, about, index) for index, row in enumerate(rows)]
    _lower_lists(grid, rows, title)
    lift_preamble(grid, rows, title)
    lift_boxes(grid, rows, title, about.width)
    gaps = _gap_scores(grid, rows, about.width)
    merged = {inner for row in rows for last in merged_down(grid, row) for inner in range(row, last + 1)}
    for enough in (_SURE, MOST):
        data = [data_score(grid, row, about, MOST if row in merged else enough) for row in rows]
        mark_merges(grid, rows, data, title)
        best, second = _best_cuts(title, data, gaps)
        # Of a row that is plainly data it matters how plainly only where it may be above the body.
        hasty = next((i for i, score in enumerate(data) if enough < score < MOST and rows[i] not in merged), len(rows))
        if max(best[2], second[2]) <= hasty:
            break
    score, first, last = best
    if last - first == 1 and is_lone_title(grid, rows[first], rows[last:], about.typical >= 2):
        first = last
    if first == len(rows) or (first == last and not speaks_for_itself(grid, rows[first:])):
        return None
    if last < len(rows) and all(grid.packed(row) == "-" for row in rows[last:]) and len(grid.packed(rows[first])) == 1:
        return None  # a line of text above #
    confidence = 1 / (1 + math.exp(-(score - second[0])))
    first, last = with_neighbours(grid, rows, first, last)
    header = rows[first:last]
    numbers = [
        row
        for row in header
        if (is_number_row(grid, row) and not is_below_merge(grid, header, row)) or is_hint_row(grid, row)
    ]
    units = [row for row in header[1:] if row not in numbers and is_unit_row(grid, row)]
    return Header(rows[:first], header, units, numbers, round(confidence, 3))


def _lower_lists(grid: Grid, rows: list[int], title: list[float]) -> None:
    """Rows that begin alike, one below the other, are no titles but a list of them: Note 1 | ..., Table 2 | ...; not a
    row with labels behind its first word above others: Period | From: 1 January | To: 31 March."""
    shapes = [grid.shapes[row - 1] for row in rows]
    alike = [
        one.size > 1
        and one.columns == other.columns
        and one.packed[0] == other.packed[0] in _LISTED[one.size > 2]
        and (one.packed.count("l", 1) < 2 or "l" in other.kinds)
        for one, other in itertools.pairwise(shapes)
    ]
    for index, (before, after) in enumerate(itertools.pairwise(alike)):
        if before and after:
            title[index : index + 3] = [_NO_TITLE] * 3


def _best_cuts(title: list[float], data: list[float], gaps: list[float]) -> tuple[Cut, Cut]:
    """The best cut by the scores of the rows and the next best."""
    sums_title, sums_head, sums_gap = _running(title), _running(data), _running(gaps)
    sums_body = _running([max(score, _WORST_IN_BODY) for score in data])
    count, whole = len(data), sums_body[-1]
    plain = next((i for i in range(1, count) if min(data[i - 1 : i + 1]) > _SURE), count)
    cuts = [(-sums_title[plain] - sum(map(min, title[plain:], data[plain:])), count, count)]  # footers are no titles
    for first in range(count):
        above, head, gap = sums_title[first], sums_head[first], sums_gap[first + 1]
        cuts.append((-(above + (whole - sums_body[first]) + _NO_HEADER), first, first))
        for last in range(first + 1, min(count, first + DEEPEST) + 1):
            if data[last - 1] > _SURE:
                break  # no header goes on below a row that is plainly data
            score = above + (whole - sums_body[last]) - (sums_head[last] - head)
            score += _EACH_MORE * (last - first - 1) + sums_gap[last] - gap
            cuts.append((-score, first, last))
    cuts.sort()
    return tuple([(-score, first, last) for score, first, last in cuts[:2]])


def _gap_scores(grid: Grid, rows: list[int], width: int) -> list[float]:
    """What the blank rows before each row, or rows with a word for every column by itself, one right below the other,
    cost a header that goes on across them; nothing where a merge spans them."""
    scores = [0.0]
    reach = 0
    shapes = [grid.shapes[row - 1] for row in rows]
    full = [shape.may_head and shape.size >= 0.9 * width for shape in shapes]
    for index, (before, row) in enumerate(itertools.pairwise(rows), 1):
        if spans := grid.spans.get(before):
            reach = max(reach, *(last for _, _, last, _ in spans))
        if reach >= row:
            scores.append(0.0)
        elif row - before == 1:
            scores.append(_BELOW_FULL if full[index - 1] and full[index] and row not in grid.spans else 0.0)
        elif full[index]:
            scores.append(_BEFORE_FULL)
        elif shapes[index].size == 1:
            scores.append(_BEFORE_ALONE)
        else:
            scores.append(_FAR_APART if row - before > 2 else 0.0)
    return scores[: len(rows)]


def is_template(grid: Grid, header: Header) -> bool:
    """Whether a header without a body is one to fill in: not a lone word, and not more rows than headers have."""
    return len(header.header_rows) <= _MOST_IN_TEMPLATE and len(grid.used(header.header_rows)) > 1


def heads_plainly(grid: Grid, row: int, before: int) -> bool:
    """Whether a row's words make it a header, given the filled row before it: two sure ones, or two after a gap."""
    letters = grid.packed(row)
    is_apart = before < row - 1 or len(grid.packed(before)) == 1
    return letters.count("H") + (letters.count("h") if is_apart else 0) >= 2


def _first_of(grid: Grid, rows: list[int]) -> list[int]:
    """The rows up to a second plain header, if values stand between it and the first, or to the next words over figures
    if a table of figures ended before them."""
    seen_header = seen_values = False
    seen_figures = seen_table = False  # under a row of as many words; nothing else but behind the first word
    for index, row in enumerate(rows):
        shape = grid.shapes[row - 1]
        if index and not seen_figures:
            above = grid.shapes[rows[index - 1] - 1]
            if above.size == 1 and index > 1:
                above = grid.shapes[rows[index - 2] - 1]  # above a group of rows
            is_figures = "9" in shape.kinds and shape.packed[0] != "l"  # Records: | 1069 belongs to what stands above
            seen_figures = is_figures and above.may_divide and above.size == shape.size > 1
            if seen_figures and shape.size == 2:  # quantity | 1 may be one of several pairs
                seen_figures = row < len(grid.shapes) and "9" in grid.shapes[row].kinds
            seen_table = seen_figures and set(shape.packed[1:]) <= {*_FIGURES}
        elif seen_figures and heads_figures(grid, rows, index):
            return rows[:index]
        if index and shape.may_head and heads_plainly(grid, row, rows[index - 1]):
            if (seen_header and seen_values) or seen_table:
                return rows[:index]
            seen_header = True
        elif not index and shape.packed.count("H") >= 2:
            seen_header = True
        elif seen_header and not seen_values:
            seen_values = shape.holds_values
    return rows


def heads_figures(grid: Grid, rows: list[int], index: int) -> bool:
    """Whether a row of words stands apart, over figures in all its columns but the first, a further row of
    words between them or not."""
    row, before = rows[index], rows[index - 1]
    shape = grid.shapes[row - 1]
    if shape.size < 2 or not shape.may_head or (before == row - 1 and grid.shapes[before - 1].size > 1):
        return False
    for other in rows[index + 1 : index + 3]:
        below = grid.shapes[other - 1]
        if "9" in below.kinds:
            return all(below.line[column - 1 : column] in _FIGURES for column in shape.columns[1:])
        if not below.may_head or below.size < 2:
            return False
    return False


def _running(scores: list[float]) -> list[float]:
    return list(itertools.accumulate(scores, initial=0.0))


def is_lone_title(grid: Grid, row: int, below: list[int], is_wide: bool) -> bool:
    """Whether the one row chosen as header is a word or two over rows of several cells, or over enterprises and nothing
    else: their title."""
    letters = grid.packed(row)
    if letters not in _SAID or (letters == "h" and _heads_column(grid, row, below)):
        return False
    is_left = grid.columns(row)[0] <= min([grid.columns(other)[0] for other in below], default=1)
    return is_left and ((is_wide and letters != "o") or _are_names(grid, below))


def _heads_column(grid: Grid, row: int, below: list[int]) -> bool:
    """Whether a word alone may ask for what stands below it, which are no running numbers."""
    [column], [text] = grid.columns(row), grid.texts(row)
    return text in asked_words() and any(grid.line(other)[column - 1 : column] != "9" for other in below)


def speaks_for_itself(grid: Grid, rows: list[int]) -> bool:
    """Whether rows without a header are a table: wide and alike, or counts, or enterprises' names."""
    wide = [row for row in rows if len(grid.packed(row)) >= 3]
    is_wide = len(wide) >= _FEWEST and len(wide) >= _MOST * len(rows)
    return is_wide or _are_counts(grid, rows) or _are_names(grid, rows)


def _are_counts(grid: Grid, rows: list[int]) -> bool:
    """Whether all rows are a word and a figure: 都匀市 | 82, 复工率 | 97.6%."""
    kinds = {grid.packed(row) for row in rows}
    return len(rows) > _FEWEST and kinds <= _COUNTS and len(grid.used(rows)) == 2


def _are_names(grid: Grid, rows: list[int]) -> bool:
    """Whether most rows are an enterprise's name, numbered or not: 1 | 清江化工厂."""
    names = sum(grid.packed(row) in _NAMES for row in rows)
    return names >= _FEWEST and names >= _MOST * len(rows)
