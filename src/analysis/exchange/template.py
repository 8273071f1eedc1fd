"""``template``: a workbook for an office to fill in, from the words by which uploads are read.

What is filled in as told reads back without a finding: headers are words of columns.csv, choices words of states.csv
and choices.csv, and the input checks are those of the intake. Its columns are ``vocabulary/template.csv``, which a
survey's own ``vocabulary/template.csv`` replaces.
"""

import io

import pandas as pd

from analysis.errors import no_such
from analysis.exchange.safe import neutral
from analysis.exchange.template_columns import Column, Frame, add_check, choice_words, template_columns
from analysis.exchange.wording import word
from analysis.exchange.workbooks import DATE, EDGE, Styles, lock, new_workbook, set_up_print, write_header, write_value
from analysis.figures import theme
from analysis.intake.enterprises.register import entries_in, load_register
from analysis.metrics import festival_before
from analysis.survey import Language, Office, Period, Survey
from analysis.vocabulary import Vocabulary

HEADER_ROW = 3
SPARE_ROWS = 30
_PREFILLED = ("name", "uscc", "county", "four_category", "normal_before_festival", "staff_normal")
_LOCKED = ("name", "uscc", "county")
_DATES = ("not_later", "earlier")


def template(survey: Survey, office: Office, period: Period, lang: Language) -> bytes:
    """The workbook for one office and period; its figures are of the period's last day, if the office says no other."""
    words = Vocabulary.load(survey.overlays)
    entries = load_register(survey, words)
    known = _prefilled(entries, survey, office, period, words, lang)
    columns = template_columns(survey, words, lang, _true(survey, entries, period))
    if known["county"].nunique() <= 1:
        columns = [column for column in columns if column.field != "county"]
    content = io.BytesIO()
    title = word("template.title", lang, office=office.label(lang))
    with new_workbook(content, title) as (book, styles):
        sheet = book.add_worksheet(word("template.sheet", lang))
        _write_head(sheet, title, office, period, columns, styles, lang)
        _write_body(sheet, columns, known, period, styles, lang)
        _write_help(book.add_worksheet(word("template.help_sheet", lang)), columns, styles, lang)
    return content.getvalue()


def _true(survey: Survey, entries: pd.DataFrame, period: Period) -> set[str]:
    """Which conditions of template.csv (``template_columns.WHEN``) are so."""
    told = {
        "festival": festival_before(period.first) is not None,
        "four_categories": entries.empty or bool(entries["four_category"].notna().any()),
        "protective_supplies": any(row["category"] == "protective_supplies" for row in survey.duties),
    }
    return {name for name, so in told.items() if so} | (set() if told["festival"] else {"no_festival"})


def _write_head(sheet, title: str, office: Office, period: Period, columns, styles, lang) -> None:
    last = len(columns) - 1
    heading = f"{title}（{period.short(lang)}）" if lang == "zh" else f"{title} ({period.short(lang)})"
    sheet.merge_range(0, 0, 0, last, neutral(heading), styles.title())
    sheet.set_row(0, 30)
    sheet.set_row(1, 20)
    sheet.merge_range(
        1, 0, 1, last - 2, word("template.office", lang, office=office.label(lang)), styles.of(font_size=11)
    )
    sheet.write_string(1, last - 1, word("template.as_of", lang), styles.of(font_size=11, align="right"))
    open_date = styles.of(**DATE, locked=False, border=1, align="center", bg_color="#FFFFFF")
    sheet.write_datetime(1, last, period.last, open_date)
    limits = {"minimum": period.first, "maximum": period.last}
    said = {"input_message": word("template.as_of_hint", lang), "error_message": word("template.as_of_hint", lang)}
    sheet.data_validation(1, last, 1, last, {"validate": "date", "criteria": "between", **limits, **said})
    head = styles.header(text_wrap=True, align="center")
    lines = max(-(-theme.width(column.header) // (column.width - 1)) for column in columns)
    sheet.set_row(HEADER_ROW - 1, 18 * max(lines, 2))
    headers, widths = ([getattr(column, name) for column in columns] for name in ("header", "width"))
    write_header(sheet, HEADER_ROW - 1, headers, widths, head)


def _write_body(sheet, columns: list[Column], known: pd.DataFrame, period: Period, styles: Styles, lang) -> None:
    first, last = HEADER_ROW, HEADER_ROW + len(known) + SPARE_ROWS - 1
    entries = known.astype(object).where(known.notna(), None).to_dict("records")
    for row, entry in enumerate([*entries, *[None] * SPARE_ROWS], start=first):
        for place, column in enumerate(columns):
            style = _cell_style(column, entry is not None, styles)
            write_value(sheet, row, place, (entry or {}).get(column.field), style)
    places = {column.field: place for place, column in enumerate(columns)}
    headers = {column.field: column.header for column in columns}
    frame = Frame(first, last, places, headers, len(columns) - 1, period)
    for column in columns:
        add_check(sheet, column, frame, lang)
    _mark_gaps(sheet, frame, styles, columns)
    sheet.freeze_panes(HEADER_ROW, 1)
    sheet.autofilter(HEADER_ROW - 1, 0, last, len(columns) - 1)
    lock(sheet)
    set_up_print(sheet, HEADER_ROW - 1)


def _cell_style(column: Column, listed: bool, styles: Styles):
    look: dict[str, object] = {**EDGE, "locked": listed and column.field in _LOCKED}
    if look["locked"]:
        look["bg_color"] = "#F1F3F5"
    if column.check in _DATES:
        look |= {**DATE, "align": "center"}
    elif column.field in _LOCKED or not column.check or column.choices:
        look |= {"num_format": "@" if column.check == "code" else "General"}
    if column.field in ("difficulty_text", "remark"):
        look["text_wrap"] = True
    return styles.of(**look)


def _mark_gaps(sheet, frame: Frame, styles: Styles, columns: list[Column]) -> None:
    """Yellow: a listed enterprise without a state, or a planned one without its date."""
    yellow = styles.of(bg_color="#FFF3B8")
    name, state = (frame.first_cell(field) for field in ("name", "state"))
    if not (name and state):
        return
    rule = {"type": "formula", "criteria": f'=AND({name}<>"",{state}="")', "format": yellow}
    sheet.conditional_format(frame.first, frame.places["state"], frame.last, frame.places["state"], rule)
    planned = next((column.choices[2] for column in columns if column.field == "state" and len(column.choices) > 2), "")
    if planned and (date_cell := frame.first_cell("planned_on")):
        rule = {"type": "formula", "criteria": f'=AND({state}="{planned}",{date_cell}="")', "format": yellow}
        sheet.conditional_format(frame.first, frame.places["planned_on"], frame.last, frame.places["planned_on"], rule)


def _write_help(sheet, columns: list[Column], styles: Styles, lang: Language) -> None:
    """All in one cell, so that nothing here can be taken for a table or a form."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 110)
    state = next((column.header for column in columns if column.field == "state"), "")
    sheet.write_string(0, 0, word("template.help_sheet", lang), styles.of(bold=True, font_size=14))
    lines = word("template.help", lang, state=state).split("|")
    lines += [f"{column.header}{'：' if lang == 'zh' else ': '}{column.hint}" for column in columns if column.hint]
    sheet.set_row(1, min(17 * len(lines) + 10, 409))
    sheet.write_string(1, 0, "\n".join(lines), styles.of(text_wrap=True, font_size=11, valign="top"))
    sheet.protect()


def _prefilled(
    entries: pd.DataFrame, survey: Survey, office: Office, period: Period, words: Vocabulary, lang: Language
) -> pd.DataFrame:
    """The office's enterprises that are on the register in the period, in its order, in words of the template."""
    if entries.empty:
        return pd.DataFrame(columns=list(_PREFILLED))
    entries = entries_in(entries, period, office)
    labels = {region.code: region.label(lang) for region in survey.regions}
    yes_no, four = choice_words(words, "yes_no", lang), choice_words(words, "four_category", lang)
    return entries.assign(
        county=entries["county_code"].map(labels),
        four_category=entries["four_category"].map(four),
        normal_before_festival=[
            None if pd.isna(v) else yes_no["true" if v else "false"] for v in entries["normal_before_festival"]
        ],
    )[list(_PREFILLED)].reset_index(drop=True)


def office_of(survey: Survey, text: str) -> Office:
    """The office of a code, name or alias. Raises SurveyError where there is none."""
    for office in survey.offices:
        if text in (office.code, office.name, office.name_en, *office.aliases):
            return office
    raise no_such(text, (f"{office.code} {office.name}" for office in survey.offices), "这个单位", "office")
