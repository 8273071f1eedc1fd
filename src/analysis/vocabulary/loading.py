"""Reading the vocabulary's tables, each row checked: an error names file, line and what to change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

from analysis.errors import UNKNOWN, UserError
from analysis.vocabulary.files import line_of_row, read_columns
from analysis.vocabulary.words import FOLDER, keys

Meaning = TypeVar("Meaning")


class VocabularyError(UserError, ValueError):
    """A vocabulary table cannot be used; the message names file and line, in Chinese and English."""

    exit_code = UNKNOWN

    def __init__(self, path: Path, line: int, zh: str, en: str):
        super().__init__(f"{path.name} 第{line}行：{zh}", f"{path.name} line {line}: {en}")
        self.path, self.line = path, line


class Table:
    """The rows of one file by column, cells stripped; a row is known by its place among them."""

    def __init__(self, path: Path):
        self.path, self.columns = path, read_columns(path)

    def checked(self, needed: Sequence[str]) -> Table:
        """The table itself. Raises VocabularyError where one of the columns is missing or has an empty cell."""
        if missing := [name for name in needed if name not in self.columns]:
            listed = ", ".join(missing)
            raise VocabularyError(self.path, 1, f"缺少列：{listed}", f"columns are missing: {listed}")
        for name in needed:
            if "" in self.columns[name]:
                zh, en = f"“{name}”为空，请填写或删除该行", f"{name} is empty; fill it or delete the row"
                raise self.error(self.columns[name].index(""), zh, en)
        return self

    def column(self, name: str) -> Sequence[str]:
        """The cells of a column; blank ones where the file lacks it."""
        return self.columns.get(name) or [""] * len(next(iter(self.columns.values()), ()))

    def meanings(
        self,
        words: Sequence[str],
        meant: Sequence[Meaning],
        places: Sequence[int] | None = None,
        *,
        folded: Sequence[str] | None = None,
    ) -> dict[str, Meaning]:
        """Folded word (by default its ``key``) -> its meaning; the nth word stands in the row of the nth place.

        Raises VocabularyError for a word of punctuation only and for one that means two things.
        """
        folded, places = folded or keys(words), places or range(len(words))
        if "" in folded:
            at = folded.index("")
            raise self.error(places[at], f"“{words[at]}”只有标点", f"{words[at]!r} is punctuation only")
        found = dict(zip(folded, meant, strict=True))
        for word, meaning in zip(folded, meant, strict=True):
            if (other := found[word]) is not meaning and other != meaning:
                at = len(folded) - 1 - folded[::-1].index(word)
                zh = f"“{words[at]}”同时表示 {meaning} 和 {other}，请删除其一"
                raise self.error(places[at], zh, f"{words[at]!r} means both {meaning} and {other}; delete one")
        return found

    def error(self, place: int, zh: str, en: str) -> VocabularyError:
        return VocabularyError(self.path, line_of_row(self.path, place), zh, en)


class Row(dict[str, str]):
    """One row of a table, with the table and its place in it."""

    __slots__ = ("place", "table")
    table: Table
    place: int

    @property
    def path(self) -> Path:
        return self.table.path

    def error(self, zh: str, en: str) -> VocabularyError:
        return self.table.error(self.place, zh, en)


@cache
def packaged(name: str) -> Table:
    """The package's own table, which several ask for."""
    return Table(FOLDER / name)


def tables_of(name: str, folders: Iterable[Path], needed: Sequence[str]) -> list[Table]:
    """Table ``name`` of each folder that has it, in order; ``needed`` columns must not be empty.

    Raises VocabularyError for a missing column or an empty needed cell.
    """
    tables = (
        packaged(name) if folder == FOLDER else Table(folder / name) for folder in folders if (folder / name).is_file()
    )
    return [table.checked(needed) for table in tables]


def rows_of(name: str, folders: Iterable[Path], needed: Sequence[str]) -> Iterator[Row]:
    """The rows of those tables, one after another."""
    for table in tables_of(name, folders, needed):
        for place, cells in enumerate(zip(*table.columns.values(), strict=True)):
            row = Row(zip(table.columns, cells, strict=True))
            row.table, row.place = table, place
            yield row


def grouped(cells: Sequence[str]) -> dict[str, list[int]]:
    """The places of each cell of a column."""
    found: dict[str, list[int]] = {}
    for place, cell in enumerate(cells):
        found.setdefault(cell, []).append(place)
    return found
