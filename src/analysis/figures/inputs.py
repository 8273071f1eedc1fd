"""What enterprises buy from each other, named in the report's language as far as the vocabulary knows it."""

from __future__ import annotations

from functools import cache

import pandas as pd

from analysis.figures.context import Report
from analysis.vocabulary.files import read_rows
from analysis.vocabulary.words import FOLDER


@cache
def english_inputs() -> dict[str, str]:
    """Input -> its English name, from ``vocabulary/inputs.csv``; no two share one, or they would become one input."""
    return {row["input"]: row["input_en"] for row in read_rows(FOLDER / "inputs.csv")}


def suppliers(data: Report) -> pd.DataFrame:
    """The suppliers of the report's tables; in an English one with English inputs, unknown ones as they are."""
    told = data.suppliers
    if data.lang != "en" or "input" not in told.columns:
        return told
    return told.assign(input=told["input"].map(lambda name: english_inputs().get(name, name), na_action="ignore"))
