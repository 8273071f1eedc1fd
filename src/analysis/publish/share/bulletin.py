"""The bulletin (简报) as a Word document, set in type after GB/T 9704-2012, or in the bureau's own template."""

import io
from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor

from analysis.figures import theme
from analysis.figures.words import say
from analysis.publish.share.bulletin_template import fill_template
from analysis.publish.share.content import Content
from analysis.publish.share.outline import Topic, outline
from analysis.survey import Bulletin

# GB/T 9704-2012: A4, type area 156 x 225 mm, 22 lines of 28 characters of size 3 (16 pt).
_MARGINS = {"top": 37, "bottom": 35, "left": 28, "right": 26}
_TEXT_WIDTH = 156
# Of the names in the first column of a table so many characters are sure of one line.
_NAME_WIDTH = 22
_KEPT_ROWS = 20  # of a table, which fit a page; a longer one may be parted behind them
_ONE_LINE = 54  # half-widths of issuer and date that fit beside each other
_LINE_PT, _SIZE_2, _SIZE_3, _SIZE_4, _SIZE_5 = 28, 22, 16, 14, 10.5
_SONG, _TITLE, _BODY, _HEADING = "宋体", "方正小标宋简体", "仿宋", "黑体"
_LATIN = "Times New Roman"
_RED = RGBColor(0xC0, 0x00, 0x00)


def write_bulletin(content: Content, about: Bulletin, template: Path | None = None) -> bytes:
    """The bulletin as bytes; in ``template`` where the bureau has one of its own.

    Raises SurveyError where the template cannot be read or has a placeholder that nobody knows.
    """
    topics = outline(content)
    words = masthead(content, about)
    document = Document() if template is None else fill_template(template, words, topics)
    if template is None:
        _set_page(document)
        _masthead(document, words, content.lang)
        _body(document, words["title"], topics)
        _imprint(document, words, content.lang)
    document.core_properties.title = f"{words['name']} {words['issue']}"
    document.core_properties.author = words["issuer"]
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def masthead(content: Content, about: Bulletin) -> dict[str, str]:
    """Everything a bulletin says beside its topics, by the names of the placeholders of a template."""
    screen, lang = content.headline, content.lang
    return {
        "name": about.name.get(lang) or say("share.bulletin", lang),
        "issue": content.short_period,
        "issuer": screen["issuer"] or screen["title"],
        "date": content.day,
        "period": content.period,
        "stamp": content.stamp,
        "title": content.finding or screen["title"],
        "notice": screen["notice"],
        "report_to": about.report_to.get(lang, ""),
        "send_to": about.send_to.get(lang, ""),
        "issue_to": about.issue_to.get(lang, ""),
    }


def _set_page(document) -> None:
    section = document.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, size in _MARGINS.items():
        setattr(section, f"{side}_margin", Mm(size))
    section.footer_distance = Mm(28)  # the number stands 7 mm below the type area
    normal = document.styles["Normal"]
    _fonts(normal.element.get_or_add_rPr(), _BODY)
    normal.font.size = Pt(_SIZE_3)
    spacing = normal.paragraph_format
    spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(_LINE_PT)
    spacing.space_before = spacing.space_after = Pt(0)
    _page_number(section.footer.paragraphs[0])


def _masthead(document, words: dict[str, str], lang: str) -> None:
    _line(document, words["stamp"], _HEADING, _SIZE_4, align=WD_ALIGN_PARAGRAPH.RIGHT)
    name = _line(
        document, words["name"], _TITLE, 48 if lang == "zh" else 32, align=WD_ALIGN_PARAGRAPH.CENTER, colour=_RED
    )
    name.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    name.paragraph_format.space_before = Pt(12)
    _line(document, words["issue"], _BODY, _SIZE_3, align=WD_ALIGN_PARAGRAPH.CENTER)
    size = _SIZE_3 if lang == "zh" else _SIZE_4
    if theme.width(words["issuer"] + words["date"]) < _ONE_LINE:
        where = _line(document, f"{words['issuer']}\t{words['date']}", _BODY, size)
        where.paragraph_format.tab_stops.add_tab_stop(Mm(_TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    else:
        _line(document, words["issuer"], _BODY, size)
        where = _line(document, words["date"], _BODY, size, align=WD_ALIGN_PARAGRAPH.RIGHT)
    _border(where, "bottom", 18, "C00000")
    _line(document, "", _BODY, _SIZE_3)


def _body(document, title: str, topics: Sequence[Topic]) -> None:
    heading = _line(document, title, _TITLE, _SIZE_2, align=WD_ALIGN_PARAGRAPH.CENTER)
    heading.paragraph_format.line_spacing = Pt(36)
    _line(document, "", _BODY, _SIZE_3)
    for topic in topics:
        _indent(_line(document, topic.heading, _HEADING, _SIZE_3)).paragraph_format.keep_with_next = True
        if topic.text:
            text = _indent(_line(document, topic.text, _BODY, _SIZE_3, align=WD_ALIGN_PARAGRAPH.JUSTIFY))
            text.paragraph_format.widow_control = True
        if topic.table:
            caption = _line(document, topic.caption, _HEADING, _SIZE_5, align=WD_ALIGN_PARAGRAPH.CENTER)
            caption.paragraph_format.keep_with_next = True
            _add_table(document, topic.table)


def _add_table(document, rows: Sequence[Sequence[str]]) -> None:
    """A table of printed cells: rules above, below and under the header, which is repeated on each page."""
    table = document.add_table(len(rows), len(rows[0]))
    table.autofit = False
    for number, cells in enumerate(rows):
        if number == 0:
            _flag(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
        _flag(table.rows[number]._tr.get_or_add_trPr(), "w:cantSplit")
        for place, text in enumerate(cells):
            paragraph = table.cell(number, place).paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if place else WD_ALIGN_PARAGRAPH.LEFT
            paragraph.paragraph_format.line_spacing = Pt(18)
            paragraph.paragraph_format.keep_with_next = number < min(len(rows) - 1, _KEPT_ROWS)
            _run(paragraph, text, _HEADING if number == 0 else _BODY, _SIZE_5)
    _rules(table)
    _widths(table, rows)
    document.add_paragraph().paragraph_format.line_spacing = Pt(10)


def _imprint(document, words: dict[str, str], lang: str) -> None:
    """The end: who it goes to, who signs; kept together on one page."""
    _line(document, "", _BODY, _SIZE_4)
    if words["notice"]:
        _line(document, words["notice"], _BODY, _SIZE_4).paragraph_format.keep_with_next = True
    lines = [
        f"{say(f'share.{key}', lang)}{words[key]}" for key in ("report_to", "send_to", "issue_to") if words[key]
    ] + [say("share.signatures", lang)]
    for number, text in enumerate(lines):
        paragraph = _line(document, text, _BODY, _SIZE_4)
        paragraph.paragraph_format.keep_with_next = number < len(lines) - 1
        paragraph.paragraph_format.keep_together = True
        _border(paragraph, "top", 8 if number == 0 else 4, "000000")
        if number == len(lines) - 1:
            _border(paragraph, "bottom", 8, "000000")


def _line(
    document, text: str, font: str, size: float, *, align=WD_ALIGN_PARAGRAPH.LEFT, colour: RGBColor | None = None
):
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    _run(paragraph, text, font, size, colour)
    return paragraph


def _run(paragraph, text: str, font: str, size: float, colour: RGBColor | None = None) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    _fonts(run._element.get_or_add_rPr(), font)
    if colour is not None:
        run.font.color.rgb = colour


def _fonts(properties, east_asian: str) -> None:
    """Chinese in one font, letters and digits in another, as the standard's own examples are set."""
    fonts = properties.get_or_add_rFonts()
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), _LATIN)
    fonts.set(qn("w:eastAsia"), east_asian)
    fonts.set(qn("w:hint"), "eastAsia")


def _indent(paragraph):
    """Two characters at the beginning."""
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "200")
    indent.set(qn("w:firstLine"), str(_SIZE_3 * 2 * 20))
    return paragraph


def _border(paragraph, side: str, eighths: int, colour: str) -> None:
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    borders.append(_edge(side, eighths, 4, colour))


def _rules(table) -> None:
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side, eighths in (("top", 8), ("bottom", 8), ("insideH", 2)):
        borders.append(_edge(side, eighths, 0, "000000" if eighths == 8 else theme.MUTED.removeprefix("#")))
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def _edge(side: str, eighths: int, space: int, colour: str) -> BaseOxmlElement:
    """A line of so many eighths of a point, and how far from the text."""
    edge = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", eighths), ("space", space), ("color", colour)):
        edge.set(qn(f"w:{name}"), str(value))
    return edge


def _widths(table, rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as their longest text needs, in proportion, over the whole type area; heads in two lines.

    Names may break, numbers never, also in a font wider than ours: of names only so much is reckoned.
    """
    words = [max([*map(theme.width, head.split()), theme.width(head) // 2 + 2]) for head in rows[0]]
    longest = [max([word, *(theme.width(cells[place]) for cells in rows[1:])]) for place, word in enumerate(words)]
    needed = [min(longest[0], _NAME_WIDTH) + 4, *(width + 7 for width in longest[1:])]
    for column, need in zip(table.columns, needed, strict=True):
        column.width = Mm(_TEXT_WIDTH * need / sum(needed))
        for cell in column.cells:
            cell.width = column.width


def _flag(properties, name: str) -> None:
    properties.append(OxmlElement(name))


def _page_number(paragraph) -> None:
    """— 1 — in size 4."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, "— ", _SONG, _SIZE_4)
    run = paragraph.add_run()
    run.font.size = Pt(_SIZE_4)
    _fonts(run._element.get_or_add_rPr(), _SONG)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._element.append(element)
    _run(paragraph, " —", _SONG, _SIZE_4)
