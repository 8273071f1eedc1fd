"""The editions of the 12 counties and the prefecture in one call, against the naive pipeline once per county.

    python benchmarks/editions.py [--pairs 1]

Ours: uploads to 13 finished pages, nothing kept from before, two reports at a time. The peer: naive.ipynb for each of
the 12 counties one after the other, each with that county's upload and its part of the register only. Both are timed as
whole processes in the same environment; the ratio of a pair is quoted, since shared machines drift.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import statistics
import sys
from pathlib import Path

from report import REGISTER, UPLOADS, naive, ours, seconds

# CSV, another sheet layout: pandas.read_excel and one search for 企业名称 find no table there.
UNREADABLE = ("平塘县", "独山县", "贵定县", "长顺县")
LENT = "罗甸"


def our_set(folder: Path) -> list[list[str]]:
    return [[*command, "--area", "all", "--shared-script"] for command in ours(folder)]


def naive_set(folder: Path) -> list[list[str]]:
    """The naive pipeline for each county, told what is its own."""
    with REGISTER.open(encoding="utf-8-sig", newline="") as file:
        entries = list(csv.DictReader(file))
    commands = []
    for county in sorted({entry["county"] for entry in entries}):
        own = folder / county
        (own / "uploads").mkdir(parents=True)
        shutil.copy(_upload(county), own / "uploads")
        with (own / "register.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, entries[0].keys())
            writer.writeheader()
            writer.writerows(entry for entry in entries if entry["county"] == county)
        commands += naive(own, own / "uploads", own / "register.csv")
    return commands


def _upload(county: str) -> Path:
    """The county's upload; where the naive pipeline cannot read that, a small one that it can."""
    return next(UPLOADS.glob(f"{LENT if county in UNREADABLE else county[:2]}*"))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pairs", type=int, default=1)
    pairs = arguments.parse_args().pairs
    seconds(ours), seconds(naive)  # warm the disk's cache
    times = [(seconds(our_set), seconds(naive_set)) for _ in range(pairs)]
    ratios = [ours / peer for ours, peer in times]
    print(f"13 editions in one call / 12 naive ones in sequence: median {statistics.median(ratios):.2f}")
    for (ours_seconds, peer), ratio in zip(times, ratios, strict=True):
        print(f"  {ours_seconds:.1f} s / {peer:.1f} s = {ratio:.2f}")


if __name__ == "__main__":
    sys.exit(main())
