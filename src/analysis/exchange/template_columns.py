"""What a template asks for: its columns, from ``template.csv``, in the words of the intake."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from analysis.survey import Language, Survey
from analysis.vocabulary import Vocabulary, key
from analysis.vocabulary.loading import rows_of
from analysis.vocabulary.words import FOLDER

TABLE = "template.csv"
# When a column is asked: the Spring Festival lies before the period, or does not; the register tells the four
# categories apart; somebody answers for protective supplies (duties.csv), as in an epidemic.
WHEN = ("festival", "no_festival", "four_categories", "protective_supplies")


@dataclass(frozen=True)
class Column:
    """One column of the template: the field it asks for, its header with unit, its choices and its check."""

    field: str
    header: str
    choices: tuple[str, ...]
    check: str
    width: float
    hint: str


def template_columns(survey: Survey, words: Vocabulary, lang: Language, true: Collection[str] = WHEN) -> list[Column]:
    """The columns in order; those with a condition (``when``) only where it is among the ``true`` ones.

    Raises VocabularyError for a field that fields.csv does not have, and for a condition that is none of ``WHEN``.
    """
    own = [folder for folder in survey.overlays if (folder / TABLE).exists()]
    columns = []
    for row in rows_of(TABLE, own or [FOLDER], ("field", "zh", "en")):
        if row["field"] not in words.fields:
            raise row.error(f"未知的字段“{row['field']}”", f"unknown field {row['field']!r}")
        if (when := row.get("when") or "") and when not in WHEN:
            known = ", ".join(WHEN)
            raise row.error(f"未知的条件“{when}”；可用：{known}", f"unknown condition {when!r}; known: {known}")
        if when and when not in true:
            continue
        unit = _unit_word(words, words.fields[row["field"]].unit, lang)
        header = row[lang] + (f"（{unit}）" if unit and lang == "zh" else f" ({unit})" if unit else "")
        columns.append(
            Column(
                row["field"],
                header,
                _choices(row[f"choices_{lang}"], survey, words, lang),
                row["check"],
                float(row["width"] or 12),
                row[f"hint_{lang}"],
            )
        )
    return columns


def _choices(text: str, survey: Survey, words: Vocabulary, lang: Language) -> tuple[str, ...]:
    if text == "@counties":
        return tuple(county.label(lang) for county in survey.counties)
    if text.startswith("@"):
        return tuple(choice_words(words, text[1:], lang).values())
    return tuple(filter(None, text.split("|")))


def choice_words(words: Vocabulary, choice: str, lang: Language) -> dict[str, str]:
    """Code -> the word for it on the form: the first of choices.csv; in English its printed name, if that is read."""
    found: dict[str, str] = {}
    for row in rows_of("choices.csv", words.folders, ("choice", "code", "word")):
        if row["choice"] == choice:
            english = row["en"] if key(row.get("en", "")) in words.choices[choice] else row["word"]
            if lang == "zh" or english.isascii():
                found.setdefault(row["code"], row["word"] if lang == "zh" else english)
    return found


def _unit_word(words: Vocabulary, unit: str, lang: Language) -> str:
    """The first word of a unit in the language: 人, 万元, %; persons, kwh, %."""
    rows = [row for row in rows_of("units.csv", words.folders, ("unit", "word")) if row["unit"] == unit]
    fitting = [row["word"] for row in rows if row["word"].isascii() == (lang == "en" or unit == "percent")]
    return fitting[0] if fitting else rows[0]["word"] if rows else ""
