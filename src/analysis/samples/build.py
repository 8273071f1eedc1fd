"""Writing the sample: the register of the survey and each week's uploads."""

import csv
from pathlib import Path

from analysis.samples.offices import make_week
from analysis.samples.story import AS_OF
from analysis.samples.world import REGISTER_COLUMNS, make_world
from analysis.samples.writers import write_upload


def write_sample(out: Path) -> list[Path]:
    """Write ``surveys/qiannan/register.csv`` and ``data/raw/<period>/*`` below ``out``; returns the files."""
    files = [write_register(out / "surveys" / "qiannan" / "register.csv")]
    for period in AS_OF:
        folder = out / "data" / "raw" / period
        folder.mkdir(parents=True, exist_ok=True)
        week = make_week(period)
        files += [write_upload(upload, folder) for upload in week.uploads]
        if week.records.received:
            rows = [(file, arrived.isoformat()) for _, file, arrived in week.records.received]
            files.append(_write_csv(folder / "received.csv", ("file", "received_at"), rows))
    return files


def write_register(path: Path) -> Path:
    """One row per enterprise; booleans as true and false, dates as in ISO 8601."""
    rows = [[_text(getattr(e, name)) for name in REGISTER_COLUMNS] for e in make_world().enterprises]
    return _write_csv(path, REGISTER_COLUMNS, rows)


def _text(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _write_csv(path: Path, header, rows) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return path
