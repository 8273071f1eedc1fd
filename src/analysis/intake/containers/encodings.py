"""Bytes of a text file to text, in the one encoding in which it reads as Chinese or as English; else a refusal.

GBK bytes decode "successfully" as Big5, UTF-16 or Latin-1 more often than not, so success proves nothing. What proves
it: the characters that come out are common ones. GB 2312 and Big5 list characters in two levels, common and rare;
a wrong decoding scatters over the rare level, kana and extensions. In English typed on Windows, what is beyond ASCII
stands alone (£, –, ’, é).
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from functools import cache
from operator import itemgetter

from ..errors import UnreadableUpload

_LEAST_PLAUSIBLE = 0.7
_MOST_CONTROL_CHARACTERS = 0.01
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
for _codec in ("utf-16", "utf-16-le", "gb18030", "gb2312", "big5", "big5hkscs"):
    codecs.lookup(_codec)  # its module loads here: children that are copies share it
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_ACCENTED = re.compile(r"(?<![^\x00-\x7f])[À-ɏ](?![^\x00-\x7f])")  # Köln, Zürich, Élan, à
_LATIN = re.compile("[À-ɏ]")
_ACCENTS = "[À-ɏḀ-ỿ]"
# Greek to Thai, kana, Hangul; up to three accented letters in a word of plain ones: população, Việt
_OTHER_LANGUAGES = re.compile(
    "[ªµº\u0370-\u052f\u0590-\u0eff\u3040-\u30ff\uac00-\ud7a3]+"
    rf"|(?<=[A-Za-z]){_ACCENTS}{{1,3}}(?![^\x00-\x7f])|(?<![^\x00-\x7f]){_ACCENTS}{{1,3}}(?=[A-Za-z])"
)
_TWO_IN_WORD = re.compile("(?<=[A-Za-z])[À-ÿ]{2}(?=[A-Za-z])")  # população, as Windows writes it
_LOST = re.compile(r"\?{2,}")  # what was written in an encoding that has no such characters: ????,??
_SEPARATORS = re.compile(r"[\n\r,\t;]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f]")
_FREQUENT = frozenset(
    "的一是不了在有人我他这中大来上国和地到以说时要就出会可也你对生能而子那得于着下自之年发成部作方多经工公司企业复产县市区州乡镇员数"
    "名称日期月亿万元单位计划用电产值填报情况困难原料物流资金未已停這國來時會對發業復產縣區鄉鎮員數稱億萬單計電報況難資"
)


def decode(data: bytes) -> str:
    """The text of a file. Raises UnreadableUpload: ``encoding_unreadable``, ``not_a_spreadsheet`` (binary)."""
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return _accepted_unicode(_attempt(data, codec))
    head = data[:4096]
    if b"\0" in head:
        utf16 = [text for text in (_attempt(data, "utf-16-le"), _attempt(data, "utf-16-be")) if _is_text(text)]
        best = max(utf16, key=plausibility, default=None)
        if best is not None and plausibility(best) >= _LEAST_PLAUSIBLE:
            return _accepted(best)
    data = _without_stray_nuls(data)
    text = _attempt(data, "utf-8")
    if text is not None:
        return _accepted_unicode(text)
    declared = _DECLARED.search(head[:2048])
    if declared and declared.group(1).lower() in (b"big5", b"big5-hkscs"):
        text = _attempt(data, "cp950")
        if text is not None and plausibility(text) >= _LEAST_PLAUSIBLE:
            return _accepted(text)
    candidates = [text for text in (_attempt(data, "gb18030"), _attempt(data, "big5hkscs")) if text is not None]
    likelihood, text = max(((plausibility(text), text) for text in candidates), key=itemgetter(0), default=(0.0, ""))
    if likelihood < _LEAST_PLAUSIBLE:
        english = _attempt(data, "cp1252") or ""
        if share_alone(english) > 0.9:
            return _accepted(english, 1.0)
    if not candidates:
        raise _binary_or_unreadable(data)
    return _accepted(text, likelihood)


def share_alone(text: str) -> float:
    """Of the characters beyond ASCII, how many stand between ASCII, as in English, or two in a word of plain letters;
    of a wrong decoding, hardly any."""
    runs = _BEYOND_ASCII.findall(text)
    alone = sum(len(run) == 1 for run in runs) + 2 * len(_TWO_IN_WORD.findall(text))
    return alone / max(1, sum(map(len, runs)))


def plausibility(text: str, ordinary: re.Pattern[str] = _ACCENTED) -> float:
    """Above 0.7 for Chinese that people write and 1 for ASCII; about 0.5 and below for a wrong decoding.

    The mean, over letters beyond ASCII, of 1 for a common character and for what is ``ordinary``, a single accented
    letter in a word of plain ones (garbled text has several in a row), 0.5 for a rare character, 0 for anything else;
    frequent characters add up to a half, which decides between two decodings that both look possible.
    """
    beyond, accented = "".join(_BEYOND_ASCII.findall(text)), 0
    if ordinary is not _ACCENTED or _LATIN.search(beyond):
        rest, accented = ordinary.subn("", text)
        beyond = "".join(_BEYOND_ASCII.findall(rest))
    total = weight = float(accented)
    frequent = 0.0
    for character, count in Counter(beyond).items():
        if character == "\ufffd" or (character.isalpha() and not "！" <= character <= "～"):
            total += count
            weight += count * _weight(character)
            frequent += count * (character in _FREQUENT)
    return (weight + 0.5 * frequent) / total if total else 1.0


@cache
def _weight(character: str) -> float:
    """1 for a character of the common level of GB 2312 or Big5, 0.5 for one of the rare level, 0 for any other."""
    simplified, traditional = _first_byte(character, "gb2312"), _first_byte(character, "big5")
    if 0xB0 <= simplified < 0xD8 or 0xA4 <= traditional < 0xC7:
        return 1.0
    return 0.5 if 0xD8 <= simplified < 0xF8 or 0xC9 <= traditional < 0xFA else 0.0


def _first_byte(character: str, codec: str) -> int:
    """The first of the two bytes of a character; 0 where it has not two."""
    try:
        code = character.encode(codec)
    except UnicodeEncodeError:
        return 0
    return code[0] if len(code) == 2 else 0


def _attempt(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _is_text(text: str | None) -> bool:
    """Whether a decoding has the marks of a table: line ends or separators, and hardly a control character."""
    return text is not None and _control_share(text) <= _MOST_CONTROL_CHARACTERS and bool(_SEPARATORS.search(text))


def _control_share(text: str) -> float:
    return len(_CONTROLS.findall(text)) / max(1, len(text))


def _without_stray_nuls(data: bytes) -> bytes:
    """Exports pad with a few NUL bytes, and disks the end of a file; nobody typed them. More are a binary file."""
    data = data.rstrip(b"\0")
    nuls = data.count(0)
    if nuls > _MOST_CONTROL_CHARACTERS * len(data) and nuls > 8:
        raise UnreadableUpload("not_a_spreadsheet")
    return data.replace(b"\0", b"") if nuls else data


def _binary_or_unreadable(data: bytes) -> UnreadableUpload:
    controls = sum(data.count(byte) for byte in range(32) if byte not in b"\t\n\r\f\x1a")
    return UnreadableUpload("not_a_spreadsheet" if controls > 0.01 * len(data) else "encoding_unreadable")


def _is_lost(text: str) -> bool:
    """Whether more letters have become question marks than are left."""
    return "??" in text and len("".join(_LOST.findall(text))) > sum(map(str.isalpha, text))


def _accepted_unicode(text: str | None) -> str:
    """Text whose encoding is proved; scripts into which no wrong decoding of Chinese falls may be in it."""
    likelihood = None if text is None else plausibility(text)
    if text is not None and likelihood is not None and likelihood < _LEAST_PLAUSIBLE:
        likelihood = plausibility(text, _OTHER_LANGUAGES)
    return _accepted(text, likelihood)


def _accepted(text: str | None, likelihood: float | None = None) -> str:
    """A decoding that is text; ``likelihood``: its plausibility, where that is known."""
    if text is None:
        raise UnreadableUpload("encoding_unreadable")
    if _control_share(text) > _MOST_CONTROL_CHARACTERS:
        raise UnreadableUpload("not_a_spreadsheet")
    is_unlikely = (plausibility(text) if likelihood is None else likelihood) < _LEAST_PLAUSIBLE
    if is_unlikely or "锟斤拷" in text or _is_lost(text):
        raise UnreadableUpload("encoding_unreadable")
    return text.replace("\ufeff", "").rstrip("\x1a")  # the mark also between files that were put together
