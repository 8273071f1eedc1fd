"""Answers with a box each, of which some are ticked: ☑是 □否, 是（√） 否（ ）."""

from __future__ import annotations

import re

_MARK = re.compile(r"[☐□○☑■●√✓✔✅×✗❌]")
_TICK = re.compile(r"[☑■●√✓✔✅]")
_BOXES = re.compile(r"[☐□○☑■✅]")
_EMPTY_BRACKETS, _TICKED_BRACKETS = re.compile(r"[(（\[]\s*[)）\]]"), re.compile(r"[(（\[]\s*[√✓✔✅]\s*[)）\]]")


def with_boxes(text: str) -> str:
    """A text whose brackets with a tick or nothing in them are boxes."""
    return _TICKED_BRACKETS.sub("☑", _EMPTY_BRACKETS.sub("☐", text))


def ticked_words(text: str) -> list[str]:
    """The answers whose box is ticked, be the boxes before their words (☑是 □否) or behind them (是☑ 否□); none where
    a text has no boxes."""
    if not _BOXES.search(text):
        return []
    words = [word for word in _MARK.split(text) if word.strip()]
    marks = _MARK.findall(text)
    return [word for mark, word in zip(marks, words, strict=False) if _TICK.match(mark)]
