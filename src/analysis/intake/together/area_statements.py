"""What a table of counts (汇总表) says of areas and of groups in them: which row speaks of which, how many of what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from analysis.intake.context import Context
from analysis.intake.findings import Cell
from analysis.intake.parts.days_of_columns import day_of
from analysis.intake.parts.part import Part
from analysis.intake.places import Places
from analysis.intake.rows.typed import column_parser, read_column
from analysis.intake.values import mask_personal
from analysis.vocabulary import Vocabulary, key


class Measure(NamedTuple):
    """``told_by``: the count and the rate of which a table that says something of it has one; ``base``: how many there
    are; ``answers``: field of a column -> the answer that so many of them gave."""

    told_by: tuple[str, str]
    base: str
    answers: dict[str, str]


MEASURES = {
    "resumption": Measure(
        ("resumed_n", "rate_pct"),
        "expected_n",
        {
            "reported_n": "replied", "resumed_n": "running", "partial_n": "partial", "planned_n": "planned",
            "stopped_n": "stopped", "excluded_n": "excluded",
        },
    ),
    "staff": Measure(("staff_back", "staff_pct"), "staff_normal", {"staff_back": "back"}),
    "projects": Measure(("projects_resumed_n", "project_rate_pct"), "projects_n", {"projects_resumed_n": "running"}),
}  # fmt: skip
_RATES = frozenset(measure.told_by[1] for measure in MEASURES.values())
_ASKED = frozenset(
    field for measure in MEASURES.values() for field in (*measure.told_by, measure.base, *measure.answers)
)
_STANDS_IN = {"staff_normal": "staff_due"}  # those due back are the base where a table does not count all

# Columns that divide what an area has into groups; the fields are dimensions of `summaries`.
GROUPS = ("industry", "park", "town", "size")


def kept_as(field: str) -> tuple[str, str, str] | None:
    """The measure and the column of `summaries` in which a field of a table of counts is kept, and the answer that it
    counts, '' for one of all answers."""
    field = next((base for base, due in _STANDS_IN.items() if due == field), field)
    for name, measure in MEASURES.items():
        if field in measure.answers:
            return name, "numerator", measure.answers[field]
        if field in (measure.base, measure.told_by[1]):
            return name, "denominator" if field == measure.base else "rate_pct", ""
    return None


@dataclass(eq=False)
class Statement:
    """What one table says of one area, or of one ``group`` in it (its dimension and name): field -> number, and
    field -> the cell it is told at."""

    part: Part
    office: str | None
    day: date
    member: str
    group: tuple[str, str] | None = None
    is_total: bool = False
    numbers: dict[str, float | None] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)

    def add(self, name: str, number: float | None, cell: Cell) -> None:
        """One more row of the area: counts add up, and with one that is missing the sum is; rates do not."""
        known = self.numbers.get(name, 0)
        is_known = known is not None and number is not None and not (name in _RATES and name in self.numbers)
        self.numbers[name] = known + number if is_known else None
        self.cells.setdefault(name, cell)

    @property
    def rank(self) -> tuple:
        return self.office == self.member, self.part.order, not self.is_total


def statements(part: Part, office: str | None, context: Context) -> list[Statement]:
    """What a part says, one statement per area and per group of one, and per day where headers name several.
    ``office``: who sent it; a table that names no area, nor gives the total of one, is a finding: its groups are kept,
    and count for no county."""
    table = _Counts(part, office or _whole(part, context), context)
    members = table.members()
    if len(members) == 1 and not part.totals and table.office in context.county_codes:
        members = [members[0] or table.office]
    groups = table.groups([member or table.office for member in members])
    found = [one for day, asked in _asked_by_day(part) for one in table.on(day, asked, members, groups)]
    if table.office != context.survey.area and all(statement.group for statement in found):
        context.findings.add("summary_without_area", part.place, (part.first_row, 1), action="ignored")
    return found


def _whole(part: Part, context: Context) -> str | None:
    """The whole area, where a title or a name says that a table of its industries or parks is of it; whose towns they
    are, it would not say."""
    everywhere = Places([context.survey.region(context.survey.area)])
    texts = (*part.titles, *part.sheet_titles, part.place.sheet, part.upload.stem)
    is_named = any(everywhere.find(text) for text in texts if isinstance(text, str))
    return context.survey.area if is_named and part.first("town") is None else None


def _asked_by_day(part: Part) -> Iterator[tuple[date, dict[str, int]]]:
    """The days of a part, each with field -> the column that counts it on this day."""
    for day in sorted({match.date for match in part.columns if match.date}, key=lambda day: day[1:]) or [None]:
        own = [at for at, match in enumerate(part.columns) if match.date in (None, day)]
        columns = {part.columns[at].field: at for at in reversed(own)}
        asked = {field: at for field, at in columns.items() if field in _ASKED}
        asked |= {base: columns[due] for base, due in _STANDS_IN.items() if base not in columns and due in columns}
        yield day_of(day, part.as_of) if day else part.as_of, asked


@dataclass(frozen=True)
class _Counts:
    """A table of counts and who sent it."""

    part: Part
    office: str | None
    context: Context

    def members(self) -> list[str | None]:
        """The area each body row speaks of; a name that is no county's is a finding where others are."""
        part, context = self.part, self.context
        column = part.first("county", "office")
        if column is None:
            return [None] * len(part.rows)
        area = context.survey.region(context.survey.area)
        everywhere = Places([area])
        # 全州, which heads a column; of a county-level city's office 全市 may be that city
        whole = f"全{area.name[-1:]}"
        if part.office in context.county_codes and context.survey.region(part.office).name[-1:] == whole[-1]:
            whole = ""
        texts = [str(value or "").strip() for value in part.cells[column]]
        codes = [context.counties.meant(t) or everywhere.exact(t) or (area.code if t == whole else None) for t in texts]
        if any(codes):
            for index, code in enumerate(codes):
                if code is None and texts[index]:
                    where = part.cell(column, index)
                    context.findings.add("county_unknown", part.place, where, field="county", value=texts[index])
        return codes

    def groups(self, areas: list[str | None]) -> dict[int, tuple[str, tuple[str, str]]]:
        """The body rows that speak of a group, each with its area and group; the first column that divides counts."""
        column = self.part.first(*GROUPS)
        if column is None:
            return {}
        dimension, known = self.part.columns[column].field, {*self.context.county_codes, self.context.survey.area}
        texts = [str(value or "").strip() for value in self.part.cells[column]]
        return {
            index: (area, (dimension, _group_name(dimension, text, self.context.words)))
            for index, (area, text) in enumerate(zip(areas, texts, strict=True))
            if area in known and text
        }

    def on(
        self,
        day: date,
        asked: dict[str, int],
        members: list[str | None],
        groups: dict[int, tuple[str, tuple[str, str]]],
    ) -> list[Statement]:
        """What the table says on a day, by ``asked``: field -> the column that counts it then."""
        typed = {name: self._numbers(column) for name, column in asked.items()}
        found: dict[str | tuple[str, str, str], Statement] = {}

        def add(index: int, key: str | tuple[str, str, str], area: str, group: tuple[str, str] | None = None) -> None:
            statement = found.setdefault(key, Statement(self.part, self.office, day, area, group))
            for name, column in asked.items():
                statement.add(name, typed[name][index], self.part.cell(column, index))

        rows_of = Counter(members)
        for index, member in enumerate(members):
            # Of an area's several rows one without a number says nothing, as where its office signs below.
            if member and (rows_of[member] == 1 or any(numbers[index] is not None for numbers in typed.values())):
                add(index, member, member)
        for index, (area, group) in groups.items():
            add(index, (area, *group), area, group)
        everywhere = self.context.survey.area
        areas = {statement.member for statement in found.values() if statement.group is None}
        whole = self.office if areas <= {self.office} else everywhere
        if self.part.totals and whole in (*self.context.county_codes, everywhere) and whole not in areas:
            found[whole] = self._total(day, asked, whole)
        return list(found.values())

    def _numbers(self, column: int) -> list[float | None]:
        """The column's counts; a negative one is a finding and missing."""
        part, context = self.part, self.context
        found = read_column(part, column, context.words, context.findings, part.as_of)
        return [self._plausible(number, column, part.cell(column, index)) for index, number in enumerate(found)]

    def _total(self, day: date, asked: dict[str, int], member: str) -> Statement:
        """What the largest of the totals says."""
        part = self.part
        parsers = {
            field: column_parser(part, column, self.context.words, part.as_of) for field, column in asked.items()
        }
        totals = {
            row: {field: parsers[field](cells[column]).value for field, column in asked.items()}
            for row, cells in part.totals.items()
        }
        row = max(totals, key=lambda row: max((n for n in totals[row].values() if n is not None), default=-1))
        statement = Statement(part, self.office, day, member, is_total=True)
        for name, column in asked.items():
            cell = (row, part.columns[column].column)
            statement.add(name, self._plausible(totals[row][name], column, cell), cell)
        return statement

    def _plausible(self, number: float | None, column: int, cell: Cell) -> float | None:
        """A count or rate, told where it is broken or negative; a negative one is missing."""
        if number is None:
            return None
        name, findings, place = self.part.columns[column].field, self.context.findings, self.part.place
        if name not in _RATES and not float(number).is_integer():
            findings.add("persons_not_whole", place, cell, field=name, value=f"{number:g}")
        if number < 0:
            findings.add("number_negative", place, cell, field=name, value=number, action="missing")
        return number if number >= 0 else None


def _group_name(dimension: str, text: str, words: Vocabulary) -> str:
    """An industry's code where it is one of the national divisions, any other group as it is written, without
    personal data."""
    written = mask_personal(text)
    return words.industry_words.get(key(text), written) if dimension == "industry" else written
