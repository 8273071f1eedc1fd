"""Labels of a form and their values: beside them, in the same cell, or under the word of their group."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import lru_cache
from itertools import count

from analysis.intake.layout.grid import Grid
from analysis.intake.layout.letters import letter_of
from analysis.intake.layout.paths import clean_words
from analysis.intake.layout.words import (
    asked_in_pieces,
    asked_words,
    bare_label,
    compared,
    name_labels,
    spellings,
    squeeze,
    words,
)

Pair = tuple[str, int, int, int, int]  # label, its row and column, its value's row and column

_TEXTS = frozenset("tpn")  # what answers a label above it
_NOTE = re.compile("(?:填[表报写])?说明[:：]|备?注[:：]")  # but 填表说明：…
_UNTIL = re.compile(
    r"[(（]?(?:数据)?截[至止][^:：]*\d{1,2}[月.-]\d{1,2}.{0,8}$"
)  # the day that a form speaks of, without a label
_DAY = "截止时间"
_FORM_TITLE = re.compile("[表单卡书]$")
LABELS = frozenset("Hhlg")
WORDS = frozenset("tronTsua")  # a word that is no label by itself is one where most rows have one
_USUAL = 0.5
_LONGEST_FORM = 60  # filled rows
_LONGEST_SECTION = 8
_ITEM = re.compile(r"[(]?\d{1,2}[.、)](?!\d)|[①-⑳]")
_SECTIONS = frozenset("Hhto")
NUMBERED = re.compile(r"^[一二三四五六七八九十]{1,3}[、.](?=.)")  # 一、企业名称
_SIGNS = re.compile(r"[()（）\[\]【】]")
_HINT = re.compile(r"(?<=.)\([^()]*\)$")
_WHO = frozenset({"规上企业", "规下企业", "规模以上企业", "重点企业"})
_BRACKETS = re.compile(r"(?<=.)\([^()]*\)|(?<=[名全]称)[及和与、].*")  # 企业(单位)名称, 企业名称(全称), 企业名称及电话

# A colon inside brackets or behind 其中 is no end of a label: 产值(单位:万元), 其中:本地人数.
# Nor is that of a clock: 截至3月22日18:00.
_CLOCK = r"(?:(?<=[日号\s]\d)|(?<=[日号\s]\d\d)):(?=\d\d)"
_LABELLED = re.compile(rf"((?:其中:)?(?:\([^()]*\)|[^:(]|{_CLOCK})*)(?::(.*))?$", re.DOTALL)


def told_as(asked: str, label: str) -> str:
    """A label that nobody knows as what it asks for, its own words in brackets but for theirs: 企业名称(受访者)."""
    return f"{asked}({_SIGNS.sub('', label)})"


@lru_cache(1 << 14)
def split_label(text: str) -> tuple[str, str]:
    """Label and value in `企业名称：xxx`; the value is '' in `企业名称：` and `企业名称`."""
    found = _LABELLED.match(squeeze(text))
    label, value = found.groups() if found else (squeeze(text), None)
    return bare_label(NUMBERED.sub("", label)), (value or "").strip()


def find_sections(grid: Grid) -> tuple[int, dict[int, str]]:
    """The column of the words that head groups of labels, merged downwards beside them (基本情况 | 企业名称 | ...), and
    the rows of these groups with their words."""
    down = [merge for merge in grid.sheet.merges if merge[0] < merge[2]]
    if not down:
        return _sections_said_once(grid)
    column, end = min([first for _, first, _, _ in down]), len(grid.letters)
    groups = [range(top, min(bottom, end) + 1) for top, first, bottom, last in down if first == last == column]
    tops = {row: rows[0] for rows in groups for row in rows}
    asking = {row for row in tops if grid.line(row)[column : column + 1] in LABELS}
    if 2 * len(asking) < len(grid.filled):  # a group or two among other labels: one has a label in each of its rows
        asking = {row for rows in groups if asking.issuperset(rows) for row in rows}
    return column, {row: grid.text(tops[row], column) for row in asking}


def _sections_said_once(grid: Grid) -> tuple[int, dict[int, str]]:
    """The same where the merges are lost: a word in the first column, blanks below it, and labels beside them all."""
    if not grid.filled or len(grid.filled) > _LONGEST_FORM or grid.last_column < 3:
        return 0, {}
    filled = [grid.sheet.rows[row - 1] for row in grid.filled]
    column = next(at for at in count(1) if any([cells[at - 1 : at] not in ([], [None]) for cells in filled]))
    asking = {shape for shape in grid.kinds if shape.line[column : column + 1] in LABELS}
    rows = grid.rows_of(asking)
    said = {row: text for row in rows if (text := grid.text(row, column))}
    if not said or len(said) == len(rows) or 2 * len(rows) < len(grid.filled) or rows[0] not in said:
        return 0, {}
    if any(len(text) > _LONGEST_SECTION or letter_of(text) not in _SECTIONS for text in said.values()):
        return 0, {}
    return column, {row: said[max(top for top in said if top <= row)] for row in rows}


@lru_cache(1 << 14)
def asks_for_name(label: str) -> bool:
    """Whether a label asks for the enterprise's name."""
    label = _BRACKETS.sub("", label.lower())
    is_known = label.endswith(tuple(words("name_ending"))) or not name_labels().isdisjoint(spellings(label))
    return is_known or (label.isascii() and asked_in_pieces(label) == "name")


def may_ask_for_name(label: str) -> bool:
    """Whether a label beside an enterprise may ask for its name: a word that nobody knows, or 规上企业."""
    return label in _WHO or label not in asked_words()


def without_hint(label: str) -> str:
    """A label or name without the bracket behind it."""
    return _HINT.sub("", label) if label[-1:] == ")" else label


def is_enterprise(name: str) -> bool:
    """Whether a text is an enterprise's name, a bracket behind it or not: 某厂（一分厂）."""
    return letter_of(without_hint(compared(name))) == "e"


@lru_cache(1 << 12)
def labels_of(line: str) -> list[int]:
    """The columns of the labels in a row of letters; not to be changed."""
    return [column for column, letter in enumerate(line, 1) if letter in LABELS]


def find_pairs(grid: Grid, rows: list[int]) -> list[Pair]:
    """The labels of a form's rows with their values, in reading order."""
    found = []
    known = Counter([column for row in rows for column in labels_of(grid.line(row))])
    usual = {column for column, count in known.items() if count >= _USUAL * len(rows)}
    _, sections = find_sections(grid)
    answers: set[int] = set()  # rows that hold nothing else
    for row in rows:
        if row in answers:
            continue
        taken, line, cells = 0, grid.line(row), grid.sheet.rows[row - 1]
        is_alone = grid.shapes[row - 1].size == 1
        if is_alone and (column := grid.columns(row)[0]) and _is_day_of_form(line, cells, column, row, found):
            found.append((_DAY, row, column, row, column))
            continue
        below = texts_below(grid, row) if is_alone else []
        for column in grid.columns(row):
            letter = line[column - 1]
            may_ask = letter in LABELS or (letter == "o" and below)
            may_ask = may_ask or (column in usual and (letter in WORDS or (letter == "p" and not is_alone)))
            if column <= taken or not may_ask:
                continue
            label, value = split_label(str(cells[column - 1]))
            if value:
                found.append((label, row, column, row, column))
                continue
            if below:
                asked = clean_words(label)
                answers.update([answer for answer, _ in below])
                found += [
                    (f"{asked}{number}" if number > 1 else asked, row, column, *cell)
                    for number, cell in enumerate(below, start=1)
                ]
                continue
            beside = _value_column(grid, row, column, usual)
            if (
                column not in usual
                and beside in usual
                and line[beside - 1 : beside] in LABELS
                and line[beside:].strip()
            ):
                continue  # 困难 | 存在困难 | 缺煤, where labels stand in the second column
            found.append((_in_section(clean_words(label), sections.get(row, "")), row, column, row, beside))
            taken = beside
    return found


def _is_day_of_form(line: str, cells: list, column: int, row: int, found: list[Pair]) -> bool:
    """Whether what stands alone in a row is the day a form speaks of: 截至2月25日24时, or a day right below a title."""
    is_titled = found and found[-1][1] == row - 1 and _FORM_TITLE.search(found[-1][0])
    return bool(_UNTIL.match(str(cells[column - 1])) or (is_titled and line[column - 1] == "d"))


def fills_row(grid: Grid, row: int, column: int) -> bool:
    """Whether a cell is merged over all columns from its own on, so that no answer has room beside it."""
    width = grid.width(row, column)
    return width > 1 and column + width > grid.last_column


def texts_below(grid: Grid, row: int) -> list[tuple[int, int]]:
    """The cells of the texts that answer a label that alone stands in its row: the one below it, and those that go on
    numbered (1.缺料 over 2.缺口罩)."""
    cells: list[tuple[int, int]] = []
    for below in range(row + 1, len(grid.letters) + 1):
        if grid.shapes[below - 1].size != 1 or grid.packed(below) not in _TEXTS:
            break
        [column] = grid.columns(below)
        text = grid.text(below, column)
        if _NOTE.match(text) or _UNTIL.match(text) or (cells and not _ITEM.match(text)):
            break
        cells.append((below, column))
    return cells


def _in_section(label: str, section: str) -> str:
    """A label together with the word of its group where a header may be called so (时间 in 复工情况 is 复工时间), and
    below that word where it alone is asked nowhere: 困难诉求:用工方面."""
    whole = section.removesuffix("情况") + label
    if not section or whole in asked_words():
        return whole
    return label if label.lower() in asked_words() else f"{section}:{label}"


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


def split_records(pairs: list[Pair]) -> list[dict[str, Pair]]:
    """One dict per filled form, label -> the first pair that has it: from a label that asks for the name, down and
    right to the next such label. A title over a name, and what stands between them, is of the form below it."""
    names = [pair for pair in pairs if asks_for_name(pair[0])]
    first = without_hint(names[0][0]) if names else ""
    starts = [(row, column) for label, row, column, _, _ in names if first in spellings(without_hint(label))]
    columns: dict[int, list[int]] = {}  # of the names, by their row
    for row, column in sorted(starts):
        columns.setdefault(row, []).append(column)
    tops = list(columns)
    begins = _tops_with_titles(pairs, tops)
    records: dict[tuple[int, int], dict[str, Pair]] = {start: {} for start in starts or [(0, 0)]}
    for pair in pairs:
        label, row, column, _, _ = pair
        record = next(iter(records.values()))
        if len(records) > 1:
            # what stands above the first name on a form (seq, date) belongs to the form below it
            top = tops[max(0, bisect_right(begins, row) - 1)]
            left = columns[top][max(0, bisect_right(columns[top], column) - 1)]
            record = records[top, left]
        record.setdefault(label, pair)
    return [record for record in records.values() if record]


def _tops_with_titles(pairs: list[Pair], tops: list[int]) -> list[int]:
    """Where each form begins: at its name (``tops``), or at the title that stands with nothing but filled rows between
    them: 企业复工登记表, 填报日期, 企业名称."""
    filled = {row for _, label_row, _, row, _ in pairs for row in (label_row, row)}
    titles = {row for label, row, *_ in pairs if _FORM_TITLE.search(label)}
    begins = []
    for above, top in zip([0, *tops], tops, strict=False):
        begin = top
        while begin - 1 in filled and begin - 1 > above and begin not in titles:
            begin -= 1
        begins.append(begin if begin in titles else top)
    return begins
