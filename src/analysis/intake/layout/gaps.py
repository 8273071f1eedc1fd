"""Blank columns inside a header, and whether another table begins behind one."""

from __future__ import annotations

import itertools
import re

from analysis.intake.layout.grid import Grid
from analysis.intake.layout.words import bare_label, name_labels, words

MANY = 3  # words that may head columns
_TITLES = frozenset("Tthro")
_BESIDE_TITLES = frozenset("lugn")  # 单位：户
_NOTE = re.compile(r"\([^()]*\)\*?$")  # 企业名称(必填)


def is_name(text: str) -> bool:
    """Whether a text asks for the enterprise's name."""
    return bare_label(_NOTE.sub("", text)) in name_labels()


class Gaps:
    """The columns of one header that may belong to several tables. ``words_at``: column -> its lowest word."""

    def __init__(
        self, grid: Grid, words_at: dict[int, str], header_rows: list[int], body_rows: list[int], title_rows: list[int]
    ):
        self.grid, self.words_at, self.columns = grid, words_at, sorted(words_at)
        self.header_rows, self.body_rows = header_rows, body_rows
        titles = [row for row in title_rows if not any(text[-1] == ":" for text in grid.texts(row))]
        self.titles = [{c: grid.line(row)[c - 1] for c in grid.columns(row)} for row in titles]
        self.used = grid.used([*header_rows, *body_rows])
        for row in header_rows:
            for _, first, _, last in grid.spans.get(row, ()):
                self.used.update(range(first, last + 1))
        # All words over a column: a header of fewer rows has its first data beside the other's last words.
        self.said = {column: {grid.text(row, column) for row in header_rows} for column in self.columns}

    def starts(self) -> list[int]:
        """The first column of each table, left to right."""
        first = self.columns[0]  # with a word, of the table before the gap
        found = [first]
        for left, right in itertools.pairwise(self.columns):
            if not self._is_filled(left, right):
                start = self._start(right)
                is_own = self._is_wide(first, right) and self._says_whose(start, right)
                if is_own and self._begins(first, left, right, start):
                    found.append(start)
                    first = right
        return found

    def _is_filled(self, left: int, right: int) -> bool:
        return all(column in self.used for column in range(left + 1, right + 1))

    def _start(self, right: int) -> int:
        """The first column behind the gap: running numbers may stand there without a word over them."""
        start = right
        while start - 1 in self.used:
            start -= 1
        return start

    def _is_wide(self, first: int, right: int) -> bool:
        """Whether there are two columns on either side at least."""
        place = self.columns.index(right)
        return len(self.columns) - place >= 2 and place - self.columns.index(first) >= 2

    def _begins(self, first: int, left: int, right: int, start: int) -> bool:
        """Whether another table begins behind a gap: ``first`` and ``left`` are the columns of the one before it."""
        word, said, keys = self.words_at[right], self.said[right], words("key_label")
        before = [column for column in self.columns if first <= column <= left]
        named = any(is_name(text) for column in before for text in self.said[column])
        return bool(
            word == self.words_at[first]
            or said & words("sequence_label")
            or (named and said & name_labels())
            or self._has_own_title(left, right)
            or (named and said & keys and self._goes_on_alone(first, left, start))
            or (named and word in keys and word in [self.words_at[column] for column in before])
            or (not named and word in keys and self._counts(before))
        )

    def _counts(self, before: list[int]) -> bool:
        """Whether figures stand behind a word that says what rows are about: 县市 | 应复工 beside 来源地 | 占比."""
        is_numbered = self.words_at[before[0]] in words("sequence_label")
        key, *counted = before[1:] if is_numbered else before
        return self.words_at[key] in words("key_label") and any(self._holds_figures(column) for column in counted)

    def _holds_figures(self, column: int) -> bool:
        """Whether a column holds figures for the most part."""
        letters = "".join([self.grid.line(row)[column - 1 : column] for row in self.body_rows]).replace(" ", "")
        return 2 * sum(map(letters.count, "9-")) > len(letters)

    def _has_own_title(self, left: int, right: int) -> bool:
        """Titles of tables side by side stand in one row, one over each; （内部资料） in a corner is none, and labels
        and values are none: 报告单位 | 某局 | 报告期 | 第9周."""
        for row in self.titles:
            before = [letter for column, letter in row.items() if column <= left and letter not in _BESIDE_TITLES]
            behind = any(left < column <= right and letter in _TITLES for column, letter in row.items())
            if len(before) == 1 and before[0] in _TITLES and behind:
                return True
        return False

    def _goes_on_alone(self, first: int, left: int, start: int) -> bool:
        """The rows of one side go on where the other's have ended (one row short may be a name without a return)."""
        rows_left, rows_right = self._filled(first, left), self._filled(start, self.columns[-1])
        return sum(rows_right) > sum(rows_left) or (
            sum(rows_left) > sum(rows_right) + 1 and all(rows_right[: sum(rows_right)])
        )

    def _filled(self, first: int, last: int) -> list[bool]:
        return [bool(self.grid.line(row)[first - 1 : last].strip()) for row in self.body_rows]

    def _says_whose(self, start: int, right: int) -> bool:
        """A table of its own says in words or dates what its rows are about; figures alone belong to the left ones."""
        grid = self.grid
        return any(
            sum(letters) * 2 > len(letters)
            for column in self.words_at.keys() & range(start, self._band_end(right) + 1)
            if (
                letters := [
                    grid.line(row)[column - 1] not in "9-" for row in self.body_rows if column in grid.columns(row)
                ]
            )
        )

    def _band_end(self, first: int) -> int:
        """The last column before the next blank one."""
        last = first
        for column in self.columns[self.columns.index(first) + 1 :]:
            if not all(between in self.used for between in range(last + 1, column + 1)):
                break
            last = column
        return last
