"""The whole run of one week and one report, against the pipeline an analyst writes today (naive.ipynb).

    python benchmarks/report.py [--pairs 3]

Both are run in turn as whole processes in the same environment and quoted as a ratio of each pair: shared machines
drift, ratios hold. The peer: pandas.read_excel, string methods, groupby, six plotly figures in a notebook, papermill,
nbconvert with plotly's `notebook` renderer.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
WEEK = "2020-W09"
UPLOADS = ROOT / "data" / "raw" / WEEK
REGISTER = ROOT / "surveys" / "qiannan" / "register.csv"


def ours(folder: Path) -> list[list[str]]:
    """Uploads to a finished page, nothing kept from before."""
    raw = folder / "raw"
    shutil.copytree(UPLOADS, raw / WEEK)
    places = ["--raw", raw, "--processed", folder / "processed", "--out", folder / "out"]
    run = [sys.executable, "-m", "analysis", "run", "--quiet", "--report", "weekly_resumption", "--survey", "qiannan"]
    return [[*map(str, run), *map(str, places)]]


def naive(folder: Path, uploads: Path = UPLOADS, register: Path = REGISTER) -> list[list[str]]:
    """The naive pipeline on a folder of uploads and a register."""
    parameters = ["-p", "folder", uploads, "-p", "register", register]
    done = folder / "done.ipynb"
    papermill = [sys.executable, "-m", "papermill", ROOT / "benchmarks" / "naive.ipynb", done, *parameters]
    return [
        [*map(str, papermill), "--kernel", "python3", "--no-progress-bar"],
        [sys.executable, "-m", "nbconvert", "--to", "html", "--log-level", "ERROR", str(done)],
    ]


def seconds(pipeline) -> float:
    with tempfile.TemporaryDirectory() as private:
        commands = pipeline(Path(private))
        environment = {**os.environ, "JUPYTER_PLATFORM_DIRS": "1"}
        started = time.perf_counter()
        for command in commands:
            subprocess.run(command, check=True, capture_output=True, env=environment)
        return time.perf_counter() - started


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pairs", type=int, default=3)
    pairs = arguments.parse_args().pairs
    seconds(ours), seconds(naive)  # warm the disk's cache
    ratios = [seconds(ours) / seconds(naive) for _ in range(pairs)]
    print(f"run of one week and one report / naive pipeline: median {statistics.median(ratios):.2f}")
    print(f"pairs: {', '.join(f'{ratio:.2f}' for ratio in ratios)}")


if __name__ == "__main__":
    main()
