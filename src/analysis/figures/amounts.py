"""Money, units and categories as reports write them, and which rows of a result a category stands for."""

from __future__ import annotations

import pandas as pd

from analysis.figures.context import Report, group_name
from analysis.figures.words import capital, format_number, is_missing, label_of, say
from analysis.vocabulary import labels

# Units of money by language, largest first, in yuan.
_SIZES = {"zh": (("100m", 1e8), ("10k", 1e4)), "en": (("billion", 1e9), ("million", 1e6), ("yuan", 1.0))}
_LARGE = ("100m", "billion", "million")


def format_money(amount_10k_cny: object, lang: str) -> str:
    """An amount given in 10,000 yuan: 3120万元, 28.9亿元; 31.2 million yuan, 2.9 billion yuan."""
    number, unit = money_parts(amount_10k_cny, lang)
    return f"{number} {unit}" if lang == "en" and unit else number + unit


def money_range(low_10k_cny: object, high_10k_cny: object, lang: str) -> str:
    """Two amounts given in 10,000 yuan: 5.4亿元至6.5亿元; 99.6 to 121.2 million yuan; or one where they are alike."""
    low, high = (format_money(amount, lang) for amount in (low_10k_cny, high_10k_cny))
    if low == high:
        return low
    (number, unit), (_, above) = (money_parts(amount, lang) for amount in (low_10k_cny, high_10k_cny))
    return say("from_to", lang, low=number if lang == "en" and unit == above else low, high=high)


def money_parts(amount_10k_cny: object, lang: str) -> tuple[str, str]:
    """The same amount as a number and its unit, for where the unit stands in a label."""
    if is_missing(amount_10k_cny):
        return say("missing", lang), ""
    yuan = float(amount_10k_cny) * 10_000
    name, size = next(((name, size) for name, size in _SIZES[lang] if yuan >= size), _SIZES[lang][-1])
    number = yuan / size
    return (_short(number) if name in _LARGE else format_number(number, lang)), say(f"money.{name}", lang)


def format_amount(amount: object, unit: str, lang: str) -> str:
    """A stated need in words: 口罩等物资41700只; 325 vehicles; an unknown unit as it was written."""
    if unit == "万元":
        return say("need.万元", lang, amount=format_money(amount, lang))
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


def _short(number: float) -> str:
    return f"{number:.0f}" if abs(number - round(number)) < 1e-9 or number >= 1000 else f"{number:.1f}"
