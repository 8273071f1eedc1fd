"""Rows that come with the parts of many uploads, in little memory until all are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd
import pyarrow as pa

# What a column holds: words that many rows have, days (``datetime.date``), texts each row has its own of, numbers that
# may be missing, and whole numbers that are small and may not.
Kind = Literal["word", "day", "text", "number", "place"]
Column = np.ndarray | pd.api.extensions.ExtensionArray
Columns = dict[str, Column]

_AT_A_TIME = 8192  # rows that are Python's values; the others are packed


class _Codes(dict[object, int]):
    """A number for each different value, counted from 0; -1 for none."""

    def __init__(self) -> None:
        super().__init__({None: -1})

    def __missing__(self, value: object) -> int:
        self[value] = code = len(self) - 1
        return code

    def of(self, values: Sequence[object]) -> np.ndarray:
        return np.fromiter(map(self.__getitem__, values), np.int32, len(values))

    @property
    def values_by_code(self) -> list:
        return [*self][1:]


def as_category(texts: Iterable[str | None]) -> pd.Categorical:
    """Texts of which many are the same as categories, in the order in which they come."""
    codes = _Codes()
    return _category(codes.of([*texts]), codes)


def take_rows(columns: Columns, at: Sequence[int] | np.ndarray) -> Columns:
    """The rows in some places. They are handed over, a column at a time, and none left: a country's would else be in
    memory twice."""
    return {name: columns.pop(name).take(at) for name in [*columns]}


def places_of(rows: Mapping[str, Column] | pd.DataFrame) -> np.ndarray:
    """The part and the place in it of each row, as one number."""
    parts, places = (np.asarray(rows[name], "int64") for name in ("part_index", "place"))
    return (parts << 32) + places


def pieces(count: int, size: int = 1 << 14) -> Iterator[slice]:
    """So many rows in pieces: texts of one are Python's at a time, the others Arrow's, which take less memory."""
    return (slice(start, start + size) for start in range(0, count, size))


def values_of(
    rows: pd.DataFrame | Columns, *names: str, at: Sequence[int] | np.ndarray | None = None
) -> Iterator[tuple]:
    """Each row's values of some columns (of the rows in some places, if named). Lists of whole columns: pandas hands
    out single texts slowly."""
    if at is not None and not len(at):
        return iter(())
    columns = [rows[name] if at is None else rows[name].take(at) for name in names]
    return zip(*(column.tolist() for column in columns), strict=True)


class Gathered:
    """Rows of one kind. ``kinds``: what each of their columns holds."""

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self._kinds: dict[str, Kind] = {"part_index": "place", **kinds}
        self._codes = {name: _Codes() for name, kind in self._kinds.items() if kind in ("word", "day")}
        self._texts: dict[str, list[pa.Array]] = {name: [] for name, kind in self._kinds.items() if kind == "text"}
        self._numbers = {
            name: np.empty(0, float if kind == "number" else np.int32)
            for name, kind in self._kinds.items()
            if kind != "text"
        }
        self._clear()

    def add(self, part_index: int, rows: Mapping[str, Sequence[object]]) -> None:
        """The rows of one part, as columns; one that is not among them is missing. Of a part without rows, nothing."""
        if not rows:
            return
        index, before = self._open["part_index"], self._count
        self._count += len(next(iter(rows.values())))
        index += [part_index] * (self._count - before)
        for name, column in rows.items():
            values = self._open[name]
            if len(values) < before:
                values += [None] * (before - len(values))
            values += column
        if self._count >= _AT_A_TIME:
            self._close()

    def columns(self) -> Columns:
        """All rows in the order they came, the index of their part in front; they are handed over, and none left."""
        self._close()
        return {name: self._whole(name, kind) for name, kind in self._kinds.items()}

    def _whole(self, name: str, kind: Kind) -> Column:
        if kind == "text":
            return pa.chunked_array(self._texts.pop(name)).to_pandas().array
        numbers = self._numbers.pop(name)
        if kind == "number":
            return pd.arrays.FloatingArray(numbers, np.isnan(numbers))
        if kind == "word":
            return _category(numbers, self._codes[name])
        if kind == "day":
            return np.array([*self._codes[name].values_by_code, None], object)[numbers]
        return numbers

    def _close(self) -> None:
        for name, kind in self._kinds.items():
            values = self._open[name]
            values += [None] * (self._count - len(values))
            if kind == "text":
                self._texts[name].append(pa.array(values, pa.large_string()))
            else:
                known = self._numbers[name]
                before = len(known)
                known.resize(before + self._count, refcheck=False)  # mostly where it is, without a copy
                known[before:] = self._codes[name].of(values) if name in self._codes else values
        self._clear()

    def _clear(self) -> None:
        self._open: dict[str, list] = {name: [] for name in self._kinds}  # each as far as it has values
        self._count = 0


def _category(codes: np.ndarray, known: _Codes) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, pd.Index(known.values_by_code, dtype="str"))
