"""Days whose year, month and day stand in columns of their own (复工时间 over 月 | 日) become one column."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from analysis.intake.headers.column import ColumnMatch, match_path
from analysis.intake.sheet import CellError, CellValue
from analysis.vocabulary import Vocabulary, key

_PARTS = ("年", "月", "日")


def mark_parts(matches: list[ColumnMatch], words: Vocabulary) -> list[ColumnMatch]:
    """The columns of years and days beside one of months, each with the field of that column and what it is as code.

    Where nothing is merged, the word above stands over the first of them alone.
    """
    found, lasts = list(matches), [_last(match) for match in matches]
    for first in [place for place, last in enumerate(lasts) if last in _PARTS[:2]]:
        match = matches[first]
        above, run = match.path[:-1], [first]
        while (after := run[-1] + 1) < len(matches) and _goes_on(matches[run[-1]], matches[after], above):
            run.append(after)
        named = [lasts[place] for place in run]
        if above and named in (["月", "日"], ["年", "月", "日"]):
            asked = match_path(match.column, above, words)
            if asked.field is not None and words.fields[asked.field].kind == "date":
                for place, part in zip(run, named, strict=True):
                    code = "" if part == "月" else part
                    told = matches[place]._replace(field=asked.field, code=code, rules=(), suggestion="")
                    found[place] = told._replace(path=(*above, part))
    return found


def join_parts(
    columns: Sequence[ColumnMatch], cells: Sequence[Sequence[CellValue]]
) -> tuple[list[ColumnMatch], list[Sequence[CellValue]]]:
    """The columns, and their cells, without those of years and days: these are told in the column of the month."""
    joined: list[Sequence[CellValue]] = []
    kept = [place for place, match in enumerate(columns) if match.code not in _PARTS]
    if len(kept) == len(columns):
        return list(columns), list(cells)
    for place in kept:
        beside = {at: columns[at].code for at in (place - 1, place + 1) if 0 <= at < len(columns)}
        own = {code: cells[at] for at, code in beside.items() if code in _PARTS and _same(columns[at], columns[place])}
        joined.append([_day(parts) for parts in _rows(own, cells[place])] if own else cells[place])
    return [columns[place] for place in kept], joined


def _last(match: ColumnMatch) -> str:
    return key(match.path[-1]) if match.path else ""


def _goes_on(match: ColumnMatch, after: ColumnMatch, above: tuple[str, ...]) -> bool:
    """Whether a column goes on with the day another begins: its month behind the year, its day behind the month."""
    is_next = (_last(match), _last(after)) in pairwise(_PARTS)
    return is_next and after.path[:-1] in (above, ()) and after.column == match.column + 1


def _same(one: ColumnMatch, other: ColumnMatch) -> bool:
    return one.field == other.field and one.path[:-1] == other.path[:-1]


def _rows(own: dict[str, Sequence[CellValue]], months: Sequence[CellValue]) -> list[dict[str, CellValue]]:
    columns = {**own, "月": months}
    return [{part: columns[part][row] for part in _PARTS if part in columns} for row in range(len(months))]


def _day(parts: dict[str, CellValue]) -> CellValue:
    """2 and 10 as 2月10日; what is blank stays blank, what is no number is told as it stands."""
    said = [(part, value) for part, value in parts.items() if value is not None]
    if any(isinstance(value, CellError) for _, value in said):
        return next(value for _, value in said if isinstance(value, CellError))
    return "".join(f"{_plain(value)}{part}" for part, value in said) or None


def _plain(value: CellValue) -> str:
    text = f"{value:g}" if isinstance(value, (int, float)) else str(value).strip()
    return text.rstrip("".join(_PARTS))
