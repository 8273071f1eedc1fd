"""Programs that are started to be ended with everything that they start in turn."""

import os
import signal
import subprocess
import sys
from contextlib import suppress


def start_group(command: list[str], **options: object) -> subprocess.Popen[bytes]:
    """``subprocess.Popen`` of a program that leads a group of its own; Ctrl-C here does not reach it."""
    if sys.platform == "win32":
        return subprocess.Popen(command, creationflags=subprocess.CREATE_NEW_PROCESS_GROUP, **options)
    return subprocess.Popen(command, start_new_session=True, **options)


def kill_group(pid: int) -> None:
    """End a process with its group, which is named after it; on Windows with what it started."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(pid)], capture_output=True, check=False)
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
