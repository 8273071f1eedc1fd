"""The field that an unknown header may ask for, going by its letters: offered to a person, never read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from analysis.intake.headers.others import asks_of_another
from analysis.intake.headers.readings import GENERIC
from analysis.intake.headers.words import HeaderWord, in_brackets, unit_stated
from analysis.vocabulary import Field, Vocabulary, key

# Of 100; below that two words have little in common but their length.
_HALF, _LIKE_FROM, _LIKE_FROM_LATIN = 50.0, 60.0, 75.0
_ASKS_FOR = (  # by the end of a header
    (re.compile("(?:时间|日期|何时|年月日)$"), "day_of_calendar"),
    (re.compile("(?:天数|日数)$"), "day"),
    (re.compile("(?:率|比例|占比|比重|百分比|涨幅|降幅|%)$"), "percent"),
    (re.compile("(?:人数|人次|人员数|员工数|职工数|员工|职工|工人)$"), "person"),
    (re.compile("(?:户数|家数|企业数|企业个数)$"), "household"),
    (re.compile("(?:原因|措施|方式|名称|等级|类型|说明|单位|地址)$"), "words"),
)
# In brackets, no word but a measure that we do not know: cm, TEU, 亩.
_MEASURE = re.compile(r"[A-Za-z][A-Za-z0-9/]{0,5}|[^\W\d是否]|公里|平方米|公顷")
# Ends that many headers share; what stands before them has to be alike too: 用电类别 is no 复工类别.
_COMMON_END = re.compile(
    "(?:时间|日期|人数|户数|家数|个数|天数|数量|总数|数|率|比例|占比|类别|类型|情况|状态|名称|单位|需求|缺口|原因|说明|进展|进度|安排)$"
)
_SIGNS = frozenset("未缺不停无非拟应影减损增降闭")
_OF_OTHERS = ("supplier", "downstream")
_NO_GUESS = "remark"  # such a column may be read as a remark without harm


def guessed(alike: Iterable[tuple[str, float]], words: tuple[HeaderWord, ...], vocabulary: Vocabulary) -> str:
    """The field of the first of the known words ``alike`` (with their likeness, the greatest first) whose kind of
    answer is the one that the header (``words``) asks for; '' where there is none."""
    is_of_another = any(asks_of_another(word.plain, vocabulary) for word in words)
    last = _asking(words)
    unknown = any(map(_MEASURE.fullmatch, in_brackets(words[-1].full)))
    for known, likeness in alike:
        field = vocabulary.fields[vocabulary.columns.exact[known].field]
        if likeness < (_LIKE_FROM_LATIN if known.isascii() else _LIKE_FROM):
            return ""
        if is_of_another and not field.name.startswith(_OF_OTHERS):
            continue  # 供应商复工情况 is no 复工情况
        if not _alike_before_end(known, last):
            continue
        if _SIGNS.intersection(known) != _SIGNS.intersection(last):  # 缺岗数 is not 返岗数
            continue
        if not (unknown and field.is_number) and answers(field, words, vocabulary):
            return field.name
    return ""


def _asking(words: Sequence[HeaderWord]) -> str:
    """The last word, of one that says little with the one above it."""
    return "".join(word.plain for word in (words[-2:] if key(words[-1].plain) in GENERIC else words[-1:]))


def _alike_before_end(known: str, asked: str) -> bool:
    from rapidfuzz import fuzz  # see ``spellings.nearest``

    words = [_COMMON_END.sub("", word) for word in (known, asked)]
    return words == ["", ""] or fuzz.ratio(*words) > _HALF


def row_to_paste(field: str, words: Sequence[HeaderWord]) -> str:
    """The row of columns.csv that gives a header a meaning: ``field``, a remark where that is ''."""
    alias = "/".join(word.plain for word in words[-2:]).replace('"', '""')
    if any(mark in alias for mark in ',"\n'):
        alias = f'"{alias}"'
    return f"{field or _NO_GUESS},{alias},,"


def guess_of(row: str) -> str:
    """The field that such a row offers; '' for none."""
    return row.partition(",")[0].replace(_NO_GUESS, "")


def answers(field: Field, words: Sequence[HeaderWord], vocabulary: Vocabulary) -> bool:
    """Whether a field's answers are of the kind that a header asks for by its end, and its numbers of the dimension of
    its unit: 存在困难企业数 asks for no names."""
    last, measure, is_number = _asking(words), unit_stated(words), field.is_number
    asked = next((kind for said, kind in _ASKS_FOR if said.search(last)), "")
    if measure and is_number and _measured_in(measure, vocabulary) != _measured_in(field.unit, vocabulary):
        return False
    if "%" in last and not is_number:
        return False
    if asked == "day_of_calendar":
        return field.kind == "date"
    if asked == "words":
        return not is_number and field.kind != "date"
    return not asked or field.unit == asked


def _measured_in(unit: str, vocabulary: Vocabulary) -> str:
    """The dimension of a unit; of counts what is counted: persons, enterprises, things."""
    known = vocabulary.unit_codes.get(unit)
    if known is None:
        return ""
    return unit.rpartition("_")[2].replace("item", "piece") if known.dimension == "count" else known.dimension
