"""The commit of a checkout as git's own command says it."""

import shutil
import subprocess

import pytest

from analysis.publish.version import checked_out

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="no git here")


def git(folder, *arguments):
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    done = subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@needs_git
def test_commit_of_branch_worktree_packed_and_detached(tmp_path):
    one = tmp_path / "one"
    one.mkdir()
    git(one, "init")
    assert checked_out(one) == "", "nothing was committed yet"
    git(one, "commit", "--allow-empty", "-m", "a")
    first = git(one, "rev-parse", "HEAD")
    assert checked_out(one) == first
    git(one, "worktree", "add", "-b", "side/b", str(tmp_path / "two"))
    git(tmp_path / "two", "commit", "--allow-empty", "-m", "b")
    second = git(tmp_path / "two", "rev-parse", "HEAD")
    assert (checked_out(one), checked_out(tmp_path / "two")) == (first, second)
    git(one, "pack-refs", "--all")
    assert (checked_out(one), checked_out(tmp_path / "two")) == (first, second)
    git(one, "checkout", "--detach", second)
    assert checked_out(one) == second


@pytest.mark.parametrize("content", ["", "gitdir: nowhere", "\0"])
def test_no_checkout_has_no_commit(tmp_path, content):
    if content:
        (tmp_path / ".git").write_text(content)
    assert checked_out(tmp_path) == ""
