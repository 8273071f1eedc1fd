"""How an exhibit's table becomes a chart that Office draws: rules as data in ``exhibits.yml``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import yaml

from analysis.figures.words import capital, say

# Slides show the first so many of the exhibits there are.
MOST_EXHIBITS = 9
_RULES = Path(__file__).parent / "exhibits.yml"


@dataclass(frozen=True)
class Series:
    """One series: its name, the column of the exhibit's table, one value per category, these as printed, and the colour
    it has on the page (empty where the page draws no such series)."""

    name: str
    column: int
    values: tuple[float | None, ...]
    printed: tuple[str, ...]
    colour: str = ""


@dataclass(frozen=True)
class NativeChart:
    """Categories and series as Office wants them. ``rows``: the table's row of each category.

    ``value_kind``: how the values are written (percent, points, count, number). ``left_out``: how many categories the
    table has beside those.
    """

    kind: str
    value_kind: str
    categories: tuple[str, ...]
    rows: tuple[int, ...]
    series: tuple[Series, ...]
    left_out: int = 0

    @property
    def percent(self) -> bool:
        """Whether the values are percentages, 0-100."""
        return self.value_kind == "percent"


@cache
def rules() -> list[dict]:
    """The rows of exhibits.yml, in order."""
    return yaml.safe_load(_RULES.read_text(encoding="utf-8"))


def rule_of(exhibit: Mapping) -> dict | None:
    """The first rule whose pattern fits the exhibit's id; None where none does, and where it has no chart."""
    if not exhibit["figure"]:
        return None
    return next((rule for rule in rules() if fnmatchcase(exhibit["id"], rule["exhibit"])), None)


def native_chart(exhibit: Mapping, lang: str, place: Mapping[str, str], *, cut: bool = False) -> NativeChart | None:
    """The chart of an exhibit's own table; None where no rule fits or the table lacks the columns.

    ``place``: as in ``Content``. ``cut``: with the rule's ``most`` rows only, as a slide has no room for more.
    Percentages stay 0-100 here.
    """
    rule = rule_of(exhibit)
    if rule is None:
        return None
    table = exhibit["table"]
    columns = _columns(table, rule["series"], lang, place)
    if not columns or not table["rows"]:
        return None
    if "by" in rule:
        return _pivoted(table, columns[0], _label(rule["by"], lang, place), rule["kind"])
    rows = list(range(len(table["rows"])))
    if cut and len(rows) > rule.get("most", len(rows)):
        rows = _largest(table, rows, rule["most"], _columns(table, [rule.get("largest_by", "")], lang, place))
    if rule["kind"] == "line":
        rows.reverse()  # tables have the latest period first
    units = _columns(table, [rule.get("unit", "")], lang, place)
    colours = {trace["name"]: trace["marker"]["color"] for trace in exhibit["figure"]["data"] if "name" in trace}
    series = tuple(_series(table, column, rows, units, lang, colours) for column in columns)
    bracket = _columns(table, [rule.get("bracket", "")], lang, place)
    return NativeChart(
        kind=rule["kind"],
        value_kind=table["columns"][columns[0]]["kind"],
        categories=tuple(_category(table, row, bracket, lang) for row in rows),
        rows=tuple(rows),
        series=series,
        left_out=len(table["rows"]) - len(rows),
    )


def slide_exhibits(exhibits: Sequence[Mapping]) -> list[tuple[Mapping, dict]]:
    """The exhibits that get a slide, with their rules, in the order of the rules."""
    found = []
    for rule in rules():
        if rule.get("slide", True):
            found += [(exhibit, rule) for exhibit in exhibits if rule_of(exhibit) is rule][: rule.get("each", 1)]
    return found[:MOST_EXHIBITS]


def _columns(table: Mapping, wanted: Sequence[str] | str, lang: str, place: Mapping[str, str]) -> list[int]:
    """Places of the columns by their keys; of all percentages for "percent"; those that are not there are left out."""
    if wanted == "percent":
        return [place for place, column in enumerate(table["columns"]) if column["kind"] == "percent"]
    places = {column["label"]: place for place, column in enumerate(table["columns"])}
    return [places[label] for key in wanted if key and (label := _label(key, lang, place)) in places]


def _label(key: str, lang: str, place: Mapping[str, str]) -> str:
    return capital(say(f"column.{key}", lang, **place))


def _category(table: Mapping, row: int, bracket: list[int], lang: str) -> str:
    name = table["rows"][row][0]
    return say("share.bracket", lang, name=name, inside=table["rows"][row][bracket[0]]) if bracket else name


def _largest(table: Mapping, rows: list[int], most: int, by: list[int]) -> list[int]:
    """At most so many rows, in their order: those with the largest value of a column, else the first."""
    if not by:
        return rows[:most]
    size = table["values"][by[0]]
    return sorted(sorted(rows, key=lambda row: -(size[row] or 0))[:most])


def _series(
    table: Mapping, column: int, rows: Sequence[int], units: Sequence[int], lang: str, colours: Mapping[str, str]
) -> Series:
    between = "" if lang == "zh" else " "
    name = table["columns"][column]["label"]
    return Series(
        name=name,
        column=column,
        values=tuple(table["values"][column][row] for row in rows),
        printed=tuple(between.join(table["rows"][row][place] for place in (column, *units)) for row in rows),
        colour=colours.get(name, ""),
    )


def _pivoted(table: Mapping, column: int, by: str, kind: str) -> NativeChart:
    """One series per member of the column ``by``, over the groups of the first column that have all members."""
    place = [item["label"] for item in table["columns"]].index(by)
    members = list(dict.fromkeys(row[place] for row in table["rows"]))
    groups = list(dict.fromkeys(row[0] for row in table["rows"]))
    where = {(row[0], row[place]): number for number, row in enumerate(table["rows"])}
    series = []
    for member in members:
        rows = [where.get((group, member)) for group in groups]
        series.append(
            Series(
                name=member,
                column=column,
                values=tuple(None if row is None else table["values"][column][row] for row in rows),
                printed=tuple("" if row is None else table["rows"][row][column] for row in rows),
            )
        )
    rows = tuple(number for number, row in enumerate(table["rows"]) if row[place] == members[0])
    return NativeChart(kind, table["columns"][column]["kind"], tuple(groups), rows, tuple(series))
