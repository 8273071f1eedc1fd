"""HTML, slides, bulletin and workbook say the same numbers: each is read back by itself and compared with the page."""

import re

import openpyxl
import pytest
from docx import Document
from reading_back import deck_charts, document_text, page_tables

from analysis.publish.share.charts import native_chart, slide_exhibits


def close(stored, value, percent):
    return stored == pytest.approx(value / 100 if percent else value, abs=1e-7)


def test_every_table_of_the_pages_is_in_the_workbook_to_the_last_digit(shared, content):
    book = openpyxl.load_workbook(shared[0] / "figures.xlsx")
    pages = page_tables(shared[0])
    sheets = {sheet["A1"].value: sheet for sheet in book.worksheets}
    compared = 0
    for exhibit in content.exhibits():
        rows, sheet = pages[exhibit["id"]], sheets[exhibit["title"]]
        for number, row in enumerate(rows[1:], start=5):
            for place, column in enumerate(exhibit["table"]["columns"], start=1):
                text, value = row[place - 1]
                stored = sheet.cell(number, place).value
                if value is None:
                    assert (stored or "").removeprefix("'") == text
                elif column["kind"] == "date":
                    assert stored.date().isoformat() == value
                else:
                    assert close(stored, value, column["kind"] == "percent"), (exhibit["id"], number, column)
                    compared += 1
    assert compared > 500


def test_the_slides_draw_the_numbers_of_the_pages_and_keep_them_in_their_data(shared, content):
    pages, charts = page_tables(shared[0]), list(deck_charts(shared[0]))
    exhibits = [exhibit for exhibit, _ in slide_exhibits(list(content.exhibits()))]
    assert [title for title, _, _ in charts] == [exhibit["title"] for exhibit in exhibits]
    assert len(charts) == 9
    for exhibit, (_, drawn, data) in zip(exhibits, charts, strict=True):
        chart, rows = native_chart(exhibit, "zh", content.place, cut=True), pages[exhibit["id"]]
        header = [text for text, _ in rows[0]]
        assert data[0][1:] == tuple(drawn)
        for place, (name, values) in enumerate(drawn.items(), start=1):
            for category, kept, value in zip(
                [row[0] for row in data[1:]], [row[place] for row in data[1:]], values, strict=True
            ):
                assert kept == value
                group = [row for row in rows[1:] if category.replace("\n", "").startswith(row[0][0])]
                # A series is a column of the page's table, or one member of its second column.
                found = [row[header.index(name)] for row in group] if name in header else [
                    row[chart.series[0].column] for row in group if row[1][0] == name
                ]  # fmt: skip
                assert any(
                    close(value, number, text.endswith("%")) for text, number in found if number is not None
                ) or (value is None), (exhibit["id"], category, name)


def test_the_bulletin_prints_the_tables_and_sentences_of_the_pages(shared):
    document = Document(str(shared[0] / "bulletin.docx"))
    counties, categories, difficulties = document.tables
    pages = page_tables(shared[0])
    names = ("ranking-county-code-rate", "ranking-four-category-rate", "bottlenecks")
    for table, name in zip((counties, categories, difficulties), names, strict=True):
        header = [text for text, _ in pages[name][0]]
        places = [header.index(cell.text) for cell in table.rows[0].cells]
        printed = [[cell.text for cell in row.cells] for row in table.rows[1:]]
        assert printed == [[row[place][0] for place in places] for row in pages[name][1:]]
    text = "".join(document_text(document).split())
    html = "".join((page.read_text(encoding="utf-8")) for page in shared[0].glob("*.html"))
    said = re.findall(r"截至2020年[^。<]*。", html)
    assert said
    assert all("".join(sentence.split()) in text for sentence in said)


def test_the_brief_is_made_of_sentences_of_the_page(shared):
    brief = (shared[0] / "brief.txt").read_text(encoding="utf-8")
    html = (shared[0] / "weekly_resumption.522700.zh.html").read_text(encoding="utf-8")
    assert len(brief) <= 300
    sentences = [sentence for sentence in re.findall(r"[^。\n]+。", brief) if "】" not in sentence]
    assert len(sentences) >= 2
    assert all(sentence in html for sentence in sentences)


def test_nothing_was_computed_again_and_what_is_missing_here_is_said(shared):
    folder, result, said = shared
    assert [path.name for path in result.paths] == ["slides.pptx", "bulletin.docx", "brief.txt", "figures.xlsx"]
    assert result.blocked == ("phone.png", "charts")
    assert len(said) == 2  # two lines about pictures, none about a report that ran
    assert all("RESUMPTION_BROWSER" in line and "没有" in line for line in said)
    assert not list(folder.glob("*.png"))
