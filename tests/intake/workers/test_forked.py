"""A child that is a copy of its parent: as much apart from it as a new process, and used only where it is whole."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from mmap import mmap
from pathlib import Path
from typing import BinaryIO

import crafted as c
import pytest

from analysis.intake.errors import UnreadableUpload
from analysis.intake.setting import Setting
from analysis.intake.sheet import Sheet
from analysis.intake.uploads import Upload
from analysis.intake.workers import child, forked, reader, workbook

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="copies are made on Linux only")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(c.ledger_xlsx())
    return path


@pytest.fixture(autouse=True)
def copies(monkeypatch: pytest.MonkeyPatch):
    """Children are copies, whatever else runs the tests; the usual ones afterwards."""
    workbook.close_reader()
    monkeypatch.setattr(child, "can_fork", lambda: True)
    yield
    workbook.close_reader()


def working(monkeypatch: pytest.MonkeyPatch, work: Callable[[BinaryIO, BinaryIO], None], seconds: int = 1) -> None:
    """Let the copy do something else than reading."""
    workbook.close_reader()
    monkeypatch.setattr(child, "serve_limited", lambda requests, answers, setting: work(requests, answers))
    monkeypatch.setattr(child, "SECONDS_PER_UPLOAD", seconds)


def test_a_copy_reads_what_a_new_process_reads(monkeypatch, ledger: Path) -> None:
    rows = workbook.open_workbook(ledger)[0].rows
    assert isinstance(workbook._READER._process, forked.ForkedChild)
    workbook.close_reader()
    monkeypatch.setattr(child, "can_fork", lambda: False)
    assert workbook.open_workbook(ledger)[0].rows == rows == c.LEDGER
    assert isinstance(workbook._READER._process, subprocess.Popen)


def test_parts_and_notes_are_those_of_a_new_process(monkeypatch, ledger: Path) -> None:
    uploads = [Upload(ledger, f"{number}.xlsx", f"id-{number}", None, None) for number in range(5)]
    by_copies = list(workbook.read_parts(uploads, Setting(), 2))
    workbook.close_reader()
    monkeypatch.setattr(child, "can_fork", lambda: False)
    assert list(workbook.read_parts(uploads, Setting(), 1)) == by_copies
    assert len(by_copies[0][0]) == 1


def dies(requests: BinaryIO, answers: BinaryIO) -> None:
    requests.read(1)
    os.abort()


def hangs(requests: BinaryIO, answers: BinaryIO) -> None:
    time.sleep(60)


def is_killed_for_its_memory(requests: BinaryIO, answers: BinaryIO) -> None:
    requests.read(1)
    os.write(2, b"memory allocation of 9 bytes failed")
    os.abort()


def grows(requests: BinaryIO, answers: BinaryIO) -> None:
    reader.limit_memory()
    bytearray(3 << 30)


def answers_nonsense(requests: BinaryIO, answers: BinaryIO) -> None:
    answers.write(struct.pack(">Q", 5) + b"hello")
    answers.flush()
    time.sleep(60)


def answers_without_end(requests: BinaryIO, answers: BinaryIO) -> None:
    answers.write(b"\x7f" * 8)
    answers.flush()
    time.sleep(60)


def fails(requests: BinaryIO, answers: BinaryIO) -> None:
    raise ValueError


@pytest.mark.parametrize(
    ("work", "rule"),
    [
        (dies, "reader_died"),
        (hangs, "reader_timeout"),
        (is_killed_for_its_memory, "reader_memory"),
        (grows, "reader_memory"),
        (answers_nonsense, "reader_died"),
        (answers_without_end, "reader_memory"),
        (fails, "reader_died"),
    ],
)
def test_its_death_is_a_refusal_and_the_next_file_is_read(monkeypatch, ledger: Path, work, rule: str) -> None:
    with monkeypatch.context() as patched:
        working(patched, work)
        with pytest.raises(UnreadableUpload) as refusal:
            workbook.open_workbook(ledger)
        assert refusal.value.rule == rule
        copy = workbook._READER._process
    assert copy is None
    assert workbook.open_workbook(ledger)[0].rows == c.LEDGER


def test_its_memory_is_counted_from_what_it_was_given(monkeypatch, ledger: Path) -> None:
    """A process with pandas and pyarrow has more than a GiB mapped; two more are for the upload."""
    parent = mmap(-1, 1 << 30)

    def reads(content: bytes, stem: str) -> list[Sheet]:
        return [Sheet.from_rows([[fits(3 << 29), fits(5 << 29)]])]

    def fits(size: int) -> str:
        try:
            mmap(-1, size).close()
        except OSError:
            return "没有"
        return "有"

    workbook.close_reader()
    monkeypatch.setattr(reader, "read_sheets", reads)
    assert workbook.open_workbook(ledger)[0].rows == [["有", "没有"]]
    parent.close()


def test_the_alarm_ends_it_whatever_its_parent_does_with_alarms(monkeypatch, ledger: Path) -> None:
    monkeypatch.setattr(reader, "SECONDS_PER_UPLOAD", -1)  # and two more
    monkeypatch.setattr(reader, "answer", lambda *_: time.sleep(60))
    before = signal.signal(signal.SIGALRM, signal.SIG_IGN)
    try:
        with pytest.raises(UnreadableUpload) as refusal:
            workbook.open_workbook(ledger)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert refusal.value.rule == "reader_died"


def test_it_holds_nothing_open_of_its_parents(ledger: Path) -> None:
    """Two copies: the second knows nothing of the pipes of the first, which ends when its parent lets go of it."""
    read, written = os.pipe()
    with_help = workbook._readers(2)
    for one in with_help:
        one.start()
    os.close(written)
    assert os.read(read, 1) == b""
    os.close(read)
    first = with_help[0]._process
    first.stdin.close()
    assert first.wait(5) == 0


def test_the_command_line_copies_itself_before_it_imports_pandas() -> None:
    code = "import sys; from analysis.cli import common; common.start_reporting(); common.start_reading(); "
    code += (
        "from analysis.intake.workers import workbook as w; print('pandas' in sys.modules, type(w._READER._process))"
    )
    assert run(code).startswith("False <class 'analysis.intake.workers.forked.ForkedChild")


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60).stdout


def test_it_says_nothing_twice_and_runs_nothing_of_its_parents_end(ledger: Path) -> None:
    code = "import atexit, sys; atexit.register(print, '完'); sys.stdout.write('说到一半，'); "
    code += f"from analysis.intake.workers import workbook as w; w.open_workbook({str(ledger)!r}); "
    code += "sys.stdout.write(type(w._READER._process).__name__ + '，')"
    assert run(code) == "说到一半，ForkedChild，完\n"


WHOLE = "from analysis.intake.workers.forked import can_fork; print(can_fork())"


@pytest.mark.parametrize(
    ("before", "whole"),
    [
        ("", "True"),
        ("import pandas, pyarrow; ", "True"),  # threads of OpenBLAS and jemalloc, asleep
        ("import threading, time; threading.Thread(target=time.sleep, args=(9,), daemon=True).start(); ", "False"),
        ("import _thread, time; _thread.start_new_thread(lambda: time.sleep(9), ()); time.sleep(0.1); ", "False"),
        ("from analysis.intake.workers import forked; forked._MOST_BYTES = 1; ", "False"),
        ("from analysis.intake.workers import forked; forked._PROCESS /= 'nothing'; ", "False"),
        ("import sys; sys.platform = 'darwin'; ", "False"),
    ],
    ids=["alone", "libraries", "a thread", "a bare thread", "too large", "nobody knows", "macOS"],
)
def test_only_a_whole_process_is_copied(before: str, whole: str) -> None:
    assert run(before + WHOLE).strip() == whole


@pytest.mark.parametrize(("state", "sleeps"), [("S", True), ("R", False), ("D", False)])
def test_a_librarys_thread_must_sleep(tmp_path: Path, state: str, sleeps: bool) -> None:
    thread = tmp_path / "1"
    thread.mkdir()
    (thread / "stat").write_text(f"1 (a) R (b) {state} 0 0")
    assert forked._sleeps(thread) is sleeps


def test_where_there_is_no_room_for_a_copy_it_is_a_new_process(monkeypatch, ledger: Path) -> None:
    def full() -> int:
        raise OSError

    workbook.close_reader()
    monkeypatch.setattr(os, "fork", full)
    assert workbook.open_workbook(ledger)[0].rows == c.LEDGER
    assert isinstance(workbook._READER._process, subprocess.Popen)
