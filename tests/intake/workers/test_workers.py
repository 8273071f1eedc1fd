"""Several children at a time: what comes, and in which order, does not depend on their number."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import crafted as c
import pytest

from analysis.intake.coding.coder import Texts
from analysis.intake.contents import read_contents
from analysis.intake.errors import UnreadableUpload
from analysis.intake.setting import Setting
from analysis.intake.uploads import Upload
from analysis.intake.workers import child, workbook
from analysis.survey import iso_week
from analysis.surveys import load_survey

CONTENTS = {
    "1.xlsx": c.ledger_xlsx,
    "2.jpg": lambda: c.JPEG,
    "3.xls": c.ledger_xls,
    "4.csv": c.csv_text,
    "5.pdf": lambda: c.PDF,
}


REFUSED = ["photo_upload", "pdf_upload"]


@pytest.fixture
def uploads(tmp_path: Path) -> list[Upload]:
    found = []
    for number in range(3):
        for name, make in CONTENTS.items():
            path = tmp_path / f"{number}-{name}"
            content = make()
            path.write_bytes(content.encode("gbk") if isinstance(content, str) else content)
            found.append(Upload(path, f"2020-W09/{path.name}", f"id-{path.name}", iso_week(2020, 9), None))
    return found


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_parts_and_notes_are_those_of_this_process(uploads: list[Upload], workers: int) -> None:
    setting = Setting.of(load_survey("qiannan"))
    outcomes = list(workbook.read_parts(uploads, setting, workers))
    assert len(outcomes) == len(uploads)
    sheets_of = [sheets for _, sheets in workbook.read_uploads(upload.path for upload in uploads)]
    for upload, sheets, outcome in zip(uploads, sheets_of, outcomes, strict=True):
        if isinstance(sheets, UnreadableUpload):
            assert outcome.rule == sheets.rule
        else:
            assert outcome == read_contents(upload, sheets, setting)


def test_a_child_that_dies_costs_its_upload_only(uploads: list[Upload]) -> None:
    located = workbook.read_parts(uploads, Setting(), 2)
    next(located)
    for reader in (workbook._READER, *workbook._HELPERS):
        if reader._process is not None and reader._process.poll() is None:
            os.kill(reader._process.pid, signal.SIGKILL)
    rules = [outcome.rule if isinstance(outcome, UnreadableUpload) else "read" for outcome in located]
    workbook.close_reader()  # one that was killed while idle may take its time to die
    usual = (["read", "photo_upload", "read", "read", "pdf_upload"] * 3)[1:]
    assert len(rules) == len(usual)
    assert {rule for rule, expected in zip(rules, usual, strict=True) if rule != expected} <= {"reader_died"}
    assert rules.count("reader_died") <= 2


def test_the_largest_are_read_first_and_come_in_their_order(monkeypatch, uploads: list[Upload]) -> None:
    asked: list[Upload] = []
    send = child.Reader._send

    def watched(reader: child.Reader, request: child.Request) -> None:
        asked.append(request.asked)
        send(reader, request)

    monkeypatch.setattr(child.Reader, "_send", watched)
    outcomes = list(workbook.read_parts(uploads, Setting(), 1))
    sizes = [upload.path.stat().st_size for upload in asked]
    assert len(sizes) == len(uploads)
    assert sizes == sorted(sizes, reverse=True)
    assert [outcome.rule for outcome in outcomes if isinstance(outcome, UnreadableUpload)] == REFUSED * 3
    assert outcomes[0][0][0].upload == uploads[0]


@pytest.fixture
def one_that_is_deadly(monkeypatch):
    """Children that die of some names and find nothing in the others; the true ones afterwards."""
    start = subprocess.Popen
    code = (
        "from analysis.intake.workers import reader as r; import os; "
        "r.read_contents = lambda upload, *_: os._exit(3) if 'deadly' in upload.file else ([], []); r.main()"
    )
    workbook.close_reader()
    monkeypatch.setattr(child, "can_fork", lambda: False)
    monkeypatch.setattr(subprocess, "Popen", lambda _, **options: start([sys.executable, "-c", code], **options))
    yield
    monkeypatch.undo()
    workbook.close_reader()


@pytest.mark.parametrize("deadly", [{0}, {7}, {29}, {3, 4}, {20, 21, 22}])
def test_what_was_sent_behind_a_deadly_one_is_read(one_that_is_deadly, tmp_path: Path, deadly: set[int]) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(c.ledger_xlsx())
    names = [f"{'deadly' if number in deadly else 'fine'}-{number}" for number in range(30)]
    uploads = [Upload(path, name, name, iso_week(2020, 9), None) for name in names]
    outcomes = workbook.read_parts(uploads, Setting(), 1)
    rules = [outcome.rule if isinstance(outcome, UnreadableUpload) else "read" for outcome in outcomes]
    assert rules == ["reader_died" if number in deadly else "read" for number in range(30)]


def test_who_wants_nothing_leaves_no_thread(uploads: list[Upload]) -> None:
    before = set(threading.enumerate())
    found = workbook.read_parts(uploads, Setting(), 2)
    own = set(threading.enumerate()) - before
    assert own
    del found
    until = time.monotonic() + 20
    while any(thread.is_alive() for thread in own) and time.monotonic() < until:
        time.sleep(0.01)
    assert not any(thread.is_alive() for thread in own)


def test_threads_give_way_sooner_only_while_asked() -> None:
    before = sys.getswitchinterval()
    with workbook.prompt_threads():
        assert sys.getswitchinterval() < before
    assert sys.getswitchinterval() == before


def test_who_stops_asking_half_way_can_begin_anew(uploads: list[Upload]) -> None:
    first = next(workbook.read_parts(uploads, Setting(), 2))
    assert next(workbook.read_parts(uploads, Setting(), 2)) == first


def test_a_sheet_without_end_to_its_judging_is_refused_in_time(monkeypatch, uploads: list[Upload]) -> None:
    start = subprocess.Popen
    code = "from analysis.intake.workers import reader as r; import time; "
    code += "r.read_contents = lambda *_: time.sleep(60); r.main()"
    workbook.close_reader()
    monkeypatch.setattr(child, "can_fork", lambda: False)
    monkeypatch.setattr(subprocess, "Popen", lambda _, **options: start([sys.executable, "-c", code], **options))
    monkeypatch.setattr(child, "SECONDS_PER_UPLOAD", 2)
    (outcome,) = workbook.read_parts(uploads[:1], Setting(), 1)
    workbook.close_reader()
    assert outcome.rule == "reader_timeout"


@pytest.mark.parametrize(
    ("uploads", "copies", "processes"), [(0, 1, 1), (1, 1, 1), (4, 2, 1), (12, 4, 1), (24, 6, 2), (2_844, 6, 6)]
)
def test_children_are_as_many_as_are_worth_their_start(monkeypatch, uploads: int, copies: int, processes: int) -> None:
    workbook.close_reader()
    monkeypatch.setattr(os, "cpu_count", lambda: 6)
    monkeypatch.setattr(workbook, "can_fork", lambda: True)
    assert workbook.usual_workers(uploads) == copies
    monkeypatch.setattr(workbook, "can_fork", lambda: False)
    assert workbook.usual_workers(uploads) == processes
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    assert workbook.usual_workers(2_844) == 8


def test_children_that_are_there_are_used(monkeypatch) -> None:
    workbook.close_reader()
    for reader in workbook._readers(3):
        reader.start()
    monkeypatch.setattr(os, "cpu_count", lambda: 6)
    monkeypatch.setattr(workbook, "can_fork", lambda: False)
    assert workbook.usual_workers(12) == 3
    assert workbook.usual_workers(2) == 2
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert workbook.usual_workers(12) == 2
    workbook.close_reader()


TEXTS = Texts(["电煤不足", "口罩不足，资金缺口50万元", "暂无困难"], [], None)
# The category and amount in 10,000 yuan of each difficulty.
CODED = [[("energy", None)], [("funds", 50.0), ("protective_supplies", 50.0)], [("none", None)]]


def _said(coded: list) -> list[list[tuple]]:
    return [[(row.category, amount) for row in rows] for rows, amount in coded]


@pytest.fixture
def reader() -> child.Reader:
    """The one child that is there."""
    workbook.close_reader()
    workbook._READER.start()
    yield workbook._READER
    workbook.close_reader()


@pytest.mark.usefixtures("reader")
def test_a_child_codes_texts(monkeypatch) -> None:
    coded = workbook.code_beside(TEXTS)
    monkeypatch.setattr(Texts, "coded", lambda _: pytest.fail("coded here"))
    assert _said(coded()) == CODED


def test_texts_are_coded_here_where_no_child_is() -> None:
    workbook.close_reader()
    assert _said(workbook.code_beside(TEXTS)()) == CODED
    assert not workbook._READER.is_alive


def test_texts_whose_child_dies_are_coded_here(reader: child.Reader) -> None:
    os.kill(reader._process.pid, signal.SIGSTOP)
    coded = workbook.code_beside(TEXTS)
    os.kill(reader._process.pid, signal.SIGKILL)
    assert _said(coded()) == CODED


@pytest.mark.usefixtures("reader")
def test_a_wrong_reviewed_text_stops_the_coding_wherever_it_is_done(tmp_path: Path) -> None:
    reviewed = tmp_path / "difficulties.csv"
    reviewed.write_text("text,labels\n缺煤,coal\n", "utf-8")
    with pytest.raises(ValueError, match="coal is no category"):
        workbook.code_beside(TEXTS._replace(confirmed=reviewed))()
