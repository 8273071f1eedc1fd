"""Who owes the solution of a difficulty: departments, supervision groups and stationed cadres of ``duties.csv``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.metrics.grouping import require

# One row per duty, as ``survey.duties`` gives it: kind, code, name, county_code, category, enterprise_id.
Duties = Sequence[Mapping[str, str]]
KINDS = ("department", "supervision_group", "stationed_cadre")


def owners(rows: pd.DataFrame, duties: Duties) -> pd.DataFrame:
    """Who answers for each row (enterprise_id, county_code, category): ``owner``, ``supervision_group``, ``cadre``.

    owner: the department of the category, one of the county before one of the whole; where no department has the
    category, the cadre stationed in the enterprise, else the supervision group of the county; else missing.
    supervision_group: the group of the county. cadre: the one stationed in the enterprise, else in the county. Index
    as of ``rows``. Raises ValueError for missing columns.
    """
    require(rows, ["enterprise_id", "county_code", "category"], "difficulties")
    here = list(zip(rows["county_code"].astype(object), rows["category"].astype(object), strict=True))
    departments = {(duty["county_code"], duty["category"]): duty["name"] for duty in _of(duties, "department")}
    department = [departments.get(pair, departments.get(("", pair[1]))) for pair in here]
    groups = {duty["county_code"]: duty["name"] for duty in _of(duties, "supervision_group")}
    cadres = _of(duties, "stationed_cadre")
    in_county = {duty["county_code"]: duty["name"] for duty in cadres if not duty.get("enterprise_id")}
    in_firm = {duty["enterprise_id"]: duty["name"] for duty in cadres if duty.get("enterprise_id")}
    firm = rows["enterprise_id"].astype(object).map(in_firm).astype(object)
    group = rows["county_code"].astype(object).map(groups).astype(object)
    found = pd.DataFrame(
        {
            "owner": pd.Series(department, index=rows.index, dtype=object).fillna(firm).fillna(group),
            "supervision_group": group,
            "cadre": firm.fillna(rows["county_code"].astype(object).map(in_county)),
        }
    )
    return found.astype("string")


def _of(duties: Duties, kind: str) -> list[Mapping[str, str]]:
    return [duty for duty in duties if duty["kind"] == kind]
