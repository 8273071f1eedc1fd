"""What leaves the house is harmless: no text becomes a formula, no file is half written, no name leads elsewhere."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Collection
from pathlib import Path

from analysis.errors import UserError
from analysis.intake.values import mask_personal

_LIVE = re.compile(r"^[\s\0]*[=+\-@＝＋－＠\t\r\n]")
# A signed number, or a dash that stands for missing, starts no formula.
_HARMLESS = re.compile(r"^\s*(?:[+\-]?\d[\d,.]*%?|[+\-—－_/]+)\s*$")
_NAME_LIMIT = 120


class NotWritten(UserError):
    """A file that could not be put in its place; what was there is unchanged."""


def neutral(text: str) -> str:
    """A text that no spreadsheet takes for a formula, also after editing or by way of CSV: it gets an apostrophe."""
    return f"'{text}" if _LIVE.match(text) and not _HARMLESS.match(text) else text


def write_whole(path: Path, content: bytes) -> Path:
    """Put ``content`` at ``path`` in one step: whole, or not at all. Raises NotWritten."""
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".new-", suffix=path.suffix, dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True) if temporary else None
        reason = error.strerror or type(error).__name__
        raise NotWritten(
            f"不能写入 {path}（{reason}）：如果它正在别的程序里打开，请关闭后重试",
            f"cannot write {path} ({reason}): if another program has it open, close it and try again",
        ) from error
    return path


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
