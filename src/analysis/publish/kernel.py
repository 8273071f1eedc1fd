"""The kernel of a report: an ordinary IPython kernel that first says which process group it leads.

Jupyter gives every kernel a session of its own, so killing the runner's group would leave what a cell started.
"""

from __future__ import annotations

from analysis.publish.groups import note_own_group


def main() -> None:
    note_own_group()
    from ipykernel.kernelapp import launch_new_instance

    launch_new_instance()


if __name__ == "__main__":
    main()
