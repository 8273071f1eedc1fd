"""In which ways the words of a header are read, the most literal first; and headers that ask:
贵企业目前返岗员工人数是多少？ is 目前返岗员工人数, 打算什么时候开工 is 打算开工时间."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache

from analysis.intake.headers.words import HeaderWord
from analysis.vocabulary import Vocabulary, key

# Words that say nothing about which column it is, at the beginning or the end of a header.
_BEFORE = re.compile(
    r"^(?:截至目前|截止目前|截至当前|截至今日|截止当前|截至当日|到目前为止|目前为止|现阶段|目前|当前|现在|贵企业|贵单位|贵公司|本企业|本单位|本公司"
    r"|今日|今天|本日|当日|本周|本旬|本期|本次|当天|现有|现(?=返|到|在|上|复|是否)|工业企业|规上工业企业|规上企业|企业|单位|公司|厂[里内]|全[省市州县区]|辖区|辖内|其中|填写|请填写|请选择"
    r"|(?:节|受灾|[洪水雪]灾|灾|汛|震|台风|停?限电|停电|疫情|放假|整改|检修)后"
    r"|(?:current|latest)(?=[a-z])"
    r"|[如若](?:已|未|尚未)(?:复工复产|复工|复产|开工|恢复生产)的?请?(?:填写|填|注明|说明)?"
    r"|(?:已|[尚还]?未(?=.*[拟计预]))(?:复工复产|复工|复产|开工|恢复生产)的?(?:企业)?请?填写?)+"
)
_AFTER = re.compile(
    r"(?:必填|选填|可多选|单选|多选|请填写|下拉选择|请选择|名称|合计|小计|合计数|如实填写|[及和与](?:有关|相关|工作)?(?:意见)?建议|thisweek)+$"
)
# 复工/拟复工时间, 恢复（预计恢复）时间: a day of either kind, told apart by the as-of date.
_RESUMES = "复工复产|复工|复产|开工|恢复生产|恢复"
_PLANS = "(?:拟|计划|预计|预期)"
_BEGAN = f"(?:已|实际)?(?:{_RESUMES})(?:时间|日期)?"
EITHER = re.compile(
    rf"^(?:(?:{_BEGAN}|实际|已)[或及和与]?{_PLANS}(?:{_RESUMES})"
    rf"|{_BEGAN}(?:[或及和与]{_PLANS}|\({_PLANS}(?:{_RESUMES})?\)))(?:时间|日期|日子)$"
    r"|^(?:date)?(?:of)?(?:resumed|restarted|reopened|resumption|restart|reopening)(?:\(?or)(?:expected|planned)(?:date)?\)?$"
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
# 供应商1, 困难二, 第一供应商, 供应商1占比: one of several.
_RANKED = re.compile(
    r"^第[一二三四五六](?=.)|(?<=[一-鿿])[(（]?(?:[1-9]|[一二三四五六])[)）]?$|(?<=[一-鿿])[1-9](?=[一-鿿]{2})"
)
# A last word that needs the word above it: 口罩 / 数量.
GENERIC = frozenset({
    "数量", "人数", "户数", "个数", "数", "量", "金额", "数值", "总数", "总计", "总量", "合计", "小计", "时间", "日期",
    "情况", "名称", "全称", "内容", "说明", "描述", "详情", "填报", "具体情况", "具体内容", "具体描述", "具体说明",
    "本期", "本周", "当日", "今日", "年月日", "年月", "月日", "月", "yyyymmdd", "thisweek",
})  # fmt: skip
# The words of a question, and what stands for them in a header; in this order, on a key.
_ASKED_WHEN = (
    "(?:什么时候|么时候|哪个?时候|哪阵|好久(?=能|才|可|开|复)|啥时候|什么时间|"
    "什么日期|几月几[日号]|几号|几日(?=能|才|可|开|复)|何时|何日|几时|哪日|哪一?天)"
)
_SAID = (
    (r"^(?:ifnot|ifso|ifyes|ifno|if(?:still|currently)?(?:closed|open|reopened|applicable|any))", ""),
    (r"^(?:请问|请填写|请选择|请说明|请列[出举]|请简要?(?:说明|描述|述)|请提供|请)+", ""),
    (r"^(?:(?:贵|[您你]们?(?:的|所在的?)?)(?=企业|公司|单位|厂|项目))", ""),
    (
        r"^(?:如果?|若|假如)(?:企业|贵企业)?(?:未|尚未|暂未|没有?|已|已经)(?:能|完全|全面|全部)?"
        r"(?:复工复产|复工|复产|开工|恢复生产|恢复|停产|停工|营业|开业|正常生产|生产|经营)(?:的?话)?",
        "",
    ),
    (r"(?:属于|是)?(?:以下|下列)?(?:的)?哪一?(?:种|项|个)(?:情况|情形|状态|类型)?$", ""),
    (r"(?:属于|是)(?:以下|下列)?(?:的)?哪一?类$", "类别"),
    (r"(?:处于|属于|是)?(?:何种|什么|哪种)(?=(?:状态|情况|行业|类型|规模)$)", ""),
    (r"(?:属于|是否属于)$", ""),
    (r"^(.*?)(?:能够|能|可以)(正常生产|正常经营|正常运转|正常运行)(?:吗|么)$", r"\1是否\2"),
    (r"^(.{0,4}(?:复工|复产|开工|恢复))否$", r"是否\1"),
    (r"^(.*?)(?:是否)?(?:属于|是)(.*[^是])(?:吗|(?<!什)么)$", r"是否\2"),
    (r"^(.*?)(?:有没有|有冇|是不是)", r"\1是否"),
    (
        r"^(.*?)(?:已经?)?(复工复产|复工|复产|开工|返工|开业|恢复生产|恢复|生产|开机|开着)(?:了?吗|了?没有?|咗未|未)$",
        r"\1是否\2",
    ),
    (r"^(.*?)(?:[开返复]咗工未|[开复](?:没|不)[开复]工?)$", r"\1是否复工"),
    (r"(?:还|尚|仍|再)?(?:能够|能|可以|可|够)?(?:使用|用|支撑|维持|支持|坚持|生产|撑)(?:几|多少)天$", "可用天数"),
    (f"(?<=时间|日期)(?:是|为)?{_ASKED_WHEN}$", ""),
    (f"^(.*?){_ASKED_WHEN}(?:才|能够?|可以?|会)+(.*?)$", r"\1预计\2时间"),
    (f"^(.*?)[从自]?{_ASKED_WHEN}起?(.*?)的?$", r"\1\2时间"),
    (r"(?:因|由于)?什么原因(?:导致|造成|而)?(.+)$", r"\1原因"),
    (r"(?:恢复[到至了](?:多少|几成)|[开跑达][到至了]几成|(?<=产能|负荷)[开跑达][到至了]多少)$", "恢复率"),
    (r"^(.*?)(?:为什么|为何|为啥|因何|点解)(.*)$", r"\1\2原因"),
    (r"没有(?=(?:复工|复产|开工|恢复生产|返岗|到岗))", "未"),
    (r"^(?:还|尚|仍)?(?:缺|差|欠)少?(?:多少|几多)(.+)$", r"\1缺口"),
    (r"^(?:还|尚|仍)?需要?(?:多少|几多)(.+)$", r"\1需求"),
    (r"(?:有)?(?:什么|哪些|啥)(?=困难|问题|难题|诉求|帮助|支持|帮扶)", ""),
    (r"(?:还|尚)[有剩](?:多少|几)$", ""),
    (r"几成(?=产能|负荷|产量)(.{2})", r"\1恢复率"),
    (
        r"(?:分别)?(?:(?:是|为|有)?(?:(?<!百分之)(?:多少|几))|(?:是|有|为)?(?:什么|哪些|哪个|哪几个|谁)"
        r"|是哪里|是?(?:如何|怎么样|怎样)|是|为)$",
        "",
    ),
    (r"(?:是|为|有)?多少(?:天|日)$", "天数"),
    (r"(?:是|为|有)?(?:多少|几多?|好多)(?:名|位|个)?(?:人|员工|工人|职工)(?:数|没有)?$", "人数"),
    (r"(?:还|尚)?(?:有|剩)?(?:多少|几)(?:个|只|把|吨|度|家|户|名|万元|元)$", ""),
    (r"(?:时间){2}$", "时间"),
)  # fmt: skip
_ASKS = re.compile(r"[否不好请贵您你吗么没未几何谁什啥哪多是属如若假为咗点]|^if")


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
    (0.94, lambda word, _: EITHER.sub("复工时间", key(word.plain))),
    (0.92, lambda word, _: _without_month(word.plain)),
    (0.91, lambda word, _: trimmed(_TRANSLATED.sub("", word.plain))),
    (0.91, lambda word, _: without_question(word.plain)),
    (0.91, lambda word, _: trimmed(without_question(word.plain))),
    (0.9, lambda word, _: _RANKED.sub("", key(word.full))),
)


def without_question(text: str) -> str:
    """The header that a question stands for, as a key; the text's key where it asks nothing."""
    word = key(text)
    if _ASKS.search(word):
        for said, header in _questions():
            word = said.sub(header, word) or word
    return word


@cache
def _questions() -> list[tuple[re.Pattern[str], str]]:
    """Compiled for the first question: most forms ask none."""
    return [(re.compile(said), header) for said, header in _SAID]
