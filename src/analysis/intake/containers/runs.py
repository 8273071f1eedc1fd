"""Words of a cell that are written otherwise than those beside them. Whoever corrects 120 into 100 may strike it
through and write on: 120100 to a program. A raised digit is a footnote's, or a square metre's: 120¹ is no 1201."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape, unescape

from ..sheet import Sheet, Shown

_MARK = "\u0336"  # Unicode's own stroke through the character before it
_STRUCK = re.compile(f"(?:.{_MARK})+", re.DOTALL)
_LEFT_OVER = " \n、，,；;/"  # what parted words of which some are gone
_DIGITS = "0123456789"
_RAISED = str.maketrans(_DIGITS + "①②③④⑤⑥⑦⑧⑨", "⁰¹²³⁴⁵⁶⁷⁸⁹¹²³⁴⁵⁶⁷⁸⁹")
_IN_BRACKETS = re.compile(r"[\[(（](\d+)[\])）]")
# Runs of Open XML spreadsheets, what is said of one, and its words.
_RUN = re.compile(rb"<((?:[\w.-]+:)?)r>(.*?)</\1r>", re.DOTALL)
IS_STRUCK = re.compile(rb"<(?:[\w.-]+:)?strike(?:\s*/?>|\s+val\s*=\s*[\"'](?:1|true)[\"'])")
_IS_RAISED = re.compile(rb"<(?:[\w.-]+:)?vertAlign\s+val\s*=\s*[\"']superscript[\"']")
_WORDS = re.compile(rb"(<(?:[\w.-]+:)?t\b[^>]*>)([^<]*)")


def struck(text: str) -> str:
    """A text of which each character but blanks is struck through."""
    return "".join(sign if sign.isspace() else sign + _MARK for sign in text.replace(_MARK, ""))


def raised(text: str) -> str:
    """A text of which the digits are raised, without brackets around them: [1] is ¹."""
    return _IN_BRACKETS.sub(r"\1", text).translate(_RAISED)


def not_struck(text: str) -> str:
    """What of a text is not struck through; the whole where nothing else is."""
    return _STRUCK.sub("", text).strip(_LEFT_OVER) or text.replace(_MARK, "")


def without_struck(sheet: Sheet) -> Sheet:
    """A sheet some of whose words are marked, without these. ``shown`` of it: ``corrected`` cells, and ``struck`` ones,
    which say nothing else and keep their words."""
    shown = dict(sheet.shown)
    for row, cells in enumerate(sheet.rows, start=1):
        for at, value in enumerate(cells):
            if type(value) is str and _MARK in value:
                told = "corrected" if _STRUCK.sub("", value).strip(_LEFT_OVER) else "struck"
                cells[at] = not_struck(value)
                shown[row, at + 1] = shown.get((row, at + 1), Shown()).marked(told)
    return replace(sheet, shown=shown)


def with_marked_runs(xml: bytes) -> bytes:
    """A part of an Open XML spreadsheet whose runs are marked, for a reader that knows only their words; the very same
    where none is struck or raised."""
    if b"rPr>" not in xml or (b"strike" not in xml and b"superscript" not in xml):
        return xml
    marked = _RUN.sub(_marked_run, xml)
    return xml if marked == xml else marked


def _marked_run(run: re.Match[bytes]) -> bytes:
    is_struck, is_raised = IS_STRUCK.search(run[2]), _IS_RAISED.search(run[2])
    if not (is_struck or is_raised):
        return run[0]

    def marked(words: re.Match[bytes]) -> bytes:
        text = unescape(words[2].decode("utf-8", "replace"))
        return words[1] + escape(struck(text) if is_struck else raised(text)).encode()

    return _WORDS.sub(marked, run[0])
