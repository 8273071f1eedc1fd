"""How long counting takes at scale, beside DuckDB on the same file in the same run.

    python benchmarks/metrics.py            20 million enterprise-days by day x county x industry
    python benchmarks/metrics.py 1000000    fewer

Prints seconds, the ratio to DuckDB and the peak of memory; fails where counts differ, where we take more than four
times as long, or above 0.7 GiB. Each side runs in a process of its own, in turns, the best of three.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

DAYS, MOST_TIMES, MOST_GIB = 80, 4.0, 0.7
SQL = """
select day, county_code, industry_code, state, count(*) as n, sum(normal_before_festival::int) as expected
from read_parquet('{path}') where above_scale group by all
"""


def make(path: Path, rows: int) -> None:
    """A panel of ``rows`` enterprise-days, a day at a time."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    random = np.random.default_rng(2020)
    per_day = rows // DAYS
    words = {
        "county_code": [f"5227{number:02d}" for number in range(1, 13)],
        "industry_code": [f"{number:02d}" for number in range(6, 47)],
        "state": ["running", "partial", "planned", "stopped", "excluded", "unknown"],
        "state_reason": ["deregistered", "cancelled", "policy_shutdown"],
    }
    writer = None
    for day in range(DAYS):
        drawn = {name: random.integers(0, len(known), per_day, dtype="int8") for name, known in words.items()}
        silent, unexcluded = random.random(per_day) < 0.1, drawn["state"] != 4
        columns = {"day": pa.array(np.full(per_day, day, dtype="int16"))}
        for name, known in words.items():
            blank = {"state": silent, "state_reason": unexcluded | silent}.get(name)
            columns[name] = pa.DictionaryArray.from_arrays(pa.array(drawn[name], mask=blank), known).cast(pa.string())
        columns["above_scale"] = pa.array(random.random(per_day) < 0.7)
        columns["normal_before_festival"] = pa.array(random.random(per_day) < 0.9)
        table = pa.table(columns)
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    writer.close()


def ours(path: Path) -> dict[str, int]:
    from analysis.metrics import count_states_of_parquet

    counts = count_states_of_parquet([path], ["day", "county_code", "industry_code"])
    expected = int(counts.loc[counts["expected"], "numerator"].sum())
    return {"rows": int(counts["numerator"].sum()), "expected": expected, "running": _of(counts, "running")}


def _of(counts, answer: str) -> int:
    return int(counts.loc[counts["answer"].eq(answer), "numerator"].sum())


def theirs(path: Path) -> dict[str, int]:
    import duckdb

    counts = duckdb.sql(SQL.format(path=path)).df()
    running = int(counts.loc[counts["state"].eq("running"), "n"].sum())
    return {"rows": int(counts["n"].sum()), "expected": int(counts["expected"].sum()), "running": running}


def measure(side: str, path: Path) -> None:
    """Run one side and print what it found, how long it took (without imports) and its peak of memory."""
    import resource
    import time

    import analysis.metrics  # noqa: F401  imports are not what is measured

    if side == "theirs":
        import duckdb  # noqa: F401
    began = time.perf_counter()
    found = {"ours": ours, "theirs": theirs}[side](path)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << (20 if sys.platform != "darwin" else 30))
    print(json.dumps({"found": found, "seconds": seconds, "gib": peak}))


def main(rows: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "panel.parquet"
        make(path, rows)
        runs: dict[str, list[dict]] = {"ours": [], "theirs": []}
        for side in ["ours", "theirs"] * 3:
            done = subprocess.run(
                [sys.executable, __file__, side, str(path)], check=True, capture_output=True, text=True
            )
            runs[side].append(json.loads(done.stdout))
    best = {side: min(run["seconds"] for run in found) for side, found in runs.items()}
    peak = {side: max(run["gib"] for run in found) for side, found in runs.items()}
    times = best["ours"] / best["theirs"]
    same = runs["ours"][0]["found"] == runs["theirs"][0]["found"]
    print(f"{rows} enterprise-days by day x county x industry: {'the same counts' if same else 'COUNTS DIFFER'}")
    print(f"ours   {best['ours']:.2f} s, {peak['ours']:.2f} GiB ({times:.1f} times DuckDB; at most {MOST_TIMES:g})")
    print(f"DuckDB {best['theirs']:.2f} s, {peak['theirs']:.2f} GiB (ours at most {MOST_GIB:g} GiB)")
    return 0 if same and times <= MOST_TIMES and peak["ours"] <= MOST_GIB else 1


if __name__ == "__main__":
    if len(sys.argv) == 3:
        measure(sys.argv[1], Path(sys.argv[2]))
    else:
        sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000_000))
