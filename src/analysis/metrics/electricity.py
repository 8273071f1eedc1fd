"""Resumption as the meters see it: users, kilowatt-hours, and the electricity index."""

import pandas as pd

from analysis.metrics.grouping import Base, By, Scope, belongs, first_of, group_keys, numbers, percent, totals


def electricity_index(users_pct: float | pd.Series, kwh_pct: float | pd.Series) -> float | pd.Series:
    """复工电力指数 = (share of users that resumed + share of normal kWh) / 2. Unit: percent.

    Inferred from Zhejiang's figures of 19 and 20 February 2020: (57.60 + 45.28) / 2 = 51.44.
    """
    return (users_pct + kwh_pct) / 2


def electricity(
    panel: pd.DataFrame, by: By = (), threshold_pct: float = 30, scope: Scope = "above_scale", base: Base = "expected"
) -> pd.DataFrame:
    """Users that draw power again, power drawn against normal, and the index: three rows per group.

    Over the enterprises of scope and base with power_kwh >= 0 and power_base_kwh > 0:
    electricity_users: 100 * users with power_kwh >= threshold_pct percent of their base / users;
    electricity_kwh: 100 * sum of power_kwh / sum of power_base_kwh (may exceed 100);
    electricity_index: the mean of the two. Unit: percent; numerator and denominator in users and kWh.
    ``missing`` counts enterprises without both numbers, ``implausible`` those with a negative one.

    Source: docs/indicators.md; 30 percent of the December mean in Jiangsu, 50 elsewhere: a setting of the survey.
    Raises ValueError for a threshold that is not above 0.
    """
    if not threshold_pct > 0:
        raise ValueError(
            f"用电门槛应大于0（%），如30，不是{threshold_pct} / "
            f"the threshold must be above 0 percent, such as 30, not {threshold_pct}"
        )
    keys = group_keys(panel, by)
    terms = electricity_terms(panel, threshold_pct)
    fine = terms["plausible"]
    inside = belongs(panel, scope, base)
    marked = panel[keys].assign(
        on=(fine & terms["on"]).astype(float),
        users=fine.astype(float),
        used=terms["used"].where(fine, 0.0),
        normal=terms["normal"].where(fine, 0.0),
        implausible=terms["implausible"].astype(int),
        listed=1,
    )[inside]
    sums = totals(marked, keys, ["on", "users", "used", "normal", "implausible", "listed"])
    found = sums["users"] > 0
    pairs = {"electricity_users": ("on", "users"), "electricity_kwh": ("used", "normal")}
    tables = []
    for measure, (above, below) in pairs.items():
        values = {"numerator": sums[above].astype("Float64"), "denominator": sums[below].astype("Float64")}
        values = {name: value.where(found) for name, value in values.items()}
        rate = percent(sums[above], sums[below].where(found))
        tables.append(_rows(sums, keys, measure, base, rate, **values))
    index = electricity_index(tables[0]["rate_pct"], tables[1]["rate_pct"])
    nothing = pd.Series(pd.NA, index=sums.index, dtype="Float64")
    tables.append(_rows(sums, keys, "electricity_index", base, index, numerator=nothing, denominator=nothing))
    return pd.concat(tables, ignore_index=True)


def electricity_terms(panel: pd.DataFrame, threshold_pct: float = 30) -> pd.DataFrame:
    """Per row: kWh ``used`` and ``normal``, ``on`` (at or above the threshold), ``plausible`` or ``implausible``."""
    used, normal = numbers(panel, "power_kwh"), numbers(panel, "power_base_kwh")
    given = used.notna() & normal.notna()
    return pd.DataFrame(
        {
            "used": used,
            "normal": normal,
            "on": 100.0 * used >= threshold_pct * normal,
            "plausible": given & (used >= 0) & (normal > 0),
            "implausible": given & ((used < 0) | (normal < 0)),
        }
    )


def _rows(
    sums: pd.DataFrame, keys: list[str], measure: str, base: Base, rate: pd.Series, **values: pd.Series
) -> pd.DataFrame:
    """One measure in the shape of the other rates."""
    whole = {name: sums[name].round().astype("Int64") for name in ("users", "implausible", "listed")}
    return sums[keys].assign(
        measure=measure,
        base=base,
        basis="count",
        **values,
        enterprises=whole["users"],
        missing=whole["listed"] - whole["users"] - whole["implausible"],
        implausible=whole["implausible"],
        rate_pct=rate,
        value_status=first_of({"empty": whole["listed"] == 0, "missing": whole["users"] == 0}),
    )
