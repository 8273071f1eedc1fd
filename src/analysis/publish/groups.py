"""Process groups of a report: the run's own, and the one its kernel leads."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path

GROUP_FILE = "RESUMPTION_GROUP_FILE"


def note_own_group() -> None:
    """Write this process's group where the run looks for it; nothing where nobody asked or there are no groups."""
    if hasattr(os, "getpgid") and GROUP_FILE in os.environ:
        Path(os.environ[GROUP_FILE]).write_text(str(os.getpgid(0)))


def kill_noted_group(path: Path) -> None:
    """Kill the group that was written to ``path``, if one was."""
    with suppress(OSError, ValueError):
        kill_group(int(path.read_text()))


def kill_group(group: int) -> None:
    """Kill every process of a group; one that is gone already is fine."""
    if group > 1:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)
