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
from collections import deque
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue

from analysis.intake.coding.coder import Coding, Texts
from analysis.intake.coding.rows import Found
from analysis.intake.containers.limits import MAX_ANSWER_BYTES, SECONDS_PER_UPLOAD
from analysis.intake.errors import UnreadableUpload
from analysis.intake.findings import Note, Place
from analysis.intake.headers.column import ColumnMatch
from analysis.intake.headers.days import HeaderDate
from analysis.intake.parts.part import Part
from analysis.intake.setting import Setting
from analysis.intake.sheet import CellError, Sheet, Shown
from analysis.intake.uploads import Upload
from analysis.intake.workers.forked import ForkedChild, can_fork
from analysis.intake.workers.reader import serve_limited, warm_up
from analysis.intake.workers.watchdog import Watchdog

_MANY = 8  # waiting requests: as many as there are children at most
Answer = list[Sheet] | tuple[list[Part], list[Note]] | list[Coding]
_ALLOWED = {
    (kind.__module__, kind.__name__): kind
    for kind in (Sheet, Shown, CellError, Part, Place, ColumnMatch, HeaderDate, Found)
}
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


class Request:
    """A file to be read, an upload by a survey's setting, or texts to be coded; the result is that of ``answer``."""

    __slots__ = ("answer", "asked", "setting")

    def __init__(self, asked: Path | Upload | Texts, setting: Setting | None = None):
        self.asked, self.setting = asked, setting
        self.answer: Future[Answer | UnreadableUpload] = Future()


class Reader:
    """The child, started when first needed, replaced when it dies. It answers in the order of requests, and those of
    several threads wait for each other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | ForkedChild | None = None
        self._errors: io.BufferedRandom | None = None
        self._setting: Setting | None = None  # the last one sent
        self._sent: deque[Request] = deque()  # what the child was sent and has not answered

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self, setting: Setting | None = None, first: Request | None = None) -> None:
        """Start the child if it is not there; ``setting``: what the first uploads will be read by, if known.

        ``first``: what the child begins to read at once. Whoever has the reader serve afterwards gets its answer.
        """
        with self._lock:
            self._be_there(setting)
            if first:
                self._send(first)

    def read(self, asked: Path | Upload, setting: Setting | None = None) -> Answer | UnreadableUpload:
        """The sheets of a file; of an upload, which is read by a survey's ``setting``, its contents and notes."""
        request = Request(asked, setting)
        self._read(request, SimpleQueue())
        return request.answer.result()

    def serve(self, requests: SimpleQueue[Request | None]) -> None:
        """Read what is requested until None is: the work of a thread. Several readers may take from one queue."""
        if self._sent:
            self._read(None, requests)
        while request := requests.get():
            self._read(request, requests)

    def _read(self, request: Request | None, requests: SimpleQueue[Request | None]) -> None:
        """Read a request and what else is there by then. What goes wrong here is told by the requests' answers.

        While many wait, the next one is sent before an answer is there, so that the child need not wait for us; the
        last ones are left to whichever child is free.
        """
        sent = self._sent
        with self._lock:
            try:
                if request:
                    self._be_there(request.setting)  # before there is another thread: see ``can_fork``
                with Watchdog(SECONDS_PER_UPLOAD, self._kill) as watchdog:
                    while request or sent:
                        if request:
                            self._send(request)
                        if not request or len(sent) > 1 or requests.qsize() < _MANY:
                            self._answer(watchdog)
                        request = _next_of(requests) if not sent or requests.qsize() >= _MANY else None
            except BaseException as error:  # interrupted half way: what the pipe still holds belongs to no request
                self._stop()
                for unanswered in filter(None, {request, *sent}):
                    if not unanswered.answer.done():
                        unanswered.answer.set_exception(error)
                sent.clear()

    def _send(self, request: Request) -> None:
        if not self._sent:
            self._be_there(request.setting)
        self._sent.append(request)
        changed = None if request.setting is self._setting else request.setting
        self._setting = request.setting or self._setting
        with suppress(OSError):  # it has died: we hear of it when its answer is wanted
            self._process.stdin.write(pickle.dumps((request.asked, changed), protocol=5))
            self._process.stdin.flush()

    def _answer(self, watchdog: Watchdog) -> None:
        """Give the first request its answer. If the child died of it, another gets those that were sent behind it."""
        watchdog.reset()
        try:
            found = self._receive()
        except (OSError, EOFError, pickle.UnpicklingError, AttributeError, TypeError, ValueError):
            found = self._obituary(watchdog.has_acted)
            self._stop()
        self._sent.popleft().answer.set_result(found)
        if self._sent and not self.is_alive:
            lost = list(self._sent)
            self._sent.clear()
            for request in lost:
                self._send(request)

    def _receive(self) -> Answer | UnreadableUpload:
        answers = self._process.stdout
        (length,) = struct.unpack(">Q", _exactly(answers, 8))
        if length > MAX_ANSWER_BYTES:
            self._stop()
            return UnreadableUpload("reader_memory")
        kind, *answer = AnswerUnpickler(io.BytesIO(_exactly(answers, length))).load()
        if kind != "refused":
            return answer[0]
        rule, arguments = answer
        return UnreadableUpload(rule, **arguments)

    def _be_there(self, setting: Setting | None) -> None:
        if not self.is_alive:
            self._start(setting)

    def _start(self, setting: Setting | None) -> None:
        self._stop()
        self._setting = None
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the child
        if can_fork():
            known = setting or Setting()
            warm_up(known)
            with suppress(OSError):  # no room for a copy
                self._process = ForkedChild(partial(serve_limited, setting=known), self._errors)
                self._setting = known
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "analysis.intake.workers.reader"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                start_new_session=True,
            )

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
            self._sent.clear()

    def forget(self) -> None:
        """In a forked process: leave the child to the process that started it."""
        self.__init__()


def _next_of(requests: SimpleQueue[Request | None]) -> Request | None:
    """The next request if one waits. The end of all requests is left for those who wait for it."""
    try:
        request = requests.get_nowait()
    except Empty:
        return None
    if request is None:
        requests.put(None)
    return request


def _exactly(stream: io.BufferedReader, length: int) -> bytes:
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return content
