"""Several numbers in one cell: under 返岗人数, 应到310人，实到258人 says 258; otherwise they become a column each.

Labelled ones below a header that nobody knows: 人员情况 over 应到120，实到80. Two where the header names both:
在岗人数/总人数 over 120/150, 返岗人数（总人数） over 120（150）.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import islice

from analysis.intake.headers.column import ColumnMatch, match_path
from analysis.intake.headers.others import means_another
from analysis.intake.headers.words import unit_of
from analysis.intake.parts.part import Filled
from analysis.intake.pieces import parts_of
from analysis.intake.sheet import CellValue
from analysis.vocabulary import Vocabulary, key, nfkc

_TOLD = "told"  # the code of a column that has the numbers of its field
_UNREAD = ("header_unknown", "header_duplicate")
_LOOKED_AT = 3  # cells that show whether a column is worth reading
_MOST = 0.5  # of the cells have to say so; pairs only under a header that means something by itself
_HALVES = ("1/2", "2/2")  # which of its cells' numbers a column has, as its code
_PAIR = re.compile(r"\s*(\d[\d.,]*)\s*\D?\s*(?:[/(]|\b(?:out )?of\b)\s*(\d[\d.,]*)\s*\D?\s*\)?\s*")
_BRACKETED = re.compile(r"([^()/]+)\(([^()/]+)/([^()/]+)\)")
_BEHIND = re.compile(r"([^()/]+)\(([^()/]+)\)")
_LAST = re.compile(r"\(([^()]*)\)$")
_LONE = re.compile(r"\s*\d[\d.,]*\s*\D?\s*")
_BETWEEN = re.compile(
    r"[,;、。()]+|(?<![\da-z])\s+|\s+(?![a-z])|(?<=[\d人名位])(?=[应实已未返到缺在][返到岗勤])"
)  # 应到120实到86
_BEFORE_NUMBER = re.compile(r"[^\d约近超]+")
_TOTAL = frozenset({"total", "count", "filler", "of", "normal", "person"})
_ANYBODY = frozenset({"员工", "职工", "人员", "工人", "用工"})  # of which staff, the column says
_SHORT_SIGNS = frozenset("缺差欠少除未没")
_SHORT_OF = frozenset(
    {"labour_gap", "staff_absent", "mask_need", "fund_need_10k_cny", "coal_need_t", "difficulty_amount"}
)
_CLAUSE = re.compile(r"(?P<label>[^\d约近超]*?)[:为是有]?(?P<number>[约近超]?\d+(?:\.\d+)?[^\d.]{0,3})")
_CLAUSE_LATIN = re.compile(r"(?P<number>\d+)(?P<label>[a-z]{4,})", re.IGNORECASE)  # 150 staff, without its spaces


def mark_numbers(
    matches: list[ColumnMatch], words: Vocabulary, cells_of: Callable[[int], Sequence[CellValue]]
) -> list[ColumnMatch]:
    """The columns, one that is not read as a column for each thing that its cells give a number of, and that this is
    assumed; what other columns ask is theirs."""
    found: list[ColumnMatch] = []
    for match in matches:
        fields = _fields_told(cells_of(match.column), words) if _is_unread(match, words) else ()
        if not fields:
            found.append(match)
            continue
        taken = {other.field for other in (*matches, *found)}
        new = [
            ColumnMatch(match.column, field, _TOLD, path=match.path, rules=("header_ambiguous",))
            for field in fields
            if field not in taken
        ]
        found += new or [match]
    return found


def numbers_of_label(
    match: ColumnMatch, cell: CellValue, taken: Sequence[str | None], words: Vocabulary
) -> list[tuple[ColumnMatch, str]]:
    """The same of a form's label, each thing with its number."""
    fields = _fields_told([cell], words) if _is_unread(match, words) else ()
    return [
        (match._replace(field=field, suggestion="", rules=("header_ambiguous",)), _numbers(cell, words)[field])
        for field in fields
        if field not in taken
    ]


def _is_unread(match: ColumnMatch, words: Vocabulary) -> bool:
    is_unread = match.field is None and not set(_UNREAD).isdisjoint(match.rules)
    return is_unread and not match.date and not any(means_another(word, words) for word in match.path)


def _fields_told(cells: Sequence[CellValue], words: Vocabulary) -> tuple[str, ...]:
    """What most cells give numbers of, two or more things; none of other cells."""
    said = [cell for cell in cells if cell is not None]
    if not any(isinstance(cell, str) and len(told_numbers(cell, words)) > 1 for cell in islice(said, _LOOKED_AT)):
        return ()
    told = [_numbers(cell, words) for cell in said]
    fields = tuple(dict.fromkeys(field for numbers in told for field in numbers))
    return fields if len(fields) > 1 and sum(map(bool, told)) > _MOST * len(said) else ()


def _numbers(cell: CellValue, words: Vocabulary) -> dict[str, str]:
    """Field -> its number, of a cell that says nothing else."""
    told = told_numbers(cell, words) if isinstance(cell, str) else ()
    if not all(field and words.fields[field].is_number for field, _ in told):
        return {}
    numbers = dict(told)
    return numbers if len(numbers) == len(told) else {}


def split_numbers(read: Filled, words: Vocabulary) -> Filled:
    """The columns, those of labelled numbers with their own."""
    return _split(read, (_TOLD,), lambda cell, match: _own(cell, match.field, words))


def _split(read: Filled, codes: Sequence[str], own: Callable[[CellValue, ColumnMatch], CellValue]) -> Filled:
    """The columns, those marked with one of ``codes`` with what is their ``own`` of each cell."""
    if not any(match.code in codes for match in read.columns):
        return read
    split = [
        [own(cell, match) for cell in column] if match.code in codes else column
        for match, column in zip(*read, strict=True)
    ]
    return Filled([match._replace(code="") if match.code in codes else match for match in read.columns], split)


def _own(cell: CellValue, field: str, words: Vocabulary) -> CellValue:
    numbers = _numbers(cell, words)
    return numbers.get(field) if numbers else unsplit(cell)


def pairs_named(matches: Sequence[ColumnMatch], words: Vocabulary) -> dict[int, list[ColumnMatch]]:
    """The places of columns whose header is two words for numbers, with a column for each of them; what another column
    asks is its own."""
    found: dict[int, list[ColumnMatch]] = {}
    for place, match in enumerate(matches):
        if any("/" in word or "／" in word or word[-1:] in ")）" for word in match.path[-2:]):
            halves = _number_halves(match, words)
            taken = {other.field for at, other in enumerate(matches) if at != place}
            if halves and taken.isdisjoint(half.field for half in halves):
                found[place] = [h._replace(path=match.path, code=code) for h, code in zip(halves, _HALVES, strict=True)]
    return found


def mark_pairs(
    matches: Sequence[ColumnMatch],
    named: Mapping[int, list[ColumnMatch]],
    cells_of: Callable[[int], Sequence[CellValue]],
) -> list[ColumnMatch]:
    """The columns, those that may be two (``named``, see ``pairs_named``) as both if the header means nothing else or
    most of the cells (``cells_of`` a column of the sheet) are pairs."""

    def own(place: int, match: ColumnMatch) -> list[ColumnMatch]:
        halves = named.get(place, [])
        return halves if halves and (match.field is None or _are_pairs(cells_of(match.column))) else [match]

    return [column for place, match in enumerate(matches) for column in own(place, match)]


def _are_pairs(cells: Sequence[CellValue]) -> bool:
    said = [cell for cell in cells if cell is not None]
    pairs = [cell for cell in said if isinstance(cell, str) and _PAIR.fullmatch(nfkc(cell))]
    return len(pairs) > _MOST * len(said)


def split_pairs(read: Filled) -> Filled:
    """The columns, those of pairs with their own numbers."""
    return _split(read, _HALVES, lambda cell, match: _half(cell, _HALVES.index(match.code)))


def _number_halves(match: ColumnMatch, words: Vocabulary) -> list[ColumnMatch]:
    """What the two words of a header mean, where both ask for a number and not for the same; else none."""
    halves = _halves(match, words)
    numbers = {half.field for half in halves if half.field and words.fields[half.field].is_number}
    return halves if len(numbers) == 2 else []


def _halves(match: ColumnMatch, words: Vocabulary) -> list[ColumnMatch]:
    """What the two words of a header mean; none of one that has not two."""
    if match.date or (match.field is not None and not words.fields[match.field].is_number):
        return []
    path = match.path[:-1] if len(match.path) > 1 and unit_of(match.path[-1], words) else match.path
    if not path or (match.field is None and "header_unknown" not in match.rules):
        return []
    *above, last = path
    last = nfkc(last)
    if (unit := _LAST.search(last)) and (len(unit[1]) == 1 or unit_of(unit[1], words)):  # （人）, （万元）
        last = last[: unit.start()]
    if bracketed := _BRACKETED.fullmatch(last):
        what, *said = bracketed.groups()
        return _of_all_staff([_half_of(match, above, what, word, words) for word in said], said, words)
    behind = _BEHIND.fullmatch(last)
    said = behind.groups() if behind else last.split("/")
    halves = [match_path(match.column, (*above, word), words) for word in said]
    return _of_all_staff(halves, said, words) if len(said) == 2 else []


def _of_all_staff(halves: list[ColumnMatch], said: Sequence[str], words: Vocabulary) -> list[ColumnMatch]:
    """The halves, 总数 beside who is back as all the staff: 返岗率（返岗/总数）, Staff back / total."""
    if "staff_back" not in {half.field for half in halves}:
        return halves
    return [
        half.known_as("staff_normal") if _is_total(word, words) else half
        for half, word in zip(halves, said, strict=True)
    ]


def _is_total(word: str, words: Vocabulary) -> bool:
    return _TOTAL.issuperset(parts_of(key(word), words) or ("unknown",))


def _half_of(match: ColumnMatch, above: Sequence[str], what: str, word: str, words: Vocabulary) -> ColumnMatch:
    """What one of two words in brackets means, with or without the word before them: 用工（到岗/正常）."""
    said = [match_path(match.column, (*above, text), words) for text in (word, word + what, what + word)]
    return next((half for half in said if half.field and words.fields[half.field].is_number), said[0])


def _half(cell: CellValue, which: int) -> CellValue:
    """One number of a cell. What is no pair is told with the first."""
    pair = _PAIR.fullmatch(nfkc(cell)) if isinstance(cell, str) else None
    if pair:
        return pair[which + 1]
    return None if which else unsplit(cell)


def unsplit(cell: CellValue) -> CellValue:
    """A cell that does not say what is looked for in it; so that it is told: which of them a lone number is, nobody
    says."""
    text = nfkc(str(cell)) if isinstance(cell, (str, int, float)) else ""
    return f"一个数{text}" if _LONE.fullmatch(text) else cell


@lru_cache(4096)  # asked only of what is no number, and of each text once
def told_number(text: str, field: str, words: Vocabulary) -> str | None:
    """The words of the one number in a text that is told as a field's; None where there is none, or more than one.

    Each number has a label that a header could be (应到310人，实到258人); the first may go without, if all others are
    told as something else: 258（应到310）.
    """
    told = told_numbers(text, words)
    if len(told) < 2:
        return None
    (first, number), *others = told
    told = [(field if first == "" else first, number), *others]
    meant = [of for of, _ in told]
    return told[meant.index(field)][1] if meant.count(field) == 1 and None not in meant and "" not in meant else None


@lru_cache(4096)
def told_numbers(text: str, words: Vocabulary) -> tuple[tuple[str | None, str], ...]:
    """The numbers of a text that says nothing else, each with the field that its label means ('' where it has none,
    None where nobody knows it); none of another text."""
    said = [clause for clause in _BETWEEN.split(nfkc(text)) if clause]
    clauses = [_CLAUSE.fullmatch(clause) or _CLAUSE_LATIN.fullmatch(clause.replace(" ", "")) for clause in said]
    if not all(clauses):
        return ()
    labels = [clause["label"] for clause in clauses]
    fields = [label and _field_of(label, words) for label in labels]
    if "staff_back" in fields:  # 共120人，到岗80人
        said = zip(fields, labels, strict=True)
        fields = ["staff_normal" if field is None and _is_total(label, words) else field for field, label in said]
    return tuple(zip(fields, [clause["number"] for clause in clauses], strict=True))


def _field_of(label: str, words: Vocabulary) -> str | None:
    """What a label says that its number counts: of 返岗, 已到, present those who are back."""
    counted = f"{label} staff" if label.isascii() else f"{label}人数"
    return match_path(1, (label,), words).field or match_path(1, (counted,), words).field


@lru_cache(4096)
def tells_another(text: str, field: str, words: Vocabulary) -> bool:
    """Whether the words before a number say that it is not the field's: under 返岗人数, 缺20人, 未到岗15人."""
    label = _BEFORE_NUMBER.match(nfkc(text).strip())
    if label is None or field in _SHORT_OF or label[0] in _ANYBODY:
        return False
    if not _SHORT_SIGNS.isdisjoint(label[0]):
        return True
    meant = _field_of(label[0], words)
    return meant is not None and meant != field
