"""What the clauses of a text say of an enterprise's state: 2月10日已复工，二车间停产."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from analysis.intake.values.dates import find_date
from analysis.intake.values.parsed import Parsed
from analysis.intake.values.state_phrases import is_of_part
from analysis.intake.values.state_spellings import latin_states
from analysis.intake.values.written_days import english_in_figures
from analysis.vocabulary import StateWord, Vocabulary, fold, key
from analysis.vocabulary.entries import RESUMED

# 复工后又停, 复工后停产
_CLAUSES = re.compile(
    r"[,;。!?()\[\]\n、]|但是?|，|；|后?(?:又|再次|再度)(?=.{0,3}[停关])|(?<=[复开][工产])后(?=停[产工业])"
)
_NEW_LINE = re.compile(r"(?<![年月\d])\n(?=\s*(?:\d|目前|现|计划|预计|拟|已|未))")  # others wrap a long cell
_PLAN = re.compile(r"计划|拟|预计|预期|将于|将在|即将|准备|争取|力争|打算|预备|预定|安排|有望|确保|申请于|定于")
_WAIT = re.compile(r"(?:等待|等|待|需)(?!.*已)")
_NOT = re.compile(
    r"(?:未能?|没[有法能]?|尚未|暂未|还未|仍未|不能|无法|不|非|无|难以|未曾|并未|否|不予|不准|不许|未到|未达到?|停止|暂停|推迟|延迟|延期|延后|推后|暂缓)(?:正常|按时|按期|如期|全面|正式|马上|立即|准备|计划|打算|想|有|在|经?批准|同意|允许|准许)?$"
)
_NOT_FULLY = re.compile(r"(?:未|没有?|尚未|暂未|还未|不能)(?:完全|全面|全部|整体)$")
_NOT_YET = re.compile(
    r"^(?:时间|日期)?(?:待定|未定|未确定|不确定|待确定|困难|受阻|审批|待批|申请|备案|报备|筹备|准备|审核|待?验收中?$|手续|条件|方案|报告|未批|推迟|延迟|延期|延后|推后|暂缓|滞后|无望|难)"
)
_NOT_A_STATE = re.compile(r"^(?:率|人数|人员|员工|户数|企业|时间表|比例|面)")
_QUESTION = re.compile(r"^(?:是否[^:]{1,8}|[^:]{0,4}(?:情况|状态)):(?=.)")  # 是否复工:是
_ASKING = re.compile(r"(?:是否|能否|可否)$")
_NOT_YET_GONE = re.compile("(?:拟|申请|计划|准备|正在|待|将)$")  # 拟注销
_ENDED = re.compile("(?:工作|已经?|均|全部){0,3}(?:结束|完成|完毕|解除|后)")  # 检修结束已开机, 检修后已复工
_STOPS = re.compile("停|检修|放假|歇业|关闭")
_STOPPED_UNTIL = re.compile(".{0,4}[至到]")  # 预计停产至3月10日; 计划3月停产 is to come
_NOT_BEFORE = re.compile("前(?:仍|还|都|均)?(?:不能|无法|难以|不会|不)")  # 3月1日前不能 names no day of resuming
_PUT_OFF = re.compile("(?:推迟|延迟|延期|延后|推后|顺延|改期|改)(?:到|至|为)")  # 推迟到3月1日
_ONCE = re.compile("(?:曾经?|一度)(?:已经?)?$")  # 2月10日曾复工
_GIVEN_UP = re.compile("原(?:定|计划|拟|本)")  # 原定2月20日
# Allowed or told to resume is not resumed: 同意复工, 具备复工条件, 复工已批复.
_ALLOWED = re.compile(r"(?:同意|可|可以|允许|准予|批准|具备|要求|督促|动员)$")
_GRANTED = re.compile(r"^(?:申请)?已?获?(?:批复|批准|同意|备案)")
# Not before something else is done: 验收合格后复工. After the festival may be now.
_AFTER = re.compile(r"(?<![日号天周月])后$")
_FESTIVAL = re.compile(r"(?:年|节|春节|元宵|十五)后$")
# Until others have allowed it: 待县里批准, 等园区验收后复工.
_AWAITS = re.compile(r"(?:待|等).{0,6}(?:批准|批复|审批|审核|同意|验收|核查)")
# In a text a negation, what for, when; 营业执照, 已开具证明.
_WHOLE_ANSWERS = frozenset({
    "部复", "部开", "半数", "一半", "小部分", "大部分", "少部分",
    "没有", "尚未", "停电", "停了", "停运", "错峰", "运转", "生产", "放假", "春节放假", "营业", "开业", "已开", "开了",
    "开咗", "未开", "没开", "还没开", "没停", "已返工", "未返工",
})  # fmt: skip
_IN_PART = re.compile(r"(?:部分|局部|大部|少量|个别|一半|半数|过半|大半|[一二两1-3]条).{0,6}$|半$")
# 节后一直没开, 还停着: what it has been since.
_SINCE = re.compile(
    "^(?:(?:[节年灾假]|春节)后(?=一直|仍|还))?(?:目前|现在|当前|至今|一直|仍|还|都|企业|公司|我[司厂])+"
)
# 复工了一半, 开工不足
_SO_FAR = re.compile(r"^了?(?:一部分|一半|部分|过半|大半|小半|近半|不满|未满|未达|不足|不全|不充分)")
_BY_PERCENT = re.compile(r"^了?\d{1,2}(?:\.\d+)?%")  # 复工50%; 产能恢复80% is no state
# 已复工,部分员工未返岗: not the enterprise.
_SOME_STAFF = re.compile(r"(?:部分|个别|少数|少量|多数|外地|外省|省外|湖北籍?|[还仍尚]有|\d+[名人个]?).{0,6}$")
# Resumed, others still closed
_OTHERS = re.compile(r"\b(?:some|others?|rest|remaining|lines?|workshops?|furnaces?|kilns?)\b", re.IGNORECASE)
_WHOLLY = ("完全", "全面", "全部", "整体")
_SOON = re.compile(  # 隔离14天后复工, 近期复工
    r"(?<!停产)(?<!停工)(?<!停电)[\d一二两三四五六七八九十]{1,3}个?(?:天|周|星期|礼拜|工作日|月)(?:之|以)?后$"
    r"|(?:[\d一二两三四五六七八九十几半]{1,3}个?(?:天|日|周|月|星期|礼拜)(?:之|以)?内|近期|近日|日内|不日|尽快|尽早)$"
)


@dataclass(frozen=True, slots=True)
class Clause:
    state: str
    reason: str | None
    day: date | None
    rules: tuple[str, ...]
    of_part: bool = False  # a stop of a line or a workshop
    put_off: bool = False  # to another day than was said


def find_states(text: str, vocabulary: Vocabulary) -> list[tuple[int, int, StateWord]]:
    """Where words of states.csv stand in a text (NFKC, no spaces), longest first: start, end, meaning."""
    found, words, at = [], _words_by_first(vocabulary), 0
    while at < len(text):
        word = next((word for word in words.get(text[at], ()) if text.startswith(word, at)), "")
        if word:
            found.append((at, at + len(word), vocabulary.states[word]))
        at += len(word) or 1
    return found


@lru_cache(8)
def _words_by_first(vocabulary: Vocabulary) -> dict[str, list[str]]:
    """The words that are found in texts by their first character, longest first."""
    words: dict[str, list[str]] = defaultdict(list)
    for word in sorted(vocabulary.states, key=len, reverse=True):
        if len(word) > 1 and not word.isascii() and word not in _WHOLE_ANSWERS:
            words[word[0]].append(word)
    return dict(words)


def clauses_of(text: str, as_of: date, vocabulary: Vocabulary) -> list[Clause]:
    """The clauses that name a state or a day, in order."""
    return (_latin_clauses if text.isascii() else _clauses)(text, as_of, vocabulary)


def _clauses(text: str, as_of: date, vocabulary: Vocabulary) -> list[Clause]:
    parts = _CLAUSES.split(fold(english_in_figures(_NEW_LINE.sub("，", text))))
    return [clause for part in parts if part and (clause := _clause(part, as_of, vocabulary))]


def _latin_clauses(text: str, as_of: date, vocabulary: Vocabulary) -> list[Clause]:
    found = []
    for part, word in latin_states(text, vocabulary):
        day = find_date(part, as_of) or Parsed(None)
        if word or day.value:
            of_part = _OTHERS.search(part) is not None
            found.append(
                Clause(word.state if word else "", word.reason if word else None, day.value, day.rules, of_part)
            )
    return found


def _clause(text: str, as_of: date, vocabulary: Vocabulary) -> Clause | None:
    """What one clause says; a day in it is when (a plan where it lies ahead)."""
    word = key(text := _QUESTION.sub("", text))
    whole = vocabulary.states.get(word) or vocabulary.states.get(_SINCE.sub("", word))
    if whole:  # also a word of one character: 否(缺口罩)
        return Clause(whole.state, whole.reason, None, ())
    if _GIVEN_UP.search(text):
        return Clause("stopped", None, None, ())
    dated = find_date(text, as_of)
    day, rules = (dated.value, dated.rules) if dated else (None, ())
    plan = _PLAN.search(text)
    found = find_states(text, vocabulary)
    if plan and _is_stop_to_come(text, plan.start(), found):
        return None
    for start, end, word in found:
        before, after = text[:start], text[end:]
        if word.state in RESUMED and _NOT_A_STATE.match(after):
            continue
        if text[start:end] == "正常" and any(at == end and other.state == "stopped" for at, _, other in found):
            continue  # 正常检修
        if "岗" in text[start:end] and _SOME_STAFF.search(before):
            continue
        state, reason = _meant(word, text[start:end], before, after, bool(plan and plan.start() < start))
        if state:
            if any(other.state == "excluded" for _, at, other in found if at > end) and state != "excluded":
                continue  # 已搬迁注销: what ends it says more
            if state == "stopped" and _NOT_BEFORE.search(text, 0, end):
                day = None
            if dated and dated.span and "已" in text[start:end] and dated.span[0] <= as_of <= dated.span[1]:
                day = None  # 本周已复工: on one of its days, not on the last
            return Clause(state, reason, day, rules, state == "stopped" and is_of_part(before))
    if day:
        put_off = _PUT_OFF.search(text) is not None
        return Clause("planned" if plan or put_off else "", None, day, rules, put_off=put_off)
    return Clause("stopped", "awaiting_approval", None, ()) if _AWAITS.search(text) else None


def _is_stop_to_come(text: str, plan: int, found: list[tuple[int, int, StateWord]]) -> bool:
    """Whether what is planned is a stop (计划3月停产检修), which ends by no day that is told and with no restart."""
    stops = [(at, end) for at, end, word in found if word.state == "stopped" and _STOPS.search(text, at, end)]
    if not stops or stops[0][0] < plan or _STOPPED_UNTIL.match(text, stops[0][1]):
        return False
    return not any(word.state in RESUMED for at, _, word in found if at > plan)


def may_plan_stop(text: str) -> bool:
    """Whether a text speaks of a plan and of a stop, so that a day in it says nothing of resuming."""
    return _PLAN.search(text) is not None and _STOPS.search(text) is not None


def _meant(word: StateWord, spelled: str, before: str, after: str, planned: bool) -> tuple[str | None, str | None]:
    state = word.state
    if state in RESUMED:
        if _ASKING.search(before) or _ONCE.search(before):
            return None, None
        if _NOT_FULLY.search(before) or (spelled.startswith(_WHOLLY) and _NOT.search(before)):
            return "partial", None
        if _NOT.search(before) or _NOT_YET.match(after):
            return "stopped", None
        if (_ALLOWED.search(before) and "已" not in spelled) or _GRANTED.match(after):
            return None, None
        if planned or ("已" not in before + spelled and _SOON.search(before)):
            return "planned", None
        if _WAIT.match(before) or (_WAIT.search(before) and "后" in before):
            return "stopped", None
        if "已" not in spelled and _AFTER.search(before):
            return (None if _FESTIVAL.search(before) else "stopped"), None
        by_percent = "恢复" not in spelled and _BY_PERCENT.match(after)
        return ("partial" if _IN_PART.search(before) or _SO_FAR.match(after) or by_percent else state), None
    if state == "planned":
        return ("stopped" if _NOT.search(before) else "planned"), None
    if _NOT.search(before):
        return ("running", None) if word.reason is None and state == "stopped" else (None, None)
    if state == "stopped" and _ENDED.match(after):
        return None, None
    if state == "excluded" and (_NOT_YET_GONE.search(before) or after[:1] == "中" or after[:2] in ("重整", "重组")):
        return None, None
    return state, word.reason
