"""What became of each table and each file received (the `parts` and `uploads` tables), which of the offices that must
report sent nothing usable for a period, and which sent the first of it late."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache

import pandas as pd

from analysis.intake.context import Context
from analysis.intake.errors import UnreadableUpload
from analysis.intake.findings import Place
from analysis.intake.parts.part import ENTERPRISE_LISTS, Part
from analysis.intake.together.gathered import as_category
from analysis.intake.uploads import Upload

# Kinds of tables that are returns, the most telling first; a list of tasks that comes back answered is none.
RETURNS = (*ENTERPRISE_LISTS, "projects", "suppliers", "summary")


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
    uploads: Sequence[Upload], repeated: Mapping[str, str], parts: list[Part], refused: dict[str, UnreadableUpload]
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


def check_senders(uploads: Sequence[Upload], parts: Sequence[Part], status: pd.DataFrame, context: Context) -> None:
    """Note each office without a usable return for a folder's period, and each whose first one came after its end; and
    what of the register, by which they are asked, was not read.

    A return counts for the period of its file's folder and for those that it or its rows (in ``status``) are dated in,
    for the office that its table names, else its file. Where an arrival was not noted nothing is late.
    """
    survey = context.survey
    heard: dict[tuple[str, str], list[datetime | None]] = defaultdict(list)
    for period_id, office, arrival in _heard(parts, status, context):
        heard[period_id, office].append(arrival)
    for period in sorted({upload.period for upload in uploads if upload.period}, key=lambda period: period.id):
        register = Place("", "register.csv", period.id)
        for rule, column, text in context.register_unread:
            context.findings.add(rule, register, value=text, column=column)
        place = Place(period_id=period.id)
        for office in survey.offices:
            arrivals = heard.get((period.id, office.code))
            if not arrivals:
                context.findings.add("office_missing", place, value=office.name)
            elif None not in arrivals and min(arrivals) > (due := survey.deadline(period)):
                # The office among the arguments too: two that came at one minute are two findings.
                told = {"office": office.code, "arrived": f"{min(arrivals):%Y-%m-%d %H:%M}"}
                told |= {"deadline": f"{due:%Y-%m-%d %H:%M}"}
                context.findings.add("office_late", place, value=office.name, **told)


def _heard(parts: Sequence[Part], status: pd.DataFrame, context: Context) -> Iterator[tuple[str, str, datetime | None]]:
    """(period, office, arrival) of each return."""
    dated: dict[tuple[str, str], list[str]] = defaultdict(list)
    for upload_id, part, period_id in status[["upload_id", "part", "period_id"]].drop_duplicates().values.tolist():
        dated[upload_id, part].append(period_id)
    sender = {part.upload.upload_id: part.office for part in reversed(parts) if part.office}
    for part in parts:
        office = part.office or sender.get(part.upload.upload_id)
        if not office or part.kind not in RETURNS or (part.kind in ENTERPRISE_LISTS and not _was_answered(part)):
            continue
        own = context.survey.period_of(part.as_of) if part.as_of else None
        of_rows = dated.get((part.upload.upload_id, part.place.part), ())
        for period_id in {*of_rows, *(period.id for period in (own, part.upload.period) if period)}:
            yield period_id, office, part.upload.received_at


def _was_answered(part: Part) -> bool:
    counts = part.fate_counts()
    return bool(counts.get("kept") or counts.get("merged"))
