"""The child process that reads uploads: ``python -m analysis.intake.reader``. Nothing it meets can hurt its parent.

A line of JSON on standard input names a file; the answer on standard output is its length (8 bytes) and a pickle of
``("sheets", [Sheet, ...])``, ``("parts", ([Part, ...], [note, ...]))`` or ``("refused", rule, arguments)``. It ends
when standard input does, or when one file takes longer than an alarm the parent's death cannot stop. Imports neither
pandas nor pyarrow: they reserve 1.4 GB of the address space the limit is on.
"""

from __future__ import annotations

import json
import os
import pickle
import struct
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, NamedTuple

from analysis.vocabulary import Vocabulary

from .containers import read_sheets
from .containers.limits import BYTES_OF_MEMORY, MAX_FILE_BYTES, SECONDS_PER_UPLOAD
from .errors import UnreadableUpload
from .findings import Findings, Note
from .parts import Part, find_parts
from .sheet import Sheet
from .uploads import Upload


def limit_memory() -> bool:
    """Limit this process's address space where the system can; whether it could."""
    try:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = BYTES_OF_MEMORY if hard == resource.RLIM_INFINITY else min(BYTES_OF_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, AttributeError, ValueError, OSError):
        return False
    return True


def set_alarm(seconds: int) -> None:
    """Let the system end this process after some seconds; 0 calls the alarm off."""
    try:
        from signal import alarm
    except ImportError:
        return
    alarm(seconds)


def answer(path: Path, about: Mapping[str, object] | None = None) -> tuple[object, ...]:
    """What there is to say about one file; never raises for anything a file can hold."""
    try:
        sheets = read_sheets(_content(path), path.stem)
        return ("parts", located(sheets, path, about)) if about else ("sheets", sheets)
    except UnreadableUpload as refusal:
        return ("refused", refusal.rule, refusal.arguments)
    except MemoryError:
        return ("refused", "reader_memory", {})
    except RecursionError:
        return ("refused", "workbook_damaged", {})
    except Exception as error:
        # A defect of a reader, not of the parent: the class goes to the log, the message may quote the upload.
        print(f"{type(error).__name__} in {_origin(error)}", file=sys.stderr)
        return ("refused", "workbook_damaged", {})


def located(sheets: list[Sheet], path: Path, about: Mapping[str, object]) -> tuple[list[Part], list[Note]]:
    """The tables of an upload's sheets and what was noted. ``about``: file, upload_id, period, overlays, measures."""
    upload = Upload(path, about["file"], about["upload_id"], PeriodName(about["period"]), None)
    words = Vocabulary.load(tuple(map(Path, about["overlays"])))
    findings = Findings()
    parts = find_parts(upload, sheets, words, about["measures"], findings)
    for part in parts:
        part.upload = None  # the parent knows it
    return parts, findings.notes()


class PeriodName(NamedTuple):
    """A period of which only the id is known: settings of surveys are not loaded here."""

    id: str


def _content(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise UnreadableUpload("file_unreadable")
        if path.stat().st_size > MAX_FILE_BYTES:
            raise UnreadableUpload("file_too_large", megabytes=MAX_FILE_BYTES // 2**20)
        return path.read_bytes()
    except OSError as error:
        raise UnreadableUpload("file_unreadable") from error


def _origin(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer one request after another until there are no more."""
    for line in iter(requests.readline, b""):
        request = json.loads(line)
        set_alarm(SECONDS_PER_UPLOAD + 2)
        reply = answer(Path(os.fsdecode(bytes(request["path"]))), request["about"])
        try:
            content = pickle.dumps(reply, protocol=5)
        except MemoryError:
            content = pickle.dumps(("refused", "reader_memory", {}), protocol=5)
        del reply
        set_alarm(0)
        answers.write(struct.pack(">Q", len(content)) + content)
        answers.flush()


def warm_up() -> None:
    """Load what nearly every upload needs, while the parent is still busy with its own imports."""
    import python_calamine  # noqa: F401

    from .containers import archive, xlsx  # noqa: F401

    _ = Vocabulary.load().columns


def main() -> None:
    """Serve the process that started this one."""
    limit_memory()
    warm_up()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not run into an answer
    try:
        serve(sys.stdin.buffer, answers)
    except (BrokenPipeError, KeyboardInterrupt):
        os._exit(0)


if __name__ == "__main__":
    main()
