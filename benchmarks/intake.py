"""Reading and cleaning uploads, against what an analyst's script takes and against the fastest bare reading.

    python benchmarks/intake.py [--pairs 3] [--divisions 2844] [--share 11] [--keep FOLDER]

All in one run, each measurement a process of its own, quoted as ratios: shared machines drift, ratios hold.
(a) a week of the sample, with as many readers as are usual and their start included, against pandas and openpyxl
merely reading the same files;
(b) one upload from each county-level division, against the reading and cleaning cells of naive.ipynb and against a bare
python-calamine reading; the naive pipeline reads every ``share``-th upload (11: no multiple of the 12 styles) and is
scaled up; peak memory over the number of uploads;
(c) one worker against two, and whether both give the same bytes. On a machine whose processors others use too, wall
clock says little here: processor seconds are printed beside.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from many_offices import DIVISIONS, ROWS, write_many

ROOT = Path(__file__).resolve().parent.parent
WEEK = "2020-W09"
FIRST_WEEK = "2020-W06"  # twelve offices, no lists of tasks


def cleaned(survey: Path, raw: Path, *, week: str = WEEK, workers: int = 0, first: int = 0) -> dict[str, object]:
    """Read and clean a week (its first so many uploads, if named), counted from the start of the reader."""
    from analysis.intake.clean import clean
    from analysis.intake.uploads import list_uploads
    from analysis.intake.workers.workbook import close_reader
    from analysis.surveys import load_survey

    settings = load_survey(survey)
    watch = Watch()
    uploads = list_uploads(settings, raw, [week])
    done = clean(settings, uploads[: first or None], workers=workers)
    found = watch.read()
    close_reader()
    held = sum(frame.memory_usage(deep=True).sum() for frame in done.tables.values()) / 2**20
    return found | {
        "rows": len(done.tables["status"]),
        "tables": digest(done.tables),
        "tables_mb": held,
        "cpu": watch.processor_seconds(),
    }


def digest(tables: dict) -> str:
    content = "".join(frame.to_json(orient="records", date_format="iso") for frame in tables.values())
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def read_by_pandas(survey: Path, raw: Path, *, week: str) -> dict[str, object]:
    import openpyxl  # noqa: F401 - its import is not what is measured
    import pandas as pd

    watch = Watch()
    for path in uploads_in(raw, week):
        if path.suffix == ".csv":
            path.read_text("gb18030")
        elif path.read_bytes()[:5] == b"<html":
            pd.read_html(path, encoding="utf-8")
        else:
            pd.read_excel(path, sheet_name=None, header=None, engine="xlrd" if path.suffix == ".xls" else "openpyxl")
    return watch.read() | {"cpu": watch.processor_seconds()}


def naive(survey: Path, raw: Path, *, every: int = 1) -> dict[str, object]:
    """The cells of naive.ipynb that read and clean, as they stand."""
    import pandas as pd

    cells = json.loads((ROOT / "benchmarks" / "naive.ipynb").read_text("utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    reading, cleaning = (text for text in code if "read_excel" in text or "def pick" in text)
    with tempfile.TemporaryDirectory() as folder:
        for path in uploads_in(raw)[::every]:
            os.symlink(path, Path(folder) / path.name)
        names = {"pd": pd, "Path": Path, "folder": folder, "register": str(survey / "register.csv")}
        watch = Watch()
        for cell in (reading, cleaning):
            exec(compile(cell, "naive.ipynb", "exec"), names)
        found = watch.read()
    return {"seconds": found["seconds"] * every, "cpu": watch.processor_seconds() * every}


def bare(survey: Path, raw: Path) -> dict[str, object]:
    """Every sheet of every workbook as lists by python-calamine; other files as text."""
    from python_calamine import CalamineError, CalamineWorkbook

    watch = Watch()
    for path in uploads_in(raw):
        try:
            workbook = CalamineWorkbook.from_path(str(path))
            for index in range(len(workbook.sheet_names)):
                workbook.get_sheet_by_index(index).to_python()
        except CalamineError:
            path.read_bytes().decode("gb18030", "replace")
    return watch.read() | {"cpu": watch.processor_seconds()}


def uploads_in(raw: Path, week: str = WEEK) -> list[Path]:
    return sorted(path for path in (raw / week).iterdir() if path.name != "received.csv")


class Watch:
    """Seconds on the clock and of the processors (children that ended included), and the peak memory."""

    def __init__(self) -> None:
        self.started, self.before = time.perf_counter(), self.total()

    @staticmethod
    def total() -> float:
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(each.ru_utime + each.ru_stime for each in used)

    def processor_seconds(self) -> float:
        return self.total() - self.before

    def read(self) -> dict[str, float]:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return {"seconds": time.perf_counter() - self.started, "peak_mb": peak}


MEASURED: dict[str, Callable[..., dict[str, object]]] = {
    "cleaned": cleaned,
    "read_by_pandas": read_by_pandas,
    "naive": naive,
    "bare": bare,
}


def measure(name: str, survey: Path, raw: Path, **options: int | str) -> dict[str, object]:
    """One measurement in a process of its own."""
    asked = json.dumps({"name": name, "survey": str(survey), "raw": str(raw), "options": options})
    command = [sys.executable, "-W", "ignore", __file__, "--one", asked]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])


def say(what: str, ours: dict, theirs: dict, goal: str, wanted: float, *, more_is_better: bool = False) -> None:
    """One line of the table: the ratio on the clock and of processor seconds, and whether the goal is met."""
    clock, work = (
        (theirs[unit] / ours[unit] if more_is_better else ours[unit] / theirs[unit]) for unit in ("seconds", "cpu")
    )
    met = clock >= wanted if more_is_better else clock <= wanted
    print(
        f"{what:58} {ours['seconds']:8.2f} s {theirs['seconds']:8.2f} s {clock:6.2f} {work:6.2f}  {goal:14} "
        f"{'met' if met else 'MISSED'}",
        flush=True,
    )


def median(pairs: list[tuple[dict, dict]]) -> tuple[dict, dict]:
    """The pair whose ratio is the median one."""
    return sorted(pairs, key=lambda pair: pair[0]["seconds"] / pair[1]["seconds"])[len(pairs) // 2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--divisions", type=int, default=DIVISIONS)
    parser.add_argument("--share", type=int, default=11)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        asked = json.loads(arguments.one)
        print(json.dumps(MEASURED[asked["name"]](Path(asked["survey"]), Path(asked["raw"]), **asked["options"])))
        return
    print(f"{'':58} {'first':>10} {'second':>10} {'clock':>6} {'work':>6}  {'goal':14}")
    week = ROOT / "surveys" / "qiannan", ROOT / "data" / "raw"
    pairs = [
        (measure("cleaned", *week, week=FIRST_WEEK), measure("read_by_pandas", *week, week=FIRST_WEEK))
        for _ in range(arguments.pairs)
    ]
    say("(a) 12 uploads: read and cleaned / read by pandas", *median(pairs), "at most 0.5", 0.5)
    with tempfile.TemporaryDirectory() as private:
        many = arguments.keep or Path(private) / "many"
        if not many.exists():
            write_many(many, arguments.divisions, ROWS * arguments.divisions // DIVISIONS)
        country(many / "survey", many / "raw", arguments)


def country(survey: Path, raw: Path, arguments: argparse.Namespace) -> None:
    count = len(uploads_in(raw))
    two = measure("cleaned", survey, raw, workers=2)
    one = measure("cleaned", survey, raw, workers=1)
    plain = measure("naive", survey, raw, every=arguments.share)
    fastest = measure("bare", survey, raw)
    print(f"{count} uploads, {two['rows']} rows")
    say("(b) naive pipeline / two workers", two, plain, "at least 6", 6, more_is_better=True)
    say("(b) two workers / bare python-calamine", two, fastest, "at most 5", 5)
    say("(c) one worker / two workers", two, one, "at least 1.7", 1.7, more_is_better=True)
    print(f"    same tables from one worker and from two: {one['tables'] == two['tables']}")
    some = {count // part: measure("cleaned", survey, raw, workers=2, first=count // part) for part in (4, 2)}
    for number, used in (some | {count: two}).items():
        beside = used["peak_mb"] - used["tables_mb"]
        print(f"    peak memory, {number:5} uploads: {used['peak_mb']:6.0f} MB, {beside:.0f} beside the tables made")


if __name__ == "__main__":
    main()
