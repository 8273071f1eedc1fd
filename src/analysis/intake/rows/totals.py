"""The totals and shares an office printed beneath, above, between or in its rows, against the rows themselves."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from math import inf

from analysis.intake.containers.sheetscan import NOT_CALCULATED
from analysis.intake.findings import Findings
from analysis.intake.parts.part import Part
from analysis.intake.rows.typed import column_parser, read_column
from analysis.intake.setting import Setting
from analysis.intake.sheet import CellValue
from analysis.intake.values import is_error
from analysis.intake.values.parsed import plain

# Totals are compared for fields that add up over rows: of a list of enterprises, of areas or groups, of projects.
ADDITIVE = ("staff_normal", "staff_back", "output_10k_cny", "power_kwh", "power_base_kwh", "mask_stock")
# Told by no table, but added up by offices all the same.
_ADDED_UP = ("staff_due", "staff_absent", "staff_back_local", "staff_back_outside", "labour_gap", "new_hires")
_COUNTED = (
    "expected_n", "reported_n", "resumed_n", "partial_n", "planned_n", "stopped_n", "excluded_n", "staff_normal",
    "staff_due", "staff_back", "projects_n", "projects_resumed_n",
)  # fmt: skip
_OF_PROJECTS = ("total_investment_10k_cny", "workers_needed", "workers_present")
# Parts of the staff and what they are parts of; whose area they are of: 本地 and 外地, 省内 and 省外, 本市 and 非本市.
_PARTS = (
    (("staff_back_local", "staff_back_outside"), "staff_back", "staff_normal"),
    (("staff_back", "staff_absent"), "staff_normal"),
    (("staff_back",), "staff_due"),
)
_NO_SUM = re.compile(
    r"\s*(?:其中|[#＃]|.*平均|均值|[较比]?(?:上[周期月年]|去年|同期)|(?i:.*\b(?:average|mean|last (?:week|year))\b))"
)
_AREA = re.compile("(?<=本)[地省市州县区]|[地省市州县区](?=[内外])|(?<=外)[地省市州县区]")
_POINT = 1.0  # a stated share may be rounded to whole percentages
_ROUNDING = 0.005  # at most: an office's total may be the sum of unrounded figures
_FLOAT = 1e-9


def reconcile(part: Part, setting: Setting, findings: Findings) -> None:
    """Compare a table's rows with the totals its office printed; a difference is a finding at the total's cell.

    A total may be of the whole list, of the rows above it, or of the rows below it: it differs if it is none of these.
    What it says of some of them (其中：规上企业, #规上企业), or otherwise of all (平均, 上周合计), is not compared.
    """
    if not part.totals:
        return
    rows, listed = _listed(part, setting)
    label = part.first("name", "county", "project_name")
    for total_row, cells in part.totals.items() if listed else ():
        if label is not None and _NO_SUM.match(str(cells[label])):
            continue
        spans = [(bisect_left(rows, start), bisect_right(rows, stop)) for start, stop in _spans(part, total_row)]
        for column, numbers in listed.items():
            sums = [_least_and_most(numbers[start:stop]) for start, stop in spans]
            _compare(part, column, (total_row, cells[column]), sums, setting, findings)


def _listed(part: Part, setting: Setting) -> tuple[list[int], dict[int, list[float]]]:
    """The rows of a table, in order, and what each has in the columns that add up: a blank is 0, what cannot be read
    infinite, as it may be any number."""
    if part.kind in ("summary", "projects"):
        names, kept = (_COUNTED if part.kind == "summary" else _OF_PROJECTS), {}
        rows, first, places = list(part.rows), [], range(len(part.rows))
    elif part.returns.get("source_row"):
        names, kept = (*ADDITIVE, *_ADDED_UP), part.returns
        first_of = {row: at for at, row in reversed(list(enumerate(kept["source_row"])))}
        rows = sorted(first_of)
        first = [first_of[row] for row in rows]
        places = [kept["place"][at] for at in first]
    else:
        return [], {}
    found = {}
    for name in names:
        if (column := part.first(name)) is None:
            continue
        if name in kept:
            numbers = [kept[name][at] for at in first]
        else:
            read = read_column(part, column, setting.words, Findings(), part.as_of)
            numbers = [read[at] for at in places]
        found[column] = _addends(part.cells[column], numbers, places, setting)
    return rows, found


def _addends(
    cells: Sequence[CellValue], numbers: list[float | None], places: Sequence[int], setting: Setting
) -> list[float]:
    """Numbers as they are added up, of the cells in some places of a column; see ``_listed``."""
    blanks = setting.words.marks["missing"]
    return [
        number if number is not None else inf if type(cells[at]) is str and plain(cells[at]) not in blanks else 0
        for number, at in zip(numbers, places, strict=True)
    ]


def _least_and_most(numbers: Sequence[float]) -> tuple[float, float]:
    """What numbers add up to, of which some may be infinite: at least without those, at most with them."""
    most = sum(numbers)
    return most if most < inf else sum(number for number in numbers if number < inf), most


def _compare(
    part: Part,
    column: int,
    total: tuple[int, CellValue],
    sums: list[tuple[float, float]],
    setting: Setting,
    findings: Findings,
) -> None:
    name, (row, value) = part.columns[column].field, total
    cell = (row, part.columns[column].column)
    stated = column_parser(part, column, setting.words, part.as_of)(value).value
    if stated is None:
        if is_error(value) and str(value) != NOT_CALCULATED:  # a sum that nobody calculated says nothing
            findings.add("cell_error", part.place, cell, field=name, value=value)
        return
    if any(least - _FLOAT <= stated <= most + _FLOAT for least, most in sums):
        return
    whole = setting.words.fields[name].kind == "integer"
    allowed = 0.5 if whole else _rounded(part.cells[column], value, stated)
    if not any(least - allowed <= stated <= most + allowed for least, most in sums):
        found = f"{sums[0][0]:.12g}"
        findings.add("total_differs", part.place, cell, field=name, value=stated, found=found, action="kept")


def _rounded(cells: Sequence[CellValue], total: CellValue, stated: float) -> float:
    """By how much a total may differ from the sum of its rows, if each of them was rounded to the digits it shows."""
    written, much = _written(total), max(_FLOAT, _ROUNDING * abs(stated))
    if not written:
        return much
    rows = [number for cell in cells if (number := _written(cell)) is not None]
    unit = abs(stated / written)
    return 0.5 * unit * _step([written]) + min(len(rows) ** 0.5 * unit * _step(rows), much)


def _written(cell: CellValue) -> float | None:
    """A cell that is a number and nothing else."""
    try:
        return None if cell is None or isinstance(cell, bool) else float(str(cell).replace(",", ""))
    except ValueError:
        return None


def _step(numbers: Sequence[float]) -> float:
    """The last digit that numbers show: 0.01 of 3.25."""
    return 10.0 ** -max((len(f"{number:.6f}".rstrip("0").partition(".")[2]) for number in numbers), default=0)


def compare_rates(part: Part, setting: Setting, findings: Findings) -> None:
    """Compare the share of staff that is back, as a list states it, with its own numbers; a difference of more than
    a percentage point, or more than all, is a finding at the share's cell."""
    column = part.first("staff_pct")
    if column is None or not part.returns or "header_ambiguous" in part.columns[column].rules:
        return
    normal, back = (part.returns[name] for name in ("staff_normal", "staff_back"))
    # A share of something else, or of several days, is compared with nothing.
    is_apart = part.first("staff_due") is not None or any(match.date for match in part.columns)
    stated = read_column(part, column, setting.words, Findings(), part.as_of)
    for place, all_staff, present in zip(part.returns["place"], normal, back, strict=True):
        share, is_known = stated[place], not is_apart and all_staff and present is not None
        if share is not None and is_known and abs(100 * present / all_staff - share) > _POINT:
            part.note(findings, "staff_pct_differs", column, place, f"{share:g}%")
        elif share is not None and share > 100 + _POINT:
            part.note(findings, "part_above_all", column, place, f"{share:g}")


def compare_parts(part: Part, setting: Setting, findings: Findings) -> None:
    """Compare the staff that a list tells in parts with the whole: 本地 and 外地返岗人数 with 返岗人数, those who are
    back and those who are not with all. Parts of different areas (本县, 外省) need not be the whole, nor need all
    who are due be back, but they are no more; 本地 and 外地 may be parts of all instead.
    """
    for names, whole, *or_whole in _PARTS:
        columns = [part.first(name) for name in (*names, whole)]
        if None in columns or any(match.date for match in part.columns):
            continue
        wholes = [column for name in or_whole if (column := part.first(name)) is not None]
        areas = [set(_AREA.findall("".join(part.columns[column].path))) for column in columns[:-1]]
        are_all = whole == "staff_normal" or (len(areas) > 1 and not areas[0].isdisjoint(areas[1]))
        read = [read_column(part, column, setting.words, Findings(), part.as_of) for column in (*columns, *wholes)]
        for index, numbers in enumerate(zip(*read, strict=True)):
            shares, (all_staff, *others) = numbers[: len(names)], numbers[len(names) :]
            if None in (*shares, all_staff):
                continue
            told, found = [all_staff, *(number for number in others if number is not None)], sum(shares)
            if found in told or not (are_all or found > max(told)):
                continue
            cells = [part.cell(column, index) for column in columns]
            said = {"field": whole, "value": f"{all_staff:.12g}", "found": f"{found:.12g}"}
            findings.add("parts_differ", part.place, cells[0], beside=cells[1:], action="kept", **said)


def _spans(part: Part, total_row: int) -> list[tuple[int, int]]:
    """The whole list; the block above the total; the block below it. Blocks end at totals and group rows."""
    breaks = sorted({*part.totals, *part.group_rows} - {total_row})
    above = max((row for row in breaks if row < total_row), default=part.first_row - 1)
    below = min((row for row in breaks if row > total_row), default=part.last_row + 1)
    return [(part.first_row, part.last_row), (above + 1, total_row - 1), (total_row + 1, below - 1)]
