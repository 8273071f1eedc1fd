"""An upload's sheets or tables, found in child processes that may die of them while this one goes on."""

from __future__ import annotations

import atexit
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from queue import Empty, SimpleQueue

from analysis.intake.coding.coder import Texts
from analysis.intake.coding.combine import Coding
from analysis.intake.errors import UnreadableUpload
from analysis.intake.findings import Note
from analysis.intake.parts.part import Part
from analysis.intake.setting import Setting
from analysis.intake.sheet import Sheet
from analysis.intake.uploads import Upload
from analysis.intake.workers.child import Answer, Reader, Request
from analysis.intake.workers.forked import can_fork

_WORTH_A_COPY, _WORTH_A_PROCESS = 4, 24  # uploads that take longer to read than another child to start
_A_WEEK = 12  # uploads of a prefecture
_MOST_WORKERS = 8
_AHEAD = 64  # answers a worker that may wait to be taken, as while the register is loaded; no more are in memory
_READER = Reader()
_HELPERS: list[Reader] = []


def open_workbook(path: str | Path) -> list[Sheet]:
    """The sheets of one upload, whatever container its bytes are; worksheets in the file's order, hidden ones too.

    Raises UnreadableUpload whose rule is a row of vocabulary/findings.csv; nothing else, whatever the file holds.
    """
    result = _READER.read(Path(path).absolute())
    if isinstance(result, UnreadableUpload):
        raise result
    return result


def read_uploads(paths: Iterable[str | Path]) -> Iterator[tuple[Path, list[Sheet] | UnreadableUpload]]:
    """(path, sheets or refusal) of each upload in turn, through one child; only one upload is in memory at a time."""
    for path in map(Path, paths):
        yield path, _READER.read(path.absolute())


def read_parts(
    uploads: Iterable[Upload], setting: Setting, workers: int
) -> Generator[tuple[list[Part], list[Note]] | UnreadableUpload, None, None]:
    """What ``contents.read_contents`` reads in each upload, and what it noted; or the refusal. In the order of uploads.

    All that an upload says by itself is worked out in the children, under the same limits: a sheet that nobody can
    make sense of in time costs itself. ``workers`` children work at a time, from now on; the order and content of what
    comes do not depend on it. Closed before its end, it asks for no more.
    """
    readers, rest = _readers(workers), ((upload, _request(upload, setting)) for upload in uploads)
    begun = deque(islice(rest, _AHEAD * workers))
    # The largest first: one left over at the end keeps the other children waiting.
    wanted = iter([request for _, request in sorted(begun, key=lambda pair: -_size(pair[0]))])
    for reader in readers:  # before there are threads: a process with threads cannot be copied
        reader.start(setting, next(wanted, None))
    requests: SimpleQueue[Request | None] = SimpleQueue()
    for request in wanted:
        requests.put(request)
    for reader in readers:
        threading.Thread(target=reader.serve, args=(requests,), daemon=True).start()
    found = _in_order(begun, rest, requests, workers)
    next(found)
    return found


def code_beside(texts: Texts) -> Callable[[], list[Coding]]:
    """Let a child that is there code texts while this process goes on; what is returned waits for its answer.

    Without a child, and if it fails, they are coded here, then: the answer is the same.
    """
    if not (texts.texts and _READER.is_alive):
        return texts.coded
    request, requests = Request(texts), SimpleQueue()
    for wanted in (request, None):
        requests.put(wanted)
    threading.Thread(target=_READER.serve, args=(requests,), daemon=True).start()

    def answer() -> list[Coding]:
        found = request.answer.result()
        return texts.coded() if isinstance(found, UnreadableUpload) else found

    return answer


@contextmanager
def prompt_threads() -> Iterator[None]:
    """While this thread works and others wait for the children, one with an answer in hand soon gets its turn: this
    one would give way after 5 ms only, and the child would be idle for as long."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(0.0005)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def usual_workers(uploads: int) -> int:
    """How many children to use for so many uploads: those that are there, and as many more as are worth their start;
    at most one a processor."""
    there = sum(reader.is_alive for reader in (_READER, *_HELPERS))
    worth = 1 + uploads // (_WORTH_A_COPY if can_fork() else _WORTH_A_PROCESS)
    return min(_MOST_WORKERS, os.cpu_count() or 1, max(worth, min(there, uploads)))


def _in_order(
    begun: deque[tuple[Upload, Request]],
    rest: Iterator[tuple[Upload, Request]],
    requests: SimpleQueue[Request | None],
    workers: int,
) -> Generator[Answer | UnreadableUpload | None, None, None]:
    """None, then what is found in each upload, in their order. For each that is taken, another one is requested."""
    try:
        yield None  # from here on, whoever wants no more ends the threads
        while begun:
            upload, request = begun.popleft()
            found = request.answer.result()
            for more in islice(rest, 1):
                begun.append(more)
                requests.put(more[1])
            if not isinstance(found, UnreadableUpload):
                for part in found[0]:
                    part.upload = upload
            yield found
    finally:
        with suppress(Empty):
            while True:
                requests.get_nowait()
        for _ in range(workers):
            requests.put(None)


def _request(upload: Upload, setting: Setting) -> Request:
    path = upload.path
    return Request(upload if path.is_absolute() else replace(upload, path=path.absolute()), setting)


def _size(upload: Upload) -> int:
    try:
        return upload.path.stat().st_size
    except OSError:
        return 0


def _readers(workers: int) -> list[Reader]:
    while len(_HELPERS) < workers - 1:
        _HELPERS.append(Reader())
    return [_READER, *_HELPERS[: workers - 1]]


def start_readers() -> None:
    """Start the children that a week of a prefecture needs: called before slow imports, their start costs nothing."""
    for reader in _readers(usual_workers(_A_WEEK)):
        reader.start()


def close_reader() -> None:
    """End the children; the next upload starts a new one."""
    for reader in (_READER, *_HELPERS):
        reader.close()


def limits_supported() -> bool:
    """Whether this system can limit a child's memory (``doctor`` says so where it cannot)."""
    try:
        import resource
    except ImportError:
        return False
    return hasattr(resource, "RLIMIT_AS") and sys.platform != "darwin"  # macOS has the name and ignores it


def _forget() -> None:
    for reader in (_READER, *_HELPERS):
        reader.forget()


atexit.register(close_reader)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
