"""What the formats of cells say beside their values, from the bytes of a workbook's part of styles."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

# Excel's own number formats, of which files write no code.
_OWN = {b"9": "0%", b"10": "0.00%", b"17": "mmm-yy", b"55": "yyyy/m", b"57": "yyyy/m"}
_MAY_TELL = re.compile(
    rb"formatCode\s*=\s*[\"'][^\"']*[%yY!\\,]|numFmtId\s*=\s*[\"'](?:9|10|17|55|57)[\"']|<(?:[\w.-]+:)?strike\b"
)
_NUMBER_FORMAT = re.compile(rb"<(?:[\w.-]+:)?numFmt\b([^>]*)>")
_CELL_STYLES = re.compile(rb"<((?:[\w.-]+:)?)cellXfs\b.*?</\1cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<(?:[\w.-]+:)?xf\b([^>]*)>")
_FONTS = re.compile(rb"<((?:[\w.-]+:)?)fonts\b.*?</\1fonts>", re.DOTALL)
_FONT = re.compile(rb"<((?:[\w.-]+:)?)font(?:\s*/>|\b.*?</\1font>)", re.DOTALL)
_STRIKE = re.compile(rb"<(?:[\w.-]+:)?strike(?:\s*/?>|\s+val\s*=\s*[\"'](?:1|true)[\"'])")
_LITERAL = re.compile(r'"[^"]*"|[\\!].|\[[^\]]*\]|_.')
_QUOTED = re.compile(r'"([^"]*)"')
_THOUSANDS = re.compile(r"[0#?](,+)[^0#?]*$")  # each comma behind the last digit leaves out three
_DRAWN_POINT = re.compile(r"[\\!]\.([0#?]+)")  # 0!.0, shows 12345 as 1.2: the point is drawn between its digits


def telling_styles(styles: bytes) -> tuple[tuple[bytes, str], ...]:
    """The numbers of a workbook's cell styles whose format says more than a value, each with what it says (see
    ``told_by``)."""
    if not _MAY_TELL.search(styles):
        return ()
    codes = {
        _attribute(tag[1], b"numFmtId"): _attribute(tag[1], b"formatCode").decode("utf-8", "replace")
        for tag in _NUMBER_FORMAT.finditer(styles)
    }
    codes, struck = _OWN | codes, _struck_fonts(styles)
    used = _CELL_STYLES.search(styles)
    told = [
        told_by(codes.get(_attribute(tag[1], b"numFmtId"), ""), _attribute(tag[1], b"fontId") in struck)
        for tag in (_STYLE.finditer(used[0]) if used else ())
    ]
    return tuple((b"%d" % at, says) for at, says in enumerate(told) if says)


def told_by(code: str, is_struck: bool) -> str:
    """What a number format and a font say: ``percent`` (0.0%, not 0"%"), ``month`` (yyyy"年"m"月"), ``/10000万`` (of
    what number so many are shown as one, and the unit behind it), ``struck`` through, both parted by a blank."""
    return " ".join(filter(None, (_told_by_code(code), "struck" if is_struck else "")))


@lru_cache(maxsize=256)
def _told_by_code(code: str) -> str:
    positive = unescape(code).partition(";")[0]
    plain = _LITERAL.sub("", positive).lower()
    if "%" in plain:
        return "percent"
    if "y" in plain and "m" in plain and not {*"dhs"} & {*plain}:
        return "month"
    thousands, drawn = _THOUSANDS.search(plain), _DRAWN_POINT.search(positive)
    places = (3 * len(thousands[1]) if thousands else 0) + (len(drawn[1]) if drawn else 0)
    return f"/{10**places}{''.join(_QUOTED.findall(positive))}" if places else ""


def _struck_fonts(styles: bytes) -> set[bytes]:
    """The numbers of fonts that strike through."""
    fonts = _FONTS.search(styles) if b"strike" in styles else None
    found = enumerate(_FONT.finditer(fonts[0])) if fonts else ()
    return {b"%d" % at for at, font in found if _STRIKE.search(font[0])}


def _attribute(tag: bytes, name: bytes) -> bytes:
    found = re.search(rb"\s%s\s*=\s*(?:\"([^\"]*)\"|'([^']*)')" % name, tag)
    return (found[1] or found[2] or b"") if found else b""
