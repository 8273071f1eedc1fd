"""Lists of enterprises: one row per enterprise and date, its state and numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

from analysis.intake.enterprises.uscc import clean_code
from analysis.intake.findings import Findings, text_of
from analysis.intake.headers.days import HeaderDate
from analysis.intake.parts.days_of_columns import day_of
from analysis.intake.parts.headed import state_of_group, state_of_titles
from analysis.intake.parts.part import Part
from analysis.intake.rows.row_states import row_states
from analysis.intake.rows.typed import read_column
from analysis.intake.setting import Setting
from analysis.intake.sheet import CellValue
from analysis.intake.values import is_blank, is_error, parse_date
from analysis.intake.values.parsed import plain
from analysis.vocabulary import Vocabulary

KINDS = ("ledger", "difficulties")
DATES = ("applied_on", "inspected_on", "approved_on")
NUMBERS = (
    "staff_normal", "staff_back", "capacity_pct", "output_10k_cny", "power_kwh", "power_base_kwh", "mask_stock",
)  # fmt: skip
# What a row says of who it is about; a row with nothing else is no return.
_IDENTITY = frozenset({
    "seq", "name", "enterprise_id", "former_names", "uscc", "county", "town", "park", "address", "industry", "product",
    "size", "size_choice", "above_scale", "ownership", "registered_on", "four_category", "four_category_choice",
    "key_enterprise", "normal_before_festival", "batch", "supervision_group", "risk_grade", "office", "as_of",
    "task_source",
})  # fmt: skip
_ASKED = ("state", "state_choice", "is_stopped")
_AS_JSON = json.JSONEncoder(ensure_ascii=False).encode
# An example of how to fill a row in: by what stands where its number should, or by its name.
_EXAMPLES = frozenset({"例", "示例", "样例", "范例", "举例", "填报示例", "填写示例"})
_EXAMPLE = re.compile(r"\s*(?:示例|样例|范例|例[:：])|.{0,6}(?<![A-Za-z])[XxＸ×＊*○〇]{2,}(?![A-Za-z])")
_COUNT = re.compile(r"共计?\s*\d+\s*[家户个](?:企业)?")  # in place of a name: their sum
_LONGEST_MARK, _LONGEST_COUNT = 6, 12
_PLACED = ("place", "source_row", "name_column", "name", "uscc", "county_text", "group", "as_of")
COLUMNS = (*_PLACED, "period_id", "state", "state_reason", "resumed_on", "planned_on", *DATES, *NUMBERS, "said")
# What is compared with the period before: of these the words of the office are shown where something is wrong.
COMPARED = (
    "state", "resumed_on", "staff_normal", "power_base_kwh", "staff_back", "output_10k_cny", "power_kwh",
)  # fmt: skip


def read_returns(part: Part, setting: Setting, findings: Findings) -> None:
    """Give a list of enterprises its ``returns``: of each of ``COLUMNS`` a list, one value per row and date.

    Besides columns of `status` these are ``place`` (in ``part.rows``), ``name_column``, ``uscc``, ``county_text`` and
    ``group``, by which the enterprise is found, and ``said``: JSON, field -> text of a cell that is not just its value.
    Rows without a name or without any answer, and an example in the first, are no returns; they get the fate
    ``rejected`` and a finding.
    """
    name = part.first("name")
    if part.kind not in KINDS or name is None or not part.rows:
        return
    kept = _kept_rows(part, name, setting, findings)
    views = [
        _view(part, columns, as_of, rows, setting, findings) for as_of, columns, rows in _views(part, kept, setting)
    ]
    if len(views) == 1:
        part.returns = views[0]
    else:
        part.returns = {column: [value for view in views for value in view[column]] for column in COLUMNS}


def _kept_rows(part: Part, name: int, setting: Setting, findings: Findings) -> list[int]:
    """The places in ``part.rows`` that are returns."""
    answers = _answers(part)
    nothing = setting.words.marks["missing"] - {"无", "没有"}  # no difficulties, not resumed
    kept = []
    for index, (row, named) in enumerate(zip(part.rows, part.cells[name], strict=True)):
        if _is_nameless(named, setting.words) and not _is_coded(part, index):
            if any(not is_blank(cells[index]) for cells in answers):
                part.note(findings, "row_without_name", name, index)
                if is_error(named):
                    part.note(findings, "cell_error", name, index, named)
            part.fates[row] = "rejected"
        elif type(named) is str and len(named) < _LONGEST_COUNT and _COUNT.fullmatch(named.strip()):
            part.fates[row] = "total"
        elif index == 0 and _is_example(part, named):
            part.note(findings, "row_example", name, index, named)
            part.fates[row] = "rejected"
        elif not (_says_anything(answers, index, nothing) or _is_answered_above(part, index)):
            part.note(findings, "row_without_answers", name, index)
            part.fates[row] = "rejected"
        else:
            kept.append(index)
    return kept


def _answers(part: Part) -> list[Sequence[CellValue]]:
    """The columns of a list by which a row answers. The normal staff, with which our own template comes filled in, is
    no answer where nobody gives another one to what the list asks."""
    asked = {match.field: cells for match, cells in zip(part.columns, part.cells, strict=True)}
    answers = [cells for match, cells in zip(part.columns, part.cells, strict=True) if match.field not in _IDENTITY]
    given = asked.get("staff_normal")
    others = [cells for cells in answers if cells is not given]
    is_blank_form = "state" in asked and all(cells.count(None) == len(cells) for cells in others)
    return others if is_blank_form else answers


def _is_nameless(named: CellValue, words: Vocabulary) -> bool:
    """Whether nothing stands in place of a name, an error, or a mark for nothing: / or —."""
    if isinstance(named, str) and len(named) > _LONGEST_MARK and named[0] != "#" and not named.isspace():
        return False  # at once of nearly all
    return is_blank(named) or is_error(named) or plain(str(named)) in words.marks["missing"]


def _is_coded(part: Part, index: int) -> bool:
    """Whether a row says by its credit code whose it is."""
    code = part.first("uscc")
    return code is not None and clean_code(part.cells[code][index]) is not None


def _is_example(part: Part, named: CellValue) -> bool:
    """Whether the first row of a list shows how to fill it in: 示例 | XX有限公司."""
    seq = part.first("seq")
    numbered = plain(str(part.cells[seq][0])) if seq is not None else ""
    return numbered in _EXAMPLES or bool(_EXAMPLE.match(str(named)))


def _says_anything(answers: list[Sequence[CellValue]], index: int, nothing: frozenset[str]) -> bool:
    for cells in answers:
        value = cells[index]
        if value is not None and _says_something(value, nothing):
            return True
    return False


def _is_answered_above(part: Part, index: int) -> bool:
    """Whether a name stands in a group of enterprises of one state, or in a list of such that does not ask for it."""
    asked = any(part.first(field) is not None for field in _ASKED)
    return bool(state_of_group(part.groups[index]) or (not asked and state_of_titles(part)))


@lru_cache(4096)  # rows of a list say much the same
def _says_something(value: CellValue, nothing: frozenset[str]) -> bool:
    if is_blank(value) or is_error(value):  # a template's formulas fail where nothing is given
        return False
    return not isinstance(value, str) or plain(value) not in nothing


def _views(part: Part, kept: list[int], setting: Setting) -> Iterator[tuple[date, list[int], list[int]]]:
    """(as-of date, columns, rows): one for a plain table, one per date where headers name dates (2月25日/复工人数) or a
    column dates the rows of several periods.

    Below dates, who says nothing on a day has no return for it; who says nothing on any has one, on the last.
    """
    every = list(range(len(part.columns)))
    dated = sorted({match.date for match in part.columns if match.date}, key=lambda day: day_of(day, part.as_of))
    nothing = setting.words.marks["missing"] - {"无"}
    told = {day: _told_on(part, day, kept, nothing) for day in dated}
    silent = set(kept).difference(*told.values())
    for day in dated:
        rows = [i for i in kept if i in told[day] or (i in silent and day == dated[-1])]
        yield day_of(day, part.as_of), [c for c in every if part.columns[c].date in (None, day)], rows
    if not dated:
        days = _dates_of_rows(part, kept, setting)
        for day in sorted(set(days.values())):
            yield day, every, [index for index in kept if days[index] == day]
        if kept and not days:
            yield part.as_of, every, kept


def _told_on(part: Part, day: HeaderDate, kept: list[int], nothing: frozenset[str]) -> set[int]:
    """The rows that say something in the columns of a day."""
    cells = [cells for match, cells in zip(part.columns, part.cells, strict=True) if match.date == day]
    return {index for index in kept if _says_anything(cells, index, nothing)}


def _dates_of_rows(part: Part, kept: list[int], setting: Setting) -> dict[int, date]:
    """The day each row speaks of by a row above it, else by its own column, where nothing else says the day, where an
    enterprise stands there for two periods, or most of them for two days; else none."""
    if part.days:
        return {i: day_of(day, part.as_of) if (day := part.days[i]) else part.as_of for i in kept}
    column, name = part.first("as_of"), part.first("name")
    if column is None:
        return {}
    days = {i: parse_date(part.cells[column][i], part.as_of, setting.words).value or part.as_of for i in kept}
    spoken: dict[object, set[date]] = {}
    for index, day in days.items():
        spoken.setdefault(part.cells[name][index], set()).add(day)
    several = [found for found in spoken.values() if len(found) > 1]
    periods = ({period.id for day in found if (period := setting.period_of(day))} for found in several)
    is_dated = part.dated_by_rows or 2 * len(several) > len(spoken) or any(len(found) > 1 for found in periods)
    return days if is_dated else {}


def latest_of_rows(part: Part, near: date, setting: Setting) -> date | None:
    """The latest day in a list's own column of days; a day without a year is near ``near``."""
    column = part.first("as_of")
    if part.kind not in KINDS or column is None:
        return None
    days = (parse_date(cell, near, setting.words).value for cell in part.cells[column])
    return max(filter(None, days), default=None)


def _view(
    part: Part, columns: list[int], as_of: date, kept: list[int], setting: Setting, findings: Findings
) -> dict[str, list]:
    """The returns for one date as columns."""
    first = {part.columns[column].field: column for column in reversed(columns)}

    def values(field: str) -> list[object]:
        if field not in first:
            return [None] * len(kept)
        read = read_column(part, first[field], setting.words, findings, as_of)
        return read if len(kept) == len(read) else [read[index] for index in kept]

    states = row_states(part, columns, first, as_of, kept, setting, findings)
    period = setting.period_of(as_of)
    read = {
        "place": kept,
        "source_row": [part.rows[index] for index in kept],
        "name_column": [part.cell(first["name"], index)[1] for index in kept],
        "name": _names(values("name"), codes := values("uscc")),
        "uscc": codes,
        "county_text": values("county"),
        "group": [part.groups[index] for index in kept],
        "as_of": [as_of] * len(kept),
        "period_id": [period.id if period else None] * len(kept),
        "state": [state.state for state in states],
        "state_reason": [state.reason for state in states],
        "resumed_on": [state.resumed_on for state in states],
        "planned_on": [state.planned_on for state in states],
        **{field: values(field) for field in (*DATES, *NUMBERS)},
    }
    return read | {"said": _said(part, {field: first[field] for field in COMPARED if field in first}, kept, read)}


def _names(names: list[object], codes: list[object]) -> list[object]:
    """The names; who has none is called by the credit code."""
    if None not in names:
        return names
    return [code if name is None else name for name, code in zip(names, codes, strict=True)]


def _said(part: Part, columns: Mapping[str, int], kept: list[int], read: Mapping[str, list]) -> list[str | None]:
    """The texts of those cells of each row that hold something else than what was read from them."""
    told: dict[str, list[str | None]] = {}
    for field, column in columns.items():
        values, cells = read[field], [part.cells[column][index] for index in kept]
        if cells != values:
            pairs = zip(cells, values, strict=True)
            told[field] = [None if cell == value else text_of(cell) for cell, value in pairs]
    fields = tuple(told)
    return [_told(fields, texts) for texts in zip(*told.values(), strict=True)] if told else [None] * len(kept)


@lru_cache(4096)  # rows of a list say much the same
def _told(fields: tuple[str, ...], texts: tuple[str | None, ...]) -> str | None:
    said = {field: text for field, text in zip(fields, texts, strict=True) if text is not None}
    return _AS_JSON(said) if said else None
