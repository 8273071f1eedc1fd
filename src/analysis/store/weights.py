"""By what capacities are weighed, in every part of a survey alike."""

from typing import Literal

import pandas as pd

Weight = Literal["output", "staff", "none"]
WEIGHED_BY = "capacity_weight"  # the column of a register that says it
_MOSTLY = 0.5  # of the enterprises have what the others are weighed by


def usual_weight(entries: pd.DataFrame) -> Weight:
    """By output, or else by staff, if the register knows it of most above-scale enterprises; else by nothing.

    ``entries``: a register, or a panel. Where it is a part of a survey's, ``capacity_weight`` says what holds in all of
    it: counties and periods weighed each by its own could not be compared.
    """
    if WEIGHED_BY in entries.columns and len(entries):
        return entries[WEIGHED_BY].iloc[0]
    counted = entries[entries["above_scale"].eq(True).fillna(False)] if "above_scale" in entries.columns else entries
    staff = "staff_normal_register" if "staff_normal_register" in entries.columns else "staff_normal"
    columns: dict[Weight, str] = {"output": "annual_output_10k_cny", "staff": staff}
    known = (name for name, column in columns.items() if _of_most(counted, column))
    return next(known, "none")


def _of_most(entries: pd.DataFrame, column: str) -> bool:
    if column not in entries.columns:
        return False
    return bool(pd.to_numeric(entries[column]).gt(0).fillna(False).astype(bool).mean() > _MOSTLY)
