"""What leaves the house is harmless: no text becomes a formula, no name leads elsewhere."""

import os
import re
from pathlib import Path

from analysis.intake.uploads import UNPRINTABLE
from analysis.intake.values import mask_title

_LIVE = re.compile(r"^[\s\0]*[=+\-@＝＋－＠\t\r\n]")
# A signed number, or a dash that stands for missing, starts no formula.
_HARMLESS = re.compile(r"^\s*(?:[+\-]?\d[\d,.]*%?|[+\-—－_/]+)\s*$")
_NAME_BYTES = 200  # what is added to a name (a number, that it is an answer) has room below the 255 of file systems
_LONGEST_NAME = 255
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")
# Names that Windows keeps for devices, whatever their ending.
_DEVICE = re.compile(r"^(?=(?:con|prn|aux|nul|com\d|lpt\d) *(?:\.|$))", re.IGNORECASE)


def neutral(text: str) -> str:
    """A text that no spreadsheet takes for a formula, also after editing or by way of CSV: it gets an apostrophe."""
    return f"'{text}" if _LIVE.match(text) and not _HARMLESS.match(text) else text


def file_name(text: str) -> str:
    """A name for a file made from what others wrote, good on any system: no folders, no control characters, no
    personal data, not long."""
    plain = re.sub(r'[<>:"/\\|?*]', "_", UNPRINTABLE.sub("_", mask_title(text).replace("*", "x")))
    return _DEVICE.sub("_", shortened(plain.strip(" ."), _NAME_BYTES)) or "_"


def shortened(name: str, most: int = _LONGEST_NAME) -> str:
    """A name of at most ``most`` bytes in UTF-8: what is too long loses its last characters, never its ending."""
    found = _ENDING.search(name)
    ending = found[0] if found else ""
    stem = name.removesuffix(ending).encode("utf-8")[: most - len(ending)]
    return stem.decode("utf-8", errors="ignore").rstrip(" .") + ending


def free_name(folder: Path, name: str) -> str:
    """``name``, or ``name (2)`` and so on where the folder has it already."""
    name = shortened(name)
    stem, suffix = os.path.splitext(name)
    number, candidate = 1, name
    while os.path.lexists(folder / candidate):
        number += 1
        mark = f" ({number}){suffix}"
        candidate = shortened(stem, _LONGEST_NAME - len(mark.encode("utf-8"))) + mark
    return candidate
