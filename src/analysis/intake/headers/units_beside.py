"""The unit of a column that states none, where the one that it is compared with does: 用电量（万度） | 节前用电量."""

from __future__ import annotations

from analysis.intake.headers.column import ColumnMatch

_COMPARED = {"power_kwh": "power_base_kwh", "power_base_kwh": "power_kwh"}


def units_beside(matches: list[ColumnMatch]) -> list[ColumnMatch]:
    """The columns of a table; one without a unit has the unit of the one it is compared with, which is noted."""
    stated = {match.field: match.unit for match in matches if match.field in _COMPARED and match.unit}
    if not stated:
        return matches
    return [
        match._replace(unit=unit, rules=(*match.rules, "header_unit_beside"))
        if match.field in _COMPARED and not match.unit and (unit := stated.get(_COMPARED[match.field]))
        else match
        for match in matches
    ]
