"""Rows that come with the parts of many uploads, in little memory until all are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

_AT_A_TIME = 8192  # rows that are Python's values; the others are Arrow's
_NULLABLE = {pa.float64(): pd.Float64Dtype()}


def as_category(texts: Sequence[str]) -> pd.Categorical:
    """Texts of which many are the same as categories, without making Arrow's copy of each first."""
    codes: dict[str, int] = {}
    found = [codes.setdefault(text, len(codes)) for text in texts]
    return pd.Categorical.from_codes(found, [*codes])


class Gathered:
    """Rows of one kind. ``schema``: their columns; dictionaries become categories, dates ``datetime.date``."""

    def __init__(self, schema: pa.Schema) -> None:
        self._schema = pa.schema([("part_index", pa.int32()), *schema])
        self._done: list[pa.Table] = []
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

    def frame(self) -> pd.DataFrame:
        """All rows in the order they came, the index of their part in front; they are handed over, and none left."""
        self._close()
        table, self._done = pa.concat_tables(self._done), []
        return table.to_pandas(types_mapper=_NULLABLE.get, split_blocks=True, self_destruct=True)

    def _close(self) -> None:
        columns = [_array(self._open[column.name], column.type, self._count) for column in self._schema]
        self._done.append(pa.table(columns, schema=self._schema))
        self._clear()

    def _clear(self) -> None:
        self._open: dict[str, list] = {name: [] for name in self._schema.names}  # each as far as it has values
        self._count = 0


def _array(values: list[object], kind: pa.DataType, count: int) -> pa.Array:
    """The values and as many missing ones as make up a count. Whole numbers of 16 and more digits are rounded, which
    Arrow would refuse to do."""
    if not values:
        return pa.nulls(count, kind)
    values += [None] * (count - len(values))
    try:
        return pa.array(values, kind, from_pandas=True)
    except pa.ArrowInvalid:
        return pa.array(np.array(values, float), kind, from_pandas=True)
