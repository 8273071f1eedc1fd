"""``receive``: everything dropped into the inbox is recognised, filed under its period, or put aside with the reason.

Nothing is deleted: what cannot be used goes to ``inbox/refused``, zips and mails whose files were taken to
``inbox/unpacked``, the same bytes again to ``inbox/repeated``.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from analysis.errors import Busy
from analysis.exchange.inbox import INBOX, REFUSED, REPEATED, UNPACKED, Arrival, waiting
from analysis.exchange.receipts import Receipt, add_receipt, note_arrival
from analysis.exchange.recognise import Recognised, expected_period, is_of_others, recognise, tables_of
from analysis.exchange.safe import file_name, free_name
from analysis.exchange.unpacking import holds_files, unpacked
from analysis.files import alone
from analysis.intake.context import Context
from analysis.intake.errors import UnreadableUpload
from analysis.intake.places import Places
from analysis.intake.uploads import list_uploads, says_correction
from analysis.intake.values import mask_personal
from analysis.survey import Period, Survey

_UNPACKING = ".unpacking-"
_CORRECTED = "更正"


def receive(
    survey: Survey, raw: Path, *, period: Period | None = None, arrived: datetime | None = None
) -> list[Receipt]:
    """File what lies in ``raw/inbox``, zips and mails opened; a receipt per file, of a file of several offices or
    periods one for each. Empty where nothing new is there.

    ``period``: the one that files are expected to speak of, where they do not say a year or a date; else it goes by
    their arrival. ``arrived``: for all files; else each file's own time. Raises Busy where another run is receiving.
    """
    inbox = raw / INBOX
    inbox.mkdir(parents=True, exist_ok=True)
    busy = Busy(f"另一次收表正在处理 {inbox}", f"another run is receiving from {inbox}")
    with alone(inbox / ".receive.lock", busy), _to_unpack(inbox) as folder:
        came = waiting(inbox, arrived)
        opened: list[Arrival] = []
        receipts = list(_filed(survey, raw, list(_opened(came, opened, folder)), period))
        for archive in opened:  # at the very end: until all of its files are filed, it is what holds them
            _move(archive.path, inbox / UNPACKED, archive.name)
        return receipts


def _opened(arrivals: list[Arrival], opened: list[Arrival], folder: Path) -> Iterator[Arrival]:
    """Each file; instead of a zip or a mail what is in it, written into ``folder``; itself it joins ``opened``."""
    for number, arrival in enumerate(arrivals):
        if arrival.refusal or not holds_files(arrival.path):
            yield arrival
            continue
        target = folder / str(number)
        target.mkdir()
        try:
            inside = list(unpacked(arrival, target))
            if not inside:
                raise UnreadableUpload("no_table_inside")
        except UnreadableUpload as error:
            yield replace(arrival, refusal=error)
            continue
        opened.append(arrival)
        yield from inside


def _filed(survey: Survey, raw: Path, arrivals: list[Arrival], given: Period | None) -> Iterator[Receipt]:
    known = {
        upload.upload_id: upload.file for upload in list_uploads(survey, raw) if INBOX not in upload.file.split("/")
    }
    fresh: list[Arrival] = []
    for arrival in arrivals:
        if arrival.refusal:
            yield _refused(survey, raw, arrival, arrival.refusal, given)
        elif arrival.upload_id in known:
            yield _repeated(raw, arrival, known[arrival.upload_id])
        else:
            known[arrival.upload_id] = arrival.name
            fresh.append(arrival)
    if not fresh:
        return
    context = Context.of(survey)
    near = [expected_period(survey, arrival, given) for arrival in fresh]
    # Each file is moved only after it was read: its tables come before its turn here.
    for arrival, period, parts in zip(fresh, near, tables_of(fresh, near, context), strict=True):
        if isinstance(parts, UnreadableUpload):
            yield _refused(survey, raw, arrival, parts, given)
            continue
        found = recognise(parts, period, context)
        if not found:
            yield _refused(survey, raw, arrival, UnreadableUpload("upload_without_returns"), given)
        elif is_of_others(found, context) and not _office_in_names(survey, arrival):
            yield _refused(survey, raw, arrival, UnreadableUpload("upload_of_others"), given)
        else:
            yield from _accepted(survey, raw, arrival, found)


def _accepted(survey: Survey, raw: Path, arrival: Arrival, found: list[Recognised]) -> Iterator[Receipt]:
    """File it under the period it speaks of most; a receipt for each office and period."""
    main, named = found[0], _office_in_names(survey, arrival)
    folder = raw / main.period.id if main.period and "{period}" in survey.uploads else raw
    folder.mkdir(parents=True, exist_ok=True)
    name = arrival.name
    if not main.office and named:  # nothing but where it lay says whose it is: from now on its name does
        office = next(office for office in survey.offices if office.code == named)
        name = f"{office.name}-{name}"
    if any(map(says_correction, arrival.above[:1])) and not says_correction(Path(name).stem):
        name = f"{_CORRECTED}-{name}"  # as does the folder of a correction, whose file has the name it had before
    name = free_name(folder, name)
    note_arrival(folder, name, arrival.arrived)  # before the file: a line without a file does no harm
    path = _move(arrival.path, folder, name)
    for share in found:
        yield _noted(
            raw,
            arrival,
            "filed",
            path,
            office=share.office or named,
            period_id=share.period.id if share.period else "",
            as_of=share.as_of.isoformat() if share.as_of and share.as_of_stated else "",
            kind=share.kind,
            rows=str(share.rows or ""),
        )


def _refused(
    survey: Survey, raw: Path, arrival: Arrival, error: UnreadableUpload, given: Period | None
) -> Receipt:  # fmt: skip
    near = expected_period(survey, arrival, given)
    path = _move(arrival.path, raw / INBOX / REFUSED, arrival.name)
    return _noted(
        raw,
        arrival,
        "refused",
        path,
        office=_office_in_names(survey, arrival),
        period_id=near.id if near else "",
        rule=error.rule,
        arguments=json.dumps({k: mask_personal(str(v)) for k, v in error.arguments.items()}, ensure_ascii=False),
    )


def _office_in_names(survey: Survey, arrival: Arrival) -> str:
    """The office that a file's name, else its zip, mail or folder names, the nearest first; '' where none does."""
    places = Places(survey.offices, survey.whole)
    return next(filter(None, map(places.find, (Path(arrival.name).stem, *arrival.above))), "")


def _repeated(raw: Path, arrival: Arrival, other: str) -> Receipt:
    path = _move(arrival.path, raw / INBOX / REPEATED, arrival.name)
    return _noted(raw, arrival, "repeated", path, other=other)


def _noted(raw: Path, arrival: Arrival, outcome: str, path: Path, **details: str) -> Receipt:
    where = path.relative_to(raw).as_posix()
    received_at = arrival.arrived.isoformat(timespec="seconds")
    receipt = Receipt(received_at, arrival.name, outcome, where, arrival.upload_id, **details)
    add_receipt(raw / INBOX, receipt)
    return receipt


def _move(path: Path, folder: Path, name: str) -> Path:
    """Move a file into a folder, beside what is there already under its name."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / free_name(folder, name or file_name(path.name))
    try:
        os.replace(path, target)
    except OSError:  # another file system
        shutil.move(path, target)
    return target


@contextmanager
def _to_unpack(inbox: Path) -> Iterator[Path]:
    """A folder for what is in zips and mails. What is left of a run that was killed goes: they are still there."""
    for left in inbox.glob(f"{_UNPACKING}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_UNPACKING, dir=inbox) as folder:
        yield Path(folder)
