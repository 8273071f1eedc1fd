"""What a template asks for: its columns, from ``template.csv``, in the words of the intake, and their input checks.

What the intake would find wrong cannot be typed, or is questioned at once.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from xlsxwriter.utility import xl_rowcol_to_cell

from analysis.exchange.wording import word
from analysis.survey import Language, Period, Survey
from analysis.vocabulary import Vocabulary, key
from analysis.vocabulary.loading import rows_of
from analysis.vocabulary.words import FOLDER

TABLE = "template.csv"
# When a column is asked: the Spring Festival lies before the period, or does not; the register tells the four
# categories apart; somebody answers for protective supplies (duties.csv), as in an epidemic.
WHEN = ("festival", "no_festival", "four_categories", "protective_supplies")
_LONGEST_TITLE, _LONGEST_MESSAGE, _LONGEST_LIST = 32, 255, 255  # what the file format takes
# What a number is, and from where to where.
_RANGES = {"percent": ("decimal", 0, 100), "whole": ("integer", 0, 10**9), "number": ("decimal", 0, 10**9)}


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


@dataclass(frozen=True)
class Frame:
    """Where the body stands: its first and last row and each field's column, all counted from 0; the as-of date's
    column in row 2. ``headers``: what the columns are called."""

    first: int
    last: int
    places: Mapping[str, int]
    headers: Mapping[str, str]
    as_of_column: int
    period: Period

    def first_cell(self, field: str) -> str:
        """The field's cell in the first body row, its column fixed: $F4; '' where the field is not asked."""
        place = self.places.get(field)
        return "" if place is None else xl_rowcol_to_cell(self.first, place, col_abs=True)

    @property
    def as_of(self) -> str:
        return xl_rowcol_to_cell(1, self.as_of_column, row_abs=True, col_abs=True)


def add_check(sheet, column: Column, frame: Frame, lang: Language) -> None:
    """The drop-down or input check of a column over the whole body, with its hint shown beside the cell."""
    rule, message = _rule(column, frame, lang)
    hint = " ".join(filter(None, (column.hint, message)))
    options = {
        **(rule or {"validate": "any"}),
        "input_title": column.header[:_LONGEST_TITLE],
        "input_message": hint[:_LONGEST_MESSAGE],
        "error_title": column.header[:_LONGEST_TITLE],
        "error_message": (message or hint)[:_LONGEST_MESSAGE],
    }
    if rule or hint:
        place = frame.places[column.field]
        sheet.data_validation(frame.first, place, frame.last, place, options)


def _written(day: date) -> str:
    """A day as somebody would type it: 2020-2-25."""
    return f"{day.year}-{day.month}-{day.day}"


def _rule(column: Column, frame: Frame, lang: Language) -> tuple[dict[str, object], str]:
    """The check itself, and the sentence that says it."""
    check, _, other = column.check.partition("<")
    typed = word("template.date", lang, day=_written(frame.period.last))
    cell = frame.first_cell(column.field)
    if column.choices and len(",".join(column.choices)) <= _LONGEST_LIST:
        return {"validate": "list", "source": list(column.choices)}, word("template.pick", lang)
    if check == "whole" and other in frame.places:
        most = frame.first_cell(other)
        formula = f'=AND(ISNUMBER({cell}),{cell}>=0,{cell}=INT({cell}),OR({most}="",{cell}<={most}))'
        labels = word("template.whole", lang), word("template.not_above", lang, field=frame.headers[other])
        return {"validate": "custom", "value": formula}, " ".join(labels)
    if check in _RANGES:
        return _between(*_RANGES[check]), word(f"template.{check}", lang)
    if check == "not_later":
        start = date(frame.period.first.year - 1, 1, 1)
        planned = frame.headers.get("planned_on")
        message = f"{typed} {word('template.not_later', lang, field=planned) if planned else ''}"
        return _between("date", start, f"={frame.as_of}"), message
    if check == "earlier":
        message = f"{typed} {word('template.earlier', lang)}"
        return {"validate": "date", "criteria": ">", "value": f"={frame.as_of}"}, message
    return {}, ""


def _between(kind: str, least: object, most: object) -> dict[str, object]:
    return {"validate": kind, "criteria": "between", "minimum": least, "maximum": most}
