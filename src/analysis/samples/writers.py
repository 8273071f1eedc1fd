"""Writing grids as the files that offices send: xlsx, old xls, HTML saved as .xls, GBK CSV."""

import csv
from datetime import date, datetime
from html import escape
from pathlib import Path

from analysis.samples.grid import Grid, Upload

_PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{title}</title></head>
<body>
{tables}
</body>
</html>
"""
# XlsxWriter dates the members of its archives 1980; the creation time is the only other clock in the file.
_CREATED = datetime(2020, 2, 25, 18)


def write_upload(upload: Upload, folder: Path) -> Path:
    """Write an upload below a folder in its own format and return the file."""
    path = folder / upload.name
    {"xlsx": _write_xlsx, "xls": _write_xls, "html": _write_html, "csv": _write_csv}[upload.kind](upload, path)
    return path


def _write_xlsx(upload: Upload, path: Path) -> None:
    """A workbook whose bytes depend on its cells alone: one worksheet per grid, with merges, hidden rows, date and
    percent formats, and true error cells."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": _CREATED, "comments": "示例数据，企业和人员均为虚构。"})
    formats: dict[tuple[str, bool], object] = {}

    def style(number_format: str, bold: bool):
        key = (number_format, bold)
        if key not in formats:
            wanted = {"bold": bold, "num_format": number_format or "General"}
            formats[key] = book.add_format(wanted | ({"align": "center", "valign": "vcenter"} if bold else {}))
        return formats[key]

    for grid in upload.sheets:
        _write_sheet(book.add_worksheet(grid.name), grid, style)
    book.close()


def _write_sheet(sheet, grid: Grid, style) -> None:
    merged = {(top, left): (bottom, right) for top, left, bottom, right in grid.merges}
    for row in sorted(grid.hidden_rows):
        sheet.set_row(row - 1, None, None, {"hidden": True})
    sheet.set_column(0, grid.last_column, 13)
    for (row, column), value in sorted(grid.cells.items()):
        shown = style(grid.formats.get((row, column), ""), row in grid.bold_rows)
        if (row, column) in merged:
            bottom, right = merged[row, column]
            sheet.merge_range(row - 1, column - 1, bottom - 1, right - 1, "", shown)
        if isinstance(value, date):
            sheet.write_datetime(row - 1, column - 1, datetime.combine(value, datetime.min.time()), shown)
        elif value == "#REF!":
            sheet.write_formula(row - 1, column - 1, "=#REF!+1", shown, "#REF!")
        elif isinstance(value, str):
            sheet.write_string(row - 1, column - 1, value, shown)
        else:
            sheet.write_number(row - 1, column - 1, value, shown)


def _write_xls(upload: Upload, path: Path) -> None:
    """A workbook of the old Excel, as many offices still send them (needs xlwt, a development dependency): one
    worksheet per grid, with merges and dates."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    for grid in upload.sheets:
        sheet = book.add_sheet(grid.name)
        styles = {name: xlwt.easyxf(num_format_str=name or "General") for name in {"", *grid.formats.values()}}
        merged = {(top, left): (bottom, right) for top, left, bottom, right in grid.merges}
        for (row, column), value in sorted(grid.cells.items()):
            style = styles[grid.formats.get((row, column), "")]
            if isinstance(value, date):
                value = datetime.combine(value, datetime.min.time())
            if (row, column) in merged:
                bottom, right = merged[row, column]
                sheet.write_merge(row - 1, bottom - 1, column - 1, right - 1, value, style)
            else:
                sheet.write(row - 1, column - 1, value, style)
    book.save(str(path))


def _write_html(upload: Upload, path: Path) -> None:
    """A web page that a reporting system saves under the name of a workbook: one table per grid; merges become
    spans."""
    tables = "\n".join(_table(grid) for grid in upload.sheets)
    page = _PAGE.format(title=escape(upload.sheets[0].name), tables=tables)
    path.write_text(page, encoding="utf-8", newline="\n")


def _table(grid: Grid) -> str:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in grid.merges}
    covered = {
        (row, column)
        for top, left, bottom, right in grid.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    } - set(spans)
    lines = ["<table border=1>"]
    for row in range(1, grid.last_row + 1):
        cells = [
            _cell(grid.cells.get((row, column)), *spans.get((row, column), (1, 1)))
            for column in range(1, grid.last_column + 1)
            if (row, column) not in covered
        ]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return "\n".join([*lines, "</table>"])


def _cell(value: object, rows: int, columns: int) -> str:
    span = (f" rowspan={rows}" if rows > 1 else "") + (f" colspan={columns}" if columns > 1 else "")
    text = value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
    return f"<td{span}>{escape(text)}</td>"


def _write_csv(upload: Upload, path: Path) -> None:
    """Text as a Chinese Windows saves it: the first grid, one line per row, without trailing commas. Raises
    UnicodeEncodeError outside of GBK."""
    [grid] = upload.sheets
    with path.open("w", encoding="gbk", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\r\n")
        for row in range(1, grid.last_row + 1):
            last = max((column for at, column in grid.cells if at == row), default=0)
            values = [grid.cells.get((row, column)) for column in range(1, last + 1)]
            writer.writerow([value.isoformat() if isinstance(value, date) else value for value in values])
