"""What documents of Office show beside their cells: comments, boxes of text, the heads of pages. What is damaged there
is left out: the cells are whole."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from html import unescape

from ..errors import UnreadableUpload
from ..sheet import Sheet
from .archive import read_part, related
from .sheetscan import column_number

Cell = tuple[int, int]
Line = tuple[int, str]  # the row where its box begins, and what it says
_COMMENT = re.compile(rb"<(?:[\w.-]+:)?comment\s([^>]*)>")
_AT = re.compile(rb"\bref\s*=\s*[\"']([A-Z]{1,3})([1-9]\d{0,6})[\"']")
_BY = re.compile(rb"\bauthorId\s*=\s*[\"'](\d{1,4})[\"']")
_AUTHOR = re.compile(rb"<(?:[\w.-]+:)?author\b[^>/]*(?:/>|>([^<]*)<)")
_ANCHOR = re.compile(rb"<((?:[\w.-]+:)?(?:two|one)CellAnchor)\b.*?</\1>", re.DOTALL)
_BUTTON = re.compile(rb"\smacro\s*=\s*[\"'][^\"']")
_FIRST_ROW = re.compile(rb"<(?:[\w.-]+:)?row>(\d{1,7})<")
_PARAGRAPH = re.compile(rb"<([\w.-]+:p)\b.*?</\1>", re.DOTALL)
_WORDS = re.compile(rb"<[\w.-]+:t\b[^>]*>([^<]*)<")
_HEAD = re.compile(rb"<(?:[\w.-]+:)?oddHeader\b[^>]*>([^<]*)<")
_PAGE_FIELD = re.compile(r"&[PNDTFAGZ]")  # numbers of pages, the moment of printing, names of files
_PAGE_CODE = re.compile(r'&(?:"[^"]*"|\d+|K[\dA-F+-]+|[A-Z])')
_OTHER_DAYS = re.compile("修[订改]|印发|制定|[版前]|模板|截止|说明|手册|文件")
_MOST_LINES = 8


def beside_cells(archive: zipfile.ZipFile, part: str, xml: bytes) -> tuple[list[Cell], list[Line]]:
    """The cells with comments of a workbook's sheet, and the lines in its boxes and its pages' head. Comments without
    an author are a program's, such as ours."""
    commented: list[Cell] = []
    lines: list[Line] = []
    if b"oddHeader>" in xml and (head := _HEAD.search(xml)):
        lines += [(1, line) for line in _lines_of_head(unescape(head[1].decode("utf-8", "replace")))]
    if b"rawing " in xml:  # comments come with one too
        with suppress(UnreadableUpload):
            for _, kind, attached in related(archive, part):
                if kind == "comments" and attached:
                    commented += _commented(read_part(archive, attached))
                elif kind == "drawing" and attached:
                    lines += _lines_in_boxes(read_part(archive, attached))
    return commented, [*dict.fromkeys(lines)]


def about_returns(lines: Iterable[str]) -> tuple[str, ...]:
    """Lines without those that say a day of something else: of a form's edition, until when to send it."""
    return tuple([line for line in lines if not _OTHER_DAYS.search(line)][:_MOST_LINES])


def paragraphs(xml: bytes) -> Iterator[str]:
    """The paragraphs of a part that say something."""
    for paragraph in _PARAGRAPH.finditer(xml):
        line = unescape(b"".join(_WORDS.findall(paragraph[0])).decode("utf-8", "replace")).strip()
        if line:
            yield line


def with_lines(sheet: Sheet, lines: list[Line]) -> Sheet:
    """A sheet with the lines in boxes: those above its first row of several cells stand beside it, the others in rows
    below."""
    first = next((row for row, cells in enumerate(sheet.rows, start=1) if len(cells) - cells.count(None) > 1), 1)
    above = about_returns(line for row, line in lines if row <= first)
    below = [[line] for row, line in lines if row > first][:_MOST_LINES]
    return replace(sheet, beside=above, rows=[*sheet.rows, [], *below] if below else sheet.rows)


def _commented(comments: bytes) -> Iterator[Cell]:
    authors = _AUTHOR.findall(comments)
    for tag in _COMMENT.finditer(comments):
        at, by = _AT.search(tag[1]), _BY.search(tag[1])
        if at and not (by and authors[int(by[1]) :][:1] == [b""]):
            yield int(at[2]), column_number(at[1])


def _lines_in_boxes(drawing: bytes) -> Iterator[Line]:
    for anchor in _ANCHOR.finditer(drawing):
        if _BUTTON.search(anchor[0]):
            continue
        row = _FIRST_ROW.search(anchor[0])
        yield from ((int(row[1]) + 1 if row else 1, line) for line in paragraphs(anchor[0]))


def _lines_of_head(head: str) -> list[str]:
    parts = [part for part in re.split("&[LCR]", head) if not _PAGE_FIELD.search(part)]
    lines = (_PAGE_CODE.sub("", part).strip() for part in "\n".join(parts).split("\n"))
    return [*filter(None, lines)]
