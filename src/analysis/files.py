"""Files that several processes may touch: a finished one put in its place whole or not at all, and locks."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.errors import NotWritten, UserError

# What a full, write-protected or occupied disk or folder says; other errors of the system are ours.
DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM)


def put_in_place(path: Path, content: bytes) -> Path:
    """Write ``content`` beside ``path``, bring it to the disk, then replace ``path`` in one step.

    A reader sees the old file or the new one, never part of one. Raises NotWritten where the folder or the file
    cannot be written, as when another program holds the file open; what was there is then unchanged.
    """
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".new-", suffix=path.suffix, dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
        _sync_folder(path.parent)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise not_written(path, error) from error
    return path


@contextmanager
def alone(lock: Path, refusal: UserError, seconds: float = 0) -> Iterator[None]:
    """Hold the file ``lock`` until the block is left. Raises ``refusal`` where another keeps it for so many seconds."""
    from filelock import FileLock, Timeout  # --help holds no lock

    try:
        with FileLock(lock, timeout=seconds):
            yield
    except Timeout as error:
        raise refusal from error


def not_written(path: object, error: OSError) -> NotWritten:
    """Why a file or folder (None: not known which) could not be written or read, and what to do."""
    zh, en = (f" {path} ", f" {path}") if path else ("", "")
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return NotWritten(
            f"磁盘已满，不能写入{zh}：请腾出空间后重试；原来的文件没有改动",
            f"no space left to write{en}: make room and try again; what was there is unchanged",
        )
    reason = error.strerror or type(error).__name__
    return NotWritten(
        f"不能使用{zh}（{reason}）：请检查权限；如果它正在别的程序里打开，请关闭后重试；原来的文件没有改动",
        f"cannot use{en or ' a file'} ({reason}): check its permissions; if another program has it open, close it and "
        "try again; what was there is unchanged",
    )


def _sync_folder(folder: Path) -> None:
    """Bring the folder's entry to the disk too, where a system lets a folder be opened."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
