"""``template --suppliers``: three columns that ask who supplies whom; the simplest thing that links a chain."""

import io

from analysis.exchange.safe import neutral
from analysis.exchange.wording import word
from analysis.exchange.workbooks import DATE, EDGE, new_workbook, set_up_print, write_header, write_value
from analysis.intake.enterprises.register import entries_in, load_register
from analysis.survey import Language, Office, Period, Survey
from analysis.vocabulary import Vocabulary

_HEADER_ROW = 4
_SPARE_ROWS = 60
_WIDTHS = (34, 24, 44)


def supplier_template(survey: Survey, office: Office, period: Period, lang: Language) -> bytes:
    """A workbook for one office: its enterprises of the register, each with its input and suppliers left to fill in.

    What is filled in reads back as rows of `suppliers`; several firms in a cell are parted by 、, a row without a
    supplier says nothing. It is of the period's last day.
    """
    content = io.BytesIO()
    title = word("suppliers.title", lang, office=office.label(lang))
    with new_workbook(content, title) as (book, styles):
        sheet = book.add_worksheet(word("suppliers.sheet", lang))
        sheet.merge_range(0, 0, 0, 2, neutral(title), styles.title())
        sheet.write_string(1, 0, word("template.office", lang, office=office.label(lang)), styles.of(font_size=11))
        sheet.write_string(1, 1, word("template.as_of", lang), styles.of(font_size=11, align="right"))
        sheet.write_datetime(1, 2, period.last, styles.of(**DATE, align="left", border=1))
        sheet.merge_range(2, 0, 2, 2, word("suppliers.hint", lang), styles.of(text_wrap=True))
        sheet.set_row(2, 34)
        words = word("suppliers.header", lang).split("|")
        write_header(sheet, _HEADER_ROW - 1, words, _WIDTHS, styles.header(align="center"))
        cell = styles.of(**EDGE, text_wrap=True)
        names = _enterprises(survey, office, period)
        for row, name in enumerate([*names, *[None] * _SPARE_ROWS], start=_HEADER_ROW):
            for column, value in enumerate((name, None, None)):
                write_value(sheet, row, column, value, cell)
        sheet.freeze_panes(_HEADER_ROW, 1)
        set_up_print(sheet, _HEADER_ROW - 1, landscape=False)
    return content.getvalue()


def _enterprises(survey: Survey, office: Office, period: Period) -> list[str]:
    """The names of the office's enterprises that are on the register in the period."""
    entries = load_register(survey, Vocabulary.load(survey.overlays))
    return [] if entries.empty else entries_in(entries, period, office)["name"].astype(str).tolist()
