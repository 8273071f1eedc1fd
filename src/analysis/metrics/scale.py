"""The same counts of panels that do not fit into memory: counted piece by piece in Arrow, pieces added up."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis.metrics.counts import counts_of_tally
from analysis.metrics.grouping import By, Scope, columns_of, group_keys, one_of, refuse_absent

BATCH_ROWS = 1 << 20
_FOLD_ROWS = 1 << 20  # counts of so many groups are added up before more pieces are read
_PANDAS_TYPES = {pa.bool_(): pd.BooleanDtype(), pa.string(): pd.StringDtype(na_value=float("nan"))}
_ANSWER = ("normal_before_festival", "state", "state_reason", "carried")


def count_states_in_pieces(
    pieces: Iterable[pa.Table | pa.RecordBatch], by: By = (), scope: Scope = "above_scale"
) -> pd.DataFrame:
    """The counts of ``count_states`` for a panel that comes in pieces: one row per group and answer, the same to a row.

    Each piece is counted alone and let go, so memory holds one piece and the counts so far. However the panel is
    split, the result is the same. Unlike ``count_states`` it cannot see an enterprise that occurs twice in a period:
    the store's keys exclude that. No piece at all is an empty panel without columns, so it is refused.

    Source: docs/indicators.md. Raises ValueError as ``count_states`` does, and for no piece.
    """
    one_of(scope, ("above_scale", "below_scale", "all"), "scope")
    keys = columns_of(by)
    partial: list[pa.Table] = []
    for piece in pieces:
        table = pa.Table.from_batches([piece]) if isinstance(piece, pa.RecordBatch) else piece
        partial.append(_tally(table, keys, scope))
        if sum(map(len, partial)) > _FOLD_ROWS:
            partial = [_folded(partial)]
    if not partial:
        raise ValueError(
            "没有数据，不知有哪些列，请至少给出一块 / the panel has no piece, so its columns are not known"
        )
    summed = _folded(partial)
    tally = summed.to_pandas(types_mapper=_PANDAS_TYPES.get)
    group_keys(tally, keys)
    for name in ("state", "state_reason"):
        tally[name] = tally[name].astype("str") if name in tally else pd.Series(index=tally.index, dtype="str")
    return counts_of_tally(tally, keys)


def count_states_of_parquet(
    paths: Iterable[Path], by: By = (), scope: Scope = "above_scale", batch_rows: int = BATCH_ROWS
) -> pd.DataFrame:
    """``count_states`` of a panel kept in Parquet files, larger than memory: only the columns it needs are read.

    Words are read as codes into their dictionary, which is what makes it quick. Raises ValueError as
    ``count_states_in_pieces`` does.
    """
    keys = columns_of(by)
    return count_states_in_pieces(_batches(paths, keys, batch_rows), keys, scope)


def _folded(partial: list[pa.Table]) -> pa.Table:
    """Counts of pieces added up."""
    together = pa.concat_tables(partial, promote_options="permissive")
    columns = [name for name in together.column_names if name != "numerator"]
    return together.group_by(columns).aggregate([("numerator", "sum")]).rename_columns([*columns, "numerator"])


def _batches(paths: Iterable[Path], keys: list[str], batch_rows: int) -> Iterator[pa.Table]:
    wanted = [*keys, *_ANSWER, "above_scale", "period_id"]
    for path in paths:
        words = [f.name for f in pq.read_schema(path) if pa.types.is_string(f.type) or pa.types.is_large_string(f.type)]
        with pq.ParquetFile(path, read_dictionary=words, pre_buffer=False) as file:
            columns = [name for name in dict.fromkeys(wanted) if name in file.schema_arrow.names]
            for batch in file.iter_batches(batch_rows, columns=columns):
                yield pa.Table.from_batches([batch])


def _tally(table: pa.Table, keys: list[str], scope: Scope) -> pa.Table:
    """One piece counted by keys and answer, within scope; its words as plain strings again."""
    scoped = () if scope == "all" else ("above_scale",)
    refuse_absent(table.column_names, [*keys, "state", "normal_before_festival", *scoped], "the panel")
    if scope != "all":
        large = table["above_scale"]
        table = table.filter(large if scope == "above_scale" else pc.invert(large))
    # Several periods in one count would add up different days: count them apart, and see then.
    told_apart = [*keys, *(c for c in ("period_id",) if c in table.column_names and c not in keys)]
    columns = list(dict.fromkeys([*told_apart, *(c for c in _ANSWER if c in table.column_names)]))
    counted = table.select(columns).group_by(columns, use_threads=True).aggregate([([], "count_all")])
    plain = [
        pc.cast(column, column.type.value_type) if pa.types.is_dictionary(column.type) else column
        for column in counted.columns
    ]
    names = ["numerator" if name == "count_all" else name for name in counted.column_names]
    return pa.table(dict(zip(names, plain, strict=True)))
