"""What lies in the inbox: files as they came out of mail and chat."""

import hashlib
import re
import stat
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from analysis.exchange.safe import file_name
from analysis.intake.errors import UnreadableUpload
from analysis.intake.uploads import readable

INBOX, REFUSED, UNPACKED, REPEATED = "inbox", "refused", "unpacked", "repeated"
KEPT_FOLDERS = (REFUSED, UNPACKED, REPEATED)
# Left behind by systems, editors and half-finished downloads.
LITTER = re.compile(
    r"^(\.|~\$)|^(Thumbs\.db|desktop\.ini|README(\.\w+)?|receive[sd]?\w*\.csv|receipts\.csv|LICEN[CS]E)$"
    r"|\.(part|partial|crdownload|tmp|download)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Arrival:
    """One file to be filed. ``path`` is where it lies now; ``above`` the folders, zips and mails it came in,
    the nearest first."""

    path: Path
    name: str
    upload_id: str
    arrived: datetime
    above: tuple[str, ...] = ()
    refusal: UnreadableUpload | None = None


def waiting(inbox: Path, arrived: datetime | None = None) -> list[Arrival]:
    """Every file dropped into the inbox or a folder below it, the first to arrive first: at its mtime, if not given.

    A symbolic link is never followed: it comes back refused.
    """
    found = [_arrival(path, inbox, arrived) for path in dropped(inbox)]
    return sorted(found, key=lambda arrival: arrival.arrived)


def dropped(inbox: Path) -> list[Path]:
    """Every file in the inbox or a folder below it that is still to be filed, in the order of their names."""
    if not inbox.is_dir():
        return []
    paths = sorted(path for path in inbox.rglob("*") if path.is_symlink() or path.is_file())
    kept = [path for path in paths if path.relative_to(inbox).parts[0] not in KEPT_FOLDERS]
    return [path for path in kept if not LITTER.search(path.name)]


def _arrival(path: Path, inbox: Path, arrived: datetime | None) -> Arrival:
    *folders, name = map(readable, path.relative_to(inbox).parts)
    details, above = path.lstat(), tuple(reversed(folders))
    when = arrived or datetime.fromtimestamp(int(details.st_mtime))
    if not stat.S_ISREG(details.st_mode):
        return Arrival(path, file_name(name), "", when, above, UnreadableUpload("file_unreadable"))
    try:
        with path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return Arrival(path, file_name(name), "", when, above, UnreadableUpload("file_unreadable"))
    return Arrival(path, name, digest, when, above)
