"""A child that is a copy of this process: it has everything loaded and compiled, and starts in a few milliseconds.

Only where a copy is whole. Of several threads a fork copies one, so another that runs Python might hold a lock that is
never given back in the copy. The threads of libraries may exist as long as they sleep: OpenBLAS ends its own before a
fork, jemalloc's locks are freed in the copy (both by ``pthread_atfork``), and the copy calls neither. Elsewhere, as in
JupyterLab, on macOS and on Windows, a child is a new process.
"""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from subprocess import TimeoutExpired
from typing import BinaryIO

_MOST_BYTES = 2**29  # in memory; to copy the tables of a larger process takes longer than to start a new one
_PROCESS = Path("/proc/self")


def can_fork() -> bool:
    """Whether a copy of this process would be whole, and quicker made than a new one."""
    if sys.platform != "linux" or threading.active_count() > 1 or len(sys._current_frames()) > 1:
        return False
    try:
        resident = int((_PROCESS / "statm").read_text("ascii").split()[1])
        return resident * os.sysconf("SC_PAGE_SIZE") <= _MOST_BYTES and all(map(_sleeps, (_PROCESS / "task").iterdir()))
    except (OSError, ValueError, IndexError):
        return False


def _sleeps(thread: Path) -> bool:
    state = (thread / "stat").read_text("ascii", "replace").rpartition(")")[2].split()[0]
    return state == "S" or thread.name == str(os.getpid())


class ForkedChild:
    """A copy of this process that runs ``work(requests, answers)``; as much of ``subprocess.Popen`` as is needed.

    ``errors``: the file that takes what the copy says on standard output and standard error.
    Raises OSError where the system refuses another process.
    """

    def __init__(self, work: Callable[[BinaryIO, BinaryIO], None], errors: BinaryIO):
        self.returncode: int | None = None
        ours, theirs = _two_pipes()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of threads; see can_fork
            try:
                self.pid = os.fork()
            except OSError:
                for end in (*ours, *theirs):
                    os.close(end)
                raise
        if self.pid == 0:
            _work_and_leave(work, *theirs, errors.fileno())
        for end in theirs:
            os.close(end)
        with suppress(OSError):  # here and in the copy: whoever comes first
            os.setpgid(self.pid, self.pid)
        self.stdin, self.stdout = os.fdopen(ours[0], "wb"), os.fdopen(ours[1], "rb")

    def poll(self) -> int | None:
        """How it ended, as ``subprocess`` says it; None while it lives."""
        if self.returncode is None:
            try:
                ended, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:  # somebody else has taken note of its end
                self.returncode = -signal.SIGKILL
            else:
                self.returncode = os.waitstatus_to_exitcode(status) if ended else None
        return self.returncode

    def wait(self, timeout: float = float("inf")) -> int:
        """Raises subprocess.TimeoutExpired where it lives on after so many seconds."""
        deadline, pause = time.monotonic() + timeout, 0.0005
        while self.poll() is None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutExpired("reader", timeout)
            time.sleep(min(pause, left))
            pause = min(2 * pause, 0.02)
        return self.returncode


def _two_pipes() -> tuple[tuple[int, int], tuple[int, int]]:
    """Where requests are written and answers read, here; where requests are read and answers written, in the copy."""
    requests_read, requests_written = os.pipe()
    answers_read, answers_written = os.pipe()
    return (requests_written, answers_read), (requests_read, answers_written)


def _work_and_leave(work: Callable[[BinaryIO, BinaryIO], None], requests: int, answers: int, errors: int) -> None:
    """What the copy does. Its parent's atexit functions do not run in it, nor does its begun printing appear."""
    code = 1
    try:
        _leave_to_the_parent(requests, answers, errors)
        work(os.fdopen(requests, "rb"), os.fdopen(answers, "wb"))
        code = 0
    except MemoryError:
        os.write(2, b"MemoryError")
    finally:
        os._exit(code)


def _leave_to_the_parent(requests: int, answers: int, errors: int) -> None:
    """Give up all that was the parent's: group, signals, open files, printing, tracing, warnings."""
    os.setpgid(0, 0)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(errors, 1)
    os.dup2(errors, 2)
    # Numbers that no object of the parent's means: a stray write of one that lives on here cannot reach an answer.
    for number in map(int, os.listdir(_PROCESS / "fd")):
        if number not in (0, 1, 2, requests, answers):
            with suppress(OSError):
                os.close(number)
    sys.stdout = sys.stderr = io.TextIOWrapper(io.FileIO(2, "w", closefd=False), "utf-8", "replace", write_through=True)
    sys.settrace(None)
    sys.setprofile(None)
    warnings.simplefilter("ignore")
    gc.enable()
