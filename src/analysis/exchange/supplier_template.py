"""``template --suppliers``: three columns that ask who supplies whom; the simplest thing that links a chain."""

from __future__ import annotations

import io
from datetime import date

import xlsxwriter

from analysis.exchange.safe import neutral
from analysis.exchange.sheet_copy import Styles
from analysis.exchange.wording import word
from analysis.intake.enterprises.register import entries_in, load_register
from analysis.survey import Language, Office, Period, Survey
from analysis.vocabulary import Vocabulary

_HEADER_ROW = 4
_SPARE_ROWS = 60
_WIDTHS = (34, 24, 44)


def supplier_template(
    survey: Survey, office: Office, period: Period, lang: Language, as_of: date | None = None
) -> bytes:
    """A workbook for one office: its enterprises of the register, each with its input and suppliers left to fill in.

    What is filled in reads back as rows of `suppliers`; several firms in a cell are parted by 、, a row without a
    supplier says nothing. ``as_of``: the day it is of (default: the period's last).
    """
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        title = word("suppliers.title", lang, office=office.label(lang))
        book.set_properties({"title": title, "author": ""})
        styles = Styles(book)
        sheet = book.add_worksheet(word("suppliers.sheet", lang))
        sheet.merge_range(0, 0, 0, 2, neutral(title), styles.of(bold=True, font_size=16, align="center"))
        sheet.write_string(1, 0, word("template.office", lang, office=office.label(lang)), styles.of(font_size=11))
        sheet.write_string(1, 1, word("template.as_of", lang), styles.of(font_size=11, align="right"))
        day = styles.of(num_format="yyyy-mm-dd", align="left", border=1)
        sheet.write_datetime(1, 2, as_of or period.last, day)
        sheet.merge_range(2, 0, 2, 2, word("suppliers.hint", lang), styles.of(text_wrap=True))
        sheet.set_row(2, 34)
        head = styles.of(bold=True, bg_color="#DDE3E9", border=1, border_color="#9AA4AE", align="center")
        for place, (header, width) in enumerate(zip(word("suppliers.header", lang).split("|"), _WIDTHS, strict=True)):
            sheet.write_string(_HEADER_ROW - 1, place, header, head)
            sheet.set_column(place, place, width)
        cell = styles.of(border=1, border_color="#C9CFD5", text_wrap=True)
        names = _enterprises(survey, office, period)
        for row, name in enumerate([*names, *[None] * _SPARE_ROWS], start=_HEADER_ROW):
            sheet.write_string(row, 0, neutral(name), cell) if name else sheet.write_blank(row, 0, None, cell)
            sheet.write_blank(row, 1, None, cell)
            sheet.write_blank(row, 2, None, cell)
        sheet.freeze_panes(_HEADER_ROW, 1)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEADER_ROW - 1)
    return target.getvalue()


def _enterprises(survey: Survey, office: Office, period: Period) -> list[str]:
    """The names of the office's enterprises that are on the register in the period."""
    entries = load_register(survey, Vocabulary.load(survey.overlays))
    return [] if entries.empty else entries_in(entries, period, office)["name"].astype(str).tolist()
