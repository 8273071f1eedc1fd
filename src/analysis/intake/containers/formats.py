"""What the formats of cells say beside their values, from the bytes of a workbook's part of styles."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache, partial
from html import unescape
from math import log10
from operator import eq, ge, gt, le, lt, ne

from ..sheet import CellValue
from .as_seen import ADDS, ALL, DRAWN, DRAWS, HIDES, HIDES_ALL
from .runs import IS_STRUCK

# Excel's own number formats, of which files write no code.
_OWN = {b"9": "0%", b"10": "0.00%", b"17": "mmm-yy", b"55": "yyyy/m", b"57": "yyyy/m"}
_MAY_TELL = re.compile(
    rb"formatCode\s*=\s*[\"'][^\"']*(?:[%yY!\\,;#\x80-\xff])|numFmtId\s*=\s*[\"'](?:9|10|17|55|57)[\"']"
)
_FONTS_MAY_TELL = re.compile(rb"strike\b|FFFFFF[\"']|theme\s*=\s*[\"']0|indexed\s*=\s*[\"'][19][\"']|dings|Marlett")
_NUMBER_FORMAT = re.compile(rb"<(?:[\w.-]+:)?numFmt\b([^>]*)>")
_CELL_STYLES = re.compile(rb"<((?:[\w.-]+:)?)cellXfs\b.*?</\1cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<(?:[\w.-]+:)?xf\b([^>]*)>")
_FONTS = re.compile(rb"<((?:[\w.-]+:)?)fonts\b.*?</\1fonts>", re.DOTALL)
_FONT = re.compile(rb"<((?:[\w.-]+:)?)font(?:\s*/>|\b.*?</\1font>)", re.DOTALL)
_FONT_NAME = re.compile(rb"<(?:[\w.-]+:)?name\s[^>]*val\s*=\s*[\"']([^\"']*)")
_FILLS = re.compile(rb"<((?:[\w.-]+:)?)fills\b.*?</\1fills>", re.DOTALL)
_FILL = re.compile(rb"<((?:[\w.-]+:)?)fill(?:\s*/>|>.*?</\1fill>)", re.DOTALL)
_NO_FILL = re.compile(rb"patternType\s*=\s*[\"']none|<(?:[\w.-]+:)?(?:fill|patternFill)\s*/>")
_IS_WHITE = re.compile(
    rb"<(?:[\w.-]+:)?(?:color|fgColor)\s(?![^>]*tint\s*=\s*[\"']-?0*\.?0*[1-9])"
    rb"[^>]*(?:rgb\s*=\s*[\"'](?:FF|00)?FFFFFF|theme\s*=\s*[\"']0|indexed\s*=\s*[\"'](?:1|9))[\"']"
)
_LITERAL = re.compile(r'"[^"]*"|[\\!].|\[[^\]]*\]|_.')
_BEHIND = re.compile(r'[0#?][,.]*((?:"[^"]*"|[\\!].|[^0#?"])*)$')  # the digits
_UNIT = re.compile("成|‰|元|[十百千万亿]")
_SAID = re.compile(r'"([^"]*)"|[\\!](.)|\[[^\]]*\]|[_*].|([^\x00-\x7f])')  # in a format's code: words, or nothing
_CONDITION = re.compile(r"\[(<=|>=|<>|[<>=])(-?\d+(?:\.\d+)?)\]")
_COMPARED = {"=": eq, "<>": ne, "<": lt, ">": gt, "<=": le, ">=": ge}
_MONTH_SHOWN = re.compile(r"\d{4}\D\d{1,2}月?")
_NUMBER_SHOWN = re.compile(r"-?(\d[\d,]*(?:\.\d+)?)\s*(\D*)")
_WORDS = re.compile(r"[^\W\d_]|[√×✓✗✔✘●○☑☒]")
_NO_NOUGHT = re.compile("#[#,]*")
_THOUSANDS = re.compile(r"[0#?](,+)[^0#?]*$")  # each comma behind the last digit leaves out three
_DRAWN_POINT = re.compile(r"[\\!]\.([0#?]+)")  # 0!.0, shows 12345 as 1.2: the point is drawn between its digits


def telling_styles(styles: bytes) -> tuple[tuple[bytes, str], ...]:
    """The numbers of a workbook's cell styles whose format says more than a value, each with what it says (see
    ``told_by``)."""
    looks = _looks(fonts[0]) if (fonts := _FONTS.search(styles)) and _FONTS_MAY_TELL.search(fonts[0]) else {}
    if not looks and not _MAY_TELL.search(styles):
        return ()
    codes = {
        _attribute(tag[1], b"numFmtId"): _attribute(tag[1], b"formatCode").decode("utf-8", "replace")
        for tag in _NUMBER_FORMAT.finditer(styles)
    }
    codes, grounds = _OWN | codes, _grounds(styles) if looks else set()
    used = _CELL_STYLES.search(styles)
    told = []
    for tag in _STYLE.finditer(used[0]) if used else ():
        look = looks.get(_attribute(tag[1], b"fontId"), "") if looks else ""
        if HIDES_ALL in look and _attribute(tag[1], b"fillId") in grounds:
            look = look.replace(HIDES_ALL, "").strip()
        told.append(told_by(codes.get(_attribute(tag[1], b"numFmtId"), ""), look))
    return tuple((b"%d" % at, says) for at, says in enumerate(told) if says)


def told_by(code: str, look: str = "") -> str:
    """What a number format says: ``percent`` (0.0%, not 0"%"), ``month`` (yyyy"年"m"月"), ``/10000万`` (of what number
    so many are shown as one, and the unit behind it), ``=`` and the format's code without blanks (it shows words for
    numbers, see ``words_for``), and what is to be put into a cell (see ``as_seen``); behind it the ``look`` of the font
    (see ``look_of``), all parted by blanks."""
    return " ".join(filter(None, (_told_by_code(code), _put_by_code(code), look)))


def look_of(font: str, is_struck: bool, is_white: bool) -> str:
    """What a font says: ``struck`` through, that its words are not seen on white, that it draws signs for letters."""
    drawn = DRAWS + name if (name := font.replace(" ", "")) in DRAWN else ""
    return " ".join(filter(None, ("struck" * is_struck, HIDES_ALL * is_white, drawn)))


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
    behind = _BEHIND.search(positive)
    unit = _said(behind[1])[0].replace(" ", "") if behind else ""
    if places or _UNIT.match(unit):
        return f"/{10**places}{unit}"
    code = unescape(code)
    return "=" + "".join(code.split()) if any(_WORDS.search(words or "") for _, words in _sections(code)) else ""


@lru_cache(maxsize=256)
def _put_by_code(code: str) -> str:
    """Of which values a format shows nothing (0;-0;;@ of noughts), and the words that it adds to a text ("甲县"@)."""
    sections = [section.strip() for section in unescape(code).split(";")[:4]]
    if not code or _CONDITION.search(code):
        return ""
    of_text = sections[3] if len(sections) == 4 else sections[0] if "@" in sections[0] else "@"
    above, below, nought = (*sections, *sections[:1], *sections[:1])[:3] if len(sections) < 3 else sections[:3]
    shown = zip(ALL, (above, below if len(sections) > 1 else above, nought, of_text), strict=True)
    hidden = "".join(sign for sign, section in shown if not section or (sign == "0" and _NO_NOUGHT.fullmatch(section)))
    words, left = _said(of_text.replace("@", '"@"'))
    adds = ADDS + "".join(words.split()) if words.count("@") == 1 and not left and _WORDS.search(words) else ""
    return " ".join(filter(None, (HIDES + hidden if hidden else "", adds)))


def told_by_text(value: CellValue, text: str) -> str:
    """What a cell's format says, as ``told_by``, where a file tells not the format but the text that it makes."""
    if isinstance(value, date):
        return "month" if _MONTH_SHOWN.fullmatch(text) else ""
    if not isinstance(value, float):
        return ""
    if not (found := _NUMBER_SHOWN.fullmatch(text)):
        return f'="{"".join(text.split())}"' if _WORDS.search(text) and '"' not in text else ""
    shown, unit = abs(float(found[1].replace(",", ""))), found[2]
    places = round(log10(abs(value) / shown)) if value and shown else 0
    return f"/{10**places}{unit}" if places > 2 or _UNIT.match(unit) else ""


def words_for(code: str, number: float) -> str | None:
    """The words that a format shows for a number: 否 for 0 of [=1]"是";[=0]"否". None where it shows the number."""
    return next((words for holds, words in _sections(code) if holds(number)), None)


@lru_cache(maxsize=256)
def _sections(code: str) -> list[tuple[Callable[[float], bool], str | None]]:
    """For which numbers each section of a code is, and its words; None where it shows numbers, days or texts."""
    sections = code.split(";")[:3]
    usual = {1: [">="], 2: [">=", "<"], 3: [">", "<", "="]}[len(sections)]
    found = []
    for section, sign in zip(sections, usual, strict=True):
        told = _CONDITION.search(section)
        rest = len(sections) == 1 or (not told and bool(_CONDITION.search(code)))
        compare, limit = (_COMPARED[told[1]], float(told[2])) if told else (_COMPARED[sign], 0.0)
        words, left = _said(section)
        found.append((partial(_holds, compare, limit, rest and not told), None if left else words))
    return found


def _holds(compare: Callable[[float, float], bool], limit: float, always: bool, number: float) -> bool:
    return always or compare(number, limit)


def _said(section: str) -> tuple[str, str]:
    """The words of a piece of a code, and what is left of it."""
    words = "".join(quoted + escaped + bare for quoted, escaped, bare in _SAID.findall(section))
    return words, _SAID.sub("", section).strip()


def _looks(fonts: bytes) -> dict[bytes, str]:
    """What fonts say (see ``look_of``), by their numbers."""
    found = {}
    for at, tag in enumerate(_FONT.finditer(fonts)):
        name = _FONT_NAME.search(font := tag[0])
        named = name[1].decode("utf-8", "replace") if name else ""
        says = look_of(named, bool(IS_STRUCK.search(font)), bool(_IS_WHITE.search(font)))
        found |= {b"%d" % at: says} if says else {}
    return found


def _grounds(styles: bytes) -> set[bytes]:
    """The numbers of fills on which white words are seen."""
    fills = _FILLS.search(styles)
    found = enumerate(fill[0] for fill in _FILL.finditer(fills[0])) if fills else ()
    return {b"%d" % at for at, fill in found if not (_NO_FILL.search(fill) or _IS_WHITE.search(fill))}


def _attribute(tag: bytes, name: bytes) -> bytes:
    found = re.search(rb"\s%s\s*=\s*(?:\"([^\"]*)\"|'([^']*)')" % name, tag)
    return (found[1] or found[2] or b"") if found else b""
