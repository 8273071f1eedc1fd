"""Units and categories as reports write them, and which rows of a result a category stands for."""

import pandas as pd

from analysis.figures.context import Report, group_name
from analysis.figures.words import capital, format_number, label_of, say
from analysis.vocabulary import labels


def format_amount(amount: object, unit: str, lang: str) -> str:
    """A stated need in words: 口罩等物资41700只; 325 vehicles; an unknown unit as it was written."""
    if unit == "万元":
        return say("need.万元", lang, amount=amount)
    number = format_number(amount, lang)
    key = f"need.{unit}"
    return (
        say(key, lang, number=number) if key in labels(lang) else f"{number} {unit}" if lang == "en" else number + unit
    )


def unit_name(unit: str, lang: str) -> str:
    """What a unit counts, as the label of a row: 口罩等物资（只）; the unit itself where nobody named it."""
    key = f"unit.{unit}"
    return say(key, lang) if key in labels(lang) else unit


def group_label(data: Report, column: str, code: object) -> str:
    """The printed name of a category of difficulties, or of a county or an industry."""
    if column == "category":
        return capital(label_of("difficulty", code, data.lang))
    return capital(group_name(data, column, code))


def group_labels(data: Report, rows: pd.DataFrame, column: str) -> list[str]:
    """The printed name of each row's group of a column, as ``group_label`` writes it."""
    return [group_label(data, column, code) for code in rows[column]]


def told_apart(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of categories without ``other``, which is left over and no finding; all of them where nothing else is."""
    clear = rows[rows["category"].ne("other")] if "category" in rows.columns else rows
    return clear if len(clear) else rows


def leading(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """The rows that share the largest value of ``column``: one where something stands out, several where they tie."""
    rows = told_apart(rows)
    if rows.empty or rows[column].isna().all():
        return rows.iloc[:0]
    return rows[rows[column].eq(rows[column].max()).fillna(False)]


def largest_groups(rows: pd.DataFrame, column: str, size: str) -> list[str]:
    """Groups by their sum of ``size``, largest first; then by code, so that the order never wavers."""
    sizes = rows.groupby(column)[size].sum().reset_index()
    return sizes.sort_values([size, column], ascending=[False, True])[column].tolist()
