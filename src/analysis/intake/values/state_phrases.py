"""What phrases say of a state: headings over enterprises (二、未复工企业), those that run in part (开五停二,
3条生产线开2条), remarks (实际未复工 beside 是)."""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.intake.pieces import parts_of
from analysis.vocabulary import Vocabulary, fold, key, nfkc

_LISTED = r"(?:复产|生产)?的?(?:规上|规模以上|工业|重点|重大)*(?:企业|项目|工程|单位|名单|明细)"
_RESUMED = "(?:复工复产|复工|复产|开工|恢复(?:正常)?生产)"
_HEADING_WORDS = {
    "running": rf"(?:已(?:经)?(?:全面|全部|完全)?{_RESUMED}|(?<!前)正常生产|未停产|未停工)",
    "partial": rf"部分(?:{_RESUMED}|生产|停工停产|停工|停产)",
    "planned": rf"(?:拟|计划|预计){_RESUMED}",
    "stopped": rf"(?:(?:未|尚未|暂未){_RESUMED}|(?<![未不性分])(?:停工停产|停工|停产))",
    "excluded": "(?:政策性(?:停工|停产|关停)|退库|注销)",
}
# 二、未复工的规上企业（8户）, also within a title; and 二、未复工（8户） alone.
# The same folded: A. Businesses that have reopened (3), Anywhere: firms still closed (3 March 2020), Not resumed (4).
_RUNS_AGAIN = "(?:re-?opened|resumed|restarted|running|operating|trading|open|back(?:atwork|inoperation))"
_FIRMS = "(?:businesses|firms|companies|enterprises)(?:that|which|have|has|are|now)*"
_ENGLISH = {
    "running": f"(?:fully)?{_RUNS_AGAIN}",
    "partial": f"part(?:ial)?ly(?:{_RUNS_AGAIN}|closed)",
    "planned": "plan(?:ned|ning)(?:to(?:resume|re-?open|restart))?",
    "stopped": f"(?:still|temporarily|remaining)?(?:closed|shut|stopped|suspended)|not(?:yet)?{_RUNS_AGAIN}",
    "excluded": "deregistered|cancelled|struckoff|(?:shut|closed)bypolicy",
}
_HEADINGS = {
    state: re.compile(
        rf"{words}{_LISTED}|^(?:\(?[一二三四五六七八九十\d]{{1,2}}[)、.]*)?{words}(?:\(?\d+[户家个]\)?)?:?$"
        rf"|^(?:[a-z\d]{{1,2}}[.)])?(?:{said})(?:\(\d+\))?:?$"
        rf"|^(?:[a-z\d]{{1,2}}[.)]|[^:]+:)?(?:{_FIRMS}(?:{said})|(?:{said}){_FIRMS})(?:\([^()]*\))?:?$"
    )
    for state, words in _HEADING_WORDS.items()
    for said in [_ENGLISH.get(state, "(?!)")]
}
# What a heading adds of why: 二、因疫情停产企业（3户）, （一）原料短缺.
_WHY = (
    "(?:因|受.+影响|缺|不足|短缺|紧[张缺]|困难|不畅|受[阻限]|中断|断[供链料]|[未难]返岗|未[到批获]|限[电产]|环保|整改)"
)
_GIVES_REASON = re.compile(_WHY)
_ALONE = re.compile(
    rf"(?:[^,;:。]{{0,8}}{_WHY}[^,;:。]{{0,8}})?(?:{'|'.join(_HEADING_WORDS.values())})(?:{_LISTED}(?:名单|明细)?)?(?:\(?[共计]?\d+[户家个]\)?)?:?"
)
_LONGEST = 24
_ENDS_OF_NAMES = "司厂"  # most enterprises: no state ends so, and a list of them need not be folded
_COUNTED = re.compile(r"^\W*(?:[一二三四五六七八九十\d]{1,2}[)、.]+)?|[(,、]?[共计]{0,2}\d+[户家个][)]?(?:企业)?\W*$")
_DAYS = r"[\d一二两三四五六七]天?"
_BY_TURNS = (
    rf"开工?{_DAYS}[,、]?[停错]产?{_DAYS}|停产?{_DAYS}[,、]?开工?{_DAYS}"
    r"|(?:白天|日间|高峰).{0,3}停.{0,6}(?:晚上|夜间|夜里|低谷|谷段).{0,3}(?:生产|开工|开机)"
    r"|[白日昼]停夜[开产]|夜[开产][白日昼]停|轮流?停|轮换停产"
    r"|(?:白天|日间).{0,3}(?:生产|开工).{0,6}(?:晚上|夜间|夜里).{0,3}停"
)
_COUNT = r"[\d一二两三四五六七八九十半]{1,3}"
_LINES = r"(?:[条台座]|个(?=车间|窑|班))(?:生产线|流水线|线|窑|炉|车间|机组)?"
_SOME_LINES = (
    rf"(?<![线窑炉间组条台座])停[了产用]?{_COUNT}{_LINES}|^[已现]?开[了动启]?{_COUNT}{_LINES}|[只仅](?:开|有|运行)[了动启工]?{_COUNT}{_LINES}"
    rf"|(?P<all>{_COUNT}){_LINES}[,、中]?[只仅]?[开运][了动启行]?(?!(?P=all){_LINES}){_COUNT}{_LINES}"
)
# A line, a kiln or a workshop before 停产 or 检修: not the enterprise stands still.
_PART = re.compile(
    r"(?:[\d一二三四五六七八九十两#号条台座个A-Za-z东西南北新老]|部分|个别)(?:生产线|产线|流水线|线|窑|炉|机组|车间|分厂|厂区|矿井|工段)"
    r"(?:正在|已|目前|因[^,]{1,6})?$|(?:[一二三四1-4]期|[新老]厂)(?:项目|工程)?(?:正在|已|目前|因[^,]{1,6})?$"
    r"|^(?:其余|其他|其它|剩余|余下|另外)[^人员工]{0,6}$"
)
_IN_PART = re.compile(f"{_BY_TURNS}|{_SOME_LINES}")
# Of the enterprise itself: where a clause begins, no other before it (上游企业已复工; 供应商在外地，尚未复工).
_BY_ITSELF = r"(?:^|[,。;:、\s])"
_OWN = "(?:[该本我]?(?:企业|公司|厂)|厂里)"
_STILL = "(?:实际|其实|(?:经|现场)*核[查实]:?|目前|现在?|至今|暂时?|仍然?|还|尚|均|一直|又|再[次度])"
_DAY_SAID = r"[\d年月日.\-/号]{3,12}"
_RESUMES = r"(?:复工复产|复产复工|复工|开工|复产|恢复(?:正常)?生产)"
_THAT_IS_ALL = r"(?=$|[,。;:、!(\s])"
_STANDS_STILL = re.compile(  # where 因原料停产 goes on, the stop may be over
    rf"{_BY_ITSELF}{_OWN}?(?:因[^,。;]{{1,12}}?(?:未能|无法|不能|没能)|{_STILL}*(?:未能?|没有?能?|无法|不能)){_RESUMES}{_THAT_IS_ALL}"
    rf"|{_BY_ITSELF}{_OWN}?{_STILL}+[未没]生产{_THAT_IS_ALL}"
    rf"|{_BY_ITSELF}(?:{_OWN}{_STILL}*|{_STILL}+|{_OWN}?{_STILL}*已(?:经|全部)?(?:于{_DAY_SAID})?(?:再[次度])?|{_DAY_SAID}起)"
    rf"(?:处于)?停[工产](?:停[工产]|检修|整[顿改]|待料|状态)*{_THAT_IS_ALL}"
    rf"|(?:{_BY_ITSELF}(?:{_OWN}|[之随]?后来?又?)|[复开]工后?又)(?:因[^,。;]{{1,12}}?)?停[工产][。!]?$"
)
_RUNS = re.compile(
    rf"{_BY_ITSELF}{_OWN}?{_STILL}*(?:{_DAY_SAID})?已(?:经)?(?:于{_DAY_SAID})?(?:全[面部]|正常|顺利|按时|如期)?{_RESUMES}"
    r"(?!申请|手续|方案|备案|准备|验收|的|员工|人|企业|能力)"
)
_OTHERS = re.compile(
    "[上下]游|客户|供应|供货|配套|物流|学校|门店|工地|合作|同行|经销|市场|外协|协作|母公司|总部|集团|分[厂公]|部分|个别|车间|生产线|项目|[二三]期"
)

# Parts of pieces of headers: what an enterprise does that runs again, and what may stand beside it.
_GOES = frozenset({"resume", "produce", "open", "back", "at_post"})
_NO = re.compile(r"^no\b", re.I)  # No production
_BEGINS = frozenset({"resume", "open"})
_TO_COME = re.compile(r"to\b|\w*ing\b", re.I)  # To reopen is a plan, Restarting may be one
_OF_GOING = _GOES | {"filler", "normal", "full", "of_normal", "part", "not", "expected", "stop", "next_time", "status"}


@lru_cache(1 << 12)
def heads_by_state(text: str) -> bool:
    """Whether a text is the state of enterprises, why they are in it and nothing else: 已复产企业（3户）, 缺料停产."""
    if text.isascii():
        return state_of_heading(text) is not None
    if len(text) > _LONGEST or text[-1] in _ENDS_OF_NAMES:
        return False
    return _ALONE.fullmatch(fold(text)) is not None


def state_of_heading(text: str) -> str | None:
    """The state of all enterprises under a heading that names it (二、未复工企业, 已复工企业名单); None where it names
    none, or two."""
    states = {state for state, pattern in _HEADINGS.items() if pattern.search(fold(text))}
    return states.pop() if len(states) == 1 else None


def reason_of_heading(text: str) -> str | None:
    """What a heading says of why the enterprises under it stand still, without its number and their count; None where
    it says nothing of that."""
    return _COUNTED.sub("", fold(text)) if text and _GIVES_REASON.search(text) else None


def state_of_word(text: str, words: Vocabulary) -> str | None:
    """The state that a text says, and nothing else, as a word of states.csv or by its pieces."""
    known = words.states.get(key(text))
    return known.state if known else state_in_pieces(text, words)


def state_in_pieces(text: str, words: Vocabulary) -> str | None:
    """The state that a text in Latin letters says by the pieces that it is put together from: Back to normal, Half
    capacity, Ceased trading for now, Expected to restart; None where some of it is no piece, or of anything else."""
    said = _NO.sub("not ", text) if text.isascii() else ""
    parts = frozenset(parts_of(key(said), words) or ())
    if not parts <= _OF_GOING or (parts & _BEGINS and _TO_COME.match(text)):
        return None
    goes, comes, stops = not parts.isdisjoint(_GOES), "expected" in parts or "next_time" in parts, "stop" in parts
    if comes or "not" in parts:
        return None if stops or not goes else "planned" if comes else "stopped"
    if "part" in parts:
        return "partial"
    return "stopped" if stops else "running" if goes or "normal" in parts else None


def runs_in_part(text: str) -> bool:
    """Whether a folded text says so."""
    return _IN_PART.search(text) is not None


def is_of_part(before: str) -> bool:
    """Whether the words before a stop (folded) say that it is one of a part only: 2号线 before 检修."""
    return _PART.search(before) is not None


@lru_cache(1 << 13)  # rows of many lists say the same
def state_said(text: str, words: Vocabulary) -> str | None:
    """running or stopped where a remark says so of the enterprise itself, or is such a state; else None."""
    if text.isascii():  # No and Yes answer something else
        return state_of_word(text, words) if " " in text.strip() else None
    if "工" not in text and "产" not in text:
        return None
    if known := words.states.get(key(text)):
        return known.state
    text = nfkc(text).strip()
    said = [
        (match.start(), state)
        for pattern, state in ((_STANDS_STILL, "stopped"), (_RUNS, "running"))
        for match in pattern.finditer(text)
        if not _OTHERS.search(text[: match.start()])
    ]
    return max(said)[1] if said else None
