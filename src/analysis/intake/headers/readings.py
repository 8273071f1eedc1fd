"""In which ways the words of a header are read, the most literal first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from analysis.intake.headers.questions import without_question
from analysis.intake.headers.words import HeaderWord
from analysis.vocabulary import Vocabulary, key

# Words that say nothing about which column it is, at the beginning or the end of a header.
_BEFORE = re.compile(
    r"^(?:截至目前|截止目前|截至当前|截至今日|截止当前|截至当日|到目前为止|目前为止|现阶段|目前|当前|现在|贵企业|贵单位|贵公司|本企业|本单位|本公司"
    r"|今日|今天|本日|当日|本周|本旬|本期|本次|当天|现有|现(?=返|到|在|上|复|是否)|工业企业|规上工业企业|规上企业|企业|单位|公司|全[省市州县区]|辖区|辖内|其中|填写|请填写|请选择"
    r"|(?:节|灾|汛|震|台风|限电|疫情|放假)后"
    r"|[如若](?:已|未|尚未)(?:复工复产|复工|复产|开工|恢复生产)的?请?(?:填写|填|注明|说明)?)+"
)
_AFTER = re.compile(
    r"(?:必填|选填|可多选|单选|多选|请填写|下拉选择|请选择|名称|合计|小计|合计数|如实填写|[及和与](?:有关|相关|工作)?(?:意见)?建议)+$"
)
# 复工/拟复工时间: a day of either kind, told apart by the as-of date.
_RESUMES = "复工复产|复工|复产|开工|恢复生产"
_EITHER = re.compile(
    rf"^(?:(?:已|实际)?(?:{_RESUMES})(?:时间|日期)?|实际|已)[或及和与]?(?:拟|计划|预计|预期)({_RESUMES})(时间|日期)$"
)
# 灾前, 限电前, 2019年末: what 节前 is after a festival, the normal time that all is measured against.
YEAR_END = re.compile(r"(?:(?:19|20)\d\d年|上年)(?:12月份?)?年?[末底]")
# 已复工（填日期）, 拟复工（时间） ask for a day.
_ANSWER_WITH_DAY = re.compile(r"^((?:已|拟|计划|预计|未).+)\((?:请?填写?|注明)?(?:具体)?(?:日期|时间)\)$")
_YEAR = re.compile(r"(?:19|20)\d\d(?:年度|年)?")
# 企业名称 Enterprise, Enterprise 企业名称
_TRANSLATED = re.compile(r"(?<=[^\x00-\x7f])[ -~]*[a-z]{2}[ -~]*$|^[ -~]*[a-z]{2}[ -~]*(?=[^\x00-\x7f])")
_MONTH = re.compile(r"^(?:某年)?\d{1,2}月份?")
_MONTHS = re.compile(r"\d{1,2}月?份?[-—–~至到]+\d{1,2}月")  # several together, which is no month's figure
# 供应商1, 困难二, 第一供应商: one of several.
_RANKED = re.compile(r"^第[一二三四五六](?=.)|(?<=[一-鿿])[(（]?(?:[1-9]|[一二三四五六])[)）]?$")
# A last word that needs the word above it: 口罩 / 数量.
GENERIC = frozenset({
    "数量", "人数", "户数", "个数", "数", "量", "金额", "数值", "总数", "总计", "总量", "合计", "小计", "时间", "日期",
    "情况", "名称", "全称", "内容", "说明", "填报", "具体情况", "具体内容", "本期", "本周", "当日", "今日", "年月日",
    "年月", "月日", "月", "yyyymmdd",
})  # fmt: skip


def readings(words: Sequence[HeaderWord], vocabulary: Vocabulary) -> Iterator[tuple[float, tuple[str, ...], str]]:
    """The path's keys, the most literal reading first: brackets kept, brackets dropped, filler dropped, year folded."""
    seen = set()
    for score, reading in _READINGS:
        keys = tuple([key(reading(word, vocabulary)) for word in words])
        if keys[-1] and keys not in seen:
            seen.add(keys)
            yield score, keys[:-1], keys[-1]


def trimmed(text: str) -> str:
    word = key(text)
    return _AFTER.sub("", _BEFORE.sub("", word)) or word


def _without_month(text: str) -> str:
    word = _YEAR.sub("某年", trimmed(text))
    return word if _MONTHS.search(text) else _MONTH.sub("", word)


def joined(parents: tuple[str, ...], last: str) -> Iterator[str]:
    for first in range(len(parents)):
        yield "".join(parents[first:]) + last
    if last not in GENERIC or not parents:
        yield last
    if parents:
        yield last + parents[-1]


@lru_cache(8)
def _before_it(vocabulary: Vocabulary) -> re.Pattern[str]:
    """灾前, 停产之前, 2019年末."""
    events = "|".join([event for event in vocabulary.header_events if not event.isascii()])
    return re.compile(rf"(?:(?<!\d)(?:{events})(?:发生)?(?:之前|以前|前)|{YEAR_END.pattern})")


_READINGS: tuple[tuple[float, Callable[[HeaderWord, Vocabulary], str]], ...] = (
    (1.0, lambda word, _: word.full),
    (0.98, lambda word, _: _ANSWER_WITH_DAY.sub(r"\1时间", word.full) if word.full[-1:] == ")" else word.plain),
    (0.98, lambda word, _: word.plain),
    (0.96, lambda word, _: _YEAR.sub("某年", word.plain)),
    (0.94, lambda word, _: trimmed(word.plain)),
    (0.94, lambda word, vocabulary: trimmed(_before_it(vocabulary).sub("节前", word.plain))),
    (0.94, lambda word, _: _EITHER.sub(r"\1\2", key(word.plain))),
    (0.92, lambda word, _: _without_month(word.plain)),
    (0.91, lambda word, _: trimmed(_TRANSLATED.sub("", word.plain))),
    (0.91, lambda word, _: without_question(word.plain)),
    (0.91, lambda word, _: trimmed(without_question(word.plain))),
    (0.9, lambda word, _: _RANKED.sub("", key(word.full))),
)
