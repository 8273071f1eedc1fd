"""A run whose input, output or log nobody holds is a run."""

import shlex
import subprocess
import sys

import pytest
from small_survey import ONE, SETTINGS

from analysis.store import load


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
@pytest.mark.parametrize("streams", ["<&- >&- 2>&-", "2>/dev/full", "2>&1 | true"])
def test_a_run_that_nobody_hears_stores_its_tables(tmp_path, streams):
    """As some schedulers start it, and where what reads its log has ended."""
    folders = {name: tmp_path / name for name in ("survey", "raw", "processed")}
    (folders["raw"] / "2020-W09").mkdir(parents=True)
    (folders["raw"] / "2020-W09/甲县.csv").write_text(f"企业名称,是否复工,返岗人数\n{ONE},是,5\n", encoding="utf-8")
    folders["survey"].mkdir()
    for name, text in SETTINGS.items():
        (folders["survey"] / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "analysis", "clean", *(f"--{name}={path}" for name, path in folders.items())]
    subprocess.run(["bash", "-c", f"{shlex.join(command)} {streams}"], check=True)
    assert load(folders["processed"], "uploads")["outcome"].tolist() == ["accepted"]
