"""What columns mean beside those of suppliers, projects, staff and tasks."""

from __future__ import annotations

import re

from analysis.intake.headers.column import ColumnMatch
from analysis.intake.headers.words import in_brackets, read_word
from analysis.intake.pieces import parts_of, tells_of
from analysis.vocabulary import Vocabulary, fold, key

_ENTERPRISES = frozenset({"name", "uscc"})
# Field, what it is beside which others, where none of the last are.
_BESIDE = (
    # 采购企业, where nobody else is named, is the enterprise that they supply.
    ("downstream_name", "name", {"supplier_name"}, _ENTERPRISES),
    # 到位人数 of enterprises counts their staff, not the workers on a site.
    ("workers_present", "staff_back", _ENTERPRISES, {"project_name", "staff_back"}),
    # 是否销号 of a task is its state.
    ("difficulty_resolved", "task_state", {"task_text"}, {"task_state"}),
)
_PLACES = frozenset({"county", "address"})
_LACKED = re.compile("缺|短|急")  # 缺少原材料 is what is needed beside what is bought
OF_SUPPLIES = frozenset({"dependence_pct", "share_pct", "stock_days"})  # of what is lacked, where nothing else is said
_OF_SUPPLIERS = (
    ("stock_days", re.compile("(?:可用|库存|维持|支撑|使用|剩余|保障)[^率]*天")),
    ("share_pct", re.compile("占.*(?:比例|比重|份额|占比|百分比)")),
)
_NAMED_SO = re.compile("(?:名称|品名|品种|种类|(?<=.)name)?[1-9一二三四]?$")  # 原料名称, 原料1
# Parts of headers: 原材料; 所需, 紧缺.
_BOUGHT_OR_LACKED = frozenset({"input", "filler", "need", "gap", "lack"})
_NOW = re.compile(
    "目前|现在|现有|现状|现(?=用工|员工|职工)|眼下|当下|当前|今日|当日|本周|本期|本次|实际|[节灾震汛]后"
    "|(?:now|today|actual|current|this ?week|at ?present)",
    re.IGNORECASE,
)
_OUGHT = re.compile("应有|应在|核定|额定|编制|定员")  # 应有 beside 现有
_ACTUAL = re.compile("实际|actual", re.IGNORECASE)
# Parts of headers: 节前, 正常情况; 职工; 农民工.
_THEN, _PERSONS, _WORKERS, _AT_WORK, _WANTED = map(
    frozenset,
    [
        ["before", "normal"], ["person"], ["person", "migrant", "some_workers", "site"], ["back", "at_post", "came"],
        ["due", "need"],
    ],
)  # fmt: skip
_ANOTHER_TIME = frozenset({"another_time"})
_NOW_OR_AFTER = frozenset({"now", "after"})
_OF_THOSE_THERE = _PERSONS | {"filler", "after", "count", "status"}
_OF_WORKERS = _WORKERS | _AT_WORK | _WANTED | {"count", "filler", "status", "payroll"}
OF_TASKS = frozenset({"owner_unit", "assigned_on", "due_on", "done_on", "task_state", "task_answer"})
FEWEST_OF_TASKS = 3
_STATUS = re.compile(
    r"(?:目前|当前|最新)?状态|(?:current )?(?:status|state)|(?:is it )?closed\s*\??|open ?/ ?closed", re.I
)
_HOW_MUCH = re.compile(r"数量|数额|需求数|amount|quantity", re.I)
_CLOSED = re.compile("是否|与否|状态")
_COMPARED = {"power_kwh": "power_base_kwh", "power_base_kwh": "power_kwh"}


def is_now(text: str) -> bool:
    """Whether a word says that something is as it is now: 现在, 灾后."""
    return _NOW.fullmatch(text) is not None


def is_then(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a word says that something is as it was before, or is in normal times: 震前, 正常情况, 上周."""
    return tells_of(_THEN | _ANOTHER_TIME, text, vocabulary)


def beside_others(matches: list[ColumnMatch], vocabulary: Vocabulary) -> list[ColumnMatch]:
    """The columns of a table, in their order, with what those mean that mean something else beside others."""
    matches = _told_of_supplies(_supplied(_supplier_places(_staff_now(matches, vocabulary)), vocabulary))
    matches = _amounts_of_troubles(_tasks_told_as_troubles(_states_of_tasks(_workers_on_sites(matches, vocabulary))))
    fields = {match.field for match in matches}
    for field, meant, beside, without in _BESIDE:
        if field in fields and not fields.isdisjoint(beside) and fields.isdisjoint(without):
            matches = [m._replace(field=meant) if m.field == field else m for m in matches]
    return _units_beside(_answers_to_tasks(matches))


def _staff_now(matches: list[ColumnMatch], vocabulary: Vocabulary) -> list[ColumnMatch]:
    """目前 / 员工数 beside 节前 / 员工数, or 实际用工 beside all the staff, is who is back, where no other column says
    so."""
    normal = [match for match in matches if match.field == "staff_normal"]
    if not normal or any(match.field == "staff_back" for match in matches):
        return matches
    unknown = [m for m in matches if m.field is None and m.path]
    lone = [
        m
        for m in unknown
        if (is_now(m.path[-1]) and any(tells_of(_PERSONS, up, vocabulary) for up in m.path[-2:-1]))
        or _counts_persons(read_word(m.path[-1], vocabulary).plain, vocabulary)
    ]
    actual = [m for m in unknown if _tells_actual(m.path[-1], vocabulary)]
    if len(actual) == 1:
        return [m.known_as("staff_back") if m is actual[0] else m for m in matches]
    now = [match for match in (*normal, *lone) if any(_says_now(word, vocabulary) for word in _words_of(match))]
    then = [m for m in normal if any(is_then(word, vocabulary) or _OUGHT.search(word) for word in _words_of(m))]
    return [m.known_as("staff_back") if now == [m] and then else m for m in matches]


def _says_now(word: str, vocabulary: Vocabulary) -> bool:
    return _NOW.match(word) is not None or (word.isascii() and tells_of(_NOW_OR_AFTER, word, vocabulary))


def _tells_actual(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a header counts who is there in fact: 当前实际用工, Actual headcount, Employees after the storm."""
    if not (_ACTUAL.search(word) or (word.isascii() and tells_of(_NOW_OR_AFTER, word, vocabulary))):
        return False
    return _counts_persons(word, vocabulary)


def _counts_persons(word: str, vocabulary: Vocabulary) -> bool:
    return _PERSONS <= {*(parts_of(key(word), vocabulary) or ())} <= _OF_THOSE_THERE


def _words_of(match: ColumnMatch) -> list[str]:
    """The words of a header and what stands in their brackets: 职工人数（节前）."""
    return [*match.path, *(said for word in match.path for said in in_brackets(fold(word)))]


def _supplier_places(matches: list[ColumnMatch]) -> list[ColumnMatch]:
    """所在地 behind the supplier, where no place stands before it, is the supplier's."""
    fields = [match.field for match in matches]
    place = next((at for at, field in enumerate(fields) if field in _PLACES), -1)
    if "supplier_place" in fields or "supplier_name" not in fields[: max(place, 0)]:
        return matches
    return [m._replace(field="supplier_place") if at == place else m for at, m in enumerate(matches)]


def _supplied(matches: list[ColumnMatch], vocabulary: Vocabulary) -> list[ColumnMatch]:
    """所需原材料 and 原料 are what suppliers supply, where no other column says so."""
    fields = {match.field for match in matches}
    if "supplier_name" not in fields or "supplier_input" in fields:
        return matches
    asked = [m for m in matches if m.field == "material_need" or _asks_for_inputs(m, vocabulary)]
    said = [m for m in asked if not _LACKED.search(m.path[-1])]
    lacked = asked if not OF_SUPPLIES.isdisjoint(fields) else ()
    several = sum(match.field == "supplier_name" for match in matches)
    bought = [*sorted(said, key=lambda m: m.field is None), *lacked][:several]
    return [m.known_as("supplier_input") if any(m is one for one in bought) else m for m in matches]


def _told_of_supplies(matches: list[ColumnMatch]) -> list[ColumnMatch]:
    """产品库存可用天数 beside suppliers is how long what they supply lasts, 占该零部件比例 their share, where no other
    column says so."""
    fields = {match.field for match in matches}
    for field, said in _OF_SUPPLIERS if "supplier_name" in fields else ():
        if field not in fields:
            lone = next((m for m in matches if m.field is None and m.path and said.search(m.path[-1])), None)
            matches = [m.known_as(field) if m is lone else m for m in matches]
    return matches


def _asks_for_inputs(match: ColumnMatch, vocabulary: Vocabulary) -> bool:
    """Whether a header that nobody knows names what an enterprise buys, or lacks of it, and nothing else."""
    if match.field is not None or not match.path:
        return False
    word = _NAMED_SO.sub("", key(read_word(match.path[-1], vocabulary).plain))
    return {"input"} <= {*(parts_of(word, vocabulary) or ())} <= _BOUGHT_OR_LACKED


def _workers_on_sites(matches: list[ColumnMatch], vocabulary: Vocabulary) -> list[ColumnMatch]:
    """工人实到数 and 农民工返岗数 of projects is who is on site, 应到农民工 who should be; of enterprises these are a
    part of the staff, which is no field."""
    if not any(match.field == "project_name" for match in matches):
        return matches
    return [
        m.known_as(counted) if m.field is None and (counted := _workers_counted(m, vocabulary)) else m for m in matches
    ]


def _workers_counted(match: ColumnMatch, vocabulary: Vocabulary) -> str | None:
    words = "".join([key(read_word(word, vocabulary).plain) for word in match.path])
    parts = frozenset(parts_of(words, vocabulary) or ())
    if not (parts & _WORKERS and parts <= _OF_WORKERS and parts & (_AT_WORK | _WANTED)):
        return None
    return "workers_needed" if parts & _WANTED else "workers_present"


def _tasks_told_as_troubles(matches: list[ColumnMatch]) -> list[ColumnMatch]:
    """问题内容 beside who is to settle it by when, where no enterprise is named, is a task."""
    fields = {match.field for match in matches}
    if len(fields & OF_TASKS) < FEWEST_OF_TASKS or fields & {*_ENTERPRISES, "county", "task_text"}:
        return matches
    told = next((match for match in matches if match.field == "difficulty_text"), None)
    return [m._replace(field="task_text") if m is told else m for m in matches]


def _states_of_tasks(matches: list[ColumnMatch]) -> list[ColumnMatch]:
    """Status and Closed? beside who is to settle what by when ask of that, not of an enterprise."""
    fields = {match.field for match in matches}
    if len(fields & OF_TASKS) < FEWEST_OF_TASKS - 1 or not fields & {"task_text", "difficulty_text"}:
        return matches
    return [
        m.known_as("task_state") if m.field in ("state", "is_stopped") and _STATUS.fullmatch(m.path[-1].strip()) else m
        for m in matches
    ]


def _amounts_of_troubles(matches: list[ColumnMatch]) -> list[ColumnMatch]:
    """数量 beside what is lacked says how much of it."""
    fields = {match.field for match in matches}
    if not fields & {"difficulty_text", "difficulty_category"} or "difficulty_amount" in fields:
        return matches
    lone = next((m for m in matches if m.field is None and len(m.path) == 1 and _HOW_MUCH.fullmatch(m.path[0])), None)
    return [m.known_as("difficulty_amount") if m is lone else m for m in matches]


def _answers_to_tasks(matches: list[ColumnMatch]) -> list[ColumnMatch]:
    """办理情况 beside 是否办结 is what was done, in words: of several columns one is the state, the first that asks for
    no more."""
    told = [match for match in matches if match.field == "task_state"]
    if len(told) < 2 or any(match.field == "task_answer" for match in matches):
        return matches
    state = next((match for match in told if match.path and _CLOSED.search(match.path[-1])), told[0])
    answer = next(match for match in told if match is not state)
    return [m._replace(field="task_answer") if m is answer else m for m in matches]


def _units_beside(matches: list[ColumnMatch]) -> list[ColumnMatch]:
    """The unit of a column that states none is that of the one it is compared with: 用电量（万度） | 节前用电量."""
    stated = {match.field: match.unit for match in matches if match.field in _COMPARED and match.unit}
    return [
        match._replace(unit=unit, rules=(*match.rules, "header_unit_beside"))
        if match.field in _COMPARED and not match.unit and (unit := stated.get(_COMPARED[match.field]))
        else match
        for match in matches
    ]
