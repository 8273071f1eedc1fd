"""A list of enterprises as an office lays it out: lines, header, groups, rows, totals, notes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from analysis.samples.grid import Grid, put_header
from analysis.samples.quirks import Line, change, picked
from analysis.samples.records import STATUS_FIELDS, Records, Source
from analysis.samples.render import Row, Written, write

_SUMMED = ("staff_normal", "staff_back", "output_10k_cny", "mask_stock", "power_kwh", "power_base_kwh")
_STRANGER = "贵州未录鼍电子商务有限公司"


@dataclass(frozen=True)
class Column:
    """One column of a form: its field, the office's style of writing it, and its header words from the top down."""

    field: str
    style: str
    path: tuple[str, ...]


def read_columns(settings: Iterable[dict[str, str]]) -> list[Column]:
    """Columns from lines such as ``{planned_on cn+undated: 复工情况>计划复工时间}``."""
    columns = []
    for item in settings:
        [(key, words)] = item.items()
        field, _, style = key.partition(" ")
        columns.append(Column(field, style, tuple(words.split(">"))))
    return columns


def put_lines(grid: Grid, lines: Iterable[str], width: int, words: dict[str, Any], left: int = 1) -> int:
    """Title, unit and date rows; returns the first free row."""
    row = 1
    for row, line in enumerate(lines, 1):
        near, _, far = line.format(**words).partition(" | ")
        grid.put(row, left, near)
        if far:
            grid.put(row, left + width - 2, far)
        else:
            grid.merge(row, left, row, left + width - 1)
    grid.bold_rows.add(1)
    return row + 1


@dataclass
class ListSheet:
    """Writes one list into a grid and notes what it wrote in the records."""

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
        next_row = put_lines(self.grid, self._lines(), len(self.columns), words)
        next_row = put_header(self.grid, next_row, 1, [column.path for column in self.columns])
        total = self.settings.get("total")
        lines = [self._line(row) for row in self.rows]
        if total == "first":
            next_row = self._total(next_row, lines, "合计")
        written: list[Line] = []
        number = 0
        for label, group in self._groups(lines):
            if self.settings.get("groups"):
                self.grid.put(next_row, 1, label)
                self.grid.merge(next_row, 1, next_row, len(self.columns))
                next_row += 1
            first = next_row
            for line in group:
                number += 1
                self._put_line(next_row, number, line)
                next_row += 1
            if self.settings.get("merge"):
                self._merge_label(first, next_row - 1)
            if total == "each_group":
                next_row = self._total(next_row, group, "小计")
            written += group
        next_row = self._extras(next_row, number, lines)
        if total in ("last", "each_group"):
            next_row = self._total(next_row, written, "合计" if total == "last" else "总计")
        for note in self.settings.get("notes", ()):
            self.grid.put(next_row, 1, note)
            self.grid.merge(next_row, 1, next_row, len(self.columns))
            next_row += 1
        return next_row

    def _lines(self) -> list[str]:
        without_legend = self.source.period_id in self.settings.get("no_legend", ())
        return [line for line in self.settings.get("lines", ()) if not (without_legend and "1=" in line)]

    def _line(self, row: Row) -> Line:
        cells = [write(column.field, column.style, row) for column in self.columns]
        return Line(row, [column.field for column in self.columns], cells)

    def _groups(self, lines: list[Line]) -> list[tuple[str, list[Line]]]:
        """Lines by county or park, in order of first appearance; all in one group where there are none."""
        by = self.settings.get("groups") or self.settings.get("merge")
        if not by:
            return [("", lines)]
        groups: dict[str, list[Line]] = {}
        for line in lines:
            groups.setdefault(
                line.cells[line.fields.index(by)].value
                if by in line.fields
                else getattr(line.row.answer.enterprise, by),
                [],
            ).append(line)
        return [(f"{'一二三四五'[place]}、{label}", group) for place, (label, group) in enumerate(groups.items())]

    def _put_line(self, at: int, number: int, line: Line) -> None:
        source, rules = self.source, []
        for quirk in self.quirks:
            if picked(quirk, self.rows) is line.row:
                for slip in change(quirk["kind"], line.row, source.as_of) if quirk["kind"] != "duplicate" else ():
                    place = line.place(slip.field)
                    if place is not None:
                        line.cells[place] = slip.written
                        rules.append((slip.rule, place))
        truth = self._legend(line)
        for place, (column, cell) in enumerate(zip(self.columns, line.cells, strict=True), 1):
            value = number if column.field == "seq" else cell.value
            self.grid.put(at, place, value, cell.number_format)
        for rule, place in rules:
            if rule:
                self.records.plant(source, rule, at, place + 1, field=self.columns[place].field)
        self._note_judgements(at, line, truth)
        note_row(self.records, source, at, line, truth)

    def _legend(self, line: Line) -> dict[str, Any]:
        """The truth of the line's cells; digits without a legend say nothing."""
        truth: dict[str, Any] = {}
        for cell in sorted(line.cells, key=lambda cell: "state" in cell.truth):
            truth |= {key: value for key, value in cell.truth.items() if value is not None or key not in truth}
        if self.source.period_id in self.settings.get("no_legend", ()):
            truth |= {"state": "unknown", "state_reason": None}
        return truth

    def _note_judgements(self, at: int, line: Line, truth: dict[str, Any]) -> None:
        """Findings that follow from the rulings without any slip."""
        planned, as_of = truth.get("planned_on"), self.source.as_of
        only_date = line.place("resumed_on") if line.place("planned_on") is None else None
        if planned and planned > as_of and only_date is not None:
            self.records.plant(self.source, "date_future_is_plan", at, only_date + 1, field="resumed_on")
        if self.source.period_id in self.settings.get("no_legend", ()):
            self.records.plant(self.source, "state_digit_no_legend", at, line.place("state") + 1, field="state")
        if planned and planned <= as_of and truth["state"] == "planned" and only_date is None:
            self.records.plant(self.source, "plan_past", at, line.place("planned_on") + 1, field="planned_on")

    def _merge_label(self, first: int, last: int) -> None:
        """One merged cell for the group's label, as the first column."""
        for row in range(first + 1, last + 1):
            self.grid.cells.pop((row, 1), None)
        self.grid.merge(first, 1, last, 1)

    def _extras(self, next_row: int, number: int, lines: list[Line]) -> int:
        """Rows that are no returns: names without an answer, doubles, strangers, hidden stale rows."""
        name_column = [column.field for column in self.columns].index("name") + 1
        if self.settings.get("silent") == "names":
            for row in self.silent:
                number += 1
                self.grid.put(next_row, 1, number)
                self.grid.put(next_row, name_column, row.answer.enterprise.name)
                next_row += 1
        for quirk in self.quirks:
            if quirk["kind"] == "duplicate":
                twin = next(line for line in lines if line.row is picked(quirk, self.rows))
                next_row = self._put_loose(next_row, number := number + 1, twin, blank=("capacity_pct", "text"))
                self.records.plant(self.source, "duplicate_row", next_row - 1, name_column, field="name")
            elif quirk["kind"] == "unknown_enterprise":
                twin = next(line for line in lines if line.row.answer.state == "running")
                stranger = replace(twin.row, troubles=())
                line = self._line(stranger)
                for field, value in (("name", _STRANGER), ("uscc", None)):
                    if (place := line.place(field)) is not None:
                        line.cells[place] = Written(value)
                next_row = self._put_loose(next_row, number := number + 1, line)
                self.records.plant(self.source, "entity_unmatched", next_row - 1, name_column, field="name")
                note_row(self.records, self.source, next_row - 1, line, self._legend(line), in_register=False)
        for line in lines[: self.settings.get("hidden_stale", 0)]:
            self.grid.hidden_rows.add(next_row)
            self.records.plant(self.source, "row_hidden", next_row, name_column, field="")
            next_row = self._put_loose(next_row, 1, line, blank=("staff_back",))
        return next_row

    def _put_loose(self, at: int, number: int, line: Line, blank: tuple[str, ...] = ()) -> int:
        for place, (column, cell) in enumerate(zip(self.columns, line.cells, strict=True), 1):
            if column.field not in blank:
                self.grid.put(at, place, number if column.field == "seq" else cell.value, cell.number_format)
        return at + 1

    def _total(self, at: int, lines: list[Line], label: str) -> int:
        fields = [column.field for column in self.columns]
        self.grid.put(at, 1 if fields[0] != "seq" or label == "合计" else fields.index("name") + 1, label)
        self.grid.put(at, fields.index("name") + 1 if fields[0] == "seq" and label == "合计" else 3, f"{len(lines)}户")
        wrong = any(quirk["kind"] == "wrong_total" for quirk in self.quirks) and label != "小计"
        for place, column in enumerate(self.columns, 1):
            if column.field not in _SUMMED:
                continue
            values = [line.cells[place - 1].truth.get(column.field) or 0 for line in lines]
            factor = 10000 if "yuan" in column.style else 1
            total = round(sum(values) * factor, 1)
            if wrong and column.field == "staff_back":
                total += 18
                self.records.plant(self.source, "total_differs", at, place, field="staff_back")
            self.grid.put(at, place, int(total) if float(total).is_integer() else total)
        self.grid.bold_rows.add(at)
        return at + 1


def note_row(
    records: Records, source: Source, at: int, line: Line, truth: dict[str, Any], *, in_register: bool = True
) -> None:
    """Add one enterprise's return to the records, with the difficulties that its cells name."""
    enterprise = line.row.answer.enterprise
    identity = {
        "enterprise_id": enterprise.uscc if in_register else None,
        "in_register": in_register,
        "name": enterprise.name if in_register else _STRANGER,
        "county_code": enterprise.county_code if in_register else None,
    }
    records.status.append(identity | {name: truth.get(name) for name in STATUS_FIELDS} | source.columns(at))
    for trouble in _named_troubles(line) if in_register else ():
        records.difficulties.append(identity | trouble | source.columns(at))


def _named_troubles(line: Line) -> list[dict[str, Any]]:
    """Difficulties that can be read off a line: ticked categories, or those told in its text cell."""
    ticked = [
        field.removeprefix("choice_")
        for field, cell in zip(line.fields, line.cells, strict=True)
        if field.startswith("choice_") and cell.value
    ]
    if ticked:
        empty = {"text": None, "direction": None, "amount": None, "unit": None, "resolved": False}
        return [{"category": category, **empty, "origin": "choice"} for category in ticked]
    place = line.place("text")
    text = line.cells[place].value if place is not None else None
    if not text:
        return []
    told = sorted(line.row.troubles, key=lambda trouble: not trouble.resolved)
    still_open = [trouble for trouble in told if not trouble.resolved]
    first_need = next((trouble for trouble in still_open if trouble.amount is not None), None)
    of_text = {
        "text": text,
        "amount": first_need.amount if first_need else None,
        "unit": first_need.unit if first_need else None,
        "resolved": len(still_open) < len(told),
        "origin": "text",
    }
    rows = [{"category": t.category, "direction": t.direction or None, **of_text} for t in still_open]
    return rows or [{"category": "none", "direction": None, **of_text}]


def day_words(as_of: date) -> dict[str, Any]:
    """The words that lines and file names are filled in with."""
    return {
        "year": as_of.year,
        "month": as_of.month,
        "day": as_of.day,
        "full": f"{as_of.year}年{as_of.month}月{as_of.day}日",
    }
