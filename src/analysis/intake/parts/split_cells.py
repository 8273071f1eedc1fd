"""Columns whose cells hold more than one thing, or a part of one: credit codes (企业名称及统一社会信用代码) and states
(某厂（已复工）, 某厂：停产) in the cell of the name get a column of their own, days in parts (复工时间 over 月 | 日)
become one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise

from analysis.intake.headers.column import ColumnMatch, match_path
from analysis.intake.headers.kinds import table_kind
from analysis.intake.headers.rules import PERSONAL
from analysis.intake.layout.pairs import is_enterprise
from analysis.intake.parts.part import Filled
from analysis.intake.sheet import CellError, CellValue, Sheet
from analysis.intake.values import parse_state
from analysis.intake.values.parsed import is_blank
from analysis.intake.values.personal import is_name, mask_personal
from analysis.vocabulary import Vocabulary, key, nfkc

_CODE = re.compile(
    r"[\s(,;/、:]*(?:(?:统一)?(?:社会)?信用代码|代码|税号)?[:\s]*(?<![0-9A-Za-z])(\d[0-9A-Za-z]{14,19})(?![0-9A-Za-z])[\s)]*"
)
_AFTER_NAME = re.compile(r"[\s()（）,，;；/、:：\d]|(?<=[)）])|$")
_LEGAL = re.compile("(?:集团|股份|有限|责任|公司)+")  # no name by itself
_LAST_BRACKET = re.compile(r"[(（]([^()（）]*)[)）]$")
_NAME_AND_CODE = 19  # characters at least
_MAY_SAY = re.compile(r"[复停开投关生检限]\S{0,3}[工产业修]|[注退]\S{0,2}[销库]|破产")
_BEHIND = re.compile(
    r"(?P<name>.{4,}?)\s*(?:[(（](?P<inside>[^()（）]+)[)）]|(?:[:：,，;；—]+|--?|\s)\s*(?P<after>[^:：]+))\s*$"
)
_STATES = ("state", "state_choice", "is_stopped")
_MOSTLY = 0.5  # of the names have to say a state if nothing else makes a list one of returns
_ANY_DAY = date(2000, 1, 1)  # whether a text says a state, the day does not tell
_PARTS = ("年", "月", "日")


def broken_names(sheet: Sheet, rows: Sequence[int], matches: Sequence[ColumnMatch]) -> dict[int, str]:
    """The body rows whose enterprise's name goes on in the next row, which holds nothing else, as pasted from a PDF,
    with the whole names: 某某化工 | 180 | 60 above 有限公司. Half a name that looks whole goes on by words that are no
    name; what could be a name is none where it alone has no number in the list."""
    column = {match.field: match.column for match in reversed(matches)}
    found: dict[int, str] = {}
    for above, row in pairwise(rows) if "name" in column else ():
        cells = sheet.rows[row - 1]
        if len(cells) - cells.count(None) != 1 or sheet.value(row, column["name"]) is None or row != above + 1:
            continue
        name, rest = str(sheet.value(above, column["name"])).strip(), str(sheet.value(row, column["name"])).strip()
        is_numbered = "seq" in column and not is_blank(sheet.value(above, column["seq"]))
        goes_on = _LEGAL.fullmatch(rest) or (is_numbered and not is_enterprise(name))
        if goes_on and is_enterprise(name + rest):
            found[above] = name + rest
    return found


def without_persons(read: Filled) -> Filled:
    """The columns, names without the persons behind them where the header asks for these too; what may be a person and
    nothing else is left out."""
    place = next((at for at, match in enumerate(read.columns) if match.code == PERSONAL), None)
    return read if place is None else read.with_cells(place, [_enterprise_in(cell) for cell in read.cells[place]])


def _enterprise_in(cell: CellValue) -> CellValue:
    if not isinstance(cell, str):
        return None if isinstance(cell, int | float) else cell  # a telephone's number
    starts = [cell[: found.start()].strip() for found in _AFTER_NAME.finditer(cell.strip())]
    glued = [starts[0][:-length] for length in (2, 3) if is_name(starts[0][-length:])]
    names = (name for name in (*glued, *reversed(starts)) if is_enterprise(name) and not _tells_person(name))
    named = next(names, starts[0])
    return None if is_name(named) else mask_personal(named) or None


def _tells_person(name: str) -> bool:
    """Whether behind the enterprise stands a number or, in brackets, a person, or a bracket stays open."""
    is_open = len(re.findall("[(（]", name)) != len(re.findall("[)）]", name))
    behind = _LAST_BRACKET.search(name)
    return is_open or mask_personal(name) != name or (behind is not None and is_name(behind[1]))


def split_codes(read: Filled) -> Filled:
    """The columns, names without the codes behind or before them; where a column asks for codes, its own ones hold.

    A code alone stands for the name.
    """
    place, asked = read.first("name"), read.first("uscc")
    if place is None or (asked is not None and not _any_long(read.cells[place])):
        return read
    found = [_code_in(cell) for cell in read.cells[place]]
    if not any(code for _, code in found):
        return read
    codes = [code for _, code in found]
    read = read.with_cells(place, [name for name, _ in found])
    if asked is None:
        return read.with_column(read.columns[place]._replace(field="uscc", unit="", rules=()), codes)
    own = [code if is_blank(cell) else cell for cell, code in zip(read.cells[asked], codes, strict=True)]
    return read.with_cells(asked, own)


def _any_long(cells: Sequence[CellValue]) -> bool:
    return any([type(cell) is str and len(cell) > _NAME_AND_CODE for cell in cells])


def _code_in(cell: CellValue) -> tuple[CellValue, str | None]:
    told = _CODE.search(nfkc(cell)) if isinstance(cell, str) and len(cell) > 15 else None
    if told is None:
        return cell, None
    text = nfkc(cell)
    return (text[: told.start()] + text[told.end() :]).strip() or text.strip(), told[1].upper()


def split_states(read: Filled, words: Vocabulary) -> Filled:
    """The columns, names without the states behind them: these answer where no column asks for the state, beside one
    they are remarks. A few marks in a list that says who there is make no returns of it."""
    place = read.first("name")
    if place is None or not _MAY_SAY.search("\n".join([cell for cell in read.cells[place] if type(cell) is str])):
        return read
    found = [_state_behind(cell, words) if isinstance(cell, str) else (cell, None) for cell in read.cells[place]]
    names, states = [name for name, _ in found], [said for _, said in found]
    told = len(states) - states.count(None)
    if not told:
        return read
    asked = not {match.field for match in read.columns}.isdisjoint(_STATES)
    if not asked and table_kind(read.columns) != "ledger" and told <= _MOSTLY * (len(names) - names.count(None)):
        return read
    beside = read.columns[place]._replace(field="remark" if asked else "state", unit="", rules=(), suggestion="")
    return read.with_cells(place, names).with_column(beside, states)


@lru_cache(4096)
def _state_behind(cell: str, words: Vocabulary) -> tuple[str, str | None]:
    """A name and the state behind it; the cell and None where there is none."""
    told = _BEHIND.match(cell) if _MAY_SAY.search(cell) else None
    if told is None:
        return cell, None
    name, said = told["name"], told["inside"] or told["after"]
    if not _MAY_SAY.search(said) or not is_enterprise(name):
        return cell, None
    return (name, said) if parse_state(said, _ANY_DAY, words).value not in (None, "unknown") else (cell, None)


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


def join_parts(read: Filled) -> Filled:
    """The columns without those of years and days: these are told in the column of the month."""
    columns, cells = read
    joined: list[Sequence[CellValue]] = []
    kept = [place for place, match in enumerate(columns) if match.code not in _PARTS]
    if len(kept) == len(columns):
        return read
    for place in kept:
        beside = {at: columns[at].code for at in (place - 1, place + 1) if 0 <= at < len(columns)}
        own = {code: cells[at] for at, code in beside.items() if code in _PARTS and _same(columns[at], columns[place])}
        joined.append([_day(parts) for parts in _rows(own, cells[place])] if own else cells[place])
    return Filled([columns[place] for place in kept], joined)


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
