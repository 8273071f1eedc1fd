"""Which files came in for a survey, for which period, in which order. Nothing is opened but to hash it."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from analysis.errors import SurveyError
from analysis.intake.values import mask_title
from analysis.vocabulary.files import read_columns

if TYPE_CHECKING:  # the reader's child has uploads but no surveys
    from analysis.survey import Period, Survey

RECEIVED = "received.csv"
# What people and systems leave lying about in folders; not uploads, and not worth a finding.
_LITTER = re.compile(r"^(\.|~\$)|^(Thumbs\.db|desktop\.ini|README(\.\w+)?|received\.csv|LICEN[CS]E)$", re.IGNORECASE)
# Words by which an office says that a file replaces an earlier one.
_CORRECTION = re.compile(
    r"更正|修订|修改|订正|改正|修正|勘误|重报|重新[报填]|最终|终稿|定稿|以[此本].{0,2}为准|更新(?!时间|日期|[至于到])|v\d+|(?<![A-Za-z])final",
    re.IGNORECASE,
)
# A time as spreadsheets leave it when somebody saves a list of arrivals in one.
_TIME = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]*(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?)?")
UNPRINTABLE = re.compile("[\x00-\x1f\x7f\u2028-\u202e\u2066-\u2069]")
_VOID = re.compile(r"作废|旧版|草稿|初稿")


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as received. ``period`` is the folder's; None where one folder holds all periods.

    ``file``: the path below the raw folder as it is stored and shown (see ``public_path``).
    """

    path: Path
    file: str
    upload_id: str
    period: Period | None
    received_at: datetime | None

    @property
    def period_id(self) -> str:
        """The id of the folder's period; '' where one folder holds all."""
        return self.period.id if self.period else ""

    @property
    def name(self) -> str:
        """The file's name, as text."""
        return readable(self.path.name)

    @property
    def stem(self) -> str:
        return os.path.splitext(self.name)[0]

    @property
    def is_correction(self) -> bool:
        return says_correction(self.stem)

    def order(self, corrected: bool = False) -> tuple:
        """Files of one office, kind and date in the order they replace each other: the last one holds.

        ``corrected``: whether a title inside says that it is a correction, though the file's name may not.
        """
        corrected = corrected or self.is_correction
        # Nobody noted when a correction came that was put there by hand: after what it corrects.
        arrival = self.received_at.isoformat() if self.received_at else "~" if corrected else ""
        is_valid = not _VOID.search(self.stem)
        # By its stem first: 表(1).xlsx is what a second 表.xlsx is called when both are put into one folder.
        return is_valid, arrival, corrected, natural_key(self.stem), self.name


@lru_cache(1024)  # asked for each table of a file
def readable(name: str) -> str:
    """A file's name as a text of one line. Names that are not UTF-8 are Chinese ones of another system, as a zip that
    was unpacked by hand leaves them; what breaks lines or turns their direction shows as _."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        name = os.fsencode(name).decode("gb18030", errors="replace")
    return UNPRINTABLE.sub("_", name)


def public_path(path: str) -> str:
    """A path below the raw folder as tables, findings and logs have it: who is named in it, or can be called, is
    masked; a mark made of the whole path then keeps it apart from others. One that is public already stays as it is."""
    masked = mask_title(path)
    if masked == path:
        return path
    shown = PurePosixPath(masked)
    return str(shown.with_name(f"{shown.stem}~{hashlib.sha256(path.encode()).hexdigest()[:6]}{shown.suffix}"))


def says_correction(text: str) -> bool:
    """Whether a file's name or a title says that it replaces an earlier one."""
    return bool(_CORRECTION.search(text))


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts 表2 before 表10."""
    return tuple((0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in re.split(r"(\d+)", text))


def list_uploads(survey: Survey, raw: Path, periods: Collection[str] = ()) -> list[Upload]:
    """The uploads below the raw folder, by period and natural order of names; of some periods only if asked.

    Raises SurveyError where the folder does not exist.
    """
    if not raw.is_dir():
        raise SurveyError(
            f"没有目录 {raw}；上报文件放在那里，别处的用 --raw 指明",
            f"there is no folder {raw}: put the uploads there, or say where they are (--raw)",
        )
    if "{period}" not in survey.uploads:
        return _of_folder(raw, raw, None)
    found: list[Upload] = []
    for folder in sorted(path for path in raw.iterdir() if path.is_dir()):
        try:
            period = survey.period(folder.name)
        except SurveyError:
            continue  # inbox and the like
        if not periods or period.id in periods:
            found += _of_folder(folder, raw, period)
    return found


def repeats(uploads: Iterable[Upload]) -> dict[str, str]:
    """File -> the earlier file of the same bytes: they count once, whichever of them is cleaned first."""
    first: dict[str, str] = {}
    return {u.file: first[u.upload_id] for u in uploads if first.setdefault(u.upload_id, u.file) != u.file}


def _of_folder(folder: Path, raw: Path, period: Period | None) -> list[Upload]:
    arrivals = arrivals_in(folder)
    files = [path for path in folder.rglob("*") if path.is_file() and not _LITTER.search(path.name)]
    # By the stem, as `order`: of 表.xlsx and its copy 表 (1).xlsx the first is the one that was sent.
    named = sorted(((_below(path, folder), path) for path in files), key=lambda file: _natural_place(file[0]))
    start = f"{_below(folder, raw)}/" if folder != raw else ""
    return [
        Upload(path, public_path(start + name), _digest(path), period, arrivals.get(readable(path.name)))
        for name, path in named
    ]


def _natural_place(name: str) -> tuple:
    return natural_key(os.path.splitext(name)[0]), name


def _below(path: Path, folder: Path) -> str:
    return "/".join(map(readable, path.relative_to(folder).parts))


def time_of(text: str) -> datetime:
    """A time as we write it, 2020-02-25T18:30, or as people and spreadsheets do: 2020/2/25 18:30.

    Raises ValueError for what is no time.
    """
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        if not (found := _TIME.fullmatch(text.strip())):
            raise
    return datetime(*(int(number or 0) for number in found.groups()))


def arrivals_in(folder: Path) -> dict[str, datetime]:
    """When files of a folder came, by name, as its received.csv says; empty where there is none.

    Raises SurveyError for a list without its columns and for what is no time.
    """
    received = folder / RECEIVED
    if not received.is_file():
        return {}
    columns = read_columns(received)
    if not {"file", "received_at"} <= columns.keys():
        raise SurveyError(
            f"{received} 应有 file、received_at 两列", f"{received} needs the columns file and received_at"
        )
    arrivals = {}
    for file, when in zip(columns["file"], columns["received_at"], strict=True):
        try:
            arrivals |= {file: time_of(when)} if when else {}
        except ValueError:
            raise SurveyError(
                f"{received}：{file} 的收到时间“{when}”应写作 2020-02-25T18:30",
                f"{received}: the time {when!r} of {file} should look like 2020-02-25T18:30",
            ) from None
    return arrivals


def _digest(path: Path) -> str:
    """The SHA-256 of a file; of one that may not be read, a mark of its own until it may (the reader refuses it)."""
    try:
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return hashlib.sha256(f"unreadable {path.name}".encode("utf-8", "surrogateescape")).hexdigest()
