"""Our figures in somebody else's workbook: blank cells only; formulas, words and layout stay as they are."""

import io
import re
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.exceptions import InvalidFileException

from analysis.errors import NothingUsable, SurveyError
from analysis.exchange.form.asked import Asked, Left, asked_of
from analysis.exchange.form.figures import Figures, form_figures
from analysis.exchange.form.names import Names
from analysis.exchange.safe import free_name
from analysis.figures.words import format_pct, say
from analysis.files import put_in_place
from analysis.intake.errors import UnreadableUpload
from analysis.intake.sheet import Sheet
from analysis.intake.workers.workbook import read_uploads
from analysis.store.tables import Tables
from analysis.vocabulary import Vocabulary, fold

_SUFFIXES = (".xlsx", ".xlsm")
_SCALED = re.compile(r"[（(\[][^）)\]]*[万千百][^）)\]]*[）)\]]")
_PERCENT = re.compile("[%％]")


@dataclass(frozen=True)
class Filled:
    """The workbook that was written, its list of what is left, how many cells were filled in, and that list."""

    workbook: Path
    listed: Path
    written: int
    left: tuple[Left, ...]

    def lines(self, lang: str) -> list[str]:
        """One sentence per thing that was left, with sheet and cells."""
        return [_sentence(item, lang) for item in self.left]

    def as_dict(self, lang: str) -> dict[str, object]:
        left = [{"sheet": item.sheet, "cells": item.cells, "why": _sentence(item, lang)} for item in self.left]
        return {"workbook": str(self.workbook), "list": str(self.listed), "written": self.written, "left": left}


def fill(form: Path, tables: Tables, folder: Path) -> Filled:
    """Write the figures of ``tables`` into a copy of a form, in ``folder`` under a name that nothing there has.

    Raises SurveyError for a file that is not there, is no .xlsx or .xlsm or cannot be read, NothingUsable where no cell
    of it could be filled in, NotWritten where the copy cannot be written. The form itself is only read.
    """
    sheets = _sheets(form)
    book = _open(form)
    names = Names(tables.survey, tables.area.code, Vocabulary.load(tables.survey.overlays))
    figures = form_figures(tables)
    missing = Vocabulary.load(tables.survey.overlays).marks["missing"]
    left, written = _drawings(form), 0
    for sheet in sheets:
        if sheet.hidden or sheet.name not in book.sheetnames:
            continue
        for item in asked_of(sheet, names):
            found = item if isinstance(item, Left) else _put(book[sheet.name], item, figures, missing)
            written += not isinstance(item, Left) and (found is None or found.reason in ("unit", "looks_whole"))
            left += [found] if found is not None else []
    if not written:
        why = "；".join(_sentence(item, "zh") for item in left[:3])
        raise NothingUsable(
            f"{form.name} 里没有能填的格子：认不出表头和行名，或格子里已有内容。{why}",
            f"no cell of {form.name} could be filled in: its headers or row names are not known, or they are taken",
        )
    return _write(book, form, tables, folder, tuple(left), written)


def _sheets(form: Path) -> list[Sheet]:
    if not form.is_file():
        raise SurveyError(f"没有文件 {form}", f"there is no file {form}")
    if form.suffix.lower() not in _SUFFIXES:
        raise SurveyError(
            f"{form} 不是 .xlsx 或 .xlsm 文件；旧的 .xls 请先另存为 .xlsx",
            f"{form} is no .xlsx or .xlsm file; save an old .xls as .xlsx first",
        )
    sheets = next(iter(read_uploads([form])))[1]
    if isinstance(sheets, UnreadableUpload):
        raise SurveyError(f"{form} 无法读取（{sheets}）", f"{form} cannot be read ({sheets})")
    return sheets


def _open(form: Path) -> openpyxl.Workbook:
    try:
        return openpyxl.load_workbook(form, keep_vba=form.suffix.lower() == ".xlsm", rich_text=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, TypeError) as error:
        raise SurveyError(
            f"{form} 无法打开填写；请用 Excel 或 WPS 另存为 .xlsx 后重试",
            f"{form} cannot be opened for filling in; save it anew as .xlsx with Excel or WPS and try again",
        ) from error


def _put(page, asked: Asked, figures: Figures, missing: frozenset[str]) -> Left | None:
    """Fill in one cell; what kept it from being filled, or what somebody should look at, else None."""
    cell = page.cell(asked.row, asked.column)
    words = {"measure": "/".join(asked.header)}

    def left(reason: str) -> Left:
        return Left(page.title, cell.coordinate, reason, words)

    if isinstance(cell, MergedCell):
        return left("merged")
    if cell.data_type == "f":
        return left("formula")
    if cell.value is not None and fold(str(cell.value)) not in missing and str(cell.value).strip():
        return left("taken")
    if any(_SCALED.search(word) for word in asked.header):
        return left("scale")
    value = figures.value(asked.group, asked.measure)
    if value is None:
        return left("missing" if asked.group in figures.groups else "group")
    if not asked.measure.endswith("_pct"):
        cell.value = round(value)
        return None
    reason = _put_rate(cell, value, asked)
    return left(reason) if reason else None


def _put_rate(cell: Cell, value: float, asked: Asked) -> str:
    """Write a rate as the cell shows it: a fraction in a percent cell, 0-100 under a header with %."""
    stated = any(_PERCENT.search(word) for word in asked.header)
    if "%" not in cell.number_format and stated:
        cell.value = float(format_pct(value, sign="").replace("−", "-"))
        return ""
    reason = "" if "%" in cell.number_format else "unit"
    if reason:
        cell.number_format = "0.0%"
    cell.value = round(value / 100, 6)
    decimals = len(re.match(r"[^.%]*\.?([0#]*)", cell.number_format)[1])
    shown = round(value, decimals)
    return "looks_whole" if shown in (0, 100) and shown != value else reason


def _drawings(form: Path) -> list[Left]:
    """Charts and shapes are lost on the way: said, not hidden."""
    with ZipFile(form) as archive:
        lost = any(name.startswith(("xl/charts/", "xl/drawings/drawing")) for name in archive.namelist())
    return [Left("", "", "drawings")] if lost else []


def _write(book, form: Path, tables: Tables, folder: Path, left: tuple[Left, ...], written: int) -> Filled:
    book.calculation.fullCalcOnLoad = True  # its formulas know nothing of the new figures yet
    buffer = io.BytesIO()
    book.save(buffer)
    name = say("form.name", tables.lang, form=form.stem, period=tables.period.id)
    workbook = folder / free_name(folder, f"{name}{form.suffix}")
    put_in_place(workbook, buffer.getvalue())
    listed = workbook.with_suffix(".txt")
    lines = [_sentence(item, tables.lang) for item in left] or [say("form.complete", tables.lang)]
    put_in_place(listed, ("\n".join(lines) + "\n").encode("utf-8"))
    return Filled(workbook, listed, written, left)


def _sentence(item: Left, lang: str) -> str:
    place = say("form.place", lang, sheet=item.sheet, cells=item.cells) if item.cells else ""
    return place + say(f"form.left.{item.reason}", lang, **{"name": "", "measure": "", **item.words})
