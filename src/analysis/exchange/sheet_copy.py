"""A received sheet written out again: the same values at the same addresses, marked where something is to be mended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.worksheet import Worksheet

from analysis.exchange.workbooks import DATE, EDGE, FONT, Styles, set_up_print, write_value
from analysis.figures import theme
from analysis.intake.findings import Cell
from analysis.intake.locate import find_tables
from analysis.intake.parts.contacts import HIDDEN, persons_in, private_cells, public_value, without
from analysis.intake.parts.shown_cells import SCALED
from analysis.intake.sheet import CellValue, Sheet, Shown, column_letter
from analysis.vocabulary import Vocabulary
from analysis.vocabulary.sentences import SEVERITIES

GROUNDS = {"blocking": "#F4A6A0", "error": "#F4A6A0", "warning": "#FFE08A", "info": "#DCEBFA"}
_MAX_MERGES = 5_000
_WIDEST, _NARROWEST = 38, 7
_LONGEST_COMMENT = 1_500


@dataclass
class Mark:
    """What is said about one cell: the worst severity, and the sentences of its comment."""

    severity: str = "info"
    sentences: list[str] = field(default_factory=list)

    def add(self, severity: str, sentence: str) -> None:
        self.severity = min(self.severity, severity, key=SEVERITIES.index)
        if sentence and sentence not in self.sentences:
            self.sentences.append(sentence)


def write_copy(target: Worksheet, sheet: Sheet, marks: Mapping[Cell, Mark], words: Vocabulary, styles: Styles) -> None:
    """Write every value of a sheet at its address: personal cells blanked, texts harmless, marked cells coloured."""
    private = private_cells(sheet, words)
    heads, titles = _kinds_of_rows(sheet)
    anchors = _merged(target, sheet)
    boxed = range(min(heads, default=1), sheet.height + 1) if heads else range(0)
    width = max((len(sheet.rows[row - 1]) for row in heads), default=0)
    for row, cells in enumerate(sheet.rows, start=1):
        persons = persons_in(value for column, value in enumerate(cells, start=1) if (row, column) in private)
        # A row that ends before the header does is boxed to the header's end.
        missing = [None] * (width - len(cells)) if cells and row in boxed else ()
        for column, value in enumerate((*cells, *missing), start=1):
            mark = marks.get((row, column))
            if value is None and mark is None and row not in boxed:
                continue
            shown = HIDDEN if value is not None and (row, column) in private else public_value(value)
            shown = without(shown, persons) if isinstance(shown, str) else shown
            look = _look(shown, row in heads, row in titles, row in boxed, mark, (row, column) in anchors)
            look |= _format(shown, sheet.shown.get((row, column), Shown()))
            write_value(target, row - 1, column - 1, shown, styles.of(**look))
    for (row, column), mark in marks.items():
        if row > sheet.height or column > max(len(sheet.rows[row - 1]), width if row in boxed else 0):
            target.write_blank(row - 1, column - 1, None, styles.of(bg_color=GROUNDS[mark.severity]))
        if mark.sentences:
            _comment(target, row - 1, column - 1, mark)
    _shape(target, sheet, heads)


def _kinds_of_rows(sheet: Sheet) -> tuple[set[int], set[int]]:
    tables = [table for table in find_tables(sheet) if table.kind == "list"]
    heads = {row for table in tables for row in (*table.header_rows, *table.unit_rows, *table.repeated_header_rows)}
    return heads, {row for table in tables for row in table.title_rows[:1]}


def _merged(target: Worksheet, sheet: Sheet) -> set[Cell]:
    """Merge as the original does; ranges that overlap another, as damaged files have, are left alone."""
    anchors = set()
    for top, left, bottom, right in sheet.merges[:_MAX_MERGES]:
        if (top, left) == (bottom, right):
            continue
        try:
            target.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
        except OverlappingRange:
            continue
        anchors.add((top, left))
    return anchors


def _look(value: CellValue, head: bool, title: bool, boxed: bool, mark: Mark | None, merged: bool) -> dict[str, object]:
    look: dict[str, object] = {}
    if head:
        look |= {"bold": True, "bg_color": "#E9EDF1", "text_wrap": True, "align": "center"}
    elif title:
        look |= {"bold": True, "font_size": 14}
    if boxed:
        look |= EDGE
    if merged:
        look |= {"text_wrap": True} | ({"align": "center"} if head or title else {})
    if isinstance(value, datetime) and (value.hour or value.minute):
        look["num_format"] = "yyyy-mm-dd hh:mm"
    elif isinstance(value, date):
        look |= DATE
    if value == HIDDEN:
        look["font_color"] = "#8A9097"
    if mark:
        look["bg_color"] = GROUNDS[mark.severity]
    return look


def _format(value: CellValue, received: Shown) -> dict[str, object]:
    """The format that says of a value what the received one said: the answer, sent back, is read like the upload."""
    look: dict[str, object] = {"font_strikeout": True} if "struck" in received.marks else {}
    says = received.format
    if says == "percent" and isinstance(value, int | float):
        look["num_format"] = "0%" if round(value * 100, 6).is_integer() else "0.0#%"
    elif says == "month" and isinstance(value, date):
        look["num_format"] = 'yyyy"年"m"月"'
    elif says.startswith("="):
        look["num_format"] = says[1:]
    elif scaled := SCALED.match(says):
        thousands, rest = divmod(len(scaled[1]) - 1, 3)
        code = "0!." + "0" * (len(scaled[1]) - 1) if rest else "0.0##" + "," * thousands
        look["num_format"] = f'{code}"{scaled[2]}"' if scaled[2] else code
    return look


def _comment(target: Worksheet, row: int, column: int, mark: Mark) -> None:
    text = "\n".join(mark.sentences)[:_LONGEST_COMMENT]
    height = 30 + 17 * sum(1 + theme.width(line) // 44 for line in text.split("\n"))
    target.write_comment(
        row, column, text, {"width": 300, "height": min(height, 360), "font_name": FONT, "font_size": 9, "author": ""}
    )


def _shape(target: Worksheet, sheet: Sheet, heads: set[int]) -> None:
    """Widths by content, what was hidden hidden, the header kept in view."""
    widths = [_NARROWEST] * sheet.width
    for row, cells in enumerate(sheet.rows[:400], start=1):
        if heads and row < min(heads):
            continue
        for column, value in enumerate(cells):
            if value is not None:
                text = "2020-02-02" if isinstance(value, date) else str(value)
                longest = max(map(theme.width, text.split("\n")))
                widths[column] = max(widths[column], min(longest if row not in heads else min(longest, 16), _WIDEST))
    for column, width in enumerate(widths, start=1):
        hidden = {"hidden": True} if column in sheet.hidden_columns else {}
        target.set_column(f"{column_letter(column)}:{column_letter(column)}", width + 1.5, None, hidden)
    set_up_print(target)
    for row in sheet.hidden_rows:
        target.set_row(row - 1, None, None, {"hidden": True})
    if heads and max(heads) <= 12:
        target.freeze_panes(max(heads), 0)
