"""Words above a header that make it tell of something else: 去年, 女职工, 供应商, 节前, 预计, 较上周增加, 恢复比例.

去年 / 产值 is no 产值, 供应商 / 是否复工 no 是否复工: what stands under such a word means it only together with it.
"""

from __future__ import annotations

from functools import lru_cache

from analysis.intake.headers.composed import parts_of, tells_of
from analysis.intake.headers.words import HeaderWord
from analysis.vocabulary import Alias, Vocabulary, key

_TIMES = frozenset({"another_time", "yesterday"})
_FIRMS = frozenset({"another_firm"})
_ELSEWHERE = _TIMES | _FIRMS | {"another_group"}
_RATES = frozenset({"rate"})
_OTHERS = (
    _TIMES
    | _FIRMS
    | _RATES
    | {"another_group", "migrant", "outside", "local", "before", "normal", "expected", "goal", "difference"}
)
# What may stand beside them: 女职工返岗情况.
_BESIDE = frozenset({"filler", "status", "person", "back", "at_post", "count", "of", "restore"})
_MEASURES = frozenset({"integer", "number", "percent", "date", "state", "yes_no"})
# Of an enterprise itself, and of what is counted or dated in a table of its own or in none.
_OF_ENTERPRISES = frozenset({"status", "enterprises"})
_MEASURED = _OF_ENTERPRISES | {"summaries", ""}


def means_another(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a header's word says that what stands below it is of another time, group or enterprise, or a plan."""
    return bool(_others(key(text), vocabulary))


def asks_of_another(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a header's word asks what another firm or group answers, or what was: 供应商复工情况."""
    return tells_of(_ELSEWHERE, text, vocabulary)


def may_stand_alone(above: HeaderWord, meant: Alias, vocabulary: Vocabulary) -> bool:
    """Whether a word means what it means anywhere although it stands below such a word: 计划 / 责任单位."""
    others = _others(key(above.plain), vocabulary)
    field = vocabulary.fields[meant.field]
    if others & _TIMES:
        return False
    if others == _RATES and field.kind == "percent":
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


@lru_cache(4096)
def _others(word: str, vocabulary: Vocabulary) -> frozenset[str]:
    if word.endswith("同期"):
        return _TIMES
    parts = frozenset(parts_of(word, vocabulary) or ())
    others = parts & _OTHERS
    return others if others and parts <= _OTHERS | _BESIDE else frozenset()
