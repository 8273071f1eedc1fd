"""Tables that say what codes stand for (代码项 | 代码 | 含义): their rows as the lines that other sheets write."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analysis.intake.headers.legends import SIGNS
from analysis.intake.sheet import CellValue

_CODE = re.compile(rf"\d{{1,2}}|[A-Fa-f]|[{SIGNS}]")


def legend_lines(rows: Iterable[list[CellValue]]) -> list[str]:
    """A line for each thing that rows give codes, each with the word beside it: 复工状态：0=未复工，1=已复工.

    What the codes are of stands before them, once or in each row.
    """
    said: dict[str, dict[str, str]] = {}
    thing = ""
    for cells in rows:
        filled = [text for cell in cells if cell is not None and (text := str(cell).removesuffix(".0").strip())]
        at = next((place for place, text in enumerate(filled[:-1]) if _CODE.fullmatch(text)), None)
        if at is None:
            thing = filled[0] if len(filled) == 1 else ""
            continue
        thing = filled[at - 1] if at else thing
        if not _CODE.fullmatch(filled[at + 1]):
            said.setdefault(thing, {})[filled[at]] = filled[at + 1]
    return [
        f"{thing}：" + "，".join(f"{code}={word}" for code, word in codes.items())
        for thing, codes in said.items()
        if len(codes) > 1
    ]
