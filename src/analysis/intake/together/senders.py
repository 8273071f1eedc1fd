"""Which of the offices that must report sent nothing usable for a period, and which sent the first of it late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

import pandas as pd

from analysis.intake.context import Context
from analysis.intake.findings import Place
from analysis.intake.parts.part import ENTERPRISE_LISTS, Part
from analysis.intake.uploads import Upload

# Kinds of tables that are returns, the most telling first; a list of tasks that comes back answered is none.
RETURNS = (*ENTERPRISE_LISTS, "projects", "suppliers", "summary")


def check_senders(
    uploads: Sequence[Upload], parts: Sequence[Part], status: pd.DataFrame, context: Context
) -> None:  # fmt: skip
    """Note each office without a usable return for a folder's period, and each whose first one came after its end.

    A return counts for the period of its file's folder and for those that it or its rows (in ``status``) are dated in,
    for the office that its table names, else its file. Where an arrival was not noted nothing is late.
    """
    survey = context.survey
    heard: dict[tuple[str, str], list[datetime | None]] = defaultdict(list)
    for period_id, office, arrival in _heard(parts, status, context):
        heard[period_id, office].append(arrival)
    for period in sorted({upload.period for upload in uploads if upload.period}, key=lambda period: period.id):
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


def _heard(
    parts: Sequence[Part], status: pd.DataFrame, context: Context
) -> Iterator[tuple[str, str, datetime | None]]:  # fmt: skip
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
