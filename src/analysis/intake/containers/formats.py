"""What the formats of cells say beside their values, from the bytes of a workbook's part of styles."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache, partial
from html import unescape
from math import inf, log10
from operator import eq, ge, gt, le, lt, ne

from ..sheet import CellValue, Shown
from .as_seen import DRAWN, PLAIN, SIGNS, Style
from .runs import IS_STRUCK

# Excel's own number formats, of which files write no code.
_OWN = {b"9": "0%", b"10": "0.00%", b"17": "mmm-yy", b"55": "yyyy/m", b"57": "yyyy/m"}
_MAY_TELL = re.compile(
    rb"formatCode\s*=\s*[\"'][^\"']*(?:[%yY!\\,;#\x80-\xff])|numFmtId\s*=\s*[\"'](?:9|10|17|55|57)[\"']"
)
_FONTS_MAY_TELL = re.compile(rb"strike\b|dings|Marlett|sz\s+val\s*=\s*[\"'][12](?:\.\d+)?[\"']")
_NUMBER_FORMAT = re.compile(rb"<(?:[\w.-]+:)?numFmt\b([^>]*)>")
_STYLE = re.compile(rb"<(?:[\w.-]+:)?xf\b([^>]*)>")
_FONT = re.compile(rb"<(?:[\w.-]+:)?font\b")
_FONT_NAME = re.compile(rb"<(?:[\w.-]+:)?name\s[^>]*val\s*=\s*[\"']([^\"']*)")
_FILL = re.compile(rb"<(?:[\w.-]+:)?fill\b")
_IS_FILLED = re.compile(rb"gradientFill|patternType\s*=\s*[\"'](?!none)")
_SIZE = re.compile(rb"<(?:[\w.-]+:)?sz\s[^>]*val\s*=\s*[\"'](\d+(?:\.\d+)?)")
_INK = re.compile(rb"<(?:[\w.-]+:)?color\s([^>]*)>")
_GROUND = re.compile(rb"<(?:[\w.-]+:)?fgColor\s([^>]*)>")
_COLOUR = re.compile(rb"(rgb|theme|indexed)\s*=\s*[\"']([^\"']*)")
_WHITE = b"FFFFFF"
_SAME = {(b"theme", b"0"): _WHITE, (b"indexed", b"1"): _WHITE, (b"indexed", b"9"): _WHITE, (b"theme", b"1"): b"000000"}
_TOO_SMALL = 2.5  # points: letters of this size are dots
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


def telling_styles(styles: bytes) -> tuple[tuple[bytes, Style], ...]:
    """The cell styles of a workbook, by their numbers, that show more than a value, or nothing of it."""
    looks, grounds = _looks(_part(styles, b"fonts"), _part(styles, b"fills"))
    if not looks and not _MAY_TELL.search(styles):
        return ()
    codes = {
        _attribute(tag[1], b"numFmtId"): _attribute(tag[1], b"formatCode").decode("utf-8", "replace")
        for tag in _NUMBER_FORMAT.finditer(styles)
    }
    codes, told = _OWN | codes, []
    for tag in _STYLE.finditer(_part(styles, b"cellXfs")):
        style = style_of(codes.get(_attribute(tag[1], b"numFmtId"), ""))
        if looks:
            look, ink = looks.get(_attribute(tag[1], b"fontId") or b"0", (PLAIN, b""))
            ground = grounds.get(_attribute(tag[1], b"fillId") or b"0", _WHITE)
            is_unseen = look.is_unseen or (ink != b"" and ink == ground)
            shown = style.shown._replace(marks=look.shown.marks)
            style = style._replace(shown=shown, draws=look.draws, is_unseen=is_unseen)
        told.append(style)
    return tuple((b"%d" % at, style) for at, style in enumerate(told) if style != PLAIN)


def _part(styles: bytes, name: bytes) -> bytes:
    """What the file says between the tags of a name."""
    opened = re.search(rb"<((?:[\w.-]+:)?)%s\b" % name, styles)
    end = styles.find(b"</%s%s>" % (opened[1], name), opened.end()) if opened else -1
    return styles[opened.end() : end] if end >= 0 else b""


def style_of(code: str, font: str = "", size: float = 0, *, is_struck: bool = False, is_unseen: bool = False) -> Style:
    """The style of a number format and a font, whose ``size`` is in points, 0 if unknown; ``is_unseen``: on a ground of
    its colour."""
    hides, adds = _put_by_code(code)
    draws = name if (name := font.replace(" ", "")) in DRAWN else ""
    marks = frozenset({"struck"}) if is_struck else frozenset()
    return Style(Shown(format_told(code), marks), hides, adds, draws, is_unseen or 0 < size < _TOO_SMALL)


@lru_cache(maxsize=256)
def format_told(code: str) -> str:
    """What a number format says: ``percent`` (0.0%, not 0"%"), ``month`` (yyyy"年"m"月"), ``year``, ``/10000万`` (of
    what number so many are shown as one, and the unit behind it), ``=`` and the format's code without blanks (it shows
    words for numbers, see ``words_for``); '' of any other."""
    positive = unescape(code).partition(";")[0]
    plain = _LITERAL.sub("", positive).lower()
    if "%" in plain:
        return "percent"
    if "y" in plain and not {*"dhs"} & {*plain}:
        return "month" if "m" in plain else "year"
    thousands, drawn = _THOUSANDS.search(plain), _DRAWN_POINT.search(positive)
    places = (3 * len(thousands[1]) if thousands else 0) + (len(drawn[1]) if drawn else 0)
    behind = _BEHIND.search(positive)
    unit = _said(behind[1])[0].replace(" ", "") if behind else ""
    if places or _UNIT.match(unit):
        return f"/{10**places}{unit}"
    code = unescape(code)
    return "=" + "".join(code.split()) if any(_WORDS.search(words or "") for _, words in _sections(code)) else ""


@lru_cache(maxsize=256)
def _put_by_code(code: str) -> tuple[str, str]:
    """Of which values a format shows nothing (0;-0;;@ of noughts), and the words that it adds to a text ("甲县"@)."""
    sections = [section.strip() for section in unescape(code).split(";")[:4]]
    if not code or _CONDITION.search(code):
        return "", ""
    of_text = sections[3] if len(sections) == 4 else sections[0] if "@" in sections[0] else "@"
    above, below, nought = (*sections, *sections[:1], *sections[:1])[:3] if len(sections) < 3 else sections[:3]
    shown = zip(SIGNS, (above, below if len(sections) > 1 else above, nought, of_text), strict=True)
    hidden = "".join(sign for sign, section in shown if not section or (sign == "0" and _NO_NOUGHT.fullmatch(section)))
    words, left = _said(of_text.replace("@", '"@"'))
    adds = "".join(words.split()) if words.count("@") == 1 and not left and _WORDS.search(words) else ""
    return hidden, adds


def told_by_text(value: CellValue, text: str) -> str:
    """What a cell's format says, as ``format_told``, where a file tells not the format but the text that it makes."""
    if isinstance(value, date):
        return "month" if _MONTH_SHOWN.fullmatch(text) else ""
    if not isinstance(value, float):
        return ""
    if not (found := _NUMBER_SHOWN.fullmatch(text)):
        return f'="{"".join(text.split())}"' if _WORDS.search(text) and '"' not in text else ""
    size, shown, unit = abs(value), abs(float(found[1].replace(",", ""))), found[2]
    places = round(log10(size) - log10(shown)) if 0 < size < inf and 0 < shown < inf else 0
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


def _looks(fonts: bytes, fills: bytes) -> tuple[dict[bytes, tuple[Style, bytes]], dict[bytes, bytes]]:
    """The styles that fonts make and their colours, and the colours of the grounds, by their numbers; nothing where no
    font says anything."""
    inks, grounds = (set(map(_colour, found.findall(part))) for found, part in ((_INK, fonts), (_GROUND, fills)))
    if inks.isdisjoint(grounds | {_WHITE}) and not _FONTS_MAY_TELL.search(fonts):
        return {}, {}
    looks, filled = {}, {}
    for at, tag in enumerate(_FONT.split(fonts)[1:]):
        name, size, ink = (found.search(tag) for found in (_FONT_NAME, _SIZE, _INK))
        named = name[1].decode("utf-8", "replace") if name else ""
        look = style_of("", named, float(size[1]) if size else 0, is_struck=bool(IS_STRUCK.search(tag)))
        looks[b"%d" % at] = look, _colour(ink[1]) if ink else b""
    for at, tag in enumerate(_FILL.split(fills)[1:]):
        is_filled = _IS_FILLED.search(tag)
        ground = _GROUND.search(tag) if is_filled else None
        filled[b"%d" % at] = _colour(ground[1]) if ground else b"" if is_filled else _WHITE
    return looks, filled


@lru_cache(maxsize=256)
def _colour(attributes: bytes) -> bytes:
    """One name for a colour that the theme, the palette or its parts name."""
    if not (found := _COLOUR.search(attributes)):
        return b""
    name = found[2][-6:].upper() if found[1] == b"rgb" else _SAME.get(found.groups(), b"".join(found.groups()))
    tint = _attribute(b" " + attributes, b"tint")
    return name + tint if tint.strip(b"-0.") else name


def _attribute(tag: bytes, name: bytes) -> bytes:
    found = re.search(rb"\s%s\s*=\s*(?:\"([^\"]*)\"|'([^']*)')" % name, tag)
    return (found[1] or found[2] or b"") if found else b""
