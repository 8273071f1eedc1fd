"""Lists with a row for each thing asked (企业名称 | 指标 | 数值): the rows of one enterprise are its form.

Values below several days (企业名称 | 项目 | 2月24日 | 2月25日) are a form each. The enterprise may also be named above
the list (单位详细名称：…), as on the forms of the statistical system. So are two rows of an enterprise, one of what was
before and one of what is now (企业名称 | 时点 | 用工人数 over 震前 | 现在).
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
_ABOUT = frozenset({
    "name", "uscc", "enterprise_id", "county", "town", "park", "industry", "size", "seq", "office", "as_of", "remark",
})  # fmt: skip
_DAY = "日期"
_OF_TITLES = ("as_of", "office", "remark", "seq")  # what titles say is read from them
_MOSTLY = 0.8  # of the different words there have to be headers
_FEWEST = 2


def as_forms(sheet: Sheet, table: Table, matches: Sequence[ColumnMatch], words: Vocabulary) -> Table | None:
    """The table as forms, one an enterprise; None where it is no such list."""
    named = next((match for match in matches if match.field == "name"), None)
    candidates = [match for match in matches if match.field in _ASKED]
    if not (candidates and (named or table.title_rows)):
        return None
    shown = spread_merges(sheet)
    rows = table.data_rows(sheet)
    if not sheet.hidden_rows.isdisjoint(rows):
        return None  # a form has no rows to leave out
    columns = shown.columns([match.column for match in candidates], rows)
    for asked, said in zip(candidates, columns, strict=True):
        if named and _are_times(said, words):
            return replace(table, kind="form", pairs=_then_and_now(shown, rows, named, asked, matches, words))
        if _are_headers(said, words):
            break
    else:
        return None
    above = [] if named else _named_above(sheet, table, words)
    if not (named or above):
        return None
    others = [match for match in matches if match.column > asked.column and match.field not in _ABOUT]
    cells = {match: [shown.value(row, match.column) for row in rows] for match in others}
    units = [match for match in others if are_units(cells[match], words)]
    values = [match for match in others if match not in units and not _are_running(cells[match])]
    values = [match for match in values if not any(means_another(word, words) for word in match.path)]
    by_day = len(values) > 1 and bool(named) and all(match.date and match.field is None for match in values)
    if len(values) != 1 and not by_day:
        return None
    about = _name_first([match for match in matches if match.field in _ABOUT and match.path])
    pairs: list[Pair] = above
    before = None
    for row, label in zip(rows, said, strict=True):
        is_first = bool(named) and (name := shown.value(row, named.column)) != before
        before = name if is_first else before
        unit = next((text for match in units if unit_of(text := str(shown.value(row, match.column)), words)), "")
        for value in values:
            at = value.column if by_day else asked.column
            if is_first:  # each day is a record of its own, whose labels stand in the day's column
                own = ((match.path[-1], match.column) for match in about)
                pairs += [(word, row, at if by_day else column, row, column) for word, column in own]
                pairs += [(_DAY, row, at, *header_cell(sheet, table, value))] if by_day else []
            if isinstance(label, str):
                pairs.append((f"{label}（{unit}）" if unit else label, row, at, row, value.column))
    return replace(table, kind="form", pairs=pairs)


def _are_times(said: Sequence[CellValue], words: Vocabulary) -> bool:
    """Whether every row of a column says whether it is of before or of now, and there are both."""
    texts = {text for text in said if isinstance(text, str)}
    now = {text for text in texts if is_now(text)}
    return (
        None not in said and len(said) > len(texts) > len(now) > 0 and all(is_then(text, words) for text in texts - now)
    )


def _then_and_now(
    shown: Sheet,
    rows: Sequence[int],
    named: ColumnMatch,
    when: ColumnMatch,
    matches: Sequence[ColumnMatch],
    words: Vocabulary,
) -> list[Pair]:
    """A form of what each enterprise's rows say, the numbers with what ``when`` says of them: 震前用工人数. What was
    before and is no number (停产前 | 正常生产) is nothing of now."""
    about = _name_first([match for match in matches if match.field in _ABOUT and match.path])
    others = [match for match in matches if match.field not in _ABOUT and match is not when and match.path]
    pairs: list[Pair] = []
    before = None
    for row in rows:
        time = str(shown.value(row, when.column))
        name = shown.value(row, named.column) or before
        if name != before:
            pairs += [(match.path[-1], row, match.column, row, match.column) for match in about]
        before = name
        for match in others:
            is_number = match.field is not None and words.fields[match.field].is_number
            if is_number or is_now(time):
                label = f"{time}{match.path[-1]}" if is_number else match.path[-1]
                pairs.append((label, row, when.column, row, match.column))
    return pairs


def _are_headers(said: Sequence[object], words: Vocabulary) -> bool:
    """Whether what stands in a column is what headers say."""
    texts = {text for text in said if isinstance(text, str)}
    if not texts or (len(said) < _FEWEST * len(texts) and key(next(iter(texts))) not in words.columns.exact):
        return False  # told at once of nearly all
    if not any(key(text) in words.columns.exact for text in texts):
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


def _name_first(about: Sequence[ColumnMatch]) -> list[ColumnMatch]:
    """The name begins a record."""
    return sorted(about, key=lambda match: match.field != "name")
