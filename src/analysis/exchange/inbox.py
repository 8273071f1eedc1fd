"""What lies in the inbox: files as they came out of mail and chat, zip attachments unpacked with care."""

from __future__ import annotations

import hashlib
import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from analysis.exchange.safe import file_name, free_name
from analysis.intake.containers.archive import open_archive
from analysis.intake.containers.limits import MAX_FILE_BYTES
from analysis.intake.errors import UnreadableUpload
from analysis.intake.uploads import readable

INBOX, REFUSED, UNPACKED, REPEATED = "inbox", "refused", "unpacked", "repeated"
KEPT_FOLDERS = (REFUSED, UNPACKED, REPEATED)
# Left behind by systems, editors and half-finished downloads.
_LITTER = re.compile(
    r"^(\.|~\$)|^(Thumbs\.db|desktop\.ini|README(\.\w+)?|receive[sd]?\w*\.csv|receipts\.csv|LICEN[CS]E)$"
    r"|\.(part|partial|crdownload|tmp|download)$",
    re.IGNORECASE,
)
MAX_FILES_IN_ZIP = 500
_MAX_UNPACKED_BYTES = 512 * 2**20
_MAX_DEPTH = 2  # a zip in a zip; deeper nests are refused
# Of files that are zips themselves: workbooks, Word, 公文 in OFD, Apple's Numbers.
_WORKBOOK_PARTS = ("[content_types].xml", "content.xml", "word/document.xml", "ofd.xml", "index/document.iwa")


@dataclass(frozen=True)
class Arrival:
    """One file to be filed. ``path`` is where it lies now; ``above`` the folders and zips it came in, the nearest
    first."""

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
    if not inbox.is_dir():
        return []
    paths = sorted(path for path in inbox.rglob("*") if path.is_symlink() or path.is_file())
    kept = [path for path in paths if path.relative_to(inbox).parts[0] not in KEPT_FOLDERS]
    found = [_arrival(path, inbox, arrived) for path in kept if not _LITTER.search(path.name)]
    return sorted(found, key=lambda arrival: arrival.arrived)


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


def is_zip_of_files(path: Path) -> bool:
    """Whether a file is a zip that holds files, not a workbook that is a zip itself."""
    try:
        with path.open("rb") as content:
            if content.read(2) != b"PK":
                return False
        with zipfile.ZipFile(path) as archive:
            names = {name.lower().replace("\\", "/") for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return not any(name in names for name in _WORKBOOK_PARTS) and not any(name.startswith("xl/") for name in names)


def unpacked(arrival: Arrival, folder: Path, depth: int = 1) -> Iterator[Arrival]:
    """The files of a zip, written into ``folder`` under plain names; paths inside of the zip are not followed.

    Raises UnreadableUpload for a zip that is damaged, encrypted, a bomb, or leads out of its folder: then nothing of
    it is used. Zips inside of it are opened too, ``_MAX_DEPTH`` deep.
    """
    if arrival.path.stat().st_size > MAX_FILE_BYTES:
        raise UnreadableUpload("file_too_large", megabytes=MAX_FILE_BYTES // 2**20)
    archive = open_archive(arrival.path.read_bytes())
    members = [member for member in archive.infolist() if not member.is_dir()]
    total = sum(member.file_size for member in members)
    if len(members) > MAX_FILES_IN_ZIP:
        raise UnreadableUpload("archive_too_full", files=MAX_FILES_IN_ZIP)
    if total > _MAX_UNPACKED_BYTES:
        raise UnreadableUpload("archive_bomb")
    if any(_leads_away(member) for member in members):
        raise UnreadableUpload("archive_unsafe_path")
    for member in members:
        *folders, last = _decoded(member).replace("\\", "/").split("/")
        name = file_name(last)
        if _LITTER.search(name) or "__MACOSX" in folders:
            continue
        target = folder / free_name(folder, name)
        target.write_bytes(_content(archive, member))
        digest = hashlib.sha256(target.read_bytes()).hexdigest()
        above = (*reversed(folders), Path(arrival.name).stem, *arrival.above)
        inner = Arrival(target, name, digest, arrival.arrived, above)
        if not is_zip_of_files(target):
            yield inner
        elif depth < _MAX_DEPTH:
            yield from unpacked(inner, folder, depth + 1)
        else:
            raise UnreadableUpload("archive_too_full", files=MAX_FILES_IN_ZIP)


def _leads_away(member: zipfile.ZipInfo) -> bool:
    """Whether a member is a symbolic link or has an absolute path."""
    link = stat.S_ISLNK(member.external_attr >> 16)
    return link or member.orig_filename.startswith(("/", "\\"))


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    try:
        return archive.read(member)  # never more than the size that was checked
    except Exception as error:  # whatever a damaged stream makes zlib, lzma or zipfile raise
        raise UnreadableUpload("archive_damaged") from error


def _decoded(member: zipfile.ZipInfo) -> str:
    """A member's name; where no flag says UTF-8, macOS writes it all the same and Chinese Windows GBK."""
    if member.flag_bits & 0x800:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return member.filename.encode("cp437").decode(encoding)
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return member.filename
