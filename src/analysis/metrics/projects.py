"""Construction projects: continuing ones that resumed and new ones that started, never added together."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.metrics.grouping import (
    By,
    columns_of,
    percent,
    refuse_duplicates,
    refuse_unknown,
    require,
    resumed,
    totals,
)
from analysis.metrics.panel import HasDates
from analysis.vocabulary.entries import STATES

_MEASURES = {"continuing": "projects_resumed", "new": "projects_started"}


def project_panel(projects: pd.DataFrame, period: HasDates) -> pd.DataFrame:
    """Every project known by the end of the period with its latest return in it; the state missing without one.

    One row per project; ``projects`` has one row per project and as-of date. What describes a project
    (county, kind, level, investment) is what was said last. Raises ValueError for two rows of one project and date.
    """
    require(projects, ["project_id", "continuing_or_new", "state", "as_of"], "projects")
    refuse_duplicates(projects, ["project_id", "as_of"], "projects")
    dates = pd.to_datetime(projects["as_of"])
    known = projects[dates <= pd.Timestamp(period.last)].sort_values("as_of", kind="stable")
    if known["continuing_or_new"].isna().any():  # a later list may have no column for it
        known = known.assign(continuing_or_new=known.groupby("project_id")["continuing_or_new"].ffill())
    rows = known.drop_duplicates("project_id", keep="last").reset_index(drop=True)
    stale = pd.to_datetime(rows["as_of"]) < pd.Timestamp(period.first)
    said = [c for c in ("state", "resumed_on", "planned_on", "workers_needed", "workers_present") if c in rows.columns]
    rows[said] = rows[said].mask(stale)
    return rows.assign(period_id=period.id)


def project_rates(projects: pd.DataFrame, period: HasDates, by: By = ()) -> pd.DataFrame:
    """Share of continuing projects that resumed (续建复工率) and of new ones that started (新建开工率).

    rate_pct = 100 * projects running or partial / projects known, unit percent, counts in 个. One row per group and
    measure (projects_resumed, projects_started); they are different questions and have no sum. A project
    without a return in the period is missing: low_pct takes it as stopped, high_pct as running. A project of no kind is
    in neither. ``workers_pct`` =
    100 * workers_present / workers_needed (persons), over projects with both. ``value_status``: ok or no_return.

    Source: docs/indicators.md. Raises ValueError for a kind other than continuing and new, or an unknown state.
    """
    return _rates(project_panel(projects, period), by)


def projects_by_period(projects: pd.DataFrame, periods: Iterable[HasDates], by: By = ()) -> pd.DataFrame:
    """``project_rates`` of several periods in one table, each row with its ``period_id``; no row without projects."""
    panels = [project_panel(projects, period) for period in periods if len(projects)]
    known = [panel for panel in panels if len(panel)]
    return _rates(pd.concat(known, ignore_index=True), by) if known else pd.DataFrame(columns=["period_id", "measure"])


def _rates(rows: pd.DataFrame, by: By) -> pd.DataFrame:
    """The rates of project panels, of several periods at once; see ``project_rates``."""
    keys = ["period_id", *columns_of(by)]
    require(rows, keys, "projects")
    rows = rows[rows["continuing_or_new"].notna()]  # of which of the two questions it is an answer, nobody said
    refuse_unknown(rows["continuing_or_new"], _MEASURES, "项目类别", "kind of project")
    refuse_unknown(rows["state"].dropna(), STATES, "项目状态", "state of projects")
    workers = rows.reindex(columns=["workers_present", "workers_needed"]).astype("Float64")
    both = workers.notna().all(axis=1) & workers["workers_needed"].gt(0) & workers["workers_present"].ge(0)
    both = both.fillna(False).astype(bool)
    marked = rows[keys].assign(
        measure=rows["continuing_or_new"].map(_MEASURES),
        numerator=resumed(rows).astype(int),
        denominator=1,
        no_return=rows["state"].isna().astype(int),
        missing=(rows["state"].isna() | rows["state"].eq("unknown")).astype(int),
        present=workers["workers_present"].where(both, 0).astype(float),
        needed=workers["workers_needed"].where(both, 0).astype(float),
    )
    columns = ["numerator", "denominator", "no_return", "missing", "present", "needed"]
    sums = totals(marked, [*keys, "measure"], columns)
    silent = sums["no_return"].eq(sums["denominator"])
    counts = {name: sums[name].astype("Int64") for name in ("numerator", "denominator", "missing")}
    return sums[[*keys, "measure"]].assign(
        base="register",
        basis="count",
        **counts,
        rate_pct=percent(counts["numerator"], counts["denominator"]).mask(silent),
        low_pct=percent(counts["numerator"], counts["denominator"]),
        high_pct=percent(counts["numerator"] + counts["missing"], counts["denominator"]),
        workers_present=sums["present"],
        workers_needed=sums["needed"],
        workers_pct=percent(sums["present"], sums["needed"]),
        value_status=np.where(silent, "no_return", "ok"),
    )
