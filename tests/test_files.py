"""Putting a file in its place: whole, or not at all and a clear sentence."""

import os

import pytest

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
