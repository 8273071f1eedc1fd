"""What leaves the house is harmless: no text becomes a formula, no name leads elsewhere."""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from pathlib import Path

from analysis.intake.values import mask_personal

_LIVE = re.compile(r"^[\s\0]*[=+\-@＝＋－＠\t\r\n]")
# A signed number, or a dash that stands for missing, starts no formula.
_HARMLESS = re.compile(r"^\s*(?:[+\-]?\d[\d,.]*%?|[+\-—－_/]+)\s*$")
_NAME_LIMIT = 120


def neutral(text: str) -> str:
    """A text that no spreadsheet takes for a formula, also after editing or by way of CSV: it gets an apostrophe."""
    return f"'{text}" if _LIVE.match(text) and not _HARMLESS.match(text) else text


def file_name(text: str) -> str:
    """A name for a file made from what others wrote: no folders, no control characters, no personal data, not long."""
    plain = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]', "_", mask_personal(text).replace("*", "x"))
    return plain.strip(" .")[:_NAME_LIMIT] or "_"


def free_name(folder: Path, name: str, taken: Collection[str] = ()) -> str:
    """``name``, or ``name (2)`` and so on where the folder or ``taken`` has it already, whatever its case."""
    stem, suffix = os.path.splitext(name)
    used = {other.casefold() for other in taken}
    number, candidate = 1, name
    while candidate.casefold() in used or os.path.lexists(folder / candidate):
        number += 1
        candidate = f"{stem} ({number}){suffix}"
    return candidate
