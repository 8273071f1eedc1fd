"""Lists with a row for each thing asked (企业名称 | 指标 | 数值): the rows of one enterprise are its form.

Values below several days (企业名称 | 项目 | 2月24日 | 2月25日) are a form each. The enterprise may also be named above
the list (单位详细名称：…), as on the forms of the statistical system. So are two rows of an enterprise, one of what was
before and one of what is now (企业名称 | 时点 | 用工人数 over 震前 | 现在, 上周 | 本周).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.intake.headers.beside import is_now, is_then
from analysis.intake.headers.column import ColumnMatch, match_path
from analysis.intake.headers.others import means_another
from analysis.intake.headers.words import unit_of
from analysis.intake.layout.pairs import Pair, split_label
from analysis.intake.locate import Table, spread_merges
from analysis.intake.parts.public_columns import header_cell
from analysis.intake.sheet import CellValue, Sheet
from analysis.vocabulary import Vocabulary, key

# What the header over the things asked may be taken for, and of what a list says who it is about.
_ASKED = (None, "project_name", "four_category")
_WHEN = ("as_of", "period_name")  # and that over 上周 and 本周
_ABOUT = frozenset({
    "name", "uscc", "enterprise_id", "county", "town", "park", "industry", "size", "seq", "office", "as_of", "remark",
})  # fmt: skip
_THINGS_ASKED = frozenset({"指标", "指标名称", "调度指标", "填报项目", "调查项目", "item", "indicator", "question"})
_DAY, _NAME = "日期", "企业名称"
_OF_TITLES = ("as_of", "office", "remark", "seq")  # what titles say is read from them
_MOSTLY = 0.8  # of the different words there have to be headers
_FEWEST = 2


def as_forms(sheet: Sheet, table: Table, matches: Sequence[ColumnMatch], words: Vocabulary) -> Table | None:
    """The table as forms, one an enterprise; None where it is no such list."""
    candidates = [match for match in matches if match.field in (*_ASKED, *_WHEN) or _asks_things(match)]
    is_named = any(match.field == "name" for match in matches)
    if not (candidates and (is_named or table.title_rows)):
        return None
    listed = _Listed(sheet, table, matches, words)
    if not sheet.hidden_rows.isdisjoint(listed.rows):
        return None  # a form has no rows to leave out
    for asked in candidates:
        said = listed.cells(asked)
        if is_named and _are_times(said, words):
            pairs = listed.then_and_now(asked)
        elif asked.field not in _WHEN and _are_headers(said, words, is_told=_asks_things(asked)):
            pairs = listed.answers(asked)
        else:
            continue
        return replace(table, kind="form", pairs=pairs) if pairs else None
    return None


def _label(match: ColumnMatch) -> str:
    """A column's header as a label; of names that only what stands in the column tells, what asks for them."""
    return _NAME if match.field == "name" and match.rules else match.path[-1]


def _asks_things(match: ColumnMatch) -> bool:
    return bool(match.path) and key(match.path[-1]) in _THINGS_ASKED


class _Listed:
    """A list that may be forms. What it makes of its rows are labels with the cells of their answers."""

    def __init__(self, sheet: Sheet, table: Table, matches: Sequence[ColumnMatch], words: Vocabulary):
        self.sheet, self.table, self.matches, self.words = sheet, table, matches, words
        self.shown, self.rows = spread_merges(sheet), table.data_rows(sheet)
        self.named = next((match for match in matches if match.field == "name"), None)
        about = [match for match in matches if match.field in _ABOUT and match.path]
        self.about = sorted(about, key=lambda match: match.field != "name")  # the name begins a record

    def cells(self, match: ColumnMatch) -> list[CellValue]:
        """What stands in a column, merges spread, one a row."""
        return [self.shown.value(row, match.column) for row in self.rows]

    def _begins(self) -> list[bool]:
        """Whether each row is the first of an enterprise's; a blank name is that of the row above."""
        found, before = [], None
        for name in self.cells(self.named) if self.named else [None] * len(self.rows):
            found.append(name is not None and name != before)
            before = before if name is None else name
        return found

    def then_and_now(self, when: ColumnMatch) -> list[Pair]:
        """The numbers of each row with what ``when`` says of them: 震前用工人数. What was before and is no number is
        nothing of now: 震前 | 正常生产."""
        others = [match for match in self.matches if match.field not in _ABOUT and match is not when and match.path]
        pairs: list[Pair] = []
        for row, is_first, time in zip(self.rows, self._begins(), map(str, self.cells(when)), strict=True):
            if is_first:
                about = [match for match in self.about if match is not when]
                pairs += [(_label(match), row, match.column, row, match.column) for match in about]
            for match in others:
                is_number = match.field is not None and self.words.fields[match.field].is_number
                if is_number or is_now(time):
                    label = f"{time}{match.path[-1]}" if is_number else match.path[-1]
                    if is_now(time) and match_path(match.column, (label,), self.words).field is None:
                        label = match.path[-1]
                    pairs.append((label, row, when.column, row, match.column))
        return pairs

    def answers(self, asked: ColumnMatch) -> list[Pair]:
        """What each row asks for with the value behind it, or with that of each day; none where no column, or more
        than one, gives values."""
        above = [] if self.named else _named_above(self.sheet, self.table, self.words)
        values, units = self._values_behind(asked)
        by_day = len(values) > 1 and bool(self.named) and all(match.date and match.field is None for match in values)
        if not (self.named or above) or (len(values) != 1 and not by_day):
            return []
        pairs: list[Pair] = above
        for row, is_first, label in zip(self.rows, self._begins(), self.cells(asked), strict=True):
            stated = (str(self.shown.value(row, match.column)) for match in units)
            unit = next((text for text in stated if unit_of(text, self.words)), "")
            for value in values:
                at = value.column if by_day else asked.column
                if is_first:  # each day is a record of its own, whose labels stand in the day's column
                    own = ((_label(match), match.column) for match in self.about)
                    pairs += [(word, row, at if by_day else column, row, column) for word, column in own]
                    pairs += [(_DAY, row, at, *header_cell(self.sheet, self.table, value))] if by_day else []
                if isinstance(label, str):
                    pairs.append((f"{label}（{unit}）" if unit else label, row, at, row, value.column))
        return pairs

    def _values_behind(self, asked: ColumnMatch) -> tuple[list[ColumnMatch], list[ColumnMatch]]:
        """The columns behind what is asked that give values of now, and those of units."""
        others = [match for match in self.matches if match.column > asked.column and match.field not in _ABOUT]
        cells = {match: self.cells(match) for match in others}
        units = [match for match in others if are_units(cells[match], self.words)]
        values = [match for match in others if match not in units and not _are_running(cells[match])]
        return [m for m in values if not any(means_another(word, self.words) for word in m.path)], units


def _are_times(said: Sequence[CellValue], words: Vocabulary) -> bool:
    """Whether every row of a column says whether it is of before or of now, and there are both."""
    texts = {text for text in said if isinstance(text, str)}
    now = {text for text in texts if is_now(text)}
    both = None not in said and len(said) > len(texts) > len(now) > 0
    return both and all(is_then(text, words) for text in texts - now)


def _are_headers(said: Sequence[object], words: Vocabulary, is_told: bool) -> bool:
    """Whether what stands in a column is what headers say; ``is_told``: its own header says that things are asked."""
    texts = {text for text in said if isinstance(text, str)}
    if not texts or (len(said) < _FEWEST * len(texts) and key(next(iter(texts))) not in words.columns.exact):
        return False  # told at once of nearly all
    if not is_told and not any(key(text) in words.columns.exact for text in texts):
        return False  # nor are all of them words that only pieces explain
    known = {match.field for text in texts if (match := match_path(1, (text,), words)).field and match.field != "name"}
    return len(known) >= _FEWEST and len(known) >= _MOSTLY * len(texts)


def are_units(said: Sequence[object], words: Vocabulary) -> bool:
    """Whether units stand in a column, and nothing else."""
    missing = words.marks["missing"]
    if any(str(text) not in missing for text in said if text is not None and not isinstance(text, str)):
        return False  # told at the first number
    texts = {text for text in said if isinstance(text, str) and text.strip() not in missing}
    return bool(texts) and all(unit_of(text, words) for text in texts)


def _are_running(said: Sequence[object]) -> bool:
    """Whether the rows are numbered in a column: 01 02 03."""
    texts = [str(text).strip().removesuffix(".0") for text in said]
    if not all(map(str.isdecimal, texts)):
        return False
    numbers = [int(text) for text in texts]
    return len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _named_above(sheet: Sheet, table: Table, words: Vocabulary) -> list[Pair]:
    """The labels above a list that say who it is about, the name first; none where no name is given."""
    found: dict[str, Pair] = {}
    for row in table.title_rows:
        for column, cell in enumerate(sheet.rows[row - 1], start=1):
            label, value = split_label(cell) if isinstance(cell, str) else ("", "")
            field = match_path(1, (label,), words).field if value else None
            if field in _ABOUT and field not in _OF_TITLES:
                found.setdefault(field, (label, row, column, row, column))
    return [found.pop("name"), *found.values()] if "name" in found else []
