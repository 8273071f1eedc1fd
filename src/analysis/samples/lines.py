"""One line of an office's list: its cells, the slips in it, and what a careful reader takes from it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from analysis.samples.quirks import change, picked
from analysis.samples.records import STATUS_FIELDS, Records, Source
from analysis.samples.render import Row, Written, write

# What a line is: an enterprise's return, a name without an answer, the same enterprise once more, an enterprise that
# is on no register, a hidden line of an older week.
Kind = Literal["return", "silent", "double", "stranger", "stale"]
_STRANGER = "贵州未录鼍电子商务有限公司"
_ROW_QUIRKS = ("duplicate", "unknown_enterprise", "wrong_total")
_KEPT_IN_DOUBLES = ("seq", "name", "uscc", "state", "resumed_on")


@dataclass(frozen=True)
class Column:
    """One column of a form: its field, the office's style of writing it, and its header words from the top down."""

    field: str
    style: str
    path: tuple[str, ...]


@dataclass
class Line:
    """Cells side by side with their columns; ``slips`` are (rule, place from 0) of what went wrong in them."""

    row: Row
    columns: list[Column]
    cells: list[Written]
    kind: Kind = "return"
    slips: list[tuple[str, int]] = field(default_factory=list)

    def place(self, name: str) -> int | None:
        """The place of a field, counted from 0; None where the form does not have it."""
        return next((place for place, column in enumerate(self.columns) if column.field == name), None)

    def rewrite(self, name: str, written: Written, rule: str = "") -> None:
        """Write something else into a field, where the form has it."""
        place = self.place(name)
        if place is not None:
            self.cells[place] = written
            if rule:
                self.slips.append((rule, place))

    @property
    def truth(self) -> dict[str, Any]:
        """The tidy values of all cells; the state cell has the last word, a value wins over a blank."""
        found: dict[str, Any] = {}
        for cell in sorted(self.cells, key=lambda cell: "state" in cell.truth):
            found |= {key: value for key, value in cell.truth.items() if value is not None or key not in found}
        return found


def read_columns(settings: Iterable[dict[str, str]]) -> list[Column]:
    """Columns from lines such as ``{planned_on cn+undated: 复工情况>计划复工时间}``."""
    columns = []
    for item in settings:
        [(key, words)] = item.items()
        name, _, style = key.partition(" ")
        columns.append(Column(name, style, tuple(words.split(">"))))
    return columns


def return_line(row: Row, columns: list[Column], rows: list[Row], quirks: list[dict[str, str]], as_of: date) -> Line:
    """An enterprise's return with the slips planted in it."""
    line = Line(row, columns, [write(column.field, column.style, row) for column in columns])
    for quirk in quirks:
        if quirk["kind"] not in _ROW_QUIRKS and picked(quirk, rows) is row:
            for slip in change(quirk["kind"], row, as_of):
                line.rewrite(slip.field, slip.written, slip.rule)
    return line


def silent_line(row: Row, columns: list[Column]) -> Line:
    """A name and nothing else: no return."""
    name = row.answer.enterprise.name
    return Line(row, columns, [Written(name if column.field == "name" else None) for column in columns], "silent")


def double_line(line: Line) -> Line:
    """The enterprise once more, less complete, without numbers; the first line wins."""
    cells = [
        cell if column.field in _KEPT_IN_DOUBLES else Written(None)
        for column, cell in zip(line.columns, line.cells, strict=True)
    ]
    return Line(line.row, line.columns, cells, "double")


def stranger_line(line: Line) -> Line:
    """A return of somebody who is on no register."""
    row = replace(line.row, troubles=())
    stranger = Line(row, line.columns, [write(column.field, column.style, row) for column in line.columns], "stranger")
    stranger.rewrite("name", Written(_STRANGER))
    stranger.rewrite("uscc", Written(None))
    return stranger


def stale_line(line: Line) -> Line:
    """A line of an older week, when nobody was back yet, that somebody hid instead of deleting it."""
    stale = Line(line.row, line.columns, list(line.cells), "stale")
    for name, value in (("state", "未复工"), ("resumed_on", None), ("staff_back", 0), ("text", None)):
        stale.rewrite(name, Written(value))
    return stale


def note_line(records: Records, source: Source, at: int, line: Line, truth: dict[str, Any]) -> None:
    """Add a return, or a stranger's, to the records with the difficulties that its cells name."""
    enterprise, known = line.row.answer.enterprise, line.kind == "return"
    identity = {
        "enterprise_id": enterprise.uscc if known else None,
        "in_register": known,
        "name": enterprise.name if known else _STRANGER,
        "county_code": enterprise.county_code if known else None,
    }
    records.status.append(identity | {name: truth.get(name) for name in STATUS_FIELDS} | source.columns(at))
    for trouble in _named_troubles(line) if known else ():
        records.difficulties.append(identity | trouble | source.columns(at))


def _named_troubles(line: Line) -> list[dict[str, Any]]:
    """Difficulties that can be read off a line: ticked categories, or those told in its text cell."""
    ticked = [
        column.field.removeprefix("choice_")
        for column, cell in zip(line.columns, line.cells, strict=True)
        if column.field.startswith("choice_") and cell.value
    ]
    if ticked:
        empty = {"text": None, "direction": None, "amount": None, "unit": None, "resolved": False}
        return [{"category": category, **empty, "origin": "choice"} for category in ticked]
    place = line.place("text")
    text = line.cells[place].value if place is not None else None
    if not text:
        return []
    still_open = [trouble for trouble in line.row.troubles if not trouble.resolved]
    first_need = next((trouble for trouble in still_open if trouble.amount is not None), None)
    of_text = {
        "text": text,
        "amount": first_need.amount if first_need else None,
        "unit": first_need.unit if first_need else None,
        "resolved": len(still_open) < len(line.row.troubles),
        "origin": "text",
    }
    rows = [{"category": t.category, "direction": t.direction or None, **of_text} for t in still_open]
    return rows or [{"category": "none", "direction": None, **of_text}]
