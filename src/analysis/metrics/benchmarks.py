"""What others published, beside our own: aligned by the days that passed since the Spring Festival."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.errors import SurveyError
from analysis.metrics.grouping import first_of, missing_where_nan, require
from analysis.vocabulary.files import read_rows

_THEIR = {"date": "their_date", "value": "their_pct", "area": "their_area"}
_COLUMNS = ("date", "area", "measure", "value", "source")
_ENGLISH = {"area_en": "area", "source_en": "source"}
MEASURES = (
    *("resumption", "staff", "capacity", "electricity_users", "electricity_kwh", "electricity_index"),
    *("projects_resumed", "projects_started"),
)
_FESTIVALS = Path(__file__).parent.parent / "vocabulary" / "festivals.csv"


@cache
def festivals() -> dict[int, date]:
    """Year -> first day of the Spring Festival, from ``vocabulary/festivals.csv``."""
    return {int(row["year"]): date.fromisoformat(row["first_day"]) for row in read_rows(_FESTIVALS)}


def benchmarks(rows: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    """The rows of a survey's ``benchmarks.csv`` with types: one row per date, area and measure; value in percent.

    ``area_en`` and ``source_en``: the same in English, where the file has such a column, else as they are.

    Raises SurveyError, naming the line, for a wrong date or number, a value outside 0 to 100, an unknown measure, a
    blank source, and a figure that is there twice.
    """
    typed = [_typed(number, row) for number, row in enumerate(rows, start=2)]
    table = pd.DataFrame(typed, columns=[*_COLUMNS, *_ENGLISH])
    twice = table.duplicated(["date", "area", "measure"])
    if twice.any():
        line = int(np.flatnonzero(twice)[0]) + 2
        raise _wrong(line, "同一日期、地区、指标已有一行", "date, area and measure are there already")
    return table.assign(date=pd.to_datetime(table["date"])).astype({"value": "Float64"})


def days_after_festival(dates: pd.Series) -> pd.Series:
    """Days from the first day of the year's Spring Festival; negative before, missing for unknown years."""
    days = pd.to_datetime(dates)
    first = pd.to_datetime(days.dt.year.map(festivals()))
    return (days - first).dt.days.astype("Int64")


def festival_before(day: date, within_days: int = 120) -> date | None:
    """The first day of the last Spring Festival on or before ``day``; None where it is further back than that."""
    past = [first for first in festivals().values() if 0 <= (day - first).days <= within_days]
    return max(past, default=None)


def compare(own: pd.DataFrame, published: pd.DataFrame, within_days: int = 3) -> pd.DataFrame:
    """Our figures beside those of others, at the same distance from the Spring Festival.

    ``own``: measure, date and rate_pct (and any groups); ``published`` as ``benchmarks`` gives it. One row per own
    figure and series (area and year) of the same measure: their figure nearest in days after the festival (of two as
    near the earlier; none is made up between two), their_date, their_days_after, days_apart, their_pct, source, and
    gap_points = rate_pct - their_pct (percentage points). Unit: percent. ``value_status``: ok; not_near (the nearest is
    more than ``within_days`` days off); missing (no rate of our own); no_festival (a year whose festival is not
    known). Where it is not ok their_pct and gap_points are missing.

    Scope and base of others are what their source says, so a gap is no ranking. Source: docs/indicators.md. Raises
    ValueError for missing columns or a negative distance.
    """
    require(own, ["measure", "date", "rate_pct"], "our figures")
    require(published, _COLUMNS, "the published figures")
    if within_days < 0:
        raise ValueError(
            f"within_days 应是0或以上的天数，不是{within_days} / within_days must not be negative, but is {within_days}"
        )
    ours = own.assign(_row=range(len(own)), days_after=days_after_festival(own["date"]))
    theirs = published.assign(their_days_after=days_after_festival(published["date"]), _year=published["date"].dt.year)
    theirs = theirs.rename(columns={**_THEIR, "area_en": "their_area_en"})
    pairs = ours.merge(theirs, on="measure", how="inner")
    apart = (pairs["their_days_after"] - pairs["days_after"]).astype("Float64")
    pairs["days_apart"] = apart.abs().astype("Int64")
    pairs = pairs.sort_values(["_row", "their_area", "_year", "days_apart", "their_date"], na_position="last")
    table = pairs.drop_duplicates(["_row", "their_area", "_year"]).reset_index(drop=True)
    rate = missing_where_nan(table["rate_pct"].to_numpy(dtype=float, na_value=np.nan), table.index)
    far = table["days_apart"].gt(within_days).fillna(False)
    status = first_of({"no_festival": table["days_apart"].isna(), "not_near": far, "missing": rate.isna()})
    usable = pd.Series(status == "ok", index=table.index)
    their = table["their_pct"].where(usable)
    table = table.assign(rate_pct=rate, their_pct=their, gap_points=rate - their, value_status=status)
    return table.drop(columns=["_row", "_year"])


def _typed(line: int, row: Mapping[str, str]) -> dict[str, object]:
    absent = [column for column in _COLUMNS if not row.get(column)]
    if absent:
        raise _wrong(line, f"缺 {'、'.join(absent)}", f"lacks {', '.join(absent)}")
    if row["measure"] not in MEASURES:
        known = ", ".join(MEASURES)
        raise _wrong(
            line, f"没有指标“{row['measure']}”，可用：{known}", f"no measure {row['measure']!r}; known: {known}"
        )
    try:
        found = dict(row) | {"date": date.fromisoformat(row["date"]), "value": float(row["value"])}
    except ValueError as error:
        raise _wrong(
            line,
            f"日期“{row['date']}”应如 2020-02-25，数值“{row['value']}”应为百分数如 97.9",
            f"the date {row['date']!r} must be like 2020-02-25, the value {row['value']!r} a percentage like 97.9",
        ) from error
    if not 0 <= found["value"] <= 100:
        raise _wrong(line, f"{row['value']} 不是0到100的百分数", f"{row['value']} is no percentage of 0 to 100")
    english = {column: row.get(column) or row[plain] for column, plain in _ENGLISH.items()}
    return {column: found[column] for column in _COLUMNS} | english


def _wrong(line: int, zh: str, en: str) -> SurveyError:
    return SurveyError(f"benchmarks.csv 第{line}行：{zh}", f"benchmarks.csv line {line}: {en}")
