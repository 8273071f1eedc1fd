"""What enterprises say holds them back: ticked categories as they are, free text coded into categories."""

from __future__ import annotations

import hashlib

import pandas as pd

from analysis.intake.coding import code_difficulties
from analysis.intake.coding.coder import CODING_VERSION
from analysis.intake.context import Context
from analysis.intake.sheet import column_letter

_COPIED = (
    "enterprise_id", "in_register", "county_code", "period_id", "as_of",
    "upload_id", "part", "source_file", "source_sheet", "source_row",
)  # fmt: skip


def difficulty_rows(status: pd.DataFrame, answers: pd.DataFrame, context: Context) -> pd.DataFrame:
    """The `difficulties` table: one row per return that holds, source cell and category (``none`` stored too).

    ``answers``: those of all rows (see ``intake.answers``). A ticked column counts as the answer of its category; text
    is coded once per different text (see ``intake.coding``).
    """
    told = status[[*_COPIED, "part_index", "place"]].merge(answers, on=["part_index", "place"])
    if told.empty:
        return pd.DataFrame()
    letters = told["column"].map({column: column_letter(column) for column in told["column"].unique()})
    told["source_cell"] = letters + told["row"].astype("str")
    told = told.drop(columns=["part_index", "place", "row", "column"])
    is_ticked = told["text"].isna()
    ticked = told[is_ticked].assign(origin="choice", resolved=False, confidence=1.0)
    written = told[~is_ticked].drop(columns="category").assign(origin="text").reset_index(drop=True)
    confirmed = context.survey.folder / "confirmed" / "difficulties.csv"
    coded = code_difficulties(written["text"], [context.survey.folder], confirmed if confirmed.exists() else None)
    texts = written.loc[coded["index"]].reset_index(drop=True).join(coded.drop(columns="index"))
    rows = pd.concat([ticked, texts], ignore_index=True)
    who = rows["enterprise_id"].fillna(rows["source_file"].astype(str) + rows["source_row"].astype(str))
    parts_of_id = zip(who.tolist(), rows["category"].tolist(), rows["direction"].fillna("").tolist(), strict=True)
    rows["difficulty_id"] = [difficulty_id(*parts) for parts in parts_of_id]
    return rows.assign(coding_version=str(CODING_VERSION))


def difficulty_id(enterprise_id: str, category: str, direction: str = "") -> str:
    """The id of a difficulty: the same from week to week, whoever writes it down and in what words."""
    return hashlib.sha256(f"{enterprise_id}|{category}|{direction}".encode()).hexdigest()[:16]
