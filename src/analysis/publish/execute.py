"""Runs one notebook by Papermill; started by ``runner`` as a process of its own, in a private folder.

It imports what a report needs, then waits for one line on standard input: the notebook, where to write, the
parameters. So it can be started while the uploads are still being cleaned.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading


def main() -> None:
    import papermill

    from analysis import figures, metrics  # noqa: F401 (imported ahead of the notebook, which finds them ready)
    from analysis.publish.engine import NAME

    line = sys.stdin.readline()
    if not line:
        return
    threading.Thread(target=_end_with_the_run, daemon=True).start()
    job = json.loads(line)
    papermill.execute_notebook(
        job["notebook"],
        job["output"],
        parameters=job["parameters"],
        engine_name=NAME,
        kernel_name="python3",
        language="python",
        progress_bar=False,
        # One write at the end is enough: nobody reads the private folder while it runs.
        autosave_cell_every=0,
        request_save_on_cell_execute=False,
    )


def _end_with_the_run() -> None:
    """The run holds the other end of our standard input: when it is killed, nothing of the report lives on."""
    sys.stdin.read()
    if hasattr(os, "getpgid") and os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)  # us, and whatever a cell started
    os._exit(1)


if __name__ == "__main__":
    main()
