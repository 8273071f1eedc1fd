"""Who did not answer, and what may be done about it: name it, carry one period forward, or compare like with like."""

from collections.abc import Collection

import numpy as np
import pandas as pd

from analysis.metrics.grouping import (
    By,
    Scope,
    belongs,
    carried,
    first_of,
    group_keys,
    has_return,
    in_base,
    percent,
    readable,
    refuse_duplicates,
    require,
    totals,
)
from analysis.metrics.panel import FURTHER_PROVENANCE, PROVENANCE, HasDates

MODES = ("returned", "unreadable", "carried", "not_listed", "office_silent")
# What is carried is what the enterprise said about its state; its numbers of staff and power are not.
_CARRIED_COLUMNS = (
    *("state", "state_reason", "resumed_on", "planned_on", "applied_on", "inspected_on", "approved_on", "as_of"),
    *PROVENANCE,
    *FURTHER_PROVENANCE,
)


def response_rate(panel: pd.DataFrame, by: By = (), scope: Scope = "above_scale") -> pd.DataFrame:
    """Share of the enterprises that must report for which there is a return (报送率).

    rate_pct = 100 * enterprises of base ``replied`` / enterprises of base ``expected``. Unit: percent; one row per
    group with numerator, denominator and missing (enterprises). Source: docs/indicators.md, 已报.
    """
    keys = group_keys(panel, by)
    inside = belongs(panel, scope, "expected")
    marked = panel[keys].assign(numerator=(inside & in_base(panel, "replied")).astype(int), denominator=1)[inside]
    sums = totals(marked, keys, ["numerator", "denominator"]).astype({"numerator": "Int64", "denominator": "Int64"})
    return sums.assign(
        measure="response",
        base="expected",
        missing=sums["denominator"] - sums["numerator"],
        rate_pct=percent(sums["numerator"], sums["denominator"]),
        value_status=np.where(sums["denominator"] > 0, "ok", "empty"),
    )


def nonresponse(
    panel: pd.DataFrame,
    office: str = "county_code",
    reported: Collection[str] | None = None,
    scope: Scope = "above_scale",
) -> pd.DataFrame:
    """How the enterprises of each office answered or failed to: one row per office and mode of ``MODES``.

    returned: a readable state; unreadable: a return whose state is unknown; carried: last period's state;
    not_listed: the office sent a return, this enterprise is not in it; office_silent: the office sent nothing.
    ``reported`` names the offices that sent something; left out, an office is silent where none of its
    enterprises has a return. ``enterprises`` counts those of base ``expected``; share_pct = 100 * enterprises /
    those of the office (percent). Every office has all modes, with 0 where none occurs.

    Source: docs/indicators.md. Raises ValueError for an unknown column or scope.
    """
    group_keys(panel, office)
    rows = panel[belongs(panel, scope, "expected")]
    own = has_return(rows)
    if reported is None:
        sent = own.groupby(rows[office], dropna=False).transform("any")
    else:
        sent = rows[office].isin(list(reported))
    modes = {"carried": carried(rows), "unreadable": own & ~readable(rows), "returned": own, "not_listed": sent}
    mode = first_of(modes, "office_silent")
    found = rows[[office]].assign(mode=mode, enterprises=1)
    offices = rows[[office]].drop_duplicates().sort_values(office)
    grid = offices.merge(pd.DataFrame({"mode": MODES}), how="cross")
    table = grid.merge(totals(found, [office, "mode"], ["enterprises"]), on=[office, "mode"], how="left")
    table["enterprises"] = table["enterprises"].fillna(0).astype("Int64")
    whole = table.groupby(office, dropna=False)["enterprises"].transform("sum")
    return table.assign(share_pct=percent(table["enterprises"], whole))


def carry_forward(now: pd.DataFrame, before: pd.DataFrame, period: HasDates) -> pd.DataFrame:
    """The panel of ``period`` in which a missing state is that of the period before, flagged and with its age.

    Same rows as ``now`` plus ``carried``; ``age_days`` is the number of days from the carried return to the
    period's last day. Only a return of the very period before is carried, never one that was itself carried, and
    only the state: staff, capacity and power stay missing; an unreadable one says nothing and is not carried. A carried
    state is in the rate and not in its lower bound, and since it equals that of the period before it is never progress.

    ``before`` is the panel of the period just before. Source: docs/indicators.md. Raises ValueError where
    ``before`` holds returns dated in or after ``period``.
    """
    for frame, what in ((now, "the panel of now"), (before, "the panel of before")):
        require(frame, ["enterprise_id", "state", "as_of"], what)
        refuse_duplicates(frame, ["enterprise_id"], what)
    if (pd.to_datetime(before["as_of"]) >= pd.Timestamp(period.first)).any():
        raise ValueError(
            f"before 中有{period.id}当期或以后的填报，请给上一期的 / "
            f"the panel of before holds returns dated in or after the period {period.id}; give an earlier one"
        )
    columns = [c for c in _CARRIED_COLUMNS if c in now.columns and c in before.columns]
    own = before[readable(before)].set_index("enterprise_id")[columns]
    filled = now.assign(carried=now["state"].isna().to_numpy() & now["enterprise_id"].isin(own.index).to_numpy())
    at = filled["carried"].to_numpy()
    values = own.loc[filled.loc[at, "enterprise_id"]]
    for column in columns:
        merged = filled[column].astype(own[column].dtype)
        merged[at] = values[column].to_numpy() if merged.dtype == object else values[column].array
        filled[column] = merged
    filled["age_days"] = (pd.Timestamp(period.last) - pd.to_datetime(filled["as_of"])).dt.days.astype("Int64")
    return filled


def matched_panel(now: pd.DataFrame, before: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The two panels reduced to the enterprises with a readable return of their own in both.

    Rates of the two differ only because the same enterprises changed. Raises ValueError for duplicates.
    """
    told = []
    for frame, what in ((now, "the panel of now"), (before, "the panel of before")):
        require(frame, ["enterprise_id", "state"], what)
        refuse_duplicates(frame, ["enterprise_id"], what)
        told.append(set(frame.loc[readable(frame), "enterprise_id"]))
    both = told[0] & told[1]
    return now[now["enterprise_id"].isin(both)], before[before["enterprise_id"].isin(both)]
