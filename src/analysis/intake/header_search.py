"""Finding the meaning of a header's words: as written, in context, without filler, mistyped, or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from analysis.intake.header_words import HeaderWord
from analysis.vocabulary import Alias, Aliases, Vocabulary, key

ACCEPT_FROM, SUGGEST_FROM = 80.0, 50.0

# Words that say nothing about which column it is, at the beginning or the end of a header.
_BEFORE = re.compile(
    r"^(?:截至目前|截止目前|截至当前|截至今日|截止当前|截至当日|到目前为止|目前为止|现阶段|目前|当前|贵企业|贵单位|贵公司|本企业|本单位|本公司"
    r"|今日|本日|当日|本周|本期|本次|当天|现有|现(?=返|到|在|上|复|是否)|工业企业|规上工业企业|规上企业|企业|单位|公司|全州|全县|其中|填写|请填写|请选择"
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
_YEAR = re.compile(r"(?:19|20)\d\d(?:年度|年)?")
# 企业名称 Enterprise, Enterprise 企业名称
_TRANSLATED = re.compile(r"(?<=[^\x00-\x7f])[ -~]*[a-z]{2}[ -~]*$|^[ -~]*[a-z]{2}[ -~]*(?=[^\x00-\x7f])")
# 上周 / 返岗人数 is no 返岗人数: what stands under another time means that only together with it.
_EARLIER = re.compile(r"(?:上|前)一?(?:周|期|次|日|天|月|旬)(?:情况)?|昨[日天]|.{0,6}同期")
_MONTH = re.compile(r"^(?:某年)?\d{1,2}月份?")
_MONTHS = re.compile(r"\d{1,2}月?份?[-—–~至到]+\d{1,2}月")  # several together, which is no month's figure
# What a column of one kind of difficulty may add to its kind: 困难 / 防护物资不足, 困难 / 用工方面.
_LACKING = re.compile(
    r"^缺[少乏]?|(?:供应|保障)?(?:方面|问题|困难|不足|短缺|紧缺|紧张|缺乏|缺口|不畅|受阻|减少|下降|未复工|未开工|停产|难)$"
)
# As good as 困难 over its kinds; under 需求 many of them ask for amounts.
_TROUBLE = re.compile(r"问题|诉求|(?:未|不能|停).{0,6}原因")
_TROUBLE_OR_NEED = re.compile(f"{_TROUBLE.pattern}|需求")
# Two ways to say one thing: a header that is known but for them is known.
_SAME = (
    ("日期", "时间"), ("员工", "职工"), ("恢复生产", "复产"), ("及", "和"), ("与", "和"),
    ("事项", "问题"), ("的", ""), ("状态", "情况"), ("状况", "情况"), ("类型", "类别"), ("分类", "类别"),
    ("占比", "比例"), ("比重", "比例"), ("部门", "单位"), ("期限", "时限"), ("预期", "预计"),
)  # fmt: skip
# And looser: what resuming is called, who works, how many they are, what merely says that it has happened.
_MUCH_THE_SAME = (
    (re.compile("复工复产|复产复工|复产|开工"), "复工"),
    (re.compile("从业人员|工作人员|人员|(?<![用复返开施职员务])工人|员工"), "职工"),
    (re.compile("职工人数$"), "职工数"),
    (re.compile("(?:总人数|总量)$"), "总数"),
    (re.compile("(?:数量|个数)$"), "数"),
    (re.compile("^(?:截至|截止)?(?:已经|已|实际)?"), ""),
)
_SAYS_LITTLE = 2  # characters that may be left: 总数 is of anything, 复工 an answer or a question
# 当前主要困难及诉求, 存在的问题和需要协调的事项: difficulties, whichever of these words a form puts together.
_ASKED_OF = (
    "政府|部门|州级|县级|上级|当前|目前|现阶段|企业|生产经营|复工复产|复工|复产|开工|中"
    "|存在|面临|遇到|反映|提出|主要|突出|实际|具体|其他|其它|的"
)
_HELP = "(?:需要?|请求?|希望|急需)?(?:政府|部门|州级?|县级?|上级)*(?:协调|解决|帮助|支持|帮扶)+的?"
_TROUBLES = re.compile(
    rf"(?=.*(?:困难|问题|难题|诉求))(?:{_ASKED_OF})*"
    rf"(?:(?:[及和与]?(?:{_ASKED_OF})*(?:{_HELP})?(?:困难|问题|难题|诉求|需求|事项|建议|意见))+)"
)
_CUT_OFF = "间期况称难"  # what a word may lack at its end
# A last word that needs the word above it: 口罩 / 数量.
_GENERIC = frozenset(
    {
        "数量",
        "人数",
        "户数",
        "个数",
        "数",
        "量",
        "金额",
        "数值",
        "总数",
        "总计",
        "总量",
        "合计",
        "小计",
        "时间",
        "日期",
        "情况",
        "名称",
        "全称",
        "内容",
        "说明",
        "填报",
        "具体情况",
        "具体内容",
        "本期",
        "本周",
        "当日",
        "今日",
        "年月日",
        "年月",
        "月日",
        "月",
        "yyyymmdd",
    }
)
# One character more, less or other makes another word of these: never taken for a typo.
_SIGNIFICANT = frozenset(
    "非未不无没次累内外本省县市区州上下新旧应实已拟计预申请批验审日月年周均户率比前后末底今同缺需返到在复产停开工人始终户项总男女增减一二三四五六七八九十0123456789"
)


@dataclass(frozen=True, slots=True)
class Hit:
    alias: Alias | None
    score: float
    rules: tuple[str, ...] = ()
    suggestion: str = ""


def search(words: Sequence[HeaderWord], vocabulary: Vocabulary) -> Hit:
    """The meaning of a path of header words (top down), with how sure it is."""
    if not words:
        return Hit(None, 0.0)
    return _search(tuple(words), vocabulary)


@lru_cache(16384)
def _search(words: tuple[HeaderWord, ...], vocabulary: Vocabulary) -> Hit:
    columns = vocabulary.columns
    if earlier := next((word for word in words[:-1] if _EARLIER.fullmatch(key(word.plain))), None):
        others = [word for word in words[:-1] if word is not earlier]
        full, plain = earlier.full + words[-1].full, earlier.plain + words[-1].plain
        return _search((*others, words[-1]._replace(full=full, plain=plain)), vocabulary)
    *above, last = (key(word.plain) for word in words)
    if kind := _kind_of_trouble(above, last, _TROUBLE, columns):
        return Hit(kind, 0.92)
    for score, parents, word in _readings(words):
        if found := columns.in_context(parents, word):
            meaning, between = found
            # 企业填报内容/到岗人数/总数 is a total of staff, whatever stands further above.
            nearer = columns.exact.get(parents[-1]) if between and word in _GENERIC else None
            return Hit(nearer or meaning, score)
        for joined in _joined(parents, word):
            if found := columns.exact.get(joined):
                return Hit(found, score)
    if kind := _kind_of_trouble(above, _LACKING.sub("", last), _TROUBLE_OR_NEED, columns):
        return Hit(kind, 0.92)
    if _TROUBLES.fullmatch(last):
        return Hit(Alias("difficulty_text"), 0.92)
    word = _trimmed(last)
    if found := columns.pattern(last) or _said_otherwise(vocabulary).get(_one_way(word)):
        return Hit(found, 0.9)
    if len(loose := _loosely(word)) > _SAYS_LITTLE and (found := _said_loosely(vocabulary).get(loose)):
        return Hit(found, 0.88)
    if len(words) > 1 and (last in _GENERIC or not last):
        known = _search(words[:-1], vocabulary)
        if known.alias:
            return Hit(known.alias, known.score - 0.05, known.rules)
    return _mistyped(words, vocabulary)


def _kind_of_trouble(above: Sequence[str], last: str, said: re.Pattern[str], columns: Aliases) -> Alias | None:
    """The kind of difficulty to tick that a last word names below 困难, or what is as good (``said``)."""
    meant = columns.in_context(tuple([said.sub("困难", word) for word in above]), last)
    return meant[0] if meant and meant[0].field == "difficulty_choice" else None


def _readings(words: Sequence[HeaderWord]) -> Iterator[tuple[float, tuple[str, ...], str]]:
    """The path's keys, the most literal reading first: brackets kept, brackets dropped, filler dropped, year folded."""
    seen = set()
    for score, reading in _READINGS:
        keys = tuple([key(reading(word)) for word in words])
        if keys[-1] and keys not in seen:
            seen.add(keys)
            yield score, keys[:-1], keys[-1]


_READINGS: tuple[tuple[float, Callable[[HeaderWord], str]], ...] = (
    (1.0, lambda word: word.full),
    (0.98, lambda word: word.plain),
    (0.96, lambda word: _YEAR.sub("某年", word.plain)),
    (0.94, lambda word: _trimmed(word.plain)),
    (0.94, lambda word: _EITHER.sub(r"\1\2", key(word.plain))),
    (0.92, lambda word: _without_month(word.plain)),
    (0.91, lambda word: _trimmed(_TRANSLATED.sub("", word.plain))),
)


def _trimmed(text: str) -> str:
    word = key(text)
    return _AFTER.sub("", _BEFORE.sub("", word)) or word


def _without_month(text: str) -> str:
    word = _YEAR.sub("某年", _trimmed(text))
    return word if _MONTHS.search(text) else _MONTH.sub("", word)


def _joined(parents: tuple[str, ...], last: str) -> Iterator[str]:
    for first in range(len(parents)):
        yield "".join(parents[first:]) + last
    if last not in _GENERIC or not parents:
        yield last
    if parents:
        yield last + parents[-1]


@lru_cache(8)
def _said_otherwise(vocabulary: Vocabulary) -> dict[str, Alias]:
    """What words mean that are one but for ``_SAME``, where all of them mean the same."""
    return _agreed(vocabulary, _one_way)


@lru_cache(8)
def _said_loosely(vocabulary: Vocabulary) -> dict[str, Alias]:
    """What words mean that are one but for ``_MUCH_THE_SAME``, where all of them mean the same."""
    return _agreed(vocabulary, _loosely)


def _agreed(vocabulary: Vocabulary, written: Callable[[str], str]) -> dict[str, Alias]:
    """What the known words mean that are ``written`` alike, where all of them mean the same."""
    meanings: dict[str, dict[tuple, Alias]] = {}
    for word, alias in vocabulary.columns.exact.items():
        meanings.setdefault(written(word), {})[alias.field, alias.code] = alias
    return {word: alias for word, found in meanings.items() if len(found) == 1 for alias in found.values()}


def _one_way(word: str) -> str:
    for said, same in _SAME:
        word = word.replace(said, same)
    return word


def _loosely(word: str) -> str:
    word = _one_way(word)
    for said, same in _MUCH_THE_SAME:
        word = said.sub(same, word)
    return word


def _mistyped(words: Sequence[HeaderWord], vocabulary: Vocabulary) -> Hit:
    whole = key(words[-1].plain)
    spellings = dict.fromkeys([whole, _trimmed(whole)])
    corrected = {
        alias
        for last in spellings
        if len(last) > 2
        for word in (*_looking_like(last, vocabulary), *_misplaced(last))
        if (alias := vocabulary.columns.exact.get(word))
    }
    if len(corrected) == 1:
        return Hit(corrected.pop(), 0.9, ("header_typo",))
    from rapidfuzz import fuzz, process  # only headers that nothing else explains pay for it

    known = vocabulary.columns.exact.keys()
    best = process.extract(whole, known, scorer=fuzz.ratio, limit=5, score_cutoff=SUGGEST_FROM)
    close = [(word, score) for word, score, _ in best if score >= ACCEPT_FROM and _one_slip(whole, word)]
    meanings = {vocabulary.columns.exact[word] for word, _ in close}
    if len(meanings) == 1:
        return Hit(meanings.pop(), close[0][1] / 100, ("header_typo",))
    field = vocabulary.columns.exact[best[0][0]].field if best else "remark"
    return Hit(None, best[0][1] / 100 if best else 0.0, (), _row_to_paste(field, words))


def _looking_like(typed: str, vocabulary: Vocabulary) -> Iterator[str]:
    """A word with one of its characters taken for one that looks or sounds like it."""
    for place, character in enumerate(typed):
        for meant in vocabulary.lookalikes.get(character, ()):
            yield typed[:place] + meant + typed[place + 1 :]


def _misplaced(typed: str) -> Iterator[str]:
    """A word of four characters and more with two neighbours exchanged (复时工间) or its last one added (拟复工时)."""
    if len(typed) > 3:
        for place in range(len(typed) - 1):
            yield typed[:place] + typed[place + 1] + typed[place] + typed[place + 2 :]
        for last in _CUT_OFF:
            yield typed + last


def _one_slip(typed: str, meant: str) -> bool:
    """Whether a word of five characters and more differs in one that does not change what it means."""
    from rapidfuzz.distance import OSA, Levenshtein

    if _doubled(typed, meant):
        return True
    latin = typed.isascii() and meant.isascii()
    if min(len(typed), len(meant)) < (8 if latin else 5):
        return False
    if latin:
        return OSA.distance(typed, meant) <= 2
    if OSA.distance(typed, meant) > 1:
        return False
    if sorted(typed) == sorted(meant):
        return True
    changed = {
        text[place]
        for step in Levenshtein.editops(typed, meant)
        for text, place in ((typed, step.src_pos), (meant, step.dest_pos))
        if (step.tag != "insert" or text is meant) and (step.tag != "delete" or text is typed) and place < len(text)
    }
    return not changed & _SIGNIFICANT


def _doubled(typed: str, meant: str) -> bool:
    """Whether a character of ``meant`` was merely typed twice: 企业名称称."""
    return len(typed) == len(meant) + 1 and any(
        typed[place] == typed[place - 1] and typed[:place] + typed[place + 1 :] == meant
        for place in range(1, len(typed))
    )


def _row_to_paste(field: str, words: Sequence[HeaderWord]) -> str:
    alias = "/".join(word.plain for word in words[-2:]).replace('"', '""')
    if any(mark in alias for mark in ',"\n'):
        alias = f'"{alias}"'
    return f"{field},{alias},,"
