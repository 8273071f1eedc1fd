"""What the rows of a list say holds enterprises back: the ticked cells and the cells of text, not yet coded."""

from __future__ import annotations

from functools import lru_cache

from analysis.intake.parts import Part
from analysis.intake.setting import Setting
from analysis.intake.sheet import CellValue
from analysis.intake.values import is_blank, is_error, mask_personal
from analysis.vocabulary import Vocabulary

COLUMNS = ("place", "row", "column", "category", "text")


def read_answers(part: Part, setting: Setting) -> None:
    """Give a list with ``returns`` its ``answers``: of each of ``COLUMNS`` a list, one value per answer.

    ``place`` is that of the enterprise in ``part.rows``, ``row`` and ``column`` are those of the cell. A ticked cell
    has the category of its column, a cell of text its text without personal data. Where nothing is ticked in a row of
    ticked columns, nothing is said.
    """
    found: list[tuple[int, int, int, str | None, str | None]] = []
    places = list(dict.fromkeys(part.returns.get("place", ())))
    for column in part.named("difficulty_choice"):
        cells, code = part.cells[column], part.columns[column].code
        ticked = [at for at in places if _is_ticked(cells[at], setting.words)]
        found += [(at, *part.cell(column, at), code, None) for at in ticked]
    for column in part.named("difficulty_text"):
        cells = part.cells[column]
        told = [(at, cells[at]) for at in places if not is_blank(cells[at]) and not is_error(cells[at])]
        found += [(at, *part.cell(column, at), None, _masked(str(value).strip())) for at, value in told]
    if found:
        part.answers = dict(zip(COLUMNS, map(list, zip(*found, strict=True)), strict=True))


_masked = lru_cache(4096)(mask_personal)  # rows of a list say much the same


def _is_ticked(value: CellValue, words: Vocabulary) -> bool:
    if is_blank(value) or is_error(value) or value is False:
        return False
    return value is True or words.choices["yes_no"].get(str(value).strip().lower()) == "true" or value == 1
