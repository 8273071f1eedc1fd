"""Sheets drawn as text, for tests: locate_sheets.txt tells how."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analysis.intake.sheet import CellError, Sheet

DRAWINGS = (Path(__file__).parent / "locate_sheets.txt").read_text(encoding="utf-8")


def cell(text: str) -> object:
    """A drawn cell as a reader would give it: numbers as numbers, error codes as errors, ~ a line break."""
    text = text.strip(" ")
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    if re.fullmatch(r"-?\d+\.\d+", text):
        return float(text)
    if text.startswith("#") and len(text) > 1:
        return CellError(text)
    return text.replace("~", "\n") or None


def draw(lines: list[str]) -> tuple[Sheet, list[str]]:
    """A sheet and the expected fate of each of its rows."""
    fates, rows = [], []
    for line in lines:
        fate, *cells = line.split("|")
        fates.append(fate.strip())
        rows.append([text.strip(" ") for text in cells])
    merges = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            right = next((k for k in range(c + 1, len(row)) if row[k] != "<"), len(row)) - 1
            down = next((k for k in range(r + 1, len(rows)) if c >= len(rows[k]) or rows[k][c] != "^"), len(rows)) - 1
            if text not in ("<", "^") and (right > c or down > r):
                merges.append((r + 1, c + 1, down + 1, right + 1))
    cells = [[None if text in ("<", "^") else cell(text) for text in row] for row in rows]
    return Sheet("Sheet1", cells, tuple(merges)), fates


def cases() -> list:
    found = []
    for block in DRAWINGS.split("\n## ")[1:]:
        name, *lines = block.strip("\n").split("\n")
        found.append(pytest.param(*draw([line for line in lines if "|" in line]), id=name))
    return found


def case(name: str) -> Sheet:
    return next(param.values[0] for param in cases() if param.id == name)
