"""Runs a report notebook under guards: checked parameters, a time limit, a process group, a private folder, a gate.

Papermill alone calls a killed kernel, ``sys.exit(0)`` in a cell and a cell that hung a success. Here a run counts
only if every cell ran without an error and the last one showed the sentinel.
"""

import atexit
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread

from analysis.errors import ReportFailed
from analysis.figures.mime import MIME, PLOTLY_MIME
from analysis.publish.execute import NO_THREADS, SHOWN
from analysis.publish.parameters import check_parameters, read_parameters
from analysis.publish.processes import kill_group, start_group

TIME_LIMIT_SECONDS = 600.0
OUTPUT = "output.ipynb"
Watch = Callable[[dict], None]
_LOOK_SECONDS = 0.05
_SECONDS_TO_DIE = 5.0
# Our own errors, whose sentences are made to be read and hold no personal data.
_OWN_ERRORS = ("SurveyError", "StoreError", "NothingUsable", "ReportFailed", "WrongParameter")


def run_notebook(
    notebook: Path,
    parameters: Mapping[str, object],
    *,
    time_limit_seconds: float = TIME_LIMIT_SECONDS,
    watch: Watch | None = None,
) -> list[dict]:
    """Run a notebook and give what its cells showed: one payload of our MIME type each, the sentinel last.

    ``watch`` is called with each payload as soon as its cell is done, from another thread; the run may fail after that.

    Raises WrongParameter before anything starts, ReportFailed where the run did not end, a cell failed or was
    not reached, the sentinel is missing, or a cell showed a bare plotly figure. Messages hold no data.
    """
    content = json.loads(notebook.read_text(encoding="utf-8"))
    check_parameters(read_parameters(content), parameters)
    executor = _take()
    with tempfile.TemporaryDirectory(prefix="resumption-report-", ignore_cleanup_errors=True) as private:
        try:
            with _watched(Path(private) / SHOWN, watch):
                ended = executor.run(notebook, parameters, Path(private), time_limit_seconds)
            executed = _read(Path(private) / OUTPUT)
        finally:
            if executor.is_ready:
                _WAITING.append(executor)
            else:
                executor.close()
    if not ended:
        raise ReportFailed(
            f"{notebook.name} 超过{time_limit_seconds:g}秒没有完成，已终止",
            f"{notebook.name} did not finish within {time_limit_seconds:g} seconds and was stopped",
        )
    return _gate(notebook.name, executed)


def warm_up(number: int = 1) -> None:
    """Start the processes of the next reports now: they import what these need while this one does something else."""
    while len(_WAITING) < number:
        _WAITING.append(Executor())


class Executor:
    """A process that has imported what reports need and runs them one after the other, each in a copy of itself.

    See ``execute``. Where that process cannot be copied, it is good for one report.
    """

    def __init__(self) -> None:
        self._process = start_group(
            [sys.executable, "-P", "-m", "analysis.publish.execute"],
            env={**os.environ, **NO_THREADS},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.is_ready = True
        self._answers: SimpleQueue[bytes] = SimpleQueue()
        # Started with the first report: until then this process has one thread, and can be copied for its readers.
        self._listener = Thread(target=self._listen, daemon=True)

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def run(self, notebook: Path, parameters: Mapping[str, object], private: Path, time_limit_seconds: float) -> bool:
        """Run Papermill on a notebook, its output in the folder ``private``; True where it ended by itself in time."""
        job = {
            "notebook": str(notebook),
            "output": str(private / OUTPUT),
            "parameters": dict(parameters),
            "folder": str(private),
            "environment": dict(os.environ),
        }
        self.is_ready = False
        if self._listener.ident is None:
            self._listener.start()
        with suppress(BrokenPipeError):  # it died: the gate will find no output
            self._process.stdin.write(json.dumps(job).encode() + b"\n")
            self._process.stdin.flush()
        deadline, child, in_time = time.monotonic() + time_limit_seconds, self._process.pid, True
        while True:
            try:
                answer = self._answers.get(timeout=max(0.0, deadline - time.monotonic()))
            except Empty:
                kill_group(child)
                # Should that not be enough, the process that waits for it is next.
                child, deadline, in_time = self._process.pid, time.monotonic() + _SECONDS_TO_DIE, False
                continue
            if answer in (b"", b"ended\n"):  # without "ended" it ran the notebook itself, or died; the gate sees which
                self.is_ready = answer != b""
                return in_time
            child = int(answer)

    def _listen(self) -> None:
        """Pass on what the process says; an empty line when it is gone."""
        for answer in self._process.stdout:
            self._answers.put(answer)
        self._answers.put(b"")

    def close(self) -> None:
        """Nothing of it lives on: neither the process nor what a cell started."""
        kill_group(self._process.pid)
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait()
        if self._listener.ident is not None:
            self._listener.join()
        self._process.stdout.close()


_WAITING: list[Executor] = []


def _take() -> Executor:
    """One that waits and is still there, else a new one."""
    while _WAITING:
        executor = _WAITING.pop()
        if executor.is_alive:
            return executor
        executor.close()
    return Executor()


@atexit.register
def _close_waiting() -> None:
    while _WAITING:
        _WAITING.pop().close()


@contextmanager
def _watched(shown: Path, watch: Watch | None) -> Iterator[None]:
    """While in here, and once more at the end, ``watch`` gets what is added to a file of payloads."""
    if watch is None:
        yield
        return
    done = Event()
    follower = Thread(target=_follow, args=(shown, watch, done), daemon=True)
    follower.start()
    try:
        yield
    finally:
        done.set()
        follower.join()


def _follow(shown: Path, watch: Watch, done: Event) -> None:
    place, is_last = 0, False
    while not is_last:
        is_last = done.wait(_LOOK_SECONDS)
        if shown.is_file():
            with shown.open("rb") as file:
                file.seek(place)
                whole = file.read().rpartition(b"\n")[0]
            place += len(whole) + 1 if whole else 0
            for line in whole.splitlines():
                watch(json.loads(line))


def _read(output: Path) -> dict:
    """The executed notebook; an empty one where it was never written or only in part."""
    try:
        return json.loads(output.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError):
        return {"cells": []}


def _gate(name: str, executed: Mapping) -> list[dict]:
    """The payloads of a run that is complete; raises ReportFailed otherwise."""
    cells = [cell for cell in executed["cells"] if _counts(cell)]
    payloads: list[dict] = []
    for number, cell in enumerate(cells, start=1):
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                raise _failed(name, number, output)
            payloads += _payload(name, number, output)
    pending = [number for number, cell in enumerate(cells, start=1) if cell.get("execution_count") is None]
    if not cells or pending or not payloads or payloads[-1]["kind"] != "end":
        where = pending[0] if pending else len(cells)
        raise ReportFailed(
            f"{name} 没有运行到结尾（停在第{where}个代码单元），没有发布",
            f"{name} did not run to its end (stopped at code cell {where}); not published",
        )
    return payloads


def _counts(cell: Mapping) -> bool:
    """A code cell of the notebook itself: neither blank nor the one that Papermill adds for the parameters."""
    added = "injected-parameters" in cell.get("metadata", {}).get("tags", [])
    return cell["cell_type"] == "code" and not added and bool("".join(cell["source"]).strip())


def _payload(name: str, number: int, output: Mapping) -> list[dict]:
    shown = output.get("data", {})
    if MIME in shown:
        return [json.loads(shown[MIME])]
    if PLOTLY_MIME in shown:
        raise ReportFailed(
            f"{name} 第{number}个代码单元直接输出了 plotly 图，缺标题、口径和说明：请用 analysis.figures 的函数",
            f"code cell {number} of {name} shows a bare plotly figure, without title, base and text: "
            "use a function of analysis.figures",
        )
    return []


def _failed(name: str, number: int, output: Mapping) -> ReportFailed:
    """Names the cell and the kind of error. The error's own words may quote data, so only our own are passed on."""
    kind, words = str(output.get("ename", "")), str(output.get("evalue", ""))
    if kind in _OWN_ERRORS and " / " in words:
        zh, en = words.split(" / ", 1)
        return ReportFailed(zh, en)
    return ReportFailed(
        f"{name} 第{number}个代码单元出错（{kind}），没有发布；在 JupyterLab 中打开该笔记本可查看详情",
        f"code cell {number} of {name} failed ({kind}); not published. Open the notebook in JupyterLab to see why",
    )
