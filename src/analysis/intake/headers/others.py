"""Words above a header, or in its brackets, that make it tell of something else: 去年, 女职工, 供应商, 节前, 预计,
恢复比例.

去年 / 产值 is no 产值, 供应商 / 是否复工 no 是否复工: what stands under such a word means it only together with it, and
so does 返岗人数（上周）.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from analysis.intake.headers.readings import EITHER
from analysis.intake.headers.words import HeaderWord, in_brackets, read_word
from analysis.intake.pieces import parts_of, tells_of
from analysis.vocabulary import Alias, Vocabulary, key

_TIMES = frozenset({"another_time", "next_time", "same_period", "yesterday"})
_FIRMS = frozenset({"another_firm"})
_ELSEWHERE = _TIMES | _FIRMS | {"another_group"}
_RATES = frozenset({"rate"})
_OTHERS = (
    _TIMES
    | _FIRMS
    | _RATES
    | {"another_group", "migrant", "outside", "local", "before", "normal", "expected", "goal", "difference"}
    | {"apply", "approve", "cumulative", "paid"}
)
_NOT_NOW = _TIMES | {"expected", "goal", "difference", "cumulative"}
# 申请 / 返岗人数 is not who is back, 累计 / 产值 more than the day's; what is needed is to come anyway.
_ASKED_FOR = frozenset({"apply", "approve"})
_UP_TO_NOW = frozenset({"cumulative"})
_TO_COME = frozenset({"expected", "normal"})
_FLOWS = frozenset({"output_10k_cny", "power_kwh", "daily_output_10k_cny", "revenue_10k_cny", "tax_10k_cny"})
_MONTHS = re.compile(r"(?:(?:19|20)\d\d年)?\d{1,2}月?[-—–~至到]+\d{1,2}月份?(?:累计)?")
# What may stand beside them: 女职工返岗情况.
_BESIDE = frozenset({"filler", "status", "person", "back", "at_post", "count", "of", "restore"})
_MEASURES = frozenset({"integer", "number", "percent", "date", "state", "yes_no"})
# Of an enterprise itself, and of what is counted or dated in a table of its own or in none.
_OF_ENTERPRISES = frozenset({"status", "enterprises"})
_MEASURED = _OF_ENTERPRISES | {"summaries", "difficulties", ""}
_SCALE_ALONE = re.compile(r"(?:in)?(?:'000s?|thousands?|millions?|lakhs?|crores?|billions?)")  # of which unit?
# How to fill in a number, not which one.
_HINT = re.compile("[填选如例打√注见可请必含指按无%\\d]|格式|单位|数字|截[至止]|小数|整数|包括|没有|以[上下]|左右")


def means_another(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a header's word says that what stands below it is of another time, group or enterprise, or a plan."""
    return bool(_others_of(text, vocabulary))


def asks_of_another(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a header's word asks what another firm or group answers, or what was: 供应商复工情况."""
    return tells_of(_ELSEWHERE, text, vocabulary)


def tells_of_other_times(path: Iterable[str], vocabulary: Vocabulary) -> bool:
    """Whether a header asks not for now but for another time, a plan, a sum of times or a change: 上月产能利用率,
    返岗人数 / 增减."""
    said = (read_word(word, vocabulary).plain for word in path)
    return any("同期" in word or tells_of(_NOT_NOW, word, vocabulary) for word in said)


def may_stand_alone(above: HeaderWord, meant: Alias, vocabulary: Vocabulary) -> bool:
    """Whether a word means what it means anywhere although it stands below such a word: 计划 / 责任单位."""
    others = _others_of(above.plain, vocabulary)
    field = vocabulary.fields[meant.field]
    if others & _TIMES:
        return False
    if others <= _ASKED_FOR:
        return not field.is_number
    if others <= _UP_TO_NOW:
        return meant.field not in _FLOWS
    if others <= _TO_COME and field.table == "difficulties":
        return True
    if others & _FIRMS and field.table in _OF_ENTERPRISES:
        return False
    return field.kind not in _MEASURES or field.table not in _MEASURED


def meant_together(above: HeaderWord, last: HeaderWord, vocabulary: Vocabulary) -> Alias | None:
    """What a word means below such a word by a rule of the vocabulary that names it: 湖北籍 / 返岗人数, not by one that
    names what is beside it (员工 / 返岗率)."""
    word = key(above.plain)
    for contexts, meant in vocabulary.columns.below.get(key(last.plain), ()):
        if len(contexts) == 1 and contexts[0] in word and _others(contexts[0], vocabulary):
            return meant
    return None


def _others_of(text: str, vocabulary: Vocabulary) -> frozenset[str]:
    return _TIMES if _MONTHS.fullmatch(text) else _others(key(text), vocabulary)


@lru_cache(4096)
def _others(word: str, vocabulary: Vocabulary) -> frozenset[str]:
    word = word.removeprefix("其中").lstrip(":")
    parts = frozenset(parts_of(word, vocabulary) or ())
    others = parts & _OTHERS
    return others if others and parts <= _OTHERS | _BESIDE else frozenset()


def brackets_above(words: tuple[HeaderWord, ...], vocabulary: Vocabulary) -> tuple[HeaderWord, ...]:
    """The words; what brackets say of another time, group or plan stands above what it is said of: 返岗人数（上周）."""
    last = words[-1]
    if last.full == last.plain or EITHER.match(key(last.full)):
        return words
    told = in_brackets(last.full)
    if sum(key(text) in vocabulary.states for text in told) > 1:  # （正常、半停产、停产）
        return words
    said = next((text for text in told if means_another(text, vocabulary)), None)
    return (*words[:-1], HeaderWord(said, said), last._replace(full=last.plain)) if said else words


def is_doubted(last: HeaderWord, meant: Alias, vocabulary: Vocabulary) -> bool:
    """Whether brackets say of a number what nobody knows: 产值（不变价）, Staff (thousand)."""
    if last.full == last.plain or not vocabulary.fields[meant.field].is_number:
        return False
    if key(last.full) in vocabulary.columns.exact:
        return False
    if any(map(_SCALE_ALONE.fullmatch, in_brackets(last.full))):
        return True
    said = [text for text in in_brackets(last.full) if len(text) > 1 and not text.isascii() and not _HINT.search(text)]
    return not all(key(text) in vocabulary.columns.exact or parts_of(text, vocabulary) for text in said)
