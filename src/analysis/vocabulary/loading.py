"""Reading the vocabulary's tables, each row checked: an error names file, line and what to change."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from analysis.errors import UNKNOWN, UserError
from analysis.vocabulary.files import read_text


class VocabularyError(UserError, ValueError):
    """A vocabulary table cannot be used; the message names file and line, in Chinese and English."""

    exit_code = UNKNOWN

    def __init__(self, path: Path, line: int, zh: str, en: str):
        super().__init__(f"{path.name} 第{line}行：{zh}", f"{path.name} line {line}: {en}")
        self.path, self.line = path, line


class Row(dict[str, str]):
    """One row of a table, with the file and line it came from."""

    __slots__ = ("line", "path")
    path: Path
    line: int

    def error(self, zh: str, en: str) -> VocabularyError:
        return VocabularyError(self.path, self.line, zh, en)


def rows_of(name: str, folders: Iterable[Path], needed: Sequence[str]) -> Iterator[Row]:
    """The rows of table ``name`` in each folder that has it, in order; ``needed`` columns must not be empty.

    Raises VocabularyError for a missing column or an empty needed cell.
    """
    for folder in folders:
        path = folder / name
        if path.is_file():
            yield from _rows(path, needed)


def _rows(path: Path, needed: Sequence[str]) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(read_text(path), newline=""))
    names = next(reader, [])
    missing = [column for column in needed if column not in names]
    if missing:
        listed = ", ".join(missing)
        raise VocabularyError(path, 1, f"缺少列：{listed}", f"columns are missing: {listed}")
    for cells in reader:
        if len(cells) < len(names):
            cells += [""] * (len(names) - len(cells))
        row = Row(zip(names, map(str.strip, cells), strict=False))
        row.path, row.line = path, reader.line_num
        if empty := [column for column in needed if not row[column]]:
            if not any(map(str.strip, cells)):
                continue
            raise row.error(f"“{empty[0]}”为空，请填写或删除该行", f"{empty[0]} is empty; fill it or delete the row")
        yield row
