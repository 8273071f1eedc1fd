"""Which fate every row under a header gets, down to the row where another table begins."""

from __future__ import annotations

import re

from analysis.intake.layout.body import Body, release_key, settle, settle_end
from analysis.intake.layout.fates import fate_by_words, fates_by_letters, is_of_which
from analysis.intake.layout.grid import VALUES, Grid
from analysis.intake.layout.headers import WINDOW, Header, find_header
from analysis.intake.layout.letters import WORDED, letter_of
from analysis.intake.layout.profile import Profile
from analysis.intake.layout.row_kinds import is_number_row, is_run_row
from analysis.intake.layout.words import words

_FOOTNOTE = re.compile(r"\(?\d+[.)、]|\*|#")
_COUNTED = "[一二三四五六七八九十0-9]+"
# (一) 一、 1. 第1题 Q1 表一 问题1: what a heading is numbered by
_ORDINAL = re.compile(rf"\({_COUNTED}\)|第{_COUNTED}[题问项类批组部]|[a-z]{{0,10}} ?\d+\b|.?.?{_COUNTED}[、.:]")
_NUMERAL = re.compile(_COUNTED)

_HEADS_APART = WORDED | {"d", "y"}
_FIGURES = VALUES - {"d"}
_COUNTED_IN = frozenset("9y-")
_UNTITLED = frozenset("tplhH")
_BELOW_TITLES = frozenset("tdhu")
_SHORTEST = 10  # characters of a title that a page's foot may begin with
_HEADERS = ("header?", "header!", "header between")  # by its look, by its place, and between figures
_DOUBTS = 300  # rows like a header that are looked at closely in one table


def scan(grid: Grid, header: Header, rows: list[int]) -> Body:
    """Give every filled row under a header its fate, until the sheet ends or another table begins."""
    return _Scan(grid, header, rows).done()


class _Scan:
    """The rows under a header while they get their fates.

    ``pending``: the rows right above whose fate the next ones decide: lone texts, and ``names`` among them, which are
    data unless they stand apart at the end.
    """

    def __init__(self, grid: Grid, header: Header, rows: list[int]):
        self.grid, self.header, self.rows = grid, header, rows
        self.profile = Profile.of(grid, header, rows)
        self.body = Body(stop=len(rows), lists_enterprises=self.profile.lists_enterprises)
        self.titles = {tuple(grid.texts(row)) for row in header.title_rows}
        self.labels = {_label(grid, row) for row in header.title_rows} - {None}
        # How titles of several cells look.
        self.title_lines = {grid.line(row) for row in header.title_rows if grid.shapes[row - 1].size > 1}
        self.pending: list[int] = []
        self.names: set[int] = set()
        self.doubts = 0

    def done(self) -> Body:
        grid, body, profile, rows = self.grid, self.body, self.profile, self.rows
        fate_of, may_go_on = fates_by_letters(profile), not (self.labels or self.header.number_rows)
        for index, row in enumerate(rows):
            fate = fate_of(grid.letters[row - 1]) or fate_by_words(grid, row, profile)
            goes_on = may_go_on and not self.pending and rows[index - 1] == row - 1
            if not (goes_on and fate == "data" and grid.shapes[row - 1].may_go_on):  # as nearly all do
                fate = self._fate_here(fate, index, row)
            if fate == "data" and not self.pending:
                body.data.append(row)
            elif fate in ("text", "name?"):
                self.pending.append(row)
                self.names |= {row} if fate == "name?" else set()
            elif fate == "other list":
                body.stop = index
                break
            elif self._ends_above(fate, index):
                self._stop_above(index)
                return body
            else:
                if self.pending:
                    settle(grid, self.pending, self.names, body, self.titles)
                    self.pending, self.names = [], set()
                body.place(fate, row)
        top = self.header.header_rows[-1] if self.header.header_rows else 0
        settle_end(grid, self.pending, self.names, body, top)
        body.spread_totals(grid)
        release_key(grid, body, profile)
        if len(body.groups) > 1 and not body.data and all(grid.packed(row) in ("r", "t") for row in body.groups):
            body.data, body.groups = body.groups, []  # rows to fill in
        body.release_said_again(grid, profile.about.left)
        return body

    def _fate_here(self, fate: str, index: int, row: int) -> str:
        """What a row is among those around it, given its fate by itself; ``other list``: the first of another list."""
        grid, pending = self.grid, self.pending
        is_apart = index > 0 and self.rows[index - 1] < row - 1
        if fate in ("data", "header?"):
            fate = self._fate_between(fate, index, row)
        if fate == "data":
            if self.header.number_rows and self.body.repeated[-1:] == [row - 1] and is_number_row(grid, row):
                fate = "repeat"
            elif pending and _is_list_below_notes(grid, pending, row, self.body.data):
                return "other list"
            elif pending and _heads_apart(grid, pending, row):
                fate = "header!"
        if fate in _HEADERS:
            fate = self._fate_of_header(fate, index, row, is_apart)
        if fate == "data" and (pending or "T" in grid.line(row)) and _stands_above(grid, row, pending, self.profile):
            fate = "name?"
        return "total" if fate == "name?" and is_of_which(grid, row, self.profile) else fate

    def _fate_between(self, fate: str, index: int, row: int) -> str:
        """The fate of what may be data, where it does not stand as a line above another table, or as its header."""
        grid, shape = self.grid, self.grid.shapes[row - 1]
        if self.labels and _label(grid, row) in self.labels:
            return "name?"  # 企业名称 | 乙厂 above the next table, as 企业名称 | 甲厂 above this one
        if self.pending[-1:] == [row - 1] and (
            (fate == "data" and shape.packed in _BELOW_TITLES) or shape.line in self.title_lines
        ):
            return "name?"  # 2020年2月25日 at the right, or 填报单位： | 某局, below the next table's title
        if shape.size == 2 and _says_title_again(grid, row, self.titles):
            return "text"  # a page's foot
        is_between = shape.may_head and _heads_between(grid, self.rows, index, self.profile)
        return "header between" if is_between else fate

    def _fate_of_header(self, fate: str, index: int, row: int, is_apart: bool) -> str:
        """The fate of a row that looks like another table's header: that, or data, or a line above one."""
        grid, body = self.grid, self.body
        self.doubts += 1
        if self.doubts >= _DOUBTS:
            return "data"
        follows_total = body.totals[-1:] == [row - 1]
        gap = (index > 0 and (bool(self.pending) or is_apart or follows_total)) or fate == "header between"
        gap = gap or (fate == "header!" and len(body.data) + len(body.totals) > 1)
        if _begins_table(grid, row, self.rows, index, gap):
            return "header"
        return "name?" if gap and _stands_above_header(grid, self.rows, index, self.profile) else "data"

    def _ends_above(self, fate: str, index: int) -> bool:
        """Whether a row's fate says that another table begins with it and what is pending."""
        above, is_new = self.rows[index - 1], fate in ("header", "repeat")
        is_closed = fate == "repeat" and above < self.rows[index] - 1 and _is_grand_total(self.grid, above, self.body)
        return is_closed or (is_new and _own_title(self.grid, self.pending, self.header, fate))

    def _stop_above(self, index: int) -> None:
        """Leave to the next table the rows right above it that are its titles."""
        grid, body = self.grid, self.body
        notes = _notes_before_titles(grid, self.pending, self.header.title_rows)
        body.notes += self.pending[:notes]
        body.stop = index - len(self.pending) + notes


def _is_list_below_notes(grid: Grid, pending: list[int], row: int, above: list[int]) -> bool:
    """Whether a row below notes that stand apart is another list's: several of its words stand where no row of data
    above has one, as the names in a list of ranks below a table's notes."""
    if not any(grid.packed(note) == "n" and not grid.letters[note - 2] for note in pending):
        return False
    others = set(grid.shapes[row - 1].at(WORDED)).difference(*(grid.shapes[data - 1].at(WORDED) for data in above))
    return len(others) > 1


def _heads_apart(grid: Grid, pending: list[int], row: int) -> bool:
    """Whether a row of words and days, or of words and numbers that go on, stands below lone texts that stand apart:
    指标 | 2019-01 | 2019-02; 班组 | 1 | 2 | 3 | 4."""
    shape = grid.shapes[row - 1]
    if shape.size < 3 or all(grid.letters[note - 2] for note in pending):
        return False
    return _HEADS_APART.issuperset(shape.kinds) or (shape.may_count_on and is_run_row(grid, row))


def _says_title_again(grid: Grid, row: int, titles: set[tuple[str, ...]]) -> bool:
    """Whether a row of two texts begins with a title of the table: Stock list | Page 7 of 7."""
    shape = grid.shapes[row - 1]
    text = grid.text(row, shape.columns[0])
    return any(len(title) == 1 and len(title[0]) >= _SHORTEST and text.startswith(title[0]) for title in titles)


def _heads_between(grid: Grid, rows: list[int], index: int, profile: Profile) -> bool:
    """Whether different words alone, right below a row with figures, stand over figures in all columns but the first:
    Time | Beam | Wind over the hours, below Month | Year over the months."""
    shape = grid.shapes[rows[index] - 1]
    if profile.is_of_enterprises or shape.size < 3 or not index or "9" not in grid.shapes[rows[index - 1] - 1].kinds:
        return False
    columns, below = shape.columns[1:], [grid.shapes[row - 1] for row in rows[index + 1 : index + 3]]
    heads = len(below) > 1 and all({*other.at(_COUNTED_IN)}.issuperset(columns) for other in below)
    return heads and len(set(grid.texts(rows[index]))) == shape.size


def _stands_above(grid: Grid, row: int, pending: list[int], profile: Profile) -> bool:
    """Whether a row of a table of figures has none, right below a lone text or as a title with words beside it: it may
    be a further line above the next table."""
    shape = grid.shapes[row - 1]
    is_below = pending[-1:] == [row - 1] or (shape.packed[0] == "T" and not grid.letters[row - 2])
    return is_below and bool(profile.about.numeric) and _FIGURES.isdisjoint(shape.kinds)


def _begins_table(grid: Grid, row: int, rows: list[int], index: int, gap: bool) -> bool:
    """Whether a row that looks like a header is one: others like it follow, then a body."""
    letters = grid.packed(row)
    if not gap and not (len(letters) >= 3 and sum(x in "Hh" for x in letters) >= 0.6 * len(letters)):
        return False
    found = find_header(grid, rows[index : index + WINDOW])
    if found is None or row not in found.header_rows:
        return False
    below = [r for r in rows[index : index + WINDOW] if r > found.header_rows[-1]]
    return bool(below) or (gap and len(letters) > 2)


def _stands_above_header(grid: Grid, rows: list[int], index: int, profile: Profile) -> bool:
    """Whether a row below a blank one, without figures in a table of them, stands right above another table's header:
    Unit price | (blank) | Income over (blank) | (blank) | Product | 1st quarter."""
    row, shape = rows[index], grid.shapes[rows[index] - 1]
    is_apart = not grid.letters[row - 2] and rows[index + 1 : index + 2] == [row + 1]
    is_title = is_apart and bool(profile.about.numeric) and _FIGURES.isdisjoint(shape.kinds)
    return is_title and not profile.is_of_enterprises and _begins_table(grid, row + 1, rows, index + 1, True)


def _own_title(grid: Grid, pending: list[int], header: Header, fate: str) -> bool:
    """A new header begins a new table; the same one only under a title of its own that is not the first one again."""
    if fate == "header":
        return True
    known = {tuple(grid.texts(row)) for row in header.title_rows}
    new = [row for row in pending if tuple(grid.texts(row)) not in known]
    labels = {_label(grid, row) for row in header.title_rows} - {None}
    if any(_label(grid, row) in labels for row in new):
        return True
    if any("T" in grid.packed(row) and not _is_continued(grid.texts(row)) for row in new):
        return True
    if any(_ends_alike(grid, row, title) for row in new for title in header.title_rows[-1:]):
        return True
    if any(_stands_as_title(grid, row, header.title_rows) for row in new):
        return True
    closed = [index for index, row in enumerate(new) if grid.packed(row)[0] in "ng"]
    return bool(closed) and closed[-1] + 1 < len(new)  # a note ended the table, and something else is said after it


def _is_grand_total(grid: Grid, row: int, body: Body) -> bool:
    """Whether a row is the total of all above it, which nothing but a total's word says, not a page's or a group's."""
    closing = words("total") - words("part_total")
    return body.totals == [row] and not closing.isdisjoint(grid.texts(row))


def _stands_as_title(grid: Grid, row: int, titles: list[int]) -> bool:
    """Whether words alone stand below a blank row and in the column of the first header's title, though no word of a
    title is among them."""
    if not titles or grid.letters[row - 2] or grid.packed(row) not in _UNTITLED or _is_continued(grid.texts(row)):
        return False
    return grid.columns(row)[0] == grid.columns(titles[0])[0]


def _label(grid: Grid, row: int) -> tuple[int, str] | None:
    """The column and the words of a label that has its value beside it or behind a colon, and stands alone with it or
    with other labels: N/C: | 1200 | Name: | Bank."""
    shape = grid.shapes[row - 1]
    if shape.size > 2 and shape.size % 2 == 0:
        first = grid.text(row, shape.columns[0])  # most rows are data: told at their first cell
        are_labels = first[-1] == ":" and all(text[-1] == ":" for text in grid.texts(row)[::2])
        return (shape.columns[0], first) if are_labels else None
    if shape.size == 2 and shape.columns[1] == shape.columns[0] + 1 and shape.packed[0] in "tHhl":
        return shape.columns[0], grid.texts(row)[0]
    if shape.packed == "l":
        label, _, value = grid.texts(row)[0].partition(":")
        return (shape.columns[0], label) if value else None
    return None


def _ends_alike(grid: Grid, row: int, title: int) -> bool:
    """Whether a word alone ends as the word alone above the first header does, or is numbered as it is: 支出明细 after
    收入明细, (二)规下企业 after (一)规上企业."""
    letters = {grid.packed(row), grid.packed(title)}
    text, first = grid.texts(row)[0], grid.texts(title)[0]
    if (numbered := _ORDINAL.match(text)) and (before := _ORDINAL.match(first)):
        is_area = letter_of(text[numbered.end() :]) == "r"  # a county's rows go on in the same table
        return _NUMERAL.sub("", numbered[0]) == _NUMERAL.sub("", before[0]) and not is_area
    if letters in ({"y"}, {"d"}) or (text[0] == first[0] == "【" and text[-1] == first[-1] == "】"):
        return True  # 2019年 after 2018年, 【交通】 after 【电力】
    return letters <= {"t", "h"} and grid.texts(row)[0][-2:] == grid.texts(title)[0][-2:]


def _is_continued(texts: list[str]) -> bool:
    return any(word in text for text in texts for word in words("continued"))


def _notes_before_titles(grid: Grid, pending: list[int], titles: list[int]) -> int:
    """How many of the rows between two tables still belong to the upper one: up to its last note, or its last numbered
    footnote where its own titles are not numbered so: (1) 按账龄披露.

    Below the next table's title stands who sends that one: 填报单位：某局 | 填报日期：2月25日.
    """
    are_numbered = any(_FOOTNOTE.match(grid.texts(row)[0]) for row in titles)
    first_title = next((index for index, row in enumerate(pending) if grid.packed(row) == "T"), len(pending))
    split = 0
    for index, row in enumerate(pending[:first_title]):
        letters = grid.packed(row)
        if letters[0] in "ng" or "g" in letters or (not are_numbered and _FOOTNOTE.match(grid.texts(row)[0])):
            split = index + 1
    return split
