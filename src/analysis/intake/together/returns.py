"""What the lists of all uploads hold, gathered as they come: returns of enterprises, their answers, and projects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.intake.context import Context
from analysis.intake.enterprises.names import made_id, normalise_names
from analysis.intake.findings import Place
from analysis.intake.parts.part import Part
from analysis.intake.parts.public_columns import columns_of
from analysis.intake.rows import answers, ledger, projects
from analysis.intake.together.gathered import Columns, Gathered, Kind, as_category, take_rows

_SOURCE = {"upload_id": "upload_id", "part": "part", "source_file": "file", "source_sheet": "sheet"}
_KINDS: dict[str, Kind] = (
    dict.fromkeys(("place", "source_row", "name_column", "row", "column"), "place")
    | dict.fromkeys(("name", "uscc", "project_id"), "text")
    | dict.fromkeys(("as_of", "resumed_on", "planned_on", *ledger.DATES), "day")
    | dict.fromkeys((*ledger.NUMBERS, *projects.NUMBERS), "number")
)  # of all other columns: words

_NOTHING: dict[str, list] = {}


class Lists:
    """The rows of lists, each with the index of its part. The parts keep none."""

    def __init__(self) -> None:
        self.returns, self.answers, self.projects = (
            Gathered({column: _KINDS.get(column, "word") for column in columns})
            for columns in (ledger.COLUMNS, answers.COLUMNS, projects.COLUMNS)
        )
        self._columns: dict[str, tuple] = {}
        self._counted: dict[tuple, dict[str, int]] = {}
        self._places: list[Place] = []

    def take(self, index: int, part: Part) -> None:
        """Take over the rows of a part. What many parts have alike, such as the columns of a form, is kept once."""
        self.returns.add(index, part.returns)
        self.answers.add(index, part.answers)
        self.projects.add(index, part.projects)
        self._places.append(part.place)
        part.returns = part.answers = part.projects = _NOTHING
        part.rows = _as_range(part.rows)
        part.counted = self._counted.setdefault(tuple(part.counted.items()), part.counted)
        known = self._columns.get(part.described)
        if known is None:
            known = self._columns[part.described] = (part.described, *columns_of(part.described))
        part.described = known[0]
        if not part.columns:
            _, part.columns, part.where = known

    def sources(self, index: np.ndarray) -> dict[str, pd.Categorical]:
        """The upload, part, file and sheet of each of some parts."""
        return {column: places.take(index) for column, places in self._sources.items()}

    @cached_property
    def _sources(self) -> dict[str, pd.Categorical]:
        return {
            column: as_category([getattr(place, name) for place in self._places]) for column, name in _SOURCE.items()
        }


def _as_range(rows: Sequence[int]) -> Sequence[int]:
    """Rows of which each follows the one before as a range, which takes no memory a row."""
    told = range(rows[0], rows[-1] + 1) if rows else ()
    return told if [*told] == rows else rows


def gather(found: Iterable[Part]) -> tuple[list[Part], Lists]:
    """The parts of uploads, and what their lists hold."""
    parts, lists = [], Lists()
    for index, part in enumerate(found):
        lists.take(index, part)
        parts.append(part)
    return parts, lists


def returns_of(lists: Lists) -> Columns:
    """One row per enterprise and date, in the order of parts and rows, as ``ledger.read_returns`` read them.

    ``part_index`` (into ``parts``) and the columns of the source come to those of each part.
    """
    rows = lists.returns.columns()
    return rows | lists.sources(rows["part_index"])


def project_rows(lists: Lists, parts: Sequence[Part], context: Context) -> pd.DataFrame:
    """The `projects` table: one row per project and as-of date; of two the later file's, then the first, holds."""
    rows = lists.projects.columns()
    index = rows["part_index"].tolist()
    if not index:
        return pd.DataFrame()
    of_rows = [parts[at] for at in index]
    days = [part.as_of for part in of_rows]
    periods = {day: period.id for day in set(days) if (period := context.setting.period_of(day))}
    counties = _counties(rows["county"].tolist(), of_rows, context)
    ids = _identities(rows["project_id"].tolist(), rows["name"].tolist(), counties)
    rows |= {
        "project_id": pd.array(ids, dtype="str"),
        "county_code": pd.array(counties, dtype="str"),
        "as_of": np.array(days, object),
        "period_id": pd.array([periods.get(day) for day in days], dtype="str"),
        "level": rows["project_level"],
        **lists.sources(rows["part_index"]),
    }
    for column in ("part_index", "county", "project_level"):
        del rows[column]
    orders = {at: parts[at].order for at in set(index)}
    held: dict[tuple, int] = {}
    for at, about in enumerate(zip(ids, days, strict=True)):
        if orders[index[at]] > orders[index[held.setdefault(about, at)]]:
            held[about] = at
    return pd.DataFrame(rows if len(held) == len(ids) else take_rows(rows, sorted(held.values())), copy=False)


def _counties(texts: list[str], parts: list[Part], context: Context) -> list[str | None]:
    """The county that a project's row names, else that of the office."""
    known: dict[str, str | None] = {}
    for text in texts:
        if isinstance(text, str) and text not in known:
            known[text] = context.counties.meant(text)
    offices = [context.county_of(part.office) for part in parts]
    return [known.get(text) or office for text, office in zip(texts, offices, strict=True)]


def _identities(own: list[str], names: list[str], counties: list[str | None]) -> list[str]:
    """Each project's own id or one made from its name and county, hashed: ids of different lists do not collide."""
    told = zip(own, normalise_names(names), counties, strict=True)
    return [made_id(one) if isinstance(one, str) and one else made_id(name, county) for one, name, county in told]
