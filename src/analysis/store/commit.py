"""Writing a run's tables so that a reader sees the old ones or the new ones, never a mixture.

Files are staged in a private folder; ``pending.json`` names them all and is put in place in one step: from then on
the run counts. Moving the files is then only carrying out what is decided, and whoever comes next after a crash
finishes it (``finish_pending``).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis.errors import StoreError
from analysis.files import alone, put_in_place
from analysis.store.schemas import KEYS, SCHEMA_VERSION, TABLES, UNDATED

if TYPE_CHECKING:
    import pandas as pd

MANIFEST, PENDING, LOCK = "manifest.json", "pending.json", ".lock"
LOCK_SECONDS = 60
# What a manifest that a failing disk garbled comes to: as one of another version, it has everything made again.
_DAMAGED = {"survey": "", "schema_version": "", "files": {}, "inputs": {}}
_ENTRIES = {"files": {"sha256", "rows"}, "inputs": {"fingerprint", "dated"}}


def processed_folder(folder: Path, survey: str) -> Path:
    """The folder, made if absent, after making sure that it holds nothing or this survey's tables.

    Raises StoreError where it belongs to another survey, holds something else or cannot be made.
    """
    make_folder(folder)
    manifest = read_manifest(folder)
    if manifest is None:
        foreign = [path.name for path in folder.iterdir() if not path.name.startswith(".") and path.name != PENDING]
        if foreign:
            raise StoreError(
                f"{folder} 里有不属于本程序的文件（{foreign[0]}），请换一个目录",
                f"{folder} holds files that are not ours ({foreign[0]}); choose another folder",
            )
    elif manifest["survey"] not in (survey, _DAMAGED["survey"]):
        raise StoreError(
            f"{folder} 属于调查“{manifest['survey']}”，不是“{survey}”，请换一个目录（--processed）",
            f"{folder} belongs to survey {manifest['survey']!r}, not {survey!r}; choose another folder (--processed)",
        )
    return folder


def make_folder(folder: Path) -> Path:
    """The folder, made if absent. Raises StoreError where that cannot be, as where a file has its name."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreError(
            f"{folder} 不能用作目录（{reason}），请换一个目录",
            f"{folder} cannot be a folder ({reason}); choose another",
        ) from error
    return folder


def commit(
    folder: Path,
    survey: str,
    tables: Mapping[str, Mapping[str, pd.DataFrame]],
    inputs: Mapping[str, object],
    gone: Collection[str] = (),
) -> str:
    """Replace the files of some periods, all together. Returns the run's id.

    ``tables``: period id -> table name -> frame (undated tables under the id ``all``); a table a period lacks is
    written empty. ``inputs``: what the tables were made from, by folder of uploads (see `refresh`). ``gone``: periods
    and folders of uploads of which nothing is left.
    Raises StoreError where the folder belongs to another survey or stays locked.
    """
    processed_folder(folder, survey)
    with locked(folder):
        _finish(folder)
        for leftover in folder.glob(".stage-*"):  # of a run that died before it was decided: the lock is ours
            shutil.rmtree(leftover, ignore_errors=True)
        run_id = uuid4().hex
        stage = folder / f".stage-{run_id}"
        with _removed_if_cut_short(stage):
            staged = {
                f"{table}/{period}.parquet": _write(frame, table, stage / table / f"{period}.parquet")
                for period, frames in tables.items()
                for table, frame in _completed(frames, period)
            }
        manifest = read_manifest(folder)
        if manifest is None or manifest["schema_version"] != SCHEMA_VERSION:
            manifest = {"files": {}, "inputs": {}}
        manifest |= {
            "survey": survey,
            "schema_version": SCHEMA_VERSION,
            "run_id": run_id,
            "written_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "files": {name: about for name, about in manifest["files"].items() if Path(name).stem not in gone} | staged,
            "inputs": {name: about for name, about in manifest["inputs"].items() if name not in gone} | dict(inputs),
        }
        pending = {"stage": stage.name, "files": sorted(staged), "manifest": manifest}
        with _removed_if_cut_short(stage):
            _put_json(folder / PENDING, pending)
        _finish(folder)
    return run_id


@contextmanager
def _removed_if_cut_short(folder: Path) -> Iterator[None]:
    """Leave nothing half-written: on a disk that is full, it would stay so."""
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def finish_pending(folder: Path) -> None:
    """Carry out a commit that was decided but cut short. Does nothing where there is none."""
    if (folder / PENDING).exists():
        with locked(folder):
            _finish(folder)


def read_manifest(folder: Path) -> dict | None:
    """The manifest of a processed folder, None where nothing was committed yet; see ``_DAMAGED``."""
    manifest = _read(folder / PENDING).get("manifest") or _read(folder / MANIFEST)
    if _is_whole(manifest):
        return manifest
    return dict(_DAMAGED) if (folder / MANIFEST).exists() else None


def _is_whole(manifest: dict) -> bool:
    """Whether a manifest has all that is read of it."""
    if not all(isinstance(manifest.get(name), type(empty)) for name, empty in _DAMAGED.items()):
        return False
    entries = ((about, keys) for part, keys in _ENTRIES.items() for about in manifest[part].values())
    return all(isinstance(about, dict) and about.keys() >= keys for about, keys in entries)


def _read(path: Path) -> dict:
    """What a JSON file says; nothing where it is damaged or not there, as below a file named as the folder."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _put_json(path: Path, content: dict) -> None:
    """A file in one step: readers see the old text or the new."""
    put_in_place(path, json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True).encode())


def locked(folder: Path) -> AbstractContextManager[None]:
    """Hold the folder's lock. Raises StoreError where another run keeps it."""
    busy = StoreError(f"另一个进程正在写 {folder}，请稍后再试", f"another process is writing {folder}; try again later")
    return alone(folder / LOCK, busy, LOCK_SECONDS)


def _completed(frames: Mapping[str, pd.DataFrame], period: str) -> Iterator[tuple[str, pd.DataFrame | None]]:
    if period == "all":
        yield from ((table, frames[table]) for table in UNDATED)
    else:
        yield from ((table, frames.get(table)) for table in TABLES if table not in UNDATED)


def _write(frame: pd.DataFrame | None, table: str, path: Path) -> dict[str, object]:
    """One Parquet file with the table's explicit schema, rows in the order of its key."""
    schema = TABLES[table]
    if frame is None or frame.empty:
        content = schema.empty_table()
    else:
        keys = dict.fromkeys([*KEYS[table], *(name for name in ("upload_id", "source_row") if name in schema.names)])
        known = pa.table({key: _column(frame, schema.field(key)) for key in keys})
        order = pc.sort_indices(known, [(key, "ascending") for key in keys])
        # Column by column: a country's difficulties are texts of 100 MB, and not needed a second time unsorted.
        content = pa.table([_column(frame, field).take(order) for field in schema], schema=schema)
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(content, path, compression="zstd")
    with path.open("r+b") as written:  # Windows brings to the disk only what it may write
        digest = hashlib.file_digest(written, "sha256").hexdigest()
        os.fsync(written.fileno())
    return {"sha256": digest, "rows": content.num_rows}


def _column(frame: pd.DataFrame, field: pa.Field) -> pa.Array:
    """A column as the schema says; one that is absent or all missing has no type of its own to convert."""
    if field.name not in frame.columns or frame[field.name].isna().all():
        return pa.nulls(len(frame), field.type)
    if frame[field.name].dtype == "category":
        return pa.Array.from_pandas(frame[field.name]).cast(field.type)  # with the type at once it goes text by text
    return pa.Array.from_pandas(frame[field.name], type=field.type)


def _finish(folder: Path) -> None:
    pending = folder / PENDING
    if not pending.exists():
        return
    if not (plan := _read(pending)):
        pending.unlink()
        return
    stage = folder / plan["stage"]
    for name in plan["files"]:
        if (stage / name).exists():  # else it was moved before the crash
            _put(stage / name, folder / name)
    _put_json(folder / MANIFEST, plan["manifest"])
    for path in folder.glob("*/*.parquet"):
        if path.is_file() and path.relative_to(folder).as_posix() not in plan["manifest"]["files"]:
            path.unlink()
    shutil.rmtree(stage, ignore_errors=True)
    pending.unlink()  # last: who is killed before it is finished by the next run


def _put(staged: Path, path: Path) -> None:
    make_folder(path.parent)
    if path.is_dir():
        raise StoreError(
            f"{path} 应是数据表，却是目录，请移走它再运行",
            f"{path} should be a table and is a folder; move it away and run again",
        )
    os.replace(staged, path)
