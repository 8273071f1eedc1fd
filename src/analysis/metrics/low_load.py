"""Restarted is not producing: enterprises that run with hardly any staff, capacity or power (低负荷开工)."""

import numpy as np
import pandas as pd

from analysis.metrics.counts import count_states
from analysis.metrics.electricity import electricity
from analysis.metrics.grouping import Base, By, Scope, belongs, beside, carried, group_keys, numbers, one_of, resumed
from analysis.metrics.panel import ROW_COLUMNS
from analysis.metrics.rates import resumption_rate
from analysis.metrics.staff import capacity, staff_rate

LOADS = ("staff_pct", "capacity_pct", "power_pct")


def loads(panel: pd.DataFrame) -> pd.DataFrame:
    """Staff, capacity and power of each enterprise against its normal, in percent, on the panel's index.

    staff_pct = 100 * staff_back / staff_normal; power_pct = 100 * power_kwh / power_base_kwh; capacity_pct as
    reported. NaN where a number is missing or implausible: negative, more staff than normal, capacity above 100.
    """
    staff = _ratio(numbers(panel, "staff_back"), numbers(panel, "staff_normal"))
    power = _ratio(numbers(panel, "power_kwh"), numbers(panel, "power_base_kwh"))
    reported = numbers(panel, "capacity_pct")
    return pd.DataFrame(
        {
            "staff_pct": staff.where(staff <= 100),
            "capacity_pct": reported.where(reported.between(0, 100)),
            "power_pct": power,
        }
    )


def low_load(
    panel: pd.DataFrame,
    staff_below_pct: float = 30,
    capacity_below_pct: float = 30,
    power_below_pct: float = 30,
    scope: Scope = "above_scale",
) -> pd.DataFrame:
    """Enterprises that say they run, with a load below the line: a list to check, for internal editions only.

    One row per enterprise of base ``expected`` that answered running or partial in this period and has at least one
    load (see ``loads``) below its limit: who and where, the three loads, ``measures_low`` of
    ``measures_known``, and the row it comes from. Most measures low first, then the lowest. Unit: percent.

    Source: docs/indicators.md, 低负荷开工. The limits are the survey's.
    """
    working = belongs(panel, scope, "expected") & resumed(panel) & ~carried(panel)
    measured = loads(panel)
    low = measured.lt(pd.Series([staff_below_pct, capacity_below_pct, power_below_pct], index=LOADS))
    table = panel[[c for c in ROW_COLUMNS if c in panel.columns]].assign(
        **{name: measured[name] for name in LOADS},
        measures_low=low.sum(axis=1),
        measures_known=measured.notna().sum(axis=1),
        _lowest=measured.min(axis=1),
    )[working & low.any(axis=1)]
    table = table.sort_values(["measures_low", "_lowest", "enterprise_id"], ascending=[False, True, True])
    return table.drop(columns="_lowest").reset_index(drop=True)


def load_gaps(panel: pd.DataFrame, by: By = (), base: Base = "expected") -> pd.DataFrame:
    """The measures side by side: one row per group, how far staff, capacity and power lag behind restarts.

    resumed_pct, staff_pct, capacity_pct, power_pct (percent), gap_*_points = resumed_pct less each (percentage points;
    missing where either is), and *_enterprises: how many gave that number (resumed: a return), since not all do.
    Above-scale enterprises. Source: docs/indicators.md.
    """
    keys = group_keys(panel, by)
    power = electricity(panel, by, base=base)
    found = {
        "resumed": resumption_rate(count_states(panel, by), base=base),
        "staff": staff_rate(panel, by, base=base),
        "capacity": capacity(panel, by, base=base),
        "power": power[power["measure"].eq("electricity_kwh")],
    }
    replied = found["resumed"]["denominator"] - found["resumed"]["no_return"]
    found["resumed"] = found["resumed"].assign(enterprises=replied)
    table = found["resumed"][keys]
    for name, rates in found.items():
        columns = {f"{name}_pct": rates["rate_pct"], f"{name}_enterprises": rates["enterprises"]}
        table = beside(table, rates[keys].assign(**columns), keys, how="left")
    for name in ("staff", "capacity", "power"):
        table[f"gap_{name}_points"] = table["resumed_pct"] - table[f"{name}_pct"]
    return table


def load_outliers(
    panel: pd.DataFrame, load: str = "staff_pct", group: str = "industry_code", at_least: int = 8, cut: float = 3.5
) -> pd.DataFrame:
    """Running enterprises whose load lies far below that of their industry.

    score = 0.6745 * (load - median) / median absolute deviation, over the running enterprises of the group
    (Iglewicz and Hoaglin 1993, who cut at 3.5); listed where score < -cut. Groups of fewer than ``at_least`` or with no
    deviation give none. One row per enterprise, lowest score first; load in percent.
    """
    group_keys(panel, group)
    one_of(load, LOADS, "load")
    working = belongs(panel, "above_scale", "expected") & resumed(panel) & ~carried(panel)
    table = panel[[c for c in dict.fromkeys([*ROW_COLUMNS, group]) if c in panel.columns]].assign(
        **{load: loads(panel)[load]}
    )
    table = table[working & table[load].notna()]
    grouped = table.groupby(group, dropna=False)[load]
    table = table.assign(median_pct=grouped.transform("median"), enterprises=grouped.transform("size"))
    table["_apart"] = (table[load] - table["median_pct"]).abs()
    spread = table.groupby(group, dropna=False)["_apart"].transform("median")
    table["score"] = 0.6745 * (table[load] - table["median_pct"]) / spread.where(spread > 0)
    found = table[(table["enterprises"] >= at_least) & (table["score"] < -cut)]
    return found.drop(columns="_apart").sort_values("score").reset_index(drop=True)


def _ratio(above: pd.Series, below: pd.Series) -> pd.Series:
    """100 * above / below, NaN where below is not positive or above is negative."""
    fine = (below > 0) & (above >= 0)
    value = np.full(len(above), np.nan)
    np.divide(100.0 * above.to_numpy(), below.to_numpy(), out=value, where=fine.to_numpy())
    return pd.Series(value, index=above.index)
