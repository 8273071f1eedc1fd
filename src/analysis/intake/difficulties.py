"""What enterprises say holds them back: ticked categories as they are, free text coded into categories."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd

from analysis.intake.coding import code_difficulties
from analysis.intake.coding.coder import CODING_VERSION
from analysis.intake.context import Context
from analysis.intake.entities import values_of
from analysis.intake.parts import Part
from analysis.intake.sheet import column_letter
from analysis.intake.values import is_blank, is_error, mask_personal

_COPIED = (
    "enterprise_id", "in_register", "county_code", "period_id", "as_of",
    "upload_id", "part", "source_file", "source_sheet", "source_row",
)  # fmt: skip


def difficulty_rows(status: pd.DataFrame, parts: list[Part], context: Context) -> pd.DataFrame:
    """The `difficulties` table: one row per return that holds, source cell and category (``none`` stored too).

    A ticked column counts as the answer of its category; where nothing is ticked in a row of ticked columns, nothing
    is said. Text is coded once per different text (see ``intake.coding``).
    """
    found = pd.DataFrame(_answers(status, parts, context))
    if found.empty:
        return found
    texts = found[found["origin"].eq("text")]
    coded = code_difficulties(
        texts["text"], [context.survey.folder], _if_there(context.survey.folder / "confirmed" / "difficulties.csv")
    ).set_index("index")
    texts = texts.drop(columns=[column for column in coded.columns if column in texts.columns])
    rows = pd.concat([found[found["origin"].eq("choice")], texts.join(coded)])
    who = rows["enterprise_id"].fillna(rows["source_file"] + rows["source_row"].astype(str))
    parts_of_id = zip(who, rows["category"], rows["direction"].fillna(""), strict=True)
    rows["difficulty_id"] = [difficulty_id(*parts) for parts in parts_of_id]
    return rows.assign(coding_version=str(CODING_VERSION)).reset_index(drop=True)


def difficulty_id(enterprise_id: str, category: str, direction: str = "") -> str:
    """The id of a difficulty: the same from week to week, whoever writes it down and in what words."""
    return hashlib.sha256(f"{enterprise_id}|{category}|{direction}".encode()).hexdigest()[:16]


def _answers(status: pd.DataFrame, parts: list[Part], context: Context) -> list[dict[str, object]]:
    """One dict per ticked cell and per cell of text."""
    found = []
    columns = {index: _difficulty_columns(parts[index]) for index in status["part_index"].unique().tolist()}
    for index, place, *copied in values_of(status, "part_index", "place", *_COPIED):
        part = parts[index]
        ticks, texts = columns[index]
        about = dict(zip(_COPIED, copied, strict=True))
        for column in ticks:
            if _is_ticked(part.cells[column][place], context):
                answer = {"origin": "choice", "category": part.columns[column].code, "resolved": False}
                found.append(about | _cell(part, column, place) | answer)
        for column in texts:
            value = part.cells[column][place]
            if not is_blank(value) and not is_error(value):
                answer = {"origin": "text", "text": mask_personal(str(value).strip())}
                found.append(about | _cell(part, column, place) | answer)
    return found


def _difficulty_columns(part: Part) -> tuple[list[int], list[int]]:
    return list(part.named("difficulty_choice")), list(part.named("difficulty_text"))


def _cell(part: Part, column: int, index: int) -> dict[str, object]:
    row, number = part.cell(column, index)
    return {"source_cell": f"{column_letter(number)}{row}", "confidence": 1.0}


def _is_ticked(value: object, context: Context) -> bool:
    if is_blank(value) or is_error(value) or value is False:
        return False
    return value is True or context.words.choices["yes_no"].get(str(value).strip().lower()) == "true" or value == 1


def _if_there(path: Path) -> Path | None:
    return path if path.exists() else None
