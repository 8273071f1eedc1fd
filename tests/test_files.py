"""Putting a file in its place: whole, or not at all and a clear sentence."""

import errno
import os
import signal
import sys
import time

import pytest
import typer

from analysis.cli.common import told
from analysis.errors import NotWritten
from analysis.files import put_in_place


def test_a_page_replaces_the_old_one_and_leaves_nothing_else(tmp_path):
    target = tmp_path / "reports" / "page.html"
    put_in_place(target, b"old")
    put_in_place(target, "新".encode())
    assert target.read_text(encoding="utf-8") == "新"
    assert os.listdir(target.parent) == ["page.html"]


def test_a_page_that_is_held_open_stays_and_the_message_says_what_to_do(tmp_path, monkeypatch):
    target = tmp_path / "page.html"
    put_in_place(target, b"old")

    def locked(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("analysis.files.os.replace", locked)
    with pytest.raises(NotWritten, match="another program has it open, close it"):
        put_in_place(target, b"new")
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["page.html"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘已满"),
        (PermissionError(errno.EACCES, "Permission denied", "表.xlsx"), "不能使用 表.xlsx （Permission denied）"),
        (OSError(errno.EROFS, "Read-only file system", "out"), "不能使用 out （Read-only file system）"),
    ],
)
def test_a_disk_that_is_full_or_closed_is_one_sentence_on_the_command_line(error, said, capsys):
    with pytest.raises(typer.Exit) as left, told("zh"):
        raise error
    assert left.value.exit_code == 1
    assert said in capsys.readouterr().err


def _stopped_from_outside():
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(5)


@pytest.mark.skipif(sys.platform == "win32", reason="a scheduler there ends a task outright")
def test_a_scheduler_that_stops_a_run_is_an_interruption(capsys):
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(typer.Exit) as left, told("zh"):
        _stopped_from_outside()
    assert left.value.exit_code == 130
    assert "已中断" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGTERM) is before


def test_any_other_error_of_the_system_shows_itself():
    with pytest.raises(FileNotFoundError), told("zh"):
        raise FileNotFoundError(errno.ENOENT, "No such file or directory")
