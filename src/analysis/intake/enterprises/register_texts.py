"""The register's file as texts by column. A country's has 185,000 rows: Arrow reads them at once."""

from __future__ import annotations

import csv
import string
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow.csv import ConvertOptions, ParseOptions, ReadOptions, read_csv

from analysis.vocabulary.files import read_columns

TEXT = pa.large_string()
# Each enterprise has its own of these; of what many share each text is kept once.
_OWN = {"name", "uscc", "enterprise_id"}
_SHARED = pa.dictionary(pa.int32(), TEXT)
_BLANKS = string.whitespace + "\xa0\u2002\u2003\u2009\u3000"


def read_texts(path: Path) -> dict[str, pa.Array]:
    """The texts of each column, stripped, a blank one empty; lines of nothing are passed over."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        names = [name.strip() for name in next(csv.reader(lines), ())]
    numbers = [str(number) for number in range(len(names))]  # two columns may have one name
    kinds = [TEXT if name in _OWN else _SHARED for name in names]
    try:
        table = read_csv(
            path,
            ReadOptions(use_threads=False, column_names=numbers, skip_rows=1),
            ParseOptions(newlines_in_values=True),
            ConvertOptions(column_types=dict(zip(numbers, kinds, strict=True))),
        )
    except pa.ArrowInvalid:  # lines of fewer or more cells than the header, or no UTF-8
        return {name: pa.array(cells, TEXT) for name, cells in read_columns(path).items()}
    columns = (column.combine_chunks() for column in _without_empty_rows(table).columns)
    return {name: _stripped(column) for name, column in zip(names, columns, strict=True) if name}


def _without_empty_rows(table: pa.Table) -> pa.Table:
    empty = pa.scalar(True)
    for column in table.columns:
        empty = pc.and_(empty, pc.equal(column, ""))
        if not pc.any(empty).as_py():  # mostly told by the first column
            return table
    texts = table.cast(pa.schema(dict.fromkeys(table.column_names, TEXT)))  # what only these rows say goes with them
    return texts.filter(pc.invert(empty))


def _stripped(cells: pa.Array) -> pa.Array:
    if cells.type != _SHARED:
        return pc.utf8_trim(cells, _BLANKS)
    return pa.DictionaryArray.from_arrays(cells.indices, pa.array(map(str.strip, cells.dictionary.to_pylist()), TEXT))
