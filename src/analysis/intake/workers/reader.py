"""The child process that reads uploads: ``python -m analysis.intake.workers.reader``.

Nothing that it meets can hurt its parent.

A pickle on standard input, ``(asked, Setting or None)``, names a file (Path), an upload whose contents are asked for
(Upload, with the setting to read it by unless it is still the last one), or texts to be coded (Texts). The answer on
standard output is its length (8 bytes) and a pickle of ``("sheets", [Sheet, ...])``, ``("contents", ([Part, ...],
[note, ...]))``, ``("coded", [Coding, ...])`` or ``("refused", rule, arguments)``. It ends when standard input does, or
when one request takes longer than an alarm the parent's death cannot stop. Imports neither pandas nor pyarrow: they
reserve 1.4 GB of the address space the limit is on.
"""

from __future__ import annotations

import encodings.cp437  # noqa: F401 - in which archives name their parts; loaded here as below
import gc
import os
import pickle
import struct
import sys
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import BinaryIO

# The containers that come every week, and what opens them, are loaded here: children that are copies share them.
import python_calamine  # noqa: F401
import xlrd  # noqa: F401

from analysis.intake.coding.coder import Texts
from analysis.intake.containers import archive, delimited, html_tables, read_sheets, xls, xlsx  # noqa: F401
from analysis.intake.containers.limits import BYTES_OF_MEMORY, MAX_FILE_BYTES, SECONDS_PER_UPLOAD
from analysis.intake.contents import read_contents
from analysis.intake.errors import UnreadableUpload
from analysis.intake.locate import find_tables
from analysis.intake.setting import Setting
from analysis.intake.sheet import Sheet
from analysis.intake.uploads import Upload, readable
from analysis.intake.values import mask_title

# An upload makes many lists and tuples and hardly a cycle: cycles are looked for so seldom that it costs nothing.
_SELDOM = (50_000, 20, 100)


def limit_memory() -> bool:
    """Limit what this process may add to its address space where the system can; whether it could."""
    try:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = _bytes_mapped() + BYTES_OF_MEMORY
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, AttributeError, ValueError, OSError):
        return False
    return True


def _bytes_mapped() -> int:
    """How large the address space is already: of a copy of a process with pandas over a GiB, most of it never used."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def set_alarm(seconds: int) -> None:
    """Let the system end this process after some seconds; 0 calls the alarm off."""
    try:
        from signal import alarm
    except ImportError:
        return
    alarm(seconds)


def answer(asked: Path | Upload | Texts, setting: Setting) -> tuple[object, ...]:
    """What there is to say about one file, or what texts mean; never raises for anything a file can hold."""
    try:
        if isinstance(asked, Texts):
            return "coded", asked.coded()
        path = asked.path if isinstance(asked, Upload) else asked
        sheets = [*map(_without_names, read_sheets(_content(path), readable(path.stem)))]
        if not isinstance(asked, Upload):
            return "sheets", sheets
        parts, notes = read_contents(asked, sheets, setting)
        for part in parts:
            part.upload = None  # the parent knows it
        return "contents", (parts, notes)
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


def _without_names(sheet: Sheet) -> Sheet:
    """The sheet; one that is called after somebody, or after a telephone number, is no longer."""
    name = mask_title(sheet.name)
    return sheet if name == sheet.name else replace(sheet, name=name)


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


def serve(requests: BinaryIO, answers: BinaryIO, setting: Setting) -> None:
    """Answer one request after another until there are no more; ``setting``: what the first are read by."""
    while True:
        try:
            asked, changed = pickle.load(requests)
        except EOFError:
            return
        setting = changed or setting
        set_alarm(SECONDS_PER_UPLOAD + 2)
        reply = answer(asked, setting)
        try:
            content = pickle.dumps(reply, protocol=5)
        except MemoryError:
            content = pickle.dumps(("refused", "reader_memory", {}), protocol=5)
        del reply
        set_alarm(0)
        answers.write(struct.pack(">Q", len(content)) + content)
        answers.flush()


def warm_up(setting: Setting) -> None:
    """Load the words that every upload needs: before it is asked for, and where children are copies, once for all."""
    setting.words.check()
    _find_once()


@cache
def _find_once() -> None:
    """Have the words loaded by which tables are found."""
    find_tables(Sheet.from_rows([["企业名称", "复工情况说明"], ["某某公司", "已复工，尚缺原料"]]))


def serve_limited(requests: BinaryIO, answers: BinaryIO, setting: Setting) -> None:
    """``serve`` the process that started this one, under limits, until it has no more requests or is gone."""
    limit_memory()
    gc.freeze()  # what is there stays, and its pages stay shared
    gc.set_threshold(*_SELDOM)
    with suppress(BrokenPipeError, KeyboardInterrupt):
        serve(requests, answers, setting)


def main() -> None:
    """Serve the process that started this one as a new process."""
    setting = Setting()
    warm_up(setting)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not run into an answer
    serve_limited(sys.stdin.buffer, answers, setting)
    os._exit(0)


if __name__ == "__main__":
    main()
