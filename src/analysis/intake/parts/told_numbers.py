"""Cells that tell several numbers apart by words: under 返岗人数, 应到310人，实到258人 says 258."""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.intake.headers.column import match_path
from analysis.vocabulary import Vocabulary, nfkc

_BETWEEN = re.compile(r"[,;、。\s()]+|(?<=[\d人名位])(?=[应实已未返到缺在][返到岗勤])")  # 应到120实到86
_BEFORE_NUMBER = re.compile(r"[^\d约近超]+")
_ANYBODY = frozenset({"员工", "职工", "人员", "工人", "用工"})  # of which staff, the column says
_SHORT_SIGNS = frozenset("缺差欠少除未没")
_SHORT_OF = frozenset(
    {"labour_gap", "staff_absent", "mask_need", "fund_need_10k_cny", "coal_need_t", "difficulty_amount"}
)
_CLAUSE = re.compile(r"(?P<label>[^\d约近超]*?)[:为是有]?(?P<number>[约近超]?\d+(?:\.\d+)?[^\d.]{0,3})")


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
    clauses = [_CLAUSE.fullmatch(clause) for clause in _BETWEEN.split(nfkc(text)) if clause]
    if not all(clauses):
        return ()
    return tuple(
        (clause["label"] and match_path(1, (clause["label"],), words).field, clause["number"]) for clause in clauses
    )


@lru_cache(4096)
def tells_another(text: str, field: str, words: Vocabulary) -> bool:
    """Whether the words before a number say that it is not the field's: under 返岗人数, 缺20人, 未到岗15人."""
    label = _BEFORE_NUMBER.match(nfkc(text).strip())
    if label is None or field in _SHORT_OF or label[0] in _ANYBODY:
        return False
    if not _SHORT_SIGNS.isdisjoint(label[0]):
        return True
    meant = match_path(1, (label[0],), words).field or match_path(1, (f"{label[0]}人数",), words).field
    return meant is not None and meant != field
