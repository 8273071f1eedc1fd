"""Reading tidy tables back, checked against the manifest."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.errors import StoreError
from analysis.store.commit import finish_pending, locked, read_manifest
from analysis.store.schemas import SCHEMA_VERSION, TABLES, UNDATED

# Nullable types, so that a missing number is missing and a missing yes/no is not False.
_PANDAS_TYPES = {
    pa.int64(): pd.Int64Dtype(),
    pa.float64(): pd.Float64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
    pa.string(): pd.StringDtype(na_value=float("nan")),
}

# What offices report: a period without any of it has uploads at most.
REPORTED = ("status", "projects", "summaries", "tasks")


def stored_periods(folder: Path) -> list[str]:
    """Ids of the periods that were committed, in order; empty where nothing was."""
    finish_pending(folder)
    manifest = read_manifest(folder) or {"files": {}}
    return sorted({name.split("/")[1].removesuffix(".parquet") for name in manifest["files"]} - {"all"})


def periods_with_data(folder: Path) -> list[str]:
    """Ids of the stored periods for which somebody reported something, in order: uploads alone are not data."""
    manifest = read_manifest(folder) or {"files": {}}
    rows = {
        period: sum(manifest["files"].get(f"{table}/{period}.parquet", {"rows": 0})["rows"] for table in REPORTED)
        for period in stored_periods(folder)
    }
    return [period for period, count in rows.items() if count]


def load(
    folder: Path, table: str, periods: Iterable[str] | None = None, columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """One tidy table of some periods (default: all stored), columns (default: all) and types as in ``schemas``.

    Raises StoreError for a folder without tables, of another schema version, or with a file that was changed by
    somebody else; ValueError for an unknown table.
    """
    if table not in TABLES:
        raise ValueError(
            f"没有 {table!r} 这张表；有 {'、'.join(TABLES)} / no table {table!r}; there are {', '.join(TABLES)}"
        )
    wanted = list(columns or TABLES[table].names)
    finish_pending(folder)
    manifest = _usable_manifest(folder)
    names = _names(table, manifest, periods)
    try:
        pieces = [_read(folder, name, manifest, wanted) for name in names]
    except StoreError:
        # A run may have committed between the two reads; then its tables are the ones to read.
        with locked(folder):
            manifest = _usable_manifest(folder)
            pieces = [_read(folder, name, manifest, wanted) for name in _names(table, manifest, periods)]
    content = pa.concat_tables(pieces) if pieces else TABLES[table].empty_table().select(wanted)
    frame = content.to_pandas(types_mapper=_PANDAS_TYPES.get, date_as_object=False)
    # Of an empty table pandas makes texts without a single Arrow chunk, and cannot merge by them and another key.
    return frame if len(frame) else frame.astype(object).astype(frame.dtypes.to_dict())


def _usable_manifest(folder: Path) -> dict:
    manifest = read_manifest(folder)
    if manifest is None:
        raise StoreError(
            f"{folder} 里还没有整理好的数据，请先运行 python -m analysis clean",
            f"{folder} holds no tidy tables yet; run python -m analysis clean first",
        )
    if manifest["schema_version"] != SCHEMA_VERSION:
        raise StoreError(
            f"{folder} 是另一版程序写的，请运行 python -m analysis clean --all 重新整理",
            f"{folder} was written by another version; run python -m analysis clean --all",
        )
    return manifest


def _names(table: str, manifest: dict, periods: Iterable[str] | None) -> list[str]:
    """The files of a table that are stored for some periods, in the order of periods."""
    stored = sorted(name for name in manifest["files"] if name.startswith(f"{table}/"))
    if table in UNDATED or periods is None:
        return stored
    return [name for period in periods if (name := f"{table}/{period}.parquet") in manifest["files"]]


def _read(folder: Path, name: str, manifest: dict, columns: list[str]) -> pa.Table:
    path = folder / name
    try:
        content = path.read_bytes()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        content = b""
    if hashlib.sha256(content).hexdigest() != manifest["files"][name]["sha256"]:
        raise StoreError(
            f"{path} 缺失或被改动过，请运行 python -m analysis clean --all 重新整理",
            f"{path} is missing or was changed; run python -m analysis clean --all",
        )
    # Not read_table: it loads Arrow's engine for data sets, to read a file that we wrote whole and to one schema.
    return pq.ParquetFile(pa.BufferReader(content)).read(columns, use_threads=False)
