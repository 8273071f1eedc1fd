"""Runs one notebook by Papermill; started by ``runner`` as a process of its own, in a private folder.

``python -m analysis.publish.execute NOTEBOOK OUTPUT PARAMETERS.json``
"""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path

from analysis.publish.groups import GROUP_FILE, kill_noted_group


def main(notebook: str, output: str, parameters: str) -> None:
    threading.Thread(target=_end_with_the_run, daemon=True).start()
    import papermill

    papermill.execute_notebook(
        notebook,
        output,
        parameters=json.loads(Path(parameters).read_text(encoding="utf-8")),
        kernel_name="resumption",
        progress_bar=False,
        # One write at the end is enough: nobody reads the private folder while it runs.
        autosave_cell_every=0,
        request_save_on_cell_execute=False,
    )


def _end_with_the_run() -> None:
    """The run holds the other end of our standard input: when it is killed, nothing of the report lives on."""
    sys.stdin.buffer.read()
    kill_noted_group(Path(os.environ[GROUP_FILE]))
    os._exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
