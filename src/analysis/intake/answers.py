"""What the rows of a list say holds enterprises back: the ticked cells and the cells of text, not yet coded."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from functools import lru_cache

from analysis.intake.findings import Findings
from analysis.intake.ledger import COLUMNS as RETURNED
from analysis.intake.parts import Part
from analysis.intake.setting import Setting
from analysis.intake.sheet import CellValue
from analysis.intake.typed import note
from analysis.intake.values import is_blank, is_error, mask_personal
from analysis.intake.values.parsed import plain
from analysis.vocabulary import Vocabulary, key

COLUMNS = ("place", "row", "column", "category", "text")
_BETWEEN_KINDS = re.compile(r"[、,，;；/|+\s]+")
# What a return says; not in which words: those of an error are not in each row of its merge.
_SAID = tuple(column for column in RETURNED if column not in ("place", "source_row", "said"))


def read_answers(part: Part, setting: Setting, findings: Findings) -> None:
    """Give a list with ``returns`` its ``answers``: of each of ``COLUMNS`` a list, one value per answer.

    ``place`` is that of the enterprise in ``part.rows``, ``row`` and ``column`` are those of the cell. A ticked cell
    has the category of its column, a cell of text its text without personal data; words in a column to tick are a text
    too, and the kinds of difficulties where no text describes them. Personal data, and a number to tick that is neither
    0 nor 1, are noted. Where nothing is ticked in a row of ticked columns, and no reason is given, nothing is said. A
    row that merely goes on with the enterprise above (cells merged downwards) answers for the place above.
    """
    found: list[tuple[int, int, int, str | None, str | None]] = []
    places = list(dict.fromkeys(part.returns.get("place", ())))
    unsaid = _says_nothing(setting.words)
    for column in part.named("difficulty_choice"):
        cells, code = part.cells[column], part.columns[column].code
        ticked = [at for at in places if _is_ticked(cells[at], setting.words)]
        found += [(at, *part.cell(column, at), code, None) for at in ticked]
        for at in places:
            if _is_number(cells[at]) and float(cells[at]) not in (0, 1):
                note(part, "choice_unknown", column, at, findings, cells[at])
        found += _texts(part, column, places, findings, unsaid)
    for column in part.named("difficulty_text"):
        found += _texts(part, column, places, findings)
    for column in part.named("stop_reason"):
        found += _texts(part, column, places, findings, unsaid)
    for column in part.named("difficulty_category"):
        texts = [part.cells[other] for other in part.named("difficulty_text")]
        untold = [at for at in places if all(is_blank(cells[at]) for cells in texts)]
        found += _kinds(part, column, untold, findings, setting.words)
    if found and (owners := _continued(part)):
        told = {(at, category, text) for at, _, _, category, text in found if at not in owners}
        found = [
            (owners.get(at, at), row, column, category, text)
            for at, row, column, category, text in found
            if at not in owners or (owners[at], category, text) not in told
        ]
    if found:
        part.answers = dict(zip(COLUMNS, map(list, zip(*found, strict=True)), strict=True))


@lru_cache(8)
def _says_nothing(words: Vocabulary) -> frozenset[str]:
    """What in a column to tick, or of reasons, is no text."""
    return words.marks["missing"].union(words.choices["yes_no"])


def _continued(part: Part) -> dict[int, int]:
    """The places of rows that say the same return as the row above them, each with the place of the first."""
    places, names = part.returns["place"], part.returns["name"]
    said = [part.returns[column] for column in _SAID if column in part.returns]
    owners: dict[int, int] = {}
    for this in range(1, len(places)):
        above = this - 1
        if names[this] == names[above] and all(values[this] == values[above] for values in said):
            owners[places[this]] = owners.get(places[above], places[above])
    return owners


def _texts(
    part: Part, column: int, places: Sequence[int], findings: Findings, unsaid: Container[str] | None = None
) -> list[tuple[int, int, int, None, str]]:
    """The texts of a column; where some words say nothing (``unsaid``), neither these nor numbers."""
    cells = part.cells[column]
    told = [(at, cells[at]) for at in places if cells[at] is not None]
    told = [(at, value) for at, value in told if not (is_blank(value) or is_error(value))]
    if unsaid is not None:
        told = [
            (at, text)
            for at, text in told
            if isinstance(text, str) and plain(text).lower() not in unsaid and not _is_number(text)
        ]
    found = []
    for at, value in told:
        text = str(value).strip()
        masked = _masked(text)
        if masked != text:
            note(part, "personal_masked", column, at, findings)
        found.append((at, *part.cell(column, at), None, masked))
    return found


def _kinds(
    part: Part, column: int, places: Sequence[int], findings: Findings, words: Vocabulary
) -> list[tuple[int, int, int, str | None, str | None]]:
    """The kinds of difficulties that cells name (用工、资金); other words are a text."""
    cells, known = part.cells[column], words.choices["difficulty"]
    told = [at for at in places if not is_blank(cells[at])]
    named = {at: [known.get(key(word)) for word in _BETWEEN_KINDS.split(str(cells[at]))] for at in told}
    kinds = [(at, *part.cell(column, at), code, None) for at, codes in named.items() if all(codes) for code in codes]
    return kinds + _texts(part, column, [at for at, codes in named.items() if not all(codes)], findings)


_masked = lru_cache(4096)(mask_personal)  # rows of a list say much the same


def _is_number(value: CellValue) -> bool:
    return isinstance(value, int | float) or (isinstance(value, str) and value.strip().isdecimal())


def _is_ticked(value: CellValue, words: Vocabulary) -> bool:
    if is_blank(value) or is_error(value) or value is False:
        return False
    return value is True or words.choices["yes_no"].get(str(value).strip().lower()) == "true" or value == 1
