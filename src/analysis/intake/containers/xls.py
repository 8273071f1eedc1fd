"""xls and older BIFF: xlrd, which knows hidden parts and error cells and cannot abort; calamine where it gives up."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from ..errors import UnreadableUpload
from ..sheet import CellError, CellValue, Sheet
from .as_seen import PLAIN, Style
from .detect import refusal_of_ole
from .encodings import decode, share_alone
from .formats import style_of
from .grid import day_or_moment, make_sheet
from .runs import raised, struck, without_struck
from .xlsx import calamine_sheets

_MOST_ALONE = 0.1  # of Chinese as Latin letters: of a character of GBK, the second byte may be a letter
_WHITE = (255, 255, 255)
_TWIPS = 20  # of a point
_BETWEEN = "\f"  # texts: in no cell, and the second byte of no character


def read_xls(data: bytes) -> list[Sheet]:
    """The worksheets of a BIFF workbook, in an OLE container or bare.

    Raises UnreadableUpload: ``encrypted_upload``, ``word_upload``, ``not_a_spreadsheet``, ``workbook_damaged``.
    """
    import xlrd
    from xlrd.compdoc import CompDocError

    is_broken = False
    attempts = [{"formatting_info": True}, {}]
    for options in attempts:
        try:
            book = xlrd.open_workbook(file_contents=data, ragged_rows=True, logfile=io.StringIO(), **options)
            durations, says = _styles(book)
            return _in_their_encoding([_sheet(book, sheet, durations, says) for sheet in book.sheets()], book)
        except MemoryError:  # a length that is a lie: the file itself has at most 100 MB
            is_broken = True
        except UnicodeError:  # Chinese that is said to be English
            if len(attempts) == 2:
                attempts.append({"formatting_info": True, "encoding_override": "latin-1"})
        except Exception as error:  # whatever xlrd stumbles over: assertion, struct, index, its own
            if "encrypted" in str(error).lower():
                raise UnreadableUpload("encrypted_upload") from error
            if "find workbook" in str(error):
                raise refusal_of_ole(data, is_whole=True) from error
            is_broken = isinstance(error, CompDocError) and not str(error).startswith("Workbook")
    if is_broken:  # calamine would follow the circles of its directory until the memory ends
        raise refusal_of_ole(data, is_whole=False)
    return calamine_sheets(data, [])


def _in_their_encoding(sheets: list[Sheet], book: object) -> list[Sheet]:
    """The sheets, their texts read again where they are Chinese taken for letters with accents: careless programs write
    the bytes of GBK and do not say so, or say that they are something else."""
    codec = book.encoding if book.biff_version < 80 else "latin-1"
    cells = [
        (row, at)
        for sheet in sheets
        for row in sheet.rows
        for at, value in enumerate(row)
        if type(value) is str and not value.isascii()
    ]
    texts = [sheet.name for sheet in sheets] + [row[at] for row, at in cells]
    joined = _BETWEEN.join(texts)
    if share_alone(joined) > _MOST_ALONE:
        return sheets
    try:
        texts = decode(joined.encode(codec)).split(_BETWEEN)
    except (UnicodeError, UnreadableUpload):
        return sheets
    if len(texts) != len(sheets) + len(cells):
        return sheets
    for (row, at), text in zip(cells, texts[len(sheets) :], strict=True):
        row[at] = text
    return [replace(sheet, name=name) for sheet, name in zip(sheets, texts, strict=False)]


def _styles(book: object) -> tuple[set[int], dict[int, Style]]:
    """The numbers of the styles that show a length of time; those that show more than a value, or nothing of it."""
    codes = [getattr(book.format_map.get(style.format_key), "format_str", "") for style in book.xf_list]
    fonts = dict(enumerate(book.font_list))
    durations = {at for at, code in enumerate(codes) if "[h" in code.lower()}
    made = [
        _style(book, code, fonts.get(style.font_index), style.background)
        for code, style in zip(codes, book.xf_list, strict=True)
    ]
    return durations, {at: style for at, style in enumerate(made) if style != PLAIN}


def _style(book: object, code: str, font: object, ground: object) -> Style:
    """What a format and a font on its ground show."""
    if font is None:
        return style_of(code)
    ink = book.colour_map.get(font.colour_index)
    filled = book.colour_map.get(ground.pattern_colour_index) if ground.fill_pattern else _WHITE
    is_unseen = ink is not None and ink == filled
    return style_of(code, font.name, font.height / _TWIPS, is_struck=bool(font.struck_out), is_unseen=is_unseen)


def _sheet(book: object, sheet: object, durations: set[int], telling: dict[int, Style]) -> Sheet:
    rows, styles = [], {}
    for row in range(sheet.nrows):
        types, values = sheet.row_types(row), sheet.row_values(row)
        cells = [_value(book, kind, value) for kind, value in zip(types, values, strict=True)]
        for column, kind in enumerate(types):
            if kind == 3 and durations and sheet.cell_xf_index(row, column) in durations:
                cells[column] = timedelta(days=values[column])
            elif kind in (1, 2, 3) and telling and (style := telling.get(sheet.cell_xf_index(row, column))):
                styles[row + 1, column + 1] = style
        rows.append(cells)
    for at, note in sheet.cell_note_map.items():
        if note.author:  # else a program's
            place = at[0] + 1, at[1] + 1
            styles[place] = styles.get(place, PLAIN).marked("commented")
    marked = _mark_runs(rows, sheet, book.font_list) if sheet.rich_text_runlist_map else False
    made = make_sheet(
        sheet.name,
        rows,
        [(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells],
        hidden=sheet.visibility != 0,
        hidden_rows=[row + 1 for row, about in sheet.rowinfo_map.items() if about.hidden or about.height == 0],
        hidden_columns=[column + 1 for column, about in sheet.colinfo_map.items() if about.hidden or about.width == 0],
        styles=styles,
        hides_noughts=not sheet.show_zero_values,
    )
    return without_struck(made) if marked else made


def _mark_runs(rows: list[list[CellValue]], sheet: object, fonts: list) -> bool:
    """Mark the words of cells that are struck through or raised, in place; whether there are any."""
    marked = False
    for (row, column), runs in sheet.rich_text_runlist_map.items():
        marks = [_mark_of(fonts, index) for _, index in runs]
        if any(marks) and type(text := rows[row][column]) is str:
            starts = [start for start, _ in runs]
            pieces = zip(marks, starts, [*starts[1:], len(text)], strict=True)
            rest = "".join(mark(text[start:end]) if mark else text[start:end] for mark, start, end in pieces)
            rows[row][column], marked = text[: starts[0]] + rest, True
    return marked


def _mark_of(fonts: list, index: int) -> Callable[[str], str] | None:
    font = next((font for font in fonts if font.font_index == index), None)
    return None if font is None else struck if font.struck_out else raised if font.escapement == 1 else None


def _value(book: object, kind: int, value: object) -> CellValue:
    if kind == 1:
        return value or None
    if kind == 2:
        return value
    if kind == 3:
        return _moment(book, value)
    if kind == 4:
        return bool(value)
    if kind == 5:
        import xlrd

        return CellError(xlrd.error_text_from_code.get(value, "#VALUE!"))
    return None


def _moment(book: object, serial: float) -> datetime | date | time | float:
    """A serial with a date format, typed as calamine types it: a time below 1, a date where there is no time."""
    import xlrd

    try:
        moment = xlrd.xldate_as_datetime(serial, book.datemode)
    except (xlrd.xldate.XLDateError, OverflowError, ValueError):
        return serial
    if serial < 0:
        return serial
    if serial < 1:
        return moment.time()
    return day_or_moment(moment)
