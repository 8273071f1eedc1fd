"""Which code made a page: the package's version, and the commit where it lies in a git checkout."""

import importlib.metadata
import re
from functools import cache
from pathlib import Path

import analysis

_COMMIT = re.compile(r"[0-9a-f]{40,64}")
_SHOWN = 10


@cache
def code_version() -> str:
    """The version, with the first ten digits of the commit that is checked out: ``0.1.0 (55b5e51c2a)``."""
    version = importlib.metadata.version("resumption-analytics")
    commit = checked_out(Path(analysis.__file__).parents[2])
    return f"{version} ({commit[:_SHOWN]})" if commit else version


def checked_out(folder: Path) -> str:
    """The commit that is checked out in a folder, read from git's own files; empty where there is no checkout."""
    git = folder / ".git"
    try:
        if git.is_file():  # a worktree: the file names the folder
            git = folder / git.read_text(encoding="utf-8").removeprefix("gitdir:").strip()
        head = (git / "HEAD").read_text(encoding="utf-8").strip()
        common = git / "commondir"
        shared = git / common.read_text(encoding="utf-8").strip() if common.is_file() else git
        found = _resolved(head.removeprefix("ref: "), shared) if head.startswith("ref: ") else head
    except (OSError, ValueError):  # unreadable, or no text
        return ""
    return found if _COMMIT.fullmatch(found) else ""


def _resolved(branch: str, git: Path) -> str:
    """The commit of a branch: in a file of its own, or in the list of packed ones."""
    if (git / branch).is_file():
        return (git / branch).read_text(encoding="utf-8").strip()
    lines = (git / "packed-refs").read_text(encoding="utf-8").splitlines()
    return next((line.split()[0] for line in lines if line.endswith(f" {branch}")), "")
