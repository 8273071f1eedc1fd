"""What was received when, and what became of it: received.csv beside the uploads, receipts.csv in the inbox."""

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from pathlib import Path

from analysis.files import put_in_place
from analysis.intake.as_of import DAYS_AHEAD
from analysis.intake.uploads import RECEIVED, time_of
from analysis.vocabulary.files import read_rows, read_text

RECEIPTS = "receipts.csv"


@dataclass(frozen=True)
class Receipt:
    """One file that came in. ``outcome``: filed, refused or repeated; ``path`` below the raw folder."""

    received_at: str
    file: str
    outcome: str
    path: str
    upload_id: str = ""
    office: str = ""
    period_id: str = ""
    as_of: str = ""
    kind: str = ""
    rows: str = ""
    rule: str = ""
    arguments: str = ""
    other: str = ""

    @property
    def arrived(self) -> datetime | None:
        try:
            return time_of(self.received_at)
        except ValueError:
            return None

    @property
    def is_ahead(self) -> bool:
        """Whether it says a day of a later week than it came in: a slip of the pen, most often in the year."""
        try:
            return bool(self.arrived) and date.fromisoformat(self.as_of) - self.arrived.date() > DAYS_AHEAD
        except ValueError:
            return False


def read_receipts(inbox: Path) -> list[Receipt]:
    """All receipts so far, the first first."""
    path = inbox / RECEIPTS
    names = [field.name for field in fields(Receipt)]
    rows = read_rows(path) if path.exists() else []
    return [Receipt(**{name: row.get(name, "") for name in names}) for row in rows]


def add_receipt(inbox: Path, receipt: Receipt) -> None:
    """Note one file; the list is replaced whole, so that a crash leaves the old one or the new one."""
    _append(inbox / RECEIPTS, [field.name for field in fields(Receipt)], asdict(receipt))


def note_arrival(folder: Path, file: str, arrived: datetime) -> None:
    """Add one line to a period's received.csv; columns a person added there stay."""
    path = folder / RECEIVED
    known = _columns(path) or ["file", "received_at"]
    _append(path, known, {"file": file, "received_at": arrived.isoformat(timespec="seconds")})


def _columns(path: Path) -> list[str]:
    if not path.exists():
        return []
    first = next(csv.reader(io.StringIO(read_text(path), newline="")), [])
    return [name for name in first if name]


def _append(path: Path, columns: Iterable[str], row: dict[str, str]) -> None:
    target = io.StringIO()
    writer = csv.DictWriter(target, list(columns), extrasaction="ignore", lineterminator="\n")
    if path.exists():
        before = read_text(path)
        target.write(before if before.endswith("\n") or not before else before + "\n")
    else:
        writer.writeheader()
    writer.writerow(row)
    put_in_place(path, target.getvalue().encode("utf-8"))
