"""What enterprises say holds them back: ticked categories as they are, free text coded into categories."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from analysis.intake.coding import code_difficulties
from analysis.intake.coding.coder import CODING_VERSION
from analysis.intake.context import Context
from analysis.intake.sheet import column_letter

_COPIED = (
    "enterprise_id", "in_register", "county_code", "period_id", "as_of",
    "upload_id", "part", "source_file", "source_sheet", "source_row",
)  # fmt: skip
_AT_A_TIME = 1 << 14  # texts that are Python's and not Arrow's
_WORDS = ("category", "sub", "evidence", "direction", "unit", "origin", "coding_version", "about")


def difficulty_rows(status: pd.DataFrame, answers: pd.DataFrame, context: Context) -> pd.DataFrame:
    """The `difficulties` table: one row per return that holds, source cell and category (``none`` stored too).

    ``answers``: those of all rows (see ``intake.answers``), of which each different one is coded once.
    """
    places = status[["part_index", "place"]].assign(at=np.arange(len(status)))
    told = places.merge(answers, on=["part_index", "place"])
    if told.empty:
        return pd.DataFrame()
    told = told.iloc[np.argsort(told["text"].notna(), kind="stable")]  # ticks first
    texts, ticks = told["text"].cat, told["category"].cat
    is_text, after_texts = texts.codes >= 0, len(texts.categories) + ticks.codes.astype("int64")
    told["answer"] = texts.codes.where(is_text, after_texts)
    meanings = _meanings(texts.categories, ticks.categories, context)
    rows = told[["at", "row", "column", "text", "answer"]].merge(meanings, on="answer")
    who = status[[*_COPIED]].take(rows["at"]).reset_index(drop=True)
    letters = rows["column"].map({column: column_letter(column) for column in rows["column"].unique()})
    rows["source_cell"] = letters + rows["row"].astype("str")
    return pd.concat([who, rows.drop(columns=["at", "row", "column", "answer", "about"])], axis=1).assign(
        difficulty_id=_ids(who, rows["about"])
    )


def difficulty_id(enterprise_id: str, category: str, direction: str = "") -> str:
    """The id of a difficulty: the same from week to week, whoever writes it down and in what words."""
    return _hashed(f"{enterprise_id}|{category}|{direction}")


def _ids(who: pd.DataFrame, about: pd.Series) -> pd.Series:
    """The id of each row's difficulty; an enterprise without an id is known by its file and row."""
    outside = who[who["enterprise_id"].isna()]
    rows = outside["source_file"].astype("str") + outside["source_row"].astype("str")
    said = who["enterprise_id"].fillna(rows) + about.astype("str")
    pieces = [said.iloc[at : at + _AT_A_TIME] for at in range(0, len(said), _AT_A_TIME)]
    return pd.concat([pd.Series([*map(_hashed, piece.tolist())], piece.index, "str") for piece in pieces])


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _meanings(texts: pd.Index, ticks: pd.Index, context: Context) -> pd.DataFrame:
    """What each different answer means: one row per answer (texts are numbered first, then ticks) and category.

    A ticked column counts as the answer of its category; texts are coded (see ``intake.coding``). ``about``: what
    the difficulty's id is made from beside the enterprise.
    """
    confirmed = context.survey.folder / "confirmed" / "difficulties.csv"
    coded = code_difficulties(pd.Series(texts), [context.survey.folder], confirmed if confirmed.exists() else None)
    numbers = range(len(texts), len(texts) + len(ticks))
    chosen = {"answer": numbers, "category": ticks, "origin": "choice", "resolved": False, "confidence": 1.0}
    coded = coded.rename(columns={"index": "answer"}).assign(origin="text")
    rows = pd.concat([coded, pd.DataFrame(chosen)], ignore_index=True).assign(coding_version=str(CODING_VERSION))
    rows["about"] = "|" + rows["category"] + "|" + rows["direction"].fillna("")
    return rows.astype(dict.fromkeys(_WORDS, "category"))
