"""Runs notebooks by Papermill, one at a time, each in a process of its own; started by ``runner``.

It imports what reports need, reads nothing but our own words and starts no thread; then, for each line on standard
input (a job), it forks: the copy has everything ready, and whatever it changes is gone with it. Where the system cannot
fork safely (no ``fork``, or a library started a thread), it runs one job itself, as cold as any new process, and ends.

A job is JSON: notebook, output, parameters, folder (private, to work in), environment. Answers are two lines on
standard output: the number of the job's process, then "ended".
"""

import json
import os
import signal
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

# In a job's folder: what cells showed so far, a payload of our MIME type a line, for who does not wait for the end.
SHOWN = "shown.jsonl"
# For the process that imports: a thread that a library starts is not there after a fork.
NO_THREADS = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "JE_ARROW_MALLOC_CONF": "background_thread:false"}


def main() -> None:
    jobs, answers = _private_pipes()
    import_what_reports_need()
    while line := jobs.readline():
        if not can_fork():
            _answer(answers, os.getpid())
            _run(json.loads(line), jobs.fileno())
            return
        child = os.fork()
        if child == 0:
            _run_and_leave(json.loads(line), jobs.fileno(), answers)
        with suppress(OSError):  # here and in the child: whoever comes first
            os.setpgid(child, child)
        _answer(answers, child)
        # Whatever a cell started belongs to the child's group; its number is not given anew before it is waited for.
        os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        _answer(answers, "ended")


def import_what_reports_need() -> None:
    """Everything a report's cells call, loaded and at rest; of files only the package's own words."""
    # jsonschema, which papermill imports, would build this grammar of web addresses for a second where JupyterLab
    # brought it along; no notebook's schema asks for it.
    sys.modules["rfc3987_syntax"] = None
    import nbformat
    import pandas as pd
    from IPython.core import completerlib, magics  # noqa: F401

    del sys.modules["rfc3987_syntax"]

    from analysis import (
        figures,
        metrics,  # noqa: F401
    )
    from analysis.publish import engine  # noqa: F401
    from analysis.store import tables  # noqa: F401
    from analysis.vocabulary import labels

    for name in figures.__all__:
        getattr(figures, name)
    for lang in ("zh", "en"):
        labels(lang)
    nbformat.validate(nbformat.v4.new_notebook())  # compiles the schema
    # A report takes many small pieces of small tables, which Arrow's texts do slowly: a sixth of its computing.
    pd.set_option("mode.string_storage", "python")


def can_fork() -> bool:
    """Whether a copy of this process would be whole: where the system says that it has one thread only."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return "\nThreads:\t1\n" in status


def _private_pipes() -> tuple:
    """The pipes of jobs and answers, out of a cell's reach: its input is empty and its output goes to the log."""
    jobs, answers = os.fdopen(os.dup(0), "rb", buffering=0), os.dup(1)
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    os.close(empty)
    os.dup2(2, 1)
    return jobs, answers


def _run(job: Mapping, life: int) -> None:
    """Run one notebook in this process, in its private folder and with the environment of the one who asked."""
    threading.Thread(target=_end_with_the_run, args=(life,), daemon=True).start()
    os.chdir(job["folder"])
    os.environ.clear()
    # Nothing of the user's own IPython settings.
    os.environ.update(job["environment"] | {"IPYTHONDIR": str(Path(job["folder"]) / "ipython")})
    import papermill

    from analysis.publish.engine import NAME

    papermill.execute_notebook(
        job["notebook"],
        job["output"],
        parameters=job["parameters"],
        engine_name=NAME,
        shown=SHOWN,
        kernel_name="python3",
        language="python",
        progress_bar=False,
        # One write at the end is enough: nobody reads the private folder while it runs.
        autosave_cell_every=0,
        request_save_on_cell_execute=False,
    )


def _end_with_the_run(life: int) -> None:
    """The run holds the other end of the pipe of jobs: when it is killed, nothing of the report lives on."""
    if sys.platform == "linux":
        import select

        hung_up = select.poll()
        hung_up.register(life, 0)  # no reading: what comes is the next job
        hung_up.poll()
    else:
        os.read(life, 1)  # this process has one job only
    if hasattr(os, "getpgid") and os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)  # us, and whatever a cell started
    os._exit(1)


def _answer(pipe: int, words: object) -> None:
    os.write(pipe, f"{words}\n".encode())


def _run_and_leave(job: Mapping, life: int, answers: int) -> None:
    """What the copy does: one notebook in a group of its own; it ends without what was registered for its parent's."""
    try:
        os.setpgid(0, 0)
        os.close(answers)
        _run(job, life)
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
