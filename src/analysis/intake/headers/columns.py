"""What the columns of a table mean beside each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from analysis.intake.headers.beside import OF_SUPPLIES, beside_others
from analysis.intake.headers.column import ColumnMatch, match_path
from analysis.intake.headers.days import month_of
from analysis.intake.headers.others import asks_of_another
from analysis.intake.headers.words import read_word
from analysis.vocabulary import StateWord, Vocabulary, key

# What stands before the name of an enterprise; what shows that none is named in 重点企业.
_BEFORE_NAMES = frozenset({"seq", "county", "town", "park", "industry", "supervision_group", "batch"})
_NAMED_OR_COUNTED = frozenset({"name", "uscc", "project_name", "expected_n", "resumed_n", "rate_pct"})
_WHO = re.compile(r"^(?!是否|是不是).+企业\s*$")
# Fields of which a table may hold many columns: of these kinds, and those that no table keeps but for what is read.
_MANY = frozenset({"", "text", "personal", "choice", "row_number", "industry"})
_READ = frozenset({"is_stopped", "staff_due", "staff_pct", "difficulty_any", "coal_days"})
# What a table of counts calls the number of those that gave an answer.
_COUNT_OF = {
    "running": "resumed_n", "partial": "partial_n", "planned": "planned_n", "stopped": "stopped_n",
    "excluded": "excluded_n",
}  # fmt: skip
_ANSWERED = (None, "state", "stop_reason", "planned_on")  # what the words for answers mean elsewhere
_HAPPENED = re.compile("(?:实际|正式)(?:复工复产|复工|复产|开工|恢复)")
_IF_SO = re.compile("(?:if(?:yes|so)|[如若](?:是|已)).*(?:when|date|since|时间|日期|何时|几号)")
_IF_NOT = re.compile(
    "(?:if(?:[a-z]{0,16}not|no|closed|still)|[如若](?:否|未|没有))(?!.*(?:since|last|stop|clos|停|申请))"
    ".*(?:when|date|时间|日期|何时|几号|(?:计划|预计|拟|expected)$)"
)
_OF_DEADLINES = frozenset({"planned_on", "owner_unit", "assigned_on", "done_on", "task_state", "task_text"})
_ESTIMATED = re.compile("预计|预期|预估|计划")  # 2月预计产值 beside 2月产值
_NEEDED = ("labour_gap", "planned_n", "workers_needed", "fund_need_10k_cny")  # which are of what is to come anyway
_HALF_A_YEAR, _THIS_MONTH = 6, 99
# Which of two columns of a field is meant: of enterprises those due to restart, else those that ran before, else all;
# of workers needed those who are lacking, of those at work those who came back.
_MEANT_FIRST = {
    "expected_n": (re.compile("应[复开恢]|due"), re.compile("前|正常|before|normal")),
    "labour_gap": (re.compile("缺|gap|short|lack"),),
    "staff_back": (re.compile("back|return|restored|recalled", re.I),),
}
_BEGUN = re.compile("start(?:date|time)(?:utc)?")
_BARE_NAMES = (("Name",), ("name",), ("姓名",))
_OFFERING = ("difficulty_text", "difficulty_category", "state")
_OFFERED = re.compile(r"(.*\S)\s*[(（\[【]([^()（）\[\]【】]+)[)）\]】]")
_PART_OF = re.compile(r"^(?:其中[:：]?|[#＃])")


def match_headers(paths: Mapping[int, tuple[str, ...]], vocabulary: Vocabulary) -> list[ColumnMatch]:
    """The meaning of each column of a table, in the order of the columns.

    ``paths``: column -> words of its header, top down. Of two columns with one field (and no dates that tell them
    apart) the better, then the first, keeps it; the other has field None and the rule ``header_duplicate``.
    """
    return list(_matched(tuple(sorted(paths.items())), vocabulary))


@lru_cache(1024)  # an office's form has the same labels on every sheet
def _matched(paths: tuple[tuple[int, tuple[str, ...]], ...], vocabulary: Vocabulary) -> tuple[ColumnMatch, ...]:
    return tuple(related([match_path(column, path, vocabulary) for column, path in paths], vocabulary))


def related(matches: list[ColumnMatch], vocabulary: Vocabulary) -> list[ColumnMatch]:
    """What columns mean beside each other that are known by their own words (``match_path``), in their order."""
    matches = _offered_in_brackets(_beside_forms(matches), vocabulary)
    matches = _counts_of_states(_all_above_scale(_rates_in_context(matches)), vocabulary)
    matches = _ticks_of_kinds(_ticks_of_states(_applied(_named_by_rank(matches), vocabulary), vocabulary), vocabulary)
    matches = _without_lone_ticks(_targets_beside_days(_days_beside_states(matches)))
    return _without_duplicates(beside_others(matches, vocabulary), vocabulary)


def _beside_forms(matches: list[ColumnMatch]) -> list[ColumnMatch]:
    """What online forms note beside the answers: Name beside Name of your enterprise is who answers, and Start Date
    beside Response ID the moment when, no day of resuming; not beside what any list may have (Attachments)."""
    if any(match.field == "form_detail" and match.code != "anywhere" for match in matches):
        matches = [m.known_as("form_detail") if m.path and _BEGUN.fullmatch(key(m.path[-1])) else m for m in matches]
    bare = [match for match in matches if match.field == "name" and match.path[-1:] in _BARE_NAMES]
    if not bare or not any(match.field == "name" and match not in bare for match in matches):
        return matches
    return [m.known_as("contact") if m in bare else m for m in matches]


def _offered_in_brackets(matches: list[ColumnMatch], vocabulary: Vocabulary) -> list[ColumnMatch]:
    """主要困难(员工不足) | 主要困难(资金紧张): each is to be ticked, as below 主要困难. Forms write choices so."""
    asked = {m.column: found for m in matches if m.field in _OFFERING and (found := _OFFERED.fullmatch(m.path[-1]))}
    if len(asked) < 2:
        return matches
    counts = Counter(found[1] for found in asked.values())
    return [
        match_path(m.column, (*m.path[:-1], *found.groups()), vocabulary)
        if (found := asked.get(m.column)) and counts[found[1]] > 1
        else m
        for m in matches
    ]


def _named_by_rank(matches: list[ColumnMatch]) -> list[ColumnMatch]:
    """龙头企业 or 重点企业 before all else, in a list that names no enterprise otherwise, says who, not whether."""
    first = next((m for m in matches if m.field not in _BEFORE_NAMES), None)
    is_who = first and first.field == "key_enterprise" and _WHO.search(first.path[-1])
    if not is_who or not _NAMED_OR_COUNTED.isdisjoint(match.field for match in matches):
        return matches
    return [m._replace(field="name", score=0.9) if m is first else m for m in matches]


def _rates_in_context(matches: list[ColumnMatch]) -> list[ColumnMatch]:
    """复工率 beside enterprises' names is a share of staff or capacity, not of enterprises: the code says which."""
    fields = {match.field for match in matches}
    if not fields & {"name", "uscc"} or fields & {"expected_n", "resumed_n"}:
        return [m._replace(code="") if m.field == "rate_pct" else m for m in matches]
    return [
        m._replace(field=m.code, code="", rules=(*m.rules, "header_ambiguous"))
        if m.field == "rate_pct" and m.code
        else m
        for m in matches
    ]


def _all_above_scale(matches: list[ColumnMatch]) -> list[ColumnMatch]:
    """规上企业 beside how many resumed, where no enterprise is named, says how many there are."""
    fields = {match.field for match in matches}
    if not fields & {"resumed_n", "rate_pct", "state"} or fields & {"name", "uscc", "project_name", "expected_n"}:
        return matches
    return [m.known_as("expected_n") if m.field == "above_scale" and _WHO.search(m.path[-1]) else m for m in matches]


def _applied(matches: list[ColumnMatch], vocabulary: Vocabulary) -> list[ColumnMatch]:
    """Applied | Inspected | Approved: beside days of the other steps it asks for one, and is no answer to tick."""
    if not {"inspected_on", "approved_on"} & {match.field for match in matches}:
        return matches
    said = {m.column: _answer(m.path[-1], vocabulary) for m in matches if m.field is None and m.path}
    applied = {column for column, word in said.items() if word and word.reason == "awaiting_approval"}
    return [m.known_as("applied_on") if m.column in applied else m for m in matches]


def _ticks_of_states(matches: list[ColumnMatch], vocabulary: Vocabulary) -> list[ColumnMatch]:
    """已复工 | 部分复工 | 未复工 over two or more columns in a list of enterprises or projects: an answer to tick each.

    Also beside columns known to be ticked: a blank column between them cuts them off from the header above.
    """
    fields = {match.field for match in matches}
    ticked = {StateWord.of(m.code).state for m in matches if m.field == "state_choice"}
    plain = [m for m in matches if m.path and (m.field in _ANSWERED or m.field in _COUNT_OF.values())]
    answers = {m.column: word for m in plain if (word := _answer(m.path[-1], vocabulary))}
    if not ticked.union(word.state for word in answers.values()) >= {"running", "stopped"}:
        # 拟复工 asks for a date, unless it is one of three answers.
        answers = {m.column: answers[m.column] for m in plain if m.column in answers and m.field != "planned_on"}
    # Beside 未复工 why not may be ticked: 停产检修.
    said = {column: word for column, word in answers.items() if word.reason or word.state not in ticked}
    asked = any(m.field == "state" and m.column not in answers for m in matches)
    if (
        not fields & {"name", "uscc", "project_name"}
        or asked
        or len(ticked.union(word.state for word in said.values())) < 2
    ):
        return matches
    return [m.known_as("state_choice", said[m.column].code) if m.column in said else m for m in matches]


def _ticks_of_kinds(matches: list[ColumnMatch], vocabulary: Vocabulary) -> list[ColumnMatch]:
    """续建 | 新建 over two columns of a list of projects: a kind to tick each."""
    kinds = vocabulary.choices["continuing_or_new"]
    asked = [m for m in matches if m.field in (None, "continuing_or_new") and m.path]
    said = {m.column: code for m in asked if (code := kinds.get(key(read_word(m.path[-1], vocabulary).plain)))}
    if len({*said.values()}) < 2 or not any(match.field == "project_name" for match in matches):
        return matches
    return [m.known_as("continuing_or_new", said[m.column]) if m.column in said else m for m in matches]


def _counts_of_states(matches: list[ColumnMatch], vocabulary: Vocabulary) -> list[ColumnMatch]:
    """已复工 | 未复工 beside 应复工企业数, where no enterprise is named: how many enterprises gave each answer.

    其中：未复工 is a part of what the columns before it count: of enterprises, or of something else (用工人数).
    """
    fields = {match.field for match in matches}
    if "expected_n" not in fields or fields & {"name", "uscc", "project_name"}:
        return matches
    said: dict[int, str] = {}
    counts_enterprises = False
    for m in matches:
        is_part = any(map(_PART_OF.match, m.path))
        is_now = not any(asks_of_another(word, vocabulary) for word in m.path[:-1])  # 上周 / 已复工
        may_answer = m.path and m.field in (*_ANSWERED, "state_choice") and is_now
        word = _answer(m.path[-1], vocabulary) if may_answer else None
        if word and word.state in _COUNT_OF and (counts_enterprises or not is_part):
            said[m.column] = _COUNT_OF[word.state]
        if not is_part:
            counts_enterprises = said.get(m.column, m.field) in ("expected_n", "reported_n", *_COUNT_OF.values())
    return [m.known_as(said[m.column]) if said.get(m.column, m.field) not in fields else m for m in matches]


def _answer(text: str, vocabulary: Vocabulary) -> StateWord | None:
    """The state that a header's word says, numbering and hints left out: （二）部分复工, 其中：未复工."""
    return vocabulary.states.get(key(read_word(_PART_OF.sub("", text), vocabulary).plain))


def _days_beside_states(matches: list[ColumnMatch]) -> list[ColumnMatch]:
    """Beside the state 实际复产 and 预计复产 ask for days: 复产情况 over 状态 | 实际复产 | 预计复产."""
    told = [m for m in matches if m.path and m.field in ("state", "state_choice")]
    days = {m.column: "resumed_on" for m in told if _HAPPENED.match(m.path[-1])}
    days |= {m.column: "planned_on" for m in told if m.code == "planned"}
    asked = any(m.field == "state" and m.column not in days for m in matches)
    for before, match in pairwise(matches):  # Has work resumed? | If yes, on what date?
        if before.field == "state" and match.field is None and match.path and _IF_SO.search(key(match.path[-1])):
            days[match.column] = "resumed_on"
    for match in matches:
        if asked and match.field is None and match.path and _IF_NOT.match(key(match.path[-1])):
            days[match.column] = "planned_on"
    return [m.known_as(days[m.column]) if asked and m.column in days else m for m in matches]


def _targets_beside_days(matches: list[ColumnMatch]) -> list[ColumnMatch]:
    """Target date right behind the day of resuming is the planned one, where nothing else is planned or owed."""
    if not _OF_DEADLINES.isdisjoint(match.field for match in matches):
        return matches
    targets = [m for before, m in pairwise(matches) if (before.field, m.field) == ("resumed_on", "due_on")]
    return [m._replace(field="planned_on", rules=("header_ambiguous",)) if m in targets else m for m in matches]


def _without_lone_ticks(matches: list[ColumnMatch]) -> list[ColumnMatch]:
    """One column to tick beside a column that gives the whole answer is no set of ticks: the answer keeps its field.

    复工情况 / 复工（是/否） without such a column is the answer itself: who writes 否 there has not resumed.
    """
    counts = Counter(match.field for match in matches)
    if counts["state_choice"] == 1 and not counts["state"]:
        is_lone = [match.field == "state_choice" and match.code == "running" for match in matches]
        return [m.known_as("state") if lone else m for m, lone in zip(matches, is_lone, strict=True)]
    lone = {
        field + "_choice"
        for field in ("state", "size", "four_category")
        if counts[field] and counts[field + "_choice"] == 1
    }
    return [m.said_twice() if m.field in lone else m for m in matches]


def _months(matches: list[ColumnMatch]) -> dict[int, int]:
    """Column -> the month that its header names, one at the end of the year before where others begin it."""
    told = {m.column: month[1] for m in matches if m.field and (month := month_of(m.path))}
    first = min(told.values(), default=0)
    return {column: month - 12 if month - first > _HALF_A_YEAR else month for column, month in told.items()}


def _estimates(matches: list[ColumnMatch], vocabulary: Vocabulary) -> list[ColumnMatch]:
    """The columns without those of what is expected of a number that others give (预计产值 beside 产值); alone they are
    taken for it, and this is told."""
    numbers = [m for m in matches if m.field and vocabulary.fields[m.field].is_number]
    guessed = [m for m in numbers if _ESTIMATED.search("".join(m.path))]
    given = {m.field for m in numbers if m not in guessed}
    asked = (*_NEEDED, *given)
    return [
        m.said_twice()
        if m in guessed and m.field in given
        else m._replace(rules=(*m.rules, "header_ambiguous"))
        if m in guessed and m.field not in asked
        else m
        for m in matches
    ]


def _named_often(matches: list[ColumnMatch]) -> bool:
    """Whether several columns name suppliers, or what they supply: each may have a share or stock of its own."""
    counts = Counter(match.field for match in matches)
    return max(counts["supplier_name"], counts["supplier_input"]) > 1


def _without_duplicates(matches: list[ColumnMatch], vocabulary: Vocabulary) -> list[ColumnMatch]:
    places: dict[tuple, ColumnMatch] = {}
    many = OF_SUPPLIES if _named_often(matches) else ()
    matches, months = _estimates(matches, vocabulary), _months(matches)

    def worse(match: ColumnMatch) -> tuple:
        said, preferred = "".join(match.path), _MEANT_FIRST.get(match.field, ())
        rank = next((rank for rank, words in enumerate(preferred) if words.search(said)), len(preferred))
        return rank, -round(match.score, 2), -months.get(match.column, _THIS_MONTH), match.column

    for match in sorted(matches, key=worse):
        field = vocabulary.fields[match.field] if match.field else None
        if field and field.kind not in _MANY and field.name not in many and (field.table or field.name in _READ):
            places.setdefault((match.field, match.date), match)
    alone = not any(match.field == "staff_normal" for match in matches)  # Staff in post | Staff at their posts
    twice = [m.field for m in matches if alone and m.field == "staff_back"][1:]
    return [
        m.said_twice()
        if places.get((m.field, m.date), m) is not m
        else m._replace(rules=(*m.rules, "header_ambiguous"))
        if m.field in twice
        else m
        for m in matches
    ]
