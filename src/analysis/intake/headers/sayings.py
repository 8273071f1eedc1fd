"""Words that say the same in other words: 复工日期 and 复工时间, 从业人员数 and 职工人数."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from analysis.vocabulary import Alias, Vocabulary

# Two ways to say one thing: a header that is known but for them is known.
_SAME = (
    ("日期", "时间"), ("员工", "职工"), ("恢复生产", "复产"), ("及", "和"), ("与", "和"),
    ("事项", "问题"), ("的", ""), ("状态", "情况"), ("状况", "情况"), ("类型", "类别"), ("分类", "类别"),
    ("占比", "比例"), ("比重", "比例"), ("部门", "单位"), ("期限", "时限"), ("预期", "预计"), ("已经", "已"),
    ("得到", ""), ("供货商", "供应商"), ("供货企业", "供应商"), ("供货单位", "供应商"),
    ("上一年度", "上年"), ("上年度", "上年"), ("上一年", "上年"),
)  # fmt: skip
_PLANS = "(?:打算|准备|预计|计划|拟定?|预定|争取)"
# And looser: days of plans, what resuming is called, who works, how many they are, what merely says
# that it has happened.
_MUCH_THE_SAME = (
    (re.compile("时点|时刻|日子|(?<=[工产机业复])日$"), "时间"),
    (re.compile(f"{_PLANS}(?=.*时间$)"), "计划"),  # 预计产值 is an estimate, 计划产值 a target
    (
        re.compile(
            "恢复(?:正常)?(?:运行|运转|运营|营业|经营)|开机(?:生产)?|开门营业|(?<!产能)(?<!产量)恢复(?=时间|情况|$)"
        ),
        "复工",
    ),
    (re.compile("复工复产|复产复工|复产|开工"), "复工"),
    (re.compile("从业人员|工作人员|人员|(?<![用复返开施职员务])工人|员工"), "职工"),
    (re.compile("职工人数$"), "职工数"),
    (re.compile("(?:总人数|总量)$"), "总数"),
    (re.compile("(?:数量|个数)$"), "数"),
    (re.compile("^(?:截至|截止)?(?:已经|已|实际)?"), ""),
)
_SAYS_LITTLE = 2  # characters that may be left: 总数 is of anything, 复工 an answer or a question


def otherwise(word: str, vocabulary: Vocabulary) -> Alias | None:
    """The meaning of a word that is known but for ``_SAME``."""
    return _said_otherwise(vocabulary).get(_one_way(word))


def loosely(word: str, vocabulary: Vocabulary) -> Alias | None:
    """The meaning of a word that is known but for ``_MUCH_THE_SAME``."""
    loose = _loosely(word)
    return _said_loosely(vocabulary).get(loose) if len(loose) > _SAYS_LITTLE else None


@lru_cache(8)
def _said_otherwise(vocabulary: Vocabulary) -> dict[str, Alias]:
    return _agreed(vocabulary, _one_way)


@lru_cache(8)
def _said_loosely(vocabulary: Vocabulary) -> dict[str, Alias]:
    return _agreed(vocabulary, _loosely)


def _agreed(vocabulary: Vocabulary, written: Callable[[str], str]) -> dict[str, Alias]:
    """What the known words mean that are ``written`` alike, where all of them mean the same."""
    meanings: dict[str, dict[tuple, Alias]] = {}
    for word, alias in vocabulary.columns.exact.items():
        meanings.setdefault(written(word), {})[alias.field, alias.code] = alias
    return {word: alias for word, found in meanings.items() if len(found) == 1 for alias in found.values()}


@lru_cache(8192)  # all that are known are asked for twice
def _one_way(word: str) -> str:
    for said, same in _SAME:
        word = word.replace(said, same)
    return word


def _loosely(word: str) -> str:
    word = _one_way(word)
    for said, same in _MUCH_THE_SAME:
        word = said.sub(same, word)
    return word
