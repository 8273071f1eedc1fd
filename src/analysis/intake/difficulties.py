"""What enterprises say holds them back: ticked categories as they are, free text coded into categories."""

from __future__ import annotations

import hashlib

import pandas as pd

from analysis.intake.coding import code_difficulties
from analysis.intake.coding.coder import CODING_VERSION
from analysis.intake.context import Context
from analysis.intake.entities import values_of
from analysis.intake.parts import Part
from analysis.intake.sheet import CellValue, column_letter
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
    ticked, written = _answers(status, parts, context)
    if ticked.empty and written.empty:
        return pd.DataFrame()
    confirmed = context.survey.folder / "confirmed" / "difficulties.csv"
    coded = code_difficulties(written["text"], [context.survey.folder], confirmed if confirmed.exists() else None)
    texts = written.loc[coded["index"]].reset_index(drop=True).join(coded.drop(columns="index"))
    rows = pd.concat([ticked, texts], ignore_index=True)
    who = rows["enterprise_id"].fillna(rows["source_file"] + rows["source_row"].astype(str))
    parts_of_id = zip(who.tolist(), rows["category"].tolist(), rows["direction"].fillna("").tolist(), strict=True)
    rows["difficulty_id"] = [difficulty_id(*parts) for parts in parts_of_id]
    return rows.assign(coding_version=str(CODING_VERSION))


def difficulty_id(enterprise_id: str, category: str, direction: str = "") -> str:
    """The id of a difficulty: the same from week to week, whoever writes it down and in what words."""
    return hashlib.sha256(f"{enterprise_id}|{category}|{direction}".encode()).hexdigest()[:16]


def _answers(status: pd.DataFrame, parts: list[Part], context: Context) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The ticked cells and the cells of text, one row each: whose they are, where they stand, and what they say."""
    columns = {index: _difficulty_columns(parts[index]) for index in status["part_index"].unique().tolist()}
    ticked: list[tuple[int, str, str]] = []
    written: list[tuple[int, str, str]] = []
    masked: dict[str, str] = {}
    for at, (index, place) in enumerate(values_of(status, "part_index", "place")):
        ticks, texts = columns[index]
        for column, cells in ticks:
            if cells[place] is not None and _is_ticked(cells[place], context):
                part = parts[index]
                ticked.append((at, _cell(part, column, place), part.columns[column].code))
        for column, cells in texts:
            value = cells[place]
            if value is not None and not is_blank(value) and not is_error(value):
                said = str(value).strip()
                if said not in masked:
                    masked[said] = mask_personal(said)
                written.append((at, _cell(parts[index], column, place), masked[said]))
    return (
        _told(status, ticked, "category").assign(origin="choice", resolved=False, confidence=1.0),
        _told(status, written, "text").assign(origin="text"),
    )


def _told(status: pd.DataFrame, found: list[tuple[int, str, str]], name: str) -> pd.DataFrame:
    """``found``: place in ``status``, cell, and what stands there, which goes into a column of this name."""
    places, cells, said = zip(*found, strict=True) if found else ((), (), ())
    rows = status[[*_COPIED]].take(list(places)).reset_index(drop=True)
    return rows.assign(source_cell=pd.array(cells, dtype="str"), **{name: pd.array(said, dtype="str")})


def _difficulty_columns(part: Part) -> list[list[tuple[int, list[CellValue]]]]:
    """The columns to tick and those of text, with their cells."""
    return [[(at, part.cells[at]) for at in part.named(name)] for name in ("difficulty_choice", "difficulty_text")]


def _cell(part: Part, column: int, index: int) -> str:
    row, number = part.cell(column, index)
    return f"{column_letter(number)}{row}"


def _is_ticked(value: object, context: Context) -> bool:
    if is_blank(value) or is_error(value) or value is False:
        return False
    return value is True or context.words.choices["yes_no"].get(str(value).strip().lower()) == "true" or value == 1
