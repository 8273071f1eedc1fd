"""What a file is, by its first bytes: suffixes lie (HTML as .xls, BIFF as .xlsx, photos as anything)."""

from __future__ import annotations

import re

from ..errors import UnreadableUpload

_REFUSED = (
    (rb"%PDF-", "pdf_upload"),
    (rb"\xff\xd8\xff|\x89PNG|GIF8[79]a|BM.{4}\0\0\0\0|RIFF.{4}WEBP|II\*\0|MM\0\*|8BPS", "photo_upload"),
    (rb".{4}ftyp(?:he|mif|msf|avi)", "photo_upload"),
    (rb".{4}ftyp", "not_a_spreadsheet"),  # films and sounds
    (rb"Rar!\x1a|7z\xbc\xaf|\x1f\x8b\x08|BZh[1-9]1AY|\xfd7zXZ|\x28\xb5\x2f\xfd|MSCF|.{257}ustar", "packed_upload"),
    (rb"\x78\x9f\x3e\x22", "mail_upload"),  # winmail.dat, what Outlook makes of attachments
    (rb"\{\\rtf", "word_upload"),
)
_REFUSED_PATTERNS = [(re.compile(pattern, re.DOTALL), rule) for pattern, rule in _REFUSED]
# Record 9 of BIFF 2, 3, 4 and 8 (no OLE container around it) and its length.
_BARE_BIFF = re.compile(rb"\x09[\x00\x02\x04\x08][\x04-\x10]\x00")
_MULTIPART = re.compile(r"^content-type:\s*multipart/related", re.MULTILINE)
# Who it went to tells a mail from a web archive, which says From and Subject too.
_MAILED = re.compile(r"^(?:to|received|return-path|delivered-to|message-id):", re.MULTILINE)
_FROM = re.compile(r"^from:", re.MULTILINE)
_HEAD_LINE = re.compile(r"[a-z][a-z0-9-]*:|from \S+@")
_WRITTEN_AS_PAGE = re.compile(r"^content-type:\s*text/html", re.MULTILINE | re.IGNORECASE)
_ATTACHED = re.compile(r"^content-disposition:\s*attachment", re.MULTILINE | re.IGNORECASE)
# Pages that we made, which alone forbid themselves every source (publish and exchange, their templates).
_OWN_PAGE = re.compile(r"<meta http-equiv=\"content-security-policy\" content=\"default-src (?:'|&#39;)none")
_HTML = re.compile(r"<(html|!doctype html|head|body|table|meta|style|div|tr)\b")
_TABLE = re.compile(r"<(?:table|tr|td)\b[^<>]*>")
_LEADING = re.compile(r"(?:\s|\ufeff|<!--.*?-->)+", re.DOTALL)
# Program text, links to a table that lies elsewhere, SYLK and DIF.
_OTHER_TEXT = re.compile(
    r"\{|\[\s*\{|#!|-----begin|%!ps|\[internetshortcut\]|https?://\S*\s*\Z|id;p|table\r?\n0,1\r?\n"
)

_OLE_STREAMS = (
    (("EncryptedPackage", "EncryptionInfo"), "encrypted_upload"),
    (("Workbook", "Book", "WORKBOOK", "BOOK"), "workbook_damaged"),
    (("__properties_version1.0",), "mail_upload"),
    (("WordDocument",), "word_upload"),
    (("PowerPoint Document",), "not_a_spreadsheet"),
)


def binary_kind(data: bytes) -> str | None:
    """``zip``, ``ole`` or ``biff``; None for what may be text. Raises UnreadableUpload for pictures, PDFs, archives."""
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableUpload("file_empty")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "zip"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "ole"
    if _BARE_BIFF.match(data):
        return "biff"
    for pattern, rule in _REFUSED_PATTERNS:
        if pattern.match(data):
            raise UnreadableUpload(rule)
    if b"%PDF-" in data[:1024]:
        raise UnreadableUpload("pdf_upload")
    return None


def text_kind(text: str) -> str:
    """``html``, ``mhtml``, ``spreadsheetml``, ``flat_ods`` or ``delimited``. Raises for mails, documents and programs.

    A mail without attachments is read where its text is a web page: the table may stand in it.
    """
    leading = _LEADING.match(text)
    start = leading.end() if leading else 0
    head = text[start : start + 4096].lower()
    if is_mail(head):
        if _ATTACHED.search(text) or not _WRITTEN_AS_PAGE.search(text):
            raise UnreadableUpload("mail_upload")
        return "mhtml"
    if head.startswith("mime-version:") or _MULTIPART.search(head):
        return "mhtml"
    if head.startswith("<"):
        if "urn:schemas-microsoft-com:office:spreadsheet" in head and "<html" not in head:
            return "spreadsheetml"
        if "urn:oasis:names:tc:opendocument:xmlns:table" in head:
            return "flat_ods"
        if "word.document" in head:
            raise UnreadableUpload("word_upload")
        if _OWN_PAGE.search(head):
            raise UnreadableUpload("own_page")
        if _HTML.search(head):
            return "html"
        raise UnreadableUpload("not_a_spreadsheet")
    if _OTHER_TEXT.match(head):
        raise UnreadableUpload("not_a_spreadsheet")
    return "html" if _TABLE.search(head) else "delimited"


def is_mail(head: str) -> bool:
    """Whether a file begins with the lines that say whom a mail came from and whom it went to."""
    return bool(_HEAD_LINE.match(head) and _MAILED.search(head) and _FROM.search(head))


def refusal_of_ole(data: bytes, is_whole: bool) -> UnreadableUpload:
    """What an OLE file is that has no workbook, or so it seems: a package with a password, a mail, an old Word or
    PowerPoint file. ``is_whole``: its directory is, so that words for a workbook stand elsewhere."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    for streams, rule in _OLE_STREAMS:
        if any(map(holds, streams)) and not (is_whole and rule == "workbook_damaged"):
            return UnreadableUpload(rule)
    return UnreadableUpload("workbook_damaged")
