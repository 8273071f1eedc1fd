"""What the lists of all uploads hold, gathered as they come: returns of enterprises, their answers, and projects."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import pandas as pd
import pyarrow as pa

from analysis.intake import answers, ledger, projects
from analysis.intake.context import Context
from analysis.intake.described import columns_of
from analysis.intake.gathered import Gathered, as_category
from analysis.intake.names import normalise_name
from analysis.intake.parts import Part

_SOURCE = {"upload_id": "upload_id", "part": "part", "source_file": "file", "source_sheet": "sheet"}
_word = pa.dictionary(pa.int32(), pa.large_string())  # a text that many rows have
_TYPES = (
    dict.fromkeys(("place", "source_row", "name_column", "row", "column"), pa.int32())
    | dict.fromkeys(("name", "uscc", "project_id"), pa.large_string())
    | dict.fromkeys(("as_of", "resumed_on", "planned_on", *ledger.DATES), pa.date32())
    | dict.fromkeys((*ledger.NUMBERS, *projects.NUMBERS), pa.float64())
)


class Lists:
    """The rows of lists, each with the index of its part. The parts keep none."""

    def __init__(self) -> None:
        self.returns, self.answers, self.projects = (
            Gathered(pa.schema([(column, _TYPES.get(column, _word)) for column in columns]))
            for columns in (ledger.COLUMNS, answers.COLUMNS, projects.COLUMNS)
        )
        self._columns: dict[str, tuple] = {}

    def take(self, index: int, part: Part) -> None:
        """Take over the rows of a part. Offices of one form have the same columns: these too are kept once."""
        self.returns.add(index, part.returns)
        self.answers.add(index, part.answers)
        self.projects.add(index, part.projects)
        part.returns = part.answers = part.projects = {}
        known = self._columns.get(part.described)
        if known is None:
            known = self._columns[part.described] = (part.described, *columns_of(part.described))
        part.described = known[0]
        if not part.columns:
            _, part.columns, part.where = known


def gather(found: Iterable[Part]) -> tuple[list[Part], Lists]:
    """The parts of uploads, and what their lists hold."""
    parts, lists = [], Lists()
    for index, part in enumerate(found):
        lists.take(index, part)
        parts.append(part)
    return parts, lists


def returns_of(lists: Lists, parts: Sequence[Part]) -> pd.DataFrame:
    """One row per enterprise and date, in the order of parts and rows, as ``ledger.read_returns`` read them.

    ``part_index`` (into ``parts``) and the columns of the source come to those of each part.
    """
    return _with_source(lists.returns.frame(), parts)


def project_rows(lists: Lists, parts: Sequence[Part], context: Context) -> pd.DataFrame:
    """The `projects` table: one row per project and as-of date; of two the later file's, then the first, holds."""
    rows = lists.projects.frame()
    if rows.empty:
        return pd.DataFrame()
    index = rows["part_index"].tolist()
    days = {part.as_of for part in parts}
    periods = {day: period.id for day in days if day and (period := context.setting.period_of(day))}
    orders = {at: parts[at].order for at in set(index)}
    ranks = {order: rank for rank, order in enumerate(sorted(set(orders.values())))}
    rows = rows.assign(
        county_code=_counties(rows["county"].tolist(), [parts[at] for at in index], context),
        as_of=[parts[at].as_of for at in index],
        period_id=[periods.get(parts[at].as_of) for at in index],
        level=rows["project_level"],
        _rank=[ranks[orders[at]] for at in index],
    )
    told = zip(*(rows[name].tolist() for name in ("project_id", "name", "county_code")), strict=True)
    rows["project_id"] = [_identity(*each) for each in told]
    ranked = _with_source(rows, parts).sort_values("_rank", ascending=False, kind="stable")
    kept = ranked.drop_duplicates(["project_id", "as_of"]).sort_index()
    return kept.drop(columns=["_rank", "part_index", "county", "project_level"])


def _with_source(rows: pd.DataFrame, parts: Sequence[Part]) -> pd.DataFrame:
    """Rows with the upload, part, file and sheet they stand in, as categories."""
    index = rows["part_index"].to_numpy()
    source = {
        column: as_category([getattr(part.place, name) for part in parts]).take(index)
        for column, name in _SOURCE.items()
    }
    return rows.assign(**source)


def _counties(texts: list[str], parts: list[Part], context: Context) -> list[str | None]:
    """The county that a project's row names, else that of the office."""
    known: dict[str, str | None] = {}
    for text in texts:
        if isinstance(text, str) and text not in known:
            known[text] = context.counties.exact(text) or context.counties.find(text)
    offices = [part.office if part.office in context.county_codes else None for part in parts]
    return [known.get(text) or office for text, office in zip(texts, offices, strict=True)]


def _identity(own: str, name: str, county: object) -> str:
    """The project's own id or one made from its name and county, hashed: ids of different lists do not collide."""
    said = own if isinstance(own, str) and own else f"{normalise_name(name)}|{county}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]
