"""Rows that come with the parts of many uploads, in little memory until all are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import pyarrow as pa

_AT_A_TIME = 8192  # rows that are Python's values; the others are Arrow's
_NULLABLE = {pa.float64(): pd.Float64Dtype()}


class Gathered:
    """Rows of one kind. ``schema``: their columns; dictionaries become categories, dates ``datetime.date``."""

    def __init__(self, schema: pa.Schema) -> None:
        self._schema = pa.schema([("part_index", pa.int32()), *schema])
        self._done: list[pa.Table] = []
        self._open: dict[str, list] = {name: [] for name in self._schema.names}

    def add(self, part_index: int, rows: Mapping[str, Sequence[object]]) -> None:
        """The rows of one part, as columns; of a part without any, nothing."""
        for name, values in rows.items():
            self._open[name] += values
        parts = self._open["part_index"]
        parts += [part_index] * (len(self._open[self._schema.names[1]]) - len(parts))
        if len(parts) >= _AT_A_TIME:
            self._close()

    def frame(self) -> pd.DataFrame:
        """All rows in the order they came, with the index of their part in front."""
        self._close()
        table = pa.concat_tables(self._done)
        return table.to_pandas(types_mapper=_NULLABLE.get)

    def _close(self) -> None:
        self._done.append(pa.Table.from_pydict(self._open, self._schema))
        self._open = {name: [] for name in self._schema.names}
