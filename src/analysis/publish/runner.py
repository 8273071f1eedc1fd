"""Runs a report notebook under guards: checked parameters, a time limit, a process group, a private folder, a gate.

Papermill alone calls a killed kernel, ``sys.exit(0)`` in a cell and a cell that hung a success. Here a run counts
only if every cell ran without an error and the last one showed the sentinel.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from analysis.errors import ReportFailed
from analysis.figures.mime import MIME
from analysis.publish.parameters import check_parameters, read_parameters

TIME_LIMIT_SECONDS = 600.0
# Our own errors, whose sentences are made to be read and hold no personal data.
_OWN_ERRORS = ("SurveyError", "StoreError", "NothingUsable", "ReportFailed", "WrongParameter")


def run_notebook(
    notebook: Path, parameters: Mapping[str, object], *, time_limit_seconds: float = TIME_LIMIT_SECONDS
) -> list[dict]:
    """Run a notebook and give what its cells showed: one payload of our MIME type each, the sentinel last.

    Raises WrongParameter before anything starts, ReportFailed where the run did not end, a cell failed or was
    not reached, the sentinel is missing, or a cell showed a bare plotly figure. Messages hold no data.
    """
    content = json.loads(notebook.read_text(encoding="utf-8"))
    check_parameters(read_parameters(content), parameters)
    executor = _WAITING.pop() if _WAITING else Executor()
    try:
        ended = executor.run(notebook, parameters, time_limit_seconds)
        executed = _read(executor.output)
    finally:
        executor.close()
    if not ended:
        raise ReportFailed(
            f"{notebook.name} 超过{time_limit_seconds:g}秒没有完成，已终止",
            f"{notebook.name} did not finish within {time_limit_seconds:g} seconds and was stopped",
        )
    return _gate(notebook.name, executed)


def warm_up() -> None:
    """Start the process of the next report now: it imports what it needs while this one does something else."""
    if not _WAITING:
        _WAITING.append(Executor())


class Executor:
    """A process of its own, with a process group and a private folder, that runs one notebook and ends."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="resumption-report-"))
        self.output = self.folder / "output.ipynb"
        self._log = (self.folder / "log.txt").open("wb")
        windows = sys.platform == "win32"
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "analysis.publish.execute"],
            cwd=self.folder,
            # Nothing of the user's own IPython settings.
            env={**os.environ, "IPYTHONDIR": str(self.folder / "ipython")},
            stdin=subprocess.PIPE,
            stdout=self._log,
            stderr=self._log,
            start_new_session=not windows,
            creationflags=subprocess.CREATE_NEW_PROCESS_GROUP if windows else 0,
        )

    def run(self, notebook: Path, parameters: Mapping[str, object], time_limit_seconds: float) -> bool:
        """Run Papermill on a notebook; True where it ended by itself in time."""
        job = {"notebook": str(notebook), "output": str(self.output), "parameters": dict(parameters)}
        with suppress(BrokenPipeError):  # it died: the gate will find no output
            self._process.stdin.write(json.dumps(job).encode() + b"\n")
            self._process.stdin.flush()
        try:
            self._process.wait(time_limit_seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def close(self) -> None:
        """Nothing of it lives on: neither the process, nor what a cell started, nor the folder."""
        if sys.platform == "win32":
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(self._process.pid)], capture_output=True, check=False)
        else:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait()
        self._log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


_WAITING: list[Executor] = []


@atexit.register
def _close_waiting() -> None:
    while _WAITING:
        _WAITING.pop().close()


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
        return [shown[MIME]]
    if "application/vnd.plotly.v1+json" in shown:
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
