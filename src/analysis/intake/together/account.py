"""What became of each table and each file received: the `parts` and `uploads` tables."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache

import pandas as pd

from analysis.intake.errors import UnreadableUpload
from analysis.intake.parts.part import Part
from analysis.intake.together.gathered import as_category
from analysis.intake.uploads import Upload


def parts_table(parts: Sequence[Part]) -> pd.DataFrame:
    """One row per table (or sheet without one): where it stands, what it is of, the fates of its rows.

    Of the texts that most have alike, such as the columns of a form, each different one is kept once.
    """
    places = [part.place for part in parts]
    return pd.DataFrame(
        {
            "upload_id": as_category([place.upload_id for place in places]),
            "part": [place.part for place in places],
            "source_file": as_category([place.file for place in places]),
            "sheet": [place.sheet for place in places],
            "kind": [part.kind for part in parts],
            "office": [part.office for part in parts],
            "period_id": [place.period_id for place in places],
            "as_of": [part.as_of for part in parts],
            "first_row": [part.first_row for part in parts],
            "last_row": [part.last_row for part in parts],
            "confidence": [part.confidence for part in parts],
            "columns": as_category([part.described for part in parts]),
            "fates": as_category([_json(tuple(part.fate_counts().items())) for part in parts]),
            "superseded_by": [part.superseded_by for part in parts],
        }
    )


@lru_cache(4096)  # forms of one enterprise each have the same
def _json(counts: tuple[tuple[str, int], ...]) -> str:
    return json.dumps(dict(counts))


def uploads_table(
    uploads: Sequence[Upload],
    repeated: Mapping[str, str],
    parts: list[Part],
    refused: dict[str, UnreadableUpload],
) -> pd.DataFrame:
    """One row per file: whether it was accepted, repeated, superseded or quarantined, why, and whose it is."""
    office = {part.upload.upload_id: part.office for part in reversed(parts) if part.office}
    superseded = {part.upload.upload_id for part in parts if part.superseded_by}
    rows = []
    for upload in uploads:
        error = refused.get(upload.file)
        outcome = "quarantined" if error else "repeated" if upload.file in repeated else "accepted"
        rows.append(
            {
                "upload_id": upload.upload_id,
                "file": upload.file,
                "period_id": upload.period.id if upload.period else None,
                "office": office.get(upload.upload_id),
                "received_at": upload.received_at.isoformat() if upload.received_at else None,
                "outcome": "superseded" if outcome == "accepted" and upload.upload_id in superseded else outcome,
                "reason": error.rule if error else None,
            }
        )
    return pd.DataFrame(rows, columns=["upload_id", "file", "period_id", "office", "received_at", "outcome", "reason"])
