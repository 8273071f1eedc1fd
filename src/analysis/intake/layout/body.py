"""The rows under a header by their fate: data, groups, totals, repeated headers, notes, titles said again."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from analysis.intake.layout.grid import Grid
from analysis.intake.layout.profile import Profile
from analysis.intake.layout.words import words

_IN_BRACKETS = re.compile(r"\(.*?\)")
_SHORT_NAMES = frozenset("th")
_NAMING = frozenset("thH")
_SHORT = 14
_NAMES = frozenset("tahHpre")  # of whom a row tells
_VALUED = frozenset("9yeadc")  # no row of a key below a table holds one of these


@dataclass
class Body:
    """Fates of the rows under a header; ``stop`` is the index of the first row that is not this table's."""

    data: list[int] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    titles: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    group_totals: list[int] = field(default_factory=list)  # 一、都匀市 | 12 | 800: a total that heads its group
    area_rows: list[int] = field(default_factory=list)  # named after the whole area: totals if they stand at an edge
    stop: int = 0
    lists_enterprises: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there are rows to fill in at the most."""
        return not (self.data or self.totals or self.groups or self.repeated)

    def place(self, fate: str, row: int) -> None:
        """Put a row where its fate says."""
        if fate == "repeat":
            self.repeated.append(row)
        elif fate == "group":
            self.groups.append(row)
        else:
            if fate == "area":
                self.area_rows.append(row)
            elif fate == "group total":
                self.group_totals.append(row)
            (self.totals if fate in ("total", "group total") else self.data).append(row)

    def release_said_again(self, grid: Grid, left: int) -> None:
        """Make data of totals that say nothing of their rows: all of them where there are no other rows; those that say
        more than a total's word behind their first, if more than two say the same (Aruba | Population, total), or if
        they say it again in English and are none in Chinese: 社会消费品零售总额 | Total Retail Sales."""
        said = {row: _total_behind(grid, row, left) for row in self.totals}
        said_by = Counter(said.values())
        released = {
            row
            for row, text in said.items()
            if (not self.data and len(said) > 1)
            or (text and (said_by[text] > 2 or text.isascii() > grid.texts(row)[0].isascii()))
        }
        if released:
            self.data = sorted({*self.data, *released})
            self.totals = [row for row in self.totals if row not in released]

    def spread_totals(self, grid: Grid) -> None:
        """Make totals of the rows over which a total's word is merged: 合计 beside 州属 and, in the next row, 县属."""
        spans = (span for row in self.totals for span in grid.spans.get(row, ()))
        below = {
            row
            for top, column, last, _ in spans
            if grid.line(top)[column - 1] == "s"
            for row in range(top + 1, last + 1)
        }
        if moved := below.intersection(self.data):
            self.data = [row for row in self.data if row not in moved]
            self.totals = sorted({*self.totals, *moved})


def settle(grid: Grid, pending: list[int], names: set[int], body: Body, titles: set[tuple[str, ...]]) -> None:
    """Lone texts that turned out to stand inside the body."""
    for row in pending:
        letters = grid.packed(row)
        if tuple(grid.texts(row)) in titles or words("continued").issuperset(grid.texts(row)):
            body.titles.append(row)
        elif row in names:
            body.data.append(row)
        elif len(letters) == 1 and (letters not in "ngd-" or _is_day_at_left(grid, row)):
            body.groups.append(row)
        else:
            body.notes.append(row)


def _is_day_at_left(grid: Grid, row: int) -> bool:
    """Whether a day or a year such as 2018/19 stands in the first column, over the rows it holds for."""
    return grid.packed(row) == "d" and grid.below(row).columns[:1] == grid.columns(row)


def _total_behind(grid: Grid, row: int, left: int) -> str:
    """The text of a total that is more than the word for one, behind a word in the first column; "" for another."""
    line = grid.line(row)
    column = line.find("s") + 1
    if column <= left or line[left - 1] not in _NAMES:
        return ""
    text = grid.text(row, column)
    return "" if _IN_BRACKETS.sub("", text) in words("total") else text  # 小计（3个）


def settle_end(grid: Grid, pending: list[int], names: set[int], body: Body, top: int) -> None:
    """Lone texts under the last row of data, or under the header's last, ``top``, are notes, except names that follow
    at once, two or more short words, a further group that has no rows, and what says the last row again in a second
    language, as below the rows above."""
    known, groups = {grid.packed(row) for row in body.groups}, {*body.groups}
    lone = pending if len(pending) > 1 else ()
    short = {row for row in lone if _is_short_name(grid, row) and _is_below_name(grid, row)}
    last = max([*body.data, *body.totals, *body.groups, *body.repeated], default=top)
    for row in pending:
        letters = grid.packed(row)
        is_name = row in names or (row in short and not short.isdisjoint((row - 1, row + 1)))
        if row == last + 1 and is_name:
            body.data.append(row)
            last = row
        elif row == last + 1 and (
            (letters in known and letters in "or") or _is_label_again(grid, row, body) or {row - 2, row - 4} <= groups
        ):
            body.groups.append(row)
            last = row
        else:
            body.notes.append(row)


def _is_short_name(grid: Grid, row: int) -> bool:
    return grid.packed(row) in _SHORT_NAMES and len(grid.texts(row)[0]) <= _SHORT


def _is_below_name(grid: Grid, row: int) -> bool:
    """Whether a lone word, not of who signs, stands below the first word of the row above, not below a number."""
    is_below = grid.columns(row - 1)[:1] == grid.columns(row) and grid.packed(row - 1)[0] in _NAMING
    return is_below and grid.texts(row)[0] not in words("signature")


def _is_label_again(grid: Grid, row: int, body: Body) -> bool:
    """Whether a lone text labels a row of the body too: % change from year earlier, without its figures yet."""
    columns, cells = grid.columns(row), grid.sheet.value
    label = cells(row, columns[0])
    return len(columns) == 1 and any(cells(other, columns[0]) == label for other in (*body.data, *body.groups))


def release_key(grid: Grid, body: Body, profile: Profile) -> None:
    """What stands apart under a table of figures, a mark and its meaning in a row, is a note: p | provisional."""
    if profile.lists_enterprises or not profile.about.numeric:
        return
    inside = sorted([*body.data, *body.groups])
    count = 0
    while count < len(inside) and _explains(grid, inside[-1 - count], profile):
        count += 1
    last = max([*inside[: len(inside) - count], *body.totals], default=0)
    key = {row for row in inside if row > last}
    if last and key and min(key) > last + 1:
        body.data = [row for row in body.data if row not in key]
        body.groups = [row for row in body.groups if row not in key]
        body.notes = sorted([*body.notes, *key])


def _explains(grid: Grid, row: int, profile: Profile) -> bool:
    """Whether a row of a table of figures is so short, and without any, that it can only explain something."""
    letters = grid.packed(row)
    is_short = len(letters) <= 0.5 * profile.about.typical
    return letters == "tp" or (is_short and _VALUED.isdisjoint(letters))
