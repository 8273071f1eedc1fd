"""A list of enterprises as an office lays it out: lines above, header, groups, rows, totals, notes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from analysis.samples.grid import Grid, put_header
from analysis.samples.lines import (
    Column,
    Line,
    double_line,
    note_line,
    return_line,
    silent_line,
    stale_line,
    stranger_line,
)
from analysis.samples.quirks import picked
from analysis.samples.records import Records, Source
from analysis.samples.render import Row

_SUMMED = ("staff_normal", "staff_back", "output_10k_cny", "mask_stock", "power_kwh", "power_base_kwh")
_RULE_OF_KIND = {"double": "row_repeated", "stranger": "entity_unmatched", "stale": "row_hidden"}
# How far off a total is that somebody forgot to recalculate.
_FORGOTTEN = 18


def day_words(as_of: date) -> dict[str, Any]:
    """The words that lines and file names are filled in with."""
    full = f"{as_of.year}年{as_of.month}月{as_of.day}日"
    return {"year": as_of.year, "month": as_of.month, "day": as_of.day, "full": full}


def put_lines(grid: Grid, lines: Iterable[str], width: int, words: dict[str, Any], left: int = 1) -> int:
    """Title, unit and date rows; returns the first free row."""
    row = 0
    for row, line in enumerate(lines, 1):
        near, _, far = line.format(**words).partition(" | ")
        grid.put(row, left, near)
        if far:
            grid.put(row, left + width - 2, far)
        else:
            grid.merge(row, left, row, left + width - 1)
    grid.bold_rows.add(1)
    return row + 1


def put_across(grid: Grid, row: int, text: str, width: int) -> int:
    """One merged cell over the width of a table; returns the next row."""
    grid.put(row, 1, text)
    grid.merge(row, 1, row, width)
    return row + 1


@dataclass
class ListSheet:
    """Writes one list into a grid and notes in the records what a careful reader would find there."""

    grid: Grid
    source: Source
    settings: dict[str, Any]
    columns: list[Column]
    rows: list[Row]
    silent: list[Row]
    quirks: list[dict[str, str]]
    records: Records

    def put(self, words: dict[str, Any]) -> int:
        """Write everything; returns the first free row below."""
        width, total = len(self.columns), self.settings.get("total")
        lines = [return_line(row, self.columns, self.rows, self.quirks, self.source.as_of) for row in self.rows]
        loose = list(self._loose_lines(lines))
        # As with a sum over the column: strangers are in it, doubles have no numbers, hidden rows are left out.
        summed = lines + [line for line in loose if line.kind == "stranger"]
        at = put_lines(self.grid, self._lines_above(), width, words)
        at = put_header(self.grid, at, 1, [column.path for column in self.columns])
        if total == "first":
            at = self._total(at, summed, "合计")
        number = 0
        for label, group in self._groups(lines):
            if "groups" in self.settings:
                at = put_across(self.grid, at, label, width)
            first = at
            for line in group:
                number += 1
                at = self._put_line(at, number, line)
            if "merge" in self.settings:
                self._merge_label(first, at - 1)
            if total == "each_group":
                at = self._total(at, group, "小计")
        for line in loose:
            number += 1
            at = self._put_line(at, number, line)
        if total in ("last", "each_group"):
            at = self._total(at, summed, "合计" if total == "last" else "总计")
        for note in self.settings.get("notes", ()):
            at = put_across(self.grid, at, note, width)
        return at

    @property
    def _without_legend(self) -> bool:
        return self.source.period_id in self.settings.get("no_legend", ())

    def _lines_above(self) -> list[str]:
        return [line for line in self.settings["lines"] if not (self._without_legend and "1=" in line)]

    def _groups(self, lines: list[Line]) -> list[tuple[str, list[Line]]]:
        """Lines by county or park, in order of first appearance; all in one group where there are none."""
        by = self.settings.get("groups") or self.settings.get("merge")
        groups: dict[str, list[Line]] = {}
        for line in lines:
            enterprise = line.row.answer.enterprise
            groups.setdefault((getattr(enterprise, by) or "园区外") if by else "", []).append(line)
        return [(f"{'一二三四五'[place]}、{label}", group) for place, (label, group) in enumerate(groups.items())]

    def _loose_lines(self, lines: list[Line]) -> Iterable[Line]:
        """Lines that are no returns: names without an answer, doubles, strangers, hidden stale ones."""
        if self.settings.get("silent") == "names":
            yield from (silent_line(row, self.columns) for row in self.silent)
        for quirk in self.quirks:
            if quirk["kind"] == "duplicate":
                yield double_line(next(line for line in lines if line.row is picked(quirk, self.rows)))
            elif quirk["kind"] == "unknown_enterprise":
                yield stranger_line(next(line for line in lines if line.row.answer.state == "running"))
        yield from map(stale_line, lines[: self.settings.get("hidden_stale", 0)])

    def _put_line(self, at: int, number: int, line: Line) -> int:
        for place, (column, cell) in enumerate(zip(self.columns, line.cells, strict=True), 1):
            self.grid.put(at, place, number if column.field == "seq" else cell.value, cell.number_format)
        if line.kind == "stale":
            self.grid.hidden_rows.add(at)
        if line.kind in _RULE_OF_KIND:
            self.records.plant(self.source, _RULE_OF_KIND[line.kind], at, line.place("name") + 1, field="name")
        if line.kind in ("return", "stranger"):
            truth = line.truth | ({"state": "unknown", "state_reason": None} if self._without_legend else {})
            self._note_problems(at, line, truth)
            note_line(self.records, self.source, at, line, truth)
        return at + 1

    def _note_problems(self, at: int, line: Line, truth: dict[str, Any]) -> None:
        """Slips, and the findings that follow from the rulings without any slip."""
        problems = list(line.slips)
        if planned := truth.get("planned_on"):
            if planned > self.source.as_of and line.place("planned_on") is None:
                rule = "state_future_date" if self._without_legend else "plan_as_resumed"
                if line.place("resumed_on") not in (place for _, place in problems):
                    problems.append((rule, line.place("resumed_on")))
            if planned < self.source.as_of and truth["state"] == "planned":
                problems.append(("state_planned_date_past", line.place("planned_on")))
        if self._without_legend:
            problems.append(("state_digit_without_legend", line.place("state")))
        for rule, place in problems:
            self.records.plant(self.source, rule, at, place + 1, field=self.columns[place].field)

    def _merge_label(self, first: int, last: int) -> None:
        """One merged cell in the first column for the label of a group."""
        for row in range(first + 1, last + 1):
            self.grid.cells.pop((row, 1), None)
        self.grid.merge(first, 1, last, 1)

    def _total(self, at: int, lines: list[Line], label: str) -> int:
        """Sums as the office shows them; one that was not recalculated is noted as planted."""
        name_place = next(place for place, column in enumerate(self.columns, 1) if column.field == "name")
        self.grid.put(at, 1, label)
        self.grid.put(at, name_place, f"{len(lines)}户")
        forgotten = label != "小计" and any(quirk["kind"] == "wrong_total" for quirk in self.quirks)
        for place, column in enumerate(self.columns, 1):
            if column.field not in _SUMMED:
                continue
            values = [line.cells[place - 1].truth.get(column.field) or 0 for line in lines]
            total = round(sum(values) * (10000 if "yuan" in column.style else 1), 1)
            if forgotten and column.field == "staff_back":
                total += _FORGOTTEN
                self.records.plant(self.source, "total_differs", at, place, field="staff_back")
            self.grid.put(at, place, int(total) if float(total).is_integer() else total)
        self.grid.bold_rows.add(at)
        return at + 1
