"""What enterprises say holds them back: ticked categories as they are, free text coded into categories."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from analysis.intake.coding.coder import CODING_VERSION, Texts
from analysis.intake.coding.combine import Coding
from analysis.intake.context import Context
from analysis.intake.enterprises.names import made_id
from analysis.intake.parts.part import Part
from analysis.intake.rows.ledger import DATES, NUMBERS
from analysis.intake.sheet import column_letter
from analysis.intake.together.gathered import Columns, pieces, places_of, take_rows
from analysis.intake.workers.workbook import code_beside

# What a row of difficulties says of the row it was told in.
COPIED = (
    "enterprise_id", "in_register", "county_code", "period_id", "as_of",
    "upload_id", "part", "source_file", "source_sheet", "source_row",
)  # fmt: skip
_TOLD = (*COPIED, "part_index", "place", "name")


def begin_coding(answers: Columns, context: Context) -> Callable[[], list[Coding]]:
    """Have each different text of some answers coded by a child, while this process does what needs no codes."""
    folder = context.survey.folder
    return code_beside(Texts(answers["text"].categories.tolist(), [folder], folder))


def difficulty_rows(status: pd.DataFrame, answers: Columns, coded: Callable[[], list[Coding]]) -> pd.DataFrame:
    """The `difficulties` table: one row per return that holds, source cell and category (``none`` stored too).

    ``answers``: those of all rows (see ``intake.answers``), of which each different one is coded once.
    ``coded``: what ``begin_coding`` returned for them.
    """
    returns, told = _pairs(places_of(status), places_of(answers))
    if not len(told):
        return pd.DataFrame()
    texts, ticks = answers["text"], answers["category"]
    is_text = texts.codes >= 0
    order = np.argsort(is_text[told], kind="stable")  # ticks first
    meanings = _meanings(coded(), ticks.categories.tolist())
    number = np.where(is_text, texts.codes, len(texts.categories) + ticks.codes.astype("int64"))
    told_rows, meant = _pairs(number[told[order]], meanings.pop("answer"))
    returns, told = returns[order][told_rows], told[order][told_rows]
    ids = _ids(status, returns, meanings.pop("about"), meant)
    return pd.DataFrame(
        {name: status[name].array.take(returns) for name in COPIED}
        | {"text": texts.take(told)}
        | {name: values.take(meant) for name, values in meanings.items()}
        | {"source_cell": _cells(answers).take(told), "difficulty_id": ids},
        copy=False,
    )


def difficulty_id(enterprise_id: str, category: str, direction: str | None = "") -> str:
    """The id of a difficulty: the same from week to week, whoever writes it down and in what words."""
    return made_id(enterprise_id, category, direction or "")


def _pairs(left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The places of equal numbers in two arrays, in the order of the left, then of the right."""
    order = np.argsort(right, kind="stable")
    first, end = (np.searchsorted(right, left, side, sorter=order) for side in ("left", "right"))
    counts = end - first
    ends = np.cumsum(counts)
    return np.repeat(np.arange(len(left)), counts), order[np.arange(counts.sum()) + np.repeat(end - ends, counts)]


def _ids(
    status: pd.DataFrame, returns: np.ndarray, about: Sequence[tuple[str, str | None]], meant: np.ndarray
) -> pd.Series:
    """The id of each row's difficulty; an enterprise without an id is known by its file and row. ``about``: category
    and direction of each different difficulty."""
    own, file, row = (status[name].array for name in ("enterprise_id", "source_file", "source_row"))
    outside = np.flatnonzero(own.isna())
    own = own.copy()
    own[outside] = [f"{file[at]}{row[at]}" for at in outside]
    found = []
    for some in pieces(len(returns)):
        told = zip(own.take(returns[some]).tolist(), meant[some].tolist(), strict=True)
        found.append(pd.Series([difficulty_id(one, *about[what]) for one, what in told], dtype="str"))
    return pd.concat(found, ignore_index=True)


def _cells(answers: Columns) -> pd.api.extensions.ExtensionArray:
    """The cell of each answer (C5); a list's cells are few beside the answers of many lists."""
    codes, different = pd.factorize((answers["row"].astype("int64") << 32) + answers["column"])
    cells = [f"{column_letter(place & 0xFFFFFFFF)}{place >> 32}" for place in different.tolist()]
    return pd.array(cells, dtype="str").take(codes)


def _meanings(texts: Sequence[Coding], ticks: Sequence[str]) -> dict[str, Sequence]:
    """What each different answer means, as columns: of each answer (texts are numbered first, then ticks) its
    categories.

    A ticked column counts as the answer of its category; texts are coded (see ``intake.coding``). ``about``: what
    the difficulty's id is made from beside the enterprise.
    """
    coded = [(answer, row, amount) for answer, (rows, amount) in enumerate(texts) for row in rows]
    chosen = range(len(texts), len(texts) + len(ticks))
    missing = [None] * len(ticks)
    categories = [row.category for _, row, _ in coded] + [*ticks]
    directions = [row.direction or None for _, row, _ in coded] + missing
    return {
        "answer": np.array([answer for answer, _, _ in coded] + [*chosen], dtype="int64"),
        "category": _category(categories),
        "sub": _category([row.sub or None for _, row, _ in coded] + missing),
        "evidence": _category([row.evidence for _, row, _ in coded] + missing),
        "confidence": np.array([row.confidence for _, row, _ in coded] + [1.0] * len(ticks)),
        "direction": _category(directions),
        "resolved": np.array([row.resolved for _, row, _ in coded] + [False] * len(ticks)),
        "amount": pd.array([amount for _, _, amount in coded] + missing, dtype="Float64"),
        "unit": _category([row.unit or None for _, row, _ in coded] + missing),
        "origin": _category(["text"] * len(coded) + ["choice"] * len(ticks), "str"),
        "coding_version": _category([str(CODING_VERSION)] * len(categories), "str"),
        "about": [*zip(categories, directions, strict=True)],
    }


def _category(words: Sequence[str | None], kind: str = "string") -> pd.Categorical:
    """Words as categories, in the order of the words. (``pandas.Categorical`` takes twice as long for a few.)"""
    different = sorted({*words} - {None})
    codes = {word: code for code, word in enumerate(different)} | {None: -1}
    return pd.Categorical.from_codes([codes[word] for word in words], pd.array(different, dtype=kind))


def set_apart(parts: Sequence[Part], rows: Columns) -> tuple[Columns, pd.DataFrame]:
    """The rows that may be returns, and those of lists of difficulties that are none: all they tell is kept, but they
    answer for no return."""
    is_beside = _gives_no_value(parts, rows)
    if not is_beside.any():
        return rows, pd.DataFrame()
    beside = pd.DataFrame({name: rows[name].take(np.flatnonzero(is_beside)) for name in _TOLD}, copy=False)
    return take_rows(rows, np.flatnonzero(~is_beside)), beside


def _gives_no_value(parts: Sequence[Part], rows: Columns) -> np.ndarray:
    """Which rows are of lists of difficulties and say neither a state nor a number nor a date."""
    lists = [index for index, part in enumerate(parts) if part.kind == "difficulties"]
    found = np.isin(rows["part_index"], lists)
    if found.any():
        found &= np.asarray(rows["state"] == "unknown", bool)
        for column in (*NUMBERS, *DATES):
            found &= pd.isna(rows[column])
    return found
