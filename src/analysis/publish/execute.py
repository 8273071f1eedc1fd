"""Runs one notebook by Papermill; started by ``runner`` as a process of its own, in a private folder.

``python -m analysis.publish.execute NOTEBOOK OUTPUT PARAMETERS.json``
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main(notebook: str, output: str, parameters: str) -> None:
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


if __name__ == "__main__":
    main(*sys.argv[1:])
