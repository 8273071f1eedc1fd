"""Lists with a row for each thing asked (企业名称 | 指标 | 数值): the rows of one enterprise are its form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.intake.headers.column import ColumnMatch, match_path
from analysis.intake.headers.words import unit_of
from analysis.intake.layout.pairs import Pair
from analysis.intake.locate import Table, spread_merges
from analysis.intake.sheet import Sheet
from analysis.vocabulary import Vocabulary, key

# What the header over the things asked may be taken for, and of what a list says who it is about.
_ASKED = (None, "project_name")
_ABOUT = frozenset({
    "name", "uscc", "enterprise_id", "county", "town", "park", "industry", "size", "seq", "office", "as_of", "remark",
})  # fmt: skip
_MOSTLY = 0.8  # of the different words there have to be headers
_FEWEST = 2


def as_forms(sheet: Sheet, table: Table, matches: Sequence[ColumnMatch], words: Vocabulary) -> Table | None:
    """The table as forms, one an enterprise; None where it is no such list."""
    named = next((match for match in matches if match.field == "name"), None)
    candidates = [match for match in matches if match.field in _ASKED] if named else []
    if not candidates:
        return None
    shown = spread_merges(sheet)
    apart = {*table.group_rows, *table.total_rows, *table.note_rows, *table.repeated_header_rows}
    rows = [row for row in range(table.first_row, table.last_row + 1) if row not in apart and sheet.rows[row - 1]]
    if not sheet.hidden_rows.isdisjoint(rows):
        return None  # a form has no rows to leave out
    for asked in candidates:
        said = [shown.value(row, asked.column) for row in rows]
        if _are_headers(said, words):
            break
    else:
        return None
    others = [match for match in matches if match.column > asked.column and match.field not in _ABOUT]
    units = [match for match in others if _are_units([shown.value(row, match.column) for row in rows], words)]
    values = [match for match in others if match not in units]
    if len(values) != 1:
        return None
    about = [match for match in matches if match.field in _ABOUT and match.path]
    pairs: list[Pair] = []
    before = None
    for row, label in zip(rows, said, strict=True):
        if (name := shown.value(row, named.column)) != before:
            pairs += [(match.path[-1], row, match.column, row, match.column) for match in _name_first(about)]
            before = name
        unit = next((text for match in units if (text := shown.value(row, match.column))), "")
        if isinstance(label, str):
            text = f"{label}（{unit}）" if unit else label
            pairs.append((text, row, asked.column, row, values[0].column))
    return replace(table, kind="form", pairs=pairs)


def _are_headers(said: Sequence[object], words: Vocabulary) -> bool:
    """Whether what stands in a column is what headers say."""
    first = next((text for text in said if text is not None), None)
    if not isinstance(first, str) or key(first) not in words.columns.exact:
        return False  # told at once of nearly all
    texts = {text for text in said if isinstance(text, str)}
    known = {match.field for text in texts if (match := match_path(1, (text,), words)).field and match.field != "name"}
    return len(known) >= _FEWEST and len(known) >= _MOSTLY * len(texts)


def _are_units(said: Sequence[object], words: Vocabulary) -> bool:
    texts = [text for text in said if text is not None]
    return bool(texts) and all(isinstance(text, str) and unit_of(text, words) for text in texts)


def _name_first(about: Sequence[ColumnMatch]) -> list[ColumnMatch]:
    """The name begins a record."""
    return sorted(about, key=lambda match: match.field != "name")
