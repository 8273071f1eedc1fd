"""Notes below a list that say something of its enterprises (更正：甲厂已复工): nobody reads them, so they are told."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analysis.intake.findings import Findings
from analysis.intake.parts.part import Part
from analysis.intake.sheet import Sheet
from analysis.vocabulary import nfkc

_SAYS_MORE = re.compile(r"\(?(?:注:)?(?:\d{1,2}[.、])?(?:更正|勘误|补报|漏报|补充|另)(?:说明)?:.")
_SIGNED = re.compile(r"(?:填报|填表|制表|报送|上报)?(?:单位|企业)(?:\([^()]*\))?:")
_BEHIND_NAME = re.compile(r"[(（][^()（）]*[)）]$")
_SHORTEST = 4  # characters of a name that is looked for in a sentence


def tell_notes(part: Part, sheet: Sheet, note_rows: Iterable[int], findings: Findings) -> None:
    """A finding for each cell below a list of enterprises that corrects it, adds to it, or names one of them."""
    column = part.first("name")
    below = [row for row in note_rows if part.rows and row > part.rows[-1]]
    if column is None or not below:
        return
    listed = {_BEHIND_NAME.sub("", name.strip()) for name in part.cells[column] if isinstance(name, str)}
    names = [name for name in listed if len(name) >= _SHORTEST]
    for row in below:
        for at, text in enumerate(sheet.rows[row - 1], start=1):
            if isinstance(text, str) and _is_about(nfkc(text).strip(), names):
                findings.add("note_not_read", part.place, (row, at))


def _is_about(text: str, names: Iterable[str]) -> bool:
    """Whether a note corrects or adds to a list of these names, or tells of one: not who signs it."""
    return bool(_SAYS_MORE.match(text)) or (not _SIGNED.match(text) and any(name in text for name in names))
