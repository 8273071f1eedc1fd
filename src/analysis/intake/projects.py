"""Lists of construction projects, counted in 个 and never added to enterprises."""

from __future__ import annotations

import hashlib

import pandas as pd

from analysis.intake.context import Context
from analysis.intake.names import normalise_name
from analysis.intake.parts import Part
from analysis.intake.typed import note, read_column
from analysis.intake.values import is_blank, resolve_state

_TYPED = (
    "project_id", "county", "continuing_or_new", "project_level", "total_investment_10k_cny",
    "workers_needed", "workers_present",
)  # fmt: skip


def project_rows(parts: list[Part], context: Context) -> pd.DataFrame:
    """The `projects` table: one row per project and as-of date; of two the later file's, then the first, holds."""
    rows = [row for part in parts if part.kind == "projects" for row in _rows(part, context)]
    if not rows:
        return pd.DataFrame()
    frame = pd.DataFrame(rows)
    ordered = sorted(range(len(frame)), key=lambda place: (rows[place]["order"], -place))
    kept = frame.iloc[ordered].drop_duplicates(["project_id", "as_of"], keep="last")
    return kept.drop(columns="order").sort_index()


def _rows(part: Part, context: Context) -> list[dict[str, object]]:
    name = part.first("project_name")
    if name is None:
        return []
    typed = {
        field: read_column(part, column, context.words, context.findings, part.as_of)
        for field in _TYPED
        if (column := part.first(field)) is not None
    }
    asked = [part.first(field) for field in ("project_state", "resumed_on", "planned_on")]
    period = context.survey.period_of(part.as_of)
    rows = []
    for index, row in enumerate(part.rows):
        value = part.cells[name][index]
        if is_blank(value):
            part.fates[row] = "rejected"
            continue
        cells = [None if column is None else part.cells[column][index] for column in asked]
        state = resolve_state(*cells, as_of=part.as_of, vocabulary=context.words, has_state=asked[0] is not None)
        for rule, field in state.notes:
            column = {"resumed_on": asked[1], "planned_on": asked[2]}.get(field, asked[0])
            note(part, rule, name if column is None else column, index, context.findings, value=cells[0])
        said = {field: values[index] for field, values in typed.items()}
        county = _county(said.pop("county", None), part, context)
        identity = said.get("project_id") or f"{normalise_name(str(value))}|{county}"
        rows.append(
            {
                **said,
                "project_id": hashlib.sha256(identity.encode()).hexdigest()[:16],
                "name": str(value).strip(),
                "county_code": county,
                "period_id": period.id if period else None,
                "as_of": part.as_of,
                "level": said.pop("project_level", None),
                "state": state.state,
                "resumed_on": state.resumed_on,
                "planned_on": state.planned_on,
                "upload_id": part.place.upload_id,
                "part": part.place.part,
                "source_file": part.place.file,
                "source_sheet": part.place.sheet,
                "source_row": row,
                "order": part.order,
            }
        )
    return rows


def _county(text: object, part: Part, context: Context) -> str | None:
    if isinstance(text, str) and (code := context.counties.exact(text) or context.counties.find(text)):
        return code
    return part.office if part.office in context.county_codes else None
