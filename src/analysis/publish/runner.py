"""Runs a report notebook under guards: checked parameters, a time limit, a process group, a private folder, a gate.

Papermill alone calls a killed kernel, ``sys.exit(0)`` in a cell and a cell that hung a success. Here a run counts
only if every cell ran without an error and the last one showed the sentinel.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from analysis.errors import ReportFailed
from analysis.figures.mime import MIME
from analysis.publish.groups import GROUP_FILE, kill_group, kill_noted_group
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
    with tempfile.TemporaryDirectory(prefix="resumption-report-", ignore_cleanup_errors=True) as private:
        output = Path(private) / "output.ipynb"
        ended = _execute(notebook, output, parameters, Path(private), time_limit_seconds)
        executed = _read(output)
        if not ended:
            raise ReportFailed(
                f"{notebook.name} 超过{time_limit_seconds:g}秒没有完成，已终止",
                f"{notebook.name} did not finish within {time_limit_seconds:g} seconds and was stopped",
            )
        return _gate(notebook.name, executed)


def _execute(notebook: Path, output: Path, parameters: Mapping, folder: Path, time_limit_seconds: float) -> bool:
    """Run Papermill in its own process group; True where it ended by itself in time. Nothing of it lives on."""
    given = folder / "parameters.json"
    given.write_text(json.dumps(dict(parameters), ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, "-m", "analysis.publish.execute", str(notebook), str(output), str(given)]
    with (folder / "log.txt").open("wb") as log, _group(command, folder, log) as process:
        try:
            process.wait(time_limit_seconds)
        except subprocess.TimeoutExpired:
            return False
    return True


@contextmanager
def _group(command: list[str], folder: Path, log) -> Iterator[subprocess.Popen]:
    """A process with a group of its own; whatever happens, it and its kernel's group are gone afterwards."""
    windows = sys.platform == "win32"
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=log,
        start_new_session=not windows,
        creationflags=subprocess.CREATE_NEW_PROCESS_GROUP if windows else 0,
    )
    try:
        yield process
    finally:
        if windows:
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
        else:
            kill_group(process.pid)
            kill_noted_group(folder / "kernel.group")
        process.communicate()


def _environment(folder: Path) -> dict[str, str]:
    """The kernel's surroundings: nothing of the user's own Jupyter or IPython settings, and one kernel to choose."""
    kernel = folder / "jupyter" / "kernels" / "resumption"
    kernel.mkdir(parents=True)
    argv = [sys.executable, "-m", "analysis.publish.kernel", "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": "report", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    return {
        **os.environ,
        "JUPYTER_PATH": str(folder / "jupyter"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "jupyter"),
        "IPYTHONDIR": str(folder / "ipython"),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        GROUP_FILE: str(folder / "kernel.group"),
    }


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
