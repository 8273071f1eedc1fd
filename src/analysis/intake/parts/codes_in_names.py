"""Credit codes that stand in the cell of the name (企业名称及统一社会信用代码) get a column of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.intake.headers.column import ColumnMatch
from analysis.intake.sheet import CellValue
from analysis.intake.values.parsed import is_blank
from analysis.vocabulary import nfkc

_CODE = re.compile(
    r"[\s(,;/、:]*(?:(?:统一)?(?:社会)?信用代码|代码|税号)?[:\s]*(?<![0-9A-Za-z])(\d[0-9A-Za-z]{14,19})(?![0-9A-Za-z])[\s)]*"
)

_NAME_AND_CODE = 19  # characters at least


def split_codes(
    columns: Sequence[ColumnMatch], cells: Sequence[Sequence[CellValue]]
) -> tuple[Sequence[ColumnMatch], Sequence[Sequence[CellValue]]]:
    """The columns and their cells, names without the codes behind or before them; where a column asks for codes, its
    own ones hold.

    A code alone stands for the name.
    """
    place = next((at for at, match in enumerate(columns) if match.field == "name"), None)
    asked = next((at for at, match in enumerate(columns) if match.field == "uscc"), None)
    if place is None or (asked is not None and not _any_long(cells[place])):
        return columns, cells
    found = [_split(cell) for cell in cells[place]]
    if not any(code for _, code in found):
        return columns, cells
    names, codes = [name for name, _ in found], [code for _, code in found]
    cells = [*cells[:place], names, *cells[place + 1 :]]
    if asked is not None:
        own = [code if is_blank(cell) else cell for cell, code in zip(cells[asked], codes, strict=True)]
        return columns, [*cells[:asked], own, *cells[asked + 1 :]]
    beside = columns[place]._replace(field="uscc", unit="", rules=())
    return [*columns, beside], [*cells, codes]


def _any_long(cells: Sequence[CellValue]) -> bool:
    return any([type(cell) is str and len(cell) > _NAME_AND_CODE for cell in cells])


def _split(cell: CellValue) -> tuple[CellValue, str | None]:
    told = _CODE.search(nfkc(cell)) if isinstance(cell, str) and len(cell) > 15 else None
    if told is None:
        return cell, None
    text = nfkc(cell)
    return (text[: told.start()] + text[told.end() :]).strip() or text.strip(), told[1].upper()
