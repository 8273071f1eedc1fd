"""A bureau's own bulletin: ``templates/bulletin.docx`` of the survey's folder, with placeholders in double braces."""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path

from docx import Document
from docx.opc.exceptions import PackageNotFoundError

from analysis.errors import SurveyError
from analysis.publish.share.outline import Topic

BODY = "body"
_PLACEHOLDER = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")


def fill_template(path: Path, words: Mapping[str, str], topics: Sequence[Topic]):
    """The document with every placeholder filled in; ``{{body}}`` stands in a paragraph of its own.

    A placeholder keeps the type of the run in which it begins; the body that of its paragraph. Raises SurveyError for a
    file that is no Word document and for an unknown placeholder.
    """
    try:
        document = Document(str(path))
    except (PackageNotFoundError, KeyError, ValueError) as error:
        raise SurveyError(f"{path} 不是可用的 Word 文档（.docx）", f"{path} is no Word document (.docx)") from error
    for paragraph in list(_paragraphs(document)):
        names = _PLACEHOLDER.findall(paragraph.text)
        unknown = [name for name in names if name not in words and name != BODY]
        if unknown:
            known = "、".join([*words, BODY])
            raise SurveyError(
                f"{path} 中的占位符“{unknown[0]}”未知；可用：{known}",
                f"{path} has the unknown placeholder {unknown[0]!r}; known: {known}",
            )
        if BODY in names:
            _put_body(document, paragraph, topics)
        elif names:
            _replace(paragraph, words)
    return document


def _paragraphs(document) -> Iterator:
    """Every paragraph: of the text, its tables, headers and footers."""
    places = [document]
    for section in document.sections:
        places += [section.header, section.footer, section.first_page_header, section.first_page_footer]
    while places:
        place = places.pop(0)
        yield from place.paragraphs
        places += [cell for table in place.tables for row in table.rows for cell in row.cells]


def _replace(paragraph, words: Mapping[str, str]) -> None:
    """Fill in a paragraph's placeholders, also where an editor spread one over several runs."""
    runs = paragraph.runs
    text = "".join(run.text for run in runs)
    for found in reversed(list(_PLACEHOLDER.finditer(text))):
        start, written = 0, False
        for run in runs:
            end = start + len(run.text)
            if end > found.start() and start < found.end():
                before, after = run.text[: max(0, found.start() - start)], run.text[max(0, found.end() - start) :]
                run.text = before + ("" if written else words[found[1]]) + after
                written = True
            start = end


def _put_body(document, paragraph, topics: Sequence[Topic]) -> None:
    """The topics in place of a paragraph and in its type: headings bold, tables in the document's own table style."""
    for topic in topics:
        for text, bold in ((topic.heading, True), (topic.text, False), (topic.caption, False)):
            if text:
                _copy_before(paragraph, text, bold)
        if topic.table:
            table = document.add_table(len(topic.table), len(topic.table[0]))
            for cells, row in zip(topic.table, table.rows, strict=True):
                for text, cell in zip(cells, row.cells, strict=True):
                    cell.text = text
            paragraph._p.addprevious(table._tbl)
    paragraph._p.getparent().remove(paragraph._p)


def _copy_before(paragraph, text: str, bold: bool) -> None:
    copy = deepcopy(paragraph._p)
    paragraph._p.addprevious(copy)
    new = type(paragraph)(copy, paragraph._parent)
    for run in new.runs[1:]:
        run._element.getparent().remove(run._element)
    new.runs[0].text = text
    new.runs[0].bold = True if bold else new.runs[0].bold
