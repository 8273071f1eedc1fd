"""The kernel of a report: an ordinary IPython kernel that first says which process group it leads.

Jupyter gives every kernel a session of its own, so killing the runner's group would leave what a cell started.
"""

from __future__ import annotations

import os
from pathlib import Path

GROUP_FILE = "RESUMPTION_GROUP_FILE"


def main() -> None:
    if hasattr(os, "getpgid") and GROUP_FILE in os.environ:
        Path(os.environ[GROUP_FILE]).write_text(str(os.getpgid(0)))
    from ipykernel.kernelapp import launch_new_instance

    launch_new_instance()


if __name__ == "__main__":
    main()
