"""The workbook of a period: a contents sheet, one sheet per exhibit with its table and chart, and the definitions."""

import io
import re
from collections.abc import Mapping
from datetime import date

from xlsxwriter.workbook import Workbook

from analysis.exchange.safe import neutral
from analysis.exchange.workbooks import Styles, new_workbook, set_up_print
from analysis.figures import theme
from analysis.figures.words import say
from analysis.publish.share.charts import NativeChart, native_chart
from analysis.publish.share.content import Content
from analysis.publish.share.numbers import number_format, stored

_HEADER_ROW = 3  # rows 0-2: title, subtitle, the way back
_CHART_KINDS = {
    "bar": ("bar", None),
    "grouped": ("bar", None),
    "stacked": ("bar", "stacked"),
    "line": ("line", None),
    "points": ("line", None),
}
_NOT_IN_NAMES = r"[\[\]:*?/\\\\']"
_DAY_FORMAT = {"zh": 'yyyy"年"m"月"d"日"', "en": "d mmmm yyyy"}


def write_workbook(content: Content) -> bytes:
    """The workbook as bytes. Every number is the one of the page, stored in full and shown as printed there.

    No text can become a formula: what looks like one gets an apostrophe, and the writer is told to make none.
    """
    buffer = io.BytesIO()
    look = {"font_name": theme.OFFICE_FONT[content.lang], "font_size": 11, "font_color": theme.TEXT}
    with new_workbook(buffer, neutral(content.headline["title"]), **look) as (book, styles):
        _Writer(book, styles, content).write()
    return buffer.getvalue()


class _Writer:
    """The sheets of one workbook, with the formats they share."""

    def __init__(self, book: Workbook, styles: Styles, content: Content):
        self.book, self.content, self.lang, self.format = book, content, content.lang, styles.of

    def write(self) -> None:
        exhibits = list(self.content.exhibits())
        names = _sheet_names(self.content)
        self._contents(exhibits, names)
        for exhibit, name in zip(exhibits, names, strict=True):
            self._exhibit(exhibit, name)
        self._definitions()

    def sheet(self, name: str, title: str, subtitle: str):
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_default_row(20)
        set_up_print(sheet)
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, neutral(title), self.format(bold=True, font_size=16, font_color=theme.BLUE))
        sheet.write_string(1, 0, neutral(subtitle), self.format(font_color=theme.MUTED))
        return sheet

    def _contents(self, exhibits: list[Mapping], names: list[str]) -> None:
        screen, text = self.content.headline, self.format(text_wrap=True)
        sheet = self.sheet(say("share.sheet.contents", self.lang), screen["title"], screen["standing"])
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 90)
        about = " · ".join(filter(None, [self.content.stamp, screen["issuer"], screen["notice"]]))
        sheet.write_string(2, 0, neutral(about), self.format(font_color=theme.MUTED))
        row = 4
        for number in screen["numbers"]:
            sheet.write_string(row, 0, neutral(f"{number['label']} {number['value']}"), self.format(bold=True))
            sheet.write_string(row, 1, neutral(number["detail"]), text)
            row += 1
        row += 1
        for sentence in screen["sentences"]:
            wide = self.format(text_wrap=True, valign="top")
            sheet.merge_range(row, 0, row, 1, "")
            sheet.write_string(row, 0, neutral(sentence), wide)
            sheet.set_row(row, 20 * (1 + theme.width(sentence) // 118))
            row += 1
        row += 1
        link = self.format(font_color=theme.BLUE, underline=1)
        for exhibit, name in zip(exhibits, names, strict=True):
            sheet.write_url(row, 0, f"internal:'{name}'!A1", link, name)
            sheet.write_string(row, 1, neutral(exhibit["title"]), text)
            row += 1
        back = say("share.sheet.definitions", self.lang)
        sheet.write_url(row, 0, f"internal:'{back}'!A1", link, back)

    def _exhibit(self, exhibit: Mapping, name: str) -> None:
        table = exhibit["table"]
        sheet = self.sheet(name, exhibit["title"], exhibit["subtitle"])
        contents = say("share.sheet.contents", self.lang)
        sheet.write_url(2, 0, f"internal:'{contents}'!A1", self.format(font_color=theme.BLUE, underline=1), contents)
        header = self.format(bold=True, bottom=2, bottom_color=theme.BLUE, text_wrap=True)
        number_header = self.format(bold=True, bottom=2, bottom_color=theme.BLUE, text_wrap=True, align="right")
        for place, column in enumerate(table["columns"]):
            kind = header if column["kind"] == "text" else number_header
            sheet.write_string(_HEADER_ROW, place, neutral(column["label"]), kind)
            printed = [column["label"], *(row[place] for row in table["rows"])]
            sheet.set_column(place, place, min(60, max(10, 2 + max(theme.width(text) for text in printed[:200]))))
            for number, row in enumerate(table["rows"]):
                values = table["values"][place]
                self._cell(
                    sheet, _HEADER_ROW + 1 + number, place, column["kind"], values and values[number], row[place]
                )
        last = _HEADER_ROW + len(table["rows"])
        sheet.freeze_panes(_HEADER_ROW + 1, 1)
        if table["rows"]:
            sheet.autofilter(_HEADER_ROW, 0, last, len(table["columns"]) - 1)
        muted = self.format(font_color=theme.MUTED, font_size=9)
        for offset, line in enumerate(filter(None, [exhibit["note"], exhibit["source"], self.content.stamp])):
            sheet.write_string(last + 2 + offset, 0, neutral(line), muted)
        chart = native_chart(exhibit, self.lang, self.content.place)
        if chart is not None and not _pivots(chart):
            place = (_HEADER_ROW, len(table["columns"]) + 1)
            sheet.insert_chart(*place, self._chart(exhibit, chart, name), {"description": exhibit["alt"]})

    def _cell(self, sheet, row: int, column: int, kind: str, value: object, printed: str) -> None:
        line = {"bottom": 1, "bottom_color": theme.GRID}
        if value is None or kind == "text":
            align = {} if kind == "text" else {"align": "right"}
            sheet.write_string(row, column, neutral(printed), self.format(**line, **align))
        elif kind == "date":
            day = date.fromisoformat(str(value))
            sheet.write_datetime(row, column, day, self.format(**line, num_format=_DAY_FORMAT[self.lang]))
        else:
            shown = number_format(value, kind, printed, self.lang)
            sheet.write_number(row, column, stored(value, kind), self.format(**line, num_format=shown))

    def _chart(self, exhibit: Mapping, chart: NativeChart, name: str):
        kind, subtype = _CHART_KINDS[chart.kind]
        drawn = self.book.add_chart({"type": kind, **({"subtype": subtype} if subtype else {})})
        font = {"name": theme.OFFICE_FONT[self.lang], "size": 10, "color": theme.TEXT}
        first, last = _HEADER_ROW + 1, _HEADER_ROW + len(chart.rows)
        for place, series in enumerate(chart.series):
            colour = theme.PALETTE[place % len(theme.PALETTE)]
            line = {"none": True} if chart.kind == "points" else {"color": colour, "width": 2.25}
            marker = {"type": "circle", "size": 7, "fill": {"color": colour}, "border": {"color": colour}}
            drawn.add_series(
                {
                    "name": [name, _HEADER_ROW, series.column],
                    "categories": [name, first, 0, last, 0],
                    "values": [name, first, series.column, last, series.column],
                    **({"line": line, "marker": marker} if kind == "line" else {"fill": {"color": colour}, "gap": 45}),
                    **({"data_labels": {"value": True, "font": font}} if len(chart.series) == 1 else {}),
                }
            )
        drawn.set_title({"name": exhibit["title"], "name_font": {**font, "size": 12, "bold": True}, "overlay": False})
        drawn.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom", "font": font})
        plain = {"num_font": font, "major_gridlines": {"visible": False}}
        scale = {"num_format": "0%", "min": 0, "max": 1} if chart.percent else {}
        # Tables have the first group on top and the latest period first; Office would draw both the other way round.
        if kind == "bar":
            drawn.set_y_axis({**plain, "reverse": True})
            drawn.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, **scale})
        else:
            drawn.set_x_axis({**plain, **({"reverse": True, "crossing": "max"} if chart.kind == "line" else {})})
            grid = {"visible": True, "line": {"color": theme.GRID}}
            drawn.set_y_axis({"num_font": font, "major_gridlines": grid, "line": {"none": True}, **scale})
        bars = len(chart.rows) * (2 if chart.kind == "grouped" else 1)
        drawn.set_size({"width": 720, "height": max(300, 26 * bars + 110)})
        return drawn

    def _definitions(self) -> None:
        name = say("share.sheet.definitions", self.lang)
        sheet = self.sheet(name, name, self.content.headline["standing"])
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 110)
        row, wrapped = _HEADER_ROW, self.format(text_wrap=True, valign="top")
        seen: dict[str, str] = {}
        for report in self.content.reports:
            for term, text in report.definitions:
                if seen.setdefault(term, text) == text:
                    sheet.write_string(row, 0, neutral(term), self.format(bold=True, valign="top"))
                    sheet.write_string(row, 1, neutral(text), wrapped)
                    sheet.set_row(row, 20 * (1 + theme.width(text) // 105))
                    row += 1


def _pivots(chart: NativeChart) -> bool:
    """Whether several series share one column of the table: a sheet's chart cannot point at these."""
    return len({series.column for series in chart.series}) < len(chart.series)


def _sheet_names(content: Content) -> list[str]:
    """One name per exhibit, unique and fit for Office: its number and the heading it stands under."""
    titles = [section.title for report in content.reports for section in report.sections for _ in section.exhibits]
    return [f"{place} {re.sub(_NOT_IN_NAMES, ' ', title)}"[:31].strip(" '") for place, title in enumerate(titles, 1)]
