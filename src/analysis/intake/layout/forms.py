"""Key-value forms: labels left of their values, above them, or in the same cell (企业名称：xxx)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from analysis.intake.layout.columns import is_number_row
from analysis.intake.layout.grid import Grid
from analysis.intake.layout.paths import clean_words
from analysis.intake.layout.words import asked_words, bare_label, spellings, squeeze, words
from analysis.intake.sheet import CellValue

Pair = tuple[str, int, int, int, int]  # label, its row and column, its value's row and column


class Form(NamedTuple):
    """A form found in a sheet: the filled rows of, above and below it, and its labels with their values."""

    rows: list[int]
    first_column: int
    last_column: int
    pairs: list[Pair]
    above: list[int]
    below: list[int]

    @classmethod
    def of(cls, grid: Grid, rows: list[int], pairs: list[Pair], above: list[int], below: list[int]) -> Form:
        columns = grid.used(rows).union([pair[4] for pair in pairs])
        return cls(rows, min(columns), max(columns), pairs, above, below)


_LABELS = frozenset("Hhlg")
_WORDS = frozenset("tronTsua")  # a word that is no label by itself is one where most rows have one
_ASKING = _LABELS | _WORDS
_USUAL = 0.5
_LONGEST_LABEL = 24
_SHORT = 100  # filled rows of a sheet whose form is remembered
_HINT = re.compile(r"(?<=.)\([^()]*\)$")
_IN_A_ROW = re.compile("[Hh]{3}")

# Sheets filled in by many enterprises differ in their answers only: letters, merges and labels -> the form.
_KNOWN: dict[tuple, Form | None] = {}
_MOST_KNOWN = 512

# A colon inside brackets is no end of a label: 产值(单位:万元).
_LABELLED = re.compile(r"((?:\([^()]*\)|[^:(])*)(?::(.*))?$", re.DOTALL)


@lru_cache(1 << 14)
def split_label(text: str) -> tuple[str, str]:
    """Label and value in `企业名称：xxx`; the value is '' in `企业名称：` and `企业名称`."""
    found = _LABELLED.match(squeeze(text))
    label, value = found.groups() if found else (squeeze(text), None)
    return bare_label(label), (value or "").strip()


def find_form(grid: Grid) -> Form | None:
    """The form of a sheet that is filled in label by label; None where it is no form. Not to be changed."""
    bare = _with_remarks(_without_sections(grid))
    able = {shape for shape in bare.kinds if shape.size and _may_start(shape.packed)}
    starting = sum([shape in able for shape in bare.shapes]) if able else 0
    if starting < 2:
        return None
    if len(grid.filled) > min(_SHORT, 2 * starting):
        return _read_form(grid, bare)
    look = (tuple(grid.letters), tuple(grid.sheet.merges), _may_be_labels(bare))
    if look not in _KNOWN:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[look] = _read_form(grid, bare)
    return _KNOWN[look]


def _sections(grid: Grid) -> tuple[int, dict[int, str]]:
    """The column of the words that head groups of labels, merged downwards beside them (基本情况 | 企业名称 | ...), and
    the rows of these groups with their words."""
    down = [merge for merge in grid.sheet.merges if merge[0] < merge[2]]
    if not down:
        return 0, {}
    column, end = min([first for _, first, _, _ in down]), len(grid.letters)
    groups = [range(top, min(bottom, end) + 1) for top, first, bottom, last in down if first == last == column]
    tops = {row: rows[0] for rows in groups for row in rows}
    asking = {row for row in tops if grid.line(row)[column : column + 1] in _LABELS}
    if 2 * len(asking) < len(grid.filled):  # a group or two among other labels: one has a label in each of its rows
        asking = {row for rows in groups if asking.issuperset(rows) for row in rows}
    return column, {row: grid.text(tops[row], column) for row in asking}


def _without_sections(grid: Grid) -> Grid:
    """A sheet without the words that head groups of labels."""
    column, rows = _sections(grid)
    if not rows:
        return grid
    lines = [
        f"{line[: column - 1]} {line[column:]}" if row in rows else line for row, line in enumerate(grid.letters, 1)
    ]
    return Grid(grid.sheet, lines, grid.first_column, grid.last_column)


def _with_remarks(grid: Grid) -> Grid:
    """A sheet in which 备注： or 备注说明 with nothing behind is a label; below a list it begins a note."""
    lines = [
        line.replace("n", "l", 1) if "n" in line and _is_remark(grid, row, line.index("n") + 1) else line
        for row, line in enumerate(grid.letters, 1)
    ]
    return grid if lines == grid.letters else Grid(grid.sheet, lines, grid.first_column, grid.last_column)


def _is_remark(grid: Grid, row: int, column: int) -> bool:
    text = grid.text(row, column)
    return text in words("note") or (text.endswith(":") and _is_bare(grid, row, column))


def _may_be_labels(grid: Grid) -> tuple[CellValue, ...]:
    """The cells by whose words a form is read: those in columns with labels that are no plain answers."""
    columns = set().union(*map(_labels_of, grid.letters))
    lines = zip(grid.sheet.rows, grid.letters, strict=True)
    return tuple([cells[column - 1] for cells, line in lines for column in _words_of(line) if column in columns])


def _read_form(grid: Grid, bare: Grid) -> Form | None:
    """``bare``: the sheet without the words that head groups of labels."""
    rows, names = _form_rows(bare)
    if not rows:
        return None
    first, last = _extent(bare, rows, names)
    inside = [row for row in grid.filled if first <= row <= last]
    above, below = [row for row in grid.filled if row < first], [row for row in grid.filled if row > last]
    return Form.of(grid, inside, _pairs(bare, inside), above, below)


def _form_rows(grid: Grid) -> tuple[list[int], list[tuple[int, int]]]:
    """The rows that begin with a label and the labels that ask for the enterprise's name; no rows where it is no
    form."""
    rows = [row for row in grid.filled if _starts_with_label(grid, row)]
    if len(rows) < 2:
        return [], []
    is_row = set(rows)
    inside = [
        row
        for row in grid.filled
        if row >= rows[0] and (row in is_row or (grid.shapes[row - 1].size > 1 and set(grid.packed(row)) != {"T"}))
    ]  # without the titles of forms side by side
    if len(rows) < 0.7 * len(inside):
        return [], []
    column, grouped = _sections(grid)
    starts = Counter([column if row in grouped else grid.columns(row)[0] for row in rows])
    counts = [len(_labels_of(grid.line(row))) for row in rows]
    adjacent = sum([_is_header_like(grid.line(row)) for row in inside])
    together = max(starts.values()) >= 0.7 * len(rows)
    if not together or len(rows) + sum(counts) < 6 or max(counts) > 6 or adjacent > 0.2 * len(inside):
        return [], []
    if any(is_number_row(grid, row) for row in grid.filled if row > rows[0]):
        return [], []  # 指标名称 | 计量单位 | 本月 over 甲 | 乙 | 1: a list below its labels
    names = _name_cells(grid, rows)
    is_form = any(_has_room(grid, *cell) and not _heads_column(grid, *cell) for cell in names)
    return (rows, names) if is_form else ([], [])


def _extent(grid: Grid, rows: list[int], names: list[tuple[int, int]]) -> tuple[int, int]:
    """First and last row that holds a label; what says who filled it in, and when, stands above: 填报单位：某局.

    ``rows`` and ``names`` as ``_form_rows`` gives them.
    """
    top = next((row for row, column in names if _is_bare(grid, row, column)), rows[0])
    inside = [
        row for row in rows if row >= top or any(_is_bare(grid, row, column) for column in _labels_of(grid.line(row)))
    ]
    return inside[0], inside[-1]


def _starts_with_label(grid: Grid, row: int) -> bool:
    return _may_start(grid.packed(row)) and (
        len(split_label(grid.text(row, grid.columns(row)[0]))[0]) <= _LONGEST_LABEL
    )


@lru_cache(1 << 12)
def _may_start(letters: str) -> bool:
    """A label first, or answers to tick, each with its box beside it: 已复工 | √ | 部分复工 | | 未复工."""
    offers = letters[0] == "a" and set(letters) <= set("aHh-") and len(letters.replace("-", "")) > 1
    return offers or letters[0] in _LABELS


@lru_cache(1 << 12)
def _labels_of(line: str) -> list[int]:
    """The columns of the labels in a row of letters; not to be changed."""
    return [column for column, letter in enumerate(line, 1) if letter in _LABELS]


@lru_cache(1 << 12)
def _words_of(line: str) -> list[int]:
    """The columns of what may be labels in a row of letters; not to be changed."""
    return [column for column, letter in enumerate(line, 1) if letter in _ASKING]


def _name_cells(grid: Grid, rows: list[int]) -> list[tuple[int, int]]:
    """The labels that ask for the enterprise's name, in reading order."""
    return [
        (row, column)
        for row in rows
        for column in _labels_of(grid.line(row))
        if asks_for_name(split_label(grid.text(row, column))[0])
    ]


@lru_cache(1 << 14)
def asks_for_name(label: str) -> bool:
    """Whether a label asks for the enterprise's name."""
    return not words("name_label").isdisjoint(spellings(_without_hint(label.lower())))


def _without_hint(label: str) -> str:
    return _HINT.sub("", label) if label[-1:] == ")" else label


def _is_bare(grid: Grid, row: int, column: int) -> bool:
    """Whether a label's cell holds no value of its own."""
    return not split_label(grid.text(row, column))[1]


def _heads_column(grid: Grid, row: int, column: int) -> bool:
    """Whether the enterprise stands below the word that asks for it, and not beside it: a list of one or two."""
    below = grid.line(row + 1)[column - 1 : column] if row < len(grid.letters) else ""
    return below == "e" and grid.line(row)[column : column + 1] != "e"


def _has_room(grid: Grid, row: int, column: int) -> bool:
    """Beside a form's label stands its value or room for one; beside a list's header the next header."""
    if not _is_bare(grid, row, column):
        return True
    beside = column + grid.width(row, column)
    line = grid.line(row)
    letter = line[beside - 1] if beside <= len(line) else " "
    return letter not in "Hhlg"


@lru_cache(1 << 12)
def _is_header_like(line: str) -> bool:
    """Three labels with nothing between them, and nothing but words beside them: a list's header."""
    return line.strip("Hhust ") == "" and _IN_A_ROW.search(line) is not None


def _pairs(grid: Grid, rows: list[int]) -> list[Pair]:
    """The labels of a form's rows with their values, in reading order."""
    found = []
    known = Counter([column for row in rows for column in _labels_of(grid.line(row))])
    usual = {column for column, count in known.items() if count >= _USUAL * len(rows)}
    _, sections = _sections(grid)
    for row in rows:
        taken, line, cells = 0, grid.line(row), grid.sheet.rows[row - 1]
        for column in grid.columns(row):
            letter = line[column - 1]
            if column <= taken or not (letter in _LABELS or (letter in _WORDS and column in usual)):
                continue
            label, value = split_label(str(cells[column - 1]))
            if not label:
                continue
            if value:
                found.append((label, row, column, row, column))
                continue
            beside = _value_column(grid, row, column, usual)
            found.append((_in_section(clean_words(label), sections.get(row, "")), row, column, row, beside))
            taken = beside
    return found


def _in_section(label: str, section: str) -> str:
    """A label together with the word of its group where a header may be called so: 时间 in 复工情况 is 复工时间."""
    whole = section.removesuffix("情况") + label
    return whole if section and whole in asked_words() else label


def _value_column(grid: Grid, row: int, column: int, labels: set[int]) -> int:
    """The first filled cell behind a label, if it stands before the next label; else the cell beside the label.

    ``labels``: the columns in which most rows have a label.
    """
    beside = column + grid.width(row, column)
    line = grid.line(row)
    for behind in range(beside, min(len(line), beside + 3) + 1):
        letter = line[behind - 1]
        if letter != " ":
            return behind if behind == beside or not (letter in "Hhlg" or behind in labels) else beside
    return beside


def split_records(pairs: list[Pair]) -> list[dict[str, tuple[int, int]]]:
    """One dict per filled form, label -> cell of its value: from a label that asks for the name, down and right to the
    next such label."""
    names = [pair for pair in pairs if asks_for_name(pair[0])]
    if not names:
        return [{label: (row, column) for label, _, _, row, column in pairs}] if pairs else []
    first = _without_hint(names[0][0])
    starts = [(row, column) for label, row, column, _, _ in names if first in spellings(_without_hint(label))]
    if len(starts) == 1:
        record: dict[str, tuple[int, int]] = {}
        for label, _, _, row, column in pairs:
            record.setdefault(label, (row, column))
        return [record]
    columns: dict[int, list[int]] = {}  # of the names, by their row
    for row, column in sorted(starts):
        columns.setdefault(row, []).append(column)
    tops = list(columns)
    records: dict[tuple[int, int], dict[str, tuple[int, int]]] = {start: {} for start in starts}
    for label, row, column, value_row, value_column in pairs:
        # what stands above the first name on a form (seq, date) belongs to the form below it
        top = tops[max(0, bisect_right(tops, row) - 1)]
        left = columns[top][max(0, bisect_right(columns[top], column) - 1)]
        records[top, left].setdefault(label, (value_row, value_column))
    return [record for record in records.values() if record]
