"""What the rows of a list say holds enterprises back: the ticked cells and the cells of text, not yet coded."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from datetime import date

from analysis.intake.findings import Findings
from analysis.intake.parts.above import reasons_above
from analysis.intake.parts.part import Part
from analysis.intake.rows.answer_cells import (
    NEEDS,
    Answer,
    asks_for_needs,
    is_denied,
    is_number,
    is_ticked,
    read_needs,
    says_nothing,
    texts_of,
)
from analysis.intake.rows.ledger import COLUMNS as RETURNED
from analysis.intake.setting import Setting
from analysis.intake.sheet import CellValue
from analysis.intake.values import first_choice, is_blank, mask_personal, parse_date
from analysis.vocabulary import Vocabulary, key, nfkc

COLUMNS = ("place", "row", "column", "category", "text")
# The columns that tell of difficulties beside those of texts, kinds and ticks.
_BESIDE = NEEDS | {"difficulty_amount", "difficulty_resolved", "task_state", "difficulty_any"}
_DIGIT = re.compile(r"\d")
_AMOUNT = re.compile(r"[约近超]?\d[\d.,]*\S{0,4}$")
_BARE = re.compile(r"\d[\d.,]*")
_IS_ASKED = re.compile("是否|与否")
_ALL_SOLVED = "（以上均已解决）"
_ON_A_DAY = re.compile(r"(?:已?[于在])?(\d[\d年月./-]*\d[日号]?)(?:已经|已)?(\D+)")
_BETWEEN_KINDS = re.compile(r"[、,，;；/|┋+\s]+")
# What a return says; not in which words: those of an error are not in each row of its merge.
_SAID = tuple(column for column in RETURNED if column not in ("place", "source_row", "said"))


def read_answers(part: Part, setting: Setting, findings: Findings) -> None:
    """Give a list with ``returns`` its ``answers``: of each of ``COLUMNS`` a list, one value per answer.

    ``place`` is that of the enterprise in ``part.rows``, ``row`` and ``column`` are those of the cell. A ticked cell
    has the category of its column, a cell of text its text without personal data; words in a column to tick are a text
    too, and the kinds of difficulties where no text describes them. What columns beside them say becomes part of the
    text, as if it stood there: how much (口罩不足，3000只), that all is solved (缺煤（以上均已解决）). Personal data
    are noted, and numbers to tick that are neither 0 nor 1. Where nothing is ticked in a row of ticked columns, and no
    reason is given, nothing is said; where a column asks whether there are difficulties, there may be none. A row
    that merely goes on with the enterprise above (cells merged downwards) answers for the place above.
    """
    places, words = list(dict.fromkeys(part.returns.get("place", ()))), setting.words
    found = _ticked(part, places, words, findings) + _told(part, places, words, findings)
    if not _BESIDE.isdisjoint({match.field for match in part.columns}):
        found = _with_amounts(part, found, words, findings)
        found += read_needs(part, places, found, words, findings)
        _tell_unread_outcomes(part, places, words, findings)
        found = _with_outcomes(found, _solved(part, places, words), words)
        found += _none(part, places, found, words)
    if found and (owners := _continued(part)):
        found = _once_an_enterprise(found, owners)
    if found:
        part.answers = dict(zip(COLUMNS, map(list, zip(*found, strict=True)), strict=True))


def _ticked(part: Part, places: Sequence[int], words: Vocabulary, findings: Findings) -> list[Answer]:
    """What columns to tick say: their ticks, and words as a text."""
    found: list[Answer] = []
    for column in part.named("difficulty_choice"):
        cells, code = part.cells[column], part.columns[column].code
        found += [(at, *part.cell(column, at), code, None) for at in places if is_ticked(cells[at], words)]
        for at in places:
            if is_number(cells[at]) and float(cells[at]) not in (0, 1):
                part.note(findings, "choice_unknown", column, at, cells[at])
        found += texts_of(part, column, places, findings, says_nothing(words))
    return found


def _told(part: Part, places: Sequence[int], words: Vocabulary, findings: Findings) -> list[Answer]:
    """What columns of texts, reasons and kinds say, and headings that give a reason."""
    found: list[Answer] = []
    for column in part.named("difficulty_text"):
        found += texts_of(part, column, places, findings)
    for column in part.named("stop_reason"):
        asks_both = part.columns[column].code == "difficulty_text"  # 未复工原因及困难: 无 is an answer
        found += texts_of(part, column, places, findings, None if asks_both else says_nothing(words))
    for column in part.named("difficulty_category"):
        texts = [part.cells[other] for other in part.named("difficulty_text")]
        untold = [at for at in places if all(is_blank(cells[at]) for cells in texts)]
        found += _kinds(part, column, untold, findings, words)
    return found + [(*where, None, mask_personal(why)) for *where, why in reasons_above(part, places)]


def _once_an_enterprise(found: list[Answer], owners: Mapping[int, int]) -> list[Answer]:
    """The answers, those of rows that merely go on with the enterprise above as its own, each once; ``owners``: the
    places of such rows, each with that of the first."""
    told = {(at, category, text) for at, _, _, category, text in found if at not in owners}
    return [
        (owners.get(at, at), row, column, category, text)
        for at, row, column, category, text in found
        if at not in owners or (owners[at], category, text) not in told
    ]


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


def _with_amounts(part: Part, found: list[Answer], words: Vocabulary, findings: Findings) -> list[Answer]:
    """The answers, each text without a number with the amount that stands beside it, in the unit of its header."""
    places = list(dict.fromkeys(at for at, *_ in found))
    amounts: dict[int, str] = {}
    for column in part.named("difficulty_amount"):
        stated = part.columns[column].unit
        unit = next((word for word, known in words.header_units.items() if known.code == stated), "")
        units = {at: str(said) for at in places if not is_blank(said := part.value("difficulty_unit", at))}
        told = {at: text for at, *_, text in texts_of(part, column, places, findings) if _AMOUNT.match(text)}
        amounts |= {
            at: f"{text.removesuffix('.0')}{units.get(at, unit)}" if _BARE.fullmatch(text) else text
            for at, text in told.items()
        }
    return [
        (at, row, column, category, f"{text}，{amounts[at]}" if text and not _DIGIT.search(text) else text)
        if at in amounts
        else (at, row, column, category, text)
        for at, row, column, category, text in found
    ]


def _tell_unread_outcomes(part: Part, places: Sequence[int], words: Vocabulary, findings: Findings) -> None:
    """An answer to 是否解决 that is neither yes nor no; 解决情况 may be told in any words."""
    for column in part.named("difficulty_resolved"):
        cells = part.cells[column]
        for at in places if _IS_ASKED.search(part.columns[column].path[-1]) else ():
            is_read = is_blank(cells[at]) or first_choice(cells[at], words.choices["resolved"])
            if not (is_read or _is_solved(cells[at], part.as_of, words)):
                part.note(findings, "choice_unknown", column, at, cells[at])


def _solved(part: Part, places: Sequence[int], words: Vocabulary) -> Set[int]:
    """The places of rows whose difficulties are all solved, as a column says; in a list of difficulties that of the
    state of a task too."""
    asked = [*part.named("difficulty_resolved"), *(part.named("task_state") if part.kind == "difficulties" else ())]
    return {
        at
        for cells in (part.cells[column] for column in asked)
        for at in places
        if _is_solved(cells[at], part.as_of, words)
    }


def _is_solved(cell: CellValue, as_of: date | None, words: Vocabulary) -> bool:
    """Whether an answer says so, also with the day on which it was: 2月20日解决, 已于2月20日办结."""
    answers = words.choices["resolved"]
    if first_choice(cell, answers) == "true":
        return True
    dated = _ON_A_DAY.fullmatch(nfkc(cell).strip()) if isinstance(cell, str) and as_of else None
    if dated is None or answers.get(key(dated[2])) != "true":
        return False
    day = parse_date(dated[1], as_of, words).value
    return day is not None and day <= as_of


def _with_outcomes(found: list[Answer], solved: Set[int], words: Vocabulary) -> list[Answer]:
    """The answers, those of some places as solved. A tick has no text: there the kind of its difficulty is one."""
    kinds = {category: word for word, category in reversed(words.choices["difficulty"].items())} if solved else {}
    return [
        (at, row, column, None, f"{text or kinds.get(category, '')}{_ALL_SOLVED}")
        if at in solved
        else (at, row, column, category, text)
        for at, row, column, category, text in found
    ]


def _none(part: Part, places: Sequence[int], found: list[Answer], words: Vocabulary) -> list[Answer]:
    """That there are no difficulties, where a column that asks for them says so and nothing else in its row tells of
    one."""
    told = {at for at, *_ in found}
    denied = {}
    for column in (*part.named("difficulty_any"), *asks_for_needs(part)):
        for at in places:
            if at not in told and is_denied(part.cells[column][at], words):
                denied.setdefault(at, (at, *part.cell(column, at), "none", None))
    return [*denied.values()]


def _kinds(part: Part, column: int, places: Sequence[int], findings: Findings, words: Vocabulary) -> list[Answer]:
    """The kinds of difficulties that cells name (用工、资金); other words are a text."""
    cells, known = part.cells[column], words.choices["difficulty"]
    told = [at for at in places if not is_blank(cells[at])]
    named = {at: [known.get(key(word)) for word in _BETWEEN_KINDS.split(str(cells[at]))] for at in told}
    kinds = [(at, *part.cell(column, at), code, None) for at, codes in named.items() if all(codes) for code in codes]
    return kinds + texts_of(part, column, [at for at, codes in named.items() if not all(codes)], findings)
