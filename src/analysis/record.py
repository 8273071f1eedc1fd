"""The trace a run leaves for those who were not watching: a log, and ``last_run.html`` and ``.json``."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import Busy, UserError
from analysis.files import DISK, not_written
from analysis.publish.index import title_of
from analysis.publish.last_run import LastRun, State, write_last_run
from analysis.store.commit import make_folder

if TYPE_CHECKING:
    from analysis.result import Result
    from analysis.survey import Survey

_LOG_BYTES, _LOG_FILES = 1_000_000, 3
_UNEXPECTED = {
    "zh": "程序内部错误（{name}），详见 run.log 的时间和命令行输出",
    "en": "internal error ({name}); see the command line's output at the time in run.log",
}

_INTERRUPTED = {"zh": "被中断", "en": "it was interrupted"}


class Record:
    """One run's log and outcome. ``say`` passes a line on and logs it."""

    def __init__(self, folder: Path, say: Callable[[str], None]):
        self.folder, self._say = folder, say
        self.started_at = _now()
        make_folder(folder)
        formatter = logging.Formatter("%(asctime)sZ %(message)s", "%Y-%m-%dT%H:%M:%S")
        formatter.converter = time.gmtime
        path = folder / "run.log"
        self._handler = RotatingFileHandler(path, maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8")
        self._handler.setFormatter(formatter)

    def say(self, line: str) -> None:
        self._say(line)
        self.log(line)

    def log(self, line: str) -> None:
        self._handler.emit(logging.LogRecord("run", logging.INFO, "", 0, line, None, None))

    def finish(self, result: Result, survey: Survey, missing: tuple[str, ...], unfiled: int = 0) -> None:
        """The run came to its end; offices may be missing and files blocked, or ``unfiled`` in the inbox."""
        period = survey.period(result.period)
        self._write(
            "waiting" if missing else "done",
            survey=survey.name,
            period={"zh": period.label("zh"), "en": period.label("en")},
            pages=tuple(map(str, result.paths)),
            titles=tuple(title_of(survey, path) for path in result.paths),
            missing=missing,
            missing_en=tuple(survey.office_label(name, "en") for name in missing),
            blocked=result.blocked,
            unfiled=unfiled,
        )

    def fail(self, error: BaseException) -> None:
        """The run ended early. A run that met another at work leaves that one's outcome alone."""
        if isinstance(error, Busy):
            self.log(str(error))
            return
        name = type(error).__name__
        reason = {lang: sentence.format(name=name) for lang, sentence in _UNEXPECTED.items()}
        if isinstance(error, KeyboardInterrupt):
            reason = _INTERRUPTED
        elif isinstance(error, UserError):
            reason = error.sentences
        elif isinstance(error, OSError) and error.errno in DISK:
            reason = not_written(error.filename, error).sentences
        self._write("failed", reason=reason)

    def _write(self, state: State, **about) -> None:
        run = LastRun(state, self.started_at, _now(), **about)
        self.log(f"{state}: {run.sentence('zh')}")
        write_last_run(self.folder, run)

    def close(self) -> None:
        self._handler.close()


@contextmanager
def recorded(folder: Path, say: Callable[[str], None]) -> Iterator[Record]:
    """A record of what happens inside; a failure is noted and goes on as it was."""
    record = Record(folder, say)
    record.log("run started")
    try:
        yield record
    except BaseException as error:
        record.fail(error)
        raise
    finally:
        record.close()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
