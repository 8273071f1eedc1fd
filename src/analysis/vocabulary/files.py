"""Reading the small CSV and YAML files that people edit."""

import csv
import io
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

import yaml

from analysis.errors import SurveyError


def read_text(path: Path) -> str:
    """A text that people edit: UTF-8, or GB 18030 as Excel in China saves its plain CSV files."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


def read_rows(path: Path) -> list[dict[str, str]]:
    """One dict per row of a CSV with a header; empty lines are passed over, cells stripped."""
    columns = read_columns(path)
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def read_columns(path: Path) -> dict[str, list[str]]:
    """Each column of a CSV with a header, of as many rows as ``read_rows`` gives: for lists of a country's length.

    Raises SurveyError for what is no CSV.
    """
    lines = _lines(path)
    try:
        names = [name.strip() for name in next(lines, ())]
        rows = [*filter(any, lines)]
    except csv.Error as error:
        raise SurveyError(
            f"{path} 不是有效的 CSV（第{lines.line_num}行）", f"{path} is no valid CSV at line {lines.line_num}"
        ) from error
    columns = zip_longest(names, zip_longest(*rows, fillvalue=""), fillvalue=("",) * len(rows))
    return {name: [*map(str.strip, cells)] for name, cells in columns if name in names and name}


def line_of_row(path: Path, place: int) -> int:
    """The line of a CSV on which a row ends; the first below the header has the place 0."""
    lines = _lines(path)
    next(lines)
    next(islice(filter(any, lines), place, None))
    return lines.line_num


def _lines(path: Path) -> Any:
    """A ``csv.reader``, to which a cell of spaces is an empty one."""
    return csv.reader(io.StringIO(read_text(path), newline=""), skipinitialspace=True)


def read_yaml(path: Path) -> object:
    """What a YAML file says. Raises SurveyError with the line, also for a day that no month has (2020-02-30)."""
    try:
        return yaml.safe_load(read_text(path))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else "?"
        said = f" ({error})" if type(error) is ValueError else ""
        raise SurveyError(
            f"{path} 第{line}行不是有效的 YAML{said}", f"{path} is no valid YAML at line {line}{said}"
        ) from error
