"""What the lists of all uploads hold, in one frame: returns of enterprises, and projects."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import pandas as pd

from analysis.intake.context import Context
from analysis.intake.ledger import COLUMNS, NUMBERS
from analysis.intake.names import normalise_name
from analysis.intake.parts import Part

_SOURCE = {"upload_id": "upload_id", "part": "part", "source_file": "file", "source_sheet": "sheet"}


def returns_of(parts: Sequence[Part]) -> pd.DataFrame:
    """One row per enterprise and date, in the order of parts and rows, as ``ledger.read_returns`` read them.

    ``part_index`` (into ``parts``) and the columns of the source come to those of each part. They move here: the parts
    keep none.
    """
    content: dict[str, list] = {column: [] for column in ("part_index", *COLUMNS, *_SOURCE)}
    for index, part in enumerate(parts):
        if not part.returns:
            continue
        returns, part.returns = part.returns, {}
        for column, values in returns.items():
            content[column] += values
        count = len(returns["place"])
        content["part_index"] += [index] * count
        for column, name in _SOURCE.items():
            content[column] += [getattr(part.place, name)] * count
    return pd.DataFrame(content).astype(dict.fromkeys(NUMBERS, "Float64"))


def project_rows(parts: list[Part], context: Context) -> pd.DataFrame:
    """The `projects` table: one row per project and as-of date; of two the later file's, then the first, holds."""
    rows = [row for part in parts for row in _of_part(part, context)]
    if not rows:
        return pd.DataFrame()
    frame = pd.DataFrame(rows)
    ordered = sorted(range(len(frame)), key=lambda place: (rows[place]["order"], -place))
    kept = frame.iloc[ordered].drop_duplicates(["project_id", "as_of"], keep="last")
    return kept.drop(columns="order").sort_index()


def _of_part(part: Part, context: Context) -> Iterator[dict[str, object]]:
    """The projects of a part with their county and id."""
    period = part.projects and context.setting.period_of(part.as_of)
    place = part.place
    for read in part.projects:
        county = _county(read.get("county"), part, context)
        identity = read.get("project_id") or f"{normalise_name(read['name'])}|{county}"
        yield {name: value for name, value in read.items() if name not in ("county", "project_level")} | {
            "project_id": hashlib.sha256(identity.encode()).hexdigest()[:16],
            "county_code": county,
            "period_id": period.id if period else None,
            "as_of": part.as_of,
            "level": read.get("project_level"),
            "upload_id": place.upload_id,
            "part": place.part,
            "source_file": place.file,
            "source_sheet": place.sheet,
            "order": part.order,
        }


def _county(text: object, part: Part, context: Context) -> str | None:
    if isinstance(text, str) and (code := context.counties.exact(text) or context.counties.find(text)):
        return code
    return part.office if part.office in context.county_codes else None
