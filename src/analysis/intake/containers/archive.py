"""Zip containers, looked into before anything opens them."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from ..errors import UnreadableUpload
from .limits import MAX_MEMBER_BYTES, MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED_BYTES, RATIO_MATTERS_FROM_BYTES
from .markup import elements

_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
_READ_SUFFIXES = (".xml", ".rels")
_ROOT = re.compile(r"\A(?:\.?/)+")
_DRIVE = re.compile(r"[A-Za-z]:")
_LOCAL_HEADER = struct.Struct("<4s2xHH16xHH")  # mark, flags, method, lengths of the name and of what follows it
_USUAL_FLAGS = 0b1000_0000_1110  # how hard it was compressed, sizes behind the content, a name in UTF-8


def open_archive(data: bytes) -> zipfile.ZipFile:
    """The archive, after its list of contents was checked.

    Raises UnreadableUpload: ``archive_damaged``, ``archive_unsafe_path``, ``archive_bomb``, ``archive_duplicate``,
    ``encrypted_upload``.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGED as error:
        raise UnreadableUpload("archive_damaged") from error
    members = archive.infolist()
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise UnreadableUpload("archive_bomb")
    if len({member.filename.lower() for member in members}) < len(members):
        raise UnreadableUpload("archive_duplicate")
    for member in members:
        _check_member(member)
    return archive


def _check_member(member: zipfile.ZipInfo) -> None:
    if member.flag_bits & 0x1:
        raise UnreadableUpload("encrypted_upload")
    name = member.orig_filename.replace("\\", "/")
    if ".." in name.split("/") or _DRIVE.match(name) or "\0" in name:
        raise UnreadableUpload("archive_unsafe_path")
    too_big = member.file_size > MAX_MEMBER_BYTES
    steep = member.file_size > RATIO_MATTERS_FROM_BYTES and member.file_size > MAX_RATIO * max(1, member.compress_size)
    if too_big or steep:
        raise UnreadableUpload("archive_bomb")


def read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part's bytes; XML in UTF-16 comes out as UTF-8. Never more than the size its entry declares.

    Raises UnreadableUpload: ``archive_damaged`` (also when the size is a lie), ``xml_entities``.
    """
    return read_as_utf8(archive, name)[0]


def read_as_utf8(archive: zipfile.ZipFile, name: str) -> tuple[bytes, bool]:
    """As ``read_part``, and whether the part is in UTF-16, which calamine reads as nothing."""
    try:
        packed = _inflated(archive, name)
    except (KeyError, *_DAMAGED) as error:
        raise UnreadableUpload("archive_damaged") from error
    content = _utf8(packed)
    if b"!" in content and (b"<!DOCTYPE" in content or b"<!ENTITY" in content):
        raise UnreadableUpload("xml_entities")
    return content, content is not packed


def _inflated(archive: zipfile.ZipFile, name: str) -> bytes:
    """One member of an archive in memory; zipfile reads what is in any way unusual, and says what is wrong with it."""
    member, data = archive.getinfo(name), archive.fp.getbuffer()
    start = member.header_offset
    if not 0 <= start <= len(data) - _LOCAL_HEADER.size:
        return archive.read(name)
    mark, flags, method, name_size, extra_size = _LOCAL_HEADER.unpack_from(data, start)
    begin = start + _LOCAL_HEADER.size + name_size + extra_size
    named = data[start + _LOCAL_HEADER.size : start + _LOCAL_HEADER.size + name_size]
    usual = mark == b"PK\3\4" and method == zipfile.ZIP_DEFLATED == member.compress_type and not flags & ~_USUAL_FLAGS
    if usual and named == member.orig_filename.encode():
        content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(
            data[begin : begin + member.compress_size], member.file_size + 1
        )
        if len(content) == member.file_size and zlib.crc32(content) == member.CRC:
            return content
    return archive.read(name)


def _utf8(content: bytes) -> bytes:
    """UTF-16 XML as UTF-8, so that a byte scan sees it; everything else as it is."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or content[:4] in (b"<\0?\0", b"\0<\0?"):
        codec = "utf-16" if content[0] > 0x80 else "utf-16-le" if content[0] else "utf-16-be"
        text = content.decode(codec, "replace")
        return re.sub(r"^(<\?xml[^>]*?)encoding\s*=\s*([\"'])[^\"']*\2", r'\1encoding="UTF-8"', text).encode()
    return content


def rewritten(archive: zipfile.ZipFile, parts: Mapping[str, bytes]) -> bytes:
    """The archive with some parts replaced, unpacked: for a reader that stumbles over the originals."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as copy:
        for member in archive.infolist():
            if not member.is_dir() and (member.filename in parts or member.filename.lower().endswith(_READ_SUFFIXES)):
                content = parts.get(member.filename) or read_part(archive, member.filename)
                copy.writestr(_usual_name(member.filename), content)
    return target.getvalue()


def _usual_name(name: str) -> str:
    name = _ROOT.sub("", name.replace("\\", "/"))
    return "[Content_Types].xml" if name.lower() == "[content_types].xml" else name


def with_usual_names(archive: zipfile.ZipFile, data: bytes) -> tuple[zipfile.ZipFile, bytes]:
    """The archive and its bytes, with slashes where a careless program wrote backslashes between folders, and none
    before the first."""
    if all(_usual_name(name) == name for name in archive.namelist()):
        return archive, data
    data = rewritten(archive, {})
    return zipfile.ZipFile(io.BytesIO(data)), data


def main_part(archive: zipfile.ZipFile) -> str:
    """The part that a package of Office says is its document; ``""`` where it names none that it has."""
    return next((part for _, kind, part in related(archive, "") if kind == "officeDocument" and part), "")


def related(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str, str]]:
    """(id, kind, part) of all that a part of a package of Office refers to; one that the package lacks is ``""``."""
    folder, name = posixpath.split(part)
    names = {known.lower(): known for known in archive.namelist()}
    relations = names.get(posixpath.join(folder, "_rels", f"{name}.rels").lower())
    for _, about in elements(read_part(archive, relations), "Relationship") if relations else ():
        target = about.get("Target", "")
        path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        yield about.get("Id", ""), about.get("Type", "").rpartition("/")[2], names.get(path.lower(), "")


def parts_like(archive: zipfile.ZipFile, pattern: re.Pattern[str]) -> Iterator[str]:
    """Names of the parts that a pattern matches whole, in the archive's order."""
    return filter(pattern.fullmatch, archive.namelist())
