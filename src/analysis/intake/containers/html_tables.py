"""Tables of an HTML page, as web systems and Excel save them under the suffix .xls; MHTML around them.

A page is parsed as browsers do it where tags are left out or doubled; text astray in a table shows above it.
"""

from __future__ import annotations

import email
import re
from dataclasses import replace
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from ..errors import UnreadableUpload
from ..sheet import CellValue, Sheet
from .encodings import decode
from .html_cells import LINE_BREAK, FlowGrid, cell_texts, parseable, text_lines
from .limits import MAX_COLUMNS, MAX_ROWS
from .lines_between import LinesBetween, goes_on, joined
from .runs import not_struck, raised, struck, without_struck

_SKIPPED = {"script", "style", "xml", "title", "noscript", "rt", "rp"}
_BLOCKS = {"p", "div", "li", "dt", "dd", "center", "h1", "h2", "h3", "h4", "h5", "h6"}
_OTHER_THAN_CELLS = ":not(td,th,tr,tbody,table,html,head,body)"
_MAYBE_HIDDEN = '[hidden],[style*="none" i],[style*="collapse" i],[style*="hidden" i]'
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:collapse|hidden)", re.IGNORECASE)
_MAYBE_MARKED = 's,strike,del,sup,[style*="line-through" i],[style*="super" i]'
_RAISED = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
# What a class of a style sheet may say that cells and words do not show otherwise; not what holds on paper only.
_TELLS = re.compile(rf"{_HIDDEN.pattern}|line-through|{_RAISED.pattern}", re.IGNORECASE)
_AT_RULE = re.compile(r"@[^{};]{0,200}\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_STYLE_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]*)\}")
_SHOWS = re.compile(r"display\s*:\s*(?!none)\w", re.IGNORECASE)
_NAMED = re.compile(r"\.[\w-]+")
_CLASS = re.compile(r"(?:[a-z]+)?\.[a-z_][\w-]*", re.IGNORECASE)
_LAYING_OUT = {"html", "body", "head", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "col", "colgroup"}
_SHEET_NAME = re.compile(r"<x:Name>([^<]{1,31})</x:Name>")
_HIDDEN_SHEET = re.compile(r"<x:Visible>\s*Sheet(?:Very)?Hidden")
_MARK = re.compile(r"\0(\d+)\0")  # stands for a sheet in the text around it; what is parsed holds no NUL
_MOST_TABLES = 20_000
_DEEPEST = 25  # how often a page's text may be handed from a table to the one around it
_DIGITS = re.compile(r"\s*(\d{1,9})")


def read_html(text: str) -> list[Sheet]:
    """One sheet per table (of those inside a cell, those with rows and columns), with the lines of text above it,
    which tables of one cell are too; lines below the last one are rows below it.

    Raises UnreadableUpload: ``no_table_inside``, ``sheet_out_of_bounds``, ``sheet_too_large``, ``workbook_damaged``.
    """
    return _named(_Page(text).sheets(), text)


def read_mhtml(data: bytes) -> list[Sheet]:
    """The tables of every HTML part of a web archive; one that Excel made has a part for each sheet, and one that names
    them. Raises as ``read_html`` does."""
    parts = [part for part in email.message_from_bytes(data).walk() if part.get_content_type() == "text/html"]
    texts = [decode(part.get_payload(decode=True) or b" ") for part in parts]
    sheets = []
    for text in texts:
        if "<table" in text.lower():
            hidden = bool(_HIDDEN_SHEET.search(text))
            found = _Page(text).sheets() or [Sheet("", [])]
            sheets += [replace(sheet, hidden=True) for sheet in found] if hidden else found
    return _named(sheets, "".join(texts))


def _named(sheets: list[Sheet], text: str) -> list[Sheet]:
    """The sheets with the names that Excel notes, else with numbers."""
    if not sheets:
        raise UnreadableUpload("no_table_inside")
    names = [unescape(name) for name in _SHEET_NAME.findall(text)[: len(sheets)]]
    names += [f"表{number + 1}" for number in range(len(names), len(sheets))]
    return [replace(sheet, name=name) for sheet, name in zip(sheets, names, strict=True)]


class _Page:
    """A page whose tables, from the last to the first and so from the innermost out, give way to their text."""

    def __init__(self, text: str) -> None:
        try:
            self._tree = LexborHTMLParser(parseable(text))
        except SelectolaxError as error:
            raise MemoryError from error  # nothing else stops this parser
        self._hidden: set[int] = set()  # rows, cells and tables
        self._hidden_columns: dict[int, set[int]] = {}  # of tables
        _apply_classes(self._tree)
        self._note_hidden()
        _prepare(self._tree)
        self._is_marked = _mark(self._tree)
        spanning = [*self._tree.css("[colspan]"), *self._tree.css("[rowspan]")]
        self._spanning = {row.mem_id for cell in spanning if (row := cell.parent) is not None}
        self._inner = {table.mem_id for table in self._tree.css("table table")}
        self._found: list[Sheet] = []
        self._characters_left = _DEEPEST * len(text)

    def _note_hidden(self) -> None:
        """Note which rows, columns, cells and tables are hidden, and leave out other elements that are."""
        columns = set()
        for node in self._tree.css(_MAYBE_HIDDEN):
            if "hidden" not in node.attributes and not _HIDDEN.search(node.attributes.get("style") or ""):
                continue
            if node.tag == "col":
                columns.add(node.mem_id)
            elif node.tag in ("tr", "td", "th", "table"):
                self._hidden.add(node.mem_id)
            elif inner := node.css("tr" if node.tag in _LAYING_OUT else "table"):
                self._hidden.update(part.mem_id for part in inner if node.tag not in ("html", "body"))
            elif node.tag not in _LAYING_OUT:
                node.decompose()
        for table in self._tree.css("table") if columns else ():
            self._hidden_columns[table.mem_id] = hidden = set()
            column = 1
            for definition in table.css("col"):
                following = min(column + _number(definition.attributes.get("span"), MAX_COLUMNS), MAX_COLUMNS + 1)
                if definition.mem_id in columns:
                    hidden.update(range(column, following))
                column = following

    def sheets(self) -> list[Sheet]:
        """The sheets in their order on the page, each with the lines above it."""
        tables = self._tree.css("table")
        if len(tables) > _MOST_TABLES:
            raise UnreadableUpload("workbook_damaged")
        for table in reversed(tables):
            self._give_way(table)
        text, *marked = _MARK.split(self._tree.root.text_lexbor())
        numbers = [int(number) for number in marked[::2]]
        of_cells = {number for number in numbers if _cells(self._found[number].rows) > 1} or {*numbers[-1:]}
        sheets: list[Sheet] = []
        lines = LinesBetween()
        lines.add(map(not_struck, text_lines(text)))
        for number, text in zip(numbers, marked[1::2], strict=True):
            if number in of_cells:
                above, of_all = lines.above()
                found = self._found[number]
                if sheets and not above and not found.hidden and goes_on(sheets[-1].rows, found.rows):
                    sheets[-1] = joined(sheets[-1], found)  # a grid whose header does not scroll
                else:
                    sheets.append(replace(found, above=(*of_all, *above)))
            else:
                lines.add("\n".join(_said(self._found[number])).split("\n"))
            lines.add(map(not_struck, text_lines(text)))
        return lines.below(sheets)

    def _give_way(self, table: LexborNode) -> None:
        """Put in a table's place the mark of the sheet it is, else what it says. Of tables within each other, those
        without rows and columns of their own only lay out the page."""
        inner = table.mem_id in self._inner
        sheet = self._read(table)
        text = LINE_BREAK.join(_said(sheet)).replace("\n", LINE_BREAK) if self._inner else ""
        marks = "".join(f"\0{number}\0" for number in _MARK.findall(text))
        if _is_wide(sheet.rows) if inner or marks else sheet.rows:
            if marks:
                sheet = _without_marks(sheet)
            text = f"\0{len(self._found)}\0{marks}"
            self._found.append(sheet)
        self._characters_left -= len(text)
        if self._characters_left < 0:
            raise UnreadableUpload("workbook_damaged")
        table.replace_with(text if inner and "\0" not in text else f"{LINE_BREAK}{text}{LINE_BREAK}")

    def _read(self, table: LexborNode) -> Sheet:
        grid = FlowGrid(f"表{len(self._found) + 1}", self._hidden_columns.get(table.mem_id, ()))
        hidden = self._hidden
        for row in table.css("tr"):
            free = grid.next_row(hidden=row.mem_id in hidden)
            cells = [cell for cell in row.iter() if not cell.is_comment_node]
            texts = cell_texts([cell.text_lexbor() for cell in cells])
            if free and not hidden and row.mem_id not in self._spanning:
                grid.add_row(texts)
            else:
                for cell, text in zip(cells, texts, strict=True):
                    grid.add_cell(text, *_spans(cell.attributes), cell.mem_id in hidden)
        sheet = without_struck(grid.sheet()) if self._is_marked else grid.sheet()
        return replace(sheet, hidden=table.mem_id in hidden)


def _apply_classes(page: LexborHTMLParser) -> None:
    """Give elements the style of their class where it tells something."""
    for style in page.css("style"):
        rules = _AT_RULE.sub("", style.text().replace("<!--", "")) if _TELLS.search(style.text()) else ""
        found = _STYLE_RULE.findall(rules)
        # .pane.active {display: block} shows some of those that .pane {display: none} hides.
        sometimes = {name for selectors, says in found if _SHOWS.search(says) for name in _NAMED.findall(selectors)}
        for selectors, says in found:
            plain = filter(_CLASS.fullmatch, map(str.strip, selectors.split(","))) if _TELLS.search(says) else ()
            classes = (selector for selector in plain if sometimes.isdisjoint(_NAMED.findall(selector)))
            for node in page.css(",".join(classes) or "no-class"):
                node.attrs["style"] = f"{node.attributes.get('style') or ''};{says}"


def _mark(page: LexborHTMLParser) -> bool:
    """Mark the words that are struck through or raised; whether there are any."""
    found = page.css(_MAYBE_MARKED)
    for node in reversed(found):
        style = node.attributes.get("style") or ""
        is_struck = node.tag in ("s", "strike", "del") or "line-through" in style.lower()
        mark = struck if is_struck else raised if node.tag == "sup" or _RAISED.search(style) else None
        for part in node.css("td,th") or [node]:
            text = part.text_lexbor()
            if mark and not part.css("table"):
                for child in [*part.iter(include_text=True)]:
                    child.decompose()
                part.insert_child(mark(text))
    return bool(found)


def _prepare(page: LexborHTMLParser) -> None:
    """Put line breaks in the text where browsers break lines, captions before their tables, and leave out what shows no
    text or is none of the page; from the last element to the first, so that a caption takes along what it holds."""
    for node in reversed(page.css(_OTHER_THAN_CELLS)):
        tag = node.tag
        if tag == "br":
            node.insert_before(LINE_BREAK)
        elif tag in ("input", "select"):
            node.insert_before(_entered(node))
            node.decompose()
        elif tag in _SKIPPED or node.first_child is None:
            node.decompose()
        elif tag in _BLOCKS:
            node.insert_before(LINE_BREAK)
            node.insert_after(LINE_BREAK)
        elif tag == "caption" and (table := node.parent) is not None:
            for text in (LINE_BREAK, node, LINE_BREAK):
                table.insert_before(text)
            node.decompose()


def _entered(field: LexborNode) -> str:
    """What a field of a form shows: the words typed or chosen, a box that is ticked or not."""
    if field.tag == "select":
        options = field.css("option")
        chosen = [option for option in options if "selected" in option.attributes] or options[:1]
        return "、".join(option.text_lexbor().strip() for option in chosen)
    kind = (field.attributes.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return "☑" if "checked" in field.attributes else "☐"
    return (field.attributes.get("value") or "") if kind in ("text", "number", "date", "tel") else ""


def _without_marks(sheet: Sheet) -> Sheet:
    rows = [[value and (_MARK.sub("", str(value)).strip() or None) for value in row] for row in sheet.rows]
    return replace(sheet, rows=rows)


def _said(sheet: Sheet) -> list[str]:
    return [str(value) for row in sheet.rows for value in row if value is not None]


def _is_wide(rows: list[list[CellValue]]) -> bool:
    """Whether a table among others has rows and columns: two rows of two cells, above or below those with sheets."""
    holding = [at for at, row in enumerate(rows) if any("\0" in str(value) for value in row)] or [len(rows)]
    above, below = rows[: holding[0]], rows[holding[-1] + 1 :]
    return any(sum(_cells([row]) > 1 for row in part) > 1 for part in (above, below))


def _cells(rows: list[list[CellValue]]) -> int:
    return sum(len(row) - row.count(None) for row in rows)


def _spans(attributes: dict[str, str | None]) -> tuple[int, int]:
    return _number(attributes.get("rowspan"), MAX_ROWS), _number(attributes.get("colspan"), MAX_COLUMNS)


def _number(text: str | None, most: int) -> int:
    digits = _DIGITS.match(text or "")
    return min(max(1, int(digits.group(1))), most) if digits else 1
