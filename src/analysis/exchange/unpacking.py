"""Files that came inside another one: zips and mails are opened with care, and what is in them is written apart."""

import email
import email.policy
import hashlib
import stat
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from functools import partial
from pathlib import Path

from analysis.exchange.inbox import LITTER, Arrival
from analysis.exchange.safe import file_name, free_name
from analysis.intake.containers.archive import open_archive
from analysis.intake.containers.detect import is_mail
from analysis.intake.containers.limits import MAX_FILE_BYTES
from analysis.intake.errors import UnreadableUpload

MAX_FILES_INSIDE = 500
_MAX_UNPACKED_BYTES = 512 * 2**20
_MAX_DEPTH = 2  # a zip in a mail; deeper nests are refused
# Of files that are zips themselves: workbooks, Word, 公文 in OFD, Apple's Numbers.
_WORKBOOK_PARTS = ("[content_types].xml", "content.xml", "word/document.xml", "ofd.xml", "index/document.iwa")
_HEAD_BYTES = 4096
_MOST_SEAMS = 4 * MAX_FILES_INSIDE  # between the parts of a mail, of which the parser reads a thousand a second
# The folders a file lay in, or the subject of its mail, and its name behind them; and what gives its content.
_Inside = tuple[list[str], Callable[[], bytes]]


def holds_files(path: Path) -> bool:
    """Whether a file is a zip or a mail that holds files, not a workbook that is a zip itself."""
    return _is_zip_of_files(path) or bool(_attached(path))


def unpacked(arrival: Arrival, folder: Path, depth: int = 1) -> Iterator[Arrival]:
    """The files of a zip or a mail, written into ``folder`` under plain names; paths inside of it are not followed.

    Raises UnreadableUpload for one that is damaged, encrypted, a bomb, or leads out of its folder: then nothing of
    it is used. Zips and mails inside of it are opened too, ``_MAX_DEPTH`` deep.
    """
    inside = _zipped(arrival.path) if _is_zip_of_files(arrival.path) else _attached(arrival.path)
    if len(inside) > MAX_FILES_INSIDE:
        raise UnreadableUpload("archive_too_full", files=MAX_FILES_INSIDE)
    for (*folders, last), content in inside:
        name = file_name(last)
        if LITTER.search(name) or "__MACOSX" in folders:
            continue
        target = folder / free_name(folder, name)
        try:
            written = content()
        except Exception as error:  # whatever a damaged stream makes zlib, lzma, zipfile or email raise
            raise UnreadableUpload("archive_damaged") from error
        target.write_bytes(written)
        digest = hashlib.sha256(written).hexdigest()
        above = (*reversed(folders), Path(arrival.name).stem, *arrival.above)
        inner = Arrival(target, name, digest, arrival.arrived, above)
        if not holds_files(target):
            yield inner
        elif depth < _MAX_DEPTH:
            yield from unpacked(inner, folder, depth + 1)
        else:
            raise UnreadableUpload("archive_too_full", files=MAX_FILES_INSIDE)


def _is_zip_of_files(path: Path) -> bool:
    try:
        with path.open("rb") as content:
            if content.read(2) != b"PK":
                return False
        with zipfile.ZipFile(path) as archive:
            names = {name.lower().replace("\\", "/") for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return not any(name in names for name in _WORKBOOK_PARTS) and not any(name.startswith("xl/") for name in names)


def _zipped(path: Path) -> list[_Inside]:
    if path.stat().st_size > MAX_FILE_BYTES:
        raise UnreadableUpload("file_too_large", megabytes=MAX_FILE_BYTES // 2**20)
    archive = open_archive(path.read_bytes())
    members = [member for member in archive.infolist() if not member.is_dir()]
    if sum(member.file_size for member in members) > _MAX_UNPACKED_BYTES:
        raise UnreadableUpload("archive_bomb")
    if any(_leads_away(member) for member in members):
        raise UnreadableUpload("archive_unsafe_path")
    return [
        (_decoded(member).replace("\\", "/").split("/"), partial(archive.read, member))  # no more than was checked
        for member in members
    ]


def _leads_away(member: zipfile.ZipInfo) -> bool:
    """Whether a member is a symbolic link or has an absolute path."""
    link = stat.S_ISLNK(member.external_attr >> 16)
    return link or member.orig_filename.startswith(("/", "\\"))


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


def _attached(path: Path) -> list[_Inside]:
    """What is attached to a mail, and to mails in it; nothing of what is no mail, no picture in its text."""
    try:
        with path.open("rb") as content:
            head = content.read(_HEAD_BYTES)
            if not is_mail(head.decode("ascii", "replace").lower()) or path.stat().st_size > MAX_FILE_BYTES:
                return []
            written = head + content.read()
        if written.count(b"\n--") > _MOST_SEAMS:
            return []
        mail = email.message_from_bytes(written, policy=email.policy.default)
        subject = str(mail["subject"] or "")
        return [
            ([subject, name], partial(part.get_payload, decode=True))
            for part in mail.walk()
            if not part.is_multipart() and (name := part.get_filename()) and not _is_shown(part)
        ]
    except Exception:  # whatever a damaged mail makes the parser raise: it goes back as it is
        return []


def _is_shown(part: EmailMessage) -> bool:
    return part.get_content_maintype() == "image" and part["content-id"] is not None
