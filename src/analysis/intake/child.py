"""The child that reads uploads, seen from its parent: started when first needed, replaced when it dies."""

from __future__ import annotations

import io
import os
import pickle
import signal
import struct
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

from .containers.limits import MAX_ANSWER_BYTES, SECONDS_PER_UPLOAD
from .errors import UnreadableUpload
from .findings import Note, Place
from .forked import ForkedChild, can_fork
from .header_words import HeaderDate
from .headers import ColumnMatch
from .parts import Part
from .reader import serve_limited, warm_up
from .setting import Setting
from .sheet import CellError, Sheet
from .uploads import Upload

Answer = list[Sheet] | tuple[list[Part], list[Note]]
_ALLOWED = {(kind.__module__, kind.__name__): kind for kind in (Sheet, CellError, Part, Place, ColumnMatch, HeaderDate)}
_MOMENTS = ("datetime", "date", "time", "timedelta", "timezone")


class AnswerUnpickler(pickle.Unpickler):
    """Rebuilds sheets and moments; a child that an upload took over gets nothing else built."""

    def find_class(self, module: str, name: str) -> object:
        if module == "datetime" and name in _MOMENTS:
            return super().find_class(module, name)
        try:
            return _ALLOWED[module, name]
        except KeyError:
            raise pickle.UnpicklingError("an answer may hold sheets and moments only") from None


class Reader:
    """The child, started when first needed, replaced when it dies. One request at a time, from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | ForkedChild | None = None
        self._errors: io.BufferedRandom | None = None
        self._setting: Setting | None = None  # the last one sent

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self, setting: Setting | None = None) -> None:
        """Start the child if it is not there; ``setting``: what the first uploads will be read by, if known."""
        with self._lock:
            if not self.is_alive:
                self._start(setting)

    def read(self, asked: Path | Upload, setting: Setting | None = None) -> Answer | UnreadableUpload:
        """The sheets of a file; of an upload, which is read by a survey's ``setting``, its contents and notes."""
        with self._lock:
            if not self.is_alive:
                self._start(setting)
            late = threading.Event()
            timer = threading.Timer(SECONDS_PER_UPLOAD, self._kill_late, [late])
            timer.daemon = True
            timer.start()
            try:
                return self._ask(asked, setting)
            except (OSError, EOFError, pickle.UnpicklingError, AttributeError, TypeError, ValueError):
                refusal = self._obituary(late.is_set())
                self._stop()
                return refusal
            except BaseException:  # interrupted half way: what the pipe still holds belongs to no request
                self._stop()
                raise
            finally:
                timer.cancel()

    def _ask(self, asked: Path | Upload, setting: Setting | None) -> Answer | UnreadableUpload:
        process = self._process
        changed = None if setting is self._setting else setting
        process.stdin.write(pickle.dumps((asked, changed), protocol=5))
        process.stdin.flush()
        self._setting = setting or self._setting
        (length,) = struct.unpack(">Q", _exactly(process.stdout, 8))
        if length > MAX_ANSWER_BYTES:
            self._stop()
            return UnreadableUpload("reader_memory")
        kind, *answer = AnswerUnpickler(io.BytesIO(_exactly(process.stdout, length))).load()
        if kind != "refused":
            return answer[0]
        rule, arguments = answer
        return UnreadableUpload(rule, **arguments)

    def _start(self, setting: Setting | None) -> None:
        self._stop()
        self._setting = None
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the child
        if can_fork():
            warm_up(setting or Setting())
            with suppress(OSError):  # no room for a copy
                self._process = ForkedChild(serve_limited, self._errors)
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "analysis.intake.reader"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                start_new_session=True,
            )

    def _kill_late(self, late: threading.Event) -> None:
        late.set()
        self._kill()

    def _kill(self) -> None:
        process = self._process
        if process is None or process.poll() is not None:
            return
        with suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()

    def _obituary(self, late: bool) -> UnreadableUpload:
        """Why the child ended, from the clock and what it last said."""
        if late:
            return UnreadableUpload("reader_timeout", seconds=SECONDS_PER_UPLOAD)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        self._errors.seek(max(0, self._errors.seek(0, io.SEEK_END) - 4096))
        last_words = self._errors.read()
        if b"memory allocation of" in last_words or b"MemoryError" in last_words:
            return UnreadableUpload("reader_memory")
        return UnreadableUpload("reader_died")

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            with suppress(OSError):
                process.stdin.close()
            try:
                process.wait(0.05)
            except subprocess.TimeoutExpired:
                self._process = process
                self._kill()
                self._process = None
                process.wait()
            process.stdout.close()
        if self._errors is not None:
            self._errors.close()
            self._errors = None

    def close(self) -> None:
        with self._lock:
            self._stop()

    def forget(self) -> None:
        """In a forked process: leave the child to the process that started it."""
        self.__init__()


def _exactly(stream: io.BufferedReader, length: int) -> bytes:
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return content
