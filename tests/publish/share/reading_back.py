"""How each format that is shared is read back, each by itself."""

import html.parser
import io
import re

import openpyxl
from pptx import Presentation

TEXTS = ("text", "short", "wordy", "broken", "date")


class PageTables(html.parser.HTMLParser):
    """Exhibit id -> rows of (printed text, value in full: number, ISO date or None), as they stand in a page."""

    def __init__(self, text):
        super().__init__()
        self.tables, self._id, self._cell, self._kinds = {}, None, None, []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "figure":
            self._id = found["id"]
            self.tables[self._id] = []
        elif tag == "table":
            self._kinds = []
        elif tag == "tr" and self._id:
            self.tables[self._id].append([])
        elif tag in ("th", "td") and self._id:
            self._cell = ["", found.get("data-value")]
            if found.get("scope") == "col":
                self._kinds.append(found["class"])

    def handle_data(self, data):
        if self._cell is not None:
            self._cell[0] += data

    def handle_endtag(self, tag):
        if tag == "figure":
            self._id = None
        elif tag in ("th", "td") and self._cell is not None:
            text, value = self._cell
            row = self.tables[self._id][-1]
            if value is None and len(self.tables[self._id]) > 1 and self._kinds[len(row)] not in TEXTS:
                value = text if re.fullmatch(r"\d+(\.\d+)?", text) else None  # the cell says it in full
            is_date = value is not None and value.count("-") == 2
            row.append((text, value if value is None or is_date else float(value)))
            self._cell = None


def page_tables(folder):
    """Every exhibit's table of both pages: id -> header and rows."""
    found = {}
    for page in sorted(folder.glob("*.html"), reverse=True):  # weekly_resumption first
        for name, rows in PageTables(page.read_text(encoding="utf-8")).tables.items():
            found.setdefault(name, rows)
    return {name: rows for name, rows in found.items() if rows}


def deck_charts(folder):
    """Each native chart of the deck: the slide's title, drawn series, and the embedded workbook's rows."""
    for slide in Presentation(str(folder / "slides.pptx")).slides:
        for shape in slide.shapes:
            if shape.has_chart:
                blob = shape.chart.part.chart_workbook.xlsx_part.blob
                sheet = openpyxl.load_workbook(io.BytesIO(blob)).active
                drawn = {series.name: list(series.values) for series in shape.chart.plots[0].series}
                yield slide.shapes.title.text, drawn, list(sheet.values)


def document_text(document):
    """Every paragraph of a Word document, tables included, one below the other."""
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
